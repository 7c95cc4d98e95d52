"""The housing lists of a town: waits that lengthen, flats past the list, and the soviet without the plant's tenth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from magnitka.kernels.blocks import household_rows
from magnitka.kernels.resettling import resettle
from magnitka.run import simulate
from magnitka.scenario import load
from magnitka.world import Mark, World
from magnitka.world.people import Tenure
from tests.town.days import SETTLED, settled
from tests.town.lines import House, live
from tests.town.years import Town, lived

UNTIL = 6
AMPLE = {"construction.programme": 45.0, "construction.house_years": 0.6, "construction.industry_work": 0.35}
SCARCE = {"construction.programme": 26.0}


def wait(town: Town, year: int) -> float:
    """Wait of a newcomer, years: all lists over what they let in the year and the two before it."""
    last = town.years[year - 2 : year + 1]
    let = sum(one.housed + one.jumped for one in last) / len(last)
    return sum(town.years[year].length) / max(let, 1.0)


@pytest.fixture(scope="module")
def as_it_was() -> Town:
    return lived(UNTIL)


# ------------------------------------------------------------------------------------------------ waits
def test_waits_lengthen_when_too_little_is_built() -> None:
    scarce, ample = lived(UNTIL, SCARCE), lived(UNTIL, AMPLE)
    assert sum(year.completed for year in ample.years) > 1.2 * sum(year.completed for year in scarce.years)
    assert wait(scarce, UNTIL - 1) > 1.1 * wait(ample, UNTIL - 1)
    assert sum(scarce.years[-1].length) > sum(ample.years[-1].length)


@pytest.mark.parametrize("dwellings, lengthens", [(216.7, True), (300.0, False)])
def test_a_list_lengthens_unless_what_is_built_covers_new_needs(dwellings: float, lengthens: bool) -> None:
    house = live(House(joins=300.0, dwellings=dwellings, giving_up=0.0, opening_wait=8.0), years=12)
    grown = house.length[-1] / house.length[12] - 1.0
    assert (grown > 0.2) == lengthens
    assert abs(grown) < 0.05 or lengthens


@pytest.fixture(scope="module")
def city() -> dict[str, pd.DataFrame]:
    """Yearly means of the city's lists from 1985 to 1990, forty persons a row: as it was, and if nobody moved there."""
    scenario = load("magnitogorsk").with_changes({"population.persons_per_agent": 40})
    runs = {"as it was": {}, "nobody comes": {"demography.settlers": 0.0, "demography.doctors_posted": 0.0}}
    return {
        name: simulate(scenario, "1990-12", set=changes).frame().groupby("year").mean(numeric_only=True)
        for name, changes in runs.items()
    }


def test_the_citys_wait_lengthens_because_beds_that_the_housed_leave_are_filled(
    city: dict[str, pd.DataFrame],
) -> None:
    """L265: a wait that lengthens. Who is housed leaves a bed in a hostel, and somebody comes who will want a flat."""
    now, closed = (city[name]["town_expected_wait"] for name in ("as it was", "nobody comes"))
    assert now[1990] > now[1985] + 3.0
    assert closed[1990] - closed[1985] < 0.5 * (now[1990] - now[1985])


def test_a_quarter_stays_listed_only_while_people_come(city: dict[str, pd.DataFrame]) -> None:
    now, closed = (city[name]["town_listed_share"] for name in ("as it was", "nobody comes"))
    assert abs(now[1990] / now[1985] - 1.0) < 0.06
    assert closed[1990] < 0.9 * closed[1985]


# ------------------------------------------------------------------------------------------------ the plant's tenth
def test_the_soviets_list_is_longer_after_the_tenth_stops() -> None:
    """The share is set from the founding day on, so that the toy's few years show what it does."""
    given, kept = lived(UNTIL, {"construction.transfer": 0.2}), lived(UNTIL, {"construction.transfer": 0.0})
    assert sum(year.to_soviet for year in given.years) > sum(year.to_soviet for year in kept.years)
    assert kept.years[-1].length[0] > given.years[-1].length[0]


# ------------------------------------------------------------------------------------------------ past the list
def test_connections_go_past_the_list(as_it_was: Town) -> None:
    strict = lived(UNTIL, {"housing.favour": 0.0})
    late = slice(2, None)
    assert sum(year.off_list for year in as_it_was.years[late]) > 0
    assert sum(year.jumped for year in as_it_was.years[late]) > 0
    assert sum(year.jumped + year.passed for year in strict.years) == 0


def test_without_favour_nobody_off_the_list_is_housed_while_people_wait() -> None:
    strict, favoured = (
        live(House(300.0, 216.7, 0.02, favour=months, opening_wait=12.0), years=20) for months in (0, 400)
    )
    assert strict.off_list.sum() == strict.jumped.sum() == strict.passed.sum() == 0
    assert favoured.off_list.sum() > 0 and favoured.jumped.sum() > 0
    assert favoured.passed[-12:].min() > 0


def test_the_neutral_rule_is_the_date_of_joining() -> None:
    strict = lived(UNTIL, off=("housing",))
    assert sum(year.jumped + year.passed for year in strict.years) == 0


def test_more_favour_more_flats_past_the_list() -> None:
    past = [
        live(House(300.0, 216.7, 0.02, favour=months, opening_wait=12.0), years=20).off_list.sum()
        for months in (0, 250, 450)
    ]
    assert past[0] < past[1] < past[2]


# ------------------------------------------------------------------------------------------------ books
def test_homes_lived_in_and_empty_are_all_there_are(as_it_was: Town) -> None:
    world = as_it_was.world
    h, c = world.households, world.cities
    for tenure in (Tenure.PLANT, Tenure.CITY, Tenure.COOP, Tenure.OWN):
        lived_in = world.weight * int(((h.tenure == tenure) & (h.size > 0)).sum())
        assert c.dwellings[0, tenure] == c.vacant[0, tenure] + lived_in
    assert np.all(c.fresh <= np.maximum(c.vacant, 0)) and np.all(c.fresh >= 0)


def test_who_is_on_a_list_has_joined_it(as_it_was: Town) -> None:
    h, k = as_it_was.world.households, as_it_was.world.lists
    assert np.all((h.list > 0) == (h.joined > 0))
    assert np.all(h.size[h.list > 0] > 0)
    for row in range(k.rows):
        assert k.length[row] == as_it_was.world.weight * int((h.list == k.kind[row]).sum())


# ------------------------------------------------------------------------------------------------ who moves
def resettled() -> tuple[World, World, np.ndarray, np.ndarray]:
    """A town before and after every household with a dwelling of the plant was allotted another, of the soviet's."""
    before, world = settled(), settled()
    q, h = world.people, world.households
    won = np.where((h.size > 0) & (h.tenure == Tenure.PLANT), Tenure.CITY, 0).astype(np.uint8)
    none, vacated = np.zeros_like(won), np.zeros((q.rows, len(Tenure)), np.int64)
    resettle(
        0, q.rows, SETTLED, q.persons, q.luck, q.household, q.born, q.flags, q.blat, household_rows(world), won, none,
        none, vacated,
    )  # fmt: skip
    return before, world, won, vacated


def test_a_couple_moves_out_and_its_parents_keep_their_dwelling() -> None:
    before, world, won, vacated = resettled()
    q, h = world.people, world.households
    split = (won > 0) & (h.tenure == Tenure.PLANT)
    there = int((h.size > 0).sum()) - int((before.households.size > 0).sum())
    assert 0 < there == split.sum() < 0.8 * (won > 0).sum()
    assert vacated.sum() == vacated[:, Tenure.PLANT].sum() == (won > 0).sum() - split.sum()
    assert (h.size[split] < before.households.size[split]).all()
    for b in range(q.rows):  # somebody of age has stayed, and whoever founded a home is married
        live_rows = slice(0, q.persons[b])
        of_age = SETTLED - q.born[b, live_rows].astype(int) >= 18 * 36
        assert set(np.flatnonzero(split[b])) <= set(q.household[b, live_rows][of_age])
        new = (h.size[b] > 0) & (before.households.size[b] == 0)
        married = (q.flags[b, live_rows] & Mark.MARRIED) > 0
        assert set(np.flatnonzero(new)) <= set(q.household[b, live_rows][married])


def test_nobody_and_no_kopeck_is_lost_on_the_way() -> None:
    before, world, _, _ = resettled()
    for b in range(world.people.rows):
        here = world.people.household[b, : world.people.persons[b]]
        assert (np.bincount(here, minlength=world.households.size.shape[1]) == world.households.size[b]).all()
    for name in ("cash", "deposit", "children", "size"):
        now, then = (getattr(town.households, name).sum(dtype=np.int64) for town in (world, before))
        assert now == then

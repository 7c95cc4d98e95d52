"""The housing lists of a town: waits that lengthen, flats past the list, and the soviet without the plant's tenth."""

from __future__ import annotations

import numpy as np
import pytest

from magnitka.world.people import Tenure
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

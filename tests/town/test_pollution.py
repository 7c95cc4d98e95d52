"""Smoke over the town: the map as told, filters that go off when output is dear, all that is let out in the books."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from magnitka.foundation import found
from magnitka.process import Clock
from magnitka.processes import pollution, storming
from magnitka.run import simulate
from magnitka.scenario import load
from magnitka.world import Bank, World

Floats = NDArray[np.float64]
QUARTER = 9
HOT = ("sinter", "coke", "pig iron", "crude steel")


# ------------------------------------------------------------------------------------------------------ the map
@pytest.fixture(scope="module")
def outlines() -> dict[tuple[str, str], Floats]:
    """Corners of every outline by (sort, name), in the order of drawing."""
    table = load("magnitogorsk").table("outlines")
    corners = defaultdict(list)
    rows = zip(
        table.texts("sort"),
        table.texts("feature"),
        table.numbers("east"),
        table.numbers("north"),
        strict=True,
    )
    for sort, feature, east, north in rows:
        corners[sort, feature].append((east, north))
    return {key: np.array(places) for key, places in corners.items()}


def perimeter(corners: Floats) -> float:
    return float(np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1).sum())


def area(corners: Floats) -> float:
    (x, y), (nx, ny) = corners.T, np.roll(corners, -1, axis=0).T
    return float(abs(np.sum(x * ny - nx * y)) / 2.0)


def inside(corners: Floats, x: float, y: float) -> bool:
    within = False
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
    return within


def test_the_works_is_43_kilometres_around(outlines):
    assert perimeter(outlines["works", "the Works"]) == pytest.approx(43.0, abs=1.0)
    assert area(outlines["works", "the Works"]) == pytest.approx(60.0, abs=3.0)


def test_the_reservoir_is_33_square_kilometres(outlines):
    assert area(outlines["water", "Zavodskoi reservoir"]) == pytest.approx(33.0, abs=1.0)


def test_every_district_has_its_outline_and_area(outlines):
    table = load("magnitogorsk").table("districts")
    for name, given_area in zip(table.texts("district"), table.numbers("area"), strict=True):
        assert area(outlines["district", name]) == pytest.approx(given_area, rel=0.01), name


def test_nobody_lives_in_the_water_or_on_the_works_or_twice(outlines):
    solid = {name: corners for (sort, name), corners in outlines.items() if sort != "bridge"}
    for east in np.arange(-9.5, 6.0, 0.23):
        for north in np.arange(-10.0, 13.0, 0.23):
            assert sum(inside(corners, east, north) for corners in solid.values()) <= 1, (east, north)


def test_banks_lie_on_their_side(outlines):
    table = load("magnitogorsk").table("districts")
    water, works = outlines["water", "Zavodskoi reservoir"], outlines["works", "the Works"]
    for bank, east, north in zip(
        table.texts("bank"), table.numbers("east"), table.numbers("north"), strict=True
    ):
        if bank == "right":
            assert east < water[:, 0].mean()
        elif bank == "left":
            assert east > water[:, 0].max()
            assert not inside(works, east, north)


def test_shares_of_households_and_winds_are_whole():
    scenario = load("magnitogorsk")
    assert scenario.table("districts").numbers("share").sum() == pytest.approx(1.0, abs=1e-9)
    assert scenario.table("winds").numbers("share").sum() == pytest.approx(1.0, abs=1e-9)
    assert len(scenario.table("winds")) == 16


# ------------------------------------------------------------------------------------------- what is let out
class Smoke:
    """Of every dekad: its place in the quarter, let out a day, made a day by the hot shops, share passed by.

    And of the hot shops the shares for which the month's and the quarter's plan were still open when it began.
    """

    def __init__(self) -> None:
        self.rows: list[tuple[float, ...]] = []
        self.before: Clock | None = None
        self.gap = 0.0
        p = load("magnitogorsk").params(storming.Params, "storming")
        self.paces = p.floor_continuous, p.ceiling_continuous
        self.open = (0.0, 0.0)

    def still_open(self, world: World, hot: NDArray[np.bool_], months: int) -> tuple[float, float]:
        """Shares of shops whose plan of the month, and of the quarter's `months` so far, one dekad still decides."""
        s = world.shops
        slowest, fastest = (s.tautness[hot] / 3.0 * pace for pace in self.paces)
        missing = 1.0 - s.month_done[hot], months - s.quarter_done[hot]
        by_month, by_quarter = (float(((m > slowest) & (m <= fastest)).mean()) for m in missing)
        return by_month, by_quarter

    def __call__(self, world: World, clock: Clock) -> None:
        """Notes the dekad that has just ended."""
        c, s = world.cities, world.shops
        hot = (s.enterprise == world.works) & np.isin(s.product, [world.goods.row_of[name] for name in HOT])
        if self.before is not None:
            emitted, days = c.emitted.sum(), self.before.days
            place = self.before.dekad_of_quarter
            made = s.output[hot].sum() / days
            self.rows.append((place, emitted / days, made, c.bypass[0], *self.open))
            balance = c.emitted - c.deposited - c.carried_off
            self.gap = max(self.gap, float(np.abs(balance).max() / max(emitted, 1.0)))
        self.open = self.still_open(world, hot, clock.dekad_of_quarter // 3 + 1)
        self.before = clock

    def by_place(self, column: int) -> Floats:
        """Mean of a column by dekad of the quarter (9)."""
        rows = np.array(self.rows)
        return np.array([rows[rows[:, 0] == place, column].mean() for place in range(QUARTER)])

    @property
    def a_day(self) -> Floats:
        return self.by_place(1)

    @property
    def a_tonne(self) -> Floats:
        return self.by_place(1) / self.by_place(2)

    @property
    def passed_by(self) -> Floats:
        return self.by_place(3)

    @property
    def open_months(self) -> Floats:
        return self.by_place(4)

    @property
    def open_quarters(self) -> Floats:
        return self.by_place(5)


@pytest.fixture(scope="module")
def smoke() -> Callable[..., Smoke]:
    """Five years of the Works' smoke under other rules."""
    scenario = load("magnitogorsk")
    first = 3 * (scenario.start - scenario.burn_in)

    @cache
    def live(*off: str, reading: float = 3.0) -> Smoke:
        notes = Smoke()
        simulate(
            scenario,
            until="1989-12",
            off=off,
            set={"pollution.reading": reading},
            interventions=dict.fromkeys(range(first, first + 180), notes),
            observe=False,
        )
        return notes

    return live


FIRST_DEKADS, LAST_DEKADS = [0, 3, 6], [2, 5, 8]


def rise(values: Floats) -> float:
    """Last dekads of the months over the first."""
    return float(values[LAST_DEKADS].mean() / values[FIRST_DEKADS].mean())


def test_what_is_let_out_falls_here_or_goes_on(smoke):
    assert smoke().gap < 1e-12
    assert smoke("pollution").gap < 1e-12


def test_more_smoke_in_the_last_dekad_of_every_month_than_in_the_first(smoke):
    a_day = smoke().a_day
    assert (a_day[LAST_DEKADS] > 1.05 * a_day[FIRST_DEKADS]).all()


def test_a_tonne_is_fouler_at_the_end_of_the_quarter_than_at_the_other_months_ends(smoke):
    a_tonne = smoke().a_tonne
    assert a_tonne[-1] > a_tonne[LAST_DEKADS[:2]].mean() > a_tonne[FIRST_DEKADS].mean()


@pytest.mark.xfail(
    strict=True,
    reason="a day at the quarter's end lets out 1.05 of the mean, at the other months' ends 1.02 and 1.09: by then "
    "most shops are sure of the quarter or beyond hope, and fewer managers than at a month's end have anything to win",
)
def test_most_smoke_at_the_end_of_the_quarter(smoke):
    assert smoke().a_day.argmax() == QUARTER - 1


def test_a_quarter_is_decided_before_its_end(smoke):
    """Why not: a month begins anew for all, while three months of shortages scatter shops about the quarter."""
    months, quarters = smoke().open_months, smoke().open_quarters
    assert months[-1] > 1.3 * quarters[-1]
    assert quarters[2] > quarters[5] and quarters[2] > 1.2 * quarters[-1]
    assert months[LAST_DEKADS].min() > 0.2


def test_no_storming_no_rhythm(smoke):
    assert rise(smoke("storming").a_day) < 1.0 < rise(smoke().a_day)
    assert rise(smoke("storming").a_tonne) == pytest.approx(1.0, abs=0.01)
    assert np.ptp(smoke("storming").passed_by) < 0.02 < np.ptp(smoke().passed_by)


def test_filters_that_are_never_passed_by_are_flat_to_the_tonne(smoke):
    assert smoke("pollution").passed_by.max() == 0.0
    assert rise(smoke("pollution").a_tonne) + 0.008 < rise(
        smoke().a_tonne
    )  # what is left is the mix of products
    assert smoke("pollution").a_tonne.mean() < 0.75 * smoke().a_tonne.mean()


def test_storming_fouls_the_air(smoke):
    assert smoke().a_tonne.mean() > 1.05 * smoke("storming").a_tonne.mean()


def test_three_readings_of_a_third(smoke):
    let_out = [smoke(reading=reading).a_tonne.mean() for reading in (1.0, 2.0, 3.0)]
    assert let_out[0] < let_out[1] < let_out[2]


# ------------------------------------------------------------------------------------------------- the founded day
@pytest.fixture(scope="module")
def world() -> World:
    return found(load("toy"), 1)


def test_the_left_bank_breathes_more(world):
    d = world.districts
    dust = d.air[:, pollution.DUST]
    assert dust[d.bank == Bank.LEFT].min() > dust[d.bank == Bank.RIGHT].max()


def test_soil_holds_what_fell(world):
    d = world.districts
    p = load("toy").params(pollution.Params, "pollution")
    added = d.soil - p.natural_lead
    assert (added > 0.0).all()
    assert np.corrcoef(added, d.air[:, pollution.LEAD])[0, 1] == pytest.approx(1.0, abs=1e-9)


def test_gardens_lie_where_the_table_says(world):
    assert sorted(world.districts.plots[world.districts.plots > 0]) == [1, 2]


# ---------------------------------------------------------------------------------------------------- properties
@given(st.lists(st.floats(0.0, 20.0), min_size=1, max_size=20), st.floats(0.0, 1.0))
@settings(deadline=None, max_examples=50)
def test_passing_by_is_a_share_and_grows_with_the_hurry(pressure: list[float], night: float):
    p = load("toy").params(pollution.Params, "pollution")
    hurry, weight = np.array(pressure), np.ones(len(pressure))
    room = 0.8 * weight
    now = pollution.passed_by(hurry, weight, room, night, p.turning, p.turning_night, p.slope)
    more = pollution.passed_by(hurry + 0.5, weight, room, night, p.turning, p.turning_night, p.slope)
    assert 0.0 <= now <= more <= 1.0


def test_nobody_works_nothing_is_passed_by():
    nothing = np.zeros(3)
    assert pollution.passed_by(np.full(3, 9.0), nothing, nothing, 0.3, 1.0, 0.1, 0.4) == 0.0


def test_soil_forgets_in_decades():
    p = load("toy").params(pollution.Params, "pollution")
    assert 20.0 < math.log(2.0) / p.soil_loss < 500.0

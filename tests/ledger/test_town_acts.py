"""Acts of God upon the town, on the toy: each does what it says, and the books balance afterwards."""

from __future__ import annotations

import numpy as np
import pytest

from magnitka.ledger import Sharpened, sharpen
from magnitka.ledger.acts import (
    DOCTORS,
    FULL_SHELVES,
    fill_shelves,
    forget_acquaintances,
    house_doctors,
    level_the_wind,
    shut_the_works,
)
from magnitka.ledger.change import parse_change
from magnitka.ledger.claims import ABOVE, BELOW, CHECK, Band, Claim, Teeth
from magnitka.quantity import month_index
from magnitka.run import Run, simulate
from magnitka.world import Bank, Tenure, Waiting, World
from magnitka.world.people import NOBODY

UNTIL = "1981-03"


def at_work(toy: Run) -> World:
    """A world of its own, as the toy's last dekad left it."""
    return Run(None, toy.manifest, recipe=toy.recipe, state=toy.checkpoint()).world


def under(toy: Run, act: str) -> Run:
    """The toy under an act of God, audited dekad by dekad."""
    change = parse_change(f"act: {act}")
    acts = change.interventions(toy.scenario, month_index(UNTIL))
    return simulate(toy.scenario, UNTIL, interventions=acts)


def mean(run: Run, name: str) -> float:
    """Mean of a series over the months of `under`."""
    return float(run.record.series[name][:9].mean())


def with_tenure(world: World, tenure: Tenure) -> int:
    """Households of a tenure."""
    return world.weight * int((world.households.tenure == tenure).sum())


def test_shelves_are_filled(toy: Run) -> None:
    world = at_work(toy)
    fill_shelves(world, toy.clock(-1))
    c = world.counters
    assert (c.stock >= FULL_SHELVES * c.wanted).all() and (c.stock > 0).all()
    full = under(toy, "ample_supply_of_wares")
    assert mean(full, "town_queue_hours") < mean(toy, "town_queue_hours")
    assert mean(full, "town_shortage") < mean(toy, "town_shortage")


def test_nobody_knows_anybody(toy: Run) -> None:
    world = at_work(toy)
    assert world.households.blat.any()
    forget_acquaintances(world, toy.clock(-1))
    assert (
        not world.people.blat.any() and not world.households.blat.any() and not world.households.stall.any()
    )
    strangers = under(toy, "no_connections")
    assert (
        float(strangers.record.panels["list_jumped"].sum() + strangers.record.panels["list_off_list"].sum())
        == 0
    )


def test_doctors_find_a_flat(toy: Run) -> None:
    world = at_work(toy)
    p, h, c = world.people, world.households, world.cities
    spare = c.dwellings[0, Tenure.CITY] - with_tenure(world, Tenure.CITY)
    house_doctors(world, toy.clock(-1))
    for b in range(p.rows):
        doctors = np.isin(p.occupation[b, : p.persons[b]], DOCTORS)
        homes = p.household[b, : p.persons[b]][doctors]
        assert (h.tenure[b, homes] >= Tenure.PLANT).all()
    assert c.dwellings[0, Tenure.CITY] - with_tenure(world, Tenure.CITY) == spare
    for kind in (Waiting.SOVIET, Waiting.WORKS, Waiting.OTHER):
        assert world.lists.length[kind - 1] == world.weight * int((h.list == kind).sum())
    under(toy, "doctors_housed")


def test_the_wind_blows_alike_over_both_banks(toy: Run) -> None:
    world = at_work(toy)
    d = world.districts
    lived_in = d.bank != Bank.OUTSIDE
    outside = d.transfer[~lived_in].copy()
    level_the_wind(world, toy.clock(-1))
    np.testing.assert_allclose(d.transfer[lived_in], d.transfer[lived_in][:1].repeat(lived_in.sum(), axis=0))
    np.testing.assert_array_equal(d.transfer[~lived_in], outside)
    level = under(toy, "equal_air").record.series
    np.testing.assert_allclose(level["town_dust_left"], level["town_dust_right"], rtol=1e-9)
    assert mean(toy, "town_dust_left") > mean(toy, "town_dust_right")


def test_a_closed_works_smokes_no_more_and_pays_nobody(toy: Run) -> None:
    world = at_work(toy)
    shut_the_works(world, toy.clock(-1))
    p, m = world.people, world.employers
    working = [p.employer[b, : p.persons[b]] for b in range(p.rows)]
    staff = (
        np.bincount(np.concatenate([one[one != NOBODY] for one in working]), minlength=m.rows) * world.weight
    )
    np.testing.assert_array_equal(m.staff, staff)
    assert world.cities.employed.sum() == staff.sum()
    assert not staff[(m.enterprise == world.works) & (m.shop >= 0)].any()
    shut = under(toy, "closure_of_the_works")
    assert float(shut.record.series["crude_steel_works"].sum()) == 0.0
    assert mean(shut, "town_emissions") < mean(toy, "town_emissions")
    assert mean(shut, "town_income") < mean(toy, "town_income")


# ------------------------------------------------------------------------------------------------ teeth
def claim(name: str, observable: str, unit: str, band: Band, neutralise: str, pushes: str) -> Claim:
    return Claim(
        name, "So it was.", "HSMITH46", "page", "author", name, (), CHECK, observable, unit, band,
        ("1981-01", "1981-12"), Teeth(neutralise, parse_change(neutralise), pushes), why_band="So.",
    )  # fmt: skip


CLAIMS = (
    claim("X01", "queue_hours", "h", Band(0.2, 0.9), "act: ample_supply_of_wares", BELOW),
    claim("X02", "off_list_share", "1", Band(0.01, 0.9), "act: no_connections", BELOW),
    claim(
        "X03",
        "social_lines_kept",
        "1",
        Band(0.1, 0.95),
        "set: city_budget.drift=0, city_budget.spread=0.001",
        ABOVE,
    ),
    claim("X04", "ill_children_over_average", "1", Band(0.02, None), "set: health.risk=1", BELOW),
)


@pytest.fixture(scope="module")
def sharpened() -> Sharpened:
    return sharpen("toy", seeds=1, draws=1, claims=CLAIMS, processes=1, keep=False)


def test_claims_of_the_town_are_sharpened(sharpened: Sharpened) -> None:
    assert not sharpened.broken
    for one in CLAIMS:
        bite = sharpened.bites[one.id]
        assert None not in bite.seeds and len(bite.draws) == 1
    for name in ("X01", "X02", "X04"):
        neutralised = sharpened.bites[name].neutralised
        assert neutralised is not None and neutralised < sharpened.bites[name].seeds[0]
    assert sharpened.bites["X03"].neutralised == pytest.approx(1.0, abs=0.01)

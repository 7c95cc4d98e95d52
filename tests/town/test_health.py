"""Bodies in the smoke: who falls ill where, what passes with the smoke, what stays, and what the hospital can do."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from magnitka.foundation import found
from magnitka.kernels.dice import key_of
from magnitka.kernels.visits import OF_VISITS, visit, wards
from magnitka.pool import threads_in_use
from magnitka.process import Clock, Dice, clock_at
from magnitka.processes import health
from magnitka.run import simulate
from magnitka.scenario import load
from magnitka.world import Bank, Mark, World

Floats = NDArray[np.float64]
YEAR = 36
FIRST, LAST = 36, 36 * 11  # ticks of the toy, 1981 to 1990
CLOSED = 36 * 2  # 1982

Act = Callable[[World, Clock], None]


def chimneys_cold(world: World, clock: Clock) -> None:
    """The Works' chimneys let nothing out, whatever is made."""
    world.stacks.factor[:] = 0.0


def one_air(world: World, clock: Clock) -> None:
    """The same air over all districts."""
    d = world.districts
    d.transfer[:] = d.transfer[d.share > 0].mean(axis=0)


def no_doctors(world: World, clock: Clock) -> None:
    """Nobody meets the norm by one tenth."""
    world.cities.doctor_norm[:] = 1e6


class Bodies:
    """Yearly means of shares: children and adults ill by bank, lasting damage, lead; and the hospital."""

    def __init__(self, act: Act | None) -> None:
        self.act = act
        self.rows: list[dict[str, float]] = []

    def __call__(self, world: World, clock: Clock) -> None:
        if self.act is not None and clock.tick >= CLOSED:
            self.act(world, clock)
        d, c = world.districts, world.cities
        left, right = d.bank == Bank.LEFT, d.bank == Bank.RIGHT
        children, adults = d.children.sum(), d.adults.sum()
        self.rows.append(
            {
                "children": d.ill_children.sum() / children,
                "adults": d.ill_adults.sum() / adults,
                "left": d.ill_children[left].sum() / d.children[left].sum(),
                "right": d.ill_children[right].sum() / d.children[right].sum(),
                "left adults": d.ill_adults[left].sum() / d.adults[left].sum(),
                "right adults": d.ill_adults[right].sum() / d.adults[right].sum(),
                "chronic": d.chronic.sum() / (children + adults),
                "lead": float(np.average(d.lead[left], weights=d.children[left])),
                "soil": float(d.soil[left].mean()),
                "dust": float(d.air[left, 0].mean()),
                "cots": float(c.cots[0]),
                "care": float(c.care[0, 1]),
                "late": float(c.found_late[0]),
                "found": float(c.found_chronic[0]),
            }
        )

    def mean(self, name: str, year: int) -> float:
        """Mean over the `year`-th year, 0 is the first after the opening one."""
        return float(np.mean([row[name] for row in self.rows[year * YEAR : (year + 1) * YEAR]]))


@pytest.fixture(scope="module")
def lived() -> Callable[..., Bodies]:
    """Ten years of the toy under an act from the second on, with mechanisms off or parameters changed."""

    @cache
    def live(act: Act | None = None, off: tuple[str, ...] = (), **changes: float) -> Bodies:
        notes = Bodies(act)
        simulate(
            load("toy"),
            until="1990-12",
            off=off,
            set={f"health.{name}": value for name, value in changes.items()},
            interventions=dict.fromkeys(range(FIRST, LAST), notes),
            observe=False,
        )
        return notes

    return live


# ------------------------------------------------------------------------------------------------------- pictures
def test_a_third_of_adults_and_two_thirds_of_children_are_ill(lived):
    assert lived().mean("children", 8) == pytest.approx(0.67, abs=0.06)
    assert lived().mean("adults", 8) == pytest.approx(0.34, abs=0.06)


def test_more_are_ill_on_the_bank_of_the_works(lived):
    run = lived()
    assert run.mean("left", 8) > run.mean("right", 8) + 0.08
    assert run.mean("left adults", 8) > run.mean("right adults", 8) + 0.08


def test_no_gradient_where_the_air_is_one(lived):
    """Children only: adults carry the years before."""
    run = lived(one_air)
    assert abs(run.mean("left", 8) - run.mean("right", 8)) < 0.04


def test_when_the_smoke_stops_illness_falls_and_damage_stays(lived):
    closed, open_ = lived(chimneys_cold), lived()
    assert closed.mean("dust", 2) == 0.0
    for who in ("children", "adults"):
        fall = open_.mean(who, 8) - closed.mean(who, 8)
        assert fall > 0.05
        assert open_.mean(who, 4) - closed.mean(who, 4) > 0.75 * fall  # within three years
    assert closed.mean("chronic", 8) > 0.8 * closed.mean("chronic", 0)
    assert closed.mean("soil", 8) > 0.9 * closed.mean("soil", 0)


def test_lead_of_children_outlasts_the_smoke(lived):
    closed = lived(chimneys_cold)
    p = load("toy").params(health.Params, "health")
    without_the_works = p.lead_base + p.lead_soil * 16.0
    assert closed.mean("lead", 0) > 1.5 * without_the_works
    assert closed.mean("lead", 8) > 1.05 * without_the_works
    assert closed.mean("lead", 8) > 0.95 * closed.mean(
        "lead", 5
    )  # what air added is gone, what soil adds is not


def test_storming_makes_ill(lived):
    calm = lived(off=("storming",))
    worse = [lived().mean(name, 8) - calm.mean(name, 8) for name in ("children", "adults")]
    assert min(worse) > 0.0
    assert lived().mean("dust", 8) > 1.05 * calm.mean("dust", 8)


def test_without_doctors_more_stay_ill_and_are_found_late(lived):
    bare, usual = lived(no_doctors), lived()
    assert bare.mean("care", 8) < 0.01
    assert bare.mean("children", 8) > usual.mean("children", 8) + 0.02

    def late(run: Bodies) -> float:
        rows = run.rows[2 * YEAR :]
        return sum(row["late"] for row in rows) / sum(row["found"] for row in rows)

    assert late(bare) > 0.97 > 0.85 > late(usual)


def test_neutral_is_the_rate_of_clean_air(lived):
    clean = lived(off=("health",))
    p = load("toy").params(health.Params, "health")
    assert clean.mean("children", 8) == pytest.approx(p.clean_children, abs=0.06)
    assert clean.mean("adults", 8) == pytest.approx(p.clean_adults, abs=0.08)
    assert clean.mean("cots", 8) == 0.0


# ---------------------------------------------------------------------------------------------------- one dekad
@pytest.fixture
def world() -> World:
    return found(load("toy"), 1)


P = load("toy").params(health.Params, "health")


def day(tick: int) -> tuple[Clock, Dice]:
    return clock_at(tick, load("toy").burn_in), Dice(1, "health.illness", tick)


def test_water_cancels_operations(world):
    world.districts.water[:] = 0.75
    health.treat(world, P, *day(0))
    assert world.cities.cancelled == pytest.approx(0.25 * world.cities.operations)
    assert world.cities.operations[0] > 0.0


def test_care_is_doctors_and_medicine(world):
    health.treat(world, P, *day(0))
    with_medicine = world.cities.care.copy()
    shelf = world.counters.good == world.goods.row_of[health.MEDICINE]
    world.counters.wanted[shelf] = 100.0
    world.counters.sold[shelf] = 100.0 * 0.5 / world.counters.sold.shape[1]
    health.treat(world, P, *day(1))
    assert world.cities.medicine == pytest.approx(0.5)
    assert world.cities.care == pytest.approx(with_medicine * (1.0 - 0.5 * P.pharmacy))


def test_cots_stand_in_the_corridor_when_beds_run_out(world):
    inside = world.people.flags[:, :2000]
    world.people.sick[:, :2000] = 2
    inside |= np.uint16(Mark.INPATIENT)
    patients = world.weight * int(np.minimum(world.people.persons, 2000).sum())
    world.cities.beds[:] = patients // 2
    health.treat(world, P, *day(0))
    assert world.cities.inpatients[0] == patients
    assert world.cities.cots[0] == pytest.approx(patients - patients // 2, rel=0.01)
    world.cities.beds[:] = 2 * patients
    health.treat(world, P, *day(1))
    assert world.cities.cots[0] < 1e-6


def test_illness_passes_and_hospital_is_left(world):
    world.people.sick[:, :10] = 2
    world.people.flags[:, :10] |= np.uint16(Mark.INPATIENT)
    for tick in range(2):
        health.treat(world, P, *day(tick))
    assert (world.people.sick[:, :10] == 0).all()
    assert not (world.people.flags[:, :10] & Mark.INPATIENT).any()


def test_findings_are_the_marks_of_the_people(world):
    q, d = world.people, world.districts
    for tick in range(3):
        health.fall_ill(world, P, *day(tick))
    expected = np.zeros(d.rows, np.int64)
    for block in range(q.rows):
        live = slice(0, q.persons[block])
        ill = (q.flags[block, live] & Mark.RESPIRATORY) > 0
        at = world.households.district[block, q.household[block, live]]
        expected += world.weight * np.bincount(at[ill], minlength=d.rows)
    np.testing.assert_array_equal(d.ill_adults + d.ill_children, expected)
    assert (d.chronic <= d.persons).all()


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_same_bits_for_any_number_of_threads(threads):
    world = found(load("toy"), 1)
    with threads_in_use(threads):
        for tick in range(6):
            health.treat(world, P, *day(tick))
            health.fall_ill(world, P, *day(tick))
    alone = found(load("toy"), 1)
    for tick in range(6):
        health.treat(alone, P, *day(tick))
        health.fall_ill(alone, P, *day(tick))
    assert world.state_hash() == alone.state_hash()


# ---------------------------------------------------------------------------------------------------- properties
def bodies(number: int) -> dict[str, NDArray[np.generic]]:
    """Healthy grown people, one block, one household."""
    kinds = {
        "luck": np.uint32, "household": np.uint16, "employer": np.uint16, "born": np.int16, "flags": np.uint16,
        "dose": np.uint16, "lungs": np.uint8, "sick": np.uint8, "lead": np.uint8,
    }  # fmt: skip
    columns: dict[str, NDArray[np.generic]] = {
        name: np.zeros((1, number), kind) for name, kind in kinds.items()
    }
    columns["luck"][0] = np.arange(number)
    columns["employer"][:] = 65535
    columns["born"][:] = -30 * YEAR
    return columns


def visited(columns: dict[str, NDArray[np.generic]], breathed: float, aim: float, key: np.uint64) -> None:
    """One visit in air that adds `breathed` to the dose; nobody falls ill."""
    number = columns["luck"].shape[1]
    house = np.zeros((1, 1), np.uint8)
    visit(
        0, 1, 0, 0, key, np.array([number]), *columns.values(), np.zeros(1, np.int64), house, house, house,
        np.zeros((1, 4, 16)), np.zeros((1, 2)), np.ones((1, 2)), np.zeros(1), np.array([breathed]),
        np.array([[aim, aim, aim]]), 0.0, 0.0, 0.0, 0.0, 0.0, 190.0, 0.5, 0.0, 0.0, 0.1, 0.0, 0.3, 0.3, 1,
        np.zeros((1, 1, 6), np.int32), np.zeros((1, OF_VISITS), np.int64),
    )  # fmt: skip


@given(st.floats(0.0, 60.0), st.integers(0, 2**32))
@settings(deadline=None, max_examples=25)
def test_rounding_keeps_the_mean_dose(breathed: float, seed: int):
    columns = bodies(20_000)
    visited(columns, breathed, 0.0, key_of(seed, "visit", 0))
    dose = columns["dose"]
    assert dose.mean() == pytest.approx(breathed, abs=5.0 * 0.5 / np.sqrt(20_000))
    assert set(np.unique(dose)) <= {int(breathed), int(breathed) + 1}


@given(st.floats(0.0, 255.0), st.integers(0, 2**32))
@settings(deadline=None, max_examples=25)
def test_lead_goes_towards_its_aim(aim: float, seed: int):
    columns = bodies(20_000)
    for turn in range(40):
        visited(columns, 0.0, aim, key_of(seed, "visit", turn))
    assert columns["lead"].mean() == pytest.approx(aim, abs=0.6)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40))
@settings(deadline=None, max_examples=40)
def test_wards_count_each_dekad_of_a_stay(stays: list[int]):
    sick = np.array([stays], np.uint8)
    flags = np.where(sick > 0, np.uint16(Mark.INPATIENT), np.uint16(0)).astype(np.uint16)
    beds = 0
    for _ in range(6):
        taken = np.zeros(1, np.int64)
        wards(0, 1, np.array([len(stays)]), sick, flags, taken)
        beds += int(taken[0])
    assert beds == sum(stays)
    assert not flags.any()

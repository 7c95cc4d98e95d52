"""The town at work: hours, and what takes them, each gone when its cause is taken away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magnitka.kernels import turnout as k
from magnitka.pool import threads_in_use
from magnitka.process import Dice
from magnitka.processes.workforce import PROCESSES
from magnitka.quantity import Schedule
from magnitka.world import Mark
from magnitka.world.cities import HOURS_PER_DAY, Use
from magnitka.world.employers import LOSSES, at_the_bench
from magnitka.world.people import NOBODY
from tests.town.days import act, at_work, clock, live, settled

(TURN_OUT,) = PROCESSES
SICKNESS, QUEUES, DRINK, OTHER = range(len(LOSSES))


def lost(world, cause):
    """Share of the town's hours due that a cause took."""
    m = world.employers
    due = m.staff - m.on_leave
    return float((m.lost[:, cause] * due).sum() / due.sum())


@pytest.fixture
def town():
    """A town in which people are ill, queue and drink."""
    world = settled()
    for block in range(world.people.rows):
        world.people.sick[block, : world.people.persons[block] : 23] = 2
        world.households.queue[block, : world.households.top[block]] = 9
    return world


def test_hours_of_the_adults_are_used_once(town):
    act(town, TURN_OUT)
    hours = town.cities.hours
    assert hours.sum() == HOURS_PER_DAY * clock().days * town.cities.adults.sum()
    assert (hours > 0).all()
    queued = town.weight * int(town.households.queue.sum())
    assert hours[0, Use.QUEUE] == queued


def test_illness_takes_hours_and_without_it_they_are_worked(town):
    act(town, TURN_OUT)
    with_it, work = lost(town, SICKNESS), town.cities.hours[0, Use.WORK]
    town.people.sick[:] = 0
    act(town, TURN_OUT)
    assert with_it > 0.02
    assert lost(town, SICKNESS) == 0.0 and town.cities.hours[0, Use.SICK] == 0
    assert town.cities.hours[0, Use.WORK] > work


def test_queues_take_hours_and_without_them_they_are_worked(town):
    act(town, TURN_OUT)
    with_them, work = lost(town, QUEUES), town.cities.hours[0, Use.WORK]
    town.households.queue[:] = 0
    act(town, TURN_OUT)
    assert with_them > 0.003
    assert lost(town, QUEUES) == 0.0
    assert town.cities.hours[0, Use.WORK] > work


def test_drink_takes_hours_from_drinkers_alone(town):
    act(town, TURN_OUT)
    with_it = lost(town, DRINK)
    town.people.flags &= np.uint16(~int(Mark.DRINKER) & 0xFFFF)
    act(town, TURN_OUT)
    assert with_it > 0.0003
    assert lost(town, DRINK) == 0.0


def test_dry_shops_sober_the_town_but_for_home_brew(town):
    usual = (town.counters.norm * town.cities.persons[town.counters.city])[:, None]
    town.counters.sold[:] = 0.0
    town.counters.sold[:, :1] = usual * clock().days / clock().days_in_month
    act(town, TURN_OUT)
    wet = lost(town, DRINK)
    town.counters.sold[:] = 0.0
    act(town, TURN_OUT)
    brewed = lost(town, DRINK)
    act(town, TURN_OUT, home_brew=0.0)
    assert wet > brewed > lost(town, DRINK) == 0.0


def test_discipline_holds_drinkers_to_their_work(town):
    act(town, TURN_OUT, tolerance=Schedule.constant(1.0))
    lax = lost(town, DRINK)
    act(town, TURN_OUT, tolerance=Schedule.constant(0.3))
    assert lost(town, DRINK) < 0.6 * lax


def test_absence_reaches_the_works(town):
    act(town, TURN_OUT)
    works = town.works
    sober = town.enterprises.attendance[works]
    town.people.sick[:, ::5] = 3
    act(town, TURN_OUT)
    assert town.enterprises.attendance[works] < 0.9 * sober


def test_neutral_rule_is_everybody_present(town):
    act(town, TURN_OUT, neutral=True)
    m = town.employers
    assert (m.lost == 0.0).all() and (m.present == 1.0).all() and not town.people.away.any()
    hands = at_the_bench(m) & (m.enterprise == town.works)
    expected = (m.staff - m.on_leave)[hands].sum() / m.posts_base[hands].sum()
    assert town.enterprises.attendance[town.works] == pytest.approx(expected, rel=1e-9)


def test_present_and_lost_are_all_hours_and_staff_is_who_is_there(town):
    act(town, TURN_OUT)
    m = town.employers
    assert np.allclose(m.present + m.lost.sum(axis=1), 1.0)
    assert (m.staff == at_work(town)).all()


def test_luck_does_not_depend_on_the_number_of_threads(town):
    twin = settled()
    twin.people.sick[:], twin.households.queue[:] = town.people.sick, town.households.queue
    act(town, TURN_OUT)
    with threads_in_use(2):
        act(twin, TURN_OUT)
    assert town.state_hash() == twin.state_hash()


def test_a_year_with_everybody_present_makes_no_less_steel():
    usual, present = live(settled(), 36), live(settled(), 36, off=("workforce",))
    made = [world.enterprises.made_last_year[world.works] for world in (usual, present)]
    assert present.enterprises.attendance[present.works] > usual.enterprises.attendance[usual.works]
    assert made[1] >= 0.98 * made[0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31), st.integers(0, 60), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_every_hour_due_is_worked_or_lost(seed, due, queue_share, drink, other):
    rng = np.random.default_rng(seed)
    blocks, slots, homes, employers = 2, 40, 12, 3
    shape = (blocks, slots)
    persons = rng.integers(0, slots + 1, blocks)
    employer = rng.choice(np.array([0, 1, 2, NOBODY], np.uint16), shape)
    flags = rng.choice(np.array([0, Mark.DRINKER, Mark.ON_LEAVE], np.uint16), shape)
    sick = rng.integers(0, 2, shape).astype(np.uint8)
    away = np.zeros(shape, np.uint8)
    tally, day = np.empty((blocks, employers, k.OF_TALLY), np.int64), np.empty((blocks, k.OF_DAY), np.int64)
    k.turn_out(
        0, blocks, Dice(1, "t", seed).key, persons, rng.integers(1, 2**32, shape, np.uint32), employer, flags, sick,
        rng.integers(0, homes, shape).astype(np.uint16), np.full(blocks, homes), np.full((blocks, homes), 4, np.uint8),
        np.full((blocks, homes), 1, np.uint8), rng.integers(0, 255, (blocks, homes)).astype(np.uint8),
        np.zeros((blocks, homes), np.uint8), np.full((1, employers), 90, np.int32), due, 1, queue_share, drink, other,
        8, away, tally, day,
    )  # fmt: skip
    hands = tally[:, :, k.STAFF] - tally[:, :, k.LEAVE]
    missed = tally[:, :, k.SICKNESS :].sum(axis=(1, 2))
    assert (day[:, k.WORKED] + missed == due * hands.sum(axis=1)).all()
    live_rows = np.arange(slots) < persons[:, None]
    assert (np.where(live_rows, away, 0).sum(axis=1) == missed).all()
    assert (away <= due).all() and (tally >= 0).all()

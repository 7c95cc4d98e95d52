"""Leaving and being taken on: what holds people, what pulls them, and that nobody is counted twice."""

from __future__ import annotations

import numpy as np
import pytest

from magnitka.processes.turnover import PROCESSES
from magnitka.processes.workforce import PROCESSES as PRESENCE
from magnitka.world import Occupation, Sector, Tenure, Waiting
from magnitka.world.people import NOBODY
from tests.town.days import SETTLED, act, at_work, live, settled

(MOVES,) = PROCESSES
(TURN_OUT,) = PRESENCE
YEAR = 36


def year_of_quits(world, **changes):
    """Quits over a year of moves alone, by employer."""
    quits = np.zeros(world.employers.rows, np.int64)
    for tick in range(SETTLED, SETTLED + YEAR):
        act(world, MOVES, tick, **changes)
        quits += world.employers.quits
    return quits


def hold(world, listed=False, tenure=None):
    """Everybody on the Works' list for ten of fifteen years, or in one kind of home."""
    if listed:
        world.households.list[:] = Waiting.WORKS
        world.households.joined[:] = SETTLED + 1080 - 10 * YEAR
    world.lists.expected_wait[:] = 15.0
    if tenure is not None:
        world.households.tenure[:] = tenure
    return world


def works_quits(world, **changes):
    m = world.employers
    ours = (m.sector == Sector.WORKS) | (m.sector == Sector.AMENITIES)
    return int(year_of_quits(world, **changes)[ours].sum())


def test_between_a_seventh_and_a_quarter_leave_in_a_year():
    world = settled()
    assert 0.14 < year_of_quits(world).sum() / world.employers.staff.sum() < 0.25


def test_a_place_on_the_list_holds_people_and_without_its_worth_it_does_not():
    free = hold(settled())
    free.households.list[:] = Waiting.NONE
    loose = works_quits(free)
    assert works_quits(hold(settled(), listed=True)) < 0.6 * loose
    assert works_quits(hold(settled(), listed=True), grip=0.0) == pytest.approx(loose, rel=0.03)


def test_the_list_of_the_works_does_not_hold_people_elsewhere():
    held, free = hold(settled(), listed=True), hold(settled())
    free.households.list[:] = Waiting.NONE
    there = held.employers.sector == Sector.SCHOOLS
    quits = [int(year_of_quits(world)[there].sum()) for world in (held, free)]
    assert quits[0] == pytest.approx(quits[1], rel=0.1)


def test_the_flat_of_an_enterprise_holds_people():
    plant, city = (works_quits(hold(settled(), tenure=one)) for one in (Tenure.PLANT, Tenure.CITY))
    assert plant < 0.75 * city
    assert works_quits(hold(settled(), tenure=Tenure.PLANT), flat_grip=1.0) == pytest.approx(city, rel=0.03)


def test_people_leave_poor_pay_and_stay_for_good_pay():
    def quits(factor, **changes):
        world = settled()
        trade = world.employers.sector == Sector.TRADE
        world.employers.pay_level[trade] = np.rint(world.employers.pay_level[trade] * factor)
        return int(year_of_quits(world, **changes)[trade].sum())

    assert quits(2.0) < 0.75 * quits(1.0) < quits(0.7)
    assert quits(2.0, pay_pull=0.0) == quits(1.0, pay_pull=0.0)


def test_posts_are_filled_but_not_overfilled():
    world = settled()
    year_of_quits(world)
    m = world.employers
    big = (m.posts > 1500) & (m.sector != Sector.COOPERATIVE)
    assert (m.staff[big] - m.on_leave[big] < 1.12 * m.posts[big]).all()
    assert (m.staff == at_work(world)).all()


def test_when_there_are_no_posts_nobody_is_taken_on():
    world = settled()
    world.employers.posts_base[:] = 0.0
    staff = world.employers.staff.sum()
    quits = year_of_quits(world).sum()
    assert world.employers.staff.sum() == staff - quits


def test_doctors_are_taken_on_in_health_alone():
    world = settled()
    year_of_quits(world)
    people, m = world.people, world.employers
    working = people.employer != NOBODY
    doctor = working & (people.occupation == Occupation.SURGEON) & (people.service == 0)
    assert (m.sector[people.employer[doctor]] == Sector.HEALTH).all()


def test_neutral_rule_is_that_nobody_moves():
    world = settled()
    employer = world.people.employer.copy()
    act(world, MOVES, neutral=True)
    assert (world.people.employer == employer).all() and not world.employers.quits.any()


def test_service_grows_once_a_year_and_pay_with_it():
    world = settled()
    people = world.people
    working = people.employer[0, : people.persons[0]] != NOBODY
    pay = people.pay[0, : people.persons[0]][working].astype(np.int64).mean()
    for tick in range(SETTLED, SETTLED + YEAR):
        act(world, MOVES, tick, leaving=0.0)
    after = people.pay[0, : people.persons[0]][working].astype(np.int64).mean()
    assert 0.0 < after - pay <= 1.0


def test_more_leave_where_leaving_costs_nothing_in_a_lived_year():
    """Common luck: the same town a year on, with and without the handcuffs."""
    held = live(settled(), YEAR)
    free = live(settled(), YEAR, {"turnover.grip": 0.5, "turnover.flat_grip": 1.0})
    novices = [np.mean(w.people.service[w.people.employer != NOBODY] == 0) for w in (held, free)]
    assert novices[1] > novices[0]

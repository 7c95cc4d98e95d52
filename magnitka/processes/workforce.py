"""The town at work: who turns up, and what illness, queues and drink take.

Hours due are those of the working week. A person misses all of them when ill; else his part of the household's
queue of the last dekad that falls in working time, and shifts to drink (fewer when alcohol is short, but home brew
makes up part of it) and to other things. Work, queue, travel, illness and leisure are 24 hours a day of every adult.
Attendance of a peopled enterprise is hours worked over hours of the posts of the even pace.
Neutral: all present. Claims: L026, L037.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.turnout import (
    DRINK,
    ILL,
    LEAVE,
    OF_DAY,
    OF_TALLY,
    OTHER,
    QUEUED,
    QUEUES,
    SICKNESS,
    STAFF,
    TRAVELLED,
    WORKED,
    turn_out,
)
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import Schedule, quantity, schedule
from magnitka.world import (
    Cities,
    Counters,
    Employers,
    Enterprises,
    Households,
    People,
    World,
)
from magnitka.world.cities import HOURS_PER_DAY, Use
from magnitka.world.employers import at_the_bench
from magnitka.world.goods import ALCOHOL

Floats = NDArray[np.float64]

DAYS_A_WEEK, WORKING_DAYS = 7.0, 5.0
MINUTES_PER_HOUR = 60
NEVER_ILL = 256


@dataclass(frozen=True)
class Params:
    """Hours, absence, the way to work."""

    week: float = quantity("h/week", "working week", at_least=20, at_most=60)
    queue_at_work: float = quantity("1", "share of queue hours spent in working time", at_least=0, at_most=1)
    lapse: float = quantity("1/dekad", "chance that a drinker misses a shift", at_least=0, at_most=1)
    tolerance: Schedule = schedule("1", "drinkers' lapses that discipline lets pass", at_least=0, at_most=1)
    home_brew: float = quantity("1", "share of missing alcohol that is made at home", at_least=0, at_most=1)
    other: float = quantity("1/dekad", "chance of a shift missed for other reasons", at_least=0, at_most=1)
    shift: float = quantity("h", "hours of a shift", at_least=1, at_most=12)
    door_to_tram: float = quantity("h", "a way to work besides the ride", at_least=0, at_most=3)
    tram: float = quantity("km/h", "speed of the ride along a straight line", at_least=3)


def alcohol_at_hand(world: World, home_brew: float, clock: Clock) -> float:
    """Alcohol drunk over that of the founding year: what shops sold in the last dekad, and home brew for the rest."""
    n = world.counters
    rows = n.good == world.goods.row_of[ALCOHOL]
    usual = float((n.norm * world.cities.persons[n.city])[rows].sum()) * clock.days / clock.days_in_month
    sold = float(n.sold[rows].sum()) / usual if usual > 0.0 else 1.0
    return sold + home_brew * max(1.0 - sold, 0.0)


def come_to_work(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Presence of the dekad, person by person."""
    drink = p.lapse * p.tolerance.at(clock.month_index) * alcohol_at_hand(world, p.home_brew, clock)
    count_presence(world, p, clock, dice, 1, p.queue_at_work, min(drink, 1.0), p.other)


def all_come(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: illness, queues and drink keep nobody from work."""
    count_presence(world, p, clock, dice, NEVER_ILL, 0.0, 0.0, 0.0)


def count_presence(
    world: World,
    p: Params,
    clock: Clock,
    dice: Dice,
    ill_from: int,
    queue_share: float,
    drink: float,
    other: float,
) -> None:
    """Presence by employer, attendance of the peopled enterprises, and hours of the city by use."""
    m, people, homes, districts = world.employers, world.people, world.households, world.districts
    due = round(p.week / DAYS_A_WEEK * clock.days)
    ways = 2.0 * np.rint(WORKING_DAYS / DAYS_A_WEEK * clock.days)
    distance = np.hypot(districts.east[:, None] - m.east, districts.north[:, None] - m.north)
    minutes = np.rint(MINUTES_PER_HOUR * ways * (p.door_to_tram + distance / p.tram)).astype(np.int32)
    tally = np.empty((people.rows, m.rows, OF_TALLY), np.int64)
    day = np.empty((people.rows, OF_DAY), np.int64)
    shift = round(p.shift)
    over_blocks(
        lambda first, last: turn_out(
            first, last, dice.key, people.persons, people.luck, people.employer, people.flags, people.sick,
            people.household, homes.top, homes.size, homes.children, homes.queue, homes.district, minutes, due,
            ill_from, float(queue_share), float(drink), float(other), shift, people.away, tally, day,
        ),
        people.rows,
    )  # fmt: skip
    counts = tally.sum(axis=0)
    hours_due = (counts[:, STAFF] - counts[:, LEAVE]) * due
    m.staff[:] = counts[:, STAFF] * world.weight
    m.on_leave[:] = counts[:, LEAVE] * world.weight
    m.lost[:] = counts[:, [SICKNESS, QUEUES, DRINK, OTHER]] / np.maximum(hours_due, 1)[:, None]
    m.present[:] = 1.0 - m.lost.sum(axis=1)
    set_attendance(world, (m.present * hours_due) * world.weight, float(due))

    spent = np.zeros((world.cities.rows, OF_DAY), np.int64)
    np.add.at(spent, people.city, day)
    spent *= world.weight
    hours = world.cities.hours
    for use, column in ((WORKED, Use.WORK), (QUEUED, Use.QUEUE), (TRAVELLED, Use.TRAVEL), (ILL, Use.SICK)):
        hours[:, column] = spent[:, use]
    hours[:, Use.TRAVEL] //= MINUTES_PER_HOUR
    endowment = HOURS_PER_DAY * clock.days * world.cities.adults
    hours[:, Use.LEISURE] = endowment - hours[:, : Use.LEISURE].sum(axis=1)


def set_attendance(world: World, worked: Floats, due: float) -> None:
    """Hours worked by the hands of a peopled enterprise over the hours of its posts at the even pace."""
    e, m = world.enterprises, world.employers
    hands = at_the_bench(world.employers)
    even = np.bincount(m.enterprise[hands], m.posts_base[hands], e.rows) * due
    done = np.bincount(m.enterprise[hands], worked[hands], e.rows)
    peopled = e.peopled > 0
    e.attendance[peopled] = np.where(even > 0.0, done / np.maximum(even, 1e-300), 1.0)[peopled]


PROCESSES = (
    Process(
        "workforce",
        "workforce.turn_out",
        come_to_work,
        all_come,
        Params,
        reads=(
            Cities.adults,
            Cities.persons,
            Counters.sold,
            People.persons,
            People.luck,
            People.employer,
            People.flags,
            People.sick,
            People.household,
            Households.top,
            Households.size,
            Households.children,
            Households.queue,
            Households.district,
        ),
        writes=(
            Employers.staff,
            Employers.on_leave,
            Employers.present,
            Employers.lost,
            Enterprises.attendance,
            People.away,
            Cities.hours,
        ),
    ),
)

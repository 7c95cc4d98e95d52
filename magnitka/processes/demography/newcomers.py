"""Who comes: as posts are open and hostels have a bed, and doctors as they are posted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.apportion import apportion
from magnitka.kernels.blocks import household_rows, person_rows
from magnitka.kernels.dice import luck_of, uniform
from magnitka.kernels.settling import (
    Newcomers,
    arrive,
    make_room,
)
from magnitka.process import Clock, Dice
from magnitka.processes.demography.life import taken_along
from magnitka.processes.demography.params import Params
from magnitka.world import Tenure, World
from magnitka.world.cities import SPECIALTIES

Floats = NDArray[np.float64]

MONTHS = 12


def settle(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Once a month newcomers come, as posts are open."""
    m, cities = world.employers, world.cities.rows
    posts = np.bincount(m.city, m.posts, cities)
    open_posts = np.bincount(m.city, np.maximum(m.posts - m.staff + m.on_leave, 0.0), cities)
    settle_as(world, p, clock, dice, open_posts / np.maximum(posts, 1.0) / p.usual_open)


def settle_as_usual(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: newcomers come as if posts were open as usual."""
    settle_as(world, p, clock, dice, np.ones(world.cities.rows))


def settle_as(world: World, p: Params, clock: Clock, dice: Dice, pull: Floats) -> None:
    """Newcomers and posted doctors of a month; then full blocks give households away."""
    c = world.cities
    c.arrivals[:] = 0
    if not clock.month_starts:
        return
    people, homes = person_rows(world), household_rows(world)
    who = Newcomers(
        p.settlers_men,
        p.families,
        np.array([p.drinking_men, p.drinking_women]),
        np.array([1.0 - p.specialised - p.settlers_graduates, 1.0 - p.settlers_graduates]),
        int(np.rint(p.purse * 100.0)),
    )
    lots, posted = luck_of("newcomers"), np.zeros(len(SPECIALTIES), np.int64)
    for city in range(c.rows):
        expected = p.settlers * pull[city] * c.persons[city] / (MONTHS * world.weight)
        doctors = int(p.doctors_posted / (MONTHS * world.weight) + uniform(dice.key, lots, 2 * city + 1))
        missing = np.maximum(c.doctor_norm[city] - c.doctors[city], 0.0)
        doctors -= apportion(doctors, missing, posted)
        beds = max(int(p.beds * c.persons[city] / world.weight) - in_hostels(world, city), 0)
        wanted = min(int(expected + uniform(dice.key, lots, 2 * city)), beds) + doctors
        came, households = arrive(
            dice.key,
            city,
            wanted,
            posted,
            clock.tick,
            world.people.city,
            people,
            homes,
            who,
        )
        c.arrivals[city] = came * world.weight
        taken_along(world, -households * who.cash * world.weight, 0)
    make_room(world.people.city, people, homes)


def in_hostels(world: World, city: int) -> int:
    """Rows of persons who live in the hostels of a city."""
    h, mine = world.households, world.people.city == city
    return int(h.size[mine][h.tenure[mine] == Tenure.HOSTEL].sum())

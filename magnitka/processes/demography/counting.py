"""The count of who lives where, at every dekad's end."""

from __future__ import annotations

import numpy as np

from magnitka.kernels.settling import (
    HOMES,
    MEMBERS,
    OF_DISTRICT,
    YOUNG,
    census,
    count_doctors,
)
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice
from magnitka.processes.demography.life import by_city
from magnitka.world import World
from magnitka.world.cities import SPECIALTIES


def count(world: World, p: None, clock: Clock, dice: Dice) -> None:
    """Everybody is counted: inhabitants by district and city, those at work, doctors."""
    c, d, q, h, w = world.cities, world.districts, world.people, world.households, world.weight
    found = np.empty((q.rows, d.rows, OF_DISTRICT), np.int64)
    doctors = np.empty((q.rows, len(SPECIALTIES)), np.int64)

    def tally(first: int, last: int) -> None:
        census(first, last, h.top, h.size, h.children, h.district, found)
        count_doctors(first, last, q.persons, q.occupation, q.employer, doctors)

    over_blocks(tally, q.rows)
    by_district = found.sum(axis=0) * w
    d.households[:], d.persons[:], d.children[:] = (
        by_district[:, column] for column in (HOMES, MEMBERS, YOUNG)
    )
    d.adults[:] = d.persons - d.children
    for total, part in ((c.households, d.households), (c.persons, d.persons), (c.children, d.children)):
        total[:] = 0
        np.add.at(total, d.city, part)
    c.adults[:] = c.persons - c.children
    c.employed[:] = 0
    np.add.at(c.employed, world.employers.city, world.employers.staff)
    c.doctors[:] = by_city(world, doctors)

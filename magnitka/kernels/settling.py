"""Newcomers settle in the blocks of a city, full blocks give households away, and everybody is counted."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.blocks import (
    NOWHERE,
    HouseholdRows,
    PersonRows,
    append_person,
    move_household,
    open_household,
    stranger_luck,
)
from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import uniform
from magnitka.kernels.families import FEMALE, MARRIED
from magnitka.kernels.growing_up import DRINKER, HIGHER, NATURE, calling_of_graduate
from magnitka.world.people import HOUSEHOLD_SLOTS, NOBODY, PERSON_SLOTS, Education, Occupation, Tenure

Cells = NDArray[Any]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_OF_A_FAMILY = 4
SPARE_PERSONS, SPARE_HOUSEHOLDS = 256, 64  # room that a block keeps for its own births and weddings
HOSTEL = int(Tenure.HOSTEL)
SECONDARY, SPECIALISED = int(Education.SECONDARY), int(Education.SPECIALISED)
PHYSICIAN, DOCTORS = int(Occupation.PHYSICIAN), 4
YOUNGEST, SPAN = 17.0, 14.0  # years: ages of newcomers are YOUNGEST + SPAN u^2
HOMES, MEMBERS, YOUNG = 0, 1, 2  # columns of the census by district
OF_DISTRICT = 3


class Newcomers(NamedTuple):
    """What newcomers are like."""

    men: float  # share
    families: float  # share of those who come with husband or wife
    drinkers: Floats  # (sex): share
    schooled: Floats  # cumulative shares: secondary, specialised; the rest are graduates
    cash: int  # kopecks that each brings


@kernel
def emptiest(city: Counts, persons: Cells, at: int) -> int:
    """The block of a city with the fewest persons."""
    found = NOWHERE
    for b in range(city.size):
        if city[b] == at and (found == NOWHERE or persons[b] < persons[found]):
            found = b
    return found


@kernel
def hostel_district(h: HouseholdRows, b: int, luck: int) -> int:
    """District of a hostel of the block, by luck; of any household where it has none."""
    top = h.top[b]
    start = np.int64(luck) % top
    for k in range(top):
        slot = (start + k) % top
        if h.size[b, slot] > 0 and h.tenure[b, slot] == HOSTEL:
            return np.int64(h.district[b, slot])
    return np.int64(h.district[b, start])


@kernel
def arrive(
    key: np.uint64, at: int, wanted: int, doctors: Counts, now: int, city: Counts, p: PersonRows, h: HouseholdRows,
    who: Newcomers,
) -> tuple[int, int]:  # fmt: skip
    """About `wanted` rows of persons settle in hostels of city `at`; persons and households that did.

    First come the `doctors` (specialty) whom the ministry posts there; the others are mostly young.
    """
    persons = households = 0
    posted = doctors.sum()
    number = 0
    while persons < max(wanted, posted):
        b = emptiest(city, p.persons, at)
        if p.persons[b] + MOST_OF_A_FAMILY > PERSON_SLOTS - SPARE_PERSONS:
            break
        luck = stranger_luck(key, MOST_OF_A_FAMILY * number)
        own = np.uint64(luck)
        slot = open_household(h, b, luck, HOSTEL, hostel_district(h, b, luck))
        if slot == NOWHERE:
            break
        h.rooms[b, slot] = 1
        h.cash[b, slot] = who.cash
        family = number >= posted and uniform(key, own, 0) < who.families
        age = YOUNGEST + SPAN * uniform(key, own, 1) ** 2 + (5.0 if family or number < posted else 0.0)
        members = 1
        if family:
            members = 2 if uniform(key, own, 2) < 0.5 else 3
        for m in range(members):
            other = stranger_luck(key, MOST_OF_A_FAMILY * number + m)
            years = age if m < 2 else 6.0 * uniform(key, np.uint64(other), 3)
            woman = m == 1 if family and m < 2 else uniform(key, np.uint64(other), 4) >= who.men
            mark = FEMALE if woman else 0
            if family and m < 2:
                mark |= MARRIED
            if m < 2 and uniform(NATURE, np.uint64(other), 3) < who.drinkers[mark & FEMALE]:
                mark |= DRINKER
            i = append_person(p, h, b, slot, other, now - np.int64(36.0 * years) - 1, mark)
            if m < 2:
                lot = uniform(key, np.uint64(other), 5)
                p.education[b, i] = (
                    SECONDARY if lot < who.schooled[0] else (SPECIALISED if lot < who.schooled[1] else HIGHER)
                )
                if p.education[b, i] == HIGHER:
                    if years < 22.0:
                        p.education[b, i] = SECONDARY
                    else:
                        p.occupation[b, i] = calling_of_graduate(np.uint64(other), mark)
        if number < posted:
            first = p.persons[b] - 1
            specialty, before = 0, doctors[0]
            while number >= before:
                specialty += 1
                before += doctors[specialty]
            p.education[b, first] = HIGHER
            p.occupation[b, first] = PHYSICIAN + specialty
        h.children[b, slot] = members - min(members, 2)
        persons += members
        households += 1
        number += 1
    return persons, households


@kernel
def make_room(city: Counts, p: PersonRows, h: HouseholdRows) -> int:
    """Households of blocks that are nearly full move, as they are, to the emptiest block of the city; how many did."""
    moved = 0
    for b in range(city.size):
        slot = h.top[b] - 1
        while slot >= 0 and (
            p.persons[b] > PERSON_SLOTS - SPARE_PERSONS or h.top[b] > HOUSEHOLD_SLOTS - SPARE_HOUSEHOLDS
        ):
            to = emptiest(city, p.persons, city[b])
            if to == b or p.persons[to] > PERSON_SLOTS - 2 * SPARE_PERSONS:
                break
            if h.size[b, slot] > 0:
                if move_household(p, h, b, slot, to) == NOWHERE:
                    break
                moved += 1
            while h.top[b] > 0 and h.size[b, h.top[b] - 1] == 0:
                h.top[b] -= 1
            slot -= 1
    return moved


@kernel
def census(
    first: int, last: int, top: Cells, size: Cells, children: Cells, district: Cells, by_district: Counts
) -> None:
    """Fill rows of `by_district` (block, district, OF_DISTRICT) with households, members and children."""
    for b in range(first, last):
        counts = by_district[b]
        counts[:, :] = 0
        for slot in range(top[b]):
            if size[b, slot] > 0:
                row = np.int64(district[b, slot])
                counts[row, HOMES] += 1
                counts[row, MEMBERS] += np.int64(size[b, slot])
                counts[row, YOUNG] += np.int64(children[b, slot])


@kernel
def count_doctors(
    first: int, last: int, persons: Cells, occupation: Cells, employer: Cells, doctors: Counts
) -> None:
    """Fill rows of `doctors` (block, specialty) with those at work."""
    for b in range(first, last):
        doctors[b, :] = 0
        does = occupation[b]
        for i in range(persons[b]):
            what = np.int64(does[i]) - PHYSICIAN
            if 0 <= what < DOCTORS and employer[b, i] != NOBODY:
                doctors[b, what] += 1

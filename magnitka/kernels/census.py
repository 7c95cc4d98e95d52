"""Counts over all persons and households of a block, each block its own row: nothing is sorted and nothing drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.world.people import Mark, Tenure, Waiting

Cells = NDArray[Any]
Counts = NDArray[np.int64]

INVALID, NERVOUS = np.int64(Mark.INVALID), np.int64(Mark.NERVOUS)
PATHOLOGY, DRINKER = np.int64(Mark.PATHOLOGY), np.int64(Mark.DRINKER)
PENSIONER = np.int64(Mark.PENSIONER)
HOSTEL, PLANT = int(Tenure.HOSTEL), int(Tenure.PLANT)
WORKS, OTHER = int(Waiting.WORKS), int(Waiting.OTHER)

# Columns of the counts.
(
    PERSONS,
    SICK,
    INVALIDS,
    NERVOUS_ILL,
    DRINKERS,
    PENSIONERS,
    LEAD,
    INFANTS,
    INFANTS_ILL,
) = range(9)
OF_PERSONS = 9
(
    HOUSEHOLDS, CASH, DEPOSIT, LISTED, LISTED_PERSONS, LISTED_ROOMS, PASSED, BOSSES_HOME, BOSSES_LIST, UNMET,
    PANTRY_MEAT,
) = range(11)  # fmt: skip
OF_HOUSEHOLDS = 11


@kernel
def count_persons(
    first: int, last: int, young: int, persons: Cells, born: Cells, flags: Cells, sick: Cells, lead: Cells,
    counts: Counts,
) -> None:  # fmt: skip
    """Fill rows first..last-1 of `counts` (block, OF_PERSONS); infants are those born at tick `young` or later."""
    for b in range(first, last):
        ill = invalid = nervous = drink = pension = metal = infant = infant_ill = np.int64(0)
        for i in range(persons[b]):
            f = np.int64(flags[b, i])
            ill += sick[b, i] > 0
            invalid += (f & INVALID) != 0
            nervous += (f & NERVOUS) != 0
            drink += (f & DRINKER) != 0
            pension += (f & PENSIONER) != 0
            metal += np.int64(lead[b, i])
            new = born[b, i] >= young
            infant += new
            infant_ill += new and (f & PATHOLOGY) != 0
        row = counts[b]
        row[PERSONS], row[SICK], row[INVALIDS], row[NERVOUS_ILL] = persons[b], ill, invalid, nervous
        row[DRINKERS], row[PENSIONERS] = drink, pension
        row[LEAD], row[INFANTS], row[INFANTS_ILL] = metal, infant, infant_ill


@kernel
def count_households(
    first: int, last: int, top: Cells, size: Cells, cash: Cells, deposit: Cells, tenure: Cells, rooms: Cells,
    waiting: Cells, passed: Cells, unmet: Cells, pantry: Cells, counts: Counts,
) -> None:  # fmt: skip
    """Fill rows first..last-1 of `counts` (block, OF_HOUSEHOLDS); free slots count for nothing."""
    for b in range(first, last):
        row, used = counts[b], top[b]
        members, home, space, list_of, late = size[b], tenure[b], rooms[b], waiting[b], passed[b]
        in_hand, saved, lacking, larder = cash[b], deposit[b], unmet[b], pantry[b]
        homes = money = savings = without = meat = bosses = np.int64(0)
        listed = of_listed = their_rooms = jumped = queues = np.int64(0)
        for h in range(used):  # loops without branches, so that the processor counts several at once
            lives = np.int64(members[h] > 0)
            homes += lives
            money += lives * np.int64(in_hand[h])
            savings += lives * np.int64(saved[h])
        for h in range(used):
            lives = np.int64(members[h] > 0)
            without += lives * np.int64(lacking[h])
            meat += lives * np.int64(larder[h, 1])
            bosses += lives & (np.int64(home[h] == HOSTEL) | np.int64(home[h] == PLANT))
        for h in range(used):
            waits = np.int64(members[h] > 0) & np.int64(list_of[h] > 0)
            listed += waits
            of_listed += waits * np.int64(members[h])
            their_rooms += waits * np.int64(space[h])
            jumped += waits & np.int64(late[h] > 0)
            queues += waits & (np.int64(list_of[h] == WORKS) | np.int64(list_of[h] == OTHER))
        row[HOUSEHOLDS], row[CASH], row[DEPOSIT] = homes, money, savings
        row[UNMET], row[PANTRY_MEAT], row[BOSSES_HOME] = without, meat, bosses
        row[LISTED], row[LISTED_PERSONS], row[LISTED_ROOMS] = listed, of_listed, their_rooms
        row[PASSED], row[BOSSES_LIST] = jumped, queues

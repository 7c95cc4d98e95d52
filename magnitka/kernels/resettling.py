"""Who moves when a household that has a dwelling is allotted another: a young couple on its own, or everybody.

A couple that lives with parents, or beside another couple, moves out with its children as a household of its own, and
the others keep the dwelling. Otherwise all move, and the old dwelling is the owner's to let.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.blocks import (
    NOWHERE,
    HouseholdRows,
    change_household,
    child_luck,
    open_household,
)
from magnitka.kernels.compile import kernel
from magnitka.kernels.families import (
    ALIVE,
    AWAY,
    CHILDHOOD,
    MARRIED,
    YOUNGEST_MOTHER,
    set_out,
    spouse_of,
)
from magnitka.world.people import HOUSEHOLD_SLOTS, PERSON_SLOTS, Tenure

Cells = NDArray[Any]
Counts = NDArray[np.int64]

FIRST_OWN = int(Tenure.PLANT)
MOST_ROOMS = 5
FROM_PARENTS = 1 << 16  # numbers of births, of homes founded at weddings, then these: see `blocks.child_luck`


@kernel
def rooms_for(size: Any, spare: Any) -> int:
    """Rooms of the dwelling that a household is given: two persons a room, and a spare one for the connected."""
    return min(max((size + 1) // 2 + spare, 1), MOST_ROOMS) if size > 0 else 0


@kernel
def youngest_couple(
    slot: int, household: Cells, born: Cells, flags: Cells, luck: Cells, fate: Cells, eldest: Counts,
    after: Counts,
) -> tuple[int, int]:  # fmt: skip
    """Rows of the youngest of the married and of husband or wife, if they live with parents or another couple.

    NOWHERE twice where they do not: a grown child is no reason for the parents to move out.
    """
    young, m = NOWHERE, eldest[slot]
    while m >= 0:
        if np.int64(flags[m]) & MARRIED and (
            young < 0 or born[m] > born[young] or (born[m] == born[young] and luck[m] < luck[young])
        ):
            young = m
        m = after[m]
    if young < 0:
        return NOWHERE, NOWHERE
    mate = spouse_of(young, household, born, flags, luck, fate, eldest, after)
    m = eldest[slot]
    while mate >= 0 and m >= 0:
        elder = np.int64(born[young]) - np.int64(born[m]) >= YOUNGEST_MOTHER
        if m != young and m != mate and (elder or np.int64(flags[m]) & MARRIED):
            return young, mate
        m = after[m]
    return NOWHERE, NOWHERE


@kernel
def move_out(
    h: HouseholdRows, b: int, slot: int, young: int, mate: int, now: int, household: Cells, born: Cells, luck: Cells,
    blat: Cells, fate: Cells, eldest: Counts, after: Counts,
) -> int:  # fmt: skip
    """The couple and its children become a household with their part of the money; its slot, or NOWHERE."""
    home = open_household(h, b, child_luck(luck[young], FROM_PARENTS + now), FIRST_OWN, 0)
    if home == NOWHERE:
        return NOWHERE
    before = np.int64(h.size[b, slot])
    set_out(young, mate, True, now, household, born, fate, eldest, after)
    m = eldest[slot]
    while m >= 0:
        if fate[m] == AWAY:
            fate[m] = ALIVE
            change_household(household, h.size[b], m, home)
            if now - np.int64(born[m]) < CHILDHOOD:
                h.children[b, slot] -= 1
                h.children[b, home] += 1
            h.blat[b, home] = max(h.blat[b, home], blat[m])
        m = after[m]
    part = np.int64(h.size[b, home])
    cash, deposit = np.int64(h.cash[b, slot]) * part // before, np.int64(h.deposit[b, slot]) * part // before
    h.cash[b, slot] -= cash
    h.deposit[b, slot] -= deposit
    h.cash[b, home] = cash
    h.deposit[b, home] = deposit
    h.income[b, home] = h.income[b, slot]
    return home


@kernel
def resettle(
    first: int, last: int, now: int, persons: Cells, luck: Cells, household: Cells, born: Cells, flags: Cells,
    blat: Cells, h: HouseholdRows, won: Cells, spare: Cells, place: Cells, vacated: Counts,
) -> None:  # fmt: skip
    """Households that have a dwelling and `won` (block, slot) another of that tenure, in district `place`, move.

    Fills `vacated` (block, tenure) with the dwellings that they leave empty.
    """
    eldest, after = np.empty(HOUSEHOLD_SLOTS, np.int64), np.empty(PERSON_SLOTS, np.int64)
    fate = np.zeros(PERSON_SLOTS, np.uint8)
    for b in range(first, last):
        vacated[b, :] = 0
        top, winners = h.top[b], 0
        for slot in range(top):
            eldest[slot] = NOWHERE
            winners += won[b, slot] > 0
        if winners == 0:
            continue
        for i in range(persons[b]):
            home: Any = np.int64(household[b, i])
            if won[b, home] > 0:
                after[i] = eldest[home]
                eldest[home] = i
        for slot in range(top):
            if won[b, slot] == 0:
                continue
            young, mate = youngest_couple(slot, household[b], born[b], flags[b], luck[b], fate, eldest, after)
            home = NOWHERE
            if young >= 0:
                home = move_out(
                    h, b, slot, young, mate, now, household[b], born[b], luck[b], blat[b], fate, eldest, after
                )
            if home == NOWHERE:
                home = slot
                vacated[b, h.tenure[b, slot]] += 1
            h.tenure[b, home] = won[b, slot]
            h.district[b, home] = place[b, slot]
            h.rooms[b, home] = rooms_for(np.int64(h.size[b, home]), np.int64(spare[b, slot]))

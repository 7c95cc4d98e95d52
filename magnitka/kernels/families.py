"""Families and their homes: who lives with whom, where couples go, what is left behind.

Within a block's turn the members of a household are chained: `eldest` [slot] is a row of its first member, `after`
[row] that of the next. Nobody gets a dwelling here; those that are left empty are counted for the housing lists.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.blocks import (
    NOWHERE,
    HouseholdRows,
    PersonRows,
    change_household,
    child_luck,
    open_household,
)
from magnitka.kernels.compile import kernel
from magnitka.kernels.estates import MARRIED_NOW, PLANT, Tally, inherit, leave_behind, room_in_purse
from magnitka.world.people import Mark, Tenure

Cells = NDArray[Any]
Counts = NDArray[np.int64]

ALIVE, DEAD, AWAY = 0, 1, 2  # fates of the turn, by row
FEMALE, MARRIED = int(Mark.FEMALE), int(Mark.MARRIED)
SHARED, ROOM = int(Tenure.SHARED), int(Tenure.ROOM)

ADULT = 18 * 36  # dekads
YOUNGEST_MOTHER, OLDEST_MOTHER = 16 * 36, 45 * 36
CHILDHOOD = 15 * 36
CROWDED = 2  # persons a room
FULLEST_HOME = 200  # persons: sizes are kept in 8 bits
NEW_HOME = 256  # numbers of births end below; those of homes founded begin here


@kernel
def link_members(persons: int, household: Cells, eldest: Counts, after: Counts) -> None:
    """Chain the members of each household: `eldest` [slot] is the first row, `after` [row] the next, -1 the end."""
    eldest[:] = NOWHERE
    for i in range(persons):
        slot = np.int64(household[i])
        after[i] = eldest[slot]
        eldest[slot] = i


@kernel
def only_adult(i: int, now: int, household: Cells, born: Cells, eldest: Counts, after: Counts) -> bool:
    """Whether nobody else of 18 or more belongs to the household."""
    m = eldest[np.int64(household[i])]
    while m >= 0:
        if m != i and now - np.int64(born[m]) >= ADULT:
            return False
        m = after[m]
    return True


@kernel
def spouse_of(
    i: int,
    household: Cells,
    born: Cells,
    flags: Cells,
    luck: Cells,
    fate: Cells,
    eldest: Counts,
    after: Counts,
) -> int:
    """Row of the husband or wife: the married member of the other sex nearest in age; NOWHERE if there is none."""
    found, nearest = NOWHERE, 1 << 30
    m = eldest[np.int64(household[i])]
    while m >= 0:
        mark = np.int64(flags[m])
        if fate[m] == ALIVE and mark & MARRIED and (mark ^ np.int64(flags[i])) & FEMALE:
            apart = abs(np.int64(born[m]) - np.int64(born[i]))
            if apart < nearest or (apart == nearest and luck[m] < luck[found]):
                found, nearest = m, apart
        m = after[m]
    return found


@kernel
def keeps_home(
    i: int, mate: int, now: int, household: Cells, born: Cells, fate: Cells, eldest: Counts, after: Counts
) -> bool:
    """Whether an adult who is neither `i` nor `mate` stays in the household, and with it the dwelling."""
    m = eldest[np.int64(household[i])]
    while m >= 0:
        if m != i and m != mate and fate[m] == ALIVE and now - np.int64(born[m]) >= ADULT:
            return True
        m = after[m]
    return False


@kernel
def set_out(
    i: int, mate: int, stays: bool, now: int, household: Cells, born: Cells, fate: Cells, eldest: Counts,
    after: Counts,
) -> None:  # fmt: skip
    """Mark AWAY who goes with `i`: all of the household, or where others keep it, `mate` and the couple's children."""
    younger = np.int64(born[i])
    if mate >= 0:
        younger = max(younger, np.int64(born[mate]))
    m = eldest[np.int64(household[i])]
    while m >= 0:
        theirs = m == i or m == mate
        if mate >= 0 and now - np.int64(born[m]) < ADULT and born[m] - younger >= YOUNGEST_MOTHER:
            theirs = True
        if fate[m] == ALIVE and (theirs or not stays):
            fate[m] = AWAY
        m = after[m]


@kernel
def move_in(
    p: PersonRows, h: HouseholdRows, b: int, i: int, slot: int, now: int, eldest: Counts, after: Counts
) -> None:
    """Person `i` alone moves to another household of the block, in the rows and in the chains."""
    old = np.int64(p.household[b, i])
    if eldest[old] == i:
        eldest[old] = after[i]
    else:
        m = eldest[old]
        while after[m] != i:
            m = after[m]
        after[m] = after[i]
    change_household(p.household[b], h.size[b], i, slot)
    after[i] = eldest[slot]
    eldest[slot] = i
    if now - np.int64(p.born[b, i]) < CHILDHOOD:
        h.children[b, old] -= 1
        h.children[b, slot] += 1
    h.blat[b, slot] = max(h.blat[b, slot], p.blat[b, i])


@kernel
def join_home(
    p: PersonRows,
    h: HouseholdRows,
    b: int,
    i: int,
    slot: int,
    now: int,
    eldest: Counts,
    after: Counts,
    tally: Tally,
) -> None:
    """Person `i` joins a household; whoever is the only adult at home brings children, money and place on the list."""
    old = np.int64(p.household[b, i])
    if old == slot or np.int64(h.size[b, slot]) + np.int64(h.size[b, old]) > FULLEST_HOME:
        return
    cash, deposit = np.int64(h.cash[b, old]), np.int64(h.deposit[b, old])
    if not only_adult(i, now, p.household[b], p.born[b], eldest, after) or not room_in_purse(
        h, b, slot, cash, deposit
    ):
        if h.size[b, old] > 1:
            move_in(p, h, b, i, slot, now, eldest, after)
        return
    while eldest[old] >= 0:
        move_in(p, h, b, eldest[old], slot, now, eldest, after)
    h.cash[b, slot] += cash
    h.deposit[b, slot] += deposit
    for kind in range(h.coupons.shape[2]):
        moved = min(np.int64(h.coupons[b, old, kind]), 255 - np.int64(h.coupons[b, slot, kind]))
        h.coupons[b, slot, kind] += moved
        h.coupons[b, old, kind] -= moved
    if h.list[b, slot] == 0 and h.tenure[b, slot] < PLANT:
        h.list[b, slot], h.joined[b, slot], h.passed[b, slot] = (
            h.list[b, old],
            h.joined[b, old],
            h.passed[b, old],
        )
        h.list[b, old] = 0
    h.plot[b, slot] = max(h.plot[b, slot], h.plot[b, old])
    leave_behind(h, b, old, tally)


@kernel
def home_of_couple(
    p: PersonRows, h: HouseholdRows, b: int, bride: int, groom: int, now: int, eldest: Counts, after: Counts
) -> int:
    """Where a couple will live: the better home that one of them is master of, else with his or her parents.

    With parents it is one household where there is room (CROWDED persons a room); otherwise it becomes a household
    of its own that shares their dwelling (SHARED) and may go on a list. Nobody gets a dwelling here.
    """
    household, born = p.household[b], p.born[b]
    hers, his = np.int64(household[bride]), np.int64(household[groom])
    she_free = only_adult(bride, now, household, born, eldest, after)
    he_free = only_adult(groom, now, household, born, eldest, after)
    her_home = np.int64(h.tenure[b, hers]) if she_free else 0
    his_home = np.int64(h.tenure[b, his]) if he_free else 0
    if max(her_home, his_home) >= ROOM or (she_free and he_free):
        return his if his_home >= her_home else hers
    her_room = 0 if she_free else CROWDED * np.int64(h.rooms[b, hers]) - np.int64(h.size[b, hers])
    his_room = 0 if he_free else CROWDED * np.int64(h.rooms[b, his]) - np.int64(h.size[b, his])
    parents = his if not he_free and (she_free or his_room >= her_room) else hers
    if max(her_room, his_room) >= 1:
        return parents
    home = open_household(
        h, b, child_luck(p.luck[b, bride], NEW_HOME + now), SHARED, np.int64(h.district[b, parents])
    )
    if home == NOWHERE:
        return parents
    h.rooms[b, home] = 1
    eldest[home] = NOWHERE
    return home


@kernel
def wed(
    p: PersonRows,
    h: HouseholdRows,
    b: int,
    bride: int,
    groom: int,
    now: int,
    eldest: Counts,
    after: Counts,
    tally: Tally,
) -> None:
    """A marriage: the couple moves to where it will live."""
    p.flags[b, bride] |= MARRIED
    p.flags[b, groom] |= MARRIED
    tally.counts[b, MARRIED_NOW] += 1
    home = home_of_couple(p, h, b, bride, groom, now, eldest, after)
    join_home(p, h, b, groom, home, now, eldest, after, tally)
    join_home(p, h, b, bride, home, now, eldest, after, tally)


@kernel
def parents_home(p: PersonRows, h: HouseholdRows, b: int, i: int, eldest: Counts, after: Counts) -> int:
    """A dwelling with room for `i`, where somebody is of an age to be a parent: found by luck; else NOWHERE."""
    top, old = h.top[b], np.int64(p.household[b, i])
    slot = np.int64(p.luck[b, i]) % top
    for _ in range(top):
        room = CROWDED * np.int64(h.rooms[b, slot]) - np.int64(h.size[b, slot])
        if slot != old and h.tenure[b, slot] >= PLANT and room > 0:
            m = eldest[slot]
            while m >= 0:
                if YOUNGEST_MOTHER <= np.int64(p.born[b, i]) - np.int64(p.born[b, m]) <= OLDEST_MOTHER:
                    return int(slot)
                m = after[m]
        slot = (slot + 1) % top
    return NOWHERE


@kernel
def part(
    p: PersonRows, h: HouseholdRows, b: int, wife: int, husband: int, to_parents: bool, now: int, eldest: Counts,
    after: Counts,
) -> None:  # fmt: skip
    """The husband moves out with half of the money, to his parents or as a subtenant; wife and children stay."""
    p.flags[b, wife] &= ~MARRIED
    p.flags[b, husband] &= ~MARRIED
    old = np.int64(p.household[b, husband])
    cash, deposit = np.int64(h.cash[b, old]) // 2, np.int64(h.deposit[b, old]) // 2
    home = parents_home(p, h, b, husband, eldest, after) if to_parents else NOWHERE
    if home == NOWHERE or not room_in_purse(h, b, home, cash, deposit):
        home = open_household(
            h, b, child_luck(p.luck[b, husband], NEW_HOME + now), SHARED, np.int64(h.district[b, old])
        )
        if home == NOWHERE:
            return  # they go on under one roof
        h.rooms[b, home] = 1
        eldest[home] = NOWHERE
    h.cash[b, old] -= cash
    h.deposit[b, old] -= deposit
    h.cash[b, home] += cash
    h.deposit[b, home] += deposit
    move_in(p, h, b, husband, home, now, eldest, after)


@kernel
def take_in_orphans(
    p: PersonRows, h: HouseholdRows, b: int, now: int, eldest: Counts, after: Counts, tally: Tally
) -> None:
    """Children left without an adult go to kin, with what they have: another household of the block, by luck."""
    top = h.top[b]
    linked = False
    for slot in range(top):
        if h.size[b, slot] == 0 or h.children[b, slot] < h.size[b, slot]:
            continue
        kin = np.int64(h.luck[b, slot]) % top
        for _ in range(top):
            crowd = np.int64(h.size[b, kin]) + np.int64(h.size[b, slot])
            if kin != slot and h.size[b, kin] > h.children[b, kin] and crowd < FULLEST_HOME:
                break
            kin = (kin + 1) % top
        if kin == slot or h.size[b, kin] <= h.children[b, kin]:
            continue
        if not linked:
            link_members(p.persons[b], p.household[b], eldest, after)
            linked = True
        while eldest[slot] >= 0:
            move_in(p, h, b, eldest[slot], kin, now, eldest, after)
        inherit(h, b, slot, tally)
        leave_behind(h, b, slot, tally)

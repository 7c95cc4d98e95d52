"""Coming, going and moving house in the blocks of people and households, as every mechanism may do it.

Kernels take the two bundles below (`person_rows`, `household_rows`): the tables' arrays over (block, slot), by
name. These functions keep three things true and nothing else: persons 0..persons-1 of a block live, a household's
size is its members, and a slot of size 0 is free and holds zeros. What a household leaves behind (money, coupons,
dwelling, place on a list) is the caller's to book, before `close_household` wipes the slot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import GOLDEN, mix64
from magnitka.world.people import HOUSEHOLD_SLOTS, NOBODY, PERSON_SLOTS

if TYPE_CHECKING:
    from magnitka.world import World

Cells = NDArray[Any]
NOWHERE = -1  # no slot is free
FAMILY_BITS = np.uint64(32)


class PersonRows(NamedTuple):
    """Columns of `People` over (block, person), and the number of persons of each block."""

    persons: Cells
    luck: Cells
    household: Cells
    employer: Cells
    born: Cells
    flags: Cells
    dose: Cells
    occupation: Cells
    education: Cells
    pay: Cells
    service: Cells
    sick: Cells
    lead: Cells
    blat: Cells
    lungs: Cells
    away: Cells
    births: Cells


class HouseholdRows(NamedTuple):
    """Columns of `Households` over (block, household), and the slots ever used in each block."""

    top: Cells
    luck: Cells
    cash: Cells
    deposit: Cells
    joined: Cells
    size: Cells
    tenure: Cells
    rooms: Cells
    district: Cells
    list: Cells
    plot: Cells
    blat: Cells
    earners: Cells
    children: Cells
    pantry: Cells
    coupons: Cells
    unmet: Cells
    queue: Cells
    income: Cells
    passed: Cells
    standing: Cells
    stall: Cells


def person_rows(world: World) -> PersonRows:
    """The arrays of the persons, for kernels."""
    return PersonRows(*(getattr(world.people, name) for name in PersonRows._fields))


def household_rows(world: World) -> HouseholdRows:
    """The arrays of the households, for kernels."""
    return HouseholdRows(*(getattr(world.households, name) for name in HouseholdRows._fields))


@kernel
def child_luck(mother_luck: int, birth_number: int) -> np.uint32:
    """Permanent luck of a mother's `birth_number`-th child: whatever else changes, she has the same child.

    Also the luck of the n-th household that somebody founds; 0 never comes out, for an empty row holds 0.
    """
    z = mix64((np.uint64(mother_luck) << FAMILY_BITS) + np.uint64(birth_number) + GOLDEN)
    return np.uint32(max(z >> FAMILY_BITS, np.uint64(1)))


@kernel
def stranger_luck(key: np.uint64, number: int) -> np.uint32:
    """Permanent luck of the `number`-th person who arrives from outside under `key` (one process, one tick)."""
    z = mix64(key + np.uint64(number + 1) * GOLDEN)
    return np.uint32(max(z >> FAMILY_BITS, np.uint64(1)))


@kernel
def append_person(
    p: PersonRows, h: HouseholdRows, b: int, slot: int, luck: int, born: int, flags: int
) -> int:
    """A new member of household `slot` of block `b`, healthy and without work; its row, or NOWHERE if b is full."""
    i = p.persons[b]
    if i >= PERSON_SLOTS or h.size[b, slot] == 255:
        return NOWHERE
    p.persons[b] = i + 1
    h.size[b, slot] += 1
    p.luck[b, i] = luck
    p.household[b, i] = slot
    p.employer[b, i] = NOBODY
    p.born[b, i] = born
    p.flags[b, i] = flags
    p.dose[b, i] = 0
    p.occupation[b, i] = 0
    p.education[b, i] = 0
    p.pay[b, i] = 0
    p.service[b, i] = 0
    p.sick[b, i] = 0
    p.lead[b, i] = 0
    p.blat[b, i] = 0
    p.lungs[b, i] = 0
    p.away[b, i] = 0
    p.births[b, i] = 0
    return i


@kernel
def copy_person(p: PersonRows, b: int, i: int, to_b: int, to_i: int) -> None:
    """Write all of a person's row into another row."""
    p.luck[to_b, to_i] = p.luck[b, i]
    p.household[to_b, to_i] = p.household[b, i]
    p.employer[to_b, to_i] = p.employer[b, i]
    p.born[to_b, to_i] = p.born[b, i]
    p.flags[to_b, to_i] = p.flags[b, i]
    p.dose[to_b, to_i] = p.dose[b, i]
    p.occupation[to_b, to_i] = p.occupation[b, i]
    p.education[to_b, to_i] = p.education[b, i]
    p.pay[to_b, to_i] = p.pay[b, i]
    p.service[to_b, to_i] = p.service[b, i]
    p.sick[to_b, to_i] = p.sick[b, i]
    p.lead[to_b, to_i] = p.lead[b, i]
    p.blat[to_b, to_i] = p.blat[b, i]
    p.lungs[to_b, to_i] = p.lungs[b, i]
    p.away[to_b, to_i] = p.away[b, i]
    p.births[to_b, to_i] = p.births[b, i]


@kernel
def remove_person(p: PersonRows, h: HouseholdRows, b: int, i: int) -> int:
    """Take person `i` out of block `b`; the last person moves into the row. Returns the household's size now.

    A loop over persons that removes runs downwards, or looks at row `i` again.
    """
    slot = p.household[b, i]
    last = p.persons[b] - 1
    if i != last:
        copy_person(p, b, last, b, i)
    p.persons[b] = last
    h.size[b, slot] -= 1
    return int(h.size[b, slot])


@kernel
def change_household(household: Cells, size: Cells, i: int, slot: int) -> int:
    """Person `i` moves to household `slot` of the same block, whose rows these are. Size of the household left."""
    old = household[i]
    size[old] -= 1
    size[slot] += 1
    household[i] = slot
    return int(size[old])


@kernel
def open_household(h: HouseholdRows, b: int, luck: np.uint32, tenure: int, district: int) -> int:
    """A new household without members in the first free slot of block `b`; the slot, or NOWHERE if b is full.

    The caller moves somebody in at once: size 0 means that the slot is free.
    """
    top = h.top[b]
    slot = 0
    while slot < top and h.size[b, slot] > 0:
        slot += 1
    if slot >= HOUSEHOLD_SLOTS:
        return NOWHERE
    if slot == top:
        h.top[b] = top + 1
    close_household(h, b, slot)
    h.luck[b, slot] = luck
    h.tenure[b, slot] = tenure
    h.district[b, slot] = district
    return slot


@kernel
def close_household(h: HouseholdRows, b: int, slot: int) -> None:
    """Wipe the slot: it is free, and holds nothing that anybody might count."""
    h.luck[b, slot] = 0
    h.cash[b, slot] = 0
    h.deposit[b, slot] = 0
    h.joined[b, slot] = 0
    h.size[b, slot] = 0
    h.tenure[b, slot] = 0
    h.rooms[b, slot] = 0
    h.district[b, slot] = 0
    h.list[b, slot] = 0
    h.plot[b, slot] = 0
    h.blat[b, slot] = 0
    h.earners[b, slot] = 0
    h.children[b, slot] = 0
    h.pantry[b, slot, :] = 0
    h.coupons[b, slot, :] = 0
    h.unmet[b, slot] = 0
    h.queue[b, slot] = 0
    h.income[b, slot] = 0
    h.passed[b, slot] = 0
    h.standing[b, slot] = 0
    h.stall[b, slot] = 0


@kernel
def copy_household(h: HouseholdRows, b: int, slot: int, to_b: int, to_slot: int) -> None:
    """Write all of a household's row into another row, except its size."""
    h.luck[to_b, to_slot] = h.luck[b, slot]
    h.cash[to_b, to_slot] = h.cash[b, slot]
    h.deposit[to_b, to_slot] = h.deposit[b, slot]
    h.joined[to_b, to_slot] = h.joined[b, slot]
    h.tenure[to_b, to_slot] = h.tenure[b, slot]
    h.rooms[to_b, to_slot] = h.rooms[b, slot]
    h.district[to_b, to_slot] = h.district[b, slot]
    h.list[to_b, to_slot] = h.list[b, slot]
    h.plot[to_b, to_slot] = h.plot[b, slot]
    h.blat[to_b, to_slot] = h.blat[b, slot]
    h.earners[to_b, to_slot] = h.earners[b, slot]
    h.children[to_b, to_slot] = h.children[b, slot]
    h.pantry[to_b, to_slot, :] = h.pantry[b, slot, :]
    h.coupons[to_b, to_slot, :] = h.coupons[b, slot, :]
    h.unmet[to_b, to_slot] = h.unmet[b, slot]
    h.queue[to_b, to_slot] = h.queue[b, slot]
    h.income[to_b, to_slot] = h.income[b, slot]
    h.passed[to_b, to_slot] = h.passed[b, slot]
    h.standing[to_b, to_slot] = h.standing[b, slot]
    h.stall[to_b, to_slot] = h.stall[b, slot]


@kernel
def move_household(p: PersonRows, h: HouseholdRows, b: int, slot: int, to_b: int) -> int:
    """Move a whole household to another block of its city, as it is; its new slot, or NOWHERE if that is full.

    Nobody changes: the luck goes along, so that the same draws meet the same persons.
    """
    size = h.size[b, slot]
    if p.persons[to_b] + size > PERSON_SLOTS:
        return NOWHERE
    to_slot = open_household(h, to_b, np.uint32(0), 0, 0)
    if to_slot == NOWHERE:
        return NOWHERE
    copy_household(h, b, slot, to_b, to_slot)
    i = p.persons[b] - 1
    while i >= 0 and h.size[b, slot] > 0:
        if p.household[b, i] == slot:
            to_i = p.persons[to_b]
            copy_person(p, b, i, to_b, to_i)
            p.household[to_b, to_i] = to_slot
            p.persons[to_b] = to_i + 1
            h.size[to_b, to_slot] += 1
            remove_person(p, h, b, i)
        i -= 1
    close_household(h, b, slot)
    return to_slot

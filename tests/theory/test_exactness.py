"""Exactness: what is divided is divided to the last unit (T77), and nobody is lost in a year of moves (T80)."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from magnitka.kernels.apportion import apportion
from magnitka.kernels.blocks import (
    NOWHERE,
    HouseholdRows,
    PersonRows,
    append_person,
    change_household,
    child_luck,
    close_household,
    household_rows,
    move_household,
    open_household,
    person_rows,
    remove_person,
    stranger_luck,
)
from magnitka.world import Households, People, World
from magnitka.world.people import HOUSEHOLD_SLOTS, PERSON_SLOTS, SIZES

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
TRIALS = 2_000
AXES = {**SIZES, "district": 3}


def divided(total: int, weights: Floats) -> Counts:
    shares = np.full(weights.size, -1, np.int64)
    left = apportion(total, weights, shares)
    assert left == (0 if (weights > 0).any() or total == 0 else total)
    return shares


# ------------------------------------------------------------------------------------------------ T77
def test_T77_largest_remainder() -> None:
    rng = np.random.default_rng(77)
    for _ in range(TRIALS):
        n = int(rng.integers(1, 60))
        weights = rng.pareto(1.1, n) * (rng.random(n) < 0.9)
        weights[int(rng.integers(n))] += 1e-3
        total = int(rng.integers(0, 10 ** int(rng.integers(1, 15))))
        shares = divided(total, weights)
        assert shares.sum() == total
        quota = total * (weights / weights.sum())
        assert (np.abs(shares - quota) < 1.0 + 1e-9 * quota).all()
        assert (shares[weights == 0] == 0).all()


def test_T77_ties_go_to_the_lower_row() -> None:
    assert divided(10, np.ones(3)).tolist() == [4, 3, 3]
    assert divided(2, np.array([0.0, 1.0, 1.0, 1.0])).tolist() == [0, 1, 1, 0]
    assert divided(7, np.array([1.0, 2.0, 4.0])).tolist() == [1, 2, 4]
    assert divided(5, np.zeros(4)).tolist() == [0, 0, 0, 0]


@given(
    st.integers(0, 10**12),
    st.lists(st.floats(0, 1e9, allow_subnormal=False), min_size=1, max_size=40),
    st.floats(1e-6, 1e6),
)
@settings(max_examples=200, deadline=None)
def test_T77_only_proportions_count(total: int, weights: list[float], unit: float) -> None:
    """Nobody gets more for weights in another unit, give or take one where a fraction was at the edge."""
    one, other = divided(total, np.array(weights)), divided(total, np.array(weights) * unit)
    if any(weights):
        assert one.sum() == other.sum() == total
        assert np.abs(one - other).max() <= 1 + total // 10**12


# ------------------------------------------------------------------------------------------------ T80: the blocks
class Village:
    """Two blocks and what is done to them, with a second set of books kept by hand: each person by luck."""

    def __init__(self) -> None:
        tables = (People(["1", "2"], AXES), Households(["1", "2"], AXES))
        for table in tables:
            for column in table.columns():
                table.__dict__[column.name][:] = 0
        world = cast(World, SimpleNamespace(people=tables[0], households=tables[1]))
        self.p: PersonRows = person_rows(world)
        self.h: HouseholdRows = household_rows(world)
        self.home: dict[int, int] = {}  # luck of the person: luck of the household
        self.money: dict[int, int] = {}  # luck of the household: cash

    def residents(self) -> Iterator[tuple[int, int]]:
        for b in (0, 1):
            for i in range(self.p.persons[b]):
                yield b, i

    def audit(self) -> None:
        p, h = self.p, self.h
        rows = {int(p.luck[b, i]): int(h.luck[b, p.household[b, i]]) for b, i in self.residents()}
        assert rows == self.home
        assert len(rows) == int(p.persons.sum())
        size = np.zeros_like(h.size)
        for b, i in self.residents():
            size[b, p.household[b, i]] += 1
        assert (size == h.size).all()
        assert {int(h.luck[b, s]): int(h.cash[b, s]) for b, s in np.argwhere(h.size > 0)} == self.money
        for b in (0, 1):
            free = h.size[b] == 0
            assert not h.cash[b, free].any() and not h.luck[b, free].any()
            assert not h.size[b, h.top[b] :].any()


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 10**6)), min_size=1, max_size=120))
@settings(max_examples=80, deadline=None)
def test_T80_nobody_is_lost_in_a_block(deeds: list[tuple[int, int]]) -> None:
    """Births, deaths, moves of one and of all, in any order: every person is in exactly one household, none twice."""
    village = Village()
    p, h = village.p, village.h
    for number, (deed, lot) in enumerate(deeds):
        everybody = list(village.residents())
        b, i = everybody[lot % len(everybody)] if everybody else (lot % 2, -1)
        luck = int(stranger_luck(np.uint64(80), number))
        slot = int(p.household[b, i]) if i >= 0 else -1
        home = int(h.luck[b, slot])
        if deed == 0 or i < 0:
            fresh = open_household(h, b, np.uint32(luck), 1, 0)
            append_person(p, h, b, fresh, luck, -1, 0)
            h.cash[b, fresh] = lot
            village.home[luck], village.money[luck] = luck, lot
        elif deed == 1:
            child = int(child_luck(p.luck[b, i], number))
            append_person(p, h, b, slot, child, 0, 0)
            village.home[child] = home
        elif deed == 2:
            del village.home[int(p.luck[b, i])]
            if remove_person(p, h, b, i) == 0:
                close_household(h, b, slot)
                del village.money[home]
        elif deed == 3:
            if h.size[b, slot] > 1:
                own = int(p.luck[b, i])
                fresh = open_household(h, b, np.uint32(luck), 2, 0)
                change_household(p.household[b], h.size[b], i, fresh)
                village.home[own], village.money[luck] = luck, 0
        else:
            assert move_household(p, h, b, slot, 1 - b) != NOWHERE
        village.audit()


def test_T80_every_column_moves_with_the_person() -> None:
    """A column that is added to a table and forgotten here would stay behind with a stranger."""
    of_person = [column.name for column in People.columns() if column.axes[:1] == ("person",)]
    of_household = [column.name for column in Households.columns() if column.axes[:1] == ("household",)]
    assert sorted(PersonRows._fields) == sorted(["persons", *of_person])
    assert sorted(HouseholdRows._fields) == sorted(["top", *of_household])
    village = Village()
    p, h = village.p, village.h
    slot = open_household(h, 0, 7, 3, 2)
    append_person(p, h, 0, slot, 9, 5, 1)
    marked: dict[str, Any] = {}
    for rows, names, at in ((p, of_person, 0), (h, of_household, slot)):
        for k, name in enumerate(names):
            if name not in ("household", "size"):
                getattr(rows, name)[0, at] = 11 + k
                marked[name] = 11 + k
    to = move_household(p, h, 0, slot, 1)
    for rows, names, at in ((p, of_person, 0), (h, of_household, to)):
        for name in names:
            if name in marked:
                assert (getattr(rows, name)[1, at] == (marked[name])).all() or name in ("luck", "blat"), name
    assert not h.cash[0].any() and p.persons.tolist() == [0, 1]


def test_T80_a_full_block_takes_nobody() -> None:
    village = Village()
    p, h = village.p, village.h
    slot = open_household(h, 0, 1, 1, 0)
    append_person(p, h, 0, slot, 1, 0, 0)
    p.persons[1] = PERSON_SLOTS
    assert move_household(p, h, 0, slot, 1) == NOWHERE
    h.top[0], h.size[0] = HOUSEHOLD_SLOTS, 1
    assert open_household(h, 0, 2, 1, 0) == NOWHERE
    p.persons[0] = PERSON_SLOTS
    assert append_person(p, h, 0, slot, 2, 0, 0) == NOWHERE


@pytest.mark.parametrize("mothers", [5_000])
def test_T80_no_two_children_share_their_luck(mothers: int) -> None:
    """32 bits for a city: of half a million persons a few dozen pairs share a number, and no more than chance says."""
    lucks = {int(child_luck(mother, birth)) for mother in range(1, mothers) for birth in range(4)}
    assert len(lucks) > 4 * (mothers - 1) - 3

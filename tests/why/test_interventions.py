"""Is the named origin a cause? With the same luck, supply what it lacked, and see whether the shortage shrinks."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pytest

from magnitka.foundation import found
from magnitka.loop import advance, put_state
from magnitka.process import Clock, Dice, clock_at
from magnitka.processes import freight
from magnitka.run import Run, simulate
from magnitka.table import Array
from magnitka.why import Kind, Origin, explain
from magnitka.world import Cause, World
from magnitka.world.links import LAGS

DRAWN, SHRINK_AT_LEAST = 50, 40
OF_PLAN, OF_SHORTAGE = 0.05, 0.10  # what counts as a shortage, and as shrinking
UNRELATED = "medicine"  # nobody's input


States = dict[int, Mapping[str, Array]]
Intervention = Callable[[World, Clock], None]


class Case(NamedTuple):
    """A shop short of an input in a dekad, and the origin that is named for it."""

    shop: int
    tick: int
    missing: float
    origin: Origin

    @property
    def when(self) -> int:
        """Dekad in which to intervene: that of the origin, or the one after, for what had been loaded by its end."""
        return self.origin.tick + (self.origin.axis == "link")


def shortages(past: Run) -> list[tuple[int, int]]:
    """Dekad and shop of every want of an input that cost at least a twentieth of the plan."""
    missing, output, cause = (past.panel(name) for name in ("missing", "output", "cause"))
    first = int(past.manifest["first_tick"])
    found = (cause == Cause.INPUT) & (missing >= OF_PLAN * (missing + output))
    found[: 3 * LAGS] = False  # what had been loaded before the record opens cannot be seen
    return [(int(row) + first, int(shop)) for row, shop in np.argwhere(found)]


def draw(past: Run) -> list[tuple[int, int]]:
    """Fifty of them by lot, half within the Works and half outside, of as many different shops as there are."""
    world, lot = past.world, random.Random(1937)
    candidates = shortages(past)
    lot.shuffle(candidates)
    drawn: list[tuple[int, int]] = []
    for inside in (True, False):
        mine = [one for one in candidates if (world.shops.enterprise[one[1]] == world.works) == inside]
        seen: Counter[int] = Counter()
        order = []
        for tick, shop in mine:
            order.append((seen[shop], tick, shop))
            seen[shop] += 1
        order.sort(key=lambda one: one[0])  # each shop's first, then each shop's second
        drawn += [(tick, shop) for _, tick, shop in order[: DRAWN // 2]]
    return drawn


@pytest.fixture(scope="module")
def cases(past: Run) -> list[Case]:
    world, first, origin = past.world, int(past.manifest["first_tick"]), past.recipe.origin
    cases = []
    for tick, shop in draw(past):
        clock = clock_at(tick, origin)
        chain = explain(past, world.shops.labels[shop], f"{clock.year}-{clock.month}-{clock.dekad + 1}")
        assert chain.origin is not None
        cases.append(Case(shop, tick, float(past.panel("missing")[tick - first, shop]), chain.origin))
    assert len(cases) == DRAWN
    return cases


@pytest.fixture(scope="module")
def states(cases: list[Case], past: Run) -> States:
    """The past as it was before each dekad in which somebody intervenes, and after each that is looked at."""
    kept = {case.when for case in cases} | {case.tick + 1 for case in cases}
    return dict(simulate(past.scenario, observe=False, keep=kept).states)


def supply(case: Case, past: Run, world: World, clock: Clock) -> None:
    """What the origin lacked is there: on the link's wagons, in the supplier's store, or in the yard."""
    e, s, g, origin = world.enterprises, world.shops, world.goods, case.origin
    good = g.row_of[origin.good]
    if origin.axis == "link":
        put_on_wagons(origin, past, world)
    elif g.service[good] > 0.0:  # power and freight cannot be stored: capacity for the dekad
        makers = s.product == good
        s.capacity[makers] *= 1.0 + origin.amount / s.output[makers].sum()
    else:
        if origin.axis == "shop":
            row, sold = int(s.enterprise[s.row_of[origin.thing]]), s.own_use[s.row_of[origin.thing]] == 0.0
        else:
            row = e.row_of[origin.thing]
            sold = origin.kind in (Kind.UNBALANCED_PLAN, Kind.IMPORTS) and not e.own_make[row, good]
        (e.finished if sold else e.fit)[row, good] += origin.amount


def put_on_wagons(origin: Origin, past: Run, world: World) -> None:
    """Late wagons are brought on time; what was not loaded is on the wagons that ran, with their luck."""
    k = world.links
    link = k.row_of[origin.thing]
    on_time = min(int(k.lag[link]), LAGS - 1) - 1
    if origin.kind == Kind.LATE_WAGONS:
        for column in (k.on_way, k.on_way_unfit, k.on_way_grade):
            column[link, on_time] += column[link, on_time + 1]
            column[link, on_time + 1] = 0.0
        return
    key = Dice(past.recipe.seed, freight.SHIPMENT.name, origin.tick).key
    late = past.scenario.params(freight.Params, "freight").late
    due = on_time + freight.runs_late(key, k.luck[link], late)
    k.on_way[link, due] += origin.amount
    k.on_way_grade[link, due] += origin.amount * world.enterprises.grade[k.customer[link], k.good[link]]


def do_nothing(world: World, clock: Clock) -> None:
    """A placebo."""


def supply_unrelated(case: Case, past: Run, world: World, clock: Clock) -> None:
    """A placebo of the same value at decreed prices: of a good that nobody works with, at its largest maker."""
    e, g, origin = world.enterprises, world.goods, case.origin
    good = g.row_of[UNRELATED]
    maker = int(np.argmax(e.capacity * (e.product == good)))
    e.finished[maker, good] += origin.amount * g.price[g.row_of[origin.good]] / g.price[good]


@pytest.fixture(scope="module")
def world(past: Run) -> World:
    """A world to live other futures in."""
    return found(past.recipe.founded, past.recipe.seed)


def live(case: Case, past: Run, states: States, world: World, what: Intervention) -> None:
    """From the case's origin through the dekad of its shortage, with the same luck and something done."""
    put_state(world, states[case.when])
    recipe, ticks = past.recipe, range(case.when, case.tick + 1)
    for _ in advance(world, recipe.acts, ticks, recipe.origin, recipe.seed, {}, {case.when: what}):
        pass


def shrinking(case: Case, world: World) -> float:
    """Share of the case's shortage that is gone in another future."""
    return (case.missing - float(world.shops.missing[case.shop])) / case.missing


def test_the_shortages_are_of_all_kinds(cases: list[Case], past: Run) -> None:
    world = past.world
    inside = [case for case in cases if world.shops.enterprise[case.shop] == world.works]
    assert len(inside) == DRAWN // 2
    assert len({case.shop for case in cases}) >= 30
    assert len({clock_at(case.tick, past.recipe.origin).year for case in cases}) >= 4
    assert len({case.origin.kind for case in cases}) >= 3


def test_supplying_the_named_origin_makes_forty_of_fifty_shrink(
    cases: list[Case], past: Run, states: States, world: World
) -> None:
    shares = []
    for case in cases:
        live(case, past, states, world, partial(supply, case, past))
        shares.append(shrinking(case, world))
    missed = [
        f"{case.origin.kind} at {case.origin.thing}: {share:.2f}"
        for case, share in zip(cases, shares, strict=True)
        if share < OF_SHORTAGE
    ]
    assert DRAWN - len(missed) >= SHRINK_AT_LEAST, f"{len(missed)} of {DRAWN} did not shrink: {missed}"


def test_a_placebo_that_does_nothing_changes_nothing(
    cases: list[Case], past: Run, states: States, world: World
) -> None:
    for case in cases:
        live(case, past, states, world, do_nothing)
        for name, column in world.columns().items():
            assert column.tobytes() == states[case.tick + 1][name].tobytes(), name


def test_a_placebo_of_an_unrelated_good_shrinks_no_shortage(
    cases: list[Case], past: Run, states: States, world: World
) -> None:
    shares = []
    for case in cases:
        live(case, past, states, world, partial(supply_unrelated, case, past))
        shares.append(abs(shrinking(case, world)))
    assert sum(share >= OF_SHORTAGE for share in shares) <= 1
    assert np.mean(shares) < 0.1 * OF_SHORTAGE

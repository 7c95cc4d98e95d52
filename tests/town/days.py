"""A small town lived dekad by dekad, to be stopped, changed and looked at."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from magnitka.foundation import found
from magnitka.loop import advance
from magnitka.process import Clock, Dice, Process, clock_at
from magnitka.recipe import make_recipe
from magnitka.scenario import Scenario, load
from magnitka.world import World

SEED, SETTLED = 1, 39  # a year and a month after the founding day


@cache
def _toy() -> Scenario:
    return load("toy")


@cache
def _settled() -> World:
    scenario = _toy()
    world = found(scenario, SEED)
    acts = make_recipe(scenario, SEED, None, (), {}, None).acts
    for _ in advance(world, acts, range(SETTLED), scenario.burn_in, SEED, {}):
        pass
    return world


def settled() -> World:
    """The toy's town in the second month of its second year, one's own to change."""
    return copy.deepcopy(_settled())


def clock(tick: int = SETTLED) -> Clock:
    """The calendar of a dekad of the toy."""
    return clock_at(tick, _toy().burn_in)


@cache
def _params(process: Process) -> Any:
    return _toy().params(process.params, process.mechanism)


def act(world: World, process: Process, tick: int = SETTLED, neutral: bool = False, **changes: Any) -> None:
    """One process on the world as it stands, with changed parameters."""
    rule = process.neutral if neutral else process.step
    rule(world, replace(_params(process), **changes), clock(tick), Dice(SEED, process.name, tick))


def live(
    world: World, ticks: int, changes: Mapping[str, float] | None = None, off: tuple[str, ...] = ()
) -> World:
    """So many dekads of all mechanisms, the books audited after each."""
    scenario = _toy().with_changes(dict(changes or {}))
    acts = make_recipe(scenario, SEED, None, off, {}, None).acts
    for _ in advance(world, acts, range(SETTLED, SETTLED + ticks), scenario.burn_in, SEED, {}):
        pass
    return world


def at_work(world: World) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Persons by employer, counted row by row."""
    people, counts = world.people, np.zeros(world.employers.rows, np.int64)
    for block in range(people.rows):
        employer = people.employer[block, : people.persons[block]]
        counts += np.bincount(employer[employer < counts.size], minlength=counts.size)
    return counts * world.weight

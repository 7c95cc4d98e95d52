"""Some years of a town from the founding day on, kept as yearly pictures: the toy's, or Magnitogorsk in few rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from magnitka.foundation import found
from magnitka.loop import advance
from magnitka.recipe import make_recipe
from magnitka.scenario import Scenario, load
from magnitka.world import World
from magnitka.world.people import DEKADS_PER_YEAR

TOY, MAGNITOGORSK = "toy", "magnitogorsk"
PERSONS_A_ROW = {"population.persons_per_agent": 40}


@dataclass(frozen=True)
class Year:
    """Of one year: sums of flows, and stocks at its end."""

    joins: int
    housed: int
    jumped: int
    off_list: int
    completed: int
    to_soviet: int  # flats that came to the soviet
    under_way: int  # projects of industry
    length: tuple[int, ...]
    expected_wait: tuple[float, ...]
    passed: int
    households: int


@dataclass(frozen=True)
class Town:
    """A world after some years, and its years."""

    world: World
    years: tuple[Year, ...]


def lived(
    years: int,
    changes: Mapping[str, float] | None = None,
    off: tuple[str, ...] = (),
    seed: int = 1,
    scenario: str = TOY,
) -> Town:
    """A town's first years under changes that hold from the founding day on."""
    return _lived(years, tuple(sorted((changes or {}).items())), off, seed, scenario)


def _thinned(name: str) -> Scenario:
    return load(name) if name == TOY else load(name).with_changes(PERSONS_A_ROW)


@cache
def _lived(
    years: int, changes: tuple[tuple[str, float], ...], off: tuple[str, ...], seed: int, scenario: str
) -> Town:
    recipe = make_recipe(_thinned(scenario), seed, None, off, dict(changes), None)
    world = found(recipe.founded, seed)
    k, c, j = world.lists, world.cities, world.projects
    flows, pictures = np.zeros(6, np.int64), []
    for clock in advance(world, recipe.acts, range(years * DEKADS_PER_YEAR), recipe.origin, seed, {}):
        flows += [
            k.joins.sum(), k.housed.sum(), k.jumped.sum(), k.off_list.sum(), c.completed.sum(), c.completed[:, 5].sum(),
        ]  # fmt: skip
        if clock.year_ends:
            going = (j.purpose == 0) & (j.started > 0) & (j.done < j.cost)
            pictures.append(
                Year(
                    *(int(flow) for flow in flows), int(going.sum()), tuple(k.length.tolist()),
                    tuple(k.expected_wait.tolist()), int(k.passed.sum()), int(c.households.sum()),
                )
            )  # fmt: skip
            flows[:] = 0
    return Town(world, tuple(pictures))

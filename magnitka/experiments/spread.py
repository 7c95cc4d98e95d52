"""How far results hang on what is borrowed and on what is guessed: bands over draws within the declared ranges.

    table = spread("mytown/mytown.yaml", draws=8)

Three sets of runs under common luck: borrowed numbers drawn, guesses drawn, and chance alone (other seeds, numbers as
they are). The bands are the middle four fifths; with eight draws they say the order of magnitude and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from magnitka.experiments.ensemble import FAILED, Member, ensemble
from magnitka.ledger.draws import follows, has_range, placed, steps_of
from magnitka.quantity import Dated, Kind, Quantity
from magnitka.scenario import Scenario, load

if TYPE_CHECKING:
    import pandas as pd

LOWER, UPPER = 0.1, 0.9
CHANCE, BORROWED, GUESSED = "chance alone", "borrowed numbers", "guessed numbers"
KINDS = (CHANCE, BORROWED, GUESSED)
FEWEST = 2  # runs of which there can be a band
SEED = 1


@dataclass(frozen=True)
class Band:
    """What a result does when numbers of one kind are drawn: least and greatest of the middle four fifths."""

    low: float
    high: float


@dataclass(frozen=True)
class Spread:
    """Results of a scenario with their bands; `values` are of the scenario as it stands.

    `runs` counts by kind the runs that came to an end, `failed` those lost, and `failures` tells why. There is no band
    of fewer than two runs.
    """

    scenario: str
    draws: int
    units: Mapping[str, str]
    values: Mapping[str, float]
    bands: Mapping[str, Mapping[str, Band]]
    moved: Mapping[str, int]
    runs: Mapping[str, int]
    failed: int
    failures: tuple[str, ...]


def spread(
    named: str | Path | Scenario,
    *,
    draws: int = 8,
    until: str | None = None,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Spread:
    """Runs a scenario as it stands, with other seeds, and with borrowed and with guessed numbers drawn.

    Raises UsageError as `ensemble` does; a run that fails is counted and left out.
    """
    scenario = named if isinstance(named, Scenario) else load(named)
    # the scenario as it stands is one of the draws of chance
    members = [Member(seed=seed) for seed in range(SEED, SEED + 1 + draws)]
    groups = [CHANCE] * len(members)
    moved = {}
    for name, kind in ((BORROWED, Kind.BORROWED), (GUESSED, Kind.GUESS)):
        drawn = draw(scenario, kind, draws)
        moved[name] = len(ranged(scenario, kind))
        members += [Member(seed=SEED, set=one) for one in drawn]
        groups += [name] * len(drawn)
    table = ensemble(scenario, members, until=until, processes=processes, progress=progress)
    return _summed(scenario.name, draws, table, groups, moved)


def ranged(scenario: Scenario, kind: Kind) -> dict[str, Quantity | Dated]:
    """Parameters of a kind that have a range, by key."""
    return {
        f"{section}.{name}": leaf
        for section, leaves in scenario.parameters.items()
        for name, leaf in leaves.items()
        if has_range(leaf) and any(step.kind is kind for step in steps_of(leaf))
    }


def draw(scenario: Scenario, kind: Kind, draws: int) -> list[dict[str, str | float]]:
    """A Latin hypercube over the parameters of one kind: each range is cut into `draws` parts, each met once.

    A parameter derived from one that moves, and equal to it, moves along.
    """
    moving = ranged(scenario, kind)
    order = np.random.default_rng(draws)
    strata = {key: (order.permutation(draws) + order.random(draws)) / draws for key in moving}
    found: list[dict[str, str | float]] = []
    for one in range(draws):
        drawn: dict[str, str | float] = {
            key: value
            for name in moving
            for key, value in placed(name, moving[name], float(strata[name][one]))
        }
        for section, leaves in scenario.parameters.items():
            for name, leaf in leaves.items():
                if isinstance(leaf, Quantity) and follows(leaf, scenario) and leaf.derived_from[0] in drawn:
                    drawn[f"{section}.{name}"] = drawn[leaf.derived_from[0]]
        found.append(drawn)
    return [one for one in found if one]


def _summed(
    name: str, draws: int, table: pd.DataFrame, groups: list[str], moved: Mapping[str, int]
) -> Spread:
    units = dict(table.attrs["units"])
    told = table["status"] != FAILED
    group = np.array(groups)
    bands: dict[str, dict[str, Band]] = {result: {} for result in units}
    for result in units:
        for one in KINDS:
            values = table.loc[told & (group == one), result].dropna().to_numpy()
            if values.size >= FEWEST:
                bands[result][one] = Band(
                    float(np.quantile(values, LOWER)), float(np.quantile(values, UPPER))
                )
    return Spread(
        name,
        draws,
        units,
        {result: float(table[result].iloc[0]) for result in units},
        bands,
        moved,
        {one: int((told & (group == one)).sum()) for one in KINDS},
        int((~told).sum()),
        tuple(f"{groups[row]}: {table['error'][row]}" for row in np.flatnonzero(~told)),
    )

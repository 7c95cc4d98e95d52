"""Draws of the parameters within their declared ranges: a Latin hypercube, the same one for all who ask."""

from __future__ import annotations

import numpy as np

from magnitka.quantity import Dated, Kind, Quantity, month_text
from magnitka.scenario import Scenario
from magnitka.tick import MECHANISMS

Draw = tuple[tuple[str, float], ...]
"""What a draw sets: (key, value in the scenario's unit)."""


def latin_hypercube(scenario: Scenario, draws: int) -> list[Draw]:
    """Draws of every parameter of a mechanism that has a range; each range is cut into `draws` parts, each met once.

    A dated parameter moves as one. What was derived from one other parameter and equals it follows it, since managers
    who know a frequency go on knowing it. The founding day stays as it is.
    """
    ranged = {key: leaf for key, leaf in leaves_of(scenario).items() if has_range(leaf)}
    order = np.random.default_rng(draws)
    strata = {key: (order.permutation(draws) + order.random(draws)) / draws for key in ranged}
    found = []
    for one in range(draws):
        drawn = {
            key: value for name in ranged for key, value in placed(name, ranged[name], strata[name][one])
        }
        followers = {
            key: drawn[leaf.derived_from[0]]
            for key, leaf in leaves_of(scenario).items()
            if isinstance(leaf, Quantity) and follows(leaf, scenario) and leaf.derived_from[0] in drawn
        }
        found.append(tuple(sorted({**drawn, **followers}.items())))
    return found


def leaves_of(scenario: Scenario) -> dict[str, Quantity | Dated]:
    """Parameters of the mechanisms by key."""
    return {
        f"{section}.{name}": leaf
        for section, leaves in scenario.parameters.items()
        if section in MECHANISMS
        for name, leaf in leaves.items()
    }


def has_range(leaf: Quantity | Dated) -> bool:
    """Whether some value of a parameter may lie elsewhere."""
    return any(low < high for low, high in map(range_of, steps_of(leaf)))


def steps_of(leaf: Quantity | Dated) -> list[Quantity]:
    """The values of a parameter, one or one for each date."""
    return [step for _, step in leaf.steps] if isinstance(leaf, Dated) else [leaf]


def range_of(quantity: Quantity) -> tuple[float, float]:
    """Declared range, or the value itself."""
    if quantity.low is None or quantity.high is None:
        return quantity.value, quantity.value
    return quantity.low, quantity.high


def placed(key: str, leaf: Quantity | Dated, part: float) -> list[tuple[str, float]]:
    """A parameter at a part of the way through its range, date by date."""
    names = [f"{key}@{month_text(month)}" for month, _ in leaf.steps] if isinstance(leaf, Dated) else [key]
    ends = map(range_of, steps_of(leaf))
    return [(name, low + (high - low) * part) for name, (low, high) in zip(names, ends, strict=True)]


def follows(leaf: Quantity, scenario: Scenario) -> bool:
    """Whether a parameter was derived from another alone and equals it."""
    if leaf.kind is not Kind.DERIVED or len(leaf.derived_from) != 1:
        return False
    section, _, name = leaf.derived_from[0].partition(".")
    origin = scenario.parameters.get(section, {}).get(name)
    return isinstance(origin, Quantity) and origin.value == leaf.value

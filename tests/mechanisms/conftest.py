"""Runs of the Works in memory, each lived once in a session and kept as a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from magnitka.run import Intervention, simulate
from magnitka.scenario import load
from tests.mechanisms.seen import Picture, look

Lived = Callable[..., Picture]


@pytest.fixture(scope="session")
def lived() -> Lived:
    """The picture of 1985-91 at the Works: `lived(seed, {"planning.ratchet": 0}, off=("barter",), every=act_of_god)`.

    `every` changes the world at the beginning of each dekad.
    """
    # the shapes are industry's: to it forty persons a row are the same hands as one, and a run takes two seconds
    scenario = load("magnitogorsk").with_changes({"population.persons_per_agent": 40})
    ticks = range(3 * (scenario.start - scenario.burn_in), 3 * (scenario.until + 1 - scenario.burn_in))
    kept: dict[Any, Picture] = {}

    def live(
        seed: int = 1,
        changes: Mapping[str, float] | None = None,
        off: tuple[str, ...] = (),
        every: Intervention | None = None,
    ) -> Picture:
        key = (seed, tuple(sorted((changes or {}).items())), off, every)
        if key not in kept:
            acts_of_god = dict.fromkeys(ticks, every) if every else None
            kept[key] = look(simulate(scenario, seed=seed, set=changes, off=off, interventions=acts_of_god))
        return kept[key]

    return live

"""The years before the start, lived once for each scenario, seed and code, and kept."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from time import time

import numba

from magnitka import store
from magnitka.foundation import found
from magnitka.kernels.compile import cache_root
from magnitka.loop import advance, state_of
from magnitka.progress import Pulse
from magnitka.recipe import Recipe
from magnitka.table import Array

KEPT_DAYS = 14  # days after which a burnt-in world that nobody used is thrown away
COMPILING = "compiling kernels, the first time only: one to two minutes"


def burnt_in(recipe: Recipe, pulse: Pulse, seconds: dict[str, float], cache: bool) -> dict[str, Array]:
    """The state at the scenario's start, from the cache or lived through; a damaged copy is made anew.

    Processes that burn in the same world at once write the same bytes, each under a name of its own until renamed.
    """
    path = cache_root() / "burnin" / f"{recipe.burn_in_key}.npz"
    with suppress(OSError):
        digest, _, content = path.read_bytes().partition(b"\n")
        if cache and digest == store.digest_of(content).encode():
            os.utime(path)
            return store.unpacked(content)
    world = found(recipe.founded, recipe.seed)
    for clock in advance(
        world, recipe.baseline_acts, range(recipe.first), recipe.origin, recipe.seed, seconds
    ):
        pulse.tell("burning in", clock.tick + 1, recipe.first, clock.name)
    seconds.clear()  # what the burn-in took is not the run's
    if cache:
        content = store.packed(state_of(world))
        with suppress(OSError):  # without a cache every run burns in anew: slower, never wrong
            store.write_atomically(path, store.digest_of(content).encode() + b"\n" + content)
            _sweep(path.parent)
    return state_of(world)


def _sweep(folder: Path) -> None:
    """Throws away burnt-in worlds that nobody used for long."""
    for old in folder.iterdir():
        if time() - old.stat().st_mtime > KEPT_DAYS * 86400:
            old.unlink(missing_ok=True)


def begin(pulse: Pulse) -> None:
    """Says what the founding and the first dekads will be busy with: compiling, when no kernel is in the cache."""
    cache = str(vars(numba.config)["CACHE_DIR"])  # empty once this process has compiled
    cold = cache and next(Path(cache).rglob("*.nbi"), None) is None
    pulse.tell(COMPILING if cold else "founding the world")

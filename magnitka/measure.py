"""What a measure is: one number a dekad, one for each row of an axis, or several told in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.process import Clock
from magnitka.table import Array
from magnitka.world import World

Floats = NDArray[np.float64]
Measure = Callable[[World, Clock], float]
PanelMeasure = Callable[[World, Clock], Array]

ROUBLES = 1e-8  # Mrub in a kopeck


@dataclass(frozen=True)
class Observable:
    """One number a dekad."""

    name: str
    unit: str
    long_name: str
    measure: Measure


@dataclass(frozen=True)
class Panel:
    """One number a dekad for each row of an axis: a good, a shop, a district, a list."""

    name: str
    unit: str
    long_name: str
    axis: str
    measure: PanelMeasure


@dataclass(frozen=True)
class Tally:
    """Several numbers that one pass over all persons tells: `measure` gives them in `series`' order."""

    series: tuple[Observable, ...]
    measure: Callable[[World, Clock], Floats]


def share(part: float, whole: float) -> float:
    """A ratio, and zero of nothing."""
    return float(part / whole) if whole > 0.0 else 0.0


def share_if_any(part: float, whole: float) -> float:
    """A ratio, and no number of nothing: what happens once a month has no share in the other dekads."""
    return float(part / whole) if whole > 0.0 else float("nan")


def tally(measure: Callable[[World, Clock], Floats], rows: dict[str, tuple[str, str]]) -> Tally:
    """A tally whose numbers are named, in its order, by {name: (unit, long name)}."""

    def one(at: int) -> Measure:
        return lambda world, clock: float(measure(world, clock)[at])

    return Tally(
        tuple(Observable(name, unit, text, one(at)) for at, (name, (unit, text)) in enumerate(rows.items())),
        measure,
    )

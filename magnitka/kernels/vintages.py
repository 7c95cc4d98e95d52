"""Equipment by age: tonnes of yearly capacity in one-year classes, row by row of [unit, age] (T35).

Class a holds what is between a and a + 1 years old; the last class holds everything older. What is asked of
the whole array can be asked of one unit through the slice `vintages[i : i + 1]`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel


@kernel
def age(vintages: NDArray[np.float64]) -> None:
    """Make all equipment a year older, in place; the youngest class is left empty."""
    oldest = vintages.shape[1] - 1
    for i in range(vintages.shape[0]):
        if oldest > 0:
            vintages[i, oldest] += vintages[i, oldest - 1]
            for a in range(oldest - 1, 0, -1):
                vintages[i, a] = vintages[i, a - 1]
            vintages[i, 0] = 0.0


@kernel
def retire(
    vintages: NDArray[np.float64], hazard_by_age: NDArray[np.float64], out: NDArray[np.float64]
) -> None:
    """Take the share `hazard_by_age` [age] out of every unit, in place; `out` [unit] receives what went."""
    for i in range(vintages.shape[0]):
        out[i] = 0.0
        for a in range(vintages.shape[1]):
            gone = hazard_by_age[a] * vintages[i, a]
            vintages[i, a] -= gone
            out[i] += gone


@kernel
def replacement_rate(half_age: float) -> float:
    """Yearly rate of replacement at which half of the equipment is older than `half_age` years: ln 2 / T."""
    return math.log(2.0) / half_age


@kernel
def share_older(vintages: NDArray[np.float64], years: int) -> float:
    """Share of all capacity given that is at least `years` old; zero where there is none."""
    older = 0.0
    total = 0.0
    for i in range(vintages.shape[0]):
        for a in range(vintages.shape[1]):
            total += vintages[i, a]
            if a >= years:
                older += vintages[i, a]
    return older / total if total > 0.0 else 0.0


@kernel
def mean_age(vintages: NDArray[np.float64]) -> float:
    """Mean age in years of all capacity given (classes at their middle); zero where there is none."""
    years = 0.0
    total = 0.0
    for i in range(vintages.shape[0]):
        for a in range(vintages.shape[1]):
            total += vintages[i, a]
            years += (a + 0.5) * vintages[i, a]
    return years / total if total > 0.0 else 0.0

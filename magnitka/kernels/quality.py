"""Good and defective tonnes, and the loop from steel to machines and back (T29-T34)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.balances import consistent
from magnitka.kernels.compile import kernel


@kernel
def remelt(external_charge: float, yield_: float, reject_share: float) -> tuple[float, float]:
    """Gross and net steel when rejects go back into the furnace: G = y (E + rho G), N = (1 - rho) G.

    `external_charge` is metal charged apart from own rejects, `yield_` liquid steel per tonne charged,
    `reject_share` rejects per tonne melted. What is reported is the gross.
    """
    gross = yield_ * external_charge / (1.0 - yield_ * reject_share)
    return gross, (1.0 - reject_share) * gross


@kernel
def inspect(good: float, defective: float, detection: float) -> tuple[float, float]:
    """Tonnes rejected, and defective share of what is shipped, when a share `detection` of defects is found.

    The share is zero where nothing is shipped.
    """
    rejected = detection * defective
    missed = defective - rejected
    shipped = good + missed
    return rejected, missed / shipped if shipped > 0.0 else 0.0


@kernel
def good_share(base: float, equipment_good: float, elasticity: float) -> float:
    """Share of steel that is good: `base` with perfect equipment, times equipment's good share to a power."""
    return base * math.pow(equipment_good, elasticity)


@kernel
def good_machine_share(base: float, steel_good: float, elasticity: float) -> float:
    """Share of machines that are good: `base` with perfect steel, times the steel's good share to a power."""
    return base * math.pow(steel_good, elasticity)


@kernel
def renew_equipment_quality(g_e: float, g_m: float, rate: float) -> float:
    """Good share of installed equipment after a share `rate` was replaced by machines of good share `g_m`.

    With elasticities al and be of the two shares above the loop is stable if al x be < 1; otherwise quality
    spirals down to nothing.
    """
    return (1.0 - rate) * g_e + rate * g_m


@kernel
def good_net_of_losses(
    A: NDArray[np.float64], good_share: NDArray[np.float64], d: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Gross outputs [product] whose good part covers all use: g x = A x + d; NaN where none can.

    `A` [product, using product] is good input per unit of gross output, `good_share` [product] above zero,
    `d` [product] good units for final use.
    """
    needs = A.copy()
    finals = d.copy()
    for i in range(d.size):
        finals[i] /= good_share[i]
        for j in range(d.size):
            needs[i, j] /= good_share[i]
    return consistent(needs, finals)


@kernel
def viable(A: NDArray[np.float64], good_share: NDArray[np.float64]) -> bool:
    """Whether the economy can yield good units of everything beyond its own use; arguments as above.

    The Hawkins-Simon condition, that is, spectral radius of diag(1/g) A below one.
    """
    return not math.isnan(good_net_of_losses(A, good_share, np.zeros(good_share.size))[0])


@kernel
def logistic(x: float) -> float:
    """1 / (1 + exp(-x)), without overflow."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    grown = math.exp(x)
    return grown / (1.0 + grown)

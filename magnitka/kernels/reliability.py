"""How much to keep against an unreliable world: staff, stocks, days of cover (T21, T26, T27)."""

from __future__ import annotations

import math

from magnitka.kernels import normal
from magnitka.kernels.compile import kernel

LONGEST_COVER = 36  # dekads; nobody holds more than a year's use against outages


@kernel
def newsvendor(mean: float, sd: float, gain: float, cost: float) -> float:
    """Stock (or staff) for a need Normal(`mean`, `sd`): the quantile (gain - cost)/gain, never below nothing.

    `gain` is what a unit in use brings, `cost` what a unit held costs, used or not; a subsidy of the wage
    fund lowers `cost`. Nothing where the cost eats the gain; infinite where holding is free.
    """
    if cost >= gain:
        return 0.0
    if cost <= 0.0:
        return math.inf
    return max(mean + sd * normal.quantile((gain - cost) / gain), 0.0)


@kernel
def outage_coverage(a: float, r: float, n: int) -> float:
    """Probability that deliveries are running or have failed for at most `n` dekads.

    An outage begins with probability `a` and ends with probability `r` per dekad:
    F(n) = 1 - a/(a+r) (1-r)^n (Schmitt, Snyder and Shen 2010, EJOR).
    """
    if a == 0.0:
        return 1.0
    return 1.0 - a / (a + r) * (1.0 - r) ** n


@kernel
def cover_outages(a: float, r: float, service: float) -> int:
    """Smallest base stock, in dekads of use, that lasts with probability `service`; at most LONGEST_COVER.

    The current dekad's use counts, so it is at least 1. `a`, `r` as in `outage_coverage`.
    """
    for dekads in range(1, LONGEST_COVER):
        if outage_coverage(a, r, dekads - 1) >= service:
            return dekads
    return LONGEST_COVER


@kernel
def base_stock(mean: float, sd: float, lead: float, service: float) -> float:
    """Stock on hand and on order that meets need with probability `service`.

    `mean`, `sd` of a dekad's need (independent normal), `lead` in dekads: (L+1) mean + z sd sqrt(L+1). At
    least zero.
    """
    cover = lead + 1.0
    if sd == 0.0:
        return cover * mean
    return max(cover * mean + normal.quantile(service) * sd * math.sqrt(cover), 0.0)


@kernel
def expected_backorders(stock: float, mean: float, sd: float, lead: float) -> float:
    """Mean unmet need under `stock`: sd sqrt(L+1) (phi(z) - z (1 - Phi(z))).

    `stock` on hand and on order; the other arguments as in `base_stock`.
    """
    cover = lead + 1.0
    spread = sd * math.sqrt(cover)
    if spread == 0.0:
        return max(cover * mean - stock, 0.0)
    z = (stock - cover * mean) / spread
    return spread * (normal.pdf(z) - z * normal.cdf(-z))

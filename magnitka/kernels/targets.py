"""Targets from the achieved level, scaled to the balances, and what is corrected of them later; see `planning`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import normal, uniform
from magnitka.kernels.incentives import pledge, ratchet

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@kernel
def set_targets(
    key: np.uint64,
    luck: NDArray[np.uint64],
    kind: Codes,
    plan: Floats,
    reported: Floats,
    capacity: Floats,
    condition: Floats,
    growth: float,
    share: float,
    weight: float,
    quantile: float,
    spread: float,
    lobbying: float,
    pledges: Floats,
    targets: Floats,
) -> None:
    """Fill `pledges` and `targets` (unit/yr) from last year's plan and output and the manager's knowledge."""
    for e in range(plan.size):
        if kind[e] != 0:
            pledges[e], targets[e] = 0.0, 0.0
            continue
        able = capacity[e] * 36.5 * condition[e]  # what the manager knows and the planner does not
        target = ratchet(plan[e], reported[e], growth, share)
        # no ministry takes a pledge below what was reported, or dares to confirm one far above its own figure
        offered = pledge(able, spread * able, quantile)
        pledges[e] = min(max(offered, reported[e]), (1.0 + 2.0 * growth) * target)
        targets[e] = ((1.0 - weight) * target + weight * pledges[e]) * (
            1.0 + lobbying * normal(key, luck[e], 0)
        )


@kernel
def scale_to_balances(
    targets: Floats, product: Codes, kind: Codes, planned: Floats, service: Floats, least: float, most: float
) -> None:
    """Scale the targets of all makers of a good towards its balanced total, in place."""
    total = np.zeros(planned.size)
    for e in range(targets.size):
        if kind[e] == 0:
            total[product[e]] += targets[e]
    for e in range(targets.size):
        g = product[e]
        if kind[e] == 0 and total[g] > 0.0 and service[g] == 0.0:
            targets[e] *= min(max(planned[g] / total[g], least), most)


@kernel
def correct_month(
    key: np.uint64,
    luck: NDArray[np.uint64],
    kind: Codes,
    service: Floats,
    product: Codes,
    dekad: int,
    hazard: float,
    share: float,
    upward: float,
    plan_month: Floats,
    done: Floats,
    count: Floats,
    factor: Floats,
) -> None:
    """Move month plans `share` of the way to where the progress would be even; `factor` is new over old plan."""
    for e in range(plan_month.size):
        factor[e] = 1.0
        if kind[e] != 0 or service[product[e]] > 0.0 or plan_month[e] <= 0.0:
            continue
        even = dekad / 3.0
        progress = done[e] / plan_month[e]
        chance = hazard if progress < even else hazard * upward
        if uniform(key, luck[e], 0) < chance and progress > 0.02:
            corrected = done[e] / (progress + share * (even - progress))
            corrected = min(max(corrected, 0.6 * plan_month[e]), 1.3 * plan_month[e])
            factor[e] = corrected / plan_month[e]
            plan_month[e] = corrected
            count[e] += 1.0


@kernel
def correct_year(
    key: np.uint64,
    luck: NDArray[np.uint64],
    kind: Codes,
    service: Floats,
    product: Codes,
    elapsed: float,
    hazard: float,
    share: float,
    upward: float,
    plan_year: Floats,
    done: Floats,
    count: Floats,
) -> None:
    """Move year plans `share` of the way to the pace of the year so far, by hazard."""
    for e in range(plan_year.size):
        if kind[e] != 0 or service[product[e]] > 0.0 or plan_year[e] <= 0.0:
            continue
        pace = done[e] / elapsed
        chance = hazard if pace < plan_year[e] else hazard * upward
        if uniform(key, luck[e], 1) < chance:
            plan_year[e] += share * (pace - plan_year[e])
            count[e] += 1.0

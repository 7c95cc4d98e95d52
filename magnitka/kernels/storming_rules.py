"""The rules of a shop's dekad: what effort costs, what borrowed upkeep does, the law of luck, and the pay.

The dynamic programme (`storming_dp`), its simulation (`storming_lookup`) and the mechanisms share them.
"""

from __future__ import annotations

import math

import numpy as np

from magnitka.kernels.compile import kernel
from magnitka.kernels.normal import cdf, pdf

TAIL = 5.0  # spreads of noise kept on either side of the mean; the cut-off mass is 6e-7


@kernel
def chance_above(gap: float, spread: float, nodes: np.ndarray) -> float:
    """P(spread eps >= gap); a step (one at 0) without spread. `nodes`: see `step_back`, the law of eps."""
    if spread <= 0.0:
        return 1.0 if gap <= 0.0 else 0.0
    if nodes.shape[1] == 0:
        return cdf(-gap / spread)
    chance = 0.0
    for i in range(nodes.shape[1]):
        chance += nodes[1, i] * (spread * nodes[0, i] >= gap)
    return chance


@kernel
def mean_excess(gap: float, spread: float, nodes: np.ndarray) -> float:
    """E max(spread eps - gap, 0), for the normal law by Bachelier's formula."""
    if spread <= 0.0:
        return max(-gap, 0.0)
    if nodes.shape[1] == 0:
        z = -gap / spread
        return spread * (z * cdf(z) + pdf(z))
    excess = 0.0
    for i in range(nodes.shape[1]):
        excess += nodes[1, i] * max(spread * nodes[0, i] - gap, 0.0)
    return excess


@kernel
def effort_cost(effort: float, free_pace: float, cost: float, curvature: float) -> float:
    """Disutility of a dekad's effort, in bonus units: c/(1+kappa) (a - a_n)^(1+kappa), nothing below a_n."""
    strain = effort - free_pace
    if strain <= 0.0:
        return 0.0
    if curvature == 1.0:
        return 0.5 * cost * strain * strain
    return float(cost / (1.0 + curvature) * strain ** (1.0 + curvature))


@kernel
def output_factor(
    skip: float, debt: float, upkeep: float, looseness: float, bite: float, norm: float
) -> float:
    """Factor on output of what is borrowed: N (1 - m chi (1 - s)) (1 - eta chi f), N = 1 / (1 - norm m chi).

    `norm` is the share of upkeep done in an ordinary month: with it the factor's mean is one, so that
    borrowing moves output in time without adding capacity.
    """
    share = upkeep * looseness
    return (1.0 - share * (1.0 - skip)) * (1.0 - bite * looseness * debt) / (1.0 - norm * share)


@kernel
def next_debt(
    debt: float, effort: float, skip: float, memory: float, haste: float, skip_debt: float
) -> float:
    """Debt at the start of the next dekad: min(1, rho f + zeta (a - 1)+ + delta s)."""
    return min(1.0, memory * debt + haste * max(effort - 1.0, 0.0) + skip_debt * skip)


@kernel
def normal_taps(
    mean: float, spread: float, step: float, nodes: np.ndarray, taps: np.ndarray
) -> tuple[int, int]:
    """Weights of E g(x + mean + spread eps) on the points of g's uniform grid; returns first offset, count.

    The weights integrate the piecewise linear interpolant of g exactly. Interpolation itself acts like noise
    of variance step^2/6, which is taken off the spread of a normal eps.
    """
    reach = TAIL
    if nodes.shape[1] == 0:
        spread = math.sqrt(max(spread * spread - step * step / 6.0, 0.0))
    else:
        reach = nodes[0, nodes.shape[1] - 1]
    first = math.floor((mean - reach * spread) / step)
    count = math.ceil((mean + reach * spread) / step) - first + 1
    total = 0.0
    for i in range(count):  # a hat function is the second difference of max(., 0)
        at = (first + i) * step - mean
        hat = mean_excess(at - step, spread, nodes) - 2.0 * mean_excess(at, spread, nodes)
        taps[i] = (hat + mean_excess(at + step, spread, nodes)) / step
        total += taps[i]
    for i in range(count):
        taps[i] /= total
    return first, count


@kernel
def pay_at_month_end(
    counted: float,
    carried: float,
    spread: float,
    bonus: np.ndarray,
    months: float,
    last: bool,
    nodes: np.ndarray,
) -> float:
    """Expected bonuses at a month's end (if `last`, the quarter's too), integrated over the dekad's noise.

    `counted`: expected output counted in the month, with this dekad's; `bonus`: month, linear, quarter,
    over-fulfilment, year, shift of the year's threshold (months' plans).
    """
    pay = float(bonus[0]) * chance_above(1.0 - counted, spread, nodes) + bonus[1] * counted
    if last:
        gap = months - carried - counted
        pay += bonus[2] * chance_above(gap, spread, nodes)
        if bonus[3] != 0.0:
            pay += bonus[3] * mean_excess(gap, spread, nodes)
        if bonus[4] != 0.0:
            pay += bonus[4] * chance_above(gap + bonus[5], spread, nodes)
    return float(pay)

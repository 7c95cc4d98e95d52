"""The manager's dynamic programme, one dekad at a time: best effort in every state, from what comes after.

State within a month: x, output counted in the month (1 = the month's plan); u, output counted in the earlier
months of the quarter; f, debt of borrowed upkeep and fatigue in [0, 1]. Within a month u is constant, so that
the programme runs in x alone for each u. A dekad's output is normal with a mean and a spread that depend on
effort, skipped upkeep and debt but not on x, hence

* the expectation of a function tabulated on x is a convolution (`normal_taps`), exact for the piecewise
  linear interpolant, and
* step bonuses at the end of a month are integrated with the normal distribution, not with a quadrature
  that turns one step into a staircase.

The best effort is refined between grid points by interpolating the gain (smooth) and keeping the cost exact.
Thresholds, over-fulfilment reward and ratchet follow Bain, Miller, Thornton and Keren (1987, European
Economic Review 31:1173-1201); hazard, bias and borrowing are added here.
"""

from __future__ import annotations

import math

import numpy as np

from magnitka.kernels.compile import kernel
from magnitka.kernels.storming_rules import (
    TAIL,
    effort_cost,
    next_debt,
    normal_taps,
    output_factor,
    pay_at_month_end,
)

TIE = 1e-12  # gains closer than this are equal: the manager then keeps his free pace and his upkeep


@kernel
def cell(at: float, size: int) -> tuple[int, float]:
    """Lower point and weight of the upper one at position `at` (in points) of an axis, held at its ends."""
    if size == 1 or at <= 0.0:
        return 0, 0.0
    low = min(int(at), size - 2)
    return low, min(at - low, 1.0)


@kernel
def value_at(row: np.ndarray, origin: float, step: float, x: float) -> float:
    """Linear interpolation on a uniform grid, straight on beyond its ends."""
    if row.size == 1:
        return float(row[0])
    at = (x - origin) / step
    i = min(max(math.floor(at), 0), row.size - 2)
    return float(row[i] + (at - i) * (row[i + 1] - row[i]))


@kernel
def best_effort(
    gain: np.ndarray,
    efforts: np.ndarray,
    costs: np.ndarray,
    free: int,
    cost: float,
    curvature: float,
    smooth: bool,
) -> tuple[float, int, float]:
    """Effort, skip (0 or 1) and net gain that maximise `gain[skip, effort]` less the cost of effort.

    `free` is the index of the free pace in `efforts`. If `smooth`, the gain between grid points is a parabola
    through three neighbours and the cost is exact, so that a linear gain is maximised without error.
    """
    skip, i, best = 0, free, gain[0, free] - costs[free]
    for s in range(gain.shape[0]):
        for j in range(efforts.size):
            if gain[s, j] - costs[j] > best + TIE:
                skip, i, best = s, j, gain[s, j] - costs[j]
    if not smooth:
        return efforts[i], skip, best
    middle = min(max(i, 1), efforts.size - 2)
    left, centre, right = efforts[middle - 1], efforts[middle], efforts[middle + 1]
    slope_left = (gain[skip, middle] - gain[skip, middle - 1]) / (centre - left)
    slope_right = (gain[skip, middle + 1] - gain[skip, middle]) / (right - centre)
    bend = (slope_right - slope_left) / (right - left)
    slope = slope_left + bend * (centre - left)  # of the parabola, at the middle point
    a = marginal_effort(
        efforts[i],
        efforts[max(i - 1, 0)],
        efforts[min(i + 1, efforts.size - 1)],
        slope - 2.0 * bend * centre,
        2.0 * bend,
        efforts[free],
        cost,
        curvature,
    )
    rise = slope * (a - centre) + bend * (a - centre) ** 2
    highest = max(
        gain[skip, middle - 1], gain[skip, middle], gain[skip, middle + 1]
    )  # no overshooting a step
    refined = min(gain[skip, middle] + rise, highest) - effort_cost(a, efforts[free], cost, curvature)
    if refined > best + TIE:
        return a, skip, refined
    return efforts[i], skip, best


@kernel
def marginal_effort(
    start: float,
    low: float,
    high: float,
    slope: float,
    curve: float,
    free_pace: float,
    cost: float,
    curvature: float,
) -> float:
    """Effort in [low, high] at which the marginal gain `slope + curve a` meets c (a - a_n)^kappa.

    Newton's method kept inside a shrinking bracket (for kappa < 1 the marginal cost is vertical at a_n).
    """
    a = start
    for _ in range(60):
        excess, bend = slope + curve * a, curve
        strain = a - free_pace
        if strain > 0.0:
            marginal = cost * strain if curvature == 1.0 else cost * strain**curvature
            excess -= marginal
            bend -= curvature * marginal / strain
        if excess > 0.0:
            low = a
        else:
            high = a
        ahead = a - excess / bend if bend < 0.0 else high + 1.0
        if ahead <= low or ahead >= high:
            ahead = 0.5 * (low + high)
        if abs(ahead - a) < 1e-11:
            break
        a = ahead
    return a


@kernel
def disturb(
    later: np.ndarray, x: np.ndarray, void_hazard: float, correction: float, share: float, target: float
) -> np.ndarray:
    """Value within a month before the Ministry has spoken; `later` and the result are [f, u, x].

    With probability `void_hazard` the bonuses ahead are lost; else, with probability `correction`, the plan
    is corrected towards what was made: x moves `share` of the way to `target`.
    """
    step = x[1] - x[0]
    result = np.empty_like(later)
    for f in range(later.shape[0]):
        for u in range(later.shape[1]):
            row = later[f, u]
            for i in range(x.size):
                moved = value_at(row, x[0], step, x[i] + share * (target - x[i]))
                result[f, u, i] = (1.0 - void_hazard) * ((1.0 - correction) * row[i] + correction * moved)
    return result


@kernel
def month_ahead(known: np.ndarray, late: np.ndarray, late_plan: float, x: np.ndarray) -> np.ndarray:
    """Value [f, u] of entering a month, nothing counted yet, from the values [f, u, x] of its first dekad."""
    step = x[1] - x[0]
    result = np.empty(known.shape[:2])
    for f in range(known.shape[0]):
        for u in range(known.shape[1]):
            result[f, u] = (1.0 - late_plan) * value_at(known[f, u], x[0], step, 0.0)
            result[f, u] += late_plan * value_at(late[f, u], x[0], step, 0.0)
    return result


@kernel
def month_behind(
    ahead: np.ndarray, carried_ahead: np.ndarray, carried: np.ndarray, x: np.ndarray
) -> np.ndarray:
    """Value [f, u, x] after a month's last dekad: that of the next month with u + x carried into it."""
    step = carried_ahead[1] - carried_ahead[0] if carried_ahead.size > 1 else 1.0
    result = np.empty((ahead.shape[0], carried.size, x.size))
    for f in range(ahead.shape[0]):
        for u in range(carried.size):
            for i in range(x.size):
                result[f, u, i] = value_at(ahead[f], carried_ahead[0], step, carried[u] + x[i])
    return result


@kernel
def step_back(
    later: np.ndarray,
    x: np.ndarray,
    carried: np.ndarray,
    debts: np.ndarray,
    efforts: np.ndarray,
    skips: int,
    capacity: float,
    borrowing: np.ndarray,
    noise: np.ndarray,
    labour: np.ndarray,
    bonus: np.ndarray,
    months: float,
    ending: int,
    nodes: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Value, effort and skip [f, u, x] at the start of a dekad, from the value `later[f, u, x]` after it.

    `capacity`: counted output per unit of effort (months' plans); `skips`: 2 if upkeep can be skipped, or 1;
    `borrowing`, `noise`, `labour`, `bonus`: properties of `storming_problem.ManagerProblem`; `ending`:
    0 within a month, 1 at its end, 2 at the end of the quarter; `nodes`: values and weights [2, n] of the
    noise, normal if n = 0.
    """
    cost, curvature, bias = labour[1], labour[2], labour[3]
    smooth = nodes.shape[1] == 0
    step = x[1] - x[0]
    value, effort, skip = np.empty_like(later), np.empty_like(later), np.empty_like(later)
    costs = np.empty(efforts.size)
    for j in range(efforts.size):
        costs[j] = effort_cost(efforts[j], labour[0], cost, curvature)
    free = int(np.searchsorted(efforts, labour[0]))
    # gains of every choice at every (u, x): what this dekad's end pays, and what comes after it
    paid = np.zeros((skips, efforts.size, carried.size, x.size))
    after = np.zeros((skips, efforts.size, carried.size, x.size))
    gain = np.empty((skips, efforts.size))
    for f in range(debts.size):
        for s in range(skips):
            factor = output_factor(float(s), debts[f], borrowing[0], borrowing[1], borrowing[2], borrowing[3])
            for j in range(efforts.size):
                mean = capacity * efforts[j] * factor
                spread = noise[0] * mean + noise[1]
                debt = next_debt(debts[f], efforts[j], float(s), borrowing[4], borrowing[5], borrowing[6])
                low, share = cell(debt * (debts.size - 1), debts.size)
                high = min(low + 1, debts.size - 1)
                if ending == 2:  # nothing but debt goes on into the next quarter
                    after[s, j] = (1.0 - share) * later[low, 0, 0] + share * later[high, 0, 0]
                else:
                    expect(later[low], later[high], share, mean, spread, step, nodes, after[s, j])
                if ending > 0:
                    for u in range(carried.size):
                        for i in range(x.size):
                            paid[s, j, u, i] = pay_at_month_end(
                                x[i] + mean, carried[u], spread, bonus, months, ending == 2, nodes
                            )
        for u in range(carried.size):
            for i in range(x.size):
                # A naive manager expects to be patient from the next dekad on: first the patient choice,
                # for the value, then, where he is biased, his own.
                for turn in range(1 if bias == 1.0 else 2):
                    weight = 1.0 if turn == 0 else bias
                    for s in range(skips):
                        for j in range(efforts.size):
                            gain[s, j] = paid[s, j, u, i] + weight * after[s, j, u, i]
                    a, skipped, best = best_effort(gain, efforts, costs, free, cost, curvature, smooth)
                    effort[f, u, i], skip[f, u, i] = a, skipped
                    if turn == 0:
                        value[f, u, i] = best
    return value, effort, skip


@kernel
def expect(
    lower: np.ndarray,
    upper: np.ndarray,
    share: float,
    mean: float,
    spread: float,
    step: float,
    nodes: np.ndarray,
    result: np.ndarray,
) -> None:
    """Fill `result[u, x]`: expectation over a dekad's output of the value [u, x] after it.

    That value is `lower` and `upper`, at neighbouring debts, blended with weight `share` on the upper.
    """
    size = lower.shape[1]
    taps = np.empty(int(2.0 * (TAIL * spread) / step) + 4)
    first, count = normal_taps(mean, spread, step, nodes, taps)
    below, above = max(-first, 0), max(first + count - 1, 0)
    row = np.empty(below + size + above)
    last = below + size - 1
    for u in range(lower.shape[0]):
        for i in range(size):
            row[below + i] = (1.0 - share) * lower[u, i] + share * upper[u, i]
            result[u, i] = 0.0
        for i in range(below):  # straight on beyond the ends of the grid
            row[i] = row[below] - (below - i) * (row[below + 1] - row[below])
        for i in range(above):
            row[last + 1 + i] = row[last] + (i + 1) * (row[last] - row[last - 1])
        for t in range(count):
            shift, weight = below + first + t, taps[t]
            for i in range(size):
                result[u, i] += weight * row[shift + i]

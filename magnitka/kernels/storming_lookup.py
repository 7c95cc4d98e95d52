"""Reading a solved storming policy: effort, skipped upkeep, the shadow value of output; and playing it out.

A policy's tables are [tautness, slice, debt, carried, x]. Slice m (D + 1) + d + 1 is dekad d of month m (of D
dekads); slice m (D + 1) is the month's first dekad while its plan is missing. `axes` holds D, the origin and
step of x, the origin and step of the mean of the quarter's earlier months, and the step of debt. States
outside the tables are read at their edge.
"""

from __future__ import annotations

import numpy as np

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import normal, uniform
from magnitka.kernels.storming_dp import cell
from magnitka.kernels.storming_rules import next_debt, output_factor

MEANS = 6  # columns of `play`: effort, skip, output, counted output, strain ^ curvature, debt


@kernel
def position(axis: np.ndarray, value: float) -> float:
    """Position (in points) of `value` on a short ascending axis."""
    if axis.size == 1:
        return 0.0
    i = 0
    while i < axis.size - 2 and value > axis[i + 1]:
        i += 1
    return float(i + (value - axis[i]) / (axis[i + 1] - axis[i]))


@kernel
def slice_of(late: int, k: int, dekads: int) -> int:
    """Slice of dekad k of the quarter (from 0); `late` = 1 while the plan is missing (first dekad only)."""
    month, dekad = k // dekads, k % dekads
    return int(month * (dekads + 1) + (0 if late > 0 and dekad == 0 else dekad + 1))


@kernel
def earlier_mean(quarter: float, month: float, k: int, axes: np.ndarray) -> float:
    """Mean monthly output (months' plans) of the quarter's earlier months; in the first, the axis' origin."""
    before = k // int(axes[0])
    return (quarter - month) / before if before > 0 else axes[3]


@kernel
def corner_weight(corner: int, taut: float, debt: float, carried: float, x: float) -> float:
    """Weight of one of a cell's 16 corners, numbered by the bits (tautness, debt, carried, x)."""
    weight = (taut if corner & 1 else 1.0 - taut) * (debt if corner & 2 else 1.0 - debt)
    return weight * (carried if corner & 4 else 1.0 - carried) * (x if corner & 8 else 1.0 - x)


@kernel
def look_up(
    effort: np.ndarray,
    skip: np.ndarray,
    tautness: np.ndarray,
    axes: np.ndarray,
    r: float,
    late: int,
    k: int,
    f: float,
    quarter: float,
    month: float,
) -> tuple[float, int]:
    """Effort and skipped upkeep (0 or 1) of a shop.

    r: normal capacity over plan; late: 1 if the month's plan is missing; k: dekad of the quarter from 0;
    f: debt; quarter, month: output counted in the quarter (this month included) and in the month, in months'
    plans. Upkeep is skipped if neighbouring states of at least half the weight skip it; effort is the mean
    over those alone that agree, so that it never blends a rush with its repayment.
    """
    s = slice_of(late, k, int(axes[0]))
    ir, wr = cell(position(tautness, r), effort.shape[0])
    jf, wf = cell(f / axes[5], effort.shape[2])
    iu, wu = cell((earlier_mean(quarter, month, k, axes) - axes[3]) / axes[4], effort.shape[3])
    ix, wx = cell((month - axes[1]) / axes[2], effort.shape[4])
    kept, skipped, weight = 0.0, 0.0, 0.0
    for c in range(16):
        w = corner_weight(c, wr, wf, wu, wx)
        if w > 0.0:  # a corner without weight may lie outside the table
            a, b, d, e = ir + (c & 1), jf + (c >> 1 & 1), iu + (c >> 2 & 1), ix + (c >> 3)
            if skip[a, s, b, d, e] > 0:
                skipped += w * effort[a, s, b, d, e]
                weight += w
            else:
                kept += w * effort[a, s, b, d, e]
    if weight >= 0.5:
        return skipped / weight, 1
    return kept / (1.0 - weight), 0


@kernel
def value_of(value: np.ndarray, s: int, taut: float, debt: float, carried: float, x: float) -> float:
    """Value in slice `s` at positions (in points) on the tables' axes."""
    ir, wr = cell(taut, value.shape[0])
    jf, wf = cell(debt, value.shape[2])
    iu, wu = cell(carried, value.shape[3])
    ix, wx = cell(x, value.shape[4])
    total = 0.0
    for c in range(16):
        w = corner_weight(c, wr, wf, wu, wx)
        if w > 0.0:
            total += w * value[ir + (c & 1), s, jf + (c >> 1 & 1), iu + (c >> 2 & 1), ix + (c >> 3)]
    return total


@kernel
def marginal_value(
    value: np.ndarray,
    tautness: np.ndarray,
    axes: np.ndarray,
    r: float,
    late: int,
    k: int,
    f: float,
    quarter: float,
    month: float,
) -> float:
    """Shadow value of output: bonus expected from one more month's plan counted now; states as in `look_up`.

    Difference quotient of the value over one step of the grid in x; what earlier months made is held fixed.
    """
    s = slice_of(late, k, int(axes[0]))
    taut, debt = position(tautness, r), f / axes[5]
    carried = (earlier_mean(quarter, month, k, axes) - axes[3]) / axes[4]
    x = min(max((month - axes[1]) / axes[2], 0.5), value.shape[4] - 1.5)
    rise = value_of(value, s, taut, debt, carried, x + 0.5) - value_of(value, s, taut, debt, carried, x - 0.5)
    return float(rise / axes[2])


@kernel
def play(
    effort: np.ndarray,
    skip: np.ndarray,
    tautness: np.ndarray,
    axes: np.ndarray,
    r: float,
    months: int,
    effort_unit: float,
    labour: np.ndarray,
    borrowing: np.ndarray,
    noise: np.ndarray,
    late_plan: float,
    late_count: float,
    correction: float,
    correction_share: float,
    shops: int,
    warm_up: int,
    quarters: int,
    key: np.uint64,
) -> tuple[np.ndarray, np.ndarray]:
    """Means over independent shops and quarters of following a policy, as the programme supposes the world.

    Arguments as in `storming_dp.step_back`; the first `warm_up` quarters are not counted. Returns means
    [dekad of the quarter, MEANS] and hits [months + 1], the shares of month plans and of quarter plans met.
    """
    dekads = int(axes[0])
    length = months * dekads
    means, hits = np.zeros((length, MEANS)), np.zeros(months + 1)
    for shop in range(shops):
        debt = 0.0
        for quarter in range(-warm_up, quarters):
            in_quarter, in_month, late = 0.0, 0.0, 0
            for k in range(length):
                draw = 4 * ((quarter + warm_up) * length + k)
                if k % dekads == 0:
                    in_month = 0.0
                    late = 1 if uniform(key, np.uint64(shop), draw) < late_plan else 0
                a, s = look_up(effort, skip, tautness, axes, r, late, k, debt, in_quarter, in_month)
                mean = (
                    r
                    / dekads
                    * a
                    / effort_unit
                    * output_factor(float(s), debt, borrowing[0], borrowing[1], borrowing[2], borrowing[3])
                )
                made = mean + (noise[0] * mean + noise[1]) * normal(key, np.uint64(shop), draw + 1)
                counted = made * late_count if late > 0 and k % dekads == 0 else made
                in_month += counted
                in_quarter += counted
                if quarter >= 0:
                    means[k, 0] += a
                    means[k, 1] += s
                    means[k, 2] += made
                    means[k, 3] += counted
                    means[k, 4] += max(a - labour[0], 0.0) ** labour[2]
                    means[k, 5] += debt
                debt = next_debt(debt, a, float(s), borrowing[4], borrowing[5], borrowing[6])
                done = k % dekads + 1
                if done == dekads:
                    hits[k // dekads] += (quarter >= 0) * (in_month >= 1.0)
                elif uniform(key, np.uint64(shop), draw + 3) < correction:
                    moved = correction_share * (done / dekads - in_month)
                    in_month += moved
                    in_quarter += moved
            hits[months] += (quarter >= 0) * (in_quarter >= months)
    return means / (shops * quarters), hits / (shops * quarters)

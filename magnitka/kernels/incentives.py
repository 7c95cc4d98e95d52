"""What a plan makes a manager do: the ratchet, the pledge, the hidden reserve (T13-T18).

All rates are per plan period (a year). Where the plan also grows in proportion to itself, `discount` is the
manager's rate less that growth: the part of this year's success that was added to the plan grows with it.
"""

from __future__ import annotations

import math

from magnitka.kernels import normal
from magnitka.kernels.compile import kernel


@kernel
def ratchet(target: float, achieved: float, growth: float, ratchet_share: float) -> float:
    """Next period's target: this one, grown, plus a share of what was achieved above (or below) it.

    `target`, `achieved` in the same unit; `growth` and `ratchet_share` are shares per period
    (Weitzman 1980, Bell J. Econ. 11:302-308, here with growth in proportion to the target).
    """
    return target * (1.0 + growth) + ratchet_share * (achieved - target)


@kernel
def reward_after_ratchet(bonus: float, ratchet_share: float, discount: float) -> float:
    """What a unit of output is worth to a manager who faces the ratchet for ever: b r / (r + lambda).

    `bonus` is paid per unit above target (Weitzman 1980). With no ratchet it is the bonus itself.
    """
    if ratchet_share == 0.0:
        return bonus
    return bonus * discount / (discount + ratchet_share)


@kernel
def reward_with_horizon(bonus: float, ratchet_share: float, discount: float, periods_left: int) -> float:
    """What a unit of output is worth to a manager who stays `periods_left` more periods after this one.

    The full bonus in the last period, `reward_after_ratchet` in the limit of a life tenure.
    """
    carried = (1.0 - ratchet_share) / (
        1.0 + discount
    )  # what a period leaves of a past unit in the plan, discounted
    lost = 0.0
    weight = 1.0 / (1.0 + discount)
    for _ in range(periods_left):
        lost += weight
        weight *= carried
    return bonus * (1.0 - ratchet_share * lost)


@kernel
def pledge_quantile(alpha: float, beta: float, gamma: float, discount: float, ratchet_share: float) -> float:
    """Probability of falling short of one's own pledge that pays best under the rule of 1971.

    Bonus = beta x (pledge above the control figure) + alpha x (output above pledge) - gamma x (output below
    pledge), alpha < beta < gamma (Weitzman 1976, Bell J. Econ. 7:251-257). A share `ratchet_share` of the
    pledge enters later control figures. 0: the least pledge pays; 1: the boldest does.
    """
    worth = reward_after_ratchet(beta, ratchet_share, discount)
    return min(max((worth - alpha) / (gamma - alpha), 0.0), 1.0)


@kernel
def pledge(mean: float, sd: float, quantile: float) -> float:
    """The pledge of a manager who expects output Normal(`mean`, `sd`), never below nothing.

    At quantile 0 it is nothing and at quantile 1 infinite: the caller bounds it by the control figure and by
    what the Ministry believes.
    """
    if quantile <= 0.0:
        return 0.0
    if quantile >= 1.0:
        return math.inf
    return max(mean + sd * normal.quantile(quantile), 0.0)


@kernel
def reserve_lifetime(reserve: float, plan_growth: float, capacity_growth: float) -> float:
    """Periods for which a hidden reserve (share of the plan) covers a plan that outgrows capacity.

    Infinite where the plan does not outgrow capacity.
    """
    if plan_growth <= capacity_growth:
        return math.inf
    return math.log1p(reserve) / math.log((1.0 + plan_growth) / (1.0 + capacity_growth))

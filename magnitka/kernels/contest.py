"""Who wrings what from whom: contests in noise, soft budgets, and what is left for the town (T60-T65).

A contest shares out a prize by noise: share = weight * noise^r / sum (Tullock 1980, Efficient Rent Seeking). A soft
budget is refinanced because finishing is worth more than stopping (Dewatripont and Maskin 1995, REStud 62:541-555);
whoever counts on it spends more. Social lines are what industry leaves of a common budget: an option on the budget,
priced as Bachelier did.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels import normal
from magnitka.kernels.compile import kernel

Floats = NDArray[np.float64]
HALVINGS = 60  # of the bracket around the best effort


# ------------------------------------------------------------------------------------------------------- noise
@kernel
def shout(weight: float, effort: float, decisive: float) -> float:
    """How loud an effort is heard: weight * effort^decisive."""
    return weight * effort**decisive if effort > 0.0 else 0.0


@kernel
def best_effort(prize: float, cost: float, weight: float, others: float, decisive: float) -> float:
    """Effort that is worth most to a contender whose rivals are heard as loud as `others`.

    Solves max over e of prize * w e^r / (w e^r + others) - cost * e. The gain in share rises until
    w e^r = others (r-1)/(r+1), then falls, so that the root lies on the falling side; nobody makes an effort
    that does not pay. `prize` and `cost` * effort are in the same money.
    """
    if prize <= 0.0 or weight <= 0.0 or others <= 0.0:
        return 0.0
    low = (max(decisive - 1.0, 0.0) / (decisive + 1.0) * others / weight) ** (1.0 / decisive)
    high = prize / cost
    if low >= high:
        return 0.0
    for _ in range(HALVINGS):
        effort = 0.5 * (low + high)
        heard = shout(weight, effort, decisive)
        gain = prize * decisive * heard * others / (effort * (heard + others) ** 2)
        if gain > cost:
            low = effort
        else:
            high = effort
    effort = 0.5 * (low + high)
    heard = shout(weight, effort, decisive)
    return effort if prize * heard / (heard + others) > cost * effort else 0.0


@kernel
def remembered(stock: float, effort: float, memory: float) -> float:
    """Noise still heard next month: `memory` of the old, and this month's effort (T65)."""
    return memory * stock + effort


@kernel
def make_noise(
    first: int, prize: Floats, cost: Floats, weight: Floats, decisive: float, memory: float, noise: Floats
) -> None:
    """One best-response step of every contender in turn, beginning with row `first`; `noise` are the stocks.

    A lasting effort e keeps a stock e / (1 - memory): each answers the efforts that the others' stocks stand for.
    """
    n = noise.size
    for turn in range(n):
        a = (first + turn) % n
        others = 0.0
        for b in range(n):
            if b != a:
                others += shout(weight[b], (1.0 - memory) * noise[b], decisive)
        effort = best_effort(prize[a], cost[a], weight[a], others, decisive)
        noise[a] = remembered(noise[a], effort, memory)


@kernel
def loudness(weight: Floats, noise: Floats, decisive: float) -> Floats:
    """Weights by which a prize is shared: weight * noise^decisive, or the bare weights while nobody shouts."""
    heard = np.empty(noise.size)
    total = 0.0
    for a in range(noise.size):
        heard[a] = shout(weight[a], noise[a], decisive)
        total += heard[a]
    return heard if total > 0.0 else weight.copy()


# -------------------------------------------------------------------------------------------------- soft budget
@kernel
def is_refinanced(continuation: float, needed: float) -> bool:
    """Whether a centre adds what is `needed`, now that the rest is spent: only the future counts."""
    return continuation > needed


@kernel
def spending_under_cover(covered: float, chance_high: float, high: float, low: float, price: float) -> float:
    """What is bought by somebody who keeps what he gains and is relieved of a share `covered` of what he loses.

    Maximises E[theta 2 sqrt(x) - price x] in which the low state's loss counts 1 - covered (Kornai 1980):
    x = ((p high + (1-p)(1-c) low) / ((p + (1-p)(1-c)) price))^2. Without cover it is (E theta / price)^2.
    """
    risk = (1.0 - chance_high) * (1.0 - covered)
    root = (chance_high * high + risk * low) / ((chance_high + risk) * price)
    return root * root


# ------------------------------------------------------------------------------------------------ what is left
@kernel
def residual(social: float, overrun: float) -> float:
    """Money left for social lines after industry's overrun: never below nothing, never above the plan."""
    return min(max(social - overrun, 0.0), social)


@kernel
def pro_rata(social: float, industry: float, overrun: float) -> float:
    """The same when all lines of the budget bear an overrun in proportion to their size."""
    return social * min((social + industry) / max(social + industry + overrun, 1e-300), 1.0)


@kernel
def expected_residual(social: float, mean: float, spread: float, capped: bool) -> float:
    """Mean of what is left when the overrun is Normal(mean, spread): Bachelier's option (T64).

    `capped`: savings of industry below its plan do not go to the social lines.
    """
    left = _option(social - mean, spread)
    return left - _option(-mean, spread) if capped else left


@kernel
def _option(distance: float, spread: float) -> float:
    z = distance / spread
    return spread * (z * normal.cdf(z) + normal.pdf(z))


@kernel
def chance_of_nothing(social: float, mean: float, spread: float) -> float:
    """Chance that industry's overrun leaves nothing for the social lines."""
    return 1.0 - normal.cdf((social - mean) / spread)

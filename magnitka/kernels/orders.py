"""Inflated orders: who is given less than he asks for asks for more (T20)."""

from __future__ import annotations

import math

from magnitka.kernels.compile import kernel


@kernel
def inflation(fill_rate: float, theta: float, ceiling: float) -> float:
    """Order per unit of true need: fill_rate^-theta, between 1 and `ceiling`.

    `fill_rate` is the share of past orders that was filled, `theta` how far the buyer makes up for it (0
    not at all, 1 in full). With fill rate s at honest orders it settles at s^(1/(1-theta)); at theta = 1
    only the planner's `ceiling` stops it.
    """
    if fill_rate <= 0.0:
        return ceiling
    return min(max(math.pow(fill_rate, -theta), 1.0), ceiling)


@kernel
def smooth(old: float, new: float, weight: float) -> float:
    """Exponential average: `weight` on the newest observation, 0 to 1."""
    return (1.0 - weight) * old + weight * new

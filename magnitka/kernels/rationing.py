"""Sharing out what does not suffice: one family of rules, from equal award to strict priority (T19, T22).

Everybody gets the smaller of the order and a common multiple of a weight; weights equal to the orders give
proportional rationing, equal weights the equal award, weights that differ by orders of magnitude priority.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel

STRICTEST = 600.0  # bound on the exponent of a priority, so that no weight overflows


@kernel
def weights(
    orders: NDArray[np.float64],
    rank: NDArray[np.float64],
    eta: float,
    noise: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Write into `out` the weight of each order: order x exp(eta x rank + noise).

    All arrays [customer]. `rank` is the customer's standing, `eta` how much standing counts, `noise` the
    pull of lobbying and chance.
    """
    for i in range(orders.size):
        out[i] = orders[i] * math.exp(min(max(eta * rank[i] + noise[i], -STRICTEST), STRICTEST))


@kernel
def ration(
    orders: NDArray[np.float64], weights: NDArray[np.float64], supply: float, out: NDArray[np.float64]
) -> None:
    """Write into `out` what each customer gets: min(order, kappa x weight), in sum min(supply, all orders).

    All arrays [customer], tonnes or any one unit. Orders at or below zero get nothing; orders of weight
    zero wait until all others are full and share the rest in proportion. Each pass fills the orders that
    the common multiple `kappa` covers and raises `kappa` for the others; sums run in the order of
    customers, so the result depends on nothing else. NaN in any order or weight gives NaN.
    """
    ordered = 0.0
    waiting = 0.0  # orders of weight zero
    for i in range(orders.size):
        out[i] = 0.0
        if not orders[i] <= 0.0:
            ordered += orders[i]
            if weights[i] <= 0.0:
                waiting += orders[i]
    if ordered <= supply:
        for i in range(orders.size):
            out[i] = max(orders[i], 0.0)
        return
    first = ordered - waiting
    if waiting > 0.0 and first <= supply:
        share = (supply - first) / waiting
        for i in range(orders.size):
            if not orders[i] <= 0.0:
                out[i] = orders[i] * share if weights[i] <= 0.0 else orders[i]
        return

    rising = True
    kappa = 0.0
    while rising:
        # `out` marks the orders already filled; the others share what is left.
        left = supply
        shared = 0.0
        for i in range(orders.size):
            left -= out[i]
            if out[i] == 0.0 and not orders[i] <= 0.0 and not weights[i] <= 0.0:
                shared += weights[i]
        kappa = max(left, 0.0) / shared
        rising = False
        for i in range(orders.size):
            if out[i] == 0.0 and orders[i] > 0.0 and weights[i] > 0.0 and orders[i] <= kappa * weights[i]:
                out[i] = orders[i]
                rising = True
    for i in range(orders.size):
        if out[i] == 0.0 and not orders[i] <= 0.0 and not weights[i] <= 0.0:
            out[i] = kappa * weights[i]

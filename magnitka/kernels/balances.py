"""Material balances: how planners iterate towards a consistent plan, and how a shock spreads (T23-T25).

Plain loops throughout: a library of linear algebra would add in an order that depends on the machine.
Matrices are dense [product, using product], input per unit of gross output.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.leontief import leontief
from magnitka.kernels.rationing import ration

STEADY = 1e-14  # a plan that moves by less than this share per round has settled
ROUNDS = 10_000


@kernel
def iterate(
    A: NDArray[np.float64], x: NDArray[np.float64], d: NDArray[np.float64], k: int
) -> NDArray[np.float64]:
    """Targets after `k` rounds of balancing, each x <- A x + d (Montias 1959, AER 49:963-985).

    `x` are the gross outputs to begin with, `d` final uses [product]. From x = d the error left is
    A^(k+1) x*, from last year's level x*/(1+g) it is A^k x* g/(1+g) (Manove and Weitzman 1978, JCE 2:1-11).
    """
    n = x.size
    plan = x.copy()
    for _ in range(k):
        need = d.copy()
        for i in range(n):
            for j in range(n):
                need[i] += A[i, j] * plan[j]
        plan = need
    return plan


@kernel
def consistent(A: NDArray[np.float64], d: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gross outputs [product] that cover their own use and final uses `d`: x = A x + d.

    Gaussian elimination without exchanges. Every pivot is positive exactly when the technology can yield a
    net output of everything (Hawkins and Simon 1949, Econometrica 17:245-248); otherwise the answer is NaN.
    """
    n = d.size
    left = -A
    for i in range(n):
        left[i, i] += 1.0
    x = d.copy()
    for p in range(n):
        if not left[p, p] > 0.0:
            x[:] = math.nan
            return x
        for i in range(p + 1, n):
            factor = left[i, p] / left[p, p]
            if factor != 0.0:
                for j in range(p + 1, n):
                    left[i, j] -= factor * left[p, j]
                x[i] -= factor * x[p]
    for p in range(n - 1, -1, -1):
        for j in range(p + 1, n):
            x[p] -= left[p, j] * x[j]
        x[p] /= left[p, p]
    return x


@kernel
def gap(A: NDArray[np.float64], x: NDArray[np.float64], d: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share [product] by which plan `x` falls short of the consistent plan for final uses `d`.

    Negative where the plan exceeds it, zero for a product that nobody needs, NaN where no plan is consistent.
    """
    short = consistent(A, d)
    for i in range(x.size):
        short[i] = (short[i] - x[i]) / short[i] if short[i] != 0.0 else 0.0
    return short


@kernel
def spread_shock(
    A: NDArray[np.float64],
    x: NDArray[np.float64],
    d: NDArray[np.float64],
    capacity: NDArray[np.float64],
    intermediate_first: bool,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gross outputs and final uses [product] once capacities below plan have worked through the economy.

    Everybody goes on ordering what the plan `x`, `d` allots. Each round shares out each product, in
    proportion to orders or with final uses last (`intermediate_first`), then produces what inputs and
    `capacity` allow. Orders follow the plan, so a maker short of one input still receives the others.
    """
    n = x.size
    gross = np.minimum(x, capacity)
    final = d.copy()
    orders = np.empty(n + 1)
    weights = np.empty(n + 1)
    shares = np.empty(n + 1)
    inputs = np.empty((n, n))
    for _ in range(ROUNDS):
        for i in range(n):
            for j in range(n):
                orders[j] = A[i, j] * x[j]
                weights[j] = orders[j]
            orders[n] = d[i]
            weights[n] = 0.0 if intermediate_first else d[i]
            ration(orders, weights, gross[i], shares)
            for j in range(n):
                inputs[j, i] = shares[j]
            final[i] = shares[n]
        moved = False
        for j in range(n):
            output, _ = leontief(inputs[j], np.ascontiguousarray(A[:, j]), min(x[j], capacity[j]))
            moved = moved or gross[j] - output > STEADY * x[j]
            gross[j] = output
        if not moved:
            break
    return gross, final

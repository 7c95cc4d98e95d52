"""Dividing what cannot be cut: an integer total over float weights, to the last coupon and kopeck (T77)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel


@kernel
def apportion(total: int, weights: NDArray[np.float64], shares: NDArray[np.int64]) -> int:
    """Fill `shares` with whole parts of `total` in proportion to `weights`; the sum is exactly `total`.

    Largest remainder (Hamilton's method; Balinski and Young 1982, Fair Representation): everybody gets the whole
    part of his quota total * w / sum(w), and what is left goes one by one to the largest fractions, ties to the
    lower row. Each share is within 1 of its quota while total < 2**52. A row without weight gets nothing. Returns
    what could not be divided: 0, or `total` when nobody has weight.
    """
    n = weights.size
    mass = 0.0
    for i in range(n):
        shares[i] = 0
        mass += max(weights[i], 0.0)
    if total <= 0 or not mass > 0.0:
        return total
    fractions = np.empty(n)
    left = total
    for i in range(n):
        quota = total * (max(weights[i], 0.0) / mass)
        shares[i] = np.int64(quota)
        fractions[i] = quota - shares[i] if weights[i] > 0.0 else -1.0
        left -= shares[i]
    order = np.argsort(-fractions, kind="mergesort")  # stable: ties stay in the order of rows
    while left > 0:
        for i in order:
            if left == 0:
                break
            if weights[i] > 0.0:
                shares[i] += 1
                left -= 1
    while left < 0:  # rounding lifted a quota to the next whole number: take it back where least was due
        for i in order[::-1]:
            if left == 0:
                break
            if shares[i] > 0:
                shares[i] -= 1
                left += 1
    return left

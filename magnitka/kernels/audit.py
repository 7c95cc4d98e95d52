"""Sums over people and households that the books are held against: one pass, each block its own row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.world.people import COUPON_KINDS

Cells = NDArray[Any]
Counts = NDArray[np.int64]

# Columns of the sums.
CASH, DEPOSITS, MEMBERS, HOUSEHOLDS, POOREST = range(5)
TENURE = 5  # eight columns: households by tenure
LISTED = 13  # four columns: households by list
COUPONS = 17  # coupons in hand by kind
WIDTH = COUPONS + COUPON_KINDS


@kernel
def add_up(
    first: int,
    last: int,
    top: Cells,
    size: Cells,
    cash: Cells,
    deposit: Cells,
    tenure: Cells,
    waiting: Cells,
    coupons: Cells,
    sums: Counts,
) -> None:
    """Fill rows first..last-1 of `sums` (block, WIDTH). POOREST is the least cash or deposit of any household."""
    for b in range(first, last):
        row = sums[b]
        row[:] = 0
        for j in range(top[b]):
            row[CASH] += np.int64(cash[b, j])
            row[DEPOSITS] += np.int64(deposit[b, j])
            row[POOREST] = min(row[POOREST], np.int64(cash[b, j]), np.int64(deposit[b, j]))
            n = np.int64(size[b, j])
            if n > 0:
                row[MEMBERS] += n
                row[HOUSEHOLDS] += 1
                row[TENURE + np.int64(tenure[b, j])] += 1
                row[LISTED + np.int64(waiting[b, j])] += 1
            for k in range(coupons.shape[2]):
                row[COUPONS + k] += np.int64(coupons[b, j, k])

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
FIELD, FULL = 16, 0xFFFF  # bits of a count of the households of one block, and a full one


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
        row, used = sums[b], top[b]
        row[:] = 0
        in_hand, saved, members = cash[b, :used], deposit[b, :used], size[b, :used]
        held = money = poorest = persons = np.int64(0)
        for j in range(used):  # apart and without branches, so that the processor adds several at once
            held += np.int64(in_hand[j])
            money += np.int64(saved[j])
            poorest = min(poorest, np.int64(in_hand[j]), np.int64(saved[j]))
        for j in range(used):
            persons += np.int64(members[j])
        row[CASH], row[DEPOSITS], row[POOREST], row[MEMBERS] = held, money, poorest, persons
        homes, list_of = tenure[b, :used], waiting[b, :used]
        low = high = listed = np.int64(0)  # four counts each: tenures 0 to 3, tenures 4 to 7, lists
        for j in range(used):
            kind, lived = np.int64(homes[j]), np.int64(members[j] > 0)
            word = lived << (FIELD * (kind & 3))
            high += word * (kind >> 2)
            low += word * (1 - (kind >> 2))
            listed += lived << (FIELD * np.int64(list_of[j]))
        for n in range(4):
            row[TENURE + n] = (low >> (FIELD * n)) & FULL
            row[TENURE + 4 + n] = (high >> (FIELD * n)) & FULL
            row[LISTED + n] = (listed >> (FIELD * n)) & FULL
            row[HOUSEHOLDS] += row[LISTED + n]
        for k in range(coupons.shape[2]):
            given = np.int64(0)
            for j in range(used):
                given += np.int64(coupons[b, j, k])
            row[COUPONS + k] = given

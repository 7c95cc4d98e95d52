"""What a household leaves behind: its dwelling and its place on the list, its coupons, its money.

The first three are counted for those whose books they are in; the money goes to kin.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.blocks import HouseholdRows, close_household
from magnitka.kernels.compile import kernel
from magnitka.world.people import Tenure

Counts = NDArray[np.int64]

# What a block counts in a turn.
BORN, DIED, GONE_AWAY, MARRIED_NOW, DIVORCED, DOCTORS_GONE, CASH_OUT, SAVINGS_OUT = range(8)
OF_COUNTS = 8
PLANT = int(Tenure.PLANT)
FULLEST_PURSE = 2**31 - 1  # kopecks: cash and deposits are kept in 32 bits


class Tally(NamedTuple):
    """What the blocks report, in rows: each writes its own."""

    counts: Counts  # (block, OF_COUNTS)
    staff: Counts  # (block, employer): lost
    freed: Counts  # (block, tenure): dwellings left empty
    dropped: Counts  # (block, list): places given up
    expired: Counts  # (block, kind): coupons nobody will use


@kernel
def leave_behind(h: HouseholdRows, b: int, slot: int, tally: Tally) -> None:
    """A household that is no more: its dwelling, its place on the list, its coupons; not its money."""
    if h.tenure[b, slot] >= PLANT:
        tally.freed[b, h.tenure[b, slot]] += 1
    if h.list[b, slot] > 0:
        tally.dropped[b, h.list[b, slot]] += 1
    for kind in range(h.coupons.shape[2]):
        tally.expired[b, kind] += np.int64(h.coupons[b, slot, kind])
    close_household(h, b, slot)


@kernel
def room_in_purse(h: HouseholdRows, b: int, slot: int, cash: Any, deposit: Any) -> bool:
    """Whether so much more can be written into the household's purse and savings book."""
    full = (
        np.int64(h.cash[b, slot]) + cash > FULLEST_PURSE
        or np.int64(h.deposit[b, slot]) + deposit > FULLEST_PURSE
    )
    return not full


@kernel
def inherit(h: HouseholdRows, b: int, slot: int, tally: Tally) -> None:
    """The money goes to kin: another household of the block, found by luck; to the state where there is none."""
    cash, deposit = np.int64(h.cash[b, slot]), np.int64(h.deposit[b, slot])
    top = h.top[b]
    heir = np.int64(h.luck[b, slot]) % top
    for _ in range(top):
        if heir != slot and h.size[b, heir] > 0 and room_in_purse(h, b, heir, cash, deposit):
            h.cash[b, heir] += cash
            h.deposit[b, heir] += deposit
            return
        heir = (heir + 1) % top
    tally.counts[b, CASH_OUT] += cash
    tally.counts[b, SAVINGS_OUT] += deposit

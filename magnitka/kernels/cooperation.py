"""What a cooperative can earn, and who shares in it (T51).

A cooperative that works for people needs inputs that nobody sells: a host diverts them against a share of the gain
until the next rouble's worth costs him more in risk, d = s (v - p) / k. One that works inside a plant needs none: its
host pays with money that buys little else, and the cooperative makes cash of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import chance, uniform

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Cells = NDArray[Any]
POOLS = 5  # members by niche, then the managers of their hosts
MANAGERS = 4


@kernel
def diverted(value: float, price: float, share: float, slope: float) -> float:
    """What a host diverts: the host's `share` of the gain pays for a risk that grows by `slope` with each unit."""
    return max(share * (value - price) / slope, 0.0)


@kernel
def trade_income(
    value: float, price: float, share: float, dear: float, by_diversion: float, bought: float
) -> float:
    """Monthly gain of a member who turns inputs into wares worth `value` for each rouble of inputs.

    Inputs diverted cost `price` and the host's `share` of the gain, those bought cost `dear`.
    """
    return (1.0 - share) * max(value - price, 0.0) * by_diversion + max(value - dear, 0.0) * bought


@kernel
def service_price(wage: float, worth: float, softness: float, taken: float) -> float:
    """What a host pays for a month of a member's work in money that is worth `softness` of cash to him.

    A hand is worth `worth` wages while few of the posts for cooperatives are `taken` (0 to 1), nothing at 1.
    """
    return wage * worth * max(1.0 - taken, 0.0) / softness


@kernel
def service_income(price: float, wage: float, share: float, cashed: float) -> float:
    """What of that a member gets in cash: the wage and his part of the gain, as far as it can be cashed."""
    return cashed * (price - share * max(price - wage, 0.0))


@kernel
def knows_one(members: float, adults: float, circle: float) -> float:
    """Chance that somebody who knows `circle` adults knows one of the `members`."""
    return 1.0 - (1.0 - min(members / max(adults, 1.0), 1.0)) ** circle


@kernel
def lots(key: np.uint64, luck: NDArray[np.uint64], drawn: Floats) -> None:
    """Fill `drawn` (row, draw) with uniform numbers."""
    for row in range(luck.size):
        for draw in range(drawn.shape[1]):
            drawn[row, draw] = uniform(key, luck[row], draw)


@kernel
def pool_of(
    key: np.uint64, luck: np.uint64, employer: int, is_manager: bool, upto: Floats, hosts: Codes
) -> int:
    """Pool that a person of `employer` shares in, or -1; the same persons as long as their host's members do not fall.

    `upto` (employer, niche) are cumulative shares of the staff that are members; a host's managers share in what
    it is given for its goodwill.
    """
    if hosts[employer] == 0:
        return -1
    if is_manager:
        return MANAGERS
    u = chance(key, luck)
    for niche in range(upto.shape[1]):
        if u < upto[employer, niche]:
            return niche
    return -1


@kernel
def count_members(
    first: int, last: int, key: np.uint64, persons: Codes, luck: Cells, employer: Cells, occupation: Cells,
    pay: Cells, nobody: int, manager: int, upto: Floats, hosts: Codes, pay_level: Codes, envied: float,
    counts: Codes,
) -> None:  # fmt: skip
    """Fill the blocks' rows of `counts`: persons of each pool, then those with at least `envied` kopecks a month."""
    for b in range(first, last):
        counts[b] = 0
        for i in range(persons[b]):
            e = employer[b, i]
            if e == nobody:
                continue
            if pay_level[e] * pay[b, i] >= 64.0 * envied:
                counts[b, POOLS] += 1
            at = pool_of(key, np.uint64(luck[b, i]), e, occupation[b, i] == manager, upto, hosts)
            if at >= 0:
                counts[b, at] += 1


@kernel
def pay_members(
    first: int, last: int, key: np.uint64, persons: Codes, city: Codes, luck: Cells, employer: Cells,
    occupation: Cells, household: Cells, nobody: int, manager: int, upto: Floats, hosts: Codes, rate: Codes,
    cash: Cells,
) -> None:  # fmt: skip
    """Put `rate` (city, pool) kopecks into the household of everybody who shares in a pool."""
    for b in range(first, last):
        for i in range(persons[b]):
            e = employer[b, i]
            if e == nobody:
                continue
            at = pool_of(key, np.uint64(luck[b, i]), e, occupation[b, i] == manager, upto, hosts)
            if at >= 0:
                cash[b, household[b, i]] += rate[city[b], at]

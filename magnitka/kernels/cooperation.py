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
# What `offers` tells of each candidate.
INCOME, PRICE, INPUTS, BOUGHT = range(4)
OFFERED = 4


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
def found_outside(u: float, mean: float) -> float:
    """Share of its inputs that a venture can buy: u^(1/mean - 1), so that `mean` is the mean over ventures.

    `u` is uniform on [0, 1). Most ventures find little; none finds any where `mean` is 0, each finds all where it is 1.
    """
    return u ** (1.0 / mean - 1.0) if mean > 0.0 else 0.0


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
def offers(
    serves_people: Codes, there: Floats, staff: Floats, wage: Floats, premium: Floats, kept: float, value: float,
    output: float, share: float, enforcement: float, dear: float, eagerness: float, softness: float,
    room: float, cash_out: float, finds: Floats, offer: Floats,
) -> None:  # fmt: skip
    """Fill `offer` (candidate, OFFERED): a member's income, price, inputs and bought inputs a month.

    A candidate works with a host of `staff` people who has `there` members in this niche; a `staff` of 0 is nobody,
    who diverts nothing. Those who serve people sell at `premium` over the state's price and can buy a share `finds`
    of their inputs. `kept` is what taxes leave; the rest are parameters of the mechanism.
    """
    for c in range(there.size):
        offer[c, INPUTS] = offer[c, BOUGHT] = 0.0
        if serves_people[c] > 0:
            worth = value * premium[c]
            inputs = min(output, diverted(worth, 1.0, share, enforcement) * staff[c] / there[c])
            bought = min(finds[c] * output, output - inputs) if worth > dear else 0.0
            offer[c, INCOME] = kept * trade_income(worth, 1.0, share, dear, inputs, bought)
            offer[c, PRICE], offer[c, INPUTS], offer[c, BOUGHT] = premium[c], inputs, bought
        else:
            price = service_price(wage[c], eagerness, softness, there[c] / (room * staff[c]))
            offer[c, INCOME] = kept * service_income(price, wage[c], share, cash_out)
            offer[c, PRICE] = price / max(wage[c], 1e-9)


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
def pick_members(
    first: int, last: int, key: np.uint64, persons: Codes, luck: Cells, employer: Cells, occupation: Cells,
    pay: Cells, nobody: int, manager: int, upto: Floats, is_host: Codes, earns_enough: Codes, picked: Cells,
    counts: Codes,
) -> None:  # fmt: skip
    """Who shares in a cooperative: the same persons as long as the members with their host do not fall.

    `upto` (employer, niche) are cumulative shares of the staff that are members; managers of employers with `is_host`
    above 0 share in what hosts are given for their goodwill. Fills the blocks' rows of `picked` (block, person) with
    slot * POOLS + pool, and of `counts` with the persons of each pool, then those whose pay is at least that of their
    employer in `earns_enough`.
    """
    niches = upto.shape[1]
    within = upto[:, niches - 1].copy()
    for b in range(first, last):
        counts[b] = 0
        lots, works_for, does, wage, found = luck[b], employer[b], occupation[b], pay[b], picked[b]
        enough, at = 0, 0
        for i in range(persons[b]):
            e = np.int64(works_for[i])
            if e == nobody:
                continue
            if wage[i] >= earns_enough[e]:
                enough += 1
            if does[i] == manager:
                pool = MANAGERS if is_host[e] > 0 else POOLS
            else:
                u, pool = chance(key, np.uint64(lots[i])), POOLS
                if u < within[e]:
                    pool = 0
                    while u >= upto[e, pool]:
                        pool += 1
            if pool < POOLS:
                found[at] = i * POOLS + pool
                at += 1
                counts[b, pool] += 1
        counts[b, POOLS] = enough


@kernel
def pay_members(
    first: int,
    last: int,
    city: Codes,
    household: Cells,
    picked: Cells,
    counts: Codes,
    rate: Codes,
    cash: Cells,
) -> None:
    """Put `rate` (city, pool) kopecks into the household of everybody who was picked."""
    for b in range(first, last):
        mine, homes, purse = rate[city[b]], household[b], cash[b]
        for at in range(counts[b, :POOLS].sum()):
            i, pool = divmod(np.int64(picked[b, at]), POOLS)
            purse[homes[i]] += mine[pool]

"""One ware, one city, one dekad: who gets it over the counter, by list, on the market and under the counter.

Households come as cells of like ones: `heads` persons each, who would spend `spend` roubles a head on the ware at the
state's price, hold `held` of it already, and value an hour at `value`. At a full price P, money and time, a head of
the cell buys spend / P - held. Quantities are roubles at the founding year's state prices, a head and dekad.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.queueing import crossing, diversion, rent

Floats = NDArray[np.float64]
Heads = NDArray[np.float64]
Kopecks = NDArray[np.int64]
Codes = NDArray[np.int64]

KOPECKS = 100.0  # in a rouble

GRID = 24  # entries of a demand curve
STEP = 1.2  # from one entry's price to the next; the last is 66 times the first
LISTED_MOST = 0.9  # of what a head wants may come by list
# What `clear` tells of a ware.
WANTED, WAIT, FREE_PRICE, RENT, FOUND = range(5)
TOLD = 5
# Columns of what each cell gets: the channels of trade in the order of cities.Channel.
OPEN, WORKPLACE, COUPON, MARKET, BLACK, COOPERATIVE, GARDEN = range(7)
CHANNELS = 7


@kernel
def demand(heads: Heads, spend: Floats, held: Floats, value: Floats, price: float, wait: float) -> float:
    """What all cells would buy at a price in money and a waiting time for each rouble's worth."""
    total = 0.0
    for c in range(heads.size):
        total += heads[c] * max(spend[c] / (price + value[c] * wait) - held[c], 0.0)
    return total


@kernel
def hand_out(
    heads: Heads, spend: Floats, held: Floats, standing: Floats, price: float, amount: float, got: Floats
) -> float:
    """Give `amount` to the cells in proportion to their standing on workplace lists; returns what was taken."""
    points = 0.0
    for c in range(heads.size):
        points += heads[c] * standing[c]
    taken = 0.0
    if points > 0.0:
        for c in range(heads.size):
            want = max(LISTED_MOST * spend[c] / price - held[c], 0.0)
            got[c] = min(amount / points * standing[c], want)
            taken += heads[c] * got[c]
    return taken


@kernel
def clear(
    heads: Heads,
    spend: Floats,
    held: Floats,
    standing: Floats,
    value: Floats,
    price: float,
    supply: float,
    listed: float,
    market: float,
    coop: float,
    coop_price: float,
    enforcement: float,
    willing: float,
    got: Floats,
    told: Floats,
) -> None:
    """Sell one ware: fill `got` (cell, channel) a head, and `told`.

    `listed` of the `supply` goes to workplaces, `coop` to cooperatives, `market` is brought from farms. Of the rest,
    shop people divert what pays (T44, `enforcement` being the margin, in state prices, that diverts all); the queue
    for what stays lasts until full price clears it (T41); of those who find nothing over the counter, the `willing`
    share pays the free price.
    """
    n = heads.size
    nothing = np.zeros(n)
    told[WANTED] = demand(heads, spend, nothing, nothing, price, 0.0)
    left = supply - hand_out(heads, spend, held, standing, price, listed, got[:, WORKPLACE])
    people, worth = 0.0, 0.0
    for c in range(n):
        held[c] += got[c, WORKPLACE]
        people += heads[c]
        worth += heads[c] * value[c]
    hour = max(worth / max(people, 1.0), 1e-6)

    prices, waits = np.empty(GRID), np.empty(GRID)
    by_price, by_wait = np.empty(GRID), np.empty(GRID)
    point = price
    for j in range(GRID):
        prices[j], waits[j] = point, (point - price) / hour
        by_price[j] = demand(heads, spend, held, nothing, point, 0.0)
        by_wait[j] = demand(heads, spend, held, value, price, waits[j])
        point *= STEP
    asked = by_price[0]

    short = willing * max(1.0 - left / max(asked, 1e-9), 0.0)
    from_coops = min(min(coop, left), short * demand(heads, spend, held, nothing, coop_price, 0.0))
    from_market = min(market, max(willing * (asked - left) - from_coops, 0.0))
    slope = enforcement * price / max(left, 1e-9)
    diverted = diversion(prices, by_price, left, price, slope, from_market + from_coops, willing)
    counter = min(left - diverted, asked)
    unserved = 1.0 - counter / max(asked, 1e-9)
    free = diverted + from_market + from_coops
    bids = willing * unserved
    free_price = crossing(prices, by_price, free / bids) if bids > 1e-9 and free > 0.0 else price
    wait = crossing(waits, by_wait, counter + free)

    in_queue = max(demand(heads, spend, held, value, price, wait), 1e-9)
    bidding = max(demand(heads, spend, held, nothing, free_price, 0.0), 1e-9)
    for c in range(n):
        got[c, OPEN] = max(spend[c] / (price + value[c] * wait) - held[c], 0.0) * counter / in_queue
        bid = max(spend[c] / free_price - held[c], 0.0) / bidding
        got[c, MARKET] = bid * from_market
        got[c, BLACK] = bid * diverted
        got[c, COOPERATIVE] = bid * from_coops
    told[WAIT] = wait
    told[FREE_PRICE] = free_price
    told[RENT] = rent(prices, by_price, counter + free, price)
    told[FOUND] = counter / asked if asked > 0.0 else 1.0


@kernel
def even(heads: Heads, spend: Floats, price: float, supply: float, got: Floats, told: Floats) -> None:
    """Sell one ware without queues, lists or side doors: to everybody the same, as far as he wants it.

    Arguments as in `clear`. What the poor leave goes round again, three times.
    """
    n = heads.size
    nothing = np.zeros(n)
    told[WANTED] = demand(heads, spend, nothing, nothing, price, 0.0)
    left = supply
    for _ in range(3):
        short = 0.0
        for c in range(n):
            if spend[c] / price - got[c, OPEN] > 1e-9:
                short += heads[c]
        if short <= 0.0 or left <= 0.0:
            break
        each = left / short
        for c in range(n):
            more = min(max(spend[c] / price - got[c, OPEN], 0.0), each)
            got[c, OPEN] += more
            left -= heads[c] * more
    told[WAIT], told[FREE_PRICE], told[RENT] = 0.0, price, 0.0
    told[FOUND] = 1.0


@kernel
def settle(
    purse: Floats,
    price: Floats,
    heads: Heads,
    kept_back: float,
    got: Floats,
    sold: Floats,
    paid: Kopecks,
    pay: Kopecks,
) -> None:
    """Cut what each cell buys to its purse and reckon in whole kopecks.

    `price` is (ware, channel), `got` (ware, cell, channel) is cut in proportion where it costs more than a head's
    `purse` less `kept_back`; coupons and gardens cost nothing here. Fills `sold` and `paid` (ware, channel), sums
    over all heads, and `pay` (cell), kopecks a head.
    """
    wares, cells, channels = got.shape
    sold[:], paid[:], pay[:] = 0.0, 0, 0
    for c in range(cells):
        if heads[c] <= 0.0:
            continue
        cost = 0.0
        for w in range(wares):
            for x in range(channels):
                cost += got[w, c, x] * price[w, x]
        part = min(max(purse[c] - kept_back, 0.0) / max(cost, 1e-9), 1.0)
        for w in range(wares):
            for x in range(channels):
                if price[w, x] > 0.0:
                    got[w, c, x] *= part
                sold[w, x] += got[w, c, x] * heads[c]
                due = np.int64(got[w, c, x] * price[w, x] * KOPECKS + 0.5)
                pay[c] += due
                paid[w, x] += due * np.int64(heads[c])


@kernel
def count_reached(place: Codes, heads: Heads, got: Floats, reached: Floats) -> None:
    """Add up `got` (ware, cell, channel) of all heads by their `place` in `reached` (place, ware, channel)."""
    wares, cells, channels = got.shape
    for w in range(wares):
        for c in range(cells):
            for x in range(channels):
                reached[place[c], w, x] += got[w, c, x] * heads[c]

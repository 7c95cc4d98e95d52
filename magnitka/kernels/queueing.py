"""Closed forms of trade at fixed prices: rent, waiting, diversion, hoarding, overhang (T41-T46).

A demand curve is given as a table: `quantity[j]`, falling, is what people would buy at `at[j]`, rising, which is a
price or a time of waiting; between entries it runs straight.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel

Floats = NDArray[np.float64]

HALVINGS = 60  # of an interval until it is as narrow as a float
LONGEST_HOARD = 25  # dekads of use that a larder holds


@kernel
def demand_at(at: Floats, quantity: Floats, point: float) -> float:
    """Quantity that the tabulated curve gives at `point`; beyond its ends, that of the nearer end."""
    return float(np.interp(point, at, quantity))


@kernel
def crossing(at: Floats, quantity: Floats, supply: float) -> float:
    """Price or waiting at which demand has fallen to `supply`: the first entry where there is enough for all."""
    if quantity[0] <= supply:
        return at[0]
    if quantity[-1] > supply:
        return at[-1]
    low, high = 0, at.size - 1
    while high - low > 1:
        middle = (low + high) // 2
        if quantity[middle] > supply:
            low = middle
        else:
            high = middle
    return at[low] + (at[high] - at[low]) * (quantity[low] - supply) / (quantity[low] - quantity[high])


@kernel
def rent(at: Floats, quantity: Floats, supply: float, price: float) -> float:
    """What the right to buy one unit at the state's price is worth: p_d(S) - p.

    It is the price of a coupon (Coase; T43), what those wait for who queue, at wage `w` a time of rent / w
    (Barzel 1974; T41), and what whoever hands out goods gives away.
    """
    return max(crossing(at, quantity, supply) - price, 0.0)


@kernel
def hours_stood(hours: float, leisure: float) -> float:
    """Hours of queueing where an hour is worth more the fewer are left of a free time `leisure` (T41).

    `hours` would be stood were each worth what the first one is, v. With a worth of v L / (L - H), as of a logarithmic
    utility of leisure, the same rent is eaten by H = h L / (L + h) hours: always fewer than there are.
    """
    return hours * leisure / (leisure + hours)


@kernel
def drawn_off(gain: float, slope: float, most: float) -> float:
    """Share of a flow that somebody draws off to himself for `gain` a unit at a cost of slope * share^2 / 2."""
    return min(max(gain, 0.0) / slope, most)


@kernel
def diversion(
    at: Floats, quantity: Floats, supply: float, price: float, slope: float, other: float, willing: float
) -> float:
    """What shop people divert to sell dear, when the rest is sold by chance at the state's price (T44).

    Who finds nothing over the counter and is `willing` buys at the free price: willing D(p_b) (1 - (S - d)/D(p))
    = d + other, where p_b = p + slope * d pays the last unit's risk and `other` comes from markets and
    cooperatives. At most all, at least nothing; by bisection, since the right side rises in d.
    """
    at_state_price = demand_at(at, quantity, price)
    low, high = 0.0, supply
    if willing * (at_state_price - supply) <= other or supply <= 0.0:
        return 0.0
    for _ in range(HALVINGS):
        d = 0.5 * (low + high)
        unserved = 1.0 - (supply - d) / at_state_price
        if willing * demand_at(at, quantity, price + slope * d) * unserved > d + other:
            low = d
        else:
            high = d
    return 0.5 * (low + high)


@kernel
def home_stock(found: float, risk: float) -> int:
    """Dekads of use to keep at home when the good is found with probability `found` a dekad (T46).

    The smallest stock that lasts with probability 1 - `risk`: ln(risk) / ln(1 - found), rounded up; at least one
    dekad, at most LONGEST_HOARD.
    """
    if found >= 1.0 - risk:
        return 1
    if found <= 0.0:
        return LONGEST_HOARD
    return min(math.ceil(math.log(risk) / math.log(1.0 - found) - 1e-9), LONGEST_HOARD)


@kernel
def overhang_after(before: float, income: float, purchases: float) -> float:
    """Money that nothing could be bought for, after one more period (T45); never below nothing."""
    return max(before + income - purchases, 0.0)


@kernel
def price_jump(money: float, overhang: float) -> float:
    """Factor on prices that freeing them would bring at constant velocity, `money` being held by choice (T45)."""
    return (money + overhang) / money if money > 0.0 else 1.0

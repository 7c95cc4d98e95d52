"""How a city's wares are sold: at fixed prices through every channel, or evenly."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.counter import CHANNELS, FREE_PRICE, clear, even, settle
from magnitka.processes.retail.crowd import PLACE, Crowd, Outcome
from magnitka.processes.retail.params import Params
from magnitka.processes.retail.wishes import ROUNDING
from magnitka.world import Channel, World

Floats = NDArray[np.float64]
Seller = Callable[[World, Params, Crowd], None]
"""Fills what a crowd gets, and what is told of each ware: `at_fixed_prices` or `evenly`."""


def at_fixed_prices(world: World, p: Params, crowd: Crowd) -> None:
    """Each ware through all its channels, to the cells that anybody is in."""
    k, rows = world.counters, crowd.rows
    here = np.flatnonzero(crowd.people)
    heads, standing, got = crowd.heads[here], PLACE[here].astype(np.float64), crowd.got[:, here]
    spend = np.ascontiguousarray(crowd.spend[here].T)
    value = p.time_value * crowd.a_month[here] / p.month_hours
    days, month = crowd.clock.days, crowd.clock.days_in_month
    market = k.farmed[rows] * float(world.cities.persons[crowd.city]) * days / month
    for n, row in enumerate(rows):
        held = got[n, :, Channel.COUPON] + got[n, :, Channel.GARDEN]
        brought = market[n] * float(k.black_price[row]) ** p.elasticity
        clear(
            heads, spend[n], held, standing, value, float(k.price[row]), float(k.stock[row]),
            float(k.handed[row] * k.stock[row]), float(brought), float(crowd.coops[n]), float(crowd.coop_price[n]),
            float(p.enforcement), float(p.willing), got[n], crowd.told[n],
        )  # fmt: skip
    crowd.got[:, here] = got


def evenly(world: World, p: Params, crowd: Crowd) -> None:
    """The neutral way of selling each ware."""
    k = world.counters
    for n, row in enumerate(crowd.rows):
        even(
            crowd.heads, crowd.spend[:, n].copy(), float(k.price[row]), float(k.stock[row]),
            crowd.got[n], crowd.told[n],
        )  # fmt: skip


def prices(world: World, crowd: Crowd) -> Floats:
    """What is paid for a rouble's worth of each ware in each channel.

    Gardens cost nothing, and coupons are paid already.
    """
    k, rows = world.counters, crowd.rows
    price = np.repeat(k.price[rows][:, None], CHANNELS, axis=1)
    price[:, [Channel.MARKET, Channel.BLACK]] = crowd.told[:, FREE_PRICE, None]
    price[:, Channel.COOPERATIVE] = crowd.coop_price
    price[:, Channel.GARDEN] = price[:, Channel.COUPON] = 0.0
    return price


def pay(world: World, crowd: Crowd, outcome: Outcome) -> None:
    """Purses pay in whole kopecks, the shops' stores give up what was sold."""
    k, rows = world.counters, crowd.rows
    sold, paid = np.empty((rows.size, CHANNELS)), np.empty((rows.size, CHANNELS), np.int64)
    settle(
        crowd.purse, prices(world, crowd), crowd.heads, ROUNDING, crowd.got, sold, paid, outcome.pay[crowd.city]
    )  # fmt: skip
    from_store = sold[:, [Channel.OPEN, Channel.WORKPLACE, Channel.BLACK]].sum(axis=1)
    k.stock[rows] = np.maximum(k.stock[rows] - from_store, 0.0)
    for channel in Channel:
        if channel != Channel.COUPON:
            k.sold[rows, channel], k.paid[rows, channel] = sold[:, channel], paid[:, channel]
    world.cities.takings[crowd.city] = k.paid[rows].sum(axis=0)

"""The dekad's trade: purses into cells, each city's wares sold, the outcome carried to every household."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.shopping import CELLS, COUNTED, carry_home, class_table, open_purses
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice
from magnitka.processes.retail import aftermath, selling, wishes
from magnitka.processes.retail.crowd import BOUNDS, Crowd, Outcome, gather, nothing_yet
from magnitka.processes.retail.params import Params
from magnitka.processes.retail.selling import Seller
from magnitka.world import Channel, World

Counts = NDArray[np.int64]

CLASS_OF = class_table(BOUNDS)


def trade(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Queues, lists and side doors: see the head of this chapter."""
    go_shopping(world, p, clock, dice, selling.at_fixed_prices)


def trade_evenly(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: an even share a head at the state's price; no queues, nothing under the counter."""
    go_shopping(world, p, clock, dice, selling.evenly)


def go_shopping(world: World, p: Params, clock: Clock, dice: Dice, sell: Seller) -> None:
    """Sort the purses, sell each city's wares, post the outcome to every household."""
    h, d, cities = world.households, world.districts, world.cities.rows
    phase, city = clock.tick % 3, world.people.city
    cells = np.zeros(h.size.shape, np.uint8)
    heads, counted = np.empty((h.rows, CELLS), np.int64), np.empty((h.rows, COUNTED), np.int64)
    over_blocks(
        lambda first, last: open_purses(
            first, last, dice.key, phase, p.bought * clock.days / clock.days_in_month, float(p.hold), float(p.spill),
            BOUNDS, CLASS_OF, h.top, h.luck, h.size, h.cash, h.deposit, h.income, h.standing, h.stall,
            h.plot, h.pantry, cells, heads, counted,
        ),
        h.rows,
    )  # fmt: skip
    people, sums = by_city(world, heads), by_city(world, counted)
    outcome = nothing_yet(cities)
    world.employers.goods[:] = 0.0
    world.cooperatives.sold[:] = 0
    for row in range(cities):
        crowd = gather(world, clock, row, people[row], sums[row])
        sell_in(world, p, crowd, sell, outcome)
    queued = np.empty((h.rows, d.rows), np.int64)
    over_blocks(
        lambda first, last: carry_home(
            first, last, phase, clock.tick, city, outcome.pay, outcome.hours, outcome.lacking, outcome.takings,
            outcome.target, outcome.refill, h.top, h.luck, h.size, h.stall, h.district, cells, h.cash, h.queue,
            h.unmet, h.pantry, queued,
        ),
        h.rows,
    )  # fmt: skip
    d.queue[:] = queued.sum(axis=0) * world.weight


def sell_in(world: World, p: Params, crowd: Crowd, sell: Seller, outcome: Outcome) -> None:
    """One city's dekad: intentions, each ware's outcome, payments in kopecks, hours, hoards, memory."""
    wishes.choose(world, p, crowd)
    wishes.harvest(world, crowd)
    on_coupons = world.counters.sold[crowd.rows, Channel.COUPON] / max(crowd.heads.sum(), 1.0)
    crowd.got[:, :, Channel.COUPON] = on_coupons[:, None]
    sell(world, p, crowd)
    selling.pay(world, crowd, outcome)
    aftermath.by_place(world, crowd)
    aftermath.take_in(world, crowd, outcome)
    aftermath.pay_in_hours(world, p, crowd, outcome)
    aftermath.miss(world, crowd, outcome)
    aftermath.remember(world, p, crowd, outcome)


def by_city(world: World, of_block: Counts) -> Counts:
    """Sums over a city's blocks, in numbers of persons and households."""
    city = world.people.city
    sums = np.array([of_block[city == row].sum(axis=0) for row in range(world.cities.rows)], np.int64)
    return world.weight * sums

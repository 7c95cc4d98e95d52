"""What comes into the shops, and at which prices: the Union's supply by category, decrees, cooperatives' share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.process import DEKADS_PER_YEAR, Clock, Dice
from magnitka.processes.retail.params import Params
from magnitka.world import Kind, Sector, World
from magnitka.world.goods import ALCOHOL
from magnitka.world.undertakings import NO_HOST, WARES_MADE

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

HARVEST = {7: 0.15, 8: 0.3, 9: 0.4, 10: 0.15}  # of a year's garden produce by month
LET_GO = 0.5  # of its deliveries a shop can let go to cooperatives


def deliver(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Deliveries by category; alcohol as far as the campaign lets it; prices as decreed; gardens in season."""
    stock_up(world, p, clock, p.alcohol.at(clock.month_index))
    c = world.cities
    c.cellar += p.garden * HARVEST.get(clock.month, 0.0) / 3.0


def deliver_evenly(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: no campaign, no gardens."""
    stock_up(world, p, clock, 1.0)
    world.cities.cellar[:] = 0.0


def stock_up(world: World, p: Params, clock: Clock, alcohol: float) -> None:
    """The Union's supply of each ware over that of the founding year, a head; what lay in store loses a little."""
    e, k = world.enterprises, world.counters
    need = e.final_need * (e.kind == Kind.FINAL_USER)[:, None] * (1.0 - e.exports)[:, None]
    buyer = need[:, k.good].argmax(axis=0)  # of each ware the largest final user: the Union's households
    came = e.used[buyer, k.good] / (need[buyer, k.good] * (clock.days / 10.0))
    k.supply += p.evening * (came - k.supply)
    part = clock.days / clock.days_in_month
    k.delivered[:] = k.norm * p.category * part * k.supply * world.cities.persons[k.city]
    k.delivered[k.good == world.goods.row_of[ALCOHOL]] *= alcohol
    k.delivered -= taken_by_cooperatives(world)
    k.spoilt[:] = p.loss * k.stock
    k.stock += k.delivered - k.spoilt
    reprice(world, p, clock)


def reprice(world: World, p: Params, clock: Clock) -> None:
    """State prices drift up a little; decrees raise that of alcohol, and all in the reform."""
    k = world.counters
    k.price *= 1.0 + p.drift.at(clock.month_index) / DEKADS_PER_YEAR
    if clock.month_starts and clock.tick > 0:
        month = clock.month_index
        raised = k.reform - 1.0
        k.price *= (1.0 + raised * p.reform.at(month)) / (1.0 + raised * p.reform.at(month - 1))
        k.price[k.good == world.goods.row_of[ALCOHOL]] *= p.vodka.at(month) / p.vodka.at(month - 1)


def taken_by_cooperatives(world: World) -> Floats:
    """Of each ware's deliveries, what shops let go to the cooperatives in their houses instead of the counter."""
    o, m, k = world.cooperatives, world.employers, world.counters
    taken = np.zeros(k.rows)
    in_shops = (o.members > 0) & (o.host != NO_HOST) & (m.sector[o.host] == Sector.TRADE)
    for city in range(world.cities.rows):
        rows = np.flatnonzero(k.city == city)
        for niche, wares in WARES_MADE.items():
            inputs = float(o.inputs[in_shops & (o.city == city) & (o.niche == niche)].sum())
            taken[rows] += inputs * shared(world, rows, wares)
    most: Floats = LET_GO * k.delivered
    return np.minimum(taken, most)


def coop_terms(world: World, city: int, rows: Counts) -> tuple[Floats, Floats]:
    """What cooperatives for people bring of each ware, and their price over the state's of the founding year."""
    o, k = world.cooperatives, world.counters
    supply, price = np.zeros(rows.size), k.price[rows].copy()
    for niche, wares in WARES_MADE.items():
        mine = (o.city == city) & (o.niche == niche)
        brought = float(o.supply[mine].sum())
        if brought > 0.0:
            sold = shared(world, rows, wares)
            supply += brought * sold
            price[sold > 0.0] *= max(float((o.supply * o.price)[mine].sum()) / brought, 1.0)
    return supply, price


def shared(world: World, rows: Counts, wares: tuple[str, ...]) -> Floats:
    """Share of each counter in some wares, by norm."""
    k = world.counters
    norm = np.where([world.goods.labels[k.good[row]] in wares for row in rows], k.norm[rows], 0.0)
    return norm / norm.sum()

"""Measures of the town: sums and means of its columns, homes, trade, cooperatives, air, work."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from magnitka.measure import ROUBLES, Measure, share, share_if_any
from magnitka.observe.town_panels import TABLE_OF, table_of
from magnitka.process import Clock
from magnitka.table import Array, Column
from magnitka.world import (
    Bank,
    Channel,
    Employers,
    Niche,
    Purpose,
    World,
)  # fmt: skip
from magnitka.world.undertakings import FOR_PEOPLE, NO_HOST

BY_RANK = (Channel.WORKPLACE, Channel.COUPON)
STATE = (Channel.OPEN, Channel.WORKPLACE, Channel.COUPON, Channel.BLACK)  # what the state's trade was sent
FREE_OF_BOSSES = (Channel.MARKET, Channel.COOPERATIVE, Channel.GARDEN)


def total(column: Column, scale: float = 1.0) -> Measure:
    """Sum of a column over its table."""
    table, name = TABLE_OF[table_of(column)], column.name
    return lambda world, clock: float(getattr(getattr(world, table), name).sum()) * scale


def part(column: Column, at: int, scale: float = 1.0) -> Measure:
    """Sum of one label of a column over its table."""
    table, name = TABLE_OF[table_of(column)], column.name
    return lambda world, clock: float(getattr(getattr(world, table), name)[:, at].sum()) * scale


def ratio_of(above: Measure, below: Measure) -> Measure:
    """One measure over another, and zero of nothing."""
    return lambda world, clock: share(above(world, clock), below(world, clock))


def mean_weighted(column: Column, weight: Callable[[World], Array], at: int | None = None) -> Measure:
    """Mean of a column of one of the town's tables, weighted."""
    table, name = TABLE_OF[table_of(column)], column.name

    def measure(world: World, clock: Clock) -> float:
        values = getattr(getattr(world, table), name)
        w = weight(world).astype(np.float64)
        return share(float(np.sum((values if at is None else values[:, at]) * w)), float(w.sum()))

    return measure


def wait_of_a_newcomer(world: World, clock: Clock) -> float:
    """All who are listed over all who are housed from the lists in a year: the mean over those who join (Little 1961).

    The mean over those who wait is longer, since most of them stand on the list that moves least.
    """
    k = world.lists
    return share_if_any(float(k.length.sum()), float(k.pace.sum()))


def allotted(world: World) -> float:
    """Dwellings that found a household this dekad."""
    k = world.lists
    return float((k.housed + k.jumped + k.off_list).sum())


def through(channels: Sequence[Channel], ware: str = "") -> Measure:
    """What reached households through some channels, roubles at state prices of the founding year."""

    def measure(world: World, clock: Clock) -> float:
        c = world.counters
        rows = c.good == world.goods.row_of[ware] if ware else np.ones(c.rows, bool)
        return float(c.sold[rows][:, list(channels)].sum())

    return measure


def share_through(
    channels: Sequence[Channel], of: Sequence[Channel] = tuple(Channel), ware: str = ""
) -> Measure:
    """Share of what reached households that came through some channels."""
    return ratio_of(through(channels, ware), through(of, ware))


def spent(world: World, clock: Clock) -> float:
    """What households paid this dekad for goods, rent and fares, Mrub."""
    return float(world.cities.takings.sum() + world.cities.services.sum()) * ROUBLES


def unmet_demand(world: World, clock: Clock) -> float:
    """Share of what would be bought at state prices that the state's trade did not bring, by value."""
    c = world.counters
    brought = np.minimum(c.sold[:, list(STATE)].sum(axis=1), c.wanted)
    return share(float(np.sum(c.wanted - brought)), float(c.wanted.sum()))


def shelves(world: World) -> Array:
    """Weight of each counter: the supply of the founding year."""
    return world.counters.norm


def of_cooperatives(column: str, niches: Sequence[Niche] | None = None, scale: float = 1.0) -> Measure:
    """Sum of a column over the cooperatives that exist."""

    def measure(world: World, clock: Clock) -> float:
        k = world.cooperatives
        rows = k.members > 0
        if niches is not None:
            rows &= np.isin(k.niche, niches)
        return float(getattr(k, column)[rows].sum()) * scale

    return measure


def cooperatives(world: World, clock: Clock) -> float:
    """Cooperatives that exist."""
    return float((world.cooperatives.members > 0).sum())


def independent_cooperatives(world: World, clock: Clock) -> float:
    """Cooperatives that work on their own."""
    k = world.cooperatives
    return float(((k.members > 0) & (k.host == NO_HOST)).sum())


def cooperative_price(world: World, clock: Clock) -> float:
    """Price over the state price of cooperatives that work for people, by sales."""
    k = world.cooperatives
    rows = (k.members > 0) & np.isin(k.niche, FOR_PEOPLE)
    return share(float(np.sum(k.price[rows] * k.revenue[rows])), float(k.revenue[rows].sum()))


def on_bank(
    column: Column, weight: Column, bank: Bank, at: int | None = None, counted: bool = False
) -> Measure:
    """Mean of a column over the districts of a bank, by `weight`; of a count, its sum over the sum of `weight`."""
    name, by = column.name, weight.name

    def measure(world: World, clock: Clock) -> float:
        d = world.districts
        rows = d.bank == bank
        values = getattr(d, name) if at is None else getattr(d, name)[:, at]
        w = getattr(d, by)
        return share(float(np.sum(values[rows] * (1.0 if counted else w[rows]))), float(w[rows].sum()))

    return measure


def lost_to(cause: int) -> Measure:
    """Hours due that were missed for one cause, over hours due, by staff."""
    return mean_weighted(Employers.lost, lambda world: world.employers.staff, cause)


def social_share(world: World, clock: Clock) -> float:
    """Share of the work done on building projects this dekad that was not industry's."""
    p = world.projects
    return share(float(p.built[p.purpose != Purpose.INDUSTRY].sum()), float(p.built.sum()))


def noise_of_the_city(world: World, clock: Clock) -> float:
    """What the mayor's noise costs him, in the name of the Works."""
    return float(world.enterprises.noise[world.works])

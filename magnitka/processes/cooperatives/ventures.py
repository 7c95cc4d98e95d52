"""Cooperatives come and go: ideas, officials, hosts; and once a month each takes stock of what it can sell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.cooperation import lots
from magnitka.process import Clock, Dice
from magnitka.processes.cooperatives.offers import FOR_PEOPLE, Month, look_around, offered
from magnitka.processes.cooperatives.params import Params
from magnitka.world import Niche, Sector, World
from magnitka.world.cities import Revenue

Floats = NDArray[np.float64]

DEKADS = 3.0  # in a month
HOSTS = {
    Niche.FOOD: (Sector.TRADE,),
    Niche.GOODS: (Sector.TRADE, Sector.INDUSTRY),
    Niche.BUILDING: (Sector.BUILDING, Sector.AMENITIES),
    Niche.INDUSTRY: (Sector.WORKS, Sector.INDUSTRY, Sector.TRANSPORT),
}
IDEA, PASSED, CLOSED, SKILL, HOST, LOTS = 0, 1, 2, 3, 7, 11  # draws of a row: one skill and one host a niche


def come_and_go(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Once a month: officials close some, some ideas become cooperatives, and each takes stock of its inputs."""
    if not clock.month_starts:
        return
    o, known = world.cooperatives, look_around(world, p, clock)
    drawn = np.empty((o.rows, LOTS))
    lots(dice.key, o.luck, drawn)
    envy = world.cities.resentment[o.city]
    hazard = p.closing.at(clock.month_index) * (1.0 + p.levelling * envy)
    wind_up(world, (o.members > 0) & (drawn[:, CLOSED] < hazard))
    allowed = p.permission.at(clock.month_index)
    free = (o.members == 0) & (drawn[:, IDEA] < p.ideas) & (drawn[:, PASSED] < allowed)
    for row in np.flatnonzero(free):
        found_one(world, p, known, int(row), drawn[row], float(hazard[row]))
    for row in np.flatnonzero(o.members > 0):
        take_stock(world, p, known, int(row))
    help_hosts(world)


def none(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: no cooperatives."""
    o = world.cooperatives
    wind_up(world, o.members > 0)
    world.employers.help[:] = 0.0


def found_one(world: World, p: Params, month: Month, row: int, drawn: Floats, hazard: float) -> None:
    """Choose the niche that pays best, if it pays for the risk."""
    o, m = world.cooperatives, world.employers
    city, crew = int(o.city[row]), round(p.crew)
    best = float(month.wage[city]) * (1.0 + p.stake * (hazard + p.impatience))
    for niche in Niche:
        rows = np.flatnonzero((m.city == city) & np.isin(m.sector, HOSTS[niche]) & (m.staff > 0))
        if rows.size == 0:
            continue
        upto = np.cumsum(m.staff[rows])
        host = int(rows[np.searchsorted(upto, drawn[HOST + niche] * upto[-1], side="right")])
        skill = 1.0 + p.skill * (2.0 * drawn[SKILL + niche] - 1.0)
        income = skill * offered(world, p, month, niche, host, crew).income
        if income > best:
            best, o.niche[row], o.host[row], o.members[row] = income, niche, host, crew


def take_stock(world: World, p: Params, month: Month, row: int) -> None:
    """Price, inputs and supply of the month ahead."""
    o = world.cooperatives
    niche, members = Niche(o.niche[row]), float(o.members[row])
    offer = offered(world, p, month, niche, int(o.host[row]), 0)
    o.price[row] = 0.5 * (o.price[row] + offer.price) if o.price[row] > 0.0 else offer.price
    o.inputs[row], o.bought[row] = members * offer.inputs / DEKADS, members * offer.bought / DEKADS
    o.supply[row] = p.value * (o.inputs[row] + o.bought[row])


def help_hosts(world: World) -> None:
    """Members in plants and trusts are extra hands there."""
    o, m = world.cooperatives, world.employers
    inside = (o.members > 0) & ~np.isin(o.niche, FOR_PEOPLE)
    m.help[:] = np.bincount(o.host[inside], o.members[inside], m.rows)


def wind_up(world: World, closed: NDArray[np.bool_]) -> None:
    """What is left in account and till goes to the city."""
    o, c = world.cooperatives, world.cities
    for row in np.flatnonzero(closed):
        city, left = o.city[row], int(o.account[row] + o.cash[row])
        c.account[city] += left
        c.revenue[city, Revenue.COOPERATIVES] += left
        world.centre.issued[0] -= int(o.cash[row])
    for column in (o.members, o.account, o.cash, o.inputs, o.bought, o.supply, o.price):
        column[closed] = 0

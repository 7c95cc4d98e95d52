"""Cooperatives come and go: ideas, officials, hosts; and once a month each takes stock of what it can sell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.cooperation import BOUGHT, INCOME, INPUTS, PRICE, found_outside, lots
from magnitka.process import Clock, Dice
from magnitka.processes.cooperatives.offers import Month, look_around, offered
from magnitka.processes.cooperatives.params import Params
from magnitka.world import Niche, Sector, World
from magnitka.world.cities import Revenue
from magnitka.world.undertakings import FOR_PEOPLE, NO_HOST

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

DEKADS = 3.0  # in a month
HOSTS = {
    Niche.FOOD: (Sector.TRADE,),
    Niche.GOODS: (Sector.TRADE, Sector.INDUSTRY),
    Niche.BUILDING: (Sector.BUILDING, Sector.AMENITIES),
    Niche.INDUSTRY: (Sector.WORKS, Sector.INDUSTRY, Sector.TRANSPORT),
}
IDEA, PASSED, CLOSED, SKILL, HOST, FINDS, LOTS = 0, 1, 2, 3, 7, 11, 12  # a skill and a host for each niche


def come_and_go(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Once a month: officials close some, some ideas become cooperatives, and each takes stock of its inputs."""
    if not clock.month_starts:
        return
    o = world.cooperatives
    drawn = np.empty((o.rows, LOTS))
    lots(dice.key, o.luck, drawn)
    envy = world.cities.resentment[o.city]
    hazard = p.closing.at(clock.month_index) * (1.0 + p.levelling * envy)
    wind_up(world, (o.members > 0) & (drawn[:, CLOSED] < hazard))
    known = look_around(world, p, clock)
    allowed = p.permission.at(clock.month_index)
    free = (o.members == 0) & (drawn[:, IDEA] < p.ideas) & (drawn[:, PASSED] < allowed)
    if free.any():
        found_some(world, p, known, np.flatnonzero(free), drawn, hazard)
    take_stock(world, p, known)


def none(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: no cooperatives."""
    o = world.cooperatives
    wind_up(world, o.members > 0)


def found_some(world: World, p: Params, month: Month, rows: Codes, drawn: Floats, hazard: Floats) -> None:
    """Each chooses, in turn, the niche that pays best, with a host or alone, if it pays for the risk."""
    o, crew = world.cooperatives, round(p.crew)
    houses = {city: open_houses(world, int(city)) for city in np.unique(o.city[rows])}
    for row in rows:
        open_here = houses[o.city[row]]
        if not open_here:
            continue
        niche = np.array(list(open_here), np.int64)
        lot = drawn[row, HOST + niche]
        host = np.array(
            [
                employers[np.searchsorted(upto, u * upto[-1], side="right")]
                for u, (employers, upto) in zip(lot, open_here.values(), strict=True)
            ]
        )
        alone = np.array([n for n in FOR_PEOPLE if n in open_here], np.int64)
        niche, host = np.append(niche, alone), np.append(host, np.full(alone.size, NO_HOST))
        skill = 1.0 + p.skill * (2.0 * drawn[row, SKILL + niche] - 1.0)
        city = np.full(niche.size, o.city[row])
        finds = np.full(niche.size, found_outside(drawn[row, FINDS], float(p.market)))
        income = skill * offered(world, p, month, city, niche, host, finds, crew)[:, INCOME]
        best = int(income.argmax())
        if income[best] > month.wage[o.city[row]] * (1.0 + p.stake * (hazard[row] + p.impatience)):
            o.niche[row], o.host[row], o.finds[row], o.members[row] = (
                niche[best],
                host[best],
                finds[best],
                crew,
            )
            if host[best] != NO_HOST:
                month.members[host[best], niche[best]] += crew


def open_houses(world: World, city: int) -> dict[Niche, tuple[Codes, Codes]]:
    """A city's employers that may be hosts in each niche, and the staff up to each of them."""
    m = world.employers
    staffed = (m.city == city) & (m.staff > 0)
    houses: dict[Niche, tuple[Codes, Codes]] = {}
    for niche, sectors in HOSTS.items():
        rows = np.flatnonzero(staffed & np.isin(m.sector, sectors))
        if rows.size:
            houses[niche] = rows, np.cumsum(m.staff[rows])
    return houses


def take_stock(world: World, p: Params, month: Month) -> None:
    """Price, inputs and supply of the month ahead."""
    o = world.cooperatives
    rows = np.flatnonzero(o.members > 0)
    offer = offered(world, p, month, o.city[rows], o.niche[rows], o.host[rows], o.finds[rows], 0)
    known, members = o.price[rows], o.members[rows].astype(np.float64)
    o.price[rows] = np.where(known > 0.0, 0.5 * (known + offer[:, PRICE]), offer[:, PRICE])
    o.inputs[rows], o.bought[rows] = members * offer[:, INPUTS] / DEKADS, members * offer[:, BOUGHT] / DEKADS
    o.supply[rows] = p.value * (o.inputs[rows] + o.bought[rows])


def wind_up(world: World, closed: NDArray[np.bool_]) -> None:
    """What is left in account and till goes to the city."""
    o, c = world.cooperatives, world.cities
    for row in np.flatnonzero(closed):
        city, left = o.city[row], int(o.account[row] + o.cash[row])
        c.account[city] += left
        c.revenue[city, Revenue.COOPERATIVES] += left
        world.centre.issued[0] -= int(o.cash[row])
    for column in (o.members, o.account, o.cash, o.inputs, o.bought, o.supply, o.price, o.finds):
        column[closed] = 0

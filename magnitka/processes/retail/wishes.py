"""What people would buy if the shelves were full, and what they need not buy because it grows in the garden."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.queueing import home_stock
from magnitka.kernels.shopping import CELLS, LARDER, VISITED
from magnitka.processes.retail.crowd import GROWS, Crowd
from magnitka.processes.retail.params import Params
from magnitka.world import Channel, World
from magnitka.world.cities import RATIONED
from magnitka.world.goods import ALCOHOL
from magnitka.world.people import HOARDS

Floats = NDArray[np.float64]

STORED = RATIONED[:HOARDS]  # what households keep at home, in the order of Households.pantry
FOOD, SUGAR = RATIONED[0], RATIONED[2]
LARDER_UNIT = 10  # `pantry` counts tenths of a dekad's use
GARDEN_MOST = 0.8  # of the food that a head wants can come from the garden
ROUNDING = 0.4  # roubles a head kept back, so that rounded payments never exceed a purse


def choose(world: World, p: Params, crowd: Crowd) -> None:
    """Roubles a head that each cell would spend on each ware this dekad, within its purse."""
    spend = intentions(world, p, crowd) * crowd.part
    room = np.maximum(crowd.purse - ROUNDING, 0.0) / np.maximum(spend.sum(axis=1), 1e-9)
    crowd.spend[:] = spend * np.minimum(room, 1.0)[:, None]


def intentions(world: World, p: Params, crowd: Crowd) -> Floats:
    """Roubles a head and month that each cell would spend on each ware.

    First the least of each, then shares of what is left (linear expenditure, Stone 1954); more of what is hoarded
    while larders are below their target, and sugar for home brew where alcohol is missed.
    """
    k, rows, purse, sums = world.counters, crowd.rows, crowd.a_month, crowd.sums
    names = [world.goods.labels[good] for good in k.good[rows]]
    least, share = k.least[rows] * k.price[rows], k.share[rows]
    needed = least.sum()
    spend = (
        np.minimum(purse / needed, 1.0)[:, None] * least + np.maximum(purse - needed, 0.0)[:, None] * share
    )
    for hoard, name in enumerate(STORED):
        at = names.index(name)
        aim = LARDER_UNIT * home_aim(world, p, int(rows[at]))
        gap = aim - sums[LARDER + hoard] / max(int(sums[VISITED]), 1)
        spend[:, at] *= 1.0 + np.clip(gap / LARDER_UNIT / p.refill, -0.5, 2.0)
    persons = max(float(world.cities.persons[crowd.city]), 1.0)
    at = names.index(ALCOHOL)
    drunk = k.sold[rows[at]].sum() - k.sold[rows[at], Channel.COUPON]
    missed = max(float(k.wanted[rows[at]] - drunk), 0.0) / persons * 3.0
    spend[:, names.index(SUGAR)] += np.minimum(p.brew * missed, 0.1 * purse)
    return spend


def home_aim(world: World, p: Params, row: int) -> float:
    """Dekads of use of a ware that a household wants in its larder: what lasts (T46), as long as the ware keeps."""
    k = world.counters
    return min(float(home_stock(float(k.found[row]), float(p.risk))), float(k.keeps[row]))


def harvest(world: World, crowd: Crowd) -> None:
    """What cellars give this dekad: they are eaten evenly until the next harvest."""
    c, k, city, rows, clock = world.cities, world.counters, crowd.city, crowd.rows, crowd.clock
    grown = np.zeros((rows.size, CELLS))
    food = int(np.flatnonzero(k.good[rows] == world.goods.row_of[FOOD])[0])
    offer = c.cellar[city] / (((6 - clock.month) % 12) * 3 + 3 - clock.dekad)
    c.cellar[city] -= offer
    wish = crowd.spend[:, food] / k.price[rows[food]]
    head = offer * c.households[city] / max(int(c.persons[city]), 1)
    grown[food] = np.where(GROWS, np.minimum(head, GARDEN_MOST * wish), 0.0)
    growers = np.where(GROWS, crowd.heads, 0.0)
    c.homegrown[city] = float(grown[food] @ growers) / max(float(wish @ growers), 1e-9)
    crowd.got[:, :, Channel.GARDEN] = grown

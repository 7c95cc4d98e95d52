"""A ware on coupons: so many a head and month for everybody, and without one it is not sold.

The soviet looks at the hours that are queued for each rouble's worth that people want of a ware, be it a large part of
the purse or a small one: sugar was on coupons in twice as many regions as meat (CHIT). Above what it tolerates it
prints one coupon more a head and month, as long as the trade's supply covers them; below half of it, one less. Coupons
are printed on the first dekad of a month; a third of the households goes shopping with them each dekad, and what the
counter cannot serve is void at the month's end. Who holds a coupon holds the rent of the ware (T43).
Neutral: no coupons.
Claims: L104-L106.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.shopping import count_coupons, present_coupons, print_coupons
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Centre, Channel, Cities, Counters, Households, World
from magnitka.world.cities import RATIONED

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

ROUBLE = 100.0  # kopecks
MONTH = 3.0  # dekads
SPARED = 0.9  # of a counter's goods can go against coupons


@dataclass(frozen=True)
class Params:
    """When the soviet acts, and how far."""

    tolerance: float = quantity(
        "h/rub", "queueing for a rouble's worth wanted of a ware that the soviet tolerates", at_least=0
    )
    widest: float = quantity(
        "coupons/person/month", "most coupons of a kind for a head", at_least=0, at_most=25
    )


def kinds(world: World) -> Counts:
    """Kind of coupon of each counter, or -1."""
    names = [world.goods.labels[good] for good in world.counters.good]
    return np.array([RATIONED.index(name) if name in RATIONED else -1 for name in names], np.int64)


def worth(world: World) -> Floats:
    """What one coupon is for, roubles at the founding year's state prices."""
    return world.counters.coupon * world.counters.kilo


def ration_wares(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Once a month the soviet widens or narrows each ration by a coupon and prints; a third of the people buy."""
    if clock.month_starts:
        k = world.counters
        month = clock.days_in_month / clock.days
        persons = np.maximum(world.cities.persons[k.city], 1)
        supply = k.delivered * month * (1.0 - k.handed) / persons
        tolerated = p.tolerance * k.wanted * MONTH / persons
        wider = (
            (k.queued > tolerated) & ((k.ration + 1) * worth(world) <= SPARED * supply) & (kinds(world) >= 0)
        )
        narrower = (k.queued < 0.5 * tolerated) & (k.ration > 0)
        k.ration += wider.astype(np.int64) - narrower
        np.minimum(k.ration, int(p.widest), out=k.ration)
    turn_coupons(world, clock)


def print_nothing(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: nothing goes on coupons; what is in hand expires."""
    world.counters.ration[:] = 0
    turn_coupons(world, clock)


def turn_coupons(world: World, clock: Clock) -> None:
    """Print on the first dekad of a month, redeem on every one, let expire what is left at the last one's end."""
    h, k = world.households, world.counters
    kind, price = kinds(world), np.rint(worth(world) * k.price * ROUBLE).astype(np.int64)
    for column in (k.printed, k.redeemed, k.expired):
        column[:] = 0
    k.sold[:, Channel.COUPON], k.paid[:, Channel.COUPON] = 0.0, 0
    if not (k.ration.any() or k.outstanding.any()):
        return
    cost, ration, served, held = np.zeros((4, world.cities.rows, len(RATIONED)), np.int64)
    rationed = np.flatnonzero(kind >= 0)
    at = (k.city[rationed], kind[rationed])
    cost[at], ration[at] = price[rationed], k.ration[rationed]
    of_block = np.zeros((h.rows, len(RATIONED)), np.int64)
    city, phase = world.people.city, clock.tick % 3
    if clock.month_starts:
        over_blocks(
            lambda a, b: print_coupons(a, b, city, ration, h.top, h.size, h.coupons, of_block), h.rows
        )
        k.printed[rationed] = by_city(world, of_block)[at]
    held[at] = (k.outstanding + k.printed)[rationed]
    over_blocks(lambda a, b: count_coupons(a, b, phase, city, held, h.top, h.coupons, of_block), h.rows)
    shown = by_city(world, of_block)[at] * worth(world)[rationed]
    goods = SPARED * k.stock[rationed] * (1.0 - k.handed[rationed])
    served[at] = 256.0 * np.minimum(goods / np.maximum(shown, 1e-9), 1.0)
    over_blocks(
        lambda a, b: present_coupons(
            a, b, phase, clock.tick, city, held, served, cost, h.top, h.luck, h.coupons, h.cash, of_block
        ),
        h.rows,
    )
    k.redeemed[rationed] = by_city(world, of_block)[at]
    k.sold[:, Channel.COUPON] = np.minimum(k.redeemed * worth(world), k.stock)
    k.paid[:, Channel.COUPON] = k.redeemed * price
    k.stock -= k.sold[:, Channel.COUPON]
    taken = int(k.paid[:, Channel.COUPON].sum())
    world.centre.budget[0] += taken
    world.centre.issued[0] -= taken
    if clock.month_ends:
        k.expired[:] = k.outstanding + k.printed - k.redeemed
        h.coupons[:] = 0
    k.outstanding += k.printed - k.redeemed - k.expired


def by_city(world: World, of_block: Counts) -> Counts:
    """Sums over a city's blocks, in persons' and households' numbers."""
    city = world.people.city
    sums = np.array([of_block[city == row].sum(axis=0) for row in range(world.cities.rows)], np.int64)
    return world.weight * sums


PROCESSES = (
    Process(
        "coupons",
        "coupons.month",
        ration_wares,
        print_nothing,
        Params,
        reads=(
            Cities.persons,
            Counters.delivered,
            Counters.price,
            Counters.queued,
            Counters.wanted,
            Counters.handed,
            Households.top,
            Households.luck,
            Households.size,
        ),
        writes=(
            Households.coupons,
            Households.cash,
            Counters.stock,
            Counters.sold,
            Counters.paid,
            Counters.ration,
            Counters.printed,
            Counters.redeemed,
            Counters.expired,
            Counters.outstanding,
            Centre.budget,
            Centre.issued,
        ),
    ),
)

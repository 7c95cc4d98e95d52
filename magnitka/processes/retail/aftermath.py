"""What the dekad's trade leaves behind: tills, hours in queues, who got what, and what everybody remembers."""

from __future__ import annotations

import numpy as np

from magnitka.kernels.apportion import apportion
from magnitka.kernels.counter import CHANNELS, FOUND, FREE_PRICE, RENT, WAIT, WANTED, count_reached
from magnitka.kernels.orders import smooth
from magnitka.kernels.queueing import drawn_off, hours_stood, overhang_after, price_jump
from magnitka.kernels.shopping import FLOW, PURSES, STALLS, TIERS
from magnitka.processes.retail.crowd import PLACE, ROUBLE, Crowd, Outcome
from magnitka.processes.retail.params import Params
from magnitka.processes.retail.standing import pull_of_workplaces
from magnitka.processes.retail.wishes import LARDER_UNIT, STORED, home_aim
from magnitka.world import Channel, World

MROUBLE = 1e6  # roubles
STATE = [Channel.OPEN, Channel.WORKPLACE, Channel.COUPON, Channel.BLACK]  # out of the shops' stores
KNOWN = 0.3  # of the distance to this dekad's outcome that memory moves in a dekad


def by_place(world: World, crowd: Crowd) -> None:
    """What a head of each place on workplace lists wished a month, and what reached it by channel."""
    k, c, rows = world.counters, world.cities, crowd.rows
    reached = np.zeros((TIERS, rows.size, CHANNELS))
    count_reached(PLACE, crowd.heads, crowd.got, reached)
    for place in range(TIERS):
        heads = np.where(PLACE == place, crowd.heads, 0.0)
        c.placed[crowd.city, place] = heads.sum()
        months = max(heads.sum(), 1.0) * crowd.part
        k.reached[rows, place * CHANNELS : (place + 1) * CHANNELS] = reached[place] / months
        k.wished[rows, place] = (heads @ crowd.spend) / k.price[rows] / months


def take_in(world: World, crowd: Crowd, outcome: Outcome) -> None:
    """Pass on what households paid; shop people keep so many kopecks for each point of a stall.

    The till of a shop must show the state's price, so shop people keep the margin only. Market takings leave the
    city; cooperatives' stay in their tills.
    """
    k, c, o = world.counters, world.centre, world.cooperatives
    paid, stalls = k.paid[crowd.rows], int(crowd.sums[STALLS])
    margin = int(
        (
            paid[:, Channel.BLACK] * (1.0 - k.price[crowd.rows] / np.maximum(crowd.told[:, FREE_PRICE], 1e-9))
        ).sum()
    )
    each = max(margin, 0) // stalls if stalls > 0 else 0
    market, coops = int(paid[:, Channel.MARKET].sum()), int(paid[:, Channel.COOPERATIVE].sum())
    shares = np.zeros(o.rows, np.int64)
    weights = np.where(
        o.city == crowd.city, o.supply * o.price, 0.0
    )  # only those that serve people have a supply
    left = apportion(coops, weights, shares)
    o.cash += shares
    o.sold += shares
    to_state = int(paid.sum() - paid[:, Channel.COUPON].sum()) - each * stalls - market - coops + left
    c.budget[0] += to_state
    c.households[0] += market
    c.issued[0] -= to_state + market
    outcome.takings[crowd.city] = each


def pay_in_hours(world: World, p: Params, crowd: Crowd, outcome: Outcome) -> None:
    """Hours in queues: waiting for what is sold openly, as far as it is worth the free time that is left, and shopping.

    An hour is dearer to all by the same factor, so that who buys what stays as it was reckoned and only hours shrink.
    """
    k, heads, got = world.counters, crowd.heads, crowd.got
    persons = max(heads.sum(), 1.0)
    waited = got[:, :, Channel.OPEN] * crowd.told[:, WAIT, None]
    mean = float((waited @ heads).sum()) / persons
    lasts = hours_stood(mean, float(p.leisure * crowd.part)) / max(mean, 1e-9)
    shopped = got[:, :, Channel.OPEN] + got[:, :, Channel.COUPON]
    outcome.hours[crowd.city] = np.rint(256.0 * (waited * lasts + p.service * shopped).sum(axis=0))
    k.queue_hours[crowd.rows] = crowd.told[:, WAIT] * lasts + p.service
    heard = (waited @ heads) * lasts / persons / crowd.part
    k.queued[crowd.rows] += KNOWN * (heard - k.queued[crowd.rows])


def miss(world: World, crowd: Crowd, outcome: Outcome) -> None:
    """How much of what it asked for each cell went without."""
    price = world.counters.price[crowd.rows]
    served = np.minimum(crowd.got.sum(axis=2).T, crowd.spend / price) * price
    asked = crowd.spend.sum(axis=1)
    lack = np.where(asked > 0.0, 1.0 - served.sum(axis=1) / np.maximum(asked, 1e-9), 0.0)
    outcome.lacking[crowd.city] = np.rint(255.0 * np.clip(lack, 0.0, 1.0))


def remember(world: World, p: Params, crowd: Crowd, outcome: Outcome) -> None:
    """What everybody takes from the dekad into the next: prices, chances, lists, hoards, money left over."""
    k, rows, told = world.counters, crowd.rows, crowd.told
    price = k.price[rows]
    k.wanted[rows] = told[:, WANTED]
    k.black_price[rows] = told[:, FREE_PRICE] / price
    k.found[rows] += KNOWN * (told[:, FOUND] - k.found[rows])
    for n, row in enumerate(rows):
        aim = drawn_off(float(told[n, RENT] / price[n]), float(p.trouble), float(p.most_listed))
        k.handed[row] = smooth(float(k.handed[row]), aim, KNOWN)
        name = world.goods.labels[k.good[row]]
        if name in STORED:
            at = crowd.city, STORED.index(name)
            outcome.target[at] = round(LARDER_UNIT * home_aim(world, p, int(row)))
            outcome.refill[at] = round(256.0 * 3.0 * float(k.found[row]) / p.refill)
    give_out(world, p, crowd)
    keep_over(world, p, crowd, outcome)


def give_out(world: World, p: Params, crowd: Crowd) -> None:
    """What lists and coupons gave of the whole, and each workplace of the lists."""
    k, m = world.counters, world.employers
    price, sold = k.price[crowd.rows], k.sold[crowd.rows]
    listed = sold[:, Channel.WORKPLACE] + sold[:, Channel.COUPON]
    k.list_share[crowd.rows] = listed / np.maximum(sold[:, STATE].sum(axis=1), 1e-9)
    world.cities.dependence[crowd.city] = (listed * price).sum() / max(
        float((sold * price[:, None]).sum()), 1e-9
    )
    claim = np.where(m.city == crowd.city, m.staff * pull_of_workplaces(world, p), 0.0)
    m.goods += sold[:, Channel.WORKPLACE].sum() / MROUBLE * claim / max(float(claim.sum()), 1e-9)


def keep_over(world: World, p: Params, crowd: Crowd, outcome: Outcome) -> None:
    """Money that bought nothing piles up (T45)."""
    c, price = world.cities, world.counters.price[crowd.rows]
    flow, purses = float(crowd.sums[FLOW]), max(float(crowd.sums[PURSES]), 1.0)
    margin = outcome.takings[crowd.city] * crowd.sums[STALLS]  # it stays with people
    spent = float(c.takings[crowd.city].sum() - margin)
    wished = min(float((crowd.told[:, WANTED] * price).sum()) * ROUBLE / purses, 1.0) * flow
    put_by = p.put_by * flow / p.bought
    c.overhang[crowd.city] = round(overhang_after(float(c.overhang[crowd.city]), wished, spent + put_by))
    c.pressure[crowd.city] = price_jump(
        p.cash * flow / (p.bought * crowd.part), float(c.overhang[crowd.city])
    )

"""A cooperative's month: hosts pay, tills are counted, taxes and inputs paid, and the rest goes to people."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.apportion import apportion
from magnitka.kernels.cooperation import MANAGERS, POOLS, knows_one, lots, pay_members, pick_members
from magnitka.kernels.dice import key_of
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice
from magnitka.processes.cooperatives.offers import ROUBLE, SERVES_PEOPLE, state_wage
from magnitka.processes.cooperatives.params import Params
from magnitka.processes.cooperatives.ventures import wind_up
from magnitka.world import Niche, Occupation, Payer, World
from magnitka.world.cities import Revenue
from magnitka.world.people import NOBODY, PAY_UNIT
from magnitka.world.undertakings import NO_HOST

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


def settle(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """At a month's end hosts pay, tills are counted, inputs and taxes paid, and the rest goes to people."""
    o = world.cooperatives
    o.revenue[:], o.paid_out[:] = o.sold, 0
    if not clock.month_ends:
        return
    if not o.members.any():
        world.cities.resentment[:] = 0.0
        return
    tax, wage = p.tax.at(clock.month_index), state_wage(world)
    members, goodwill = np.zeros(o.rows, np.int64), np.zeros(o.rows, np.int64)
    serves = SERVES_PEOPLE[o.niche] > 0
    inside, outside = np.flatnonzero((o.members > 0) & ~serves), np.flatnonzero((o.members > 0) & serves)
    members[inside], goodwill[inside] = invoice(world, p, tax, wage[o.city[inside]], inside)
    members[outside], goodwill[outside] = close_shops(world, p, tax, outside)
    pay_out(world, p, dice.seed, members, goodwill, wage)
    poor = (o.members > 0) & (members < o.members * p.give_up * wage[o.city] * ROUBLE)
    drawn = np.empty((o.rows, 1))
    lots(dice.key, o.luck, drawn)
    wind_up(world, poor & (drawn[:, 0] * p.patience < 1.0))


def settle_nothing(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: nobody is paid, nobody is envied."""
    o = world.cooperatives
    o.revenue[:], o.paid_out[:] = 0, 0
    world.cities.resentment[:] = 0.0


def invoice(world: World, p: Params, tax: float, wage: Floats, rows: Codes) -> tuple[Codes, Codes]:
    """The host pays; what may be cashed is cashed. Returns what is for members, and for the host's managers."""
    o, host = world.cooperatives, world.cooperatives.host[rows]
    price = o.price[rows] * wage
    due = kopecks(o.members[rows] * price * ROUBLE)
    pass_to_host(world, host, -due)
    o.account[rows] += due
    o.revenue[rows] += due
    pay_tax(world, rows, kopecks(tax * due))
    cashed = kopecks(p.cash_out * o.account[rows])
    o.account[rows] -= cashed
    o.cash[rows] += cashed
    world.centre.issued[0] += cashed.sum()
    gain = np.maximum(price - wage, 0.0) * p.share / np.maximum(price, 1e-9)
    goodwill = kopecks(gain * cashed)
    return cashed - goodwill, goodwill


def close_shops(world: World, p: Params, tax: float, rows: Codes) -> tuple[Codes, Codes]:
    """Inputs of what was sold and taxes are paid from the till. Returns the same as `invoice`."""
    o, c = world.cooperatives, world.centre
    used = o.inputs[rows] + o.bought[rows]
    till, used = np.where(used > 0.0, np.maximum(o.cash[rows], 0), 0), np.maximum(used, 1e-9)
    worth = p.value * np.maximum(o.price[rows], 1.0)
    by_diversion = till / worth * o.inputs[rows] / used
    state = kopecks(by_diversion)
    market = kopecks(np.minimum(till / worth * o.bought[rows] / used * p.dear, till - state))
    taxed = kopecks(tax * (till - state - market))
    o.cash[rows] -= state + market + taxed
    c.issued[0] -= (state + market + taxed).sum()
    c.households[0] += market.sum()  # dear inputs come from outside the city
    inside = o.host[rows] != NO_HOST
    pass_to_host(world, o.host[rows][inside], state[inside])
    o.account[rows] += taxed
    pay_tax(world, rows, taxed)
    left = np.where(till > 0, o.cash[rows], 0)
    gain = kopecks((1.0 - tax) * p.share * np.maximum(worth - 1.0, 0.0) * by_diversion)
    goodwill = np.minimum(gain, left)
    return left - goodwill, goodwill


def kopecks(amount: NDArray[np.floating[Any]]) -> Codes:
    """Whole ones; the rest stays where it is."""
    return amount.astype(np.int64)


def pass_to_host(world: World, host: Codes, amount: Codes) -> None:
    """From cooperatives to the accounts of the enterprises that they work with, or to the budget; below 0: back."""
    m, e = world.employers, world.enterprises
    of_firm = np.where(m.payer[host] == Payer.ENTERPRISE, amount, 0)
    np.add.at(e.account, m.enterprise[host], of_firm)
    np.add.at(e.revenue_year, m.enterprise[host], np.maximum(of_firm, 0))
    np.add.at(e.cost_year, m.enterprise[host], np.maximum(-of_firm, 0))
    world.centre.budget[0] += (amount - of_firm).sum()


def pay_tax(world: World, rows: Codes, due: Codes) -> None:
    """From cooperatives' accounts to their cities'."""
    o, c = world.cooperatives, world.cities
    o.account[rows] -= due
    of_city = np.bincount(o.city[rows], due, c.rows).astype(np.int64)
    c.account += of_city
    c.revenue[:, Revenue.COOPERATIVES] += of_city


def pay_out(world: World, p: Params, seed: int, members: Codes, goodwill: Codes, wage: Floats) -> None:
    """Whole kopecks to the households of members and managers, city by city; and who envies them."""
    o, m, q, c = world.cooperatives, world.employers, world.people, world.cities
    key = key_of(seed, "members of cooperatives", 0)  # the same persons month by month
    exists = o.members > 0
    inside, alone = exists & (o.host != NO_HOST), exists & (o.host == NO_HOST)
    upto, anywhere = np.zeros((m.rows, len(Niche))), np.zeros((c.rows, len(Niche)))
    np.add.at(upto, (o.host[inside], o.niche[inside]), o.members[inside])
    is_host = (upto.sum(axis=1) > 0).astype(np.int64)
    np.add.at(anywhere, (o.city[alone], o.niche[alone]), o.members[alone])
    anywhere /= np.maximum(np.bincount(m.city, m.staff, c.rows), 1.0)[:, None]
    upto = np.cumsum(upto / np.maximum(m.staff, 1)[:, None] + anywhere[m.city], axis=1)
    n = np.bincount(o.city[exists], o.members[exists], c.rows)
    earned = np.bincount(o.city, members, c.rows) / np.maximum(n, 1.0) + wage * ROUBLE
    counts = np.empty((q.rows, POOLS + 1), np.int64)
    picked = np.empty(q.luck.shape, np.uint16)
    earns_enough = least_pay(world, float(p.far * earned.max()))
    over_blocks(
        lambda a, b: pick_members(
            a, b, key, q.persons, q.luck, q.employer, q.occupation, q.pay, NOBODY, int(Occupation.MANAGER), upto,
            is_host, earns_enough, picked, counts,
        ),
        q.rows,
    )  # fmt: skip
    of_city = np.zeros((c.rows, POOLS + 1), np.int64)
    np.add.at(of_city, q.city, counts * world.weight)
    rate = np.zeros((c.rows, POOLS), np.int64)
    for city in range(c.rows):
        for pool in range(POOLS):
            mine = o.city == city if pool == MANAGERS else (o.city == city) & (o.niche == pool)
            due = np.where(mine, goodwill if pool == MANAGERS else members, 0)
            heads = int(of_city[city, pool])
            rate[city, pool] = int(due.sum()) // heads if heads else 0
            given = np.zeros(o.rows, np.int64)
            apportion(int(rate[city, pool]) * heads, due.astype(np.float64), given)
            o.cash -= given
            o.paid_out += given
    over_blocks(
        lambda a, b: pay_members(a, b, q.city, q.household, picked, counts, rate, world.households.cash),
        q.rows,
    )
    for city in range(c.rows):
        content = float(of_city[city, POOLS]) / max(float(c.adults[city]), 1.0)
        seen = knows_one(float(n[city]), float(c.adults[city]), float(p.circle))
        c.resentment[city] = seen * max(1.0 - content, 0.0)


def least_pay(world: World, envied: float) -> Codes:
    """Code of `People.pay` from which one earns `envied` kopecks a month with each employer."""
    level = world.employers.pay_level
    code = -(-np.int64(np.ceil(PAY_UNIT * envied)) // np.maximum(level, 1))
    return np.where(level > 0, code, np.iinfo(np.int64).max)

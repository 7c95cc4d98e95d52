"""A cooperative's month: hosts pay, tills are counted, taxes and inputs paid, and the rest goes to people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.apportion import apportion
from magnitka.kernels.cooperation import MANAGERS, POOLS, count_members, knows_one, lots, pay_members
from magnitka.kernels.dice import key_of
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice
from magnitka.processes.cooperatives.offers import FOR_PEOPLE, ROUBLE, state_wage
from magnitka.processes.cooperatives.params import Params
from magnitka.processes.cooperatives.ventures import wind_up
from magnitka.world import Niche, Occupation, Payer, World
from magnitka.world.cities import Revenue
from magnitka.world.people import NOBODY

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
    for row in np.flatnonzero(o.members > 0):
        close = close_shop if Niche(o.niche[row]) in FOR_PEOPLE else invoice
        members[row], goodwill[row] = close(world, p, tax, float(wage[o.city[row]]), int(row))
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


def invoice(world: World, p: Params, tax: float, wage: float, row: int) -> tuple[int, int]:
    """The host pays; what may be cashed is cashed. Returns what is for members, and for the host's managers."""
    o, m, e, c = world.cooperatives, world.employers, world.enterprises, world.centre
    host, n = o.host[row], int(o.members[row])
    price = o.price[row] * wage
    due = int(n * price * ROUBLE)
    of_firm = due if m.payer[host] == Payer.ENTERPRISE else 0
    e.account[m.enterprise[host]] -= of_firm
    e.cost_year[m.enterprise[host]] += of_firm
    c.budget[0] -= due - of_firm
    o.account[row] += due
    o.revenue[row] += due
    pay_tax(world, row, int(tax * due))
    cashed = int(p.cash_out * o.account[row])
    o.account[row] -= cashed
    o.cash[row] += cashed
    c.issued[0] += cashed
    gain = max(price - wage, 0.0) * p.share / max(price, 1e-9)
    return cashed - int(gain * cashed), int(gain * cashed)


def close_shop(world: World, p: Params, tax: float, wage: float, row: int) -> tuple[int, int]:
    """Inputs of what was sold and taxes are paid from the till. Returns the same as `invoice`."""
    o, m, e, c = world.cooperatives, world.employers, world.enterprises, world.centre
    host, till = o.host[row], int(o.cash[row])
    used = o.inputs[row] + o.bought[row]
    if till <= 0 or used <= 0.0:
        return 0, 0
    worth = p.value * max(float(o.price[row]), 1.0)
    by_diversion = till / worth * o.inputs[row] / used
    state = int(by_diversion)
    market = int(min(till / worth * o.bought[row] / used * p.dear, float(till - state)))
    taxed = int(tax * (till - state - market))
    o.account[row] += state + taxed
    o.cash[row] -= state + taxed + market
    c.issued[0] -= state + taxed + market
    c.households[0] += market  # dear inputs come from outside the city
    o.account[row] -= state
    to_firm = state if m.payer[host] == Payer.ENTERPRISE else 0
    e.account[m.enterprise[host]] += to_firm
    e.revenue_year[m.enterprise[host]] += to_firm
    c.budget[0] += state - to_firm
    pay_tax(world, row, taxed)
    left = int(o.cash[row])
    goodwill = min(int((1.0 - tax) * p.share * max(worth - 1.0, 0.0) * by_diversion), left)
    return left - goodwill, goodwill


def pay_tax(world: World, row: int, due: int) -> None:
    """From a cooperative's account to its city's."""
    o, c = world.cooperatives, world.cities
    o.account[row] -= due
    c.account[o.city[row]] += due
    c.revenue[o.city[row], Revenue.COOPERATIVES] += due


def pay_out(world: World, p: Params, seed: int, members: Codes, goodwill: Codes, wage: Floats) -> None:
    """Whole kopecks to the households of members and managers, city by city; and who envies them."""
    o, m, q, c = world.cooperatives, world.employers, world.people, world.cities
    key = key_of(seed, "members of cooperatives", 0)  # the same persons month by month
    exists = o.members > 0
    upto = np.zeros((m.rows, len(Niche)))
    np.add.at(upto, (o.host[exists], o.niche[exists]), o.members[exists])
    upto = np.cumsum(upto / np.maximum(m.staff, 1)[:, None], axis=1)
    hosts = (upto[:, -1] > 0.0).astype(np.int64)
    n = np.bincount(o.city[exists], o.members[exists], c.rows)
    earned = np.bincount(o.city, members, c.rows) / np.maximum(n, 1.0) + wage * ROUBLE
    counts = np.empty((q.rows, POOLS + 1), np.int64)
    manager = int(Occupation.MANAGER)
    envied = float(p.far * earned.max())
    over_blocks(
        lambda a, b: count_members(
            a, b, key, q.persons, q.luck, q.employer, q.occupation, q.pay, NOBODY, manager, upto, hosts,
            m.pay_level, envied, counts,
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
    homes = world.households
    over_blocks(
        lambda a, b: pay_members(
            a, b, key, q.persons, q.city, q.luck, q.employer, q.occupation, q.household, NOBODY, manager,
            upto, hosts, rate, homes.cash,
        ),
        q.rows,
    )  # fmt: skip
    for city in range(c.rows):
        content = float(of_city[city, POOLS]) / max(float(c.adults[city]), 1.0)
        seen = knows_one(float(n[city]), float(c.adults[city]), float(p.circle))
        c.resentment[city] = seen * max(1.0 - content, 0.0)

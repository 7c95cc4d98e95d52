"""Cooperatives: few, dear, dependent, and inside industry because its money is soft and theirs is cash.

Permitted from 1987, eased in mid-1988; officials pass part of the applications and close some cooperatives as they
please, the more the more people envy them. Whoever has an idea compares what a member would earn in each niche with
the state wage and what the venture risks (stake times hazard). For food and goods the inputs must be diverted from a
host (d = s (v - p)/k, Murphy, Shleifer and Vishny 1992; T51) or bought dearly; a plant or a building trust needs no
such bait: it pays from its non-cash account, worth little in cash to its manager, for help with the plan, and the
cooperative makes cash of it, which the wage fund cannot. Members are persons with a state job in the host, chosen by
permanent luck; their pay and the managers' part go to their households in whole kopecks, once a month.

Retail sells `supply` (rub/dekad at state prices) at `price`, puts what households paid into `cash` and notes it in
`sold`. Neutral: no cooperatives. Claims: L055-L065 (Kotkin 1991).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.apportion import apportion
from magnitka.kernels.cooperation import (
    MANAGERS,
    POOLS,
    count_members,
    diverted,
    knows_one,
    lots,
    pay_members,
    service_income,
    service_price,
    trade_income,
)
from magnitka.kernels.dice import key_of
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import Schedule, quantity, schedule
from magnitka.world import (
    Centre,
    Cities,
    Cooperatives,
    Counters,
    Employers,
    Enterprises,
    Households,
    Niche,
    Occupation,
    Payer,
    People,
    Sector,
    World,
)
from magnitka.world.cities import Revenue
from magnitka.world.people import NOBODY
from magnitka.world.undertakings import WARES_MADE

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
ROUBLE = 100.0  # kopecks
THOUSAND = 1000.0
DEKADS = 3.0  # in a month
FOR_PEOPLE = (Niche.FOOD, Niche.GOODS)
HOSTS = {
    Niche.FOOD: (Sector.TRADE,),
    Niche.GOODS: (Sector.TRADE, Sector.INDUSTRY),
    Niche.BUILDING: (Sector.BUILDING, Sector.AMENITIES),
    Niche.INDUSTRY: (Sector.WORKS, Sector.INDUSTRY, Sector.TRANSPORT),
}
IDEA, PASSED, CLOSED, SKILL, HOST, LOTS = 0, 1, 2, 3, 7, 11  # draws of a row: one skill and one host a niche


@dataclass(frozen=True)
class Params:
    """Law and officials, ventures, inputs, hosts, resentment."""

    permission: Schedule = schedule("1", "share of applications that officials pass", at_least=0, at_most=1)
    closing: Schedule = schedule(
        "1/month", "chance of being closed at somebody's pleasure", at_least=0, at_most=1
    )
    tax: Schedule = schedule("1", "taxes and fees on what a cooperative earns", at_least=0, at_most=0.9)
    levelling: float = quantity("1", "how much oftener it is closed where everybody envies it", at_least=0)
    ideas: float = quantity(
        "1/month", "chance that somebody has an idea for a place that is free", at_least=0, at_most=1
    )
    skill: float = quantity("1", "spread of what members of different ventures earn", at_least=0, at_most=0.9)
    crew: float = quantity("persons", "members of a cooperative", at_least=1)
    stake: float = quantity("month", "monthly wages that a venture costs its founders", at_least=0)
    impatience: float = quantity(
        "1/month", "return that founders ask of their stake beside the risk", at_least=0
    )
    give_up: float = quantity("1", "earnings over the state wage below which members leave", at_least=0)
    patience: float = quantity("month", "months of such earnings that they hold out, mean", at_least=1)
    output: float = quantity(
        "rub/person/month", "inputs at state prices that a member can work up", at_least=1
    )
    value: float = quantity("1", "state price of the wares over that of their inputs", at_least=1)
    share: float = quantity("1", "host's share of a gain", at_least=0, at_most=1)
    enforcement: float = quantity(
        "1", "rise of a host's risk for each rouble diverted for one of its staff", at_least=1e-4
    )
    market: float = quantity("1", "share of a member's inputs that can be bought", at_least=0, at_most=1)
    dear: float = quantity("1", "price of bought inputs over the state price", at_least=0)
    softness: float = quantity(
        "1", "worth of a non-cash rouble to a manager, in cash", at_least=0.05, at_most=1
    )
    eagerness: float = quantity("1", "worth of the first extra hands to a plant, in wages", at_least=0)
    room: float = quantity(
        "1", "share of a plant's staff at which more hands are worth nothing", at_least=1e-4, at_most=1
    )
    cash_out: float = quantity(
        "1", "share of its non-cash money that it may turn into cash", at_least=0, at_most=1
    )
    far: float = quantity(
        "1", "pay over a member's earnings below which there is envy", at_least=0, at_most=1
    )
    circle: float = quantity("persons", "adults that somebody knows the earnings of", at_least=0)


# ------------------------------------------------------------------------------------------------------ what it pays
@dataclass(frozen=True)
class Offer:
    """What a member would earn a month in one niche with one host (rub), and from what."""

    income: float
    price: float
    inputs: float = 0.0  # rub/month
    bought: float = 0.0


@dataclass(frozen=True)
class Month:
    """What everybody knows this month; by city."""

    wage: Floats  # rub/month, mean of state jobs
    premium: dict[Niche, Floats]  # free price of its wares over the state price, by weight in the supply
    tax: float


def look_around(world: World, p: Params, clock: Clock) -> Month:
    """Wages, free prices and taxes of the month."""
    k, g, n = world.counters, world.goods, world.cities.rows
    names = np.array([g.labels[good] for good in k.good])
    premium = {}
    for niche, wares in WARES_MADE.items():
        norm = k.norm * np.isin(names, wares)
        mean = np.bincount(k.city, k.black_price * norm, n) / np.maximum(np.bincount(k.city, norm, n), 1e-9)
        premium[niche] = np.maximum(mean, 1.0)
    return Month(state_wage(world), premium, p.tax.at(clock.month_index))


def state_wage(world: World) -> Floats:
    """Mean pay of each city's state jobs; rub/month."""
    m, n = world.employers, world.cities.rows
    paid = np.bincount(m.city, m.staff * m.pay_level, n)
    return np.asarray(paid / np.maximum(np.bincount(m.city, m.staff, n), 1.0) / ROUBLE)


def offered(world: World, p: Params, month: Month, niche: Niche, host: int, crew: int) -> Offer:
    """Earnings of a member beside those who work for the host in this niche already."""
    o, m = world.cooperatives, world.employers
    city, rest = int(m.city[host]), 1.0 - month.tax
    wage = float(month.wage[city])
    there = int(o.members[(o.host == host) & (o.niche == niche)].sum()) + crew
    staff = max(float(m.staff[host]), 1.0)
    if niche in FOR_PEOPLE:
        price = float(month.premium[niche][city])
        worth = p.value * price
        by_diversion = min(p.output, diverted(worth, 1.0, p.share, p.enforcement) * staff / there)
        bought = min(p.market * p.output, p.output - by_diversion) if worth > p.dear else 0.0
        gain = trade_income(worth, 1.0, p.share, p.dear, by_diversion, bought)
        return Offer(rest * gain, price, by_diversion, bought)
    price = service_price(wage, p.eagerness, p.softness, there / (p.room * staff))
    return Offer(rest * service_income(price, wage, p.share, p.cash_out), price / max(wage, 1e-9))


# --------------------------------------------------------------------------------------------------- coming and going
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


def none(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: no cooperatives."""
    o = world.cooperatives
    wind_up(world, o.members > 0)
    world.employers.help[:] = 0.0


# --------------------------------------------------------------------------------------------------------- the month
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


PROCESSES = (
    Process(
        "cooperatives",
        "cooperatives.ventures",
        come_and_go,
        none,
        Params,
        reads=(Employers.staff, Employers.pay_level, Cities.resentment, Counters.black_price),
        writes=(
            Cooperatives.niche,
            Cooperatives.host,
            Cooperatives.members,
            Cooperatives.account,
            Cooperatives.cash,
            Cooperatives.price,
            Cooperatives.inputs,
            Cooperatives.bought,
            Cooperatives.supply,
            Employers.help,
            Cities.account,
            Cities.revenue,
            Centre.issued,
        ),
    ),
    Process(
        "cooperatives",
        "cooperatives.settlement",
        settle,
        settle_nothing,
        Params,
        reads=(
            Cooperatives.niche,
            Cooperatives.host,
            Cooperatives.sold,
            Employers.staff,
            Employers.pay_level,
            Cities.adults,
            People.persons,
            People.luck,
            People.employer,
            People.occupation,
            People.pay,
            People.household,
        ),
        writes=(
            Cooperatives.members,
            Cooperatives.account,
            Cooperatives.cash,
            Cooperatives.revenue,
            Cooperatives.paid_out,
            Cooperatives.price,
            Cooperatives.inputs,
            Cooperatives.bought,
            Cooperatives.supply,
            Enterprises.account,
            Enterprises.cost_year,
            Enterprises.revenue_year,
            Cities.account,
            Cities.revenue,
            Cities.resentment,
            Households.cash,
            Centre.budget,
            Centre.households,
            Centre.issued,
        ),
    ),
)

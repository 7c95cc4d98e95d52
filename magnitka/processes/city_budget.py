"""The soviet lives on what it wrings from plant and ministry, and its taps run as far as the water works reach.

A city owes its people schools, clinics and water, and has a formula's share of taxes, rents, a few per cent of its
plants' profit, and a grant that covers what is missing: only the future counts, so that a shortfall is always
refinanced (Dewatripont and Maskin 1995, T62), and who is covered spends more (Kornai 1980, T63). The ministry gives
away a fund that its own profits fix, in shares of rank * noise^r (Tullock 1980, T60-T61); noise is remembered (T65),
and a mayor makes as much of it as pays him, more where taps are dry. Social lines of the industrial budget are what
is left after industry's overrun (T64). Water is cut at weekends where use exceeds the works, superblock by
superblock, high floors across the reservoir first; a concession buys pumps.

`Cities.social_funds` (Mrub/dekad) is what building may spend on social lines. Neutral: a grant covers what the soviet
buys on its own money, funds go by head, nobody shouts, social lines get their plan, water suffices.
Claims: L194-L222 (Kotkin 1991).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.apportion import apportion
from magnitka.kernels.contest import (
    is_refinanced,
    loudness,
    make_noise,
    pro_rata,
    residual,
    spending_under_cover,
)
from magnitka.kernels.dice import luck_of, normal
from magnitka.process import DEKADS_PER_YEAR, Clock, Dice, Process
from magnitka.quantity import Schedule, quantity, schedule
from magnitka.world import (
    Bank,
    Centre,
    Channel,
    Cities,
    Districts,
    Employers,
    Enterprises,
    Kind,
    Payer,
    Projects,
    Sector,
    Shops,
    Tenure,
    World,
)
from magnitka.world.cities import Revenue, Spending

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
KOPECKS = 1e8  # in a million roubles
MEGALITRE = 1e6  # litres
WEEKEND = 2.0 / 7.0  # of the hours of a week
STATE_TRADE = [Channel.OPEN, Channel.WORKPLACE, Channel.COUPON]
PAID_BY_CITY = {
    Sector.SCHOOLS: Spending.SCHOOLS,
    Sector.HEALTH: Spending.HEALTH,
    Sector.CITY: Spending.SERVICES,
}


@dataclass(frozen=True)
class Params:
    """The soviet's formula, the ministry's fund and its listeners, the industrial budget, the water works."""

    tax_share: float = quantity("1", "share of income taxes left to the city", at_least=0, at_most=1)
    trade_share: float = quantity(
        "1", "share of state trade's takings left to the city", at_least=0, at_most=1
    )
    supplies: float = quantity(
        "1", "supplies bought per rouble of wages by a soviet without cover", at_least=0
    )
    swing: float = quantity(
        "1", "good and bad years' revenue, above and below the mean", at_least=0, at_most=0.9
    )
    continuation: float = quantity(
        "1", "worth to the centre of a rouble that finishes a year's services", at_least=0
    )
    balance_kept: float = quantity(
        "month", "wages that a city may keep in its account at a year's end", at_least=0
    )
    fund: float = quantity(
        "1", "share of the profit it took that the ministry gives to towns", at_least=0, at_most=1
    )
    decisive: float = quantity("1", "how far loudness decides", at_least=0.01, at_most=1.9)
    memory: float = quantity("1/month", "share of noise still heard a month later", at_least=0, at_most=0.99)
    risk: Schedule = schedule("1", "cost to a mayor of a rouble's worth of noise", at_least=0.01)
    thirst: float = quantity(
        "1", "what a rouble gains in worth to a mayor when all his taps are dry", at_least=0
    )
    industry: Schedule = schedule(
        "Mrub/yr", "industrial building in the budgets of the city's plants", at_least=0
    )
    social: float = quantity("1", "social lines per rouble of industrial building", at_least=0, at_most=1)
    drift: float = quantity("1", "mean overrun of industrial building", at_least=-0.5, at_most=2)
    spread: float = quantity("1", "spread of a quarter's overrun", at_least=0.001, at_most=2)
    industry_first: float = quantity(
        "1",
        "share of an overrun that falls on social lines alone, the rest on all lines alike",
        at_least=0,
        at_most=1,
    )
    flat_use: float = quantity("l/person/day", "water used by who has a flat of his own", at_least=0)
    shared_use: float = quantity("l/person/day", "water used by the others", at_least=0)
    leaks: float = quantity("1", "water lost in the mains, over water used", at_least=0, at_most=2)
    day_off: float = quantity("1", "household use on a day off over the mean", at_least=0.5, at_most=3)
    works_use: float = quantity(
        "m3/t", "water from the city's mains per tonne of the Works' product", at_least=0
    )
    works: float = quantity("Ml/day", "water works on the founding day", at_least=0)
    silting: float = quantity(
        "1/yr", "capacity lost to silt and rust beyond what upkeep makes good", at_least=0, at_most=0.1
    )
    pump: float = quantity("l/day/rub", "capacity that a rouble of pumps adds", at_least=0)
    left_bank: float = quantity(
        "1",
        "chance of a cut on the left bank, beside the intakes, over the right bank's",
        at_least=0,
        at_most=1,
    )


# ------------------------------------------------------------------------------------------------- noise, concessions
def contenders(world: World) -> Codes:
    """Rows of the producers of the Works' ministry: each speaks for a town."""
    e = world.enterprises
    rows: Codes = np.flatnonzero((e.kind == Kind.PRODUCER) & (e.ministry == e.ministry[world.works]))
    return rows


def home(world: World) -> int:
    """Row of the city of the Works."""
    m = world.employers
    return int(m.city[np.flatnonzero(m.enterprise == world.works)[0]])


def wring(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Once a month mayors shout and the ministry divides its fund by rank and loudness."""
    e, rows = world.enterprises, contenders(world)
    open_books(world)
    if not clock.month_starts:
        return
    fund = int(p.fund * e.siphoned_last_year[rows].sum() / 12.0)
    prize = np.full(rows.size, fund / KOPECKS)
    mine = rows == world.works
    prize[mine] *= 1.0 + p.thirst * dry(world)[home(world)]
    noise = e.noise[rows]
    if not noise.any():  # the first to shout answer a murmur of all
        noise[:] = 1e-6 * prize
    make_noise(
        clock.month_index % rows.size,
        prize,
        np.full(rows.size, p.risk.at(clock.month_index)),
        e.rank[rows],
        p.decisive,
        p.memory,
        noise,
    )
    e.noise[rows] = noise
    divide(world, p, rows, fund, loudness(e.rank[rows], noise, p.decisive))


def by_head(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: nobody shouts; the same fund by heads."""
    e, rows = world.enterprises, contenders(world)
    open_books(world)
    e.noise[:] = 0.0
    if clock.month_starts:
        divide(world, p, rows, int(p.fund * e.siphoned_last_year[rows].sum() / 12.0), e.staff[rows])


def open_books(world: World) -> None:
    c = world.cities
    c.revenue[:], c.spending[:], world.enterprises.concession[:] = 0, 0, 0


def divide(world: World, p: Params, rows: Codes, fund: int, weights: Floats) -> None:
    """Pays the fund out in whole kopecks; the city of the Works buys pumps with part of it, the more so the drier."""
    e, c, centre, city = world.enterprises, world.cities, world.centre, home(world)
    won = np.zeros(rows.size, np.int64)
    fund -= apportion(fund, weights, won)
    e.concession[rows] = won
    mine = int(e.concession[world.works])
    centre.budget[0] -= fund
    centre.households[0] += fund - mine  # spent in the other towns
    c.account[city] += mine
    c.revenue[city, Revenue.CONCESSIONS] = mine
    lack = max(float(c.water_use[city] - c.water_works[city]), 0.0)
    urge = 1.0 - 1.0 / (1.0 + p.thirst * dry(world)[city])
    pumps = min(int(urge * mine), int(lack * MEGALITRE / max(p.pump, 1e-12) * 100.0))
    c.account[city] -= pumps
    centre.budget[0] += pumps
    c.spending[city, Spending.WATER] = pumps
    c.pumps[city] += pumps / 100.0 * p.pump / MEGALITRE


def dry(world: World) -> Floats:
    """Share of each city's superblocks that are cut; shape (cities,)."""
    d, n = world.districts, world.cities.rows
    return np.bincount(d.city, d.cut, n) / np.maximum(np.bincount(d.city, d.superblocks, n), 1e-9)


# ------------------------------------------------------------------------------------------------------- the account
def keep_accounts(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Taxes come in, supplies are bought, and the centre adds what is missing, since stopping would cost it more."""
    cover = 1.0 if is_refinanced(p.continuation, 1.0) else 0.0
    bought = spending_under_cover(cover, 0.5, 1.0 + p.swing, 1.0 - p.swing, 1.0)
    balance(world, p, clock, bought, cover)


def keep_accounts_plainly(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: the same on what a soviet would buy without cover; a grant pays it."""
    balance(world, p, clock, 1.0, 1.0)


def balance(world: World, p: Params, clock: Clock, bought: float, cover: float) -> None:
    """Posts a dekad of each city. Wages are paid whatever happens; of other gaps the share `cover` is granted."""
    c, m, centre = world.cities, world.employers, world.centre
    paid = np.zeros_like(c.spending)
    for sector, use in PAID_BY_CITY.items():
        hers = (m.payer == Payer.CITY) & (m.sector == sector)
        np.add.at(paid[:, use], m.city[hers], m.wage_bill[hers])
    for city in range(c.rows):
        wages = int(paid[city].sum())
        taxes = int(p.tax_share * c.taxed[city] + p.trade_share * c.takings[city, STATE_TRADE].sum())
        wanted = int(p.supplies * bought * wages)
        money = int(c.account[city]) + taxes
        unpaid = max(wanted - max(money, 0), 0)
        grant = max(-money, 0) + int(cover * unpaid)
        supplies = min(wanted, max(money, 0) + int(cover * unpaid))
        left = money + grant - supplies
        back = max(left - int(p.balance_kept * 3 * wages), 0) if clock.year_ends else 0
        c.account[city] = left - back
        centre.budget[0] += supplies + back - taxes - grant
        c.revenue[city, Revenue.TAXES] = taxes
        c.revenue[city, Revenue.RENTS] = c.rents[city]
        c.revenue[city, Revenue.PROFIT] = c.returned[city]
        c.revenue[city, Revenue.GRANTS] = grant
        c.spending[city, : Spending.SUPPLIES] = paid[city, : Spending.SUPPLIES]
        c.spending[city, Spending.SUPPLIES] = supplies
        c.spending[city, Spending.TAKEN_BACK] = back


# --------------------------------------------------------------------------------------------------- what is left
def leave_the_rest(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Each quarter industry takes what it needs, and the social lines get the rest."""
    if not clock.quarter_starts:
        return
    c = world.cities
    industry = p.industry.at(clock.month_index) / DEKADS_PER_YEAR
    for city, name in enumerate(c.labels):
        overrun = industry * (p.drift + p.spread * normal(dice.key, luck_of(name), 0))
        plan = p.social * industry
        c.overrun[city], c.social_plan[city] = overrun, plan
        c.social_funds[city] = p.industry_first * residual(plan, overrun) + (
            1.0 - p.industry_first
        ) * pro_rata(plan, industry, overrun)


def as_planned(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: social lines get their plan."""
    c = world.cities
    c.overrun[:] = 0.0
    c.social_plan[:] = c.social_funds[:] = p.social * p.industry.at(clock.month_index) / DEKADS_PER_YEAR


# ----------------------------------------------------------------------------------------------------------- water
def draw_water(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Use on a day off against the works' capacity; what is missing is cut, whole superblocks at a time."""
    c, d = world.cities, world.districts
    drawn = home_use(world, p)
    c.water_use[:] = drawn + industry_use(world, p, clock)
    c.water_works[:] = (
        p.works * (1.0 - p.silting) ** (clock.tick / DEKADS_PER_YEAR) + c.pumps + intakes(world)
    )
    pressure = np.where(d.bank == Bank.LEFT, p.left_bank, 1.0) * d.superblocks
    d.cut[:], d.water[:] = 0.0, 1.0
    for city in range(c.rows):
        here = d.city == city
        blocks = float(d.superblocks[here].sum())
        lack = max(float(c.water_use[city] - c.water_works[city]), 0.0)
        closed = min(int(np.ceil(lack / max(drawn[city] / blocks, 1e-9))), int(blocks)) if blocks else 0
        cut = np.zeros(int(here.sum()), np.int64)
        apportion(closed, pressure[here], cut)
        d.cut[here] = np.minimum(cut, d.superblocks[here])
    built = d.superblocks > 0
    d.water[built] = 1.0 - WEEKEND * d.cut[built] / d.superblocks[built]


def home_use(world: World, p: Params) -> Floats:
    """Ml/day that households draw on a day off, leaks included; shape (cities,)."""
    c = world.cities
    flats = (c.dwellings - c.vacant)[:, Tenure.PLANT :].sum(axis=1) / np.maximum(c.households, 1)
    head = flats * p.flat_use + (1.0 - flats) * p.shared_use
    return np.asarray(c.persons * head * p.day_off * (1.0 + p.leaks) / MEGALITRE)


def industry_use(world: World, p: Params, clock: Clock) -> Floats:
    """Ml/day that the Works and its new objects draw from the city's mains; shape (cities,)."""
    c, s, j, works = world.cities, world.shops, world.projects, world.works
    main = (s.enterprise == works) & (s.product == world.enterprises.product[works])
    use = np.zeros(c.rows)
    use[home(world)] = p.works_use * float(s.output[main].sum()) / clock.days  # kt by m3/t is Ml
    return np.asarray(use + np.bincount(j.city, np.maximum(-j.water, 0.0) * (j.finished > 0), c.rows))


def intakes(world: World) -> Floats:
    """Ml/day that water works built as projects add; shape (cities,)."""
    j = world.projects
    return np.asarray(np.bincount(j.city, np.maximum(j.water, 0.0) * (j.finished > 0), world.cities.rows))


def water_for_all(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: the works reach as far as use does."""
    c, d = world.cities, world.districts
    c.water_use[:] = home_use(world, p) + industry_use(world, p, clock)
    c.water_works[:] = c.water_use
    d.cut[:], d.water[:] = 0.0, 1.0


PROCESSES = (
    Process(
        "city_budget",
        "city_budget.concessions",
        wring,
        by_head,
        Params,
        reads=(
            Enterprises.siphoned_last_year,
            Enterprises.staff,
            Districts.cut,
            Cities.water_use,
            Cities.water_works,
        ),
        writes=(
            Enterprises.noise,
            Enterprises.concession,
            Cities.account,
            Cities.revenue,
            Cities.spending,
            Cities.pumps,
            Centre.budget,
            Centre.households,
        ),
    ),
    Process(
        "city_budget",
        "city_budget.account",
        keep_accounts,
        keep_accounts_plainly,
        Params,
        reads=(Cities.taxed, Cities.takings, Cities.rents, Cities.returned, Employers.wage_bill),
        writes=(Cities.account, Cities.revenue, Cities.spending, Centre.budget),
    ),
    Process(
        "city_budget",
        "city_budget.residual",
        leave_the_rest,
        as_planned,
        Params,
        reads=(),
        writes=(Cities.overrun, Cities.social_plan, Cities.social_funds),
    ),
    Process(
        "city_budget",
        "city_budget.water",
        draw_water,
        water_for_all,
        Params,
        reads=(
            Cities.persons,
            Cities.households,
            Cities.dwellings,
            Cities.vacant,
            Cities.pumps,
            Shops.output,
            Projects.finished,
        ),
        writes=(Cities.water_use, Cities.water_works, Districts.water, Districts.cut),
    ),
)

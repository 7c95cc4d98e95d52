"""Shops at fixed prices: what comes in, who hands it out, how long people queue, what it fetches under the counter.

A city's trade gets the Union's supply of each ware by its category. Prices are decreed, so demand (money income, and
money that could not be spent before) may outrun supply. Then workplaces draw off goods for their people as far as
the rent of a rouble's worth pays the trouble; the soviet puts a ware on coupons while a head queues for it longer
than it tolerates; shop people divert what the free price makes worth the risk (T44); the rest is sold to those who
wait, until waiting has eaten the rent (Barzel 1974, T41; Sah 1987). Who finds nothing pays the free price on the
kolkhoz market, to cooperatives or under the counter. Households store what they may not find again (T46), and money
that buys nothing piles up (T45). Reckoned for cells of like households, posted to each in whole kopecks.
Neutral: an even share a head at the state's price, no lists, no coupons, no queues, nothing under the counter.
Claims: L066, L070, L074, L080, L103-L107, L236-L237.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.apportion import apportion
from magnitka.kernels.counter import (
    CHANNELS,
    FOUND,
    FREE_PRICE,
    RENT,
    TOLD,
    WAIT,
    WANTED,
    clear,
    even,
    settle,
)
from magnitka.kernels.orders import smooth
from magnitka.kernels.queueing import drawn_off, home_stock, overhang_after, price_jump
from magnitka.kernels.shopping import (
    CELLS,
    COUNTED,
    FLOW,
    LARDER,
    PLOTS,
    PURSES,
    STALLS,
    TIERS,
    TURNS,
    VISITED,
    carry_home,
    class_bounds,
    class_table,
    open_purses,
    rank_households,
)
from magnitka.pool import over_blocks
from magnitka.process import DEKADS_PER_YEAR, Clock, Dice, Process
from magnitka.quantity import Schedule, quantity, schedule
from magnitka.world import (
    Centre,
    Channel,
    Cities,
    Cooperatives,
    Counters,
    Districts,
    Employers,
    Enterprises,
    Households,
    Kind,
    Occupation,
    Payer,
    People,
    Sector,
    World,
)
from magnitka.world.cities import RATIONED
from magnitka.world.goods import ALCOHOL
from magnitka.world.people import HOARDS, NOBODY
from magnitka.world.undertakings import WARES_MADE

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Seller = Callable[..., None]  # one city's wares to its cells: `at_fixed_prices` or `evenly`

ROUBLE = 100.0  # kopecks
MROUBLE = 1e6  # roubles
STATE = [Channel.OPEN, Channel.WORKPLACE, Channel.COUPON, Channel.BLACK]  # out of the shops' stores
STORED = RATIONED[:HOARDS]  # what households keep at home, in the order of Households.pantry
FOOD, SUGAR = RATIONED[0], RATIONED[2]
HARVEST = {7: 0.15, 8: 0.3, 9: 0.4, 10: 0.15}  # of a year's garden produce by month
LARDER_UNIT = 10  # `pantry` counts tenths of a dekad's use
KNOWN = 0.3  # of the distance to this dekad's outcome that memory moves in a dekad
GARDEN_MOST = 0.8  # of the food that a head wants can come from the garden
SOLD_BY = WARES_MADE
LET_GO = 0.5  # of its deliveries a shop can let go to cooperatives
ROUNDING = 0.4  # roubles a head kept back, so that rounded payments never exceed a purse


@dataclass(frozen=True)
class Params:
    """Supply, prices, lists, coupons, queues, purses, gardens."""

    category: float = quantity("1", "deliveries a head over the mean of the Union", at_least=0.1, at_most=3)
    alcohol: Schedule = schedule("1", "alcohol that trade may sell, over its deliveries", at_least=0)
    drift: Schedule = schedule(
        "1/yr", "growth of state prices as dearer goods replace cheap ones", at_least=0
    )
    vodka: Schedule = schedule("1", "decreed price of alcohol over that of the founding year", at_least=0.1)
    reform: Schedule = schedule("1", "how far the price reform is in force", at_least=0, at_most=1)
    evening: float = quantity(
        "1/dekad",
        "part of a change in the Union's supply that reaches shops in a dekad",
        at_least=0.01,
        at_most=1,
    )
    loss: float = quantity("1/dekad", "share of what is left in store that spoils", at_least=0, at_most=0.5)
    pull: float = quantity("1", "exponent of rank in what a workplace gets for its people", at_least=0)
    office: float = quantity("1", "rank of workplaces that live on the budget", at_least=0, at_most=1)
    plant: float = quantity("1", "rank of plants outside the table of enterprises", at_least=0, at_most=1)
    small: float = quantity("persons", "staff at which a workplace gets half of a large one's", at_least=0)
    trouble: float = quantity("1", "rent, in state prices, at which all would go to workplaces", at_least=0.1)
    most_listed: float = quantity("1", "most that workplaces can draw off", at_least=0, at_most=1)
    enforcement: float = quantity("1", "margin, in state prices, that would divert all", at_least=0.1)
    willing: float = quantity(
        "1", "share of those who find nothing that goes to the market or a speculator", at_least=0, at_most=1
    )
    elasticity: float = quantity("1", "elasticity of what farms bring to the market", at_least=0)
    time_value: float = quantity("1", "worth of an hour of queueing, in hourly income a head", at_least=0.01)
    month_hours: float = quantity("h/month", "hours for which a month's income is earned", at_least=1)
    service: float = quantity(
        "h/rub", "shopping time for a rouble's worth where all is to be had", at_least=0
    )
    patience: float = quantity("h/person/month", "most that a head can queue", at_least=1)
    bought: float = quantity("1", "share of income that is left for wares", at_least=0, at_most=1)
    put_by: float = quantity("1", "share of income that people save by choice", at_least=0, at_most=0.3)
    hold: float = quantity("month", "money that people hold by choice, in months of income", at_least=0)
    spill: float = quantity("1/dekad", "part of the money beyond it that people try to spend", at_least=0)
    cash: float = quantity("month", "cash held by choice, in months of income", at_least=0.05)
    risk: float = quantity("1", "chance of running out that a household accepts", at_least=1e-3, at_most=0.5)
    refill: float = quantity("dekad", "time in which a household fills its larder", at_least=1)
    brew: float = quantity("1", "sugar bought for home brew, for each rouble of alcohol missed", at_least=0)
    garden: float = quantity("rub/household/yr", "produce of a plot at state prices", at_least=0)


# ------------------------------------------------------------------------------------------------ what comes in
def deliver(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Deliveries by category; alcohol as far as the campaign lets it; prices as decreed; gardens in season."""
    stock_up(world, p, clock, p.alcohol.at(clock.month_index))
    c = world.cities
    c.cellar += p.garden * HARVEST.get(clock.month, 0.0) / 3.0


def deliver_evenly(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: no campaign, no gardens."""
    stock_up(world, p, clock, 1.0)
    world.cities.cellar[:] = 0.0


def stock_up(world: World, p: Params, clock: Clock, alcohol: float) -> None:
    """The Union's supply of each ware over that of the founding year, a head; what lay in store loses a little."""
    e, k = world.enterprises, world.counters
    need = e.final_need * (e.kind == Kind.FINAL_USER)[:, None] * (1.0 - e.exports)[:, None]
    buyer = need[:, k.good].argmax(axis=0)  # of each ware the largest final user: the Union's households
    came = e.used[buyer, k.good] / (need[buyer, k.good] * (clock.days / 10.0))
    k.supply += p.evening * (came - k.supply)
    part = clock.days / clock.days_in_month
    k.delivered[:] = k.norm * p.category * part * k.supply * world.cities.persons[k.city]
    k.delivered[k.good == world.goods.row_of[ALCOHOL]] *= alcohol
    k.delivered -= taken_by_cooperatives(world)
    k.spoilt[:] = p.loss * k.stock
    k.stock += k.delivered - k.spoilt
    reprice(world, p, clock)


def reprice(world: World, p: Params, clock: Clock) -> None:
    """State prices drift up a little; decrees raise that of alcohol, and all in the reform."""
    k = world.counters
    k.price *= 1.0 + p.drift.at(clock.month_index) / DEKADS_PER_YEAR
    if clock.month_starts and clock.tick > 0:
        month = clock.month_index
        raised = k.reform - 1.0
        k.price *= (1.0 + raised * p.reform.at(month)) / (1.0 + raised * p.reform.at(month - 1))
        k.price[k.good == world.goods.row_of[ALCOHOL]] *= p.vodka.at(month) / p.vodka.at(month - 1)


def taken_by_cooperatives(world: World) -> Floats:
    """Of each ware's deliveries, what shops let go to the cooperatives in their houses instead of the counter."""
    o, m, k = world.cooperatives, world.employers, world.counters
    taken = np.zeros(k.rows)
    in_shops = (o.members > 0) & (m.sector[o.host] == Sector.TRADE)
    for city in range(world.cities.rows):
        rows = np.flatnonzero(k.city == city)
        for niche, wares in SOLD_BY.items():
            inputs = float(o.inputs[in_shops & (o.city == city) & (o.niche == niche)].sum())
            taken[rows] += inputs * shared(world, rows, wares)
    most: Floats = LET_GO * k.delivered
    return np.minimum(taken, most)


# ------------------------------------------------------------------------------------------------ who stands where
def pull_of_workplaces(world: World, p: Params) -> Floats:
    """What a workplace gets for one of its people, the best placed being 1: rank and size count."""
    m, e = world.employers, world.enterprises
    budget = np.isin(m.payer, (Payer.CITY,)) | (m.sector == Sector.TRADE)
    rank = np.where(m.enterprise >= 0, e.rank[m.enterprise], np.where(budget, p.office, p.plant))
    of = np.where(m.enterprise >= 0, m.enterprise, e.rows + np.arange(m.rows))
    size = np.bincount(of, m.staff, e.rows + m.rows)[of]
    pull = np.exp(p.pull * (rank - e.rank[world.works])) * size / np.maximum(size + p.small, 1.0)
    pull[m.sector == Sector.COOPERATIVE] = 0.0
    return pull / max(float(pull.max()), 1e-9)


def stand_in_line(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """A ninth of the blocks each dekad: whose members bring it what place on which lists."""
    rank_with(world, clock, pull_of_workplaces(world, p))


def stand_equal(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: nobody has a place."""
    world.households.standing[:] = 0
    world.households.stall[:] = 0


def rank_with(world: World, clock: Clock, pull: Floats) -> None:
    """Places of households in the blocks whose turn it is."""
    q, h = world.people, world.households
    over_blocks(
        lambda first, last: rank_households(
            first, last, clock.tick % TURNS, pull, int(Occupation.TRADER), NOBODY, q.persons, q.household,
            q.employer, q.occupation, q.blat, h.top, h.size, h.standing, h.stall,
        ),
        q.rows,
    )  # fmt: skip


def by_city(world: World, of_block: Counts) -> Counts:
    """Sums over a city's blocks, in numbers of persons and households."""
    sums = np.zeros((world.cities.rows, *of_block.shape[1:]), np.int64)
    np.add.at(sums, world.people.city, of_block * world.weight)
    return sums


# ------------------------------------------------------------------------------------------------ the dekad's trade
@dataclass
class Day:
    """The dekad's trade by city and cell of households: what it means for each member."""

    pay: Counts  # kopecks a head
    hours: Counts  # 1/256 h a head
    lacking: Counts  # 255ths of what was wanted
    takings: Counts  # kopecks for each point of a stall, by city
    target: Counts  # tenths of a dekad's use to have at home, by city and hoard
    refill: Counts  # 1/256 of the gap that a visit closes


def trade(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Queues, lists and side doors: see the file's head."""
    go_shopping(world, p, clock, dice, at_fixed_prices)


def trade_evenly(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: an even share a head at the state's price; no queues, nothing under the counter."""
    go_shopping(world, p, clock, dice, evenly)


def go_shopping(world: World, p: Params, clock: Clock, dice: Dice, sell: Seller) -> None:
    """Sort the purses, sell each city's wares, post the outcome to every household."""
    h, d, w, cities = world.households, world.districts, world.weight, world.cities.rows
    bounds = class_bounds()
    phase, city = clock.tick % 3, world.people.city
    cells = np.zeros(h.size.shape, np.uint8)
    heads, counted = np.empty((h.rows, CELLS), np.int64), np.empty((h.rows, COUNTED), np.int64)
    over_blocks(
        lambda first, last: open_purses(
            first, last, dice.key, phase, p.bought * clock.days / clock.days_in_month, float(p.hold), float(p.spill),
            bounds, class_table(bounds), h.top, h.luck, h.size, h.cash, h.deposit, h.income, h.standing, h.stall,
            h.plot, h.pantry, cells, heads, counted,
        ),
        h.rows,
    )  # fmt: skip
    each, hoards = (cities, CELLS), (cities, HOARDS)
    day = Day(
        pay=np.zeros(each, np.int64),
        hours=np.zeros(each, np.int64),
        lacking=np.zeros(each, np.int64),
        takings=np.zeros(cities, np.int64),
        target=np.zeros(hoards, np.int64),
        refill=np.zeros(hoards, np.int64),
    )
    people, sums = by_city(world, heads), by_city(world, counted)
    world.employers.goods[:] = 0.0
    world.cooperatives.sold[:] = 0
    for row in range(cities):
        sell_in(world, p, clock, row, people[row], sums[row], bounds, sell, day)
    queued = np.empty((h.rows, d.rows), np.int64)
    over_blocks(
        lambda first, last: carry_home(
            first, last, phase, clock.tick, city, day.pay, day.hours, day.lacking, day.takings, day.target,
            day.refill, h.top, h.luck, h.size, h.stall, h.district, cells, h.cash, h.queue, h.unmet, h.pantry, queued,
        ),
        h.rows,
    )  # fmt: skip
    d.queue[:] = queued.sum(axis=0) * w


def sell_in(
    world: World,
    p: Params,
    clock: Clock,
    city: int,
    people: Counts,
    sums: Counts,
    bounds: Counts,
    sell: Seller,
    day: Day,
) -> None:
    """One city's dekad: intentions, each ware's outcome, payments in kopecks, hours, hoards, memory."""
    k, c = world.counters, world.cities
    rows = np.flatnonzero(k.city == city)
    part = clock.days / clock.days_in_month
    heads = people.astype(np.float64)
    purse = np.repeat(bounds, TIERS * PLOTS) / ROUBLE  # roubles a head this dekad
    spend = intentions(world, p, rows, purse / part, sums) * part
    room = np.maximum(purse - ROUNDING, 0.0) / np.maximum(spend.sum(axis=1), 1e-9)
    spend *= np.minimum(room, 1.0)[:, None]

    grown = gardens(world, p, clock, city, rows, heads, spend)
    got = np.zeros((rows.size, CELLS, CHANNELS))
    got[:, :, Channel.COUPON] = (k.sold[rows, Channel.COUPON] / max(heads.sum(), 1.0))[:, None]
    got[:, :, Channel.GARDEN] = grown
    told = np.zeros((rows.size, TOLD))
    sell(world, p, clock, city, rows, heads, purse / part, spend, got, told)

    price = np.repeat(k.price[rows][:, None], CHANNELS, axis=1)
    price[:, [Channel.MARKET, Channel.BLACK]] = told[:, FREE_PRICE, None]
    price[:, Channel.COOPERATIVE] = coop_terms(world, city, rows)[1]
    price[:, Channel.GARDEN] = price[:, Channel.COUPON] = (
        0.0  # gardens cost nothing, coupons are paid already
    )
    sold, paid = np.empty((rows.size, CHANNELS)), np.empty((rows.size, CHANNELS), np.int64)
    settle(purse, price, heads, ROUNDING, got, sold, paid, day.pay[city])
    from_store = sold[:, [Channel.OPEN, Channel.WORKPLACE, Channel.BLACK]].sum(axis=1)
    k.stock[rows] = np.maximum(k.stock[rows] - from_store, 0.0)
    keep = np.arange(CHANNELS) != Channel.COUPON
    k.sold[np.ix_(rows, keep)], k.paid[np.ix_(rows, keep)] = sold[:, keep], paid[:, keep]
    c.takings[city] = k.paid[rows].sum(axis=0)
    by_place(world, city, rows, part, people, spend, got)

    day.takings[city] = take_in(world, city, rows, told, int(sums[STALLS]))
    pay_in_hours(world, p, city, rows, part, told, got, heads, day)
    wish = spend / k.price[rows]
    served = np.minimum(got.sum(axis=2).T, wish) * k.price[rows]
    asked = spend.sum(axis=1)
    lack = np.where(asked > 0.0, 1.0 - served.sum(axis=1) / np.maximum(asked, 1e-9), 0.0)
    day.lacking[city] = np.rint(255.0 * np.clip(lack, 0.0, 1.0))
    remember(world, p, clock, city, rows, told, sums, day)


def by_place(
    world: World,
    city: int,
    rows: Counts,
    part: float,
    people: Counts,
    spend: Floats,
    got: NDArray[np.float64],
) -> None:
    """What a head of each place on workplace lists wished a month, and what reached it by channel."""
    k, c = world.counters, world.cities
    place = np.arange(CELLS) // PLOTS % TIERS
    for one in range(TIERS):
        heads = np.where(place == one, people, 0)
        c.placed[city, one] = heads.sum()
        months = max(int(heads.sum()), 1) * part
        columns = slice(one * CHANNELS, (one + 1) * CHANNELS)
        k.reached[rows, columns] = np.einsum("wcx,c->wx", got, heads) / months
        k.wished[rows, one] = (heads @ spend) / k.price[rows] / months


def intentions(world: World, p: Params, rows: Counts, purse: Floats, sums: Counts) -> Floats:
    """Roubles a head and month that each cell would spend on each ware; `purse` is in the same unit.

    First the least of each, then shares of what is left (linear expenditure, Stone 1954); more of what is hoarded
    while larders are below their target, and sugar for home brew where alcohol is missed.
    """
    k = world.counters
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
    persons = max(float(world.cities.persons[k.city[rows[0]]]), 1.0)
    at = names.index(ALCOHOL)
    drunk = k.sold[rows[at]].sum() - k.sold[rows[at], Channel.COUPON]
    missed = max(float(k.wanted[rows[at]] - drunk), 0.0) / persons * 3.0
    spend[:, names.index(SUGAR)] += np.minimum(p.brew * missed, 0.1 * purse)
    return spend


def gardens(
    world: World, p: Params, clock: Clock, city: int, rows: Counts, heads: Floats, spend: Floats
) -> Floats:
    """Roubles a head, by (ware, cell), that cellars give this dekad: they are eaten evenly until the next harvest."""
    c, k = world.cities, world.counters
    grown = np.zeros((rows.size, CELLS))
    food = int(np.flatnonzero(k.good[rows] == world.goods.row_of[FOOD])[0])
    offer = c.cellar[city] / (((6 - clock.month) % 12) * 3 + 3 - clock.dekad)
    c.cellar[city] -= offer
    wish = spend[:, food] / k.price[rows[food]]
    head = offer * c.households[city] / max(int(c.persons[city]), 1)
    grown[food] = np.where(np.arange(CELLS) % PLOTS == 1, np.minimum(head, GARDEN_MOST * wish), 0.0)
    growers = np.where(np.arange(CELLS) % PLOTS == 1, heads, 0.0)
    c.homegrown[city] = float(grown[food] @ growers) / max(float(wish @ growers), 1e-9)
    return grown


def at_fixed_prices(
    world: World,
    p: Params,
    clock: Clock,
    city: int,
    rows: Counts,
    heads: Floats,
    income: Floats,
    spend: Floats,
    got: NDArray[np.float64],
    told: Floats,
) -> None:
    """Each ware through all its channels; `income` is the purse a head and month."""
    k, persons = world.counters, float(world.cities.persons[city])
    standing = (np.arange(CELLS) // PLOTS % TIERS).astype(np.float64)
    value = p.time_value * income / p.month_hours
    coops, dear = coop_terms(world, city, rows)
    market = k.farmed[rows] * persons * clock.days / clock.days_in_month
    for n, row in enumerate(rows):
        held = got[n, :, Channel.COUPON] + got[n, :, Channel.GARDEN]
        brought = market[n] * float(k.black_price[row]) ** p.elasticity
        clear(
            heads, spend[:, n].copy(), held, standing, value, float(k.price[row]), float(k.stock[row]),
            float(k.handed[row] * k.stock[row]), float(brought), float(coops[n]), float(dear[n]),
            float(p.enforcement), float(p.willing), got[n], told[n],
        )  # fmt: skip


def evenly(
    world: World,
    p: Params,
    clock: Clock,
    city: int,
    rows: Counts,
    heads: Floats,
    income: Floats,
    spend: Floats,
    got: NDArray[np.float64],
    told: Floats,
) -> None:
    """The neutral way of selling each ware."""
    k = world.counters
    for n, row in enumerate(rows):
        even(heads, spend[:, n].copy(), float(k.price[row]), float(k.stock[row]), got[n], told[n])


def coop_terms(world: World, city: int, rows: Counts) -> tuple[Floats, Floats]:
    """What cooperatives for people bring of each ware, and their price over the state's of the founding year."""
    o, k = world.cooperatives, world.counters
    supply, price = np.zeros(rows.size), k.price[rows].copy()
    for niche, wares in SOLD_BY.items():
        mine = (o.city == city) & (o.niche == niche)
        brought = float(o.supply[mine].sum())
        if brought > 0.0:
            sold = shared(world, rows, wares)
            supply += brought * sold
            price[sold > 0.0] *= max(float((o.supply * o.price)[mine].sum()) / brought, 1.0)
    return supply, price


def shared(world: World, rows: Counts, wares: tuple[str, ...]) -> Floats:
    """Share of each counter in some wares, by norm."""
    k = world.counters
    norm = np.where([world.goods.labels[k.good[row]] in wares for row in rows], k.norm[rows], 0.0)
    return norm / norm.sum()


def take_in(world: World, city: int, rows: Counts, told: Floats, stalls: int) -> int:
    """Pass on what households paid; returns kopecks for each point of a stall.

    The till of a shop must show the state's price, so shop people keep the margin only. Market takings leave the
    city; cooperatives' stay in their tills.
    """
    k, c, o = world.counters, world.centre, world.cooperatives
    paid = k.paid[rows]
    margin = int(
        (paid[:, Channel.BLACK] * (1.0 - k.price[rows] / np.maximum(told[:, FREE_PRICE], 1e-9))).sum()
    )
    each = max(margin, 0) // stalls if stalls > 0 else 0
    market, coops = int(paid[:, Channel.MARKET].sum()), int(paid[:, Channel.COOPERATIVE].sum())
    shares = np.zeros(o.rows, np.int64)
    weights = np.where((o.city == city) & np.isin(o.niche, list(SOLD_BY)), o.supply * o.price, 0.0)
    left = apportion(coops, weights, shares)
    o.cash += shares
    o.sold += shares
    to_state = int(np.delete(paid, Channel.COUPON, axis=1).sum()) - each * stalls - market - coops + left
    c.budget[0] += to_state
    c.households[0] += market
    c.issued[0] -= to_state + market
    return each


def pay_in_hours(
    world: World,
    p: Params,
    city: int,
    rows: Counts,
    part: float,
    told: Floats,
    got: NDArray[np.float64],
    heads: Floats,
    day: Day,
) -> None:
    """Hours in queues: waiting for what is sold openly, as long as patience lasts, and shopping time."""
    k = world.counters
    persons = max(heads.sum(), 1.0)
    waited = got[:, :, Channel.OPEN] * told[:, WAIT, None]
    mean = float((waited @ heads).sum()) / persons
    lasts = min(p.patience * part / max(mean, 1e-9), 1.0)
    shopped = got[:, :, Channel.OPEN] + got[:, :, Channel.COUPON]
    day.hours[city] = np.rint(256.0 * (waited * lasts + p.service * shopped).sum(axis=0))
    k.queue_hours[rows] = told[:, WAIT] * lasts + p.service
    heard = (waited @ heads) * lasts / persons / part
    k.queued[rows] += KNOWN * (heard - k.queued[rows])


def remember(
    world: World, p: Params, clock: Clock, city: int, rows: Counts, told: Floats, sums: Counts, day: Day
) -> None:
    """What everybody takes from the dekad into the next: prices, chances, lists, hoards, money left over."""
    k, c, m = world.counters, world.cities, world.employers
    price = k.price[rows]
    k.wanted[rows] = told[:, WANTED]
    k.black_price[rows] = told[:, FREE_PRICE] / price
    k.found[rows] += KNOWN * (told[:, FOUND] - k.found[rows])
    for n, row in enumerate(rows):
        aim = drawn_off(float(told[n, RENT] / price[n]), float(p.trouble), float(p.most_listed))
        k.handed[row] = smooth(float(k.handed[row]), aim, KNOWN)
    sold = k.sold[rows]
    listed = sold[:, Channel.WORKPLACE] + sold[:, Channel.COUPON]
    k.list_share[rows] = listed / np.maximum(sold[:, STATE].sum(axis=1), 1e-9)
    c.dependence[city] = (listed * price).sum() / max(float((sold * price[:, None]).sum()), 1e-9)
    claim = np.where(m.city == city, m.staff * pull_of_workplaces(world, p), 0.0)
    m.goods += sold[:, Channel.WORKPLACE].sum() / MROUBLE * claim / max(float(claim.sum()), 1e-9)

    part = clock.days / clock.days_in_month
    flow, purses = float(sums[FLOW]), max(float(sums[PURSES]), 1.0)
    spent = float(c.takings[city].sum() - day.takings[city] * sums[STALLS])  # the margin stays with people
    wished = min(float((told[:, WANTED] * price).sum()) * ROUBLE / purses, 1.0) * flow
    put_by = p.put_by * flow / p.bought
    c.overhang[city] = round(overhang_after(float(c.overhang[city]), wished, spent + put_by))
    c.pressure[city] = price_jump(p.cash * flow / (p.bought * part), float(c.overhang[city]))
    for row in rows:
        name = world.goods.labels[k.good[row]]
        if name in STORED:
            day.target[city, STORED.index(name)] = round(LARDER_UNIT * home_aim(world, p, int(row)))
            day.refill[city, STORED.index(name)] = round(256.0 * 3.0 * float(k.found[row]) / p.refill)


def home_aim(world: World, p: Params, row: int) -> float:
    """Dekads of use of a ware that a household wants in its larder: what lasts (T46), as long as the ware keeps."""
    k = world.counters
    return min(float(home_stock(float(k.found[row]), float(p.risk))), float(k.keeps[row]))


DELIVERIES, STANDING, TRADE = PROCESSES = (
    Process(
        "retail",
        "retail.deliveries",
        deliver,
        deliver_evenly,
        Params,
        reads=(
            Enterprises.used,
            Cities.persons,
            Cooperatives.members,
            Cooperatives.niche,
            Cooperatives.host,
            Cooperatives.inputs,
        ),
        writes=(
            Counters.supply,
            Counters.stock,
            Counters.delivered,
            Counters.spoilt,
            Counters.price,
            Cities.cellar,
        ),
    ),
    Process(
        "retail",
        "retail.standing",
        stand_in_line,
        stand_equal,
        Params,
        reads=(
            Employers.staff,
            People.persons,
            People.household,
            People.employer,
            People.occupation,
            People.blat,
            Households.top,
            Households.size,
        ),
        writes=(Households.standing, Households.stall),
    ),
    Process(
        "retail",
        "retail.trade",
        trade,
        trade_evenly,
        Params,
        reads=(
            Cities.persons,
            Cities.households,
            Counters.price,
            Cooperatives.niche,
            Cooperatives.supply,
            Cooperatives.price,
            Employers.staff,
            Households.top,
            Households.luck,
            Households.size,
            Households.deposit,
            Households.income,
            Households.district,
            Households.plot,
            Households.standing,
            Households.stall,
        ),
        writes=(
            Households.cash,
            Households.queue,
            Households.unmet,
            Households.pantry,
            Counters.stock,
            Counters.wanted,
            Counters.sold,
            Counters.wished,
            Counters.reached,
            Cities.placed,
            Counters.paid,
            Counters.queue_hours,
            Counters.queued,
            Counters.black_price,
            Counters.found,
            Counters.handed,
            Counters.list_share,
            Cities.takings,
            Cities.overhang,
            Cities.pressure,
            Cities.dependence,
            Cities.cellar,
            Cities.homegrown,
            Districts.queue,
            Employers.goods,
            Cooperatives.cash,
            Cooperatives.sold,
            Centre.budget,
            Centre.households,
            Centre.issued,
        ),
    ),
)

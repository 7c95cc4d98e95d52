"""Roubles follow the goods: decreed prices, wages, the siphon on profit, and a bank that never says no.

Every shipment is paid at once at the decreed price from the customer's settlement account to the supplier's; final
users pay from the budget, or from households' takings. Wages leave the non-cash circuit here, and where the people
of the model's cities are paid one by one (see wages). At a quarter's end profit is handed to ministry and budget
but for what the enterprise may keep and what is returned for social purposes, which goes to its city's account
where the city is one of the model; losses are covered with the probability of a soft budget (Kornai 1980;
Dewatripont and Maskin 1995, T62), else by credit. All sums are whole kopecks, posted twice. Neutral: no siphon, no
cover. Claims: L206, L207.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import uniform
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Centre, Cities, Employers, Enterprises, Goods, Kind, Links, Sector, World

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Kopecks = NDArray[np.int64]
KOPECKS = 1e8  # in a million roubles


@dataclass(frozen=True)
class Params:
    """Wages, siphon, cover."""

    wage: float = quantity("rub/person/month", "average wage in industry", at_least=0)
    siphon: float = quantity("1", "share of a profit that ministry and budget take", at_least=0, at_most=1)
    returned: float = quantity("1", "share of a profit given back for the town", at_least=0, at_most=1)
    softness: float = quantity(
        "1", "chance that a quarter's loss is covered by the budget", at_least=0, at_most=1
    )


@kernel
def pay_for_goods(
    supplier: Codes,
    customer: Codes,
    good: Codes,
    shipped: Floats,
    price: Floats,
    kind: Codes,
    account: Kopecks,
    revenue: Kopecks,
    cost: Kopecks,
    public: Kopecks,
) -> None:
    """Post every shipment to both sides. `public` = budget, households: final users pay from the budget."""
    for k in range(shipped.size):
        sum_due = np.int64(np.floor(shipped[k] * price[good[k]] * 1e8 + 0.5))
        s, c = supplier[k], customer[k]
        if kind[s] == 0:
            account[s] += sum_due
            revenue[s] += sum_due
        else:  # foreign-trade organisations settle with the budget
            public[0] += sum_due
        if kind[c] == 0:
            account[c] -= sum_due
            cost[c] += sum_due
        else:
            public[0] -= sum_due


@kernel
def close_quarter(
    key: np.uint64,
    luck: NDArray[np.uint64],
    kind: Codes,
    siphon: float,
    returned: float,
    softness: float,
    quarter_profit: Kopecks,
    account: Kopecks,
    credit: Kopecks,
    siphoned: Kopecks,
    given_back: Kopecks,
    bailout: Kopecks,
    public: Kopecks,
    bank: Kopecks,
    town: Codes,
    city_account: Kopecks,
    city_returned: Kopecks,
) -> None:
    """Profit up to the ministry, losses down to budget or bank, and no account stays overdrawn.

    `town` is the row of the enterprise's city, or -1.
    """
    for e in range(kind.size):
        if kind[e] != 0:
            continue
        profit = quarter_profit[e]
        if profit > 0:
            taken = np.int64(np.floor(profit * siphon))
            back = np.int64(np.floor(profit * returned))
            account[e] -= taken
            public[0] += taken - back
            if town[e] >= 0:
                city_account[town[e]] += back
                city_returned[town[e]] += back
            else:
                public[1] += back  # spent in a town outside the model
            siphoned[e] += taken
            given_back[e] += back
        elif profit < 0 and uniform(key, luck[e], 0) < softness:
            account[e] -= profit
            public[0] += profit
            bailout[e] -= profit
        if account[e] < 0:
            credit[e] -= account[e]
            bank[0] += account[e]
            account[e] = 0
        elif credit[e] > 0:
            repaid = min(credit[e], account[e] // 2)
            credit[e] -= repaid
            account[e] -= repaid
            bank[0] += repaid


def settle(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Payments of the dekad, wages, and at a quarter's end the settling of profits and losses."""
    pay(world, p, clock)
    world.cities.returned[:] = 0
    if clock.quarter_ends:
        close(world, p, dice, p.siphon, p.returned, p.softness)
    if clock.year_ends:
        close_books_of_year(world)


def settle_without_siphon(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: profits stay, losses are borrowed."""
    pay(world, p, clock)
    world.cities.returned[:] = 0
    if clock.quarter_ends:
        close(world, p, dice, 0.0, 0.0, 0.0)
    if clock.year_ends:
        close_books_of_year(world)


def pay(world: World, p: Params, clock: Clock) -> None:
    """Goods, power and freight, wages; every kopeck has a payer."""
    e, k, g, c = world.enterprises, world.links, world.goods, world.centre
    public = np.array([c.budget[0], c.households[0]], np.int64)
    pay_for_goods(
        k.supplier,
        k.customer,
        k.good,
        k.shipped,
        g.price,
        e.kind,
        e.account,
        e.revenue_year,
        e.cost_year,
        public,
    )
    producer = e.kind == Kind.PRODUCER
    services = np.rint((e.used * (g.price * g.service)).sum(axis=1) * KOPECKS).astype(np.int64)
    m = world.employers
    shops = (m.enterprise >= 0) & (
        m.sector != Sector.AMENITIES
    )  # whose hands are among the enterprise's staff
    here = np.bincount(
        m.enterprise[shops], m.posts[shops], e.rows
    )  # persons of the world are paid in `wages`
    elsewhere = np.maximum(e.staff - here, 0.0)
    elsewhere[world.works] = 0.0  # it has no shops in other cities
    wages = np.rint(elsewhere * p.wage * 100.0 * clock.days / clock.days_in_month).astype(np.int64)
    wages[~producer] = 0
    services_paid = np.where(producer, services, 0)
    e.account -= wages + services_paid
    e.cost_year += wages + services_paid
    # power and freight are sold by whoever makes them, in proportion to their capacity
    public[0] += services_paid.sum()
    public[1] += wages.sum()
    for good in np.flatnonzero(g.service):
        maker = producer & (e.product == good)
        due = np.rint(
            float(g.output[good] * g.price[good]) * KOPECKS / max(e.capacity[maker].sum(), 1e-9) * e.capacity
        )
        income = np.where(maker, due, 0.0).astype(np.int64)
        e.account += income
        e.revenue_year += income
        public[0] -= income.sum()
    c.wages_paid[0] = wages.sum()
    c.budget[0], c.households[0] = public


def close(world: World, p: Params, dice: Dice, siphon: float, returned: float, softness: float) -> None:
    """Settle the quarter's profits and losses after depreciation."""
    e, c = world.enterprises, world.centre
    public = np.array([c.budget[0], c.households[0]], np.int64)
    profit = (e.revenue_year - e.cost_year) - e.profit_settled
    e.profit_settled += profit
    close_quarter(
        dice.key,
        e.luck,
        e.kind,
        siphon,
        returned,
        softness,
        profit,
        e.account,
        e.credit,
        e.siphoned_year,
        e.returned_year,
        e.bailout_year,
        public,
        c.bank,
        towns(world),
        world.cities.account,
        world.cities.returned,
    )
    c.budget[0], c.households[0] = public


def towns(world: World) -> Codes:
    """Row of each enterprise's city, or -1 where its town is not one of the model; shape (enterprises,)."""
    e, m = world.enterprises, world.employers
    found = np.full(e.rows, -1, np.int64)
    hers = m.enterprise >= 0
    found[m.enterprise[hers]] = m.city[hers]
    return found


def close_books_of_year(world: World) -> None:
    """Keep the year's profit and begin anew."""
    e = world.enterprises
    e.profit_last_year[:] = e.revenue_year - e.cost_year
    e.siphoned_last_year[:] = e.siphoned_year
    e.returned_last_year[:] = e.returned_year
    for column in (
        e.revenue_year,
        e.cost_year,
        e.profit_settled,
        e.siphoned_year,
        e.returned_year,
        e.bailout_year,
    ):
        column[:] = 0


PROCESSES = (
    Process(
        "finance",
        "finance.settlement",
        settle,
        settle_without_siphon,
        Params,
        reads=(
            Links.shipped,
            Enterprises.used,
            Employers.posts,
            Enterprises.staff,
            Enterprises.capacity,
            Goods.output,
        ),
        writes=(
            Enterprises.account,
            Enterprises.credit,
            Enterprises.revenue_year,
            Enterprises.cost_year,
            Enterprises.profit_settled,
            Enterprises.profit_last_year,
            Enterprises.siphoned_year,
            Enterprises.siphoned_last_year,
            Enterprises.returned_year,
            Enterprises.returned_last_year,
            Enterprises.bailout_year,
            Cities.account,
            Cities.returned,
            Centre.budget,
            Centre.households,
            Centre.bank,
            Centre.wages_paid,
        ),
    ),
)

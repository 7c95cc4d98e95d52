"""How currency comes to people: pay, tax, pensions, rent, and what they save.

Each person's pay is whole kopecks, pay_level * pay / 64 for the dekad's share of the month, less part of the hours
missed; the payer (enterprise, ministry, city) is debited the sum of its people's pay. The ill and those with small
children are paid by the budget, pensions too; income tax is withheld (nothing up to 70 roubles, 13 % above 100).
Rent goes to whoever owns the house, fares to whoever runs the trams, fees to the city. What exceeds some months'
income goes to the savings bank. The level of pay rises by a decreed norm, and, once the enterprise law (1988) has
loosened the wage fund, by `slack` for each rouble of kept profit to a rouble of wages; branches outside the table
of enterprises rise with the mean, budget employers at a part of its excess (MSV 1992, ch. 3). Paying is currency
issued, saving currency returned. Neutral: pay frozen at the founding level. Claims: L206, L207.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.payroll import (
    BENEFITS,
    DRAWN,
    FARES,
    FEES,
    OF_PUBLIC,
    OF_PURSES,
    RENT_TO_CITY,
    RENT_TO_OWNER,
    SAVED,
    TAX,
    keep_purses,
    pay_people,
)
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import Schedule, quantity, schedule
from magnitka.world import (
    Centre,
    Cities,
    Employers,
    Enterprises,
    Households,
    Payer,
    People,
    Sector,
    Tenure,
    World,
)
from magnitka.world.people import PAY_UNIT

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Kopecks = NDArray[np.int64]

ROUBLE = 100.0  # kopecks
DAYS_A_WEEK = 7.0


@dataclass(frozen=True)
class Params:
    """Pay and its drift, tax, benefits, rent and fares, saving."""

    week: float = quantity("h/week", "working week", at_least=20, at_most=60)
    docked: float = quantity("1", "share of the pay of missed hours that is withheld", at_least=0, at_most=1)
    sick_pay: float = quantity("1", "pay of the ill over full pay", at_least=0, at_most=1)
    child: float = quantity("rub/month", "allowance with a small child at home", at_least=0)
    pension: Schedule = schedule("rub/month", "mean pension", at_least=0)
    exempt: float = quantity("rub/month", "pay free of tax", at_least=0)
    knee: float = quantity("rub/month", "pay from which the full rate holds", at_least=1)
    tax_at_knee: float = quantity("rub/month", "tax on that pay", at_least=0)
    tax: float = quantity("1", "rate above it", at_least=0, at_most=1)
    norm: Schedule = schedule("1/yr", "growth of pay that the centre decrees", at_least=-0.5)
    slack: Schedule = schedule(
        "1/yr", "growth of pay for each rouble of kept profit to a rouble of wages", at_least=0
    )
    most_kept: float = quantity("1", "kept profit to wages beyond which pay rises no faster", at_least=0)
    budget_follows: float = quantity(
        "1", "part of that growth that budget employers get too", at_least=0, at_most=1
    )
    rent: float = quantity("rub/month", "rent of a room", at_least=0)
    hostel: float = quantity("rub/month", "rent of a place in a hostel", at_least=0)
    bills: float = quantity("rub/person/month", "heat, light and water a head", at_least=0)
    fare: float = quantity("rub/person/month", "trams and buses a head", at_least=0)
    fees: float = quantity(
        "1", "kindergartens, cinemas and other services, of income", at_least=0, at_most=0.5
    )
    most_cash: float = quantity(
        "month", "income in hand above which a household saves at the bank", at_least=0
    )
    least_cash: float = quantity("month", "income in hand below which it draws on the deposit", at_least=0)


def growth_of_pay(norm: float, slack: float, kept: Floats, most_kept: float) -> Floats:
    """Yearly growth of pay: the decreed norm, and what kept profit (over the wage bill) adds where control is slack."""
    growth: Floats = norm + slack * np.clip(kept, 0.0, most_kept)
    return growth


def raise_pay(world: World, p: Params, clock: Clock) -> None:
    """A month's drift of every employer's level of pay."""
    e, m = world.enterprises, world.employers
    norm, slack = p.norm.at(clock.month_index), p.slack.at(clock.month_index)
    mean_pay = float((m.staff * m.pay_level).sum()) / max(float(m.staff.sum()), 1.0)
    wages = np.maximum(e.staff * mean_pay * 12.0, 1.0)
    kept_profit = np.maximum(e.profit_last_year - e.siphoned_last_year, 0)
    everywhere = np.full(m.rows, kept_profit.sum() / wages.sum())
    kept = np.where(m.enterprise >= 0, (kept_profit / wages)[m.enterprise], everywhere)
    growth = growth_of_pay(norm, slack, kept, p.most_kept)
    budget = m.payer == Payer.CITY
    growth[budget] = norm + p.budget_follows * (growth[budget] - norm)
    state = m.payer != Payer.COOPERATIVE
    m.pay_level[state] = np.rint(m.pay_level * (1.0 + growth / 12.0)).astype(np.int64)[state]


def pay_wages(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Pay of the dekad, after a month's drift of its level on the first."""
    if clock.month_starts:
        raise_pay(world, p, clock)
    pay_out(world, p, clock)


def pay_frozen(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: the level of pay stays that of the founding day."""
    pay_out(world, p, clock)


def pay_out(world: World, p: Params, clock: Clock) -> None:
    """Credit persons, debit payers, issue the currency; then rent, fares, fees and savings."""
    m, c, w = world.employers, world.centre, world.weight
    people, homes = world.people, world.households
    part = clock.days / clock.days_in_month
    here = (m.payer != Payer.COOPERATIVE).astype(np.int64)
    bills = np.empty((people.rows, m.rows), np.int64)
    public = np.empty((people.rows, OF_PUBLIC), np.int64)
    rate = m.pay_level * (part / PAY_UNIT)
    due = float(round(p.week / DAYS_A_WEEK * clock.days))
    kopecks = ROUBLE * part
    child = int(p.child * kopecks)
    pension = int(p.pension.at(clock.month_index) * kopecks)
    over_blocks(
        lambda first, last: pay_people(
            first, last, clock.tick % 3, people.persons, people.employer, people.flags, people.pay,
            people.sick, people.away, people.household, homes.size, rate, here, due, float(p.docked),
            float(p.sick_pay), child, pension, p.exempt * kopecks, p.knee * kopecks, p.tax_at_knee * kopecks,
            float(p.tax), 1.0 / part, homes.cash, homes.income, homes.earners, bills, public,
        ),
        people.rows,
    )  # fmt: skip
    bill = bills.sum(axis=0) * w
    m.wage_bill[here > 0] = bill[here > 0]
    debit(world, bill)
    taxed, benefits = public[:, TAX] * w, public[:, BENEFITS] * w
    c.budget[0] += int(taxed.sum() - benefits.sum())
    c.issued[0] += int(bill.sum() - taxed.sum() + benefits.sum())
    c.wages_paid[0] += int(bill.sum())
    came = np.zeros((world.cities.rows, 2), np.int64)
    np.add.at(came, people.city, np.stack([taxed, bills.sum(axis=1) * w - taxed + benefits], axis=1))
    world.cities.taxed[:], world.cities.income[:] = came[:, 0], came[:, 1]
    keep_house(world, p, clock)


def debit(world: World, bill: Kopecks) -> None:
    """Each employer's payer gives what its people got."""
    e, m, c = world.enterprises, world.employers, world.centre
    firm = m.payer == Payer.ENTERPRISE
    of_firms = np.zeros(e.rows, np.int64)
    np.add.at(of_firms, m.enterprise[firm], bill[firm])
    e.account -= of_firms
    e.cost_year += of_firms
    c.budget[0] -= int(bill[m.payer == Payer.MINISTRY].sum())
    town = m.payer == Payer.CITY
    np.subtract.at(world.cities.account, m.city[town], bill[town])


def keep_house(world: World, p: Params, clock: Clock) -> None:
    """Rent, fares and fees, to the owners of houses and trams and to the city; deposits and withdrawals.

    A third of the blocks each dekad, a month's worth at once.
    """
    e, c, homes, cities = world.enterprises, world.centre, world.households, world.cities
    rent = np.zeros(len(Tenure))
    rent[[Tenure.ROOM, Tenure.PLANT, Tenure.CITY, Tenure.COOP]] = p.rent * ROUBLE
    rent[Tenure.HOSTEL] = p.hostel * ROUBLE
    owned = np.zeros(len(Tenure), np.int64)
    owned[[Tenure.HOSTEL, Tenure.PLANT]] = 1
    sums = np.empty((homes.rows, OF_PURSES), np.int64)
    over_blocks(
        lambda first, last: keep_purses(
            first, last, clock.tick % 3, homes.top, homes.size, homes.tenure, homes.rooms, homes.income,
            owned, rent, p.bills * ROUBLE, p.fare * ROUBLE, float(p.fees), float(p.most_cash), float(p.least_cash),
            homes.cash, homes.deposit, sums,
        ),
        homes.rows,
    )  # fmt: skip
    spent = np.zeros((cities.rows, OF_PURSES), np.int64)
    np.add.at(spent, world.people.city, sums * world.weight)
    to_owner = spent[:, RENT_TO_OWNER] + spent[:, FARES]
    to_city = spent[:, RENT_TO_CITY] + spent[:, FEES]
    owner = owners(world)
    known = owner >= 0
    np.add.at(e.account, owner[known], to_owner[known])
    np.add.at(e.revenue_year, owner[known], to_owner[known])
    cities.rents[:] = to_city + np.where(known, 0, to_owner)
    cities.account += cities.rents
    cities.services[:] = to_owner + to_city
    c.issued[0] += int((spent[:, DRAWN] - spent[:, SAVED] - to_owner - to_city).sum())


def owners(world: World) -> Codes:
    """The enterprise that keeps each city's works housing, trams and clinics, or -1; shape (cities,)."""
    m = world.employers
    found = np.full(world.cities.rows, -1, np.int64)
    keeps = (m.sector == Sector.AMENITIES) & (m.enterprise >= 0)
    found[m.city[keeps]] = m.enterprise[keeps]
    return found


PROCESSES = (
    Process(
        "wages",
        "wages.pay",
        pay_wages,
        pay_frozen,
        Params,
        reads=(
            Employers.staff,
            Enterprises.staff,
            Enterprises.profit_last_year,
            Enterprises.siphoned_last_year,
            People.persons,
            People.employer,
            People.flags,
            People.pay,
            People.sick,
            People.away,
            People.household,
            Households.top,
            Households.size,
            Households.tenure,
            Households.rooms,
        ),
        writes=(
            Employers.pay_level,
            Employers.wage_bill,
            Enterprises.account,
            Enterprises.cost_year,
            Enterprises.revenue_year,
            Cities.account,
            Cities.income,
            Cities.taxed,
            Cities.services,
            Cities.rents,
            Households.cash,
            Households.deposit,
            Households.income,
            Households.earners,
            Centre.budget,
            Centre.issued,
            Centre.wages_paid,
        ),
    ),
)

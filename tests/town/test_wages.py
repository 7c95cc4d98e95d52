"""Pay and purses: every kopeck has a payer, and the cash circuit closes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magnitka.kernels.payroll import DRAWN, OF_PURSES, SAVED, income_tax, keep_purses
from magnitka.pool import threads_in_use
from magnitka.processes.wages import PROCESSES, growth_of_pay
from magnitka.quantity import Schedule
from magnitka.world import Mark, Payer, Tenure
from tests.town.days import act, live, settled

(PAY,) = PROCESSES
MONTH = 42  # the first dekad of a month


def purses(world):
    """Cash and deposits of all households, kopecks."""
    h = world.households
    return (world.weight * int(column.astype(np.int64).sum()) for column in (h.cash, h.deposit))


def test_every_kopeck_in_a_purse_has_a_payer():
    world = settled()
    c, m, cities = world.centre, world.employers, world.cities
    cash, deposit = purses(world)
    budget, issued, accounts = int(c.budget[0]), int(c.issued[0]), int(world.enterprises.account.sum())
    city, bill_before = int(cities.account.sum()), int(c.wages_paid[0])
    act(world, PAY, MONTH)
    new_cash, new_deposit = purses(world)
    services, taxed = int(cities.services.sum()), int(cities.taxed.sum())
    paid = m.payer != Payer.COOPERATIVE
    bill = int(m.wage_bill[paid].sum())
    assert bill > 0 and c.wages_paid[0] == bill_before + bill
    assert new_cash + new_deposit - cash - deposit == int(cities.income.sum()) - services
    assert int(c.issued[0]) - issued == new_cash - cash
    gone = (
        budget + accounts + city - int(c.budget[0] + world.enterprises.account.sum() + cities.account.sum())
    )
    assert gone == new_cash + new_deposit - cash - deposit
    benefits = int(cities.income.sum()) - (bill - taxed)
    assert benefits > 0


def test_each_payer_is_debited_the_sum_of_its_people():
    world = settled()
    account, revenue = world.enterprises.account.copy(), world.enterprises.revenue_year.copy()
    cost = world.enterprises.cost_year.copy()
    act(world, PAY, MONTH)
    m, e = world.employers, world.enterprises
    firm = m.payer == Payer.ENTERPRISE
    due = np.zeros(e.rows, np.int64)
    np.add.at(due, m.enterprise[firm], m.wage_bill[firm])
    assert (e.cost_year - cost == due).all()
    assert (account - e.account == due - (e.revenue_year - revenue)).all()
    assert (due > 0).sum() == (e.peopled > 0).sum()


def test_cash_circuit_closes_through_a_year():
    world = live(settled(), 36)  # audited every dekad
    cash, _ = purses(world)
    assert cash + int(world.cooperatives.cash.sum()) == int(world.centre.issued[0])


def test_pay_is_that_of_the_level():
    world = settled()
    world.people.sick[:] = 0
    world.people.away[:] = 0
    world.people.flags &= np.uint16(~int(Mark.ON_LEAVE) & 0xFFFF)
    act(world, PAY, neutral=True)
    m, people = world.employers, world.people
    firm = int(np.argmax(m.staff))
    pay = people.pay[people.employer == firm].astype(np.float64)
    clock_share = 10 / 28  # the settled town lives in February
    expected = world.weight * m.pay_level[firm] / 64.0 * pay.sum() * clock_share
    assert m.wage_bill[firm] == pytest.approx(expected, rel=1e-4)


def test_the_ill_cost_the_employer_nothing():
    world, well = settled(), settled()
    world.people.sick[:], well.people.sick[:] = 2, 0
    act(world, PAY)
    act(well, PAY)
    paid = world.employers.payer != Payer.COOPERATIVE
    assert world.employers.wage_bill[paid].sum() == 0
    assert 0.5 * well.cities.income.sum() < world.cities.income.sum() < well.cities.income.sum()


def test_missed_hours_are_docked():
    world, lazy = settled(), settled()
    for one, hours in ((world, 0), (lazy, 20)):
        one.people.sick[:] = 0
        one.people.away[:] = hours
        act(one, PAY)
    paid = world.employers.payer != Payer.COOPERATIVE
    assert lazy.employers.wage_bill[paid].sum() < 0.95 * world.employers.wage_bill[paid].sum()


def test_neutral_rule_freezes_pay():
    world = settled()
    level = world.employers.pay_level.copy()
    act(world, PAY, MONTH, neutral=True)
    assert (world.employers.pay_level == level).all()


def test_loosened_control_raises_pay_where_profit_is_kept():
    """Not where control holds, and not where no profit is kept."""
    world, tight, poor = settled(), settled(), settled()
    for one, profit in ((world, 10**12), (tight, 10**12), (poor, 0)):
        one.enterprises.profit_last_year[:] = profit
        one.enterprises.siphoned_last_year[:] = profit // 2
    loose = Schedule.constant(0.3)
    level = world.employers.pay_level.copy()
    act(world, PAY, MONTH, slack=loose)
    act(tight, PAY, MONTH, slack=Schedule.constant(0.0))
    act(poor, PAY, MONTH, slack=loose)
    state = world.employers.payer == Payer.ENTERPRISE
    assert (world.employers.pay_level[state] > tight.employers.pay_level[state]).all()
    assert (tight.employers.pay_level == poor.employers.pay_level).all()
    assert (tight.employers.pay_level[state] >= level[state]).all()


@given(st.floats(-1, 5), st.floats(0, 1))
def test_pay_grows_by_the_norm_where_nothing_is_kept(kept, slack):
    growth = growth_of_pay(0.03, slack, np.array([kept]), 0.5)
    assert 0.03 <= growth[0] <= 0.03 + 0.5 * slack


def test_income_and_earners_are_told_by_thirds():
    world = settled()
    world.households.income[:], world.households.earners[:] = 0, 0
    for tick in range(MONTH, MONTH + 3):
        act(world, PAY, tick)
    h, people = world.households, world.people
    earners = np.zeros(h.earners.shape, np.int64)
    for block in range(people.rows):
        live_rows = slice(0, people.persons[block])
        working = people.employer[block, live_rows] < world.employers.rows
        np.add.at(earners[block], people.household[block, live_rows][working], 1)
    assert (h.earners == earners).all()
    assert 60 < 4.0 * np.average(h.income[h.size > 0], weights=h.size[h.size > 0]) < 160  # roubles a head


def test_luck_does_not_depend_on_the_number_of_threads():
    one, two = settled(), settled()
    act(one, PAY)
    with threads_in_use(2):
        act(two, PAY)
    assert one.state_hash() == two.state_hash()


@pytest.mark.parametrize("gross, tax", [(70.0, 0.0), (100.0, 8.2), (200.0, 21.2)])
def test_tax_of_the_tables(gross, tax):
    assert income_tax(gross, 70.0, 100.0, 8.2, 0.13) == pytest.approx(tax)


@given(st.floats(0, 2000), st.floats(0, 2000))
def test_more_pay_is_never_less_after_tax(one, other):
    less, more = sorted((one, other))
    kept = [pay - income_tax(pay, 70.0, 100.0, 8.2, 0.13) for pay in (less, more)]
    assert 0.0 <= kept[0] <= kept[1] + 1e-9


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.floats(0.5, 4), st.floats(0, 0.5))
def test_purses_lose_only_what_is_paid_and_never_go_below_zero(seed, most, least):
    rng = np.random.default_rng(seed)
    shape = (3, 50)
    cash = rng.integers(0, 200_000, shape).astype(np.int32)
    deposit = rng.integers(0, 500_000, shape).astype(np.int32)
    size = rng.integers(0, 6, shape).astype(np.uint8)
    cash[size == 0], deposit[size == 0] = 0, 0
    before = cash.astype(np.int64).sum(axis=1) + deposit.sum(axis=1)
    cash_before = cash.astype(np.int64).sum(axis=1)
    sums = np.empty((3, OF_PURSES), np.int64)
    keep_purses(
        0, 3, 1, np.full(3, 50), size, rng.integers(0, len(Tenure), shape).astype(np.uint8),
        rng.integers(0, 5, shape).astype(np.uint8), rng.integers(0, 80, shape).astype(np.uint8),
        np.array([0, 1, 0, 0, 1, 0, 0, 0]), np.full(len(Tenure), 300.0), 220.0, 150.0, 0.06, most, least, cash,
        deposit, sums,
    )  # fmt: skip
    paid = sums[:, :SAVED].sum(axis=1)
    assert (before - cash.astype(np.int64).sum(axis=1) - deposit.sum(axis=1) == paid).all()
    assert (cash_before - cash.sum(axis=1) == paid + sums[:, SAVED] - sums[:, DRAWN]).all()
    assert (cash >= 0).all() and (deposit >= 0).all()
    assert not sums[[0, 2]].any()  # a third of the blocks each dekad

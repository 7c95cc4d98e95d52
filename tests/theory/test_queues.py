"""Queues, coupons, diversion, hoarding, overhang (T41-T46)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from magnitka.kernels.counter import demand
from magnitka.kernels.queueing import (
    LONGEST_HOARD,
    crossing,
    demand_at,
    diversion,
    drawn_off,
    home_stock,
    hours_stood,
    overhang_after,
    price_jump,
    rent,
)

Floats = NDArray[np.float64]
PRICES = np.linspace(0.0, 100.0, 101)
LINE = 100.0 - PRICES  # D = 100 - p


def test_T41_waiting_eats_the_rent() -> None:
    wage, supply, price = 2.0, 60.0, 10.0
    waits = np.linspace(0.0, 45.0, 10)
    wait = crossing(waits, 100.0 - (price + wage * waits), supply)
    assert wait == 15.0 == rent(PRICES, LINE, supply, price) / wage
    assert wage * wait * supply == 1800.0  # all that the low price gives away


@given(st.floats(0.0, 500.0), st.floats(10.0, 200.0))
@settings(deadline=None, max_examples=60)
def test_T41_the_rent_is_eaten_by_fewer_hours_where_leisure_runs_short(hours: float, leisure: float) -> None:
    """Hours times what an hour is worth after them is the same rent; nobody queues more than his free time."""
    stood = hours_stood(hours, leisure)
    assert 0.0 <= stood < leisure
    assert stood * leisure / (leisure - stood) == pytest.approx(hours, rel=1e-9)


def test_T42_queues_as_a_tax_on_work() -> None:
    """The macro queue after Boycko 1992, on the demand of the shops: at wages above the product, output falls.

    u = ln x + gamma ln(leisure), 1 = h + wait x + leisure, p x = w h: full income buys x = h0 w / (p + w wait).
    """
    A, al, gamma = 1.0, 0.7, 0.5
    h0 = 1.0 / (1.0 + gamma)
    Y0 = A * h0**al
    nobody = np.zeros(1)
    for k, output, queue in [(1.1, 0.800603, 0.181453), (1.25, 0.594123, 0.349801)]:
        wage = k * A * h0 ** (al - 1.0)  # in goods: the price is 1
        waits = np.linspace(0.0, 4.0, 40_001)
        bought = np.array(
            [demand(np.ones(1), np.full(1, h0 * wage), nobody, np.full(1, wage), 1.0, t) for t in waits]
        )
        hours = h0
        for _ in range(200):
            hours = A * hours**al / wage  # what is made is sold, and only what is sold is earned
        made = A * hours**al
        wait = crossing(waits, bought, made)
        assert made / Y0 == pytest.approx(output, abs=1e-6)
        assert wait * made == pytest.approx(queue, abs=1e-6)
        assert wait * made == pytest.approx(h0 - hours, abs=1e-6)  # queues take working time, leisure stays
        assert hours / h0 == pytest.approx(k ** (-1.0 / (1.0 - al)), rel=1e-9)


def test_T43_a_coupon_is_worth_the_rent() -> None:
    assert rent(PRICES, LINE, 60.0, 10.0) == 30.0
    assert rent(PRICES, LINE, 95.0, 10.0) == 0.0


@pytest.mark.parametrize(("k", "diverted"), [(0.5, 60.0), (1.0, 39.0833), (2.0, 24.69), (5.0, 12.66)])
def test_T44_diversion_against_enforcement(k: float, diverted: float) -> None:
    D0, S, price = 90.0, 60.0, 10.0
    d = diversion(PRICES, LINE, S, price, k, 0.0, 1.0)
    assert d == pytest.approx(diverted, abs=1e-4 if k <= 1.0 else 5e-3)
    m = D0 - S
    closed = (-m + math.sqrt(m * m + 4.0 * D0 * m / k)) / 2.0
    assert d == pytest.approx(min(closed, S), abs=1e-9)
    if k == 1.0:
        assert price + k * d == pytest.approx(49.0833, abs=1e-4)


def test_T44_by_lot() -> None:
    """10,000 buyers drawn by chance to the counter; those who found nothing bid for what was diverted."""
    generator = np.random.default_rng(3)
    worth = generator.uniform(0.0, 100.0, 1_000_000)
    d = diversion(PRICES, LINE, 60.0, 10.0, 1.0, 0.0, 1.0)
    want = worth[worth > 10.0]
    served = generator.random(want.size) < (60.0 - d) / 90.0
    left_out = want[~served]
    bought = (left_out > 10.0 + d).sum() * 100.0 / worth.size
    assert bought == pytest.approx(d, abs=0.15)


def test_T44_other_free_goods_crowd_out_diversion() -> None:
    alone = diversion(PRICES, LINE, 60.0, 10.0, 1.0, 0.0, 1.0)
    assert diversion(PRICES, LINE, 60.0, 10.0, 1.0, 10.0, 1.0) < alone
    assert diversion(PRICES, LINE, 60.0, 10.0, 1.0, 30.0, 1.0) == 0.0
    assert diversion(PRICES, LINE, 90.0, 10.0, 1.0, 0.0, 1.0) == 0.0
    assert diversion(PRICES, LINE, 60.0, 10.0, 1.0, 0.0, 0.3) < alone  # most go home without


def test_T45_overhang() -> None:
    money = 0.0
    for year in range(1, 6):
        money = overhang_after(money, 100.0 * 1.04**year, 100.0)
    assert money == pytest.approx(63.2975, abs=1e-4)
    assert money == pytest.approx(sum(100.0 * 1.04**year for year in range(1, 6)) - 500.0, abs=1e-9)
    assert price_jump(60.0, money) == pytest.approx(2.05496, abs=1e-5)
    assert overhang_after(money, 0.0, 100.0) == 0.0
    assert price_jump(60.0, 0.0) == 1.0


@pytest.mark.parametrize(("found", "dekads"), [(0.9, 2), (0.5, 5), (0.2, 14)])
def test_T46_home_stock(found: float, dekads: int) -> None:
    assert home_stock(found, 0.05) == dekads
    assert (1.0 - found) ** dekads <= 0.05 < (1.0 - found) ** (dekads - 1)


def test_T46_corners() -> None:
    assert home_stock(1.0, 0.05) == home_stock(0.95, 0.05) == 1
    assert home_stock(0.0, 0.05) == home_stock(1e-9, 0.05) == LONGEST_HOARD


@given(
    st.lists(st.floats(0.1, 10.0), min_size=2, max_size=40),
    st.floats(0.5, 200.0),
    st.floats(0.0, 1.5),
)
@settings(deadline=None, max_examples=200)
def test_T41_crossing_is_where_demand_is_met(steps: list[float], top: float, part: float) -> None:
    at = np.concatenate([[0.0], np.cumsum(steps)])
    quantity = top * np.exp(-at / at[-1])
    supply = part * top
    point = crossing(at, quantity, supply)
    if supply >= quantity[0]:
        assert point == 0.0
    elif supply < quantity[-1]:
        assert point == at[-1]
    else:
        assert demand_at(at, quantity, point) == pytest.approx(supply, rel=1e-9)


@given(st.floats(0.0, 5.0), st.floats(0.1, 50.0), st.floats(0.0, 1.0))
@settings(deadline=None, max_examples=100)
def test_T44_drawn_off_is_the_best_share(gain: float, slope: float, most: float) -> None:
    """The share that maximises gain * share - slope * share^2 / 2 within 0..most."""
    share = drawn_off(gain, slope, most)
    best = gain * share - slope * share * share / 2.0
    for other in np.linspace(0.0, most, 11):
        assert best >= gain * other - slope * other * other / 2.0 - 1e-9

"""What a cooperative lives on: diverted inputs (T51), soft money made hard; on the functions in use."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from magnitka.kernels.cooperation import (
    INCOME,
    MANAGERS,
    OFFERED,
    POOLS,
    diverted,
    found_outside,
    knows_one,
    offers,
    pay_members,
    pick_members,
    service_income,
    service_price,
    trade_income,
)
from magnitka.world import Occupation
from magnitka.world.people import NOBODY


def test_T51_a_host_diverts_until_the_risk_eats_his_share() -> None:
    assert diverted(30.0, 10.0, 0.5, 0.5) == pytest.approx(20.0, abs=1e-12)
    best = minimize_scalar(
        lambda d: 0.5 * 0.5 * d * d - 0.5 * (30.0 - 10.0) * d, bounds=(0, 99), method="bounded"
    )
    assert best.x == pytest.approx(20.0, abs=1e-4)
    assert diverted(9.0, 10.0, 0.5, 0.5) == 0.0


@given(st.floats(1, 9), st.floats(0, 1), st.floats(0, 500), st.floats(0, 500))
@settings(deadline=None, max_examples=60)
def test_the_gain_of_diversion_is_divided_to_the_end(value, share, by_diversion, bought):
    """Member, host and the seller of dear inputs share what the wares are worth above the state's price."""
    dear = 0.5 * (1.0 + value)
    mine = trade_income(value, 1.0, share, dear, by_diversion, bought)
    hosts = share * (value - 1.0) * by_diversion
    sellers = (dear - 1.0) * bought
    assert mine + hosts + sellers == pytest.approx((value - 1.0) * (by_diversion + bought), abs=1e-6)


def test_soft_money_pays_more_than_the_wage_and_only_in_cash() -> None:
    price = service_price(200.0, 1.2, 0.4, 0.0)
    assert price == pytest.approx(600.0)
    assert service_income(price, 200.0, 0.5, 1.0) == pytest.approx(400.0)
    assert service_income(price, 200.0, 0.5, 0.0) == 0.0
    assert service_price(200.0, 1.2, 0.4, 1.0) == 0.0
    hard = service_price(200.0, 1.0, 1.0, 0.0)  # where money is money, work is worth its wage
    assert service_income(hard, 200.0, 0.5, 1.0) == pytest.approx(200.0)


@pytest.mark.parametrize("mean", [0.0, 0.1, 0.5, 1.0])
def test_the_mean_venture_finds_the_mean_share(mean):
    """The integral of u^(1/m - 1) over [0, 1) is m; midpoints of a fine grid."""
    u = (np.arange(20_000) + 0.5) / 20_000
    assert np.mean([found_outside(x, mean) for x in u]) == pytest.approx(mean, abs=2e-4)


def income(premium: float, finds: float, staff: float, share: float, dear: float) -> float:
    """What a member would earn who sells to people with a host of `staff` people, or with none."""
    one = np.ones(1)
    offer = np.empty((1, OFFERED))
    offers(
        np.ones(1, np.int64), 25.0 * one, staff * one, 200.0 * one, premium * one, 1.0, 1.4, 400.0, share, 0.2, dear,
        1.2, 0.4, 0.05, 1.0, finds * one, offer,
    )  # fmt: skip
    return float(offer[0, INCOME])


@given(st.floats(0.8, 4), st.floats(0, 1), st.floats(1, 5_000), st.floats(0, 0.9), st.floats(1, 4))
@settings(deadline=None, max_examples=100)
def test_one_without_a_host_earns_more_only_where_buying_costs_less_than_his_share(
    premium, finds, staff, share, dear
):
    """A host's rouble costs 1 + s (v - 1), a bought one `dear`; only where that is less, being alone can pay more."""
    worth = 1.4 * premium
    alone, hosted = income(premium, finds, 0.0, share, dear), income(premium, finds, staff, share, dear)
    if dear >= 1.0 + share * (worth - 1.0):
        assert alone <= hosted + 1e-9
    assert alone == pytest.approx(max(worth - dear, 0.0) * finds * 400.0, rel=1e-12, abs=1e-9)


def test_everybody_knows_one_long_before_everybody_is_one() -> None:
    assert knows_one(0.0, 1000.0, 100.0) == 0.0
    assert knows_one(20.0, 1000.0, 100.0) == pytest.approx(1.0 - 0.98**100)
    assert knows_one(1000.0, 1000.0, 100.0) == 1.0


@given(st.integers(1, 5), st.integers(0, 2**31), st.floats(0, 0.6))
@settings(deadline=None, max_examples=40)
def test_whoever_is_counted_is_paid_however_the_blocks_are_cut(blocks, seed, share):
    """Kopecks put into purses are the rate times the heads that were counted, whoever handles which block."""
    rng = np.random.default_rng(seed)
    slots, employers = 50, 4
    persons = rng.integers(0, slots + 1, blocks)
    luck = rng.integers(1, 2**32, (blocks, slots)).astype(np.uint32)
    employer = rng.choice([0, 1, 2, 3, NOBODY], (blocks, slots)).astype(np.uint16)
    occupation = rng.integers(0, 14, (blocks, slots)).astype(np.uint8)
    household = rng.integers(0, 9, (blocks, slots)).astype(np.uint16)
    pay = np.full((blocks, slots), 64, np.uint8)
    upto = np.cumsum(rng.random((employers, 4)) * share / 2.0, axis=1)
    earns_enough, is_host = np.array([100, 65, 64, 40]), np.array([1, 0, 1, 1])
    key, manager = np.uint64(seed), int(Occupation.MANAGER)
    counts, picked = np.zeros((blocks, POOLS + 1), np.int64), np.zeros((blocks, slots), np.uint16)
    city, rate = np.zeros(blocks, np.int64), rng.integers(1, 9_999, (1, POOLS))
    purses = [np.zeros((blocks, 9), np.int32) for _ in range(2)]
    for cash, cuts in zip(purses, ([0, blocks], range(blocks + 1)), strict=True):
        for first, last in pairwise(cuts):
            pick_members(
                first, last, key, persons, luck, employer, occupation, pay, NOBODY, manager, upto, is_host,
                earns_enough, picked, counts,
            )  # fmt: skip
            pay_members(first, last, city, household, picked, counts, rate, cash)
    assert (purses[0] == purses[1]).all()
    assert purses[0].sum() == (counts[:, :POOLS].sum(axis=0) * rate[0]).sum()
    living = np.arange(slots) < persons[:, None]
    bosses = living & (occupation == manager) & (employer != NOBODY)
    assert counts[:, MANAGERS].sum() == (bosses & (employer != 1)).sum()
    assert counts[:, POOLS].sum() == (living & np.isin(employer, (2, 3))).sum()

"""What a cooperative lives on: diverted inputs (T51), soft money made hard; on the functions in use."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from magnitka.kernels.cooperation import (
    diverted,
    knows_one,
    service_income,
    service_price,
    trade_income,
)


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


def test_everybody_knows_one_long_before_everybody_is_one() -> None:
    assert knows_one(0.0, 1000.0, 100.0) == 0.0
    assert knows_one(20.0, 1000.0, 100.0) == pytest.approx(1.0 - 0.98**100)
    assert knows_one(1000.0, 1000.0, 100.0) == 1.0

"""The family of rationing rules (T22) and the game of over-ordering played under it (T19)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from magnitka.kernels.rationing import ration, weights

Floats = NDArray[np.float64]
ORDERS = np.array([10.0, 20.0, 30.0, 40.0])


def shares(orders: Floats, weight: Floats, supply: float) -> Floats:
    out = np.full(orders.size, np.nan)
    ration(orders, weight, supply, out)
    return out


def weighed(orders: Floats, rank: Floats, eta: float, noise: Floats) -> Floats:
    out = np.full(orders.size, np.nan)
    weights(orders, rank, eta, noise, out)
    return out


def test_T22_rationing_family() -> None:
    none = np.zeros(4)
    np.testing.assert_allclose(shares(ORDERS, ORDERS, 60.0), [6.0, 12.0, 18.0, 24.0], rtol=1e-14)
    equal = [10.0, 50.0 / 3.0, 50.0 / 3.0, 50.0 / 3.0]
    np.testing.assert_allclose(shares(ORDERS, np.ones(4), 60.0), equal, rtol=1e-14)
    priority = weighed(ORDERS, np.array([1.0, 1.0, 0.0, 0.0]), 50.0, none)
    np.testing.assert_allclose(
        shares(ORDERS, priority, 60.0), [10.0, 20.0, 90.0 / 7.0, 120.0 / 7.0], rtol=1e-12
    )
    lobbied = weighed(ORDERS, none, 0.0, np.array([0.0, 0.2, 0.5, 1.0]))
    given_out = shares(ORDERS, lobbied, 60.0)
    np.testing.assert_allclose(given_out, [3.1149, 7.6092, 15.4069, 33.8690], atol=5e-5)
    ranked = weighed(ORDERS, np.array([0.0, 0.2, 0.5, 1.0]), 1.0, none)
    np.testing.assert_array_equal(shares(ORDERS, ranked, 60.0), given_out)


amounts = st.one_of(st.just(0.0), st.floats(1e-3, 1e6))
customers = st.lists(st.tuples(amounts, amounts), min_size=1, max_size=60)


@given(customers, st.floats(0.0, 1.5))
@settings(deadline=None, max_examples=200)
def test_T22_rule_holds_for_any_orders_and_weights(rows: list[tuple[float, float]], part: float) -> None:
    orders, weight = np.array(rows).T.copy()
    supply = part * math.fsum(orders)
    got = shares(orders, weight, supply)
    total = math.fsum(orders)
    assert math.fsum(got) == pytest.approx(min(supply, total), rel=1e-12, abs=1e-12)
    assert np.all(got >= 0.0) and np.all(got <= orders * (1.0 + 1e-12))
    if supply >= total:
        np.testing.assert_array_equal(got, orders)
        return
    wanted = (orders > 0.0) & (weight > 0.0)
    short = wanted & (got < orders)
    if short.any():
        kappa = got[short] / weight[short]
        np.testing.assert_allclose(kappa, kappa[0], rtol=1e-12)
        filled = wanted & ~short
        assert np.all(orders[filled] <= kappa[0] * weight[filled] * (1.0 + 1e-12))
        np.testing.assert_array_equal(got[weight == 0.0], 0.0)


@pytest.mark.parametrize("customers_count", [1, 7, 1000])
def test_T22_against_bisection(customers_count: int) -> None:
    generator = np.random.default_rng(1)
    orders = generator.lognormal(0.0, 2.0, customers_count)
    weight = weighed(
        orders, generator.uniform(0.0, 1.0, customers_count), 30.0, generator.normal(size=customers_count)
    )
    supply = 0.7 * orders.sum()
    low, high = 0.0, float((orders / weight).max())
    for _ in range(300):
        middle = math.sqrt(low * high) if low > 0.0 else high * 1e-30
        low, high = (middle, high) if np.minimum(orders, middle * weight).sum() < supply else (low, middle)
    np.testing.assert_allclose(shares(orders, weight, supply), np.minimum(orders, high * weight), rtol=1e-9)


def test_T22_strict_priority_is_a_queue_and_never_overflows() -> None:
    rank = np.array([4.0, 3.0, 2.0, 1.0])
    queue = weighed(ORDERS, rank, 100.0, np.zeros(4))
    np.testing.assert_allclose(shares(ORDERS, queue, 45.0), [10.0, 20.0, 15.0, 0.0], atol=1e-12)
    absurd = weighed(ORDERS, np.array([1e6, 0.0, 0.0, -1e6]), 1.0, np.zeros(4))
    assert np.all(np.isfinite(absurd)) and np.all(absurd > 0.0)
    np.testing.assert_allclose(shares(ORDERS, absurd, 35.0), [10.0, 10.0, 15.0, 0.0], atol=1e-12)


def test_T22_weight_zero_waits_for_the_rest() -> None:
    weight = np.array([10.0, 20.0, 0.0, 0.0])
    np.testing.assert_allclose(shares(ORDERS, weight, 15.0), [5.0, 10.0, 0.0, 0.0])
    np.testing.assert_allclose(shares(ORDERS, weight, 65.0), [10.0, 20.0, 15.0, 20.0])
    np.testing.assert_allclose(shares(ORDERS, np.zeros(4), 50.0), ORDERS / 2.0)
    np.testing.assert_array_equal(shares(ORDERS, ORDERS, 0.0), 0.0)
    np.testing.assert_array_equal(shares(np.zeros(4), np.zeros(4), 5.0), 0.0)


def test_T22_unknown_order_is_not_hidden() -> None:
    orders = np.array([10.0, np.nan, 20.0])
    assert np.isnan(shares(orders, orders, 15.0)).any()


def best_order(others: float, n: int, supply: float, need: float, value: float, cost: float) -> float:
    """Order of the first of `n` buyers that pays best when each of the others orders `others`, by search."""

    def loss(order: float) -> float:
        orders = np.full(n, others)
        orders[0] = order
        return cost * order - value * min(float(shares(orders, orders, supply)[0]), need)

    found = minimize_scalar(loss, bounds=(0.0, 20.0 * supply), method="bounded", options={"xatol": 1e-9})
    return float(found.x)


@pytest.mark.parametrize(
    ("n", "supply", "need", "ratio", "nash"),
    [(10, 80.0, 10.0, 1.5, 10.8), (10, 80.0, 10.0, 5.0, 36.0), (4, 30.0, 10.0, 3.0, 16.875)],
)
def test_T19_shortage_game_inflates_orders(
    n: int, supply: float, need: float, ratio: float, nash: float
) -> None:
    order = need
    for _ in range(120):
        order += 0.2 * (best_order(order, n, supply, need, ratio, 1.0) - order)
    assert order == pytest.approx(nash, rel=1e-3)
    assert order == pytest.approx(ratio * supply * (n - 1) / n**2, rel=1e-3)


@given(st.lists(st.floats(0.0, 200.0), min_size=3, max_size=12), st.floats(1.0, 200.0), st.floats(0.0, 300.0))
@settings(deadline=None, max_examples=150)
def test_T19_equal_award_makes_truth_dominant(others: list[float], supply: float, lie: float) -> None:
    need = 10.0

    def useful(order: float) -> float:
        orders = np.array([order, *others])
        return float(min(shares(orders, np.ones(orders.size), supply)[0], need))

    assert useful(need) >= useful(lie) - 1e-9


def test_T19_proportional_rationing_never_rewards_truth() -> None:
    for order in [10.0, 20.0, 1000.0]:  # with free orders there is always more to gain
        orders = np.full(10, order)
        honest = shares(orders, orders, 80.0)[0]
        orders[0] *= 1.1
        assert shares(orders, orders, 80.0)[0] > honest

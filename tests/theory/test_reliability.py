"""Padding against unreliable supply (T21, T26-T28)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.optimize import minimize_scalar

from magnitka.kernels import dice
from magnitka.kernels.compile import kernel
from magnitka.kernels.leontief import NOTHING_BINDS, leontief
from magnitka.kernels.reliability import (
    LONGEST_COVER,
    base_stock,
    cover_outages,
    expected_backorders,
    newsvendor,
    outage_coverage,
)

KEY = dice.key_of(1, "reliability", 0)
LUCK = np.uint64(1)


@pytest.mark.parametrize(("subsidy", "staff"), [(0.0, 112.6243), (0.5, 119.2233), (0.9, 130.8062)])
def test_T21_wage_subsidy_pads_the_staff(subsidy: float, staff: float) -> None:
    assert newsvendor(100.0, 15.0, 5.0, 1.0 - subsidy) == pytest.approx(staff, abs=1e-4)


@pytest.mark.parametrize(("mean", "sd", "gain", "cost"), [(100.0, 15.0, 5.0, 1.0), (40.0, 8.0, 2.0, 1.5)])
def test_T21_padding_is_the_best_one(mean: float, sd: float, gain: float, cost: float) -> None:
    def net_cost(staff: float) -> float:
        """Cost of `staff` less what those bring for whom there is work, by quadrature."""

        def employed(z: float) -> float:
            return min(staff, mean + sd * z) * math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)

        kink = (staff - mean) / sd
        in_work = quad(employed, -12.0, kink, epsabs=1e-9)[0] + quad(employed, kink, 12.0, epsabs=1e-9)[0]
        return float(cost * staff - gain * in_work)

    bounds = (mean - 5.0 * sd, mean + 5.0 * sd)
    found = minimize_scalar(net_cost, bounds=bounds, method="bounded", options={"xatol": 1e-7})
    assert newsvendor(mean, sd, gain, cost) == pytest.approx(found.x, abs=1e-3)


def test_T21_corners() -> None:
    assert newsvendor(100.0, 15.0, 5.0, 5.0) == 0.0
    assert newsvendor(100.0, 15.0, 5.0, 0.0) == math.inf
    assert newsvendor(100.0, 0.0, 5.0, 1.0) == 100.0
    assert newsvendor(1.0, 15.0, 5.0, 4.9) == 0.0


@kernel
def stockouts(key: np.uint64, luck: np.uint64, a: float, r: float, cover: int, dekads: int) -> float:
    """Share of dekads in which a store topped up to `cover` dekads of use, when deliveries run, is empty."""
    running = True
    stock = cover
    empty = 0
    for t in range(dekads):
        chance = dice.uniform(key, luck, t)
        running = chance >= a if running else chance < r
        if running:
            stock = cover
        if stock == 0:
            empty += 1
        else:
            stock -= 1
    return empty / dekads


def test_T26_stock_against_outages() -> None:
    covered = [outage_coverage(0.1, 0.5, n) for n in range(5)]
    np.testing.assert_allclose(covered, [0.833333, 0.916667, 0.958333, 0.979167, 0.989583], atol=1e-6)
    assert cover_outages(0.1, 0.5, 0.95) == 3


@pytest.mark.parametrize(("a", "r"), [(0.1, 0.5), (0.03, 0.2)])
@pytest.mark.parametrize("cover", [1, 2, 3, 6])
def test_T26_simulated_outages(a: float, r: float, cover: int) -> None:
    empty = stockouts(KEY, LUCK, a, r, cover, 2_000_000)
    assert empty == pytest.approx(1.0 - outage_coverage(a, r, cover - 1), abs=2e-3)


@given(st.floats(0.0, 1.0), st.floats(0.01, 1.0), st.floats(0.0, 0.999))
@settings(deadline=None, max_examples=60)
def test_T26_smallest_cover(a: float, r: float, service: float) -> None:
    cover = cover_outages(a, r, service)
    assert 1 <= cover <= LONGEST_COVER
    if cover < LONGEST_COVER:
        assert outage_coverage(a, r, cover - 1) >= service
    if cover > 1:
        assert outage_coverage(a, r, cover - 2) < service


def test_T26_outages_that_never_end_are_not_bought_off() -> None:
    assert cover_outages(0.1, 0.0, 0.95) == LONGEST_COVER
    assert cover_outages(0.0, 0.0, 0.95) == 1


@kernel
def backorders(
    key: np.uint64, luck: np.uint64, stock: float, mean: float, sd: float, lead: int, dekads: int
) -> tuple[float, float]:
    """Mean unmet need, and share of dekads with none, of a store that reorders each dekad what was asked."""
    pipeline = np.zeros(lead + 1)
    net = stock
    unmet = 0.0
    served = 0
    for t in range(dekads):
        slot = t % (lead + 1)
        net += pipeline[slot]
        need = mean + sd * dice.normal(key, luck, 2 * t)
        pipeline[slot] = need  # arrives in lead + 1 dekads, before that dekad's need
        net -= need
        if net >= 0.0:
            served += 1
        elif t > lead:
            unmet -= net
    return unmet / dekads, served / dekads


@pytest.mark.parametrize(
    ("sd", "lead", "service", "stock", "unmet"),
    [(30.0, 3, 0.95, 498.691, 1.2536), (20.0, 1, 0.8, 223.804, None)],
)
def test_T27_base_stock(sd: float, lead: int, service: float, stock: float, unmet: float | None) -> None:
    level = base_stock(100.0, sd, float(lead), service)
    assert level == pytest.approx(stock, abs=1e-3)
    expected = expected_backorders(level, 100.0, sd, float(lead))
    if unmet is not None:
        assert expected == pytest.approx(unmet, abs=1e-4)
    simulated, served = backorders(KEY, LUCK, level, 100.0, sd, lead, 1_000_000)
    assert simulated == pytest.approx(expected, abs=0.03)
    assert served == pytest.approx(service, abs=3e-3)


def test_T27_certain_need() -> None:
    assert base_stock(100.0, 0.0, 3.0, 0.95) == 400.0
    assert expected_backorders(300.0, 100.0, 0.0, 3.0) == 100.0
    assert expected_backorders(500.0, 100.0, 0.0, 3.0) == 0.0


def test_T28_twenty_complements() -> None:
    assert outage_coverage(0.03, 0.97, 0) ** 20 == pytest.approx(0.543794, abs=1e-6)
    assert outage_coverage(0.03, 0.97, 1) ** 20 == pytest.approx(0.982153, abs=1e-6)


@kernel
def complements(key: np.uint64, p: float, n: int, buffer: float, dekads: int) -> float:
    """Mean output of a works whose `n` inputs arrive with probability `p`, with `buffer` dekads of stock."""
    stocks = np.full(n, buffer)
    coefficients = np.ones(n)
    made = 0.0
    for t in range(dekads):
        for i in range(n):
            if dice.uniform(key, np.uint64(i), t) < p:
                stocks[i] = 1.0 + buffer
        output, _ = leontief(stocks, coefficients, 1.0)
        made += output
        for i in range(n):
            stocks[i] = max(stocks[i] - 1.0, 0.0)  # what a stopped dekad does not use spoils
    return made / dekads


@pytest.mark.parametrize(("p", "n"), [(0.97, 20), (0.9, 5)])
def test_T28_simulated_complements(p: float, n: int) -> None:
    assert complements(KEY, p, n, 0.0, 400_000) == pytest.approx(p**n, abs=4e-3)
    assert complements(KEY, p, n, 1.0, 400_000) == pytest.approx((1.0 - (1.0 - p) ** 2) ** n, abs=2e-3)


def feasible(stocks: list[float], coefficients: list[float], wish: float) -> tuple[float, int]:
    output, binding = leontief(np.array(stocks), np.array(coefficients), wish)
    return float(output), int(binding)


def test_T28_scarcest_input_is_named() -> None:
    assert feasible([10.0, 3.0, 8.0], [1.0, 1.0, 4.0], 5.0) == (2.0, 2)
    assert feasible([10.0, 9.0, 40.0], [1.0, 1.0, 4.0], 5.0) == (5.0, NOTHING_BINDS)
    assert feasible([5.0], [1.0], 5.0) == (5.0, NOTHING_BINDS)
    assert feasible([2.0, 2.0], [1.0, 1.0], 5.0) == (2.0, 0)
    assert feasible([0.0, 9.0], [0.0, 1.0], 5.0) == (5.0, NOTHING_BINDS)
    assert feasible([-1e-9, 9.0], [1.0, 1.0], 5.0) == (0.0, 0)
    assert feasible([9.0], [1.0], -1.0) == (0.0, NOTHING_BINDS)
    output, binding = feasible([9.0, math.nan, 3.0], [1.0, 1.0, 1.0], 5.0)
    assert math.isnan(output) and binding == 1


Rows = st.lists(st.tuples(st.floats(0.0, 1e6), st.floats(1e-3, 1e3)), min_size=1, max_size=20)


@given(Rows, st.floats(0.0, 1e6))
@settings(deadline=None, max_examples=100)
def test_T28_output_is_the_least_of_all(rows: list[tuple[float, float]], wish: float) -> None:
    stocks: NDArray[np.float64]
    stocks, coefficients = np.array(rows).T.copy()
    output, binding = leontief(stocks, coefficients, wish)
    assert output == min(wish, (stocks / coefficients).min())
    assert (binding == NOTHING_BINDS) == (output == wish)

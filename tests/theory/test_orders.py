"""Inflated orders (T20): buyers answer their own fill rate, and together they make it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magnitka.kernels.orders import inflation, smooth
from magnitka.kernels.rationing import ration

NEED = np.array([5.0, 10.0, 25.0, 60.0])


def fill_rate(supply_share: float, theta: float, ceiling: float, rounds: int, weight: float = 1.0) -> float:
    """Fill rate after `rounds` of ordering by what the last rounds filled, under proportional rationing."""
    believed = 1.0
    filled = 1.0
    out = np.zeros(NEED.size)
    for _ in range(rounds):
        orders = NEED * inflation(believed, theta, ceiling)
        ration(orders, orders, supply_share * NEED.sum(), out)
        filled = float(out[0] / orders[0])
        believed = smooth(believed, filled, weight)
    return filled


@pytest.mark.parametrize(("theta", "fill", "inflated"), [(0.5, 0.81, 1.1111), (0.8, 0.59049, 1.52416)])
def test_T20_inflation_settles(theta: float, fill: float, inflated: float) -> None:
    settled = fill_rate(0.9, theta, math.inf, 250)
    assert settled == pytest.approx(fill, abs=1e-9)
    assert inflation(settled, theta, math.inf) == pytest.approx(inflated, abs=5e-5)
    assert fill_rate(0.9, theta, math.inf, 800, 0.3) == pytest.approx(fill, abs=1e-9)  # memory only slows it


def test_T20_full_compensation_runs_away_and_a_ceiling_stops_it() -> None:
    assert fill_rate(0.9, 1.0, math.inf, 20) == pytest.approx(0.9**20, abs=1e-9)
    assert fill_rate(0.9, 1.0, 1.3, 200) == pytest.approx(0.9 / 1.3, abs=1e-9)


@given(st.floats(0.3, 0.99), st.floats(0.0, 0.85))
@settings(deadline=None, max_examples=40)
def test_T20_fixed_point(supply_share: float, theta: float) -> None:
    settled = fill_rate(supply_share, theta, math.inf, 250)
    assert settled == pytest.approx(supply_share ** (1.0 / (1.0 - theta)), abs=1e-9)


def test_T20_bounds() -> None:
    assert inflation(1.0, 0.8, 3.0) == 1.0
    assert inflation(1.2, 0.8, 3.0) == 1.0
    assert inflation(0.0, 0.8, 3.0) == 3.0
    assert inflation(0.01, 0.8, 3.0) == 3.0
    assert inflation(0.5, 0.0, 3.0) == 1.0
    assert smooth(2.0, 4.0, 0.25) == 2.5
    assert smooth(0.1, 0.7, 1.0) == 0.7

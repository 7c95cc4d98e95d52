"""Equipment by age (T35)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magnitka.kernels.vintages import age, mean_age, replacement_rate, retire, share_older


def settled(hazard: np.ndarray, years: int) -> np.ndarray:
    """Equipment of two units after `years` of retiring by age and replacing what went."""
    vintages = np.zeros((2, hazard.size))
    vintages[:, 0] = [100.0, 7.0]
    gone = np.zeros(2)
    for _ in range(years):
        age(vintages)
        retire(vintages, hazard, gone)
        vintages[:, 0] += gone
    return vintages


def test_T35_half_the_equipment_older_than_thirty() -> None:
    assert replacement_rate(30.0) == pytest.approx(0.0231049, abs=1e-6)


@pytest.mark.parametrize("half_age", [30.0, 12.0])
def test_T35_replacement_keeps_half_of_it_older(half_age: float) -> None:
    rate = replacement_rate(half_age)
    vintages = settled(np.full(400, 1.0 - math.exp(-rate)), 3_000)
    assert vintages.sum(axis=1) == pytest.approx([100.0, 7.0])
    assert share_older(vintages, int(half_age)) == pytest.approx(0.5, abs=1e-6)
    assert share_older(vintages, 2 * int(half_age)) == pytest.approx(0.25, abs=1e-4)
    assert mean_age(vintages) == pytest.approx(0.5 + 1.0 / math.expm1(rate), abs=0.01)
    assert mean_age(vintages) == pytest.approx(1.0 / rate, abs=0.02)


def test_T35_slower_modernisation_leaves_an_older_park() -> None:
    fast, slow = (settled(np.full(60, h), 500) for h in (0.05, 0.02))
    assert share_older(slow, 20) > share_older(fast, 20)
    assert mean_age(slow) > mean_age(fast)


@given(st.lists(st.floats(0.0, 1e6), min_size=1, max_size=30), st.integers(1, 40))
@settings(deadline=None, max_examples=60)
def test_T35_ageing_moves_and_keeps_every_tonne(tonnes: list[float], years: int) -> None:
    vintages = np.array([tonnes, tonnes[::-1]])
    before = vintages.copy()
    for _ in range(years):
        age(vintages)
    n = len(tonnes)
    np.testing.assert_allclose(vintages.sum(axis=1), before.sum(axis=1), rtol=1e-12)
    if years < n:
        np.testing.assert_array_equal(vintages[:, years : n - 1], before[:, : n - 1 - years])
        np.testing.assert_array_equal(vintages[:, :years][:, : n - 1], 0.0)
    else:
        np.testing.assert_array_equal(vintages[:, :-1], 0.0)


def test_T35_retirement_goes_by_age() -> None:
    vintages = np.array([[10.0, 20.0, 30.0], [0.0, 0.0, 8.0]])
    gone = np.full(2, np.nan)
    retire(vintages, np.array([0.0, 0.1, 0.5]), gone)
    np.testing.assert_allclose(gone, [17.0, 4.0])
    np.testing.assert_allclose(vintages, [[10.0, 18.0, 15.0], [0.0, 0.0, 4.0]])


def test_T35_whole_park_and_one_unit() -> None:
    vintages = np.array([[10.0, 0.0, 0.0], [0.0, 0.0, 30.0]])
    assert share_older(vintages, 2) == 0.75
    assert mean_age(vintages) == pytest.approx(2.0)
    assert share_older(vintages[0:1], 2) == 0.0
    assert mean_age(vintages[1:2]) == 2.5
    assert share_older(np.zeros((1, 3)), 2) == 0.0
    assert mean_age(np.zeros((1, 3))) == 0.0

"""Dose and response, prevalence, full wards (T72-T75)."""

from __future__ import annotations

import heapq

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magnitka.kernels.bodies import (
    attributable,
    blocked,
    odds_of,
    overflow,
    prevalence,
    relative_risk,
    waits,
)


def test_T72_six_per_cent_for_ten_micrograms():
    risk = relative_risk(1.06**10, 100.0)
    assert risk == pytest.approx(1.790848, abs=1e-6)
    assert attributable(risk) == pytest.approx(0.441605, abs=1e-6)
    assert relative_risk(1.06**10, 10.0) == pytest.approx(1.06, abs=1e-12)
    assert relative_risk(1.06**10, 0.0) == 1.0


def test_T73_prevalence_of_an_illness_that_lasts():
    assert odds_of(0.34) == pytest.approx(0.515152, abs=1e-6)
    assert odds_of(0.67) == pytest.approx(2.030303, abs=1e-6)


@given(st.floats(0.01, 0.95))
@settings(deadline=None, max_examples=40)
def test_T73_there_and_back(share: float):
    assert prevalence(odds_of(share)) == pytest.approx(share, abs=1e-12)


def test_T73_settles_from_any_start():
    ill = 1.0
    for _ in range(200_000):
        ill += 1e-3 * (2.030303 * (1.0 - ill) - ill)  # years of .001, illnesses of a year
    assert ill == pytest.approx(0.67, abs=1e-6)


def test_T74_ten_surgeons():
    assert blocked(10, 8.0) == pytest.approx(0.121661, abs=1e-6)
    assert waits(10, 8.0) == pytest.approx(0.409180, abs=1e-6)
    assert waits(10, 8.0) / (10 - 8.0) == pytest.approx(0.204590, abs=1e-6)
    assert waits(10, 12.0) == 1.0


def test_T74_patients_who_come_by_chance():
    rng = np.random.default_rng(1)
    number = 400_000
    arrivals = np.cumsum(rng.exponential(1.0 / 8.0, number))
    stays = rng.exponential(1.0, number)
    free = [0.0] * 10
    had_to_wait = 0
    for arrival, stay in zip(arrivals, stays, strict=True):
        first = heapq.heappop(free)
        had_to_wait += first > arrival
        heapq.heappush(free, max(first, arrival) + stay)
    assert had_to_wait / number == pytest.approx(waits(10, 8.0), abs=1e-2)


@pytest.mark.parametrize(
    ("patients", "over", "cots"), [(900, 0.000491, 0.0043), (1000, 0.491591, 12.61), (1050, 0.937567, 50.83)]
)
def test_T75_cots_in_the_corridor(patients: float, over: float, cots: float):
    chance, mean = overflow(1000, float(patients))
    assert chance == pytest.approx(over, abs=1e-4)
    assert mean == pytest.approx(cots, abs=5e-3)


def test_T75_no_patients_and_far_too_many():
    assert overflow(1000, 0.0) == (0.0, 0.0)
    assert overflow(0, 50.0)[1] == pytest.approx(50.0, rel=1e-9)
    assert overflow(10, 5000.0)[1] == pytest.approx(4990.0, rel=1e-9)

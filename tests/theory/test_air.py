"""Plumes, fallout and filters (T66-T71, T76)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magnitka.kernels.plume import (
    aloft,
    captured,
    concentration,
    ground_centreline,
    sector_mean,
    soil_metal,
    spread,
    transfer,
)

KILOMETRES = np.array([1.0, 3.0, 5.0, 10.0, 30.0])
YEAR = 365.25 * 86400.0


def test_T66_ground_centreline():
    spreads = np.array([spread(1000.0 * x) for x in KILOMETRES])
    np.testing.assert_allclose(spreads[:, 0], [76.3, 210.5, 326.6, 565.7, 1200.0], atol=0.05)
    np.testing.assert_allclose(spreads[:, 1], [37.9, 76.8, 102.9, 150.0, 265.4], atol=0.06)
    found = [1e6 * ground_centreline(1.0, 5.0, sy, sz, 100.0) for sy, sz in spreads]
    np.testing.assert_allclose(found, [0.68287, 1.686302, 1.181328, 0.600764, 0.186198], rtol=1e-5)
    full = [1e6 * concentration(1.0, 5.0, 1000.0 * x, 0.0, 0.0, 100.0) for x in KILOMETRES]
    np.testing.assert_allclose(full, found, rtol=1e-12)


def test_T67_what_was_let_out_goes_through_every_plane():
    sy, sz = spread(5000.0)
    y = np.linspace(-8.0 * sy, 8.0 * sy, 801)
    z = np.linspace(0.0, 100.0 + 8.0 * sz, 801)
    plane = np.array([[concentration(1.0, 5.0, 5000.0, a, b, 100.0) for b in z] for a in y])
    flux = 5.0 * np.trapezoid(np.trapezoid(plane, z, axis=1), y)
    assert flux == pytest.approx(1.0, abs=1e-6)


def test_T68_greatest_concentration():
    sz = np.linspace(30.0, 200.0, 17_001)
    along = np.array([1e6 * ground_centreline(1.0, 5.0, s / 0.6, s, 100.0) for s in sz])
    assert along.max() == pytest.approx(2.8104, rel=2e-3)
    assert sz[along.argmax()] == pytest.approx(70.711, rel=2e-3)
    assert along.max() == pytest.approx(2e6 * 0.6 / (math.pi * math.e * 5.0 * 100.0**2), rel=1e-6)


def test_T69_sector_mean():
    found = [1e9 * sector_mean(1.0 / 16.0, 1.0, 5.0, 1000.0 * x, 100.0) for x in KILOMETRES]
    np.testing.assert_allclose(found, [20.78, 47.20, 30.784, 13.558, 2.971], rtol=3e-4)
    assert math.sqrt(2.0 / math.pi) * 16.0 / (2.0 * math.pi) == pytest.approx(2.0318, abs=5e-5)


def test_T69_an_even_wind_rose_is_one_sector_all_round():
    even, speed = np.full(16, 1.0 / 16.0), np.full(16, 5.0)
    for angle in np.linspace(0.0, 6.0, 13):
        found = transfer(3000.0 * math.sin(angle), 3000.0 * math.cos(angle), 100.0, 0.0, even, speed)
        assert found == pytest.approx(sector_mean(1.0 / 16.0, 1.0, 5.0, 3000.0, 100.0), rel=1e-12)


def test_T69_smoke_goes_where_the_wind_goes():
    west = np.zeros(16)
    west[12] = 1.0  # all winds from the west
    speed = np.full(16, 5.0)
    assert transfer(3000.0, 0.0, 100.0, 0.0, west, speed) > 0.0
    assert transfer(-3000.0, 0.0, 100.0, 0.0, west, speed) == 0.0
    assert transfer(0.0, 3000.0, 100.0, 0.0, west, speed) == 0.0


def test_T70_soil():
    fallout = 1e-10 * 0.01 * YEAR  # kg/m2/yr of .1 ug/m3 at 1 cm/s
    assert 1000.0 * fallout == pytest.approx(0.0315576, rel=1e-6)
    assert 1e6 * soil_metal(fallout, 1300.0, 0.2, 0.01, 50.0) == pytest.approx(4.7758, rel=2e-3)
    assert 1e6 * soil_metal(fallout, 1300.0, 0.2, 0.01, 1e4) == pytest.approx(12.1375, rel=2e-3)


def test_T71_depletion():
    assert aloft(30_000.0, 5.0, 100.0, 0.01) == pytest.approx(0.808373, abs=2e-4)
    assert aloft(30_000.0, 5.0, 100.0, 0.0) == 1.0


@given(st.floats(50.0, 60_000.0), st.floats(1.0, 15.0), st.floats(10.0, 300.0), st.floats(0.0, 0.05))
@settings(deadline=None, max_examples=60)
def test_T71_air_only_loses(x: float, u: float, h: float, v: float):
    assert 0.0 < aloft(2.0 * x, u, h, v) <= aloft(x, u, h, v) <= 1.0


def test_T76_what_devices_keep_back():
    a_third = 1.0 / 3.0
    assert captured(0.5, 1.0, a_third, 0.0) == pytest.approx(0.166667, abs=1e-6)
    assert captured(0.5, 0.8, a_third, 0.0) == pytest.approx(0.133333, abs=1e-6)
    assert captured(0.5, 0.8, a_third, 8.0 / 24.0) == pytest.approx(0.088889, abs=1e-6)

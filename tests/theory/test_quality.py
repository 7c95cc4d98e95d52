"""Remelt, inspection and the loop from steel to machines and back (T29-T34)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magnitka.kernels import dice
from magnitka.kernels.compile import kernel
from magnitka.kernels.quality import (
    good_machine_share,
    good_net_of_losses,
    good_share,
    inspect,
    logistic,
    remelt,
    renew_equipment_quality,
    viable,
)


def test_T29_remelt() -> None:
    gross, net = remelt(1.0, 0.9, 0.15)
    assert gross == pytest.approx(1.040462, abs=5e-7)
    assert net == pytest.approx(0.884393, abs=5e-7)
    gross, net = remelt(16.0 * (1.0 / 0.9 - 0.15), 0.9, 0.15)
    assert gross == pytest.approx(16.0, abs=1e-9)
    assert net == pytest.approx(13.6, abs=1e-9)
    assert gross - net == pytest.approx(2.4, abs=1e-9)
    assert gross / net == pytest.approx(1.176471, abs=5e-7)


@given(st.floats(0.1, 100.0), st.floats(0.5, 1.0), st.floats(0.0, 0.6))
@settings(deadline=None, max_examples=60)
def test_T29_heat_after_heat(charge: float, liquid_yield: float, rejected: float) -> None:
    gross, net, metal = 0.0, 0.0, charge
    for _ in range(100):  # each heat's rejects are the charge of the next
        melted = liquid_yield * metal
        gross += melted
        net += (1.0 - rejected) * melted
        metal = rejected * melted
    assert remelt(charge, liquid_yield, rejected) == pytest.approx((gross, net), rel=1e-9)


@kernel
def inspected(key: np.uint64, defects: float, detection: float, pieces: int) -> tuple[float, float]:
    """Share of pieces rejected, and defective share of those shipped, piece by piece."""
    rejected = 0
    missed = 0
    for i in range(pieces):
        if dice.uniform(key, np.uint64(i), 0) < defects:
            if dice.uniform(key, np.uint64(i), 1) < detection:
                rejected += 1
            else:
                missed += 1
    return rejected / pieces, missed / (pieces - rejected)


@pytest.mark.parametrize(
    ("defects", "detection", "rejected", "shipped"),
    [(0.2, 0.6, 0.12, 0.090909), (0.5, 0.1, 0.05, 0.45 / 0.95), (0.3, 1.0, 0.3, 0.0)],
)
def test_T30_inspection(defects: float, detection: float, rejected: float, shipped: float) -> None:
    found = inspect(1.0 - defects, defects, detection)
    assert found == pytest.approx((rejected, shipped), abs=1e-6)
    counted = inspected(dice.key_of(1, "inspection", 0), defects, detection, 1_000_000)
    assert counted == pytest.approx(found, abs=2e-3)


def test_T30_tonnes_are_conserved_and_nothing_shipped_is_no_defect() -> None:
    rejected, share = inspect(700.0, 300.0, 0.4)
    assert (1.0 - share) * (1000.0 - rejected) == pytest.approx(700.0)
    assert inspect(0.0, 5.0, 1.0) == (5.0, 0.0)
    assert inspect(0.0, 0.0, 0.5) == (0.0, 0.0)


STEEL, MACHINES, RENEWED = 0.95, 0.97, 0.02


def spiral(equipment: float, al: float, be: float, ticks: int) -> float:
    """Good share of equipment after `ticks` of the loop from equipment to steel to machines to equipment."""
    for _ in range(ticks):
        steel = good_share(STEEL, equipment, al)
        machines = good_machine_share(MACHINES, steel, be)
        equipment = renew_equipment_quality(equipment, machines, RENEWED)
    return float(equipment)


def fixed_point(al: float, be: float) -> float:
    return float((MACHINES * STEEL**be) ** (1.0 / (1.0 - al * be)))


@pytest.mark.parametrize(("al", "be"), [(0.6, 0.8), (0.8, 0.3), (1.5, 0.5)])
def test_T31_quality_settles(al: float, be: float) -> None:
    for start in (1.0, 0.5):
        assert spiral(start, al, be, 5_000) == pytest.approx(fixed_point(al, be), abs=1e-8)


def test_T31_numbers() -> None:
    assert spiral(1.0, 0.6, 0.8, 5_000) == pytest.approx(0.871545, abs=5e-7)
    assert good_share(STEEL, spiral(1.0, 0.6, 0.8, 5_000), 0.6) == pytest.approx(0.874777, abs=5e-7)


def test_T32_speed_of_return() -> None:
    rest = fixed_point(0.6, 0.8)
    decay = (spiral(rest * 1.001, 0.6, 0.8, 100) / rest - 1.0) / 0.001
    assert decay == pytest.approx(0.351535, abs=1e-3)
    assert decay == pytest.approx((1.0 - RENEWED * (1.0 - 0.48)) ** 100, abs=1e-3)
    assert 100.0 * math.log(0.5) / math.log(decay) == pytest.approx(66.3, abs=0.1)


@pytest.mark.parametrize(("gain", "left"), [(0.9, 0.5099), (1.0, 0.1369), (1.05, 0.0180)])
def test_T32_death_spiral(gain: float, left: float) -> None:
    assert spiral(1.0, gain / 0.8, 0.8, 1440) == pytest.approx(left, abs=1e-4)


def test_T32_where_the_spirals_end() -> None:
    assert fixed_point(0.9 / 0.8, 0.8) == pytest.approx(0.4892, abs=5e-5)
    assert spiral(1.0, 0.9 / 0.8, 0.8, 20_000) == pytest.approx(0.4892, abs=5e-5)
    assert spiral(1.0, 1.0 / 0.8, 0.8, 20_000) < 1e-9
    assert spiral(1.0, 1.05 / 0.8, 0.8, 20_000) < 1e-9


def critical(technology: np.ndarray) -> float:
    """Least common good share at which the economy is viable, by bisection."""
    low, high = 1e-6, 10.0
    for _ in range(100):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if viable(technology, np.full(len(technology), middle)) else (middle, high)
    return high


def test_T33_viability() -> None:
    technology = np.array([[0.0, 0.5], [0.3, 0.0]])
    assert critical(technology) == pytest.approx(0.387298, abs=5e-7)
    assert critical(technology) == pytest.approx(math.sqrt(0.15), abs=1e-9)
    gross = good_net_of_losses(technology, np.full(2, 0.8), np.ones(2))
    np.testing.assert_allclose(gross, [2.653061, 2.244898], atol=5e-7)
    perfect = good_net_of_losses(technology, np.ones(2), np.ones(2))
    np.testing.assert_allclose(perfect, [1.764706, 1.529412], atol=5e-7)
    assert np.isnan(good_net_of_losses(technology, np.full(2, 0.38), np.ones(2))).all()


@given(st.integers(0, 10_000), st.integers(1, 10))
@settings(deadline=None, max_examples=40)
def test_T33_viable_below_spectral_radius_one(seed: int, n: int) -> None:
    generator = np.random.default_rng(seed)
    technology = generator.uniform(0.0, 1.0, (n, n)) * (generator.uniform(size=(n, n)) < 0.5)
    good = generator.uniform(0.3, 1.0, n)
    radius = float(np.abs(np.linalg.eigvals(technology / good[:, None])).max())
    if abs(radius - 1.0) > 1e-6:
        assert viable(technology, good) == (radius < 1.0)
    if radius < 1.0 - 1e-6:
        final = generator.uniform(1.0, 9.0, n)
        gross = good_net_of_losses(technology, good, final)
        np.testing.assert_allclose(good * gross, technology @ gross + final, rtol=1e-8)


@kernel
def long_run(start: float, mu: float, s: float, rounds: int) -> float:
    """Quality after many rounds of q <- logistic((q - mu) / s)."""
    q = start
    for _ in range(rounds):
        q = logistic((q - mu) / s)
    return q


def brink(start: float, s: float) -> float:
    """Threshold mu at which the state reached from `start` jumps, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(30):
        mu = 0.5 * (low + high)
        low, high = (mu, high) if long_run(start, mu, s, 100_000) > 0.5 else (low, mu)
    return high


@pytest.mark.parametrize("s", [0.1, 0.15, 0.2])
def test_T34_quality_trap_has_hysteresis(s: float) -> None:
    upper = 0.5 * (1.0 + math.sqrt(1.0 - 4.0 * s))
    lost = upper - s * math.log(upper / (1.0 - upper))
    assert brink(1.0, s) == pytest.approx(lost, abs=2e-4)
    assert brink(0.0, s) == pytest.approx(1.0 - lost, abs=2e-4)


def test_T34_numbers() -> None:
    assert brink(1.0, 0.1) == pytest.approx(0.680955, abs=2e-4)
    assert brink(0.0, 0.1) == pytest.approx(0.319045, abs=2e-4)
    assert long_run(1.0, 0.6809, 0.1, 100_000) == pytest.approx(0.887298, abs=0.01)
    assert long_run(0.0, 0.3191, 0.1, 100_000) == pytest.approx(0.112702, abs=0.01)


def test_logistic_does_not_overflow() -> None:
    assert logistic(1e4) == 1.0
    assert logistic(-1e4) == 0.0
    assert logistic(0.0) == 0.5
    assert logistic(-2.0) == pytest.approx(1.0 / (1.0 + math.exp(2.0)))

"""Contests in noise, soft budgets, the residual principle (T60-T65), on the functions in use."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from magnitka.kernels.contest import (
    best_effort,
    chance_of_nothing,
    expected_residual,
    is_refinanced,
    loudness,
    make_noise,
    pro_rata,
    remembered,
    residual,
    shout,
    spending_under_cover,
)

MONTHS = 400
MEMORY = 0.8


def settled(prize: list[float], decisive: float, memory: float = 0.0) -> np.ndarray:
    """Lasting efforts after many months of answering one another."""
    v = np.array(prize)
    noise = np.full(v.size, 0.3) * np.arange(1, v.size + 1)
    for month in range(MONTHS):
        make_noise(month % v.size, v, np.ones(v.size), np.ones(v.size), decisive, memory, noise)
    return (1.0 - memory) * noise


@pytest.mark.parametrize("memory", [0.0, MEMORY])
def test_T60_symmetric_contests(memory: float) -> None:
    five, three = settled([10.0] * 5, 1.0, memory), settled([10.0] * 3, 1.2, memory)
    assert five == pytest.approx(1.6, abs=1e-4)
    assert five.sum() / 10.0 == pytest.approx(0.8, abs=1e-4)
    assert three == pytest.approx(2.666667, abs=1e-4)


@pytest.mark.parametrize("memory", [0.0, MEMORY])
def test_T61_two_who_want_it_unequally(memory: float) -> None:
    efforts = settled([10.0, 5.0], 1.0, memory)
    assert efforts == pytest.approx([2.222222, 1.111111], abs=1e-4)
    shares = loudness(np.ones(2), efforts, 1.0)
    assert shares[0] / shares.sum() == pytest.approx(0.666667, abs=1e-4)


@given(st.floats(0.1, 50), st.floats(0.2, 5), st.floats(0.1, 3), st.floats(0.01, 40), st.floats(0.3, 1.9))
@settings(deadline=None, max_examples=150)
def test_no_other_effort_pays_better(prize, cost, weight, others, decisive):
    def loss(e: float) -> float:
        heard = shout(weight, e, decisive)
        return cost * e - prize * heard / (heard + others)

    best = best_effort(prize, cost, weight, others, decisive)
    grid = np.linspace(0.0, prize / cost, 400)
    around = grid[int(np.argmin([loss(e) for e in grid]))]
    width = prize / cost / 400
    polished = minimize_scalar(loss, bounds=(max(around - width, 0.0), around + width), method="bounded")
    assert loss(best) <= min(polished.fun, 0.0) + 1e-6 * prize


def test_T62_soft_and_hard_budgets() -> None:
    """A centre that looks only ahead finishes what it would not have begun."""
    rng = np.random.default_rng(1)
    good, worth_good, worth_poor = 0.6, 1.8, 1.4
    is_good = rng.random(400_000) < good
    second = is_refinanced(worth_poor, 1.0)
    assert second
    soft = np.where(is_good, worth_good - 1.0, worth_poor - 2.0 if second else -1.0).mean()
    hard = np.where(is_good, worth_good - 1.0, 0.0).mean()  # the poor ones, sure to be stopped, do not ask
    assert soft == pytest.approx(0.24, abs=3e-3)
    assert hard == pytest.approx(0.48, abs=3e-3)
    assert hard - soft == pytest.approx(0.24, abs=3e-3)
    assert not is_refinanced(0.9, 1.0)


@pytest.mark.parametrize(("covered", "bought"), [(0.0, 1.0), (0.5, 1.361111), (1.0, 2.25)])
def test_T63_cover_swells_spending(covered: float, bought: float) -> None:
    assert spending_under_cover(covered, 0.5, 1.5, 0.5, 1.0) == pytest.approx(bought, abs=1e-6)

    def loss(x: float) -> float:
        return -(0.5 * (1.5 * 2 * x**0.5 - x) + 0.5 * (1.0 - covered) * (0.5 * 2 * x**0.5 - x))

    assert minimize_scalar(loss, bounds=(0.0, 9.0), method="bounded").x == pytest.approx(bought, abs=1e-4)


def test_T64_social_lines_are_what_is_left() -> None:
    overrun = np.random.default_rng(1).normal(5.0, 10.0, 1_000_000)
    left = np.array([residual(8.0, e) for e in overrun])
    assert expected_residual(8.0, 5.0, 10.0, False) == pytest.approx(5.6676, abs=1e-4)
    assert expected_residual(8.0, 5.0, 10.0, True) == pytest.approx(3.6896, abs=1e-4)
    assert chance_of_nothing(8.0, 5.0, 10.0) == pytest.approx(0.382089, abs=1e-6)
    assert left.mean() == pytest.approx(3.6896, abs=0.02)
    assert np.maximum(8.0 - overrun, 0.0).mean() == pytest.approx(5.6676, abs=0.02)
    assert (left == 0.0).mean() == pytest.approx(0.382089, abs=0.02)


@given(st.floats(0.01, 100), st.floats(0, 1000), st.floats(-50, 500))
def test_sharing_an_overrun_never_ruins_the_social_lines(social, industry, overrun):
    assert 0.0 < pro_rata(social, industry, max(overrun, -0.5 * social)) <= social
    if overrun <= industry:
        assert pro_rata(social, industry, overrun) >= residual(social, overrun) - 1e-9


def test_T65_noise_is_remembered() -> None:
    stock = 0.0
    for _ in range(MONTHS):
        stock = remembered(stock, 1.0, MEMORY)
    assert stock == pytest.approx(5.0, abs=1e-12)

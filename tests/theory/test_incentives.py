"""Ratchet, pledge and hidden reserve (T13-T18), each found anew by optimising what the manager gets."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import minimize_scalar

from magnitka.kernels.incentives import (
    pledge,
    pledge_quantile,
    ratchet,
    reserve_lifetime,
    reward_after_ratchet,
    reward_with_horizon,
)

FOR_EVER = 500  # periods
LATER_OUTPUT = 0.3  # whatever he makes later: it does not change what today's unit is worth


def career(
    output: float, bonus: float, share: float, discount: float, growth: float = 0.0, periods: int = FOR_EVER
) -> float:
    """Discounted bonus over `periods` more periods of a manager who makes `output` now."""
    target, total, weight = 0.0, 0.0, 1.0
    for _ in range(periods + 1):
        total += weight * bonus * (output - target)
        target = ratchet(target, output, growth, share)
        weight /= 1.0 + discount
        output = LATER_OUTPUT
    return total


def expected_bonus(plan: float, mean: float, sd: float, alpha: float, gamma: float) -> float:
    """Expected pay for normal output above and below the pledge `plan`, by quadrature."""

    def pay(z: float) -> float:
        over = mean + sd * z - plan
        return (alpha if over > 0.0 else gamma) * over * math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)

    kink = (plan - mean) / sd
    return float(quad(pay, -12.0, kink, epsabs=1e-10)[0] + quad(pay, kink, 12.0, epsabs=1e-10)[0])


@pytest.mark.parametrize(
    ("share", "effort"), [(0.25, 0.285714), (0.5, 0.166667), (0.75, 0.117647), (1.0, 0.090909)]
)
def test_T13_ratchet_dulls_effort(share: float, effort: float) -> None:
    best = minimize_scalar(lambda y: y * y / 2.0 - career(y, 1.0, share, 0.1))
    assert best.x == pytest.approx(effort, abs=1e-5)
    assert reward_after_ratchet(1.0, share, 0.1) == pytest.approx(effort, abs=1e-6)


@given(st.floats(0.1, 9.0), st.floats(0.0, 1.0), st.floats(0.05, 1.0))
@settings(deadline=None, max_examples=40)
def test_T13_reward_is_what_a_unit_brings_over_a_career(bonus: float, share: float, discount: float) -> None:
    unit = career(1.0, bonus, share, discount) - career(0.0, bonus, share, discount)
    assert unit == pytest.approx(reward_after_ratchet(bonus, share, discount), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("growth", [0.02, 0.05])
def test_T13_growing_plan_counts_against_the_discount(growth: float) -> None:
    unit = career(1.0, 1.0, 0.5, 0.1, growth) - career(0.0, 1.0, 0.5, 0.1, growth)
    assert unit == pytest.approx(reward_after_ratchet(1.0, 0.5, 0.1 - growth), rel=1e-9)


def test_T14_effort_rises_before_the_director_retires() -> None:
    for periods, reward in [(0, 1.0), (1, 0.545455), (2, 0.338843), (5, 0.182836)]:
        assert reward_with_horizon(1.0, 0.5, 0.1, periods) == pytest.approx(reward, abs=5e-7)
    left = [reward_with_horizon(1.0, 0.5, 0.1, n) for n in range(10, -1, -1)]
    assert left == sorted(left)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.integers(0, 30))
@settings(deadline=None, max_examples=60)
def test_T14_any_horizon(share: float, discount: float, periods: int) -> None:
    unit = career(1.0, 2.0, share, discount, 0.0, periods) - career(0.0, 2.0, share, discount, 0.0, periods)
    assert reward_with_horizon(2.0, share, discount, periods) == pytest.approx(unit, abs=1e-9)
    kept = (1.0 - share) / (1.0 + discount)
    if kept < 0.999:  # the closed form
        lost = share / (1.0 + discount) * (1.0 - kept**periods) / (1.0 - kept)
        assert unit == pytest.approx(2.0 * (1.0 - lost), abs=1e-9)


def test_T14_life_tenure_is_the_limit() -> None:
    assert reward_with_horizon(3.0, 0.5, 0.1, FOR_EVER) == pytest.approx(reward_after_ratchet(3.0, 0.5, 0.1))


@pytest.mark.parametrize(
    ("alpha", "beta", "gamma", "mean", "sd"),
    [(0.3, 0.5, 1.0, 100.0, 10.0), (0.2, 0.5, 0.6, 80.0, 20.0), (0.35, 0.5, 0.65, 1000.0, 5.0)],
)
def test_T15_best_pledge(alpha: float, beta: float, gamma: float, mean: float, sd: float) -> None:
    quantile = pledge_quantile(alpha, beta, gamma, 0.1, 0.0)

    def best(mean: float) -> tuple[float, float]:
        """Best pledge and what it brings."""
        found = minimize_scalar(
            lambda plan: -beta * plan - expected_bonus(plan, mean, sd, alpha, gamma),
            bounds=(mean - 5.0 * sd, mean + 5.0 * sd),
            method="bounded",
            options={"xatol": 1e-6},
        )
        return float(found.x), -float(found.fun)

    assert pledge(mean, sd, quantile) == pytest.approx(best(mean)[0], abs=1e-5 * sd)
    marginal = best(mean + 0.5)[1] - best(mean - 0.5)[1]
    assert marginal == pytest.approx(beta, abs=1e-4)


def test_T15_numbers() -> None:
    quantile = pledge_quantile(0.3, 0.5, 1.0, 0.1, 0.0)
    assert quantile == pytest.approx(0.285714, abs=1e-6)
    assert pledge(100.0, 10.0, quantile) == pytest.approx(94.3405, abs=1e-4)


@given(st.floats(0.01, 100.0), st.floats(0.1, 50.0))
@settings(deadline=None, max_examples=40)
def test_T16_official_norms_make_the_pledge_the_median(beta: float, sd: float) -> None:
    quantile = pledge_quantile(0.7 * beta, beta, 1.3 * beta, 0.1, 0.0)
    assert quantile == pytest.approx(0.5, abs=1e-6)
    assert pledge(100.0, sd, quantile) == pytest.approx(100.0, abs=1e-6)


def test_T17_ratchet_on_pledges_destroys_revelation() -> None:
    for share, quantile in [(0.05, 0.047619), (0.0667, 0.0), (0.1, 0.0)]:
        assert pledge_quantile(0.3, 0.5, 1.0, 0.1, share) == pytest.approx(quantile, abs=1e-6)
    for alpha, beta, gamma in [(0.3, 0.5, 1.0), (0.7, 1.0, 1.3)]:
        brink = 0.1 * (beta - alpha) / alpha
        assert pledge_quantile(alpha, beta, gamma, 0.1, 0.999 * brink) > 0.0
        assert pledge_quantile(alpha, beta, gamma, 0.1, 1.001 * brink) == 0.0
    assert pledge(100.0, 10.0, 0.0) == 0.0  # the least that is accepted
    assert pledge(100.0, 10.0, 1.0) == math.inf
    assert pledge_quantile(0.3, 2.0, 1.0, 0.1, 0.0) == 1.0


def test_T17_pledge_against_a_ratcheted_basis() -> None:
    alpha, beta, gamma, discount, share = 0.3, 0.5, 1.0, 0.1, 0.05
    found = minimize_scalar(
        lambda plan: -career(plan, beta, share, discount) - expected_bonus(plan, 100.0, 10.0, alpha, gamma),
        bounds=(50.0, 120.0),
        method="bounded",
        options={"xatol": 1e-6},
    )
    quantile = pledge_quantile(alpha, beta, gamma, discount, share)
    assert pledge(100.0, 10.0, quantile) == pytest.approx(found.x, abs=1e-4)


def first_failure(reserve: float, plan_growth: float, capacity_growth: float) -> int:
    """First year in which a plan that grows from 1 exceeds capacity that grows from 1 + reserve."""
    plan, capacity, year = 1.0, 1.0 + reserve, 0
    while plan <= capacity:
        plan = ratchet(plan, plan, plan_growth, 0.5)  # plans are met exactly while the reserve lasts
        capacity *= 1.0 + capacity_growth
        year += 1
    return year


def test_T18_hidden_reserve_runs_out() -> None:
    assert reserve_lifetime(0.1, 0.03, 0.01) == pytest.approx(4.8607, abs=5e-5)
    assert first_failure(0.1, 0.03, 0.01) == 5
    assert reserve_lifetime(0.1, 0.01, 0.01) == math.inf


@given(st.floats(0.01, 1.0), st.floats(0.011, 0.1), st.floats(0.0, 0.01))
@settings(deadline=None, max_examples=40)
def test_T18_any_reserve(reserve: float, plan_growth: float, capacity_growth: float) -> None:
    years = reserve_lifetime(reserve, plan_growth, capacity_growth)
    if years < 300.0 and abs(years - round(years)) > 1e-6:
        assert first_failure(reserve, plan_growth, capacity_growth) == math.ceil(years)

"""Material balances (T23-T25)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from magnitka.kernels.balances import consistent, gap, iterate, spread_shock

Floats = NDArray[np.float64]
A = np.array([[0.2, 0.3, 0.1], [0.1, 0.1, 0.4], [0.3, 0.2, 0.1]])
D = np.array([10.0, 20.0, 30.0])


def economy(seed: int, n: int, radius: float) -> tuple[Floats, Floats]:
    """A random technology with the given spectral radius, and final uses."""
    generator = np.random.default_rng(seed)
    technology = generator.uniform(0.01, 1.0, (n, n))
    technology *= radius / np.abs(np.linalg.eigvals(technology)).max()
    return technology, generator.uniform(1.0, 50.0, n)


def test_T23_balancing_converges_at_the_rate_of_the_technology() -> None:
    x = consistent(A, D)
    np.testing.assert_allclose(x, [39.4309, 52.4390, 58.1301], atol=5e-5)
    errors = [np.linalg.norm(iterate(A, D, D, k) - x) / np.linalg.norm(x) for k in range(6)]
    np.testing.assert_allclose(
        errors, [0.593854, 0.355764, 0.213404, 0.128041, 0.076825, 0.046095], atol=1e-6
    )
    late = [np.linalg.norm(iterate(A, D, D, k) - x) for k in (30, 31)]
    assert late[1] / late[0] == pytest.approx(0.6, abs=1e-6)


@given(st.integers(0, 10_000), st.integers(1, 12), st.floats(0.05, 0.95), st.integers(0, 5))
@settings(deadline=None, max_examples=60)
def test_T23_error_after_k_rounds(seed: int, n: int, radius: float, k: int) -> None:
    technology, final = economy(seed, n, radius)
    x = consistent(technology, final)
    np.testing.assert_allclose(x, np.linalg.solve(np.eye(n) - technology, final), rtol=1e-9)
    error = np.linalg.matrix_power(technology, k + 1) @ x
    np.testing.assert_allclose(
        x - iterate(technology, final, final, k), error, rtol=1e-7, atol=1e-9 * x.max()
    )


@given(st.integers(0, 10_000), st.integers(1, 12), st.floats(0.5, 1.5))
@settings(deadline=None, max_examples=60)
def test_T23_no_plan_is_consistent_where_technology_eats_itself(seed: int, n: int, radius: float) -> None:
    technology, final = economy(seed, n, radius)
    if abs(radius - 1.0) > 1e-6:
        assert np.isnan(consistent(technology, final)).all() == (radius > 1.0)


def test_T24_planning_from_the_achieved_level() -> None:
    x = consistent(A, D)
    left = gap(A, iterate(A, x / 1.05, D, 2), D)
    np.testing.assert_allclose(left, [0.022258, 0.015836, 0.014852], atol=1e-6)
    symmetric = np.full((4, 4), 0.125)  # spectral radius one half
    x = consistent(symmetric, np.ones(4))
    np.testing.assert_allclose(
        gap(symmetric, iterate(symmetric, x / 1.05, np.ones(4), 2), np.ones(4)), 0.011905, atol=1e-6
    )
    np.testing.assert_allclose(gap(A, consistent(A, D), D), 0.0, atol=1e-15)


@given(st.integers(0, 10_000), st.floats(0.1, 0.9), st.floats(-0.05, 0.1), st.integers(0, 5))
@settings(deadline=None, max_examples=60)
def test_T24_any_growth_and_rounds(seed: int, radius: float, growth: float, k: int) -> None:
    technology, final = economy(seed, 6, radius)
    x = consistent(technology, final)
    plan = iterate(technology, x / (1.0 + growth), final, k)
    error = np.linalg.matrix_power(technology, k) @ x * growth / (1.0 + growth)
    np.testing.assert_allclose(gap(technology, plan, final), error / x, rtol=1e-6, atol=1e-10)


def test_T24_product_that_nobody_needs_has_no_gap() -> None:
    left = gap(np.array([[0.5, 0.0], [0.0, 0.0]]), np.array([1.0, 3.0]), np.array([1.0, 0.0]))
    np.testing.assert_allclose(left, [0.5, 0.0])


def struck(
    technology: Floats, final: Floats, good: int, cut: float, first: bool
) -> tuple[Floats, Floats, Floats]:
    """Plan, and gross and final outputs after the capacity of one good was cut."""
    x = consistent(technology, final)
    capacity = x.copy()
    capacity[good] *= 1.0 - cut
    return x, *spread_shock(technology, x, final, capacity, first)


def test_T25_proportional_rationing_spreads_a_shock_over_everything() -> None:
    x, gross, final = struck(A, D, 0, 0.1, False)
    np.testing.assert_allclose(gross, 0.9 * x, rtol=1e-6)
    np.testing.assert_allclose(final, 0.9 * D, rtol=1e-6)
    assert (D - final).sum() == pytest.approx(6.0, abs=1e-6)


def test_T25_intermediate_first_confines_it() -> None:
    x, gross, final = struck(A, D, 0, 0.1, True)
    np.testing.assert_allclose(gross, x * [0.9, 1.0, 1.0], rtol=1e-12)
    np.testing.assert_allclose(final, D * [0.605691, 1.0, 1.0], rtol=1e-6)
    assert (D - final).sum() == pytest.approx(3.943089, abs=1e-6)


@given(st.integers(0, 10_000), st.integers(0, 4), st.floats(0.01, 0.5))
@settings(deadline=None, max_examples=40)
def test_T25_any_economy(seed: int, good: int, cut: float) -> None:
    technology, wanted = economy(seed, 5, 0.6)
    x, gross, final = struck(technology, wanted, good, cut, False)
    np.testing.assert_allclose(gross, (1.0 - cut) * x, rtol=1e-9)
    np.testing.assert_allclose(final, (1.0 - cut) * wanted, rtol=1e-9)
    x, gross, final = struck(technology, wanted, good, cut, True)
    if cut * x[good] <= wanted[good]:
        assert (wanted - final).sum() == pytest.approx(cut * x[good], rel=1e-9)
        assert wanted[good] - final[good] == pytest.approx(cut * x[good], rel=1e-9)
    else:
        assert final[good] == pytest.approx(0.0, abs=1e-9)
        assert np.delete(gross, good).sum() < np.delete(x, good).sum()


def test_T25_makers_who_do_not_use_the_good_are_spared() -> None:
    technology = np.array([[0.0, 0.5, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.2]])
    x, gross, _ = struck(technology, np.array([5.0, 10.0, 8.0]), 0, 0.2, False)
    np.testing.assert_allclose(gross, x * [0.8, 0.8, 1.0], rtol=1e-12)

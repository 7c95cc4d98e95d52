"""The normal distribution against SciPy's."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from magnitka.kernels import normal


@pytest.mark.parametrize("z", [-37.0, -8.3, -1.0, 0.0, 0.3, 2.0, 9.0])
def test_distribution_and_density(z: float) -> None:
    assert normal.cdf(z) == pytest.approx(special.ndtr(z), rel=1e-12)
    assert normal.pdf(z) == pytest.approx(math.exp(-z * z / 2) / math.sqrt(2 * math.pi), rel=1e-14)


def test_quantile_agrees_with_scipy_from_tail_to_tail() -> None:
    probabilities = np.concatenate([np.logspace(-290, -1, 300), np.linspace(0.01, 0.99, 199)])
    ours = np.array([normal.quantile(float(p)) for p in probabilities])
    np.testing.assert_allclose(ours, special.ndtri(probabilities), rtol=1e-13, atol=1e-15)


@given(st.floats(1e-12, 1.0 - 1e-12))
@settings(deadline=None)
def test_quantile_undoes_the_distribution(p: float) -> None:
    assert normal.cdf(normal.quantile(p)) == pytest.approx(p, rel=1e-12)


def test_corners_of_the_quantile() -> None:
    assert normal.quantile(0.0) == -math.inf
    assert normal.quantile(1.0) == math.inf
    assert normal.quantile(0.5) == 0.0
    assert normal.quantile(1e-310) == pytest.approx(special.ndtri(1e-310), rel=1e-8)
    assert math.isnan(normal.quantile(-0.1)) and math.isnan(normal.quantile(1.1))
    assert math.isnan(normal.quantile(math.nan))

"""The normal distribution: density, distribution, quantile.

The quantile starts from Acklam's rational approximation (relative error 1.2e-9) and takes one step of
Halley's method on the distribution function, which brings it to the last few bits.
"""

from __future__ import annotations

import math

from magnitka.kernels.compile import kernel

ROOT_TWO = math.sqrt(2.0)
ROOT_TWO_PI = math.sqrt(2.0 * math.pi)
TAIL = 0.02425  # below this probability Acklam's approximation for the tail holds
FAINT = 1e-300  # below this probability the density underflows and the Halley step is left out

# Acklam's coefficients, numerators above denominators, highest power first.
MIDDLE_ABOVE = (
    -3.969683028665376e01,
    2.209460984245205e02,
    -2.759285104469687e02,
    1.383577518672690e02,
    -3.066479806614716e01,
    2.506628277459239e00,
)
MIDDLE_BELOW = (
    -5.447609879822406e01,
    1.615858368580409e02,
    -1.556989798598866e02,
    6.680131188771972e01,
    -1.328068155288572e01,
    1.0,
)
TAIL_ABOVE = (
    -7.784894002430293e-03,
    -3.223964580411365e-01,
    -2.400758277161838e00,
    -2.549732539343734e00,
    4.374664141464968e00,
    2.938163982698783e00,
)
TAIL_BELOW = (
    0.0,  # of the same length as the others, so that `polynomial` is compiled once
    7.784695709041462e-03,
    3.224671290700398e-01,
    2.445134137142996e00,
    3.754408661907416e00,
    1.0,
)


@kernel
def pdf(z: float) -> float:
    """Density of the standard normal distribution at `z`."""
    return math.exp(-0.5 * z * z) / ROOT_TWO_PI


@kernel
def cdf(z: float) -> float:
    """Probability that a standard normal number is at most `z`; accurate in the lower tail."""
    return 0.5 * math.erfc(-z / ROOT_TWO)


@kernel
def polynomial(coefficients: tuple[float, ...], x: float) -> float:
    """Value at `x` of the polynomial with these coefficients, highest power first."""
    value = 0.0
    for c in coefficients:
        value = value * x + c
    return value


@kernel
def lower_quantile(p: float) -> float:
    """Quantile for 0 < p <= 1/2."""
    if p < TAIL:
        t = math.sqrt(-2.0 * math.log(p))
        z = polynomial(TAIL_ABOVE, t) / polynomial(TAIL_BELOW, t)
    else:
        t = p - 0.5
        z = t * polynomial(MIDDLE_ABOVE, t * t) / polynomial(MIDDLE_BELOW, t * t)
    if p < FAINT:
        return z
    step = (cdf(z) - p) / pdf(z)
    return z - step / (1.0 + 0.5 * z * step)


@kernel
def quantile(p: float) -> float:
    """The number that a standard normal number stays below with probability `p`.

    Minus infinity at 0, infinity at 1, NaN outside [0, 1].
    """
    if p == 0.0:
        return -math.inf
    if p == 1.0:
        return math.inf
    if not 0.0 < p < 1.0:
        return math.nan
    if p > 0.5:
        return -lower_quantile(1.0 - p)
    return lower_quantile(p)

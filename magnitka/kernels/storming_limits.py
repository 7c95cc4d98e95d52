"""Closed forms of storming: the limits that the dynamic programme must meet, and rules read off them.

Fleming's logarithmic transform (Kappen 2005, J. Stat. Mech. P11011) solves the manager's problem with one
threshold, quadratic cost and noise in continuous time: with b = B/(c sigma^2), tau = T - t and
z = (x - q)/(sigma sqrt(tau)),

    V(x, t) = c sigma^2 ln(1 + (e^b - 1) Phi(z)).
"""

from __future__ import annotations

import math

import numpy as np

from magnitka.kernels.compile import kernel
from magnitka.kernels.normal import cdf

GIVE_UP_RATIO = math.sqrt(2.0 * math.pi * math.e)  # B/(c sigma^2) above which the last dekad's effort jumps


@kernel
def log_normal_cdf(z: float) -> float:
    """ln Phi(z), by the continued series of Mills' ratio in the far tail (Abramowitz and Stegun 26.2.12)."""
    if z > -10.0:
        return math.log(cdf(z))
    inverse = 1.0 / (z * z)
    series = 1.0 - inverse * (1.0 - 3.0 * inverse * (1.0 - 5.0 * inverse * (1.0 - 7.0 * inverse)))
    return -0.5 * z * z - math.log(-z) - 0.9189385332046727 + math.log(series)


@kernel
def threshold_value(
    gap: float, time_left: float, bonus: float, cost: float, spread: float
) -> tuple[float, float, float]:
    """Value, best effort and chance of fulfilment of a single threshold bonus in continuous time.

    gap: plan less what is counted; spread: standard deviation of output after one unit of time; cost: of a
    unit of time at effort a, c a^2 / 2. Evaluated in logarithms, so that any bonus and gap are safe.
    """
    deviation = spread * math.sqrt(time_left)
    b, z = bonus / (cost * spread * spread), -gap / deviation
    won, lost = b + log_normal_cdf(z), log_normal_cdf(-z)
    top = max(won, lost)
    log_phi = top + math.log(math.exp(won - top) + math.exp(lost - top))
    tilt = b + math.log(-math.expm1(-b)) if b > 0.0 else -math.inf  # ln(e^b - 1)
    log_density = -0.5 * z * z - 0.9189385332046727
    effort = spread / math.sqrt(time_left) * math.exp(tilt + log_density - log_phi)
    return cost * spread * spread * log_phi, effort, math.exp(won - log_phi)


@kernel
def give_up_gap(time_left: float, bonus: float, cost: float) -> float:
    """Gap beyond which a manager without noise gives the bonus up: sqrt(2 B tau / c)."""
    return math.sqrt(2.0 * bonus * time_left / cost)


@kernel
def hazard_shares(dekads: int, void_hazard: float, curvature: float) -> np.ndarray:
    """Shares of effort by dekad if each loses the bonus with probability h: it grows by (1-h)^(-1/kappa)."""
    shares = np.empty(dekads)
    for k in range(dekads):
        shares[k] = (1.0 - void_hazard) ** ((dekads - 1 - k) / curvature)
    shares /= shares.sum()
    return shares


@kernel
def biased_shares(dekads: int, bias: float, curvature: float) -> np.ndarray:
    """Shares of a fixed quota by dekad under naive present bias: each dekad the rest is put off evenly.

    The manager equates today's marginal cost with beta times tomorrow's, so he does beta^(1/kappa) against 1
    in each dekad ahead, and plans again the next dekad.
    """
    shares = np.empty(dekads)
    weight, left = bias ** (1.0 / curvature), 1.0
    for k in range(dekads):
        ahead = dekads - 1 - k
        shares[k] = left * weight / (weight + ahead) if ahead > 0 else left
        left -= shares[k]
    return shares


@kernel
def taut_string(arrivals: np.ndarray, opening: float, quota: float) -> np.ndarray:
    """Smoothest production by dekad that uses no input before it arrives: the taut string under arrivals.

    arrivals [dekad] and opening stock in units of output; the total is `quota`, or all that arrives if less.
    Cumulative production is the greatest convex curve under cumulative arrivals (greatest convex minorant).
    """
    dekads = arrivals.size
    bound = np.empty(dekads + 1)
    bound[0] = 0.0
    total = opening
    for k in range(dekads):
        total += arrivals[k]
        bound[k + 1] = total
    bound[dekads] = min(total, quota)
    production = np.empty(dekads)
    start, made = 0, 0.0
    while start < dekads:
        steepest, end = math.inf, dekads
        for k in range(start + 1, dekads + 1):
            slope = (bound[k] - made) / (k - start)
            if slope <= steepest:
                steepest, end = slope, k
        production[start:end] = steepest
        made, start = bound[end], end
    return production


@kernel
def fatigue_at_start(efforts: np.ndarray, memory: float) -> float:
    """Fatigue at the start of a month that repeats `efforts` [dekad] for ever: f' = rho (f + (a - 1)+)."""
    added = 0.0
    for a in efforts:
        added = memory * (added + max(a - 1.0, 0.0))
    return added / (1.0 - memory**efforts.size)


@kernel
def availability(efforts: np.ndarray, hazard: float, repair: float) -> float:
    """Share of time a machine is up, 1/(1 + h E[a^3] R): breakdowns h a^3 a dekad, repair R dekads."""
    return float(1.0 / (1.0 + hazard * np.mean(efforts**3) * repair))


@kernel
def storm_padding(shares: np.ndarray, effort_limit: float) -> float:
    """Workforce needed for the month's busiest dekad, over that for an even month at normal effort."""
    return float(shares.max() * shares.size / effort_limit)

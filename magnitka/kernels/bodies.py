"""Dose and response, and full hospitals: closed forms (T72-T75)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel

Floats = NDArray[np.float64]


@kernel
def relative_risk(per_hundred: float, concentration: float) -> float:
    """Risk over that in clean air, log-linear: `per_hundred` is the factor at 100 ug/m3 (T72)."""
    return math.exp(math.log(per_hundred) * concentration / 100.0)


@kernel
def relative_risks(per_hundred: float, concentration: Floats) -> Floats:
    """`relative_risk` of each concentration."""
    risks = np.empty_like(concentration)
    for n in range(risks.size):
        risks[n] = relative_risk(per_hundred, concentration[n])
    return risks


@kernel
def attributable(risk: float) -> float:
    """Share of the cases that would not be there in clean air (T72)."""
    return 1.0 - 1.0 / risk


@kernel
def prevalence(odds: float) -> float:
    """Share that is ill when the well fall ill at a rate I and an illness lasts D: ID / (1 + ID) (T73)."""
    return odds / (1.0 + odds)


@kernel
def odds_of(share: float) -> float:
    """I D of a share that is ill: the inverse of `prevalence`."""
    return share / (1.0 - share)


@kernel
def blocked(servers: int, load: float) -> float:
    """Erlang's B: chance that all `servers` are busy and there is no queue (T74)."""
    b = 1.0
    for n in range(1, servers + 1):
        b = load * b / (n + load * b)
    return b


@kernel
def waits(servers: int, load: float) -> float:
    """Erlang's C: chance of having to wait for one of `servers`; 1 where the load is more than they can do (T74)."""
    if load >= servers:
        return 1.0
    b = blocked(servers, load)
    return servers * b / (servers - load * (1.0 - b))


@kernel
def overflow(beds: int, patients: float) -> tuple[float, float]:
    """Chance of more patients than beds and mean number of cots in the corridors, the patients a Poisson number (T75).

    E (N - c)+ = a P(N >= c) - c P(N >= c + 1).
    """
    if patients <= 0.0:
        return 0.0, 0.0
    mode = int(patients)
    log_p = mode * math.log(patients) - patients - math.lgamma(mode + 1.0)
    above, at = 0.0, 0.0
    p = math.exp(log_p)
    for n in range(mode, mode + 40 + int(12.0 * math.sqrt(patients))):  # upward from the mode
        if n > beds:
            above += p
        elif n == beds:
            at = p
        p *= patients / (n + 1.0)
    p = math.exp(log_p)
    for n in range(mode, 0, -1):  # downward from it
        p *= n / patients
        if n - 1 > beds:
            above += p
        elif n - 1 == beds:
            at = p
    return above, max(patients * (above + at) - beds * above, 0.0)

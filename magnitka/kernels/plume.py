"""From chimney to soil: the Gaussian plume, its mean over a wind rose, what falls out, what stays (T66-T71, T76).

SI units throughout: kg/s, m, m/s, kg/m3. Spread of the plume after Briggs (1973), open country, neutral air.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel

Floats = NDArray[np.float64]

SECTOR = 2.0 * math.pi / 16.0  # width of one of the sixteen directions of a wind rose, in radians
NEAREST = 500.0  # the plume is not followed closer to the chimney than this
STEPS = 240  # of the depletion integral, even in the logarithm of distance
FIRST_STEP = 10.0  # where it begins: nothing has come down to the ground yet


@kernel
def spread(x: float) -> tuple[float, float]:
    """Sideways and upward spread of the plume `x` metres downwind."""
    return 0.08 * x / math.sqrt(1.0 + 1e-4 * x), 0.06 * x / math.sqrt(1.0 + 1.5e-3 * x)


@kernel
def concentration(q: float, u: float, x: float, y: float, z: float, h: float) -> float:
    """Of `q` let out at height `h` in a wind `u`, at `x` downwind, `y` aside, `z` up; the ground reflects (T67)."""
    sy, sz = spread(x)
    up = math.exp(-((z - h) ** 2) / (2.0 * sz * sz)) + math.exp(-((z + h) ** 2) / (2.0 * sz * sz))
    return q / (2.0 * math.pi * u * sy * sz) * math.exp(-y * y / (2.0 * sy * sy)) * up


@kernel
def ground_centreline(q: float, u: float, sy: float, sz: float, h: float) -> float:
    """Concentration on the ground under the middle of a plume of spreads `sy` and `sz` (T66, T68)."""
    return q / (math.pi * u * sy * sz) * math.exp(-h * h / (2.0 * sz * sz))


@kernel
def sector_mean(f: float, q: float, u: float, x: float, h: float) -> float:
    """Long-term ground concentration when the wind blows into this sector for a share `f` of the time (T69)."""
    sz = spread(x)[1]
    return math.sqrt(2.0 / math.pi) * f * q / (u * x * SECTOR * sz) * math.exp(-h * h / (2.0 * sz * sz))


@kernel
def aloft(x: float, u: float, h: float, v: float) -> float:
    """Share of what was let out that is still in the air at `x`; the rest fell at the speed `v` (T71).

    ln Q(x)/Q(0) = -int sqrt(2/pi) v / (u sz) exp(-h^2 / 2 sz^2) dx, by the trapezium rule in ln x.
    """
    if v <= 0.0 or x <= FIRST_STEP:
        return 1.0
    step = math.log(x / FIRST_STEP) / STEPS
    total = 0.0
    for k in range(STEPS + 1):
        s = FIRST_STEP * math.exp(k * step)
        sz = spread(s)[1]
        weight = 0.5 if k == 0 or k == STEPS else 1.0
        total += weight * s / sz * math.exp(-h * h / (2.0 * sz * sz))
    return math.exp(-math.sqrt(2.0 / math.pi) * v / u * step * total)


@kernel
def transfer(east: float, north: float, h: float, v: float, shares: Floats, speeds: Floats) -> float:
    """Mean ground concentration of a unit emission at a place `east`, `north` (m) of the chimney, over a wind rose.

    `shares` and `speeds` [direction from which it blows, clockwise from north]. Between the middles of two sectors
    the shares are interpolated, so that neighbours do not jump.
    """
    x = max(math.hypot(east, north), NEAREST)
    sectors = shares.size
    place = (math.atan2(-east, -north) / (2.0 * math.pi) % 1.0) * sectors  # where the wind comes from
    one = int(place) % sectors
    other = (one + 1) % sectors
    part = place - math.floor(place)
    mean = 0.0
    for k, f in ((one, (1.0 - part) * shares[one]), (other, part * shares[other])):
        mean += sector_mean(f, 1.0, speeds[k], x, h) * aloft(x, speeds[k], h, v)
    return mean


@kernel
def soil_metal(fallout: float, density: float, depth: float, loss: float, years: float) -> float:
    """Metal per mass of the upper soil after `years` of `fallout` per area and year, when `loss` a year goes (T70)."""
    return fallout / (density * depth * loss) * (1.0 - math.exp(-loss * years))


@kernel
def captured(covered: float, available: float, removal: float, bypass: float) -> float:
    """Share of a pollutant that the devices keep back (T76)."""
    return covered * available * removal * (1.0 - bypass)

"""Founds what lies under the town: how smoke spreads, what decades of smelting left in soil and bodies.

The wind rose and the plume make the transfer from chimneys to districts once and for all (T66-T69, T71). The soil of
the founding day holds the lead of the years before (T70); people carry what they breathed since birth.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.errors import UsageError, did_you_mean
from magnitka.foundation.given import Params as Founding
from magnitka.kernels.plume import aloft, soil_metal, transfer
from magnitka.processes import health, pollution
from magnitka.scenario import Scenario
from magnitka.world import World
from magnitka.world.people import DEKADS_PER_YEAR

Floats = NDArray[np.float64]

SETTLING_RADIUS = 30_000.0  # m: what comes down farther off counts as carried off
PLOTS = ("none", "near", "beyond")
LASTING = (
    25.0  # years of founding-day air that the oldest have breathed: the Works doubled in the twenty before
)
YEAR = 365.25 * 86_400.0  # seconds


def lay_ground(world: World, scenario: Scenario) -> None:
    """Writes transfer, opening soil and air, and what bodies have kept. Raises UsageError."""
    p, h = scenario.params(pollution.Params, "pollution"), scenario.params(health.Params, "health")
    d, k, c = world.districts, world.stacks, world.cities
    for row, text in enumerate(scenario.table("districts").texts("plot")):
        if text not in PLOTS:
            raise UsageError(
                f"table districts: {d.labels[row]} has plots {text!r}, which is no kind; {did_you_mean(text, PLOTS)}"
            )
        d.plots[row] = PLOTS.index(text)
    c.beds[:] = scenario.table("cities").numbers("beds")
    spread_smoke(world, scenario, p)
    k.emission[:] = founding_emission(world, scenario, p)
    d.air[:] = np.einsum("dsp,sp->dp", d.transfer, k.emission)
    fallout = d.air * 1e-9 * pollution.fall_speeds(p) * YEAR  # kg/m2/yr
    for row, fall in enumerate(fallout[:, pollution.LEAD]):
        added = soil_metal(p.past_output * fall, p.soil_density, p.soil_depth, p.soil_loss, p.past_years)
        d.soil[row] = p.natural_lead + 1e6 * added
    c.care[:] = c.medicine[:] = 1.0
    wear_bodies(world, h)


def spread_smoke(world: World, scenario: Scenario, p: pollution.Params) -> None:
    """Transfer from every group of chimneys to every district of its city, and the share that comes down near by."""
    d, k = world.districts, world.stacks
    winds = scenario.table("winds")
    shares, speeds = winds.numbers("share") / winds.numbers("share").sum(), winds.numbers("speed").copy()
    falls = pollution.fall_speeds(p)
    d.transfer[:] = 0.0
    for s in range(k.rows):
        for n, fall in enumerate(falls):
            far = [aloft(SETTLING_RADIUS, speed, k.height[s], fall) for speed in speeds]
            k.settles[s, n] = 1.0 - float(np.sum(shares * far))
            for row in np.flatnonzero(d.city == k.city[s]):
                east, north = 1000.0 * (d.east[row] - k.east[s]), 1000.0 * (d.north[row] - k.north[s])
                d.transfer[row, s, n] = 1e9 * transfer(east, north, k.height[s], fall, shares, speeds)


def founding_emission(world: World, scenario: Scenario, p: pollution.Params) -> Floats:
    """Emission of the founding year [stack, pollutant], kg/s, with the devices passed by at night."""
    k, works = world.stacks, scenario.table("works")
    scale = scenario.params(Founding, "foundation").works_scale
    made: dict[int, float] = {}
    for product, output in zip(works.texts("product"), works.numbers("output"), strict=True):
        row = world.goods.row_of[product]
        made[row] = made.get(row, 0.0) + scale * output
    tonnes = np.array([made.get(int(row), 0.0) for row in k.product])[:, None] * k.factor
    result: Floats = tonnes * (1.0 - pollution.kept_back(p, pollution.nights(p))) * 1000.0 / YEAR
    return result


def wear_bodies(world: World, h: health.Params) -> None:
    """Dose, damage and lead of the founding day, from the air at home and the years lived."""
    q, homes, d = world.people, world.households, world.districts
    harm = health.breathed(d.air, h)
    aims = health.lead_aims(world, d.soil, d.air[:, health.METAL], h)
    for block in range(q.rows):
        live = slice(0, q.persons[block])
        slot = q.household[block, live]
        at, plot = homes.district[block, slot], homes.plot[block, slot]
        years = np.minimum(-q.born[block, live] / DEKADS_PER_YEAR, LASTING)
        q.dose[block, live] = np.minimum(harm[at] / h.dose_fade * (1.0 - (1.0 - h.dose_fade) ** years), 65535)
        q.lungs[block, live] = np.minimum(harm[at] / 100.0 * h.wear * years, 255)
        pace = np.where(years < 15.0, h.lead_pace_child, 1.0)
        q.lead[block, live] = np.minimum(aims[at, plot] * (1.0 - np.exp(-pace * years)), 255)

"""What leaves the chimneys, who turns the filters off, where it comes down, and how long the soil keeps it.

A group of chimneys lets out, of each pollutant,

    e = output x factor x (1 - covered x available x removal x (1 - bypass))

Half of the gas passes devices that take out a third, a fifth of them stand still (L231-L233); whether the fifth and
the nights are already inside "a third" is not said, so the reading is an input (9, 13 or 17 % kept back; T76). Dust is
caught better than gas. A device costs output, so a shop's manager passes it by when a month's plan is worth more to
him than the trouble: by day at a high marginal value of output, at night, when nobody sees the smoke, at a low one
(L093, L234); and devices are built for an even pace, so that the gas of a rush goes past them (L094). The calendar
plays no part. Concentrations are linear in emissions, over the wind rose (T66-T69);
of what is let out, part falls within 30 km (T71); lead stays in the upper soil for decades (T70; L236, L251).
Neutral: the devices work as designed, none stands still, none is passed by. Claims: L094, L229-L239, L251.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.plume import captured
from magnitka.kernels.quality import logistic
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import Schedule, quantity, schedule
from magnitka.world import Cities, Districts, Shops, Stacks, World
from magnitka.world.cities import HOURS_PER_DAY, POLLUTANTS

Floats = NDArray[np.float64]

DUST, LEAD = POLLUTANTS.index("dust"), POLLUTANTS.index("lead")
SOLIDS = (DUST, LEAD)
DAY = 86_400.0  # seconds
YEAR = 365.25  # days
DEVICES_COUNT_TWICE, NIGHTS_COUNT_TWICE = 2.0, 3.0  # readings from which on they come on top of "a third"


@dataclass(frozen=True)
class Params:
    """Devices, those who turn them off, and how pollutants come down."""

    smoke: Schedule = schedule(
        "1", "share of the chimneys that smoke: 0 after a closure", at_least=0, at_most=1
    )
    reading: float = quantity(
        "1",
        "what the third that is removed leaves out: 1 nothing, 2 idle devices, 3 idle devices and nights",
        at_least=1,
        at_most=3,
    )
    covered: float = quantity("1", "share of the gases that passes devices", at_least=0, at_most=1)
    covered_solids: float = quantity("1", "share of dust and lead that does", at_least=0, at_most=1)
    removal: float = quantity("1", "share of the gases that devices remove", at_least=0, at_most=1)
    removal_solids: float = quantity("1", "share of dust and lead that they remove", at_least=0, at_most=1)
    design: float = quantity("1", "share that devices remove as designed", at_least=0, at_most=1)
    idle: float = quantity("1", "share of the devices out of service", at_least=0, at_most=1)
    night: float = quantity("h", "hours of darkness in a day", at_least=0, at_most=24)
    turning: float = quantity(
        "1", "marginal value of output at which half the devices are passed by, in salaries", at_least=0
    )
    turning_night: float = quantity("1", "the same at night", at_least=0)
    slope: float = quantity("1", "width of that response", at_least=0.01)
    room: float = quantity(
        "1", "output whose gas the devices can take, over the capacity of the shop", at_least=0.1, at_most=3
    )
    fall_dust: float = quantity("m/s", "speed at which dust comes down", at_least=0, at_most=0.2)
    fall_sulphur: float = quantity("m/s", "speed at which sulphur dioxide does", at_least=0, at_most=0.2)
    fall_phenol: float = quantity("m/s", "speed at which phenol does", at_least=0, at_most=0.2)
    fall_lead: float = quantity("m/s", "speed at which lead does", at_least=0, at_most=0.2)
    soil_density: float = quantity("kg/m3", "density of the soil", at_least=500)
    soil_depth: float = quantity("m", "depth to which metal is mixed", at_least=0.01)
    soil_loss: float = quantity(
        "1/yr", "share of the soil's added metal that leaves in a year", at_least=1e-5
    )
    natural_lead: float = quantity("mg/kg", "lead in clean soil", at_least=0)
    past_years: float = quantity("yr", "years of smelting before the founding day", at_least=0)
    past_output: float = quantity(
        "1", "mean emission of those years over that of the founding year", at_least=0, at_most=3
    )


def fall_speeds(p: Params) -> Floats:
    """Deposition velocity [pollutant], m/s; carbon monoxide does not come down."""
    return np.array([p.fall_dust, p.fall_sulphur, 0.0, p.fall_phenol, p.fall_lead])


def kept_back(p: Params, bypass: float, designed: bool = False) -> Floats:
    """Share of each pollutant that the devices keep back [pollutant]."""
    kept = np.empty(len(POLLUTANTS))
    available = 1.0 if designed or p.reading < DEVICES_COUNT_TWICE else 1.0 - p.idle
    for n in range(kept.size):
        covered, removal = (p.covered_solids, p.removal_solids) if n in SOLIDS else (p.covered, p.removal)
        kept[n] = captured(covered, available, p.design if designed else removal, bypass)
    return kept


@kernel
def passed_by(
    pressure: Floats,
    output: Floats,
    room: Floats,
    night: float,
    turning: float,
    turning_night: float,
    slope: float,
) -> float:
    """Share of the gas that should be cleaned and goes past the devices, over all shops of a group.

    Each manager passes them by at his marginal value of output; what is made beyond `room` overwhelms them anyhow.
    """
    made, passed = 0.0, 0.0
    for i in range(pressure.size):
        by_day = logistic((pressure[i] - turning) / slope)
        by_night = logistic((pressure[i] - turning_night) / slope)
        used = (1.0 - night) * (1.0 - by_day) + night * (1.0 - by_night)
        passed += output[i] - used * min(output[i], room[i])
        made += output[i]
    return passed / made if made > 0.0 else 0.0


def nights(p: Params) -> float:
    """Share of the day that is night and comes on top of the third."""
    return p.night / HOURS_PER_DAY if p.reading >= NIGHTS_COUNT_TWICE else 0.0


def let_out(world: World, p: Params, clock: Clock, designed: bool) -> None:
    """Emissions of the dekad and all that follows from them."""
    s, k, c, d = world.shops, world.stacks, world.cities, world.districts
    at_works = s.enterprise == world.works
    smoke = p.smoke.at(clock.month_index)
    c.emitted[:] = c.deposited[:] = c.carried_off[:] = 0.0
    uncleaned, past_devices = np.zeros(c.rows), np.zeros(c.rows)
    for row in range(k.rows):
        makers = at_works & (s.product == k.product[row])
        output = s.output[makers]
        k.bypass[row] = (
            0.0
            if designed
            else passed_by(
                s.pressure[makers],
                output,
                p.room * s.capacity[makers] * clock.days,
                nights(p),
                p.turning,
                p.turning_night,
                p.slope,
            )
        )
        raw = smoke * output.sum() * k.factor[row]
        tonnes = raw * (1.0 - kept_back(p, k.bypass[row], designed))
        k.emission[row] = tonnes * 1000.0 / (DAY * clock.days)
        city = k.city[row]
        c.emitted[city] += tonnes
        c.deposited[city] += tonnes * k.settles[row]
        c.carried_off[city] += tonnes * (1.0 - k.settles[row])
        uncleaned[city] += raw.sum()
        past_devices[city] += raw.sum() * k.bypass[row]
    c.bypass[:] = np.divide(past_devices, uncleaned, out=np.zeros(c.rows), where=uncleaned > 0.0)
    d.air[:] = np.einsum("dsp,sp->dp", d.transfer, k.emission)
    d.fallout[:] = d.air * 1e-6 * fall_speeds(p) * DAY * clock.days
    kept = math.exp(-p.soil_loss * clock.days / YEAR)
    added = 1000.0 * d.fallout[:, LEAD] / (p.soil_density * p.soil_depth)
    d.soil[:] = p.natural_lead + (d.soil - p.natural_lead) * kept + added


def smelt(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Emissions of a dekad in which managers have the last word on the devices."""
    let_out(world, p, clock, designed=False)


def as_designed(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: all devices run as designed, day and night."""
    let_out(world, p, clock, designed=True)


PROCESSES = (
    Process(
        "pollution",
        "pollution.smoke",
        smelt,
        as_designed,
        Params,
        reads=(Shops.output, Shops.capacity, Shops.pressure),
        writes=(
            Stacks.emission,
            Stacks.bypass,
            Cities.emitted,
            Cities.deposited,
            Cities.carried_off,
            Cities.bypass,
            Districts.air,
            Districts.fallout,
            Districts.soil,
        ),
    ),
)

"""The plan counts tonnes, so mills like heavy, easy sizes; customers get what was made and keep what does not fit.

A maker of goods in specifications rolls the mix m_k proportional to o_k exp(tau mu h_k), with its customers' mix
o, the marginal value of output mu and the heaviness h_k of size k (Berliner 1957, ch. VIII). Heavy mixes give more
tonnes an hour. The share of shipments in the sizes ordered is the overlap sum_k min(m_k, o_k). What customers hold
drifts too: each month part of the stock that fitted no longer does, and some of the rest comes to. Some unfit
stock is re-worked at a loss, a little rusts. Neutral: the ordered mix, all fits.
Claims: L020, L028, L040.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import uniform
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Enterprises, Shops, World
from magnitka.world.goods import SPECS

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Params:
    """Taste for heavy sizes, drift of needs, re-working and rust."""

    taste: float = quantity("1", "tau: pull of heaviness per monthly salary of marginal value", at_least=0)
    habit: float = quantity("1", "pull of heaviness without any pressure", at_least=0)
    gain: float = quantity(
        "1", "tonnes an hour of the heaviest size over the lightest, less one", at_least=0, at_most=2
    )
    variety: float = quantity("1", "unevenness of the customers' mix over sizes", at_least=0, at_most=3)
    drift: float = quantity(
        "1/month", "share of fit stock that needs move away from, on average", at_least=0, at_most=0.8
    )
    drift_back: float = quantity("1/month", "share of unfit stock that comes to fit", at_least=0, at_most=1)
    rework: float = quantity("1/dekad", "share of unfit stock re-worked in a dekad", at_least=0, at_most=1)
    rework_yield: float = quantity("1", "what re-working leaves of it", at_least=0, at_most=1)
    rust: float = quantity(
        "1/dekad", "share of unfit and of long-kept stock lost in a dekad", at_least=0, at_most=0.2
    )


@kernel
def choose_mix(
    key: np.uint64,
    luck: NDArray[np.uint64],
    in_specs: Floats,
    pressure: Floats,
    taste: float,
    habit: float,
    gain: float,
    variety: float,
    ordered: Floats,
    made: Floats,
    fit_share: Floats,
    speed: Floats,
) -> None:
    """Fill, for every maker of goods in sizes, the mix ordered and made [enterprise, size], overlap and speed."""
    n = ordered.shape[1]
    for e in range(ordered.shape[0]):
        if in_specs[e] == 0.0:
            ordered[e, :], made[e, :] = 1.0 / n, 1.0 / n
            fit_share[e], speed[e] = 1.0, 1.0
            continue
        total_o, total_m = 0.0, 0.0
        for k in range(n):
            heaviness = 2.0 * k / (n - 1) - 1.0
            ordered[e, k] = np.exp(variety * (uniform(key, luck[e], k) - 0.5))
            made[e, k] = ordered[e, k] * np.exp((habit + taste * pressure[e]) * heaviness)
            total_o += ordered[e, k]
            total_m += made[e, k]
        overlap, rate_o, rate_m = 0.0, 0.0, 0.0
        for k in range(n):
            ordered[e, k] /= total_o
            made[e, k] /= total_m
            overlap += min(ordered[e, k], made[e, k])
            hours = 1.0 / (1.0 + gain * k / (n - 1))  # per tonne of this size
            rate_o += ordered[e, k] * hours
            rate_m += made[e, k] * hours
        fit_share[e], speed[e] = overlap, rate_o / rate_m


@kernel
def keep(
    key: np.uint64,
    luck: NDArray[np.uint64],
    month_starts: int,
    in_specs: Floats,
    store_norm: Floats,
    drift: float,
    drift_back: float,
    rework: float,
    rework_yield: float,
    rust: float,
    fit: Floats,
    unfit: Floats,
    finished: Floats,
    spoilt: Floats,
) -> None:
    """Drift between fit and unfit stocks, re-working and rust; fills `spoilt` [enterprise, good]."""
    for e in range(fit.shape[0]):
        for g in range(fit.shape[1]):
            spoilt[e, g] = 0.0
            if in_specs[g] == 0.0:
                continue
            if month_starts == 1:
                away = fit[e, g] * drift * 2.0 * uniform(key, luck[e], 100 + g)
                back = unfit[e, g] * drift_back
                fit[e, g] += back - away
                unfit[e, g] += away - back
            again = unfit[e, g] * rework
            fit[e, g] += again * rework_yield
            unfit[e, g] -= again
            rusted = unfit[e, g] * rust
            unfit[e, g] -= rusted
            old = max(finished[e, g] - store_norm[e], 0.0) * rust
            finished[e, g] -= old
            spoilt[e, g] = again * (1.0 - rework_yield) + rusted + old


def choose(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Monthly the mix; each dekad what becomes of stocks."""
    e, s, g = world.enterprises, world.shops, world.goods
    if clock.month_starts:
        main = (s.product == e.product[s.enterprise]) & (s.capacity > 0)
        weight = np.bincount(s.enterprise, s.capacity * main, e.rows)
        pressure = np.bincount(s.enterprise, s.capacity * s.pressure * main, e.rows).astype(np.float64)
        pressure = np.divide(pressure, weight, out=np.zeros(e.rows), where=weight > 0)
        choose_mix(
            dice.key,
            e.luck,
            g.in_specs[e.product],
            pressure,
            p.taste,
            p.habit,
            p.gain,
            p.variety,
            e.order_mix,
            e.made_mix,
            e.fit_share,
            e.mix_speed,
        )
    keep(
        dice.key,
        e.luck,
        int(clock.month_starts),
        g.in_specs,
        e.capacity,
        p.drift,
        p.drift_back,
        p.rework,
        p.rework_yield,
        p.rust,
        e.fit,
        e.unfit,
        e.finished,
        e.spoilt,
    )


def as_ordered(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: makers make what is ordered, needs do not drift, nothing rusts, what lies unfit is used."""
    e = world.enterprises
    e.order_mix[:] = 1.0 / SPECS
    e.made_mix[:] = 1.0 / SPECS
    e.fit_share[:] = 1.0
    e.mix_speed[:] = 1.0
    e.fit += e.unfit
    e.unfit[:] = 0.0
    e.spoilt[:] = 0.0


PROCESSES = (
    Process(
        "assortment",
        "assortment.mix",
        choose,
        as_ordered,
        Params,
        reads=(Shops.pressure, Shops.capacity, Enterprises.capacity),
        writes=(
            Enterprises.order_mix,
            Enterprises.made_mix,
            Enterprises.fit_share,
            Enterprises.mix_speed,
            Enterprises.fit,
            Enterprises.unfit,
            Enterprises.finished,
            Enterprises.spoilt,
        ),
    ),
)

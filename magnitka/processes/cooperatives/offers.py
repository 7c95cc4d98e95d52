"""What a cooperative pays its members: what everybody knows, and what each niche with each host would bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.cooperation import diverted, service_income, service_price, trade_income
from magnitka.process import Clock
from magnitka.processes.cooperatives.params import Params
from magnitka.world import Niche, World
from magnitka.world.undertakings import WARES_MADE

Floats = NDArray[np.float64]

ROUBLE = 100.0  # kopecks
FOR_PEOPLE = (Niche.FOOD, Niche.GOODS)


@dataclass(frozen=True)
class Offer:
    """What a member would earn a month in one niche with one host (rub), and from what."""

    income: float
    price: float
    inputs: float = 0.0  # rub/month
    bought: float = 0.0


@dataclass(frozen=True)
class Month:
    """What everybody knows this month; by city."""

    wage: Floats  # rub/month, mean of state jobs
    premium: dict[Niche, Floats]  # free price of its wares over the state price, by weight in the supply
    tax: float


def look_around(world: World, p: Params, clock: Clock) -> Month:
    """Wages, free prices and taxes of the month."""
    k, g, n = world.counters, world.goods, world.cities.rows
    names = np.array([g.labels[good] for good in k.good])
    premium = {}
    for niche, wares in WARES_MADE.items():
        norm = k.norm * np.isin(names, wares)
        mean = np.bincount(k.city, k.black_price * norm, n) / np.maximum(np.bincount(k.city, norm, n), 1e-9)
        premium[niche] = np.maximum(mean, 1.0)
    return Month(state_wage(world), premium, p.tax.at(clock.month_index))


def state_wage(world: World) -> Floats:
    """Mean pay of each city's state jobs; rub/month."""
    m, n = world.employers, world.cities.rows
    paid = np.bincount(m.city, m.staff * m.pay_level, n)
    return np.asarray(paid / np.maximum(np.bincount(m.city, m.staff, n), 1.0) / ROUBLE)


def offered(world: World, p: Params, month: Month, niche: Niche, host: int, crew: int) -> Offer:
    """Earnings of a member beside those who work for the host in this niche already."""
    o, m = world.cooperatives, world.employers
    city, rest = int(m.city[host]), 1.0 - month.tax
    wage = float(month.wage[city])
    there = int(o.members[(o.host == host) & (o.niche == niche)].sum()) + crew
    staff = max(float(m.staff[host]), 1.0)
    if niche in FOR_PEOPLE:
        price = float(month.premium[niche][city])
        worth = p.value * price
        by_diversion = min(p.output, diverted(worth, 1.0, p.share, p.enforcement) * staff / there)
        bought = min(p.market * p.output, p.output - by_diversion) if worth > p.dear else 0.0
        gain = trade_income(worth, 1.0, p.share, p.dear, by_diversion, bought)
        return Offer(rest * gain, price, by_diversion, bought)
    price = service_price(wage, p.eagerness, p.softness, there / (p.room * staff))
    return Offer(rest * service_income(price, wage, p.share, p.cash_out), price / max(wage, 1e-9))

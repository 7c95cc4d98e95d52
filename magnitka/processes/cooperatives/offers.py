"""What a cooperative pays its members: what everybody knows, and what each niche with each host would bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.cooperation import OFFERED, offers
from magnitka.process import Clock
from magnitka.processes.cooperatives.params import Params
from magnitka.world import Niche, World
from magnitka.world.undertakings import FOR_PEOPLE, NO_HOST, WARES_MADE

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

ROUBLE = 100.0  # kopecks
SERVES_PEOPLE = np.array([niche in FOR_PEOPLE for niche in Niche], np.int64)


@dataclass(frozen=True)
class Month:
    """What everybody knows this month."""

    wage: Floats  # rub/month, mean of state jobs, by city
    premium: (
        Floats  # free price of its wares over the state price, by weight in the supply, by city and niche
    )
    members: Codes  # by employer and niche
    tax: float


def look_around(world: World, p: Params, clock: Clock) -> Month:
    """Wages, free prices and taxes of the month."""
    k, o, n = world.counters, world.cooperatives, world.cities.rows
    premium = np.ones((n, len(Niche)))
    for niche, wares in WARES_MADE.items():
        norm = k.norm * np.isin(k.good, [world.goods.row_of[ware] for ware in wares])
        mean = np.bincount(k.city, k.black_price * norm, n) / np.maximum(np.bincount(k.city, norm, n), 1e-9)
        premium[:, niche] = np.maximum(mean, 1.0)
    members = np.zeros((world.employers.rows, len(Niche)), np.int64)
    inside = (o.members > 0) & (o.host != NO_HOST)
    np.add.at(members, (o.host[inside], o.niche[inside]), o.members[inside])
    return Month(state_wage(world), premium, members, p.tax.at(clock.month_index))


def state_wage(world: World) -> Floats:
    """Mean pay of each city's state jobs; rub/month."""
    m, n = world.employers, world.cities.rows
    paid = np.bincount(m.city, m.staff * m.pay_level, n)
    return np.asarray(paid / np.maximum(np.bincount(m.city, m.staff, n), 1.0) / ROUBLE)


def offered(
    world: World, p: Params, month: Month, city: Codes, niche: Codes, host: Codes, finds: Floats, crew: int
) -> Floats:
    """What a member would earn, by candidate, beside those who work for the host in this niche already.

    Columns INCOME to BOUGHT of `kernels.cooperation`; rub a month.
    """
    alone = host == NO_HOST
    there = np.where(alone, 1, month.members[host, niche] + crew)
    staff = np.where(alone, 0, np.maximum(world.employers.staff[host], 1))
    offer = np.empty((niche.size, OFFERED))
    offers(
        SERVES_PEOPLE[niche], there.astype(np.float64), staff.astype(np.float64), month.wage[city],
        month.premium[city, niche], 1.0 - month.tax, float(p.value), float(p.output), float(p.share),
        float(p.enforcement), float(p.dear), float(p.eagerness), float(p.softness), float(p.room),
        float(p.cash_out), finds, offer,
    )  # fmt: skip
    return offer

"""Pictures of a run: what its panels and series show, measured as a reader of its report would measure it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.run import Run
from magnitka.world import Kind, Pace

Floats = NDArray[np.float64]

YEAR, QUARTER, MONTH = 36, 9, 3  # dekads
HAIR = 1e-6  # rounding of what is kept in 32 bits


@dataclass(frozen=True, repr=False)
class Rhythm:
    """Output of all shops of one pace at decreed prices, without power and freight: daily rates (months, 3)."""

    daily: Floats

    @property
    def shares(self) -> Floats:
        """Mean share of each dekad in a month's daily rates: an even pace makes thirds; shape (3,)."""
        return (self.daily / self.daily.sum(axis=1, keepdims=True)).mean(axis=0)

    @property
    def rush(self) -> float:
        """The last dekad's share over the first's."""
        return float(self.shares[2] / self.shares[0])

    @property
    def slack(self) -> float:
        """Daily output of a first dekad over that of the dekad before it, mean over months."""
        return float(np.mean(self.daily[1:, 0] / self.daily[:-1, 2]))

    @property
    def quarter_end(self) -> float:
        """Daily output of the last dekads of quarters over that of the last dekads of other months."""
        last = self.daily[:, 2].reshape(-1, 3)
        return float(last[:, 2].mean() / last[:, :2].mean())


@dataclass(frozen=True, repr=False)
class Metal:
    """Tonnes, or roubles at decreed prices: made, passed by inspection, and on grade among those."""

    gross: float
    passed: float
    good: float

    @property
    def grade(self) -> float:
        return self.good / self.passed


@dataclass(frozen=True, repr=False)
class Picture:
    """What is seen of a run. `fulfilment` and `first` have shape (years, enterprises with a plan of goods)."""

    series: Mapping[str, Floats]
    assembly: Rhythm
    continuous: Rhythm
    fulfilment: Floats  # of the year's plan as last corrected
    first: Floats  # of the year's plan as first confirmed
    monthly: Floats
    five_year: Floats  # output over the five-year plan's first version, (years, enterprises)
    inhouse: Floats  # mean share of spares made in-house at the years' ends
    final_by_rank: Floats  # delivered to final users of low, middle and high rank, Mrub
    goods: Metal  # all goods, Mrub
    steel: Metal  # crude steel of the Works, kt

    def mean(self, name: str) -> float:
        return float(self.series[name].mean())

    def by_year(self, name: str) -> Floats:
        """Sum over each year."""
        return self.series[name].reshape(-1, YEAR).sum(axis=1)

    def by_quarter(self, name: str) -> Floats:
        """Mean over each quarter."""
        return self.series[name].reshape(-1, QUARTER).mean(axis=1)

    def rise(self, name: str) -> float:
        """Last value less the first."""
        return float(self.series[name][-1] - self.series[name][0])


def within(values: Floats, low: float, high: float = np.inf) -> float:
    """Share of the values in [low, high)."""
    return float(np.mean((values >= low - HAIR) & (values < high - HAIR)))


def look(run: Run) -> Picture:
    """The picture of a run of whole years."""
    w = run.world
    e, g, k, s = w.enterprises, w.goods, w.links, w.shops
    days = np.array([run.clock(row).days for row in range(run.ticks)])
    makes_goods = g.service[s.product] == 0
    price = g.price[s.product]

    def panel(name: str) -> Floats:
        return run.panel(name).astype(np.float64)

    def rhythm(pace: Pace) -> Rhythm:
        rows = (s.pace == pace) & makes_goods
        return Rhythm((panel("output")[:, rows] @ price[rows] / days).reshape(-1, 3))

    made, rejects, grade = panel("output"), panel("rejects"), panel("grade")

    def metal(rows: NDArray[np.bool_], value: Floats) -> Metal:
        passed = made - rejects
        sums = (float((one[:, rows] @ value[rows]).sum()) for one in (made, passed, passed * grade))
        return Metal(*sums)

    planned = (e.kind == Kind.PRODUCER) & (e.plan_year > 0) & (g.service[e.product] == 0)
    years, months = slice(YEAR - 1, None, YEAR), slice(MONTH - 1, None, MONTH)
    delivered = np.bincount(k.customer, panel("link_shipped").sum(axis=0) * g.price[k.good], e.rows)
    thirds = np.digitize(e.rank, (1 / 3, 2 / 3))
    final = e.kind == Kind.FINAL_USER
    return Picture(
        series={name: np.asarray(values, np.float64) for name, values in run.record.series.items()},
        assembly=rhythm(Pace.ASSEMBLY),
        continuous=rhythm(Pace.CONTINUOUS),
        fulfilment=panel("fulfilment_year")[years, planned],
        first=panel("fulfilment_first")[years, planned],
        monthly=panel("fulfilment_month")[months, planned],
        five_year=panel("made_last_year")[years, planned] / panel("plan_five_year")[years, planned],
        inhouse=panel("inhouse")[years, e.kind == Kind.PRODUCER].mean(axis=1),
        final_by_rank=np.bincount(thirds[final], delivered[final], 3),
        goods=metal(makes_goods, price),
        steel=metal((s.enterprise == w.works) & (s.product == g.row_of["crude steel"]), np.ones(s.rows)),
    )

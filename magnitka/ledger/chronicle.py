"""What a run shows, in the form in which observables read it: columns over dekads, cut to a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from magnitka.foundation.given import the_works
from magnitka.process import DEKADS_PER_YEAR
from magnitka.quantity import month_index
from magnitka.record import AXES
from magnitka.world import Kind
from magnitka.world.goods import SCRAP

if TYPE_CHECKING:
    from magnitka.history import Run
    from magnitka.scenario import Scenario

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]
DEKADS_PER_MONTH = 3
YEAR_DAYS = 365.0


class NotRecorded(KeyError):
    """A run has no such series or panel."""

    def __str__(self) -> str:
        return f"the run does not record {self.args[0]}"


@dataclass(frozen=True, eq=False)
class Chronicle:
    """The dekads of a run or of a part of it, whole months.

    `months` is the month index and `days` the length of each dekad, shape (dekads,). `series` hold (dekads,), `panels`
    by (axis, name) (dekads, rows), `yearly` by name (years, rows, ...) at the ends of `years`; `fixed` what never
    changes, by 'table.column'. `numbers` are the scenario's undated parameters, `off` the mechanisms switched off.
    `begin` and `end` cut out the period in hand.
    """

    months: NDArray[np.int64]
    days: Floats
    series: Mapping[str, Floats]
    panels: Mapping[tuple[str, str], NDArray[np.generic]]
    years: NDArray[np.int64]
    yearly: Mapping[str, Floats]
    fixed: Mapping[str, Floats]
    labels: Mapping[str, list[str]]
    works: int
    numbers: Mapping[str, float]
    off: tuple[str, ...]
    begin: int = 0
    end: int | None = None

    # ------------------------------------------------------------------------------------------------ periods
    def covers(self, period: tuple[str, str]) -> bool:
        """Whether every dekad from the first month to the last is recorded."""
        first, last = map(month_index, period)
        wanted = DEKADS_PER_MONTH * (last - first + 1)
        return int(np.sum((self.months >= first) & (self.months <= last))) == wanted

    def during(self, first: str, last: str) -> Chronicle:
        """The part from the beginning of one month to the end of another."""
        begin, end = np.searchsorted(self.months, [month_index(first), month_index(last) + 1])
        return replace(self, begin=int(begin), end=int(end))

    def in_year(self, year: int) -> Chronicle:
        """The part that is one calendar year."""
        return self.during(f"{year}-01", f"{year}-12")

    @property
    def whole_years(self) -> list[int]:
        """Calendar years of which every dekad lies in the period."""
        years, counts = np.unique(self.month // 12, return_counts=True)
        return [int(year) for year, count in zip(years, counts, strict=True) if count == DEKADS_PER_YEAR]

    def by_year(self) -> list[Chronicle]:
        """The whole years, one by one."""
        return [self.in_year(year) for year in self.whole_years]

    # ------------------------------------------------------------------------------------------------ columns
    @property
    def view(self) -> slice:
        """The dekads of the period among all that are recorded."""
        return slice(self.begin, self.end)

    @property
    def month(self) -> NDArray[np.int64]:
        """Index of the month of each dekad of the period."""
        return self.months[self.view]

    @property
    def day(self) -> Floats:
        """Days of each dekad of the period."""
        return self.days[self.view]

    @property
    def year_ends(self) -> NDArray[np.int64]:
        """Dekads of the period, counted from its first, that are the last of a year."""
        last = np.append(np.diff(self.months) != 0, True)
        return np.flatnonzero((last & (self.months % 12 == 11))[self.view])

    def one(self, name: str) -> Floats:
        """A series over the period, shape (dekads,). Raises NotRecorded."""
        if name not in self.series:
            raise NotRecorded(name)
        return np.asarray(self.series[name][self.view], np.float64)

    def panel(self, axis: str, name: str, rows: Rows | int | None = None) -> Floats:
        """A panel over the period, shape (dekads, rows), or (dekads,) for one row. Raises NotRecorded."""
        if (axis, name) not in self.panels:
            raise NotRecorded(f"{name} of each {axis}")
        values = self.panels[axis, name][self.view]
        return np.asarray(values if rows is None else values[:, rows], np.float64)

    def at_year_ends(self, name: str) -> Floats:
        """What is recorded at the ends of the period's whole years, shape (years, rows, ...). Raises NotRecorded."""
        if name not in self.yearly:
            raise NotRecorded(name)
        return np.asarray(self.yearly[name][np.isin(self.years, self.whole_years)], np.float64)

    # ------------------------------------------------------------------------------------------------ rows
    def good(self, name: str) -> int:
        """Row of a good."""
        return self.labels["good"].index(name)

    @cached_property
    def price(self) -> Floats:
        """Decreed prices, shape (goods,)."""
        return self.fixed["goods.price"]

    @cached_property
    def storable(self) -> Floats:
        """1 for goods that can be kept, 0 for power and freight."""
        return 1.0 - self.fixed["goods.service"]

    @cached_property
    def product(self) -> NDArray[np.int64]:
        """Good that each shop makes."""
        return self.fixed["shops.product"].astype(np.int64)

    @cached_property
    def of_works(self) -> Rows:
        """Shops of the Works."""
        return self.fixed["shops.enterprise"] == self.works

    @cached_property
    def of_steelworks(self) -> Rows:
        """Shops of integrated steelworks, those that keep their own scrap."""
        keeps = self.fixed["enterprises.own_make"][:, self.good(SCRAP)] > 0
        return keeps[self.fixed["shops.enterprise"].astype(np.int64)]

    def makers(self, good: str, *, works_only: bool = False) -> Rows:
        """Shops that make a good."""
        rows = self.product == self.good(good)
        return rows & self.of_works if works_only else rows

    @cached_property
    def producers(self) -> Rows:
        """Enterprises that produce under a plan."""
        return self.fixed["enterprises.kind"] == Kind.PRODUCER

    @cached_property
    def product_price(self) -> Floats:
        """Price of each enterprise's product."""
        return self.price[self.fixed["enterprises.product"].astype(np.int64)]


def chronicle_of(run: Run, scenario: Scenario) -> Chronicle:
    """What a run shows; reads all its panels. Raises Failure when the run folder was damaged."""
    record = run.record
    months = np.array([clock.month_index for clock in record.clocks], np.int64)
    panels = {}
    for key, values in record.panels.items():
        axis = record.about[key].axis
        panels[axis, key.removeprefix(f"{axis}_")] = values
    return Chronicle(
        months=months,
        days=np.array([clock.days for clock in record.clocks], np.float64),
        series=record.series,
        panels=panels,
        years=np.array(record.years, np.int64),
        yearly=record.yearly,
        fixed=run.checkpoint(),
        labels={axis: run.labels(axis) for axis in (*AXES, "ministry")},
        works=run.labels("enterprise").index(the_works(scenario)),
        numbers={key: quantity.value for key, quantity in scenario.quantities() if "@" not in key},
        off=tuple(run.manifest["off"]),
    )


def ratio(part: ArrayLike, whole: ArrayLike) -> float:
    """Sum over sum; NaN of nothing."""
    total = float(np.sum(whole))
    return float(np.sum(part)) / total if total > 0.0 else float("nan")

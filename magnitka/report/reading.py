"""What the report reads of one run: its calendar, series and panels, and which shops are the Works'."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from magnitka.errors import UsageError
from magnitka.ledger import Verdict
from magnitka.report.figure import Unrecorded

if TYPE_CHECKING:
    from magnitka.run import Run

VERDICTS = "verdicts.json"
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def ratio(part: Floats, whole: Floats) -> Floats:
    """One over the other, NaN where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


@dataclass(frozen=True)
class Shops:
    """The fixed columns of the shops that figures group by. Shapes: (shops,)."""

    labels: list[str]
    enterprise: Ints
    product: Ints
    workers: Floats
    works: NDArray[np.bool_]  # true for the shops of the Works


class Reading:
    """A run, read once. Lookups of what was not recorded raise `Unrecorded`."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def _calendar(self) -> dict[str, Any]:
        return self.run.record.calendar()

    @cached_property
    def year(self) -> Ints:
        return np.asarray(self._calendar["year"])

    @cached_property
    def month(self) -> Ints:
        return np.asarray(self._calendar["month"])

    @cached_property
    def dekad(self) -> Ints:
        """Dekad of the month, 0 to 2."""
        return np.asarray(self._calendar["dekad"]) - 1

    @cached_property
    def days(self) -> Floats:
        """Calendar days of each dekad."""
        lengths = [monthrange(year, month)[1] for year, month in zip(self.year, self.month, strict=True)]
        return np.where(self.dekad < 2, 10.0, np.array(lengths, float) - 20.0)

    @cached_property
    def years(self) -> list[int]:
        return sorted(set(self.year.tolist()))

    @cached_property
    def months(self) -> Ints:
        """Month of each tick, counted from the first."""
        index = self.year * 12 + self.month
        return index - index[0]

    @cached_property
    def month_names(self) -> list[str]:
        """`1985-01` for each month of the run."""
        first = np.unique(self.months, return_index=True)[1]
        return [f"{self.year[tick]}-{self.month[tick]:02d}" for tick in first]

    def series(self, name: str) -> Floats:
        """Values of one series. Shape: (ticks,)."""
        if name not in self.run.record.series:
            raise Unrecorded(f"the series {name}")
        return np.asarray(self.run.record.series[name], np.float64)

    def panel(self, name: str) -> Floats:
        """Values of one panel. Shape: (ticks, rows of its axis)."""
        try:
            return np.asarray(self.run.panel(name), np.float64)
        except KeyError:
            raise Unrecorded(f"the panel {name}") from None

    def parts(self, name: str, labels: Sequence[str]) -> Floats:
        """The panels `name_label` of a column with a second axis. Shape: (labels, ticks, rows of its axis)."""
        return np.stack([self.panel(f"{name}_{label.lower().replace(' ', '_')}") for label in labels])

    def labels(self, axis: str) -> list[str]:
        """Names of the rows of an axis."""
        try:
            return list(self.run.labels(axis))
        except UsageError:
            raise Unrecorded(f"the names of the axis {axis}") from None

    def column(self, name: str) -> NDArray[Any]:
        """One column of the world as the run left it, by 'table.column'."""
        if name not in self.columns:
            raise Unrecorded(f"the column {name}")
        return self.columns[name]

    @cached_property
    def goods(self) -> list[str]:
        return list(self.run.labels("good"))

    @cached_property
    def units(self) -> list[str]:
        """Unit of each good."""
        return list(self.run.labels("unit"))

    def good(self, name: str) -> int:
        """Row of a good."""
        try:
            return self.goods.index(name)
        except ValueError:
            raise Unrecorded(f"the good {name}") from None

    @cached_property
    def columns(self) -> Mapping[str, NDArray[Any]]:
        """Every column of the world as the run left it."""
        return self.run.checkpoint()

    @cached_property
    def works(self) -> int:
        """Row of the Works among the enterprises: only the Works is modelled shop by shop."""
        return int(np.bincount(self.columns["shops.enterprise"]).argmax())

    @cached_property
    def shops(self) -> Shops:
        enterprise = self.columns["shops.enterprise"]
        labels = list(self.run.labels("shop"))
        return Shops(
            labels=labels,
            enterprise=enterprise,
            product=self.columns["shops.product"],
            workers=self.columns["shops.workers"],
            works=enterprise == self.works,
        )

    def yearly(self, name: str) -> Floats:
        """What was recorded at the ends of the years. Shape: (years, rows, ...)."""
        try:
            return np.asarray(self.run.yearly(name), np.float64)
        except KeyError:
            raise Unrecorded(f"the yearly {name}") from None

    @cached_property
    def full_years(self) -> list[int]:
        """Years whose end lies in the run."""
        return self.year[(self.month == 12) & (self.dekad == 2)].tolist()

    def by_year(self, values: Floats) -> Floats:
        """Sums over the ticks of each year. Shapes: (ticks, ...) to (years, ...)."""
        return np.stack([values[self.year == year].sum(axis=0) for year in self.years])

    def mean_of_year(self, values: Floats) -> Floats:
        """Means over the ticks of each year that have a value. Shapes: (ticks, ...) to (years, ...)."""
        told = np.isfinite(values)
        return ratio(self.by_year(np.where(told, values, 0.0)), self.by_year(told.astype(np.float64)))

    def end_of_year(self, values: Floats) -> Floats:
        """Values in the last dekad of each year. Shapes: (ticks, ...) to (years, ...)."""
        return np.stack([values[self.year == year][-1] for year in self.years])

    @cached_property
    def length_of_years(self) -> Floats:
        """Days of each year that lie in the run."""
        return self.by_year(self.days)

    def by_month(self, values: Floats) -> Floats:
        """Means over the dekads of each month that have a value. Shapes: (ticks, ...) to (months, ...)."""
        first, told = np.unique(self.months, return_index=True)[1], np.isfinite(values)
        sums = np.add.reduceat(np.where(told, values, 0.0), first, axis=0)
        return ratio(sums, np.add.reduceat(told.astype(np.float64), first, axis=0))

    @cached_property
    def judged(self) -> list[Verdict]:
        """The verdicts in the run's folder; none when the run was not judged."""
        path = self.run.path and self.run.path / VERDICTS
        if not (path and path.exists()):
            return []
        return [Verdict(**one) for one in json.loads(path.read_text(encoding="utf-8"))]

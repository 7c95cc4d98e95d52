"""What was recorded of a run, dekad by dekad, and the files it is kept in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from magnitka.process import Clock, clock_at
from magnitka.store import packed, unpacked
from magnitka.table import Array

SERIES_FILE, YEARLY_FILE = "series.parquet", "yearly.npz"
AXES = (
    "good", "enterprise", "shop", "link", "city", "district", "counter", "list", "employer", "project", "stack",
)  # fmt: skip
KEPT_WITH = {"unit": "good", "ministry": "enterprise"}  # further labels, and the axis whose file has them
CALENDAR = ("tick", "date", "year", "month", "dekad")
YEARS, LABELS, ABOUT = "years", "labels", "about"  # entries of the files beside the panels


class About(NamedTuple):
    """What a series or panel measures; `axis` is empty for a series."""

    unit: str
    long_name: str
    axis: str = ""


@dataclass(frozen=True)
class Record:
    """What was recorded over the dekads first..last-1 of a world that began in month index `origin`.

    Shapes: `series` (ticks,), `panels` (ticks, rows of the axis), `yearly` (years, rows, ...); `years` are
    the calendar years whose end lies in the record.
    """

    origin: int
    first: int
    last: int
    series: Mapping[str, Array]
    panels: Mapping[str, Array]
    yearly: Mapping[str, Array]
    about: Mapping[str, About]
    labels: Mapping[str, list[str]]

    @property
    def clocks(self) -> list[Clock]:
        return [clock_at(tick, self.origin) for tick in range(self.first, self.last)]

    @property
    def years(self) -> list[int]:
        return [clock.year for clock in self.clocks if clock.year_ends]

    def calendar(self) -> dict[str, Any]:
        """Columns that say when; `date` is year, month and dekad of the month: '1985-01-1'."""
        clocks = self.clocks
        return {
            "tick": np.array([clock.tick for clock in clocks], np.int64),
            "date": [f"{clock.year}-{clock.month:02d}-{clock.dekad + 1}" for clock in clocks],
            "year": np.array([clock.year for clock in clocks], np.int64),
            "month": np.array([clock.month for clock in clocks], np.int64),
            "dekad": np.array([clock.dekad + 1 for clock in clocks], np.int64),
        }

    def files(self) -> dict[str, bytes]:
        """The record as the files of a run folder."""
        found = {f"panels/{axis}.npz": self._panel_file(axis) for axis in AXES}
        found[SERIES_FILE] = self._series_file()
        found[YEARLY_FILE] = packed({**self.yearly, YEARS: np.array(self.years, np.int64)}, compress=True)
        return found

    def _series_file(self) -> bytes:
        import pyarrow as pa
        from pyarrow import parquet

        columns = {**self.calendar(), **self.series}
        meanings = {
            name: {"unit": about.unit, "long_name": about.long_name} for name, about in self.about.items()
        }
        arrays = [pa.array(column) for column in columns.values()]
        schema = pa.schema(
            [
                pa.field(name, array.type, metadata=meanings.get(name))
                for name, array in zip(columns, arrays, strict=True)
            ]
        )
        buffer = io.BytesIO()
        parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), buffer, compression="zstd")
        return buffer.getvalue()

    def _panel_file(self, axis: str) -> bytes:
        mine = {name: self.panels[name] for name in self.panels if self.about[name].axis == axis}
        further = {name: np.array(self.labels[name]) for name, at in KEPT_WITH.items() if at == axis}
        about = json.dumps({name: self.about[name][:2] for name in mine})
        return packed(
            {**mine, **further, LABELS: np.array(self.labels[axis]), ABOUT: np.array(about)}, compress=True
        )


def read_record(read: Callable[[str], bytes], origin: int, first: int, last: int) -> Record:
    """The record of a run folder whose files `read` gives by relative name."""
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(read(SERIES_FILE)))
    about: dict[str, About] = {}
    series: dict[str, Array] = {}
    for entry in table.schema:
        if entry.name not in CALENDAR:
            said = {key.decode(): value.decode() for key, value in (entry.metadata or {}).items()}
            about[entry.name] = About(said.get("unit", ""), said.get("long_name", ""))
            series[entry.name] = table.column(entry.name).to_numpy()
    panels: dict[str, Array] = {}
    labels: dict[str, list[str]] = {}
    for axis in AXES:
        content = unpacked(read(f"panels/{axis}.npz"))
        said = json.loads(str(content.pop(ABOUT)))
        labels[axis] = content.pop(LABELS).tolist()
        labels.update({name: content.pop(name).tolist() for name, at in KEPT_WITH.items() if at == axis})
        about.update({name: About(said[name][0], said[name][1], axis) for name in content})
        panels.update(content)
    yearly = unpacked(read(YEARLY_FILE))
    yearly.pop(YEARS)
    return Record(origin, first, last, series, panels, yearly, about, labels)

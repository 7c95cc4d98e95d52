"""What a run records, dekad by dekad, and the files it is kept in. Recording never changes the world."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from magnitka import observe
from magnitka.process import Clock, clock_at
from magnitka.store import packed, unpacked
from magnitka.table import Array

if TYPE_CHECKING:
    from magnitka.world import World

SERIES_FILE, YEARLY_FILE = "series.parquet", "yearly.npz"
AXES = ("good", "enterprise", "shop", "link")
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


@dataclass
class Recorder:
    """Records a world as it goes through the dekads first..last-1; rows not yet recorded are blank."""

    world: World
    origin: int
    first: int
    last: int
    rows: dict[str, Array] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._years = [clock.tick for clock in self._clocks() if clock.year_ends]

    def _clocks(self) -> Iterable[Clock]:
        return (clock_at(tick, self.origin) for tick in range(self.first, self.last))

    def note(self, clock: Clock) -> None:
        """Records this dekad."""
        at, ticks = clock.tick - self.first, self.last - self.first
        for series in observe.SERIES:
            self._keep(f"series/{series.name}", ticks, at, series.measure(self.world, clock))
        for panel in observe.PANELS:
            self._keep(f"panels/{panel.name}", ticks, at, panel.measure(self.world, clock))
        if clock.year_ends:
            for panel in observe.YEARLY:
                self._keep(
                    f"yearly/{panel.name}",
                    len(self._years),
                    self._years.index(clock.tick),
                    panel.measure(self.world, clock),
                )

    def _keep(self, name: str, size: int, at: int, value: Any) -> None:
        value = np.asarray(value)
        if name not in self.rows:
            self.rows[name] = np.zeros((size, *value.shape), value.dtype)
        self.rows[name][at] = value

    def part(self, first: int, last: int) -> dict[str, Array]:
        """The rows of dekads first..last-1, as a durable part keeps them."""
        dekads = slice(first - self.first, last - self.first)
        years = slice(*np.searchsorted(self._years, [first, last]))
        return {
            name: rows[years if name.startswith("yearly/") else dekads] for name, rows in self.rows.items()
        }

    def restore(self, first: int, last: int, part: Mapping[str, Array]) -> None:
        """Puts back the rows of a durable part."""
        dekads = slice(first - self.first, last - self.first)
        years = slice(*np.searchsorted(self._years, [first, last]))
        for name, rows in part.items():
            size, at = (
                (len(self._years), years) if name.startswith("yearly/") else (self.last - self.first, dekads)
            )
            if name not in self.rows:
                self.rows[name] = np.zeros((size, *rows.shape[1:]), rows.dtype)
            self.rows[name][at] = rows

    def record(self) -> Record:
        """All that was recorded."""
        about = {one.name: About(one.unit, one.long_name) for one in observe.SERIES}
        about |= {one.name: About(one.unit, one.long_name, one.axis) for one in observe.PANELS}
        tables = self.world.tables().values()
        labels = {table.axis: table.labels for table in tables}
        labels |= {"unit": list(self.world.units), "ministry": list(self.world.ministries)}
        kinds = {
            kind: {
                name.removeprefix(f"{kind}/"): rows
                for name, rows in self.rows.items()
                if name.startswith(f"{kind}/")
            }
            for kind in ("series", "panels", "yearly")
        }
        return Record(
            self.origin,
            self.first,
            self.last,
            kinds["series"],
            kinds["panels"],
            kinds["yearly"],
            about,
            labels,
        )

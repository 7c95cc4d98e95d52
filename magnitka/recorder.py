"""Records a world dekad by dekad. Recording never changes the world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from magnitka import observe
from magnitka.measure import Panel
from magnitka.process import Clock, clock_at
from magnitka.record import About, Record
from magnitka.table import Array
from magnitka.world import World

# 10 of a fraction's 23 bits are kept: an error of one part in four thousand at most.
HALF_A_STEP = np.uint32(1 << 12)
CODE = "code"  # the unit of small whole numbers that stand for something


def named_panels() -> dict[str, Panel]:
    """Every panel under a name of its own: 'axis_name' where a series or a panel of another axis has the name.

    Of panels that share a name, that of the shops keeps it.
    """
    series = {one.name for one in observe.SERIES}
    times = Counter(one.name for one in observe.PANELS)
    return {
        one.name
        if one.name not in series and (times[one.name] == 1 or one.axis == "shop")
        else f"{one.axis}_{one.name}": one
        for one in observe.PANELS
    }


PANELS = named_panels()

# Under which names what is measured each dekad, and each year, is kept.
EACH = [(f"series/{one.name}", one.measure) for one in observe.EACH]
TALLIES = [([f"series/{one.name}" for one in tally.series], tally.measure) for tally in observe.TALLIES]
KEPT_PANELS = [(f"panels/{name}", panel) for name, panel in PANELS.items()]
KEPT_YEARLY = [(f"yearly/{panel.name}", panel) for panel in observe.YEARLY]


def kept_as(values: Array, unit: str) -> np.dtype[Any]:
    """The numbers as which values are kept: codes in 16 bits, other fractions in 32."""
    if unit == CODE:
        return np.dtype(np.int16)
    return np.dtype(np.float32) if values.dtype == np.float64 else values.dtype


def told(values: Array) -> Array:
    """Fractions of 32 bits to more than three significant figures: what is read off a panel, in half the bytes."""
    if values.dtype != np.float32:
        return values
    rounded = (values.view(np.uint32) + HALF_A_STEP) & ~(2 * HALF_A_STEP - np.uint32(1))
    return rounded.view(np.float32)


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
        at, world = clock.tick - self.first, self.world
        for name, measure in EACH:
            self._keep(name, at, measure(world, clock))
        for names, measure_all in TALLIES:
            for name, value in zip(names, measure_all(world, clock), strict=True):
                self._keep(name, at, value)
        for name, panel in KEPT_PANELS:
            self._keep_panel(name, self.last - self.first, at, panel.measure(world, clock), panel.unit)
        if clock.year_ends:
            year = self._years.index(clock.tick)
            for name, panel in KEPT_YEARLY:
                self._keep_panel(name, len(self._years), year, panel.measure(world, clock), panel.unit)

    def _keep(self, name: str, at: int, value: Any) -> None:
        """Puts one number of this dekad by; the first tells of which kind the series is."""
        if name not in self.rows:
            self.rows[name] = np.zeros(self.last - self.first, np.asarray(value).dtype)
        self.rows[name][at] = value

    def _keep_panel(self, name: str, size: int, at: int, values: Array, unit: str) -> None:
        """Puts the numbers of a panel by, as small as they are kept; `size` is how many times there will be."""
        if name not in self.rows:
            self.rows[name] = np.zeros((size, *values.shape), kept_as(values, unit))
        self.rows[name][at] = values

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
        about |= {name: About(one.unit, one.long_name, one.axis) for name, one in PANELS.items()}
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
            {name: told(rows) for name, rows in kinds["panels"].items()},
            kinds["yearly"],
            about,
            labels,
        )

"""One mechanism, declared: what it reads, what it writes, what it does, and what it does when switched off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from magnitka.kernels.dice import key_of
from magnitka.table import Column, Table

if TYPE_CHECKING:
    from magnitka.world import World

DEKADS_PER_YEAR = 36
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Clock(NamedTuple):
    """One dekad of the calendar. Dekads 0 and 1 of a month have ten days, the last has the rest (8 to 11)."""

    tick: int  # dekads since the world began
    year: int
    month: int  # 1..12
    dekad: int  # 0..2 within the month
    days: int
    days_in_month: int

    @property
    def month_index(self) -> int:
        """Months since the year 0: the argument of dated values."""
        return self.year * 12 + self.month - 1

    @property
    def dekad_of_quarter(self) -> int:
        """0..8."""
        return ((self.month - 1) % 3) * 3 + self.dekad

    @property
    def dekad_of_year(self) -> int:
        """0..35."""
        return (self.month - 1) * 3 + self.dekad

    @property
    def month_starts(self) -> bool:
        return self.dekad == 0

    @property
    def month_ends(self) -> bool:
        return self.dekad == 2

    @property
    def quarter_starts(self) -> bool:
        return self.dekad_of_quarter == 0

    @property
    def quarter_ends(self) -> bool:
        return self.dekad_of_quarter == 8

    @property
    def year_starts(self) -> bool:
        return self.dekad_of_year == 0

    @property
    def year_ends(self) -> bool:
        return self.dekad_of_year == 35

    @property
    def name(self) -> str:
        """For people: '1988-11, dekad 3'."""
        return f"{self.year}-{self.month:02d}, dekad {self.dekad + 1}"


def clock_at(tick: int, origin: int) -> Clock:
    """The dekad `tick` dekads after the first of month index `origin` (year * 12 + month - 1)."""
    month_index, dekad = origin + tick // 3, tick % 3
    year, month = divmod(month_index, 12)
    leap = month == 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = MONTH_DAYS[month] + leap
    return Clock(tick, year, month + 1, dekad, 10 if dekad < 2 else length - 20, length)


class Dice(NamedTuple):
    """The luck of one process in one tick."""

    seed: int
    process: str
    tick: int

    @property
    def key(self) -> np.uint64:
        """Key to hand to kernels that draw."""
        return key_of(self.seed, self.process, self.tick)


Step = Callable[["World", Any, Clock, Dice], None]


@dataclass(frozen=True)
class Process:
    """One act of a mechanism at its place in the dekad.

    `mechanism` names the file or folder and the scenario's section; `name` is unique in the tick. `neutral` is the
    stated rule that stands in when the mechanism is off; it writes the same columns. `params` may be None.
    """

    mechanism: str
    name: str
    step: Step
    neutral: Step
    params: type[Any] | None
    reads: tuple[Column, ...]
    writes: tuple[Column, ...]

    def __post_init__(self) -> None:
        for column in (*self.reads, *self.writes):
            if not isinstance(column, Column):
                raise TypeError(f"process {self.name} declares {column!r}, which is no column")
        for column in self.writes:
            if column.static:
                raise TypeError(
                    f"process {self.name} writes {column}, which is fixed when the world is founded"
                )


class Undeclared(AttributeError):
    """A mechanism touched a column that it did not declare."""


class _Pane:
    """One table seen through the glass: only the columns that the process declared, and the fixed ones."""

    def __init__(self, table: Table, seen: set[Column], process: str) -> None:
        self._table, self._seen, self._process = table, seen, process
        self.labels, self.rows, self.row_of = table.labels, table.rows, table.row_of

    def __getattr__(self, name: str) -> Any:
        column = vars(type(self._table)).get(name)
        if not isinstance(column, Column):
            return getattr(self._table, name)
        if column in self._seen or column.static:
            return self._table.__dict__[name]
        raise Undeclared(f"process {self._process} touches {column} without declaring it")


class Glass:
    """The world as one process may see it; used in tests to hold the declarations against the code.

    Arrays are handed out as they are (a read-only view would compile every kernel a second time); columns that
    the process may not write are compared before and after instead: see `breaches`.
    """

    def __init__(self, world: World, process: Process) -> None:
        seen = {*process.reads, *process.writes}
        self._writes = set(process.writes)
        self._tables = [value for value in vars(world).values() if isinstance(value, Table)]
        self._before = self._digests()
        for name, value in vars(world).items():
            setattr(self, name, _Pane(value, seen, process.name) if isinstance(value, Table) else value)

    def _digests(self) -> dict[Column, bytes]:
        return {
            column: table.__dict__[column.name].tobytes()
            for table in self._tables
            for column in table.columns()
            if column not in self._writes
        }

    def breaches(self) -> list[Column]:
        """Columns that changed although the process does not declare them as written."""
        after = self._digests()
        return [column for column, before in self._before.items() if after[column] != before]

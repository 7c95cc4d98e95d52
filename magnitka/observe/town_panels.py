"""Panels of the town, by city, district, counter, list, employer, project and stack.

Every column of the town's tables that is not fixed becomes a panel, by itself: "<axis>_<column>", or
"<axis>_<column>_<label>" where it has a second axis. Nothing is told of single persons.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from magnitka.measure import Panel, PanelMeasure
from magnitka.process import Clock
from magnitka.table import Array, Column, Table
from magnitka.world import (
    Cities,
    Counters,
    Districts,
    Employers,
    Lists,
    Projects,
    Stacks,
    World,
)  # fmt: skip
from magnitka.world.cities import (
    CHANNELS,
    GENERATIONS,
    PLACE_CHANNELS,
    PLACES,
    POLLUTANTS,
    REVENUES,
    SPECIALTIES,
    SPENDINGS,
    USES_OF_TIME,
)
from magnitka.world.employers import LOSSES
from magnitka.world.people import Tenure

KOPECK = "kopeck"
# Labels of further axes of the town's columns; a column over classes without names is not recorded.
LABELS: dict[str, Sequence[str]] = {
    "use_of_time": USES_OF_TIME,
    "channel": CHANNELS,
    "place": PLACES,
    "place_channel": PLACE_CHANNELS,
    "tenure": tuple(tenure.name for tenure in Tenure),
    "specialty": SPECIALTIES,
    "pollutant": POLLUTANTS,
    "generation": GENERATIONS,
    "revenue": REVENUES,
    "spending": SPENDINGS,
    "loss": LOSSES,
}
# What every dekad records, table by table.
RECORDED: tuple[type[Table], ...] = (Cities, Districts, Counters, Lists, Employers, Projects, Stacks)
TABLE_OF = {
    Cities: "cities", Districts: "districts", Counters: "counters", Lists: "lists", Employers: "employers",
    Projects: "projects", Stacks: "stacks",
}  # fmt: skip
WITHOUT_DWELLING = tuple(tenure.name for tenure in Tenure if tenure < Tenure.PLANT)
ONCE_A_YEAR = (Lists.ages,)
UNRECORDED = (*ONCE_A_YEAR, Employers.pay_level, Employers.posts)


def narrow(values: Array, unit: str) -> Array:
    """Counts in 32 bits; kopecks and fractions as they are."""
    return values.astype(np.int32) if values.dtype == np.int64 and unit != KOPECK else values


def slug(label: str) -> str:
    """A label as part of a name."""
    return label.lower().replace(" ", "_")


def of_column(column: Column, at: int | None = None) -> PanelMeasure:
    """A column of one of the town's tables, or one of its labels."""
    table = TABLE_OF[table_of(column)]

    def measure(world: World, clock: Clock) -> Array:
        values: Array = getattr(getattr(world, table), column.name)
        return narrow(values if at is None else values[:, at], column.unit)

    return measure


def panels_of(column: Column) -> list[Panel]:
    """The panels of one column: one, or one for each label of its second axis."""
    axis = table_of(column).axis
    name = f"{axis}_{column.name}"
    if not column.axes:
        return [panel_of(column)]
    return [
        Panel(f"{name}_{slug(label)}", column.unit, f"{column.meaning}: {slug(label)}", axis, of_column(column, at))
        for at, label in enumerate(LABELS[column.axes[0]])
        if label not in WITHOUT_DWELLING
    ]  # fmt: skip


def panel_of(column: Column) -> Panel:
    """One panel of a whole column."""
    axis = table_of(column).axis
    return Panel(f"{axis}_{column.name}", column.unit, column.meaning, axis, of_column(column))


def table_of(column: Column) -> type[Table]:
    """The table that a column belongs to."""
    assert column.table is not None
    return column.table


PANELS: tuple[Panel, ...] = tuple(
    panel
    for table in RECORDED
    for column in table.columns()
    if not column.static and column not in UNRECORDED and LABELS.keys() >= set(column.axes)
    for panel in panels_of(column)
)

YEARLY: tuple[Panel, ...] = tuple(panel_of(column) for column in ONCE_A_YEAR)

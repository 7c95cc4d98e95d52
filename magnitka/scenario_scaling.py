"""Amounts that one town borrows from another, multiplied by how large it is.

    beds: {value: 4900, unit: "1", kind: borrowed, ..., scaled: persons / 409000}

says that 4,900 are another town's, of 409,000 persons, and that this one has as many a head. Rates, shares and prices
are alike in a large town and a small one and are not scaled. In tables a row is scaled, in its columns of amounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from magnitka.errors import Problems, did_you_mean, shown
from magnitka.quantity import Dated, Kind, Quantity, QuantityError, number_from
from magnitka.scenario_reading import Place, frozen
from magnitka.tables_csv import CsvTable

OF_CITIES = ("persons", "households", "general", "norm_general")  # columns of the table of cities
WORKS_SCALE = ("foundation", "works_scale")
_FORM = re.compile(r"([a-z_]+)(?: / (\S+))?")


class Scaling(NamedTuple):
    """By what an amount is multiplied: the name of a measure, and this town's over the other's."""

    measure: str
    factor: float


class Scaler:
    """Multiplies what is to be scaled; what is wrong goes to `problems`, as of `file` where no place is known."""

    def __init__(
        self,
        tables: Mapping[str, CsvTable],
        parameters: Mapping[str, Mapping[str, Quantity | Dated]],
        places: Mapping[str, Place],
        problems: Problems,
        file: str,
    ) -> None:
        self.places, self.problems, self.file = places, problems, file
        self.measures: dict[str, float] = {}
        cities = tables.get("cities")
        if cities is not None:
            known = [name for name in OF_CITIES if name in cities.numbers_of]
            self.measures = {name: float(cities.numbers(name).sum()) for name in known}
        scale = parameters.get(WORKS_SCALE[0], {}).get(WORKS_SCALE[1])
        if isinstance(scale, Quantity) and scale.unit in ("1", "%"):
            self.measures[WORKS_SCALE[1]] = scale.to("1").value

    def leaf(self, leaf: Quantity | Dated, key: str) -> Quantity | Dated:
        """A parameter, scaled where it says so."""
        if isinstance(leaf, Dated):
            return Dated(tuple((month, self._quantity(step, key)) for month, step in leaf.steps))
        return self._quantity(leaf, key)

    def table(self, table: CsvTable) -> CsvTable:
        """A table, scaled in the rows and single cells that say so."""
        by_row = dict(self._rows(table))
        cells = {
            at: self._quantity(cell, f"cells.{table.name}[{table.keys[at[0]]}].{at[1]}")
            for at, cell in table.cells.items()
        }
        if not by_row and cells == dict(table.cells):
            return table
        numbers = {name: column.copy() for name, column in table.numbers_of.items()}
        for row, scaling in by_row.items():
            for name, column in numbers.items():
                if table.columns[name].amount and (row, name) not in cells:
                    column[row] *= scaling.factor
        for (row, name), cell in cells.items():
            numbers[name][row] = cell.value
        for column in numbers.values():
            column.setflags(write=False)
        origins = tuple(
            replace(origin, scaled="", why=_why(origin, by_row[row])) if origin and row in by_row else origin
            for row, origin in enumerate(table.origins)
        )
        return replace(table, numbers_of=frozen(numbers), origins=origins, cells=frozen(cells))

    def _rows(self, table: CsvTable) -> Iterator[tuple[int, Scaling]]:
        for row, origin in enumerate(table.origins):
            if origin is not None and origin.scaled:
                scaling = self._scaling(origin, f"tables.{table.name}[{table.keys[row]}]")
                if scaling is not None:
                    yield row, scaling

    def _quantity(self, quantity: Quantity, key: str) -> Quantity:
        scaling = self._scaling(quantity, key) if quantity.scaled else None
        if scaling is None:
            return quantity
        return replace(
            quantity,
            value=quantity.value * scaling.factor,
            low=None if quantity.low is None else quantity.low * scaling.factor,
            high=None if quantity.high is None else quantity.high * scaling.factor,
            why=_why(quantity, scaling, f" from {quantity}"),
            scaled="",
        )

    def _scaling(self, quantity: Quantity, key: str) -> Scaling | None:
        """What the text after `scaled:` says; None, and a problem, where it says nothing that holds."""
        place, key = self.places.get(key, Place(self.file, 0)), key.removeprefix("tables.")
        match = _FORM.fullmatch(quantity.scaled)
        measure, over = (match[1], match[2] or "1") if match else (quantity.scaled, "1")
        if measure not in self.measures:
            mend = f"write it as persons / 409000; {did_you_mean(measure, self.measures)}"
            self.problems.add(
                *place, f"{key}.scaled", f"is by {shown(measure)}, which is no measure here", mend
            )
            return None
        if quantity.kind is Kind.SOURCED:
            mend = "delete scaled where the number is this town's, or call it borrowed"
            self.problems.add(*place, f"{key}.scaled", "stands beside a sourced number", mend)
            return None
        if key.rpartition(".")[2] in self.measures:
            self.problems.add(
                *place, f"{key}.scaled", "is of a number that others are scaled by", "give it as it is"
            )
            return None
        try:
            there = number_from(over)
        except QuantityError as error:
            self.problems.add(*place, f"{key}.scaled", error.problem, error.mend)
            return None
        if there <= 0.0:
            self.problems.add(*place, f"{key}.scaled", f"is over {over}", "write the other town's number")
            return None
        return Scaling(measure, self.measures[measure] / there)


def _why(quantity: Quantity, scaling: Scaling, whence: str = "") -> str:
    reason = f"; {quantity.why}" if quantity.why else ""
    return f"scaled by {scaling.measure}{whence}{reason}"

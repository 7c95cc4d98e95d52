"""Tables of quantities in CSV, each beside a YAML file that says what its columns are.

`goods.csv` holds one row per thing: a key, data, and the provenance of the row's numbers in the columns kind,
source, where, why, low and high. Here low and high are factors on the row's numbers (0.7 and 1.3), not
values. A column scaled says of an amount borrowed from another town by what it is multiplied when it is read, in
the columns that are amounts. `goods.yaml` gives the meaning of the table and of each column, its unit, its limits,
and provenance that overrides the row's:

    meaning: the 26 goods of the plan
    key: [good]                    # the columns that name a row; the first one when not given
    columns:
      good: {text: true, meaning: name}
      price: {unit: rub/t, meaning: list price, at_least: 0, kind: sourced, source: PRICES, where: p. 12}
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.errors import UsageError, did_you_mean, shown
from magnitka.quantity import Quantity, number_text
from magnitka.scenario_reading import PROVENANCE, SCALED, frozen
from magnitka.scenario_writing import plain_origin
from magnitka.units import amount, convert
from magnitka.yaml_text import dump

# A row has no column "from": the `source` of a derived one may name several things, with semicolons.
ROW_PROVENANCE = tuple(name for name in PROVENANCE if name != "from")
LARGEST, SMALLEST = 1e30, 1e-30  # what is beyond is a slip of the pen


@dataclass(frozen=True)
class Column:
    """What a column is. `unit` is empty for texts; `origin` is the provenance of its cells, as a pattern.

    An `amount` is larger in a larger town; where a row is scaled, it is.
    """

    name: str
    unit: str
    meaning: str
    at_least: float | None = None
    at_most: float | None = None
    origin: Quantity | None = None
    amount: bool = False


@dataclass(frozen=True, eq=False)
class CsvTable:
    """One table, frozen.

    `origins` hold each row's provenance as a pattern: a Quantity of value 1 whose low and high are factors.
    `cells` are the cells whose quantity was given one by one, by (row number, column).
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    texts_of: Mapping[str, tuple[str, ...]]
    numbers_of: Mapping[str, NDArray[np.float64]]
    origins: tuple[Quantity | None, ...]
    cells: Mapping[tuple[int, str], Quantity]

    def __len__(self) -> int:
        return len(self.origins)

    @cached_property
    def digest(self) -> str:
        """Hash of what the two files say, apart from `cells`."""
        return blake2b("\0".join(self.written()).encode(), digest_size=16).hexdigest()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The name of each row; several key columns are joined by a comma."""
        return tuple(
            ", ".join(parts) for parts in zip(*(self.texts_of[name] for name in self.key), strict=True)
        )

    def texts(self, column: str) -> tuple[str, ...]:
        """A column of texts, or the key column as written. Raises UsageError for an unknown one."""
        return self.texts_of[self._known(column, self.texts_of)]

    def numbers(self, column: str, unit: str = "") -> NDArray[np.float64]:
        """A column of numbers, float64[row], in its own unit or in `unit`. Raises UsageError, UnitError."""
        form = self.columns[self._known(column, self.numbers_of)]
        values = self.numbers_of[column]
        if unit in ("", form.unit):
            return values
        return np.array([convert(float(value), form.unit, unit) for value in values])

    def quantity(self, key: str, column: str) -> Quantity:
        """One cell with its provenance. Raises UsageError."""
        form = self.columns[self._known(column, self.numbers_of)]
        keys = self.keys
        if key not in keys:
            raise UsageError(f"table {self.name} has no row {shown(key)}; {did_you_mean(key, keys)}")
        return self._cell(keys.index(key), form)

    def quantities(self) -> Iterator[tuple[str, Quantity]]:
        """All cells that hold quantities, as (`goods[iron ore].price`, quantity)."""
        for row, key in enumerate(self.keys):
            for name in self.numbers_of:
                if name not in self.key:
                    yield f"{self.name}[{key}].{name}", self._cell(row, self.columns[name])

    def with_cell(self, key: str, column: str, quantity: Quantity) -> CsvTable:
        """The table with one cell changed. Raises UsageError."""
        self.quantity(key, column)
        form, row = self.columns[column], self.keys.index(key)
        if column in self.key:
            raise UsageError(f"table {self.name}: {column} names the rows; it cannot be changed")
        new = quantity.to(form.unit)
        complaint = broken_limit(new.value, form.unit, form.at_least, form.at_most)
        if complaint:
            raise UsageError(f"{self.name}[{key}].{column} {complaint}")
        values = self.numbers_of[column].copy()
        values[row] = new.value
        values.setflags(write=False)
        return replace(
            self,
            numbers_of=frozen({**self.numbers_of, column: values}),
            cells=frozen({**self.cells, (row, column): new}),
        )

    def written(self) -> tuple[str, str]:
        """The texts of the CSV file and of the YAML beside it, where `cells` have lost their provenance."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        provenance = list(ROW_PROVENANCE)
        if any(origin and origin.scaled for origin in self.origins):
            provenance.append(SCALED)
        writer.writerow([*self.columns, *provenance])
        for row, origin in enumerate(self.origins):
            data = [
                number_text(float(self.numbers_of[name][row]))
                if name in self.numbers_of and name not in self.key
                else self.texts_of[name][row]
                for name in self.columns
            ]
            given = plain_origin(origin) if origin else {}
            given["source"] = "; ".join(given.pop("from", [])) or given.get("source", "")
            tail = [given.get(name, "") for name in provenance]
            writer.writerow(data + [number_text(cell) if isinstance(cell, float) else cell for cell in tail])
        return stream.getvalue(), dump(self._plain_form())

    def _plain_form(self) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        for name, form in self.columns.items():
            limits = {"at_least": form.at_least, "at_most": form.at_most}
            columns[name] = {
                **({"unit": form.unit} if form.unit else {"text": "true"}),
                "meaning": form.meaning,
                **{key: limit for key, limit in limits.items() if limit is not None},
                **({"amount": "true"} if form.amount else {}),
                **(plain_origin(form.origin) if form.origin else {}),
            }
        return {"meaning": self.meaning, "key": list(self.key), "columns": columns}

    def _cell(self, row: int, form: Column) -> Quantity:
        if (row, form.name) in self.cells:
            return self.cells[row, form.name]
        pattern = form.origin or self.origins[row]
        assert pattern is not None, "a row without provenance was refused when it was read"
        value = float(self.numbers_of[form.name][row])
        if pattern.low is None or pattern.high is None:
            return replace(pattern, value=value, unit=form.unit)
        low, high = sorted((value * pattern.low, value * pattern.high))
        if form.at_least is not None:  # a factor of 1.3 on a share of 0.9 does not make more than the whole
            low = max(low, form.at_least)
        if form.at_most is not None:
            high = min(high, form.at_most)
        return replace(pattern, value=value, unit=form.unit, low=low, high=high)

    def _known(self, column: str, known: Mapping[str, Any]) -> str:
        if column not in known:
            what = "texts" if known is self.texts_of else "numbers"
            raise UsageError(
                f"table {self.name} has no column of {what} {shown(column)}; {did_you_mean(column, known)}"
            )
        return column


def broken_limit(value: float, unit: str, at_least: float | None, at_most: float | None) -> str:
    """What is wrong with a value against its limits; empty when nothing is."""
    if value != 0.0 and not SMALLEST <= abs(value) <= LARGEST:
        return f"is {amount(value, unit)}, too large or too small to be meant"
    if at_least is not None and value < at_least:
        return f"is {amount(value, unit)}, but cannot be below {at_least:g}"
    if at_most is not None and value > at_most:
        return f"is {amount(value, unit)}, but cannot be above {at_most:g}"
    return ""


def limits_text(unit: str, at_least: float | None, at_most: float | None) -> str:
    """What a value may be: `0 to 1`, `0 Mt/yr or more`, `1 or less`; empty where it may be anything."""
    if at_least is not None and at_most is not None:
        return f"{at_least:g} to {amount(at_most, unit)}"
    if at_least is not None:
        return f"{amount(at_least, unit)} or more"
    return f"{amount(at_most, unit)} or less" if at_most is not None else ""

"""Reads a table of quantities from its CSV file and the YAML beside it; see `tables_csv` for their form."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from magnitka.errors import Problems, ScenarioError, did_you_mean, shown
from magnitka.quantity import Quantity, QuantityError, number_from
from magnitka.scenario_reading import PROVENANCE, SCALED, Place, Reader, Source, frozen
from magnitka.tables_csv import ROW_PROVENANCE, Column, CsvTable, broken_limit, limits_text
from magnitka.units import unit_of
from magnitka.yaml_text import Entries, Node, Scalar, parse, read_text

MOST_BYTES = 16 * 2**20
MOST_ROWS = 100_000
_PATTERN: Mapping[str, Node] = {"value": Scalar("1", True, 0), "unit": Scalar("1", True, 0)}


def read_table(
    name: str,
    path: Path,
    sources: Mapping[str, Source],
    problems: Problems,
    places: dict[str, Place] | None = None,
) -> CsvTable | None:
    """Reads `path` and the YAML beside it; what is wrong goes to `problems`, and then there is no table.

    Where each row is written goes to `places`, as `tables.goods[coke]`.
    """
    before = len(problems.found)
    try:
        beside = path.with_suffix(".yaml")
        form = _read_form(beside, sources, problems)
        text = read_text(path, MOST_BYTES, "table")
        rows = _read_rows(text, str(path))
    except ScenarioError as error:
        problems.take(error)
        return None
    if len(problems.found) > before:
        return None
    meaning, key, columns = form
    table = _Rows(name, str(path), sources, problems, key, columns).read(
        meaning, rows, {} if places is None else places
    )
    return table if len(problems.found) == before else None


def _read_form(
    path: Path, sources: Mapping[str, Source], problems: Problems
) -> tuple[str, tuple[str, ...], dict[str, Column]]:
    """Meaning, key columns and columns from the YAML beside a table."""
    reader = Reader(str(path), problems, sources)
    top = parse(read_text(path, what="description"), str(path), problems)
    given = reader.entries(top, "", ("meaning", "key", "columns"), required=("meaning", "columns"))
    meaning = reader.text(given.get("meaning"), "meaning") or ""
    columns = {}
    for name, node in reader.named(given.get("columns"), "columns").items():
        form = _read_column(reader, name, node)
        if form is not None:
            columns[name] = form
    key = reader.origins(given.get("key"), "key") or tuple(columns)[:1]
    for name in key:
        if name not in columns:
            line = given["key"].line if "key" in given else top.line
            reader.wrong(line, "key", f"names the unknown column {shown(name)}", did_you_mean(name, columns))
    if not columns:
        reader.wrong(top.line, "columns", "is empty", "describe each column of the table")
    return meaning, key, columns


def _read_column(reader: Reader, name: str, node: Node) -> Column | None:
    key = f"columns.{name}"
    if name in (*ROW_PROVENANCE, SCALED):
        reader.wrong(node.line, key, "has the name of a provenance column", "rename it")
        return None
    known = ("unit", "meaning", "text", "at_least", "at_most", "amount", *PROVENANCE)
    given = reader.entries(node, key, known, required=("meaning",))
    meaning = reader.text(given.get("meaning"), f"{key}.meaning") or ""
    if "text" in given:
        if reader.text(given["text"], f"{key}.text") != "true" or "unit" in given:
            reader.wrong(
                node.line,
                key,
                "must be either a text or a number",
                'write either "text: true" or "unit: ..."',
            )
        return Column(name, "", meaning)
    unit = reader.text(given.get("unit"), f"{key}.unit")
    if unit is None:
        reader.wrong(node.line, key, 'has no "unit"', 'add "unit: ..." or "text: true"')
        return None
    reader.attempt(lambda: unit_of(unit), given["unit"], f"{key}.unit")
    amount = "amount" in given
    if amount and reader.text(given["amount"], f"{key}.amount") != "true":
        reader.wrong(given["amount"].line, f"{key}.amount", "can only be true", "write true or delete it")
    provenance = {field: value for field, value in given.items() if field in PROVENANCE}
    origin = None
    if provenance:
        origin = _read_pattern(reader, provenance, node.line, key)
    return Column(
        name,
        unit,
        meaning,
        reader.number(given.get("at_least"), f"{key}.at_least"),
        reader.number(given.get("at_most"), f"{key}.at_most"),
        origin,
        amount,
    )


def _read_pattern(reader: Reader, given: dict[str, Node], line: int, key: str) -> Quantity | None:
    """The provenance of a row or column as a quantity of value 1, whose low and high are factors."""
    try:
        low, high = (
            number_from(node.text) for node in (given["low"], given["high"]) if isinstance(node, Scalar)
        )
        if not low <= 1.0 <= high:
            reader.wrong(line, key, f"has the factors {low:g} and {high:g}", "low and high must lie about 1")
            return None
    except (KeyError, ValueError, QuantityError):
        pass  # absent or no numbers: what that means is for the reader to say
    return reader.quantity(Entries(given, {}, line), key, fixed=_PATTERN)


def _read_rows(text: str, file: str) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, each with its line, the header first. Raises ScenarioError."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    found, line = [], 1
    try:
        for row in rows:
            if row:
                found.append((line, [" ".join(cell.split()) for cell in row]))
            line = rows.line_num + 1
            if len(found) > MOST_ROWS:
                raise ScenarioError(
                    file, line, "", f"has more than {MOST_ROWS:,} rows", "split or aggregate it"
                )
    except csv.Error as error:
        raise ScenarioError(
            file, line, "", f"is not readable as CSV: {error}", "mend the quotes there"
        ) from None
    if len(found) < 2:
        raise ScenarioError(file, 0, "", "is empty" if not found else "has no rows", "add a header and rows")
    return found


class _Rows:
    """Reads the rows of one table against what its columns should be."""

    def __init__(
        self,
        name: str,
        file: str,
        sources: Mapping[str, Source],
        problems: Problems,
        key: tuple[str, ...],
        columns: Mapping[str, Column],
    ) -> None:
        self.name, self.key, self.columns = name, key, columns
        self.reader = Reader(file, problems, sources)

    def read(
        self, meaning: str, rows: list[tuple[int, list[str]]], places: dict[str, Place]
    ) -> CsvTable | None:
        (line, header), *body = rows
        if not self._header_right(line, header):
            return None
        kept = [
            (line, dict(zip(header, row, strict=True)))
            for line, row in body
            if self._whole(line, row, len(header))
        ]
        self._no_twins(kept)
        for line, row in kept:
            key = ", ".join(row[part] for part in self.key)
            places[f"tables.{self.name}[{key}]"] = Place(self.reader.file, line)
        origins = tuple(self._origin(line, row) for line, row in kept)
        texts = {
            name: tuple(self._cell_text(line, row, name) for line, row in kept)
            for name in header
            if name in self.columns and (name in self.key or not self.columns[name].unit)
        }
        numbers = {
            name: self._numbers(name, kept)
            for name in header
            if name in self.columns and self.columns[name].unit
        }
        columns = {name: self.columns[name] for name in header if name in self.columns}
        return CsvTable(
            self.name, meaning, self.key, frozen(columns), frozen(texts), frozen(numbers), origins, frozen({})
        )

    def _header_right(self, line: int, header: list[str]) -> bool:
        before = len(self.reader.problems.found)
        for place, name in enumerate(header):
            if name in header[:place]:
                self.reader.wrong(line, f"column {shown(name)}", "stands twice", "delete one of the two")
            elif name not in self.columns and name not in (*ROW_PROVENANCE, SCALED):
                self.reader.wrong(
                    line,
                    f"column {shown(name)}",
                    "is not described in the YAML beside the table",
                    did_you_mean(name, [*self.columns, *ROW_PROVENANCE]),
                )
        for name in self.columns:
            if name not in header:
                self.reader.wrong(
                    line, f"column {shown(name)}", "is missing", "add it to the header and to every row"
                )
        return len(self.reader.problems.found) == before

    def _whole(self, line: int, row: list[str], width: int) -> bool:
        if len(row) != width:
            self.reader.wrong(
                line,
                self.name,
                f"has {len(row)} cells in this row and {width} in the header",
                "quote cells that hold commas, or add the missing cells",
            )
        return len(row) == width

    def _no_twins(self, rows: list[tuple[int, dict[str, str]]]) -> None:
        lines: dict[str, int] = {}
        for line, row in rows:
            key = ", ".join(row[name] for name in self.key)
            if any(mark in key for mark in "[]@"):
                self.reader.wrong(
                    line, self.key[0], f"holds one of the marks [ ] @: {shown(key)}", "rename it"
                )
            if key in lines:
                self.reader.wrong(
                    line,
                    ", ".join(self.key),
                    f"is {shown(key)} again, as on line {lines[key]}",
                    "delete or rename one of the two",
                )
            lines.setdefault(key, line)

    def _origin(self, line: int, row: dict[str, str]) -> Quantity | None:
        """The row's provenance, or None for a row whose numbers all have their column's."""
        given: dict[str, Node] = {
            name: Scalar(row[name], True, line) for name in (*ROW_PROVENANCE, SCALED) if row.get(name)
        }
        needed = any(
            form.unit and form.origin is None and name not in self.key for name, form in self.columns.items()
        )
        if not given and not needed:
            return None
        key = f"{self.name}[{', '.join(row[name] for name in self.key)}]"
        return _read_pattern(self.reader, given, line, key)

    def _cell_text(self, line: int, row: dict[str, str], name: str) -> str:
        if not row[name]:
            self.reader.wrong(line, f"column {shown(name)}", "is empty", "write a text")
        return row[name]

    def _numbers(self, name: str, rows: list[tuple[int, dict[str, str]]]) -> NDArray[np.float64]:
        form = self.columns[name]
        values = np.zeros(len(rows))
        for place, (line, row) in enumerate(rows):
            try:
                values[place] = number_from(row[name])
            except QuantityError as error:
                self.reader.wrong(line, f"column {shown(name)}", error.problem, error.mend)
                continue
            complaint = broken_limit(float(values[place]), form.unit, form.at_least, form.at_most)
            if complaint:
                allowed = limits_text(form.unit, form.at_least, form.at_most)
                self.reader.wrong(
                    line, f"column {shown(name)}", complaint, f"write {allowed or 'another value'}"
                )
        values.setflags(write=False)
        return values

"""Finds the files of a scenario, lays a scenario over the one it is based on, and checks the whole."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from magnitka.errors import Problems, ScenarioError, UsageError, did_you_mean, shown
from magnitka.quantity import Dated, Kind, Quantity, month_text
from magnitka.scenario_reading import Decree, Place, Reader, Source, read_sources
from magnitka.scenario_scaling import Scaler
from magnitka.tables_csv import CsvTable
from magnitka.tables_reading import read_table
from magnitka.what_if import WhatIf, read_records
from magnitka.yaml_text import Entries, Node, parse, read_text

DATA = Path(__file__).parent / "data"
FORMAT = 1
MOST_LAYERS = 8
HEADER = ("format", "name", "title", "based_on", "burn_in", "start", "until")
CONTENT = ("tables", "parameters", "cells", "decrees", "sources", "what_ifs")
_NO_PARAMETER = ("cells.", "tables.", "sources.")
CELL = re.compile(r"([a-z][a-z0-9_]*)\[(.+)\]\.([a-z][a-z0-9_]*)")


def shipped() -> list[str]:
    """The names of the scenarios that come with the package."""
    return sorted(path.stem for path in (DATA / "scenarios").glob("*.yaml"))


def find(name_or_path: str | os.PathLike[str]) -> Path:
    """The file of a scenario: a shipped name or a path. Raises ScenarioError."""
    text = os.fspath(name_or_path)
    if text in shipped():
        return DATA / "scenarios" / f"{text}.yaml"
    if not os.path.exists(text) and not text.endswith((".yaml", ".yml")) and not {"/", os.sep} & set(text):
        raise ScenarioError(
            text,
            0,
            "",
            "there is no shipped scenario and no file of this name",
            did_you_mean(text, shipped()),
        )
    return Path(text)


def bibliography(sources: Path | Mapping[str, Source] | None) -> dict[str, Source]:
    """The known sources: the shipped ones unless a file or a mapping is given. Raises ScenarioError."""
    if isinstance(sources, Mapping):
        return dict(sources)
    return read_sources(sources or DATA / "sources.yaml")


class Draft:
    """A scenario while it is put together, the base first and each layer over it."""

    def __init__(self, path: Path, sources: dict[str, Source]) -> None:
        self.path, self.sources = path, sources
        self.problems = Problems()
        self.name = self.title = ""
        self.months: dict[str, int] = {}
        self.parameters: dict[str, dict[str, Quantity | Dated]] = {}
        self.tables: dict[str, CsvTable] = {}
        self.cells: dict[str, Quantity] = {}
        self.decrees: tuple[Decree, ...] = ()
        self.what_ifs: tuple[WhatIf, ...] = ()
        self.places: dict[str, Place] = {}

    def read(self) -> None:
        """Reads all layers. Raises ScenarioError with everything that is wrong."""
        for path, top in reversed(self._layers()):
            self._add(path, Reader(str(path), self.problems, self.sources), top)
        self._check_header()
        self._check_origins()
        self.problems.raise_any()
        self._set_cells()
        self.problems.raise_any()
        self._scale()
        self.problems.raise_any()

    def _layers(self) -> list[tuple[Path, Entries]]:
        """The scenario's own file, then the one it is based on, and so on."""
        layers: list[tuple[Path, Entries]] = []
        path: Path | None = self.path
        while path is not None:
            file = str(path)
            top = parse(read_text(path), file, self.problems)
            reader = Reader(file, self.problems, self.sources)
            self._check_format(reader, top)
            layers.append((path, top))
            node = top.entries.get("based_on")
            base = reader.text(node, "based_on")
            path = None
            if base is not None and node is not None:
                if base not in shipped():
                    reader.wrong(
                        node.line,
                        "based_on",
                        f"names {shown(base)}, which is no shipped scenario",
                        did_you_mean(base, shipped()),
                    )
                    continue
                path = DATA / "scenarios" / f"{base}.yaml"
                if (
                    path.resolve() in [earlier.resolve() for earlier, _ in layers]
                    or len(layers) == MOST_LAYERS
                ):
                    raise ScenarioError(
                        file,
                        node.line,
                        "based_on",
                        "leads round in a circle or too deep",
                        "base it on a scenario that stands by itself",
                    )
        return layers

    def _check_format(self, reader: Reader, top: Entries) -> None:
        form = reader.text(top.entries.get("format"), "format")
        if form is not None and form != str(FORMAT):
            raise ScenarioError(
                reader.file,
                top.entries["format"].line,
                "format",
                f"is {shown(form)}",
                f"this version reads format {FORMAT}",
            )
        reader.entries(top, "", (*HEADER, *CONTENT), required=("format", "name"))

    def _add(self, path: Path, reader: Reader, top: Entries) -> None:
        given = top.entries
        self.name = reader.text(given.get("name"), "name") or self.name
        self.title = reader.text(given.get("title"), "title") or self.title
        for key in ("start", "burn_in", "until"):
            month = reader.month(given.get(key), key)
            if month is not None:
                self.months[key] = month
                self.places[key] = Place(reader.file, given[key].line)
            elif key in given:
                self.months.setdefault(key, -1)  # written, but wrong, and that was said
        told = given.get("sources")
        self.sources.update(reader.bibliography(told, "sources"))
        for key, node in told.entries.items() if isinstance(told, Entries) else ():
            self.places[f"sources.{key}"] = Place(reader.file, node.line)
        for section, node in reader.named(given.get("parameters"), "parameters").items():
            self.places[section] = Place(reader.file, node.line)
            leaves = self.parameters.setdefault(section, {})
            for name, entry in reader.named(node, section).items():
                key = f"{section}.{name}"
                leaf = reader.leaf(entry, key)
                self.places[key] = Place(reader.file, entry.line)
                if leaf is not None:
                    leaves[name] = leaf
        for name, node in reader.named(given.get("tables"), "tables").items():
            table = self._table(path, reader, name, node)
            if table is not None:
                self.tables[name] = table
        for key, node in reader.entries(given.get("cells"), "cells").items():
            cell = reader.quantity(node, f"cells.{key}")
            self.places[f"cells.{key}"] = Place(reader.file, node.line)
            if cell is not None:
                self.cells[key] = cell
        if "decrees" in given:
            self.decrees = reader.decrees(given["decrees"])
        self.what_ifs += read_records(reader, given.get("what_ifs"))

    def _table(self, beside: Path, reader: Reader, name: str, node: Node) -> CsvTable | None:
        """The table that a scenario names, by path or by {file, digest}."""
        key, digest, at = f"tables.{name}", None, node
        if isinstance(node, Entries):
            given = reader.entries(node, key, ("file", "digest"), required=("file",))
            digest, at = reader.text(given.get("digest"), f"{key}.digest"), given.get("file", node)
        file = None if isinstance(at, Entries) else reader.text(at, key)
        if file is None:
            return None
        if (
            PurePosixPath(file).is_absolute()
            or ".." in PurePosixPath(file).parts
            or not file.endswith(".csv")
        ):
            reader.wrong(
                at.line,
                key,
                f"is {shown(file)}, which is no table beside the scenario",
                "name a .csv file in the scenario's folder or below it",
            )
            return None
        places = [folder / file for folder in (beside.parent, DATA / "tables")]
        path = next((place for place in places if os.path.exists(place)), None)
        if path is None:
            reader.wrong(
                at.line,
                key,
                f"names {shown(file)}, found neither beside the scenario nor among the shipped",
                did_you_mean(file, _csv_files(beside.parent) | _csv_files(DATA / "tables")),
            )
            return None
        table = read_table(name, path, self.sources, self.problems, self.places)
        if table is not None and digest is not None and table.digest != digest:
            reader.wrong(
                node.line,
                key,
                f"is not the table it was: {shown(str(path))} was changed",
                "restore the file, or delete the digest to accept it",
            )
        return table

    def _check_header(self) -> None:
        file = str(self.path)
        if not self.title:
            self.problems.add(file, 0, "title", "is missing", 'add "title: ..."')
        missing = [key for key in ("burn_in", "start", "until") if key not in self.months]
        for key in missing:
            self.problems.add(file, 0, key, "is missing", f'add "{key}: YYYY-MM"')
        if missing or -1 in self.months.values():
            return
        for earlier, later in (("burn_in", "start"), ("start", "until")):
            if self.months[later] < self.months[earlier]:
                place = self.places[later]
                self.problems.add(
                    *place,
                    later,
                    f"is {month_text(self.months[later])}, before {earlier}",
                    f"write {month_text(self.months[earlier])} or later",
                )
        for section, leaves in self.parameters.items():
            for name, leaf in leaves.items():
                key = f"{section}.{name}"
                if isinstance(leaf, Dated) and leaf.steps[0][0] > self.months["burn_in"]:
                    self.problems.add(
                        *self.places[key],
                        key,
                        f"begins in {month_text(leaf.steps[0][0])}, after burn_in",
                        f"give its value from {month_text(self.months['burn_in'])}",
                    )

    def _check_origins(self) -> None:
        """A derived number must follow from sources, parameters or tables that exist."""
        leaves = {
            f"{section}.{name}": leaf
            for section, given in self.parameters.items()
            for name, leaf in given.items()
        }
        patterns = [
            (f"tables.{name}", pattern)
            for name, table in self.tables.items()
            for pattern in (*table.origins, *(form.origin for form in table.columns.values()))
        ]
        known = {*self.sources, *(f"tables.{name}" for name in self.tables)}
        # parameters that were written, but wrongly, are known too: their own error is enough
        known |= {key for key in self.places if "." in key and not key.startswith(_NO_PARAMETER)}
        quantities = [
            (key, step)
            for key, leaf in [*leaves.items(), *self.cells.items(), *patterns]
            for step in ([step for _, step in leaf.steps] if isinstance(leaf, Dated) else [leaf])
        ]
        said = set()
        for key, quantity in quantities:
            if quantity is None or quantity.kind is not Kind.DERIVED:
                continue
            for name in quantity.derived_from:
                if name not in known and (key, name) not in said:
                    said.add((key, name))
                    place = (
                        self.places.get(key) or self.places.get(f"cells.{key}") or Place(str(self.path), 0)
                    )
                    self.problems.add(
                        *place,
                        key,
                        f"follows from {shown(name)}, which is neither source nor parameter",
                        did_you_mean(name, known),
                    )

    def _set_cells(self) -> None:
        for key, cell in self.cells.items():
            match = CELL.fullmatch(key)
            place = self.places[f"cells.{key}"]
            if match is None or match[1] not in self.tables:
                self.problems.add(
                    *place,
                    f"cells.{key[:60]}",
                    "names no cell of a table of this scenario",
                    "write it as table[row].column",
                )
                continue
            try:
                self.tables[match[1]] = self.tables[match[1]].with_cell(match[2], match[3], cell)
            except UsageError as error:
                self.problems.add(*place, f"cells.{key[:60]}", f"is wrong: {error}")

    def _scale(self) -> None:
        """Amounts borrowed from another town, to the size of this one."""
        scaler = Scaler(self.tables, self.parameters, self.places, self.problems, str(self.path))
        for section, leaves in self.parameters.items():
            for name in leaves:
                leaves[name] = scaler.leaf(leaves[name], f"{section}.{name}")
        self.tables = {name: scaler.table(table) for name, table in self.tables.items()}


def _csv_files(folder: Path) -> set[str]:
    """The tables in a folder and in the folders just below it, for a near miss."""
    found = [*folder.glob("*.csv"), *folder.glob("*/*.csv")] if folder.is_dir() else []
    return {path.relative_to(folder).as_posix() for path in found[:1000]}

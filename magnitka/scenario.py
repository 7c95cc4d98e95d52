"""A scenario: a frozen tree of quantities read from YAML and CSV. A run never changes it.

    scenario = load("magnitogorsk").with_changes({"planning.ratchet": "0.2"})
    scenario.validate({"planning": planning.Params})
    params = scenario.params(planning.Params, "planning")

A file says its format, name, title and the months of `burn_in`, `start` and `until`, and gives parameters by
mechanism, tables, single cells of tables, and decrees. Where it is silent, the one it is `based_on` speaks.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from magnitka.errors import Problems, ScenarioError, UsageError, did_you_mean, shown
from magnitka.quantity import Dated, Declared, Quantity, QuantityError, Schedule, fields_of, month_text
from magnitka.scenario_loading import CELL, FORMAT, Draft, bibliography, find, shipped
from magnitka.scenario_reading import Decree, Place, Source, frozen
from magnitka.scenario_sound import check_towns
from magnitka.scenario_writing import plain_decree, plain_leaf, plain_quantity, plain_source
from magnitka.tables_csv import CsvTable, broken_limit, limits_text
from magnitka.units import UnitError
from magnitka.what_if import WhatIf, change, hand_error, plain_record, remember, value_and_unit
from magnitka.yaml_text import dump

__all__ = ["Decree", "Scenario", "ScenarioError", "Source", "WhatIf", "load", "shipped"]

P = TypeVar("P")


@dataclass(frozen=True, eq=False)
class Scenario:
    """Everything that a run is given. Months are indexes, year * 12 + month - 1.

    `parameters` are by mechanism and name, `sources` the known bibliography, `what_ifs` what was set by hand.
    """

    name: str
    title: str
    burn_in: int
    start: int
    until: int
    path: str
    parameters: Mapping[str, Mapping[str, Quantity | Dated]] = field(repr=False)
    tables: Mapping[str, CsvTable] = field(repr=False)
    decrees: tuple[Decree, ...] = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)
    what_ifs: tuple[WhatIf, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict, repr=False)

    @cached_property
    def digest(self) -> str:
        """Hash of values and provenance, but not of the path nor of the record of what was set by hand."""
        content = {
            name: value for name, value in self._plain().items() if name not in ("sources", "what_ifs")
        }
        text = json.dumps(content, sort_keys=True, allow_nan=False)
        return blake2b(text.encode(), digest_size=16).hexdigest()

    def table(self, name: str) -> CsvTable:
        """A table by name. Raises ScenarioError."""
        if name not in self.tables:
            raise ScenarioError(self.path, 0, f"tables.{name}", "is missing", did_you_mean(name, self.tables))
        return self.tables[name]

    def params(self, params: type[P], section: str) -> P:
        """A mechanism's Params: floats in the declared units, and Schedules. Raises ScenarioError."""
        problems = Problems()
        values = self._values(params, section, problems)
        problems.raise_any()
        return params(**values)

    def validate(self, sections: Mapping[str, type]) -> None:
        """Checks all sections against the mechanisms' Params, and what is said of towns. Raises ScenarioError
        with all that is wrong.
        """
        problems = Problems()
        for section in self.parameters:
            if section not in sections:
                problems.add(
                    *self._place(section), section, "is not a mechanism", did_you_mean(section, sections)
                )
        for section, params in sections.items():
            self._values(params, section, problems)
        check_towns(self, problems)
        problems.raise_any()

    def quantities(self) -> Iterator[tuple[str, Quantity]]:
        """Every number with its key: `storming.bonus`, `orders.share@1988-01`, `tables.goods[ore].price`."""
        for section, leaves in self.parameters.items():
            for name, leaf in leaves.items():
                if isinstance(leaf, Quantity):
                    yield f"{section}.{name}", leaf
                else:
                    for month, step in leaf.steps:
                        yield f"{section}.{name}@{month_text(month)}", step
        for table in self.tables.values():
            for key, quantity in table.quantities():
                yield f"tables.{key}", quantity

    def cited(self) -> dict[str, Source]:
        """The sources that some number or decree names, by key, in alphabetical order."""
        keys = {decree.source for decree in self.decrees}
        for _, quantity in self.quantities():
            keys.update((quantity.source, *quantity.derived_from))
        return {key: self.sources[key] for key in sorted(keys) if key in self.sources}

    def with_changes(
        self, changes: Mapping[str, str | float], sections: Mapping[str, type] | None = None
    ) -> Scenario:
        """The scenario with numbers set by hand: `{"planning.ratchet": "0.2", "works.capacity": "16 Mt/yr"}`.

        Keys are those of `quantities()`; a dated parameter set without date is constant. A value without unit
        is in the unit declared in `sections`, and without that in the one written in the scenario. Raises
        ScenarioError.
        """
        changed = self
        for key, given in changes.items():
            changed = (
                changed._with_cell(key, given)
                if key.startswith("tables.")
                else changed._with_leaf(key, given, sections or {})
            )
        return changed

    def with_section(
        self,
        section: str,
        leaves: Mapping[str, Quantity | Dated],
        sources: Mapping[str, Source] | None = None,
    ) -> Scenario:
        """The scenario with the parameters of a mechanism that somebody else wrote. Raises ScenarioError."""
        known = {**(sources or {}), **self.sources}
        made = replace(
            self, parameters=frozen({**self.parameters, section: frozen(leaves)}), sources=frozen(known)
        )
        for key, quantity in made.quantities():
            if key.startswith(f"{section}.") and quantity.source and quantity.source not in known:
                raise ScenarioError(
                    section,
                    0,
                    key,
                    f"names the unknown source {shown(quantity.source)}",
                    did_you_mean(quantity.source, known),
                )
        return made

    def to_yaml(self) -> str:
        """The scenario as resolved. Beside its tables it loads back to the same digest; see `write`."""
        return dump(self._plain())

    def write(self, folder: str | os.PathLike[str]) -> Path:
        """Writes `scenario.yaml` and its tables into a folder, complete in themselves; gives its path."""
        target = Path(folder)
        (target / "tables").mkdir(parents=True, exist_ok=True)
        for table in self.tables.values():
            rows, form = table.written()
            (target / "tables" / f"{table.name}.csv").write_text(rows, encoding="utf-8", newline="\n")
            (target / "tables" / f"{table.name}.yaml").write_text(form, encoding="utf-8", newline="\n")
        path = target / "scenario.yaml"
        path.write_text(self.to_yaml(), encoding="utf-8", newline="\n")
        return path

    def _plain(self) -> dict[str, Any]:
        """The whole content as dicts, lists, texts and numbers, in the form of the file."""
        return {
            "format": FORMAT,
            "name": self.name,
            "title": self.title,
            "burn_in": month_text(self.burn_in),
            "start": month_text(self.start),
            "until": month_text(self.until),
            "tables": {
                name: {"file": f"tables/{name}.csv", "digest": table.digest}
                for name, table in self.tables.items()
            },
            "parameters": {
                section: {name: plain_leaf(leaf) for name, leaf in leaves.items()}
                for section, leaves in self.parameters.items()
            },
            "cells": {
                f"{name}[{table.keys[row]}].{column}": plain_quantity(cell)
                for name, table in self.tables.items()
                for (row, column), cell in table.cells.items()
            },
            "decrees": [plain_decree(decree) for decree in self.decrees],
            "sources": {key: plain_source(source) for key, source in self.cited().items()},
            "what_ifs": [plain_record(record) for record in self.what_ifs],
        }

    def _place(self, key: str) -> Place:
        return self.places.get(key, Place(self.path, 0))

    def _values(self, params: type, section: str, problems: Problems) -> dict[str, float | Schedule]:
        """The values for a Params class; what is wrong goes to `problems`."""
        declared = {one.name: one for one in fields_of(params)}
        leaves = self.parameters.get(section, {})
        if declared and section not in self.parameters:
            problems.add(
                self.path, 0, f"parameters.{section}", "is missing", f"add it with {', '.join(declared)}"
            )
            return {}
        for name in leaves:
            if name not in declared:
                key = f"{section}.{name}"
                problems.add(*self._place(key), key, "is not a parameter", did_you_mean(name, declared))
        values: dict[str, float | Schedule] = {}
        for name, one in declared.items():
            key = f"{section}.{name}"
            if name not in leaves:
                problems.add(
                    *self._place(section), key, "is missing", f"add it, in {one.unit}: {one.meaning}"
                )
                continue
            value = self._value(leaves[name], one, key, problems)
            if value is not None:
                values[name] = value
        return values

    def _value(
        self, leaf: Quantity | Dated, one: Declared, key: str, problems: Problems
    ) -> float | Schedule | None:
        try:
            leaf = leaf.to(one.unit)
        except (UnitError, QuantityError) as error:
            problems.add(*self._place(key), f"{key}.unit", f"is wrong: {error.problem}", error.mend)
            return None
        steps = leaf.steps if isinstance(leaf, Dated) else ((0, leaf),)
        for _, step in steps:
            for number in (step.value, step.low, step.high):
                complaint = "" if number is None else broken_limit(number, one.unit, *one.bounds)
                if complaint:
                    mend = f"write {limits_text(one.unit, *one.bounds) or 'another value'} ({one.meaning})"
                    problems.add(*self._place(key), key, complaint, mend)
                    return None
        if one.is_schedule:
            return Schedule(tuple(month for month, _ in steps), tuple(step.value for _, step in steps))
        if isinstance(leaf, Dated):
            problems.add(
                *self._place(key), key, "changes at dates, but is one number for all time", "write one value"
            )
            return None
        return leaf.value

    def _with_leaf(self, key: str, given: str | float, sections: Mapping[str, type]) -> Scenario:
        path, _, date = key.partition("@")
        section, _, name = path.partition(".")
        leaf = self.parameters.get(section, {}).get(name)
        if leaf is None:
            known = [f"{one}.{other}" for one, leaves in self.parameters.items() for other in leaves]
            raise hand_error(key, "is not a parameter of this scenario", did_you_mean(path, known))
        declared = (
            next((one for one in fields_of(sections[section]) if one.name == name), None)
            if section in sections
            else None
        )
        value, unit = value_and_unit(key, given, declared.unit if declared else leaf.unit)
        if not date:
            made, record = change(leaf, key, value, unit)
        elif not isinstance(leaf, Dated):
            raise hand_error(key, "names a date, and that parameter has none", f"write {path}={given}")
        else:
            steps = {month_text(month): (month, step) for month, step in leaf.steps}
            if date not in steps:
                raise hand_error(key, "names no date of that parameter", did_you_mean(date, steps))
            month, step = steps[date]
            changed, record = change(step, key, value, unit)
            assert isinstance(changed, Quantity)
            made = Dated(tuple({**steps, date: (month, changed)}.values()))
        if declared:
            problems = Problems()
            self._value(made, declared, key, problems)
            if problems.found:
                raise hand_error(key, problems.found[0].problem, problems.found[0].mend)
        leaves = frozen({**self.parameters[section], name: made})
        return replace(
            self,
            parameters=frozen({**self.parameters, section: leaves}),
            what_ifs=remember(self.what_ifs, record),
        )

    def _with_cell(self, key: str, given: str | float) -> Scenario:
        match = CELL.fullmatch(key.removeprefix("tables."))
        if match is None or match[1] not in self.tables:
            raise hand_error(
                key,
                "names no cell of a table of this scenario",
                f"write it as tables.NAME[row].column; {did_you_mean(key, self.tables)}",
            )
        table = self.tables[match[1]]
        try:
            old = table.quantity(match[2], match[3])
            made, record = change(old, key, *value_and_unit(key, given, old.unit))
            assert isinstance(made, Quantity)
            if made is not old:
                table = table.with_cell(match[2], match[3], made)
        except ScenarioError:
            raise
        except UsageError as error:
            raise hand_error(key, f"is refused: {error}") from None
        return replace(
            self, tables=frozen({**self.tables, match[1]: table}), what_ifs=remember(self.what_ifs, record)
        )


def load(
    name_or_path: str | os.PathLike[str], sources: Path | Mapping[str, Source] | None = None
) -> Scenario:
    """Reads a scenario by shipped name or path; `sources` is a bibliography other than the shipped one.

    Raises ScenarioError: the first thing that is wrong, with all the others attached.
    """
    draft = Draft(find(name_or_path), bibliography(sources))
    draft.read()
    return Scenario(
        name=draft.name,
        title=draft.title,
        **draft.months,
        path=str(draft.path),
        parameters=frozen({section: frozen(leaves) for section, leaves in draft.parameters.items()}),
        tables=frozen(draft.tables),
        decrees=draft.decrees,
        sources=frozen(draft.sources),
        what_ifs=draft.what_ifs,
        places=frozen(draft.places),
    )

"""A what-if: one number of a scenario set by hand for a run, remembered beside what it replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from magnitka.errors import ScenarioError
from magnitka.quantity import Dated, Kind, Quantity, QuantityError, checked, number_from
from magnitka.scenario_reading import Reader
from magnitka.units import UnitError, convert, unit_text
from magnitka.yaml_text import Items, Node

_VALUE = re.compile(r"([-+.0-9eE]+)\s*(.*)")
_GIVEN_BY_HAND = "--set"  # stands where an error would name the file


@dataclass(frozen=True)
class WhatIf:
    """`key` was `old` (one value, or one per date) and is `new`; `low` and `high` were its range."""

    key: str
    old: tuple[float, ...]
    new: float
    unit: str
    low: float | None
    high: float | None

    @property
    def inside_range(self) -> bool | None:
        """Whether the new value lies in the range the scenario declared; None where it declared none."""
        return None if self.low is None or self.high is None else self.low <= self.new <= self.high


def hand_error(key: str, problem: str, mend: str = "") -> ScenarioError:
    """An error in what was set by hand."""
    return ScenarioError(_GIVEN_BY_HAND, 0, key, problem, mend)


def value_and_unit(key: str, given: str | float, unit: str) -> tuple[float, str]:
    """The number that was set, and its unit: `unit` unless the text says another. Raises ScenarioError."""
    try:
        if not isinstance(given, str):
            return checked(given), unit
        match = _VALUE.fullmatch(given.strip())
        return (number_from(match[1]), match[2] or unit) if match else (number_from(given.strip()), unit)
    except QuantityError as error:
        raise hand_error(key, error.problem, error.mend) from None


def change(leaf: Quantity | Dated, key: str, value: float, unit: str) -> tuple[Quantity | Dated, WhatIf]:
    """The leaf with the new value, held from its first date on, and the record of it. Raises ScenarioError.

    A value that was there already leaves the leaf as it was, so that such a run is the same run.
    """
    before = [step for _, step in leaf.steps] if isinstance(leaf, Dated) else [leaf]
    try:
        new = convert(value, unit, leaf.unit)
        record = WhatIf(
            key,
            tuple(step.value for step in before),
            new,
            leaf.unit,
            _end(min, [step.low for step in before]),
            _end(max, [step.high for step in before]),
        )
        if all(step.value == new for step in before):
            return leaf, record
        ends = [end for step in before for end in (step.value, step.low, step.high) if end is not None]
        replaced = ", ".join(f"{step.value:g}" for step in before[:4]) + (", ..." if len(before) > 4 else "")
        made = Quantity(
            new,
            leaf.unit,
            Kind.GUESS,
            low=min(new, *ends),
            high=max(new, *ends),
            why=f"what-if in place of {replaced} {unit_text(leaf.unit)}".rstrip(),
        )
    except (UnitError, QuantityError) as error:
        raise hand_error(key, error.problem, error.mend) from None
    return (Dated(((leaf.steps[0][0], made),)) if isinstance(leaf, Dated) else made), record


def remember(records: tuple[WhatIf, ...], new: WhatIf) -> tuple[WhatIf, ...]:
    """The records with a new one; when the key was set before, with what the scenario said at first."""
    first = next((record for record in records if record.key == new.key), None)
    if first is not None:
        new = replace(first, new=convert(new.new, new.unit, first.unit))
    return (*(record for record in records if record.key != new.key), new)


def plain_record(record: WhatIf) -> dict[str, Any]:
    """The record as it is written in YAML."""
    given = {
        "key": record.key,
        "old": list(record.old),
        "new": record.new,
        "unit": record.unit,
        "low": record.low,
        "high": record.high,
    }
    return {name: value for name, value in given.items() if value is not None}


def read_records(reader: Reader, node: Node | None) -> tuple[WhatIf, ...]:
    """The what-ifs that a resolved scenario keeps."""
    if node is None:
        return ()
    if not isinstance(node, Items):
        reader.wrong(node.line, "what_ifs", "is not a list", "leave it as the program wrote it")
        return ()
    return tuple(
        record
        for number, one in enumerate(node.items, start=1)
        if (record := _read_record(reader, one, f"what_ifs[{number}]")) is not None
    )


def _read_record(reader: Reader, node: Node, key: str) -> WhatIf | None:
    needed = ("key", "old", "new", "unit")
    before = len(reader.problems.found)
    given: Mapping[str, Node] = reader.entries(node, key, (*needed, "low", "high"), required=needed)
    olds = given.get("old")
    values = [reader.number(one, f"{key}.old") for one in (olds.items if isinstance(olds, Items) else [olds])]
    new, low, high = (reader.number(given.get(name), f"{key}.{name}") for name in ("new", "low", "high"))
    name, unit = reader.text(given.get("key"), f"{key}.key"), reader.text(given.get("unit"), f"{key}.unit")
    if len(reader.problems.found) > before or new is None or name is None or unit is None or None in values:
        return None
    return WhatIf(name, tuple(value for value in values if value is not None), new, unit, low, high)


def _end(choose: Any, ends: list[float | None]) -> float | None:
    """The least or the greatest end, or None when one of them is not known."""
    return None if None in ends else choose(ends)

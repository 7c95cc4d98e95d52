"""The parts of a scenario as plain dicts, lists, texts and numbers, in the form in which files give them."""

from __future__ import annotations

from typing import Any

from magnitka.quantity import Dated, Quantity, month_text
from magnitka.scenario_reading import Decree, Source


def plain_quantity(quantity: Quantity) -> dict[str, Any]:
    """The quantity as it is written in YAML."""
    return {"value": quantity.value, "unit": quantity.unit, **plain_origin(quantity)}


def plain_origin(pattern: Quantity) -> dict[str, Any]:
    """The provenance alone."""
    given = {
        "kind": str(pattern.kind),
        "source": pattern.source,
        "where": pattern.where,
        "from": list(pattern.derived_from),
        "why": pattern.why,
        "low": pattern.low,
        "high": pattern.high,
        "scaled": pattern.scaled,
    }
    return {name: value for name, value in given.items() if value not in ("", [], None)}


def plain_leaf(leaf: Quantity | Dated) -> dict[str, Any]:
    """A parameter; the unit of a dated one stands once above its dates."""
    if isinstance(leaf, Quantity):
        return plain_quantity(leaf)
    steps = {month_text(month): plain_quantity(step) for month, step in leaf.steps}
    for step in steps.values():
        del step["unit"]
    return {"unit": leaf.unit, "dates": steps}


def plain_source(source: Source) -> dict[str, str]:
    """An entry of the bibliography, without its key."""
    return {name: text for name, text in vars(source).items() if text and name != "key"}


def plain_decree(decree: Decree) -> dict[str, str]:
    """A decree."""
    return {
        "date": month_text(decree.month),
        "name": decree.name,
        "source": decree.source,
        "where": decree.where,
    }

"""How commands speak: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


def emit(answer: Mapping[str, Any]) -> None:
    """Prints exactly one JSON object on standard output; numbers that JSON cannot spell become null."""
    click.echo(json.dumps(plain(answer), ensure_ascii=False, allow_nan=False))


def plain(value: Any) -> Any:
    """The value as JSON knows it: mappings, lists, texts, finite numbers, true, false, null."""
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(entry) for entry in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    if hasattr(value, "tolist"):  # numpy's numbers and arrays
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)


def note(text: str) -> None:
    """A remark on the way, on standard error."""
    click.echo(text, err=True)


def figure(value: float | None) -> str:
    """A number for reading: four significant figures, thousands grouped, a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "-"
    if value == 0.0 or 1e-3 <= abs(value) < 1e12:
        decimals = max(0, 3 - math.floor(math.log10(abs(value)))) if value else 0
        text = f"{value:,.{decimals}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{value:.3g}"


def unit(symbol: str) -> str:
    """A unit for reading: pure numbers have none."""
    return "" if symbol == "1" else symbol


def aligned(rows: Iterable[Sequence[str]], right: Sequence[int] = (), indent: str = "  ") -> str:
    """Rows of texts as a table in columns; the columns in `right` are set flush right."""
    table = [list(row) for row in rows]
    if not table:
        return ""
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    lines = (
        "  ".join(
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    )
    return "\n".join(f"{indent}{line}".rstrip() for line in lines)

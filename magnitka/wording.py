"""Numbers and tables as plain text has them; the report's page has its own wording."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def figure(value: float | None) -> str:
    """A number for reading: four significant figures, thousands grouped, a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "-"
    if value == 0.0 or 1e-3 <= abs(value) < 1e12:
        decimals = max(0, 3 - math.floor(math.log10(abs(value)))) if value else 0
        text = f"{value:,.{decimals}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{value:.3g}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 run`, `2 runs`, `12,000 runs`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


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

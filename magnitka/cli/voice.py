"""How commands speak: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
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

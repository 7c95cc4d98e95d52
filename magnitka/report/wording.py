"""Numbers and texts as the page shows them: thin spaces, true minus signs, nothing that could break the HTML."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import numpy as np

THIN = "\u202f"  # narrow no-break space
MINUS = "\u2212"
DASH = "\u2013"
UNWELCOME = {"Cc", "Cf", "Cs"}  # Unicode categories: control, format, surrogate
DIGITS_OF_DATA = 4  # significant digits of the numbers handed to the charts
DECIMALS = 9  # at most, of a number
NOTHING = 1e-9  # of a whole: what rounding leaves of nothing


def esc(text: object) -> str:
    """Text for an HTML element or a quoted attribute; control characters, lone surrogates and marks that turn the
    direction of writing are made visible."""
    harmless = "".join("\ufffd" if unicodedata.category(c) in UNWELCOME else c for c in str(text))
    return escape(harmless, quote=True)


def rounded(value: float, digits: int) -> float:
    """`value` with that many significant digits; as it is where there is no such number."""
    short = float(f"{value:.{digits - 1}e}")
    return short if math.isfinite(short) else value


def number(value: float, digits: int = 2) -> str:
    """`number(16494, 3)` is 16 500 with a thin space; a dash where there is no number."""
    if not math.isfinite(value):
        return DASH
    short = rounded(value, digits)
    if round(short, DECIMALS) == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(short))))
    whole, _, part = f"{abs(short):.{min(decimals, DECIMALS)}f}".partition(".")
    if len(whole) > 4:
        groups = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)]
        whole = THIN.join(reversed(groups))
    return (MINUS if short < 0 else "") + whole + (f".{part}" if part else "")


def count(whole: int, one: str = "", many: str = "") -> str:
    """A whole number in full, and what is counted: `count(12500)` is 12 500, `count(1, "group holds")` as it says."""
    text = f"{whole:,}".replace(",", THIN) if whole > 9999 else str(whole)
    words = one if whole == 1 else many
    return f"{text} {words}" if words else text


def plain(value: float, digits: int = 4) -> str:
    """A number as it was written down, without the zeros that `number` keeps: `plain(.6)` is 0.6."""
    text = number(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def tenths(value: float) -> str:
    """A number of which less than a tenth tells nothing: `tenths(4.66)` is 4.7, `tenths(.03)` is <0.1."""
    if not math.isfinite(value):
        return DASH
    sign, size = MINUS if value < 0 else "", abs(value)
    if size < 100 * NOTHING:
        return "0"
    if size < 0.05:
        return f"{sign}<0.1"
    return sign + (f"{size:.1f}" if size < 9.95 else count(round(size)))


def hundredths(share: float) -> str:
    """A share in per cent, for a column: at most one decimal, and a hundred for the whole alone."""
    if 0.995 <= share < 1 - NOTHING:
        return ">99.9" if share > 0.9995 else f"{math.floor(1000 * share) / 10:.1f}"
    return tenths(100 * share)


def percent(share: float) -> str:
    """`percent(.138)` is 14 %; none of a whole is none."""
    return "none" if abs(share) < NOTHING else f"{hundredths(share)}{THIN}%"


def signed_percent(share: float) -> str:
    """`signed_percent(.138)` is +14 %."""
    return ("+" if share > NOTHING else "") + f"{tenths(100 * share)}{THIN}%"


def measure(value: float, unit: str, digits: int = 3) -> str:
    """A value with its unit; the unit 1 goes unsaid, and 1/month is per month."""
    return plain(value, digits) if unit in ("1", "") else f"{plain(value, digits)}{THIN}{unit_words(unit)}"


def unit_words(unit: str) -> str:
    """A unit as it stands after a number."""
    return f"per {unit[2:]}" if unit.startswith("1/") else unit


def listed(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *most, last = list(words)
    return f"{', '.join(most)} and {last}" if most else last


def packed(value: Any) -> Any:
    """Data for a chart: arrays become lists of numbers of four significant digits, NaN becomes null."""
    if isinstance(value, Mapping):
        return {str(key): packed(one) for key, one in value.items()}
    if isinstance(value, np.ndarray):
        if value.ndim > 1:
            return [packed(row) for row in value]
        return [packed(one) for one in value.tolist()]
    if isinstance(value, (list, tuple)):
        return [packed(one) for one in value]
    if isinstance(value, np.generic):
        return packed(value.item())
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        short = rounded(value, DIGITS_OF_DATA)
        return int(short) if short.is_integer() and abs(short) < 1e15 else short
    return value


def script_json(value: Any) -> str:
    """JSON that may stand inside a script element: no text in it can close the element or open a comment."""
    text = json.dumps(packed(value), ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

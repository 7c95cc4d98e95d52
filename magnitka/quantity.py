"""A number that knows its unit and where it comes from; a bare one is refused.

Every number of a scenario is a `Quantity` of one of four kinds: *sourced* (a key of the bibliography and the
page or words seen), *derived* (from which others, and how), *borrowed* (whence, and why that is fair here) or
a *guess* (its range, and the reason). Mechanisms declare what they need with `quantity()` and `schedule()`
and receive plain floats.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, NamedTuple, get_type_hints

from magnitka.errors import UsageError, shown
from magnitka.units import UnitError, amount, convert, unit_of

LARGEST, SMALLEST = 1e100, 1e-100  # beyond these a slip of the pen, and conversions could overflow
FIRST_YEAR, LAST_YEAR = 1900, 2099
_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.?(?:nan|inf|infinity)", re.IGNORECASE)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DECLARED = "magnitka"  # the key of our entry in a dataclass field's metadata


class QuantityError(UsageError):
    """A number that breaks the rules; `field` is the field of the quantity that is at fault."""

    def __init__(self, field: str, problem: str, mend: str) -> None:
        super().__init__(field, problem, mend)
        self.field, self.problem, self.mend = field, problem, mend

    def __str__(self) -> str:
        return f"{self.field}: {self.problem}; {self.mend}"


class Kind(StrEnum):
    """Where a number comes from."""

    SOURCED = "sourced"
    DERIVED = "derived"
    BORROWED = "borrowed"
    GUESS = "guess"


# What each kind must say, and the mend when it does not.
_REQUIRED: dict[Kind, dict[str, str]] = {
    Kind.SOURCED: {
        "source": 'add "source: KEY" from the bibliography',
        "where": 'add "where: ...", the page or the words seen',
    },
    Kind.DERIVED: {
        "derived_from": 'add "from: [KEY, ...]", the sources or parameters it follows from',
        "why": 'add "why: ...", the arithmetic',
    },
    Kind.BORROWED: {
        "source": 'add "source: KEY" from the bibliography',
        "where": 'add "where: ...", whence it is borrowed',
        "why": 'add "why: ...", why it is fair here',
    },
    Kind.GUESS: {
        "low": 'add "low: ...", the least it may be',
        "high": 'add "high: ...", the most it may be',
        "why": 'add "why: ...", the reason for the range',
    },
}
BLANK = "blank"  # stands in a file where a number is still to be filled in
_NAME_IN_FILES = {"derived_from": "from"}


@dataclass(frozen=True)
class Quantity:
    """One number with unit and provenance. Raises QuantityError when it breaks a rule of its kind.

    `low` and `high` are the range within which the truth is believed to lie; a guess must have one. `scaled` is by
    what an amount borrowed from another town is still to be multiplied; see `scenario_scaling`.
    """

    value: float
    unit: str
    kind: Kind
    source: str = ""
    where: str = ""
    low: float | None = None
    high: float | None = None
    why: str = ""
    derived_from: tuple[str, ...] = ()
    scaled: str = ""

    def __post_init__(self) -> None:
        for name in ("value", "low", "high"):
            number = getattr(self, name)
            if number is not None or name == "value":
                object.__setattr__(self, name, checked(number, name))
        for name in ("source", "where", "why"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))
        try:
            object.__setattr__(self, "kind", Kind(self.kind))
        except ValueError:
            raise QuantityError(
                "kind", f"is {shown(str(self.kind))}, which is no kind", f"write one of {', '.join(Kind)}"
            ) from None
        try:
            unit_of(self.unit)
        except UnitError as error:
            raise QuantityError("unit", f"is wrong: {error.problem}", error.mend) from None
        for name, mend in _REQUIRED[self.kind].items():
            if getattr(self, name) in ("", (), None):
                raise QuantityError(
                    name, f'is {self.kind} but has no "{_NAME_IN_FILES.get(name, name)}"', mend
                )
        if (self.low is None) != (self.high is None):
            raise QuantityError(
                "low" if self.low is None else "high", "has only one end of a range", "give both low and high"
            )
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            raise QuantityError(
                "value",
                f"is {self.value:g}, outside its range {self.low:g} to {self.high:g}",
                "mend the value or the range",
            )

    def to(self, unit: str) -> Quantity:
        """The same quantity in another unit of its dimension; raises UnitError when there is no such way."""
        if unit == self.unit:
            return self
        low = None if self.low is None else convert(self.low, self.unit, unit)
        high = None if self.high is None else convert(self.high, self.unit, unit)
        return replace(self, value=convert(self.value, self.unit, unit), unit=unit, low=low, high=high)

    def __str__(self) -> str:
        return amount(self.value, self.unit)


@dataclass(frozen=True)
class Dated:
    """A quantity that changes at given months: pairs of (month index, quantity), ascending, in one unit."""

    steps: tuple[tuple[int, Quantity], ...]

    @property
    def unit(self) -> str:
        return self.steps[0][1].unit

    def to(self, unit: str) -> Dated:
        return Dated(tuple((month, step.to(unit)) for month, step in self.steps))


@dataclass(frozen=True)
class Schedule:
    """What a mechanism sees of a dated quantity: plain values, each holding from its month until the next.

    `starts` are ascending month indexes (year * 12 + month - 1), `values` the floats that begin there.
    """

    starts: tuple[int, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.starts or len(self.starts) != len(self.values):
            raise ValueError("a schedule needs as many starts as values, and at least one")
        if any(later <= earlier for earlier, later in zip(self.starts, self.starts[1:], strict=False)):
            raise ValueError("the months of a schedule must ascend")

    @classmethod
    def constant(cls, value: float) -> Schedule:
        """The same value at all times."""
        return cls((0,), (float(value),))

    def at(self, month_index: int) -> float:
        """The value in force in a month; raises ValueError before the first date."""
        step = bisect_right(self.starts, month_index) - 1
        if step < 0:
            raise ValueError(f"no value before {month_text(self.starts[0])}")
        return self.values[step]


class Declared(NamedTuple):
    """What a mechanism says of one parameter. `bounds` are (at_least, at_most); None is no limit."""

    name: str
    unit: str
    meaning: str
    bounds: tuple[float | None, float | None]
    is_schedule: bool


def quantity(unit: str, meaning: str, *, at_least: float | None = None, at_most: float | None = None) -> Any:
    """A field of a mechanism's Params: a float in `unit` that the scenario must give. Raises UnitError."""
    unit_of(unit)
    return field(metadata={_DECLARED: Declared("", unit, meaning, (at_least, at_most), False)})


def schedule(unit: str, meaning: str, *, at_least: float | None = None, at_most: float | None = None) -> Any:
    """A field of a mechanism's Params: a `Schedule` of values in `unit`. Raises UnitError."""
    unit_of(unit)
    return field(metadata={_DECLARED: Declared("", unit, meaning, (at_least, at_most), True)})


def fields_of(params: type) -> list[Declared]:
    """What a Params class declares, in order. Raises TypeError for a field without unit or of wrong type."""
    hints = get_type_hints(params)
    found = []
    for one in fields(params):
        declared = one.metadata.get(_DECLARED)
        if declared is None:
            raise TypeError(f"{params.__qualname__}.{one.name} is a bare number: declare it with quantity()")
        wanted = Schedule if declared.is_schedule else float
        if hints[one.name] is not wanted:
            raise TypeError(f"{params.__qualname__}.{one.name} must be annotated {wanted.__name__}")
        found.append(declared._replace(name=one.name))
    return found


def checked(number: object, name: str = "value") -> float:
    """A finite float of sane size, with minus zero made zero; raises QuantityError."""
    if isinstance(number, bool) or not hasattr(number, "__float__"):
        raise QuantityError(name, f"is {shown(str(number))}, which is not a number", "write a plain number")
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise QuantityError(name, "is not a finite number", "write a finite number")
    if value != 0.0 and not SMALLEST <= abs(value) <= LARGEST:
        raise QuantityError(
            name, f"is {value:g}, too large or too small to be meant", "mend the exponent or the unit"
        )
    return value + 0.0


def number_from(text: str, name: str = "value") -> float:
    """The number that a text spells in the decimal notation of YAML 1.2: 0.25, .5e3, 1e6.

    Octal, hexadecimal, grouped digits and leading zeros are refused, since readers of YAML disagree about
    them. Raises QuantityError.
    """
    if text == BLANK:
        raise QuantityError(
            name, "is still blank", "fill it in; the number of the model town stands beside it"
        )
    if _NOT_FINITE.fullmatch(text):
        raise QuantityError(name, f"is {shown(text)}, which is not finite", "write a finite number")
    if not _NUMBER.fullmatch(text):
        raise QuantityError(
            name, f"is {shown(text)}, which is not a number", "write a plain number such as 0.25 or 1e6"
        )
    if len(text) > 60:
        raise QuantityError(name, f"is {shown(text, 20)}, a number of {len(text)} characters", "round it")
    mantissa = re.split("[eE]", text)[0]
    if any(digit in "123456789" for digit in mantissa) and float(text) == 0.0:
        raise QuantityError(name, f"is {shown(text)}, too small to be meant", "mend the exponent")
    return checked(float(text), name)


def number_text(value: float) -> str:
    """The shortest text from which `number_from` gives back the same float."""
    return repr(value).removesuffix(".0")


def month_index(text: str) -> int:
    """`1985-01` as year * 12 + month - 1; raises QuantityError for an impossible date."""
    match = _MONTH.fullmatch(text)
    if match is None:
        raise QuantityError(
            "date", f"is {shown(text)}, which is not a month", "write it as YYYY-MM, such as 1985-01"
        )
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12:
        raise QuantityError(
            "date", f"is {shown(text)}, and there is no month {month}", "write a month from 01 to 12"
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise QuantityError("date", f"is {shown(text)}, far from the century", "mend the year")
    return year * 12 + month - 1


def month_text(month: int) -> str:
    """The inverse of `month_index`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"

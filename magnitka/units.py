"""The closed table of units: a unit is a symbol of this table, or symbols joined by a slash.

`rub/t`, `Mt/yr`, `kg/person/yr` and `rub/(t/yr)` are units; `rouble/ton` is refused with the right spelling.
Values are converted only inside a dimension. Time is the clock's: a year has 12 months and 36 dekads, and
where days or hours meet years, 365.25 days.
"""

from __future__ import annotations

from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from magnitka.errors import UsageError, shown

LONGEST_SYMBOL = 40


class UnitError(UsageError):
    """A unit that is not in the table, or one of another dimension than was asked for."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem, mend)
        self.problem, self.mend = problem, mend

    def __str__(self) -> str:
        return f"{self.problem}; {self.mend}"


class Unit(NamedTuple):
    """How many of the dimension's first unit one of these is, and the powers of the base dimensions."""

    factor: Fraction
    dimension: tuple[tuple[str, int], ...]


def _units(dimension: str, power: int = 1, **factors: int | str) -> dict[str, Unit]:
    return {symbol: Unit(Fraction(factor), ((dimension, power),)) for symbol, factor in factors.items()}


def _per_time(energies: dict[str, Unit]) -> dict[str, Unit]:
    return {symbol: Unit(unit.factor, (("energy", 1), ("time", -1))) for symbol, unit in energies.items()}


TABLE: dict[str, Unit] = {
    "1": Unit(Fraction(1), ()),
    "%": Unit(Fraction(1, 100), ()),
    # mass, in grams
    **_units("mass", ug="1/1000000", mg="1/1000", g=1, kg=10**3, t=10**6, kt=10**9, Mt=10**12, Gt=10**15),
    # money: roubles, the accounting roubles of foreign trade, dollars; no rate between them is built in
    **_units("rouble", kop="1/100", rub=1, krub=10**3, Mrub=10**6, Grub=10**9),
    **_units("foreign-trade rouble", vrub=1, Mvrub=10**6, Gvrub=10**9),
    **_units("dollar", USD=1, MUSD=10**6, GUSD=10**9),
    # time, in hours
    **_units(
        "time",
        s="1/3600",
        min="1/60",
        h=1,
        day=24,
        week=168,
        dekad="487/2",
        month="1461/2",
        quarter="4383/2",
        yr=8766,
    ),
    # energy, in joules; tce is the tonne of coal equivalent of 7,000 kcal/kg
    **_units(
        "energy",
        J=1,
        MJ=10**6,
        GJ=10**9,
        kcal=4184,
        Gcal=4184 * 10**6,
        kWh=3_600_000,
        MWh=3_600 * 10**6,
        GWh=3_600 * 10**9,
        TWh=3_600 * 10**12,
        tce=29_307_600_000,
    ),
    **_per_time(_units("energy", kW=3_600_000, MW=3_600 * 10**6, GW=3_600 * 10**9)),
    # space; tkm is a tonne carried a kilometre
    **_units("length", mm="1/1000", m=1, km=1000),
    **_units("length", 2, m2=1, Mm2=10**6, ha=10**4, km2=10**6),
    **_units("length", 3, l="1/1000", m3=1, Ml=1000, Mm3=10**6, Gm3=10**9),
    **{
        symbol: Unit(Fraction(factor), (("length", 1), ("mass", 1)))
        for symbol, factor in (("tkm", 10**9), ("Mtkm", 10**15), ("Gtkm", 10**18))
    },
    # things that are counted
    **_units("persons", person=1, persons=1, kpersons=10**3, Mpersons=10**6),
    **_units("households", household=1, households=1),
    **_units("dwellings", dwelling=1, dwellings=1),
    **_units("enterprises", enterprise=1, enterprises=1),
    **_units("machines", machine=1, machines=1),
    **_units("wagons", wagon=1, wagons=1),
    **_units("coupons", coupon=1, coupons=1),
    # the good's own unit, for columns of tables whose rows are goods counted in kt, GWh or Mrub
    **_units("units of the good", unit=1, units=1),
}

# Other spellings: refused, so that one quantity is always written one way, but answered with the right one.
SPELLINGS: dict[str, str] = {
    **dict.fromkeys(("percent", "percents", "pct", "per cent"), "%"),
    **dict.fromkeys(("fraction", "share", "ratio", "none", "dimensionless", "-"), "1"),
    **dict.fromkeys(("tonne", "tonnes", "ton", "tons", "т"), "t"),
    **dict.fromkeys(("ktonnes", "thousand t"), "kt"),
    **dict.fromkeys(("Mtonnes", "million t", "mln t", "млн т"), "Mt"),
    **dict.fromkeys(("rouble", "roubles", "ruble", "rubles", "RUB", "руб"), "rub"),
    **dict.fromkeys(("million rub", "mln rub"), "Mrub"),
    **dict.fromkeys(("billion rub", "bn rub"), "Grub"),
    **dict.fromkeys(("valuta rub", "valuta rouble", "valuta roubles"), "vrub"),
    **dict.fromkeys(("M valuta rub", "million valuta rub"), "Mvrub"),
    **dict.fromkeys(("kopeck", "kopecks", "kopek", "kopeks"), "kop"),
    **dict.fromkeys(("dollar", "dollars", "$", "US$"), "USD"),
    **dict.fromkeys(("y", "a", "year", "years", "annum", "год"), "yr"),
    **dict.fromkeys(("months", "mo"), "month"),
    **dict.fromkeys(("quarters", "q"), "quarter"),
    **dict.fromkeys(("dekads", "decade", "decades", "tick", "ticks", "декада"), "dekad"),
    **dict.fromkeys(("days", "d"), "day"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), "h"),
    **dict.fromkeys(("minute", "minutes"), "min"),
    **dict.fromkeys(("people", "pers", "workers", "чел"), "persons"),
    **dict.fromkeys(("capita", "head", "worker"), "person"),
    **dict.fromkeys(("sqm", "m^2", "m²"), "m2"),
    **dict.fromkeys(("m^3", "m³"), "m3"),
}


@lru_cache(maxsize=4096)
def unit_of(symbol: str) -> Unit:
    """The unit that a symbol names. Raises UnitError, with the right spelling when it can be guessed."""
    unit = _parsed(symbol) if len(symbol) <= LONGEST_SYMBOL else None
    if unit is None:
        raise UnitError(f"{shown(symbol)} is not a known unit", _spelling(symbol))
    return unit


def convert(value: float, unit: str, to: str) -> float:
    """The value in `unit` expressed in `to`; raises UnitError when the dimensions differ."""
    if unit == to:
        return value
    one, other = unit_of(unit), unit_of(to)
    if one.dimension != other.dimension:
        raise UnitError(f"{shown(unit)} cannot be turned into {shown(to)}", f"write it in {to}")
    factor = one.factor / other.factor
    return value * factor.numerator / factor.denominator


def unit_text(symbol: str) -> str:
    """A unit for reading: pure numbers have none."""
    return "" if symbol == "1" else symbol


def amount(value: float, symbol: str) -> str:
    """A value with its unit for reading: `5 Mt/yr`, and `0.6` of a pure number."""
    return f"{value:g} {unit_text(symbol)}".rstrip()


def _terms(symbol: str) -> list[str]:
    """The parts between the slashes that stand outside parentheses."""
    terms, depth, last = [], 0, 0
    for place, letter in enumerate(symbol):
        depth += (letter == "(") - (letter == ")")
        if letter == "/" and depth == 0:
            terms.append(symbol[last:place])
            last = place + 1
    return [*terms, symbol[last:]]


def _parsed(symbol: str) -> Unit | None:
    if symbol in TABLE:
        return TABLE[symbol]
    first, *below = _terms(symbol)
    if not below:
        return None
    factor, powers = Fraction(1), dict[str, int]()
    for term, sign in [(first, 1), *((term, -1) for term in below)]:
        grouped = term.startswith("(") and term.endswith(")")
        unit = _parsed(term[1:-1]) if grouped else TABLE.get(term)
        if unit is None:
            return None
        factor *= unit.factor if sign > 0 else 1 / unit.factor
        for dimension, power in unit.dimension:
            powers[dimension] = powers.get(dimension, 0) + sign * power
    return Unit(factor, tuple(sorted((name, power) for name, power in powers.items() if power)))


def _spelling(symbol: str) -> str:
    """The mend for an unknown unit: each part in its right spelling, or where to look."""
    parts = [_right_part(part.strip()) for part in _terms(symbol[:LONGEST_SYMBOL].replace(" per ", "/"))]
    guess = "/".join(parts)
    if guess != symbol and _parsed(guess) is not None:
        return f'write "{guess}"'
    return f"units are {', '.join(list(TABLE)[:16])}, ... and quotients such as rub/t"


def _right_part(part: str) -> str:
    if part in TABLE:
        return part
    if part in SPELLINGS or part.lower() in SPELLINGS:
        return SPELLINGS.get(part) or SPELLINGS[part.lower()]
    near = [symbol for symbol in TABLE if symbol.lower() == part.lower()]
    near = near or get_close_matches(part, [*TABLE, *SPELLINGS], n=1, cutoff=0.75)
    return SPELLINGS.get(near[0], near[0]) if near else part

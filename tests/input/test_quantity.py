"""Numbers: units, kinds, ranges, dates, and what is refused."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magnitka.quantity import (
    Declared,
    Kind,
    Quantity,
    QuantityError,
    Schedule,
    fields_of,
    month_index,
    month_text,
    number_from,
    number_text,
    quantity,
    schedule,
)
from magnitka.units import TABLE, UnitError, convert, unit_of

GUESS = Quantity(0.3, "1", Kind.GUESS, low=0.1, high=0.6, why="between two readings")


# ---- units


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (16.0, "Mt/yr", "kt/yr", 16_000.0),
        (1.0, "1/dekad", "1/yr", 36.0),
        (3.0, "%/yr", "1/yr", 0.03),
        (12.0, "kt/month", "Mt/yr", 0.144),
        (250.0, "rub/t", "Mrub/kt", 0.25),
        (1.0, "kt/kt", "t/t", 1.0),
        (8.766, "GWh/yr", "MW", 1.0),
        (800.0, "rub/(t/yr)", "Mrub/(Mt/yr)", 800.0),
        (60.0, "kg/person/yr", "kg/person/month", 5.0),
        (1.0, "tce", "GJ", 29.3076),
        (1.0, "quarter", "dekad", 9.0),
    ],
)
def test_conversion(value: float, unit: str, to: str, expected: float) -> None:
    assert convert(value, unit, to) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "to"), [("t", "rub"), ("kt", "kt/yr"), ("rub", "USD"), ("rub", "vrub"), ("m2", "m3")]
)
def test_no_conversion_between_dimensions(unit: str, to: str) -> None:
    with pytest.raises(UnitError, match=f'"{unit}" cannot be turned into "{to}"'):
        convert(1.0, unit, to)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("percent", "%"),
        ("Rouble/ton", "rub/t"),
        ("mt/year", "Mt/yr"),
        ("tonnes per year", "t/yr"),
        ("people", "persons"),
        ("decade", "dekad"),
        ("GWH/a", "GWh/yr"),
        ("kg/capita", "kg/person"),
        ("т", "t"),
    ],
)
def test_other_spellings_are_refused_with_the_right_one(wrong: str, right: str) -> None:
    with pytest.raises(UnitError, match="is not a known unit") as caught:
        unit_of(wrong)
    assert f'write "{right}"' in str(caught.value)


@pytest.mark.parametrize(
    "wrong", ["", "/", "t/", "/t", "t//yr", "t/(yr", "t)/yr", "()", "(" * 39, "t" * 5000, "t yr", "t²"]
)
def test_no_unit(wrong: str) -> None:
    with pytest.raises(UnitError):
        unit_of(wrong)


@given(st.sampled_from(sorted(TABLE)), st.sampled_from(sorted(TABLE)), st.floats(1e-6, 1e6))
def test_conversion_there_and_back(one: str, other: str, value: float) -> None:
    if TABLE[one].dimension == TABLE[other].dimension:
        assert convert(convert(value, one, other), other, one) == pytest.approx(value, rel=1e-14)
    else:
        with pytest.raises(UnitError):
            convert(value, one, other)


@given(st.text(max_size=60))
def test_any_text_is_a_unit_or_refused_in_one_line(text: str) -> None:
    said = ""
    try:
        unit_of(text)
    except UnitError as error:
        said = str(error)
    assert "\n" not in said


# ---- quantities


def test_a_quantity_changes_its_unit_with_its_range() -> None:
    written = Quantity(16, "Mt/yr", Kind.GUESS, low=15, high=17, why="memory")
    told = written.to("kt/yr")
    assert (told.value, told.low, told.high, told.unit, told.why) == (
        16_000,
        15_000,
        17_000,
        "kt/yr",
        "memory",
    )
    assert written.to("Mt/yr") is written


def test_a_bare_number_is_no_quantity() -> None:
    with pytest.raises(TypeError):
        Quantity(0.3)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unit": ""}, "unit"),
        ({"unit": "roubles"}, "unit"),
        ({"kind": "fact"}, "kind"),
        ({"value": math.nan}, "value"),
        ({"value": -math.inf}, "value"),
        ({"value": True}, "value"),
        ({"value": "0.3"}, "value"),
        ({"value": 1e200}, "value"),
        ({"value": 10**400}, "value"),
        ({"low": math.nan}, "low"),
        ({"low": None}, "low"),
        ({"high": None}, "high"),
        ({"why": ""}, "why"),
        ({"low": 0.4}, "value"),
        ({"high": 0.2}, "value"),
        ({"kind": "sourced"}, "source"),
        ({"kind": "sourced", "source": "PLAN"}, "where"),
        ({"kind": "derived"}, "derived_from"),
        ({"kind": "derived", "derived_from": ("PLAN",), "why": ""}, "why"),
        ({"kind": "borrowed", "source": "PLAN"}, "where"),
        ({"kind": "borrowed", "source": "PLAN", "where": "p. 1", "why": ""}, "why"),
        ({"kind": "sourced", "source": "PLAN", "where": "p. 1", "low": None}, "low"),
    ],
)
def test_each_kind_must_say_what_it_rests_on(change: dict[str, object], field: str) -> None:
    with pytest.raises(QuantityError) as caught:
        replace(GUESS, **change)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert caught.value.mend


def test_what_a_kind_need_not_say() -> None:
    assert Quantity(1, "1", Kind.SOURCED, source="PLAN", where="p. 1").low is None
    assert Quantity(1, "1", Kind.DERIVED, derived_from=("PLAN",), why="sum").source == ""
    assert Quantity(-0.0, "1", Kind.SOURCED, source="PLAN", where="p. 1").value.hex() == "0x0.0p+0"


# ---- numbers in texts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.25", 0.25),
        ("1e6", 1e6),
        (".5e3", 500.0),
        ("-3", -3.0),
        ("+4.", 4.0),
        ("0", 0.0),
        ("1E-3", 0.001),
        ("-0", 0.0),
    ],
)
def test_numbers_of_the_core_schema(text: str, number: float) -> None:
    assert number_from(text) == number


@pytest.mark.parametrize(
    "text",
    ["012", "0x10", "0o7", "1_000", "1,5", "yes", "NO", "", " 1", "1 ", "--1", "1e", ".", "e3", "1:30", "½",
     "١", "1.2.3", ".nan", "NaN", "nan", ".inf", "-.Inf", "Infinity", "1e999", "1e-999",
     "9" * 400, "9" * 1_000_000],
)  # fmt: skip
def test_no_numbers(text: str) -> None:
    with pytest.raises(QuantityError) as caught:
        number_from(text)
    assert len(str(caught.value)) < 200


@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x == 0 or 1e-100 <= abs(x) <= 1e100))
def test_a_number_survives_its_text(number: float) -> None:
    assert number_from(number_text(number)) == number


# ---- dates


@given(st.integers(1900 * 12, 2100 * 12 - 1))
def test_months_there_and_back(month: int) -> None:
    assert month_index(month_text(month)) == month


def test_the_index_of_a_month() -> None:
    assert month_index("1985-01") == 1985 * 12


@pytest.mark.parametrize(
    "text", ["1985-13", "1985-00", "1985", "1985-1", "85-01", "1985-01-01", "0000-01", "9999-12", "１985-01"]
)
def test_impossible_months(text: str) -> None:
    with pytest.raises(QuantityError):
        month_index(text)


def test_a_schedule_holds_each_value_until_the_next() -> None:
    share = Schedule((100, 103, 110), (1.0, 0.9, 0.8))
    assert [share.at(month) for month in (100, 102, 103, 109, 110, 10_000)] == [1.0, 1.0, 0.9, 0.9, 0.8, 0.8]
    with pytest.raises(ValueError, match="no value before 0008-05"):
        share.at(99)
    assert Schedule.constant(2).at(0) == 2.0
    assert hash(share) == hash(Schedule((100, 103, 110), (1.0, 0.9, 0.8)))


@pytest.mark.parametrize(
    ("starts", "values"), [((), ()), ((1, 2), (1.0,)), ((2, 1), (1.0, 2.0)), ((1, 1), (1.0, 2.0))]
)
def test_no_schedule(starts: tuple[int, ...], values: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="schedule"):
        Schedule(starts, values)


# ---- declarations


@dataclass(frozen=True)
class Params:
    ratchet: float = quantity("1", "share of over-fulfilment added to the next plan", at_least=0, at_most=1)
    share: Schedule = schedule("1", "share of output that the state orders", at_least=0)


def test_what_a_mechanism_declares() -> None:
    assert fields_of(Params) == [
        Declared("ratchet", "1", "share of over-fulfilment added to the next plan", (0, 1), False),
        Declared("share", "1", "share of output that the state orders", (0, None), True),
    ]


def test_declarations_that_are_refused_at_import() -> None:
    with pytest.raises(UnitError):
        quantity("roubles", "price")
    with pytest.raises(UnitError):
        schedule("tons", "output")

    @dataclass(frozen=True)
    class Bare:
        ratchet: float = 0.3

    @dataclass(frozen=True)
    class WrongType:
        share: float = schedule("1", "share")

    with pytest.raises(TypeError, match=r"Bare.ratchet is a bare number"):
        fields_of(Bare)
    with pytest.raises(TypeError, match=r"WrongType.share must be annotated Schedule"):
        fields_of(WrongType)

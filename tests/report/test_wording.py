"""Numbers and texts for people, and data that may stand inside a page."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from magnitka.report.wording import (
    count,
    esc,
    listed,
    measure,
    number,
    packed,
    percent,
    plain,
    script_json,
    signed_percent,
)

THIN = "\u202f"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (16494.0, 2, f"16{THIN}000"),
        (1234567.0, 3, f"1{THIN}230{THIN}000"),
        (1494.0, 3, "1490"),
        (0.6, 3, "0.600"),
        (0.04567, 2, "0.046"),
        (-3.14159, 3, "\u22123.14"),
        (9.999, 2, "10"),
        (0.0, 2, "0"),
        (float("nan"), 2, "\u2013"),
        (float("inf"), 2, "\u2013"),
    ],
)
def test_numbers_have_significant_digits_and_thin_spaces(value, digits, text):
    assert number(value, digits) == text


def test_units_read_as_words():
    assert plain(0.6) == "0.6"
    assert plain(2000.0) == "2000"
    assert measure(0.34, "1") == "0.34"
    assert measure(0.34, "1/month") == f"0.34{THIN}per month"
    assert measure(15.9, "Mt/yr") == f"15.9{THIN}Mt/yr"
    assert percent(0.138) == f"14{THIN}%"
    assert signed_percent(0.138) == f"+14{THIN}%"
    assert signed_percent(-0.05) == f"\u22125.0{THIN}%"
    assert count(12500) == f"12{THIN}500"
    assert count(1, "group holds", "groups hold") == "1 group holds"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_arrays_travel_with_four_digits_and_no_nan():
    assert packed({"a": np.array([[1.23456, np.nan], [3.0, np.inf]])}) == {"a": [[1.235, None], [3, None]]}


@given(st.recursive(st.text() | st.floats() | st.integers() | st.booleans() | st.none(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20))  # fmt: skip
def test_no_data_can_leave_its_script_element(data):
    text = script_json(data)
    assert not set("<>&") & set(text)
    json.loads(text, parse_constant=pytest.fail)


@given(st.text())
def test_no_text_can_leave_its_attribute_or_turn_the_writing_round(text):
    safe = esc(text)
    assert not set("<>\"'\u202e\u2066\x00") & set(safe)

"""Numbers and texts for people, and data that may stand inside a page."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from magnitka.provenance import percentages
from magnitka.report.wording import (
    count,
    esc,
    hundredths,
    listed,
    measure,
    number,
    packed,
    percent,
    plain,
    script_json,
    signed_percent,
    tenths,
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
        (3e-13, 2, "0"),
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


@pytest.mark.parametrize(
    ("share", "cell", "sentence"),
    [
        (0.0, "0", "none"),
        (3e-13, "0", "none"),
        (3e-6, "<0.1", f"<0.1{THIN}%"),
        (0.00056, "0.1", f"0.1{THIN}%"),
        (0.0472, "4.7", f"4.7{THIN}%"),
        (0.138, "14", f"14{THIN}%"),
        (0.998, "99.8", f"99.8{THIN}%"),
        (0.99996, ">99.9", f">99.9{THIN}%"),
        (1 - 1e-15, "100", f"100{THIN}%"),
        (1.124, "112", f"112{THIN}%"),
        (-0.0001, "\u2212<0.1", f"\u2212<0.1{THIN}%"),
        (float("nan"), "\u2013", f"\u2013{THIN}%"),
    ],
)
def test_a_per_cent_has_one_decimal_at_most_and_the_whole_is_the_whole(share, cell, sentence):
    assert hundredths(share) == cell
    assert percent(share) == sentence


def test_a_few_things_are_told_to_the_tenth():
    assert [tenths(value) for value in (0.056, 0.03, 3.47, 9.96, 24.4)] == ["0.1", "<0.1", "3.5", "10", "24"]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(sum))
def test_whole_per_cents_make_a_hundred_and_lie_next_to_the_shares(parts):
    found = percentages(dict(enumerate(parts))).values()
    assert sum(found) == 100
    assert all(abs(share - 100 * part / sum(parts)) < 1 for share, part in zip(found, parts, strict=True))


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

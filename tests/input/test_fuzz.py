"""Whatever stands in the files of a scenario: it is read, or refused in one line that names the file."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magnitka.errors import Problems, ScenarioError, UsageError
from magnitka.quantity import Dated, Kind, Quantity
from magnitka.scenario import load
from magnitka.units import TABLE
from magnitka.yaml_text import Entries, parse

CASES = 1500
SEED = 1929
NASTY = [
    b"&a ", b"*a", b"!!python/name:os.system ", b"---\n", b"...\n", b"%YAML 1.2\n", b"<<: *a\n", b"? ",
    b": ", b"- ", b"{", b"}", b"[", b"]", b"'", b'"', b"#", b"|\n", b">-\n", b"\t", b"\r", b"\x00", b"\xff",
    b"\xc3", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"~", b"null", b"yes", b"012", b"0x1F",
    b"1_000", b".nan", b"-.inf", b"1e999", b"9" * 500, b"-1", b"1985-13", b"kind: ", b"unit: ", b"dates: ",
    b"value: ", b"[" * 200, b"{a: " * 200, b",", b";", b"\n" * 50, b"x" * 2000, b"decrees: ",
    b"based_on: sample\n", b"from: ", b"tables: ", b"cells: ", b"what_ifs: ",
]  # fmt: skip
FILES = ("sample.yaml", "goods.csv", "goods.yaml", "sources.yaml")
WEIGHTS = (6, 3, 2, 1)


def mutated(data: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """The bytes after one to four accidents: flips, cuts, splices, repeats, and words that mean trouble."""
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        place, other = dice.randrange(len(data) + 1), dice.choice(others)
        length = min(dice.choice((1, 1, 2, 5, 20, 200)), len(data))
        match dice.randrange(8):
            case 0 if data:
                place = dice.randrange(len(data))
                data = data[:place] + bytes([data[place] ^ 1 << dice.randrange(8)]) + data[place + 1 :]
            case 1:
                data = data[:place]
            case 2:
                start = dice.randrange(len(other) + 1)
                data = data[:place] + other[start : start + dice.randrange(80)] + data[place:]
            case 3:
                data = data[:place] + data[place + length :]
            case 4:
                data = data[:place] + data[place : place + length] * 2 + data[place + length :]
            case 5:
                lines = data.split(b"\n")
                one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
                lines[one], lines[two] = lines[two], lines[one]
                data = b"\n".join(lines)
            case 6:
                data = data[:place] + bytes(dice.randrange(256) for _ in range(length)) + data[place:]
            case _:
                data = data[:place] + dice.choice(NASTY) + data[place:]
    return data


def judged(folder: Path, again: Path | None) -> bool:
    """Whether the scenario was read; one that was must be sound, and one that was not, refused properly."""
    try:
        found = load(folder / "sample.yaml", sources=folder / "sources.yaml")
    except ScenarioError as error:
        for one in (error, *error.others):
            said, file = str(one), Path(one.file).name
            if not said.isprintable() or len(said) > 1000 or file not in FILES or file not in said:
                raise AssertionError(f"a poor message: {said!r}") from error
        return False
    assert found.burn_in <= found.start <= found.until
    for key, quantity in found.quantities():
        assert math.isfinite(quantity.value), key
        assert quantity.low is None or quantity.low <= quantity.value <= (quantity.high or math.inf), key
    if again is not None:
        copy = load(found.write(again), sources={})
        assert copy.digest == found.digest
        assert dict(copy.quantities()) == dict(found.quantities())
    return True


def test_damaged_files_are_read_or_refused(tmp_path: Path, files: dict[str, str]) -> None:
    dice = random.Random(SEED)
    sound = {name: text.encode() for name, text in files.items()}
    for name, data in sound.items():
        (tmp_path / name).write_bytes(data)
    assert judged(tmp_path, tmp_path / "again")
    accepted = 0
    for case in range(CASES):
        (name,) = dice.choices(FILES, WEIGHTS)
        data = mutated(sound[name], list(sound.values()), dice)
        (tmp_path / name).write_bytes(data)
        try:
            accepted += judged(tmp_path, tmp_path / "again" if case % 5 == 0 else None)
        except Exception as error:
            pytest.fail(f"case {case}: {name} as {data!r} gave {error!r}")
        (tmp_path / name).write_bytes(sound[name])
    assert CASES * 0.02 < accepted < CASES * 0.6  # the accidents are neither all harmless nor all fatal


# ---- any text, any tree, any numbers

few = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# What a file can hold: no control characters, no halves of surrogate pairs, white space as single blanks.
words = (
    st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
numbers = st.floats(-1e12, 1e12, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-12)
names = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
units = st.sampled_from([*TABLE, "rub/t", "kg/person/yr", "rub/(t/yr)"])


@st.composite
def quantities(draw: Any, unit: str | None = None) -> Quantity:
    low, value, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    unit = unit or draw(units)
    match draw(st.sampled_from(Kind)):
        case Kind.SOURCED:
            return Quantity(value, unit, Kind.SOURCED, source="PLAN", where=draw(words))
        case Kind.BORROWED:
            return Quantity(value, unit, Kind.BORROWED, "WORKS", draw(words), low, high, draw(words))
        case Kind.DERIVED:
            return Quantity(
                value, unit, Kind.DERIVED, why=draw(words), derived_from=("PLAN", "planning.ratchet")
            )
        case _:
            return Quantity(value, unit, Kind.GUESS, low=low - 1, high=high + 1, why=draw(words))


@st.composite
def dated(draw: Any) -> Dated:
    unit = draw(units)
    months = [1980 * 12, *sorted(draw(st.sets(st.integers(1980 * 12 + 1, 2000 * 12), max_size=4)))]
    return Dated(tuple((month, draw(quantities(unit))) for month in months))


@few
@given(leaves=st.dictionaries(names, quantities() | dated(), max_size=5))
def test_what_is_written_is_read_back(
    write: Callable[..., Path], tmp_path: Path, leaves: dict[str, Quantity | Dated]
) -> None:
    path = write()
    sample = load(path, sources=path.parent / "sources.yaml").with_section("mine", leaves)
    again = load(sample.write(tmp_path / "again"), sources={})
    assert again.parameters["mine"] == leaves
    assert again.digest == sample.digest


def refused_properly(reading: Callable[[], object]) -> None:
    said = "printable"
    try:
        reading()
    except UsageError as error:
        said = str(error)
    assert said.isprintable()
    assert len(said) < 1000


@few
@given(st.text(max_size=200) | st.text("a:-[]{}'\"\n #&*!|>%@`?,~", max_size=80))
def test_any_text_is_a_mapping_or_refused(text: str) -> None:
    def reading() -> None:
        assert isinstance(parse(text, "any.yaml", Problems()), Entries)

    refused_properly(reading)


@few
@given(
    tree=st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["value", "unit", "kind", "dates", "parameters", "x"]), inner, max_size=4
            )
        ),
        max_leaves=20,
    ),
    section=st.sampled_from(
        ["parameters", "tables", "cells", "decrees", "sources", "what_ifs", "start", "name"]
    ),
)
def test_any_tree_is_a_scenario_or_refused(write: Callable[..., Path], tree: Any, section: str) -> None:
    path = write()
    lines = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump({**lines, section: tree}, allow_unicode=True), encoding="utf-8")
    refused_properly(lambda: load(path, sources=path.parent / "sources.yaml"))


@few
@given(
    key=st.text(max_size=30)
    | st.sampled_from(["planning.ratchet", "orders.share@1988-01", "tables.goods[coke].price"]),
    value=st.text(max_size=20) | st.floats() | st.integers() | st.from_regex(r"[0-9.e+-]{1,9} ?[a-z%/]{0,5}"),
)
def test_any_setting_is_made_or_refused(write: Callable[..., Path], key: str, value: str | float) -> None:
    path = write()
    loaded = load(path, sources=path.parent / "sources.yaml")
    refused_properly(lambda: loaded.with_changes({key: value}).digest)

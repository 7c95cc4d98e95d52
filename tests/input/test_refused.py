"""What is refused in a scenario, in which words, at which line."""

from __future__ import annotations

import os
import pickle

import pytest

from magnitka.scenario import ScenarioError, load
from tests.input.sample import Write, read, refusal

# file, old text, new text, line, words of the message
BENT = [
    # the form
    ("sample.yaml", "format: 1", "format: 2", 1, ["format", "this version reads format 1"]),
    ("sample.yaml", "format: 1\n", "", 1, ['has no "format"']),
    ("sample.yaml", "name: sample\n", "", 1, ['has no "name"']),
    ("sample.yaml", "title: A works on the steppe\n", "", 0, ["title", "is missing"]),
    ("sample.yaml", "decrees:", "decres:", 30, ["decres", 'did you mean "decrees"?']),
    ("sample.yaml", "from: [planning.ratchet, PLAN]", "from: {a: b}", 27,
     ["orders.double.from is not a text"]),
    ("sample.yaml", "ratchet:", "Ratchet!:", 10, ["names are small letters"]),
    ("sample.yaml", "    ratchet: {", "    ratchet: [", 10, ["not readable as YAML"]),
    ("sample.yaml", "title: A works on the steppe", "title: []", 3, ["title is not a text"]),
    ("sample.yaml", "title: A works on the steppe", 'title: " "', 3, ["title is empty"]),
    # dates
    ("sample.yaml", "start: 1985-01", "start: 1985-13", 5, ["start", "no month 13"]),
    ("sample.yaml", "start: 1985-01", "start: 1985-01-01", 5, ["start", "YYYY-MM"]),
    ("sample.yaml", "until: 1991-12", "until: 1984-12", 6, ["until is 1984-12, before start"]),
    ("sample.yaml", "burn_in: 1980-01", "burn_in: 1986-01", 5, ["start is 1985-01, before burn_in"]),
    ("sample.yaml", "burn_in: 1980-01\n", "", 0, ["burn_in is missing"]),
    ("sample.yaml", "burn_in: 1980-01", "burn_in: 1979-12", 20,
     ["orders.share begins in 1980-01, after burn_in"]),
    ("sample.yaml", "1988-01: {", "1979-01: {", 26, ["orders.share has 1979-01 after 1980-01", "order"]),
    ("sample.yaml", "1988-01: {", "1988-1: {", 26, ["orders.share", "not a month"]),
    ("sample.yaml", "date: 1987-01", "date: soon", 31, ["decrees[1].date", "not a month"]),
    # quantities
    ("sample.yaml", '{value: 0.3, unit: "1", kind', "0.3 #", 10,
     ["planning.ratchet", "without unit and kind"]),
    ("sample.yaml", "value: 0.3, ", "", 10, ['planning.ratchet has no "value"']),
    ("sample.yaml", 'unit: "1", kind: guess', "kind: guess", 10, ['planning.ratchet has no "unit"']),
    ("sample.yaml", "kind: guess, ", "", 10, ['planning.ratchet has no "kind"']),
    ("sample.yaml", "kind: guess", "kind: guessed", 10,
     ["planning.ratchet.kind", "sourced, derived, borrowed, guess"]),
    ("sample.yaml", "value: 0.3", "value: 0.3 kt", 10,
     ['planning.ratchet.value is "0.3 kt", which is not a number']),
    ("sample.yaml", "value: 0.3", 'value: "0.3"', 10, ["planning.ratchet.value", "without quotes"]),
    ("sample.yaml", "value: 0.3", "value: .nan", 10, ["planning.ratchet.value", "not finite"]),
    ("sample.yaml", "value: 0.3", "value: 1e999", 10, ["planning.ratchet.value", "finite"]),
    ("sample.yaml", "value: 0.3", "value: 012", 10, ['is "012", which is not a number']),
    ("sample.yaml", "value: 0.3", "value: yes", 10, ['is "yes", which is not a number']),
    ("sample.yaml", "value: 0.3", "value: ~", 10, ["planning.ratchet.value is empty"]),
    ("sample.yaml", "value: 0.3", "value: {a: 1}", 10, ["planning.ratchet.value is not a text"]),
    ("sample.yaml", "low: 0.1", "low: 0.5", 10,
     ["planning.ratchet.value is 0.3, outside its range 0.5 to 0.6"]),
    ("sample.yaml", "low: 0.1, high: 0.6", "low: 0.3, high: 0.3", 10, ["planning.ratchet", "single point"]),
    ("sample.yaml", ", low: 0.1, high: 0.6", "", 10, ['is guess but has no "low"']),
    ("sample.yaml", ', why: "two readings of the rule"', "", 10, ['is guess but has no "why"']),
    ("sample.yaml", "high: 0.6", "hihg: 0.6", 10, ["planning.ratchet.hihg", 'did you mean "high"?']),
    ("sample.yaml", "source: PLAN,", "source: PLAM,", 11, ['unknown source "PLAM"', 'did you mean "PLAN"?']),
    ("sample.yaml", "source: PLAN,", "source: HEARSAY,", 11, ["planning.growth", "which nobody has seen"]),
    ("sample.yaml", ', where: "p. 12"', "", 11, ['is sourced but has no "where"', "page"]),
    ("sample.yaml", "    why: built", "    whence: built", 18, ["planning.capacity.whence", "did you mean"]),
    ("sample.yaml", "[planning.ratchet, PLAN]", "[planning.ratchat]", 27,
     ['did you mean "planning.ratchet"?']),
    ("sample.yaml", "from: [planning.ratchet, PLAN], ", "", 27, ['is derived but has no "from"']),
    ("sample.yaml", "where: \"p. 12\"}", "where: x, from: PLAN}", 11, ['has "from" but is sourced']),
    ("sample.yaml", "unit: Mt/yr", "unit: Mt/year", 14, ["planning.capacity.unit", 'write "Mt/yr"']),
    ("sample.yaml", '      unit: "1"\n      kind', "      kind", 20, ['orders.share has no "unit"']),
    ("sample.yaml", "1.0, where", '1.0, unit: "%", where', 25,
     ["orders.share@1980-01.unit is not a known key"]),
    # against what the mechanisms declare
    ("sample.yaml", "  orders:", "  order:", 19, ["order is not a mechanism", 'did you mean "orders"?']),
    ("sample.yaml", "    growth:", "    grwth:", 11,
     ["planning.grwth is not a parameter", 'did you mean "growth"?']),
    ("sample.yaml", "unit: Mt/yr", "unit: Mt", 12,
     ["planning.capacity.unit", 'cannot be turned into "kt/yr"']),
    ("sample.yaml", "value: 16", "value: -16", 12,
     ["planning.capacity is -16000 kt/yr, but cannot be below 0"]),
    ("sample.yaml", "high: 0.6", "high: 1.6", 10, ["planning.ratchet is 1.6, but cannot be above 1; write 0 to 1"]),
    ("sample.yaml", "{value: 0.6, unit", '{unit: "1", dates: {1980-01: {value: 1}}, unit', 27,
     ["written twice"]),
    # tables
    ("sample.yaml", "goods.csv}", "good.csv}", 7,
     ['tables.goods names "good.csv"', 'did you mean "goods.csv"?']),
    ("sample.yaml", "goods.csv}", "../goods.csv}", 7, ["no table beside the scenario"]),
    ("sample.yaml", "goods.csv}", "/etc/passwd}", 7, ["no table beside the scenario"]),
    ("sample.yaml", "goods.csv}", "{file: goods.csv, digest: abc}}", 7, ["is not the table it was"]),
    ("sample.yaml", "goods[coke]", "goods[cokes]", 29, ['no row "cokes"', 'did you mean "coke"?']),
    ("sample.yaml", "goods[coke]", "good[coke]", 29, ["names no cell"]),
    ("sample.yaml", "value: 16", "value: 1e98", 12, ["planning.capacity", "too large"]),
    ("sample.yaml", "value: 61", "value: -61", 29, ["cannot be below 0"]),
    ("goods.csv", "12.5", "cheap", 2, ['column "price" is "cheap", which is not a number']),
    ("goods.csv", "12.5", "", 2, ['column "price"', "is not a number"]),
    ("goods.csv", "12.5", "-12.5", 2, ['column "price" is -12.5 rub/t, but cannot be below 0']),
    ("goods.csv", "12.5", "1e31", 2, ['column "price" is 1e+31 rub/t, too large']),
    ("goods.csv", "12.5", "nan", 2, ['column "price"', "not finite"]),
    ("goods.csv", ",0.6,", ",1.6,", 2, ['column "yield" is 1.6, but cannot be above 1; write 0 to 1']),
    ("goods.csv", "coke,ferrous", "iron ore,ferrous", 3, ['good is "iron ore" again, as on line 2']),
    ("goods.csv", "coke,ferrous", ",ferrous", 3, ['column "good" is empty']),
    ("goods.csv", "coke,ferrous", "[coke],ferrous", 3, ["marks [ ] @"]),
    ("goods.csv", "0.7,1.3", "0.7", 2, ["9 cells in this row and 10 in the header"]),
    ("goods.csv", "0.7,1.3", "1.1,1.3", 2, ["goods[iron ore] has the factors 1.1 and 1.3"]),
    ("goods.csv", "0.7,1.3", ",", 2, ['goods[iron ore] is guess but has no "low"']),
    ("goods.csv", "sourced,PLAN", "sourced,PLOT", 3, ['unknown source "PLOT"']),
    ("goods.csv", "guess,,,order of magnitude", ",,,", 2, ['goods[iron ore] has no "kind"']),
    ("goods.csv", "; planning.ratchet", "; planning.raschet", 0,
     ['follows from "planning.raschet"', "did you mean"]),
    ("goods.csv", "price,yield", "prise,yield", 1, ['column "prise"', 'did you mean "price"?']),
    ("goods.csv", "price,yield", "price,price", 1, ['column "price" stands twice']),
    ("goods.csv", '"rails, heavy"', '"rails, heavy', 4, ["not readable as CSV"]),
    ("goods.csv", "iron", "i\x00ron", 2, ["U+0000"]),
    ("goods.yaml", "unit: rub/t", "unit: rub/ton", 5, ['columns.price.unit', 'write "rub/t"']),
    ("goods.yaml", "unit: rub/t, ", "", 5, ['columns.price has no "unit"', 'text: true']),
    ("goods.yaml", "text: true, meaning: name", "unit: kt, text: true, meaning: n", 3,
     ["either a text or a number"]),
    ("goods.yaml", "columns:", "key: goods\ncolumns:", 2, ['unknown column "goods"', 'did you mean "good"?']),
    ("goods.yaml", "  price:", "  kind: {text: true, meaning: sort}\n  price:", 5,
     ["name of a provenance column"]),
    ("sources.yaml", "seen: page", "seen: pages", 1, ["PLAN.seen"]),
    ("sources.yaml", "year: 1981, ", "", 1, ['has no "year"']),
    ("sources.yaml", "PLAN:", '"P L":', 1, ['source key "P L"']),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "words"), BENT)
def test_what_is_refused(write: Write, file: str, old: str, new: str, line: int, words: list[str]) -> None:
    error = refusal(write(file, old, new))
    named = "sample.yaml" if line == 0 else file
    assert error.file.endswith(named)
    assert error.line == line
    for word in words:
        assert word in str(error)
    assert error.mend or "names no" in error.problem or "is wrong" in error.problem


# Hostile YAML: (text, line, words)
HOSTILE = [
    ("", 0, "is empty"),
    ("# nothing\n", 0, "is empty"),
    ("- a\n- b\n", 1, "not a mapping"),
    ("format: &a 1\n", 1, 'anchor "a"'),
    ("format: 1\nname: *a\n", 2, 'alias "a"'),
    ("a: &a [x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b]\n", 1, "anchor"),
    ("format: !!int 1\n", 1, "tag"),
    ("format: !python/object/apply:os.system [ls]\n", 1, "tag"),
    ("format: ! 1\n", 1, "tag"),
    ("%YAML 1.1\n---\nformat: 1\n", 1, "directive"),
    ("format: 1\n---\nformat: 1\n", 2, "second document"),
    ("format: 1\n<<: {name: x}\n", 2, "not a known key"),
    ("format: 1\nformat: 2\n", 2, "written twice, first on line 1"),
    ("? [a, b]\n: 1\n", 1, "key that is not a word"),
    ("{}: 1\n", 1, "key that is not a word"),
    ("[" * 100_000, 1, "nested deeper than 32"),
    ('{"a":' * 100_000, 1, "nested deeper than 32"),
    ("\n".join(" " * depth + "a:" for depth in range(200)), 33, "nested deeper than 32"),
    ("format: [1, 2\n", 2, "not readable as YAML"),
    ("format: 'one\n", 2, "not readable as YAML"),
    ("format:\t1\n\t name: x\n", 2, "not readable as YAML"),
    ("a: b: c\n", 1, "not readable as YAML"),
    ("format: 1\nname: a\x00b\n", 2, "U+0000"),
    ("format: 1\nname: a\x1bb\n", 2, "U+001B"),
    ('format: 1\nname: "a\\0b"\n', 2, "U+0000"),
    ('format: 1\nname: "a\\uD800b"\n', 2, "YAML"),
    ("k" * 5000 + ": 1\n", 1, "YAML"),
]


@pytest.mark.parametrize(("text", "line", "words"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_yaml(write: Write, text: str, line: int, words: str) -> None:
    path = write()
    path.write_text(text, encoding="utf-8")
    error = refusal(path)
    assert words in str(error)
    assert (error.line, error.file) == (line, str(path))
    assert len(str(error)) < 600


def test_too_large_or_no_text(write: Write) -> None:
    path = write()
    path.write_bytes(b"format: 1\nname: \xff\xfe\n")
    assert (refusal(path).problem, refusal(path).line) == ("is not UTF-8 text", 2)
    path.write_text("format: 1\n", encoding="utf-16")
    assert refusal(path).problem == "is not UTF-8 text"
    path.write_bytes(b"#" * (8 * 2**20 + 1))
    assert refusal(path).problem == "is larger than 8 MB"
    path.write_text("a: [" + "1," * 500_000 + "]")
    assert "more than 400,000 values" in refusal(path).problem
    path.write_text("parameters:\n" + "".join(f"  A{i}: 1\n" for i in range(1000)))
    assert len(refusal(path).others) == 99


def test_a_mark_of_byte_order_is_harmless(write: Write) -> None:
    path = write()
    digest = read(path).digest
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(path).digest == digest


@pytest.mark.parametrize(
    "name", ["nowhere.yaml", "a/b/c", "x\0y.yaml", "no\nsuch.yaml", "x" * 5000 + ".yaml", "nothing", "", "."]
)
def test_no_such_scenario(write: Write, name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(name, sources=write().parent / "sources.yaml")
    assert "\n" not in str(caught.value)


def test_what_is_no_file(write: Write) -> None:
    path = write()
    with pytest.raises(ScenarioError, match="is a folder; name the scenario file inside it"):
        load(path.parent, sources=path.parent / "sources.yaml")
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(ScenarioError, match="is not an ordinary file"):
        read(path)


def test_an_unreadable_file(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:  # the superuser may read everything, so the refusal is played
        patch.setattr("builtins.open", refuse)
        with pytest.raises(ScenarioError) as caught:
            load(path, sources={})
    assert caught.value.problem == "cannot be read (Permission denied)"


def test_all_errors_are_reported_at_once(write: Write) -> None:
    path = write("sample.yaml", "value: 0.3", "value: much")
    path.write_text(
        path.read_text().replace("unit: Mt/yr", "unit: tons").replace("date: 1987-01", "date: 1987-99")
    )
    (path.parent / "goods.csv").write_text("good\n")
    error = refusal(path)
    assert str(error).endswith("(and 3 more)")
    assert [(one.line, one.file.rpartition("/")[2]) for one in (error, *error.others)] == [
        (10, "sample.yaml"), (14, "sample.yaml"), (31, "sample.yaml"), (0, "goods.csv"),
    ]  # fmt: skip


def test_an_error_travels_to_another_process(write: Write) -> None:
    error = refusal(write("sample.yaml", "value: 0.3", "value: much"))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)

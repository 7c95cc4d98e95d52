"""Scenarios: what is read, what may be changed, what survives writing."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from magnitka import scenario_loading
from magnitka.errors import UsageError
from magnitka.quantity import Dated, Kind, Quantity, QuantityError, Schedule, month_index, quantity, schedule
from magnitka.scenario import ScenarioError, Source, load, shipped
from magnitka.what_if import WhatIf
from tests.input.sample import SECTIONS, Orders, Planning, Write, read

# ---- reading


def test_what_a_scenario_says(write: Write) -> None:
    sample = read(write())
    assert (sample.name, sample.title) == ("sample", "A works on the steppe")
    assert (sample.burn_in, sample.start, sample.until) == (1980 * 12, 1985 * 12, 1991 * 12 + 11)
    sample.validate(SECTIONS)
    assert sample.params(Planning, "planning") == Planning(ratchet=0.3, growth=0.03, capacity=16_000.0)
    share = sample.params(Orders, "orders").share
    assert [share.at(month_index(month)) for month in ("1985-01", "1987-12", "1988-01")] == [
        100.0,
        100.0,
        86.0,
    ]
    (decree,) = sample.decrees
    assert (decree.month, decree.name, decree.source, decree.where) == (
        1987 * 12,
        "State acceptance",
        "PLAN",
        "p. 3",
    )
    assert sorted(sample.cited()) == ["PLAN", "WORKS"]


def test_tables_know_where_each_cell_comes_from(write: Write) -> None:
    goods = read(write()).table("goods")
    assert goods.keys == ("iron ore", "coke", "rails, heavy")
    assert goods.texts("ministry") == ("ferrous", "ferrous", "transport")
    np.testing.assert_array_equal(goods.numbers("price"), [12.5, 61.0, 180.0])
    np.testing.assert_allclose(goods.numbers("price", "rub/kt"), [12_500.0, 61_000.0, 180_000.0])
    ore = goods.quantity("iron ore", "price")
    assert (ore.kind, ore.low, ore.high, ore.unit) == (Kind.GUESS, 12.5 * 0.7, 12.5 * 1.3, "rub/t")
    assert goods.quantity("coke", "price").source == "WORKS"  # the cell's own provenance
    assert goods.quantity("coke", "yield").why == "from memory"  # the column's, which overrides the row's
    assert goods.quantity("coke", "yield").high == 1.0  # 0.9 x 1.2, but no more than the whole
    assert goods.quantity("rails, heavy", "price").derived_from == ("PLAN", "planning.ratchet")
    with pytest.raises(ValueError, match="read-only"):
        goods.numbers("price")[0] = 0.0
    with pytest.raises(UsageError, match='no column of numbers "prise"; did you mean "price"'):
        goods.numbers("prise")
    with pytest.raises(UsageError, match='no row "iron or"; did you mean "iron ore"'):
        goods.quantity("iron or", "price")


def test_every_number_has_a_key(write: Write) -> None:
    found = dict(read(write()).quantities())
    assert list(found) == [
        "planning.ratchet", "planning.growth", "planning.capacity",
        "orders.share@1980-01", "orders.share@1988-01", "orders.double",
        "tables.goods[iron ore].price", "tables.goods[iron ore].yield",
        "tables.goods[coke].price", "tables.goods[coke].yield",
        "tables.goods[rails, heavy].price", "tables.goods[rails, heavy].yield",
    ]  # fmt: skip
    assert found["orders.share@1988-01"].where == "line 50"
    assert found["orders.share@1988-01"].source == "PLAN"  # stands once above the dates


def test_a_table_whose_rows_are_named_by_two_columns(write: Write) -> None:
    path = write("goods.yaml", "meaning: what is made\n", "meaning: what is made\nkey: [good, ministry]\n")
    path.write_text(path.read_text().replace("goods[coke]", "goods[coke, ferrous]"))
    table = read(path).table("goods")
    assert table.keys[0] == "iron ore, ferrous"
    assert table.numbers("price")[1] == 61.0


def test_a_scenario_cannot_be_changed(write: Write) -> None:
    sample = read(write())
    with pytest.raises(TypeError):
        sample.parameters["planning"]["ratchet"] = None  # type: ignore[index]
    with pytest.raises(AttributeError):
        sample.start = 0  # type: ignore[misc]


# ---- one scenario based on another


@pytest.fixture
def shipped_sample(write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample as if it came with the package; gives the folder of the package's data."""
    path = write()
    data = path.parent / "data"
    (data / "scenarios").mkdir(parents=True)
    (data / "tables").mkdir()
    path.rename(data / "scenarios" / "sample.yaml")
    for name in ("goods.csv", "goods.yaml"):
        (path.parent / name).rename(data / "tables" / name)
    (path.parent / "sources.yaml").rename(data / "sources.yaml")
    monkeypatch.setattr(scenario_loading, "DATA", data)
    return data


def test_shipped_scenarios_are_found_by_name(shipped_sample: Path) -> None:
    assert shipped() == ["sample"]
    assert load("sample").name == "sample"
    with pytest.raises(
        ScenarioError, match='no shipped scenario and no file of this name; did you mean "sample"'
    ):
        load("sampel")


def test_where_a_scenario_is_silent_its_base_speaks(shipped_sample: Path, tmp_path: Path) -> None:
    child = tmp_path / "mine.yaml"
    child.write_text(
        "format: 1\nname: mine\nbased_on: sample\nuntil: 1986-12\nparameters:\n  planning:\n"
        '    ratchet: {value: 0, unit: "1", kind: sourced, source: MINE, where: p. 1}\n'
        "sources: {MINE: {author: I, title: My essay, year: 2000, where: here, seen: page}}\n"
    )
    base, mine = load("sample"), load(child)
    assert (mine.name, mine.title, mine.until) == ("mine", base.title, month_index("1986-12"))
    assert mine.params(Planning, "planning") == Planning(ratchet=0.0, growth=0.03, capacity=16_000.0)
    assert mine.decrees == base.decrees
    np.testing.assert_array_equal(mine.table("goods").numbers("price"), base.table("goods").numbers("price"))
    assert mine.cited()["MINE"].title == "My essay"
    assert mine.digest != base.digest


@pytest.mark.parametrize(
    ("base", "says"), [("sampel", 'did you mean "sample"'), ("../../etc/passwd", "is no shipped scenario")]
)
def test_only_shipped_scenarios_are_bases(shipped_sample: Path, tmp_path: Path, base: str, says: str) -> None:
    child = tmp_path / "mine.yaml"
    child.write_text(f"format: 1\nname: mine\nbased_on: {base}\n")
    with pytest.raises(ScenarioError, match=says):
        load(child)


def test_bases_do_not_lead_round_in_a_circle(shipped_sample: Path) -> None:
    path = shipped_sample / "scenarios" / "sample.yaml"
    path.write_text(path.read_text().replace("format: 1", "format: 1\nbased_on: other"))
    (path.parent / "other.yaml").write_text("format: 1\nname: other\nbased_on: sample\n")
    with pytest.raises(ScenarioError, match="circle"):
        load("sample")


# ---- what a mechanism is given


def test_a_missing_section_and_a_missing_parameter(write: Write) -> None:
    sample = read(write())

    @dataclass(frozen=True)
    class Wider(Planning):
        pledge: float = quantity("1", "weight of the pledge")

    with pytest.raises(ScenarioError, match="planning.pledge is missing; add it, in 1: weight of the pledge"):
        sample.params(Wider, "planning")
    with pytest.raises(
        ScenarioError, match="parameters.storming is missing; add it with ratchet, growth, capacity"
    ):
        sample.params(Planning, "storming")
    with pytest.raises(ScenarioError, match='tables.gods is missing; did you mean "goods"'):
        sample.table("gods")


def test_one_value_serves_as_a_schedule_but_not_the_reverse(write: Write) -> None:
    @dataclass(frozen=True)
    class Swapped:
        double: Schedule = schedule("1", "twice the ratchet")
        share: float = quantity("1", "share of output that the state orders")

    sample = read(write())
    with pytest.raises(ScenarioError, match="orders.share changes at dates, but is one number for all time"):
        sample.params(Swapped, "orders")

    @dataclass(frozen=True)
    class Constant:
        share: Schedule = schedule("1", "share")
        double: Schedule = schedule("1", "twice the ratchet")

    assert sample.params(Constant, "orders").double == Schedule.constant(0.6)


def test_somebody_elses_mechanism_brings_its_numbers(write: Write) -> None:
    sample = read(write())
    mine = Source("MINE", "I", "My essay", "2000", "here", "page")
    bonus = Quantity(0.25, "1", Kind.SOURCED, source="MINE", where="p. 1")
    wider = sample.with_section("mine", {"bonus": bonus}, {"MINE": mine})
    assert dict(wider.quantities())["mine.bonus"] is bonus
    assert wider.cited()["MINE"] == mine
    with pytest.raises(ScenarioError, match="mine.bonus names the unknown source"):
        sample.with_section("mine", {"bonus": bonus})


# ---- what-ifs


@pytest.mark.parametrize(
    ("key", "given", "value", "inside"),
    [
        ("planning.ratchet", "0.2", 0.2, True),
        ("planning.ratchet", 0, 0.0, False),
        ("planning.ratchet", "25 %", 0.25, True),
        ("planning.growth", 0.05, 0.05, None),
        ("planning.growth", "2 %/yr", 0.02, None),
        ("planning.capacity", "12000", 12_000.0, None),  # in the unit the mechanism declares
        ("planning.capacity", "12 Mt/yr", 12_000.0, None),
        ("planning.capacity", "12Mt/yr", 12_000.0, None),
    ],
)
def test_a_number_set_by_hand(
    write: Write, key: str, given: str | float, value: float, inside: bool | None
) -> None:
    sample = read(write())
    changed = sample.with_changes({key: given}, SECTIONS)
    assert getattr(changed.params(Planning, "planning"), key.partition(".")[2]) == pytest.approx(
        value, rel=1e-12
    )
    (record,) = changed.what_ifs
    assert (record.key, record.inside_range) == (key, inside)
    assert record.old == (dict(sample.quantities())[key].value,)
    new = dict(changed.quantities())[key]
    assert new.kind is Kind.GUESS
    assert new.why.startswith("what-if in place of")
    assert changed.digest != sample.digest
    assert sample.what_ifs == ()


def test_without_declarations_the_scenario_gives_the_unit(write: Write) -> None:
    changed = read(write()).with_changes({"planning.capacity": "12"})
    assert changed.params(Planning, "planning").capacity == 12_000.0


def test_a_dated_number_set_by_hand(write: Write) -> None:
    sample = read(write())
    whole = sample.with_changes({"orders.share": "0.5 1"})
    assert whole.params(Orders, "orders").share == Schedule((1980 * 12,), (50.0,))
    assert whole.what_ifs == (WhatIf("orders.share", (1.0, 0.86), 0.5, "1", None, None),)
    one = sample.with_changes({"orders.share@1988-01": 50}, SECTIONS)
    assert one.params(Orders, "orders").share.values == (100.0, 50.0)
    with pytest.raises(ScenarioError, match='names no date of that parameter; did you mean "1988-01"'):
        sample.with_changes({"orders.share@1988-02": 50})


def test_a_cell_set_by_hand(write: Write) -> None:
    sample = read(write())
    changed = sample.with_changes({"tables.goods[iron ore].price": "0.02 Mrub/kt"})
    np.testing.assert_allclose(changed.table("goods").numbers("price"), [20.0, 61.0, 180.0])
    assert changed.what_ifs[0].inside_range is False
    assert sample.table("goods").numbers("price")[0] == 12.5


def test_setting_what_was_set_already_changes_nothing(write: Write) -> None:
    sample = read(write())
    same = sample.with_changes(
        {"planning.ratchet": 0.3, "orders.double": "60 %", "tables.goods[coke].price": 61}
    )
    assert same.digest == sample.digest
    assert len(same.what_ifs) == 3


def test_a_number_set_twice_remembers_what_the_scenario_said(write: Write) -> None:
    changed = read(write()).with_changes({"planning.ratchet": 0.9}).with_changes({"planning.ratchet": 0.8})
    assert changed.what_ifs == (WhatIf("planning.ratchet", (0.3,), 0.8, "1", 0.1, 0.6),)
    assert changed.what_ifs[0].inside_range is False


@pytest.mark.parametrize(
    ("key", "given", "says"),
    [
        ("planning.rachet", "0.2", 'did you mean "planning.ratchet"?'),
        ("planing.ratchet", "0.2", 'did you mean "planning.ratchet"?'),
        ("planning", "0.2", "is not a parameter"),
        ("", "0.2", "is not a parameter"),
        ("planning.ratchet", "much", "is not a number"),
        ("planning.ratchet", "", "is not a number"),
        ("planning.ratchet", "nan", "not finite"),
        ("planning.ratchet", float("inf"), "not a finite number"),
        ("planning.ratchet", True, "not a number"),
        ("planning.ratchet", "0.2 kt", 'cannot be turned into "1"'),
        ("planning.ratchet", "1.5", "cannot be above 1"),
        ("planning.capacity", "-1", "cannot be below 0"),
        ("planning.capacity", "12 Mtons", "is not a known unit"),
        ("tables.goods[iron ore].prise", "1", 'did you mean "price"?'),
        ("tables.goods[iron].price", "1", "has no row"),
        ("tables.goods[iron ore].price", "-1", "cannot be below 0"),
        ("tables.goods.price", "1", "tables.NAME[row].column"),
        ("tables.goods[iron ore].price\n", "1", "names no cell"),
    ],
)
def test_what_cannot_be_set(write: Write, key: str, given: str | float, says: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(write()).with_changes({key: given}, SECTIONS)
    assert says in str(caught.value)
    assert str(caught.value).startswith("--set: ")
    assert "\n" not in str(caught.value)


# ---- writing


def test_a_written_scenario_is_complete_in_itself(write: Write, tmp_path: Path) -> None:
    sample = read(write()).with_changes(
        {"planning.ratchet": 0.9, "orders.share@1988-01": 0.5, "tables.goods[iron ore].price": "1e-3 rub/t"}
    )
    path = sample.write(tmp_path / "run")
    assert sorted(one.name for one in path.parent.rglob("*.*")) == [
        "goods.csv",
        "goods.yaml",
        "scenario.yaml",
    ]
    again = load(path, sources={})  # its sources travel with it
    assert again.digest == sample.digest
    assert again.what_ifs == sample.what_ifs
    assert again.decrees == sample.decrees
    assert dict(again.quantities()) == dict(sample.quantities())
    assert again.cited() == sample.cited()
    assert again.to_yaml() == sample.to_yaml()
    again.validate(SECTIONS)


def test_a_table_of_a_run_that_was_tampered_with(write: Write, tmp_path: Path) -> None:
    path = read(write()).write(tmp_path / "run")
    table = path.parent / "tables" / "goods.csv"
    table.write_text(table.read_text().replace("12.5", "12.6"))
    with pytest.raises(ScenarioError, match="is not the table it was"):
        load(path, sources={})


def test_a_scenario_travels_to_another_process(write: Write) -> None:
    sample = read(write())
    again = pickle.loads(pickle.dumps(sample))
    assert again.digest == sample.digest
    assert again.params(Planning, "planning") == sample.params(Planning, "planning")
    with pytest.raises(TypeError):
        again.parameters["planning"] = {}


def test_the_digest_is_of_the_content(write: Write) -> None:
    plain = read(write()).digest
    assert read(write("sample.yaml", "value: 0.3,", "value: 3e-1, ")).digest == plain
    assert read(write("sources.yaml", "The plan", "The Plan")).digest == plain
    for file, old, new in [
        ("sample.yaml", "value: 0.3", "value: 0.31"), ("sample.yaml", "p. 12", "p. 13"),
        ("goods.csv", "12.5", "12.6"), ("goods.csv", "order of", "orders of"),
        ("goods.yaml", "high: 1.2", "high: 1.3"),
        ("sample.yaml", "1991-12", "1991-11"), ("sample.yaml", "State acceptance", "Acceptance"),
    ]:  # fmt: skip
        assert read(write(file, old, new)).digest != plain, new


def test_a_dated_quantity_in_python() -> None:
    step = Quantity(1, "%", Kind.SOURCED, source="PLAN", where="p. 1")
    assert Dated(((5, step),)).to("1").steps[0][1].value == 0.01
    with pytest.raises(QuantityError):
        Quantity(1, "%", Kind.SOURCED)

"""Amounts that one town borrows from another: which are multiplied, by what, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from magnitka.quantity import Dated, Kind
from magnitka.scenario import ScenarioError, load

HEAD = "format: 1\nname: mine\nbased_on: toy\n"
GUESS = "kind: guess, low: {low}, high: {high}, why: an estimate"
PERSONS = (
    'cells: {"cities[Magnitogorsk].persons": {value: 204500, unit: persons, '
    "kind: guess, low: 1e5, high: 3e5, why: an estimate}}\n"
)


def scenario(folder: Path, number: str, name: str = "works") -> Path:
    path = folder / "mine.yaml"
    text = f"{HEAD}{PERSONS}parameters:\n  city_budget:\n    {name}: {{{number}}}\n"
    path.write_text(text, encoding="utf-8")
    return path


def water(scaled: str, kind: str = GUESS.format(low=120, high=230)) -> str:
    return f"value: 165, unit: Ml/day, {kind}, scaled: {scaled}"


def test_an_amount_is_multiplied_with_its_range(tmp_path: Path) -> None:
    leaf = load(scenario(tmp_path, water("persons / 409000"))).parameters["city_budget"]["works"]
    assert (leaf.value, leaf.low, leaf.high) == (82.5, 60.0, 115.0)  # type: ignore[union-attr]
    assert leaf.kind is Kind.GUESS  # type: ignore[union-attr]
    assert leaf.why == "scaled by persons from 165 Ml/day; an estimate"  # type: ignore[union-attr]


def test_each_step_of_a_dated_amount_is_multiplied(tmp_path: Path) -> None:
    guess = GUESS.format(low=60, high=500)
    steps = f"1980-01: {{value: 130, {guess}}}, 1986-01: {{value: 260, {guess}}}"
    leaf = load(
        scenario(tmp_path, f"unit: Mrub/yr, scaled: persons / 409000, dates: {{{steps}}}", "industry")
    ).parameters["city_budget"]["industry"]
    assert isinstance(leaf, Dated)
    assert [step.value for _, step in leaf.steps] == [65.0, 130.0]


def test_what_was_scaled_is_not_scaled_again(tmp_path: Path) -> None:
    once = load(scenario(tmp_path, water("persons / 409000")))
    again = load(once.write(tmp_path / "copy"))
    assert again.digest == once.digest
    assert again.parameters["city_budget"]["works"].value == 82.5  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("scaled", "kind", "said"),
    [
        ("people / 409000", "", 'is by "people", which is no measure here'),
        ("persons over 409000", "", "which is no measure here"),
        ("persons / 0", "", "is over 0"),
        ("persons / many", "", '"many", which is not a number'),
        ("persons / 409000", "kind: sourced, source: E, where: line 1", "stands beside a sourced number"),
    ],
)
def test_what_cannot_be_scaled(tmp_path: Path, scaled: str, kind: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(scenario(tmp_path, water(scaled, *[kind] if kind else [])))
    assert caught.value.line == 7
    assert said in str(caught.value)


def test_what_others_are_scaled_by_is_not_scaled(tmp_path: Path) -> None:
    path = scenario(tmp_path, water("persons / 409000"))
    path.write_text(
        path.read_text().replace("why: an estimate}}", "why: an estimate, scaled: persons / 2}}"),
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError, match="is of a number that others are scaled by"):
        load(path)

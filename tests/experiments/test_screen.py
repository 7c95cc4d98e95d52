"""The screen of guesses: what it moves, how it ranks, and when it no longer speaks of this model."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from magnitka.experiments import screen as screening
from magnitka.experiments.ensemble import FAILED, OK
from magnitka.experiments.screen import (
    THIN,
    TIMES,
    Screen,
    guesses_of,
    make_screen,
    model_digest,
    read_screen,
    stored_screen,
    unreadable,
)
from magnitka.quantity import Kind
from magnitka.scenario import load


def test_every_guess_is_moved_and_nothing_else() -> None:
    scenario = load("toy")
    guessed = {
        key: quantity
        for key, quantity in scenario.quantities()
        if quantity.kind is Kind.GUESS and quantity.low != quantity.high
    }
    guesses = guesses_of(scenario)
    for end in ("at_low", "at_high"):
        assert {key for guess in guesses for key in getattr(guess, end)} == guessed.keys()
    for guess in guesses:
        changed = scenario.with_changes(guess.at_low)
        values = dict(changed.quantities())
        for key in guess.at_low:
            assert values[key].value == pytest.approx(guessed[key].low)
        assert {one.key for one in changed.what_ifs} == guess.at_low.keys()


def test_what_moves_together_is_told_as_a_factor() -> None:
    for guess in guesses_of(load("magnitogorsk")):
        assert len(guess.at_low) > 1 or guess.unit != TIMES
        assert guess.low < guess.high


def made(**moved: tuple[float | None, float | None]) -> Screen:
    """A screen in which `steel` is 100 with noise 2, `luck` is silent, and guesses move steel to two ends."""
    return Screen(
        "toy", load("toy").digest, model_digest(), "1981-12", 40, (1, 2), {"steel": "Mt/yr", "luck": "1"},
        {"steel": 100.0, "luck": 0.0}, {"steel": 2.0, "luck": 0.0},
        tuple(
            {"guess": name, "unit": "1", "low": 0.0, "high": 1.0, "failed": [],
             "at_low": {} if low is None else {"steel": low, "luck": 0.0},
             "at_high": {} if high is None else {"steel": high, "luck": 0.0}}
            for name, (low, high) in moved.items()
        ),
    )  # fmt: skip


def test_the_strongest_guess_comes_first_whichever_way_it_moves() -> None:
    ranked = made(
        idle=(100, 100), up=(100, 104), hump=(93, 94), down=(106, 96), lost=(None, None)
    ).strongest()
    assert [effect.guess for effect in ranked] == ["down", "hump", "up"]
    assert ranked[0].observable == "steel"
    assert ranked[0].ratio == pytest.approx(10 / 2)


def test_one_end_that_fails_leaves_the_other() -> None:
    effect = made(half=(None, 110)).strongest()[0]
    assert effect.at_high == 110
    assert effect.at_low != effect.at_low
    assert effect.ratio > 4


def test_a_screen_of_other_code_or_other_values_says_so() -> None:
    scenario = load("toy")
    screen = made()
    assert screen.stale(scenario) == ""
    assert screen.stale(scenario.with_changes({"planning.ratchet": 0.0})) == "other values of the scenario"
    assert replace(screen, code="0" * 16).stale(scenario) == "other code"


def test_the_digest_of_the_model_minds_kernels_and_not_reports(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def digest(**files: str) -> str:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.with_suffix(".py").write_text(text)
        monkeypatch.setattr(screening, "PACKAGE", tmp_path)
        return model_digest.__wrapped__()

    before = digest(kernels__dice="1", report__page="1", cli__app="1")
    assert digest(report__page="2", cli__app="2") == before
    assert digest(kernels__dice="2") != before


@pytest.fixture
def few_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """Replaces the ensemble by arithmetic: steel is 100 + seed, and 10 more when `planning.ratchet` is high."""
    asked: list[Any] = []

    def pretend(named: str, members: list[Any], **_: Any) -> pd.DataFrame:
        asked.extend(members)
        rows = [
            {"seed": one.seed, "status": OK, "error": "", "steel": 100.0 + one.seed, "gap": float("nan")}
            for one in members
        ]
        for row, one in zip(rows, members, strict=True):
            text = one.set.get("planning.ratchet")
            if text is not None and float(text.split()[0]) > 0.5:
                row["steel"] += 10.0
            if "planning.iterations" in one.set:
                row.update(status=FAILED, error="it broke", steel=float("nan"))
        table = pd.DataFrame(rows)
        table.attrs["units"] = {"steel": "Mt/yr", "gap": "1"}
        return table

    monkeypatch.setattr(screening, "ensemble", pretend)
    monkeypatch.setattr(screening, "STORED", tmp_path / "screens")
    monkeypatch.setenv("MAGNITKA_CACHE", str(tmp_path / "cache"))
    return asked


def test_a_screen_is_kept_and_found_again(few_runs: list[Any]) -> None:
    scenario = load("toy")
    assert stored_screen(scenario) is None
    screen = make_screen("toy")
    assert len(few_runs) == len(screening.SEEDS) + 2 * len(guesses_of(scenario))
    assert all(one.set[THIN] == "40 1" for one in few_runs) and screen.persons_a_row == 40
    assert screen.units == {"steel": "Mt/yr"}  # a result that is no number screens nothing
    assert stored_screen(scenario) == screen
    told = json.loads((screening.STORED / "toy.json").read_text())
    assert told["digest"] == scenario.digest
    assert stored_screen(scenario.with_changes({"planning.ratchet": 0.0})) is not None


def test_a_damaged_screen_is_as_none(few_runs: list[Any]) -> None:
    make_screen("toy")
    (screening.STORED / "toy.json").write_text("{")
    assert stored_screen(load("toy")) is None


def test_a_screen_of_another_format_says_so(few_runs: list[Any]) -> None:
    scenario = load("toy")
    assert unreadable(scenario) == ""  # none is kept
    make_screen("toy")
    assert unreadable(scenario) == ""
    place = screening.STORED / "toy.json"
    told = json.loads(place.read_text())
    del told["persons_a_row"]
    place.write_text(json.dumps(told))
    assert stored_screen(scenario) is None
    assert unreadable(scenario) == screening.OLDER
    place.write_text("{")
    assert unreadable(scenario) == screening.DAMAGED


@pytest.mark.parametrize("path", sorted(screening.STORED.glob("*.json")), ids=lambda path: path.name)
def test_the_screens_that_ship_can_be_read(path: Path) -> None:
    screen = read_screen(path.read_bytes())
    assert screen.scenario == path.stem
    assert not any(reason.startswith("/") for one in screen.moved for reason in one["failed"])


def test_a_scenario_that_does_not_run_is_not_screened(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = pd.DataFrame([{"status": FAILED, "error": "no coke"}] * 1000)
    failed.attrs["units"] = {}
    monkeypatch.setattr(screening, "ensemble", lambda *_, **__: failed)
    with pytest.raises(screening.Failure, match="no coke"):
        make_screen("toy", keep=False)

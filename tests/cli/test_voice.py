"""How numbers, tables, JSON and progress look."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from magnitka.cli import progress
from magnitka.cli.voice import emit
from magnitka.wording import aligned, figure


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (1.0, "1"), (16.04, "16.04"), (16.0449, "16.04"), (160449.0, "160,449"), (1234567.8, "1,234,568"),
        (0.012345, "0.01235"), (-0.5, "-0.5"), (9.9999, "10"), (1e-5, "1e-05"), (-3e15, "-3e+15"),
        (math.nan, "-"), (math.inf, "-"), (None, "-"), (1000, "1,000"), (100.0, "100"),
    ],
)  # fmt: skip
def test_figures_have_four_digits_and_no_idle_zeros(value: float | None, text: str) -> None:
    assert figure(value) == text


def test_tables_stand_in_columns() -> None:
    assert aligned([["a", "1"], ["long", "22"]], right=(1,), indent="") == "a      1\nlong  22"
    assert aligned([]) == ""


def test_json_is_one_line_that_every_parser_reads(capsys: pytest.CaptureFixture[str]) -> None:
    emit(
        {
            "a": np.float64(1.5),
            "b": np.array([1, 2]),
            "c": math.nan,
            "d": (np.int64(3), None, True),
            5: "Магнитка",
        }
    )
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert json.loads(out) == {"a": 1.5, "b": [1, 2], "c": None, "d": [3, None, True], "5": "Магнитка"}


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (40, "40 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")],
)
def test_durations_are_spoken(seconds: float, text: str) -> None:
    assert progress.duration(seconds) == text


def test_a_log_gets_a_line_for_each_stage_and_not_for_each_dekad(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.shown_progress() as show:
        show("compiling kernels, the first time only", 0, 0, "", math.nan, math.nan)
        for tick in range(100):
            show("simulating", tick, 252, "1985-02, dekad 1", 90.0, 3.0)
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "compiling kernels, the first time only",
        "simulating  0 of 252 dekads  1985-02, dekad 1   90 dekads/s   3 s left",
    ]


def test_a_log_is_never_silent_for_long(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with progress.shown_progress() as show:
        for _ in range(13):
            show("simulating", 1, 252, "", math.nan, math.nan)
            now[0] += 1.0
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_what_counts_no_dekads_is_said_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with progress.shown_progress() as show:
        for _ in range(100):
            show("compiling kernels, the first time only", 0, 0, "", math.nan, math.nan)
            now[0] += 1.0
        show("simulating", 20, 252, "", 0.43, 540.0)
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "compiling kernels, the first time only",
        "simulating  20 of 252 dekads  0.4 dekads/s   9 min 0 s left",
    ]


def test_a_terminal_gets_a_line_that_moves(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True, raising=False)
    with progress.shown_progress() as show:
        show("simulating", 10, 252, "1985-04, dekad 2", 90.0, 3.0)
    assert "simulating" in capsys.readouterr().err


def test_experiments_count_their_runs(capsys: pytest.CaptureFixture[str]) -> None:
    show = progress.counted("runs")
    show(2, 2)
    assert capsys.readouterr().err == "2 of 2 runs\n"

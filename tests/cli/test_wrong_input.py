"""Whatever is asked wrongly: one clear sentence, the right exit code, nothing on standard output, no traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from magnitka.store import LOCK, fcntl

MISUSED, FAILED = 2, 1
RUN = ("run", "toy", "--until", "1981-03")

# What is typed, and a part of what is answered. {short} is a finished run.
MISUSES: list[tuple[tuple[str, ...], str]] = [
    (("rnu",), "'run'"),
    (("validat", "x"), "'validate'"),
    (("--sed",), "No such option"),
    (("run",), "SCENARIO"),
    (("run", "toy", "magnitogorsk"), "unexpected extra argument"),
    (("run", "toy", "--sed", "2"), "--seed"),
    (("run", "magnitogrsk"), 'did you mean "magnitogorsk"?'),
    (("run", "missing.yaml"), "no such scenario file"),
    (("run", "."), "is a folder"),
    (("run", ""), "magnitka:"),
    (("run", "toy", "--until"), "--until"),
    (("run", "toy", "--until", "1981"), "YYYY-MM"),
    (("run", "toy", "--until", "1981-13"), "there is no month 13"),
    (("run", "toy", "--until", "1981-1"), "YYYY-MM"),
    (("run", "toy", "--until", "next year"), "YYYY-MM"),
    (("run", "toy", "--until", ""), "YYYY-MM"),
    (("run", "toy", "--until", "1980-12"), "before the scenario starts in 1981-01"),
    (("run", "toy", "--until", "2031-01"), "2030-12"),
    (("run", "toy", "--until", "9999-01"), "far from the century"),
    ((*RUN, "--seed", "-1"), "seed"),
    ((*RUN, "--seed", "luck"), "luck"),
    ((*RUN, "--seed", "1.5"), "1.5"),
    ((*RUN, "--seed", "9223372036854775808"), "seed"),
    ((*RUN, "--seed", "9" * 200), "seed"),
    ((*RUN, "--threads", "0"), "--threads"),
    ((*RUN, "--threads", "-2"), "--threads"),
    ((*RUN, "--threads", "all"), "all"),
    ((*RUN, "--threads", "1000000"), "threads"),
    ((*RUN, "--off", "bartre"), 'did you mean "barter"?'),
    ((*RUN, "--off", ""), "there is no mechanism"),
    ((*RUN, "--set", "planning.ratchet"), "KEY=VALUE"),
    ((*RUN, "--set", "=3"), "KEY=VALUE"),
    ((*RUN, "--set", "planning.ratchet="), "KEY=VALUE"),
    ((*RUN, "--set", "planning.ratchet=0", "--set", "planning.ratchet=1"), "twice"),
    ((*RUN, "--set", "planning.ratchett=1"), 'did you mean "planning.ratchet"?'),
    ((*RUN, "--set", "plan.ratchet=1"), "is not a parameter"),
    ((*RUN, "--set", "planning.ratchet=high"), "not a number"),
    ((*RUN, "--set", "planning.ratchet=nan"), "not finite"),
    ((*RUN, "--set", "planning.ratchet=-inf"), "not a number"),
    ((*RUN, "--set", "planning.ratchet=1e400"), "not a finite number"),
    ((*RUN, "--set", "planning.ratchet=1,5"), "not a known unit"),
    ((*RUN, "--set", "planning.ratchet=0.2 Mt"), "cannot be turned into"),
    ((*RUN, "--set", "planning.ratchet=-5"), "is -5, but cannot be below 0; write 0 to 1 (share of"),
    (
        (*RUN, "--set", "foundation.speed=9"),
        "is 9 km/dekad, but cannot be below 100; write 100 km/dekad or more (",
    ),
    ((*RUN, "--set", "planning.ratchet@1988-01=1"), "has none; write planning.ratchet=1"),
    ((*RUN, "--with", "mine.py"), "--after MECHANISM or --replace MECHANISM"),
    ((*RUN, "--after", "storming"), "add --with FILE.py"),
    ((*RUN, "--replace", "storming"), "add --with FILE.py"),
    ((*RUN, "--with", "mine.py", "--after", "storming", "--replace", "storming"), "exclude each other"),
    ((*RUN, "--with", "mine.py", "--after", "storming"), "cannot read mine.py"),
    ((*RUN, "--with", "broken.py", "--after", "storming"), "broken.py:2: SyntaxError"),
    ((*RUN, "--with", "raising.py", "--after", "storming"), "raising.py:1: ZeroDivisionError"),
    ((*RUN, "--with", "empty.py", "--after", "storming"), "defines neither PROCESS"),
    ((*RUN, "--with", "empty.py", "--replace", "strming"), 'did you mean "storming"?'),
    ((*RUN, "--out", "empty.py"), "is a file"),
    ((*RUN, "--out", "full"), "is not empty"),
    ((*RUN, "--out", "{short}"), "holds a finished run"),
    (("resume",), "RUN"),
    (("resume", "last"), "there is no run"),
    (("resume", "full"), "is not a run folder"),
    (("resume", "{short}", "--threads", "0"), "threads"),
    (("check", "nothing"), "there is no run"),
    (("check", ""), "there is no run"),
    (("check", "{short}", "--strictly"), "--strict"),
    (("compare", "{short}"), "B"),
    (("compare", "{short}", "nothing"), "there is no run"),
    (
        ("compare", "{short}", "{short}", "--page", "nowhere/plots.html"),
        "there is no folder nowhere; make it",
    ),
    (("why", "{short}"), "THING"),
    (("why", "nothing", "coke"), "there is no run"),
    (("why", "{short}", "cokee"), 'did you mean "coke"?'),
    (("why", "{short}", "coke", "--when", "1981-13"), "there is no month 13"),
    (("why", "{short}", "coke", "--when", "1991-01"), "1991-01"),
    (("sources", "magnitogrsk"), 'did you mean "magnitogorsk"?'),
    (("sources", "toy", "--processes", "0"), "--processes"),
    (("cite", "nothing"), "there is no run"),
    (("methods", "nothing"), "there is no run"),
    (("export", "{short}"), "--to"),
    (("export", "{short}", "--to", "excel"), "'csv', 'parquet', 'netcdf'"),
    (("export", "{short}", "--to", "csv", "--out", "empty.py"), "exists already"),
    (("export", "nothing", "--to", "csv"), "there is no run"),
    (("open", "nothing"), "there is no run"),
    (("list",), "THINGS"),
    (("list", "shop"), "'shops'"),
    (("list", "goods", "--scenario", "nowhere"), "no shipped scenario"),
    (("validate",), "FILE"),
    (("validate", "missing.yaml"), "no such scenario file"),
    (("bench", "--until", "1980-01"), "before the scenario starts"),
    (("bench", "--scenario", "nowhere"), "no shipped scenario"),
]


@pytest.fixture
def surroundings(elsewhere: Path) -> None:
    """Files that the misuses name."""
    (elsewhere / "broken.py").write_text("x = 1\ny = = 2\n")
    (elsewhere / "raising.py").write_text("x = 1 / 0\n")
    (elsewhere / "empty.py").write_text("x = 1\n")
    (elsewhere / "full").mkdir()
    (elsewhere / "full" / "letter.txt").write_text("dear diary")


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize(
    ("words", "answer"), MISUSES, ids=[" ".join(words)[:60] or "-" for words, _ in MISUSES]
)
def test_misuse_is_answered_in_one_sentence(
    words: tuple[str, ...], answer: str, command: Any, request: pytest.FixtureRequest
) -> None:
    short = request.getfixturevalue("short") if "{short}" in words else ""
    outcome = command(*(word.format(short=short) for word in words))
    assert_one_sentence(outcome, MISUSED)
    assert answer in outcome.err
    assert not Path("runs").exists()


def assert_one_sentence(outcome: Any, code: int) -> None:
    assert outcome.code == code, outcome.err
    assert outcome.out == ""
    said = [line for line in outcome.err.splitlines() if line.startswith("magnitka: ")]
    assert len(said) == 1, outcome.err
    assert "Traceback" not in outcome.err
    assert "unforeseen" not in outcome.err
    assert len(said[0]) < 500


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize(
    "words",
    [
        ("export", "{short}", "--to", "csv", "--out", "empty.py/table.csv"),
        ("compare", "{short}", "{short}", "--page", "empty.py/plots.html"),
        (*RUN, "--out", "empty.py/run"),
    ],
    ids=lambda words: words[0],
)
def test_a_file_where_a_folder_is_wanted_is_named(words: tuple[str, ...], command: Any, short: str) -> None:
    outcome = command(*(word.format(short=short) for word in words))
    assert_one_sentence(outcome, FAILED)
    assert outcome.err.rstrip().endswith(": empty.py is a file")


def test_a_page_that_cannot_be_written_is_one_sentence(
    command: Any, short: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise FileNotFoundError(2, "No such file or directory", "plots.html")

    monkeypatch.setattr("magnitka.report.compare.build_comparison", refuse)
    outcome = command("compare", short, short, "--page", "plots.html")
    assert_one_sentence(outcome, FAILED)
    assert "cannot write plots.html" in outcome.err


@pytest.mark.skipif(fcntl is None, reason="only a Unix locks the folder of a run")
def test_a_run_that_is_still_running_is_not_to_be_taken_up(command: Any, short: str) -> None:
    folder = Path("live").absolute()
    shutil.copytree(short, folder)
    unfinished(folder)
    assert "finish it with: magnitka resume" in command("check", str(folder)).err
    with open(folder / LOCK, "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        outcome = command("check", str(folder))
    assert_one_sentence(outcome, FAILED)
    assert "is still running" in outcome.err and "resume" not in outcome.err


SCENARIOS = {
    "empty": "",
    "list": "- 1\n- 2\n",
    "truncated": "format: 1\nname: 'cut",
    "alias bomb": "a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "duplicate": "format: 1\nname: x\nbased_on: toy\ntitle: t\ntitle: u\n",
    "tag": "format: 1\nname: !!python/object/apply:os.system ['true']\n",
    "unknown mechanism": "format: 1\nname: x\nbased_on: toy\nparameters:\n  plannning: {}\n",
    "impossible date": "format: 1\nname: x\nbased_on: toy\nuntil: 1991-17\n",
    "bare number": "format: 1\nname: x\nbased_on: toy\nparameters:\n  planning:\n    ratchet: 0.2\n",
    "deep": "a: " + "[" * 200,
    "another format": "format: 7\nname: x\n",
}


@pytest.mark.parametrize("verb", ["validate", "run", "sources"])
@pytest.mark.parametrize("text", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_a_bad_scenario_is_told_with_file_and_line(verb: str, text: str, command: Any) -> None:
    Path("mine.yaml").write_text(text)
    outcome = command(verb, "mine.yaml")
    assert outcome.code == MISUSED
    assert outcome.out == ""
    assert outcome.err.startswith("magnitka: mine.yaml")
    assert "Traceback" not in outcome.err
    assert not Path("runs").exists()


def test_all_errors_of_a_scenario_are_told_at_once(command: Any) -> None:
    Path("mine.yaml").write_text("format: 1\nname: x\nbased_on: toy\nuntil: 1991-17\nstart: soon\n")
    outcome = command("validate", "mine.yaml")
    assert sorted(line.split(":")[2] for line in outcome.err.splitlines()) == ["4", "5"]
    told = command("validate", "mine.yaml", "--json")
    assert told.code == MISUSED
    assert not told.json["valid"]
    assert sorted(error["line"] for error in told.json["errors"]) == [4, 5]


def damaged(folder: Path) -> None:
    (folder / "manifest.json").write_text("{")


def of_another_version(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))


def unfinished(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "status": "unfinished"}))


def without_series(folder: Path) -> None:
    (folder / "series.parquet").unlink()


def with_other_series(folder: Path) -> None:
    (folder / "series.parquet").write_bytes(b"PAR1")


@pytest.mark.parametrize(
    "verb", [("check",), ("export", "--to", "csv"), ("compare", "{short}"), ("why", "coke")]
)
@pytest.mark.parametrize("harm", [damaged, of_another_version, unfinished, without_series, with_other_series])
def test_a_harmed_run_fails_in_one_sentence(
    harm: Callable[[Path], None], verb: tuple[str, ...], command: Any, short: str
) -> None:
    folder = Path("harmed").absolute()
    shutil.copytree(short, folder)
    harm(folder)
    outcome = command(verb[0], str(folder), *(word.format(short=short) for word in verb[1:]))
    assert_one_sentence(outcome, FAILED)
    assert "harmed" in outcome.err

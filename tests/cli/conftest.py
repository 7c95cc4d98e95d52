"""Commands as a person gives them: in this process for speed, and once as a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from magnitka.cli import app

ROOT = Path(__file__).resolve().parents[2]
SCENARIO, UNTIL = "toy", "1981-03"


class Outcome(NamedTuple):
    """What a command said on standard output and standard error, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.out)


Command = Callable[..., Outcome]


def _command(*words: str) -> Outcome:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = app.concluded(
            lambda: app.magnitka.main(list(words), prog_name="magnitka", standalone_mode=False)
        )
    return Outcome(code, out.getvalue(), err.getvalue())


@pytest.fixture
def command() -> Command:
    """Gives a command in this process: `command("list", "goods")`."""
    return _command


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Gives a command in a process of its own; further arguments are those of subprocess.run."""

    def give(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(argv(*words), **{**PROCESS, "env": environment(), "timeout": 300, **options})

    return give


PROCESS: dict[str, Any] = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL, "check": False}


def argv(*words: str) -> list[str]:
    return [sys.executable, "-m", "magnitka", *words]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The outcome of a short run with --json; its folder is `made.json["run"]`."""
    folder = tmp_path_factory.mktemp("runs") / "short"
    outcome = _command("run", SCENARIO, "--until", UNTIL, "--out", str(folder), "--json")
    assert outcome.code == 0, outcome.err
    return outcome


@pytest.fixture
def short(made: Outcome) -> str:
    """The folder of a short finished run."""
    return str(made.json["run"])


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path

"""The year that all broken runs must end in, and the nursery that bears them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numba
import pytest

from magnitka.quantity import month_text
from magnitka.run import Run, run
from magnitka.scenario import load

KERNELS = str(vars(numba.config)["CACHE_DIR"])  # as it is before anything is compiled


class Whole(NamedTuple):
    """A run that nobody disturbed, its last month, and the tick it began with."""

    run: Run
    until: str
    first: int


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAGNITKA_CACHE", str(folder))
        if KERNELS:
            patch.setenv("NUMBA_CACHE_DIR", KERNELS)
        yield folder


@pytest.fixture(scope="session")
def whole(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    scenario = load("toy")
    until = month_text(scenario.start + 11)
    made = run("toy", until, out=tmp_path_factory.mktemp("whole") / "run")
    return Whole(made, until, 3 * (scenario.start - scenario.burn_in))


class Nursery:
    """Bears runs in processes of their own, and ends them."""

    def __init__(self, until: str) -> None:
        self.until = until
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("nursery.py")), until],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout and self.process.stdout.readline() == "ready\n"

    def ask(self, line: str, answer: str) -> int:
        """The number that the nursery answers a line with."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        word, number = self.process.stdout.readline().split()
        assert word == answer
        return int(number)

    def bear(
        self,
        do: str,
        out: Path,
        said: Path,
        *,
        ticks: int = 1,
        seconds: float | None = None,
        sign: signal.Signals = signal.SIGKILL,
    ) -> tuple[int, float]:
        """Exit code and seconds of a run that gets `sign` after `seconds`, or is left alone."""
        task = {"do": do, "out": str(out), "until": self.until, "ticks": ticks, "said": str(said)}
        began, child = time.monotonic(), self.ask(json.dumps(task), "child")
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, sign)
        return self.ask("", "ended"), time.monotonic() - began

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


@pytest.fixture(scope="session")
def nursery(whole: Whole) -> Iterator[Nursery]:
    bearing = Nursery(whole.until)
    yield bearing
    bearing.close()

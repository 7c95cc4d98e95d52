"""How commands end: stopped, cut off, broken by what nobody foresaw; and what starting costs."""

from __future__ import annotations

import errno
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from magnitka.cli import app, listing, progress, stopping
from magnitka.kernels.compile import cache_root

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
HEAVY = ("numba", "numpy", "pandas", "pyarrow", "rich", "xarray", "yaml")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from magnitka.cli import app; app.magnitka.main(['run', '--help'], standalone_mode=False); "
        f"sys.exit(', '.join(sorted(set(sys.modules) & set({HEAVY!r}))) or 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=ENVIRONMENT
    )
    assert ended.stderr == ""
    assert ended.returncode == 0


def test_exit_codes_reach_the_shell(process: Any) -> None:
    assert process("--version").returncode == 0
    assert process("rnu").returncode == 2
    assert process().returncode == 2
    assert process("check", "nothing").returncode == 2


def test_a_reader_who_leaves_early_is_no_error(process: Any, elsewhere: Path) -> None:
    """The pipe is closed before the first line is written."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        ended = process("list", "parameters", capture_output=False, stdout=pipe, stderr=subprocess.PIPE)
    assert ended.stderr == ""
    assert ended.returncode == 1


@pytest.mark.usefixtures("made")  # so that kernels are compiled
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_says_how_to_go_on(stop: signal.Signals, elsewhere: Path) -> None:
    words = ("run", "toy", "--until", "1985-12", "--out", "stopped")
    running = subprocess.Popen(
        [sys.executable, "-m", "magnitka", *words], stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    )
    assert running.stderr
    heard = ""
    while "simulating" not in heard:
        heard = running.stderr.readline()
        assert heard, "the run ended before it was stopped"
    time.sleep(0.05)
    running.send_signal(stop)
    _, last = running.communicate(timeout=180)
    assert running.returncode == 1, last
    assert "magnitka resume stopped" in last.splitlines()[-1]
    assert "Traceback" not in last
    resumed = subprocess.run(
        [sys.executable, "-m", "magnitka", "resume", "stopped", "--json"],
        capture_output=True,
        env=ENVIRONMENT,
        check=False,
    )
    assert resumed.returncode == 0, resumed.stderr


@pytest.fixture
def nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "_asked", Event())


SAYS = ("simulating", 1, 9, "", math.nan, math.nan)


@pytest.mark.usefixtures("nobody_asked")
def test_a_run_is_not_broken_into_but_ends_at_its_next_word(capsys: pytest.CaptureFixture[str]) -> None:
    """Raised at once, the exception may leave the compiler locked, or be lost in numpy."""
    with progress.shown_progress() as show:
        show(*SAYS)
        stopping.interrupt()
        from_the_timer = Thread(target=show, args=SAYS)
        from_the_timer.start()
        from_the_timer.join()  # raised there, nobody could catch it: the test would fail
        with pytest.raises(KeyboardInterrupt):
            show(*SAYS)
    assert capsys.readouterr().err.splitlines()[1:] == [stopping.STOPPING]


@pytest.mark.usefixtures("nobody_asked")
def test_asked_twice_it_ends_at_once() -> None:
    with progress.shown_progress():
        stopping.interrupt()
        with pytest.raises(KeyboardInterrupt):
            stopping.interrupt()


@pytest.mark.usefixtures("nobody_asked")
def test_what_is_no_run_ends_at_once_and_if_that_is_lost_at_the_next_count() -> None:
    with pytest.raises(KeyboardInterrupt):
        stopping.interrupt()
    with pytest.raises(KeyboardInterrupt):
        progress.counted("runs")(3, 9)


def test_what_a_shell_ignores_stays_ignored() -> None:
    code = (
        "import signal; from magnitka.cli import stopping; signal.signal(signal.SIGINT, signal.SIG_IGN); "
        "stopping.listen(); assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN; "
        "assert signal.getsignal(signal.SIGTERM) is stopping.interrupt"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=ENVIRONMENT
    )
    assert (ended.stderr, ended.returncode) == ("", 0)


@pytest.mark.skipif(os.name != "posix", reason="a terminal sends Ctrl-C to a group of processes only there")
@pytest.mark.usefixtures("made")  # so that kernels are compiled
def test_a_stopped_experiment_ends_with_all_its_workers() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "magnitka", "sources", "toy", "--screen", "--processes", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        start_new_session=True,
    )
    assert running.stderr
    first = running.stderr.readline()
    assert "1 of " in first
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=120)
    assert (running.returncode, out) == (1, "")
    assert err.splitlines()[-1].startswith("magnitka: stopped")
    assert "Traceback" not in err
    assert _gone(running.pid)


def _gone(group: int, patience: float = 20.0) -> bool:
    """Whether the last process of a group ends in so many seconds; the tracker of shared memory lingers."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


class Broken(RuntimeError):
    pass


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets `list goods` raise what it is given."""

    def let_raise(error: BaseException) -> None:
        def rows(scenario: str) -> list[Any]:
            raise error

        monkeypatch.setitem(listing.THINGS, "goods", listing.Listing(("name",), rows))

    return let_raise


def test_the_unforeseen_is_one_sentence_and_a_log(
    command: Any, breaking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(app.DEBUG, raising=False)
    breaking(Broken("out of order"))
    outcome = command("list", "goods")
    assert outcome.code == 1
    assert outcome.err.count("\n") == 1
    assert "Broken: out of order" in outcome.err
    log = Path(outcome.err.rsplit("the details are in ", 1)[1].strip())
    assert log.parent == cache_root() / "logs"
    assert "Traceback" in log.read_text()
    log.unlink()


def test_the_unforeseen_is_shown_on_demand(
    command: Any, breaking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(app.DEBUG, "1")
    breaking(Broken("out of order"))
    outcome = command("list", "goods")
    assert "Traceback" in outcome.err
    Path(outcome.err.rsplit("the details are in ", 1)[1].strip()).unlink()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "permission"),
        (errno.EIO, "disk"),
    ],
)
def test_what_the_system_refuses_is_said_with_a_mend(
    number: int, words: str, command: Any, breaking: Any
) -> None:
    breaking(OSError(number, os.strerror(number), "some/file"))
    outcome = command("list", "goods")
    assert outcome.code == 1
    assert outcome.err.startswith("magnitka: some/file: ")
    assert words in outcome.err
    assert "unforeseen" not in outcome.err


def test_memory_that_does_not_suffice_is_no_mystery(command: Any, breaking: Any) -> None:
    breaking(MemoryError())
    assert "memory does not suffice" in command("list", "goods").err


def test_cyrillic_reaches_a_terminal_that_knows_none(process: Any) -> None:
    ended = process(
        "sources", "magnitogorsk", env={**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}, encoding="utf-8"
    )
    assert ended.returncode == 0, ended.stderr
    assert "\u0421" in ended.stdout  # a letter of the bibliography


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes only there")
def test_a_file_name_in_no_encoding_is_no_traceback() -> None:
    words = [sys.executable, "-m", "magnitka", "validate", b"\xff\xfe.yaml"]
    ended = subprocess.run(words, capture_output=True, check=False, env=ENVIRONMENT)
    assert ended.returncode == 2
    assert b"Traceback" not in ended.stderr
    assert ended.stderr.count(b"\n") == 1

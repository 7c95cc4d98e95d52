"""How a run shows that it is alive: a line that moves on a terminal, plain lines in a log."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from magnitka.cli.stopping import STOPPING, between_words, heed
from magnitka.cli.voice import note

if TYPE_CHECKING:
    from magnitka.progress import Progress

LOG_EVERY = 5.0  # seconds between plain lines of one stage
SLOW = 10.0  # dekads per second below which tenths are told
TELLING = 10  # runs after which their pace says something: the first ones compile and burn in


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Gives the function that a run reports to: shows what it hears on standard error, ends what was stopped."""
    with between_words(), _moving_line() if sys.stderr.isatty() else nullcontext(_plain_lines()) as show:
        yield show


@contextmanager
def _moving_line() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(28), TextColumn("{task.fields[state]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("starting", total=None, state="")

        def show(stage: str, tick: int, total: int, date: str, speed: float, left: float) -> None:
            said = STOPPING if heed() else stage
            bar.update(
                task, description=said, completed=tick, total=total or None, state=_state(date, speed, left)
            )

        yield show


def _plain_lines() -> Progress:
    """One line per stage, and then, of one that counts dekads, one every few seconds."""
    last_stage, last_time = "", 0.0

    def show(stage: str, tick: int, total: int, date: str, speed: float, left: float) -> None:
        nonlocal last_stage, last_time
        if heed():
            stage, total, date, speed, left = STOPPING, 0, "", math.nan, math.nan
        now = time.monotonic()
        # a stage that counts no dekads has nothing new to say
        if stage == last_stage and (now - last_time < LOG_EVERY or not total):
            return
        last_stage, last_time = stage, now
        done = f"{tick} of {total} dekads" if total else ""
        note("  ".join(part for part in (stage, done, _state(date, speed, left)) if part))

    return show


def _state(date: str, speed: float, left: float) -> str:
    """'1988-11, dekad 3   95 dekads/s   2 s left'."""
    parts = [date]
    if math.isfinite(speed):
        parts.append(f"{speed:.{0 if speed >= SLOW else 1}f} dekads/s")
    if math.isfinite(left):
        parts.append(f"{duration(left)} left")
    return "   ".join(part for part in parts if part)


def duration(seconds: float) -> str:
    """'40 s', '3 min 20 s', '2 h 5 min'."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def counted(what: str) -> Callable[[int, int], None]:
    """A line on standard error for an experiment of many runs: '12 of 80 runs'."""
    begun, told = time.monotonic(), 0.0

    def show(done: int, total: int) -> None:
        nonlocal told
        heed()
        now = time.monotonic()
        if done < total and now - told < LOG_EVERY:
            return
        told = now
        left = (now - begun) / done * (total - done)
        telling = TELLING <= done < total
        note(f"{done} of {total} {what}" + (f"   {duration(left)} left" if telling else ""))

    return show

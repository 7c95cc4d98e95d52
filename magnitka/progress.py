"""Progress that is never silent: what a run says about itself while it works.

A run calls `progress(stage, tick, total, date, ticks_per_second, seconds_left)`; who renders it is free to.
A timer repeats the last message when the work itself cannot speak, as while a kernel compiles.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from types import TracebackType

Progress = Callable[[str, int, int, str, float, float], None]
"""`(stage, tick, total, date, ticks_per_second, seconds_left)`: dekads done of `total` in this stage; `date` as
'1988-11, dekad 3' or empty; speed and seconds left are NaN until they can be told."""

SILENCE = 1.0  # seconds after which the last message is repeated
TELLING = 10  # dekads after which their pace says something: the first ones compile
PAUSE = 0.1  # seconds between messages of one stage: a screen needs no more
UNKNOWN = float("nan")


class Pulse:
    """Passes on what the run reports, not too often and never too seldom; used as a context.

    `progress` may be None. It is called from the working thread and from a timer's, never from both at once.
    """

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._last = ("starting", 0, 0, "", UNKNOWN, UNKNOWN)
        self._told = self._begun = 0.0
        self._begun_at = 0
        self._lock = Lock()
        self._stop = Event()
        self._timer = Thread(target=self._repeat, name="magnitka-pulse", daemon=True)

    def __enter__(self) -> Pulse:
        if self._progress:
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._timer.is_alive():
            self._timer.join()

    def tell(self, stage: str, tick: int = 0, total: int = 0, date: str = "") -> None:
        """Reports that `tick` of `total` dekads of this stage are done."""
        if self._progress is None:
            return
        now = time.monotonic()
        with self._lock:
            fresh = stage != self._last[0]
            if fresh:
                self._begun, self._begun_at = now, tick
            elapsed, done = now - self._begun, tick - self._begun_at
            speed = done / elapsed if done >= TELLING and elapsed > 0 else UNKNOWN
            self._last = (stage, tick, total, date, speed, (total - tick) / speed)
            if fresh or tick == total or now - self._told >= PAUSE:
                self._say()

    def _say(self) -> None:
        self._told = time.monotonic()
        if self._progress:
            self._progress(*self._last)

    def _repeat(self) -> None:
        while not self._stop.wait(SILENCE / 4):
            with self._lock:
                if time.monotonic() - self._told >= SILENCE:
                    self._say()

"""Ctrl-C and the request to end: a run heeds them between two dekads, everything else at once.

An exception that breaks into a run wherever it happens to be can do harm: raised while numba compiles, it leaves the
compiler locked, and the run's other threads wait for ever; raised while numpy compares an array with a member of
an enumeration, it is cleared and lost. So a run is asked, and ends at its next word of progress.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread

STOPPING = "stopping after this step; Ctrl-C again stops at once"

_asked = Event()
_polite = Event()


def listen() -> None:
    """From now on both signals stop what is being done, save where whoever started us had them ignored."""
    for asking in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(asking) != signal.SIG_IGN:
            signal.signal(asking, interrupt)
    sys.unraisablehook = _unraisable


def _unraisable(told: sys.UnraisableHookArgs) -> None:
    """An interrupt that compiled code swallowed is remembered here, and needs no traceback."""
    if told.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(told)


def interrupt(*_: object) -> None:
    """Remembers that a stop was asked for; raises KeyboardInterrupt unless a run will heed it (the first time)."""
    waits = _polite.is_set() and not _asked.is_set()
    _asked.set()
    if not waits:
        raise KeyboardInterrupt


@contextmanager
def between_words() -> Iterator[None]:
    """Within it, the first request waits for `heed`."""
    _polite.set()
    try:
        yield
    finally:
        _polite.clear()


def heed() -> bool:
    """Raises KeyboardInterrupt if a stop was asked for; in other threads than the main one, tells whether."""
    if _asked.is_set() and current_thread() is main_thread():
        raise KeyboardInterrupt
    return _asked.is_set()

"""The one pool of threads: serial kernels over contiguous blocks.

Who computes a block changes with the number of threads; what is computed for it never does. The work is cut
into as many contiguous ranges as there are threads, and every range is written by one thread only, so results
are the same bits for any number of them. Kernels release the interpreter lock; the pool is kept for the life
of the process because starting threads costs more than a small kernel.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import pairwise
from queue import SimpleQueue
from threading import Thread

from magnitka.errors import UsageError

MOST_THREADS = 256

_threads: ContextVar[int] = ContextVar("magnitka_threads", default=1)


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def hands_for(threads: int | None) -> int:
    """Threads to use when so many were asked for; None asks for all cores. Raises UsageError."""
    if threads is None:
        return cores()
    if isinstance(threads, bool) or not isinstance(threads, int) or not 1 <= threads <= MOST_THREADS:
        raise UsageError(f"threads is {threads}, not a whole number from 1 to {MOST_THREADS}")
    return threads


@contextmanager
def threads_in_use(threads: int) -> Iterator[None]:
    """Within it, `over_blocks` uses so many threads unless told otherwise."""
    token = _threads.set(threads)
    try:
        yield
    finally:
        _threads.reset(token)


Reports = SimpleQueue[tuple[int, BaseException | None]]  # first item of a range done, and what went wrong
Errands = SimpleQueue[tuple[Callable[[int, int], None], int, int, Reports]]


def over_blocks(function: Callable[[int, int], None], n_items: int, threads: int | None = None) -> None:
    """Calls `function(first, last)` over contiguous ranges that together cover 0..n_items once.

    `function` must write only what belongs to its own range. Returns when all are done; the first error in
    the order of the ranges is raised then, so that no thread still writes while the caller cleans up.
    """
    hands = min(_threads.get() if threads is None else threads, n_items)
    if hands <= 1:
        if n_items > 0:
            function(0, n_items)
        return
    cuts = [n_items * hand // hands for hand in range(hands + 1)]
    errands, done = _errands(hands - 1), Reports()
    for first, last in pairwise(cuts[1:]):
        errands.put((function, first, last, done))
    try:
        function(cuts[0], cuts[1])
    finally:
        reports = dict(done.get() for _ in range(hands - 1))
    for first in cuts[1:-1]:
        if (error := reports[first]) is not None:
            raise error


@cache
def _errands(size: int) -> Errands:
    """Errands for `size` threads: what is put in, one of them does. Futures would cost more than a small kernel."""
    errands = Errands()
    for number in range(size):
        Thread(target=_run_errands, args=(errands,), name=f"magnitka_{number}", daemon=True).start()
    return errands


def _run_errands(errands: Errands) -> None:
    while True:
        function, first, last, done = errands.get()
        error: BaseException | None = None
        try:
            function(first, last)
        except BaseException as caught:
            error = caught
        done.put((first, error))
        del function, done, error  # what they hold is not kept alive until the next errand

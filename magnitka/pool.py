"""The one pool of threads: serial kernels over contiguous blocks.

Who computes a block changes with the number of threads and from call to call; what is computed for it never does. The
work is cut into contiguous ranges, a large one and some small ones for each thread, and a thread that is done takes the
next: cores are not equally fast, since neighbours and distant memory slow some of them. Every range is written by
one thread only, so results are the same bits for any number of them. Kernels release the interpreter lock; the pool is
kept for the life of the process because starting threads costs more than a small kernel.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import accumulate, pairwise
from operator import itemgetter
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


LARGE = 5 / 8  # of a thread's fair share goes into its large range
SMALL = 3  # ranges that the rest of its share is cut into

Range = tuple[int, int]
Work = Callable[[int, int], None]
Errors = list[tuple[int, BaseException]]  # first item of a range, and what went wrong there
Reports = SimpleQueue[Errors]
Errands = SimpleQueue[tuple[Work, Iterator[Range], Reports]]


def over_blocks(function: Work, n_items: int, threads: int | None = None) -> None:
    """Calls `function(first, last)` over contiguous ranges that together cover 0..n_items once.

    `function` must write only what belongs to its own range. Returns when all are done; the first error in
    the order of the ranges is raised then, so that no thread still writes while the caller cleans up. Only a
    KeyboardInterrupt does not wait: a thread may be waiting for a compiler that the interrupt left locked.
    """
    hands = min(_threads.get() if threads is None else threads, n_items)
    if hands <= 1:
        if n_items > 0:
            function(0, n_items)
        return
    ranges, errands, done = iter(_ranges(n_items, hands)), _errands(hands - 1), Reports()
    for _ in range(hands - 1):
        errands.put((function, ranges, done))
    errors = _work_off(function, ranges)
    for _ in range(hands - 1):
        errors += done.get()
    if errors:
        raise min(errors, key=itemgetter(0))[1]


@cache
def _ranges(n_items: int, hands: int) -> tuple[Range, ...]:
    """A large range for each of the threads, then small ones; none is empty."""
    share = n_items / hands
    sizes = [share * LARGE] * hands + [share * (1.0 - LARGE) / SMALL] * (SMALL * hands)
    cuts = sorted({0, n_items, *(round(end) for end in accumulate(sizes))})
    return tuple(pairwise(cuts))


def _work_off(function: Work, ranges: Iterator[Range]) -> Errors:
    """Works on one range after another until none is left; the iterator is shared, and each range is taken once."""
    errors: Errors = []
    for first, last in ranges:
        try:
            function(first, last)
        except Exception as caught:
            errors.append((first, caught))
    return errors


@cache
def _errands(size: int) -> Errands:
    """Errands for `size` threads: what is put in, one of them does. Futures would cost more than a small kernel."""
    errands = Errands()
    for number in range(size):
        Thread(target=_run_errands, args=(errands,), name=f"magnitka_{number}", daemon=True).start()
    return errands


def _run_errands(errands: Errands) -> None:
    while True:
        function, ranges, done = errands.get()
        try:
            errors = _work_off(function, ranges)
        except BaseException as caught:  # whatever it is, the caller waits to hear of it
            errors = [(-1, caught)]
        done.put(errors)
        del function, ranges, done, errors  # what they hold is not kept alive until the next errand

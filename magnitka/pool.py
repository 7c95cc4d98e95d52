"""The one pool of threads: serial kernels over contiguous blocks.

Who computes a block changes with the number of threads; what is computed for it never does. The work is cut
into as many contiguous ranges as there are threads, and every range is written by one thread only, so results
are the same bits for any number of them. Kernels release the interpreter lock; the pool is kept for the life
of the process because starting threads costs more than a small kernel.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import pairwise

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
    pool = _pool(hands - 1)
    elsewhere = [pool.submit(function, first, last) for first, last in pairwise(cuts[1:])]
    try:
        function(cuts[0], cuts[1])
    finally:
        wait(elsewhere)
    for future in elsewhere:
        future.result()


@cache
def _pool(size: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(size, thread_name_prefix="magnitka")

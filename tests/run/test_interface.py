"""The front door: quick to open, its verbs never hidden, and never silent while it works."""

import subprocess
import sys
import threading
import time
from itertools import pairwise

import pytest

import magnitka as mk
from magnitka.pool import over_blocks, threads_in_use
from magnitka.progress import TELLING, Pulse

HEAVY = ("numba", "llvmlite", "xarray", "pandas", "pyarrow", "scipy", "numpy")


def told_by(code):
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_import_loads_nothing_heavy():
    code = f"import sys, magnitka; dir(magnitka); print([name for name in {HEAVY!r} if name in sys.modules])"
    assert told_by(code) == "[]"


@pytest.mark.parametrize(
    "first",
    [
        "import magnitka.run, magnitka.compare",
        "from magnitka.run import Run",
        "pass",
        "import magnitka.api",
        "import magnitka as mk; mk.run",
    ],
)
def test_verbs_are_never_hidden_by_modules(first):
    code = (
        f"{first}\nimport magnitka as mk\nfrom magnitka.run import simulate\n"
        "print(mk.run.__name__, mk.compare.__name__, callable(mk.run), callable(mk.compare), mk.simulate is simulate)"
    )
    assert told_by(code) == "run compare True True True"


def test_every_public_name_is_there():
    for name in mk.__all__:
        assert getattr(mk, name) is not None and name in dir(mk)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = mk.nothing


def test_progress_reaches_its_end_and_says_dates(year):
    said = []
    mk.simulate(year.scenario, year.until, progress=lambda *told: said.append(told))
    stage, tick, total, date, speed, left = said[-1]
    assert (stage, tick, total) == ("simulating", 36, 36) and date.endswith("-12, dekad 3")
    assert speed > 0 and left == 0
    ticks = [tick for stage, tick, *_ in said if stage == "simulating"]
    assert ticks == sorted(ticks)


def test_progress_is_never_silent_and_never_in_two_voices():
    said, speaking = [], threading.Lock()

    def hear(*told):
        assert speaking.acquire(blocking=False)
        said.append((time.monotonic(), *told))
        speaking.release()

    with Pulse(hear) as pulse:
        pulse.tell("compiling")
        time.sleep(2.6)  # the work cannot speak
        for tick in range(500):
            pulse.tell("simulating", tick, 500, "1985-01, dekad 1")
    times = [at for at, *_ in said]
    assert max(later - earlier for earlier, later in pairwise(times)) < 2
    assert sum(told[1] == "compiling" for told in said) >= 2
    assert len(said) < 50  # no flood either
    assert threading.active_count() == len(threading.enumerate())
    assert not any(thread.name == "magnitka-pulse" for thread in threading.enumerate())


@pytest.mark.parametrize("done, known", [(1, False), (TELLING - 1, False), (TELLING, True)])
def test_the_pace_is_told_once_it_says_something(done, known):
    said = []
    with Pulse(lambda *told: said.append(told)) as pulse:
        pulse.tell("simulating", 0, done)
        time.sleep(0.01)
        pulse.tell("simulating", done, done)
    *_, tick, _, _, speed, left = said[-1]
    assert tick == done
    assert (speed > 0, left == 0.0) == (known, known)


@pytest.mark.parametrize("threads", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("items", [0, 1, 2, 5, 64])
def test_blocks_cover_everything_once(threads, items):
    done = [0] * items

    def work(first, last):
        assert first < last
        for item in range(first, last):
            done[item] += 1

    over_blocks(work, items, threads)
    assert done == [1] * items


def test_blocks_use_the_threads_of_the_run():
    ranges = []
    with threads_in_use(3):
        over_blocks(lambda first, last: ranges.append((first, last)), 96)
    sizes = [last - first for first, last in sorted(ranges)]
    assert sizes == [20] * 3 + [4] * 9  # a large one each, then small ones
    over_blocks(lambda first, last: ranges.append((first, last)), 96)
    assert ranges[-1] == (0, 96)


def test_a_slow_thread_leaves_its_share_to_the_others():
    done = {}

    def work(first, last):
        time.sleep(0.2 if first == 0 else 0.001)
        done.setdefault(threading.get_ident(), []).append(first)

    over_blocks(work, 64, 2)
    slow, quick = sorted(done.values())
    assert slow == [0] and len(quick) == 7


def test_an_error_in_a_block_is_raised_when_all_have_ended():
    ended = []

    def work(first, last):
        if first == 0:
            raise ValueError("first block")
        time.sleep(0.05)
        ended.append(first)

    with pytest.raises(ValueError, match="first block"):
        over_blocks(work, 3, 3)
    assert sorted(ended) == [1, 2]


def test_an_interrupt_does_not_wait_for_the_other_threads():
    goes_on = threading.Event()

    def work(first, last):
        if threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt
        goes_on.wait(20)

    with pytest.raises(KeyboardInterrupt):
        over_blocks(work, 64, 2)
    goes_on.set()
    over_blocks(lambda first, last: None, 64, 2)  # the pool is as before


def test_whatever_ends_a_thread_is_heard_of():
    def work(first, last):
        if threading.current_thread() is not threading.main_thread():
            raise SystemExit("another thread's")
        time.sleep(0.05)

    with pytest.raises(SystemExit, match="another thread's"):
        over_blocks(work, 64, 2)

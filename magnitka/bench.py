"""How fast the model runs on this machine, measured against what the machine can do.

Two measures of the machine are taken in the same process: a yardstick kernel of one draw, one look-up and one store
per item, and the speed of memory, which sets a floor for any mechanism that must read and write every person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import key_of, uniform

if TYPE_CHECKING:
    from magnitka.progress import Progress

ITEMS = 1_000_000  # items of the yardstick: more than the caches hold
ENTRIES = 1_024  # entries of its table: what a mechanism's look-up has
REPEATS = 5  # the best of so many, since neighbours only ever slow a machine down
COPIED = 64 * 2**20  # bytes of the memory measure

# What a person and the share of a household that goes with it take in memory: 24 B, and 36 B for 3.5 persons.
BYTES_PER_PERSON = 24 + 36 * 2048 / 7168


@kernel
def yardstick(key: np.uint64, table: NDArray[np.float64], out: NDArray[np.float64]) -> None:
    """One draw, one look-up in `table` [entry], one store into `out` [item], for every item."""
    for i in range(out.size):
        out[i] = table[int(uniform(key, np.uint64(i), 0) * table.size)]


def yardstick_ns() -> float:
    """Nanoseconds per item of the yardstick kernel."""
    key, table, out = key_of(1, "yardstick", 0), np.linspace(0.0, 1.0, ENTRIES), np.empty(ITEMS)
    return _best_seconds(lambda: yardstick(key, table, out)) / ITEMS * 1e9


def memory_bytes_per_second() -> float:
    """Bytes that memory reads and writes in a second, both counted, when one array is copied onto another."""
    source, target = np.ones(COPIED // 8), np.zeros(COPIED // 8)
    return 2 * COPIED / _best_seconds(lambda: np.copyto(target, source))


def _best_seconds(work: Callable[[], None]) -> float:
    work()  # compiles, and touches the memory
    times = []
    for _ in range(REPEATS):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return min(times)


def measure(scenario: str, until: str | None = None, progress: Progress | None = None) -> dict[str, Any]:
    """Speed of a run from its burnt-in world, in memory, on one thread.

    Keys: `floor_ns_per_person_tick`, `yardstick_ns`, `memory_gb_per_s`, `ns_per_person_tick` ({"total": None} as long
    as no persons are simulated), `ms_per_tick`, `ticks`, `shops`, and `mechanisms`: {name: ns_per_tick,
    ns_per_shop_tick, yardsticks_per_shop_tick, share, processes: {name: ns_per_tick}}, the slowest first.
    """
    from magnitka.run import simulate
    from magnitka.tick import TICK

    simulate(scenario, until, threads=1, observe=False, progress=progress)  # compiles, burns in, tabulates
    run = simulate(scenario, until, threads=1, progress=progress)
    shops, ticks = len(run.world.shops.labels), run.ticks
    seconds: dict[str, float] = run.manifest["seconds_by_process"]
    mechanism_of = {process.name: process.mechanism for process in TICK}
    grouped: dict[str, dict[str, float]] = defaultdict(dict)
    for process, spent in seconds.items():
        grouped[mechanism_of.get(process, process)][process] = spent
    total, unit = sum(seconds.values()), yardstick_ns()
    bandwidth = memory_bytes_per_second()
    mechanisms = {}
    for name, processes in sorted(grouped.items(), key=lambda entry: -sum(entry[1].values())):
        per_tick = sum(processes.values()) / ticks * 1e9
        mechanisms[name] = {
            "ns_per_tick": per_tick,
            "ns_per_shop_tick": per_tick / shops,
            "yardsticks_per_shop_tick": per_tick / shops / unit,
            "share": per_tick * ticks / 1e9 / total,
            "processes": {process: spent / ticks * 1e9 for process, spent in processes.items()},
        }
    return {
        "scenario": scenario,
        "floor_ns_per_person_tick": 2 * BYTES_PER_PERSON / bandwidth * 1e9,
        "yardstick_ns": unit,
        "memory_gb_per_s": bandwidth / 1e9,
        "ns_per_person_tick": {"total": None},
        "ms_per_tick": total / ticks * 1e3,
        "ticks": ticks,
        "shops": shops,
        "mechanisms": mechanisms,
    }

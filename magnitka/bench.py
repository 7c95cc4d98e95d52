"""How fast the model runs on this machine, measured against what the machine can do.

Three measures of the machine are taken in the same process: a yardstick kernel of one draw, one look-up and one store
per item; the speed of memory, which sets a floor for any mechanism that must read and write every person; and how
much sooner all cores do the yardstick's work than one, since a shared machine may lend fewer than it shows.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import key_of, uniform
from magnitka.pool import cores, over_blocks
from magnitka.process import Process
from magnitka.table import Table
from magnitka.world import Households, People
from magnitka.world.people import HOUSEHOLD_SLOTS, PERSON_SLOTS, SIZES

if TYPE_CHECKING:
    from magnitka.progress import Progress

ITEMS = 1_000_000  # items of the yardstick: more than the caches hold
ENTRIES = 1_024  # entries of its table: what a mechanism's look-up has
REPEATS = 5  # the best of so many, since neighbours only ever slow a machine down
RUNS = 3  # of these too
ROUNDS = 20  # yardsticks that each core does to tell whether it is there
COPIED = 64 * 2**20  # bytes of the memory measure


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


def cores_lent() -> float:
    """How much sooner all cores do the yardstick's work than one: as many as there are, if no neighbour has them."""
    key, table, hands = key_of(1, "yardstick", 0), np.linspace(0.0, 1.0, ENTRIES), cores()
    out = np.empty((hands * ROUNDS, ITEMS // ROUNDS))

    def work(first: int, last: int) -> None:
        for row in range(first, last):
            yardstick(key, table, out[row])

    return _best_seconds(lambda: over_blocks(work, len(out), 1)) / _best_seconds(
        lambda: over_blocks(work, len(out), hands)
    )


def _best_seconds(work: Callable[[], None]) -> float:
    work()  # compiles, and touches the memory
    times = []
    for _ in range(REPEATS):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return min(times)


def row_bytes(table: type[Table], axis: str) -> int:
    """Bytes that one person or one household takes in memory: a cell of each of the table's columns over `axis`."""
    return sum(
        np.dtype(column.dtype).itemsize * math.prod(SIZES[further] for further in column.axes[1:])
        for column in table.columns()
        if column.axes[:1] == (axis,)
    )


# What a person and the share of a household that goes with it take.
BYTES_PER_PERSON = (
    row_bytes(People, "person") + row_bytes(Households, "household") * HOUSEHOLD_SLOTS / PERSON_SLOTS
)


def of_people(process: Process) -> bool:
    """Whether a process goes over persons or households."""
    return any(column.table in (People, Households) for column in (*process.reads, *process.writes))


def measure(scenario: str, until: str | None = None, progress: Progress | None = None) -> dict[str, Any]:
    """Speed of a run from its burnt-in world, in memory, on one thread and on all cores; the best of some runs each.

    Keys: `floor_ns_per_person_tick`, `yardstick_ns`, `memory_gb_per_s`, `cores`, `cores_lent` (how much sooner all
    cores do the yardstick's work than one), `runs` (of which the best counts), `persons` (rows at the end),
    `ns_per_person_tick` ({mechanism: ns on one thread}, with "one thread" and "all cores" for all of them together),
    `ms_per_tick` (on one thread), `seconds_all_cores`, `ticks`, `shops`, and `mechanisms`: {name: ns_per_tick,
    ns_per_shop_tick, yardsticks_per_shop_tick, share, processes: {name: ns_per_tick}}, the slowest first.
    """
    from magnitka.run import simulate
    from magnitka.tick import TICK

    simulate(scenario, until, threads=1, observe=False, progress=progress)  # compiles, burns in, tabulates
    alone, all_hands = [], []
    for _ in range(RUNS):  # in turn, so that a neighbour disturbs both
        run = simulate(scenario, until, threads=1, progress=progress)
        alone.append(run.manifest)
        all_hands.append(simulate(scenario, until, threads=cores(), progress=progress).manifest)
    shops, ticks = len(run.world.shops.labels), run.ticks
    persons = int(run.world.people.persons.sum())
    seconds, together = _fastest(alone)["seconds_by_process"], _fastest(all_hands)
    mechanism_of = {process.name: process.mechanism for process in TICK}
    peopled = [process.name for process in TICK if of_people(process)]
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

    def per_person(spent: dict[str, float], names: list[str]) -> float:
        return sum(spent[name] for name in names) / ticks / persons * 1e9

    told = {
        mechanism: per_person(seconds, [name for name in peopled if mechanism_of[name] == mechanism])
        for mechanism in dict.fromkeys(mechanism_of[name] for name in peopled)
    }
    told["one thread"] = per_person(seconds, peopled)
    told["all cores"] = per_person(together["seconds_by_process"], peopled)
    return {
        "scenario": scenario,
        "floor_ns_per_person_tick": 2 * BYTES_PER_PERSON / bandwidth * 1e9,
        "yardstick_ns": unit,
        "memory_gb_per_s": bandwidth / 1e9,
        "cores": cores(),
        "cores_lent": cores_lent(),
        "runs": RUNS,
        "persons": persons,
        "ns_per_person_tick": told,
        "ms_per_tick": total / ticks * 1e3,
        "seconds_all_cores": together["seconds"],
        "ticks": ticks,
        "shops": shops,
        "mechanisms": mechanisms,
    }


def _fastest(manifests: list[dict[str, Any]]) -> dict[str, Any]:
    return min(manifests, key=lambda manifest: sum(manifest["seconds_by_process"].values()))

"""Many runs of one scenario, spread over processes: a run that fails is a row, never the end of the others.

    table = ensemble("magnitogorsk", [Member(seed=1), Member(seed=1, set={"planning.ratchet": 0.0})])

Runs with one seed share their luck, so that what differs between them is an effect and not noise. Scripts that call
this need the usual `if __name__ == "__main__":`, since worker processes are spawned.
"""

from __future__ import annotations

import math
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from magnitka.errors import Failure, UsageError
from magnitka.pool import cores
from magnitka.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

OK, FAILED = "ok", "failed"


@dataclass(frozen=True)
class Member:
    """One run: its seed, the parameters set by hand, the mechanisms that are off."""

    seed: int = 1
    set: Mapping[str, str | float] = field(default_factory=dict)
    off: tuple[str, ...] = ()


Row = dict[str, Any]


def ensemble(
    scenario: str | Path | Scenario,
    members: Sequence[Member],
    *,
    until: str | None = None,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Runs all members in memory; one row per member, in their order, whatever befell it.

    Columns: seed, set, off, status (ok or failed), error, state_hash, and one per headline result, whose units are
    in `attrs["units"]` (NaN where the run failed). `processes` defaults to the number of cores;
    `progress(done, total)` is called after each run.
    """
    import pandas as pd

    rows: dict[int, Row] = {}

    def take(finished: Iterator[tuple[int, Row]]) -> None:
        for index, row in finished:
            rows[index] = row
            if progress:
                progress(len(rows), len(members))

    everyone = range(len(members))
    take(_side_by_side(scenario, members, everyone, until, processes or cores()))
    # A worker that dies takes its pool with it, and nobody can say whose run it was: each is tried again alone.
    for index in [index for index in everyone if index not in rows]:
        take(_side_by_side(scenario, members, [index], until, 1))
        rows.setdefault(index, _failed("its process died: killed from outside, or out of memory"))
    units = {name: unit for row in rows.values() for name, (_, unit) in row["headline"].items()}
    table = pd.DataFrame([_flat(members[index], rows[index]) for index in everyone])
    table.attrs["units"] = units
    return table


def _side_by_side(
    scenario: str | Path | Scenario,
    members: Sequence[Member],
    chosen: Sequence[int],
    until: str | None,
    processes: int,
) -> Iterator[tuple[int, Row]]:
    """Runs the chosen members in spawned processes and yields (member, row) as they end."""
    if not chosen:
        return
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads can hang
    pool = ProcessPoolExecutor(min(processes, len(chosen)), context, initializer=_leave_ctrl_c_to_the_parent)
    try:
        jobs = {pool.submit(run_member, scenario, members[index], until): index for index in chosen}
        for job in as_completed(jobs):
            try:
                row = job.result()
            except BrokenProcessPool:
                continue
            yield jobs[job], row
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_ctrl_c_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def run_member(scenario: str | Path | Scenario, member: Member, until: str | None) -> Row:
    """One run in this process, as a row: status, error, state_hash, headline {name: (value, unit)}."""
    from magnitka.run import simulate
    from magnitka.tick import MECHANISMS

    # What is set of the founding day needs a burn-in of its own, which nobody else will want again.
    shared_past = all(key.partition(".")[0] in MECHANISMS for key in member.set)
    try:
        run = simulate(
            scenario, until, member.seed, off=member.off, set=member.set, threads=1, cache=shared_past
        )
    except (UsageError, Failure) as error:
        return _failed(str(error))
    except Exception as error:
        return _failed(f"{type(error).__name__}: {error}")
    headline = {
        name: (math.nan if told["value"] is None else float(told["value"]), told["unit"])
        for name, told in run.manifest["headline"].items()
    }
    return {"status": OK, "error": "", "state_hash": run.state_hash, "headline": headline}


def _failed(error: str) -> Row:
    return {"status": FAILED, "error": error, "state_hash": "", "headline": {}}


def _flat(member: Member, row: Row) -> Row:
    headline = {name: value for name, (value, _) in row["headline"].items()}
    asked = {"seed": member.seed, "set": dict(member.set), "off": member.off}
    return {**asked, **{name: row[name] for name in ("status", "error", "state_hash")}, **headline}

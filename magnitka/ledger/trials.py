"""Trials: runs in memory of one scenario under changes and draws, and what the claims' observables read off each."""

from __future__ import annotations

import math
import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from magnitka.errors import Failure, UsageError
from magnitka.ledger.change import Change
from magnitka.ledger.chronicle import Chronicle, chronicle_of
from magnitka.ledger.claims import Claim
from magnitka.ledger.draws import Draw
from magnitka.ledger.observables import OBSERVABLES
from magnitka.ledger.paired import PAIRED, Reading
from magnitka.quantity import month_index
from magnitka.run import simulate
from magnitka.scenario import Scenario

POOLS = 3  # times that a pool of processes is opened, should one die


@dataclass(frozen=True)
class Trial:
    """One run. Where a draw and a change set the same number, the change holds."""

    seed: int
    change: Change = Change()
    draw: Draw = ()


@dataclass(frozen=True)
class Told:
    """What a trial told: readings by claim, or why it broke down."""

    readings: Mapping[str, Reading]
    broke: str = ""


@dataclass(frozen=True)
class Laboratory:
    """What all trials have in common. `until` is the last month."""

    scenario: Scenario
    claims: tuple[Claim, ...]
    until: str

    def told_by(self, trial: Trial) -> Told:
        """Carries out a trial in this process."""
        settings = {**dict(trial.draw), **trial.change.numbers(self.scenario)}
        try:
            run = simulate(
                self.scenario,
                self.until,
                trial.seed,
                off=trial.change.off,
                set=settings,
                threads=1,
                interventions=trial.change.interventions(self.scenario, month_index(self.until)),
            )
        except (UsageError, Failure, ArithmeticError) as error:
            return Told({}, str(error))
        chronicle = chronicle_of(run, run.scenario)
        read = {claim.id: reading(claim, chronicle) for claim in self.claims}
        return Told({name: value for name, value in read.items() if value is not None})


def reading(claim: Claim, c: Chronicle) -> Reading | None:
    """What a claim reads off one run: its observable, or one side of a pair; None where there is nothing to read."""
    if claim.observable is None or claim.period is None or not c.covers(claim.period):
        return None
    part = c.during(*claim.period)
    paired = PAIRED.get(claim.observable)
    value = paired.read(part) if paired else OBSERVABLES[claim.observable].measure(part)
    return value if all(map(math.isfinite, value if isinstance(value, tuple) else (value,))) else None


def carried_out(
    laboratory: Laboratory,
    trials: Sequence[Trial],
    processes: int,
    progress: Callable[[int, int], None] | None,
) -> dict[Trial, Told]:
    """Every trial with what it told; `progress(done, total)` is called after each. Raises Failure."""
    found: dict[Trial, Told] = {}
    for trial, told in (
        _in_turn(laboratory, trials) if processes == 1 else _at_once(laboratory, trials, processes)
    ):
        found[trial] = told
        if progress:
            progress(len(found), len(trials))
    return found


def _in_turn(laboratory: Laboratory, trials: Sequence[Trial]) -> Iterator[tuple[Trial, Told]]:
    for trial in trials:
        yield trial, laboratory.told_by(trial)


def _at_once(laboratory: Laboratory, trials: Sequence[Trial], processes: int) -> Iterator[tuple[Trial, Told]]:
    """A process that dies takes its pool with it; what is left is tried again in a new one."""
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads can hang
    left = dict.fromkeys(trials)
    for _ in range(POOLS):
        pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_open, initargs=(laboratory,))
        try:
            jobs = {pool.submit(_tell, trial): trial for trial in left}
            for job in as_completed(jobs):
                told = job.result()
                del left[jobs[job]]
                yield jobs[job], told
            return
        except BrokenProcessPool:
            continue
        finally:
            pool.shutdown(cancel_futures=True)
    raise Failure(f"processes of the trials died {POOLS} times: killed from outside, or out of memory")


_laboratory: Laboratory | None = None  # of a worker process


def _open(laboratory: Laboratory) -> None:
    global _laboratory
    _laboratory = laboratory


def _tell(trial: Trial) -> Told:
    assert _laboratory is not None
    return _laboratory.told_by(trial)

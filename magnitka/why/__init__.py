"""Why something was short: the recorded binding constraints, followed back in time to an origin.

`explain(run, "blast furnace 3", "1988-11")` reads what a run recorded of shops and links, and follows the largest
contributor from each shortage to the one behind it: from a furnace without ore to the link that brought too little,
from the link to the mine, from the mine to what held it up. Time goes strictly back or, within a dekad, to an earlier
stage of the work, so every chain ends. Nothing is simulated again. Tested by intervention: in a branch with the same
luck, supply what the origin lacked, and the shortage shrinks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from magnitka.errors import UsageError, shown
from magnitka.quantity import QuantityError, month_index
from magnitka.why.chain import Chain, Kind, Origin, Step
from magnitka.why.evidence import Evidence
from magnitka.why.home import explain_home
from magnitka.why.thing import GOOD, account, begin, find
from magnitka.why.trace import End, trace
from magnitka.why.words import MONTHS, Narrator, dekad, figure, percent, stamp

if TYPE_CHECKING:
    from magnitka.history import Run

__all__ = ["DEPTH", "Chain", "Kind", "Origin", "Step", "explain"]

DEPTH = 12  # steps that a reader follows
ASKED = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d))?)?")


def explain(run: Run, thing: str, when: str | None = None, kind: str | None = None) -> Chain:
    """Why a shop, an enterprise or a good was short, back to the origin; with `kind`, why a ware did not reach people.

    `kind` is a kind of household, one of `home.KINDS`: 'everybody' or its place on the lists of workplaces.

    `when` is a year ('1988'), a month ('1988-11') or a dekad ('1988-11-2'); of a longer time, and of the whole run when
    it is None, the dekad in which most was missing is explained. Raises UsageError for a name or a time that the run
    does not know.
    """
    evidence = Evidence(run)
    if kind is not None:
        return explain_home(run, evidence, thing, kind, *_ticks(evidence, when))
    narrator, subject = Narrator(evidence), find(evidence, thing)
    ticks, during = _ticks(evidence, when)
    told = account(evidence, subject)
    rows = ticks - evidence.first
    short, there = float(told.missing[rows].sum()), float(told.there[rows].sum())
    if short <= 0.0:
        return Chain(subject.name, when or "", f"Of {subject.name} nothing was missing {during}.")
    tick = int(ticks[np.argmax(told.missing[rows])])
    clock = evidence.clock(tick)
    headline = (
        f"{'Shortage of' if subject.axis == GOOD else 'Shortfall of'} {subject.name} {during}: {figure(short)} "
        f"{told.unit} ({percent(short / (short + there))})"
        + (f", worst in {dekad(clock)}." if ticks.size > 1 else ".")
    )
    beginning = begin(narrator, subject, tick, told)
    steps = [beginning.whole] if beginning.whole else []
    end = beginning.cause
    if not isinstance(end, End):
        chain, end = trace(evidence, end, DEPTH - len(steps))
        steps += [narrator.step(shortage, parts) for shortage, parts in chain]
    return Chain(subject.name, stamp(clock), headline, tuple(steps), narrator.origin(end))


def _ticks(evidence: Evidence, when: str | None) -> tuple[np.ndarray, str]:
    """The dekads that are meant, and how to speak of them. Raises UsageError."""
    every = np.arange(evidence.first, evidence.last)
    if when is None:
        return every, "in the run"
    asked = ASKED.fullmatch(when.strip())
    if asked is None or asked[3] not in (None, "1", "2", "3"):
        raise UsageError(
            f"when is {shown(when)}; write a year, a month or a dekad: 1988, 1988-11 or 1988-11-2"
        )
    year, month, part = (int(group) if group else None for group in asked.groups())
    if month is not None:
        try:
            month_index(f"{year:04d}-{month:02d}")
        except QuantityError as error:
            raise UsageError(f"when {error.problem}; {error.mend}") from None
    clocks = [evidence.clock(int(tick)) for tick in every]
    meant = [
        clock.tick
        for clock in clocks
        if clock.year == year and month in (None, clock.month) and part in (None, clock.dekad + 1)
    ]
    if not meant:
        raise UsageError(
            f"the run knows nothing of {when.strip()}; it goes from {stamp(clocks[0])} to {stamp(clocks[-1])}"
        )
    if month is None:
        return np.array(meant), f"in {year}"
    if part is None:
        return np.array(meant), f"in {MONTHS[month - 1]} {year}"
    return np.array(meant), f"in {dekad(evidence.clock(meant[0]))}"

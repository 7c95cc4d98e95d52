"""Why something was short: the recorded binding constraints, followed back in time to an origin.

`explain(run, "blast furnace 3", "1988-11")` reads what a run recorded of shops and links, and follows the largest
contributor from each shortage to the one behind it: from a furnace without ore to the link that brought too little,
from the link to the mine, from the mine to what held it up. Time goes strictly back or, within a dekad, to an earlier
stage of the work, so every chain ends. Nothing is simulated again. Tested by intervention: in a branch with the same
luck, supply what the origin lacked, and the shortage shrinks. A ware in the shops and a flat are followed from the
people who went without.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from magnitka.errors import UsageError, shown
from magnitka.quantity import QuantityError, month_index
from magnitka.why.chain import Chain, Kind, Origin, Step
from magnitka.why.evidence import Evidence
from magnitka.why.flat import explain_flat, is_flat
from magnitka.why.follow import DEPTH, follow
from magnitka.why.home import explain_home
from magnitka.why.thing import GOOD, Account, Thing, account, find
from magnitka.why.waiting import EVERYBODY
from magnitka.why.words import MONTHS, dekad, figure, percent, sentence_case, stamp

if TYPE_CHECKING:
    from magnitka.history import Run

__all__ = ["DEPTH", "Chain", "Kind", "Origin", "Step", "explain"]

ASKED = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d))?)?")


def explain(run: Run, thing: str, when: str | None = None, kind: str | None = None) -> Chain:
    """Why a shop, an enterprise or a good was short, back to the origin; with `kind`, why a ware did not reach people.

    `kind` is a kind of household, one of `home.KINDS`: 'everybody' or its place on the lists of workplaces. A 'flat'
    is asked for with or without a kind; kinds are then those of `flat.KINDS`, by housing list. Names of things and
    kinds may be written in any case and short, where no other is meant.

    `when` is a year ('1988'), a month ('1988-11') or a dekad ('1988-11-2'); of a longer time, and of the whole run when
    it is None, the dekad in which most was missing is explained. Raises UsageError for a name or a time that the run
    does not know.
    """
    evidence = Evidence(run)
    if is_flat(evidence, thing):
        return explain_flat(evidence, kind or EVERYBODY, *_ticks(evidence, _full_months(when)))
    if kind is not None:
        return explain_home(run, evidence, thing, kind, *_ticks(evidence, when))
    subject = find(evidence, thing)
    ticks, during = _ticks(evidence, when)
    told = account(evidence, subject)
    rows = ticks - evidence.first
    short, there = float(told.missing[rows].sum()), float(told.there[rows].sum())
    if short <= 0.0:
        return Chain(subject.name, when or "", _nothing(evidence, subject, told, ticks, during))
    tick = int(ticks[np.argmax(told.missing[rows])])
    clock = evidence.clock(tick)
    headline = (
        f"{'Shortage of' if subject.axis == GOOD else 'Shortfall of'} {subject.name} {during}: {figure(short)} "
        f"{told.unit} ({percent(short / (short + there))})"
        + (f", worst in {dekad(clock)}." if ticks.size > 1 else ".")
    )
    steps, origin = follow(evidence, subject, tick, told)
    return Chain(subject.name, stamp(clock), headline, tuple(steps), origin)


def _nothing(evidence: Evidence, subject: Thing, told: Account, ticks: np.ndarray, during: str) -> str:
    """That nothing was missing, and in which month of the year nearest to those asked about something was."""
    who = f"the makers of {subject.name}" if subject.axis == GOOD else subject.name
    plural = who.endswith("s") and not who.casefold().endswith("works")
    said = f"{sentence_case(who)} {'were' if plural or subject.axis == GOOD else 'was'} short of nothing {during}"
    short = evidence.first + np.flatnonzero(told.missing > 0.0)
    same_year = [
        int(tick) for tick in short if evidence.clock(int(tick)).year == evidence.clock(int(ticks[0])).year
    ]
    if not same_year:
        return f"{said}."
    clock = evidence.clock(min(same_year, key=lambda tick: int(np.abs(ticks - tick).min())))
    return (
        f"{said}; the nearest month of the year in which something was missing is {MONTHS[clock.month - 1]}."
    )


def _full_months(when: str | None) -> str | None:
    """A dekad as its month: dwellings are let once a month."""
    asked = ASKED.fullmatch(when.strip()) if when else None
    return f"{asked[1]}-{asked[2]}" if asked and asked[3] in ("1", "2", "3") else when


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

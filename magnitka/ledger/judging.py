"""Judges a run against the claims.

A check holds only with teeth: with its cause neutralised the observable leaves the band on the stated side, and some
draw of the parameters within their declared ranges fails it too. And it must hold over seeds: a run whose value lies
in the band while the mean over seeds does not has been lucky, and fails. Teeth take many runs and are kept: see
`teeth`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from magnitka.ledger.chronicle import Chronicle, NotRecorded, chronicle_of
from magnitka.ledger.claims import CALIBRATION, CHECK, CONTEXT, INPUT, Claim
from magnitka.ledger.observables import OBSERVABLES
from magnitka.ledger.paired import PAIRED
from magnitka.ledger.reading import shipped_claims
from magnitka.ledger.teeth import Bite, Sharpened, sharpened_for
from magnitka.ledger.verdict import FAILS, HOLDS, NOT_COVERED, TOOTHLESS, Verdict, margin_of

if TYPE_CHECKING:
    from magnitka.history import Run
    from magnitka.scenario import Scenario

TOWN = "Magnitogorsk"  # of which the claims are told
NOTES = {
    INPUT: "given to the scenario: no evidence",
    CALIBRATION: "the model was set to it: no evidence",
    CONTEXT: "not scored",
}


def judge(run: Run, scenario: Scenario | None = None, claims: Iterable[Claim] | None = None) -> list[Verdict]:
    """One verdict for each claim, evidence from outside the essay first.

    `scenario` is the run's own with what was set by hand, `claims` the shipped ones unless others are given. Nothing is
    judged of another town than theirs. Raises Failure when the run folder was damaged, ScenarioError when the claims
    are malformed.
    """
    scenario = scenario or run.scenario
    chosen = tuple(shipped_claims() if claims is None else claims)
    chronicle = chronicle_of(run, scenario)
    sharpened = sharpened_for(run, scenario, chosen)
    town = scenario.table("cities").texts("city")[0]
    told = f"told of {TOWN}, and this run is of {town}" if town != TOWN else ""
    verdicts = [
        judge_claim(claim, *((None, told) if told else value_of(claim, chronicle, sharpened)), sharpened)
        for claim in chosen
    ]
    return sorted(verdicts, key=lambda one: not one.outside)


def value_of(claim: Claim, c: Chronicle, sharpened: Sharpened | None) -> tuple[float | None, str]:
    """The claim's observable and a remark on it, or None and why there is none."""
    if claim.observable is None or claim.period is None:
        return None, claim.not_covered
    if not c.covers(claim.period):
        return None, f"the run does not cover {claim.period[0]} to {claim.period[1]}"
    if claim.observable in PAIRED:
        if sharpened is None or claim.id not in sharpened.bites:
            return None, "takes pairs of runs, which have not been made for this scenario"
        value = sharpened.bites[claim.id].mean()
        seeds = f"seeds {', '.join(map(str, sharpened.seeds))}"
        return (
            value,
            f"mean of pairs of runs, {seeds}" if value is not None else f"no pair of runs told it, {seeds}",
        )
    try:
        value = OBSERVABLES[claim.observable].measure(c.during(*claim.period))
    except NotRecorded as missing:
        return None, str(missing)
    return (value, "") if math.isfinite(value) else (None, "there is nothing of it in this run")


def judge_claim(claim: Claim, value: float | None, remark: str, sharpened: Sharpened | None) -> Verdict:
    """The verdict on a claim whose observable has this value."""
    bite = sharpened.bites.get(claim.id) if sharpened else None
    teeth = teeth_told(claim, bite)
    notes = [remark, NOTES.get(claim.used_for, "") if claim.observable else ""]
    if value is None:
        verdict = NOT_COVERED
    elif not claim.band.holds(value):
        verdict = FAILS
    elif claim.used_for != CHECK:
        verdict = HOLDS
    elif why := lucky(claim, bite):
        verdict = FAILS
        notes.append(why)
    else:
        why = blunt(claim, bite)
        verdict = TOOTHLESS if why else HOLDS
        notes.append(why)
    if claim.used_for == CHECK and bite and sharpened:
        notes += [unsteady(claim, bite), sharpened.stale]
    margin, margin_unit = (None, None) if value is None else margin_of(value, claim.band, claim.unit)
    return Verdict(
        claim.id, claim.says, verdict, value, list(claim.band), claim.unit, margin, margin_unit, claim.used_for,
        claim.group, claim.source, claim.where, claim.voice, list(claim.period) if claim.period else None,
        claim.observable, teeth, claim.disputed_by, "; ".join(filter(None, notes)),
    )  # fmt: skip


def teeth_told(claim: Claim, bite: Bite | None) -> dict[str, Any] | None:
    """The teeth of a check as a verdict tells them."""
    if claim.teeth is None:
        return None
    return {
        "neutralise": claim.teeth.neutralise,
        "pushes": claim.teeth.pushes,
        "value": bite.neutralised if bite else None,
        "kills": kills(claim, bite),
        "seeds": list(bite.told_seeds()) if bite else [],
        "draws": list(bite.told_draws()) if bite else [],
        "failed_draws": failed_draws(claim, bite) if bite else None,
    }


def kills(claim: Claim, bite: Bite | None) -> bool | None:
    """Whether the observable leaves the band on the stated side when its cause is neutralised; None if untested."""
    if claim.teeth is None or bite is None or bite.neutralised is None:
        return None
    return claim.band.misses(bite.neutralised, claim.teeth.pushes)


def failed_draws(claim: Claim, bite: Bite) -> int:
    """Draws of the parameters whose value lies outside the band."""
    return sum(not claim.band.holds(value) for value in bite.told_draws())


def blunt(claim: Claim, bite: Bite | None) -> str:
    """Why a check that lies in its band proves nothing; empty when it proves something."""
    if bite is None:
        return "teeth not tested for this scenario"
    if bite.neutralised is None:
        return f"with its cause neutralised there is no value: {bite.reason}"
    if not kills(claim, bite):
        return f"with its cause neutralised the value is {bite.neutralised:.3g} and does not fail"
    if not failed_draws(claim, bite):
        return f"no draw of the parameters of {len(bite.told_draws())} fails it"
    return ""


def lucky(claim: Claim, bite: Bite | None) -> str:
    """Why a check that lies in its band does so by luck alone; else empty."""
    mean = bite.mean() if bite else None
    if mean is None or claim.band.holds(mean):
        return ""
    return f"in the band by luck: the mean over seeds is {mean:.3g}"


def unsteady(claim: Claim, bite: Bite) -> str:
    """A remark where luck decides whether a check lies in its band; else empty."""
    inside = [claim.band.holds(value) for value in bite.told_seeds()]
    return f"in the band for {sum(inside)} of {len(inside)} seeds" if len(set(inside)) == 2 else ""

"""The builders of the town: what they made, what they can make, and why they fell behind their plan."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from magnitka.processes.construction.limits import builders
from magnitka.table import Array
from magnitka.why.evidence import Evidence
from magnitka.why.thing import Thing, find
from magnitka.why.words import Narrator, figure, percent, reasons_listed

CONSTRUCTION = "construction"
EVEN_DAYS = 10.0  # days of the dekad for which a capacity holds


class Builders(NamedTuple):
    """What the town's builders did in some dekads, in Mrub of construction."""

    thing: Thing  # they, or where they are many the good they make
    made: Array  # by dekad
    able: Array
    missing: Array
    plan: float
    reasons: dict[str, float]  # what was missing, by reason
    worst: int  # dekad in which most was missing for the chief reason


def builders_in(evidence: Evidence, ticks: Array) -> Builders:
    """What was recorded of the builders in some dekads."""
    world, rows = evidence.world, ticks - evidence.first
    e, s = world.enterprises, world.shops
    named = np.flatnonzero(builders(world))
    shops = np.flatnonzero(np.isin(s.enterprise, named) & (s.product == e.product[s.enterprise]))
    days = np.array([evidence.clock(int(tick)).days for tick in ticks])
    narrator, reasons = Narrator(evidence), defaultdict[str, float](float)
    by_dekad = defaultdict[str, list[tuple[float, int]]](list)
    for tick in ticks.tolist():
        for group in evidence.groups(shops.tolist(), tick):
            reasons[narrator.reason(group)] += group.amount
            by_dekad[narrator.reason(group)].append((group.amount, tick))
    chief = max(reasons, key=lambda reason: reasons[reason], default="")
    return Builders(
        find(evidence, e.labels[int(named[0])] if named.size == 1 else CONSTRUCTION),
        evidence.panel("output")[rows][:, shops].sum(axis=1),
        evidence.panel("enterprise_capacity")[rows][:, named].sum(axis=1) * days / EVEN_DAYS,
        evidence.panel("missing")[rows][:, shops].sum(axis=1),
        float(sum(evidence.plan(int(tick))[shops].sum() for tick in ticks)),
        dict(reasons),
        max(by_dekad[chief])[1] if chief else int(ticks[-1]),
    )


def told_of(work: Builders) -> str:
    """What they did, in a sentence."""
    made, able, missing = (float(one.sum()) for one in (work.made, work.able, work.missing))
    many = work.thing.name == CONSTRUCTION
    said = (
        f"The builders{'' if many else f', {work.thing.name},'} made {figure(made)} Mrub of {CONSTRUCTION}, "
        f"{percent(made / max(able, 1e-9))} of what they can; their plans were for {figure(work.plan)}"
    )
    if missing <= 0.0:
        return f"{said}, and they kept the pace."
    return (
        f"{said}, and in dekads in which they fell behind the even pace {figure(missing)} were missing, "
        f"{reasons_listed(work.reasons, missing)}."
    )

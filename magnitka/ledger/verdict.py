"""Verdicts: what a claim comes to in the light of a run, and how verdicts are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from magnitka.ledger.claims import CHECK, ESSAY, Band

HOLDS, FAILS, TOOTHLESS, NOT_COVERED = "holds", "fails", "toothless", "not covered"
VERDICTS = (HOLDS, FAILS, TOOTHLESS, NOT_COVERED)
OUTSIDE, OWN = "outside the essay", "the essay"
BAND_WIDTHS = "band widths"
_OF_A_GROUP = (FAILS, HOLDS, TOOTHLESS, NOT_COVERED)  # the first of these that a group has is the group's


@dataclass(frozen=True)
class Verdict:
    """One claim judged. `dataclasses.asdict` gives it as JSON has it.

    `verdict` is one of VERDICTS; for claims that were given to the model or are not scored it says only whether the
    value lies in the band, and `note` says what they are. `margin` is the distance of the value from the nearest end
    of the band, inside positive, in `margin_unit`: band widths, or where one end is open the claim's unit.
    `teeth` holds neutralise, pushes, value (with the cause neutralised), kills (true, false, or null when
    untested), seeds (values of the scenario as it is), draws (values over draws of the parameters) and
    failed_draws (how many of these lie outside the band).
    """

    id: str
    says: str
    verdict: str
    value: float | None
    band: list[float | None]
    unit: str | None
    margin: float | None
    margin_unit: str | None
    used_for: str
    group: str
    source: str
    where: str
    voice: str
    period: list[str] | None
    observable: str | None
    teeth: dict[str, Any] | None
    disputed_by: str
    note: str

    @property
    def outside(self) -> bool:
        """Whether the evidence is from outside the essay."""
        return self.source != ESSAY


def margin_of(value: float, band: Band, unit: str | None) -> tuple[float, str | None]:
    """Distance from the nearest end of the band, inside positive, and its unit."""
    ends = [value - band.low] if band.low is not None else []
    ends += [band.high - value] if band.high is not None else []
    if band.low is None or band.high is None or band.low == band.high:
        return min(ends), unit
    return min(ends) / (band.high - band.low), BAND_WIDTHS


def summary(verdicts: Iterable[Verdict]) -> dict[str, dict[str, int]]:
    """Independent groups of checks by verdict, evidence from outside the essay first and apart.

    {"outside the essay": {"holds": 3, ...}, "the essay": {...}}. Claims of one group are one datum: the group fails
    when one of them fails, and holds only when one holds and none fails.
    """
    groups: dict[str, dict[str, set[str]]] = {OUTSIDE: {}, OWN: {}}
    for one in verdicts:
        if one.used_for == CHECK:
            groups[OUTSIDE if one.outside else OWN].setdefault(one.group, set()).add(one.verdict)
    counts = {
        part: Counter(
            next(verdict for verdict in _OF_A_GROUP if verdict in found) for found in members.values()
        )
        for part, members in groups.items()
    }
    return {part: {verdict: count[verdict] for verdict in VERDICTS} for part, count in counts.items()}

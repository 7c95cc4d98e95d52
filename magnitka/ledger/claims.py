"""The claims of history, with their division into input, calibration, check and context; and what would kill them.

A claim names an observable, the band that agrees with the evidence, and, if it is a check, its teeth: the change of
the model that takes the cause away, and the side of the band on which the observable must then lie.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from magnitka.ledger.change import Change

DATA = Path(__file__).resolve().parents[1] / "data"
ESSAY = "E"  # the source that the model is drawn from; evidence from elsewhere is scored apart and first

INPUT, CALIBRATION, CHECK, CONTEXT = "input", "calibration", "check", "context"
USED_FOR = (INPUT, CALIBRATION, CHECK, CONTEXT)
VOICES = ("author", "official", "interviewee", "hearsay", "statistics")
ABOVE, BELOW = "above", "below"


class Band(NamedTuple):
    """Lowest and highest value that would agree with the evidence; None is an open end."""

    low: float | None
    high: float | None

    def holds(self, value: float) -> bool:
        """Whether a value lies within, ends included."""
        return not self.misses(value, BELOW) and not self.misses(value, ABOVE)

    def misses(self, value: float, side: str) -> bool:
        """Whether a value lies outside on one side, ABOVE or BELOW."""
        if side == BELOW:
            return self.low is not None and value < self.low - self._rounding
        return self.high is not None and value > self.high + self._rounding

    @property
    def _rounding(self) -> float:
        """What a value may be out by, so that a given share or a count meets its own band."""
        return 1e-6 * max(abs(end) for end in (self.low or 0.0, self.high or 0.0))


@dataclass(frozen=True)
class Teeth:
    """The change that takes a claim's cause away, and the side of the band on which the observable must then lie."""

    neutralise: str
    change: Change
    pushes: str


@dataclass(frozen=True)
class Claim:
    """One claim. `period` are its first and last month ('1985-01'); `not_covered` says why nothing judges it."""

    id: str
    says: str
    source: str
    where: str
    voice: str
    group: str
    depends_on: tuple[str, ...]
    used_for: str
    observable: str | None
    unit: str | None
    band: Band
    period: tuple[str, str] | None
    teeth: Teeth | None
    disputed_by: str = ""
    why_band: str = ""
    not_covered: str = ""

    @property
    def outside(self) -> bool:
        """Whether the evidence is from outside the essay."""
        return self.source != ESSAY


def division_digest(claims: Iterable[Claim]) -> str:
    """Digest of (id, used_for, band), in order of id: changes when a claim changes camp or a band moves."""
    lines = (
        "|".join([c.id, c.used_for, *("" if end is None else repr(end) for end in c.band)])
        for c in sorted(claims, key=lambda c: c.id)
    )
    return blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()

"""A shortage of industry from its beginning back to its origin: the steps, and the end."""

from __future__ import annotations

from magnitka.why.chain import Origin, Step
from magnitka.why.evidence import Evidence
from magnitka.why.thing import Account, Thing, begin
from magnitka.why.trace import End, trace
from magnitka.why.words import Narrator

DEPTH = 12  # steps that a reader follows


def follow(evidence: Evidence, thing: Thing, tick: int, told: Account) -> tuple[list[Step], Origin]:
    """The chain of what was missing of a thing in a dekad."""
    narrator = Narrator(evidence)
    beginning = begin(narrator, thing, tick, told)
    steps = [beginning.whole] if beginning.whole else []
    end = beginning.cause
    if not isinstance(end, End):
        chain, end = trace(evidence, end, DEPTH - len(steps))
        steps += [narrator.step(shortage, parts) for shortage, parts in chain]
    return steps, narrator.origin(end)

"""Verdicts on a terminal: a line for each claim, or each claim whole, and how many groups came to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill, shorten
from typing import TYPE_CHECKING

from magnitka.units import unit_text
from magnitka.wording import aligned, counted, figure

if TYPE_CHECKING:
    from magnitka.ledger import Verdict

SAID = 70  # characters of a claim that stand in a line of the table
WIDTH = 110  # of a claim told whole
HEADING = ["claim", "verdict", "value", "band", "unit", "margin", "teeth", "used for", "says"]
RIGHT = (2, 3, 5)  # columns of numbers


def table(verdicts: list[Verdict]) -> str:
    """A line for each claim, and under it what is to be known of the verdict on a check.

    What is true of every check is said once, at the end.
    """
    from magnitka.ledger.claims import CHECK

    checks = [one for one in verdicts if one.used_for == CHECK]
    remarks = {one.id: _remarks(one) for one in checks}
    of_all = (
        [said for said in remarks[checks[0].id] if all(said in of for of in remarks.values())]
        if checks
        else []
    )
    lines = aligned([HEADING, *map(_row, verdicts)], RIGHT, "").splitlines()
    told = [lines[0]]
    for line, one in zip(lines[1:], verdicts, strict=True):
        told.append(line)
        own = [said for said in remarks.get(one.id, ()) if said not in of_all]
        if own:
            told.append(_indented("; ".join(own)))
    return "\n".join([*told, *(f"\nOf every check: {said}." for said in of_all)])


def whole(verdicts: Iterable[Verdict]) -> str:
    """Each claim in full: what it says and who said so, the figures, and what is to be known of its verdict."""
    return "\n\n".join("\n".join(_block(one)) for one in verdicts)


def tally(verdicts: Iterable[Verdict]) -> str:
    """How many independent groups of checks came to which verdict, evidence from outside the essay first."""
    from magnitka.ledger import summary

    said = []
    for part, counts in summary(verdicts).items():
        parts = [_came_to(verdict, many) for verdict, many in counts.items() if many]
        if parts:
            *first, last = parts
            listed = f"{', '.join(first)} and {last}" if first else last
            said.append(f"of {counted(sum(counts.values()), 'group')} of checks from {part} {listed}")
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}" if text else "No claim has been judged"


def _came_to(verdict: str, many: int) -> str:
    """`1 holds`, `7 hold`, `6 are toothless`."""
    from magnitka.ledger.verdict import FAILS, HOLDS

    if verdict in (HOLDS, FAILS):
        return f"{many} {verdict if many == 1 else verdict.removesuffix('s')}"
    return f"{many} {'is' if many == 1 else 'are'} {verdict}"


def _row(one: Verdict) -> list[str]:
    return [
        one.id,
        one.verdict,
        figure(one.value) if one.value is not None else "",
        _band(one),
        unit_text(one.unit or ""),
        f"{one.margin:+.2g}" if one.margin is not None else "",
        _teeth(one),
        one.used_for,
        shorten(one.says, SAID, placeholder="..."),
    ]


def _block(one: Verdict) -> Iterator[str]:
    yield f"{one.id}  {one.verdict}, {one.used_for} of the group {one.group}"
    yield _indented(f"{one.says} ({one.source}, {one.where})")
    if one.value is not None:
        value = f"{figure(one.value)} {unit_text(one.unit or '')}".rstrip()
        yield _indented(f"value {value}; band {_band(one) or 'none'}")
    if one.margin is not None:
        yield _indented(f"margin {one.margin:+.2g} {unit_text(one.margin_unit or '')}".rstrip())
    for said in (_teeth(one), one.note, one.disputed_by and f"disputed: {one.disputed_by}"):
        if said:
            yield _indented(said)


def _indented(text: str) -> str:
    return fill(text, WIDTH, initial_indent="       ", subsequent_indent="       ", break_on_hyphens=False)


def _remarks(one: Verdict) -> list[str]:
    return one.note.split("; ") if one.note else []


def _band(one: Verdict) -> str:
    low, high = (figure(end) if end is not None else "" for end in one.band)
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else ""


def _teeth(one: Verdict) -> str:
    """Whether the claim fails when its cause is neutralised, and in how many draws of the parameters."""
    if one.teeth is None:
        return ""
    if one.teeth["kills"] is None:
        return "untested"
    killed = "cause kills" if one.teeth["kills"] else "cause does not kill"
    return f"{killed}, {one.teeth['failed_draws']} of {len(one.teeth['draws'])} draws fail"

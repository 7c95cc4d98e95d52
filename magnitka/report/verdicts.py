"""The ledger as the page shows it: verdicts with value, band and teeth; evidence from outside the essay first."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from magnitka.ledger import Verdict, summary
from magnitka.ledger.claims import CALIBRATION, CHECK, CONTEXT, INPUT
from magnitka.ledger.verdict import FAILS, HOLDS, NOT_COVERED, OUTSIDE, OWN
from magnitka.report.wording import DASH, THIN, count, esc, measure, plain, unit_words

ORDER = {CHECK: 0, CALIBRATION: 1, INPUT: 2, CONTEXT: 3}  # what is evidence comes first
WIDE, HIGH, EDGE = 120, 14, 4  # of the small picture of a band
FROM = {OUTSIDE: "from outside the essay", OWN: "of the essay\u2019s own"}
# What is not a check earns no verdict; the page says only where its value lies.
WITHOUT_VERDICT = {HOLDS: "in its band", FAILS: "out of its band"}


def verdict_title(judged: list[Verdict]) -> str:
    """What the ledger says, evidence from outside the essay first."""
    said = []
    if judged and all(one.verdict == NOT_COVERED for one in judged):
        return "No claim is judged: they are told of another town or of other years"
    for part, counts in summary(judged).items():
        if total := sum(counts.values()):
            groups = count(total, "group", "groups")
            said.append(
                f"of {groups} of checks {FROM[part]}, {_some(counts, HOLDS)} and {_some(counts, FAILS)}"
            )
    text = "; ".join(said)
    return text[:1].upper() + text[1:] if text else "No claim has been judged"


def _some(counts: dict[str, int], verdict: str) -> str:
    """`none holds`, `1 holds`, `2 hold`, `3 toothless`."""
    many = verdict.removesuffix("s") if verdict in (HOLDS, FAILS) else verdict
    return count(counts[verdict], verdict, many) if counts[verdict] else f"none {verdict}"


def verdict_tally(judged: list[Verdict]) -> str:
    """The groups as rows of marks, one mark per group."""
    rows = ""
    for part, counts in summary(judged).items():
        marks = "".join(
            f'<span class="verdict-{_slug(verdict)} marks"><i>{"<b></b>" * many}</i>{_some(counts, verdict)}</span>'
            for verdict, many in counts.items()
            if many
        )
        rows += f"<dt>{part}</dt><dd>{marks}</dd>" if marks else ""
    return f'<dl class="groups">{rows}</dl>' if rows else ""


def verdict_rows(judged: Iterable[Verdict]) -> str:
    """Rows of the ledger: outside evidence first, then the essay; in each the checks first, by group and id."""
    ordered = sorted(judged, key=lambda one: (not one.outside, ORDER[one.used_for], one.group, one.id))
    return "".join(map(_row, ordered))


def _row(one: Verdict) -> str:
    name, unit = esc(one.id), one.unit or ""
    remarks = [f"{one.source}, {one.where}", one.note, one.disputed_by and f"Disputed: {one.disputed_by}"]
    told = "".join(f'<span class="where">{esc(remark)}</span>' for remark in remarks if remark)
    words = one.verdict if one.used_for == CHECK else WITHOUT_VERDICT.get(one.verdict, one.verdict)
    style = _slug(one.verdict) if one.used_for == CHECK else "none"
    cells = (
        f'<th scope="row" id="claim-{name}">{name}<span class="where">{esc(_evidence(one))}</span></th>',
        f'<td class="says">{esc(one.says)}{told}</td>',
        f'<td><span class="verdict verdict-{style}">{esc(words)}</span></td>',
        f'<td class="value">{DASH if one.value is None else esc(measure(one.value, unit))}</td>',
        f"<td>{band_plot(one)}</td>",
        f'<td>{esc(one.used_for)}<span class="where">{esc(one.group)}</span></td>',
        f"<td>{_teeth(one.teeth, unit)}</td>",
    )
    marks = {"verdict": one.verdict, "used": one.used_for, "evidence": _evidence(one)}
    attributes = " ".join(f'data-{key}="{esc(text)}"' for key, text in marks.items())
    return f"<tr {attributes}>{''.join(cells)}</tr>"


def _evidence(one: Verdict) -> str:
    return "outside" if one.outside else "essay"


def _slug(verdict: str) -> str:
    """Name of a verdict's class in the style sheet."""
    return esc(verdict.replace(" ", "-"))


def _teeth(teeth: dict[str, Any] | None, unit: str) -> str:
    """What was found when the cause was taken away, and when the parameters were drawn anew."""
    if not teeth:
        return DASH
    told = []
    if teeth["kills"] is not None:
        told.append(
            f"{'dies' if teeth['kills'] else 'lives'} without its cause ({measure(teeth['value'], unit)})"
        )
    if teeth["draws"]:
        told.append(f"fails in {teeth['failed_draws']} of {len(teeth['draws'])} draws")
    cause = f"<details><summary>Its cause</summary>{esc(teeth['neutralise'])}</details>"
    return f"{esc('; '.join(told) or 'not tested')}{cause}"


def band_plot(one: Verdict) -> str:
    """A small picture, as inline SVG: the band (bar, an open end runs out), the value (dot), the value with the cause
    neutralised (ring) and the values of draws of the parameters (ticks)."""
    low, high = one.band
    if low is None and high is None:
        return DASH
    teeth = one.teeth or {}
    draws = [value for value in teeth.get("draws", ()) if math.isfinite(value)]
    points = [x for x in (low, high, one.value, teeth.get("value")) if x is not None and math.isfinite(x)]
    reach = (max(points) - min(points)) or abs(points[0]) or 1.0
    left, right = min(points) - 0.25 * reach, max(points) + 0.25 * reach

    def place(x: float) -> float:
        share = (min(max(x, left), right) - left) / (right - left)
        return EDGE + (WIDE - 2 * EDGE) * share

    start, end = (0.0 if low is None else place(low)), (float(WIDE) if high is None else place(high))
    drawn = [f'<rect x="{start:.1f}" width="{max(1.0, end - start):.1f}" y="3" height="8"/>']
    drawn += [f'<path d="M{place(x):.1f} 3v8"/>' for x in draws]
    if teeth.get("value") is not None:
        drawn.append(f'<circle cx="{place(teeth["value"]):.1f}" cy="7" r="3.4" class="neutralised"/>')
    if one.value is not None:
        inside = (low is None or one.value >= low) and (high is None or one.value <= high)
        drawn.append(
            f'<circle cx="{place(one.value):.1f}" cy="7" r="3.6" class="{"inside" if inside else "outside"}"/>'
        )
    words = _band_words(low, high) + ("" if (one.unit or "1") == "1" else THIN + unit_words(one.unit or ""))
    return (
        f'<svg class="band" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{esc(words)}">'
        f'<line x1="0" x2="{WIDE}" y1="7" y2="7"/>{"".join(drawn)}</svg><span class="where">{esc(words)}</span>'
    )


def _band_words(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {plain(high)}" if high is not None else ""
    return f"{plain(low)} to {plain(high)}" if high is not None else f"at least {plain(low)}"

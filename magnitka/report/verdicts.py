"""The ledger as the page shows it: verdicts with value, band and teeth; evidence from outside the essay first."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from magnitka.report.wording import DASH, THIN, count, esc, measure, plain, unit_words

ESSAY = (
    "E"  # key of the essay that the model is drawn from: evidence from elsewhere is judged apart and first
)
VERDICTS = ("holds", "fails", "toothless", "not covered")


def group_verdicts(judged: list[dict[str, Any]], *, outside: bool) -> dict[str, int]:
    """Independent groups of checks by verdict, in the order of VERDICTS.

    Claims of one group are one datum: the group fails when one of them fails, and holds only when one holds and none
    fails.
    """
    groups: dict[str, set[str]] = {}
    for claim in judged:
        if claim["used_for"] == "check" and is_outside(claim) == outside:
            groups.setdefault(claim["group"], set()).add(claim["verdict"])
    order = ("fails", "holds", "toothless", "not covered")
    counts = Counter(next(verdict for verdict in order if verdict in found) for found in groups.values())
    return {verdict: counts[verdict] for verdict in VERDICTS}


def is_outside(claim: dict[str, Any]) -> bool:
    """Whether a claim rests on a source other than the essay."""
    return str(claim["source"]).split(":")[0].strip() != ESSAY


def verdict_title(judged: list[dict[str, Any]]) -> str:
    """What the ledger says, evidence from outside the essay first."""
    said = []
    for words, outside in (("from outside the essay", True), ("of the essay\u2019s own", False)):
        counts = group_verdicts(judged, outside=outside)
        if total := sum(counts.values()):
            groups = count(total, "group", "groups")
            holds, fails = count(counts["holds"], "holds", "hold"), count(counts["fails"], "fails", "fail")
            said.append(f"of {groups} of checks {words}, {holds} and {fails}")
    text = "; ".join(said)
    return text[:1].upper() + text[1:] if text else "No claim has been judged"


def verdict_tally(judged: list[dict[str, Any]]) -> str:
    """The groups as rows of marks, one mark per group."""
    rows = ""
    for words, outside in (("outside the essay", True), ("the essay", False)):
        counts = group_verdicts(judged, outside=outside)
        marks = "".join(
            f'<span class="verdict-{_slug(verdict)} marks"><i>{"<b></b>" * many}</i>{many} {verdict}</span>'
            for verdict, many in counts.items()
            if many
        )
        rows += f"<dt>{words}</dt><dd>{marks}</dd>" if marks else ""
    return f'<dl class="groups">{rows}</dl>' if rows else ""


def verdict_rows(judged: list[dict[str, Any]]) -> str:
    """Rows of the ledger: outside evidence first, then the essay; within each by group and id."""
    ordered = sorted(judged, key=lambda c: (not is_outside(c), c["group"], c["id"]))
    return "".join(_verdict_row(claim) for claim in ordered)


def _verdict_row(claim: dict[str, Any]) -> str:
    name, value, unit = esc(claim["id"]), claim["value"], claim["unit"] or ""
    where = ": ".join(filter(None, (str(claim["source"]), claim.get("where"))))
    marks = {
        "verdict": claim["verdict"],
        "used": claim["used_for"],
        "outside": "yes" if is_outside(claim) else "no",
    }
    cells = (
        f'<th scope="row" id="claim-{name}">{name}</th>',
        f'<td class="says">{esc(claim["says"])}<span class="where">{esc(where)}</span></td>',
        f'<td><span class="verdict verdict-{_slug(claim["verdict"])}">{esc(claim["verdict"])}</span></td>',
        f'<td class="value">{DASH if value is None else esc(measure(float(value), unit))}</td>',
        f"<td>{band_plot(value, claim['band'], unit)}</td>",
        f'<td>{esc(claim["used_for"])}<span class="where">{esc(claim["group"])}</span></td>',
        f"<td>{esc(claim.get('teeth') or DASH)}</td>",
    )
    attributes = " ".join(f'data-{key}="{esc(text)}"' for key, text in marks.items())
    return f"<tr {attributes}>{''.join(cells)}</tr>"


def _slug(verdict: str) -> str:
    """Name of a verdict's class in the style sheet."""
    return esc(verdict.replace(" ", "-"))


def _band_words(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {plain(high)}" if high is not None else ""
    return f"{plain(low)} to {plain(high)}" if high is not None else f"at least {plain(low)}"


def band_plot(value: float | None, band: list[float | None] | None, unit: str) -> str:
    """A small picture of a value (dot) and the band (bar) it must lie in, as inline SVG; an open end runs out."""
    if not band or (band[0] is None and band[1] is None):
        return DASH
    low, high = band
    known = [x for x in (low, high, value) if x is not None and math.isfinite(x)]
    reach = (max(known) - min(known)) or abs(known[0]) or 1.0
    left, right = min(known) - 0.25 * reach, max(known) + 0.25 * reach

    def place(x: float) -> float:
        return 4 + 112 * (x - left) / (right - left)

    start, end = (0.0 if low is None else place(low)), (120.0 if high is None else place(high))
    words = _band_words(low, high) + ("" if unit in ("", "1") else THIN + unit_words(unit))
    dot = ""
    if value is not None and math.isfinite(value):
        inside = (low is None or value >= low) and (high is None or value <= high)
        dot = f'<circle cx="{place(value):.1f}" cy="7" r="3.6" class="{"inside" if inside else "outside"}"/>'
    return (
        f'<svg class="band" viewBox="0 0 120 14" role="img" aria-label="{esc(words)}">'
        '<line x1="0" x2="120" y1="7" y2="7"/>'
        f'<rect x="{start:.1f}" width="{max(1.0, end - start):.1f}" y="3" height="8"/>{dot}</svg>'
        f'<span class="where">{esc(words)}</span>'
    )

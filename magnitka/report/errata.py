"""The errata of the essay as the page shows them: what is said, what it comes to, how the model reads it."""

from __future__ import annotations

import re
from collections.abc import Collection

from magnitka.ledger.errata import Erratum, Sum
from magnitka.report.wording import THIN, count, esc, plain

POWERS = {"e3": "thousand", "e6": "million", "e9": "billion"}
NO_FIGURES = "–"


def errata_title(found: Collection[Erratum]) -> str:
    """How many checks there are, and on how many claims."""
    claims = {name for one in found for name in one.claims}
    return (
        f"{count(len(found), 'check', 'checks')} of {count(len(claims), 'claim', 'claims')} of the essay "
        "against its own arithmetic, and how the model reads them"
    )


def errata_rows(found: Collection[Erratum], judged: Collection[str]) -> str:
    """Rows of the table; claims that the page judges are linked to their verdicts."""
    return "".join(_row(one, judged) for one in found)


def _row(one: Erratum, judged: Collection[str]) -> str:
    claims = ", ".join(
        f'<a href="#claim-{esc(name)}">{esc(name)}</a>' if name in judged else esc(name)
        for name in one.claims
    )
    sums = "".join(f"<li>{_sum(part)}</li>" for part in one.arithmetic) or f"<li>{NO_FIGURES}</li>"
    return (
        f'<tr><th scope="row">{esc(one.id)}<span class="where">{claims}</span></th>'
        f'<td class="says">{_said(one.says)}</td><td><ul class="sums">{sums}</ul></td>'
        f"<td>{_said(one.reading)}</td></tr>"
    )


def _sum(part: Sum) -> str:
    told = plain(part.told)
    how = worked(part.compute)
    return f"<b>{esc(told)}</b> {_said(part.gives)}" + (
        f'<span class="where">{esc(how)}</span>' if how != told else ""
    )


def worked(compute: str) -> str:
    """A computation as people write it: `870e6 / 438000 * 2` is 870 million / 438 000 × 2."""
    text = compute.replace("*", "×").replace(" - ", " − ")
    text = re.sub(r"(?<=\d)(e[369])\b", lambda found: " " + POWERS[found[1]], text)
    return re.sub(r"(?<![\d.])\d{5,}", lambda found: f"{int(found[0]):,}".replace(",", THIN), text)


def _said(text: str) -> str:
    return esc(text.replace("'", "\u2019"))

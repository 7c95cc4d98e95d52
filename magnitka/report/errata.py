"""The errata of the essay as the page shows them: what is said, what it comes to, how the model reads it."""

from __future__ import annotations

from collections.abc import Collection

from magnitka.ledger.errata import Erratum, Sum
from magnitka.report.wording import count, esc, plain


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
    sums = "".join(f"<li>{_sum(part)}</li>" for part in one.arithmetic)
    return (
        f'<tr><th scope="row">{esc(one.id)}<span class="where">{claims}</span></th>'
        f'<td class="says">{esc(one.says)}</td><td><ul class="sums">{sums}</ul></td><td>{esc(one.reading)}</td></tr>'
    )


def _sum(part: Sum) -> str:
    worked = f'<span class="where">{esc(part.compute.replace("*", chr(0xD7)))}</span>'
    return f"<b>{esc(plain(part.told))}</b> {esc(part.gives)}{worked}"

"""Run -> report.html: one page that holds everything it needs and opens from the disk."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from magnitka.errors import UsageError
from magnitka.ledger.errata import errata
from magnitka.provenance import methods, reference, software
from magnitka.report import evidence, verdicts
from magnitka.report.errata import errata_rows, errata_title
from magnitka.report.figure import Figure, Unrecorded
from magnitka.report.heading import heading
from magnitka.report.limits import LIMITS
from magnitka.report.plates.ages import ages
from magnitka.report.plates.bodies import bodies
from magnitka.report.plates.budget import budget
from magnitka.report.plates.building import building
from magnitka.report.plates.causes import causes
from magnitka.report.plates.discretion import discretion
from magnitka.report.plates.flow import flow
from magnitka.report.plates.fulfilment import fulfilment
from magnitka.report.plates.hours import hours
from magnitka.report.plates.labour import labour
from magnitka.report.plates.spending import spending
from magnitka.report.plates.stocks import stocks
from magnitka.report.plates.strip import strip
from magnitka.report.plates.town import town
from magnitka.report.plates.waiting import waiting
from magnitka.report.reading import Reading
from magnitka.report.wording import count, esc, script_json
from magnitka.store import write_atomically

if TYPE_CHECKING:
    from magnitka.run import Run

Plate = tuple[str, str, Callable[[Reading], Figure]]

# The plates in order, part by part: name on the page, heading in the contents, how it is drawn.
WORKS: tuple[Plate, ...] = (
    ("strip", "The calendar of the rush", strip),
    ("flow", "A year of steel", flow),
    ("stocks", "Need, order, receipt, reserve", stocks),
    ("fulfilment", "Fulfilment of plans", fulfilment),
    ("ages", "Age of equipment", ages),
    ("causes", "What bound production", causes),
    ("labour", "Hands for a tonne of steel", labour),
)
TOWN: tuple[Plate, ...] = (
    ("town", "The map", town),
    ("waiting", "The waiting list", waiting),
    ("spending", "Where each rouble and each kilo of meat went", spending),
    ("bodies", "Bodies", bodies),
    ("budget", "The city\u2019s rouble from source to use", budget),
    ("discretion", "Who decides on the last tonne, flat and kilo of meat", discretion),
    ("building", "Building", building),
    ("hours", "Hours", hours),
)
PARTS = (("The Works", WORKS), ("The town", TOWN))
PLATES = (*WORKS, *TOWN)
REPORT = "report.html"
ENDING = (
    ("verdicts", "Verdicts"),
    ("errata", "Errata of the essay"),
    ("bibliography", "Every number and its source"),
    ("limits", "What this cannot tell you"),
)


def build_report(run: Run, path: Path | None = None) -> Path:
    """Writes the report of a run, whole or not at all, and returns its path (`report.html` in the run's folder).

    Figures whose data the run did not record say so in their place. Raises OSError when the disk refuses, and
    UsageError when a run that is in memory only is given no path.
    """
    if path is None:
        if run.path is None:
            raise UsageError("this run is in memory only; say where its report should go")
        path = run.path / REPORT
    reading = Reading(run)
    found = evidence.entries(run.scenario)
    plates, data, order = [], {}, 0
    for part, drawings in PARTS:
        plates.append(f'<p class="part">{esc(part)}</p>')
        for name, words, draw in drawings:
            order += 1
            try:
                figure = draw(reading)
            except Unrecorded as gap:
                plates.append(_empty(name, order, words, gap))
                continue
            data[name] = figure.data
            plates.append(_plate(figure, order, words, evidence.source_note(found, figure.sections)))
    body = Template(asset("report.html")).substitute(
        heading=heading(reading, found),
        contents=_contents(),
        plates="".join(plates),
        verdict_title=esc(verdicts.verdict_title(reading.judged)),
        verdict_tally=verdicts.verdict_tally(reading.judged),
        verdict_rows=verdicts.verdict_rows(reading.judged),
        errata_title=esc(errata_title(errata())),
        errata_rows=errata_rows(errata(), {one.id for one in reading.judged}),
        sections="".join(f"<option>{esc(name)}</option>" for name in sorted({one.section for one in found})),
        numbers=evidence.bibliography(run.scenario, found),
        count=count(sum(evidence.kinds_of(found).values())),
        sources=evidence.sources(run.scenario, reading.judged),
        reference=esc(reference(software(run.manifest))),
        methods=esc(methods(run)),
        limits="".join(f"<p>{esc(paragraph)}</p>" for paragraph in LIMITS),
    )
    title = f"{run.manifest['scenario']['title']} \u00b7 Magnitka"
    return write_page(path, title, body, data)


def _contents() -> str:
    """Items of the list of contents: parts as words, what is in them as links."""
    items = []
    for part, entries in (*PARTS, ("The evidence", ENDING)):
        links = "".join(f'<li><a href="#{one[0]}">{esc(one[1])}</a></li>' for one in entries)
        items.append(f"<li><span>{esc(part)}</span><ol>{links}</ol></li>")
    return "".join(items)


def _plate(figure: Figure, order: int, words: str, founded: str) -> str:
    name, titled = figure.name, f'aria-labelledby="{figure.name}-title"'
    choices = "".join(f'<span class="choice">{choice.html(name)}</span>' for choice in figure.choices)
    return (
        f'<section class="plate" id="{name}" {titled}>{_step(order, words)}'
        f'<div class="lead"><h2 id="{name}-title">{esc(figure.title)}</h2><p class="note">{esc(figure.note)}</p></div>'
        f'<div class="choices">{choices}</div><div class="chart" data-chart="{name}" role="img" {titled}></div>'
        f'{founded}<details class="numbers" open><summary>The same in numbers</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{esc(figure.table.caption)}">'
        f"{figure.table.html()}</div></details></section>"
    )


def _empty(name: str, order: int, words: str, gap: Unrecorded) -> str:
    said = f'<p class="note">{esc(gap.said)}</p>'
    return f'<section class="plate" id="{name}">{_step(order, words)}{said}</section>'


def _step(order: int, words: str) -> str:
    return f'<p class="step"><b>{order}</b> {esc(words)}</p>'


def asset(name: str) -> str:
    """Text of a file of the page."""
    return (files("magnitka.report") / "page" / name).read_text(encoding="utf-8")


def write_page(path: Path, title: str, body: str, data: dict[str, Any]) -> Path:
    """A whole page around `body`, with style, script and data inside it, written atomically.

    The page's own policy lets nothing be loaded and only this very script run.
    """
    script = asset("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    page = Template(asset("shell.html")).substitute(
        title=esc(title),
        policy=policy,
        style=asset("style.css"),
        body=body,
        data=script_json(data),
        script=script,
    )
    write_atomically(path, page.encode("utf-8"))
    return path

"""A picture of the difference between two runs: small multiples over time, as one SVG that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np

from magnitka.compare import Comparison, Series

COLUMNS, MOST = 3, 12  # panels side by side; series shown, those that moved most
WIDE, HIGH, GAP, TOP = 300, 110, 44, 64
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.small{font-size:10px;fill:#666}"
    ".title{font-size:15px;font-weight:600}.zero{stroke:#999;stroke-width:1}.up{fill:#2b6cb0}.down{fill:#b7412b}"
)


def difference_svg(comparison: Comparison) -> str:
    """The series that moved most, b - a in every dekad, each on a scale of its own; empty panels when none did."""
    moved = [one for one in comparison.series if np.nanmax(np.abs(one.change), initial=0.0) > 0]
    moved.sort(key=lambda one: -float(np.nan_to_num(abs(one.relative))))
    shown = moved[:MOST]
    rows = max(1, -(-len(shown) // COLUMNS))
    width, height = COLUMNS * (WIDE + GAP) + GAP, TOP + rows * (HIGH + 2 * GAP)
    title = "What changed: " + ("; ".join(comparison.changed) or "nothing")
    panels = "".join(part for place, one in enumerate(shown) for part in _panel(place, one, comparison))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(title)}">'
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>'
        f'<text class="title" x="{GAP}" y="26">{escape(title[:120])}</text>'
        f'<text class="small" x="{GAP}" y="44">b - a in every dekad; {len(shown)} of {len(comparison.series)} '
        f"series, those that moved most; {'same' if comparison.same_luck else 'different'} luck in both</text>"
        f"{panels}</svg>\n"
    )


def _panel(place: int, one: Series, comparison: Comparison) -> Iterator[str]:
    """Title with unit, bars above and below zero, the scale, and the years."""
    left, top = GAP + place % COLUMNS * (WIDE + GAP), TOP + GAP + place // COLUMNS * (HIGH + 2 * GAP)
    reach, step = float(np.nanmax(np.abs(one.change))), WIDE / len(one.change)
    middle = top + HIGH / 2
    yield f'<text x="{left}" y="{top - 18}">{escape(one.long_name or one.name)}</text>'
    yield f'<text class="small" x="{left}" y="{top - 5}">{escape(one.unit)}, full height &#177;{reach:.3g}</text>'
    for sign, kind in ((1, "up"), (-1, "down")):
        bars = (
            f"M{left + at * step:.1f} {middle:.1f}h{step:.2f}v{-change / reach * HIGH / 2:.1f}h{-step:.2f}z"
            for at, change in enumerate(one.change)
            if sign * change > 0
        )
        yield f'<path class="{kind}" d="{"".join(bars)}"/>'
    yield f'<path class="zero" d="M{left} {middle:.1f}h{WIDE}"/>'
    for at, clock in enumerate(comparison.clocks):
        if clock.year_starts or at == 0:
            yield f'<text class="small" x="{left + at * step:.1f}" y="{top + HIGH + 12}">{clock.year % 100:02d}</text>'

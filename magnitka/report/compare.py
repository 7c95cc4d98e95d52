"""Two runs side by side: what was changed, the series that moved most, and their difference over time."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import numpy as np

from magnitka.compare import Comparison, Series, compare
from magnitka.quantity import month_text
from magnitka.report.build import asset, write_page
from magnitka.report.figure import Table
from magnitka.report.heading import changes
from magnitka.report.reading import Floats, Ints, ratio
from magnitka.report.wording import DASH, esc, measure, number, percent, signed_percent

if TYPE_CHECKING:
    from magnitka.run import Run

MOST_CHARTS = 16  # series that are drawn: those that moved most; the table has them all
STILL = 0.0005  # a relative difference below this is no difference to speak of


def build_comparison(a: Run, b: Run, path: Path) -> Path:
    """Writes the page that compares two runs over the dekads they share, and returns its path.

    Raises UsageError when they share no dekad, OSError when the disk refuses.
    """
    comparison = compare(a, b)
    moved = sorted(comparison.series, key=lambda one: -_effect(one))
    names = _short(a, "A"), _short(b, "B")
    month = np.array([clock.month_index for clock in comparison.clocks])
    months = [month_text(index) for index in np.unique(month).tolist()]
    drawn = {}
    for one in moved[:MOST_CHARTS]:
        first, second = _both(comparison, one)
        drawn[one.name] = {
            "unit": "" if one.unit == "1" else one.unit,
            "months": months,
            "names": names,
            "a": _monthly(month, first),
            "b": _monthly(month, second),
        }
    table = Table(
        f"Means over {len(comparison.clocks)} dekads, in the order of their relative difference",
        ("series", "unit", "A", "B", "B less A", "relative"),
        tuple(
            (
                one.long_name,
                one.unit,
                number(_mean(one.yearly_a), 4),
                number(_mean(one.yearly_b), 4),
                number(_mean(one.yearly_change), 3),
                signed_percent(one.relative) if np.isfinite(one.relative) else DASH,
            )
            for one in moved
        ),
    )
    body = Template(asset("compare.html")).substitute(
        run_a=_described(a, names[0]),
        run_b=_described(b, names[1]),
        plates="".join(map(_plate, moved[:MOST_CHARTS])),
        table=table.html(),
        note=esc(comparison.note),
        changed=esc("; ".join(comparison.changed) or "nothing"),
    )
    return write_page(path, "Two runs compared \u00b7 Magnitka", body, {"pair": drawn})


def _plate(one: Series) -> str:
    name, titled = esc(one.name), f'aria-labelledby="{esc(one.name)}-title"'
    return (
        f'<section class="plate" {titled}><h2 id="{name}-title">{esc(_title(one))}</h2>'
        f'<div class="chart" data-chart="pair:{name}" role="img" {titled}></div></section>'
    )


def _both(comparison: Comparison, one: Series) -> tuple[Floats, Floats]:
    """The series in runs a and b over the shared dekads. Shapes: (ticks,)."""
    record = comparison.a.record
    first = comparison.clocks[0].tick - record.first
    values = np.asarray(record.series[one.name][first : first + len(comparison.clocks)], np.float64)
    return values, values + one.change


def _effect(one: Series) -> float:
    """Mean distance of the two, relative to the level of the first."""
    level = _mean(tuple(np.abs(one.yearly_a)))
    told = one.change[np.isfinite(one.change)]
    distance = float(np.mean(np.abs(told))) if told.size else 0.0
    return distance / level if level > 0 else 0.0


def _mean(values: tuple[float, ...]) -> float:
    return float(np.mean(values))


def _title(one: Series) -> str:
    """What a pair shows."""
    words = one.long_name[:1].upper() + one.long_name[1:]
    if not np.isfinite(one.relative):
        return f"{words}: {number(_mean(one.yearly_change))} more in B"
    if abs(one.relative) < STILL:
        return f"{words}: the same on average"
    return f"{words}: {percent(abs(one.relative))} {'more' if one.relative > 0 else 'less'} in B"


def _monthly(month: Ints, values: Floats) -> Floats:
    """Means of the dekads of each month in which there is a value; NaN where there is none."""
    first, told = np.unique(month, return_index=True)[1], np.isfinite(values)
    sums = np.add.reduceat(np.where(told, values, 0.0), first)
    return ratio(sums, np.add.reduceat(told.astype(np.float64), first))


def _short(run: Run, letter: str) -> str:
    """What makes a run what it is, in a few words."""
    manifest = run.manifest
    told = [f"{name} off" for name in manifest["off"]]
    told += [f"{one['key']} {measure(one['new'], one['unit'], 4)}" for one in manifest["set"]]
    if manifest["with"]:
        told.append(str(manifest["with"]["file"]))
    return f"{letter}: {', '.join(told) or 'as the scenario says'}"


def _described(run: Run, name: str) -> str:
    manifest = run.manifest
    return (
        f'<div><h2>{esc(name)}</h2><p class="note">{esc(manifest["scenario"]["title"])}, {esc(manifest["start"])} '
        f"to {esc(manifest['until'])}, seed {esc(manifest['seed'])}, state {esc(manifest['state_hash'][:12])}</p>"
        f"{changes(manifest)}</div>"
    )

"""Two runs side by side: what differs, by how much, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from magnitka.errors import UsageError
from magnitka.headline import in_words, scale_for_reading
from magnitka.history import Run
from magnitka.process import Clock, clock_at
from magnitka.recipe import DEKADS
from magnitka.record import About
from magnitka.run import open as open_run
from magnitka.table import Array
from magnitka.units import amount, unit_text
from magnitka.wording import aligned

MOST_SERIES = 20  # series that are printed: those that differ most
DIGITS = 4  # significant figures of what is printed
SAME_LUCK = (
    "Both runs have the same luck: the difference is what was changed, and what chance made of it later. "
    "Its spread over seeds is not known from one pair; compare several seeds before speaking of small differences."
)
OTHER_LUCK = (
    "The runs differ in luck ({}): a difference may be chance alone. "
    "Run both with the same seed of the same scenario to see what was changed."
)
NOTHING = "The two runs are the same, bit for bit."
OTHER_DEKADS = (
    " The series are compared over the dekads that both hold; the headline is of each run as a whole."
)


class Line(NamedTuple):
    """One headline number in both runs; `change` is b - a, NaN where one run lacks it."""

    name: str
    unit: str
    a: float
    b: float
    change: float


@dataclass(frozen=True)
class Series:
    """One series in both runs over the dekads they share.

    `change` is b - a, shape (ticks,); `yearly_a`, `yearly_b` are means over the dekads of each of `years`.
    """

    name: str
    unit: str
    long_name: str
    change: Array
    years: tuple[int, ...]
    yearly_a: tuple[float, ...]
    yearly_b: tuple[float, ...]

    @property
    def yearly_change(self) -> tuple[float, ...]:
        """Mean change in each year."""
        return tuple(b - a for a, b in zip(self.yearly_a, self.yearly_b, strict=True))

    @property
    def relative(self) -> float:
        """Mean change over the mean size of the series in a; NaN where that is zero."""
        size = np.mean(np.abs(self.yearly_a))
        return float(np.mean(self.yearly_change) / size) if size > 0 else float("nan")

    @property
    def distance(self) -> float:
        """Mean size of the change, whichever way it goes, over the mean size of the series in a.

        Infinite where a has nothing and b something; NaN where it is not known in all dekads.
        """
        size, moved = np.mean(np.abs(self.yearly_a)), float(np.mean(np.abs(self.change)))
        return moved / float(size) if size > 0 else np.inf if moved > 0 else moved


@dataclass(frozen=True)
class Comparison:
    """Run b against run a over the dekads that both hold.

    `same_luck` says whether chance fell alike in both, `identical` whether nothing differs at all, `changed` what
    was asked of b and not of a, `note` what the difference can and cannot say.
    """

    a: Run
    b: Run
    same_luck: bool
    identical: bool
    changed: tuple[str, ...]
    note: str
    clocks: tuple[Clock, ...]
    headline: tuple[Line, ...]
    series: tuple[Series, ...]

    def as_dict(self) -> dict[str, Any]:
        """All of it as JSON has it, for `--json` and for a plot: dates, and each series' change per dekad."""
        return {
            "a": _name(self.a),
            "b": _name(self.b),
            "same_luck": self.same_luck,
            "identical": self.identical,
            "changed": list(self.changed),
            "note": self.note,
            "headline": [line._asdict() for line in self.headline],
            "dates": [f"{clock.year}-{clock.month:02d}-{clock.dekad + 1}" for clock in self.clocks],
            "series": [
                {
                    "name": one.name,
                    "unit": one.unit,
                    "long_name": one.long_name,
                    "relative": one.relative,
                    "years": list(one.years),
                    "yearly_a": list(one.yearly_a),
                    "yearly_b": list(one.yearly_b),
                    "yearly_change": list(one.yearly_change),
                    "change": one.change.tolist(),
                }
                for one in self.series
            ],
        }

    def __str__(self) -> str:
        """Tables for reading: what was changed, the headline, and the series that differ most."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"a  {_name(self.a)}"
        yield f"b  {_name(self.b)}"
        yield f"changed from a to b: {'; '.join(self.changed) or 'nothing'}"
        yield self.note
        yield ""
        yield aligned(
            [("headline", "unit", "a", "b", "b - a"), *map(_headline_row, self.headline)], (2, 3, 4), ""
        )
        moved = sorted((one for one in self.series if one.change.any()), key=_by_distance)
        if moved:
            yield ""
            most = min(MOST_SERIES, len(moved))
            yield f"{most} of the {len(moved)} series that differ, those that differ most first. Means over all dekads;"
            yield "apart: the mean distance of the two, whichever lies higher."
            yield ""
            heading = ("series", "unit", "a", "b", "b - a", "apart", "of a")
            yield aligned([heading, *map(_series_row, moved[:MOST_SERIES])], (2, 3, 4, 5, 6), "")
        if len(moved) > MOST_SERIES:
            yield f"\n{len(moved) - MOST_SERIES} more differ; --json and the page of plots have them all."
        still = len(self.series) - len(moved)
        if still:
            yield f"{still} of {len(self.series)} series are the same in both, in every dekad."


def compare(a: Run | str | Path, b: Run | str | Path) -> Comparison:
    """What run b has other than run a, over the dekads that both hold. Raises UsageError if they share none."""
    one, other = (run if isinstance(run, Run) else open_run(run) for run in (a, b))
    mine, yours = one.record, other.record
    offset = DEKADS * (yours.origin - mine.origin)  # from ticks of b to ticks of a
    first, last = max(mine.first, yours.first + offset), min(mine.last, yours.last + offset)
    names = [name for name in mine.series if name in yours.series]
    if first >= last or not names:
        raise UsageError(f"{_name(one)} and {_name(other)} share no dekad and series that could be compared")
    clocks = tuple(clock_at(tick, mine.origin) for tick in range(first, last))
    in_a = slice(first - mine.first, last - mine.first)
    in_b = slice(first - offset - yours.first, last - offset - yours.first)
    series = tuple(
        _series(name, mine.about[name], mine.series[name][in_a], yours.series[name][in_b], clocks)
        for name in names
    )
    other_luck = _other_luck(one, other)
    still = one.state_hash == other.state_hash and not any(pair.change.any() for pair in series)
    note = OTHER_LUCK.format(other_luck) if other_luck else NOTHING if still else SAME_LUCK
    if len(clocks) < max(one.ticks, other.ticks):
        note += OTHER_DEKADS
    return Comparison(
        one,
        other,
        not other_luck,
        still,
        tuple(_changes(one.manifest, other.manifest)),
        note,
        clocks,
        tuple(_headline(one.manifest["headline"], other.manifest["headline"])),
        series,
    )


def _series(name: str, about: About, a: Array, b: Array, clocks: tuple[Clock, ...]) -> Series:
    """What neither run knows (NaN in both) does not differ."""
    change = np.where(np.isnan(a) & np.isnan(b), 0.0, b - a)
    year = np.array([clock.year for clock in clocks])
    years = tuple(np.unique(year).tolist())
    means = (tuple(float(np.mean(values[year == one])) for one in years) for values in (a, b))
    return Series(name, about.unit, about.long_name, change, years, *means)


def _other_luck(a: Run, b: Run) -> str:
    """Why chance fell otherwise; empty when it did not. Luck goes by seed, process, dekad and name of the thing."""
    if a.manifest["seed"] != b.manifest["seed"]:
        return f"seeds {a.manifest['seed']} and {b.manifest['seed']}"
    return "" if a.record.origin == b.record.origin else "worlds that began at other dates"


def _changes(a: dict[str, Any], b: dict[str, Any]) -> Iterator[str]:
    """What was asked of b and not of a, and the reverse."""
    for what in ("name", "digest"):
        if a["scenario"][what] != b["scenario"][what]:
            yield f"scenario {what} {a['scenario'][what]} became {b['scenario'][what]}"
    if a["code_digest"] != b["code_digest"]:
        yield f"code {a['code_digest']} became {b['code_digest']}"
    if a["seed"] != b["seed"]:
        yield f"seed {a['seed']} became {b['seed']}"
    yield from (f"{name} switched off" for name in b["off"] if name not in a["off"])
    yield from (f"{name} switched on" for name in a["off"] if name not in b["off"])
    sets = [{one["key"]: one for one in manifest["set"]} for manifest in (a, b)]
    for key in sorted({*sets[0], *sets[1]}):
        before, after = (
            one[key]["new"] if key in one else other[key]["old"] for one, other in (sets, sets[::-1])
        )
        if before != after:
            unit = sets[key not in sets[0]][key]["unit"]
            yield f"{key} {_steps(before, unit)} became {_steps(after, unit)}"
    acts = [len(manifest.get("interventions", ())) for manifest in (a, b)]
    if any(acts):
        yield f"interventions in {acts[0]} dekads became interventions in {acts[1]}"
    if a["with"] != b["with"]:
        yield " became ".join(
            f"{one['file']} ({one['digest'][:8]}), {one['mode']} {one['mechanism']}"
            if one
            else "no own mechanism"
            for one in (a["with"], b["with"])
        )


def _steps(value: float | list[float], unit: str) -> str:
    """A value set by hand, or the values of the scenario in its place: one for each date."""
    return ", ".join(amount(one, unit) for one in (value if isinstance(value, list | tuple) else [value]))


def _headline(a: dict[str, Any], b: dict[str, Any]) -> Iterator[Line]:
    for name in {**a, **b}:
        unit = (a.get(name) or b[name])["unit"]
        before, after = (
            float("nan") if one.get(name, {}).get("value") is None else float(one[name]["value"])
            for one in (a, b)
        )
        yield Line(name, unit, before, after, after - before)


def _name(run: Run) -> str:
    return (
        str(run.path)
        if run.path
        else f"{run.manifest['scenario']['name']}, seed {run.manifest['seed']}, in memory"
    )


def _headline_row(line: Line) -> tuple[str, ...]:
    factor, unit = scale_for_reading(line.name, line.unit)
    return (in_words(line.name), unit, *_figures([factor * value for value in line[2:]]))


def _series_row(one: Series) -> tuple[str, ...]:
    means = [float(np.mean(values)) for values in (one.yearly_a, one.yearly_b, one.yearly_change)]
    size = float(np.mean(np.abs(one.change)))
    share = f"{100 * one.distance:,.1f} %" if np.isfinite(one.distance) else "-"
    return (one.long_name, unit_text(one.unit), *_figures([*means, size]), share)


def _figures(values: list[float]) -> Iterator[str]:
    """Values that are read side by side: four significant figures of the largest; a dash for what is not known."""
    largest = max((abs(value) for value in values if np.isfinite(value)), default=0.0)
    decimals = max(0, DIGITS - 1 - int(np.floor(np.log10(largest)))) if largest > 0 else 0
    for value in values:
        yield f"{round(value, decimals) + 0.0:,.{decimals}f}" if np.isfinite(value) else "-"


def _by_distance(one: Series) -> tuple[float, str]:
    """The series that differ most first; last those of which it is not known."""
    return -np.nan_to_num(one.distance, nan=-1.0, posinf=np.inf), one.name

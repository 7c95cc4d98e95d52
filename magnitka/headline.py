"""The handful of numbers that a run is known by: what the command prints at the end and ensembles gather."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from magnitka.record import Record
from magnitka.table import Array
from magnitka.units import unit_text

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Headline:
    """One number of a whole run; `is_share` says that it is part of a whole, and read as per cent."""

    name: str
    unit: str
    long_name: str
    measure: Callable[[Record], float]
    is_share: bool = False


def per_year(series: str, scale: float = 1.0) -> Callable[[Record], float]:
    """A flow per dekad as a flow per year, over all days of the run."""

    def measure(record: Record) -> float:
        return scale * float(record.series[series].sum()) / _days(record).sum() * DAYS_PER_YEAR

    return measure


def mean(series: str, weight: str = "") -> Callable[[Record], float]:
    """The mean over all dekads, weighted by another series where one is named."""

    def measure(record: Record) -> float:
        values = record.series[series]
        weights = record.series[weight] if weight else np.ones(len(values))
        return float(np.sum(values * weights) / np.sum(weights)) if np.sum(weights) > 0 else float("nan")

    return measure


def at_end(series: str) -> Callable[[Record], float]:
    """The value of the last dekad."""
    return lambda record: float(record.series[series][-1])


def over_years(series: str) -> Callable[[Record], float]:
    """The last whole calendar year over the first; NaN in a run of less than two."""

    def measure(record: Record) -> float:
        year = np.array([clock.year for clock in record.clocks])
        whole = [one for one in np.unique(year) if np.sum(year == one) == 36]
        if len(whole) < 2:
            return float("nan")
        first, last = (float(record.series[series][year == one].sum()) for one in (whole[0], whole[-1]))
        return last / first if first > 0 else float("nan")

    return measure


def rush(series: str) -> Callable[[Record], float]:
    """Output per day in the months' last dekads over that in their first."""

    def measure(record: Record) -> float:
        dekad, days = np.array([clock.dekad for clock in record.clocks]), _days(record)
        if not {0, 2} <= set(dekad.tolist()):
            return float("nan")
        last, first = (
            float(record.series[series][dekad == d].sum() / days[dekad == d].sum()) for d in (2, 0)
        )
        return last / first if first > 0 else float("nan")

    return measure


HEADLINES: tuple[Headline, ...] = (
    Headline("crude_steel_works", "Mt/yr", "crude steel of the Works", per_year("crude_steel_works", 1e-3)),
    Headline("crude_steel_ussr", "Mt/yr", "crude steel of the Union", per_year("crude_steel_ussr", 1e-3)),
    Headline(
        "own_scrap_share",
        "1",
        "share of the Works' crude steel that is its own rejects melted again",
        mean("own_scrap_share", "crude_steel_works"),
        is_share=True,
    ),
    Headline(
        "good_share_steel",
        "1",
        "on-grade share of the Works' rolled steel",
        mean("good_share_steel"),
        is_share=True,
    ),
    Headline("month_end_rush", "1", "rolled steel a day, last dekads over first", rush("rolled_steel_works")),
    Headline(
        "yearly_100_102",
        "1",
        "enterprises at 100-102 % of the year's plan",
        mean("yearly_100_102"),
        is_share=True,
    ),
    Headline(
        "request_inflation", "1", "orders placed over true orders", mean("request_inflation", "gross_output")
    ),
    Headline(
        "unfit_over_fit", "1", "inputs in the wrong over the right specification", mean("unfit_over_fit")
    ),
    Headline(
        "missing_share",
        "1",
        "output short of the plans' even pace",
        mean("missing_share", "gross_output"),
        is_share=True,
    ),
    Headline(
        "barter_share",
        "1",
        "share of shipped goods that was bartered",
        mean("barter_share", "gross_output"),
        is_share=True,
    ),
    Headline("mean_age_equipment", "yr", "mean age of equipment at the end", at_end("mean_age_equipment")),
    Headline(
        "final_output_growth", "1", "goods for final use, last year over first", over_years("final_output")
    ),
    Headline("queue_hours", "h", "hours in queues a head and day", mean("town_queue_hours", "town_persons")),
    Headline(
        "handed_out",
        "1",
        "state's supply that came by list or coupon",
        mean("town_handed_out"),
        is_share=True,
    ),
    Headline(
        "overhang", "yr", "money of households over a year's spending, at the end", at_end("town_overhang")
    ),
    Headline("expected_wait", "yr", "wait for a dwelling at the end", at_end("town_expected_wait")),
    Headline(
        "listed_share",
        "1",
        "households on housing lists at the end",
        at_end("town_listed_share"),
        is_share=True,
    ),
    Headline("emissions", "kt/yr", "pollutants let out by the Works", per_year("town_emissions")),
    Headline(
        "ill_children",
        "1",
        "children ill of the airways",
        mean("town_ill_children", "town_children"),
        is_share=True,
    ),
    Headline(
        "doctor_staffing",
        "1",
        "doctors in post at the end, share of the norm",
        at_end("town_doctor_staffing"),
        is_share=True,
    ),
)
_BY_NAME = {one.name: one for one in HEADLINES}


def in_words(name: str) -> str:
    """The long name of a headline number; the name itself of one that this version does not know."""
    return _BY_NAME[name].long_name if name in _BY_NAME else name


def is_share(name: str) -> bool:
    """Whether a headline number is part of a whole."""
    return name in _BY_NAME and _BY_NAME[name].is_share


def scale_for_reading(name: str, unit: str) -> tuple[float, str]:
    """What to multiply a headline number with before it is printed, and its unit then: shares are told in per cent."""
    return (100.0, "%") if is_share(name) else (1.0, unit_text(unit))


def headline(record: Record) -> dict[str, dict[str, Any]]:
    """{name: {value, unit, long_name}} in the order of `HEADLINES`; what cannot be told is None."""
    found = {}
    for one in HEADLINES:
        value = one.measure(record)
        found[one.name] = {
            "value": value if np.isfinite(value) else None,
            "unit": one.unit,
            "long_name": one.long_name,
        }
    return found


def _days(record: Record) -> Array:
    return np.array([clock.days for clock in record.clocks], np.float64)

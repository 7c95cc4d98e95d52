"""The signature picture: a row of 36 dekads a year, coloured by output against the even pace, decrees as flags."""

from __future__ import annotations

import numpy as np

from magnitka.report.figure import Choice, Figure, Table, Unrecorded
from magnitka.report.reading import Floats, Reading
from magnitka.report.wording import number, percent, signed_percent

# What can be looked at, most telling first: series, its name, what its makers do.
MEASURES = (
    ("rolled_steel_works", "rolled steel", "the mills roll"),
    ("crude_steel_works", "crude steel", "the hearths pour"),
    ("pig_iron_works", "pig iron", "the blast furnaces make"),
    ("coke_works", "coke", "the batteries push"),
)
FLAT = 0.01  # below one per cent we do not speak of a difference


def month_shape(reading: Reading, output: Floats) -> Floats:
    """Output per calendar day in each dekad of the month, over the mean of the three. Shape: (3,)."""
    per_day = np.array(
        [output[reading.dekad == d].sum() / reading.days[reading.dekad == d].sum() for d in range(3)]
    )
    return per_day / per_day.mean()


def quarter_rush(reading: Reading, output: Floats) -> float:
    """Output per day in a quarter's last dekad over that in the last dekads of other months; NaN without both."""
    last, closing = reading.dekad == 2, reading.month % 3 == 0
    ends, others = last & closing, last & ~closing
    if not ends.any() or not output[others].any():
        return float("nan")
    return float(
        (output[ends].sum() / reading.days[ends].sum()) / (output[others].sum() / reading.days[others].sum())
    )


def even_pace_ratio(reading: Reading, output: Floats) -> Floats:
    """Output per calendar day over its mean of the same year; NaN outside the run. Shape: (years, 36)."""
    grid = np.full((len(reading.years), 36), np.nan)
    column = (reading.month - 1) * 3 + reading.dekad
    for row, year in enumerate(reading.years):
        chosen = reading.year == year
        mean = output[chosen].sum() / reading.days[chosen].sum()
        grid[row, column[chosen]] = output[chosen] / reading.days[chosen] / mean if mean > 0 else np.nan
    return grid


def title_of(maker: str, shape: Floats) -> str:
    """What the picture shows, in one sentence."""
    rush = shape[2] / shape[0] - 1
    if abs(rush) < FLAT:
        return f"A flat month: {maker} as much a day in the first dekad as in the last"
    more = "more" if rush > 0 else "less"
    return f"In the last dekad of a month {maker} {percent(abs(rush))} {more} a day than in the first"


def strip(reading: Reading) -> Figure:
    """Figure 1."""
    measures, rows = [], []
    for series, good, maker in MEASURES:
        if series not in reading.run.record.series:
            continue
        output = reading.series(series)
        shape, quarter = month_shape(reading, output), quarter_rush(reading, output)
        measures.append({
            "name": series, "good": good, "title": title_of(maker, shape), "total": reading.by_year(output),
            "ratio": even_pace_ratio(reading, output),
        })  # fmt: skip
        rows.append((good, *(number(value, 3) for value in shape), signed_percent(quarter - 1)))
    if not measures:
        raise Unrecorded("the output of the Works' mills and furnaces")
    flags = [
        {"year": (decree.month // 12), "column": decree.month % 12 * 3, "date": _date(decree.month),
         "name": decree.name, "where": " ".join(filter(None, (decree.source, decree.where)))}
        for decree in reading.run.scenario.decrees
        if reading.years[0] <= decree.month // 12 <= reading.years[-1]
    ]  # fmt: skip
    return Figure(
        name="strip",
        title=str(measures[0]["title"]),
        note=(
            "Each row is a year, each cell a dekad, the ten-day period of Soviet accounting. Colour is output per "
            "calendar day against the mean day of the same year, so that an even pace has one colour throughout. "
            "Thin lines part the months, strong lines the quarters; flags are decrees and outside events."
        ),
        data={"years": reading.years, "measures": measures, "flags": flags, "unit": "kt"},
        table=Table(
            "Output per calendar day in each dekad of the month, mean of the three = 1; and how far a quarter's "
            "last dekad stands above the last dekad of other months",
            ("product", "1st dekad", "2nd dekad", "3rd dekad", "at quarter ends"),
            tuple(rows),
        ),
        sections=("planning", "storming", "production", "reporting", "equipment"),
        choices=(Choice("measure", "Product", tuple((str(m["name"]), str(m["good"])) for m in measures),
                        str(measures[0]["name"])),),
    )  # fmt: skip


def _date(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}"

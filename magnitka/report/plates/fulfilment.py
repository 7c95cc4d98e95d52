"""Fulfilment of plans by month and year, against first and corrected plans; the five-year plan and what came of it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from magnitka.report.figure import Choice, Figure, Table
from magnitka.report.reading import Floats, Reading
from magnitka.report.wording import THIN, hundredths, percent
from magnitka.world import Kind
from magnitka.world.goods import ROLLED

BINS = np.array([0, 90, 92, 94, 96, 98, 100, 102, 104, 106, 108, 110, np.inf]) / 100
BUNCH = 6  # bin of 100 to 102 %


def fulfilment(reading: Reading) -> Figure:
    """Figure 4: enterprises by fulfilment of month, year and first plan; the five-year plan and its result."""
    producers = reading.columns["enterprises.kind"] == Kind.PRODUCER
    month_end = reading.dekad == 2
    closing = month_end & (reading.month == 12)
    kinds = (
        ("fulfilment_month", "months\u2019 plans", month_end),
        ("fulfilment_year", "years\u2019 plans as last corrected", closing),
        ("fulfilment_first", "years\u2019 plans as first confirmed", closing),
    )
    histograms, rows, bunch = [], [], []
    for name, words, when in kinds:
        values, years = reading.panel(name)[when][:, producers], reading.year[when]
        shares = {"all": _histogram(values)} | {str(y): _histogram(values[years == y]) for y in reading.years}
        histograms.append({"name": name, "words": words, "shares": shares})
        rows.append((words, *(hundredths(share) for share in shares["all"])))
        bunch.append(float(shares["all"][BUNCH]))
    return Figure(
        name="fulfilment",
        title=(
            f"{percent(bunch[1])} of yearly plans end at 100\u00a0to\u00a0102{THIN}% as last corrected, "
            f"{percent(bunch[2])} as first confirmed; {percent(bunch[0])} of monthly plans do"
        ),
        note=(
            "Share of enterprises by reported fulfilment of the plan, in bins of two points. Below: rolled steel of "
            "the Union, as the five-year plan first had it, as the year\u2019s plan was confirmed and last corrected, "
            "and as it was made."
        ),
        data={
            "edges": [100 * edge for edge in BINS[1:-1]],
            "histograms": histograms,
            "years": reading.full_years,
            "lines": _plans(reading, producers, closing),
        },
        table=Table("Enterprises by fulfilment, % of them", ("plan", *_bin_names()), tuple(rows)),
        sections=("planning", "reporting", "storming", "finance"),
        choices=(
            Choice("year", "Years", (("all", "all"), *((str(y), str(y)) for y in reading.years)), "all"),
        ),
    )


def _plans(reading: Reading, producers: NDArray[np.bool_], closing: NDArray[np.bool_]) -> dict[str, Floats]:
    """Rolled steel of the Union in each full year, Mt: the plans for it and the result. Shapes: (years,)."""
    rows = producers & (reading.columns["enterprises.product"] == reading.good(ROLLED))
    names = {
        "five-year plan": "plan_five_year",
        "as confirmed": "plan_first",
        "as last corrected": "plan_year",
    }
    lines = {words: reading.panel(name)[closing][:, rows].sum(axis=1) / 1000 for words, name in names.items()}
    made = reading.by_year(reading.panel("good_output")[:, reading.good(ROLLED)]) / 1000
    lines["made"] = made[np.isin(reading.years, reading.full_years)]
    return lines


def _histogram(values: Floats) -> Floats:
    values = values[np.isfinite(values)]
    counts = np.histogram(values, BINS)[0]
    return counts / counts.sum() if counts.sum() else np.full(len(BINS) - 1, np.nan)


def _bin_names() -> list[str]:
    inner = [f"{100 * low:.0f}\u2013{100 * high:.0f}" for low, high in pairwise(BINS[1:-1])]
    return ["under 90", *inner, "110 and more"]

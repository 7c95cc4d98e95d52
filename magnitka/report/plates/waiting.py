"""The housing lists: who waits since when, how long it takes, what is let out of turn and whom that passes over."""

from __future__ import annotations

from typing import Any

import numpy as np

from magnitka.report.figure import Figure, Table, Unrecorded, slider
from magnitka.report.reading import Floats, Reading, ratio
from magnitka.report.wording import count, hundredths, number, percent
from magnitka.world import Waiting

LISTS = {Waiting.SOVIET: "the soviet", Waiting.WORKS: "the Works", Waiting.OTHER: "other enterprises"}
ALLOTTED = {
    "housed": "to the list, in turn",
    "jumped": "to the list, before their turn",
    "off_list": "to households on no list",
}
TIMES = (("never", 0, 0), ("once", 1, 1), ("2 or 3 times", 2, 3), ("4 times or more", 4, 255))
THIRDS = ("no connections", "some", "the best")
MOST_WAIT = 100.0  # years; a list that houses nobody has no wait to speak of


def waiting(reading: Reading) -> Figure:
    """The lists at the end of each year."""
    years = reading.full_years
    if not years:
        raise Unrecorded("the end of a year")
    kind = reading.column("lists.kind")
    rows = {words: kind == code for code, words in LISTS.items() if (kind == code).any()}
    kept = np.isin(reading.years, years)

    def at_end(name: str) -> Floats:
        return reading.end_of_year(reading.panel(name))[kept]

    def in_year(name: str) -> Floats:
        return reading.by_year(reading.panel(name).sum(axis=1))[kept]

    ages = np.stack([reading.yearly("list_ages")[:, mine].sum(axis=1) for mine in rows.values()], axis=1)
    length, pace, waited = at_end("list_length"), at_end("list_pace"), at_end("list_wait")
    households = at_end("city_households").sum(axis=1)
    allotted = {words: in_year(f"list_{name}") for name, words in ALLOTTED.items()}
    total = sum(allotted.values())
    _, *otherwise = allotted.values()
    past = ratio(np.sum(otherwise, axis=0), np.asarray(total))
    newcomer = np.stack([_wait(length[:, mine], pace[:, mine]) for mine in rows.values()])
    everywhere = _wait(length, pace)
    from_lists = sum(reading.by_year(reading.panel(f"list_{name}"))[kept] for name in ("housed", "jumped"))
    served = ratio((waited * from_lists).sum(axis=1), np.sum(from_lists, axis=1))
    titles = [
        f"{count(int(length[row].sum()))} households, {percent(length[row].sum() / households[row])} of all, are on a "
        f"housing list at the end of {year}; a newcomer will wait {number(everywhere[row])} years, and "
        f"{percent(past[row])} of the dwellings allotted in the year went out of turn or to people on no list"
        for row, year in enumerate(years)
    ]
    return Figure(
        name="waiting",
        title=titles[-1],
        note=(
            "Each household stands in the column of the year in which it joined. A newcomer\u2019s wait is a "
            "list\u2019s length over what it has lately housed in a year, in turn or not; the sentence above takes all "
            "lists together. Over the columns of dwellings: the share that went to people on the "
            "list before their turn, or to people on no list. Passed over are those left in a month in which a list "
            "kept strictly by date would have reached them: only the head of a list is ever passed over, so that most "
            "of those who wait never were."
        ),
        data={
            "years": years,
            "lists": list(rows),
            "ages": ages,
            "newcomer": newcomer,
            "served": served,
            "allotted": [{"name": words, "dwellings": dwellings} for words, dwellings in allotted.items()],
            "past": past,
            "passed": _passed_over(reading),
            "titles": titles,
        },
        table=Table(
            "Housing lists by year",
            ("year", "households on lists", "wait of a newcomer, years",
             "those housed from a list had waited, years", *(f"dwellings {words}" for words in ALLOTTED.values()),
             "out of turn or to no list, % of dwellings"),
            tuple(
                (
                    str(year),
                    number(float(length[row].sum()), 3),
                    number(float(everywhere[row])),
                    number(float(served[row])),
                    *(number(float(dwellings[row]), 3) for dwellings in allotted.values()),
                    hundredths(float(past[row])),
                )
                for row, year in enumerate(years)
            ),
        ),
        sections=("housing", "construction", "population", "tables.projects"),
        choices=(slider(years),),
    )  # fmt: skip


def _wait(length: Floats, pace: Floats) -> Floats:
    """All listed over all housed in a year, NaN from MOST_WAIT on. Shapes: (years, lists) to (years,)."""
    wait = ratio(length.sum(axis=1), pace.sum(axis=1))
    return np.where(wait < MOST_WAIT, wait, np.nan)


def _passed_over(reading: Reading) -> dict[str, Any] | None:
    """Of the households on a list as the run left it: how often each third by connections was passed over."""
    columns = reading.columns
    if not {"households.list", "households.passed", "households.blat", "households.size"} <= set(columns):
        return None
    on_list = (columns["households.list"] > 0) & (columns["households.size"] > 0)
    passed, blat = columns["households.passed"][on_list], columns["households.blat"][on_list]
    if not passed.size:
        return None
    low, high = np.quantile(blat, [1 / 3, 2 / 3])
    third = (blat > low).astype(int) + (blat > high)
    shares = [
        [
            float(np.mean((passed[third == t] >= least) & (passed[third == t] <= most)))
            for _, least, most in TIMES
        ]
        for t in range(3)
        if (third == t).any()
    ]
    return {
        "groups": [words for t, words in enumerate(THIRDS) if (third == t).any()],
        "times": [words for words, *_ in TIMES],
        "shares": shares,
    }

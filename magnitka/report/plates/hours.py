"""Hours: what the adults' week went to, what the Works lost of its working time, and who lives in the town."""

from __future__ import annotations

from typing import Any

import numpy as np

from magnitka.process import DEKADS_PER_YEAR
from magnitka.report.figure import Figure, Table
from magnitka.report.reading import Floats, Reading
from magnitka.report.wording import hundredths, number, percent
from magnitka.world import Mark, Sector
from magnitka.world.cities import USES_OF_TIME
from magnitka.world.employers import LOSSES

WEEK = 7
OLDEST, STEP = 85, 5  # years: the pyramid's last class begins here; width of the others


def hours(reading: Reading) -> Figure:
    """Time of the adults, and the people at the end."""
    adults = reading.by_year(reading.panel("city_adults").sum(axis=1) * reading.days)
    uses = reading.parts("city_hours", USES_OF_TIME).sum(axis=2)
    week = np.stack([WEEK * reading.by_year(one) / adults for one in uses])
    lost = _lost_at_works(reading)
    yearly = np.stack([reading.mean_of_year(one) for one in lost])
    queue = week[USES_OF_TIME.index("queue")]
    first, last = reading.years[0], reading.years[-1]
    title = f"In {last} an adult spends {number(float(queue[-1]))} hours of the week in queues"
    if last > first:
        title += f", against {number(float(queue[0]))} in {first}"
    title += f"; the Works loses {percent(float(yearly[:, -1].sum()))} of its working time, most of it to "
    title += LOSSES[int(np.argmax(yearly[:-1, -1]))]
    return Figure(
        name="hours",
        title=title,
        note=(
            "All hours of all inhabitants of 15 and more add up to 24 a day; what is not shown is sleep, home and "
            "leisure. Hours lost at the Works are shares of the hours due in its shops, weighed by their staff."
        ),
        data={
            "years": reading.years,
            "months": reading.month_names,
            "uses": USES_OF_TIME,
            "week": week,
            "losses": LOSSES,
            "lost": np.stack([reading.by_month(one) for one in lost]),
            "ages": _pyramid(reading),
        },
        table=Table(
            "Hours of the week per adult, and hours due that the Works lost, %",
            ("year", *USES_OF_TIME, *(f"lost to {name}, %" for name in LOSSES)),
            tuple(
                (
                    str(year),
                    *(number(float(one[row]), 3) for one in week),
                    *(hundredths(float(one[row])) for one in yearly),
                )
                for row, year in enumerate(reading.years)
            ),
        ),
        sections=("workforce", "retail", "health", "demography", "population", "tables.ages"),
    )


def _lost_at_works(reading: Reading) -> Floats:
    """Share of the hours due in the Works' shops that was missed, by reason. Shape: (losses, ticks)."""
    shops = reading.column("employers.sector") == Sector.WORKS
    staff = reading.panel("employer_staff")[:, shops]
    hands = np.maximum(staff.sum(axis=1), 1.0)
    return np.stack(
        [(one[:, shops] * staff).sum(axis=1) / hands for one in reading.parts("employer_lost", LOSSES)]
    )


def _pyramid(reading: Reading) -> list[dict[str, Any]] | None:
    """Thousands of men and women by age as the run left them, youngest first."""
    columns = reading.columns
    if not {"people.persons", "people.born", "people.flags", "cities.persons"} <= set(columns):
        return None
    born, flags, persons = columns["people.born"], columns["people.flags"], columns["people.persons"]
    alive = np.arange(born.shape[1]) < persons[:, None]
    each = float(columns["cities.persons"].sum()) / max(int(persons.sum()), 1) / 1000
    age = (reading.run.record.last - born[alive].astype(np.int64)) // DEKADS_PER_YEAR
    row = np.clip(age, 0, OLDEST) // STEP
    women = (flags[alive] & Mark.FEMALE) > 0
    rows = OLDEST // STEP + 1
    by_sex = [np.bincount(row[chosen], minlength=rows) * each for chosen in (~women, women)]
    return [
        {"low": STEP * at, "men": float(by_sex[0][at]), "women": float(by_sex[1][at])} for at in range(rows)
    ]

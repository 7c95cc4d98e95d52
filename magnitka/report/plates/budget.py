"""The city's rouble from source to use; concessions won, and social lines cut when industry overruns."""

from __future__ import annotations

import numpy as np

from magnitka.report.figure import Figure, Table, slider
from magnitka.report.reading import Floats, Reading, ratio
from magnitka.report.wording import hundredths, number, percent
from magnitka.world.cities import REVENUES, SPENDINGS, Spending

CITY = "the city\u2019s budget"
KEPT, DRAWN = "kept for later", "drawn from the account"
TAKEN_BACK = SPENDINGS[Spending.TAKEN_BACK]  # the one spending that is for nothing
MRUB = 1e-8  # Mrub in a kopeck


def budget(reading: Reading) -> Figure:
    """The city's budget of each year as a flow, in Mrub."""
    income, outgo = (
        {name: reading.by_year(one.sum(axis=1)) * MRUB for name, one in
         zip(names, reading.parts(f"city_{column}", names), strict=True)}
        for column, names in (("revenue", REVENUES), ("spending", SPENDINGS))
    )  # fmt: skip
    received, spent = np.sum(list(income.values()), axis=0), np.sum(list(outgo.values()), axis=0)
    left = received - spent
    noise, won = reading.panel("noise"), reading.panel("concession")
    loud = ratio(
        reading.mean_of_year(noise[:, reading.works]), reading.mean_of_year(np.nansum(noise, axis=1))
    )
    granted = ratio(reading.by_year(won[:, reading.works]), reading.by_year(won.sum(axis=1)))
    planned, funded = (
        reading.by_year(reading.panel(f"city_{name}").sum(axis=1)) for name in ("social_plan", "social_funds")
    )
    flows, titles = [], []
    for row, year in enumerate(reading.years):
        links = [
            *((name, CITY, float(amount[row])) for name, amount in income.items()),
            (DRAWN, CITY, -float(left[row])),
            *((CITY, name, float(amount[row])) for name, amount in outgo.items()),
            (CITY, KEPT, float(left[row])),
        ]
        flows.append([link for link in links if link[2] > 0])
        titles.append(
            _title(year, income, float(received[row]), row, float(planned[row]), float(funded[row]))
        )
    return Figure(
        name="budget",
        title=titles[-1],
        note=(
            "Band widths are millions of roubles in the year. Below: what the city wrung from the ministry; its share "
            "in what all towns of the ministry won, and in the noise they made; and the money for dwellings, bridge, "
            "hotel and hospital in the budgets of its industry, as planned and as left once industrial building had "
            "taken what it needed."
        ),
        data={
            "unit": "Mrub",
            "years": reading.years,
            "flows": flows,
            "titles": titles,
            "lines": [
                {"heading": "Concessions won in the year", "unit": "Mrub",
                 "parts": [{"name": "concessions", "values": income["concessions"]}]},
                {"heading": "This town’s part among the ministry’s towns", "unit": "%",
                 "parts": [{"name": "of the concessions", "values": 100 * granted},
                           {"name": "of the noise", "values": 100 * loud}]},
                {"heading": "Social lines in the budgets of industry", "unit": "Mrub",
                 "parts": [{"name": "left after industry", "values": funded}, {"name": "planned", "values": planned}]},
            ],
        },
        table=Table(
            "The city\u2019s budget by year, Mrub",
            ("year", *REVENUES, *(name if name == TAKEN_BACK else f"for {name}" for name in SPENDINGS),
             "share of all towns\u2019 noise, %", "of all concessions, %",
             "social lines planned", "left of them"),
            tuple(
                (
                    str(year),
                    *(number(float(amount[row])) for amount in (*income.values(), *outgo.values())),
                    hundredths(float(loud[row])),
                    hundredths(float(granted[row])),
                    number(float(planned[row])),
                    number(float(funded[row])),
                )
                for row, year in enumerate(reading.years)
            ),
        ),
        sections=("city_budget", "construction", "finance", "wages", "cooperatives"),
        choices=(slider(reading.years),),
    )  # fmt: skip


def _title(
    year: int, income: dict[str, Floats], received: float, row: int, planned: float, funded: float
) -> str:
    largest = max(income, key=lambda name: float(income[name][row]))
    if received <= 0:
        return f"In {year} the city received nothing"
    said = (
        f"Of the {number(received, 3)} Mrub that the city received in {year}, "
        f"{percent(float(income[largest][row]) / received)} were {largest}"
    )
    if largest != "concessions":
        said += f" and {percent(float(income['concessions'][row]) / received)} concessions"
    if planned > 0:
        said += f"; industry left {percent(funded / planned)} of what its budgets had for social lines"
    return said

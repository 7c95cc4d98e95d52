"""What the Works makes and with what: the flow of steel through a year, the age of equipment, labour against Gary."""

from __future__ import annotations

import numpy as np

from magnitka.report.figure import Choice, Figure, Table, Unrecorded
from magnitka.report.reading import Floats, Reading
from magnitka.report.wording import number, percent
from magnitka.world.goods import COKE, CRUDE, ORE, PIG, ROLLED, SCRAP, SINTER

OLD = 30  # years: the age that the director's complaint of 1989 names
LABOUR_PARTS = (
    ("labour_gap_repair", "repair"),
    ("labour_gap_in_house", "making parts in house"),
    ("labour_gap_storm_reserve", "hands kept for the rush"),
    ("labour_gap_scope", "wider scope"),
    ("labour_gap_technology", "older technology"),
)


def _made(reading: Reading, name: str, good: str) -> Floats:
    """A shop panel summed over the Works' shops that make the good. Shape: (ticks,)."""
    shops = reading.shops
    return np.asarray(reading.panel(name)[:, shops.works & (shops.product == reading.good(good))].sum(axis=1))


def flow(reading: Reading) -> Figure:
    """Figure 2: one year's steel as a flow, in Mt."""
    used = reading.by_year(reading.panel("works_used")) / 1000
    shops = reading.shops

    def yearly(name: str, good: str) -> Floats:
        return reading.by_year(_made(reading, name, good)) / 1000

    def input_of(good: str) -> Floats:
        return np.asarray(used[:, reading.good(good)])

    rolling = shops.works & (shops.product == reading.good(ROLLED))
    passed = (reading.panel("output") - reading.panel("rejects"))[:, rolling]
    on_grade = reading.by_year(np.nansum(passed * reading.panel("grade")[:, rolling], axis=1)) / 1000
    iron, crude, rolled = yearly("output", PIG), yearly("output", CRUDE), yearly("output", ROLLED)
    bad_crude, bad_rolled = yearly("rejects", CRUDE), yearly("rejects", ROLLED)
    own = yearly("recycled", CRUDE)
    off_grade = rolled - bad_rolled - on_grade
    crops = rolled * reading.columns["goods.scrap_return"][reading.good(ROLLED)]
    bought = np.maximum(0, input_of(SCRAP) - own - crops)
    burden = input_of(SINTER) + input_of(ORE)

    years = []
    for row, year in enumerate(reading.years):
        steel_in = iron[row] + own[row] + crops[row] + bought[row]
        links = [
            ("ore and sinter", "pig iron", burden[row]), ("coke", "pig iron", input_of(COKE)[row]),
            ("pig iron", "crude steel", iron[row]), ("bought scrap", "crude steel", bought[row]),
            ("crop ends", "crude steel", crops[row]), ("own rejects, melted again", "crude steel", own[row]),
            ("crude steel", "rolled steel", rolled[row]), ("crude steel", "rejected in the hearths", bad_crude[row]),
            ("crude steel", "crop ends, returned", crops[row]), ("crude steel", "slag, scale and loss", steel_in - rolled[row] - bad_crude[row] - crops[row]),
            ("rolled steel", "on grade", on_grade[row]), ("rolled steel", "off grade, shipped", off_grade[row]),
            ("rolled steel", "rejected in the mills", bad_rolled[row]),
        ]  # fmt: skip
        years.append({"year": year, "links": [(a, b, max(0.0, float(t))) for a, b, t in links],
                      "made": {PIG: iron[row], CRUDE: crude[row], ROLLED: rolled[row]},
                      "title": _flow_title(year, crude[row], own[row], on_grade[row])})  # fmt: skip
    last = years[-1]
    rows = tuple(
        (str(year), *(number(series[row], 3) for series in (iron, crude, own, rolled, on_grade, off_grade)))
        for row, year in enumerate(reading.years)
    )
    return Figure(
        name="flow",
        title=str(last["title"]),
        note=(
            "Band widths are millions of tonnes in the year. Rejected metal and crop ends go back to the hearths, where "
            "they are poured, and counted, once more; off-grade steel is shipped, since customers may not refuse it."
        ),
        data={"years": years, "unit": "Mt"},
        table=Table("Steel of the Works by year, Mt",
                    ("year", "pig iron", "crude steel", "of it own rejects", "rolled steel", "on grade", "off grade"), rows),
        sections=("production", "quality", "equipment", "ordering"),
        choices=(Choice("year", "Year", tuple((str(y), str(y)) for y in reading.years), str(last["year"]), slides=True),),
    )  # fmt: skip


def _flow_title(year: int, crude: float, own: float, on_grade: float) -> str:
    return (
        f"Of {number(crude)} Mt poured in {year}, {number(own)} Mt was the Works\u2019 own rejected steel melted again; "
        f"{number(on_grade)} Mt left the mills on grade"
    )


def ages(reading: Reading) -> Figure:
    """Figure 5: the Works' equipment by age, valued at what its replacement takes."""
    vintages, years = reading.yearly("shop_vintages"), reading.full_years
    if not years:
        raise Unrecorded("the end of a year")
    shops = reading.shops
    value = reading.columns["goods.machines"][shops.product] * 365  # Mrub per unit a day
    worth = (vintages[:, shops.works] * value[shops.works][:, None]).sum(axis=1)
    share = worth / worth.sum(axis=1, keepdims=True)
    old = share[:, OLD + 1 :].sum(axis=1)
    claim = next((c for c in reading.judged if c["id"] == "L021" and c["band"]), None)
    decades = [f"{low}\u2013{low + 9}" for low in range(0, share.shape[1] - 10, 10)]
    decades.append(f"{share.shape[1] - 10} and more")
    by_decade = share.reshape(len(years), -1, 10).sum(axis=2)
    change = "from" if abs(old[-1] - old[0]) >= 0.005 else "still"
    title = f"{percent(old[-1])} of the equipment is over {OLD} years old in {years[-1]}, {change} {percent(old[0])} in {years[0]}"
    return Figure(
        name="ages",
        title=title,
        note=(
            "Share of the Works\u2019 equipment by its age in years at the end of the year, each piece weighed by what its "
            "replacement would take in machines. The outline is the first year."
        ),
        data={"years": years, "share": share, "old": old, "limit": OLD, "claim": claim and claim["band"]},
        table=Table("Share of equipment by age, %", ("year", *decades, f"over {OLD}"),
                    tuple((str(year), *(number(100 * s, 2) for s in by_decade[row]), number(100 * old[row], 2))
                          for row, year in enumerate(years))),
        sections=("equipment", "quality", "production"),
        choices=(Choice("year", "Year", tuple((str(y), str(y)) for y in years), str(years[-1]), slides=True),),
    )  # fmt: skip


def labour(reading: Reading) -> Figure:
    """Figure 7: workers for the same tonnage, from Gary to the Works, part by part."""
    parts = [
        (words, float(reading.series(name).mean())) for name, words in LABOUR_PARTS if name in reading.frame
    ]
    if not parts:
        raise Unrecorded("the parts of the labour gap")
    works, gary = (
        float(reading.series(name).mean()) for name in ("tonnes_per_worker", "tonnes_per_worker_gary")
    )
    tonnes = float(reading.series("crude_steel_works").sum() * 1000 / len(reading.years))
    start, end = tonnes / gary, tonnes / works
    rest = end - start - sum(persons for _, persons in parts)
    largest = max(parts, key=lambda part: part[1])
    steps = [*parts, ("not explained", rest)]
    return Figure(
        name="labour",
        title=(
            f"{number(gary / works)} times Gary\u2019s hands for a tonne of steel; {largest[0]} takes "
            f"{percent(largest[1] / (end - start))} of the difference"
        ),
        note=(
            "Workers needed for one year\u2019s crude steel of the Works: at the rate of the large integrated mill at Gary, "
            "then what each part of the difference adds, to the Works as it is. Means over the run."
        ),
        data={"start": ["at Gary\u2019s rate", start], "steps": steps, "end": ["the Works", end], "unit": "workers"},
        table=Table("Workers for one year\u2019s crude steel", ("part", "workers", "share of the gap, %"),
                    (("at Gary\u2019s rate", number(start, 3), ""),
                     *((words, number(persons, 3), number(100 * persons / (end - start))) for words, persons in steps),
                     ("the Works", number(end, 3), ""))),
        sections=("equipment", "production", "labour", "storming"),
    )  # fmt: skip

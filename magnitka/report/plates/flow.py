"""A year of steel: what went into furnaces and hearths, what came out of the mills, and what went round again."""

from __future__ import annotations

import numpy as np

from magnitka.report.figure import Figure, Table, slider
from magnitka.report.reading import Floats, Reading
from magnitka.report.wording import number
from magnitka.world.goods import COKE, CRUDE, ORE, PIG, ROLLED, SCRAP, SINTER

OWN_REJECTS = "own rejects, melted again"


def flow(reading: Reading) -> Figure:
    """Figure 2: one year's steel as a flow, in Mt."""
    iron, crude, rolled = (_made_of(reading, good) for good in (PIG, CRUDE, ROLLED))
    charge = _charge(reading, crude, rolled)
    years, rows = [], []
    for row, year in enumerate(reading.years):
        into_iron, into_steel = (
            {name: float(tonnes[row]) for name, tonnes in part.items()} for part in charge
        )
        smelted, poured, milled = (
            {name: float(tonnes[row]) for name, tonnes in metal.items()} for metal in (iron, crude, rolled)
        )
        lost = sum(into_steel.values()) - milled["made"] - poured["rejected"] - milled["crops"]
        links = [
            *((name, PIG, tonnes) for name, tonnes in into_iron.items()),
            *((name, CRUDE, tonnes) for name, tonnes in into_steel.items()),
            (PIG, "rejected in the furnaces", smelted["rejected"]),
            (CRUDE, ROLLED, milled["made"]),
            (CRUDE, "rejected in the hearths", poured["rejected"]),
            (CRUDE, "crop ends, returned", milled["crops"]),
            (CRUDE, "slag, scale and loss", lost),
            ("drawn from stock", CRUDE, -lost),
            (ROLLED, "on grade", milled["on grade"]),
            (ROLLED, "off grade, shipped", milled["off grade"]),
            (ROLLED, "rejected in the mills", milled["rejected"]),
        ]
        made = {PIG: into_steel[PIG], CRUDE: poured["made"], ROLLED: milled["made"]}
        own, on_grade = into_steel[OWN_REJECTS], milled["on grade"]
        title = (
            f"Of {number(poured['made'])}\u00a0Mt poured in {year}, {number(own)}\u00a0Mt was the Works\u2019 own "
            f"rejected iron and steel melted again; {number(on_grade)}\u00a0Mt left the mills on grade"
        )
        flows = [(start, end, tonnes) for start, end, tonnes in links if tonnes > 0]
        years.append({"year": year, "links": flows, "made": made, "title": title})
        rejected = (metal["rejected"] for metal in (smelted, poured, milled))
        shown = (*made.values(), *rejected, own, on_grade, milled["off grade"])
        rows.append((str(year), *(number(tonnes, 3) for tonnes in shown)))
    return Figure(
        name="flow",
        title=str(years[-1]["title"]),
        note=(
            "Band widths are millions of tonnes in the year. Rejected iron, rejected steel and crop ends go back to "
            "the hearths, where they are poured, and counted, once more: own rejects are all three kinds of reject. "
            "Off-grade steel is shipped: customers may not refuse it."
        ),
        data={"years": years, "unit": "Mt"},
        table=Table(
            "Steel of the Works by year, Mt",
            ("year", PIG, CRUDE, ROLLED, "iron rejected", "crude steel rejected", "rolled steel rejected",
             OWN_REJECTS, "on grade", "off grade, shipped"),
            tuple(rows),
        ),
        sections=("production", "quality", "equipment", "foundation", "tables.technology", "tables.works"),
        choices=(slider(reading.years),),
    )  # fmt: skip


def _made_of(reading: Reading, good: str) -> dict[str, Floats]:
    """What the Works' makers of a metal made of it in each year, in Mt. Shapes: (years,)."""
    rows = reading.shops.works & (reading.shops.product == reading.good(good))

    def yearly(tonnes: Floats) -> Floats:
        return reading.by_year(np.nansum(tonnes, axis=1)) / 1000

    output, rejects = reading.panel("output")[:, rows], reading.panel("rejects")[:, rows]
    passed = output - rejects
    on_grade = yearly(passed * reading.panel("grade")[:, rows])
    made, returned = yearly(output), reading.columns["goods.scrap_return"][reading.good(good)]
    return {
        "made": made,
        "rejected": yearly(rejects),
        "recycled": yearly(reading.panel("recycled")[:, rows]),
        "on grade": on_grade,
        "off grade": yearly(passed) - on_grade,
        "crops": made * returned,
    }


def _charge(
    reading: Reading, crude: dict[str, Floats], rolled: dict[str, Floats]
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """What was charged into blast furnaces and into hearths in each year, in Mt. Shapes: (years,).

    Ore and coke that went into the Works' sinter come back as sinter and are left out.
    """
    used = reading.by_year(reading.panel("works_used")) / 1000
    sinter = reading.by_year(reading.series("sinter_works")) / 1000
    per_sinter = reading.columns["goods.inputs"][reading.good(SINTER)]

    def charged(good: str) -> Floats:
        row = reading.good(good)
        return np.maximum(0.0, used[:, row] - sinter * per_sinter[row])

    bought = np.maximum(0.0, charged(SCRAP) - crude["recycled"] - rolled["crops"])
    iron = {"ore and sinter": charged(ORE) + charged(SINTER), COKE: charged(COKE)}
    steel = {
        PIG: charged(PIG),
        "bought scrap": bought,
        "crop ends": rolled["crops"],
        OWN_REJECTS: crude["recycled"],
    }
    return iron, steel

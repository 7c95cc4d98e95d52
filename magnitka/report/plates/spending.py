"""Where each rouble and each kilo of meat went: by channel, with the queues, the premium and the money left over."""

from __future__ import annotations

import numpy as np

from magnitka.report.figure import Choice, Figure, Table
from magnitka.report.reading import Floats, Reading
from magnitka.report.wording import hundredths, number, percent
from magnitka.world import Channel
from magnitka.world.cities import CHANNELS

BY_WEIGHT = ("meat", "food", "soap and sugar")  # told in kilograms; everything else in roubles
FIRST_SHOWN = "meat"
HANDED_OUT = (Channel.WORKPLACE, Channel.COUPON)
MONTHS, YEAR, WEEK = 12, 365.25, 7  # months and days in a year, days in a week


def spending(reading: Reading) -> Figure:
    """The household's rouble and the goods, channel by channel."""
    paid = reading.parts("counter_paid", CHANNELS).sum(axis=2)
    money = np.stack([reading.by_year(one) for one in paid])
    money = _shares(money)
    sold = np.stack([reading.by_year(one) for one in reading.parts("counter_sold", CHANNELS)])
    persons = reading.mean_of_year(reading.panel("city_persons").sum(axis=1))
    scale = YEAR / reading.length_of_years / persons
    names = np.array([reading.goods[row] for row in reading.column("counters.good")])
    kilo = reading.column("counters.kilo")
    origin = reading.run.scenario.burn_in // MONTHS
    premium = reading.by_month(reading.panel("counter_black_price"))
    adults = reading.panel("city_adults").sum(axis=1)
    queued = reading.panel("city_hours_queue").sum(axis=1)
    wares, rows = [], []
    for name in sorted(dict.fromkeys(names), key=lambda name: name != FIRST_SHOWN):
        mine = names == name
        by_weight = name in BY_WEIGHT
        reached = (sold[:, :, mine] / (kilo[mine] if by_weight else 1.0)).sum(axis=2) * scale
        asked = premium[:, mine].mean(axis=1)
        unit = "kg a head and year" if by_weight else f"roubles a head and year at prices of {origin}"
        wares.append({
            "name": str(name),
            "unit": unit,
            "reached": reached,
            "premium": asked,
            "title": _title(str(name), reading.years, reached, float(asked[-MONTHS:].mean())),
        })  # fmt: skip
        rows.append((f"{name}, {unit.split(' a head')[0]}, {reading.years[-1]}",
                     *(number(float(one[-1])) for one in reached)))  # fmt: skip
    return Figure(
        name="spending",
        title=wares[0]["title"],
        note=(
            "Goods and what was paid for them, by the way they reached households. What is grown in one\u2019s own "
            "garden is not paid for. Quantities are counted at state prices of the founding year. Below: what "
            "scarcity costs in hours and premium, how much is handed out by rank, and what households hold "
            "because there was too little to buy. The choice of goods changes their own picture, the premium and the "
            "sentence above; all else is of all goods together."
        ),
        data={
            "years": reading.years,
            "months": reading.month_names,
            "channels": CHANNELS,
            "money": money,
            "wares": wares,
            "queues": reading.by_month(WEEK * queued / adults / reading.days),
            "listed": reading.by_month(reading.series("town_handed_out")),
            "overhang": MONTHS * reading.by_month(reading.series("town_overhang")),
        },
        table=Table(
            "By channel",
            ("", *CHANNELS),
            (
                *(
                    (f"money paid, {year}, %", *(hundredths(float(share)) for share in money[:, row]))
                    for row, year in enumerate(reading.years)
                ),
                *rows,
            ),
        ),
        sections=("retail", "cooperatives", "wages", "population", "tables.wares"),
        choices=(Choice("ware", "Goods", tuple((one["name"], one["name"]) for one in wares), wares[0]["name"]),),
    )  # fmt: skip


def _shares(amounts: Floats) -> Floats:
    """Shares of the channels in each year. Shape: (channels, years)."""
    total = amounts.sum(axis=0)
    return np.divide(amounts, total, out=np.zeros_like(amounts), where=total > 0)


def _title(ware: str, years: list[int], reached: Floats, premium: float) -> str:
    shares = _shares(reached)
    handed = shares[list(HANDED_OUT)].sum(axis=0)
    counter = shares[Channel.OPEN]
    said = (
        f"In {years[-1]}, {percent(float(counter[-1]))} of the {ware} was sold openly and {percent(float(handed[-1]))} "
        "handed out by list or coupon"
    )
    if len(years) > 1:
        said += f"; in {years[0]} it was {percent(float(counter[0]))} and {percent(float(handed[0]))}"
    return f"{said}. The black market asks {number(premium)} times the state price"

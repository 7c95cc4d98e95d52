"""The map of the town: air, soil, illness, water and queues by district, with the Works, its chimneys and the wind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.report.figure import Choice, Figure, Table, Unrecorded, slider
from magnitka.report.reading import Floats, Reading, ratio
from magnitka.report.wording import DASH, count, number, percent, tenths
from magnitka.tables_csv import CsvTable
from magnitka.world import Bank

DISTRICT = "district"  # sort of an outline in the table of outlines
HOME = 0  # the city of the map is the first
POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
AIR = "\u00b5g/m\u00b3"


@dataclass(frozen=True)
class Layer:
    """Something seen on the map: by year and district, and for the left and the right bank."""

    name: str
    words: str  # heads the scale of colours
    above: str  # heads the curves of both banks
    unit: str
    values: Floats  # shape (years, districts)
    banks: Floats  # shape (2, years)
    title: Callable[[int, float, float], str]  # of the year and the values on the left and the right bank
    cold: bool = False  # drawn in steel, not in heat
    things: bool = False  # counts of things, of which a hundredth tells nothing


def town(reading: Reading) -> Figure:
    """The map: one layer and one year at a time."""
    here = reading.column("districts.city") == HOME
    layers = _layers(reading, here)
    names = np.array(reading.labels("district"))[here]
    first, last = reading.years[0], reading.years[-1]
    data = {
        "years": reading.years,
        **_ground(reading, here),
        "layers": [
            {
                "name": layer.name,
                "words": layer.words,
                "above": layer.above,
                "unit": layer.unit,
                "cold": layer.cold,
                "things": layer.things,
                "values": layer.values,
                "banks": layer.banks,
                "titles": [
                    layer.title(year, float(layer.banks[0, row]), float(layer.banks[1, row]))
                    for row, year in enumerate(reading.years)
                ],
            }
            for layer in layers
        ],
    }
    bank = reading.column("districts.bank")[here]
    return Figure(
        name="town",
        title=str(data["layers"][0]["titles"][-1]),
        note=(
            "Districts, reservoir and the Works in kilometres from the blast furnaces: outlines drawn from stated "
            "lengths, areas and banks, not surveyed; thin lines part a quarter\u2019s superblocks. Colour is the "
            "mean of the year, of the soil its state at the year\u2019s end. The curves follow both banks."
        ),
        data=data,
        table=Table(
            f"Districts in {last}" + (f"; in brackets {first}" if last > first else ""),
            ("district", "bank", *(f"{layer.words}, {layer.unit}" for layer in layers)),
            tuple(
                (
                    str(name),
                    Bank(bank[row]).name.lower(),
                    *(_cell(layer, row, last > first) for layer in layers),
                )
                for row, name in enumerate(names)
            ),
        ),
        sections=("pollution", "health", "water", "retail", "tables.districts", "tables.stacks",
                  "tables.winds", "tables.outlines"),
        choices=(
            Choice("layer", "What", tuple((layer.name, layer.words) for layer in layers), layers[0].name),
            slider(reading.years),
        ),
    )  # fmt: skip


def _cell(layer: Layer, row: int, both: bool) -> str:
    first, last = float(layer.values[0, row]), float(layer.values[-1, row])
    if not np.isfinite(last):
        return DASH
    told = tenths if layer.things or layer.unit == "%" else number
    return f"{told(last)} ({told(first)})" if both else told(last)


def _ground(reading: Reading, here: NDArray[np.bool_]) -> dict[str, Any]:
    """What does not change: outlines, chimneys and the wind."""
    outlines: dict[tuple[str, str], list[tuple[float, float]]] = {}
    table, winds = (_table(reading, name) for name in ("outlines", "winds"))
    for feature, sort, east, north in zip(
        table.texts("feature"),
        table.texts("sort"),
        table.numbers("east"),
        table.numbers("north"),
        strict=True,
    ):
        outlines.setdefault((sort, feature), []).append((float(east), float(north)))
    wind = dict(zip(winds.texts("wind"), winds.numbers("share"), strict=True))
    turn = 360 / len(POINTS)
    shapes = [(sort, feature, outline) for (sort, feature), outline in outlines.items() if sort != DISTRICT]
    in_city = reading.column("stacks.city") == HOME
    return {
        "districts": [
            {"name": name, "bank": int(bank), "superblocks": float(blocks), "east": float(east),
             "north": float(north), "outline": outlines.get((DISTRICT, name), [])}
            for name, bank, blocks, east, north, mine in zip(
                reading.labels("district"), reading.column("districts.bank"),
                reading.column("districts.superblocks"), reading.column("districts.east"),
                reading.column("districts.north"), here, strict=True,
            )
            if mine
        ],
        "shapes": [{"name": feature, "kind": sort, "outline": outline} for sort, feature, outline in shapes],
        "stacks": [
            {"name": name, "east": float(east), "north": float(north)}
            for name, east, north, mine in zip(
                reading.labels("stack"), reading.column("stacks.east"), reading.column("stacks.north"), in_city,
                strict=True,
            )
            if mine
        ],
        "wind": [
            {"toward": (turn * row + 180) % 360, "share": float(wind[point])}
            for row, point in enumerate(POINTS)
            if point in wind
        ],
    }  # fmt: skip


def _table(reading: Reading, name: str) -> CsvTable:
    tables = reading.run.scenario.tables
    if name not in tables:
        raise Unrecorded(f"the table {name}")
    return tables[name]


def _layers(reading: Reading, here: NDArray[np.bool_]) -> list[Layer]:
    bank = reading.column("districts.bank")[here]
    sides = [bank == side for side in (Bank.LEFT, Bank.RIGHT)]
    peopled = bank != Bank.OUTSIDE

    def panel(name: str) -> Floats:
        return reading.panel(f"district_{name}")[:, here]

    persons, adults, children = (reading.mean_of_year(panel(n)) for n in ("persons", "adults", "children"))

    def breathed(values: Floats) -> Floats:
        return np.stack(
            [ratio((values * persons)[:, s].sum(axis=1), persons[:, s].sum(axis=1)) for s in sides]
        )

    def of(part: Floats, whole: Floats) -> tuple[Floats, Floats]:
        by_bank = [ratio(part[:, s].sum(axis=1), whole[:, s].sum(axis=1)) for s in sides]
        return np.where(peopled, ratio(part, whole), np.nan), np.stack(by_bank)

    dust, sulphur = (reading.mean_of_year(panel(f"air_{n}")) for n in ("dust", "sulphur_dioxide"))
    lead = reading.end_of_year(panel("soil"))
    cut = reading.mean_of_year(panel("cut"))
    queue = 7 * reading.by_year(panel("queue")) / reading.length_of_years[:, None]
    ill = [(name, *of(100 * reading.mean_of_year(panel(f"ill_{name}")), whole))
           for name, whole in (("adults", adults), ("children", children))]  # fmt: skip
    waiting, waited = of(queue, adults)
    people = "Mean of the people of each bank"
    return [
        Layer("dust", "Dust in the air", people, AIR, dust, breathed(dust), _air("dust")),
        Layer("sulphur", "Sulphur dioxide", people, AIR, sulphur, breathed(sulphur), _air("sulphur dioxide")),
        Layer("lead", "Lead in the soil", people, "mg/kg", lead, breathed(lead), _soil),
        *(
            Layer(f"ill_{who}", f"{who.capitalize()} ill of the airways", f"Of the {who} of each bank", "%",
                  values, banks, _illness(who))
            for who, values, banks in ill
        ),
        Layer("cut", "Superblocks without water", "Superblocks cut off, by bank", "superblocks",
              np.where(peopled, cut, np.nan), np.stack([cut[:, s].sum(axis=1) for s in sides]), _water, cold=True,
              things=True),
        Layer("queue", "Hours in queues", "Per adult of each bank", "h a week", waiting, waited, _queues, cold=True),
    ]  # fmt: skip


def _air(pollutant: str) -> Callable[[int, float, float], str]:
    def title(year: int, left: float, right: float) -> str:
        return (
            f"In {year} the left bank, beside the Works, breathes {number(left)} {AIR} of {pollutant}, "
            f"{_times(left, right)} the right"
        )

    return title


def _times(left: float, right: float) -> str:
    """`2.1 times as much as`, or `less than`, for a sentence on the left bank against the right."""
    if not (np.isfinite(left) and right > 0):
        return "beside"
    times = left / right
    if times >= 1.05:
        return f"{number(times)} times as much as"
    return "as much as" if times > 0.95 else "less than"


def _soil(year: int, left: float, right: float) -> str:
    return (
        f"By the end of {year} the soil holds {number(left)} mg of lead a kilogram on the left bank, "
        f"{number(right)} on the right"
    )


def _illness(who: str) -> Callable[[int, float, float], str]:
    return lambda year, left, right: (
        f"In {year}, {percent(left / 100)} of the {who} of the left bank are ill of the airways, "
        f"{percent(right / 100)} of those of the right"
    )


def _water(year: int, left: float, right: float) -> str:
    if left + right < 0.5:
        return f"At the weekends of {year} every superblock has water"
    dry = count(round(left + right), "superblock is", "superblocks are")
    return f"At the weekends of {year}, {dry} without water, {percent(left / (left + right))} of them on the left bank"


def _queues(year: int, left: float, right: float) -> str:
    return (
        f"In {year} an adult of the left bank spends {number(left)} hours a week in queues, one of the right "
        f"{number(right)}"
    )

"""The town of the invented run: every panel, series, column and table that the town's plates read."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from magnitka.world import Bank, Mark, Purpose, Sector, Tenure, Waiting
from magnitka.world.cities import (
    CHANNELS,
    POLLUTANTS,
    REVENUES,
    SPECIALTIES,
    SPENDINGS,
    USES_OF_TIME,
    WAIT_YEARS,
)
from magnitka.world.employers import LOSSES

WARES = {"food": 0.5, "meat": 1.9, "clothing": 1.0}  # and roubles a kilogram
DISTRICTS = (
    ("Berezki", Bank.LEFT, 3.3, 3.2), ("Sotsgorod", Bank.LEFT, 3.3, -1.0), ("Victory Square", Bank.LEFT, 3.2, -3.0),
    ("Leninskii quarters", Bank.RIGHT, -5.9, 3.0), ("Metallurg Avenue", Bank.RIGHT, -5.7, -0.8),
    ("Karl Marx Avenue", Bank.RIGHT, -5.6, -2.8), ("southern superblocks", Bank.RIGHT, -6.1, -6.0),
    ("near gardens", Bank.OUTSIDE, 7.2, -6.2), ("20 km east", Bank.OUTSIDE, 20.0, 3.0),
)  # fmt: skip
STACKS = (("sinter plant", -0.2, 4.0), ("coke batteries", 0.3, 2.0), ("open hearths", 0.2, -2.5))
SHAPES = {
    ("the Works", "works"): [(-1.1, 9), (1.5, 9), (2, 0), (1.8, -8), (-1.2, -8)],
    ("Zavodskoi reservoir", "water"): [(-3, 9), (-2, 8), (-1.6, 0), (-2, -5.6), (-3, -5.8), (-4, 0), (-4.3, 5)],
    ("central crossing", "bridge"): [(-4.6, -0.1), (-1.3, -0.4)],
}  # fmt: skip
POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
PROJECTS = (
    ("cold mill", Purpose.INDUSTRY, 300.0), ("bridge", Purpose.SOCIAL, 40.0), ("hotel", Purpose.SOCIAL, 20.0),
    ("housing of the Works", Purpose.HOUSING, 900.0),
)  # fmt: skip
PERSONS, HOUSEHOLDS = 430_000, 130_000
NORM = (1580, 109, 137, 364)
SHOP_HANDS = 500


class Town(NamedTuple):
    """What the invented run adds for its town."""

    series: dict[str, NDArray[Any]]
    panels: dict[str, tuple[str, NDArray[Any]]]  # axis and values
    yearly: dict[str, NDArray[Any]]
    labels: dict[str, list[str]]
    state: dict[str, NDArray[Any]]
    tables: dict[str, Any]


def slug(label: str) -> str:
    return label.lower().replace(" ", "_")


class Cells:
    """A table of a scenario, as far as the page reads it."""

    def __init__(self, **columns: list[Any]) -> None:
        self._columns = columns

    def texts(self, column: str) -> tuple[str, ...]:
        return tuple(self._columns[column])

    def numbers(self, column: str) -> NDArray[np.float64]:
        return np.array(self._columns[column], float)

    def quantities(self) -> list[Any]:
        return []


def invent_town(
    goods: list[str], enterprises: int, ticks: int, year: NDArray[Any], month: NDArray[Any], first: int
) -> Town:
    """Worsening from year to year, so that titles have something to say."""
    rng = np.random.default_rng(11)
    late = (np.arange(ticks) / 252)[:, None]  # 0 in 1985, 1 at the end of 1991
    winter = np.cos((month - 1) * np.pi / 6)[:, None]
    panels: dict[str, tuple[str, NDArray[Any]]] = {}

    def add(axis: str, column: str, values: NDArray[Any]) -> None:
        panels[f"{axis}_{column}"] = (axis, values)

    left = np.array([bank == Bank.LEFT for _, bank, *_ in DISTRICTS])
    lived = np.array([bank != Bank.OUTSIDE for _, bank, *_ in DISTRICTS])
    nearness = 1 / (1 + np.array([np.hypot(east, north) for *_, east, north in DISTRICTS]) / 6)
    persons = np.where(lived, PERSONS / lived.sum(), 0.0) * np.ones((ticks, 1))
    add("district", "persons", persons)
    add("district", "households", persons / 3.3)
    for name, share, ill in (("adults", 0.76, 0.3), ("children", 0.24, 0.6)):
        add("district", name, share * persons)
        add("district", f"ill_{name}", share * persons * (ill + 0.12 * left + 0.05 * winter))
    add("district", "chronic", persons * (0.1 + 0.06 * left + 0.02 * late))
    for pollutant, level in zip(POLLUTANTS, (600, 110, 4000, 12, 1), strict=True):
        add(
            "district",
            f"air_{slug(pollutant)}",
            level * nearness * (1 + 0.2 * winter) * rng.normal(1, 0.03, (ticks, 1)),
        )
    add("district", "soil", 200 * nearness * (1 + 0.1 * late))
    add("district", "cut", np.where(lived, 4.0, 0.0) * (0.3 + late))
    add("district", "queue", 0.76 * persons * 10 * (0.2 + 0.5 * late))

    def of_city(column: str, values: NDArray[Any] | float) -> None:
        add("city", column, np.broadcast_to(np.asarray(values, float).reshape(-1, 1), (ticks, 1)))

    of_city("persons", PERSONS)
    of_city("households", HOUSEHOLDS)
    of_city("adults", 0.76 * PERSONS)
    of_city("births", PERSONS * 0.015 / 36)
    of_city("deaths", PERSONS * 0.011 / 36)
    of_city("doctors_left", 1.0 + late[:, 0])
    for use, day in zip(USES_OF_TIME, (4.6, 0.4, 0.6, 0.3, 18.1), strict=True):
        of_city(f"hours_{use}", 0.76 * PERSONS * day * 10 * (1 + (late[:, 0] if use == "queue" else 0)))
    for specialty, posts in zip(SPECIALTIES, NORM, strict=True):
        of_city(f"doctors_{specialty}", 0.6 * posts * (1 - 0.1 * late[:, 0]))
    for names, column, amounts in (
        (REVENUES, "revenue", (30, 25, 28, 4, 3, 10)),
        (SPENDINGS, "spending", (34, 26, 20, 12, 2, 1)),
    ):
        for name, amount in zip(names, amounts, strict=True):
            of_city(f"{column}_{slug(name)}", amount * 1e8 / 36)
    of_city("social_plan", 2.0)
    of_city("social_funds", 1.6 - 0.6 * late[:, 0])
    for tenure, dwellings in ((Tenure.PLANT, 40), (Tenure.CITY, 15), (Tenure.COOP, 5), (Tenure.OWN, 2)):
        of_city(f"completed_{tenure.name.lower()}", dwellings * (1.0 + (month % 3 == 0)))

    towns = np.linspace(2, 1, enterprises)
    add("enterprise", "noise", towns * np.ones((ticks, 1)))
    add("enterprise", "concession", towns * np.ones((ticks, 1)))

    counters = len(WARES)
    mix = (
        np.array([0.6, 0.08, 0.05, 0.1, 0.04, 0.03, 0.1])[:, None]
        + np.array([-0.35, 0.12, 0.1, 0.03, 0.06, 0.04, 0])[:, None] * late[:, 0]
    )
    for at, channel in enumerate(CHANNELS):
        reached = 5e6 * mix[at][:, None] * np.ones(counters)
        add("counter", f"sold_{slug(channel)}", reached)
        add(
            "counter",
            f"paid_{slug(channel)}",
            100 * reached * (channel != "garden") * (1 + (channel == "black market")),
        )
    add("counter", "black_price", 1.5 + 2 * late * np.ones(counters))

    waits = np.array([Waiting.SOVIET, Waiting.WORKS, Waiting.OTHER])
    add("list", "length", np.array([9e3, 18e3, 6e3]) * (1 + 0.2 * late))
    add("list", "pace", np.array([450, 1380, 400]) / (1 + 0.1 * late))
    add("list", "wait", np.array([15.0, 11, 13]) + 2 * late)
    for column, dwellings in (("housed", 15), ("jumped", 4), ("off_list", 6)):
        add("list", column, dwellings * np.ones((ticks, 3)))
    years = np.unique(year)
    decay = np.exp(-np.arange(WAIT_YEARS) / 9)
    ages = (
        np.array([9e3, 18e3, 6e3])[:, None]
        * decay
        / decay.sum()
        * (1 + 0.02 * np.arange(len(years)))[:, None, None]
    )

    work = (rng.random((ticks, len(PROJECTS))) < 0.6) & (
        np.arange(ticks)[:, None] > 20 * np.arange(len(PROJECTS))
    )
    cost = np.array([cost for *_, cost in PROJECTS])
    done = np.minimum(np.cumsum(np.where(work, cost / 100, 0), axis=0), cost)
    built = np.diff(done, axis=0, prepend=0)
    add("project", "built", built)
    add("project", "done", done)
    add("project", "started", (done > 0).astype(float))
    add(
        "project",
        "stops",
        np.cumsum((built[:-1] > 0) & (built[1:] == 0), axis=0)[np.maximum(np.arange(ticks) - 1, 0)],
    )

    add("employer", "staff", np.full((ticks, 3), SHOP_HANDS))
    for name, lost in zip(LOSSES, (0.04, 0.03, 0.02, 0.01), strict=True):
        add("employer", f"lost_{name}", lost * (1 + late) * np.ones(3))

    slots = 200
    state: dict[str, NDArray[Any]] = {
        "districts.city": np.zeros(len(DISTRICTS), int),
        "districts.bank": np.array([bank for _, bank, *_ in DISTRICTS]),
        "districts.superblocks": np.full(len(DISTRICTS), 6.0),
        "districts.east": np.array([east for *_, east, _ in DISTRICTS]),
        "districts.north": np.array([north for *_, north in DISTRICTS]),
        "stacks.city": np.zeros(len(STACKS), int), "stacks.east": np.array([east for _, east, _ in STACKS]),
        "stacks.north": np.array([north for *_, north in STACKS]),
        "lists.kind": waits, "counters.good": np.array([goods.index(ware) for ware in WARES]),
        "counters.kilo": np.array(list(WARES.values())), "cities.doctor_norm": np.array([NORM], float),
        "cities.persons": np.array([PERSONS]), "projects.cost": cost,
        "projects.purpose": np.array([purpose for _, purpose, _ in PROJECTS]),
        "employers.sector": np.array([Sector.WORKS, Sector.WORKS, Sector.TRADE]),
        "people.persons": np.array([slots - 20]), "people.born": first + ticks - rng.integers(0, 85 * 36, (1, slots)),
        "people.flags": rng.integers(0, 2, (1, slots)) * int(Mark.FEMALE),
        "households.list": rng.integers(0, 4, (1, slots)), "households.size": rng.integers(0, 5, (1, slots)),
        "households.passed": rng.integers(0, 4, (1, slots)), "households.blat": rng.integers(0, 255, (1, slots)),
    }  # fmt: skip
    month_of = np.ones(ticks)
    series = {
        "town_handed_out": 0.1 + 0.4 * late[:, 0], "town_pathologies": 0.3 + 0.1 * late[:, 0],
        "town_invalids": 0.05 + 0.02 * late[:, 0], "town_overhang": 0.8 + 0.5 * late[:, 0],
        "town_steel_centre": 0.97 - 0.3 * late[:, 0], "town_steel_ministry": 0.03 * month_of,
        "town_steel_bartered": 0.02 * month_of, "town_meat_by_centre": 0.04 * month_of,
        "town_flats_by_decree": 2.0 * month_of,
    }  # fmt: skip
    outlines = [(*key, *point) for key, points in SHAPES.items() for point in points]
    outlines += [
        (name, "district", east + dx, north + dy)
        for name, _, east, north in DISTRICTS
        for dx, dy in ((-0.8, 0.9), (0.8, 0.8), (0.9, -0.8), (-0.7, -0.7))
    ]
    feature, sort, east, north = (list(column) for column in zip(*outlines, strict=True))
    tables = {
        "outlines": Cells(feature=feature, sort=sort, east=east, north=north),
        "winds": Cells(wind=list(POINTS), share=[0.03] * 8 + [0.08, 0.1, 0.13, 0.13, 0.14, 0.08, 0.06, 0.04]),
    }
    labels = {
        "city": ["Magnitogorsk"], "district": [name for name, *_ in DISTRICTS], "stack": [name for name, *_ in STACKS],
        "project": [name for name, *_ in PROJECTS], "list": ["soviet", "works", "other"],
        "counter": list(WARES), "employer": ["mill", "hearths", "shop 3"],
    }  # fmt: skip
    return Town(series, panels, {"list_ages": ages}, labels, state, tables)

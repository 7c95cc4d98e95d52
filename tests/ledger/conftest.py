"""A chronicle written by hand, whose every observable is known; and a year of the toy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from magnitka import observe
from magnitka.ledger.chronicle import Chronicle
from magnitka.process import clock_at
from magnitka.quantity import month_index
from magnitka.run import Run, simulate
from magnitka.world import Bank, Kind, Purpose, Waiting

GOODS = (
    "iron ore", "coking coal", "coke", "pig iron", "scrap", "crude steel", "rolled steel", "pipe", "machines", "spares",
    "electricity", "freight", "meat", "soap and sugar", "alcohol",
)  # fmt: skip
ENTERPRISES = {  # name: (kind, product, ministry, rank)
    "the Works": (Kind.PRODUCER, "rolled steel", 0, 0.6),
    "mine": (Kind.PRODUCER, "iron ore", 0, 0.5),
    "engineers": (Kind.PRODUCER, "machines", 1, 0.6),
    "foundry": (Kind.PRODUCER, "spares", 1, 0.4),
    "households": (Kind.FINAL_USER, "machines", 2, 0.1),
    "army": (Kind.FINAL_USER, "machines", 2, 1.0),
}
SHOPS = {  # name: (enterprise, product, workers)
    "pit": (0, "iron ore", 100.0),
    "blast furnace": (0, "pig iron", 300.0),
    "open hearth": (0, "crude steel", 300.0),
    "mill": (0, "rolled steel", 600.0),
    "repair shop": (0, "spares", 400.0),
    "tool shop": (0, "spares", 200.0),
    "deep mine": (1, "iron ore", 500.0),
    "engine hall": (2, "machines", 730.0),
    "castings hall": (3, "spares", 365.0),
}
LINKS = (
    (0, 2, "rolled steel"),
    (1, 0, "iron ore"),
    (2, 4, "machines"),
    (2, 5, "machines"),
    (2, 0, "machines"),
)
AGES = 60
DISTRICTS = {  # name: (bank, km east of the blast furnaces)
    "by the gate": (Bank.LEFT, 2.0),
    "over the water": (Bank.RIGHT, -7.0),
    "gardens": (Bank.OUTSIDE, -16.0),
    "far village": (Bank.OUTSIDE, 30.0),
}
WARES = ("meat", "soap and sugar", "alcohol")
LISTS = (Waiting.SOVIET, Waiting.WORKS, Waiting.OTHER)
PROJECTS = {
    "mill": Purpose.INDUSTRY,
    "bridge": Purpose.SOCIAL,
    "hotel": Purpose.SOCIAL,
    "flats": Purpose.HOUSING,
}
NORM = (1000.0, 100.0, 140.0, 360.0)  # posts of doctors: general, surgeons, gynaecologists, paediatricians
ROWS = {
    "good": len(GOODS),
    "enterprise": len(ENTERPRISES),
    "shop": len(SHOPS),
    "link": len(LINKS),
    "city": 1,
    "district": len(DISTRICTS),
    "counter": len(WARES),
    "list": len(LISTS),
    "employer": 3,
    "project": len(PROJECTS),
    "stack": 2,
}


def good(name: str) -> int:
    """Row of a good."""
    return GOODS.index(name)


def shop(name: str) -> int:
    """Row of a shop."""
    return list(SHOPS).index(name)


class Hand:
    """Columns to be written by hand before `chronicle()` is asked for; nothing happens where nothing is written."""

    def __init__(self, first: str = "1985-01", last: str = "1990-12") -> None:
        origin, end = month_index(first), month_index(last) + 1
        self.clocks = [clock_at(tick, origin) for tick in range(3 * (end - origin))]
        dekads = len(self.clocks)
        self.days = np.array([clock.days for clock in self.clocks], float)
        self.dekad = np.array([clock.dekad for clock in self.clocks])
        self.year = np.array([clock.year for clock in self.clocks])
        self.series: dict[str, Any] = {one.name: np.zeros(dekads) for one in observe.SERIES}
        self.panels: dict[tuple[str, str], Any] = {
            (one.axis, one.name.removeprefix(f"{one.axis}_")): np.zeros((dekads, ROWS[one.axis]))
            for one in observe.PANELS
        }
        self.ends = [clock.year for clock in self.clocks if clock.year_ends]
        self.vintages = np.zeros((len(self.ends), len(SHOPS), AGES))
        self.fixed: dict[str, Any] = {
            "goods.price": np.ones(len(GOODS)),
            "goods.service": np.array([float(name in ("electricity", "freight")) for name in GOODS]),
            "goods.haul": np.zeros(len(GOODS)),
            "goods.inputs": np.zeros((len(GOODS), len(GOODS))),
            "goods.machines": np.ones(len(GOODS)),
            "goods.upkeep": np.ones(len(GOODS)),
            "enterprises.kind": np.array([float(one[0]) for one in ENTERPRISES.values()]),
            "enterprises.product": np.array([float(good(one[1])) for one in ENTERPRISES.values()]),
            "enterprises.ministry": np.array([float(one[2]) for one in ENTERPRISES.values()]),
            "enterprises.rank": np.array([one[3] for one in ENTERPRISES.values()]),
            "enterprises.own_make": np.zeros((len(ENTERPRISES), len(GOODS))),
            "shops.enterprise": np.array([float(one[0]) for one in SHOPS.values()]),
            "shops.product": np.array([float(good(one[1])) for one in SHOPS.values()]),
            "shops.workers": np.array([one[2] for one in SHOPS.values()]),
            "links.supplier": np.array([float(one[0]) for one in LINKS]),
            "links.customer": np.array([float(one[1]) for one in LINKS]),
            "links.good": np.array([float(good(one[2])) for one in LINKS]),
            "counters.good": np.array([float(good(ware)) for ware in WARES]),
            "lists.kind": np.array([float(kind) for kind in LISTS]),
            "districts.bank": np.array([float(one[0]) for one in DISTRICTS.values()]),
            "districts.east": np.array([one[1] for one in DISTRICTS.values()]),
            "districts.north": np.zeros(len(DISTRICTS)),
            "projects.purpose": np.array([float(one) for one in PROJECTS.values()]),
            "cities.doctor_norm": np.array([NORM]),
        }
        self.fixed["enterprises.own_make"][0, good("scrap")] = 1.0
        self.numbers = {
            "freight.mis_sent": 0.0,
            "freight.late_plan_fit": 1.0,
            "assortment.rust": 0.01,
            "pollution.natural_lead": 16.0,
        }
        self.off: tuple[str, ...] = ()

    def by_year(self, values: dict[int, float]) -> Any:
        """A column that holds one value in each year."""
        return np.array([values[year] for year in self.year])

    def by_dekad(self, first: float, second: float, third: float) -> Any:
        """A flow whose daily rates in the dekads of each month are these."""
        return np.array([first, second, third])[self.dekad] * self.days

    def set(self, axis: str, name: str, row: int, values: Any) -> None:
        """Write one row of a panel."""
        self.panels[axis, name][:, row] = values

    def chronicle(self) -> Chronicle:
        """What has been written."""
        return Chronicle(
            months=np.array([clock.month_index for clock in self.clocks]),
            days=self.days,
            series=self.series,
            panels=self.panels,
            years=np.array(self.ends),
            yearly={"shop_vintages": self.vintages},
            fixed=self.fixed,
            labels={
                "good": list(GOODS), "enterprise": list(ENTERPRISES), "shop": list(SHOPS), "ministry": ["a", "b", "c"]
            },
            works=0,
            numbers=self.numbers,
            off=self.off,
        )  # fmt: skip


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAGNITKA_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def toy(_own_cache: None) -> Run:
    return simulate("toy")

"""An invented run with plausible shapes: what the report's tests are drawn from, at no cost of a simulation."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from magnitka.quantity import Dated, Kind, Quantity
from magnitka.record import About, Record
from magnitka.run import Run
from magnitka.scenario import Decree, Scenario, Source
from magnitka.world import Cause
from magnitka.world import Kind as Role
from tests.report.town import invent_town

GOODS = {
    "iron ore": "kt", "sinter": "kt", "coking coal": "kt", "coke": "kt", "pig iron": "kt", "scrap": "kt",
    "crude steel": "kt", "rolled steel": "kt", "machines": "Mrub", "spares": "Mrub", "electricity": "GWh",
    "refractories": "kt", "freight": "Mt-km", "food": "Mrub", "meat": "kt", "clothing": "Mrub",
}  # fmt: skip
WORKS_SHOPS = {
    "iron ore": (3, 700.0, 900), "sinter": (17, 1010.0, 105), "coke": (10, 470.0, 250), "pig iron": (10, 1030.0, 300),
    "crude steel": (34, 500.0, 290), "rolled steel": (18, 760.0, 700), "spares": (16, 9.0, 800),
    "electricity": (5, 720.0, 420), "refractories": (4, 600.0, 600), "freight": (3, 800.0, 1700),
}  # fmt: skip
WARES = [0.0] * 3  # of what is made for people, the Works orders and holds nothing
# how far a good can be held in the wrong specification
IN_SPECS = [0.05, *[0] * 6, 1, 1, 1, *[0] * 3, *WARES]
OTHERS = 120
AGES = 60


def _parameters() -> dict[str, dict[str, Quantity | Dated]]:
    """More than a hundred numbers of all four kinds over the mechanisms, one of them dated."""
    rng = np.random.default_rng(5)
    mechanisms = [
        "planning", "ordering", "allocation", "assortment", "freight", "storming", "production", "quality",
        "equipment", "barter", "reporting", "finance", "workforce", "retail", "construction", "pollution", "health",
    ]  # fmt: skip
    found: dict[str, dict[str, Quantity | Dated]] = {mechanism: {} for mechanism in mechanisms}
    for mechanism in mechanisms:
        for index in range(7):
            value = float(rng.uniform(0.05, 2))
            kind = Kind(
                ("sourced", "derived", "borrowed", "guess")[int(rng.choice(4, p=[0.3, 0.15, 0.15, 0.4]))]
            )
            found[mechanism][f"number_{index}"] = {
                Kind.SOURCED: Quantity(value, "1", Kind.SOURCED, "NK70", "p. 417, table 58"),
                Kind.DERIVED: Quantity(
                    value, "t/t", Kind.DERIVED, why="ratio of the two", derived_from=("NK70", "BER57")
                ),
                Kind.BORROWED: Quantity(
                    value, "1", Kind.BORROWED, "BER57", "p. 88", why="same ministry, earlier"
                ),
                Kind.GUESS: Quantity(
                    value, "1/month", Kind.GUESS, low=0.01, high=3.0, why="no figure was found"
                ),
            }[kind]
    found["planning"]["state_order"] = Dated(
        (
            (1985 * 12, Quantity(1.0, "1", Kind.SOURCED, "NK70", "p. 12")),
            (1988 * 12, Quantity(0.9, "1", Kind.GUESS, low=0.8, high=1.0, why="decree and practice differ")),
        )
    )
    return found


def _cells() -> list[tuple[str, Quantity]]:
    """Keys and numbers of a table's cells."""
    guess = {"kind": Kind.GUESS, "low": 100.0, "high": 900.0, "why": "from photographs"}
    return [
        *((f"works[open hearth {n}].capacity", Quantity(400.0 + n, "kt/yr", **guess)) for n in range(1, 35)),
        *(
            (f"works[mill {n}].capacity", Quantity(900.0, "kt/yr", Kind.SOURCED, "NK70", "p. 5"))
            for n in range(1, 9)
        ),
    ]


SOURCES = {
    "E": Source("E", "Historian", "The essay", "1991", "a journal", "page"),
    "NK70": Source("NK70", "Statistical office", "The economy over 70 years", "1987", "Moscow", "page",
                   address="https://example.org/nk70"),
    "BER57": Source("BER57", "Berliner, J. S.", "Factory and Manager in the USSR", "1957", "Harvard UP", "page"),
}  # fmt: skip


def _scenario(title: str, decrees: tuple[Decree, ...], of_town: Mapping[str, Any]) -> Scenario:
    tables: Any = {"works": SimpleNamespace(name="works", quantities=_cells), **of_town}
    return Scenario(
        "magnitogorsk",
        title,
        1980 * 12,
        1985 * 12,
        1991 * 12 + 11,
        "magnitogorsk.yaml",
        _parameters(),
        tables,
        decrees,
        SOURCES,
    )


ORIGIN = 1980 * 12
FIRST = 180  # tick of January 1985


def invented_run(
    folder: Path,
    *,
    years: int = 7,
    title: str = "The Works under the plan",
    seed: int = 1,
    barter: bool = True,
) -> Run:
    """A run folder with the JSON files that the report reads, and the run over it."""
    rng = np.random.default_rng(seed)
    ticks = 36 * years
    at = np.arange(ticks)
    year, month, dekad = 1985 + at // 36, at // 3 % 12 + 1, at % 3
    frame: dict[str, NDArray[Any]] = {}
    lengths = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])[month - 1]
    days = np.where(dekad < 2, 10, lengths - 20)
    rush = np.array([-0.09, 0.0, 0.08])[dekad] + 0.05 * ((dekad == 2) & (month % 3 == 0))
    decline = np.where(year > 1988, 1 - 0.04 * (year - 1988), 1.0)

    def path_of(level: float, storm: float, noise: float = 0.015) -> NDArray[np.float64]:
        pace = level / 365 * days * (1 + storm * rush) * decline * (1 if barter else 0.97)
        return np.asarray(pace * (1 + noise * rng.standard_normal(ticks)))

    frame["sinter_works"] = path_of(15000, 0.1)
    frame["coke_works"] = path_of(6100, 0.1)
    frame["pig_iron_works"] = path_of(10300, 0.15)
    frame["crude_steel_works"] = path_of(16100, 0.2)
    frame["rolled_steel_works"] = path_of(12000, 1.6, 0.03)
    frame["rolled_steel_ussr"] = path_of(110000, 0.8)
    frame["staff_works"] = np.full(ticks, 62000.0)
    goods, units = list(GOODS), list(GOODS.values())

    products, workers, shop_names, pace = [], [], [], []
    for good, (count, capacity, hands) in WORKS_SHOPS.items():
        for number in range(count):
            shop_names.append(f"{good} shop {number + 1}")
            products.append(goods.index(good))
            workers.append(float(hands))
            pace.append(capacity / 36)
    works = len(shop_names)
    for number in range(OTHERS):
        shop_names.append(f"all shops of works {number + 1}")
        products.append(int(rng.integers(len(goods))))
        workers.append(20000.0)
        pace.append(400.0)
    shops = len(shop_names)
    plan = np.array(pace) * 3 * 1.03
    cause = np.zeros((ticks, shops), np.int8)
    missing = np.zeros((ticks, shops))
    habit = rng.choice([1, 2, 3, 4, 5, 6, 7], size=shops, p=[0.4, 0.1, 0.08, 0.16, 0.12, 0.04, 0.1])
    short = rng.random((ticks, shops)) < 0.35 + 0.25 * (dekad == 0)[:, None]
    cause[:] = np.where(rng.random((ticks, shops)) < 0.7, habit, rng.integers(1, 9, (ticks, shops))) * short
    missing[:] = short * rng.gamma(1.5, 0.05, (ticks, shops)) * plan / 3
    cause_good = np.where(cause == Cause.INPUT, rng.choice([0, 2, 5, 9, 10, 11], (ticks, shops)), -1)
    output = np.maximum(0, plan / 3 * days[:, None] / 10 - missing)
    rejects = output * np.where(
        np.isin(products, [goods.index("crude steel"), goods.index("rolled steel")]), 0.03, 0
    )
    panels: dict[str, NDArray[Any]] = {
        "output": output, "rejects": rejects, "recycled": rejects * 0.9, "grade": np.full((ticks, shops), 0.83),
        "cause": cause, "cause_good": cause_good.astype(np.int8), "missing": missing,
        "plan_month": np.broadcast_to(plan, (ticks, shops)),
    }  # fmt: skip

    need = np.array([22, 0.1, 235, 0.2, 0.1, 130, 0.1, 0.2, 0.5, 4, 90, 14, 70.0, *WARES])
    drift = np.cumsum(rng.normal(0, 0.01, (ticks, len(goods))), axis=0)
    panels["works_true_order"] = need * (1 + 0.05 * drift)
    panels["works_order"] = panels["works_true_order"] * (1.35 + drift)
    panels["works_received"] = panels["works_true_order"] * rng.normal(0.96, 0.05, (ticks, len(goods)))
    used = np.array([25, 450, 235, 150, 285, 200, 440, 0, 0.5, 4, 90, 14, 70.0, *WARES])
    panels["works_used"] = used * rng.normal(0.95, 0.02, (ticks, len(goods)))
    panels["works_fit"] = panels["works_true_order"] * np.abs(1.5 + drift)
    panels["works_unfit"] = panels["works_true_order"] * np.abs(2.2 - drift) * np.array(IN_SPECS)
    of_all = {"needed": "true_order", "wanted": "order", "good_shipped": "received", "good_output": "order"}
    for whole, part in {**of_all, "need": "used", "fit": "fit", "unfit": "unfit"}.items():
        panels[whole] = 40 * panels[f"works_{part}"]

    enterprises = 121
    for name, centre, spread in (("month", 0.985, 0.06), ("year", 1.012, 0.01), ("first", 0.97, 0.05)):
        panels[f"fulfilment_{name}"] = rng.normal(centre, spread, (ticks, enterprises))
    made = np.full(enterprises, 110000 / (OTHERS + 1))
    for name, level in (("plan_five_year", 1.08), ("plan_first", 1.02), ("plan_year", 0.99)):
        panels[name] = np.broadcast_to(made * level, (ticks, enterprises))

    age = np.arange(AGES)
    shape = np.exp(-(((age - 18) / 9) ** 2)) + 1.3 * np.exp(-(((age - 33) / 8) ** 2)) + 0.02
    vintages = np.stack(
        [np.outer(np.array(pace) / 10, np.roll(shape, shift) / shape.sum()) for shift in range(years)]
    )
    folder.mkdir(parents=True, exist_ok=True)
    manifest = _manifest(title, seed, years, barter)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "verdicts.json").write_text(json.dumps(verdicts()), encoding="utf-8")
    decrees = (
        Decree(1985 * 12 + 4, "Campaign against alcohol", "NK70", "7 May 1985"),
        Decree(1987 * 12, "State acceptance of output", "NK70", ""),
        Decree(1988 * 12, "Law on the state enterprise", "NK70", ""),
        Decree(1989 * 12 + 6, "Miners' strikes", "NK70", ""),
        Decree(1991 * 12 + 3, "Retail prices raised", "NK70", "2 April 1991"),
        Decree(1991 * 12 + 7, "State of emergency", "NK70", ""),
    )
    labels = {"good": goods, "unit": units, "shop": shop_names, "ministry": ["Ferrous Metallurgy"], "link": [],
              "enterprise": ["the Works", *(f"works {number + 1}" for number in range(OTHERS))]}  # fmt: skip
    town = invent_town(goods, enterprises, ticks, year, month, FIRST)
    frame |= town.series
    labels |= town.labels
    axis = {enterprises: "enterprise", shops: "shop", len(goods): "good"}
    about = {
        name: About("kt/dekad" if name.endswith("_works") else "1", name.replace("_", " ")) for name in frame
    }
    about |= {name: About("1", name, axis[rows.shape[1]]) for name, rows in panels.items()}
    about |= {name: About("1", name, of) for name, (of, _) in town.panels.items()}
    panels |= {name: rows for name, (_, rows) in town.panels.items()}
    yearly = {"shop_vintages": vintages, **town.yearly}
    record = Record(ORIGIN, FIRST, FIRST + ticks, frame, panels, yearly, about, labels)
    state = {
        "shops.enterprise": np.array([0] * works + list(range(1, OTHERS + 1))),
        "shops.product": np.array(products), "shops.workers": np.array(workers),
        "enterprises.kind": np.array([Role.PRODUCER] * OTHERS + [Role.FINAL_USER]),
        "enterprises.product": np.full(enterprises, goods.index("rolled steel")),
        "goods.inputs": np.zeros((len(goods), len(goods))), "goods.machines": np.full(len(goods), 0.1),
        "goods.scrap_return": np.full(len(goods), 0.2), **town.state,
    }  # fmt: skip
    recipe: Any = SimpleNamespace(changed=_scenario(title, decrees, town.tables), origin=ORIGIN)
    return Run(folder, manifest, record=record, recipe=recipe, state=state)


@pytest.fixture(scope="session")
def invent() -> Callable[..., Run]:
    """Makes invented runs; see `invented_run`."""
    return invented_run


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One invented run, not to be changed."""
    return invented_run(tmp_path_factory.mktemp("invented") / "run")


def _manifest(title: str, seed: int, years: int, barter: bool) -> dict[str, Any]:
    return {
        "format": 1, "status": "finished", "version": "0.1.0", "code_digest": "9f2c" * 8,
        "scenario": {"name": "magnitogorsk", "title": title, "digest": "ab12" * 8},
        "seed": seed, "threads": 2, "off": [] if barter else ["barter"],
        "set": [
            {"key": "planning.ratchet", "unit": "1", "old": 0.6, "new": 0.0, "inside_range": False},
            {"key": "storming.month_bonus", "unit": "1", "old": 0.25, "new": 0.3, "inside_range": True},
        ],
        "with": None, "start": "1985-01", "first_tick": FIRST, "until": f"{1984 + years}-12",
        "ticks": 36 * years, "state_hash": "c0ffee" * 5,
        "seconds": 2.71, "machine": {"python": "3.11.7", "numpy": "2.4.6", "numba": "0.68.1", "os": "Linux"},
        "headline": {
            "crude_steel_works": {"value": 15.9, "unit": "Mt/yr", "long_name": "crude steel of the Works"},
            "own_scrap_share": {"value": 0.064, "unit": "1", "long_name": "share of it that is own rejects"},
            "request_inflation": {"value": 1.74, "unit": "1", "long_name": "orders over true orders"},
            "crude_steel_ussr": {"value": 157.0, "unit": "Mt/yr", "long_name": "crude steel of the Union"},
            "growth": {"value": None, "unit": "1", "long_name": "last year over first"},
        },
        "created": "2026-11-22T10:00:00Z",
    }  # fmt: skip


def _verdict(
    name: str, says: str, verdict: str, value: float | None, band: list[float | None], **more: Any
) -> dict[str, Any]:
    teeth = {"neutralise": "off: barter", "pushes": "below", "value": 0.01, "kills": True, "draws": [0.2, 0.6, 1.4],
             "failed_draws": 1}  # fmt: skip
    return {
        "id": name, "says": says, "verdict": verdict, "value": value, "band": band, "unit": "1", "margin": None,
        "margin_unit": None, "used_for": "check", "group": name, "source": "E", "where": "line 45", "voice": "author",
        "period": ["1985-01", "1990-12"], "observable": "some_observable", "teeth": teeth, "disputed_by": "",
        "note": "",
    } | more  # fmt: skip


def verdicts() -> list[dict[str, Any]]:
    """Verdicts of all four sorts, among them those that figures read."""
    level = {"used_for": "calibration", "teeth": None, "note": "the model was set to it: no evidence"}
    return [
        _verdict(
            "L010",
            "It makes 16 Mt a year.",
            "holds",
            15.9,
            [15.0, 17.0],
            unit="Mt/yr",
            source="NK70",
            **level,
        ),
        _verdict("L021", "More than half of the equipment is over 30 years old.", "fails", 0.43, [0.5, 1.0]),
        _verdict("L034", "Gary makes 8 Mt with 7,000 workers.", "holds", 4.4, [3.9, 5.0], **level),
        _verdict("L035", "A part of the gap is in-house making.", "holds", 0.2, [0.05, 0.5], group="gap"),
        _verdict("L036", "A part of the gap is repair crews.", "holds", 0.3, [0.05, 0.5], group="gap"),
        _verdict(
            "L037", "A part of the gap is hands kept for the rush.", "holds", 0.12, [0.02, 0.5], group="gap"
        ),
        _verdict(
            "L094", "A quarter's end stands out.", "toothless", 1.02, [1.0, None], note="teeth not tested"
        ),
        _verdict("X43", "Barter follows shortage.", "holds", 0.7, [0.2, 1.0], source="BER57", group="barter"),
        _verdict(
            "L222", "A city's noise moves shares.", "not covered", None, [None, None], unit=None, teeth=None
        ),
    ]

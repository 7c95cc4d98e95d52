"""A town of one's own: a scenario with a few blanks to fill, the rest borrowed from a town that ships.

    magnitka new mytown --from magnitogorsk

What stands for Magnitogorsk with a source stands for another town as *borrowed*, with a range of its own; what
was a guess stays one. Amounts, of which a larger town has more, are multiplied by the town's size when it is read.
The country, its prices and its decrees are the same for both, and stay as they were.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from magnitka.errors import UsageError, did_you_mean, shown
from magnitka.foundation import Population
from magnitka.quantity import BLANK, Dated, Declared, Kind, Quantity, fields_of, number_text
from magnitka.scenario import Scenario, load, shipped
from magnitka.scenario_sound import SAY_WHAT, SAY_WHERE, SAY_WHO
from magnitka.scenario_writing import plain_leaf, plain_quantity
from magnitka.store import disk_errors, write_atomically
from magnitka.tables_csv import CsvTable
from magnitka.tick import SECTIONS
from magnitka.yaml_text import dump

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
OWN = "TOWN"  # key of the source that the blanks name until their author says more
# Factors within which a number of one town may stand for another's, where it gave no range.
LEAST, MOST = 0.8, 1.25

# What a person who knows the town can tell, in the order of the file; all else is borrowed.
OF_THE_CITY = ("persons", "households", "norm_general", "general")
OF_THE_WORKS = ("works_scale",)
OF_THE_PEOPLE = (
    "posts_scale", "works_pay", "employed_men", "employed_women", "deposits", "hostel", "shared", "room", "plant",
    "city", "coop", "listed", "oldest_wait", "plots",
)  # fmt: skip
OF_BUILDING = ("programme",)
GRAIN = "population.persons_per_agent"  # how finely a town is drawn: no number of the town's

# Amounts that are not asked, and by what measure of the town they are scaled. Whatever is not named here is a rate, a
# share, a price or a distance, or is the country's, and stands for a town of any size.
WORKS, PERSONS = "works_scale", "persons"
SCALED_CELLS = {
    "norm_surgeons": "norm_general",
    "norm_gynaecologists": "norm_general",
    "norm_paediatricians": "norm_general",
    "surgeons": "general",
    "gynaecologists": "general",
    "paediatricians": "general",
    "beds": PERSONS,
}
SCALED_PARAMETERS = {
    "city_budget.works": PERSONS,  # the water works
    "city_budget.industry": WORKS,
    "demography.doctors_posted": "general",
}
# Of projects: by the works where they are industry's, else by persons.
SCALED_COLUMNS = ("cost", "yields", "water")
BESIDE = {  # what more is said beside a blank
    "general": "all but surgeons, gynaecologists and paediatricians, who follow in proportion",
    "norm_general": "all but surgeons, gynaecologists and paediatricians, whose posts follow in proportion",
}

# What bears a name of the base's own, by table, and what it is called in another town.
NEUTRAL = {
    "projects": {
        "cold mill 2000": "a cold mill",
        "rolling mill 2500 rebuilt": "a rolling mill rebuilt",
        "coke battery 13": "a coke battery",
        "coke battery 14": "a second coke battery",
        "coke battery 15": "a third coke battery",
        "sinter plant 5": "a sinter plant",
        "bridge over the Ural": "a bridge",
    },
    "outlines": {"Zavodskoi reservoir": "the reservoir", "Kazakh crossing": "northern crossing"},
    "districts": {"Agapovka": "a village"},
}

# Tables and parameters that speak of the town and not of the country.
TABLES = (
    "cities", "districts", "outlines", "stacks", "winds", "employers", "trades", "ages", "vital", "projects", "wares",
    "works",
)  # fmt: skip
SECTIONS_OF_TOWN = (
    "population", "turnover", "workforce", "wages", "city_budget", "construction", "housing", "retail", "coupons",
    "cooperatives", "pollution", "health", "demography",
)  # fmt: skip


class Blank(NamedTuple):
    """One number that the town must give: where it goes, what it is, and what stands there for the model town."""

    key: str
    meaning: str
    old: Quantity


def city_of(name: str) -> str:
    """The city's name from the scenario's."""
    return name.replace("-", " ").title()


def blanks(base: Scenario, city: str) -> list[Blank]:
    """What is to be filled in, at most twenty numbers."""
    table = base.table("cities")
    old_city = table.texts("city")[0]
    found = [
        Blank(f"cities[{city}].{column}", table.columns[column].meaning, table.quantity(old_city, column))
        for column in OF_THE_CITY
    ]
    declared: dict[str, Declared] = {
        f"{section}.{one.name}": one
        for section, params in {**SECTIONS, "population": Population}.items()
        for one in fields_of(params)
    }
    keys = [
        *(f"foundation.{name}" for name in OF_THE_WORKS),
        *(f"population.{name}" for name in OF_THE_PEOPLE),
        *(f"construction.{name}" for name in OF_BUILDING),
    ]
    for key in keys:
        section, _, name = key.partition(".")
        leaf = base.parameters[section][name]
        assert isinstance(leaf, Quantity)  # the founding day has no dated numbers
        found.append(Blank(key, declared[key].meaning, leaf))
    return found


def new_town(name: str, base_name: str, folder: Path | None = None) -> Path:
    """Writes the scenario of a new town with blanks into a folder of its own and gives the file's path.

    Raises UsageError for a name that cannot be one, an unknown base, or a folder that is in use.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{shown(name)} cannot name a town; use small letters, digits and hyphens, beginning with a letter"
        )
    if base_name not in shipped():
        raise UsageError(f"{shown(base_name)} is no shipped scenario; {did_you_mean(base_name, shipped())}")
    if name in shipped():
        raise UsageError(f"{shown(name)} is a shipped scenario; choose another name")
    base = load(base_name)
    target = Path(name) if folder is None else folder
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is there already and not empty; choose another name or --out")
    city = city_of(name)
    with disk_errors("write the new scenario"):
        (target / "tables").mkdir(parents=True, exist_ok=True)
        tables = []
        names = _new_names(base, city)
        for table in (base.tables[one] for one in TABLES if one in base.tables):
            made = _renamed(_borrowed_table(table, base), names[""] | names.get(table.name, {}))
            rows, form = (_scaled_projects(made, base) if table.name == "projects" else made).written()
            write_atomically(target / "tables" / f"{table.name}.csv", rows.encode())
            write_atomically(target / "tables" / f"{table.name}.yaml", form.encode())
            tables.append(table.name)
        path = target / f"{name}.yaml"
        write_atomically(path, _text(name, city, base, tables).encode())
    return path


def _borrowed(quantity: Quantity, base: Scenario, low: float | None, high: float | None) -> Quantity:
    """A number of the base as it may stand for another town; `low` and `high` where it had no range."""
    if quantity.kind not in (Kind.SOURCED, Kind.DERIVED):
        return quantity
    if quantity.derived_from and not all(name in base.sources for name in quantity.derived_from):
        return quantity  # it follows from other numbers, and goes on doing so
    return replace(
        quantity,
        kind=Kind.BORROWED,
        source=quantity.source or quantity.derived_from[0],
        derived_from=(),
        where=quantity.where or quantity.why,
        why=f"what stands for {base.name} stands here until the town's own number is known",
        low=quantity.low if quantity.low is not None else low,
        high=quantity.high if quantity.high is not None else high,
    )


def _borrowed_leaf(leaf: Quantity | Dated, base: Scenario, declared: Declared) -> Quantity | Dated:
    """A parameter as borrowed, its range within what the mechanism allows."""
    least, most = declared.bounds

    def one(step: Quantity) -> Quantity:
        low, high = sorted((step.value * LEAST, step.value * MOST))
        return _borrowed(
            step,
            base,
            low if least is None else max(low, least),
            high if most is None else min(high, most),
        )

    if isinstance(leaf, Dated):
        return Dated(tuple((month, one(step)) for month, step in leaf.steps))
    return one(leaf)


def _own_leaf(leaf: Quantity | Dated, base: Scenario, declared: Declared, key: str) -> Quantity | Dated:
    """A parameter as borrowed, and scaled where it is an amount."""
    made = _borrowed_leaf(leaf, base, declared)
    return _scaled_leaf(made, _scale(SCALED_PARAMETERS[key], base)) if key in SCALED_PARAMETERS else made


def _borrowed_table(table: CsvTable, base: Scenario) -> CsvTable:
    """Rows and columns of a table as borrowed; their ranges are factors."""
    origins = tuple(
        None if origin is None else _borrowed(replace(origin, value=1.0), base, LEAST, MOST)
        for origin in table.origins
    )
    columns = {
        name: column
        if column.origin is None
        else replace(column, origin=_borrowed(replace(column.origin, value=1.0), base, LEAST, MOST))
        for name, column in table.columns.items()
    }
    return replace(table, origins=origins, columns=columns)


def _scale(measure: str, base: Scenario) -> str:
    """What stands after `scaled:`, a measure over what it is in the base."""
    if measure != WORKS:
        return f"{measure} / {number_text(float(base.table('cities').numbers(measure).sum()))}"
    leaf = base.parameters["foundation"][WORKS]
    assert isinstance(leaf, Quantity)  # the founding day has no dated numbers
    return f"{measure} / {number_text(leaf.value)}"


def _scaled_leaf(leaf: Quantity | Dated, scaled: str) -> Quantity | Dated:
    if isinstance(leaf, Dated):
        return Dated(tuple((month, replace(step, scaled=scaled)) for month, step in leaf.steps))
    return replace(leaf, scaled=scaled)


def _scaled_cells(base: Scenario, city: str) -> dict[str, Quantity]:
    """The city's amounts that are not asked."""
    table = base.table("cities")
    cells = {}
    for column, measure in SCALED_CELLS.items():
        cell = table.quantity(table.keys[0], column)
        made = _borrowed(cell, base, cell.value * LEAST, cell.value * MOST)
        cells[f"cities[{city}].{column}"] = replace(made, scaled=_scale(measure, base))
    return cells


def _scaled_projects(table: CsvTable, base: Scenario) -> CsvTable:
    """As many projects as in the base, each as large as the town or its works."""
    measures = [WORKS if purpose == "industry" else PERSONS for purpose in table.texts("purpose")]
    origins = tuple(
        origin and replace(origin, scaled=_scale(measure, base))
        for origin, measure in zip(table.origins, measures, strict=True)
    )
    amounts = {name: replace(table.columns[name], amount=True) for name in SCALED_COLUMNS}
    return replace(table, origins=origins, columns={**table.columns, **amounts})


def _new_names(base: Scenario, city: str) -> dict[str, dict[str, str]]:
    """New names for the base's own, by table; those for all tables under the empty name."""
    table = base.table("districts")
    banks, shares = table.texts("bank"), table.numbers("share")
    districts = {
        name: f"{bank} bank {banks[: row + 1].count(bank)}"
        for row, (name, bank) in enumerate(zip(table.keys, banks, strict=True))
        if shares[row] > 0.0
    } | NEUTRAL["districts"]
    return {
        **NEUTRAL,
        "": {base.table("cities").texts("city")[0]: city},
        "districts": districts,
        "outlines": NEUTRAL["outlines"] | districts,
    }


def _renamed(table: CsvTable, names: Mapping[str, str]) -> CsvTable:
    """The table with names changed."""
    texts = {name: tuple(names.get(text, text) for text in column) for name, column in table.texts_of.items()}
    return replace(table, texts_of=texts)


def _text(name: str, city: str, base: Scenario, tables: list[str]) -> str:
    """The scenario's file: header, blanks, and below them what is borrowed."""
    todo = blanks(base, city)
    lines = [
        f"# {city}: a scenario of one's own. Fill in the {len(todo)} blanks; the number beside each is that of "
        f"{base.name}.",
        f"# Say where yours comes from: describe your source below (now {OWN}), or write kind: guess, low, high, why.",
        "# All else is borrowed, and can be replaced number by number, here and in the tables beside this file.",
        f"# Amounts stand as they are in {base.name}; where a line says scaled, they are multiplied by that when it is",
        "# read. Delete scaled where you write an amount of your own.",
        "format: 1",
        f"name: {name}",
        f'title: "{city}: a one-industry town"',
        f"based_on: {base.name}",
        "sources:",
        f"  {OWN}: {{author: {SAY_WHO}, title: {SAY_WHAT}, year: {date.today().year}, "
        f"where: {SAY_WHERE}, seen: table}}",
        "tables:",
        *(f"  {table}: tables/{table}.csv" for table in tables),
        "cells:",
        *(f'  "{one.key}": {_blank(one)}' for one in todo if "[" in one.key),
        *(f"  {line}" for line in _dumped(_scaled_cells(base, city))),
        "parameters:",
    ]
    filled = {one.key for one in todo}
    for section in ("foundation", *SECTIONS_OF_TOWN):
        mine = [one for one in todo if one.key.startswith(f"{section}.")]
        leaves = base.parameters.get(section, {}) if section in SECTIONS_OF_TOWN else {}
        declared = {one.name: one for one in fields_of(SECTIONS[section])}
        changed = {
            key: plain_leaf(made)
            for key, leaf in leaves.items()
            if f"{section}.{key}" not in (*filled, GRAIN)
            and (made := _own_leaf(leaf, base, declared[key], f"{section}.{key}")) != leaf
        }
        if not mine and not changed:
            continue
        lines.append(f"  {section}:")
        lines += [f"    {one.key.partition('.')[2]}: {_blank(one)}" for one in mine]
        lines += [f"    {line}" for line in dump(changed).splitlines()] if changed else []
    return "\n".join(lines) + "\n"


def _dumped(cells: dict[str, Quantity]) -> list[str]:
    return dump({key: plain_quantity(cell) for key, cell in cells.items()}).splitlines()


def _blank(one: Blank) -> str:
    """A line to fill in, with what it means and what stands there for the model town."""
    more = f"; {BESIDE[name]}" if (name := one.key.rpartition(".")[2]) in BESIDE else ""
    return (
        f'{{value: {BLANK}, unit: "{one.old.unit}", kind: sourced, source: {OWN}, where: "{SAY_WHERE}"}}'
        f"  # {one.meaning}{more}; {one.old.value:g} there"
    )

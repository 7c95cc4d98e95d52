"""Whether what a scenario says of its towns can be meant: sizes, shares, names, and texts left from a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from magnitka.errors import Problems, did_you_mean, shown
from magnitka.quantity import Quantity
from magnitka.scenario_reading import Place
from magnitka.tables_csv import CsvTable
from magnitka.units import UnitError
from magnitka.world import Bank, Occupation, Payer, Purpose, Sector, Tenure

if TYPE_CHECKING:
    from magnitka.scenario import Scenario

# What stands in a new town's file until it is said.
SAY_WHO, SAY_WHAT, SAY_WHERE = "say who", "say what", "say where"
MOST_ROWS = 4_000_000  # persons drawn one by one, ten times Magnitogorsk's; more take hours and all memory
LEAST_ROWS = 100  # households; of fewer no share of a tenth can be drawn
LEAST_SIZE, MOST_SIZE = 1.5, 5.0  # persons a household between which families can be put together
TENURES = ("hostel", "shared", "room", "plant", "city", "coop")  # the rest own a house

# A text column and the table and column whose texts it must name; "none" is nobody's.
NAMES = (
    ("districts", "city", "cities", "city"),
    ("stacks", "city", "cities", "city"),
    ("employers", "city", "cities", "city"),
    ("projects", "city", "cities", "city"),
    ("employers", "enterprise", "enterprises", "enterprise"),
    ("wares", "ware", "goods", "good"),
)
NONE = "none"
CODES: tuple[tuple[str, str, type[IntEnum]], ...] = (
    ("districts", "bank", Bank),
    ("employers", "sector", Sector),
    ("employers", "payer", Payer),
    ("projects", "purpose", Purpose),
    ("projects", "owner", Tenure),
    ("trades", "sector", Sector),
    ("trades", "occupation", Occupation),
)


def check_towns(scenario: Scenario, problems: Problems) -> None:
    """Notes what is wrong. Tables and numbers that are missing are for others to miss."""
    _Check(scenario, problems).all()


class _Check:
    def __init__(self, scenario: Scenario, problems: Problems) -> None:
        self.scenario, self.problems = scenario, problems
        self.tables: Mapping[str, CsvTable] = scenario.tables

    def all(self) -> None:
        self._left_texts()
        self._sizes()
        self._tenures()
        self._names()
        self._cities_have()

    def _add(self, key: str, problem: str, mend: str) -> None:
        places = self.scenario.places
        row = key.rpartition("].")[0]
        known = (key, key.partition("@")[0], key.replace("tables.", "cells.", 1), f"{row}]")
        place = next((places[one] for one in known if one in places), Place(self.scenario.path, 0))
        self.problems.add(*place, key.removeprefix("tables."), problem, mend)

    def _left_texts(self) -> None:
        """A number is not sourced while its source is a text of the form."""
        for key, quantity in self.scenario.quantities():
            if quantity.where == SAY_WHERE:
                mend = "say where it stands in the source, or make it a guess with low, high and why"
                self._add(key, f'is {quantity.kind}, but its place is still "{SAY_WHERE}"', mend)
        for key, source in self.scenario.cited().items():
            left = [text for text in (source.author, source.title, source.where) if text in _LEFT]
            if left:
                mend = "describe the source, or make the numbers that name it guesses with low, high and why"
                self._add(f"sources.{key}", f"is cited, but still has {shown(left[0])}", mend)

    def _sizes(self) -> None:
        table, weight = self.tables.get("cities"), _value(self.scenario, "population", "persons_per_agent")
        if table is None or not {"persons", "households"} <= set(table.numbers_of):
            return
        for city, persons, households in zip(
            table.keys, table.numbers("persons"), table.numbers("households"), strict=True
        ):
            key = f"tables.cities[{city}]"
            if persons <= 0.0:
                self._add(f"{key}.persons", f"is {persons:g}", "a town has people; write how many")
                continue
            size = persons / max(households, 1.0)
            if not LEAST_SIZE <= size <= MOST_SIZE:
                amounts = {"households": households, "persons": persons}
                given = [name for name in amounts if f"cells.cities[{city}].{name}" in self.scenario.places]
                name, other = ("persons", "households") if given == ["persons"] else ("households", "persons")
                self._add(
                    f"{key}.{name}",
                    f"is {amounts[name]:g}, which with {amounts[other]:g} {other} is {size:.3g} persons to a household",
                    f"mend one of the two, so that a household has {LEAST_SIZE:g} to {MOST_SIZE:g}",
                )
        if weight is None or weight < 1.0:
            return
        people, homes = (float(table.numbers(name).sum()) for name in ("persons", "households"))
        first = f"tables.cities[{table.keys[0]}]"
        if people / weight > MOST_ROWS:
            mend = f"write fewer, or population.persons_per_agent of {np.ceil(people / MOST_ROWS):g} or more"
            self._add(f"{first}.persons", f"is {people:g}, too many to be drawn one by one", mend)
        elif people > 0.0 and homes / weight < LEAST_ROWS:
            self._add(
                f"{first}.households",
                f"is {homes:g}, drawn as {homes / weight:.3g} rows, too few to tell anything of",
                f"write more, or a smaller population.persons_per_agent than {weight:g}",
            )

    def _tenures(self) -> None:
        given = {name: _value(self.scenario, "population", name) for name in TENURES}
        shares = {name: share for name, share in given.items() if share is not None}
        if len(shares) == len(TENURES) and sum(shares.values()) > 1.0 + 1e-9:
            places = {name: self.scenario.places.get(f"population.{name}") for name in TENURES}
            own = [name for name, place in places.items() if place and place.file == self.scenario.path]
            largest = max(own or TENURES, key=lambda name: shares[name])
            self._add(
                f"population.{largest}",
                f"and the other tenures come to {sum(shares.values()):.4g}, more than all households",
                f"lower some of {', '.join(TENURES)}; what they leave owns a house",
            )

    def _names(self) -> None:
        for table, column, other, names in NAMES:
            if other in self.tables and names in self.tables[other].texts_of:
                known = {*self.tables[other].texts(names), *([NONE] if column == "enterprise" else [])}
                self._texts(table, column, known, f"is not in the table of {other}")
        for table, column, codes in CODES:
            known = {member.name.lower() for member in codes}
            self._texts(table, column, known, f"is no {codes.__name__.lower()}")

    def _texts(self, table: str, column: str, known: set[str], wrong: str) -> None:
        for row, text in self._column(table, column):
            if text not in known:
                self._add(
                    f"tables.{table}[{row}].{column}",
                    f"is {shown(text)}, which {wrong}",
                    did_you_mean(text, known),
                )

    def _cities_have(self) -> None:
        """Each city needs a district where people live and a hospital where its doctors work."""
        if "cities" not in self.tables:
            return
        districts, employers = self.tables.get("districts"), self.tables.get("employers")
        for city in self.tables["cities"].keys:
            if districts is not None and {"share"} <= set(districts.numbers_of):
                lived = zip(self._column("districts", "city"), districts.numbers("share"), strict=False)
                if not any(of == city and share > 0.0 for (_, of), share in lived):
                    self._add(
                        f"tables.cities[{city}].city", "has no district where people live", _ADD_DISTRICT
                    )
            if employers is not None:
                kinds = zip(
                    self._column("employers", "city"), self._column("employers", "sector"), strict=False
                )
                if not any(of == city and sector == "health" for (_, of), (_, sector) in kinds):
                    self._add(
                        f"tables.cities[{city}].city", "has no employer of sector health", _ADD_HOSPITAL
                    )

    def _column(self, table: str, column: str) -> Iterator[tuple[str, str]]:
        """Row names and texts; nothing where there is no such column."""
        if table in self.tables and column in self.tables[table].texts_of:
            yield from zip(self.tables[table].keys, self.tables[table].texts(column), strict=True)


_LEFT = (SAY_WHO, SAY_WHAT, SAY_WHERE)
_ADD_DISTRICT = "add one to the table of districts, with a share"
_ADD_HOSPITAL = "add a hospital to the table of employers"


def _value(scenario: Scenario, section: str, name: str) -> float | None:
    leaf = scenario.parameters.get(section, {}).get(name)
    if not isinstance(leaf, Quantity):
        return None
    try:
        return leaf.to("1").value
    except UnitError:
        return None  # and that is told where parameters are checked

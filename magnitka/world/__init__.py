"""The world: all stocks, as tables of columns. What is not here does not exist."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from magnitka.table import Array, Table
from magnitka.world import cities as _cities
from magnitka.world import employers as _employers
from magnitka.world import enterprises as _enterprises
from magnitka.world import links as _links
from magnitka.world import people as _people
from magnitka.world import shops as _shops
from magnitka.world.centre import Centre
from magnitka.world.cities import Bank, Channel, Cities, Counters, Districts, Lists, Stacks
from magnitka.world.employers import Employers, Payer, Sector
from magnitka.world.enterprises import Enterprises, Kind
from magnitka.world.goods import Goods
from magnitka.world.links import Gap, Links
from magnitka.world.people import (
    OLDEST,
    Ages,
    Education,
    Households,
    Mark,
    Occupation,
    People,
    Tenure,
    Waiting,
)
from magnitka.world.shops import Cause, Pace, Shops
from magnitka.world.undertakings import Cooperatives, Niche, Projects, Purpose

__all__ = [
    "Ages",
    "Bank",
    "Cause",
    "Centre",
    "Channel",
    "Cities",
    "Cooperatives",
    "Counters",
    "Districts",
    "Education",
    "Employers",
    "Enterprises",
    "Gap",
    "Goods",
    "Households",
    "Kind",
    "Links",
    "Lists",
    "Mark",
    "Niche",
    "Occupation",
    "Pace",
    "Payer",
    "People",
    "Projects",
    "Purpose",
    "Sector",
    "Shops",
    "Stacks",
    "Tenure",
    "Waiting",
    "World",
    "blank",
]


T = TypeVar("T", bound=Table)


@dataclass
class World:
    """All tables. `works` is the row of the enterprise that is modelled shop by shop.

    `weight` is the number of persons or households that one row of people or households stands for.
    """

    goods: Goods
    enterprises: Enterprises
    shops: Shops
    links: Links
    centre: Centre
    cities: Cities
    districts: Districts
    stacks: Stacks
    employers: Employers
    ages: Ages
    people: People
    households: Households
    counters: Counters
    lists: Lists
    projects: Projects
    cooperatives: Cooperatives
    works: int
    weight: int
    units: tuple[str, ...]
    ministries: tuple[str, ...]

    def tables(self) -> dict[str, Table]:
        """Name and table, in fixed order."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Table)}

    def columns(self) -> dict[str, Array]:
        """Every array of the world under the name 'table.column', in fixed order."""
        return {
            f"{table_name}.{name}": array
            for table_name, table in self.tables().items()
            for name, array in table.arrays().items()
        }

    def state_hash(self) -> str:
        """Digest of every bit of every column: one seed, one hash."""
        digest = hashlib.blake2b(digest_size=16)
        for name, array in self.columns().items():
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


def blank(
    labels: Mapping[str, Sequence[str]],
    works: int,
    weight: int,
    units: tuple[str, ...],
    ministries: tuple[str, ...],
) -> World:
    """A world in which nothing has been written yet; `labels` names the rows of each axis.

    Axes: good, enterprise, shop, link, city, district, stack, employer, block, counter, list, project, cooperative.
    """
    rows = {axis: list(names) for axis, names in labels.items()}
    rows["age"] = [str(year) for year in range(OLDEST + 1)]
    sizes = {
        "good": len(rows["good"]),
        "stack": len(rows["stack"]),
        "district": len(rows["district"]),
        **_enterprises.SIZES,
        **_shops.SIZES,
        **_links.SIZES,
        **_cities.SIZES,
        **_employers.SIZES,
        **_people.SIZES,
    }

    def table(kind: type[T]) -> T:
        return kind(rows[kind.axis], sizes)

    return World(
        table(Goods),
        table(Enterprises),
        table(Shops),
        table(Links),
        Centre(["the Union"], sizes),
        table(Cities),
        table(Districts),
        table(Stacks),
        table(Employers),
        table(Ages),
        table(People),
        table(Households),
        table(Counters),
        table(Lists),
        table(Projects),
        table(Cooperatives),
        works,
        weight,
        units,
        ministries,
    )

"""The world: all stocks, as tables of columns. What is not here does not exist."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from magnitka.table import Array, Table
from magnitka.world import enterprises as _enterprises
from magnitka.world import links as _links
from magnitka.world import shops as _shops
from magnitka.world.centre import Centre
from magnitka.world.enterprises import Enterprises, Kind
from magnitka.world.goods import Goods
from magnitka.world.links import Gap, Links
from magnitka.world.shops import Cause, Pace, Shops

__all__ = [
    "Cause",
    "Centre",
    "Enterprises",
    "Gap",
    "Goods",
    "Kind",
    "Links",
    "Pace",
    "Shops",
    "World",
    "blank",
]


@dataclass
class World:
    """All tables. `works` is the row of the enterprise that is modelled shop by shop."""

    goods: Goods
    enterprises: Enterprises
    shops: Shops
    links: Links
    centre: Centre
    works: int
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
    goods: list[str],
    enterprises: list[str],
    shops: list[str],
    links: list[str],
    works: int,
    units: tuple[str, ...],
    ministries: tuple[str, ...],
) -> World:
    """A world of the given rows in which nothing has been written yet."""
    sizes = {"good": len(goods), **_enterprises.SIZES, **_shops.SIZES, **_links.SIZES}
    return World(
        Goods(goods, sizes),
        Enterprises(enterprises, sizes),
        Shops(shops, sizes),
        Links(links, sizes),
        Centre(["the Union"], sizes),
        works,
        units,
        ministries,
    )

"""Undertakings: building projects, and cooperatives."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from magnitka.table import Column, Table


class Purpose(IntEnum):
    """What a project is for."""

    INDUSTRY = 0  # mill, converter
    HOUSING = 1
    SOCIAL = 2  # bridge, hotel, hospital, water works: carried in an industrial budget


class Niche(IntEnum):
    """Where a cooperative works."""

    FOOD = 0  # food and catering for people
    GOODS = 1  # consumer goods and services
    BUILDING = 2
    INDUSTRY = 3  # inside a plant, for the plant


NO_HOST = -1  # of a cooperative that works on its own
WARES_MADE = {
    Niche.FOOD: ("food", "meat"),
    Niche.GOODS: ("clothing",),
}  # by cooperatives that work for people
FOR_PEOPLE = tuple(WARES_MADE)


class Projects(Table):
    """One row per building project of a city."""

    axis = "project"

    city = Column("code", "row of its city", dtype=np.int64, static=True)
    purpose = Column("code", "a Purpose", dtype=np.int64, static=True)
    owner = Column("code", "the Tenure of the dwellings it gives, or 0", dtype=np.int64, static=True)
    cost = Column("Mrub", "estimate", static=True)
    yields = Column("1", "dwellings or beds when done", static=True)
    water = Column(
        "Ml/day", "what it adds to the city's water when done; negative: what it draws", static=True
    )
    proposed = Column("yr", "year in which it was first proposed", static=True)
    luck = Column("code", "permanent luck number", dtype=np.uint64, static=True)

    listed = Column("1", "1 where the year's budget carries it")
    started = Column("1", "1 once work has begun")
    done = Column("Mrub", "work done since it was begun")
    funds = Column("Mrub/dekad", "money assigned this dekad")
    built = Column("Mrub/dekad", "work done this dekad")
    stops = Column("1", "times that work stopped")
    scratched = Column("1", "times that it was struck from the year's budget")
    manned = Column("1", "1 where crews are placed this month")
    stood = Column("dekad", "dekads without work since it was begun")
    worked = Column("dekad", "dekads with work")
    finished = Column("1", "times finished; a building site of housing begins anew")
    pull = Column("1", "whose voice its site has with the builders this quarter, as a logarithm")


class Cooperatives(Table):
    """One row per possible cooperative; it exists where `members` is above 0."""

    axis = "cooperative"

    city = Column("code", "row of its city", dtype=np.int64, static=True)
    luck = Column("code", "permanent luck number", dtype=np.uint64, static=True)

    niche = Column("code", "a Niche", dtype=np.int64)
    host = Column("code", "row of the employer in whose house it works, or NO_HOST", dtype=np.int64)
    finds = Column("1", "share of its inputs that it can buy outside allotment")
    members = Column("persons", "persons who work in it", dtype=np.int64)
    account = Column("kopeck", "non-cash account", dtype=np.int64)
    cash = Column("kopeck", "cash in the till", dtype=np.int64)
    revenue = Column("kopeck", "sales of this dekad", dtype=np.int64)
    paid_out = Column("kopeck", "paid to its members this dekad", dtype=np.int64)
    price = Column("1", "its price over the state price")
    inputs = Column("rub/dekad", "inputs got at state prices, by diversion from its host")
    bought = Column("rub/dekad", "inputs bought dearly, at state prices")
    supply = Column("rub/dekad", "what it brings on sale to households, at state prices")
    sold = Column("kopeck", "paid by households for its wares this dekad", dtype=np.int64)

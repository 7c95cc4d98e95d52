"""Employers: every shop of the Works, and every other place of work of a city; who pays, and who turns up."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from magnitka.table import Column, Table


class Sector(IntEnum):
    """What kind of place of work."""

    WORKS = 0  # a shop of the Works
    AMENITIES = 1  # trams, housing, clinics, farms, holiday homes of the Works
    INDUSTRY = 2  # other plants
    BUILDING = 3
    TRADE = 4  # shops, canteens, bases
    SCHOOLS = 5
    HEALTH = 6
    CITY = 7  # soviet, water, heat, police, culture
    TRANSPORT = 8
    COOPERATIVE = 9


class Payer(IntEnum):
    """Whose money the wages are."""

    ENTERPRISE = 0  # the settlement account of an enterprise in the table of enterprises
    MINISTRY = 1  # a plant that the model knows in its branch only: the Union budget
    CITY = 2  # the city's budget
    COOPERATIVE = 3  # the accounts of the cooperatives


class Employers(Table):
    """One row per employer."""

    axis = "employer"

    city = Column("code", "row of its city", dtype=np.int64, static=True)
    enterprise = Column(
        "code", "row of the enterprise whose workers these are, or -1", dtype=np.int64, static=True
    )
    shop = Column("code", "row of the shop, or -1", dtype=np.int64, static=True)
    sector = Column("code", "a Sector", dtype=np.int64, static=True)
    payer = Column("code", "a Payer", dtype=np.int64, static=True)
    luck = Column("code", "permanent luck number", dtype=np.uint64, static=True)
    posts_base = Column("persons", "posts on the founding day", static=True)
    east = Column("km", "place of work, eastward from the blast furnaces", static=True)
    north = Column("km", "place of work, northward", static=True)

    posts = Column("persons", "posts to fill")
    staff = Column("persons", "persons employed", dtype=np.int64)
    on_leave = Column("persons", "of them at home with a small child", dtype=np.int64)
    pay_level = Column("kopeck/month", "pay of a person whose `pay` is 64", dtype=np.int64)
    wage_bill = Column("kopeck", "wages credited to its persons this dekad", dtype=np.int64)
    present = Column("1", "hours worked over hours due this dekad")
    lost = Column("1", "share of hours due that was missed", ("loss",))
    goods = Column("Mrub/dekad", "goods at state prices handed out to its people this dekad")
    quits = Column("persons", "persons who left it this dekad", dtype=np.int64)


def at_the_bench(m: Employers) -> NDArray[np.bool_]:
    """Employers whose hands make the product of an enterprise of the model, not its trams or clinics; (employers,)."""
    makers: NDArray[np.bool_] = (m.payer == Payer.ENTERPRISE) & (m.sector != Sector.AMENITIES)
    return makers


LOSSES = ("sickness", "queues", "drink", "other")
SIZES = {"loss": len(LOSSES)}

"""Enterprises: plan, supply department and account of each works, trust, trunk line and final user."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from magnitka.table import Column, Table
from magnitka.world.goods import SPECS

CONTACTS = 8  # other supply managers that one supply manager knows


class Kind(IntEnum):
    """What an enterprise is in the circuit of goods."""

    PRODUCER = 0
    FINAL_USER = 1  # households, forces, construction in hand, exports: they order and use up
    IMPORTER = 2  # foreign-trade organisation: sells what valuta buys


class Enterprises(Table):
    """One row per enterprise; columns with the axis `good` hold its stocks and orders of every good."""

    axis = "enterprise"

    kind = Column("code", "a Kind", dtype=np.int64, static=True)
    product = Column("code", "row of the good its plan is written in", dtype=np.int64, static=True)
    ministry = Column("code", "row of its ministry in the list of ministries", dtype=np.int64, static=True)
    rank = Column("1", "priority in rationing, 0 (consumer goods) to 1 (defence)", static=True)
    luck = Column("code", "permanent luck number", dtype=np.uint64, static=True)
    east = Column("km", "place on a flat map, eastward", static=True)
    north = Column("km", "place on a flat map, northward", static=True)
    exports = Column("1", "1 for final users abroad", static=True)
    import_plan = Column(
        "unit/dekad", "imports of its product in a ten-day dekad of the founding year", static=True
    )
    contacts = Column(
        "code", "enterprises whose supply managers it knows", ("contact",), np.int64, static=True
    )
    uses = Column("1", "1 where it takes the good in from outside", ("good",), static=True)
    own_make = Column("1", "1 where its own shops make the good for its other shops", ("good",), static=True)

    final_need = Column(
        "unit/dekad", "final users: use in a ten-day dekad of the founding year", ("good",), static=True
    )

    # people
    peopled = Column(
        "1", "1 where its workers are persons of the world, who are paid one by one", static=True
    )
    staff = Column("persons", "workers on the list")
    staff_norm = Column("persons", "workers needed at the even pace", static=True)
    attendance = Column("1", "hands at work this dekad, over the hands of the even pace")
    peak_work = Column("1", "busiest pace of its shops, as remembered")

    # plan
    capacity = Column("unit/dekad", "what it can make of its product in a ten-day dekad at the normal pace")
    plan_year = Column("unit/yr", "the year's plan as last corrected")
    plan_first = Column("unit/yr", "the year's plan as first confirmed")
    plan_five_year = Column("unit/yr", "this year's figure in the first version of the five-year plan")
    plan_month = Column("unit/month", "the month's plan as last corrected")
    plan_late = Column("1", "1 in a month whose plan is still missing in the first dekad")
    pledge = Column("unit/yr", "what the enterprise offered for the year")
    corrections = Column("1", "corrections of the plan in the year so far")
    done_month = Column("unit", "output counted in the month so far")
    done_year = Column("unit", "output counted in the year so far")
    made_year = Column("unit", "output really made in the year so far")
    made_last_year = Column("unit/yr", "output really made in the last full year")
    reported_last_year = Column("unit/yr", "output reported for the last full year")
    padding = Column("unit", "output reported but not made; where negative, made and kept back")
    fulfilment_month = Column("1", "reported fulfilment of the last month")
    fulfilment_year = Column("1", "reported fulfilment of the last year's corrected plan")
    fulfilment_first = Column("1", "fulfilment of the last year's plan as first confirmed")
    delivery_year = Column("1", "share of contracted deliveries made in the last year")
    ordered_year = Column("unit", "contracted deliveries due in the year so far")
    delivered_year = Column("unit", "contracted deliveries made in the year so far")

    # stocks by good
    fit = Column("unit", "input stock in the specification needed", ("good",))
    unfit = Column("unit", "input stock in the wrong specification", ("good",))
    grade = Column("1", "on-grade share of the input stock", ("good",))
    finished = Column("unit", "product waiting for shipment", ("good",))
    finished_grade = Column("1", "on-grade share of the finished stock", ("good",))
    need = Column("unit/dekad", "use in a ten-day dekad at the plan's pace", ("good",))
    used = Column("unit/dekad", "used in this dekad", ("good",))
    shortage = Column("unit/dekad", "wanted by the shops and not in stock this dekad", ("good",))
    fill = Column("1", "smoothed share of its true orders that arrived", ("good",))
    fill_spread = Column("1", "smoothed spread of that share", ("good",))
    target_stock = Column("unit", "stock that the supply department aims at", ("good",))
    order = Column("unit/dekad", "order placed, as inflated", ("good",))
    true_order = Column("unit/dekad", "order before inflation", ("good",))
    received = Column("unit/dekad", "received through the plan's channels", ("good",))
    bartered = Column("unit/dekad", "received outside the plan (negative: given)", ("good",))
    spoilt = Column("unit/dekad", "input or finished stock lost in this dekad", ("good",))
    imported = Column("unit/dekad", "brought over the border in this dekad", ("good",))
    scrap_fall = Column("kt/dekad", "scrap that fell in its shops in this dekad, rejects included")
    reject_scrap = Column("kt", "own rejected metal within its stock of scrap")
    inhouse = Column("1", "share of its spares that it makes for itself")
    inhouse_made = Column("Mrub/dekad", "spares made for itself beside its product in this dekad")

    # assortment
    order_mix = Column("1", "mix of specifications that customers ordered", ("spec",))
    made_mix = Column("1", "mix of specifications made", ("spec",))
    fit_share = Column("1", "share of its shipments that is in the specification ordered")
    mix_speed = Column("1", "tonnes an hour of the mix made, over those of the mix ordered")

    favours = Column("Mrub", "favours owed to it by other supply managers, net")
    offer = Column("Mrub/dekad", "what it can offer suppliers beyond the decreed price")

    # money, non-cash circuit
    account = Column("kopeck", "settlement account", dtype=np.int64)
    credit = Column("kopeck", "bank credit outstanding", dtype=np.int64)
    revenue_year = Column("kopeck", "sales of the year so far", dtype=np.int64)
    cost_year = Column("kopeck", "purchases, wages and interest of the year so far", dtype=np.int64)
    profit_last_year = Column("kopeck", "profit of the last full year", dtype=np.int64)
    profit_settled = Column("kopeck", "profit of the year so far that is already divided", dtype=np.int64)
    siphoned_year = Column(
        "kopeck", "profit handed to ministry and budget in the year so far", dtype=np.int64
    )
    siphoned_last_year = Column("kopeck", "the same in the last full year", dtype=np.int64)
    returned_year = Column("kopeck", "of it given back for the town in the year so far", dtype=np.int64)
    returned_last_year = Column("kopeck", "the same in the last full year", dtype=np.int64)
    bailout_year = Column("kopeck", "losses covered in the year so far", dtype=np.int64)

    # its town and the ministry
    noise = Column("Mrub", "noise that its town makes at the ministry, as remembered there")
    concession = Column("kopeck", "won from the ministry by its town this dekad", dtype=np.int64)


SIZES = {"contact": CONTACTS, "spec": SPECS}

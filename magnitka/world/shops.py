"""Shops: a furnace, a battery, a mill, a repair shop; or, in aggregate, all shops of one enterprise and stage."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from magnitka.table import Column, Table

AGES = 60  # years of age that are told apart; the last holds all older equipment


class Pace(IntEnum):
    """How far the rhythm of work is the manager's to choose."""

    CONTINUOUS = 0  # furnaces, batteries, power: they run day and night
    ASSEMBLY = 1  # machine shops, finishing, sewing: work can be put off
    RESOURCE = 2  # mines, quarries, transport: in between


class Cause(IntEnum):
    """Why a shop made less than its plan's pace in a dekad: the binding constraint."""

    NONE = 0
    INPUT = 1  # a material was missing: see cause_good
    POWER = 2  # electricity was rationed
    LABOUR = 3  # hands were missing
    BREAKDOWN = 4  # equipment stood still
    CAPACITY = 5  # equipment worn, or the plan above what it can do
    ORDER_BOOK = 6  # nobody took the product: the store is full
    PACE = 7  # all was there; the manager held back or had given up
    PLAN = 8  # the month's plan had not come


class Shops(Table):
    """One row per shop. Tonnages are in the unit of the shop's product."""

    axis = "shop"

    enterprise = Column("code", "row of its enterprise", dtype=np.int64, static=True)
    product = Column("code", "row of the good it makes", dtype=np.int64, static=True)
    stage = Column("code", "place in the technological order of the dekad", dtype=np.int64, static=True)
    pace = Column("code", "a Pace", dtype=np.int64, static=True)
    luck = Column("code", "permanent luck number", dtype=np.uint64, static=True)
    own_use = Column("1", "1 where the product goes to the enterprise's other shops", static=True)
    workers = Column("persons", "hands at the even pace", static=True)
    units = Column("1", "furnaces, batteries or plants that the row stands for", static=True)

    # equipment
    vintages = Column("unit/day", "capacity by age of equipment", ("age",))
    capacity = Column("unit/day", "capacity of all ages")
    condition = Column("1", "state of repair, 1 is as new")
    machine_grade = Column("1", "on-grade share of the installed machines")
    breakdown = Column("1", "share of the dekad lost to breakdowns")
    upkeep_done = Column("1", "share of the upkeep due that was done this dekad")
    spares_used = Column("Mrub/dekad", "spares used on upkeep and repair this dekad")
    machines_used = Column("Mrub/dekad", "machines installed this dekad")
    retired = Column("unit/day", "capacity retired this dekad")
    installed = Column("unit/day", "capacity installed this dekad")

    # rhythm
    plan_month = Column("unit/month", "the shop's share of the month's plan")
    tautness = Column("1", "normal capacity over plan, the manager's room")
    debt = Column("1", "work borrowed from upkeep, stocks in process and tired hands")
    month_done = Column("1", "counted output of the month in months' plans")
    quarter_done = Column("1", "counted output of the quarter in months' plans")
    effort = Column("1", "pace chosen, 1 is the norm")
    skip = Column("1", "1 where upkeep is skipped and work in process drained this dekad")
    borrowed = Column(
        "1", "factor on output: what is borrowed from upkeep and stocks in process, or paid back"
    )
    pressure = Column("1", "marginal value of output to the manager, in monthly salaries per month's plan")

    # output
    wish = Column("unit/dekad", "output that pace and equipment allow")
    output = Column("unit/dekad", "gross output made")
    rejects = Column("unit/dekad", "of it rejected by inspection")
    grade = Column("1", "on-grade share of what inspection let pass")
    counted = Column("unit/dekad", "output counted against the plan")
    recycled = Column("unit/dekad", "gross output made from the enterprise's own rejected metal")
    defect = Column("1", "share of the gross output that is off grade")
    detection = Column("1", "share of the defective output that inspection stops")

    # binding constraint
    cause = Column("code", "a Cause", dtype=np.int64)
    cause_good = Column("code", "row of the missing good, or -1", dtype=np.int64)
    missing = Column("unit/dekad", "output short of the plan's even pace")


SIZES = {"age": AGES}

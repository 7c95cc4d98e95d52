"""People and households: one row for each, kept in blocks, so that a member's row is always in its household's block.

A block holds `HOUSEHOLD_SLOTS` households and `PERSON_SLOTS` persons of one city. Persons 0..persons-1 of a block
live; whoever dies or leaves is swapped with the last. A household keeps its slot for life; a slot of size 0 is
free. Every row stands for `World.weight` persons or households (1 unless the scenario thins the population).
"""

from __future__ import annotations

from enum import IntEnum, IntFlag

import numpy as np

from magnitka.table import Column, Table

PERSON_SLOTS = 7168
HOUSEHOLD_SLOTS = 2048
NOBODY = 65535  # employer of those who have none
PAY_UNIT = 64  # `pay` counts in 1/64 of the employer's pay level
INCOME_UNIT = 400  # `income` counts in 4 roubles a head and month
HOARDS, COUPON_KINDS = 3, 4
JOIN_ORIGIN = (
    1080  # `joined` is the dekad of joining a list plus this (30 years before the burn-in), 0 is on none
)
DEKADS_PER_YEAR = 36
SEXES = ("men", "women")
OLDEST = 100  # years; the row of all who are older


class Mark(IntFlag):
    """What is true of a person: bits of `People.flags`."""

    FEMALE = 1
    PARTY = 2
    UNION = 4
    MARRIED = 8
    INVALID = 16  # retired as an invalid
    PENSIONER = 32
    RESPIRATORY = 64  # ill of the airways now
    CHRONIC = 128  # lasting damage to the airways, for life
    NERVOUS = 256
    INPATIENT = 512
    PATHOLOGY = 1024  # born with a pathology
    DRINKER = 2048
    ON_LEAVE = 4096  # with a small child
    LATE = 8192  # illness found in a late stage
    AT_HOME = 16384  # keeps house, and seeks no post


class Occupation(IntEnum):
    """What a person does, by `People.occupation`."""

    NONE = 0  # children, pupils, pensioners, at home
    WORKER = 1
    BUILDER = 2
    CLERK = 3
    TRADER = 4
    TEACHER = 5
    PHYSICIAN = 6
    SURGEON = 7
    GYNAECOLOGIST = 8
    PAEDIATRICIAN = 9
    NURSE = 10
    ENGINEER = 11
    MANAGER = 12
    OFFICIAL = 13
    DRIVER = 14


class Education(IntEnum):
    """Schooling, by `People.education`."""

    PRIMARY = 0
    INCOMPLETE = 1
    SECONDARY = 2
    SPECIALISED = 3
    HIGHER = 4


class Tenure(IntEnum):
    """Where a household lives, by `Households.tenure`. From PLANT on it has a dwelling of its own."""

    NONE = 0  # the slot is free
    HOSTEL = 1
    SHARED = 2  # with relatives or as subtenants
    ROOM = 3  # a room in a communal flat
    PLANT = 4  # a flat of the Works or another enterprise
    CITY = 5  # a flat of the soviet
    COOP = 6  # a flat of a building cooperative
    OWN = 7  # a house of its own


class Waiting(IntEnum):
    """Which list a household waits on, by `Households.list`; row of `Lists` = 3 * city + this - 1."""

    NONE = 0
    SOVIET = 1
    WORKS = 2
    OTHER = 3


class People(Table):
    """One row per block; columns over `person` have a cell for each slot. 24 bytes a person."""

    axis = "block"

    city = Column("code", "row of the block's city", dtype=np.int64, static=True)
    persons = Column("persons", "rows of the block in use", dtype=np.int64)
    findings = Column(
        "persons",
        "who of the block was found ill at the last visit, by district",
        ("district", "finding"),
        np.int32,
    )

    luck = Column(
        "code", "permanent luck number; a newborn's is a hash of its mother's", ("person",), np.uint32
    )
    household = Column("code", "slot of its household in the block", ("person",), np.uint16)
    employer = Column("code", "row of its employer, or NOBODY", ("person",), np.uint16)
    born = Column("dekad", "tick of birth (negative before the burn-in)", ("person",), np.int16)
    flags = Column("code", "bits of Mark", ("person",), np.uint16)
    dose = Column("code", "dust and acid breathed, remembered; see health", ("person",), np.uint16)
    occupation = Column("code", "an Occupation", ("person",), np.uint8)
    education = Column("code", "an Education", ("person",), np.uint8)
    pay = Column("code", "pay in 1/64 of the employer's level", ("person",), np.uint8)
    service = Column("yr", "years with the employer", ("person",), np.uint8)
    sick = Column("dekad", "dekads of illness still to come, 0 is well", ("person",), np.uint8)
    lead = Column("code", "lead in the body; see health", ("person",), np.uint8)
    blat = Column("code", "connections, 0 (none) to 255", ("person",), np.uint8)
    lungs = Column("code", "lasting damage to the airways, 0 (none) to 255", ("person",), np.uint8)
    away = Column("h", "working hours of this dekad missed: illness, queues, drink", ("person",), np.uint8)
    births = Column("1", "children born to her, for the luck of the next", ("person",), np.uint8)


class Households(Table):
    """One row per block; columns over `household` have a cell for each slot. 36 bytes a household."""

    axis = "block"

    top = Column("households", "slots of the block ever used: kernels go up to here", dtype=np.int64)

    luck = Column("code", "permanent luck number", ("household",), np.uint32)
    cash = Column("kopeck", "cash in hand", ("household",), np.int32)
    deposit = Column("kopeck", "savings-bank deposit", ("household",), np.int32)
    joined = Column(
        "dekad",
        "dekad of joining its housing list, plus JOIN_ORIGIN; 0 on no list",
        ("household",),
        np.uint16,
    )
    size = Column("persons", "members; 0 where the slot is free", ("household",), np.uint8)
    tenure = Column("code", "a Tenure", ("household",), np.uint8)
    rooms = Column("1", "rooms of its own", ("household",), np.uint8)
    district = Column("code", "row of its district among the districts", ("household",), np.uint8)
    list = Column("code", "a Waiting", ("household",), np.uint8)
    plot = Column("1", "garden plot: 0 none, 1 near the Works, 2 beyond the smoke", ("household",), np.uint8)
    blat = Column("code", "connections of its best-connected member, 0 to 255", ("household",), np.uint8)
    earners = Column("persons", "members with an employer", ("household",), np.uint8)
    children = Column("persons", "members under 15", ("household",), np.uint8)
    pantry = Column(
        "dekad",
        "hoard in tenths of a dekad's use: food, meat, soap and sugar",
        ("household", "hoard"),
        np.uint8,
    )
    coupons = Column(
        "coupons", "coupons in hand: food, meat, soap and sugar, alcohol", ("household", "coupon"), np.uint8
    )
    unmet = Column(
        "code", "share of what it wanted this month and could not buy, 255 is all", ("household",), np.uint8
    )
    queue = Column("h", "hours in queues this dekad, all members", ("household",), np.uint8)
    income = Column("code", "money income a head and month, in 4 roubles", ("household",), np.uint8)
    passed = Column(
        "1", "times passed over on its list by somebody with connections", ("household",), np.uint8
    )
    standing = Column("code", "place on workplace lists: 0 none to 3 first", ("household",), np.uint8)
    stall = Column("code", "connections of its members who sell in shops, 0 to 255", ("household",), np.uint8)


class Ages(Table):
    """One row per year of age, the last is open: chances of the founding year, before what the town does to them."""

    axis = "age"

    deaths = Column("1/yr", "deaths of men and of women", ("sex",), static=True)
    drink = Column(
        "1", "share of the deaths that goes with the state's supply of alcohol", ("sex",), static=True
    )
    births_wed = Column("1/yr", "births of a married woman", static=True)
    births_unwed = Column("1/yr", "births of another woman", static=True)
    weddings = Column(
        "1/yr", "unmarried men who look for a wife, marriages of unmarried women", ("sex",), static=True
    )
    divorces = Column("1/yr", "divorces of a married woman", static=True)
    moves = Column("1/yr", "departures of those with a dwelling of their own", static=True)


FINDINGS = ("adults ill", "children ill", "chronic", "nervous", "children", "lead of children")
SIZES = {
    "finding": len(FINDINGS),
    "person": PERSON_SLOTS,
    "household": HOUSEHOLD_SLOTS,
    "hoard": HOARDS,
    "coupon": COUPON_KINDS,
    "sex": len(SEXES),
}

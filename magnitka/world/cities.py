"""Cities, their districts, shop counters and housing lists."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from magnitka.table import Column, Table

USES_OF_TIME = ("work", "queue", "travel", "sick", "leisure")
HOURS_PER_DAY = 24
SPECIALTIES = ("general", "surgeons", "gynaecologists", "paediatricians")
POLLUTANTS = ("dust", "sulphur dioxide", "carbon monoxide", "phenol", "lead")
CHANNELS = ("open sale", "workplace", "coupons", "market", "black market", "cooperatives", "garden")
PLACES = (
    "no place",
    "low place",
    "middle place",
    "first place",
)  # on workplace lists, as in Households.standing
PLACE_CHANNELS = tuple(f"{place} {channel}" for place in PLACES for channel in CHANNELS)
TENURES = 8
RATIONED = (
    "food",
    "meat",
    "soap and sugar",
    "alcohol",
)  # wares that there are coupons for, as in Households.coupons
REVENUES = ("taxes", "rents and fares", "returned profit", "concessions", "cooperatives", "grants")
SPENDINGS = ("schools", "health", "city services", "supplies", "water works", "taken back")


class Revenue(IntEnum):
    """Where a city's rouble comes from."""

    TAXES = 0  # the city's share of taxes, by formula
    RENTS = 1  # rents, fares and fees of households
    PROFIT = 2  # the part of the city's plants' profit that is given back
    CONCESSIONS = 3  # wrung from the ministry
    COOPERATIVES = 4  # taxes of cooperatives
    GRANTS = 5  # what the centre adds


class Spending(IntEnum):
    """What a city's rouble is spent on."""

    SCHOOLS = 0  # wages
    HEALTH = 1  # wages
    SERVICES = 2  # wages of offices, heat, upkeep, culture
    SUPPLIES = 3  # everything that is bought: fuel, medicines, repairs
    WATER = 4  # pumps that a concession pays for
    TAKEN_BACK = 5  # what the centre takes back at the year's end


class Use(IntEnum):
    """What the hours of the day go to, in the order of USES_OF_TIME."""

    WORK = 0
    QUEUE = 1  # in working time or out of it
    TRAVEL = 2  # to work and back
    SICK = 3  # working hours lost to illness
    LEISURE = 4  # the rest: sleep, housework, garden, absence from work


class Channel(IntEnum):
    """How a ware reaches a household."""

    OPEN = 0  # over the counter, by queue
    WORKPLACE = 1  # handed out by list at work
    COUPON = 2  # sold against coupons
    MARKET = 3  # kolkhoz market
    BLACK = 4  # under the counter and resold
    COOPERATIVE = 5
    GARDEN = 6


class Bank(IntEnum):
    """Where a district lies."""

    LEFT = 0  # beside the Works
    RIGHT = 1  # across the reservoir
    OUTSIDE = 2  # gardens and villages: nobody of the city sleeps there


class Cities(Table):
    """One row per city."""

    axis = "city"

    # people
    persons = Column("persons", "inhabitants", dtype=np.int64)
    households = Column("households", "households", dtype=np.int64)
    adults = Column("persons", "inhabitants of 15 and more", dtype=np.int64)
    children = Column("persons", "inhabitants under 15", dtype=np.int64)
    employed = Column("persons", "inhabitants with an employer", dtype=np.int64)
    placed = Column(
        "persons", "inhabitants by their household's place on workplace lists", ("place",), np.int64
    )
    births = Column("persons", "born this dekad", dtype=np.int64)
    deaths = Column("persons", "died this dekad", dtype=np.int64)
    arrivals = Column("persons", "moved in this dekad", dtype=np.int64)
    departures = Column("persons", "moved away this dekad", dtype=np.int64)
    marriages = Column("1", "marriages this dekad", dtype=np.int64)
    divorces = Column("1", "divorces this dekad", dtype=np.int64)
    hours = Column(
        "h", "hours of the adults this dekad by use; sum is the endowment", ("use_of_time",), np.int64
    )

    # the city's rouble
    account = Column("kopeck", "the city's budget account", dtype=np.int64)
    income = Column("kopeck", "money income of households this dekad", dtype=np.int64)
    taxed = Column("kopeck", "taxes withheld from pay this dekad", dtype=np.int64)
    takings = Column("kopeck", "paid by households this dekad through each channel", ("channel",), np.int64)
    services = Column("kopeck", "rent, fares and fees paid this dekad", dtype=np.int64)
    rents = Column("kopeck", "of it what came into the city's account", dtype=np.int64)
    returned = Column(
        "kopeck", "profit of its enterprises given back for the town this dekad", dtype=np.int64
    )
    revenue = Column("kopeck", "received by the city this dekad, by source", ("revenue",), np.int64)
    spending = Column("kopeck", "spent by the city this dekad, by use", ("spending",), np.int64)
    social_plan = Column("Mrub/dekad", "social lines in the year's budgets of its industry")
    social_funds = Column("Mrub/dekad", "of it left once industry has taken what it needs")
    overrun = Column("Mrub/dekad", "cost of industrial building beyond its budget")
    resentment = Column("1", "share of adults who see cooperatives earn far more than they do")

    # at the shops
    overhang = Column(
        "kopeck", "money for which nothing could be bought at state prices, piled up", dtype=np.int64
    )
    pressure = Column("1", "factor on prices that freeing them would bring")
    dependence = Column("1", "share of what people get that lists and coupons give them")
    cellar = Column(
        "rub/household", "garden produce in the cellar of a household with a plot, at state prices"
    )
    homegrown = Column("1", "share of the food of households with plots that their gardens gave this dekad")

    # dwellings
    dwellings = Column("dwellings", "dwellings by owner", ("tenure",), np.int64)
    vacant = Column("dwellings", "of them empty, to be allotted", ("tenure",), np.int64)
    fresh = Column("dwellings", "of the empty ones newly built", ("tenure",), np.int64)
    completed = Column("dwellings", "completed this dekad", ("tenure",), np.int64)
    demolished = Column("dwellings", "pulled down this dekad", ("tenure",), np.int64)
    builders = Column("Mrub/dekad", "building work that its builders do, remembered")

    # water
    pumps = Column("Ml/day", "capacity that was added to the water works since the founding day")
    water_works = Column("Ml/day", "capacity of the water works")
    water_use = Column("Ml/day", "water that households and industry would draw on a day off")

    # bodies
    doctors = Column("persons", "doctors at work in the city by specialty", ("specialty",), np.int64)
    doctors_left = Column("persons", "doctors who left this dekad", dtype=np.int64)
    doctor_norm = Column("persons", "posts of doctors by the official norm", ("specialty",), static=True)
    beds = Column("beds", "hospital beds", static=True)
    inpatients = Column("persons", "in hospital", dtype=np.int64)
    cots = Column("beds", "mean number of cots in the corridors")
    medicine = Column("1", "share of the medicine wanted that reached people")
    care = Column("1", "share of the treatment due that adults and children get", ("generation",))
    operations = Column("1", "operations planned this dekad")
    cancelled = Column("1", "of them cancelled because there was no water")
    falling_ill = Column(
        "persons", "adults and children who fell ill of the airways this dekad", ("generation",), np.int64
    )
    found_chronic = Column(
        "persons", "found to have lasting damage to the airways this dekad", dtype=np.int64
    )
    found_late = Column("persons", "of them in a late stage", dtype=np.int64)
    retired_invalid = Column("persons", "retired as invalids this dekad", dtype=np.int64)
    emitted = Column("t/dekad", "let out by all stacks this dekad", ("pollutant",))
    deposited = Column("t/dekad", "of it fallen within 30 km", ("pollutant",))
    carried_off = Column("t/dekad", "of it carried farther", ("pollutant",))
    bypass = Column("1", "share of the gas that should be cleaned and went past the devices")


class Districts(Table):
    """One row per district, and per outlying place where gardens are."""

    axis = "district"

    city = Column("code", "row of its city", dtype=np.int64, static=True)
    bank = Column("code", "a Bank", dtype=np.int64, static=True)
    east = Column("km", "centre, eastward from the blast furnaces", static=True)
    north = Column("km", "centre, northward", static=True)
    area = Column("km2", "area", static=True)
    superblocks = Column("1", "superblocks (mikroraiony)", static=True)
    share = Column("1", "share of the city's households on the founding day", static=True)
    plots = Column(
        "code", "garden plots that lie here, as in `Households.plot`; 0 for none", dtype=np.int64, static=True
    )
    transfer = Column(
        "ug/m3/(kg/s)",
        "concentration here of a unit emission there, mean of the wind rose",
        ("stack", "pollutant"),
        static=True,
    )

    persons = Column("persons", "inhabitants", dtype=np.int64)
    households = Column("households", "households", dtype=np.int64)
    air = Column("ug/m3", "concentration this dekad", ("pollutant",))
    fallout = Column("g/m2/dekad", "deposited this dekad", ("pollutant",))
    soil = Column("mg/kg", "metal in the upper soil (lead)")
    water = Column("1", "share of the hours of this dekad with water")
    cut = Column("1", "superblocks without water at the weekends of this dekad")
    ill_adults = Column("persons", "adults with an illness of the airways", dtype=np.int64)
    ill_children = Column("persons", "children with an illness of the airways", dtype=np.int64)
    chronic = Column("persons", "persons with lasting damage to the airways", dtype=np.int64)
    nervous = Column("persons", "adults with a nervous condition", dtype=np.int64)
    lead = Column("ug/l", "mean lead in the blood of its children")
    adults = Column("persons", "inhabitants of 15 and more", dtype=np.int64)
    children = Column("persons", "inhabitants under 15", dtype=np.int64)
    queue = Column("h", "hours in queues this dekad", dtype=np.int64)


class Stacks(Table):
    """One row per group of chimneys; emissions of the shops of one kind leave through one group."""

    axis = "stack"

    city = Column("code", "row of its city", dtype=np.int64, static=True)
    product = Column(
        "code", "row of the good whose makers emit here, or -1 for other sources", dtype=np.int64, static=True
    )
    east = Column("km", "place, eastward from the blast furnaces", static=True)
    north = Column("km", "place, northward", static=True)
    height = Column("m", "effective height of release", static=True)
    factor = Column("t/unit", "uncleaned emission per unit of product", ("pollutant",), static=True)
    settles = Column("1", "share of what is let out that falls within 30 km", ("pollutant",), static=True)

    emission = Column("kg/s", "let out this dekad, mean", ("pollutant",))
    bypass = Column("1", "share of what should be cleaned and went past the devices")


class Counters(Table):
    """One row per city and ware: what its shops got, and how it reached people. Amounts at state retail prices."""

    axis = "counter"

    city = Column("code", "row of its city", dtype=np.int64, static=True)
    good = Column("code", "row of the ware among the goods", dtype=np.int64, static=True)
    norm = Column("rub/person/month", "supply a head in the founding year, at state prices", static=True)
    kilo = Column(
        "rub/kg", "state retail price of a kilogram, or of a unit, in the founding year", static=True
    )
    least = Column("rub/person/month", "what a head spends on it before all else", static=True)
    share = Column("1", "share of what is left of the purse that goes for it", static=True)
    farmed = Column(
        "rub/person/month",
        "brought to the kolkhoz market a head, at state prices, when the two prices are equal",
        static=True,
    )
    keeps = Column("dekad", "use for which a household can store it", static=True)
    coupon = Column("kg", "what one coupon is for", static=True)
    reform = Column("1", "state price after the reform of 1991 over that before", static=True)

    stock = Column("rub", "in the shops' stores", dtype=np.float64)
    supply = Column("1", "the Union's supply a head over the founding year's, as trade bases even it out")
    delivered = Column("rub/dekad", "delivered to the city's trade")
    wanted = Column("rub/dekad", "what households would buy at the state price without queues")
    sold = Column("rub/dekad", "reached households through each channel", ("channel",))
    paid = Column("kopeck", "paid by households for it through each channel", ("channel",), np.int64)
    wished = Column(
        "rub/person/month",
        "what a head would buy at the state price without queues, by place on workplace lists",
        ("place",),
    )
    reached = Column(
        "rub/person/month",
        "reached a head of households by place on workplace lists and channel, at state prices",
        ("place_channel",),
    )
    spoilt = Column("rub/dekad", "lost in store")
    queue_hours = Column("h/rub", "waiting for a rouble's worth over the counter")
    price = Column("1", "state retail price over that of the founding year")
    black_price = Column("1", "black-market price over the state price")
    found = Column("1", "chance to find it over the counter, as remembered")
    queued = Column("h/person/month", "hours a head waits for it, as the soviet hears of it")
    handed = Column("1", "share of the deliveries that goes to workplaces")
    ration = Column("coupons/person/month", "coupons printed a head and month", dtype=np.int64)
    list_share = Column("1", "share of the state's supply handed out by list or coupon")
    printed = Column("coupons", "coupons printed this dekad", dtype=np.int64)
    redeemed = Column("coupons", "coupons redeemed this dekad", dtype=np.int64)
    expired = Column("coupons", "coupons expired this dekad", dtype=np.int64)
    outstanding = Column("coupons", "coupons with households", dtype=np.int64)


class Lists(Table):
    """One row per city and housing list: the soviet's, the Works', the other enterprises'."""

    axis = "list"

    city = Column("code", "row of its city", dtype=np.int64, static=True)
    kind = Column("code", "a Waiting", dtype=np.int64, static=True)

    length = Column("households", "households on the list", dtype=np.int64)
    joins = Column("households", "joined this dekad", dtype=np.int64)
    housed = Column("households", "housed from the list this dekad, in turn", dtype=np.int64)
    jumped = Column("households", "housed from the list this dekad before their turn", dtype=np.int64)
    off_list = Column("households", "housed this dekad who were on no list", dtype=np.int64)
    reneged = Column(
        "households", "left the list this dekad: dissolved, moved away, found something else", dtype=np.int64
    )
    offered = Column("dwellings", "dwellings allotted this dekad", dtype=np.int64)
    wait = Column("yr", "mean wait of those housed from it, in turn or before, remembered")
    passed = Column(
        "households",
        "on the list, passed over at the last allotment by somebody with connections",
        dtype=np.int64,
    )
    pace = Column("households/yr", "housed from the list in a year, remembered")
    expected_wait = Column("yr", "length over yearly throughput: the wait of a newcomer")
    stake = Column("1", "what a household on the list would lose with its place, in dwellings")
    ages = Column("households", "households on the list by full years of waiting", ("wait_year",), np.int64)


WAIT_YEARS = 30
GENERATIONS = ("adults", "children")
SIZES = {
    "use_of_time": len(USES_OF_TIME),
    "channel": len(CHANNELS),
    "place": len(PLACES),
    "place_channel": len(PLACE_CHANNELS),
    "specialty": len(SPECIALTIES),
    "pollutant": len(POLLUTANTS),
    "tenure": TENURES,
    "revenue": len(REVENUES),
    "spending": len(SPENDINGS),
    "wait_year": WAIT_YEARS,
    "generation": len(GENERATIONS),
}

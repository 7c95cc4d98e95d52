"""What is recorded of the town: series of the whole town, and panels by city, district, counter, list and employer.

Every column of the town's tables that is not fixed becomes a panel, by itself: "<axis>_<column>", or
"<axis>_<column>_<label>" where it has a second axis. Nothing is told of single persons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels import census
from magnitka.measure import ROUBLES, Floats, Measure, Observable, Panel, PanelMeasure, Tally, share, tally
from magnitka.pool import over_blocks
from magnitka.process import DEKADS_PER_YEAR, Clock
from magnitka.table import Array, Column, Table
from magnitka.world import (
    Bank,
    Channel,
    Cities,
    Counters,
    Districts,
    Employers,
    Lists,
    Niche,
    Projects,
    Purpose,
    Stacks,
    Waiting,
    World,
)  # fmt: skip
from magnitka.world.cities import (
    CHANNELS,
    GENERATIONS,
    PLACE_CHANNELS,
    PLACES,
    POLLUTANTS,
    REVENUES,
    SPECIALTIES,
    SPENDINGS,
    USES_OF_TIME,
)
from magnitka.world.employers import LOSSES
from magnitka.world.people import Tenure

KOPECK = "kopeck"
MEAT = "meat"
ALL = 255.0  # `unmet` where nothing wanted was found
DUST, SULPHUR = POLLUTANTS.index("dust"), POLLUTANTS.index("sulphur dioxide")
THOUSAND = 1e-3
CONSUMER_NICHES = (Niche.FOOD, Niche.GOODS)
BY_RANK = (Channel.WORKPLACE, Channel.COUPON)
STATE = (Channel.OPEN, Channel.WORKPLACE, Channel.COUPON, Channel.BLACK)  # what the state's trade was sent
FREE_OF_BOSSES = (Channel.MARKET, Channel.COOPERATIVE, Channel.GARDEN)

# Labels of further axes of the town's columns; a column over classes without names is not recorded.
LABELS: dict[str, Sequence[str]] = {
    "use_of_time": USES_OF_TIME,
    "channel": CHANNELS,
    "place": PLACES,
    "place_channel": PLACE_CHANNELS,
    "tenure": tuple(tenure.name for tenure in Tenure),
    "specialty": SPECIALTIES,
    "pollutant": POLLUTANTS,
    "generation": GENERATIONS,
    "revenue": REVENUES,
    "spending": SPENDINGS,
    "loss": LOSSES,
}

# What every dekad records, table by table.
RECORDED: tuple[type[Table], ...] = (Cities, Districts, Counters, Lists, Employers, Projects, Stacks)
TABLE_OF = {
    Cities: "cities", Districts: "districts", Counters: "counters", Lists: "lists", Employers: "employers",
    Projects: "projects", Stacks: "stacks",
}  # fmt: skip
WITHOUT_DWELLING = tuple(tenure.name for tenure in Tenure if tenure < Tenure.PLANT)
ONCE_A_YEAR = (Lists.ages,)
UNRECORDED = (*ONCE_A_YEAR, Employers.pay_level, Employers.posts)


def narrow(values: Array, unit: str) -> Array:
    """Counts in 32 bits; kopecks and fractions as they are."""
    return values.astype(np.int32) if values.dtype == np.int64 and unit != KOPECK else values


def slug(label: str) -> str:
    """A label as part of a name."""
    return label.lower().replace(" ", "_")


def of_column(column: Column, at: int | None = None) -> PanelMeasure:
    """A column of one of the town's tables, or one of its labels."""
    table = TABLE_OF[_table(column)]

    def measure(world: World, clock: Clock) -> Array:
        values: Array = getattr(getattr(world, table), column.name)
        return narrow(values if at is None else values[:, at], column.unit)

    return measure


def panels_of(column: Column) -> list[Panel]:
    """The panels of one column: one, or one for each label of its second axis."""
    axis = _table(column).axis
    name = f"{axis}_{column.name}"
    if not column.axes:
        return [Panel(name, column.unit, column.meaning, axis, of_column(column))]
    return [
        Panel(f"{name}_{slug(label)}", column.unit, f"{column.meaning}: {slug(label)}", axis, of_column(column, at))
        for at, label in enumerate(LABELS[column.axes[0]])
        if label not in WITHOUT_DWELLING
    ]  # fmt: skip


def _table(column: Column) -> type[Table]:
    assert column.table is not None
    return column.table


PANELS: tuple[Panel, ...] = tuple(
    panel
    for table in RECORDED
    for column in table.columns()
    if not column.static and column not in UNRECORDED and LABELS.keys() >= set(column.axes)
    for panel in panels_of(column)
)

YEARLY: tuple[Panel, ...] = tuple(
    Panel(f"{_table(column).axis}_{column.name}", column.unit, column.meaning, _table(column).axis, of_column(column))
    for column in ONCE_A_YEAR
)  # fmt: skip


# ------------------------------------------------------------------------------------------------ sums of columns
def total(column: Column, scale: float = 1.0) -> Measure:
    """Sum of a column over its table."""
    table, name = TABLE_OF[_table(column)], column.name
    return lambda world, clock: float(getattr(getattr(world, table), name).sum()) * scale


def part(column: Column, at: int, scale: float = 1.0) -> Measure:
    """Sum of one label of a column over its table."""
    table, name = TABLE_OF[_table(column)], column.name
    return lambda world, clock: float(getattr(getattr(world, table), name)[:, at].sum()) * scale


def ratio_of(above: Measure, below: Measure) -> Measure:
    """One measure over another, and zero of nothing."""
    return lambda world, clock: share(above(world, clock), below(world, clock))


def mean_weighted(column: Column, weight: Callable[[World], Array], at: int | None = None) -> Measure:
    """Mean of a column of one of the town's tables, weighted."""
    table, name = TABLE_OF[_table(column)], column.name

    def measure(world: World, clock: Clock) -> float:
        values = getattr(getattr(world, table), name)
        w = weight(world).astype(np.float64)
        return share(float(np.sum((values if at is None else values[:, at]) * w)), float(w.sum()))

    return measure


# ------------------------------------------------------------------------------------------------ homes
def wait_of_a_newcomer(world: World, clock: Clock) -> float:
    """Expected wait, mean of the lists by length."""
    k = world.lists
    return share(float(np.sum(k.expected_wait * k.length)), float(k.length.sum()))


def allotted(world: World) -> float:
    """Dwellings that found a household this dekad."""
    k = world.lists
    return float((k.housed + k.jumped + k.off_list).sum())


def by_owner(kinds: tuple[Waiting, ...]) -> Measure:
    """Share of the dwellings allotted this dekad that were these owners' to allot, in turn."""

    def measure(world: World, clock: Clock) -> float:
        k = world.lists
        return share(float(k.housed[np.isin(k.kind, kinds)].sum()), allotted(world))

    return measure


# ------------------------------------------------------------------------------------------------ goods and money
def through(channels: Sequence[Channel], ware: str = "") -> Measure:
    """What reached households through some channels, roubles at state prices of the founding year."""

    def measure(world: World, clock: Clock) -> float:
        c = world.counters
        rows = c.good == world.goods.row_of[ware] if ware else np.ones(c.rows, bool)
        return float(c.sold[rows][:, list(channels)].sum())

    return measure


def share_through(
    channels: Sequence[Channel], of: Sequence[Channel] = tuple(Channel), ware: str = ""
) -> Measure:
    """Share of what reached households that came through some channels."""
    return ratio_of(through(channels, ware), through(of, ware))


def spent(world: World, clock: Clock) -> float:
    """What households paid this dekad for goods, rent and fares, Mrub."""
    return float(world.cities.takings.sum() + world.cities.services.sum()) * ROUBLES


def unmet_demand(world: World, clock: Clock) -> float:
    """Share of what would be bought at state prices that the state's trade did not bring, by value."""
    c = world.counters
    brought = np.minimum(c.sold[:, list(STATE)].sum(axis=1), c.wanted)
    return share(float(np.sum(c.wanted - brought)), float(c.wanted.sum()))


def shelves(world: World) -> Array:
    """Weight of each counter: the supply of the founding year."""
    return world.counters.norm


# ------------------------------------------------------------------------------------------------ cooperatives
def of_cooperatives(column: str, niches: Sequence[Niche] | None = None, scale: float = 1.0) -> Measure:
    """Sum of a column over the cooperatives that exist."""

    def measure(world: World, clock: Clock) -> float:
        k = world.cooperatives
        rows = k.members > 0
        if niches is not None:
            rows &= np.isin(k.niche, niches)
        return float(getattr(k, column)[rows].sum()) * scale

    return measure


def cooperatives(world: World, clock: Clock) -> float:
    """Cooperatives that exist."""
    return float((world.cooperatives.members > 0).sum())


def independent_cooperatives(world: World, clock: Clock) -> float:
    """Cooperatives that work in no plant or institution."""
    k = world.cooperatives
    return float(((k.members > 0) & (k.host < 0)).sum())


def cooperative_price(world: World, clock: Clock) -> float:
    """Price over the state price of cooperatives that work for people, by sales."""
    k = world.cooperatives
    rows = (k.members > 0) & np.isin(k.niche, CONSUMER_NICHES)
    return share(float(np.sum(k.price[rows] * k.revenue[rows])), float(k.revenue[rows].sum()))


# ------------------------------------------------------------------------------------------------ air and bodies
def on_bank(
    column: Column, weight: Column, bank: Bank, at: int | None = None, counted: bool = False
) -> Measure:
    """Mean of a column over the districts of a bank, by `weight`; of a count, its sum over the sum of `weight`."""
    name, by = column.name, weight.name

    def measure(world: World, clock: Clock) -> float:
        d = world.districts
        rows = d.bank == bank
        values = getattr(d, name) if at is None else getattr(d, name)[:, at]
        w = getattr(d, by)
        return share(float(np.sum(values[rows] * (1.0 if counted else w[rows]))), float(w[rows].sum()))

    return measure


# ------------------------------------------------------------------------------------------------ work and city
def lost_to(cause: int) -> Measure:
    """Hours due that were missed for one cause, over hours due, by staff."""
    return mean_weighted(Employers.lost, lambda world: world.employers.staff, cause)


def social_share(world: World, clock: Clock) -> float:
    """Share of the work done on building projects this dekad that was not industry's."""
    p = world.projects
    return share(float(p.built[p.purpose != Purpose.INDUSTRY].sum()), float(p.built.sum()))


def noise_of_the_city(world: World, clock: Clock) -> float:
    """What the mayor's noise costs him, in the name of the Works."""
    return float(world.enterprises.noise[world.works])


def state_orders(world: World, clock: Clock) -> float:
    """Share of output under enforced state orders."""
    return float(world.centre.state_order[0])


def bartered(world: World, clock: Clock) -> float:
    """Rolled steel and all else that the Works bartered away, over what it shipped and bartered, by value."""
    e, k, w = world.enterprises, world.links, world.works
    away = float(np.sum(np.maximum(-e.bartered[w], 0.0) * world.goods.price))
    sent = float(np.sum((k.shipped * world.goods.price[k.good])[k.supplier == w]))
    return share(away, away + sent)


# ------------------------------------------------------------------------------------------------ one pass over all
def persons_counted(world: World, young: int) -> NDArray[np.int64]:
    """Counts over all persons, shape (census.OF_PERSONS,); infants are those born at tick `young` or later."""
    p = world.people
    counts = np.zeros((p.rows, census.OF_PERSONS), np.int64)
    over_blocks(
        lambda a, b: census.count_persons(a, b, young, p.persons, p.born, p.flags, p.sick, p.lead, counts),
        p.rows,
    )
    return np.asarray(counts.sum(axis=0) * world.weight)


def households_counted(world: World) -> NDArray[np.int64]:
    """Counts over all households, shape (census.OF_HOUSEHOLDS,)."""
    h = world.households
    counts = np.zeros((h.rows, census.OF_HOUSEHOLDS), np.int64)
    over_blocks(
        lambda a, b: census.count_households(
            a,
            b,
            h.top,
            h.size,
            h.cash,
            h.deposit,
            h.tenure,
            h.rooms,
            h.list,
            h.passed,
            h.unmet,
            h.pantry,
            counts,
        ),
        h.rows,
    )
    return np.asarray(counts.sum(axis=0) * world.weight)


def told_of_persons(world: World, clock: Clock) -> Floats:
    """Shares of the town's persons, in the order of `OF_PERSONS`."""
    n = persons_counted(world, clock.tick - DEKADS_PER_YEAR + 1)
    persons, adults = float(n[census.PERSONS]), float(world.cities.adults.sum())
    infants = float(n[census.INFANTS])
    return np.array(
        [
            share(float(n[census.SICK]), persons),
            share(float(n[census.INVALIDS]), adults),
            share(float(n[census.NERVOUS_ILL]), adults),
            share(float(n[census.DRINKERS]), adults),
            float(n[census.PENSIONERS]),
            share(float(n[census.LEAD]), persons),
            share(float(n[census.INFANTS_ILL]), infants),
        ]
    )


OF_PERSONS = tally(
    told_of_persons,
    {
        "town_sick": ("1", "persons ill this dekad, over persons"),
        "town_invalids": ("1", "retired as invalids, over adults"),
        "town_nervous": ("1", "adults with a nervous condition"),
        "town_drinkers": ("1", "drinkers over adults"),
        "town_pensioners": ("persons", "pensioners"),
        "town_lead": ("code", "lead in the body, mean of all persons"),
        "town_pathologies": ("1", "infants under one year born with a pathology"),
    },
)


def told_of_households(world: World, clock: Clock) -> Floats:
    """Money, hoards and dependence of the town's households, in the order of `OF_HOUSEHOLDS`."""
    n = households_counted(world)
    households, spending = float(n[census.HOUSEHOLDS]), spent(world, clock) * DEKADS_PER_YEAR
    cash, deposits = (float(n[at]) * ROUBLES for at in (census.CASH, census.DEPOSIT))
    handed = share_through(BY_RANK)(world, clock)
    on_lists = share(float(n[census.BOSSES_LIST]), households)
    homes = share(float(n[census.BOSSES_HOME]), households)
    return np.array(
        [
            cash,
            deposits,
            share(cash + deposits, spending),
            share(float(n[census.UNMET]) / ALL, households),
            share(float(n[census.LISTED_PERSONS]), float(n[census.LISTED_ROOMS])),
            share(float(n[census.PASSED]), float(n[census.LISTED])),
            homes,
            on_lists,
            handed + on_lists,
        ]
    )


OF_HOUSEHOLDS = tally(
    told_of_households,
    {
        "town_cash": ("Mrub", "cash with households"),
        "town_deposits": ("Mrub", "savings-bank deposits of households"),
        "town_overhang": ("yr", "cash and deposits of households over a year's spending"),
        "town_unmet": ("1", "share of what a household wanted this month and could not buy"),
        "town_crowding": ("persons", "persons to a room of households on a housing list"),
        "town_passed_over": (
            "1",
            "share of households on a list that somebody with connections was put before",
        ),
        "town_bosses_homes": ("1", "share of households that live in a hostel or flat of an enterprise"),
        "town_bosses_lists": ("1", "share of households that wait on an enterprise's housing list"),
        "town_dependence": (
            "1",
            "what bosses can withhold: share of consumption handed out by list and coupon, plus share of households "
            "waiting on an enterprise's list",
        ),
    },
)

TALLIES: tuple[Tally, ...] = (OF_PERSONS, OF_HOUSEHOLDS)


# ------------------------------------------------------------------------------------------------ series
def _series(unit: str, rows: dict[str, tuple[str, Measure]]) -> tuple[Observable, ...]:
    return tuple(Observable(f"town_{name}", unit, text, measure) for name, (text, measure) in rows.items())


EACH: tuple[Observable, ...] = (
    # people
    *_series(
        "persons",
        {
            "persons": ("inhabitants", total(Cities.persons)),
            "adults": ("inhabitants of 15 and more", total(Cities.adults)),
            "children": ("inhabitants under 15", total(Cities.children)),
            "employed": ("inhabitants with an employer", total(Cities.employed)),
            "births": ("born this dekad", total(Cities.births)),
            "deaths": ("died this dekad", total(Cities.deaths)),
            "arrivals": ("moved in this dekad", total(Cities.arrivals)),
            "departures": ("moved away this dekad", total(Cities.departures)),
            "quits": ("left their employer this dekad", total(Employers.quits)),
            "cooperative_members": ("persons who work in cooperatives", of_cooperatives("members")),
            "doctors": ("doctors at work", total(Cities.doctors)),
            "doctors_left": ("doctors who left this dekad", total(Cities.doctors_left)),
        },
    ),
    *_series("households", {"households": ("households", total(Cities.households))}),
    # homes
    *_series(
        "1",
        {
            "listed_share": (
                "share of households on a housing list",
                ratio_of(total(Lists.length), total(Cities.households)),
            ),
            "off_list_share": (
                "share of the dwellings allotted this dekad that went to households on no list",
                lambda w, c: share(float(w.lists.off_list.sum()), allotted(w)),
            ),
            "jumped_share": (
                "share of the dwellings allotted this dekad that went to somebody on a list before his turn",
                lambda w, c: share(float(w.lists.jumped.sum()), allotted(w)),
            ),
        },
    ),
    *_series(
        "yr", {"expected_wait": ("wait of a newcomer, mean of the lists by length", wait_of_a_newcomer)}
    ),
    *_series(
        "dwellings",
        {
            "completions": ("dwellings completed this dekad", total(Cities.completed)),
            "allotted": ("dwellings that found a household this dekad", lambda w, c: allotted(w)),
            "vacant": ("dwellings empty, to be allotted", total(Cities.vacant)),
        },
    ),
    # money
    *_series(
        "Mrub/dekad",
        {
            "income": ("money income of households", total(Cities.income, ROUBLES)),
            "spending": ("paid by households for goods, rent and fares", spent),
            "cash_out": ("paid by cooperatives to their members", of_cooperatives("paid_out", scale=ROUBLES)),
        },
    ),
    *_series("Mrub", {"city_account": ("the city's account", total(Cities.account, ROUBLES))}),
    *_series(
        "Mrub/dekad",
        {
            "city_revenue": ("the city's revenue", total(Cities.revenue, ROUBLES)),
            "city_spending": ("the city's spending", total(Cities.spending, ROUBLES)),
            "concessions": (
                "wrung from the ministry by the city",
                part(Cities.revenue, REVENUES.index("concessions"), ROUBLES),
            ),
            "profit_returned": (
                "profit of its plants given back to the city",
                part(Cities.revenue, REVENUES.index("returned profit"), ROUBLES),
            ),
            "social_plan": ("social lines in the year's budgets of industry", total(Cities.social_plan)),
            "social_funds": (
                "of them left once industry has taken what it needs",
                total(Cities.social_funds),
            ),
            "overrun": ("cost of industrial building beyond its budget", total(Cities.overrun)),
            "noise": ("noise that the city makes in the ministry", noise_of_the_city),
        },
    ),
    # goods
    *_series(
        "h",
        {
            "queue_hours": (
                "hours in queues a head and day",
                lambda w, c: share(
                    float(w.cities.hours[:, USES_OF_TIME.index("queue")].sum()),
                    float(w.cities.persons.sum()) * c.days,
                ),
            )
        },
    ),
    *_series(
        "1",
        {
            "saving": (
                "share of money income that was not spent",
                lambda w, c: 1.0 - share(spent(w, c), float(w.cities.income.sum()) * ROUBLES),
            ),
            "handed_out": (
                "share of the state's supply that came by list or coupon",
                share_through(BY_RANK, STATE),
            ),
            **{
                f"share_{slug(label)}": (
                    f"share of all that reached households, by value: {label}",
                    share_through((Channel(at),)),
                )
                for at, label in enumerate(CHANNELS)
            },
            "shortage": (
                "wanted at state prices and not brought by the state's trade, by value",
                unmet_demand,
            ),
            "prices": (
                "state retail prices over those of the founding year",
                mean_weighted(Counters.price, shelves),
            ),
            "black_premium": (
                "black-market price over the state price",
                mean_weighted(Counters.black_price, shelves),
            ),
            "cooperative_price": ("price of cooperatives for people over the state price", cooperative_price),
            "cooperatives": ("cooperatives", cooperatives),
            "cooperatives_independent": ("cooperatives in nobody's house", independent_cooperatives),
            "resentment": (
                "share of adults who see cooperatives earn far more than they do",
                mean_weighted(Cities.resentment, lambda world: world.cities.adults),
            ),
            "cooperatives_in_industry": (
                "share of cooperatives' members who work inside a plant",
                ratio_of(of_cooperatives("members", (Niche.INDUSTRY,)), of_cooperatives("members")),
            ),
        },
    ),
    # air and water
    *_series(
        "kt/dekad",
        {
            "emissions": ("let out by all stacks", total(Cities.emitted, THOUSAND)),
            **{
                f"emissions_{slug(label)}": (
                    f"let out by all stacks: {label}",
                    part(Cities.emitted, at, THOUSAND),
                )
                for at, label in enumerate(POLLUTANTS)
            },
        },
    ),
    *_series(
        "ug/m3",
        {
            "dust_left": ("dust, left bank", on_bank(Districts.air, Districts.persons, Bank.LEFT, DUST)),
            "dust_right": ("dust, right bank", on_bank(Districts.air, Districts.persons, Bank.RIGHT, DUST)),
            "sulphur_left": (
                "sulphur dioxide, left bank",
                on_bank(Districts.air, Districts.persons, Bank.LEFT, SULPHUR),
            ),
            "sulphur_right": (
                "sulphur dioxide, right bank",
                on_bank(Districts.air, Districts.persons, Bank.RIGHT, SULPHUR),
            ),
        },
    ),
    *_series(
        "1",
        {
            "bypass": (
                "share of the gas that should be cleaned and was not",
                lambda w, c: float(w.cities.bypass.mean()),
            ),
            "superblocks_cut": ("superblocks without water at weekends", total(Districts.cut)),
            "water": (
                "share of hours with water",
                mean_weighted(Districts.water, lambda world: world.districts.persons),
            ),
            # bodies
            "ill_adults": (
                "adults ill of the airways",
                ratio_of(total(Districts.ill_adults), total(Cities.adults)),
            ),
            "ill_children": (
                "children ill of the airways",
                ratio_of(total(Districts.ill_children), total(Cities.children)),
            ),
            **{
                f"ill_{who}_{bank.name.lower()}": (
                    f"{who} ill of the airways, {bank.name.lower()} bank",
                    on_bank(ill, of, bank, counted=True),
                )
                for who, ill, of in (
                    ("adults", Districts.ill_adults, Districts.adults),
                    ("children", Districts.ill_children, Districts.children),
                )
                for bank in (Bank.LEFT, Bank.RIGHT)
            },
            "chronic": (
                "persons with lasting damage to the airways",
                ratio_of(total(Districts.chronic), total(Cities.persons)),
            ),
            "found_late": (
                "of the lasting damage found this dekad: in a late stage",
                ratio_of(total(Cities.found_late), total(Cities.found_chronic)),
            ),
            "beds_filled": (
                "patients in hospital over beds",
                ratio_of(total(Cities.inpatients), total(Cities.beds)),
            ),
            "doctor_staffing": (
                "doctors at work over the norm",
                ratio_of(total(Cities.doctors), total(Cities.doctor_norm)),
            ),
            # work
            "attendance": (
                "hours worked over hours due",
                mean_weighted(Employers.present, lambda world: world.employers.staff),
            ),
            **{
                f"lost_{slug(cause)}": (f"hours due missed: {cause}", lost_to(at))
                for at, cause in enumerate(LOSSES)
            },
            "social_share": ("share of building work that is not industry's", social_share),
            # who decides who gets it
            "steel_centre": ("of the last tonne of steel: under enforced state orders", state_orders),
            "steel_plant": (
                "of the last tonne of steel: the plant's own to sell",
                lambda w, c: 1.0 - state_orders(w, c),
            ),
            "steel_bartered": ("of what the Works sent out: bartered", bartered),
            "flat_soviet": ("of the last flat: allotted by the soviet, in turn", by_owner((Waiting.SOVIET,))),
            "flat_plant": (
                "of the last flat: allotted by enterprises, in turn",
                by_owner((Waiting.WORKS, Waiting.OTHER)),
            ),
            "flat_connections": (
                "of the last flat: past the list or out of turn",
                lambda w, c: share(float((w.lists.jumped + w.lists.off_list).sum()), allotted(w)),
            ),
            "meat_by_plant": (
                "of the last kilo of meat: handed out at work",
                share_through((Channel.WORKPLACE,), ware=MEAT),
            ),
            "meat_by_soviet": (
                "of the last kilo of meat: against the soviet's coupons",
                share_through((Channel.COUPON,), ware=MEAT),
            ),
            "meat_by_shop": (
                "of the last kilo of meat: under the counter",
                share_through((Channel.BLACK,), ware=MEAT),
            ),
            "meat_by_nobody": (
                "of the last kilo of meat: by queue, price or one's own plot",
                share_through((Channel.OPEN, *FREE_OF_BOSSES), ware=MEAT),
            ),
        },
    ),
)

SERIES: tuple[Observable, ...] = (*EACH, *(one for told in TALLIES for one in told.series))

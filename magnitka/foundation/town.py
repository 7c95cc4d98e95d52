"""Founds the cities: people in households, at work, in dwellings and on lists; shops, districts, stacks, projects.

Margins are the scenario's; persons and households are drawn from them with the seed's luck. The staff of the Works'
shops is the works' own table; other employers are a table of their own. All opening money is Gosbank's liability.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from magnitka.errors import UsageError, did_you_mean
from magnitka.foundation.given import Params as Foundation
from magnitka.foundation.given import the_works
from magnitka.foundation.population import fill_blocks, fit_families, shuffle_order, spread_over
from magnitka.kernels.dice import key_of, luck_of
from magnitka.quantity import quantity
from magnitka.scenario import Scenario
from magnitka.table import Table
from magnitka.world import (
    Bank,
    Education,
    Mark,
    Niche,
    Occupation,
    Payer,
    Purpose,
    Sector,
    Tenure,
    Waiting,
    World,
)
from magnitka.world.cities import POLLUTANTS, SPECIALTIES
from magnitka.world.people import DEKADS_PER_YEAR, JOIN_ORIGIN, NOBODY

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
E = TypeVar("E", bound=IntEnum)

HOUSEHOLDS_A_BLOCK = 1700  # on the founding day; the rest is room to grow
COOPERATIVES = 400  # rows that cooperatives may take
DOCTORS = (Occupation.PHYSICIAN, Occupation.SURGEON, Occupation.GYNAECOLOGIST, Occupation.PAEDIATRICIAN)
NONE = "none"  # in a table: belongs to no enterprise of the model
CROWDED = 2.0  # persons a room from which a household asks for more


@dataclass(frozen=True)
class Params:
    """The people of the founding day."""

    persons_per_agent: float = quantity(
        "1", "persons that one row of the population stands for", at_least=1, at_most=1000
    )
    employed_men: float = quantity("1", "share of men of working age with an employer", at_least=0, at_most=1)
    employed_women: float = quantity(
        "1", "share of women of working age with an employer", at_least=0, at_most=1
    )
    posts_scale: float = quantity(
        "1", "posts outside the Works, over those of the table of employers", at_least=0.001, at_most=10
    )
    works_pay: float = quantity("rub/month", "mean pay in the shops of the Works", at_least=0)
    party: float = quantity("1", "share of adults in the party", at_least=0, at_most=0.5)
    drinking_men: float = quantity("1", "share of men who miss work for drink", at_least=0, at_most=1)
    drinking_women: float = quantity("1", "share of women who do", at_least=0, at_most=1)
    deposits: float = quantity("rub/person", "savings a head", at_least=0)
    cash_months: float = quantity("month", "cash in hand, in months of money income", at_least=0)
    hostel: float = quantity("1", "share of households in hostels", at_least=0, at_most=1)
    shared: float = quantity("1", "share with relatives or as subtenants", at_least=0, at_most=1)
    room: float = quantity("1", "share in rooms of communal flats", at_least=0, at_most=1)
    plant: float = quantity("1", "share in flats of enterprises", at_least=0, at_most=1)
    city: float = quantity("1", "share in flats of the soviet", at_least=0, at_most=1)
    coop: float = quantity("1", "share in flats of building cooperatives", at_least=0, at_most=1)
    listed: float = quantity("1", "share of households on a housing list", at_least=0, at_most=1)
    oldest_wait: float = quantity("yr", "longest wait of those listed", at_least=0.1, at_most=28)
    plots: float = quantity("1", "share of households with a garden plot", at_least=0, at_most=1)
    plots_near: float = quantity("1", "share of the plots that lie in the smoke", at_least=0, at_most=1)


class Employer(NamedTuple):
    """One employer to be."""

    name: str
    city: str
    enterprise: str
    shop: int
    sector: Sector
    payer: Payer
    posts: float
    pay: float
    women: float
    east: float
    north: float


def town_labels(scenario: Scenario, shops: list[str], owners: list[str]) -> dict[str, list[str]]:
    """Row labels of the cities' tables; `shops` and `owners` are all shops and their enterprises."""
    cities = list(scenario.table("cities").texts("city"))
    p = scenario.params(Params, "population")
    blocks = [
        f"{city} block {number + 1}"
        for city, households in zip(cities, scenario.table("cities").numbers("households"), strict=True)
        for number in range(max(int(np.ceil(households / p.persons_per_agent / HOUSEHOLDS_A_BLOCK)), 1))
    ]
    return {
        "city": cities,
        "district": list(scenario.table("districts").texts("district")),
        "stack": list(scenario.table("stacks").texts("stack")),
        "employer": [one.name for one in employers(scenario, shops, owners)],
        "block": blocks,
        "counter": [f"{city}: {ware}" for city in cities for ware in scenario.table("wares").texts("ware")],
        "list": [f"{city}: {kind.name.lower()}" for city in cities for kind in Waiting if kind],
        "project": list(scenario.table("projects").texts("project")),
        "cooperative": [f"{city}: {n + 1}" for city in cities for n in range(COOPERATIVES)],
    }


def employers(scenario: Scenario, shops: list[str], owners: list[str]) -> list[Employer]:
    """The shops of the Works, then the table's employers. Raises UsageError for what the table gets wrong."""
    works, p = the_works(scenario), scenario.params(Params, "population")
    size = scenario.params(Foundation, "foundation").works_scale
    hands = dict(
        zip(scenario.table("works").texts("shop"), scenario.table("works").numbers("workers"), strict=True)
    )
    home = scenario.table("cities").texts("city")[0]
    found = [
        Employer(
            name,
            home,
            works,
            row,
            Sector.WORKS,
            Payer.ENTERPRISE,
            hands[name] * size,
            p.works_pay,
            0.33,
            0.0,
            0.0,
        )
        for row, (name, owner) in enumerate(zip(shops, owners, strict=True))
        if owner == works and name in hands
    ]
    table = scenario.table("employers")
    known = scenario.table("enterprises").texts("enterprise")
    for row, name in enumerate(table.texts("employer")):
        enterprise = table.texts("enterprise")[row]
        if enterprise != NONE and enterprise not in known:
            raise UsageError(
                f"table employers: {name} belongs to {enterprise}, which is no enterprise; "
                f"{did_you_mean(enterprise, known)}"
            )
        found.append(
            Employer(
                name,
                table.texts("city")[row],
                enterprise,
                -1,
                _named(Sector, table.texts("sector")[row], "employers", name),
                _named(Payer, table.texts("payer")[row], "employers", name),
                table.numbers("posts")[row] * (size if enterprise == works else p.posts_scale),
                table.numbers("pay")[row],
                table.numbers("women")[row],
                table.numbers("east")[row],
                table.numbers("north")[row],
            )
        )
    return found


def _named(kind: type[E], text: str, table: str, row: str) -> E:
    """A member of an IntEnum by its lower-case name. Raises UsageError."""
    names = {member.name.lower(): member for member in kind}
    if text not in names:
        raise UsageError(
            f"table {table}: {row} has {text!r}, which is no {kind.__name__.lower()}; {did_you_mean(text, names)}"
        )
    return names[text]


def at_rest(table: Table) -> None:
    """Zero in every column."""
    for column in table.columns():
        table.__dict__[column.name][:] = 0


def fill_town(world: World, scenario: Scenario, seed: int) -> None:
    """Writes the founding day into the cities' tables. Raises UsageError where the tables contradict one another."""
    p = scenario.params(Params, "population")
    for table in (
        world.cities, world.districts, world.stacks, world.employers, world.people, world.households,
        world.counters, world.lists, world.projects, world.cooperatives,
    ):  # fmt: skip
        at_rest(table)
    world.enterprises.peopled[:] = 0.0
    world.centre.issued[0] = 0
    fill_places(world, scenario)
    fill_employers(world, scenario)
    fill_ages(world, scenario)
    settle_people(world, scenario, seed, p)
    give_work(world, scenario, seed, p)
    give_homes(world, seed, p)
    give_money(world, seed, p)
    count(world)


# ---------------------------------------------------------------------------------------------------- places
def fill_places(world: World, scenario: Scenario) -> None:
    """Cities, districts, stacks, shop counters, lists, projects, room for cooperatives."""
    c, d, s = world.cities, world.districts, world.stacks
    table = scenario.table("cities")
    for n, specialty in enumerate(SPECIALTIES):
        c.doctor_norm[:, n] = table.numbers(f"norm_{specialty}")
    table = scenario.table("districts")
    d.city[:] = [_row(c, text, "districts") for text in table.texts("city")]
    d.bank[:] = [
        _named(Bank, text, "districts", name)
        for name, text in zip(d.labels, table.texts("bank"), strict=True)
    ]
    for name in ("east", "north", "area", "superblocks", "share"):
        getattr(d, name)[:] = table.numbers(name)
    d.water[:] = 1.0
    table = scenario.table("stacks")
    s.city[:] = [_row(c, text, "stacks") for text in table.texts("city")]
    s.product[:] = [world.goods.row_of.get(text, -1) for text in table.texts("product")]
    for name in ("east", "north", "height"):
        getattr(s, name)[:] = table.numbers(name)
    for n, pollutant in enumerate(POLLUTANTS):
        s.factor[:, n] = table.numbers(pollutant.replace(" ", "_"))
    table = scenario.table("wares")
    k = world.counters
    wares = len(table)
    k.city[:] = np.repeat(np.arange(c.rows), wares)
    k.good[:] = np.tile([_row(world.goods, text, "wares") for text in table.texts("ware")], c.rows)
    for name in ("norm", "kilo", "least", "share", "farmed", "keeps", "coupon", "reform"):
        getattr(k, name)[:] = np.tile(table.numbers(name), c.rows)
    k.price[:] = k.black_price[:] = k.found[:] = k.supply[:] = 1.0
    world.lists.city[:] = np.repeat(np.arange(c.rows), 3)
    world.lists.kind[:] = np.tile([kind for kind in Waiting if kind], c.rows)
    table = scenario.table("projects")
    j = world.projects
    j.city[:] = [_row(c, text, "projects") for text in table.texts("city")]
    j.purpose[:] = [
        _named(Purpose, text, "projects", name)
        for name, text in zip(j.labels, table.texts("purpose"), strict=True)
    ]
    j.owner[:] = [
        _named(Tenure, text, "projects", name)
        for name, text in zip(j.labels, table.texts("owner"), strict=True)
    ]
    for name in ("cost", "yields", "water", "proposed"):
        getattr(j, name)[:] = table.numbers(name)
    j.luck[:] = [luck_of(label) for label in j.labels]
    begun = np.array(table.numbers("begun"))  # share of the estimate
    j.started[:], j.done[:] = begun > 0, begun * j.cost
    o = world.cooperatives
    o.city[:] = np.repeat(np.arange(c.rows), o.rows // c.rows)
    o.luck[:] = [luck_of(label) for label in o.labels]
    o.niche[:], o.host[:] = Niche.GOODS, -1


def _row(table: Table, text: str, named: str) -> int:
    if text not in table.row_of:
        raise UsageError(f"table {named}: {text!r} is not known; {did_you_mean(text, table.row_of)}")
    return table.row_of[text]


def fill_employers(world: World, scenario: Scenario) -> None:
    """Places of work, their posts and their pay."""
    m, s, e = world.employers, world.shops, world.enterprises
    owners = [e.labels[row] for row in s.enterprise]
    for row, one in enumerate(employers(scenario, s.labels, owners)):
        m.city[row] = _row(world.cities, one.city, "employers")
        m.enterprise[row] = e.row_of[one.enterprise] if one.enterprise != NONE else -1
        m.shop[row], m.sector[row], m.payer[row] = one.shop, one.sector, one.payer
        m.luck[row] = luck_of(one.name)
        m.posts_base[row] = one.posts
        m.posts[row] = one.posts
        m.pay_level[row] = round(one.pay * 100)
        m.east[row], m.north[row] = one.east, one.north
        if one.payer == Payer.ENTERPRISE and m.enterprise[row] < 0:
            raise UsageError(f"table employers: {one.name} is paid by an enterprise, but names none")
    e.peopled[m.enterprise[m.enterprise >= 0]] = 1.0
    m.present[:] = 1.0


# ---------------------------------------------------------------------------------------------------- people
def fill_ages(world: World, scenario: Scenario) -> None:
    """Chances of the founding year for each year of age, from the classes of the table of vital rates."""
    a, table = world.ages, scenario.table("vital")
    first = np.array([int(text) for text in table.texts("age")])
    of = np.searchsorted(first, np.arange(a.rows), side="right") - 1
    if (np.diff(first) <= 0).any() or first[0] != 0:
        raise UsageError("table vital: its classes of age must begin at 0 and rise")
    for column, men, women in (
        (a.deaths, "deaths_men", "deaths_women"),
        (a.drink, "drink_men", "drink_women"),
        (a.weddings, "grooms", "brides"),
    ):
        column[:, 0], column[:, 1] = table.numbers(men)[of], table.numbers(women)[of]
    for name in ("births_wed", "births_unwed", "divorces", "moves"):
        getattr(a, name)[:] = table.numbers(name)[of]


def settle_people(world: World, scenario: Scenario, seed: int, p: Params) -> None:
    """Persons and households of each city into its blocks."""
    q, h = world.people, world.households
    table = scenario.table("cities")
    ages = scenario.table("ages")
    margins = np.stack([ages.numbers("men"), ages.numbers("women")], axis=1)
    for city, name in enumerate(world.cities.labels):
        persons, households = (table.numbers(column)[city] for column in ("persons", "households"))
        key = key_of(seed, f"population of {name}", 0)
        shares = fit_families(key, margins, persons / households)
        number = round(households / world.weight)
        forms = spread_over(number, shares)
        forms = np.ascontiguousarray(forms[np.argsort(shuffle_order(key, number), kind="stable")])
        mine = np.flatnonzero([label.startswith(f"{name} block ") for label in q.labels])
        q.city[mine] = city
        fill_blocks(
            key, forms, mine[np.arange(number) % mine.size], q.persons, h.top, q.luck, q.household, q.born,
            q.flags, h.luck, h.size, h.children,
        )  # fmt: skip


def _draws(key: np.uint64, luck: NDArray[np.uint32], draw: int) -> Floats:
    """Uniform numbers by luck, as `kernels.dice.uniform` would draw them."""
    golden = np.uint64(0x9E3779B97F4A7C15)
    with np.errstate(over="ignore"):
        z = _mixed(key + luck.astype(np.uint64) * golden)
        z = _mixed(z + np.uint64(draw + 1) * golden)
    result: Floats = (z >> np.uint64(11)).astype(np.float64) / 9007199254740992.0
    return result


def _mixed(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def _live(world: World, city: int) -> tuple[Codes, Codes]:
    """Block and slot of every person of a city."""
    q = world.people
    blocks = np.flatnonzero(q.city == city)
    return (
        np.repeat(blocks, q.persons[blocks]),
        np.concatenate([np.arange(n) for n in q.persons[blocks]]).astype(np.int64),
    )


def give_work(world: World, scenario: Scenario, seed: int, p: Params) -> None:
    """Fills the posts: men and women of working age by lot, as the employers' shares of women say."""
    q = world.people
    q.employer[:] = NOBODY
    trades = _trades(scenario)
    women = [
        one.women
        for one in employers(
            scenario, world.shops.labels, [world.enterprises.labels[row] for row in world.shops.enterprise]
        )
    ]
    for city, name in enumerate(world.cities.labels):
        key = key_of(seed, f"work in {name}", 0)
        b, i = _live(world, city)
        luck, flags = q.luck[b, i], q.flags[b, i]
        age = -q.born[b, i] / DEKADS_PER_YEAR
        female = (flags & Mark.FEMALE) > 0
        q.education[b, i] = np.where(age < 15, Education.PRIMARY, Education.INCOMPLETE)
        q.flags[b, i] |= np.where(
            (age >= np.where(female, 55, 60)), np.uint16(Mark.PENSIONER), np.uint16(0)
        ).astype(np.uint16)
        drinks = (age >= 18) & (_draws(key, luck, 1) < np.where(female, p.drinking_women, p.drinking_men))
        q.flags[b, i] |= np.where(drinks, np.uint16(Mark.DRINKER), np.uint16(0)).astype(np.uint16)
        for sex, share in ((False, p.employed_men), (True, p.employed_women)):
            old = 55 if sex else 60
            able = np.flatnonzero((female == sex) & (age >= 18) & (age < old))
            able = able[_draws(key, luck[able], 2) < share]
            able = able[np.argsort(_draws(key, luck[able], 3), kind="stable")]
            posts = _posts(world, city, np.array(women), sex, trades, scenario)
            # posts are filled by lot; hands are short, so doctors are placed first: their number is given
            lot = shuffle_order(key ^ np.uint64(sex + 1), len(posts))
            posts = posts[np.argsort(np.where(np.isin(posts[:, 1], DOCTORS), 0, lot), kind="stable")]
            some = min(len(able), len(posts))
            chosen, post = able[:some], posts[:some]
            at = (b[chosen], i[chosen])
            q.employer[at] = post[:, 0]
            q.occupation[at] = post[:, 1]
            trade = trades[post[:, 2]]
            spread = _draws(key, luck[chosen], 4)
            q.education[at] = np.clip(np.rint(trade[:, 1] + 1.6 * (spread - 0.5)), 0, 4)
            years = np.minimum(age[chosen] - 18, 45)
            q.service[at] = (years * _draws(key, luck[chosen], 5) ** 2).astype(np.uint8)
            pay = trade[:, 2] * (0.8 + 0.4 * _draws(key, luck[chosen], 6)) * (1.0 + 0.006 * (years - 12))
            q.pay[at] = np.clip(np.rint(64.0 * pay * (0.88 if sex else 1.1)), 20, 255)
            ties = _draws(key, luck[chosen], 7)
            q.blat[at] = (255.0 * np.clip(trade[:, 3] * (0.6 + 0.4 * ties) + 0.35 * ties**6, 0, 1)).astype(
                np.uint8
            )
            member = _draws(key, luck[chosen], 8) < p.party * (0.6 + 2.2 * trade[:, 3])
            marks = np.where(member, Mark.PARTY, 0) | np.where(
                _draws(key, luck[chosen], 9) < 0.97, Mark.UNION, 0
            )
            q.flags[at] |= marks.astype(np.uint16)


def _trades(scenario: Scenario) -> Floats:
    """Columns sector, schooling, pay, connections of each trade; doctors' trades follow the table's."""
    table = scenario.table("trades")
    rows = [
        (float(_named(Sector, sector, "trades", sector)), *rest)
        for sector, *rest in zip(
            table.texts("sector"),
            table.numbers("schooling"),
            table.numbers("pay"),
            table.numbers("connections"),
            strict=True,
        )
    ]
    doctor = (float(Sector.HEALTH), 4.0, 1.35, 0.35)
    return np.array([*rows, doctor])


def _posts(world: World, city: int, women: Floats, sex: bool, trades: Floats, scenario: Scenario) -> Codes:
    """One row for each post of that sex: employer, occupation, trade."""
    m, table = world.employers, scenario.table("trades")
    occupations = [
        _named(Occupation, text, "trades", name)
        for name, text in zip(table.keys, table.texts("occupation"), strict=True)
    ]
    shares = table.numbers("share")
    doctors = np.array([scenario.table("cities").numbers(name)[city] for name in SPECIALTIES]) / world.weight
    hospital = int(
        max(np.flatnonzero((m.city == city) & (m.sector == Sector.HEALTH)), key=lambda row: m.posts_base[row])
    )
    found: list[tuple[int, int, int, int]] = []
    for row in np.flatnonzero(m.city == city):
        part = women[row] if sex else 1.0 - women[row]
        posts = m.posts_base[row] / world.weight
        if row == hospital:
            posts -= doctors.sum()
            for occupation, number in zip(DOCTORS, doctors, strict=True):
                found.append(
                    (
                        int(row),
                        occupation,
                        len(trades) - 1,
                        _whole(number * (0.72 if sex else 0.28), int(row)),
                    )
                )
        mine = np.flatnonzero(trades[:-1, 0] == m.sector[row])
        for trade in mine:
            number = posts * part * shares[trade] / shares[mine].sum()
            found.append((int(row), occupations[trade], int(trade), _whole(number, int(row + 31 * trade))))
    return np.array(
        [(employer, occupation, trade) for employer, occupation, trade, n in found for _ in range(n)],
        np.int64,
    ).reshape(-1, 3)


def _whole(number: float, salt: int) -> int:
    """A whole number whose mean over places is `number`: rounded by a fixed lot."""
    lot = ((int(salt) * 2654435761) % 4096 + 0.5) / 4096
    return int(number + lot)


# ---------------------------------------------------------------------------------------------------- homes
def give_homes(world: World, seed: int, p: Params) -> None:
    """Tenure, rooms, district, plot, place on a list."""
    q, h, d, c = world.people, world.households, world.districts, world.cities
    for city, name in enumerate(c.labels):
        key = key_of(seed, f"homes of {name}", 0)
        blocks = np.flatnonzero(q.city == city)
        b = np.repeat(blocks, h.top[blocks])
        j = np.concatenate([np.arange(n) for n in h.top[blocks]]).astype(np.int64)
        luck = h.luck[b, j]
        size = h.size[b, j].astype(np.int64)
        oldest, best, payer, earners, pay = _heads(world, b, j)
        shares = np.array(
            [
                p.hostel,
                p.shared,
                p.room,
                p.plant,
                p.city,
                p.coop,
                1.0 - p.hostel - p.shared - p.room - p.plant - p.city - p.coop,
            ]
        )
        if shares.min() < 0:
            raise UsageError("population: the shares of tenures come to more than one; lower some of them")
        # the young and single get the hostels, the young the rooms and corners, the old the flats
        need = np.where(size == 1, 0.0, 25.0) + oldest + 40.0 * _draws(key, luck, 1)
        order = np.argsort(need, kind="stable")
        cuts = np.rint(np.cumsum(shares[:3]) * order.size).astype(np.int64)
        tenure = np.zeros(order.size, np.int64)
        tenure[order[: cuts[0]]] = Tenure.HOSTEL
        tenure[order[cuts[0] : cuts[1]]] = Tenure.SHARED
        tenure[order[cuts[1] : cuts[2]]] = Tenure.ROOM
        housed = order[cuts[2] :]
        lot = _draws(key, luck[housed], 2) * shares[3:].sum()
        tenure[housed] = Tenure.PLANT + np.searchsorted(np.cumsum(shares[3:]), lot, side="right").clip(0, 3)
        h.tenure[b, j] = tenure
        rooms = np.where(
            tenure <= Tenure.ROOM, 1, np.clip(np.rint(size * 0.42 + 1.0 * _draws(key, luck, 3)), 1, 4)
        )
        h.rooms[b, j] = rooms
        places = np.flatnonzero((d.city == city) & (d.share > 0))
        cumulative = np.cumsum(d.share[places]) / d.share[places].sum()
        h.district[b, j] = places[
            np.searchsorted(cumulative, _draws(key, luck, 4), side="right").clip(0, places.size - 1)
        ]
        lot = _draws(key, luck, 5)
        h.plot[b, j] = np.where(lot < p.plots * p.plots_near, 1, np.where(lot < p.plots, 2, 0))
        h.blat[b, j], h.earners[b, j] = best, earners
        h.income[b, j] = np.clip(pay / np.maximum(size, 1) / 400.0, 0, 255)
        # on the lists: first those without a flat of their own, then the crowded
        wants = np.select(
            [tenure == Tenure.HOSTEL, tenure == Tenure.SHARED, tenure == Tenure.ROOM, size / rooms > CROWDED],
            [0.55, 0.85, 0.85, 0.5],
            0.0,
        ) * (oldest >= 20)
        chosen = _draws(key, luck, 6) < np.minimum(
            wants * p.listed * wants.size / max(wants.sum(), 1e-9), 1.0
        )
        years = np.minimum(p.oldest_wait, np.maximum(oldest - 19.0, 0.2)) * _draws(key, luck, 7)
        h.joined[b, j] = np.where(chosen, JOIN_ORIGIN - np.rint(years * DEKADS_PER_YEAR), 0)
        h.list[b, j] = np.where(chosen, payer, 0)


def _heads(world: World, b: Codes, j: Codes) -> tuple[Floats, Codes, Codes, Codes, Floats]:
    """Of each household: age of the oldest, best connections, list of its earners, earners, pay in kopecks a month."""
    q, h, m = world.people, world.households, world.employers
    shape = h.size.shape
    oldest, best = np.zeros(shape), np.zeros(shape, np.int64)
    kind, earners, pay = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape)
    list_of = np.where(
        (m.sector == Sector.WORKS) | (m.sector == Sector.AMENITIES),
        Waiting.WORKS,
        np.where(
            (m.sector == Sector.INDUSTRY) | (m.sector == Sector.BUILDING) | (m.sector == Sector.TRANSPORT),
            Waiting.OTHER,
            Waiting.SOVIET,
        ),
    )
    for block in range(shape[0]):
        live = slice(0, q.persons[block])
        at, employer = q.household[block, live], q.employer[block, live]
        working = employer != NOBODY
        np.maximum.at(oldest[block], at, -q.born[block, live] / DEKADS_PER_YEAR)
        np.maximum.at(best[block], at, q.blat[block, live])
        np.add.at(earners[block], at, working)
        np.add.at(
            pay[block], at[working], m.pay_level[employer[working]] * (q.pay[block, live][working] / 64.0)
        )
        # whoever works at the Works brings the household onto its list
        np.maximum.at(
            kind[block],
            at[working],
            np.where(list_of[employer[working]] == Waiting.WORKS, 9, list_of[employer[working]]),
        )
    kind = np.where(kind == 9, Waiting.WORKS, np.where(kind == 0, Waiting.SOVIET, kind))
    return oldest[b, j], best[b, j], kind[b, j], earners[b, j], pay[b, j]


def give_money(world: World, seed: int, p: Params) -> None:
    """Cash and savings of the founding day."""
    q, h = world.people, world.households
    for block in range(q.rows):
        top = slice(0, h.top[block])
        key = key_of(seed, f"money of {q.labels[block]}", 0)
        size, luck = h.size[block, top].astype(np.float64), h.luck[block, top]
        monthly = h.income[block, top] * 400.0 * size + 3000.0
        h.cash[block, top] = np.rint(monthly * p.cash_months * (0.5 + _draws(key, luck, 1)))
        h.deposit[block, top] = np.rint(300.0 * p.deposits * size * _draws(key, luck, 2) ** 2)
    world.centre.issued[0] = world.weight * int(h.cash.astype(np.int64).sum())
    world.centre.bank[0] -= world.weight * int((h.cash.astype(np.int64) + h.deposit).sum())


# ---------------------------------------------------------------------------------------------------- counts
def count(world: World) -> None:
    """Totals of cities, districts, employers, lists and dwellings, as the rows of people and households say."""
    q, h, w = world.people, world.households, world.weight
    c, d, m, k = world.cities, world.districts, world.employers, world.lists
    for block in range(q.rows):
        live, top = slice(0, q.persons[block]), slice(0, h.top[block])
        city = q.city[block]
        young = q.born[block, live] > -15 * DEKADS_PER_YEAR
        employer = q.employer[block, live]
        at = h.district[block, q.household[block, live]]
        c.persons[city] += w * live.stop
        c.households[city] += w * int((h.size[block, top] > 0).sum())
        c.children[city] += w * int(young.sum())
        c.adults[city] += w * int((~young).sum())
        c.employed[city] += w * int((employer != NOBODY).sum())
        for n, occupation in enumerate(DOCTORS):
            c.doctors[city, n] += w * int((q.occupation[block, live] == occupation).sum())
        m.staff += w * np.bincount(employer[employer != NOBODY], minlength=m.rows)
        d.persons += w * np.bincount(at, minlength=d.rows)
        d.children += w * np.bincount(at[young], minlength=d.rows)
        d.adults += w * np.bincount(at[~young], minlength=d.rows)
        d.households += w * np.bincount(h.district[block, top], minlength=d.rows)
        c.dwellings[city] += w * np.bincount(h.tenure[block, top], minlength=c.dwellings.shape[1])
        k.length[3 * city : 3 * city + 3] += w * np.bincount(h.list[block, top], minlength=4)[1:]
    c.dwellings[:, : Tenure.ROOM] = 0  # hostels and corners are not counted; rooms in communal flats are
    c.employed[:] = np.bincount(m.city, m.staff, c.rows).astype(np.int64)

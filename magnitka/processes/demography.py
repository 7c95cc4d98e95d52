"""Births, deaths, marriages, departures, newcomers: who lives in the city, person by person.

A third of the blocks lives three dekads at a time (chances of a year x 3/36). Death: the table by age and sex, times
1 + `lungs` x damage of the airways; a share A(age) of the deaths goes with the state's supply of alcohol and falls on
the share s that drinks: risk (1 - A) + A x supply / s for them, 1 - A for others (Shkolnikov and Nemtsov 1997, pp.
245-247). Birth: by age and marriage, fewer without a dwelling of one's own; a newborn is ill with odds that grow
with the dust of the district (T72) and with lead in the mother's body. Couples move in with whoever is master of a
home, else stay with parents (SHARED): dwellings are only had from a list. Divorced men share a dwelling, or go back
to their parents. Departure: more without a dwelling of one's own, more with every year still to wait, most among
graduates; a home is kept while an adult stays, and most families that give one up exchange it with a family that
comes, so that neither is followed. Newcomers need a bed in a hostel and come as posts are open: whoever is housed
leaves a bed to the next who will want a flat. Doctors are posted. Neutral: the chances of 1980; nobody answers
housing, drink or smoke, and nobody exchanges. Claims: L250, L258, L262.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.apportion import apportion
from magnitka.kernels.blocks import HouseholdRows, PersonRows, household_rows, person_rows
from magnitka.kernels.bodies import odds_of, prevalence, relative_risk
from magnitka.kernels.dice import luck_of, uniform
from magnitka.kernels.estates import (
    BORN,
    CASH_OUT,
    DIED,
    DIVORCED,
    DOCTORS_GONE,
    GONE_AWAY,
    MARRIED_NOW,
    OF_COUNTS,
    SAVINGS_OUT,
    Tally,
)
from magnitka.kernels.fates import (
    BIRTH,
    BOND,
    DEATH,
    FATES,
    MOVE,
    Answers,
    Chances,
    turn,
)
from magnitka.kernels.growing_up import COMES_OF_AGE, GRADUATES, RETIRES
from magnitka.kernels.settling import (
    HOMES,
    MEMBERS,
    OF_DISTRICT,
    YOUNG,
    Newcomers,
    arrive,
    census,
    count_doctors,
    make_room,
)
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import Schedule, quantity, schedule
from magnitka.table import Column
from magnitka.world import (
    Centre,
    Cities,
    Counters,
    Districts,
    Employers,
    Households,
    Lists,
    People,
    Tenure,
    Waiting,
    World,
)
from magnitka.world.cities import POLLUTANTS, RATIONED, SPECIALTIES
from magnitka.world.goods import ALCOHOL
from magnitka.world.people import DEKADS_PER_YEAR, JOIN_ORIGIN

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

TURN = 3  # dekads that a block lives at a time
TURNS_A_YEAR = DEKADS_PER_YEAR / TURN
MOST_OF_CHANCE = 0.25  # a fate has a quarter of the draw
ALL_OF_A_DRAW = float(2**64 - 2**11)  # the largest float below 2**64
OF_AGE, GRADUATE, RETIRED = 17, 22, (60, 55)  # years; pensions of men and of women
LAST_BIRTH = 55
LONGEST_WAIT = 40.0  # years: longer than anybody thinks ahead
MOST_ALCOHOL = 1.5
DUST = POLLUTANTS.index("dust")
MONTHS = 12


@dataclass(frozen=True)
class Params:
    """What people are like, and how they answer housing, drink and smoke."""

    lungs: float = quantity("1", "risk of death added by airways damaged wholly", at_least=0, at_most=5)
    drinking_men: float = quantity(
        "1", "share of men who drink, for those who grow up", at_least=0.01, at_most=1
    )
    drinking_women: float = quantity("1", "share of women who do", at_least=0.01, at_most=1)
    at_home_men: float = quantity(
        "1", "share of men who seek no post, for those who grow up", at_least=0, at_most=0.5
    )
    at_home_women: float = quantity("1", "share of women who seek none", at_least=0, at_most=0.5)
    to_parents: float = quantity(
        "1", "divorced men who go back to their parents, where there is room", at_least=0, at_most=1
    )
    cramped: float = quantity(
        "1", "births missing for want of a dwelling of one's own", at_least=0, at_most=1
    )
    benefits: Schedule = schedule(
        "1", "births over those of 1980, for leave and allowances", at_least=0, at_most=2
    )
    leave: float = quantity("yr", "mean leave of a mother", at_least=0.1, at_most=4)
    born_ill: float = quantity("1", "newborns with a pathology in clean air", at_least=0.01, at_most=0.5)
    dust_odds: float = quantity("1", "odds of it at 100 ug/m3 of dust over those in clean air", at_least=1)
    lead_risk: float = quantity("1", "risk of it added by a mother full of lead", at_least=0, at_most=1)
    unhoused: float = quantity("1", "departures without a dwelling over those with one", at_least=0)
    patience: float = quantity("1/yr", "the same, added by a year still to wait", at_least=0)
    sought: float = quantity("1", "departures of graduates without a dwelling over others'", at_least=0)
    exchanged: float = quantity(
        "1",
        "families leaving the city who exchange their dwelling with one that comes",
        at_least=0,
        at_most=1,
    )
    works_on: float = quantity("1", "pensioners who keep their post", at_least=0, at_most=1)
    incomplete: float = quantity("1", "school leavers without secondary schooling", at_least=0, at_most=1)
    specialised: float = quantity("1", "school leavers with specialised schooling", at_least=0, at_most=1)
    graduates: float = quantity("1", "share of an age that graduates in the city", at_least=0, at_most=1)
    settlers: float = quantity(
        "1/yr", "newcomers to inhabitants when posts are open as usual", at_least=0, at_most=1
    )
    usual_open: float = quantity("1", "posts open to all posts, as usual", at_least=0.001, at_most=1)
    beds: float = quantity("1", "beds in hostels to inhabitants", at_least=0, at_most=0.5)
    settlers_men: float = quantity("1", "men among newcomers", at_least=0, at_most=1)
    families: float = quantity("1", "newcomers who bring a family", at_least=0, at_most=1)
    settlers_graduates: float = quantity("1", "graduates among newcomers", at_least=0, at_most=1)
    purse: float = quantity("rub", "what a household brings", at_least=0)
    doctors_posted: float = quantity("persons/yr", "doctors whom the ministry posts to the city", at_least=0)


# ------------------------------------------------------------------------------------------------ chances
def alcohol_sold(world: World, clock: Clock) -> Floats:
    """Alcohol that reached the people of each city this dekad, over that of the founding year."""
    n = world.counters
    rows = np.flatnonzero(n.good == world.goods.row_of[ALCOHOL])
    city = n.city[rows]
    usual = np.bincount(city, n.norm[rows], world.cities.rows) * world.cities.persons
    sold = np.bincount(city, n.sold[rows].sum(axis=1), world.cities.rows)
    share = sold / np.maximum(usual * clock.days / clock.days_in_month, 1e-9)
    return np.minimum(share, MOST_ALCOHOL)


def answers_of(world: World, p: Params, clock: Clock) -> Answers:
    """How people answer this dekad's air, supply and housing lists."""
    dust = world.districts.air[:, DUST]
    ill = [prevalence(odds_of(p.born_ill) * relative_risk(p.dust_odds, float(ug))) for ug in dust]
    wait = np.nan_to_num(world.lists.expected_wait, nan=0.0, posinf=LONGEST_WAIT)
    return Answers(
        lungs=p.lungs,
        alcohol=alcohol_sold(world, clock),
        drinkers=np.array([p.drinking_men, p.drinking_women]),
        at_home=np.array([p.at_home_men, p.at_home_women]),
        to_parents=p.to_parents,
        cramped=p.cramped,
        end_of_leave=1.0 / (p.leave * TURNS_A_YEAR),
        pathology=np.array(ill),
        lead=p.lead_risk,
        unhoused=p.unhoused,
        patience=p.patience,
        sought=p.sought,
        exchanged=p.exchanged,
        to_wait=np.minimum(wait, LONGEST_WAIT),
        works_on=p.works_on,
        schooled=np.array([p.incomplete, 1.0 - p.specialised, p.graduates]),
    )


def no_answers(world: World, p: Params, clock: Clock) -> Answers:
    """Neutral: as in 1980, whatever the air, the shops and the lists are."""
    return answers_of(world, p, clock)._replace(
        lungs=0.0,
        alcohol=np.ones(world.cities.rows),
        cramped=0.0,
        pathology=np.full(world.districts.rows, p.born_ill),
        lead=0.0,
        unhoused=1.0,
        patience=0.0,
        sought=1.0,
        exchanged=0.0,
    )


def chances_of(world: World, a: Answers, benefits: float) -> Chances:
    """Chances of a turn by age, and what no chance exceeds, so that most draws need no second look."""
    t = world.ages
    age = np.arange(t.rows)
    death, bond = t.deaths.T / TURNS_A_YEAR, t.weddings.T / TURNS_A_YEAR
    births = np.stack([t.births_wed, t.births_unwed]) * (benefits / TURNS_A_YEAR)
    divorce, move = t.divorces / TURNS_A_YEAR, np.where(age >= OF_AGE, t.moves, 0.0) / TURNS_A_YEAR
    drink = np.ascontiguousarray(t.drink.T)
    bound = np.zeros((FATES, *death.shape))
    by_drink = 1.0 - drink + drink * a.alcohol.max() / a.drinkers[:, None]
    bound[DEATH] = death * (1.0 + a.lungs) * np.maximum(by_drink, 1.0)
    bound[BIRTH, 1] = np.where(
        (age >= OF_AGE - 2) & (age < LAST_BIRTH), births.max(axis=0) + a.end_of_leave, 0.0
    )
    bound[BOND] = np.maximum(bond, np.stack([np.zeros(t.rows), divorce]))
    bound[MOVE] = move * (max(a.unhoused, 1.0) + a.patience * LONGEST_WAIT) * max(a.sought, 1.0)
    stage = np.zeros(death.shape, np.int64)
    stage[:, OF_AGE], stage[:, GRADUATE] = COMES_OF_AGE, GRADUATES
    stage[[0, 1], RETIRED] = RETIRES
    return Chances(
        (np.minimum(bound / MOST_OF_CHANCE, 1.0) * ALL_OF_A_DRAW).astype(np.uint64),
        np.ascontiguousarray(death),
        drink,
        births[0],
        births[1],
        np.ascontiguousarray(bond),
        divorce,
        move,
        stage,
    )


# ------------------------------------------------------------------------------------------------ a turn of life
def live(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Three dekads of life in a third of the blocks."""
    live_turn(world, clock, dice, answers_of(world, p, clock), p.benefits.at(clock.month_index))


def live_as_in_1980(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: the chances of 1980."""
    live_turn(world, clock, dice, no_answers(world, p, clock), 1.0)


def live_turn(world: World, clock: Clock, dice: Dice, a: Answers, benefits: float) -> None:
    """Lives the turn and books what it does to posts, dwellings, lists, coupons and money."""
    people, c, m = world.people, world.cities, world.employers
    blocks = people.rows
    tally = Tally(
        *(
            np.empty((blocks, width), np.int64)
            for width in (OF_COUNTS, m.rows, c.vacant.shape[1], len(Waiting), len(RATIONED))
        )
    )
    p, h, chances = person_rows(world), household_rows(world), chances_of(world, a, benefits)
    phase, now, origin, key = (
        clock.tick % TURN,
        clock.tick,
        JOIN_ORIGIN,
        dice.key,
    )
    over_blocks(
        lambda first, last: turn(first, last, phase, key, now, origin, people.city, p, h, chances, a, tally),
        blocks,
    )
    w = world.weight
    counts = by_city(world, tally.counts)
    c.births[:], c.deaths[:], c.departures[:] = counts[:, BORN], counts[:, DIED], counts[:, GONE_AWAY]
    c.marriages[:], c.divorces[:] = counts[:, MARRIED_NOW], counts[:, DIVORCED]
    c.doctors_left[:] = counts[:, DOCTORS_GONE]
    m.staff -= w * tally.staff.sum(axis=0)
    c.vacant += by_city(world, tally.freed)
    dropped = by_city(world, tally.dropped)[world.lists.city, world.lists.kind]
    world.lists.length -= dropped
    world.lists.reneged += dropped
    n, expired = world.counters, by_city(world, tally.expired)
    for kind, ware in enumerate(RATIONED):
        rows = n.good == world.goods.row_of[ware]
        n.expired[rows] += expired[n.city[rows], kind]
        n.outstanding[rows] -= expired[n.city[rows], kind]
    taken_along(world, int(counts[:, CASH_OUT].sum()), int(counts[:, SAVINGS_OUT].sum()))


def by_city(world: World, of_blocks: Counts) -> Counts:
    """Sums of the blocks of each city, in persons or households."""
    found = np.zeros((world.cities.rows, of_blocks.shape[1]), np.int64)
    np.add.at(found, world.people.city, of_blocks)
    return found * world.weight


def taken_along(world: World, cash: int, savings: int) -> None:
    """Money of those who go is with the rest of the Union's people now; negative for what newcomers bring."""
    world.centre.households[0] += cash + savings
    world.centre.issued[0] -= cash


# ------------------------------------------------------------------------------------------------ newcomers
def settle(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Once a month newcomers come, as posts are open."""
    m, cities = world.employers, world.cities.rows
    posts = np.bincount(m.city, m.posts, cities)
    open_posts = np.bincount(m.city, np.maximum(m.posts - m.staff + m.on_leave, 0.0), cities)
    settle_as(world, p, clock, dice, open_posts / np.maximum(posts, 1.0) / p.usual_open)


def settle_as_usual(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: newcomers come as if posts were open as usual."""
    settle_as(world, p, clock, dice, np.ones(world.cities.rows))


def settle_as(world: World, p: Params, clock: Clock, dice: Dice, pull: Floats) -> None:
    """Newcomers and posted doctors of a month; then full blocks give households away."""
    c = world.cities
    c.arrivals[:] = 0
    if not clock.month_starts:
        return
    people, homes = person_rows(world), household_rows(world)
    who = Newcomers(
        p.settlers_men,
        p.families,
        np.array([p.drinking_men, p.drinking_women]),
        np.array([1.0 - p.specialised - p.settlers_graduates, 1.0 - p.settlers_graduates]),
        int(np.rint(p.purse * 100.0)),
    )
    lots, posted = luck_of("newcomers"), np.zeros(len(SPECIALTIES), np.int64)
    for city in range(c.rows):
        expected = p.settlers * pull[city] * c.persons[city] / (MONTHS * world.weight)
        doctors = int(p.doctors_posted / (MONTHS * world.weight) + uniform(dice.key, lots, 2 * city + 1))
        missing = np.maximum(c.doctor_norm[city] - c.doctors[city], 0.0)
        doctors -= apportion(doctors, missing, posted)
        beds = max(int(p.beds * c.persons[city] / world.weight) - in_hostels(world, city), 0)
        wanted = min(int(expected + uniform(dice.key, lots, 2 * city)), beds) + doctors
        came, households = arrive(
            dice.key,
            city,
            wanted,
            posted,
            clock.tick,
            world.people.city,
            people,
            homes,
            who,
        )
        c.arrivals[city] = came * world.weight
        taken_along(world, -households * who.cash * world.weight, 0)
    make_room(world.people.city, people, homes)


def in_hostels(world: World, city: int) -> int:
    """Rows of persons who live in the hostels of a city."""
    h, mine = world.households, world.people.city == city
    return int(h.size[mine][h.tenure[mine] == Tenure.HOSTEL].sum())


# ------------------------------------------------------------------------------------------------ the count
def count(world: World, p: None, clock: Clock, dice: Dice) -> None:
    """Everybody is counted: inhabitants by district and city, those at work, doctors."""
    c, d, q, h, w = world.cities, world.districts, world.people, world.households, world.weight
    found = np.empty((q.rows, d.rows, OF_DISTRICT), np.int64)
    doctors = np.empty((q.rows, len(SPECIALTIES)), np.int64)

    def tally(first: int, last: int) -> None:
        census(first, last, h.top, h.size, h.children, h.district, found)
        count_doctors(first, last, q.persons, q.occupation, q.employer, doctors)

    over_blocks(tally, q.rows)
    by_district = found.sum(axis=0) * w
    d.households[:], d.persons[:], d.children[:] = (
        by_district[:, column] for column in (HOMES, MEMBERS, YOUNG)
    )
    d.adults[:] = d.persons - d.children
    for total, part in ((c.households, d.households), (c.persons, d.persons), (c.children, d.children)):
        total[:] = 0
        np.add.at(total, d.city, part)
    c.adults[:] = c.persons - c.children
    c.employed[:] = 0
    np.add.at(c.employed, world.employers.city, world.employers.staff)
    c.doctors[:] = by_city(world, doctors)


ROWS: tuple[Column, ...] = tuple(
    vars(table)[name]
    for table, rows in ((People, PersonRows), (Households, HouseholdRows))
    for name in rows._fields
)

PROCESSES = (
    Process(
        "demography",
        "demography.turn",
        live,
        live_as_in_1980,
        Params,
        reads=(Cities.persons, Counters.sold, Districts.air, Lists.expected_wait),
        writes=(
            *ROWS,
            Cities.births,
            Cities.deaths,
            Cities.departures,
            Cities.marriages,
            Cities.divorces,
            Cities.doctors_left,
            Cities.vacant,
            Employers.staff,
            Lists.length,
            Lists.reneged,
            Counters.expired,
            Counters.outstanding,
            Centre.households,
            Centre.issued,
        ),
    ),
    Process(
        "demography",
        "demography.newcomers",
        settle,
        settle_as_usual,
        Params,
        reads=(Cities.persons, Cities.doctors, Employers.posts, Employers.staff, Employers.on_leave),
        writes=(*ROWS, Cities.arrivals, Centre.households, Centre.issued),
    ),
    Process(
        "demography",
        "demography.count",
        count,
        count,
        None,
        reads=(
            People.persons,
            People.occupation,
            People.employer,
            Households.top,
            Households.size,
            Households.children,
            Households.district,
            Employers.staff,
        ),
        writes=(
            Cities.persons,
            Cities.households,
            Cities.adults,
            Cities.children,
            Cities.employed,
            Cities.doctors,
            Districts.persons,
            Districts.households,
            Districts.adults,
            Districts.children,
        ),
    ),
)

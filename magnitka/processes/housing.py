"""Who waits for a dwelling, who gets one, and who goes past the list.

A household without a dwelling of its own, or with too many persons a room, joins the list of the Works or of another
enterprise if a member works there, else the soviet's; the place is lost with the job, so that it is an asset that
ties (T59). At a month's end an owner lets what is finished or has fallen empty to its own list, by standing: months
waited, and what connections add at the discretion of those who allot. Connections alone can outweigh a wait, so that
flats go to people on no list; those passed over remember. No list is sorted: standings are counted, and lots decide
within the last month (T36-T40). The building cooperatives' flats go the same way to those in need who have the first
payment. A young couple moves out alone and leaves its parents their dwelling. New houses stand across the reservoir.
Registers and allotments are a month's business, done at its end.
Neutral: strictly by date of joining. Claims: L082-L083, L100-L102, L204-L205, L263-L265 (Kotkin 1991).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels import allotment as a
from magnitka.kernels.blocks import HouseholdRows, household_rows
from magnitka.kernels.orders import smooth
from magnitka.kernels.resettling import resettle
from magnitka.kernels.waiting_list import cut_off, expected_wait, loss_of_place, share_lots
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.table import Column
from magnitka.world import (
    Bank,
    Centre,
    Cities,
    Districts,
    Households,
    Lists,
    People,
    Sector,
    Tenure,
    Waiting,
    World,
)
from magnitka.world.cities import WAIT_YEARS
from magnitka.world.people import JOIN_ORIGIN

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

GIVEN = np.array(
    [Tenure.CITY, Tenure.PLANT, Tenure.PLANT, Tenure.COOP, Tenure.OWN, Tenure.ROOM], np.int64
)  # by pool
LONGEST = 99.0  # years: a wait that is told where nobody is housed
MONTHS = 12.0

WORKS, OTHER, SOVIET = 1 << (Waiting.WORKS - 1), 1 << (Waiting.OTHER - 1), 1 << (Waiting.SOVIET - 1)
LIST_OF = {
    **dict.fromkeys((Sector.WORKS, Sector.AMENITIES), WORKS),
    **dict.fromkeys((Sector.INDUSTRY, Sector.BUILDING, Sector.TRANSPORT), OTHER),
}


@dataclass(frozen=True)
class Params:
    """Need, lists, discretion."""

    norm: float = quantity("1", "persons a room above which a household may ask for more", at_least=0.5)
    joining: float = quantity(
        "1/yr", "share of those in need who get onto a list in a year", at_least=0, at_most=12
    )
    review: float = quantity(
        "1/yr",
        "share of those no longer in need who are found and struck off in a year",
        at_least=0,
        at_most=12,
    )
    favour: float = quantity(
        "yr", "years of waiting that the best connections are worth", at_least=0, at_most=60
    )
    works_share: float = quantity(
        "1", "share of the plants' dwellings that is the Works'", at_least=0, at_most=1
    )
    first_payment: float = quantity("rub", "first payment for a flat of a building cooperative", at_least=0)
    interest: float = quantity(
        "1/yr", "rate at which a dwelling to come is discounted", at_least=0, at_most=1
    )
    memory: float = quantity(
        "1/month", "weight of a month in remembered waits and throughput", at_least=0.01, at_most=1
    )


def lists_of_employers(world: World) -> Counts:
    """Bit of the list that each employer's people may enter; shape (employers,)."""
    return np.array([LIST_OF.get(Sector(sector), SOVIET) for sector in world.employers.sector], np.int64)


def allot(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """A month's dwellings, at the discretion of those who hold them."""
    let_homes(world, p, clock, dice, p.favour)


def allot_in_turn(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: strictly by date of joining; connections are worth nothing."""
    let_homes(world, p, clock, dice, 0.0)


def let_homes(world: World, p: Params, clock: Clock, dice: Dice, favour: float) -> None:
    """At a month's end the registers are brought up to date, and all that is empty is let."""
    k = world.lists
    k.joins[:] = k.housed[:] = k.jumped[:] = k.off_list[:] = k.reneged[:] = k.offered[:] = 0
    if not clock.month_ends:
        return
    claims = np.empty(world.households.size.shape, np.uint8)
    keep_register(world, p, clock, dice, claims)
    hand_out(world, p, clock, dice, favour, claims)


# ------------------------------------------------------------------------------------------------- the register
def keep_register(world: World, p: Params, clock: Clock, dice: Dice, claims: NDArray[np.uint8]) -> None:
    """Who is in need joins; who is no longer, or has left the employer, is struck off. Fills `claims`."""
    q, h, k = world.people, world.households, world.lists
    list_of = lists_of_employers(world)
    report = np.zeros((q.rows, 2 * a.LISTS), np.int64)
    hazard, review = float(min(p.joining / MONTHS, 1.0)), float(min(p.review / MONTHS, 1.0))

    def of_blocks(first: int, last: int) -> None:
        a.gather_claims(first, last, list_of, q.persons, q.household, q.employer, claims)
        a.keep_register(
            first, last, clock.tick + JOIN_ORIGIN, hazard, review, p.norm, dice.key, claims, h.top, h.luck, h.size,
            h.tenure, h.rooms, h.list, h.joined, h.passed, report,
        )  # fmt: skip

    over_blocks(of_blocks, q.rows)
    by_city = world.weight * _by_city(world, report)
    k.joins[:] = by_city[k.city, a.JOINED + k.kind - 1]
    k.reneged[:] = by_city[k.city, a.LEFT + k.kind - 1]
    k.length += k.joins - k.reneged


def _by_city(world: World, report: Counts) -> Counts:
    sums = np.zeros((world.cities.rows, report.shape[1]), np.int64)
    np.add.at(sums, world.people.city, report)
    return sums


# ------------------------------------------------------------------------------------------------- the allotment
def hand_out(
    world: World, p: Params, clock: Clock, dice: Dice, favour: float, claims: NDArray[np.uint8]
) -> None:
    """Lets all that is empty to those who stand highest."""
    q, h = world.people, world.households
    now, key = clock.tick + JOIN_ORIGIN, dice.key
    pool, standing = np.empty(h.size.shape, np.uint8), np.empty(h.size.shape, np.uint16)
    line = np.empty((q.rows, a.POOLS, a.STANDINGS), np.int64)
    waits = np.empty((q.rows, a.LISTS, a.STANDINGS), np.int64)
    ages, in_rooms = np.empty((q.rows, a.LISTS, a.YEARS), np.int64), np.empty(q.rows, np.int64)
    months, price = int(favour * MONTHS), int(p.first_payment * 100.0)
    over_blocks(
        lambda first, last: a.stand_in_line(
            first, last, now, months, p.norm, price, key, claims, h.top, h.luck, h.size, h.tenure,
            h.rooms, h.list, h.joined, h.blat, h.deposit, pool, standing, line, waits, ages, in_rooms,
        ),
        q.rows,
    )  # fmt: skip
    last_standing = np.full((q.rows, a.POOLS), a.STANDINGS, np.int64)
    lots, crowd = np.zeros((q.rows, a.POOLS), np.int64), np.zeros((q.rows, a.POOLS), np.int64)
    in_turn = np.full((q.rows, a.LISTS), a.STANDINGS, np.int64)
    where = np.ones((q.rows, a.POOLS, world.districts.rows))
    for city in range(world.cities.rows):
        rows = np.flatnonzero(q.city == city)
        homes = to_let(world, p, city, int(in_rooms[rows].sum()))
        in_line, by_date = line[rows].sum(axis=0), waits[rows].sum(axis=0)
        for one in range(a.POOLS):
            last_standing[rows, one], drawn = cut_off(in_line[one], int(homes[one]))
            if drawn:
                crowd[rows, one] = line[rows, one, last_standing[rows[0], one]]
                share = np.zeros(rows.size, np.int64)
                share_lots(key, np.ascontiguousarray(crowd[rows, one]), int(drawn), share)
                lots[rows, one] = share
            where[rows, one] = places(world, city, int(GIVEN[one]))
            if one < a.LISTS:
                in_turn[rows, one] = cut_off(by_date[one], int(homes[one]))[0]
    report, vacated = np.zeros((q.rows, a.REPORT), np.int64), np.zeros((q.rows, len(Tenure)), np.int64)
    won, spare, place = (np.empty(h.size.shape, np.uint8) for _ in range(3))
    homes_of = household_rows(world)

    def of_blocks(first: int, last: int) -> None:
        a.hand_over(
            first, last, now, price, key, GIVEN, last_standing, lots, crowd, in_turn, where, h.top, h.luck, h.size,
            h.tenure, h.rooms, h.district, h.list, h.joined, h.passed, h.deposit, pool, standing, won, spare, place,
            report,
        )  # fmt: skip
        resettle(
            first, last, clock.tick, q.persons, q.luck, q.household, q.born, q.flags, q.blat, homes_of, won, spare,
            place, vacated,
        )  # fmt: skip

    over_blocks(of_blocks, q.rows)
    sums, years = _by_city(world, report), _by_city(world, ages.reshape(q.rows, -1))
    enter(world, p, sums, years, _by_city(world, vacated))


def to_let(world: World, p: Params, city: int, in_rooms: int) -> Counts:
    """Dwellings of each pool in rows of households: all that stands empty."""
    c = world.cities
    empty = c.vacant[city] // world.weight
    of_works = int(np.rint(p.works_share * empty[Tenure.PLANT]))
    rooms = max(int(c.dwellings[city, Tenure.ROOM]) // world.weight - in_rooms, 0)
    return np.array(
        [
            empty[Tenure.CITY],
            of_works,
            empty[Tenure.PLANT] - of_works,
            empty[Tenure.COOP],
            empty[Tenure.OWN],
            rooms,
        ],
        np.int64,
    )


def places(world: World, city: int, tenure: int) -> Floats:
    """Cumulative chances of the districts: new houses across the reservoir, old ones where people live."""
    d, c = world.districts, world.cities
    mine = d.city == city
    old = d.households * mine
    new = d.superblocks * (mine & (d.bank == Bank.RIGHT))
    new = new if new.sum() > 0.0 else old
    share = c.fresh[city, tenure] / max(c.vacant[city, tenure], 1)
    chances = share * new / max(new.sum(), 1e-9) + (1.0 - share) * old / max(old.sum(), 1e-9)
    cumulative: Floats = np.cumsum(chances)
    cumulative[np.flatnonzero(chances)[-1] :] = 1.0
    return cumulative


def enter(world: World, p: Params, sums: Counts, ages: Counts, vacated: Counts) -> None:
    """Books the month: who left the lists, dwellings let and fallen empty, payments, what a place is worth now."""
    c, k, w = world.cities, world.lists, world.weight
    empty, let = c.vacant.copy(), np.zeros_like(c.vacant)
    for row in range(k.rows):
        city, one = int(k.city[row]), int(k.kind[row]) - 1
        housed, jumped = (int(sums[city, column + one]) for column in (a.HOUSED, a.JUMPED))
        k.housed[row], k.jumped[row] = w * housed, w * jumped
        k.off_list[row] = w * sums[city, a.OFF_LIST + one]
        k.offered[row] = k.housed[row] + k.jumped[row] + k.off_list[row]
        elsewhere = w * int(sums[city, a.LEFT_FOR_OWN + one])
        k.reneged[row] += elsewhere
        k.length[row] -= k.housed[row] + k.jumped[row] + elsewhere
        k.passed[row] = w * sums[city, a.PASSED_OVER + one]
        let[city, GIVEN[one]] += k.offered[row]
        pace = MONTHS * (k.housed[row] + k.jumped[row])
        k.pace[row] = smooth(k.pace[row], pace, p.memory) if k.pace[row] > 0.0 else pace
        if housed + jumped:
            wait = sums[city, a.WAITED + one] / (housed + jumped) / MONTHS
            k.wait[row] = smooth(k.wait[row], wait, p.memory) if k.wait[row] > 0.0 else wait
        k.expected_wait[row] = min(expected_wait(float(k.length[row]), float(k.pace[row])), LONGEST)
        k.ages[row], k.stake[row] = _ages(
            ages[city].reshape(a.LISTS, -1)[one], w, k.expected_wait[row], p.interest
        )
    paid = w * int(sums[:, a.PAID].sum())
    world.centre.budget[0] += paid
    let[:, Tenure.COOP] = w * sums[:, a.COOPERATIVE]
    let[:, Tenure.OWN] = w * sums[:, a.FROM_KIN]
    c.vacant += w * vacated - let
    c.fresh -= np.ceil(c.fresh * (let / np.maximum(empty, 1))).astype(np.int64)  # new and old are let alike


def _ages(years: Counts, weight: int, wait: float, interest: float) -> tuple[Counts, float]:
    """Households by full years waited, before the allotment, and the mean worth of their places in dwellings (T59)."""
    worth = [loss_of_place(1.0, interest, float(wait), float(year)) for year in range(years.size)]
    stake = float(years @ worth) / max(int(years.sum()), 1)
    ages = years[:WAIT_YEARS].copy()
    ages[-1] += years[WAIT_YEARS:].sum()
    return weight * ages, stake


OF_HOUSEHOLDS: tuple[Column, ...] = tuple(vars(Households)[name] for name in HouseholdRows._fields)

PROCESSES = (
    Process(
        "housing",
        "housing.allotment",
        allot,
        allot_in_turn,
        Params,
        reads=(
            People.persons,
            People.luck,
            People.employer,
            People.born,
            People.flags,
            People.blat,
            Districts.households,
            Cities.dwellings,
        ),
        writes=(
            People.household,
            *OF_HOUSEHOLDS,
            Lists.length,
            Lists.joins,
            Lists.housed,
            Lists.jumped,
            Lists.off_list,
            Lists.reneged,
            Lists.offered,
            Lists.passed,
            Lists.pace,
            Lists.wait,
            Lists.expected_wait,
            Lists.stake,
            Lists.ages,
            Cities.vacant,
            Cities.fresh,
            Centre.budget,
        ),
    ),
)

"""Leaving and being taken on: pay pulls, and a place on the employer's housing list holds.

People leave at a rate that falls with service and pay (Granick 1987: 16-21 % a year) and with what they would lose:
the place on the employer's list, worth V e^-r(W-a) - V e^-rW after a of W years (test T59, golden handcuffs), or the
flat of an enterprise. Posts are filled from those out of work: each finds one with a monthly chance, a post that
his calling suits, and never more than are open. A third of the blocks each dekad, at monthly chances.
Neutral: nobody moves. Claims: L069-L071, L074.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.dice import uniform
from magnitka.kernels.posts import (
    WAIT_YEARS,
    leave_posts,
    number_doors,
    place_lost,
    take_posts,
    year_of_service,
)
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import (
    Education,
    Employers,
    Enterprises,
    Households,
    Lists,
    Occupation,
    People,
    Sector,
    Tenure,
    Waiting,
    World,
)
from magnitka.world.employers import at_the_bench
from magnitka.world.people import DEKADS_PER_YEAR, JOIN_ORIGIN, PAY_UNIT, PERSON_SLOTS

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Cells = NDArray[np.int32]

OCCUPATIONS, SECTORS, DOORS = len(Occupation), len(Sector), 1024
LAWFUL_AGE, LAST_AGE = 17, 60  # at which one is taken on

# Who is taken on where: everybody everywhere, but schools and hospitals want their own.
SUITS = np.ones((OCCUPATIONS, SECTORS))
SUITS[:, [Sector.SCHOOLS, Sector.HEALTH]] = 0.0
SUITS[:, Sector.COOPERATIVE] = 0.0  # they choose their members
SUITS[[Occupation.NONE, Occupation.CLERK, Occupation.TEACHER], Sector.SCHOOLS] = 1.0
DOCTORS = (Occupation.PHYSICIAN, Occupation.SURGEON, Occupation.GYNAECOLOGIST, Occupation.PAEDIATRICIAN)
SUITS[list(DOCTORS), :] = 0.0
SUITS[[Occupation.NONE, Occupation.CLERK, Occupation.NURSE, *DOCTORS], Sector.HEALTH] = 1.0

# What a beginner becomes, by sector and schooling from primary to higher.
CALLING = np.full((SECTORS, len(Education)), Occupation.WORKER, np.int64)
CALLING[:, Education.HIGHER] = Occupation.ENGINEER
CALLING[Sector.BUILDING, : Education.HIGHER] = Occupation.BUILDER
CALLING[Sector.TRADE, :] = Occupation.TRADER
CALLING[Sector.TRANSPORT, : Education.HIGHER] = Occupation.DRIVER
CALLING[[Sector.SCHOOLS, Sector.HEALTH, Sector.CITY], :] = Occupation.CLERK
CALLING[Sector.SCHOOLS, Education.SPECIALISED :] = Occupation.TEACHER
CALLING[Sector.HEALTH, Education.SPECIALISED] = Occupation.NURSE
CALLING[Sector.HEALTH, Education.HIGHER] = Occupation.PHYSICIAN
CALLING[Sector.CITY, Education.HIGHER] = Occupation.OFFICIAL


@dataclass(frozen=True)
class Params:
    """Turnover, handcuffs, hiring."""

    leaving: float = quantity("1/yr", "leaving rate of a settled hand at mean pay", at_least=0, at_most=1)
    restless: float = quantity("1", "how much likelier a newcomer is to leave", at_least=0)
    settling: float = quantity("yr", "time in which newcomers settle", at_least=0.1)
    pay_pull: float = quantity("1", "elasticity of leaving to relative pay", at_least=0, at_most=5)
    discount: float = quantity("1/yr", "discount of a flat to come", at_least=0, at_most=1)
    grip: float = quantity("1", "how strongly a place on the list holds", at_least=0)
    flat_grip: float = quantity("1", "leaving rate of those in an enterprise's flat", at_least=0, at_most=1)
    search: float = quantity("1/month", "chance to take a post when between two", at_least=0, at_most=1)
    entry: float = quantity(
        "1/month", "chance that one without a calling takes a post", at_least=0, at_most=1
    )
    novice: float = quantity("1", "novice's pay over the employer's level", at_least=0.1, at_most=3)
    raise_years: float = quantity("yr", "years in which pay rises with service", at_least=0, at_most=60)


def posts_to_fill(world: World) -> None:
    """A peopled enterprise has posts for the staff it wants in its shops; others keep those of the founding day."""
    e, m = world.enterprises, world.employers
    m.posts[:] = m.posts_base
    hands = at_the_bench(m)
    firm = m.enterprise[hands]
    m.posts[hands] *= np.where(
        e.staff_norm[firm] > 0, e.staff[firm] / np.maximum(e.staff_norm[firm], 1e-300), 1.0
    )


def hold_of_lists(world: World, p: Params, city: int) -> Floats:
    """Factor of leaving by list and full years waited, shape (lists, years): what leaving would cost (T59)."""
    years = np.arange(WAIT_YEARS + 1.0)
    hold = np.ones((len(Waiting), years.size))
    for kind in (Waiting.WORKS, Waiting.OTHER):
        wait = max(float(world.lists.expected_wait[3 * city + kind - 1]), 1.0)
        hold[kind] = np.exp(-p.grip * place_lost(1.0, p.discount, wait, np.minimum(years, wait)))
    return hold


def relative_pay(world: World) -> Floats:
    """Pay level over the mean of the posts of the same city."""
    m = world.employers
    mass = np.bincount(m.city, m.posts * m.pay_level, world.cities.rows)
    posts = np.bincount(m.city, m.posts, world.cities.rows)
    level: Floats = m.pay_level * (posts / np.maximum(mass, 1.0))[m.city]
    return np.where(level > 0.0, level, 1.0)


def doors_of(
    world: World, seekers: Counts, rates: Floats, open_posts: Floats, offset: float
) -> tuple[Floats, Cells]:
    """Chance of a post (city, occupation) and the employer behind each door, so that no more come than are wanted.

    Seekers spread over open posts in proportion; where more would come than there are posts, some are turned away.
    """
    m = world.employers
    taken = np.zeros((world.cities.rows, OCCUPATIONS))
    doors = np.empty((world.cities.rows, OCCUPATIONS, DOORS), np.int32)
    for city in range(world.cities.rows):
        wish = SUITS[:, m.sector] * np.where(m.city == city, open_posts, 0.0)
        wish /= np.maximum(wish.sum(axis=1, keepdims=True), 1e-300)
        coming = (seekers[city] * rates) @ wish
        wish *= np.minimum(open_posts / np.maximum(coming, 1e-300), 1.0)
        accepted = wish.sum(axis=1)
        taken[city] = rates * accepted
        number_doors(wish, accepted, offset, doors[city])
    return taken, doors


def move(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Those who leave, and those who take their posts, in a third of the blocks."""
    m, people, homes = world.employers, world.people, world.households
    posts_to_fill(world)
    phase, blocks, key = clock.tick % 3, people.rows, dice.key
    quits, hired = np.empty((blocks, m.rows), np.int64), np.empty((blocks, m.rows), np.int64)
    seeking, count = np.empty((blocks, OCCUPATIONS), np.int64), np.empty(blocks, np.int64)
    idle = np.empty((blocks, PERSON_SLOTS), np.uint16)
    youngest, oldest = (clock.tick - age * DEKADS_PER_YEAR for age in (LAWFUL_AGE, LAST_AGE))
    by_service = p.leaving / 12.0 * (1.0 + p.restless * np.exp(-np.arange(256.0) / p.settling))
    by_pay = relative_pay(world) ** -p.pay_pull
    by_tenure = np.where(np.arange(len(Tenure)) == Tenure.PLANT, p.flat_grip, 1.0)
    by_list = np.stack([hold_of_lists(world, p, city) for city in range(world.cities.rows)])
    bound = np.full(m.rows, Waiting.OTHER, np.int64)
    bound[(m.sector == Sector.WORKS) | (m.sector == Sector.AMENITIES)] = Waiting.WORKS

    over_blocks(
        lambda first, last: leave_posts(
            first, last, phase, key, people.city, people.persons, people.luck, people.employer, people.flags,
            people.service, people.occupation, people.born, people.household, homes.tenure, homes.list, homes.joined,
            clock.tick + JOIN_ORIGIN, oldest, youngest, by_service, by_pay, bound, by_list, by_tenure,
            quits, seeking, idle, count,
        ),
        blocks,
    )  # fmt: skip
    left = quits.sum(axis=0) * world.weight
    staff = m.staff - left
    rates = np.full(OCCUPATIONS, p.search)
    rates[Occupation.NONE] = p.entry
    seekers = np.zeros((world.cities.rows, OCCUPATIONS), np.int64)
    np.add.at(seekers, people.city, seeking)
    open_posts = np.maximum(m.posts - (staff - m.on_leave), 0.0) / world.weight
    taken, doors = doors_of(world, seekers, rates, open_posts, uniform(key, np.uint64(0), 0))
    novice = round(p.novice * PAY_UNIT)
    over_blocks(
        lambda first, last: take_posts(
            first, last, key, people.city, people.luck, people.employer, people.service, people.occupation,
            people.education, people.pay, idle, count, taken, doors, m.sector, CALLING, novice, hired,
        ),
        blocks,
    )  # fmt: skip
    m.quits[:] = left
    m.staff[:] = staff + hired.sum(axis=0) * world.weight
    if clock.year_starts:
        raise_years = int(p.raise_years)
        over_blocks(
            lambda first, last: year_of_service(
                first, last, people.persons, people.employer, people.service, people.pay, raise_years
            ),
            blocks,
        )


def nobody_moves(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: everybody keeps the post he has."""
    posts_to_fill(world)
    world.employers.quits[:] = 0


PROCESSES = (
    Process(
        "turnover",
        "turnover.moves",
        move,
        nobody_moves,
        Params,
        reads=(
            Enterprises.staff,
            Employers.on_leave,
            Employers.pay_level,
            Lists.expected_wait,
            People.persons,
            People.luck,
            People.flags,
            People.household,
            People.education,
            People.born,
            Households.tenure,
            Households.list,
            Households.joined,
        ),
        writes=(
            Employers.posts,
            Employers.staff,
            Employers.quits,
            People.employer,
            People.occupation,
            People.pay,
            People.service,
        ),
    ),
)

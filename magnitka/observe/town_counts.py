"""What one pass over all persons and one over all households tell of the town."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels import census
from magnitka.measure import ROUBLES, Floats, Tally, share, tally
from magnitka.observe.town_measures import BY_RANK, share_through, spent
from magnitka.pool import over_blocks
from magnitka.process import DEKADS_PER_YEAR, Clock
from magnitka.world import (
    World,
)  # fmt: skip

ALL = 255.0  # `unmet` where nothing wanted was found


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

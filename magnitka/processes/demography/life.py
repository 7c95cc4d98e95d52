"""A turn of life: who dies, is born, weds, parts and leaves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.blocks import household_rows, person_rows
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
from magnitka.kernels.fates import Answers, turn
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice
from magnitka.processes.demography.chances import TURN, answers_of, chances_of, no_answers
from magnitka.processes.demography.params import Params
from magnitka.world import Waiting, World
from magnitka.world.cities import RATIONED
from magnitka.world.people import JOIN_ORIGIN

Counts = NDArray[np.int64]


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

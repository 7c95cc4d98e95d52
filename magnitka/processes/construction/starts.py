"""What is begun: objects that secure funds, houses, and the lines of January's budget."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.dice import normal
from magnitka.process import DEKADS_PER_YEAR, Clock, Dice
from magnitka.processes.construction.limits import (
    limits,
    norm_pace,
    under_way,
    work_of,
)
from magnitka.processes.construction.params import Params
from magnitka.world import Purpose, Tenure, World

Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]

DEKADS_PER_QUARTER = 9
LAST_YEAR = 9999


def begin(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """January's budget and starts; each quarter sites gain and lose pull, and lines without money are struck."""
    j = world.projects
    for city in range(world.cities.rows):
        open_sites(world, p, city, p.secures > p.entry)
    if not clock.quarter_starts:
        return
    for row in range(j.rows):
        j.pull[row] = p.whim * normal(dice.key, j.luck[row], 0)
    for city in range(world.cities.rows):
        if clock.year_starts:
            start_industry(world, p, clock, city)
            carry_lines(world, p, clock, city)
        else:
            begin_lines(world, p, city)


def begin_in_turn(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: the next project of a kind and owner begins when the one before it is done."""
    j = world.projects
    j.pull[:] = 0.0
    for city in range(world.cities.rows):
        for purpose, owner in sorted(set(zip(j.purpose.tolist(), j.owner.tolist(), strict=True))):
            mine = (j.city == city) & (j.purpose == purpose) & (j.owner == owner)
            if not (mine & under_way(world)).any():
                j.started[waiting(world, mine, clock.year)[:1]] = 1.0
    j.listed[:] = under_way(world)


def waiting(world: World, mine: Flags, year: int) -> Codes:
    """Rows proposed and not begun, the oldest proposal first."""
    j = world.projects
    rows = np.flatnonzero(mine & (j.started == 0) & (j.proposed <= year))
    order: Codes = rows[np.argsort(j.proposed[rows], kind="stable")]
    return order


def start_industry(world: World, p: Params, clock: Clock, city: int) -> None:
    """January: objects are begun while a start secures more than it takes, or while crews would be idle."""
    j, norm = world.projects, norm_pace(world, p)
    mine = (j.city == city) & (j.purpose == Purpose.INDUSTRY)
    for number, row in enumerate(waiting(world, mine, clock.year)):
        secured = float(limits(world, p, p.secures)[1][city]) / p.industry_years
        idle = norm[mine & under_way(world)].sum() < p.industry_work * work_of(world, p, 1.0, 365.25)[city]
        if not idle and (number >= p.approvals or secured <= p.entry):
            break
        j.started[row] = 1.0
    j.listed[mine] = under_way(world)[mine]


def open_sites(world: World, p: Params, city: int, for_funds: bool) -> None:
    """Begin the next houses: on all sites where a start secures funds, else on as many as the programme can keep."""
    j, norm = world.projects, norm_pace(world, p)
    mine = (j.city == city) & (j.purpose == Purpose.HOUSING)
    coop = mine & (j.owner == Tenure.COOP)  # paid by those who will live there
    keep = p.programme - norm[mine & ~coop & under_way(world)].sum()
    for row in np.flatnonzero(mine & (j.started == 0)):
        if for_funds or coop[row] or keep > 0.0:
            j.started[row] = 1.0
            keep -= 0.0 if coop[row] else norm[row]
    j.listed[mine] = j.started[mine]


def carry_lines(world: World, p: Params, clock: Clock, city: int) -> None:
    """January: the budget carries social lines as long as its plan would begin them all."""
    j = world.projects
    mine = (j.city == city) & (j.purpose == Purpose.SOCIAL)
    going = mine & under_way(world)
    j.listed[mine] = going[mine]
    room = world.cities.social_plan[city] * DEKADS_PER_YEAR - p.entry * j.cost[going].sum()
    for row in waiting(world, mine, clock.year):
        if room >= p.entry * j.cost[row]:
            j.listed[row] = 1.0
            room -= p.entry * j.cost[row]


def begin_lines(world: World, p: Params, city: int) -> None:
    """At a quarter's turn: a line begins if its share of what industry left makes a start, else it is struck."""
    j, c, norm = world.projects, world.cities, norm_pace(world, p)
    mine = (j.city == city) & (j.purpose == Purpose.SOCIAL)
    left = min(c.social_funds[city], c.social_plan[city]) * DEKADS_PER_QUARTER
    claims = norm[mine & under_way(world)].sum()
    for row in waiting(world, mine & (j.listed > 0), LAST_YEAR):
        if left * norm[row] / (claims + norm[row]) >= p.entry * j.cost[row]:
            j.started[row] = 1.0
            claims += norm[row]
        else:
            j.listed[row] = 0.0
            j.scratched[row] += 1.0

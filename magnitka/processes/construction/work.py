"""A dekad's work on the sites, what it costs, and what is finished."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.rationing import ration
from magnitka.kernels.sites import man_sites
from magnitka.process import DEKADS_PER_YEAR, Clock, Dice
from magnitka.processes.construction.limits import (
    limits,
    norm_pace,
    pace_of_builders,
    part,
    under_way,
    work_of,
)
from magnitka.processes.construction.params import Params
from magnitka.world import Purpose, Tenure, World

Floats = NDArray[np.float64]

MEAN_DAYS = 365.25 / DEKADS_PER_YEAR  # of a dekad
MEMORY = 1.0 / 9.0  # of a dekad's work in what builders expect to do


def build(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """A dekad's funds and work. Crews are placed for a month, by what the builders expect to do."""
    assign_funds(world, p, limits(world, p, p.secures)[0])
    j, c, norm = world.projects, world.cities, norm_pace(world, p) / DEKADS_PER_YEAR
    open_to_work = under_way(world)
    rest = (j.cost - j.done) * part(world, p)
    want = np.minimum(j.funds, rest) * open_to_work
    rank = np.exp(j.pull + p.factory_first * (j.purpose == Purpose.INDUSTRY))
    work = expect(world, work_of(world, p, pace_of_builders(world, clock), clock.days))
    done = np.zeros(j.rows)
    for city in range(c.rows):
        mine = j.city == city
        if clock.month_starts:
            least = np.minimum(p.least_crew * norm, rest)[mine]
            j.manned[mine] = man_sites(want[mine], rank[mine], least, float(c.builders[city])) > 0.0
        there = want[mine] * (j.manned[mine] > 0)
        crews = np.zeros(there.size)
        ration(there, there * rank[mine], float(work[city]), crews)
        done[mine] = crews
    enter(world, p, clock, done)


def expect(world: World, work: Floats) -> Floats:
    """Remembers what the builders do; gives `work` back."""
    c = world.cities
    c.builders[:] = np.where(c.builders > 0.0, c.builders + MEMORY * (work - c.builders), work)
    return work


def build_in_turn(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: all of a budget's money goes to the site first in line, and crews go with the money."""
    j = world.projects
    open_to_work = under_way(world)
    full = funds_by_line(world, p)
    rest = (j.cost - j.done) * part(world, p) * open_to_work
    work = expect(world, work_of(world, p, pace_of_builders(world, clock), clock.days))
    done = np.zeros(j.rows)
    for city in range(world.cities.rows):
        want = np.zeros(j.rows)
        for (purpose, owner), money in full[city].items():
            mine = open_to_work & (j.city == city) & (j.purpose == purpose) & (j.owner == owner)
            for row in np.flatnonzero(mine):
                want[row] = min(money, rest[row])
                money -= want[row]
        j.funds[j.city == city] = want[j.city == city]
        done += want * min(1.0, float(work[city]) / max(want.sum(), 1e-12))
    j.manned[:] = j.funds > 0.0
    enter(world, p, clock, done)


def assign_funds(world: World, p: Params, industry: Floats) -> None:
    """Funds of the dekad: every site's claim, scaled down to what its budget has."""
    j, c = world.projects, world.cities
    norm = norm_pace(world, p) / DEKADS_PER_YEAR * under_way(world)
    j.funds[:] = norm
    paid_by_city = (j.purpose == Purpose.HOUSING) & (j.owner != Tenure.COOP)
    money = {
        Purpose.INDUSTRY: (j.purpose == Purpose.INDUSTRY, industry / DEKADS_PER_YEAR),
        Purpose.SOCIAL: (j.purpose == Purpose.SOCIAL, c.social_funds),
        Purpose.HOUSING: (paid_by_city, housing_money(world, p)),
    }
    for rows, funds in money.values():
        claims = np.bincount(j.city, norm * rows, c.rows)
        share = np.where(claims > 0.0, np.minimum(funds / np.maximum(claims, 1e-12), 1.0), 0.0)
        j.funds[:] = np.where(rows, norm * share[j.city], j.funds)


def housing_money(world: World, p: Params) -> Floats:
    """The housing programme of a dekad, less what social lines lose; Mrub, shape (cities,)."""
    c = world.cities
    left = np.where(c.social_plan > 0.0, c.social_funds / np.maximum(c.social_plan, 1e-12), 1.0)
    return np.asarray(p.programme / DEKADS_PER_YEAR * (1.0 - p.exposed * (1.0 - np.minimum(left, 1.0))))


def funds_by_line(world: World, p: Params) -> list[dict[tuple[int, int], float]]:
    """For each city the dekad's funds by purpose and owner; housing programmes by the number of sites."""
    j, c = world.projects, world.cities
    base = p.industry_work * work_of(world, p, 1.0, MEAN_DAYS)
    homes, found = housing_money(world, p), []
    norm = norm_pace(world, p) / DEKADS_PER_YEAR
    for city in range(c.rows):
        mine = (j.city == city) & (j.purpose == Purpose.HOUSING)
        sites = mine & (j.owner != Tenure.COOP)
        lines = {
            (int(Purpose.INDUSTRY), 0): float(base[city]),
            (int(Purpose.SOCIAL), 0): float(c.social_funds[city]),
        }
        for owner in np.unique(j.owner[mine]):
            his = mine & (j.owner == owner)
            share = norm[his].sum() / max(norm[sites].sum(), 1e-12)
            own = owner == Tenure.COOP
            lines[int(Purpose.HOUSING), int(owner)] = float(norm[his].sum() if own else homes[city] * share)
        found.append(lines)
    return found


def enter(world: World, p: Params, clock: Clock, work: Floats) -> None:
    """Books a dekad's work, sites that stand still, and what is finished and pulled down."""
    j, c = world.projects, world.cities
    open_to_work = under_way(world)
    idle = open_to_work & (work <= 0.0)
    if clock.month_starts:
        j.stops += open_to_work & (j.manned == 0) & (j.built > 0.0)
    j.stood += idle
    j.worked += open_to_work & ~idle
    j.built[:] = work
    j.done += work / part(world, p)
    j.done[idle] *= 1.0 - p.weathering / DEKADS_PER_YEAR
    c.completed[:] = c.demolished[:] = 0
    finished = open_to_work & (j.done >= j.cost * (1.0 - 1e-12))
    j.finished += finished
    j.done[finished] = j.cost[finished]
    for row in np.flatnonzero(finished & (j.purpose == Purpose.HOUSING)):
        city, flats, owner = j.city[row], int(j.yields[row]), j.owner[row]
        given = int(np.rint(p.transfer.at(clock.month_index) * flats)) if owner == Tenure.PLANT else 0
        c.completed[city, owner] += flats - given
        c.completed[city, Tenure.CITY] += given
        j.done[row] = j.started[row] = 0.0  # the next houses of the site are another start
    if clock.month_ends:
        worn = np.floor(c.dwellings * (p.demolition / 12.0)).astype(np.int64)
        c.demolished[:] = np.minimum(worn, c.vacant)
        c.demolished[:, Tenure.ROOM] = worn[:, Tenure.ROOM]  # communal flats become flats of one family
    c.dwellings += c.completed - c.demolished
    c.vacant[:, Tenure.PLANT :] += (c.completed - c.demolished)[:, Tenure.PLANT :]
    c.fresh[:] = np.minimum(c.fresh + c.completed, c.vacant)

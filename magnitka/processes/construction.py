"""More is begun than can be finished, since a start secures funds; crews thin out over the sites, some stand still.

A ministry begins an object while what that secures in a year is more than it takes: dB/dclaims / norm years > entry,
in shares of the estimate, where funds B = base (claims / base)^secures (investment hunger, Kornai 1980; Gregory 1990,
ch. 6: lead times of 2 to 2.5 times the normal). Claims rise with every start, the builders' work does not: it is
rationed by funds, pull and rank (the family of T22), factory first, and where less than a crew is left there is none.
Bridge, hotel, hospital and water works live on `Cities.social_funds`, what industry leaves of the social lines (T64):
carried in January's budget, struck at a quarter's turn if too little is left to begin. The plant gives a decreed
share of its flats to the soviet. Work follows what the city's builders really turn out, so that shortage in industry
reaches homes. Funds are limits here: the builders are paid as suppliers of finished work. Neutral: one project
after another, funds in proportion. Claims: L200-L205, L209-L211 (Kotkin 1991).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.dice import normal
from magnitka.kernels.rationing import ration
from magnitka.kernels.sites import man_sites
from magnitka.process import DEKADS_PER_YEAR, Clock, Dice, Process
from magnitka.quantity import Schedule, quantity, schedule
from magnitka.world import Cities, Enterprises, Projects, Purpose, Sector, Shops, Tenure, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]
MEAN_DAYS = 365.25 / DEKADS_PER_YEAR  # of a dekad
DEKADS_PER_QUARTER = 9
LAST_YEAR = 9999
MEMORY = 1.0 / 9.0  # of a dekad's work in what builders expect to do


@dataclass(frozen=True)
class Params:
    """Builders, funds, starts, sites, what becomes of the flats."""

    output_per_builder: float = quantity(
        "krub/person/yr", "building work of one post at the even pace", at_least=0
    )
    building_part: float = quantity(
        "1", "share of an industrial estimate that is building work", at_least=0.05, at_most=1
    )
    industry_years: float = quantity("yr", "norm duration of an object of industry", at_least=0.5)
    social_years: float = quantity("yr", "norm duration of a bridge or hospital", at_least=0.5)
    house_years: float = quantity("yr", "norm duration of a group of houses", at_least=0.2)
    industry_work: float = quantity(
        "1", "share of the builders' work in the ministries' yearly limits", at_least=0, at_most=1
    )
    programme: float = quantity("Mrub/yr", "housing programme of plants and soviet", at_least=0)
    exposed: float = quantity(
        "1", "share of the housing programme that is cut as social lines are", at_least=0, at_most=1
    )
    secures: float = quantity(
        "1", "per cent by which funds grow when claims grow by one", at_least=0, at_most=1
    )
    entry: float = quantity("1", "share of an estimate that counts as a start", at_least=0.001, at_most=1)
    approvals: float = quantity(
        "1/yr", "starts in industry that are approved in a city in a year", at_least=0
    )
    factory_first: float = quantity(
        "1", "rank of industry over flats and bridges with the builders", at_least=0, at_most=10
    )
    whim: float = quantity("1", "spread of the quarter's pull of a site", at_least=0, at_most=3)
    least_crew: float = quantity(
        "1", "least pace at which a site is worked, over the norm", at_least=0, at_most=1
    )
    weathering: float = quantity(
        "1/yr", "share of the work that a site without crews loses", at_least=0, at_most=0.5
    )
    demolition: float = quantity(
        "1/yr", "share of the dwellings that is worn out in a year", at_least=0, at_most=0.1
    )
    transfer: Schedule = schedule(
        "1", "share of its new flats that the plant gives to the soviet", at_least=0, at_most=1
    )


# --------------------------------------------------------------------------------------------------- limits
def builders(world: World) -> Flags:
    """Enterprises that build in the cities; where the cities' builders are no enterprise, all that build."""
    e, m = world.enterprises, world.employers
    named = m.enterprise[(m.sector == Sector.BUILDING) & (m.enterprise >= 0)]
    made = e.product[named] if named.size else np.array([world.goods.row_of["construction"]])
    rows: Flags = np.isin(e.product, made) & (e.capacity > 0.0)
    if named.size:
        rows &= np.isin(np.arange(e.rows), named)
    return rows


def work_of(world: World, p: Params, pace: float, days: float) -> Floats:
    """Building work that each city's builders do in `days` at a pace; Mrub."""
    m = world.employers
    posts = np.bincount(m.city, m.posts_base * (m.sector == Sector.BUILDING), world.cities.rows)
    return np.asarray(posts * p.output_per_builder / 1e3 * pace * days / 365.25)


def pace_of_builders(world: World, clock: Clock) -> float:
    """What the builders turned out this dekad over what they can at the normal pace."""
    e, s = world.enterprises, world.shops
    rows = builders(world)
    made = float(s.output[rows[s.enterprise] & (s.product == e.product[s.enterprise])].sum())
    able = float(e.capacity[rows].sum()) * clock.days / 10.0
    return made / able if able > 0.0 else 0.0


def part(world: World, p: Params) -> Floats:
    """Building work per rouble of estimate; shape (projects,)."""
    return np.where(world.projects.purpose == Purpose.INDUSTRY, p.building_part, 1.0)


def norm_pace(world: World, p: Params) -> Floats:
    """Building work a year at the norm duration; Mrub/yr, shape (projects,)."""
    years = np.array([p.industry_years, p.house_years, p.social_years])
    j = world.projects
    return np.asarray(j.cost * part(world, p) / years[j.purpose])


def under_way(world: World) -> Flags:
    """Begun and not finished."""
    j = world.projects
    return np.asarray((j.started > 0) & (j.done < j.cost))


def limits(world: World, p: Params, secures: float) -> tuple[Floats, Floats]:
    """Each city's industrial funds, Mrub/yr, and what a rouble of further claims would add to them.

    Limits follow claims with the elasticity `secures` from what builders can carry: B = base (claims / base)^secures.
    """
    j, n = world.projects, world.cities.rows
    base = p.industry_work * work_of(world, p, 1.0, 365.25)
    claims = np.bincount(
        j.city, norm_pace(world, p) * (under_way(world) & (j.purpose == Purpose.INDUSTRY)), n
    )
    full = np.maximum(claims / np.maximum(base, 1e-9), 1.0)
    return np.minimum(claims, base * full**secures), secures * full ** (secures - 1.0)


# --------------------------------------------------------------------------------------------------- starts
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


# ---------------------------------------------------------------------------------------------------- work
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


PROCESSES = (
    Process(
        "construction",
        "construction.starts",
        begin,
        begin_in_turn,
        Params,
        reads=(Cities.social_plan, Cities.social_funds, Projects.done),
        writes=(Projects.listed, Projects.started, Projects.scratched, Projects.pull),
    ),
    Process(
        "construction",
        "construction.work",
        build,
        build_in_turn,
        Params,
        reads=(
            Cities.social_plan,
            Cities.social_funds,
            Enterprises.capacity,
            Shops.output,
            Projects.pull,
        ),
        writes=(
            Projects.started,
            Projects.done,
            Projects.funds,
            Projects.built,
            Projects.stops,
            Projects.stood,
            Projects.worked,
            Projects.manned,
            Projects.finished,
            Cities.dwellings,
            Cities.vacant,
            Cities.fresh,
            Cities.completed,
            Cities.demolished,
            Cities.builders,
        ),
    ),
)

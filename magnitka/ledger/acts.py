"""Acts of God: changes of the world that no rule of the model makes, to take a cause away or to put one in.

Each gives, for the ticks of a run, what happens at the beginning of which tick. Goods that appear or vanish so are in
nobody's books; the audit begins afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from magnitka.process import Clock, clock_at
from magnitka.world import Bank, Kind, Occupation, Tenure, Waiting, World
from magnitka.world.goods import MACHINES, SCRAP
from magnitka.world.people import NOBODY

if TYPE_CHECKING:
    from magnitka.loop import Intervention

Act = Callable[[range, int], "dict[int, Intervention]"]

LISTS_OF_A_CITY = 3
DOCTORS = (Occupation.PHYSICIAN, Occupation.SURGEON, Occupation.GYNAECOLOGIST, Occupation.PAEDIATRICIAN)
FULL_SHELVES = 3.0  # dekads' demand in store under `ample_supply_of_wares`
FLAT_OF_A_DOCTOR = 2  # rooms
TIGHTER = 1.05  # a yearly target under `tighter_plans`, over what the planners would have set


def buffered_supply(ticks: range, origin: int) -> dict[int, Intervention]:
    """An outside reserve sends producers at once what their suppliers fell short of, and they come to rely on it."""
    return dict.fromkeys(ticks, make_up_shortfalls)


def make_up_shortfalls(world: World, clock: Clock) -> None:
    """What was truly ordered in the last dekad and not shipped is there; nobody remembers a gap."""
    e, k = world.enterprises, world.links
    producer = e.kind[k.customer] == Kind.PRODUCER
    np.add.at(e.fit, (k.customer, k.good), k.short * producer)
    e.fill[:] = 1.0
    e.fill_spread[:] = 0.0


def sound_machines(ticks: range, origin: int) -> dict[int, Intervention]:
    """All machines on the way to steelworks or in their stores are on grade."""
    return dict.fromkeys(ticks, mend_machines)


def mend_machines(world: World, clock: Clock) -> None:
    """Machines delivered to steelworks have no defect."""
    e, g, k = world.enterprises, world.goods, world.links
    steelworks = e.own_make[:, g.row_of[SCRAP]] > 0
    e.grade[steelworks, g.row_of[MACHINES]] = 1.0
    bound = steelworks[k.customer] & (k.good == g.row_of[MACHINES])
    k.on_way_grade[bound] = (k.on_way + k.on_way_unfit)[bound]


def tighter_plans(ticks: range, origin: int) -> dict[int, Intervention]:
    """Every yearly target is raised by a twentieth once it is confirmed, and taken back before the next is set."""
    acts: dict[int, Intervention] = {}
    for tick in ticks:
        dekad = clock_at(tick, origin).dekad_of_year
        if dekad == 0 and tick > ticks.start:
            acts[tick] = take_back
        elif dekad == 1:
            acts[tick] = tighten
    return acts


def tighten(world: World, clock: Clock) -> None:
    """Raise the plans of the year and of the month in hand; progress is told in plans, and falls."""
    e, s = world.enterprises, world.shops
    for column in (e.plan_year, e.plan_first, e.plan_month, s.plan_month):
        column *= TIGHTER
    for column in (s.month_done, s.quarter_done, s.tautness):
        column /= TIGHTER


def take_back(world: World, clock: Clock) -> None:
    """Give the planners the targets back from which they would have gone on."""
    world.enterprises.plan_year[:] /= TIGHTER


# ------------------------------------------------------------------------------------------------ the town
def ample_supply_of_wares(ticks: range, origin: int) -> dict[int, Intervention]:
    """Shops are full of everything, whatever people want."""
    return dict.fromkeys(ticks, fill_shelves)


def fill_shelves(world: World, clock: Clock) -> None:
    """Stores hold some dekads of what was wanted, and of the founding year's supply a head."""
    c = world.counters
    usual = c.norm * world.cities.persons[c.city] / 3.0
    np.maximum(c.stock, FULL_SHELVES * np.maximum(c.wanted, usual), out=c.stock)


def no_connections(ticks: range, origin: int) -> dict[int, Intervention]:
    """Nobody knows anybody who could put him first."""
    return dict.fromkeys(ticks, forget_acquaintances)


def forget_acquaintances(world: World, clock: Clock) -> None:
    """No person and no household has connections, not even to a shop counter."""
    world.people.blat[:] = 0
    world.households.blat[:] = 0
    world.households.stall[:] = 0


def doctors_housed(ticks: range, origin: int) -> dict[int, Intervention]:
    """Every doctor who has no dwelling of his own finds one that nobody built."""
    return dict.fromkeys(ticks, house_doctors)


def house_doctors(world: World, clock: Clock) -> None:
    """Their households move into a flat of the soviet and leave the list."""
    p, h, c, k = world.people, world.households, world.cities, world.lists
    for b in range(p.rows):
        city = p.city[b]
        doctors = np.isin(p.occupation[b, : p.persons[b]], DOCTORS)
        homes = np.unique(p.household[b, : p.persons[b]][doctors])
        homes = homes[h.tenure[b, homes] < Tenure.PLANT]
        kinds = h.list[b, homes]
        for kind in Waiting:
            if kind != Waiting.NONE:
                k.length[LISTS_OF_A_CITY * city + kind - 1] -= world.weight * int((kinds == kind).sum())
        h.tenure[b, homes], h.rooms[b, homes] = Tenure.CITY, FLAT_OF_A_DOCTOR
        h.list[b, homes], h.joined[b, homes] = Waiting.NONE, 0
        c.dwellings[city, Tenure.CITY] += world.weight * homes.size


def equal_air(ticks: range, origin: int) -> dict[int, Intervention]:
    """The wind blows alike over all districts where people live."""
    return {ticks.start: level_the_wind}


def level_the_wind(world: World, clock: Clock) -> None:
    """Every inhabited district has the mean dilution of all, by inhabitants; what falls in all stays the same."""
    d = world.districts
    lived_in = d.bank != Bank.OUTSIDE
    d.transfer[lived_in] = np.average(
        d.transfer[lived_in], axis=0, weights=np.maximum(d.persons[lived_in], 1)
    )


def closure_of_the_works(ticks: range, origin: int) -> dict[int, Intervention]:
    """The Works is shut for good: no furnace is lit, and its shops dismiss their people."""
    return {ticks.start: shut_the_works}


def shut_the_works(world: World, clock: Clock) -> None:
    """No capacity is left; whoever worked in a shop of the Works is without work, who ran its trams and homes stays."""
    s, m, p, h = world.shops, world.employers, world.people, world.households
    of_works = s.enterprise == world.works
    s.vintages[of_works], s.capacity[of_works] = 0.0, 0.0
    shut = (m.enterprise == world.works) & (m.shop >= 0)
    m.posts_base[shut], m.posts[shut], m.staff[shut] = 0.0, 0.0, 0
    m.on_leave[shut] = 0
    for b in range(p.rows):
        employer = p.employer[b, : p.persons[b]]
        dismissed = np.flatnonzero((employer != NOBODY) & shut[np.where(employer == NOBODY, 0, employer)])
        np.subtract.at(h.earners[b], p.household[b, dismissed], 1)
        p.employer[b, dismissed], p.service[b, dismissed] = NOBODY, 0
        world.cities.employed[p.city[b]] -= world.weight * dismissed.size


ACTS: dict[str, Act] = {
    "ample_supply_of_wares": ample_supply_of_wares,
    "buffered_supply": buffered_supply,
    "closure_of_the_works": closure_of_the_works,
    "doctors_housed": doctors_housed,
    "equal_air": equal_air,
    "no_connections": no_connections,
    "sound_machines": sound_machines,
    "tighter_plans": tighter_plans,
}

"""Founds the cities: people in households, at work, in dwellings and on lists; shops, districts, stacks, projects.

Margins are the scenario's; persons and households are drawn from them with the seed's luck. The staff of the Works'
shops is the works' own table; other employers are a table of their own. All opening money is Gosbank's liability.
"""

from __future__ import annotations

import numpy as np

from magnitka.foundation.homes import give_homes, give_money
from magnitka.foundation.places import fill_ages, fill_employers, fill_places
from magnitka.foundation.townspeople import Params, employers
from magnitka.foundation.work import DOCTORS, give_work, settle_people
from magnitka.scenario import Scenario
from magnitka.table import Table
from magnitka.world import Tenure, Waiting, World
from magnitka.world.people import DEKADS_PER_YEAR, NOBODY

HOUSEHOLDS_A_BLOCK = 1300  # on the founding day; the rest is room to grow
COOPERATIVES = 400  # rows that cooperatives may take


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

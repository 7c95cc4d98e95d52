"""Founds a town's places: cities, districts, stacks, counters, lists, projects, places of work, ages."""

from __future__ import annotations

import numpy as np

from magnitka.errors import UsageError
from magnitka.foundation.townspeople import NONE, employers, member_named, row_of
from magnitka.kernels.dice import luck_of
from magnitka.scenario import Scenario
from magnitka.world import Bank, Niche, Payer, Purpose, Tenure, Waiting, World
from magnitka.world.cities import POLLUTANTS, SPECIALTIES
from magnitka.world.undertakings import NO_HOST


def fill_places(world: World, scenario: Scenario) -> None:
    """Cities, districts, stacks, shop counters, lists, projects, room for cooperatives."""
    c, d, s = world.cities, world.districts, world.stacks
    table = scenario.table("cities")
    for n, specialty in enumerate(SPECIALTIES):
        c.doctor_norm[:, n] = table.numbers(f"norm_{specialty}")
    table = scenario.table("districts")
    d.city[:] = [row_of(c, text, "districts") for text in table.texts("city")]
    d.bank[:] = [
        member_named(Bank, text, "districts", name)
        for name, text in zip(d.labels, table.texts("bank"), strict=True)
    ]
    for name in ("east", "north", "area", "superblocks", "share"):
        getattr(d, name)[:] = table.numbers(name)
    d.water[:] = 1.0
    table = scenario.table("stacks")
    s.city[:] = [row_of(c, text, "stacks") for text in table.texts("city")]
    s.product[:] = [world.goods.row_of.get(text, -1) for text in table.texts("product")]
    for name in ("east", "north", "height"):
        getattr(s, name)[:] = table.numbers(name)
    for n, pollutant in enumerate(POLLUTANTS):
        s.factor[:, n] = table.numbers(pollutant.replace(" ", "_"))
    table = scenario.table("wares")
    k = world.counters
    wares = len(table)
    k.city[:] = np.repeat(np.arange(c.rows), wares)
    k.good[:] = np.tile([row_of(world.goods, text, "wares") for text in table.texts("ware")], c.rows)
    for name in ("norm", "kilo", "least", "share", "farmed", "keeps", "coupon", "reform"):
        getattr(k, name)[:] = np.tile(table.numbers(name), c.rows)
    k.price[:] = k.black_price[:] = k.found[:] = k.supply[:] = 1.0
    world.lists.city[:] = np.repeat(np.arange(c.rows), 3)
    world.lists.kind[:] = np.tile([kind for kind in Waiting if kind], c.rows)
    table = scenario.table("projects")
    j = world.projects
    j.city[:] = [row_of(c, text, "projects") for text in table.texts("city")]
    j.purpose[:] = [
        member_named(Purpose, text, "projects", name)
        for name, text in zip(j.labels, table.texts("purpose"), strict=True)
    ]
    j.owner[:] = [
        member_named(Tenure, text, "projects", name)
        for name, text in zip(j.labels, table.texts("owner"), strict=True)
    ]
    for name in ("cost", "yields", "water", "proposed"):
        getattr(j, name)[:] = table.numbers(name)
    j.yields[:] = np.rint(j.yields)  # flats and beds are whole, also in a town whose projects are scaled
    j.luck[:] = [luck_of(label) for label in j.labels]
    begun = np.array(table.numbers("begun"))  # share of the estimate
    j.started[:], j.done[:] = begun > 0, begun * j.cost
    o = world.cooperatives
    o.city[:] = np.repeat(np.arange(c.rows), o.rows // c.rows)
    o.luck[:] = [luck_of(label) for label in o.labels]
    o.niche[:], o.host[:] = Niche.GOODS, NO_HOST


def fill_employers(world: World, scenario: Scenario) -> None:
    """Places of work, their posts and their pay."""
    m, s, e = world.employers, world.shops, world.enterprises
    owners = [e.labels[row] for row in s.enterprise]
    for row, one in enumerate(employers(scenario, s.labels, owners)):
        m.city[row] = row_of(world.cities, one.city, "employers")
        m.enterprise[row] = e.row_of[one.enterprise] if one.enterprise != NONE else -1
        m.shop[row], m.sector[row], m.payer[row] = one.shop, one.sector, one.payer
        m.luck[row] = luck_of(one.name)
        m.posts_base[row] = one.posts
        m.posts[row] = one.posts
        m.pay_level[row] = round(one.pay * 100)
        m.east[row], m.north[row] = one.east, one.north
        if one.payer == Payer.ENTERPRISE and m.enterprise[row] < 0:
            raise UsageError(f"table employers: {one.name} is paid by an enterprise, but names none")
    e.peopled[m.enterprise[m.enterprise >= 0]] = 1.0
    m.present[:] = 1.0


def fill_ages(world: World, scenario: Scenario) -> None:
    """Chances of the founding year for each year of age, from the classes of the table of vital rates."""
    a, table = world.ages, scenario.table("vital")
    first = np.array([int(text) for text in table.texts("age")])
    of = np.searchsorted(first, np.arange(a.rows), side="right") - 1
    if (np.diff(first) <= 0).any() or first[0] != 0:
        raise UsageError("table vital: its classes of age must begin at 0 and rise")
    for column, men, women in (
        (a.deaths, "deaths_men", "deaths_women"),
        (a.drink, "drink_men", "drink_women"),
        (a.weddings, "grooms", "brides"),
    ):
        column[:, 0], column[:, 1] = table.numbers(men)[of], table.numbers(women)[of]
    for name in ("births_wed", "births_unwed", "divorces", "moves"):
        getattr(a, name)[:] = table.numbers(name)[of]

"""Writes the founding day into the tables."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.foundation.given import FOREIGN_TRADE, Params, Shop
from magnitka.foundation.network import Designation, acquaintances
from magnitka.kernels.dice import luck_of
from magnitka.scenario import Scenario
from magnitka.table import Table
from magnitka.world import Kind, Pace, World
from magnitka.world.goods import CRUDE, ROLLED, SCRAP, SPARES

Floats = NDArray[np.float64]
YEAR = 36.5  # ten-day dekads in a year
EXPORT = "export organisations"


def at_rest(table: Table) -> None:
    """Set every column that the foundation has not to say anything of to zero."""
    for column in table.columns():
        table.__dict__[column.name][:] = 0


def fill_goods(
    world: World, scenario: Scenario, inputs: Floats, balance: Floats, gross: Floats, final: Floats
) -> None:
    """Prices, technology, and the founding year's balance."""
    g, table = world.goods, scenario.table("goods")
    at_rest(g)
    for name in (
        "price",
        "world_price",
        "iron",
        "haul",
        "in_specs",
        "service",
        "scrap_return",
        "upkeep",
        "machines",
    ):
        getattr(g, name)[:] = table.numbers(name)
    g.inputs[:] = inputs
    g.balance[:] = balance
    g.final_base[:] = final.sum(axis=0)
    for column in (g.final_year, g.final_last_year):
        column[:] = g.final_base
    g.reported_share[:] = 1.0
    for column in (g.achieved_year, g.planned_year, g.required_year):
        column[:] = gross


def fill_shops(world: World, shops: list[Shop], p: Params) -> None:
    """Capacity by age, and a rested, half-worn start."""
    s = world.shops
    at_rest(s)
    table_pace = {pace.name.lower(): int(pace) for pace in Pace}
    for i, shop in enumerate(shops):
        s.enterprise[i] = world.enterprises.row_of[shop.enterprise]
        s.product[i] = world.goods.row_of[shop.product]
        s.stage[i] = shop.stage
        s.pace[i] = table_pace[shop.pace]
        s.luck[i] = luck_of(shop.name)
        s.own_use[i], s.workers[i], s.units[i] = shop.own_use, shop.workers, shop.units
        s.condition[i] = shop.condition
        s.vintages[i] = shop.capacity / 365.0 * shop.ages
    s.capacity[:] = s.vintages.sum(axis=1)
    s.machine_grade[:] = p.grade
    for column in (s.effort, s.tautness, s.borrowed, s.grade, s.upkeep_done):
        column[:] = 1.0
    s.cause_good[:] = -1


def fill_enterprises(
    world: World,
    scenario: Scenario,
    shops: list[Shop],
    needs: Floats,
    final: Floats,
    gross: Floats,
    p: Params,
) -> None:
    """Plans at the founding year's output, stocks of a few dekads, staff of the even pace."""
    e, g, s, firms = world.enterprises, world.goods, world.shops, scenario.table("enterprises")
    at_rest(e)
    users = set(scenario.table("final_demand").texts("user"))
    ministries = list(world.ministries)
    for i, name in enumerate(e.labels):
        ministry = firms.texts("ministry")[i]
        e.kind[i] = (
            Kind.FINAL_USER
            if name in users
            else Kind.IMPORTER
            if ministry == FOREIGN_TRADE
            else Kind.PRODUCER
        )
        e.product[i] = g.row_of[firms.texts("product")[i]]
        e.ministry[i] = ministries.index(ministry)
        e.luck[i] = luck_of(name)
        e.exports[i] = float(name == EXPORT)
    e.rank[:], e.east[:], e.north[:] = firms.numbers("rank"), firms.numbers("east"), firms.numbers("north")
    producer = e.kind == Kind.PRODUCER
    e.contacts[:] = acquaintances(scenario, producer)
    e.final_need[:] = final / YEAR
    importer = e.kind == Kind.IMPORTER
    e.import_plan[importer] = (firms.numbers("share") * gross[e.product] / YEAR)[importer]
    e.uses[:] = needs > 0
    np.maximum.at(e.own_make, (s.enterprise, s.product), s.own_use)
    melts = np.bincount(s.enterprise, s.product == g.row_of[ROLLED], e.rows) > 0
    e.own_make[melts, g.row_of[SCRAP]] = 1.0
    e.need[:] = needs / YEAR
    stocked = producer[:, None] * e.need
    own = np.zeros_like(e.need)  # yards of what a works makes for itself: a dekad of it
    np.add.at(own, (s.enterprise, s.product), 10.0 * s.capacity * s.own_use * (1.0 - g.service[s.product]))
    e.fit[:] = p.opening_stock * stocked + own
    scrap = g.row_of[SCRAP]
    crude = g.row_of[CRUDE]
    e.fit[melts, scrap] += p.opening_stock * own[melts, crude] * g.inputs[crude, scrap]
    e.target_stock[:] = p.opening_stock * stocked
    e.grade[:], e.finished_grade[:] = p.grade, p.grade
    main = s.product == e.product[s.enterprise]
    e.capacity[:] = 10.0 * np.bincount(s.enterprise, s.capacity * main, e.rows)
    output = np.zeros(e.rows)
    for row, shop in enumerate(shops):
        output[s.enterprise[row]] += shop.output * main[row]
    for column in (
        e.plan_year,
        e.plan_first,
        e.made_last_year,
        e.reported_last_year,
        e.pledge,
        e.plan_five_year,
    ):
        column[:] = output
    e.plan_month[:] = output / 12.0
    e.finished[np.arange(e.rows), e.product] = 0.5 * output / YEAR
    e.staff_norm[:] = np.bincount(s.enterprise, s.workers, e.rows)
    e.staff[:] = e.staff_norm
    for column in (
        e.attendance,
        e.peak_work,
        e.fill,
        e.fit_share,
        e.mix_speed,
        e.fulfilment_month,
        e.fulfilment_year,
        e.fulfilment_first,
        e.delivery_year,
    ):
        column[:] = 1.0
    e.inhouse[:] = (
        p.inhouse * producer * (1.0 - e.own_make[:, g.row_of[SPARES]])
    )  # repair shops of its own do it there
    e.order_mix[:] = 1.0 / e.order_mix.shape[1]
    e.made_mix[:] = e.order_mix


def fill_links(world: World, links: list[Designation]) -> None:
    """Designations, and wagons under way as in an ordinary dekad."""
    k, e = world.links, world.enterprises
    at_rest(k)
    for i, link in enumerate(links):
        k.supplier[i], k.customer[i], k.good[i], k.lag[i] = link.supplier, link.customer, link.good, link.lag
        k.luck[i] = luck_of(link.name)
        k.share[i], k.alive[i] = link.share, 1.0
        k.on_way[i, : link.lag] = link.share * e.need[link.customer, link.good]
        k.on_way_grade[i] = k.on_way[i] * e.grade[link.customer, link.good]


def open_accounts(world: World, p: Params) -> None:
    """Opening balances are Gosbank's liabilities."""
    e, g = world.enterprises, world.goods
    sales = e.plan_month * g.price[e.product] * p.working_capital
    e.account[:] = np.where(e.kind == Kind.PRODUCER, np.rint(sales * 1e8), 0).astype(np.int64)
    world.centre.bank[0] = -int(e.account.sum())

"""The headline series of the Works and the Union's industry."""

from __future__ import annotations

import numpy as np

from magnitka.measure import ROUBLES, Measure, Observable, share
from magnitka.process import Clock
from magnitka.table import Array
from magnitka.world import Kind, World
from magnitka.world.goods import COKE, CRUDE, MACHINES, PIG, ROLLED, SCRAP, SINTER, SPARES


def made(world: World, good: str, column: Array, works_only: bool) -> float:
    """Sum of a shop column over the makers of a good."""
    s = world.shops
    rows = s.product == world.goods.row_of[good]
    if works_only:
        rows &= s.enterprise == world.works
    return float(column[rows].sum())


def works_made(good: str) -> Measure:
    return lambda world, clock: made(world, good, world.shops.output, True)


def union_made(good: str) -> Measure:
    return lambda world, clock: made(world, good, world.shops.output, False)


def sent_by_works(world: World, clock: Clock) -> float:
    k = world.links
    return float(k.shipped[(k.supplier == world.works) & (k.good == world.goods.row_of[ROLLED])].sum())


def gross_output(world: World, clock: Clock) -> float:
    return float(np.sum(world.goods.output * world.goods.price))


def final_use(world: World, clock: Clock) -> float:
    e = world.enterprises
    return float((e.used[e.kind == Kind.FINAL_USER] * world.goods.price).sum())


def net_of_works(world: World, clock: Clock) -> float:
    w, rolled = world.works, world.goods.row_of[ROLLED]
    return float(world.enterprises.finished_grade[w, rolled])


def own_scrap(world: World, clock: Clock) -> float:
    return share(made(world, CRUDE, world.shops.recycled, True), made(world, CRUDE, world.shops.output, True))


def inflation(world: World, clock: Clock) -> float:
    g = world.goods
    return share(float(np.sum(g.wanted * g.price)), float(np.sum(g.needed * g.price)))


def producers_stock(world: World, column: Array, in_specs_only: bool = False) -> float:
    e, g = world.enterprises, world.goods
    price = g.price * (g.in_specs if in_specs_only else 1.0 - g.service)
    return float((column[e.kind == Kind.PRODUCER] * price).sum())


def unfit_over_fit(world: World, clock: Clock) -> float:
    e = world.enterprises
    return share(producers_stock(world, e.unfit, True), producers_stock(world, e.fit, True))


def stock_in_dekads(world: World, clock: Clock) -> float:
    e = world.enterprises
    return share(
        producers_stock(world, e.fit) + producers_stock(world, e.unfit), producers_stock(world, e.need)
    )


def fill_rate(world: World, clock: Clock) -> float:
    """Share of true orders that designated suppliers sent, by value."""
    k, g = world.links, world.goods
    value = g.price[k.good]
    sent, short = float(np.sum(k.shipped * value)), float(np.sum(k.short * value))
    return share(sent, sent + short)


def missing_share(world: World, clock: Clock) -> float:
    s, g = world.shops, world.goods
    value = g.price[s.product]
    missing = float(np.sum(s.missing * value))
    return share(missing, missing + float(np.sum(s.output * value)))


def barter_share(world: World, clock: Clock) -> float:
    """Bartered over shipped, by value."""
    e, g, k = world.enterprises, world.goods, world.links
    dealt = float((np.maximum(e.bartered, 0.0) * g.price).sum())
    return share(dealt, float(np.sum(k.shipped * g.price[k.good])))


def shortage_of_inputs(world: World, clock: Clock) -> float:
    """What shops wanted and did not find in stock, over what they used, by value."""
    e, g = world.enterprises, world.goods
    rows, price = e.kind == Kind.PRODUCER, g.price * (1.0 - g.service)
    lacked = float((e.shortage[rows] * price).sum())
    return share(lacked, lacked + float((e.used[rows] * price).sum()))


def mean_of_shops(name: str, works_only: bool = False) -> Measure:
    def measure(world: World, clock: Clock) -> float:
        s, g = world.shops, world.goods
        weight = s.capacity * g.price[s.product] * (1.0 - g.service[s.product])
        if works_only:
            weight = weight * (s.enterprise == world.works)
        return share(float(np.sum(getattr(s, name) * weight)), float(np.sum(weight)))

    return measure


def of_steel(world: World, column: Array) -> float:
    """Sum of a shop column over all integrated steelworks."""
    s, e = world.shops, world.enterprises
    steel = e.own_make[:, world.goods.row_of[SCRAP]] > 0
    return float(column[steel[s.enterprise]].sum())


def share_older(years: int, works_only: bool) -> Measure:
    def measure(world: World, clock: Clock) -> float:
        s, g = world.shops, world.goods
        value = g.machines[s.product] * ((s.enterprise == world.works) if works_only else 1.0)
        ages = (s.vintages * value[:, None]).sum(axis=0)
        return share(float(ages[years:].sum()), float(ages.sum()))

    return measure


def mean_age(world: World, clock: Clock) -> float:
    s, g = world.shops, world.goods
    ages = (s.vintages * g.machines[s.product][:, None]).sum(axis=0)
    return share(float(np.sum(ages * (np.arange(ages.size) + 0.5))), float(ages.sum()))


def capacity_use(world: World, clock: Clock) -> float:
    s, g = world.shops, world.goods
    value = g.price[s.product] * (1.0 - g.service[s.product])
    return share(float(np.sum(s.output * value)), float(np.sum(s.capacity * clock.days * value)))


def in_band(name: str, low: float, high: float) -> Measure:
    def measure(world: World, clock: Clock) -> float:
        e = world.enterprises
        column = getattr(e, name)[(e.kind == Kind.PRODUCER) & (e.plan_year > 0)]
        return float(np.mean((column >= low) & (column < high)))

    return measure


def made_at_home(world: World, clock: Clock) -> float:
    e, w = world.enterprises, world.works
    own = made(world, SPARES, world.shops.output, True) + float(e.inhouse_made[w])
    return share(own, own + float(e.received[w, world.goods.row_of[SPARES]]))


def inhouse_of_industry(world: World, clock: Clock) -> float:
    e = world.enterprises
    rows = (e.kind == Kind.PRODUCER) & (e.own_make[:, world.goods.row_of[SPARES]] == 0.0)
    return float(e.inhouse[rows].mean())


def one(table: str, column: str, row: int = 0) -> Measure:
    return lambda world, clock: float(getattr(getattr(world, table), column)[row])


def of_works(column: str, factor: float = 1.0) -> Measure:
    return lambda world, clock: float(getattr(world.enterprises, column)[world.works]) * factor


def total(column: str, factor: float = 1.0) -> Measure:
    return lambda world, clock: float(getattr(world.enterprises, column).sum()) * factor


EACH: tuple[Observable, ...] = (
    Observable("crude_steel_works", "kt/dekad", "crude steel tapped at the Works", works_made(CRUDE)),
    Observable("pig_iron_works", "kt/dekad", "pig iron made at the Works", works_made(PIG)),
    Observable("coke_works", "kt/dekad", "coke made at the Works", works_made(COKE)),
    Observable("sinter_works", "kt/dekad", "sinter made at the Works", works_made(SINTER)),
    Observable("rolled_steel_works", "kt/dekad", "rolled steel made at the Works", works_made(ROLLED)),
    Observable("rolled_shipped_works", "kt/dekad", "rolled steel shipped by the Works", sent_by_works),
    Observable("good_share_steel", "1", "on-grade share of the Works' steel for shipment", net_of_works),
    Observable(
        "own_scrap_share",
        "1",
        "share of the Works' crude steel that is its own rejects melted again",
        own_scrap,
    ),
    Observable("crude_steel_ussr", "kt/dekad", "crude steel of the Union", union_made(CRUDE)),
    Observable("pig_iron_ussr", "kt/dekad", "pig iron of the Union", union_made(PIG)),
    Observable("rolled_steel_ussr", "kt/dekad", "rolled steel of the Union", union_made(ROLLED)),
    Observable("machines_ussr", "Mrub/dekad", "machines of the Union", union_made(MACHINES)),
    Observable("spares_ussr", "Mrub/dekad", "spares and castings of the Union", union_made(SPARES)),
    Observable(
        "gross_output", "Mrub/dekad", "gross output of all enterprises at decreed prices", gross_output
    ),
    Observable("final_output", "Mrub/dekad", "goods received by final users at decreed prices", final_use),
    Observable("request_inflation", "1", "orders placed over true orders, by value", inflation),
    Observable("fill_rate", "1", "share of true orders that suppliers sent, by value", fill_rate),
    Observable(
        "shortage", "1", "inputs wanted by shops and not in stock, over wanted, by value", shortage_of_inputs
    ),
    Observable(
        "missing_share", "1", "output short of the plans' even pace, over plan, by value", missing_share
    ),
    Observable("barter_share", "1", "bartered over shipped goods, by value", barter_share),
    Observable(
        "unfit_over_fit", "1", "input stock in the wrong over that in the right specification", unfit_over_fit
    ),
    Observable("stock_dekads", "dekad", "input stocks in dekads of use at the plan's pace", stock_in_dekads),
    Observable("capacity_use", "1", "output over capacity, by value", capacity_use),
    Observable("condition", "1", "state of repair of shops, by value of output", mean_of_shops("condition")),
    Observable(
        "condition_works", "1", "state of repair of the Works' shops", mean_of_shops("condition", True)
    ),
    Observable("machine_grade", "1", "on-grade share of installed machines", mean_of_shops("machine_grade")),
    Observable("effort", "1", "pace of shops, 1 is the norm", mean_of_shops("effort")),
    Observable("effort_works", "1", "pace of the Works' shops", mean_of_shops("effort", True)),
    Observable("skipped_upkeep", "1", "share of shops that skip upkeep", mean_of_shops("skip")),
    Observable(
        "breakdowns_works", "1", "time lost to breakdowns at the Works", mean_of_shops("breakdown", True)
    ),
    Observable(
        "share_older_30_works",
        "1",
        "share of the Works' equipment older than 30 years",
        share_older(30, True),
    ),
    Observable(
        "share_older_20_industry", "1", "share of equipment older than 20 years", share_older(20, False)
    ),
    Observable(
        "share_older_10_industry", "1", "share of equipment older than 10 years", share_older(10, False)
    ),
    Observable("mean_age_equipment", "yr", "mean age of equipment", mean_age),
    Observable(
        "repair_steel",
        "Mrub/dekad",
        "spares used on repair in steelworks",
        lambda w, c: of_steel(w, w.shops.spares_used),
    ),
    Observable(
        "new_equipment_steel",
        "Mrub/dekad",
        "machines installed in steelworks",
        lambda w, c: of_steel(w, w.shops.machines_used),
    ),
    Observable("inhouse_share", "1", "share of its spares that the Works makes itself", made_at_home),
    Observable(
        "inhouse_share_industry",
        "1",
        "share of spares made in-house by enterprises without repair works",
        inhouse_of_industry,
    ),
    Observable("staff_works", "persons", "staff of the Works", of_works("staff")),
    Observable(
        "staff_norm_works", "persons", "staff that the Works needs at the even pace", of_works("staff_norm")
    ),
    Observable(
        "plan_year_works", "kt/yr", "the Works' plan of rolled steel as last corrected", of_works("plan_year")
    ),
    Observable(
        "plan_first_works",
        "kt/yr",
        "the Works' plan of rolled steel as first confirmed",
        of_works("plan_first"),
    ),
    Observable(
        "plan_five_year_works",
        "kt/yr",
        "this year in the first version of the five-year plan",
        of_works("plan_five_year"),
    ),
    Observable(
        "fulfilment_100_102",
        "1",
        "enterprises at 100-102 % of the month's plan",
        in_band("fulfilment_month", 0.9999, 1.02),
    ),
    Observable(
        "yearly_100_102",
        "1",
        "enterprises at 100-102 % of last year's corrected plan",
        in_band("fulfilment_year", 0.9999, 1.02),
    ),
    Observable(
        "corrections",
        "1",
        "corrections of plans in the year so far, per enterprise",
        lambda w, c: float(w.enterprises.corrections[w.enterprises.kind == 0].mean()),
    ),
    Observable(
        "padding",
        "1",
        "output reported and not made (negative: kept back), over a year's plan",
        lambda w, c: share(
            float((w.enterprises.padding * w.goods.price[w.enterprises.product]).sum()),
            float((w.enterprises.plan_year * w.goods.price[w.enterprises.product]).sum()),
        ),
    ),
    Observable(
        "plan_gap", "1", "inconsistency left in the year's material balances", one("centre", "plan_gap")
    ),
    Observable("power_ratio", "1", "share of wanted power delivered", one("centre", "power_ratio")),
    Observable("freight_ratio", "1", "share of wanted freight carried", one("centre", "freight_ratio")),
    Observable(
        "state_order", "1", "share of output under enforced state orders", one("centre", "state_order")
    ),
    Observable(
        "links_alive", "1", "share of designated links that hold", lambda w, c: float(w.links.alive.mean())
    ),
    Observable(
        "rust",
        "kt/dekad",
        "rolled steel lost to rust and re-working",
        lambda w, c: float(w.enterprises.spoilt[:, w.goods.row_of[ROLLED]].sum()),
    ),
    Observable("valuta", "Mvrub", "foreign exchange in hand", one("centre", "valuta")),
    Observable("imports", "Mvrub/dekad", "imports paid", one("centre", "import_bill")),
    Observable(
        "profit_works",
        "Mrub/yr",
        "profit of the Works in the last full year",
        of_works("profit_last_year", ROUBLES),
    ),
    Observable(
        "siphoned_works",
        "Mrub/yr",
        "of it taken by ministry and budget",
        of_works("siphoned_last_year", ROUBLES),
    ),
    Observable(
        "returned_works", "Mrub/yr", "of it given back for the town", of_works("returned_last_year", ROUBLES)
    ),
    Observable("credit", "Mrub", "bank credit to enterprises", total("credit", ROUBLES)),
    Observable(
        "wages_paid",
        "Mrub/dekad",
        "wages paid out in cash",
        lambda w, c: float(w.centre.wages_paid[0]) * ROUBLES,
    ),
)

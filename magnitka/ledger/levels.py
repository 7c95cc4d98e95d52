"""Observables of level, chain and quality: how much the Works makes, of what, how good."""

from __future__ import annotations

import numpy as np

from magnitka.ledger.chronicle import Chronicle, Floats, Rows, ratio
from magnitka.world.goods import CRUDE, MACHINES, ORE, PIG, ROLLED, SCRAP

COKING_COAL = "coking coal"
KT_PER_MT, PERSONS_PER_THOUSAND = 1e3, 1e3
YEARS_PER_DECADE = 10.0


# ------------------------------------------------------------------------------------------------ counts and levels
def shops_works(c: Chronicle) -> float:
    """Shops of the Works that have capacity."""
    return in_service(c, np.ones(c.product.size, bool))


def in_service(c: Chronicle, rows: Rows) -> float:
    """Of some shops, those of the Works that have capacity, on average over the period."""
    return float((c.panel("shop", "capacity", rows & c.of_works) > 0.0).sum(axis=1).mean())


def blast_furnaces_works(c: Chronicle) -> float:
    """Blast furnaces in service."""
    return in_service(c, c.makers(PIG))


def open_hearths_works(c: Chronicle) -> float:
    """Open hearths in service."""
    return in_service(c, c.makers(CRUDE))


def rolling_mills_works(c: Chronicle) -> float:
    """Rolling mills and finishing lines in service."""
    return in_service(c, c.makers(ROLLED))


def staff_works(c: Chronicle) -> float:
    """Persons employed, thousand."""
    return float(c.one("staff_works").mean()) / PERSONS_PER_THOUSAND


def per_year(c: Chronicle, series: str) -> float:
    """A flow of kt a dekad as Mt a year, over the whole years of the period."""
    return float(np.mean([year.one(series).sum() for year in c.by_year()])) / KT_PER_MT


def crude_steel_works(c: Chronicle) -> float:
    """Gross steel tapped, Mt a year."""
    return per_year(c, "crude_steel_works")


def crude_steel_ussr(c: Chronicle) -> float:
    """Gross steel of all works of the Union, Mt a year."""
    return per_year(c, "crude_steel_ussr")


def tonnes_per_worker_works(c: Chronicle) -> float:
    """Gross steel over persons employed, tonnes a year."""
    return crude_steel_works(c) * KT_PER_MT / staff_works(c)


def relative_change(c: Chronicle, series: str, first: int, last: int) -> float:
    """Change of a yearly flow from one year to another, relative to the first."""
    return ratio(c.in_year(last).one(series), c.in_year(first).one(series)) - 1.0


# ------------------------------------------------------------------------------------------------ ratios of the chain
def own_share(c: Chronicle, good: str) -> float:
    """Share of a good used by the Works that its own shops made."""
    return ratio(
        c.panel("shop", "output", c.makers(good, works_only=True)),
        c.panel("good", "works_used", c.good(good)),
    )


def local_ore_share(c: Chronicle) -> float:
    """Own ore over ore used."""
    return own_share(c, ORE)


def imported_coal_share(c: Chronicle) -> float:
    """Coking coal from outside over coal used."""
    return 1.0 - own_share(c, COKING_COAL)


def pig_over_steel_works(c: Chronicle) -> float:
    """Pig iron over crude steel."""
    return ratio(c.one("pig_iron_works"), c.one("crude_steel_works"))


def coke_over_pig_works(c: Chronicle) -> float:
    """Coke made over pig iron."""
    return ratio(c.one("coke_works"), c.one("pig_iron_works"))


def metallic_charge_open_hearth(c: Chronicle) -> float:
    """Pig iron and scrap charged per tonne of steel, by the scenario's technology."""
    charge = c.fixed["goods.inputs"][c.good(CRUDE)]
    return float(charge[c.good(PIG)] + charge[c.good(SCRAP)])


def rolled_over_crude(c: Chronicle) -> float:
    """Rolled steel over crude steel, Union."""
    return ratio(c.one("rolled_steel_ussr"), c.one("crude_steel_ussr"))


# ------------------------------------------------------------------------------------------------ quality
def own_scrap_share(c: Chronicle) -> float:
    """Gross steel of the Works made from its own rejected metal, over all of it."""
    rows = c.makers(CRUDE, works_only=True)
    return ratio(c.panel("shop", "recycled", rows), c.panel("shop", "output", rows))


def good_share_steel(c: Chronicle) -> float:
    """On-grade share of the rolled steel that the Works ships."""
    shipped = c.one("rolled_shipped_works")
    return ratio(shipped * c.one("good_share_steel"), shipped)


def good_tonnes_steel(c: Chronicle) -> float:
    """On-grade rolled steel that the Works ships, kt."""
    return float(np.sum(c.one("rolled_shipped_works") * c.one("good_share_steel")))


def gross_tonnes_steel(c: Chronicle) -> float:
    """Crude steel of the Works, kt."""
    return float(c.one("crude_steel_works").sum())


def trend(values: list[float]) -> float:
    """Least-squares slope of yearly values, per decade."""
    if len(values) < 2:
        return float("nan")
    return float(np.polyfit(np.arange(len(values)), values, 1)[0]) * YEARS_PER_DECADE


def good_share_trend(c: Chronicle) -> float:
    """Slope of the yearly on-grade share."""
    return trend([good_share_steel(year) for year in c.by_year()])


def gross_trend(c: Chronicle) -> float:
    """Slope of the logarithm of yearly crude steel of the Works."""
    return trend([float(np.log(crude_steel_works(year))) for year in c.by_year()])


def needs_met_trend(c: Chronicle) -> float:
    """Slope of the yearly share of gross tonnes that reaches customers on grade and in the size ordered."""
    return trend([needs_met(year) for year in c.by_year()])


def needs_met(c: Chronicle) -> float:
    """On-grade tonnes in the specification ordered, over crude steel of the Works."""
    rows = (c.fixed["links.supplier"] == c.works) & (c.fixed["links.good"] == c.good(ROLLED))
    shipped = c.panel("link", "shipped", rows)
    fits = fit_on_arrival(c, rows)
    good = c.one("good_share_steel")[:, None]
    return ratio(shipped * fits * good, c.one("crude_steel_works"))


def fit_on_arrival(c: Chronicle, links: Rows) -> Floats:
    """Share of shipments over some links that arrives in the size ordered, shape (dekads, links): see freight."""
    supplier, customer = (c.fixed[f"links.{end}"][links].astype(np.int64) for end in ("supplier", "customer"))
    fits = c.panel("enterprise", "fit_share")[:, supplier]
    if "freight" in c.off:
        return fits
    late = c.panel("enterprise", "plan_late")
    either = (late[:, supplier] > 0) | (late[:, customer] > 0)
    sent_right = 1.0 - c.numbers["freight.mis_sent"]
    return fits * sent_right * np.where(either, c.numbers["freight.late_plan_fit"], 1.0)


def steel_into_steel_machines_share(c: Chronicle) -> float:
    """Rolled steel in the machines installed in steelworks, over all rolled steel."""
    per_rouble = c.fixed["goods.inputs"][c.good(MACHINES), c.good(ROLLED)]
    return ratio(c.panel("shop", "machines_used", c.of_steelworks) * per_rouble, c.one("rolled_steel_ussr"))

"""Observables of equipment and of the hands that keep it going."""

from __future__ import annotations

import numpy as np

from magnitka.ledger.chronicle import YEAR_DAYS, Chronicle, Floats, Rows, ratio
from magnitka.ledger.levels import crude_steel_works
from magnitka.ledger.rhythm import storm_reserve_share
from magnitka.world.goods import MACHINES, SPARES

GARY_TONNES_PER_WORKER = 8e6 / 7e3  # the essay, line 43
OUTDATED = 30  # years of service
REPAIR = "repair"  # in the names of the Works' shops that mend, as against those that make
TONNES_PER_MT = 1e6


# ------------------------------------------------------------------------------------------------ ages
def share_older_30_works(c: Chronicle) -> float:
    """Equipment of the Works older than thirty years, by value."""
    return float(c.one("share_older_30_works").mean())


def mean_age_equipment(c: Chronicle) -> float:
    """Mean age of machinery, years."""
    return float(c.one("mean_age_equipment").mean())


def share_older_10_industry(c: Chronicle) -> float:
    """Machinery older than ten years."""
    return float(c.one("share_older_10_industry").mean())


def share_older_20_industry(c: Chronicle) -> float:
    """Machinery older than twenty years."""
    return float(c.one("share_older_20_industry").mean())


def value_of(c: Chronicle, capacity: Floats, rows: Rows) -> Floats:
    """Value of equipment of some shops by their capacity (units a day in the last axis), Mrub."""
    return capacity * YEAR_DAYS @ c.fixed["goods.machines"][c.product[rows]]


def modernisation_minus_ageing(c: Chronicle) -> float:
    """Equipment of the Works installed in a year less that which passes thirty years, over all of it."""
    rows = c.of_works
    renewed = [value_of(year, year.panel("shop", "installed", rows), rows).sum() for year in c.by_year()]
    vintages = c.at_year_ends("shop_vintages")[:, rows]
    passed, all_ages = (value_of(c, ages, rows) for ages in (vintages[:, :, OUTDATED], vintages.sum(axis=2)))
    return ratio(np.sum(renewed) - passed.sum(), all_ages)


def retirement_rate(c: Chronicle) -> float:
    """Machinery scrapped in a year over machinery, industry."""
    rows = np.ones(c.product.size, bool)
    scrapped, left = (
        value_of(c, c.panel("shop", name)[c.year_ends], rows) for name in ("retired", "capacity")
    )
    return ratio(scrapped, scrapped + left)


def projects_on_time(c: Chronicle) -> float:
    """Machines installed in a year over those at hand in it, industry: in stock at its beginning or received."""
    good = c.good(MACHINES)
    rows = (c.fixed["links.good"] == good) & c.producers[c.fixed["links.customer"].astype(np.int64)]
    installed = at_hand = 0.0
    for year in c.by_year():
        installed += float(year.panel("shop", "machines_used").sum())
        stock = year.panel("good", "fit", good)[0] + year.panel("good", "unfit", good)[0]
        at_hand += float(stock) + float(year.panel("link", "shipped", rows).sum())
    return ratio(installed, at_hand)


# ------------------------------------------------------------------------------------------------ repair
def repair_over_new_equipment(c: Chronicle) -> float:
    """Spares used on repair over machines installed, steelworks."""
    return ratio(c.one("repair_steel"), c.one("new_equipment_steel"))


def hands_per_rouble(c: Chronicle, good: str) -> float:
    """Workers per Mrub a year of a good, by the norm of its makers outside the Works."""
    rows = c.makers(good) & ~c.of_works
    return ratio(c.fixed["shops.workers"][rows], c.panel("shop", "capacity", rows)[0] * YEAR_DAYS)


def repair_over_making_workers(c: Chronicle) -> float:
    """Hands in the spares used on repair over hands in the machines made, industry."""
    repair = c.panel("shop", "spares_used").sum() * hands_per_rouble(c, SPARES)
    return ratio(repair, c.one("machines_ussr").sum() * hands_per_rouble(c, MACHINES))


# ------------------------------------------------------------------------------------------------ the gap with Gary
def labour_gap_gary(c: Chronicle) -> float:
    """Workers a tonne of the Works over workers a tonne of the Gary works."""
    return GARY_TONNES_PER_WORKER / (
        crude_steel_works(c) * TONNES_PER_MT / float(c.one("staff_works").mean())
    )


def excess_of_workers(c: Chronicle) -> float:
    """Workers of the Works beyond those who would make its steel at Gary's rate."""
    return float(c.one("staff_works").mean()) - crude_steel_works(c) * TONNES_PER_MT / GARY_TONNES_PER_WORKER


def hands_in(c: Chronicle, repairing: bool) -> float:
    """Hands of the Works' repair shops, or of its shops that make parts, at the pace at which these ran."""
    mends = np.array([REPAIR in label for label in c.labels["shop"]])
    rows = c.makers(SPARES, works_only=True) & (mends if repairing else ~mends)
    if not rows.any():
        return float("nan")
    able = c.panel("shop", "capacity", rows) * c.day[:, None]
    busy = c.panel("shop", "output", rows).sum(axis=0) / np.maximum(able.sum(axis=0), 1e-12)
    return float(np.sum(c.fixed["shops.workers"][rows] * np.minimum(busy, 1.0)))


def labour_gap_repair(c: Chronicle) -> float:
    """Hands that repair equipment, over the excess of workers."""
    return hands_in(c, True) / excess_of_workers(c)


def labour_gap_inhouse(c: Chronicle) -> float:
    """Hands that make machines, tools and spares, over the excess of workers."""
    return hands_in(c, False) / excess_of_workers(c)


def labour_gap_reserve(c: Chronicle) -> float:
    """Staff above what an even pace would need, over the excess of workers."""
    return storm_reserve_share(c) * float(c.one("staff_works").mean()) / excess_of_workers(c)

"""One dekad, in order: the table of contents of the model.

The order is economic content and is written by hand. Declarations of reads and writes check it and draw it; they
never sort it.
"""

from __future__ import annotations

from typing import Any

from magnitka import foundation
from magnitka.process import Process
from magnitka.processes import (
    allocation,
    assortment,
    barter,
    city_budget,
    construction,
    cooperatives,
    coupons,
    demography,
    equipment,
    finance,
    freight,
    health,
    housing,
    labour,
    ordering,
    planning,
    pollution,
    production,
    quality,
    reporting,
    retail,
    storming,
    turnover,
    wages,
    workforce,
    world_market,
)

YEAR_PLAN, CORRECTIONS, MONTH_PLAN = planning.PROCESSES
BREAKDOWNS, UPKEEP = equipment.PROCESSES
DELIVERIES, STANDING, TRADE = retail.PROCESSES

TICK: tuple[Process, ...] = (
    # the plan comes down
    YEAR_PLAN,
    CORRECTIONS,
    MONTH_PLAN,
    # what has been under way arrives
    freight.ARRIVALS,
    *world_market.PROCESSES,
    # hands and machines turn up, or do not
    *labour.PROCESSES,
    *turnover.PROCESSES,
    *workforce.PROCESSES,
    BREAKDOWNS,
    # managers decide
    *storming.PROCESSES,
    *assortment.PROCESSES,
    *quality.PROCESSES,
    # the work is done, and the equipment pays for it
    *production.PROCESSES,
    UPKEEP,
    # supply departments order, Gossnab divides, the railways carry, managers make their own arrangements
    *ordering.PROCESSES,
    *allocation.PROCESSES,
    freight.SHIPMENT,
    *barter.PROCESSES,
    # what was done is reported and paid
    *reporting.PROCESSES,
    *finance.PROCESSES,
    # people are paid, the city lives on what it is given, builds and lets its dwellings
    *wages.PROCESSES,
    *city_budget.PROCESSES,
    *cooperatives.PROCESSES,
    *construction.PROCESSES,
    *housing.PROCESSES,
    # shops are served, people queue
    DELIVERIES,
    *coupons.PROCESSES,
    STANDING,
    TRADE,
    # the smoke falls; people fall ill, marry, are born, move and die
    *pollution.PROCESSES,
    *health.PROCESSES,
    *demography.PROCESSES,
)

MECHANISMS: tuple[str, ...] = tuple(dict.fromkeys(process.mechanism for process in TICK))

# Sections of a scenario's parameters, in the order in which a reader meets them.
SECTIONS: dict[str, type[Any]] = {
    "foundation": foundation.Params,
    "population": foundation.Population,
    **{process.mechanism: process.params for process in TICK if process.params is not None},
}

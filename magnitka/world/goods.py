"""Goods: what the industry makes, with decreed prices, technology and the year's balances."""

from __future__ import annotations

from magnitka.table import Column, Table

SPECS = 8  # specifications (profiles, sizes, types) of rolled steel, pipe, machines and spares


# Goods that a mechanism treats by name; the scenario's table of goods must have them.
ORE, PIG, SCRAP, CRUDE, ROLLED = "iron ore", "pig iron", "scrap", "crude steel", "rolled steel"
MACHINES, SPARES, POWER, FREIGHT, FUEL = "machines", "spares", "electricity", "freight", "fuel"
SINTER, COKE, PIPE = "sinter", "coke", "pipe"
ALCOHOL = "alcohol"
NAMED = (ORE, SINTER, COKE, PIG, SCRAP, CRUDE, ROLLED, PIPE, MACHINES, SPARES, POWER, FREIGHT, FUEL, ALCOHOL)


class Goods(Table):
    """One row per good. A good is counted in its own unit (`unit` label list): kt, GWh, Mrub or Mt-km."""

    axis = "good"

    price = Column("Mrub/unit", "decreed wholesale price", static=True)
    world_price = Column("M valuta rub/unit", "price on the world market in the base year", static=True)
    iron = Column("t/t", "iron content; zero where the good is not counted in iron", static=True)
    haul = Column("Mt-km/unit", "freight that one unit needs at the average haul", static=True)
    in_specs = Column("1", "1 where the good comes in specifications, so that it can be unfit", static=True)
    service = Column("1", "1 where the good cannot be stored: power and freight", static=True)
    inputs = Column("unit/unit", "technology: this input per unit of output", ("good",), static=True)
    scrap_return = Column("kt/unit", "scrap falling at the maker per unit of output", static=True)
    upkeep = Column("Mrub/unit", "spares to keep the capacity for one unit a year, per year", static=True)
    machines = Column("Mrub/unit", "machines to install capacity for one unit a year", static=True)
    balance = Column(
        "unit/unit",
        "material balance: need of this good per unit of that, renewal included",
        ("good",),
        static=True,
    )

    final_base = Column("unit/yr", "final use in the founding year", static=True)
    final_year = Column("unit/yr", "final use that the year's plan aims at")
    final_use_year = Column("unit/yr", "final use of the year so far")
    final_last_year = Column("unit/yr", "final use of the last full year")
    reported_share = Column("1", "share of last year's output that was reported")
    achieved_year = Column("unit/yr", "output of the last full year")
    output_year = Column("unit/yr", "output of the year so far")
    planned_year = Column("unit/yr", "the year's plan after the material balances")
    required_year = Column("unit/yr", "what the year's plans of all users need of it")
    output = Column("unit/dekad", "output of this dekad")
    wanted = Column("unit/dekad", "orders standing in this dekad, inflated as they came")
    needed = Column("unit/dekad", "true need behind the orders of this dekad")
    shipped = Column("unit/dekad", "shipped to users in this dekad")
    collected = Column("unit/dekad", "old scrap brought in from outside the model in this dekad")

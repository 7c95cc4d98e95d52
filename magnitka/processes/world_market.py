"""Oil and steel go out, machines and meat come in, as far as foreign exchange reaches.

Exports are what the export organisations received this dekad, at world prices with the oil price of the day; they
earn valuta, which buys the imports that the plan foresees, in proportion where it does not suffice. A glut
lowers what steel earns. Neutral: imports at the founding year's volume, whatever is earned. Claims: L279.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from magnitka.process import Clock, Dice, Process
from magnitka.quantity import Schedule, quantity, schedule
from magnitka.world import Centre, Enterprises, Kind, World
from magnitka.world.goods import FUEL, ROLLED


@dataclass(frozen=True)
class Params:
    """Prices and the use of earnings."""

    oil_price: Schedule = schedule("1", "world price of fuel over that of 1980", at_least=0)
    steel_price: Schedule = schedule("1", "world price of rolled steel over that of 1980", at_least=0)
    convertible: float = quantity(
        "1", "share of export earnings that can buy these imports", at_least=0, at_most=1
    )
    reserve: float = quantity("dekad", "dekads of imports that valuta in hand should cover", at_least=0)


def trade(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Earn, then buy."""
    e, g, c = world.enterprises, world.goods, world.centre
    index = np.ones(g.rows)
    index[g.row_of[FUEL]] = p.oil_price.at(clock.month_index)
    index[g.row_of[ROLLED]] = p.steel_price.at(clock.month_index)
    exports = e.used[e.exports > 0].sum(axis=0)
    c.export_earnings[0] = p.convertible * float(np.sum(exports * g.world_price * index))
    c.valuta[0] += c.export_earnings[0]
    bring_in(world, clock, afford=max(c.valuta[0], 0.0) / max(1.0, p.reserve / 3.0))


def trade_evenly(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: imports as in the founding year, valuta no object."""
    world.centre.export_earnings[0] = 0.0
    bring_in(world, clock, afford=np.inf)


def bring_in(world: World, clock: Clock, afford: float) -> None:
    """Imports of the dekad into the foreign-trade organisations' stores."""
    e, g, c = world.enterprises, world.goods, world.centre
    buyer = e.kind == Kind.IMPORTER
    volume = np.where(buyer, e.import_plan * clock.days / 10.0, 0.0)
    bill = float(np.sum(volume * g.world_price[e.product]))
    volume *= min(1.0, afford / max(bill, 1e-12))
    c.import_bill[0] = float(np.sum(volume * g.world_price[e.product]))
    c.valuta[0] -= c.import_bill[0]
    e.imported[:] = 0.0
    e.imported[np.arange(e.rows), e.product] = volume
    e.finished += e.imported


PROCESSES = (
    Process(
        "world_market",
        "world_market.trade",
        trade,
        trade_evenly,
        Params,
        reads=(Enterprises.used,),
        writes=(
            Enterprises.imported,
            Enterprises.finished,
            Centre.valuta,
            Centre.export_earnings,
            Centre.import_bill,
        ),
    ),
)

"""Supply departments order what they need and more, since they expect to receive less.

The stock aimed at covers the lead time and the spread of deliveries (newsvendor base stock, tests T26-T27):

    S = u (L + 1) + z sd sqrt(L + 1),     order = [u + (S - fit - on the way)] x clip(phi^-theta, 1, kappa)

with use u, lead L, and the smoothed share phi of true orders that arrived (T20). Norm inspectors stop orders beyond
a ceiling of stock, fit or not. In the year's last month allotments lapse, and what was not received is grabbed.
Neutral: orders equal need and the normal stock, uninflated. Claims: L028, L040, L056.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.orders import inflation
from magnitka.kernels.reliability import base_stock
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Enterprises, Goods, Links, World

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Params:
    """How much is ordered."""

    theta: float = quantity("1", "how fully orders answer the share received", at_least=0, at_most=1)
    ceiling: float = quantity("1", "kappa: most that an order is inflated", at_least=1)
    service: float = quantity(
        "1", "share of dekads in which stock should suffice", at_least=0.5, at_most=0.999
    )
    lead: float = quantity("dekad", "time from order to arrival that is reckoned with", at_least=0, at_most=6)
    cap: float = quantity(
        "dekad", "stock and goods on the way beyond which inspectors stop orders", at_least=1
    )
    pace: float = quantity(
        "1/dekad", "share of the gap to the wanted stock that an order makes up", at_least=0, at_most=1
    )
    spread: float = quantity("1", "least spread of deliveries that is reckoned with", at_least=0)
    grab: float = quantity("1", "December's further order, as a share of use", at_least=0)


@kernel
def place(
    need: Floats,
    fit: Floats,
    unfit: Floats,
    on_way: Floats,
    fill: Floats,
    fill_spread: Floats,
    final: Codes,
    days: float,
    theta: float,
    ceiling: float,
    service: float,
    lead: float,
    cap: float,
    pace: float,
    spread: float,
    grab: float,
    target: Floats,
    true_order: Floats,
    order: Floats,
) -> None:
    """Fill `target`, `true_order` and `order`, each [enterprise, good]."""
    for e in range(need.shape[0]):
        for g in range(need.shape[1]):
            use = need[e, g]
            if use <= 0.0:
                target[e, g], true_order[e, g], order[e, g] = 0.0, 0.0, 0.0
                continue
            dekad = use * days / 10.0
            if final[e] == 1:  # final users hold no stocks
                target[e, g], true_order[e, g] = 0.0, dekad
            else:
                deviation = max(fill_spread[e, g], spread) * use
                target[e, g] = min(base_stock(use, deviation, lead, service), cap * use)
                gap = target[e, g] - fit[e, g] - on_way[e, g]
                true_order[e, g] = max(dekad + pace * gap, 0.0)
                if fit[e, g] + unfit[e, g] + on_way[e, g] > cap * use:
                    true_order[e, g] = 0.0
                elif true_order[e, g] > 0.0:
                    true_order[e, g] += grab * dekad
            order[e, g] = true_order[e, g] * inflation(fill[e, g], theta, ceiling)


def on_the_way(world: World) -> Floats:
    """Fit goods under way to each enterprise, shape (enterprises, goods)."""
    e, g, k = world.enterprises, world.goods, world.links
    total = np.zeros((e.rows, g.rows))
    np.add.at(total, (k.customer, k.good), k.on_way.sum(axis=1))
    return total


def order(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Orders of the dekad, inflated by experience."""
    write(world, p, clock, p.theta, p.ceiling, p.grab if clock.month == 12 else 0.0)


def order_plainly(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: need and the normal stock, neither inflated nor grabbed."""
    write(world, p, clock, 0.0, 1.0, 0.0)


def write(world: World, p: Params, clock: Clock, theta: float, ceiling: float, grab: float) -> None:
    """Place the orders and sum them by good."""
    e, g = world.enterprises, world.goods
    outside = e.need * e.uses * (1.0 - g.service)
    place(
        outside,
        e.fit,
        e.unfit,
        on_the_way(world),
        e.fill,
        e.fill_spread,
        e.kind,
        float(clock.days),
        theta,
        ceiling,
        p.service,
        p.lead,
        p.cap,
        p.pace,
        p.spread,
        grab,
        e.target_stock,
        e.true_order,
        e.order,
    )
    g.wanted[:] = e.order.sum(axis=0)
    g.needed[:] = e.true_order.sum(axis=0)


PROCESSES = (
    Process(
        "ordering",
        "ordering.orders",
        order,
        order_plainly,
        Params,
        reads=(
            Enterprises.need,
            Enterprises.fit,
            Enterprises.unfit,
            Enterprises.fill,
            Enterprises.fill_spread,
            Links.on_way,
        ),
        writes=(
            Enterprises.target_stock,
            Enterprises.true_order,
            Enterprises.order,
            Goods.wanted,
            Goods.needed,
        ),
    ),
)

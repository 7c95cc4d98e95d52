"""Goods go by rail: a shared fleet, one to three dekads under way, some late, some mis-sent.

What the railways carried this dekad (their output, in Mt-km) limits all shipments together; each link's wagons then
arrive after its lag, or a dekad later by chance, so that what is sent at a month's end is used in the next month
(test T9 is the limit without stocks). Of goods in sizes, what does not fit the order arrives as unfit stock;
customers whose plan is late, or whose supplier's was, get less that fits. Neutral: one dekad, never late, never
short of wagons. Claims: L018, L039, L040.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import uniform
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Centre, Enterprises, Gap, Goods, Links, Shops, World
from magnitka.world.goods import FREIGHT
from magnitka.world.links import LAGS

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
BY_FREIGHT = int(Gap.FREIGHT)


@dataclass(frozen=True)
class Params:
    """Delay and error under way."""

    late: float = quantity("1", "chance that a shipment takes a dekad more", at_least=0, at_most=1)
    mis_sent: float = quantity(
        "1", "share of goods in sizes that goes astray and arrives unfit", at_least=0, at_most=1
    )
    late_plan_fit: float = quantity(
        "1", "share of the usual fit where the plan was late", at_least=0, at_most=1
    )


@kernel
def unload(
    customer: Codes,
    good: Codes,
    on_way: Floats,
    on_way_unfit: Floats,
    on_way_grade: Floats,
    fit: Floats,
    unfit: Floats,
    grade: Floats,
    received: Floats,
) -> None:
    """Move what is due into stocks, on-grade tonnes kept exactly, and all the rest one dekad nearer."""
    for k in range(customer.size):
        c, g = customer[k], good[k]
        came = on_way[k, 0] + on_way_unfit[k, 0]
        if came > 0.0:
            share = on_way_grade[k, 0] / came
            total = fit[c, g] + unfit[c, g] + came
            grade[c, g] = ((fit[c, g] + unfit[c, g]) * grade[c, g] + came * share) / total
            fit[c, g] += on_way[k, 0]
            unfit[c, g] += on_way_unfit[k, 0]
            received[c, g] += came
        for lag in range(on_way.shape[1] - 1):
            on_way[k, lag] = on_way[k, lag + 1]
            on_way_unfit[k, lag] = on_way_unfit[k, lag + 1]
            on_way_grade[k, lag] = on_way_grade[k, lag + 1]
        on_way[k, -1], on_way_unfit[k, -1], on_way_grade[k, -1] = 0.0, 0.0, 0.0


@kernel
def runs_late(key: np.uint64, luck: np.uint64, late: float) -> bool:
    """Whether what a link loads in a dekad takes a dekad more."""
    return uniform(key, luck, 0) < late


@kernel
def load(
    key: np.uint64,
    luck: NDArray[np.uint64],
    supplier: Codes,
    customer: Codes,
    good: Codes,
    lag: Codes,
    share: Floats,
    true_order: Floats,
    in_specs: Floats,
    fit_share: Floats,
    plan_late: Floats,
    carried: float,
    late: float,
    mis_sent: float,
    late_plan_fit: float,
    shipped: Floats,
    gap: Codes,
    short: Floats,
    finished: Floats,
    finished_grade: Floats,
    on_way: Floats,
    on_way_unfit: Floats,
    on_way_grade: Floats,
) -> None:
    """Put shipments on wagons, cut to the share `carried`, and take them from the suppliers' stores."""
    for k in range(shipped.size):
        if shipped[k] <= 0.0:
            continue
        e, c, g = supplier[k], customer[k], good[k]
        if carried < 1.0:
            beyond = max(shipped[k] - true_order[c, g] * share[k], 0.0)  # of this nothing is missed
            lost = shipped[k] * (1.0 - carried)
            shipped[k] -= lost
            missed = max(lost - beyond, 0.0)
            if missed > short[k]:
                gap[k] = BY_FREIGHT
            short[k] += missed
        shipped[k] = min(shipped[k], finished[e, g])
        finished[e, g] -= shipped[k]
        due = lag[k] - 1 + (1 if runs_late(key, luck[k], late) else 0)
        fits = 1.0
        if in_specs[g] > 0.0:
            fits = fit_share[e] * (1.0 - mis_sent)
            if plan_late[e] > 0.0 or plan_late[c] > 0.0:
                fits *= late_plan_fit
        on_way[k, due] += shipped[k] * fits
        on_way_unfit[k, due] += shipped[k] * (1.0 - fits)
        on_way_grade[k, due] += shipped[k] * finished_grade[e, g]


def arrive(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Wagons that are due are unloaded."""
    e, k = world.enterprises, world.links
    e.received[:] = 0.0
    unload(k.customer, k.good, k.on_way, k.on_way_unfit, k.on_way_grade, e.fit, e.unfit, e.grade, e.received)


def ship(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """What was allotted is loaded, as far as the railways carry it."""
    k, g, s = world.links, world.goods, world.shops
    wanted = float(np.sum(k.shipped * g.haul[k.good]))
    carries = (s.product == g.row_of[FREIGHT]) & (s.own_use == 0)
    carried = min(1.0, float(np.sum(s.output[carries])) / max(wanted, 1e-12))
    world.centre.freight_ratio[0] = carried
    world.centre.freight_wanted[0] = wanted * 10.0 / clock.days
    send(world, dice, k.lag, carried, p.late, p.mis_sent, p.late_plan_fit)


def ship_at_once(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: wagons for all, one dekad, nothing late or astray."""
    world.centre.freight_ratio[0] = 1.0
    wanted = float(np.sum(world.links.shipped * world.goods.haul[world.links.good]))
    world.centre.freight_wanted[0] = wanted * 10.0 / clock.days
    send(world, dice, np.ones(world.links.rows, np.int64), 1.0, 0.0, 0.0, 1.0)


def send(
    world: World, dice: Dice, lag: Codes, carried: float, late: float, mis_sent: float, fit: float
) -> None:
    """Load and book the goods shipped by kind."""
    e, k, g = world.enterprises, world.links, world.goods
    load(
        dice.key,
        k.luck,
        k.supplier,
        k.customer,
        k.good,
        np.minimum(lag, LAGS - 1),
        k.share,
        e.true_order,
        g.in_specs,
        e.fit_share,
        e.plan_late,
        carried,
        late,
        mis_sent,
        fit,
        k.shipped,
        k.gap,
        k.short,
        e.finished,
        e.finished_grade,
        k.on_way,
        k.on_way_unfit,
        k.on_way_grade,
    )
    g.shipped[:] = np.bincount(k.good, k.shipped, g.rows)
    sent = np.bincount(k.supplier, k.shipped, e.rows)
    e.delivered_year += sent
    e.ordered_year += sent + np.bincount(k.supplier, k.short, e.rows)


ARRIVALS = Process(
    "freight",
    "freight.arrivals",
    arrive,
    arrive,
    Params,
    reads=(),
    writes=(
        Enterprises.fit,
        Enterprises.unfit,
        Enterprises.grade,
        Enterprises.received,
        Links.on_way,
        Links.on_way_unfit,
        Links.on_way_grade,
    ),
)
SHIPMENT = Process(
    "freight",
    "freight.shipment",
    ship,
    ship_at_once,
    Params,
    reads=(
        Enterprises.true_order,
        Enterprises.fit_share,
        Enterprises.plan_late,
        Enterprises.finished_grade,
        Links.share,
        Shops.output,
    ),
    writes=(
        Links.shipped,
        Links.gap,
        Links.short,
        Links.on_way,
        Links.on_way_unfit,
        Links.on_way_grade,
        Enterprises.finished,
        Enterprises.delivered_year,
        Enterprises.ordered_year,
        Goods.shipped,
        Centre.freight_ratio,
        Centre.freight_wanted,
    ),
)
PROCESSES = (ARRIVALS, SHIPMENT)

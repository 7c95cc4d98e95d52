"""Who decides on the last tonne of steel, the last flat and the last kilo of meat."""

from __future__ import annotations

import numpy as np

from magnitka.measure import Measure, Observable, share
from magnitka.observe.town import series
from magnitka.observe.town_measures import FREE_OF_BOSSES, allotted, share_through
from magnitka.process import Clock
from magnitka.world import Channel, Waiting, World

MEAT = "meat"


def by_owner(kinds: tuple[Waiting, ...]) -> Measure:
    """Share of the dwellings allotted this dekad that were these owners' to allot, in turn."""

    def measure(world: World, clock: Clock) -> float:
        k = world.lists
        return share(float(k.housed[np.isin(k.kind, kinds)].sum()), allotted(world))

    return measure


def state_orders(world: World, clock: Clock) -> float:
    """Share of output under enforced state orders."""
    return float(world.centre.state_order[0])


def bartered(world: World, clock: Clock) -> float:
    """Rolled steel and all else that the Works bartered away, over what it shipped and bartered, by value."""
    e, k, w = world.enterprises, world.links, world.works
    away = float(np.sum(np.maximum(-e.bartered[w], 0.0) * world.goods.price))
    sent = float(np.sum((k.shipped * world.goods.price[k.good])[k.supplier == w]))
    return share(away, away + sent)


EACH: tuple[Observable, ...] = series(
    "1",
    {
        "steel_centre": ("of the last tonne of steel: under enforced state orders", state_orders),
        "steel_plant": (
            "of the last tonne of steel: the plant's own to sell",
            lambda w, c: 1.0 - state_orders(w, c),
        ),
        "steel_bartered": ("of what the Works sent out: bartered", bartered),
        "flat_soviet": ("of the last flat: allotted by the soviet, in turn", by_owner((Waiting.SOVIET,))),
        "flat_plant": (
            "of the last flat: allotted by enterprises, in turn",
            by_owner((Waiting.WORKS, Waiting.OTHER)),
        ),
        "flat_connections": (
            "of the last flat: past the list or out of turn",
            lambda w, c: share(float((w.lists.jumped + w.lists.off_list).sum()), allotted(w)),
        ),
        "meat_by_plant": (
            "of the last kilo of meat: handed out at work",
            share_through((Channel.WORKPLACE,), ware=MEAT),
        ),
        "meat_by_soviet": (
            "of the last kilo of meat: against the soviet's coupons",
            share_through((Channel.COUPON,), ware=MEAT),
        ),
        "meat_by_shop": (
            "of the last kilo of meat: under the counter",
            share_through((Channel.BLACK,), ware=MEAT),
        ),
        "meat_by_nobody": (
            "of the last kilo of meat: by queue, price or one's own plot",
            share_through((Channel.OPEN, *FREE_OF_BOSSES), ware=MEAT),
        ),
    },
)

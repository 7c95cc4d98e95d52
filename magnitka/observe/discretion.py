"""Who decides on the last tonne of steel, the last flat and the last kilo of meat.

A tier's discretion is the part of the flow that it could send to another taker by a rule that is in force. Of the
Works' steel the enforced state orders go by the centre's ranks of branches, but for what the Ministry's corrections of
its customers' plans have moved since the plans were confirmed; the rest is the plant's to sell and to barter. Of the
flats that lists and favours give, the owner of the list lets each, in turn or past it; the centre's decree hands some
of the plants' new ones to the soviet. Of the meat the centre gives a town more or less than an even share a head, by
its category; plants hand it out, the soviet sells it against coupons, shops keep it under the counter, and what is
queued for, bought at a free price or grown is in nobody's gift. A tier is missing where no rule of the model lets it
decide: `TIERS` names them all, `DECIDES` those that do.
"""

from __future__ import annotations

import numpy as np

from magnitka.measure import Measure, Observable, share, share_if_any
from magnitka.observe.town import series
from magnitka.observe.town_measures import FREE_OF_BOSSES, STATE, allotted, share_through
from magnitka.process import Clock
from magnitka.world import Channel, Kind, Purpose, Tenure, Waiting, World
from magnitka.world.goods import ROLLED

MEAT = "meat"
CENTRE, MINISTRY, REGION, PLANT = "centre", "Ministry", "region", "plant"
SOVIET, PARTY, SHOP, NOBODY = "soviet", "party", "shop", "nobody"
TIERS = (CENTRE, MINISTRY, REGION, PLANT, SOVIET, PARTY, SHOP)
STEEL, FLAT, KILO = "tonne of steel", "flat", "kilo of meat"
DECIDES = {
    STEEL: (CENTRE, MINISTRY, PLANT),
    FLAT: (CENTRE, PLANT, SOVIET),
    KILO: (CENTRE, PLANT, SOVIET, SHOP),
}


# ------------------------------------------------------------------------------------------------ steel
def state_orders(world: World, clock: Clock) -> float:
    """Share of output under enforced state orders."""
    return float(world.centre.state_order[0])


def moved_by_ministries(world: World) -> float:
    """Part of the orders for the Works' steel that goes elsewhere than by the plans as first confirmed.

    Orders follow plans, so those of a customer whose year's plan was corrected are set back in proportion; half the
    sum of the differences between shares (total variation) then is what corrections have moved.
    """
    k, e = world.links, world.enterprises
    rows = (k.supplier == world.works) & (k.good == world.goods.row_of[ROLLED])
    ordered, customer = k.ordered[rows], k.customer[rows]
    planned = (e.kind == Kind.PRODUCER) & (e.plan_year > 0.0) & (e.plan_first > 0.0)
    back = np.where(planned, e.plan_first / np.where(planned, e.plan_year, 1.0), 1.0)
    first = ordered * back[customer]
    if ordered.sum() <= 0.0 or first.sum() <= 0.0:
        return 0.0
    return float(0.5 * np.abs(ordered / ordered.sum() - first / first.sum()).sum())


def by_centre(world: World, clock: Clock) -> float:
    """Share of the steel that state orders send by the centre's ranks."""
    return state_orders(world, clock) * (1.0 - moved_by_ministries(world))


def by_ministry(world: World, clock: Clock) -> float:
    """Share of the steel that state orders send where the Ministry's corrections have moved it."""
    return state_orders(world, clock) * moved_by_ministries(world)


def by_plant(world: World, clock: Clock) -> float:
    """Share of the steel that the Works sells by offer."""
    return 1.0 - state_orders(world, clock)


def bartered(world: World, clock: Clock) -> float:
    """Rolled steel and all else that the Works bartered away, over what it shipped and bartered, by value."""
    e, k, w = world.enterprises, world.links, world.works
    away = float(np.sum(np.maximum(-e.bartered[w], 0.0) * world.goods.price))
    sent = float(np.sum((k.shipped * world.goods.price[k.good])[k.supplier == w]))
    return share(away, away + sent)


# ------------------------------------------------------------------------------------------------ flats
def by_owner(kinds: tuple[Waiting, ...]) -> Measure:
    """Share of the dwellings allotted this dekad that were these owners' to allot, in turn."""

    def measure(world: World, clock: Clock) -> float:
        k = world.lists
        return share_if_any(float(k.housed[np.isin(k.kind, kinds)].sum()), allotted(world))

    return measure


def handed_over(world: World, clock: Clock) -> float:
    """Dwellings of plants finished this dekad that a decree made the soviet's.

    The sites of houses that were worked and stand unbegun are those that were finished.
    """
    j, c = world.projects, world.cities
    finished = (
        (j.purpose == Purpose.HOUSING) & (j.owner == Tenure.PLANT) & (j.built > 0.0) & (j.started == 0.0)
    )
    return float(j.yields[finished].sum() - c.completed[:, Tenure.PLANT].sum())


# ------------------------------------------------------------------------------------------------ meat
def by_category(world: World, clock: Clock) -> float:
    """Share of the meat that the town has, or would have, by its category against an even share a head.

    The category is that of the ware of which most a head is delivered: of others some goes to cooperatives instead.
    """
    k, c = world.counters, world.cities
    served = c.persons - c.births - c.arrivals + c.deaths + c.departures  # who was there when goods came
    even = k.norm * k.supply * served[k.city] * (clock.days / clock.days_in_month)
    found = 0.0
    for city in range(c.rows):
        rows = (k.city == city) & (even > 0.0)
        ratio = float(np.max(k.delivered[rows] / even[rows], initial=0.0))
        found += abs(ratio - 1.0) / max(ratio, 1.0) * share(float(c.persons[city]), float(c.persons.sum()))
    return found * share_through(STATE, ware=MEAT)(world, clock)


EACH: tuple[Observable, ...] = series(
    "1",
    {
        "steel_centre": ("of the last tonne of steel: state orders, by the centre's ranks", by_centre),
        "steel_ministry": (
            "of the last tonne of steel: state orders, as the Ministry moved them",
            by_ministry,
        ),
        "steel_plant": ("of the last tonne of steel: the plant's own to sell", by_plant),
        "steel_bartered": ("of what the Works sent out: bartered", bartered),
        "flat_soviet": ("of the last flat: allotted by the soviet, in turn", by_owner((Waiting.SOVIET,))),
        "flat_plant": (
            "of the last flat: allotted by enterprises, in turn",
            by_owner((Waiting.WORKS, Waiting.OTHER)),
        ),
        "flat_connections": (
            "of the last flat: past the list or out of turn",
            lambda w, c: share_if_any(float((w.lists.jumped + w.lists.off_list).sum()), allotted(w)),
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
        "meat_by_centre": (
            "of the last kilo of meat: more or less than an even share, by category",
            by_category,
        ),
    },
) + series(
    "dwellings", {"flats_by_decree": ("plants' new dwellings that a decree made the soviet's", handed_over)}
)

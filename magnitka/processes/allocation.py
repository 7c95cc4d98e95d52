"""Gossnab divides what there is among designated customers: by rank first, and late in the decade by the better offer.

Each supplier's stock of product is rationed over its links with weights w = order x exp(eta rank + lobbying), one
family that runs from proportional to strict priority (test T22). Enforced state orders claim a share of it;
the rest goes to those who can offer most beyond the decreed price (Murphy, Shleifer and Vishny 1992; T47). From
the year in which suppliers have something better to do, links break: a supplier with an outside value above what
a customer of n critical inputs can offer leaves (Blanchard and Kremer 1997; T48), until a new one is found.
What nobody ordered goes to final users, whose appetite no budget limits (Kornai 1980, ch. 2).
Neutral: everything in proportion to orders, no link breaks. Claims: L047, L049, L052, L056, L066.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.bargaining import link_offer, link_survival
from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import normal, uniform
from magnitka.kernels.orders import smooth
from magnitka.kernels.rationing import ration
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import Schedule, quantity, schedule
from magnitka.world import Centre, Enterprises, Gap, Kind, Links, World
from magnitka.world.goods import MACHINES

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
NO_GAP, OUTPUT, PRIORITY = int(Gap.NONE), int(Gap.OUTPUT), int(Gap.PRIORITY)
OFFER, BROKEN = int(Gap.OFFER), int(Gap.BROKEN)


@dataclass(frozen=True)
class Params:
    """Priority, lobbying, state orders, offers, and the breaking of links."""

    eta: float = quantity("1", "weight of rank in rationing", at_least=0)
    lobbying: float = quantity("1", "spread that lobbying adds to the log of a weight", at_least=0)
    investment_discount: float = quantity(
        "1", "how far machines for renewal rank below their user", at_least=0, at_most=1
    )
    state_orders: Schedule = schedule(
        "1", "share of output that enforced state orders claim", at_least=0, at_most=1
    )
    offers: float = quantity("1", "weight of a customer's offer in what is left over", at_least=0)
    outside_value: Schedule = schedule(
        "1",
        "c_bar: best outside value of a supplier, over the value of the customer's product an input",
        at_least=0,
        at_most=3,
    )
    redirect: float = quantity(
        "1",
        "share of unmet orders that Gossnab sends on to other suppliers within the dekad",
        at_least=0,
        at_most=1,
    )
    appetite: float = quantity(
        "1", "what final users take of what nobody else wants, over their planned use", at_least=1
    )
    search: float = quantity(
        "1/month", "chance that a broken link is mended or replaced in a month", at_least=0, at_most=1
    )
    memory: float = quantity("1", "weight of this dekad in the remembered fill rate", at_least=0, at_most=1)


@kernel
def allot(
    key: np.uint64,
    luck: NDArray[np.uint64],
    supplier: Codes,
    customer: Codes,
    good: Codes,
    share: Floats,
    alive: Floats,
    order: Floats,
    true_order: Floats,
    finished: Floats,
    rank: Floats,
    offer: Floats,
    machines: int,
    eta: float,
    lobbying: float,
    discount: float,
    state_share: float,
    offers: float,
    ordered: Floats,
    shipped: Floats,
    gap: Codes,
    short: Floats,
) -> None:
    """Fill each link's `ordered`, `shipped`, `gap` and `short`. Links lie sorted by (supplier, good)."""
    n = supplier.size
    first = 0
    while first < n:
        last = first
        while last < n and supplier[last] == supplier[first] and good[last] == good[first]:
            last += 1
        m = last - first
        e, g = supplier[first], good[first]
        supply = finished[e, g]
        orders, weights, truth = np.zeros(m), np.zeros(m), np.zeros(m)
        for j in range(m):
            k, c = first + j, customer[first + j]
            part = share[k] * alive[k]
            orders[j] = order[c, g] * part
            truth[j] = true_order[c, g] * share[k]
            place = rank[c] - (discount if g == machines else 0.0)
            weights[j] = orders[j] * np.exp(eta * place + lobbying * normal(key, luck[k], 0))
        by_plan, by_offer = np.empty(m), np.zeros(m)
        ration(orders, weights, supply * state_share, by_plan)
        left = supply - by_plan.sum()
        if state_share < 1.0 and left > 0.0:
            for j in range(m):
                weights[j] = (orders[j] - by_plan[j]) * np.exp(offers * offer[customer[first + j]])
            ration(orders - by_plan, weights, left, by_offer)
        wanted = 0.0
        for j in range(m):
            wanted += truth[j] * alive[first + j]
        for j in range(m):
            k = first + j
            ordered[k] = orders[j]
            shipped[k] = by_plan[j] + by_offer[j]
            short[k] = max(truth[j] - shipped[k], 0.0)
            gap[k] = NO_GAP
            if short[k] > 1e-9 * max(truth[j], 1e-12):
                if alive[k] == 0.0:
                    gap[k] = BROKEN
                elif supply < wanted:
                    gap[k] = OUTPUT
                elif state_share < 1.0:
                    gap[k] = OFFER
                else:
                    gap[k] = PRIORITY
        first = last


@kernel
def share_remainder(
    supplier: Codes,
    customer: Codes,
    good: Codes,
    alive: Floats,
    finished: Floats,
    lack: Floats,
    shipped: Floats,
) -> None:
    """Send what suppliers have left to customers who lack it, in proportion; reduces `lack` [enterprise, good]."""
    n, first = supplier.size, 0
    while first < n:
        last = first
        while last < n and supplier[last] == supplier[first] and good[last] == good[first]:
            last += 1
        left, asked = finished[supplier[first], good[first]], 0.0
        for k in range(first, last):
            left -= shipped[k]
            asked += lack[customer[k], good[k]] * alive[k]
        if left > 0.0 and asked > 0.0:
            part = min(1.0, left / asked)
            for k in range(first, last):
                more = lack[customer[k], good[k]] * alive[k] * part
                shipped[k] += more
                lack[customer[k], good[k]] -= more
        first = last


@kernel
def redirect_orders(
    supplier: Codes,
    customer: Codes,
    good: Codes,
    alive: Floats,
    true_order: Floats,
    finished: Floats,
    share: float,
    appetite: float,
    final: Codes,
    shipped: Floats,
    short: Floats,
    gap: Codes,
) -> None:
    """What one designated supplier could not send is asked of the customer's others; final users take the rest."""
    lack, more = np.zeros_like(true_order), np.zeros_like(true_order)
    for k in range(supplier.size):
        lack[customer[k], good[k]] += short[k] * share
    asked = lack.copy()
    share_remainder(supplier, customer, good, alive, finished, lack, shipped)
    for k in range(supplier.size):  # what was found elsewhere is no longer short
        c, g = customer[k], good[k]
        if short[k] > 0.0 and asked[c, g] > 0.0:
            short[k] *= 1.0 - share * (1.0 - lack[c, g] / asked[c, g])
            if short[k] <= 1e-9 * max(true_order[c, g], 1e-12):
                short[k], gap[k] = 0.0, NO_GAP
    for c in range(final.size):
        if final[c] == 1:
            more[c, :] = (appetite - 1.0) * true_order[c, :]
    share_remainder(supplier, customer, good, alive, finished, more, shipped)


@kernel
def remember(
    customer: Codes,
    good: Codes,
    shipped: Floats,
    true_order: Floats,
    memory: float,
    fill: Floats,
    spread: Floats,
) -> None:
    """Update the remembered share of true orders that was sent, and its spread, both [enterprise, good]."""
    sent = np.zeros_like(true_order)
    for k in range(customer.size):
        sent[customer[k], good[k]] += shipped[k]
    for e in range(fill.shape[0]):
        for g in range(fill.shape[1]):
            if true_order[e, g] > 0.0:
                now = min(sent[e, g] / true_order[e, g], 1.0)
                spread[e, g] = smooth(spread[e, g], abs(now - fill[e, g]), memory)
                fill[e, g] = max(smooth(fill[e, g], now, memory), 0.02)


@kernel
def keep_or_break(
    key: np.uint64,
    luck: NDArray[np.uint64],
    customer: Codes,
    inputs_of: Floats,
    c_bar: float,
    search: float,
    final: Codes,
    alive: Floats,
) -> None:
    """Monthly fate of each link under the outside value c_bar; final users are kept by the state."""
    for k in range(alive.size):
        if final[customer[k]] != 0:
            continue
        if alive[k] == 0.0:
            if uniform(key, luck[k], 1) < search:
                alive[k] = 1.0
            continue
        offer = link_offer(int(inputs_of[customer[k]]), c_bar)
        # the supplier's outside value changes slowly: a twelfth of the links think again each month
        if uniform(key, luck[k], 2) < 1.0 / 12.0 and uniform(key, luck[k], 3) > link_survival(offer, c_bar):
            alive[k] = 0.0


def divide_output(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Allot every supplier's product among its links."""
    e, k = world.enterprises, world.links
    state_share = p.state_orders.at(clock.month_index)
    c_bar = p.outside_value.at(clock.month_index)
    world.centre.state_order[0] = state_share
    if clock.month_starts:
        if c_bar > 0.0:
            critical = ((e.need * e.uses) > 0).sum(axis=1).astype(float)
            keep_or_break(
                dice.key, k.luck, k.customer, np.maximum(critical, 1.0), c_bar, p.search, e.kind, k.alive
            )
        e.offer[:] = what_can_be_offered(world)
    allot_links(world, dice, p.eta, p.lobbying, p.investment_discount, state_share, p.offers)
    redirect_orders(
        k.supplier,
        k.customer,
        k.good,
        k.alive,
        e.true_order,
        e.finished,
        p.redirect,
        p.appetite,
        e.kind,
        k.shipped,
        k.short,
        k.gap,
    )
    remember(k.customer, k.good, k.shipped, e.true_order, p.memory, e.fill, e.fill_spread)


def allot_links(
    world: World, dice: Dice, eta: float, lobbying: float, discount: float, state_share: float, offers: float
) -> None:
    """Ration all suppliers' stores; the numbers are the parameters of the same names."""
    e, k, g = world.enterprises, world.links, world.goods
    allot(
        dice.key,
        k.luck,
        k.supplier,
        k.customer,
        k.good,
        k.share,
        k.alive,
        e.order,
        e.true_order,
        e.finished,
        e.rank,
        e.offer,
        g.row_of[MACHINES],
        eta,
        lobbying,
        discount,
        state_share,
        offers,
        k.ordered,
        k.shipped,
        k.gap,
        k.short,
    )


def what_can_be_offered(world: World) -> Floats:
    """What a customer can offer beyond the decreed price: the value of goods he holds, in months of his output."""
    e, g = world.enterprises, world.goods
    held = (np.maximum(e.fit - e.target_stock, 0.0) * g.price).sum(axis=1) + (e.finished * g.price).sum(
        axis=1
    )
    output = e.capacity * g.price[e.product] * 3.0
    return np.where(e.kind == Kind.PRODUCER, np.minimum(held / np.maximum(output, 1e-9), 1.0), 0.0)


def divide_in_proportion(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: in proportion to orders, all by the plan, and no link breaks."""
    e, k = world.enterprises, world.links
    world.centre.state_order[0] = 1.0
    k.alive[:] = 1.0
    e.offer[:] = 0.0
    allot_links(world, dice, 0.0, 0.0, 0.0, 1.0, 0.0)
    remember(k.customer, k.good, k.shipped, e.true_order, p.memory, e.fill, e.fill_spread)


PROCESSES = (
    Process(
        "allocation",
        "allocation.allotment",
        divide_output,
        divide_in_proportion,
        Params,
        reads=(
            Enterprises.order,
            Enterprises.true_order,
            Enterprises.finished,
            Enterprises.fit,
            Enterprises.need,
            Enterprises.target_stock,
            Enterprises.capacity,
            Links.share,
        ),
        writes=(
            Links.ordered,
            Links.shipped,
            Links.gap,
            Links.short,
            Links.alive,
            Enterprises.fill,
            Enterprises.fill_spread,
            Enterprises.offer,
            Centre.state_order,
        ),
    ),
)

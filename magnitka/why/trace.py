"""From one shortage to the one behind it: the largest contributor, strictly back in time or in the order of a dekad."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from magnitka.why.chain import Kind
from magnitka.why.evidence import Evidence, Group
from magnitka.world import Cause, Gap
from magnitka.world import Kind as Circuit
from magnitka.world.goods import FREIGHT, POWER, SCRAP
from magnitka.world.links import LAGS

WINDOW = 6  # dekads of arrivals that a yard can still feel; stock norms reach no farther back
ALLOTTING = 100  # place in the dekad of allotment and loading: after all stages of production


@dataclass(frozen=True)
class Cut:
    """A link that brought `amount` less than was truly ordered when it was loaded in dekad `tick`."""

    link: int
    tick: int
    amount: float


@dataclass(frozen=True)
class End:
    """Where the record names no earlier cause: `amount` of `good` lacking at a row of `axis` in dekad `tick`."""

    kind: Kind
    axis: str
    row: int
    good: int
    tick: int
    amount: float


Shortage = Group | Cut


class Part(NamedTuple):
    """A contributor to a shortage, and its share of what all contributed."""

    cause: Shortage | End
    share: float


Parts = tuple[Part, ...]  # largest first
Contribution = tuple[float, Shortage | End]

OF_SHOPS = {
    Cause.LABOUR: Kind.LABOUR,
    Cause.BREAKDOWN: Kind.BREAKDOWN,
    Cause.CAPACITY: Kind.CAPACITY,
    Cause.ORDER_BOOK: Kind.ORDER_BOOK,
    Cause.PACE: Kind.PACE,
    Cause.PLAN: Kind.LATE_PLAN,
}
OF_LINKS = {Gap.PRIORITY: Kind.PRIORITY, Gap.OFFER: Kind.OFFER, Gap.BROKEN: Kind.BROKEN_LINK}


def place(evidence: Evidence, shortage: Shortage) -> int:
    """Place within its dekad: the stage of production, or after all stages."""
    if isinstance(shortage, Cut):
        return ALLOTTING
    return min(int(evidence.world.shops.stage[row]) for row in shortage.shops)


def trace(evidence: Evidence, shortage: Shortage, steps: int) -> tuple[list[tuple[Shortage, Parts]], End]:
    """Shortages from the given one back, at most `steps`, each with what contributed to it; and the end."""
    chain: list[tuple[Shortage, Parts]] = []
    while len(chain) < steps:
        parts = behind(evidence, shortage)
        chain.append((shortage, parts))
        if isinstance(parts[0].cause, End):
            return chain, parts[0].cause
        shortage = parts[0].cause
    return chain, end_at(evidence, shortage, Kind.TOO_FAR)


def behind(evidence: Evidence, shortage: Shortage) -> Parts:
    """What contributed to a shortage."""
    if isinstance(shortage, Cut):
        return ranked(behind_link(evidence, shortage))
    if shortage.cause == Cause.INPUT:
        return ranked(behind_yard(evidence, shortage))
    if shortage.cause == Cause.POWER:
        return ranked(behind_grid(evidence, shortage.tick))
    return (Part(end_at(evidence, shortage, OF_SHOPS[shortage.cause]), 1.0),)


def ranked(contributions: Iterator[Contribution]) -> Parts:
    """Contributions by size, with their shares."""
    largest_first = sorted(contributions, key=lambda one: -one[0])
    total = sum(amount for amount, _ in largest_first)
    return tuple(Part(cause, amount / total if total > 0.0 else 1.0) for amount, cause in largest_first)


def end_at(evidence: Evidence, shortage: Shortage, kind: Kind) -> End:
    """A chain that ends with a shortage itself."""
    if isinstance(shortage, Cut):
        good = int(evidence.world.links.good[shortage.link])
        return End(kind, "link", shortage.link, good, shortage.tick, shortage.amount)
    row = shortage.shops[0]
    return End(kind, "shop", row, int(evidence.world.shops.product[row]), shortage.tick, shortage.amount)


# ---------------------------------------------------------------------------------------------- an empty yard
def behind_yard(evidence: Evidence, group: Group) -> Iterator[Contribution]:
    """Who should have filled the yard that these shops found empty, or who had drawn on it.

    Arrivals are looked at from the latest back until they account for what was lacking, but not beyond the dekad in
    which the yard was last empty: what was missing before was missed before. What no shortfall accounts for was drawn
    by shops ahead of their plans, or was never planned or ordered.
    """
    works, good = int(evidence.world.shops.enterprise[group.shops[0]]), group.good
    rest, rushed = evidence.lacking(group)
    found: dict[tuple[int, ...], list[Contribution]] = {}
    then, stage = group.tick, place(evidence, group)
    while rest > 0.0 and then >= max(group.tick - WINDOW, evidence.first):
        if then < group.tick and evidence.was_empty(works, good, then):
            break
        for source, contribution in not_come(evidence, works, good, then, stage):
            found.setdefault(source, []).append(contribution)
            rest -= contribution[0]
        then, stage = then - 1, ALLOTTING
    for several in found.values():
        worst = max(several, key=lambda one: one[0])
        yield sum(amount for amount, _ in several), worst[1]
    rushed = min(rest, rushed)
    if rushed > 0.0:
        yield rushed, End(Kind.RUSH, "enterprise", works, good, group.tick, rushed)
    rest -= max(rushed, 0.0)
    if rest > 0.0 or not found:
        if then < evidence.first + LAGS:
            kind = Kind.OPENING
        else:
            kind = Kind.UNBALANCED_PLAN if evidence.makers(works, good, True) else Kind.ORDERS
        yield rest, End(kind, "enterprise", works, good, group.tick, rest)


def not_come(
    evidence: Evidence, works: int, good: int, tick: int, stage: int
) -> Iterator[tuple[tuple[int, ...], Contribution]]:
    """What should have come into a yard in a dekad, before a stage of the work, and did not; by source."""
    world = evidence.world
    makers = [row for row in evidence.makers(works, good, True) if world.shops.stage[row] < stage]
    for group in evidence.groups(makers, tick):
        yield (int(group.cause), group.good), (group.amount, group)
    own_scrap = good == world.goods.row_of[SCRAP] and world.enterprises.own_make[works, good] > 0.0
    if own_scrap and tick > evidence.first:  # it falls where steel is rolled, and is there a dekad later
        product = int(world.enterprises.product[works])
        for group in evidence.groups(evidence.makers(works, product, False), tick - 1):
            fall = group.amount * float(world.goods.scrap_return[product])
            yield (int(group.cause), group.good, product), (fall, group)
    for link in evidence.links_into(works, good):
        yield from wagons_not_come(evidence, link, tick)


def wagons_not_come(
    evidence: Evidence, link: int, tick: int
) -> Iterator[tuple[tuple[int, ...], Contribution]]:
    """What a link's wagons due in a dekad had been loaded short, and what of them came late."""
    came = due = 0.0
    on_time = tick - evidence.lag(link)
    for loaded in (on_time, on_time - 1):
        if loaded < evidence.first:
            continue
        sent, share = evidence.sent(link, loaded), evidence.late_share(link, loaded)
        if loaded == on_time:
            due, share = sent, 1.0 - share
        came += sent * share
        short = evidence.short(link, loaded) * share
        if short > 0.0:
            yield (link,), (short, Cut(link, loaded, evidence.short(link, loaded)))
    late = due - came
    if late > 0.0:
        good = int(evidence.world.links.good[link])
        yield (link, on_time), (late, End(Kind.LATE_WAGONS, "link", link, good, on_time, late))


# ---------------------------------------------------------------------------------------------- a link cut short
def behind_link(evidence: Evidence, cut: Cut) -> Iterator[Contribution]:
    """Why a supplier did not send: he had made too little, wagons were missing, or others came first."""
    gap = evidence.gap(cut.link, cut.tick)
    if gap == Gap.OUTPUT:
        yield from behind_store(evidence, cut)
    elif gap == Gap.FREIGHT:
        yield from behind_railways(evidence, cut)
    else:
        yield cut.amount, end_at(evidence, cut, OF_LINKS[gap])


def behind_store(evidence: Evidence, cut: Cut) -> Iterator[Contribution]:
    """Why a supplier's store did not reach.

    A customer served less than the supplier's average came after others for the difference; for the rest the supplier
    had made less than its plan, or its plan was less than what its customers needed.
    """
    world, tick = evidence.world, cut.tick
    supplier, good = int(world.links.supplier[cut.link]), int(world.links.good[cut.link])
    links = evidence.links_out_of(supplier, good)
    sent, short = (sum(of(link, tick) for link in links) for of in (evidence.sent, evidence.short))
    mine = evidence.sent(cut.link, tick)
    after_others = max((mine + cut.amount) * sent / (sent + short) - mine, 0.0)
    if after_others > 0.0:
        yield after_others, end_at(evidence, cut, Kind.PRIORITY)
    too_little = cut.amount - after_others
    if world.enterprises.kind[supplier] == Circuit.IMPORTER:
        yield too_little, End(Kind.IMPORTS, "enterprise", supplier, good, tick, short)
        return
    groups = evidence.groups(evidence.makers(supplier, good, False), tick)
    not_made = sum(group.amount for group in groups)
    per_unit = too_little / max(short, not_made)
    yield from ((group.amount * per_unit, group) for group in groups)
    beyond = short - not_made
    if beyond > 0.0:
        yield beyond * per_unit, End(Kind.UNBALANCED_PLAN, "enterprise", supplier, good, tick, beyond)


def behind_railways(evidence: Evidence, cut: Cut) -> Iterator[Contribution]:
    """What held up the trains, or that there was more to carry than they were made up for."""
    world, record = evidence.world, evidence.run.record
    shops = world.shops
    railways = np.flatnonzero((shops.product == world.goods.row_of[FREIGHT]) & (shops.own_use == 0))
    carried = float(record.series["freight_ratio"][cut.tick - evidence.first])
    rest = float(evidence.at("output", cut.tick)[railways].sum()) * (1.0 / max(carried, 1e-9) - 1.0)
    for group in evidence.groups(railways.tolist(), cut.tick):
        yield group.amount, group
        rest -= group.amount
    if rest > 0.0:
        yield rest, end_at(evidence, cut, Kind.FREIGHT)


def behind_grid(evidence: Evidence, tick: int) -> Iterator[Contribution]:
    """What power stations lacked, or that more was asked of them all than they could give."""
    world = evidence.world
    power = world.goods.row_of[POWER]
    rest = float(evidence.at("good_shortage", tick)[power])
    for group in evidence.groups(np.flatnonzero(world.shops.product == power).tolist(), tick):
        yield group.amount, group
        rest -= group.amount
    if rest > 0.0:
        yield rest, End(Kind.CAPACITY, "good", power, power, tick, rest)

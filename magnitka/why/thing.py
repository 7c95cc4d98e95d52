"""What one can ask about: how much of it was missing in each dekad, and where its chain begins."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from magnitka.errors import UsageError, shown
from magnitka.table import Array
from magnitka.why.chain import Kind, Step
from magnitka.why.evidence import Evidence, Group
from magnitka.why.names import meant, nearest, plain
from magnitka.why.trace import ALLOTTING, Cut, End, Shortage, behind_grid, ranked
from magnitka.why.words import Narrator, dekad, figure, percent, reasons_listed, stamp
from magnitka.world import Kind as Circuit
from magnitka.world.goods import POWER

SHOP, ENTERPRISE, GOOD = "shop", "enterprise", "good"
ROUBLES = "Mrub"  # unit of what is short of several goods together


@dataclass(frozen=True)
class Thing:
    """A row of an axis, with the shops whose output is meant; none for final users, importers and electricity."""

    axis: str
    row: int
    name: str
    shops: tuple[int, ...]


class Account(NamedTuple):
    """What was missing of a thing and what there was of it, dekad by dekad, each of shape (ticks,)."""

    missing: Array
    there: Array
    unit: str


class Beginning(NamedTuple):
    """Where a chain begins: what is asked about as a whole, if it has several parts, and its largest shortage."""

    whole: Step | None
    cause: Shortage | End


def find(evidence: Evidence, name: str) -> Thing:
    """The shop, enterprise or good of that name, in this order. Raises UsageError with the nearest names."""
    tables = labels_of(evidence)
    found = meant(name, [label for labels in tables.values() for label in labels])
    for axis, labels in tables.items():
        for row, label in enumerate(labels):
            if found is not None and plain(label) == plain(found):
                return Thing(axis, row, label, _shops(evidence, axis, row))
    known = {label for labels in tables.values() for label in labels}
    raise UsageError(
        f"there is no shop, enterprise or good called {shown(name)}, nor is it short for one; {nearest(name, known)}"
    )


def labels_of(evidence: Evidence) -> dict[str, list[str]]:
    """Names of the shops, enterprises and goods."""
    world = evidence.world
    return {SHOP: world.shops.labels, ENTERPRISE: world.enterprises.labels, GOOD: world.goods.labels}


def _shops(evidence: Evidence, axis: str, row: int) -> tuple[int, ...]:
    shops, enterprises, goods = evidence.world.shops, evidence.world.enterprises, evidence.world.goods
    if axis == SHOP:
        return (row,)
    if axis == ENTERPRISE:
        meant = (shops.enterprise == row) & (shops.product == enterprises.product[row])
    else:
        meant = (shops.product == row) & (row != goods.row_of[POWER])
    return tuple(np.flatnonzero(meant).tolist())


def account(evidence: Evidence, thing: Thing) -> Account:
    """What was missing of it: output short of plan; of final users and importers, what was ordered and not sent."""
    world, goods = evidence.world, evidence.world.goods
    if thing.shops:
        rows = list(thing.shops)
        unit = world.units[int(world.shops.product[rows[0]])]
        missing, output = (evidence.panel(name)[:, rows].sum(axis=1) for name in ("missing", "output"))
        return Account(missing, output, unit)
    if thing.axis == GOOD:
        unmet = evidence.panel("good_shortage")[:, thing.row]
        return Account(unmet, evidence.panel("good_output")[:, thing.row], world.units[thing.row])
    links = _links(evidence, thing)
    if world.enterprises.kind[thing.row] == Circuit.IMPORTER:
        worth, unit = np.ones(len(links)), world.units[int(world.enterprises.product[thing.row])]
    else:
        worth, unit = goods.price[world.links.good[links]], ROUBLES
    short, sent = (evidence.panel(name)[:, links] @ worth for name in ("short", "link_shipped"))
    return Account(short, sent, unit)


def _links(evidence: Evidence, thing: Thing) -> list[int]:
    """Links into a final user, or out of an importer."""
    links = evidence.world.links
    importer = evidence.world.enterprises.kind[thing.row] == Circuit.IMPORTER
    rows: list[int] = np.flatnonzero((links.supplier if importer else links.customer) == thing.row).tolist()
    return rows


def begin(narrator: Narrator, thing: Thing, tick: int, told: Account) -> Beginning:
    """Where the chain of what was missing of a thing in a dekad begins."""
    evidence = narrator.evidence
    if thing.shops:
        groups = evidence.groups(thing.shops, tick)
        if len(thing.shops) == 1:
            return Beginning(None, groups[0])
        return _of_many(narrator, thing, tick, told, groups)
    if thing.axis == GOOD:
        parts = ranked(behind_grid(evidence, tick))
        said = f"short of the load: {narrator.contributors(parts)}"
        return Beginning(_whole(narrator, thing, tick, told, "power", thing.name, said), parts[0].cause)
    world = evidence.world
    if world.enterprises.kind[thing.row] == Circuit.IMPORTER:
        good = int(world.enterprises.product[thing.row])
        end = End(Kind.IMPORTS, ENTERPRISE, thing.row, good, tick, _now(evidence, told.missing, tick))
        said = f"of {narrator.good(good)} short of what was truly ordered"
        return Beginning(_whole(narrator, thing, tick, told, "output", narrator.good(good), said), end)
    return _of_user(narrator, thing, tick, told)


def _of_many(narrator: Narrator, thing: Thing, tick: int, told: Account, groups: list[Group]) -> Beginning:
    """Several shops: the reason that cost most, and where it cost most."""
    by_reason: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_reason[narrator.reason(group)].append(group)
    amounts = {reason: sum(group.amount for group in some) for reason, some in by_reason.items()}
    chief = by_reason[max(amounts, key=lambda reason: amounts[reason])][0]
    said = f"short of the plan's even pace, {reasons_listed(amounts, sum(amounts.values()))}"
    product = int(narrator.world.shops.product[thing.shops[0]])
    good = narrator.good(chief.good if chief.good >= 0 else product)
    return Beginning(_whole(narrator, thing, tick, told, chief.cause.name.lower(), good, said), chief)


def _of_user(narrator: Narrator, thing: Thing, tick: int, told: Account) -> Beginning:
    """A final user: the good of which most was not sent, by value, and the link that sent least of it."""
    evidence, links, goods = narrator.evidence, narrator.world.links, narrator.world.goods
    worth: dict[int, float] = defaultdict(float)
    for link in _links(evidence, thing):
        good = int(links.good[link])
        worth[good] += evidence.short(link, tick) * float(goods.price[good])
    chief = max(worth, key=lambda good: worth[good])
    worst = max(evidence.links_into(thing.row, chief), key=lambda link: evidence.short(link, tick))
    share = worth[chief] / sum(worth.values())
    said = f"short of what was truly ordered, {percent(share)} of it {narrator.good(chief)}"
    gap = evidence.gap(worst, tick).name.lower()
    whole = _whole(narrator, thing, tick, told, gap, narrator.good(chief), said)
    return Beginning(whole, Cut(worst, tick, evidence.short(worst, tick)))


def _now(evidence: Evidence, column: Array, tick: int) -> float:
    return float(column[tick - evidence.first])


def _whole(
    narrator: Narrator, thing: Thing, tick: int, told: Account, cause: str, good: str, said: str
) -> Step:
    """The first step of a chain: all that was missing of a thing in a dekad."""
    evidence = narrator.evidence
    short, there = (_now(evidence, column, tick) for column in (told.missing, told.there))
    clock, share = evidence.clock(tick), short / (short + there)
    subject = f"the makers of {thing.name}" if thing.axis == GOOD else thing.name
    sentence = f"In {dekad(clock)} {subject} were {figure(short)} {told.unit} ({percent(share)}) {said}."
    return Step(
        thing=thing.name, when=stamp(clock), tick=tick, order=ALLOTTING + 1, short=short, unit=told.unit,
        share_of_plan=share, cause=cause, good=good, supplier="", sentence=sentence,
    )  # fmt: skip

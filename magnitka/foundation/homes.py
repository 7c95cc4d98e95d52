"""Founds a town's homes: tenure, rooms, district, plot and place on a list; cash and savings."""

from __future__ import annotations

import numpy as np

from magnitka.errors import UsageError
from magnitka.foundation.townspeople import Params
from magnitka.foundation.work import Codes, Floats, draws
from magnitka.kernels.dice import key_of
from magnitka.world import Sector, Tenure, Waiting, World
from magnitka.world.people import DEKADS_PER_YEAR, JOIN_ORIGIN, NOBODY

CROWDED = 2.0  # persons a room from which a household asks for more


def give_homes(world: World, seed: int, p: Params) -> None:
    """Tenure, rooms, district, plot, place on a list."""
    q, h, d, c = world.people, world.households, world.districts, world.cities
    for city, name in enumerate(c.labels):
        key = key_of(seed, f"homes of {name}", 0)
        blocks = np.flatnonzero(q.city == city)
        b = np.repeat(blocks, h.top[blocks])
        j = np.concatenate([np.arange(n) for n in h.top[blocks]]).astype(np.int64)
        luck = h.luck[b, j]
        size = h.size[b, j].astype(np.int64)
        oldest, best, payer, earners, pay = _heads(world, b, j)
        shares = np.array(
            [
                p.hostel,
                p.shared,
                p.room,
                p.plant,
                p.city,
                p.coop,
                1.0 - p.hostel - p.shared - p.room - p.plant - p.city - p.coop,
            ]
        )
        if shares.min() < 0:
            raise UsageError("population: the shares of tenures come to more than one; lower some of them")
        # the young and single get the hostels, the young the rooms and corners, the old the flats
        need = np.where(size == 1, 0.0, 25.0) + oldest + 40.0 * draws(key, luck, 1)
        order = np.argsort(need, kind="stable")
        cuts = np.rint(np.cumsum(shares[:3]) * order.size).astype(np.int64)
        tenure = np.zeros(order.size, np.int64)
        tenure[order[: cuts[0]]] = Tenure.HOSTEL
        tenure[order[cuts[0] : cuts[1]]] = Tenure.SHARED
        tenure[order[cuts[1] : cuts[2]]] = Tenure.ROOM
        housed = order[cuts[2] :]
        lot = draws(key, luck[housed], 2) * shares[3:].sum()
        tenure[housed] = Tenure.PLANT + np.searchsorted(np.cumsum(shares[3:]), lot, side="right").clip(0, 3)
        h.tenure[b, j] = tenure
        rooms = np.where(
            tenure <= Tenure.ROOM, 1, np.clip(np.rint(size * 0.42 + 1.0 * draws(key, luck, 3)), 1, 4)
        )
        h.rooms[b, j] = rooms
        places = np.flatnonzero((d.city == city) & (d.share > 0))
        cumulative = np.cumsum(d.share[places]) / d.share[places].sum()
        h.district[b, j] = places[
            np.searchsorted(cumulative, draws(key, luck, 4), side="right").clip(0, places.size - 1)
        ]
        lot = draws(key, luck, 5)
        h.plot[b, j] = np.where(lot < p.plots * p.plots_near, 1, np.where(lot < p.plots, 2, 0))
        h.blat[b, j], h.earners[b, j] = best, earners
        h.income[b, j] = np.clip(pay / np.maximum(size, 1) / 400.0, 0, 255)
        # on the lists: first those without a flat of their own, then the crowded
        wants = np.select(
            [tenure == Tenure.HOSTEL, tenure == Tenure.SHARED, tenure == Tenure.ROOM, size / rooms > CROWDED],
            [0.55, 0.85, 0.85, 0.5],
            0.0,
        ) * (oldest >= 20)
        chosen = draws(key, luck, 6) < np.minimum(wants * p.listed * wants.size / max(wants.sum(), 1e-9), 1.0)
        years = np.minimum(p.oldest_wait, np.maximum(oldest - 19.0, 0.2)) * draws(key, luck, 7)
        h.joined[b, j] = np.where(chosen, JOIN_ORIGIN - np.rint(years * DEKADS_PER_YEAR), 0)
        h.list[b, j] = np.where(chosen, payer, 0)


def _heads(world: World, b: Codes, j: Codes) -> tuple[Floats, Codes, Codes, Codes, Floats]:
    """Of each household: age of the oldest, best connections, list of its earners, earners, pay in kopecks a month."""
    q, h, m = world.people, world.households, world.employers
    shape = h.size.shape
    oldest, best = np.zeros(shape), np.zeros(shape, np.int64)
    kind, earners, pay = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape)
    list_of = np.where(
        (m.sector == Sector.WORKS) | (m.sector == Sector.AMENITIES),
        Waiting.WORKS,
        np.where(
            (m.sector == Sector.INDUSTRY) | (m.sector == Sector.BUILDING) | (m.sector == Sector.TRANSPORT),
            Waiting.OTHER,
            Waiting.SOVIET,
        ),
    )
    for block in range(shape[0]):
        live = slice(0, q.persons[block])
        at, employer = q.household[block, live], q.employer[block, live]
        working = employer != NOBODY
        np.maximum.at(oldest[block], at, -q.born[block, live] / DEKADS_PER_YEAR)
        np.maximum.at(best[block], at, q.blat[block, live])
        np.add.at(earners[block], at, working)
        np.add.at(
            pay[block], at[working], m.pay_level[employer[working]] * (q.pay[block, live][working] / 64.0)
        )
        # whoever works at the Works brings the household onto its list
        np.maximum.at(
            kind[block],
            at[working],
            np.where(list_of[employer[working]] == Waiting.WORKS, 9, list_of[employer[working]]),
        )
    kind = np.where(kind == 9, Waiting.WORKS, np.where(kind == 0, Waiting.SOVIET, kind))
    return oldest[b, j], best[b, j], kind[b, j], earners[b, j], pay[b, j]


def give_money(world: World, seed: int, p: Params) -> None:
    """Cash and savings of the founding day."""
    q, h = world.people, world.households
    for block in range(q.rows):
        top = slice(0, h.top[block])
        key = key_of(seed, f"money of {q.labels[block]}", 0)
        size, luck = h.size[block, top].astype(np.float64), h.luck[block, top]
        monthly = h.income[block, top] * 400.0 * size + 3000.0
        h.cash[block, top] = np.rint(monthly * p.cash_months * (0.5 + draws(key, luck, 1)))
        h.deposit[block, top] = np.rint(300.0 * p.deposits * size * draws(key, luck, 2) ** 2)
    world.centre.issued[0] = world.weight * int(h.cash.astype(np.int64).sum())
    world.centre.bank[0] -= world.weight * int((h.cash.astype(np.int64) + h.deposit).sum())

"""Who waits for a dwelling and who gets it: passes over the blocks of households, nothing sorted.

A household's standing is its wait in months and what its connections add. A pass counts standings;
`waiting_list.cut_off` says where the dwellings end; a second pass hands them out, by lot within the last month. Pools
0-2 are the lists of `Waiting` 1-3, pool 3 is the building cooperatives, pool 4 the houses that pass from kin to kin,
pool 5 rooms in communal flats, which end no need.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import chance, mix64, uniform
from magnitka.kernels.resettling import rooms_for
from magnitka.world.people import NOBODY, Tenure, Waiting

Cells = NDArray[Any]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

STANDINGS = 512  # months
LISTS, COOP_POOL, HOUSE_POOL, ROOM_POOL, POOLS = 3, 3, 4, 5, 6
NO_POOL = 255
FOR_COOP, FOR_ROOM, FOR_HOUSE = (
    0.5,
    0.7,
    0.8,
)  # lots of a month: who can pay, who wants a room, else a house of kin

PLANT, ROOM = int(Tenure.PLANT), int(Tenure.ROOM)
SOVIET, WORKS, OTHER = int(Waiting.SOVIET), int(Waiting.WORKS), int(Waiting.OTHER)
NO_EMPLOYER = int(NOBODY)
DEKADS_A_MONTH, MONTHS_A_YEAR = 3, 12
YEARS = STANDINGS // MONTHS_A_YEAR + 1

# Columns of what a pass reports of a block.
JOINED, LEFT = 0, 3  # by list
HOUSED, JUMPED, OFF_LIST, WAITED, PASSED_OVER, LEFT_FOR_OWN = 0, 3, 6, 9, 12, 15  # by list; WAITED in months
PAID, COOPERATIVE, FROM_KIN = 18, 19, 20  # kopecks paid for cooperatives' flats; such flats; houses of kin
REPORT = 21


@kernel
def gather_claims(
    first: int, last: int, list_of: Counts, persons: Cells, household: Cells, employer: Cells, claims: Cells
) -> None:
    """Fill `claims` (block, household): bit k is set where a member works for an employer with list k + 1."""
    for b in range(first, last):
        row = claims[b]
        row[:] = 0
        for i in range(persons[b]):
            e = np.int64(employer[b, i])
            if e != NO_EMPLOYER:
                row[household[b, i]] |= list_of[e]


@kernel
def list_for(claims: Any) -> int:
    """The list that a household enters: the Works', then another enterprise's, else the soviet's."""
    if claims & 2:
        return WORKS
    return OTHER if claims & 4 else SOVIET


@kernel
def in_need(size: Any, tenure: Any, rooms: Any, norm: float) -> bool:
    """No dwelling of its own, or more than `norm` persons a room."""
    return tenure < PLANT or size > norm * rooms


@kernel
def keep_register(
    first: int, last: int, now: int, hazard: float, review: float, norm: float, key: np.uint64, claims: Cells,
    top: Cells, luck: Cells, size: Cells, tenure: Cells, rooms: Cells, waiting: Cells, joined: Cells,
    passed: Cells, report: Counts,
) -> None:  # fmt: skip
    """Households join and leave the lists; `report` (block, 2 * 3) counts them.

    Who is in need joins with probability `hazard`. Off the list goes, with probability `review`, who is no longer in
    need, and who waited on an enterprise's list and now has members at work, but none there: the place is the
    employer's to give.
    """
    for b in range(first, last):
        report[b, :] = 0
        for h in range(top[b]):
            if size[b, h] == 0:
                continue
            needy = in_need(size[b, h], tenure[b, h], rooms[b, h], norm)
            kind: Any = np.int64(waiting[b, h])
            mine: Any = np.int64(claims[b, h])
            if kind == 0:
                if needy and chance(key, np.uint64(luck[b, h])) < hazard:
                    kind = list_for(mine)
                    waiting[b, h] = kind
                    joined[b, h] = now
                    passed[b, h] = 0
                    report[b, JOINED + kind - 1] += 1
            elif (not needy and chance(key, np.uint64(luck[b, h])) < review) or (
                kind != SOVIET and mine != 0 and (mine >> (kind - 1)) & 1 == 0
            ):
                waiting[b, h] = 0
                joined[b, h] = 0
                passed[b, h] = 0
                report[b, LEFT + kind - 1] += 1


@kernel
def stand_in_line(
    first: int, last: int, now: int, favour: int, norm: float, price: int, key: np.uint64,
    claims: Cells, top: Cells, luck: Cells, size: Cells, tenure: Cells, rooms: Cells, waiting: Cells,
    joined: Cells, blat: Cells, deposit: Cells, pool: Cells, standing: Cells, line: Counts, waits: Counts,
    ages: Counts, in_rooms: Counts,
) -> None:  # fmt: skip
    """Fill each household's `pool` and `standing`, and count them: `line` (block, pool, month), `waits` (block, list,
    month) of those who ask their list this month, `ages` (block, list, year) of all on it, `in_rooms` (block).

    Standing is months waited + `favour` x connections, where `favour` months are worth all the connections one can
    have. On no list, connections alone count, for whoever is in need. Who is in need and
    has `price` kopecks saved tries the cooperatives in one month and the list in another, and so with rooms.
    """
    for b in range(first, last):
        line[b] = 0
        waits[b] = 0
        ages[b] = 0
        in_rooms[b] = 0
        for h in range(top[b]):
            pool[b, h] = NO_POOL
            if size[b, h] == 0:
                continue
            in_rooms[b] += tenure[b, h] == ROOM
            kind: Any = np.int64(waiting[b, h])
            pull: Any = favour * np.int64(blat[b, h]) // 255
            needy = in_need(size[b, h], tenure[b, h], rooms[b, h], norm)
            months: Any = np.int64(0)
            where: Any = np.int64(NO_POOL)
            if kind > 0:
                months = min((now - np.int64(joined[b, h])) // DEKADS_A_MONTH, STANDINGS - 1)
                ages[b, kind - 1, months // MONTHS_A_YEAR] += 1
                where = kind - 1
            elif pull > 0 and needy:
                where = list_for(np.int64(claims[b, h])) - 1
            if needy:
                lot = chance(key, np.uint64(luck[b, h]))
                if lot < FOR_COOP:
                    where = COOP_POOL if np.int64(deposit[b, h]) >= price else where
                elif tenure[b, h] < ROOM and size[b, h] > 1 and lot < FOR_ROOM:
                    where = ROOM_POOL
                elif kind == 0 and tenure[b, h] < PLANT and lot > FOR_HOUSE:
                    where, pull = HOUSE_POOL, 0
            if where != NO_POOL:
                if where == kind - 1:
                    waits[b, where, months] += 1
                months = min(months + pull, STANDINGS - 1)
                pool[b, h] = where
                standing[b, h] = months
                line[b, where, months] += 1


@kernel
def hand_over(
    first: int, last: int, now: int, price: int, key: np.uint64, given: Counts, last_standing: Counts,
    lots: Counts, crowd: Counts, in_turn: Counts, where: Floats, top: Cells, luck: Cells, size: Cells,
    tenure: Cells, rooms: Cells, district: Cells, waiting: Cells, joined: Cells, passed: Cells, deposit: Cells,
    pool: Cells, standing: Cells, won: Cells, spare: Cells, place: Cells, report: Counts,
) -> None:  # fmt: skip
    """Whoever stands above `last_standing` (block, pool) gets a dwelling; of those on it, `lots` out of `crowd`.

    `given` [pool] is the tenure handed out, `where` (block, pool, district) the cumulative chances of districts.
    `in_turn` (block, list) is the last month that a strict order would have housed: with less, a household has jumped,
    and who waited longer and is left is passed over. Lots by selection sampling (Knuth 1969, 3.4.2 S). Those who have
    a dwelling do not move yet: `won` is the tenure, `spare` the rooms beyond need, `place` the district of what they
    got, for `resettling`. Fills `report` (block, REPORT).
    """
    for b in range(first, last):
        report[b, :] = 0
        left_over = lots[b].copy()
        to_come = crowd[b].copy()
        for h in range(top[b]):
            at: Any = np.int64(pool[b, h])
            kind: Any = np.int64(waiting[b, h])
            won[b, h] = 0
            if size[b, h] == 0:
                continue
            wins = False
            if at != NO_POOL:
                if standing[b, h] > last_standing[b, at]:
                    wins = True
                elif standing[b, h] == last_standing[b, at]:
                    wins = uniform(key, np.uint64(luck[b, h]), 0) * to_come[at] < left_over[at]
                    to_come[at] -= 1
                    left_over[at] -= wins
            months = (now - np.int64(joined[b, h])) // DEKADS_A_MONTH if kind > 0 else np.int64(0)
            if not wins:
                if kind > 0 and at == kind - 1 and months > in_turn[b, at]:
                    if passed[b, h] < 255:
                        passed[b, h] += 1
                    report[b, PASSED_OVER + kind - 1] += 1
                continue
            u = chance(key, mix64(np.uint64(luck[b, h])))
            d = 0
            while d < where.shape[2] - 1 and u >= where[b, at, d]:
                d += 1
            if at == ROOM_POOL:  # they stay on their list
                district[b, h] = d
                tenure[b, h] = ROOM
                rooms[b, h] = 1
                continue
            if kind > 0:
                if at != kind - 1:
                    report[b, LEFT_FOR_OWN + kind - 1] += 1
                else:
                    report[b, (HOUSED if months >= in_turn[b, kind - 1] else JUMPED) + kind - 1] += 1
                    report[b, WAITED + kind - 1] += months
            elif at < LISTS:
                report[b, OFF_LIST + at] += 1
            if at == COOP_POOL:
                deposit[b, h] -= price
                report[b, PAID] += price
                report[b, COOPERATIVE] += 1
            elif at == HOUSE_POOL:
                report[b, FROM_KIN] += 1
            more = 1 if kind == 0 and at < LISTS else 0
            if tenure[b, h] >= PLANT:
                won[b, h], spare[b, h], place[b, h] = given[at], more, d
            else:
                tenure[b, h], district[b, h] = given[at], d
                rooms[b, h] = rooms_for(np.int64(size[b, h]), more)
            waiting[b, h] = 0
            joined[b, h] = 0
            passed[b, h] = 0

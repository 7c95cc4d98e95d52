"""Leaving a place of work and taking another: chances that hang on pay, on service, and on what would be lost."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import GOLDEN, mix64, uniform
from magnitka.world.people import NOBODY, Mark, Occupation

Cells = NDArray[Any]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

OUT_OF_IT = int(Mark.PENSIONER | Mark.INVALID | Mark.ON_LEAVE | Mark.AT_HOME)
ON_LEAVE = int(Mark.ON_LEAVE)
WITHOUT = int(Occupation.NONE)
WAIT_YEARS, DEKADS_PER_YEAR = 30, 36
DRAWS, DRAW_SHIFT = 9007199254740992.0, np.uint64(11)  # values of a draw, as `dice.chance` has them


def place_lost(value: float, discount: float, wait: Floats | float, served: Floats | float) -> Floats:
    """What leaving costs who has waited `served` of `wait` years for a flat worth `value`: V e^-r(W-a) - V e^-rW.

    He would go to the end of another list. Golden handcuffs (test T59): nothing at first, most just before the key.
    """
    left = np.maximum(np.subtract(wait, served), 0.0)
    lost: Floats = value * (np.exp(-discount * left) - np.exp(-discount * (left + served)))
    return lost


@kernel
def leave_posts(
    first: int, last: int, phase: int, key: np.uint64, city: Counts, persons: Cells, luck: Cells, employer: Cells,
    flags: Cells, service: Cells, occupation: Cells, born: Cells, household: Cells, tenure: Cells, waiting: Cells,
    joined: Cells, now: int, oldest: int, youngest: int, by_service: Floats, by_pay: Floats, bound: Counts,
    by_list: Floats, by_tenure: Floats, quits: Counts, seekers: Counts, idle: Cells, count: Counts,
) -> None:  # fmt: skip
    """Those of the blocks of this `phase` who leave, by employer, and then those who seek work.

    The chance of leaving is a product: of years of service, of the employer's pay, of the years waited on the list
    that binds to this employer (`bound`), and of the tenure of the home. `seekers` (block, occupation) counts who
    may take a post, and `idle` (block, row) lists them, the first `count` of each block.
    """
    most = by_service.max() * by_pay.max() * by_tenure.max() * by_list.max()  # nobody's chance is above it
    bound_of_draws = np.uint64(min(most * DRAWS, DRAWS)) + np.uint64(1)
    hands, draws = np.empty(persons.max() + 1, np.uint16), np.empty(persons.max(), np.uint64)
    for b in range(first, last):
        quits[b, :] = 0
        seekers[b, :] = 0
        count[b] = 0
        if b % 3 != phase:
            continue
        who, mark, mine, year, free = employer[b], flags[b], luck[b], born[b], idle[b]
        for i in range(persons[b]):  # apart, so that the processor hashes several at once
            draws[i] = mix64(key + np.uint64(mine[i]) * GOLDEN) >> DRAW_SHIFT
        n = m = np.uint64(0)
        for i in range(persons[b]):  # listed first: loops that do not branch on who works are twice as fast
            hands[n] = free[m] = i
            works = np.uint64(who[i] != NOBODY)
            n += works & np.uint64((mark[i] & ON_LEAVE) == 0) & np.uint64(draws[i] < bound_of_draws)
            fit = np.uint64((mark[i] & OUT_OF_IT) == 0)
            m += fit & np.uint64(year[i] >= oldest) & np.uint64(year[i] <= youngest) & ~works
        for k in range(n):
            i = hands[k]
            e, h = who[i], household[b, i]
            kind = np.int64(waiting[b, h])
            held = kind if kind == bound[e] else 0
            years = min(max(int(now - np.int64(joined[b, h])) // DEKADS_PER_YEAR, 0), WAIT_YEARS)
            likely = (
                by_service[service[b, i]]
                * by_pay[e]
                * by_tenure[tenure[b, h]]
                * by_list[city[b], held, years]
            )
            if float(draws[i]) * (1.0 / DRAWS) < likely:
                who[i] = NOBODY
                service[b, i] = 0
                quits[b, e] += 1
                if (mark[i] & OUT_OF_IT) == 0 and oldest <= year[i] <= youngest:
                    free[m] = i
                    m += np.uint64(1)
        count[b] = m
        for k in range(m):
            seekers[b, occupation[b, free[k]]] += 1


@kernel
def number_doors(wish: Floats, accepted: Floats, offset: float, doors: Cells) -> None:
    """The employer behind each of `doors` (trade, door): as many doors each as its part of `wish` (trade, employer).

    `accepted` is the sum of a trade's wishes; a door stands at (its number + `offset`) of as many equal steps to it,
    and where nobody is accepted there is nobody behind it (-1).
    """
    doors[:, :] = -1
    last = wish.shape[1] - 1
    for trade in range(wish.shape[0]):
        step = accepted[trade] / doors.shape[1]
        e, reached = 0, wish[trade, 0]
        for door in range(doors.shape[1] if accepted[trade] > 0.0 else 0):
            while e < last and reached <= (door + offset) * step:
                e += 1
                reached += wish[trade, e]
            doors[trade, door] = e


@kernel
def take_posts(
    first: int, last: int, key: np.uint64, city: Counts, luck: Cells, employer: Cells, service: Cells,
    occupation: Cells, education: Cells, pay: Cells, idle: Cells, count: Counts, taken: Floats, doors: Cells,
    sector: Counts, calling: Counts, novice: int, hired: Counts,
) -> None:  # fmt: skip
    """The first `count` of the persons listed in `idle` find a post with the chance `taken` (city, occupation).

    Which one, a draw among `doors` (city, occupation, door) decides. Who has no occupation yet gets the one of
    `calling` (sector, education), and a novice's pay.
    """
    width = doors.shape[2]
    for b in range(first, last):
        hired[b, :] = 0
        for k in range(count[b]):
            i = idle[b, k]
            trade = np.int64(occupation[b, i])
            person = np.uint64(luck[b, i])
            if uniform(key, person, 1) >= taken[city[b], trade]:
                continue
            e = np.int64(doors[city[b], trade, np.int64(uniform(key, person, 2) * width)])
            if e < 0:
                continue
            employer[b, i] = e
            service[b, i] = 0
            if trade == WITHOUT:
                occupation[b, i] = calling[sector[e], education[b, i]]
            if pay[b, i] == 0:
                pay[b, i] = novice
            hired[b, e] += 1


@kernel
def year_of_service(
    first: int, last: int, persons: Cells, employer: Cells, service: Cells, pay: Cells, raise_years: int
) -> None:
    """Another year with the employer; the pay rises by one part in 64 in each of the first years."""
    for b in range(first, last):
        for i in range(persons[b]):
            if employer[b, i] != NOBODY:
                if service[b, i] < raise_years and pay[b, i] < 255:
                    pay[b, i] += 1
                if service[b, i] < 255:
                    service[b, i] += 1

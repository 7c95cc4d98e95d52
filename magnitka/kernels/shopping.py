"""What households do about shopping: purses into classes, coupons to the counter, money out, goods home.

Households with like purses, standing on workplace lists and gardens fare alike, so a city's trade is reckoned in
CELLS and only its outcome is posted to each household, in whole kopecks. A purse between the bounds of two classes
joins the upper with the probability that keeps the mean, so that classes neither make nor lose spending.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import chance

Cells = NDArray[Any]  # arrays over (block, slot), of whatever integers the table keeps
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

CLASSES, TIERS, PLOTS = 32, 4, 2
CELLS = CLASSES * TIERS * PLOTS
TURNS = 9  # dekads in which every block's households are ranked once
FINE_BITS = 7
FINEST = 1 << FINE_BITS  # kopecks: every bound of a class is a multiple
# Columns of what `open_purses` counts in a block.
FLOW, PURSES, STALLS, VISITED, LARDER = range(5)  # LARDER and the next two: hoards of those visited
COUNTED = LARDER + 3


def class_bounds() -> Counts:
    """Lower bounds of the classes of purses: kopecks a head and dekad, from 0 to about 600 roubles."""
    steps = np.rint(2.0 * 1.2 ** np.arange(CLASSES - 1)).astype(np.int64)
    for k in range(1, steps.size):
        steps[k] = max(steps[k], steps[k - 1] + 1)
    return np.concatenate([[0], steps * FINEST])


def class_table(bounds: Counts) -> Cells:
    """Class of a purse by whole multiples of FINEST."""
    return (np.searchsorted(bounds // FINEST, np.arange(bounds[-1] // FINEST + 1), side="right") - 1).astype(
        np.uint8
    )


@kernel
def open_purses(
    first: int,
    last: int,
    key: np.uint64,
    phase: int,
    share: float,
    months: float,
    spill: float,
    bounds: Counts,
    classes: Cells,
    top: Counts,
    luck: Cells,
    size: Cells,
    cash: Cells,
    deposit: Cells,
    income: Cells,
    standing: Cells,
    stall: Cells,
    plot: Cells,
    pantry: Cells,
    cells: Cells,
    heads: Counts,
    counted: Counts,
) -> None:
    """Write each household's cell into `cells`; count `heads` (block, CELLS) and `counted` (block, COUNTED).

    A purse is the dekad's `share` of the month's income and `spill` of the money beyond `months` of income, within
    the cash in hand.
    """
    a_head = np.ones(256)  # so many parts of a purse fall to each of n members
    for members in range(1, 256):
        a_head[members] = 1.0 / members
    width = np.zeros(CLASSES)
    width[: CLASSES - 1] = bounds[1:] - bounds[: CLASSES - 1]
    last_class = classes.size - 1
    for b in range(first, last):
        row = heads[b]
        row[:] = 0
        flows, purses, stalls = 0.0, 0.0, np.int64(0)
        for h in range(top[b]):
            n = np.int64(size[b, h])
            if n == 0:
                continue
            month = float(np.int64(income[b, h]) * 400 * n)
            held = float(cash[b, h])
            spare = held + float(deposit[b, h]) - months * month
            purse = month * share + spill * spare * (spare > 0.0)
            purse = purse if purse < held else held
            head = np.int64(purse * a_head[n])
            place = head >> FINE_BITS
            k = np.int64(classes[place if place < last_class else last_class])
            lot = head + np.int64(chance(key, np.uint64(luck[b, h])) * width[k])
            place = lot >> FINE_BITS
            raised = np.int64(classes[place if place < last_class else last_class])
            if held >= n * bounds[raised]:
                k = raised
            cell = (k * TIERS + np.int64(standing[b, h])) * PLOTS + np.int64(plot[b, h] > 0)
            cells[b, h] = cell
            row[cell] += n
            flows += month * share
            purses += purse
            stalls += np.int64(stall[b, h])
        visited = 0
        hoards = np.zeros(3, np.int64)
        for h in range(phase, top[b], 3):
            if size[b, h] > 0:
                visited += 1
                for s in range(3):
                    hoards[s] += np.int64(pantry[b, h, s])
        counted[b, FLOW], counted[b, PURSES] = np.int64(flows), np.int64(purses)
        counted[b, STALLS], counted[b, VISITED] = stalls, visited
        counted[b, LARDER:] = hoards


@kernel
def carry_home(
    first: int,
    last: int,
    phase: int,
    tick: int,
    city: Counts,
    pay: Counts,
    hours: Counts,
    lacking: Counts,
    takings: Counts,
    target: Counts,
    refill: Counts,
    top: Counts,
    luck: Cells,
    size: Cells,
    stall: Cells,
    district: Cells,
    cells: Cells,
    cash: Cells,
    queue: Cells,
    unmet: Cells,
    pantry: Cells,
    queued: Counts,
) -> None:
    """Post the dekad's trade to each household; `queued` (block, district) sums the hours.

    By (city, cell): `pay` kopecks a head, `hours` in 1/256 h a head, `lacking` 0..255; by city `takings` kopecks
    for each point of a stall; by (city, hoard) `target` and, in 1/256 of the gap a visit, `refill`.
    """
    for b in range(first, last):
        queued[b, :] = 0
        c = city[b]
        for h in range(top[b]):
            n = np.int64(size[b, h])
            if n == 0:
                queue[b, h] = 0
                continue
            cell = np.int64(cells[b, h])
            cash[b, h] = np.int64(cash[b, h]) - n * pay[c, cell] + np.int64(stall[b, h]) * takings[c]
            dither = (np.int64(luck[b, h]) + 97 * tick) & 255
            stood = min((n * hours[c, cell] + dither) >> 8, 255)
            queue[b, h] = stood
            queued[b, np.int64(district[b, h])] += stood
            unmet[b, h] = (2 * np.int64(unmet[b, h]) + lacking[c, cell] + 1) // 3
        for h in range(phase, top[b], 3):
            if size[b, h] > 0:
                dither = (np.int64(luck[b, h]) + 97 * tick) & 255
                for s in range(3):
                    hoard = np.int64(pantry[b, h, s])
                    hoard += ((target[c, s] - hoard) * refill[c, s] + dither) >> 8
                    pantry[b, h, s] = min(max(hoard, 0), 255)


@kernel
def rank_households(
    first: int,
    last: int,
    turn: int,
    weight: Floats,
    trader: int,
    nobody: int,
    persons: Counts,
    household: Cells,
    employer: Cells,
    occupation: Cells,
    blat: Cells,
    top: Counts,
    size: Cells,
    standing: Cells,
    stall: Cells,
) -> None:
    """In the blocks whose turn it is, each household's place on workplace lists (0..3) and behind the counter.

    `weight` is each employer's pull, 1 the strongest; a place of 3 takes a full member for each of the household.
    """
    slots = size.shape[1]
    for b in range(first, last):
        if b % TURNS != turn:
            continue
        pull, sells = np.zeros(slots), np.zeros(slots, np.int64)
        for i in range(persons[b]):
            e = np.int64(employer[b, i])
            if e == nobody:
                continue
            pull[household[b, i]] += weight[e]
            if occupation[b, i] == trader:
                sells[household[b, i]] += np.int64(blat[b, i])
        for h in range(top[b]):
            n = np.int64(size[b, h])
            place = 0.0 if n == 0 else np.ceil(3.0 * pull[h] / n - 1e-9)
            standing[b, h] = np.int64(min(place, 3.0))
            stall[b, h] = 0 if n == 0 else min(sells[h], 255)


@kernel
def print_coupons(
    first: int,
    last: int,
    city: Counts,
    ration: Counts,
    top: Counts,
    size: Cells,
    coupons: Cells,
    printed: Counts,
) -> None:
    """Give every household its month's coupons, `ration` (city, kind) a head; sums into `printed` (block, kind)."""
    for b in range(first, last):
        printed[b, :] = 0
        for h in range(top[b]):
            n = np.int64(size[b, h])
            for s in range(ration.shape[1]):
                had = np.int64(coupons[b, h, s])
                got = min(had + n * ration[city[b], s], 255)
                coupons[b, h, s] = got
                printed[b, s] += got - had


@kernel
def present_coupons(
    first: int,
    last: int,
    phase: int,
    tick: int,
    city: Counts,
    chance_served: Counts,
    cost: Counts,
    top: Counts,
    luck: Cells,
    coupons: Cells,
    cash: Cells,
    redeemed: Counts,
) -> None:
    """The third of the households whose turn it is buys on coupons; sums into `redeemed` (block, kind).

    Of a household's coupons `chance_served` / 256 are served, in whole coupons, as far as its cash goes at `cost`
    kopecks each, both by (city, kind).
    """
    for b in range(first, last):
        redeemed[b, :] = 0
        c = city[b]
        for h in range(phase, top[b], 3):
            dither = (np.int64(luck[b, h]) + 97 * tick) & 255
            for s in range(cost.shape[1]):
                had = np.int64(coupons[b, h, s])
                if had == 0:
                    continue
                served = (had * chance_served[c, s] + dither) >> 8
                served = min(min(served, had), np.int64(cash[b, h]) // max(cost[c, s], 1))
                coupons[b, h, s] = had - served
                cash[b, h] = np.int64(cash[b, h]) - served * cost[c, s]
                redeemed[b, s] += served


@kernel
def count_coupons(first: int, last: int, phase: int, top: Counts, coupons: Cells, turn: Counts) -> None:
    """Coupons with those households of each block whose turn it is, (block, kind)."""
    for b in range(first, last):
        turn[b, :] = 0
        for h in range(phase, top[b], 3):
            for s in range(turn.shape[1]):
                turn[b, s] += np.int64(coupons[b, h, s])

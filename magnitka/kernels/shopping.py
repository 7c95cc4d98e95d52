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
THIRD = 21846  # of 2**16: multiplied and shifted down it divides whole numbers up to 2**15 by three, exactly
# Columns of what `open_purses` counts in a block.
FLOW, PURSES, STALLS, VISITED, LARDER = range(5)  # LARDER and the next two: hoards of those visited
COUNTED = LARDER + 3


def class_bounds() -> Counts:
    """Lower bounds of the classes of purses: kopecks a head and dekad, from 0 to about 600 roubles."""
    steps = np.rint(2.0 * 1.2 ** np.arange(CLASSES - 1)).astype(np.int64)
    for k in range(1, steps.size):
        steps[k] = max(steps[k], steps[k - 1] + 1)
    return np.concatenate([[0], steps * FINEST])


def class_table(bounds: Counts) -> Counts:
    """Class of a purse by whole multiples of FINEST."""
    return np.searchsorted(bounds // FINEST, np.arange(bounds[-1] // FINEST + 1), side="right") - 1


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
    classes: Counts,
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
    the cash in hand. Short loops over one row of a block each, so that the processor can take several slots at once;
    what free slots hold is counted nowhere.
    """
    slots = size.shape[1]
    flow, purse, lot = np.empty(slots), np.empty(slots), np.empty(slots)
    head, raised, k = np.empty(slots, np.int64), np.empty(slots, np.int64), np.empty(slots, np.int64)
    a_head = np.ones(256)  # so many parts of a purse fall to each of n members
    for n in range(1, 256):
        a_head[n] = 1.0 / n
    width = np.zeros(CLASSES)
    width[: CLASSES - 1] = bounds[1:] - bounds[: CLASSES - 1]
    last_class = classes.size - 1
    for b in range(first, last):
        members, month, held, saved, person = size[b], income[b], cash[b], deposit[b], luck[b]
        place, garden, counter, row, mine = standing[b], plot[b], stall[b], heads[b], cells[b]
        used = top[b]
        for h in range(used):
            income_here = float(np.int64(month[h]) * 400 * np.int64(members[h]))
            spare = float(held[h]) + float(saved[h]) - months * income_here
            flow[h] = income_here * share
            wished = flow[h] + spill * max(spare, 0.0)
            purse[h] = min(wished, float(held[h])) if members[h] > 0 else 0.0
        for h in range(used):
            head[h] = np.int64(purse[h] * a_head[members[h]])
        for h in range(used):
            lot[h] = chance(key, np.uint64(person[h]))
        for h in range(used):
            k[h] = classes[min(head[h] >> FINE_BITS, last_class)]
        for h in range(used):
            head[h] += np.int64(lot[h] * width[k[h]])
        for h in range(used):
            raised[h] = min(classes[min(head[h] >> FINE_BITS, last_class)], k[h] + 1)
        for h in range(used):
            k[h] = raised[h] if held[h] >= np.int64(members[h]) * bounds[raised[h]] else k[h]
        for h in range(used):
            mine[h] = (k[h] * TIERS + np.int64(place[h])) * PLOTS + np.int64(garden[h] > 0)
        row[:] = 0
        flows, purses, points = 0.0, 0.0, np.int64(0)
        for h in range(used):
            row[mine[h]] += members[h]
            flows += flow[h]
            purses += purse[h]
        for h in range(used):
            points += np.int64(counter[h]) * np.int64(members[h] > 0)
        visited, kept = 0, pantry[b]
        hoards = np.zeros(3, np.int64)
        for h in range(phase, used, 3):
            if members[h] > 0:
                visited += 1
                for s in range(3):
                    hoards[s] += np.int64(kept[h, s])
        counted[b, FLOW], counted[b, PURSES] = np.int64(flows), np.int64(purses)
        counted[b, STALLS], counted[b, VISITED] = points, visited
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
    stood = np.empty(size.shape[1], np.int64)
    for b in range(first, last):
        members, counter, person, where, kept = size[b], stall[b], luck[b], cells[b], pantry[b]
        held, waited, missed, there = cash[b], queue[b], unmet[b], district[b]
        c, used, sums = city[b], top[b], queued[b]
        pay_here, hours_here, lacking_here, takings_here = pay[c], hours[c], lacking[c], takings[c]
        for h in range(used):
            n = np.int64(members[h])
            margin = np.int64(counter[h]) * takings_here if n > 0 else 0
            held[h] = np.int64(held[h]) - n * pay_here[where[h]] + margin
        for h in range(used):
            dither = (np.int64(person[h]) + 97 * tick) & 255
            stood[h] = min((np.int64(members[h]) * hours_here[where[h]] + dither) >> 8, 255)
            waited[h] = stood[h]
        for h in range(used):
            lacked = ((2 * np.int64(missed[h]) + lacking_here[where[h]] + 1) * THIRD) >> 16
            missed[h] = lacked if members[h] > 0 else missed[h]
        sums[:] = 0
        for h in range(used):
            sums[there[h]] += stood[h]
        for hoard in range(3):
            aim, part, shelf = target[c, hoard], refill[c, hoard], kept[phase:used:3, hoard]
            visitor, there_are = person[phase:used:3], members[phase:used:3]
            for v in range(shelf.size):
                had = np.int64(shelf[v])
                dither = (np.int64(visitor[v]) + 97 * tick) & 255
                has = min(max(had + (((aim - had) * part + dither) >> 8), 0), 255)
                shelf[v] = has if there_are[v] > 0 else had


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
        members, hands, each = size[b], coupons[b], ration[city[b]]
        printed[b, :] = 0
        for s in range(each.size):
            if each[s] == 0:
                continue
            new = np.int64(0)
            for h in range(top[b]):
                had = np.int64(hands[h, s])
                has = min(had + np.int64(members[h]) * each[s], 255)
                hands[h, s] = has
                new += has - had
            printed[b, s] = new


@kernel
def present_coupons(
    first: int,
    last: int,
    phase: int,
    tick: int,
    city: Counts,
    held: Counts,
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
    kopecks each, both by (city, kind); so is `held`, the coupons that there are.
    """
    for b in range(first, last):
        redeemed[b, :] = 0
        c, visitor, purse = city[b], luck[b, phase : top[b] : 3], cash[b, phase : top[b] : 3]
        for s in range(cost.shape[1]):
            if held[c, s] == 0:
                continue
            hands, price, used = coupons[b, phase : top[b] : 3, s], max(cost[c, s], 1), np.int64(0)
            for v in range(hands.size):
                had, money = np.int64(hands[v]), np.int64(purse[v])
                dither = (np.int64(visitor[v]) + 97 * tick) & 255
                served = min((had * chance_served[c, s] + dither) >> 8, had)
                if served * price > money:
                    served = money // price
                hands[v] = had - served
                purse[v] = money - served * cost[c, s]
                used += served
            redeemed[b, s] = used


@kernel
def count_coupons(
    first: int, last: int, phase: int, city: Counts, held: Counts, top: Counts, coupons: Cells, turn: Counts
) -> None:
    """Coupons with those households of each block whose turn it is, (block, kind), where any are `held`."""
    for b in range(first, last):
        turn[b, :] = 0
        for s in range(turn.shape[1]):
            if held[city[b], s] > 0:
                there = np.int64(0)
                for hand in coupons[b, phase : top[b] : 3, s]:
                    there += np.int64(hand)
                turn[b, s] = there

"""Who is at work: every person with an employer, one by one, and the hours that illness, queues and drink take."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import GOLDEN, mix64
from magnitka.world.people import NOBODY, Mark

Cells = NDArray[Any]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

DRINKER, ON_LEAVE = int(Mark.DRINKER), int(Mark.ON_LEAVE)

# Columns of the tally of (block, employer): persons, of them on leave, and hours lost by cause as in LOSSES.
STAFF, LEAVE, SICKNESS, QUEUES, DRINK, OTHER = range(6)
OF_TALLY = 6
# Columns of the tally of a block.
WORKED, TRAVELLED, ILL, QUEUED = range(4)
OF_DAY = 4

SIXTEENTH = 1.0 / 65536.0  # one hash serves three draws of sixteen bits each
LOW = np.uint64(0xFFFF)
SECOND, THIRD = np.uint64(16), np.uint64(32)


@kernel
def turn_out(
    first: int, last: int, key: np.uint64, persons: Cells, luck: Cells, employer: Cells, flags: Cells, sick: Cells,
    household: Cells, top: Cells, size: Cells, children: Cells, queue: Cells, district: Cells, minutes: Cells,
    due: int, ill_from: int, queue_share: float, drink: float, other: float, shift: int, away: Cells,
    tally: Counts, day: Counts,
) -> None:  # fmt: skip
    """Fill `away` for blocks first..last-1, and their rows of `tally` (block, employer) and `day` (block).

    Of the `due` hours of a dekad a person misses all when ill for `ill_from` dekads or more; else his part of the
    household's queue that falls in working time (`queue_share` of its hours, divided among its adults, rounded by
    a draw), a `shift` with probability `drink` if he drinks and with probability `other` in any case. `minutes`
    (district, employer) is the way to work and back over the dekad.
    """
    part = np.zeros(256)  # share of a household's queue that one of so many adults spends in working time
    part[0] = queue_share
    for adults in range(1, 256):
        part[adults] = queue_share / adults
    drinks, others = int(drink / SIXTEENTH), int(other / SIXTEENTH)
    hands = np.empty(persons.max(), np.int64)
    for b in range(first, last):
        counts, who, gone, mine, home = tally[b], employer[b], away[b], luck[b], household[b]
        counts[:, :] = 0
        worked = travelled = ill = queued = 0
        employed = 0
        gone[: persons[b]] = 0
        for i in range(persons[b]):  # listed first: a loop that does not branch on who works is twice as fast
            hands[employed] = i
            employed += who[i] != NOBODY
        for k in range(employed):
            i = hands[k]
            e = np.int64(who[i])
            counts[e, STAFF] += 1
            mark = np.int64(flags[b, i])
            if mark & ON_LEAVE:
                counts[e, LEAVE] += 1
                continue
            if sick[b, i] >= ill_from:
                counts[e, SICKNESS] += due
                ill += due
                gone[i] = due
                continue
            z = mix64(key + np.uint64(mine[i]) * GOLDEN)
            h = np.int64(home[i])
            adults = max(size[b, h] - np.int64(children[b, h]), 0)
            hours = queue[b, h] * part[adults] + np.int64(z & LOW) * SIXTEENTH
            missed = min(int(hours), due)
            counts[e, QUEUES] += missed
            if mark & DRINKER and np.int64((z >> SECOND) & LOW) < drinks:
                lost = min(shift, due - missed)
                counts[e, DRINK] += lost
                missed += lost
            if np.int64((z >> THIRD) & LOW) < others:
                lost = min(shift, due - missed)
                counts[e, OTHER] += lost
                missed += lost
            gone[i] = missed
            worked += due - missed
            travelled += minutes[district[b, h], e]
        for slot in range(top[b]):
            queued += queue[b, slot]
        day[b, WORKED], day[b, TRAVELLED], day[b, ILL], day[b, QUEUED] = worked, travelled, ill, queued

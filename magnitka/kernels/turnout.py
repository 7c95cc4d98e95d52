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
PACK = 20  # bits of a count of persons; a block has fewer
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
    drinks, others = int(drink / SIXTEENTH), int(other / SIXTEENTH)
    # Lists of persons in sixteen bits without a sign: a number that may be negative costs a check at every use.
    present, rest = np.empty(persons.max() + 1, np.uint16), np.empty(persons.max() + 1, np.uint16)
    draws, stood = np.empty(persons.max(), np.uint64), np.empty(size.shape[1])
    packed = np.empty(tally.shape[1], np.int64)  # persons at work, and above them their hours in queues
    for b in range(first, last):
        counts, who, mark, gone, mine, home = tally[b], employer[b], flags[b], away[b], luck[b], household[b]
        ailing, place, line, members, young = sick[b], district[b], queue[b], size[b], children[b]
        counts[:, :] = 0
        packed[:] = 0
        gone[: persons[b]] = 0
        travelled = ill = lapsed = queued = np.int64(0)
        for slot in range(top[b]):
            adults = max(np.int64(members[slot]) - np.int64(young[slot]), np.int64(1))
            stood[slot] = np.int64(line[slot]) * (queue_share / adults)
            queued += line[slot]
        for i in range(persons[b]):  # apart, so that the processor hashes several at once
            draws[i] = mix64(key + np.uint64(mine[i]) * GOLDEN)
        n = m = np.uint64(0)
        for i in range(persons[b]):  # listed first: loops that do not branch on who works are twice as fast
            works = np.uint64(who[i] != NOBODY)
            missing = np.uint64((mark[i] & ON_LEAVE) != 0) | np.uint64(ailing[i] >= ill_from)
            present[n] = rest[m] = i
            n += works & ~missing
            m += works & missing
        for k in range(m):
            i = rest[k]
            counts[who[i], STAFF] += 1
            if mark[i] & ON_LEAVE:
                counts[who[i], LEAVE] += 1
            else:
                counts[who[i], SICKNESS] += due
                ill += due
                gone[i] = due
        m = np.uint64(0)
        for k in range(n):
            i = present[k]
            e, h, z = who[i], home[i], draws[i]
            missed = min(int(stood[h] + np.int64(z & LOW) * SIXTEENTH), due)
            packed[e] += (missed << PACK) + 1
            gone[i] = missed
            travelled += minutes[place[h], e]
            rest[m] = i  # may have missed a shift
            m += np.uint64((np.int64((z >> SECOND) & LOW) < drinks) | (np.int64((z >> THIRD) & LOW) < others))
        for k in range(m):
            i = rest[k]
            e, z, missed = who[i], draws[i], int(gone[i])
            if mark[i] & DRINKER and np.int64((z >> SECOND) & LOW) < drinks:
                lost = min(shift, due - missed)
                counts[e, DRINK] += lost
                missed += lost
            if np.int64((z >> THIRD) & LOW) < others:
                lost = min(shift, due - missed)
                counts[e, OTHER] += lost
                missed += lost
            gone[i] = missed
        for e in range(packed.size):
            counts[e, STAFF] += packed[e] & ((1 << PACK) - 1)
            counts[e, QUEUES] = packed[e] >> PACK
            lapsed += counts[e, QUEUES] + counts[e, DRINK] + counts[e, OTHER]
        worked = np.int64(n) * due - lapsed
        day[b, WORKED], day[b, TRAVELLED], day[b, ILL], day[b, QUEUED] = worked, travelled, ill, queued

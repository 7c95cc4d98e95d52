"""Waiting lists: how long they get, how long one waits, what a place is worth, and who is served without sorting.

Little's law L = lambda W (Little 1961, T36); an overloaded list that only those who give up can hold down
(Whitt 2006, Oper. Res. 54:37, T37-T38); service past the list (T39); strict priority (Cobham 1954, T40); and a
place on the list as an asset that who leaves loses (T59). Who is served is settled by a histogram of standings and
lots in the last bucket, so that no list is ever sorted.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import chance, mix64

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


# ------------------------------------------------------------------------------------------------ how long
def expected_wait(length: float, throughput: float, share_past: float = 0.0) -> float:
    """Wait of a newcomer, in years: length / ((1 - j) throughput), where a share j is served past the list."""
    served = (1.0 - share_past) * throughput
    return length / served if served > 0.0 else math.inf


def overloaded_length(joins: float, throughput: float, giving_up: float) -> float:
    """Length at which a list comes to rest: (lambda - mu) / theta, with theta the yearly rate of giving up."""
    return max(joins - throughput, 0.0) / giving_up


def overloaded_wait(joins: float, throughput: float, giving_up: float) -> float:
    """Wait of those who are served in the end: ln(lambda / mu) / theta."""
    return math.log(joins / throughput) / giving_up if joins > throughput else 0.0


def lengthening(joins: float, throughput: float) -> float:
    """Years that the wait of a newcomer grows in a year when nobody gives up: (lambda - mu) / mu."""
    return (joins - throughput) / throughput


def priority_waits(arrivals: Floats, throughput: float) -> Floats:
    """Mean waits of classes in strict priority, first class first, exponential service at rate `throughput`.

    W_k = W0 / ((1 - s_(k-1)) (1 - s_k)), s_k the load of classes 1..k, W0 = load / throughput.
    """
    load = np.cumsum(arrivals) / throughput
    before = np.concatenate([[0.0], load[:-1]])
    waits: Floats = load[-1] / throughput / ((1.0 - before) * (1.0 - load))
    return waits


# ------------------------------------------------------------------------------------------------ what it is worth
@kernel
def place_worth(dwelling: float, rate: float, years_left: float) -> float:
    """Worth today of a dwelling that one will get in `years_left`: V exp(-r years)."""
    return dwelling * math.exp(-rate * max(years_left, 0.0))


@kernel
def loss_of_place(dwelling: float, rate: float, wait: float, waited: float) -> float:
    """What somebody loses who has waited so long of `wait` years and must begin anew elsewhere."""
    return place_worth(dwelling, rate, wait - waited) - place_worth(dwelling, rate, wait)


# ------------------------------------------------------------------------------------------------ who is served
@kernel
def cut_off(line: Counts, places: int) -> tuple[Any, Any]:
    """Bucket of the last standing that is served, and how many of that bucket are.

    `line` [standing] counts those who wait; all above the bucket are served, in it as many as lots say. With more
    places than people everybody is served: bucket 0 whole. Without places the bucket is one past the last.
    """
    left = np.int64(places)
    if left <= 0:
        return np.int64(line.size), np.int64(0)
    for standing in range(line.size - 1, 0, -1):
        if line[standing] >= left:
            return np.int64(standing), left
        left -= line[standing]
    return np.int64(0), min(left, line[0])


@kernel
def share_lots(key: np.uint64, groups: Counts, lots: int, out: Counts) -> None:
    """Fill `out` [group]: how many of `lots` fall on each group when they are drawn without replacement."""
    left: Any = np.int64(0)
    for g in range(groups.size):
        out[g] = 0
        left += groups[g]
    for draw in range(min(lots, left)):
        at = np.int64(chance(key, mix64(np.uint64(draw + 1))) * (left - draw))
        g = 0
        while at >= groups[g] - out[g]:
            at -= groups[g] - out[g]
            g += 1
        out[g] += 1

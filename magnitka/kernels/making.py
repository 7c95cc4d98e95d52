"""What a shop can make, one stage of making, what is used up, and why a tonne is missing; see `production`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import normal
from magnitka.kernels.quality import inspect
from magnitka.world import Cause

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

NONE, INPUT, IN_POWER = int(Cause.NONE), int(Cause.INPUT), int(Cause.POWER)
LABOUR, BREAKDOWN, CAPACITY = int(Cause.LABOUR), int(Cause.BREAKDOWN), int(Cause.CAPACITY)
ORDER_BOOK, PACE, PLAN = int(Cause.ORDER_BOOK), int(Cause.PACE), int(Cause.PLAN)


@kernel
def allow(
    key: np.uint64,
    luck: NDArray[np.uint64],
    capacity: Floats,
    days: float,
    effort: Floats,
    hands: Floats,
    overtime: float,
    condition: Floats,
    lost: Floats,
    factor: Floats,
    speed: Floats,
    noise: float,
    room: Floats,
    wish: Floats,
    why: Codes,
) -> None:
    """Fill `wish`, what each shop can make if no input is missing, and `why`, which limit on it binds."""
    for i in range(wish.size):
        pace = min(effort[i], hands[i] * overtime)
        why[i] = LABOUR if pace < effort[i] else PACE
        luckily = max(1.0 + noise * normal(key, luck[i], 0), 0.1)
        able = capacity[i] * days * condition[i] * (1.0 - lost[i]) * speed[i]
        wish[i] = able * pace * factor[i] * luckily
        if wish[i] > room[i]:
            wish[i] = max(room[i], 0.0)
            why[i] = ORDER_BOOK


@kernel
def make_stage(
    stage: int,
    stages: Codes,
    made_by: Codes,
    enterprise: Codes,
    product: Codes,
    own_use: Floats,
    wish: Floats,
    why: Codes,
    power: Floats,
    own_make: Floats,
    prudence: float,
    inputs: Floats,
    service: Floats,
    scrap_return: Floats,
    iron: Floats,
    scrap: int,
    defect: Floats,
    detection: Floats,
    fit: Floats,
    grade: Floats,
    finished: Floats,
    finished_grade: Floats,
    reject_scrap: Floats,
    used: Floats,
    shortage: Floats,
    scrap_fall: Floats,
    keeps_scrap: Floats,
    output: Floats,
    rejects: Floats,
    recycled: Floats,
    passed: Floats,
    cause: Codes,
    cause_good: Codes,
) -> None:
    """All shops of one stage draw on their yards, make, are inspected, and put by what they made."""
    n_shops, n_goods = wish.size, inputs.shape[1]
    wanted = np.zeros_like(fit)
    for i in range(n_shops):
        if stages[i] >= stage:
            for g in range(n_goods):
                # what is in the yard is shared with the stages to come; what is made here, once it is all made
                if service[g] == 0.0 and (
                    stages[i] == stage or own_make[enterprise[i], g] == 0.0 or made_by[g] < stage
                ):
                    wanted[enterprise[i], g] += wish[i] * inputs[product[i], g]
    cover = np.ones_like(fit)
    for e in range(fit.shape[0]):
        for g in range(n_goods):
            # a low yard is stretched over the dekads to come; what the works makes itself comes every day
            stretch = prudence if own_make[e, g] == 0.0 else 1.0
            if stretch * wanted[e, g] > fit[e, g]:
                cover[e, g] = fit[e, g] / (stretch * wanted[e, g])
                shortage[e, g] = max(wanted[e, g] * (1.0 - cover[e, g]), shortage[e, g])
    from_rejects = np.zeros(fit.shape[0])  # rejects' share of each scrap yard as the stage begins
    for e in range(fit.shape[0]):
        if fit[e, scrap] > 0.0:
            from_rejects[e] = min(reject_scrap[e] / fit[e, scrap], 1.0)
    for i in range(n_shops):
        if stages[i] != stage:
            continue
        e, p = enterprise[i], product[i]
        share, cause[i], cause_good[i] = 1.0, why[i], -1
        for g in range(n_goods):
            if inputs[p, g] > 0.0:
                least = power[e] if service[g] > 0.0 else cover[e, g]
                if least < share:
                    share = least
                    cause[i] = IN_POWER if service[g] > 0.0 else INPUT
                    cause_good[i] = g
        made = wish[i] * share
        charge = 0.0
        for g in range(n_goods):
            if inputs[p, g] > 0.0 and service[g] == 0.0:
                taken = min(made * inputs[p, g], fit[e, g])
                fit[e, g] -= taken
                used[e, g] += taken
                if iron[g] > 0.0:
                    charge += taken
                if g == scrap:
                    own = taken * from_rejects[e]
                    reject_scrap[e] = max(reject_scrap[e] - own, 0.0)
        scrap_part = made * inputs[p, scrap]
        recycled[i] = made * scrap_part * from_rejects[e] / charge if charge > 0.0 else 0.0
        output[i] = made
        bad = made * defect[i] if service[p] == 0.0 else 0.0  # power and freight are used as they are made
        stopped, shipped_bad = inspect(made - bad, bad, detection[i])
        rejects[i] = stopped
        passed[i] = 1.0 - shipped_bad
        kept = made - stopped
        fall = made * scrap_return[p]
        if iron[p] > 0.0 and iron[p] >= 0.9:  # metal: rejects are melted again
            fall += stopped
            if keeps_scrap[e] > 0.0:
                reject_scrap[e] += stopped
        scrap_fall[e] += fall
        if keeps_scrap[e] > 0.0:
            fit[e, scrap] += fall
        if service[p] == 0.0:
            store, mark = (fit, grade) if own_use[i] > 0.0 else (finished, finished_grade)
            total = store[e, p] + kept
            if total > 0.0:
                mark[e, p] = (store[e, p] * mark[e, p] + kept * passed[i]) / total
            store[e, p] = total


@kernel
def consume(kind: Codes, fit: Floats, unfit: Floats, used: Floats) -> None:
    """Final users use up what has come, fit or not."""
    for e in range(kind.size):
        if kind[e] == 1:
            for g in range(fit.shape[1]):
                used[e, g] += fit[e, g] + unfit[e, g]
                fit[e, g], unfit[e, g] = 0.0, 0.0


@kernel
def book_missing(
    even: Floats,
    standing: Floats,
    lost: Floats,
    wish: Floats,
    output: Floats,
    why: Codes,
    late: Floats,
    enterprise: Codes,
    cause: Codes,
    cause_good: Codes,
    missing: Floats,
) -> None:
    """Fill `missing` and settle its cause: the largest of the cuts on the way from the plan's even pace to the output.

    These are worn equipment, breakdowns, what held the shop back (`why`; a late plan where it was the pace), and the
    input that was missing (`cause` as it comes).
    """
    for i in range(output.size):
        missing[i] = max(even[i] - output[i], 0.0)
        if missing[i] <= 1e-9 * even[i]:
            missing[i], cause[i], cause_good[i] = 0.0, NONE, -1
            continue
        in_repair = min(even[i], standing[i])
        running = min(in_repair, standing[i] * (1.0 - lost[i]))
        wished = min(running, wish[i])
        largest = wished - output[i]
        if running - wished >= largest:
            largest, cause_good[i] = running - wished, -1
            cause[i] = PLAN if why[i] == PACE and late[enterprise[i]] > 0.0 else why[i]
        if in_repair - running > largest:
            largest, cause[i], cause_good[i] = in_repair - running, BREAKDOWN, -1
        if even[i] - in_repair > largest:
            cause[i], cause_good[i] = CAPACITY, -1

"""Equipment wears with haste and age, breaks down, is repaired with what parts there are, and is rarely replaced.

Condition c of a shop moves by

    dc = - w a^3 (1 + v o) + h u g (1 - c)

with effort a, share o of equipment older than 20 years, upkeep done u (spares received over spares due, nothing
when skipped) and the on-grade share g of the parts used. Breakdowns stop a share of the dekad at a rate that
grows with a^3 (test T12), with age and with neglect. Machines that arrive are installed slowly; what
they are worth enters the installed stock's quality g_e' = (1 - d) g_e + d g_m (T31). Each enterprise makes part
of its spares itself and more of them when supply fails: make or buy. Neutral: condition one, no breakdowns, full
upkeep, buying all. Claims: L015, L021, L022, L027, L035, L036, L054, L096.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import uniform
from magnitka.kernels.orders import smooth
from magnitka.kernels.quality import renew_equipment_quality
from magnitka.kernels.vintages import age, retire
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Enterprises, Shops, World
from magnitka.world.goods import MACHINES, ROLLED, SPARES
from magnitka.world.shops import AGES

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
OLD = 20  # years: the statistical yearbooks' oldest class of equipment


@dataclass(frozen=True)
class Params:
    """Wear, repair, breakdown, retirement, installation, make or buy."""

    wear: float = quantity(
        "1/dekad",
        "loss of condition in a dekad at the norm's pace with young equipment",
        at_least=0,
        at_most=0.2,
    )
    age_wear: float = quantity("1", "further wear where all equipment is old", at_least=0)
    repair: float = quantity(
        "1/dekad", "share of lost condition that full upkeep restores", at_least=0, at_most=1
    )
    breakdown: float = quantity(
        "1/dekad",
        "chance of a breakdown in a dekad at the norm's pace, good condition",
        at_least=0,
        at_most=0.5,
    )
    breakdown_age: float = quantity("1", "further chance where all equipment is old", at_least=0)
    breakdown_neglect: float = quantity("1", "further chance per unit of lost condition", at_least=0)
    stop: float = quantity("1", "share of a dekad that a breakdown costs", at_least=0, at_most=1)
    install: float = quantity(
        "1/dekad", "share of the machines at hand that is installed in a dekad", at_least=0, at_most=1
    )
    retire_young: float = quantity(
        "1/yr", "retirement of equipment under twenty years", at_least=0, at_most=0.5
    )
    retire_old: float = quantity(
        "1/yr", "retirement of equipment of twenty years and more", at_least=0, at_most=0.5
    )
    inhouse_least: float = quantity(
        "1", "share of spares made in-house when supply never fails", at_least=0, at_most=1
    )
    inhouse_most: float = quantity("1", "share when supply always fails", at_least=0, at_most=1)
    inhouse_speed: float = quantity(
        "1/yr", "share of the gap to the wanted in-house share closed in a year", at_least=0, at_most=1
    )


@kernel
def break_down(
    key: np.uint64,
    luck: NDArray[np.uint64],
    effort: Floats,
    condition: Floats,
    old: Floats,
    units: Floats,
    hazard: float,
    by_age: float,
    by_neglect: float,
    stop: float,
    lost: Floats,
) -> None:
    """Fill `lost` (share of the dekad). A row of many units has nearly the mean loss, a furnace all or nothing."""
    for i in range(lost.size):
        chance = hazard * effort[i] ** 3 * (1.0 + by_age * old[i] + by_neglect * (1.0 - condition[i]))
        chance = min(chance, 0.9)
        if units[i] <= 1.0:
            hit = uniform(key, luck[i], 0) < chance
            lost[i] = stop * (0.5 + uniform(key, luck[i], 1)) if hit else 0.0
        else:
            spread = (uniform(key, luck[i], 0) - 0.5) * 3.46 * np.sqrt(chance * (1.0 - chance) / units[i])
            lost[i] = stop * min(max(chance + spread, 0.0), 1.0)
        lost[i] = min(lost[i], 0.95)


@kernel
def keep_up(
    due: Floats,
    enterprise: Codes,
    skip: Floats,
    effort: Floats,
    old: Floats,
    days: float,
    wear: float,
    age_wear: float,
    repair: float,
    cover: Floats,
    parts_grade: Floats,
    condition: Floats,
    done: Floats,
    used: Floats,
) -> None:
    """Upkeep done (share), spares used (Mrub) and the new condition of every shop; `cover` is spares over due."""
    for i in range(due.size):
        done[i] = cover[enterprise[i]] * (1.0 - skip[i])
        used[i] = due[i] * done[i]
        part = days / 10.0
        loss = wear * part * effort[i] ** 3 * (1.0 + age_wear * old[i])
        gain = repair * part * done[i] * parts_grade[enterprise[i]] * (1.0 - condition[i])
        condition[i] = min(max(condition[i] - loss + gain, 0.3), 1.0)


def stand_still(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Breakdowns of the dekad."""
    s = world.shops
    break_down(
        dice.key,
        s.luck,
        s.effort,
        s.condition,
        share_old(s),
        s.units,
        p.breakdown,
        p.breakdown_age,
        p.breakdown_neglect,
        p.stop,
        s.breakdown,
    )


def never_stand_still(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: nothing breaks."""
    world.shops.breakdown[:] = 0.0


def share_old(s: Shops) -> Floats:
    """Share of each shop's capacity that is `OLD` years or older, shape (shops,)."""
    total = s.vintages.sum(axis=1)
    return np.divide(s.vintages[:, OLD:].sum(axis=1), total, out=np.zeros(s.rows), where=total > 0)


def maintain(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Upkeep with the parts at hand; machines at hand are installed; the year turns the ages."""
    e, s, g = world.enterprises, world.shops, world.goods
    spares = g.row_of[SPARES]
    due = g.upkeep[s.product] * s.capacity * clock.days
    wanted = np.bincount(s.enterprise, due * (1.0 - s.skip), e.rows).astype(np.float64)
    make_in_house(world, wanted)
    stock = e.fit[:, spares].copy()
    cover = np.minimum(np.divide(stock, wanted, out=np.ones(e.rows), where=wanted > 0), 1.0)
    keep_up(
        due,
        s.enterprise,
        s.skip,
        s.effort,
        share_old(s),
        clock.days,
        p.wear,
        p.age_wear,
        p.repair,
        cover,
        e.grade[:, spares],
        s.condition,
        s.upkeep_done,
        s.spares_used,
    )
    used = np.bincount(s.enterprise, s.spares_used, e.rows)
    e.fit[:, spares] = np.maximum(stock - used, 0.0)
    e.used[:, spares] += np.minimum(used, stock)
    e.shortage[:, spares] += np.maximum(wanted - used, 0.0)
    install(world, p)
    if clock.year_ends:
        turn_of_the_year(world, p)


def make_in_house(world: World, wanted: Floats) -> None:
    """Repair shops within the gates turn metal in stock into part of the spares due, in place."""
    e, g = world.enterprises, world.goods
    spares, rolled = g.row_of[SPARES], g.row_of[ROLLED]
    per_rouble = g.inputs[spares, rolled]
    wish = e.inhouse * wanted * (e.product != spares)
    metal = np.minimum(wish * per_rouble, e.fit[:, rolled])
    made = metal / per_rouble
    e.fit[:, rolled] -= metal
    e.used[:, rolled] += metal
    e.inhouse_made[:] = made
    blend(e.fit, e.grade, spares, made, e.grade[:, rolled])


def blend(fit: Floats, grade: Floats, good: int, amount: Floats, amount_grade: Floats) -> None:
    """Add an amount of given grade to the stock of a good, tonnes and on-grade tonnes alike, in place."""
    total = fit[:, good] + amount
    good_tonnes = fit[:, good] * grade[:, good] + amount * amount_grade
    grade[:, good] = np.divide(good_tonnes, total, out=grade[:, good].copy(), where=total > 0)
    fit[:, good] = total


def install(world: World, p: Params) -> None:
    """Install a share of the machines at hand, in proportion to capacity; they are the youngest vintage."""
    e, s, g = world.enterprises, world.shops, world.goods
    machines = g.row_of[MACHINES]
    producer = np.bincount(s.enterprise, s.capacity, e.rows) > 0
    ready = np.where(producer & (e.product != machines), e.fit[:, machines] * p.install, 0.0)
    own = producer & (e.product == machines)
    ready[own] = e.fit[own, machines] * p.install
    value = s.capacity * g.machines[s.product]
    share = np.divide(
        value, np.bincount(s.enterprise, value, e.rows)[s.enterprise], out=np.zeros(s.rows), where=value > 0
    )
    s.machines_used[:] = ready[s.enterprise] * share
    s.installed[:] = np.divide(
        s.machines_used, 365.0 * g.machines[s.product], out=np.zeros(s.rows), where=g.machines[s.product] > 0
    )
    for i in range(s.rows):
        rate = s.installed[i] / s.capacity[i] if s.capacity[i] > 0.0 else 0.0
        s.machine_grade[i] = renew_equipment_quality(
            s.machine_grade[i], e.grade[s.enterprise[i], machines], rate
        )
    s.vintages[:, 0] += s.installed
    s.capacity[:] = s.vintages.sum(axis=1)
    e.fit[:, machines] -= ready
    e.used[:, machines] += ready


def turn_of_the_year(world: World, p: Params) -> None:
    """Retire, age, and let each enterprise think again about making its own spares."""
    e, s, g = world.enterprises, world.shops, world.goods
    spares = g.row_of[SPARES]
    hazard = np.where(np.arange(AGES) < OLD, p.retire_young, p.retire_old)
    retire(s.vintages, hazard, s.retired)
    age(s.vintages)
    s.capacity[:] = s.vintages.sum(axis=1)
    for row in np.flatnonzero(e.own_make[:, spares] == 0.0):
        wanted = p.inhouse_least + (p.inhouse_most - p.inhouse_least) * (1.0 - e.fill[row, spares])
        e.inhouse[row] = smooth(e.inhouse[row], wanted, p.inhouse_speed)


def as_new(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: no wear, retirement balanced by renewal, spares bought and not missed."""
    e, s = world.enterprises, world.shops
    s.condition[:] = 1.0
    s.upkeep_done[:] = 1.0
    for column in (s.spares_used, s.machines_used, s.installed):
        column[:] = 0.0
    e.inhouse_made[:] = 0.0
    if clock.year_ends:
        s.retired[:] = 0.0


PROCESSES = (
    Process(
        "equipment",
        "equipment.breakdowns",
        stand_still,
        never_stand_still,
        Params,
        reads=(Shops.effort, Shops.condition, Shops.vintages),
        writes=(Shops.breakdown,),
    ),
    Process(
        "equipment",
        "equipment.upkeep",
        maintain,
        as_new,
        Params,
        reads=(Shops.skip, Shops.effort, Enterprises.fill),
        writes=(
            Shops.condition,
            Shops.upkeep_done,
            Shops.spares_used,
            Shops.machines_used,
            Shops.installed,
            Shops.retired,
            Shops.vintages,
            Shops.capacity,
            Shops.machine_grade,
            Enterprises.fit,
            Enterprises.grade,
            Enterprises.used,
            Enterprises.shortage,
            Enterprises.inhouse,
            Enterprises.inhouse_made,
        ),
    ),
)

"""Gosplan and the Ministry set targets from the achieved level, balance them a few times, and correct them later.

A year's target is last year's, plus growth, plus a share of what was made beyond it, drawn towards the pledge:

    q' = (1 - w) [q (1 + g) + lambda (y - q)] + w p,    p = mean + sd F^-1

(ratchet: Weitzman 1980; pledge under the rule of 1971: Weitzman 1976, Bonin 1976). Branch totals go through k
rounds of material balances x <- B x + d that begin at the achieved level (Montias 1959, Manove 1971) and scale
the targets of all makers of a good alike. What k rounds leave open is the plan's inconsistency. Ministries
correct targets by hazard, not by forecast: laggards are let off, leaders loaded, each by a share of the distance. A
correction inside the month moves work to later months; one at a quarter's turn or late in the year moves the year.
Monthly plans come late with a known chance. Neutral: targets at expected capacity, on time, never corrected.
Claims: L020, L038, L047, L048, L218, X01-X06, X29.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.balances import gap, iterate
from magnitka.kernels.dice import uniform
from magnitka.kernels.incentives import pledge_quantile
from magnitka.kernels.targets import correct_month, correct_year, scale_to_balances, set_targets
from magnitka.process import MONTH_DAYS, Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Centre, Enterprises, Goods, Kind, Shops, World
from magnitka.world.goods import MACHINES, ROLLED, SCRAP, SPARES

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Params:
    """How plans are made, balanced, delivered and corrected."""

    growth: float = quantity("1/yr", "growth that each year's plan adds to the achieved level")
    five_year_growth: float = quantity("1/yr", "yearly growth in the first version of a five-year plan")
    ratchet: float = quantity(
        "1", "share of output beyond the plan that is built into the next", at_least=0, at_most=1
    )
    pledge_weight: float = quantity(
        "1", "weight of the enterprise's pledge in its target", at_least=0, at_most=1
    )
    pledge_under: float = quantity("1", "alpha: reward for output above the pledge", at_least=0)
    pledge_plan: float = quantity("1", "beta: reward for pledging more", at_least=0)
    pledge_over: float = quantity("1", "gamma: penalty for output below the pledge", at_least=0)
    pledge_spread: float = quantity("1", "manager's uncertainty about a year's output", at_least=0)
    discount: float = quantity("1/yr", "discount rate of managers, tenure included", at_least=0)
    rounds: float = quantity("1", "rounds of material balances", at_least=0, at_most=20)
    least_scaling: float = quantity(
        "1", "least factor by which balancing moves an enterprise's target", at_least=0
    )
    most_scaling: float = quantity("1", "largest such factor", at_least=1)
    lobbying: float = quantity("1", "spread of targets that lobbying brings", at_least=0)
    carry: float = quantity(
        "1", "share of the year's arrears spread over the months left", at_least=0, at_most=1
    )
    late_plan: float = quantity(
        "1", "chance that a month's plan is missing in its first dekad", at_least=0, at_most=1
    )
    correction: float = quantity(
        "1/dekad", "chance of a correction after each of the first two dekads", at_least=0, at_most=1
    )
    correction_share: float = quantity(
        "1", "share of the distance to the even pace that a correction goes", at_least=0, at_most=1
    )
    year_correction: float = quantity(
        "1/month",
        "chance of a correction of the year's plan at a quarter's turn and in each month of the last quarter",
        at_least=0,
        at_most=1,
    )
    upward_share: float = quantity(
        "1", "chance that a leader is corrected upward, over a laggard's downward", at_least=0, at_most=1
    )
    investment: float = quantity(
        "1/yr", "machines allotted, as a share of what is installed, a year", at_least=0, at_most=0.3
    )
    expected_pace: float = quantity("1", "neutral rule: expected output over full capacity", at_least=0)


def plan_the_year(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """At the year's start: pledges, targets, balances, confirmed plans."""
    if not clock.year_starts:
        return
    e, g = world.enterprises, world.goods
    start_of_five_years(world, p, clock)
    quantile = pledge_quantile(
        p.pledge_under, p.pledge_plan, p.pledge_over, p.discount, p.ratchet * p.pledge_weight
    )
    targets = np.empty(e.rows)
    set_targets(
        dice.key,
        e.luck,
        e.kind,
        e.plan_year,
        e.reported_last_year,
        e.capacity,
        known_condition(world),
        p.growth,
        p.ratchet,
        p.pledge_weight,
        quantile,
        p.pledge_spread,
        p.lobbying,
        e.pledge,
        targets,
    )
    g.final_year[:] = g.final_last_year * (1.0 + p.growth)
    asked = g.achieved_year * (1.0 + p.growth)
    imports = np.bincount(e.product, e.import_plan, g.rows) * 36.5
    final = np.maximum(g.final_year - imports, 0.0) * g.reported_share  # as it looks in the centre's figures
    g.planned_year[:] = iterate(g.balance, asked, final, int(p.rounds))
    g.required_year[:] = iterate(g.balance, g.planned_year, final, 1)
    shortfall = np.abs(gap(g.balance, g.planned_year, final))
    value = g.price * g.planned_year
    world.centre.plan_gap[0] = float(np.sum(shortfall * value) / np.sum(value))
    load = (
        g.service[e.product] > 0
    )  # power and freight are planned at capacity, or they starve their own fuel
    targets[load] = (e.capacity * 36.5 * known_condition(world))[load]
    scale_to_balances(targets, e.product, e.kind, g.planned_year, g.service, p.least_scaling, p.most_scaling)
    confirm(world, targets)


def plan_at_capacity(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: every target is what the enterprise can be expected to make."""
    if not clock.year_starts:
        return
    e, g = world.enterprises, world.goods
    start_of_five_years(world, p, clock)
    targets = np.where(
        e.kind == Kind.PRODUCER, e.capacity * 36.5 * known_condition(world) * p.expected_pace, 0.0
    )
    e.pledge[:] = targets
    g.final_year[:] = g.final_last_year * (1.0 + p.growth)
    g.planned_year[:] = g.achieved_year
    g.required_year[:] = g.achieved_year
    world.centre.plan_gap[0] = 0.0
    confirm(world, targets)


def start_of_five_years(world: World, p: Params, clock: Clock) -> None:
    """A five-year plan begins in 1981, 1986, ...: a fixed rise from the level achieved then."""
    e = world.enterprises
    fresh = clock.year % 5 == 1 or not np.isfinite(e.plan_five_year).all()
    e.plan_five_year[:] = (e.made_last_year if fresh else e.plan_five_year) * (1.0 + p.five_year_growth)


def known_condition(world: World) -> Floats:
    """State of repair of each enterprise's product shops, weighted by capacity, shape (enterprises,)."""
    s, rows = world.shops, world.enterprises.rows
    main = s.product == world.enterprises.product[s.enterprise]
    weight = np.bincount(s.enterprise, s.capacity * main, rows)
    state = np.bincount(s.enterprise, s.capacity * s.condition * main, rows)
    return np.divide(state, weight, out=np.ones(rows), where=weight > 0)


def confirm(world: World, targets: Floats) -> None:
    """Write the confirmed plan and open the year's accounts of fulfilment."""
    e = world.enterprises
    e.plan_year[:] = targets
    e.plan_first[:] = targets
    for column in (e.corrections, e.done_year, e.made_year, e.ordered_year, e.delivered_year):
        column[:] = 0.0
    world.goods.output_year[:] = 0.0
    world.goods.final_use_year[:] = 0.0


def correct(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Corrections: of the month's plan inside the month, of the year's at quarter turns and at the year's end."""
    e, s, g = world.enterprises, world.shops, world.goods
    if clock.dekad > 0:
        factor = np.empty(e.rows)
        correct_month(
            dice.key,
            e.luck,
            e.kind,
            g.service,
            e.product,
            clock.dekad,
            p.correction,
            p.correction_share,
            p.upward_share,
            e.plan_month,
            e.done_month,
            e.corrections,
            factor,
        )
        s.plan_month[:] *= factor[s.enterprise]
        s.month_done[:] /= factor[s.enterprise]
        s.tautness[:] /= factor[s.enterprise]
    elif clock.month > 1 and (clock.quarter_starts or clock.month > 10):
        correct_year(
            dice.key,
            e.luck,
            e.kind,
            g.service,
            e.product,
            clock.dekad_of_year / 36.0,
            p.year_correction,
            p.correction_share,
            p.upward_share,
            e.plan_year,
            e.done_year,
            e.corrections,
        )


def never_correct(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: a plan stands."""


def plan_the_month(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """At the month's start: the month's share of the year, arrears in part, late for some."""
    if not clock.month_starts:
        world.enterprises.plan_late[:] = 0.0
        return
    hand_out(world, p, clock)
    e = world.enterprises
    e.plan_late[:] = [
        float(kind == Kind.PRODUCER and uniform(dice.key, luck, 0) < p.late_plan)
        for kind, luck in zip(e.kind, e.luck, strict=True)
    ]


def plan_the_month_in_time(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: every month's plan is there on its first day."""
    world.enterprises.plan_late[:] = 0.0
    if clock.month_starts:
        hand_out(world, p, clock)


def hand_out(world: World, p: Params, clock: Clock) -> None:
    """Break the year's plan down to the month and to shops, and reckon what each enterprise needs for it."""
    e, s = world.enterprises, world.shops
    days = 365 if clock.year % 4 else 366
    part = clock.days_in_month / days
    elapsed = sum_of_months(clock) / days
    arrears = e.plan_year * elapsed - e.done_year
    months_left = 13 - clock.month
    e.plan_month[:] = e.plan_year * part + p.carry * np.maximum(arrears, 0.0) / months_left
    kept_back = np.maximum(-e.padding, 0.0)  # last month's secret is this month's first output
    e.done_month[:] = kept_back
    e.done_year += kept_back
    e.padding += kept_back
    main = s.product == e.product[s.enterprise]
    e.capacity[:] = 10.0 * np.bincount(s.enterprise, s.capacity * main, e.rows)
    ratio = np.divide(e.plan_month, e.capacity, out=np.zeros(e.rows), where=e.capacity > 0)
    s.plan_month[:] = 10.0 * s.capacity * ratio[s.enterprise]
    s.tautness[:] = s.capacity * clock.days_in_month * s.condition / np.maximum(s.plan_month, 1e-9)
    head_start = np.divide(kept_back, e.plan_month, out=np.zeros(e.rows), where=e.plan_month > 0)
    s.month_done[:] = head_start[s.enterprise] * main
    if clock.quarter_starts:
        s.quarter_done[:] = 0.0
    s.quarter_done += s.month_done
    reckon_needs(world, p.investment, clock)


def sum_of_months(clock: Clock) -> int:
    """Days of the year before this month."""
    leap = clock.month > 2 and clock.year % 4 == 0
    return sum(MONTH_DAYS[: clock.month - 1]) + leap


def reckon_needs(world: World, investment: float, clock: Clock) -> None:
    """Need of each enterprise for each good in a ten-day dekad at the plan's pace, own making taken off."""
    e, s, g = world.enterprises, world.shops, world.goods
    tenth = s.plan_month * 10.0 / clock.days_in_month
    need = np.zeros((e.rows, len(g.labels)))
    np.add.at(need, s.enterprise, tenth[:, None] * g.inputs[s.product])
    spares, machines, rolled = g.row_of[SPARES], g.row_of[MACHINES], g.row_of[ROLLED]
    upkeep = np.bincount(s.enterprise, g.upkeep[s.product] * s.capacity * 10.0, e.rows)
    need[:, spares] += upkeep * (1.0 - e.inhouse)
    need[:, rolled] += upkeep * e.inhouse * g.inputs[spares, rolled]
    installed = g.machines[s.product] * s.capacity * 365.0
    need[:, machines] += np.bincount(s.enterprise, installed, e.rows) * investment / 36.5
    own = np.zeros_like(need)
    np.add.at(own, (s.enterprise, s.product), tenth * s.own_use)
    scrap = g.row_of[SCRAP]
    own[:, scrap] += (
        np.bincount(s.enterprise, tenth * g.scrap_return[s.product], e.rows) * e.own_make[:, scrap]
    )
    final = e.kind == Kind.FINAL_USER
    e.need[~final] = np.maximum(need - own, 0.0)[~final]
    growth = np.divide(g.final_year, g.final_base, out=np.ones(g.rows), where=g.final_base > 0)
    e.need[final] = e.final_need[final] * growth


PROCESSES = (
    Process(
        "planning",
        "planning.year",
        plan_the_year,
        plan_at_capacity,
        Params,
        reads=(
            Enterprises.capacity,
            Enterprises.made_last_year,
            Enterprises.reported_last_year,
            Shops.capacity,
            Shops.condition,
            Goods.achieved_year,
            Goods.final_last_year,
            Goods.reported_share,
        ),
        writes=(
            Enterprises.plan_year,
            Enterprises.plan_first,
            Enterprises.plan_five_year,
            Enterprises.pledge,
            Enterprises.corrections,
            Enterprises.done_year,
            Enterprises.made_year,
            Enterprises.ordered_year,
            Enterprises.delivered_year,
            Goods.final_year,
            Goods.planned_year,
            Goods.required_year,
            Goods.output_year,
            Goods.final_use_year,
            Centre.plan_gap,
        ),
    ),
    Process(
        "planning",
        "planning.corrections",
        correct,
        never_correct,
        Params,
        reads=(Enterprises.done_month, Enterprises.done_year),
        writes=(
            Enterprises.plan_month,
            Enterprises.plan_year,
            Enterprises.corrections,
            Shops.plan_month,
            Shops.month_done,
            Shops.tautness,
        ),
    ),
    Process(
        "planning",
        "planning.month",
        plan_the_month,
        plan_the_month_in_time,
        Params,
        reads=(
            Enterprises.plan_year,
            Enterprises.inhouse,
            Shops.capacity,
            Shops.condition,
            Goods.final_year,
        ),
        writes=(
            Enterprises.plan_month,
            Enterprises.plan_late,
            Enterprises.done_month,
            Enterprises.done_year,
            Enterprises.padding,
            Enterprises.capacity,
            Enterprises.need,
            Shops.plan_month,
            Shops.tautness,
            Shops.month_done,
            Shops.quarter_done,
        ),
    ),
)

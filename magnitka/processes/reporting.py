"""Output is counted, work in process is counted early, and what is still missing is written in.

Counted output is gross output that inspection let pass; while a plan is missing only part of what is made turns out
to be what the plan wants. At a month's end an enterprise a little short of its plan pads its report, up to
what auditors are thought to miss; the debt is made up from later output or found out. One that has gone beyond its
plan keeps part of the excess back for the next month: what it reports is built into later plans, so that it reports
of an excess the share of its reward that the ratchet leaves, r / (r + lambda) (Weitzman 1980; Berliner 1957 on the
manager's safety factor). Fulfilment is what is reported. Neutral: what is made is what is reported.
Claims: L038, L089, L090.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import uniform
from magnitka.kernels.incentives import reward_after_ratchet
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Enterprises, Goods, Kind, Shops, World

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Params:
    """What counts, and how much is written in."""

    late_count: float = quantity(
        "1", "share of output that counts while the plan is missing", at_least=0, at_most=1
    )
    padding: float = quantity(
        "1", "most that is written in, as a share of the month's plan", at_least=0, at_most=0.2
    )
    boldness: float = quantity(
        "1", "chance that an enterprise just short of its plan pads", at_least=0, at_most=1
    )
    ratchet: float = quantity(
        "1", "share of an excess that managers expect to meet in the next plan", at_least=0, at_most=1
    )
    discount: float = quantity("1/yr", "discount rate of managers, less plan growth", at_least=0)
    secret: float = quantity(
        "1", "most that can be kept back, as a share of the month's plan", at_least=0, at_most=1
    )
    audit: float = quantity(
        "1/month", "chance that standing padding is found and struck out", at_least=0, at_most=1
    )


@kernel
def close_month(
    key: np.uint64,
    luck: NDArray[np.uint64],
    kind: Codes,
    plan: Floats,
    padding_limit: float,
    boldness: float,
    audit: float,
    keep_share: float,
    secret: float,
    done_month: Floats,
    done_year: Floats,
    padding: Floats,
    fulfilment: Floats,
) -> None:
    """Pad where it pays, strike out where auditors look, and write the month's fulfilment."""
    for e in range(plan.size):
        if kind[e] != 0 or plan[e] <= 0.0:
            fulfilment[e] = 1.0
            continue
        if padding[e] > 0.0:
            if uniform(key, luck[e], 0) < audit:
                done_year[e] -= padding[e]
                padding[e] = 0.0
            else:  # made up from what goes beyond the plan
                back = min(padding[e], max(done_month[e] - plan[e], 0.0))
                padding[e] -= back
                done_month[e] -= back
                done_year[e] -= back
        gap = plan[e] - done_month[e]
        if 0.0 < gap <= padding_limit * plan[e] and uniform(key, luck[e], 1) < boldness:
            padding[e] += gap
            done_month[e] += gap
            done_year[e] += gap
        if gap < 0.0:
            kept = min(-gap * keep_share, secret * plan[e])
            padding[e] -= kept
            done_month[e] -= kept
            done_year[e] -= kept
        fulfilment[e] = done_month[e] / plan[e]


def report(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Count the dekad; close the month and the year when they end."""
    e = world.enterprises
    count(world, p.late_count)
    if clock.month_ends:
        keep_share = 1.0 - reward_after_ratchet(1.0, p.ratchet, p.discount)
        close_month(
            dice.key,
            e.luck,
            e.kind,
            e.plan_month,
            p.padding,
            p.boldness,
            p.audit,
            keep_share,
            p.secret,
            e.done_month,
            e.done_year,
            e.padding,
            e.fulfilment_month,
        )
    if clock.year_ends:
        close_year(world)


def report_truly(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: all that passed inspection counts, nothing else does."""
    e = world.enterprises
    count(world, 1.0)
    if clock.month_ends:
        e.fulfilment_month[:] = np.where(
            e.kind == Kind.PRODUCER, e.done_month / np.maximum(e.plan_month, 1e-12), 1.0
        )
    if clock.year_ends:
        close_year(world)


def count(world: World, late_count: float) -> None:
    """Counted output of shops and enterprises."""
    e, s = world.enterprises, world.shops
    late = 1.0 - (1.0 - late_count) * e.plan_late[s.enterprise]
    passed = s.output - s.rejects
    s.counted[:] = passed * late
    s.month_done += s.counted / np.maximum(s.plan_month, 1e-12)
    s.quarter_done += s.counted / np.maximum(s.plan_month, 1e-12)
    main = s.product == e.product[s.enterprise]
    e.done_month += np.bincount(s.enterprise, s.counted * main, e.rows)
    e.done_year += np.bincount(s.enterprise, s.counted * main, e.rows)
    e.made_year += np.bincount(s.enterprise, passed * main, e.rows)


def close_year(world: World) -> None:
    """The year's fulfilment, and the achieved level from which the next plan starts."""
    e, g = world.enterprises, world.goods
    makes = (e.kind == Kind.PRODUCER) & (e.plan_year > 0)
    for column, part, whole in (
        (e.fulfilment_year, e.done_year, e.plan_year),
        (e.fulfilment_first, e.done_year, e.plan_first),
        (e.delivery_year, e.delivered_year, e.ordered_year),
    ):
        column[:] = np.where(makes, part / np.maximum(whole, 1e-12), 1.0)
    e.made_last_year[:] = e.made_year
    e.reported_last_year[:] = e.done_year
    g.final_last_year[:] = g.final_use_year
    reported = np.bincount(e.product[makes], e.done_year[makes], g.rows)
    made = np.bincount(e.product[makes], e.made_year[makes], g.rows)
    g.reported_share[:] = np.divide(reported, made, out=np.ones(g.rows), where=(made > 0) & (g.service == 0))
    g.achieved_year[:] = g.output_year * g.reported_share  # the centre knows what is reported to it


PROCESSES = (
    Process(
        "reporting",
        "reporting.reports",
        report,
        report_truly,
        Params,
        reads=(
            Shops.output,
            Shops.rejects,
            Shops.plan_month,
            Enterprises.plan_month,
            Enterprises.plan_late,
            Enterprises.plan_year,
            Enterprises.plan_first,
            Enterprises.delivered_year,
            Enterprises.ordered_year,
            Goods.output_year,
            Goods.final_use_year,
        ),
        writes=(
            Shops.counted,
            Shops.month_done,
            Shops.quarter_done,
            Enterprises.done_month,
            Enterprises.done_year,
            Enterprises.made_year,
            Enterprises.padding,
            Enterprises.fulfilment_month,
            Enterprises.fulfilment_year,
            Enterprises.fulfilment_first,
            Enterprises.delivery_year,
            Enterprises.made_last_year,
            Enterprises.reported_last_year,
            Goods.achieved_year,
            Goods.final_last_year,
            Goods.reported_share,
        ),
    ),
)

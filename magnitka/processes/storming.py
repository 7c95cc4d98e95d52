"""Managers set the pace of their shops: slack after the rush, a storm before the reckoning, or an even pace.

Each shop's manager maximises bonuses at the month's and the quarter's threshold (and the year's, in its last
quarter) less the disutility of effort, under the hazards of a late plan and of a correction, and may borrow
from upkeep and from work in process. The dynamic programme (tests T1-T12) is solved once per kind of
shop and kept by content; here its policy is looked up at the shop's progress, debt and room:

    output = capacity x a N (1 - m chi (1 - s)) (1 - eta chi f),   f' = min(1, rho f + zeta (a-1)+ + delta s)

Nothing storms because a line says so: without late plans, corrections and borrowing the same programme is flat
or loads the front. Power stations and railways follow their load. Neutral: the even pace that the plan needs.
Claims: L037-L039, L075, L094-L096.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.incentives import reward_after_ratchet
from magnitka.kernels.storming import ManagerProblem, Policy, solve
from magnitka.kernels.storming_lookup import look_up, marginal_value
from magnitka.kernels.storming_rules import next_debt, output_factor
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Enterprises, Pace, Shops, World

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Params:
    """Bonuses, the cost of effort, what can be borrowed, and the hazards that managers reckon with."""

    month_bonus: float = quantity("1", "bonus for the month's plan, in monthly salaries", at_least=0)
    quarter_bonus: float = quantity("1", "bonus for the quarter's plan, in monthly salaries", at_least=0)
    year_bonus: float = quantity("1", "bonus for the year's plan, in monthly salaries", at_least=0)
    linear_bonus: float = quantity("1", "pay per month's plan of output, in monthly salaries", at_least=0)
    over_bonus: float = quantity(
        "1", "reward per month's plan beyond the quarter's, before the ratchet", at_least=0
    )
    ratchet: float = quantity(
        "1", "share of over-fulfilment that managers expect to meet in the next plan", at_least=0, at_most=1
    )
    discount: float = quantity("1/yr", "discount rate of managers, tenure included", at_least=0)
    bias: float = quantity(
        "1", "present bias: weight of all that comes after the dekad", at_least=0.1, at_most=1
    )
    noise: float = quantity(
        "1", "spread of a dekad's output about what was intended", at_least=0.01, at_most=1
    )
    late_plan: float = quantity("1", "chance of a late plan, as managers reckon", at_least=0, at_most=1)
    late_count: float = quantity(
        "1", "share of output that counts while the plan is missing", at_least=0, at_most=1
    )
    correction: float = quantity(
        "1/dekad", "chance of a correction, as managers reckon", at_least=0, at_most=1
    )
    correction_share: float = quantity(
        "1", "share of the distance that a correction goes, as managers reckon", at_least=0, at_most=1
    )
    upkeep_loss: float = quantity(
        "1", "m: output that upkeep and refilling work in process cost", at_least=0, at_most=0.5
    )
    upkeep_norm: float = quantity("1", "share of upkeep done in an ordinary month", at_least=0, at_most=1)
    debt_bite: float = quantity("1", "eta: output lost at full debt", at_least=0, at_most=1)
    skip_debt: float = quantity("1", "delta: debt from skipping one dekad", at_least=0, at_most=1)
    haste_debt: float = quantity("1", "zeta: debt per unit of effort beyond the norm", at_least=0, at_most=2)
    memory: float = quantity("1", "rho: share of debt left after a dekad", at_least=0, at_most=0.95)
    looseness_continuous: float = quantity("1", "chi of continuous shops", at_least=0, at_most=1)
    looseness_resource: float = quantity("1", "chi of mines, mills and transport", at_least=0, at_most=1)
    looseness_assembly: float = quantity("1", "chi of assembly and finishing", at_least=0, at_most=1)
    free_pace_continuous: float = quantity(
        "1", "effort without strain, continuous shops", at_least=0.1, at_most=1.2
    )
    free_pace_resource: float = quantity(
        "1", "effort without strain, mines, mills, transport", at_least=0.1, at_most=1.2
    )
    free_pace_assembly: float = quantity("1", "effort without strain, assembly", at_least=0.1, at_most=1.2)
    floor_continuous: float = quantity("1", "least effort, continuous shops", at_least=0.05, at_most=1)
    floor_resource: float = quantity("1", "least effort, mines, mills, transport", at_least=0.05, at_most=1)
    floor_assembly: float = quantity("1", "least effort, assembly", at_least=0.05, at_most=1)
    ceiling_continuous: float = quantity("1", "greatest effort, continuous shops", at_least=1, at_most=2)
    ceiling_resource: float = quantity("1", "greatest effort, mines, mills, transport", at_least=1, at_most=2)
    ceiling_assembly: float = quantity("1", "greatest effort, assembly", at_least=1, at_most=2)
    cost_continuous: float = quantity("1", "disutility of effort, continuous shops", at_least=0.01)
    cost_resource: float = quantity("1", "disutility of effort, mines, mills, transport", at_least=0.01)
    cost_assembly: float = quantity("1", "disutility of effort, assembly", at_least=0.01)


def problem(p: Params, pace: Pace, last_quarter: bool) -> ManagerProblem:
    """The programme of one kind of shop in an ordinary quarter, or in the last of the year."""
    kind = pace.name.lower()
    return ManagerProblem(
        month_bonus=p.month_bonus,
        quarter_bonus=p.quarter_bonus,
        linear_bonus=p.linear_bonus,
        over_bonus=reward_after_ratchet(p.over_bonus, p.ratchet, p.discount),
        year_bonus=p.year_bonus if last_quarter else 0.0,
        bias=p.bias,
        noise_share=p.noise,
        late_plan=p.late_plan,
        late_count=p.late_count,
        correction=p.correction,
        correction_share=p.correction_share,
        upkeep=p.upkeep_loss,
        upkeep_norm=p.upkeep_norm,
        bite=p.debt_bite,
        skip_debt=p.skip_debt,
        haste_debt=p.haste_debt,
        memory=p.memory,
        looseness=getattr(p, f"looseness_{kind}"),
        free_pace=getattr(p, f"free_pace_{kind}"),
        effort_low=getattr(p, f"floor_{kind}"),
        effort_high=getattr(p, f"ceiling_{kind}"),
        cost=getattr(p, f"cost_{kind}"),
    )


@lru_cache(maxsize=8)
def policies(p: Params) -> tuple[tuple[Policy, Policy], ...]:
    """Solved programmes by pace: (ordinary quarter, last quarter of the year)."""
    return tuple((solve(problem(p, pace, False)), solve(problem(p, pace, True))) for pace in Pace)


@kernel
def choose(
    effort_table: NDArray[np.float32],
    skip_table: NDArray[np.uint8],
    value_table: NDArray[np.float32],
    tautness_axis: Floats,
    axes: Floats,
    pace: int,
    paces: Codes,
    follows_load: Floats,
    dekad: int,
    late: Floats,
    enterprise: Codes,
    tautness: Floats,
    debt: Floats,
    quarter_done: Floats,
    month_done: Floats,
    rules: Floats,
    effort: Floats,
    skip: Floats,
    pressure: Floats,
    borrowed: Floats,
) -> None:
    """Pace, skipped upkeep, marginal value of output and borrowing of all shops of one kind; moves their debt.

    `rules`: upkeep loss, looseness, bite, upkeep norm, memory, haste, skip debt.
    """
    for i in range(effort.size):
        if paces[i] != pace:
            continue
        if follows_load[i] > 0.0:
            effort[i], skip[i], pressure[i], borrowed[i] = 1.0, 0.0, 0.0, 1.0
            continue
        missing = 1 if late[enterprise[i]] > 0.0 else 0
        a, s = look_up(
            effort_table,
            skip_table,
            tautness_axis,
            axes,
            tautness[i],
            missing,
            dekad,
            debt[i],
            quarter_done[i],
            month_done[i],
        )
        pressure[i] = max(
            marginal_value(
                value_table,
                tautness_axis,
                axes,
                tautness[i],
                missing,
                dekad,
                debt[i],
                quarter_done[i],
                month_done[i],
            ),
            0.0,
        )
        effort[i], skip[i] = a, float(s)
        borrowed[i] = output_factor(float(s), debt[i], rules[0], rules[1], rules[2], rules[3])
        debt[i] = next_debt(debt[i], a, float(s), rules[4], rules[5], rules[6])


def set_pace(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Every manager looks up what is best for him now."""
    e, s, g = world.enterprises, world.shops, world.goods
    follows_load = g.service[s.product]
    for pace, pair in zip(Pace, policies(p), strict=True):
        policy = pair[1] if clock.month >= 10 else pair[0]
        looseness = getattr(p, f"looseness_{pace.name.lower()}")
        rules = np.array(
            [
                p.upkeep_loss,
                looseness,
                p.debt_bite,
                p.upkeep_norm,
                p.memory,
                p.haste_debt,
                p.skip_debt,
            ]
        )
        choose(
            policy.effort,
            policy.skip,
            policy.value,
            policy.tautness,
            policy.axes,
            int(pace),
            s.pace,
            follows_load,
            clock.dekad_of_quarter,
            e.plan_late,
            s.enterprise,
            s.tautness,
            s.debt,
            s.quarter_done,
            s.month_done,
            rules,
            s.effort,
            s.skip,
            s.pressure,
            s.borrowed,
        )


def keep_even(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: the even pace that meets the month's plan, nothing borrowed, no hurry."""
    s, g = world.shops, world.goods
    s.effort[:] = np.where(
        g.service[s.product] > 0, 1.0, np.clip(1.0 / np.maximum(s.tautness, 0.1), 0.3, 1.1)
    )
    s.skip[:] = 0.0
    s.pressure[:] = 0.0
    s.borrowed[:] = 1.0
    s.debt[:] = 0.0


PROCESSES = (
    Process(
        "storming",
        "storming.pace",
        set_pace,
        keep_even,
        Params,
        reads=(Enterprises.plan_late, Shops.tautness, Shops.quarter_done, Shops.month_done),
        writes=(Shops.effort, Shops.skip, Shops.pressure, Shops.borrowed, Shops.debt),
    ),
)

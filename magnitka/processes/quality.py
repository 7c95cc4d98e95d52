"""How much of the work is off grade, and how much of that inspection stops before it is shipped.

The on-grade share of a shop's output answers its machines, its haste and its inputs:

    1 - d = G g_e^al  x  (1 - d1 max(a - 1, 0) - d1 s/2)  x  g_in^be      (tests T29-T31)

with the on-grade share g_e of the installed machines, effort a, skipped upkeep s and the on-grade share g_in of
its metal or parts. Inspection stops a share of what is defective; it slackens as the marginal value of output
rises, zeta = zeta0 Lambda(-(mu - mu0)/s) (T30, T34), since what is stopped does not count. Customers may not
refuse. Neutral: defects of the base alone, inspection unmoved. Claims: L020, L028-L032, L048.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.quality import good_share, logistic
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import Schedule, quantity, schedule
from magnitka.world import Enterprises, Shops, World

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Params:
    """Defects and their inspection."""

    base: float = quantity(
        "1", "on-grade share with faultless machines and inputs at the norm's pace", at_least=0.3, at_most=1
    )
    machines: float = quantity(
        "1", "al: elasticity to the on-grade share of the machines", at_least=0, at_most=2
    )
    inputs: float = quantity("1", "be: elasticity to the on-grade share of the inputs", at_least=0, at_most=2)
    haste: float = quantity(
        "1", "d1: on-grade share lost per unit of effort beyond the norm", at_least=0, at_most=2
    )
    detection: float = quantity(
        "1", "share of defective output that an unhurried inspection stops", at_least=0, at_most=1
    )
    slackening: float = quantity(
        "1", "marginal value of output at which half of it is let pass, in monthly salaries", at_least=0
    )
    slope: float = quantity("1", "width of that response, in monthly salaries", at_least=0.001)
    acceptance: Schedule = schedule(
        "1", "share of output under state acceptance, which answers no plan", at_least=0, at_most=1
    )


@kernel
def expect_defects(
    effort: Floats,
    skip: Floats,
    machine_grade: Floats,
    input_grade: Floats,
    base: float,
    machines: float,
    inputs: float,
    haste: float,
    defect: Floats,
) -> None:
    """Fill `defect`, the off-grade share of each shop's gross output."""
    for i in range(defect.size):
        by_machines = good_share(base, machine_grade[i], machines)
        by_haste = max(1.0 - haste * (max(effort[i] - 1.0, 0.0) + 0.5 * skip[i]), 0.2)
        defect[i] = 1.0 - max(by_machines * by_haste * input_grade[i] ** inputs, 0.05)


@kernel
def slacken(
    pressure: Floats, detection: float, turning: float, slope: float, acceptance: float, share: Floats
) -> None:
    """Fill `share`: what inspection stops of the defective output; state acceptance does not slacken."""
    for i in range(share.size):
        own = detection * logistic((turning - pressure[i]) / slope)
        share[i] = acceptance * detection + (1.0 - acceptance) * own


def input_grade(world: World) -> Floats:
    """On-grade share of each shop's metal and parts, weighted by value, shape (shops,)."""
    e, s, g = world.enterprises, world.shops, world.goods
    counts = (g.iron > 0) | (g.in_specs > 0)
    weight = g.inputs[s.product] * (g.price * counts)
    total = weight.sum(axis=1)
    mean = (weight * e.grade[s.enterprise]).sum(axis=1)
    return np.divide(mean, total, out=np.ones(s.rows), where=total > 0)


def judge(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Defects to expect this dekad, and how sharp inspection is."""
    s = world.shops
    expect_defects(
        s.effort, s.skip, s.machine_grade, input_grade(world), p.base, p.machines, p.inputs, p.haste, s.defect
    )
    slacken(s.pressure, p.detection, p.slackening, p.slope, p.acceptance.at(clock.month_index), s.detection)


def judge_evenly(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: the base's defects whatever machines, haste and inputs, and inspection unmoved."""
    world.shops.defect[:] = 1.0 - p.base
    world.shops.detection[:] = p.detection


PROCESSES = (
    Process(
        "quality",
        "quality.inspection",
        judge,
        judge_evenly,
        Params,
        reads=(Shops.effort, Shops.skip, Shops.machine_grade, Shops.pressure, Enterprises.grade),
        writes=(Shops.defect, Shops.detection),
    ),
)

"""Hands on the list and hands at work: staff padded against absence and against the rush.

An enterprise keeps the larger of the newsvendor's staff for its uncertain need of hands (Oi 1962; test T21,
wages subsidised by the wage fund) and the staff that its busiest dekad asks for (T12): three times the largest
dekad share of a month, over what a hand can do in the rush. Attendance varies about one less absence; where
the hands are persons of the world, it is left to them (see workforce).
Neutral: the staff of the even pace, all present. Claims: L026, L037.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import normal
from magnitka.kernels.orders import smooth
from magnitka.kernels.reliability import newsvendor
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Enterprises, Shops, World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Params:
    """Absence, the value and cost of hands, and what the rush asks of them."""

    absence: float = quantity("1", "mean share of hands away", at_least=0, at_most=0.5)
    absence_spread: float = quantity("1", "spread of that share between dekads", at_least=0, at_most=0.3)
    need_spread: float = quantity("1", "manager's uncertainty about the hands that a year needs", at_least=0)
    gain: float = quantity("1", "value of a hand when one is missing, in wages", at_least=1)
    subsidy: float = quantity("1", "share of the wage that the wage fund bears", at_least=0, at_most=0.99)
    rush_pace: float = quantity("1", "most that a hand does in the rush, 1 is the norm", at_least=1)
    hiring: float = quantity(
        "1/yr", "share of the gap to the wanted staff that a year closes", at_least=0, at_most=1
    )
    memory: float = quantity(
        "1", "weight of this dekad in the remembered peak of work", at_least=0, at_most=1
    )


@kernel
def attend(
    key: np.uint64,
    luck: NDArray[np.uint64],
    staff: Floats,
    norm: Floats,
    peopled: Floats,
    absence: float,
    spread: float,
    attendance: Floats,
) -> None:
    """Fill `attendance` (hands at work over hands of the even pace), but for those who count their people."""
    for e in range(staff.size):
        if peopled[e] > 0.0:
            continue
        away = min(max(absence + spread * normal(key, luck[e], 0), 0.0), 0.5)
        attendance[e] = (1.0 - away) * staff[e] / norm[e] if norm[e] > 0.0 else 1.0


@kernel
def wanted_staff(
    norm: float, peak: float, spread: float, gain: float, cost: float, rush_pace: float
) -> float:
    """Staff that an enterprise wants: the newsvendor's, or that of its busiest dekad, whichever is more."""
    return max(newsvendor(norm, spread * norm, gain, cost), norm * peak / rush_pace)


def come_to_work(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Attendance of the dekad; once a year, staff moves towards what is wanted."""
    e, s = world.enterprises, world.shops
    peak = np.zeros(e.rows)
    np.maximum.at(peak, s.enterprise, np.nan_to_num(s.effort))
    for row in range(e.rows):
        e.peak_work[row] = max(smooth(e.peak_work[row], peak[row], p.memory), peak[row] * (1.0 - p.memory))
        if clock.year_starts and e.staff_norm[row] > 0.0:
            wanted = wanted_staff(
                e.staff_norm[row], e.peak_work[row], p.need_spread, p.gain, 1.0 - p.subsidy, p.rush_pace
            )
            e.staff[row] += p.hiring * (wanted - e.staff[row])
    attend(dice.key, e.luck, e.staff, e.staff_norm, e.peopled, p.absence, p.absence_spread, e.attendance)


def all_present(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: the staff of the even pace, all present."""
    e = world.enterprises
    e.staff[:] = e.staff_norm
    e.attendance[e.peopled == 0] = 1.0


PROCESSES = (
    Process(
        "labour",
        "labour.attendance",
        come_to_work,
        all_present,
        Params,
        reads=(Shops.effort,),
        writes=(Enterprises.staff, Enterprises.attendance, Enterprises.peak_work),
    ),
)

"""Acts of God: changes of the world that no rule of the model makes, to take a cause away or to put one in.

Each gives, for the ticks of a run, what happens at the beginning of which tick. Goods that appear or vanish so are in
nobody's books; the audit begins afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from magnitka.process import Clock, clock_at
from magnitka.world import Kind, World
from magnitka.world.goods import MACHINES, SCRAP

if TYPE_CHECKING:
    from magnitka.loop import Intervention

Act = Callable[[range, int], "dict[int, Intervention]"]

TIGHTER = 1.05  # a yearly target under `tighter_plans`, over what the planners would have set


def buffered_supply(ticks: range, origin: int) -> dict[int, Intervention]:
    """An outside reserve sends producers at once what their suppliers fell short of, and they come to rely on it."""
    return dict.fromkeys(ticks, make_up_shortfalls)


def make_up_shortfalls(world: World, clock: Clock) -> None:
    """What was truly ordered in the last dekad and not shipped is there; nobody remembers a gap."""
    e, k = world.enterprises, world.links
    producer = e.kind[k.customer] == Kind.PRODUCER
    np.add.at(e.fit, (k.customer, k.good), k.short * producer)
    e.fill[:] = 1.0
    e.fill_spread[:] = 0.0


def sound_machines(ticks: range, origin: int) -> dict[int, Intervention]:
    """All machines on the way to steelworks or in their stores are on grade."""
    return dict.fromkeys(ticks, mend_machines)


def mend_machines(world: World, clock: Clock) -> None:
    """Machines delivered to steelworks have no defect."""
    e, g, k = world.enterprises, world.goods, world.links
    steelworks = e.own_make[:, g.row_of[SCRAP]] > 0
    e.grade[steelworks, g.row_of[MACHINES]] = 1.0
    bound = steelworks[k.customer] & (k.good == g.row_of[MACHINES])
    k.on_way_grade[bound] = (k.on_way + k.on_way_unfit)[bound]


def tighter_plans(ticks: range, origin: int) -> dict[int, Intervention]:
    """Every yearly target is raised by a twentieth once it is confirmed, and taken back before the next is set."""
    acts: dict[int, Intervention] = {}
    for tick in ticks:
        dekad = clock_at(tick, origin).dekad_of_year
        if dekad == 0 and tick > ticks.start:
            acts[tick] = take_back
        elif dekad == 1:
            acts[tick] = tighten
    return acts


def tighten(world: World, clock: Clock) -> None:
    """Raise the plans of the year and of the month in hand; progress is told in plans, and falls."""
    e, s = world.enterprises, world.shops
    for column in (e.plan_year, e.plan_first, e.plan_month, s.plan_month):
        column *= TIGHTER
    for column in (s.month_done, s.quarter_done, s.tautness):
        column /= TIGHTER


def take_back(world: World, clock: Clock) -> None:
    """Give the planners the targets back from which they would have gone on."""
    world.enterprises.plan_year[:] /= TIGHTER


ACTS: dict[str, Act] = {
    "buffered_supply": buffered_supply,
    "sound_machines": sound_machines,
    "tighter_plans": tighter_plans,
}

"""Who stands where: what place on workplace lists its members bring a household, and who sells in a shop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.shopping import TURNS, rank_households
from magnitka.pool import over_blocks
from magnitka.process import Clock, Dice
from magnitka.processes.retail.params import Params
from magnitka.world import Occupation, Payer, Sector, World
from magnitka.world.people import NOBODY

Floats = NDArray[np.float64]


def stand_in_line(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """A ninth of the blocks each dekad: whose members bring it what place on which lists."""
    rank_with(world, clock, pull_of_workplaces(world, p))


def stand_equal(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: nobody has a place."""
    world.households.standing[:] = 0
    world.households.stall[:] = 0


def pull_of_workplaces(world: World, p: Params) -> Floats:
    """What a workplace gets for one of its people, the best placed being 1: rank and size count."""
    m, e = world.employers, world.enterprises
    budget = (m.payer == Payer.CITY) | (m.sector == Sector.TRADE)
    rank = np.where(m.enterprise >= 0, e.rank[m.enterprise], np.where(budget, p.office, p.plant))
    of = np.where(m.enterprise >= 0, m.enterprise, e.rows + np.arange(m.rows))
    size = np.bincount(of, m.staff, e.rows + m.rows)[of]
    pull = np.exp(p.pull * (rank - e.rank[world.works])) * size / np.maximum(size + p.small, 1.0)
    pull[m.sector == Sector.COOPERATIVE] = 0.0
    return pull / max(float(pull.max()), 1e-9)


def rank_with(world: World, clock: Clock, pull: Floats) -> None:
    """Places of households in the blocks whose turn it is."""
    q, h = world.people, world.households
    over_blocks(
        lambda first, last: rank_households(
            first, last, clock.tick % TURNS, pull, int(Occupation.TRADER), NOBODY, q.persons, q.household,
            q.employer, q.occupation, q.blat, h.top, h.size, h.standing, h.stall,
        ),
        q.rows,
    )  # fmt: skip

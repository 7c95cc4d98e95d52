"""Why the houses begun were not finished: what their sites did less than at the norm's pace, and what held them up.

A site that is worked at the norm's pace is finished in the norm's time. It does less for six reasons, which add up to
all that was lost: more houses are begun than the programme pays for; of the programme some goes when industry overruns
its budget; the money of all sites in the city is more than its builders can do; the builders' plan asks less of them;
they fall behind the plan; and crews go to industry first. Money, work and the builders' output are recorded; norms are
the scenario's.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from magnitka.process import DEKADS_PER_YEAR
from magnitka.processes.construction.limits import norm_pace, work_of
from magnitka.processes.construction.params import Params
from magnitka.table import Array
from magnitka.why.builders import Builders
from magnitka.why.evidence import Evidence
from magnitka.world import Purpose, Tenure


class Hold(StrEnum):
    """What holds a site up, as the subject of a list."""

    PROGRAMME = "more was begun than the programme pays for"
    OVERRUN = "the programme was cut as industry overran its budget"
    SPREAD = "the town's sites together had more money than its builders can work off"
    PLAN = "the builders' plans asked less of them than they can do"
    PACE = "the builders fell behind their plans"
    INDUSTRY = "crews went to industry first"


class Sites(NamedTuple):
    """The sites of housing in some dekads; work in Mrub."""

    open_at_end: int
    stood: float  # share of the time in which sites begun were not worked
    norm: float  # work at the norm's pace
    funds: float
    work: float
    lost: dict[Hold, float]
    dwellings: dict[Tenure, float]  # that the work lost would have finished, by owner
    industry_funds: float
    industry_work: float
    overrun: float  # Mrub by which industry overran its budget


def sites_in(evidence: Evidence, ticks: Array, work_done: Builders) -> Sites | None:
    """What was recorded of the sites of housing in some dekads; None where none was open."""
    world = evidence.world
    params = next((act.params for act in evidence.run.recipe.acts if isinstance(act.params, Params)), None)
    rows = ticks - evidence.first
    j = world.projects
    started, funds, built = (
        evidence.panel(f"project_{name}")[rows] for name in ("started", "funds", "built")
    )
    homes = j.purpose == Purpose.HOUSING
    # on a site whose houses are done the next are not yet begun, and have money all the same
    going = ((started > 0.0) | (funds > 0.0)) & homes
    if params is None or not going.any():
        return None
    paid = homes & (j.owner != Tenure.COOP)
    norm = norm_pace(world, params) / DEKADS_PER_YEAR * going
    claims, given = norm[:, paid].sum(axis=1), funds[:, paid].sum(axis=1)
    cities = np.unique(j.city[paid]).size
    beyond = np.maximum(claims - np.maximum(params.programme * cities / DEKADS_PER_YEAR, given), 0.0)
    cut = np.maximum(claims - given - beyond, 0.0)
    money, work, of_homes = funds.sum(axis=1), built.sum(axis=1), funds[:, homes].sum(axis=1)
    days = np.array([evidence.clock(int(tick)).days for tick in ticks])
    able = np.array([work_of(world, params, 1.0, float(some)).sum() for some in days])
    undone = np.maximum(of_homes - built[:, homes].sum(axis=1), 0.0)
    alike = np.minimum(undone, of_homes * (1.0 - work / np.maximum(money, 1e-12)))
    slow = alike * np.clip((able - work) / np.maximum(money - work, 1e-12), 0.0, 1.0)
    behind = work_done.missing / np.maximum(
        np.maximum(work_done.able - work_done.made, work_done.missing), 1e-12
    )
    lost = {
        Hold.PROGRAMME: beyond,
        Hold.OVERRUN: cut,
        Hold.SPREAD: alike - slow,
        Hold.PLAN: slow * (1.0 - behind),
        Hold.PACE: slow * behind,
        Hold.INDUSTRY: undone - alike,
    }
    short = (norm - built * homes).sum(axis=0)
    per_rouble = np.where(homes, j.yields / np.maximum(j.cost, 1e-12), 0.0)
    industry = j.purpose == Purpose.INDUSTRY
    overrun = np.maximum(evidence.panel("city_overrun")[rows], 0.0)
    return Sites(
        open_at_end=int(going[-1].sum()),
        stood=float((going & (built <= 0.0)).sum() / going.sum()),
        norm=float(norm.sum()),
        funds=float(of_homes.sum()),
        work=float(built[:, homes].sum()),
        lost={hold: float(amount.sum()) for hold, amount in lost.items()},
        dwellings={
            owner: max(float((short * per_rouble)[j.owner == owner].sum()), 0.0)
            for owner in (Tenure.PLANT, Tenure.CITY, Tenure.COOP)
        },
        industry_funds=float(funds[:, industry].sum()),
        industry_work=float(built[:, industry].sum()),
        overrun=float(overrun.sum()),
    )

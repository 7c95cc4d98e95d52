"""Who waits for a flat, who was housed, and where the dwellings came from, added up from the record."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from magnitka.processes.housing import Params
from magnitka.table import Array
from magnitka.why.evidence import Evidence
from magnitka.why.sites import Sites
from magnitka.world import Tenure, Waiting

EVERYBODY = "everybody"
LISTS = {
    "the Works": Waiting.WORKS,
    "other enterprises": Waiting.OTHER,
    "the soviet": Waiting.SOVIET,
}
LIST_OF = dict(zip(LISTS, ("the Works' list", "other enterprises' lists", "the soviet's list"), strict=True))
KINDS = (EVERYBODY, *LISTS)
"""Whose list is meant."""

OWNERS = (Tenure.PLANT, Tenure.CITY)  # whose dwellings the lists give
DAYS_A_YEAR = 365.25


class Homes(NamedTuple):
    """What was recorded of the lists in some dekads, each of shape (3,), in the order of LISTS."""

    before: Array  # households that waited at the beginning
    after: Array
    joined: Array
    left: Array  # without a dwelling by this list
    in_turn: Array
    out_of_turn: Array
    on_no_list: Array
    pace: Array  # housed in a year, remembered
    waited: Array  # years, by those housed

    def of(self, kind: str) -> Array:
        """Rows that are meant."""
        return np.ones(len(LISTS), bool) if kind == EVERYBODY else np.array([one == kind for one in LISTS])

    @property
    def let(self) -> Array:
        """Dwellings let by each owner."""
        total: Array = self.in_turn + self.out_of_turn + self.on_no_list
        return total


def homes_of(evidence: Evidence, ticks: Array) -> Homes:
    """What was recorded of the lists in some dekads; lists of a kind are told together, where there are more cities."""
    rows, kinds = ticks - evidence.first, evidence.world.lists.kind

    def summed(column: str) -> Array:
        by_list = evidence.panel(f"list_{column}")[rows].astype(np.float64)
        return np.array([by_list[:, kinds == kind].sum(axis=1) for kind in LISTS.values()])

    length, joined, left, in_turn, out_of_turn = (
        summed(column) for column in ("length", "joins", "reneged", "housed", "jumped")
    )
    weight = np.maximum(evidence.panel("list_length")[rows[-1]].astype(np.float64), 1e-9)

    def mean(column: str) -> Array:
        values = evidence.panel(f"list_{column}")[rows[-1]] * weight
        return np.array(
            [values[kinds == kind].sum() / weight[kinds == kind].sum() for kind in LISTS.values()]
        )

    flows = (joined - left - in_turn - out_of_turn)[:, 0]
    return Homes(
        length[:, 0] - flows, length[:, -1], joined.sum(axis=1), left.sum(axis=1), in_turn.sum(axis=1),
        out_of_turn.sum(axis=1), summed("off_list").sum(axis=1), summed("pace")[:, -1], mean("wait"),
    )  # fmt: skip


class Stock(NamedTuple):
    """Dwellings of plants and soviet in some dekads: built + fallen empty - torn down = let + more of them empty."""

    built: dict[Tenure, float]  # by whom they are let
    fallen_empty: float
    torn_down: float
    let: float
    more_empty: float
    cooperatives: float  # built by building cooperatives, outside the lists
    decreed: float  # of the soviet's, built by plants


def stock_of(evidence: Evidence, told: Homes, ticks: Array) -> Stock:
    """Where the dwellings that were let came from. What fell empty is not recorded, and follows from the rest."""
    rows = ticks - evidence.first

    def summed(name: str, owner: Tenure) -> float:
        return float(evidence.panel(f"city_{name}_{owner.name.lower()}")[rows].sum())

    built = {owner: summed("completed", owner) for owner in OWNERS}
    torn, let = sum(summed("demolished", owner) for owner in OWNERS), float(told.let.sum())
    vacant = sum(evidence.panel(f"city_vacant_{owner.name.lower()}").sum(axis=1) for owner in OWNERS)
    opens = rows[0] > 0  # before the record opens nothing is known: then all that is empty is taken as new
    more = float(vacant[rows[-1]] - (vacant[rows[0] - 1] if opens else 0.0))
    fallen = let + more + torn - sum(built.values())
    decreed = float(evidence.run.record.series["town_flats_by_decree"][rows].sum())
    return Stock(built, fallen, torn, let, more, summed("completed", Tenure.COOP), decreed)


def wait_of(length: Array, pace: Array) -> float:
    """Wait of a newcomer to some lists together: all who wait over all who are housed in a year."""
    return float(length.sum() / max(float(pace.sum()), 1e-9))


def pace_with(evidence: Evidence, told: Homes, sites: Sites, ticks: Array) -> Array:
    """Housed from each list in a year, had its owner let the dwellings that were not finished, by the same rule."""
    days = sum(evidence.clock(int(tick)).days for tick in ticks)
    params = next((act.params for act in evidence.run.recipe.acts if isinstance(act.params, Params)), None)
    of_works = params.works_share if params else 0.5
    share = {Waiting.WORKS: of_works, Waiting.OTHER: 1.0 - of_works, Waiting.SOVIET: 1.0}
    more = np.array(
        [
            share[one] * sites.dwellings[Tenure.CITY if one == Waiting.SOVIET else Tenure.PLANT]
            for one in LISTS.values()
        ]
    )
    pace: Array = told.pace + more * DAYS_A_YEAR / days
    return pace

"""What a run recorded that bears on shortages, by row and dekad."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from magnitka.process import Clock, Dice, clock_at
from magnitka.processes import freight
from magnitka.table import Array
from magnitka.world import Cause, Gap, World
from magnitka.world.links import LAGS

if TYPE_CHECKING:
    from magnitka.history import Run


@dataclass(frozen=True)
class Group:
    """Shops of one enterprise and one product that were short in a dekad for the same reason.

    `shops` are rows, that which was shortest first; `good` is the row of the missing input, -1 where none was
    missing; `amount` is in units of their product.
    """

    shops: tuple[int, ...]
    tick: int
    cause: Cause
    good: int
    amount: float


class Evidence:
    """The shortages that a run recorded. Ticks count dekads from the burn-in on, as everywhere."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.world: World = run.world  # of it only what is fixed: who makes what, who sends what to whom
        self.first, self.last = run.record.first, run.record.first + run.ticks

    def clock(self, tick: int) -> Clock:
        return clock_at(tick, self.run.record.origin)

    def panel(self, name: str) -> Array:
        """All dekads of a panel, shape (ticks, rows)."""
        return self.run.panel(name)

    def at(self, name: str, tick: int) -> Array:
        """One dekad of a panel, shape (rows,)."""
        row: Array = self.run.panel(name)[tick - self.first]
        return row

    # ------------------------------------------------------------------------------------------ who makes what
    @cached_property
    def _makers(self) -> dict[tuple[int, int, bool], list[int]]:
        shops, makers = self.world.shops, defaultdict(list)
        for row in range(shops.rows):
            makers[int(shops.enterprise[row]), int(shops.product[row]), bool(shops.own_use[row])].append(row)
        return makers

    def makers(self, enterprise: int, good: int, own_use: bool) -> Sequence[int]:
        """Shops of an enterprise that make a good, for its own other shops or for sale."""
        return self._makers.get((enterprise, good, own_use), ())

    def plan(self, tick: int) -> Array:
        """Even pace of the shops' plans in a dekad, shape (shops,)."""
        clock = self.clock(tick)
        even: Array = self.at("plan_month", tick) * (clock.days / clock.days_in_month)
        return even

    def groups(self, shops: Sequence[int], tick: int) -> list[Group]:
        """Those of some shops that were short in a dekad, by enterprise and reason, the largest group first."""
        missing, cause, good = (self.at(name, tick) for name in ("missing", "cause", "cause_good"))
        rows: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for row in shops:
            if missing[row] > 0.0:
                rows[int(self.world.shops.enterprise[row]), int(cause[row]), int(good[row])].append(row)
        groups = [
            Group(
                tuple(sorted(some, key=lambda row: -missing[row])),
                tick,
                Cause(why),
                what,
                float(missing[some].sum()),
            )
            for (_, why, what), some in rows.items()
        ]
        return sorted(groups, key=lambda group: -group.amount)

    # ------------------------------------------------------------------------------------------ what was lacking
    def lacking(self, group: Group) -> tuple[float, float]:
        """What the yard of a group short of an input lacked for them to make their plan, and what had been drawn.

        All who draw on a yard are cut alike, so that the yard lacks the group's cut of all that is wanted. The
        second number is what shops wanted of it beyond their own plans' even pace.
        """
        shops, goods = self.world.shops, self.world.goods
        works, stage = shops.enterprise[group.shops[0]], shops.stage[group.shops[0]]
        still_made = (shops.enterprise == works) & (shops.product == group.good) & (shops.stage >= stage)
        shared = not np.any(still_made & (shops.own_use > 0.0))  # with the stages to come
        draws = (shops.enterprise == works) & ((shops.stage >= stage) if shared else (shops.stage == stage))
        per_unit = goods.inputs[shops.product, group.good] * draws
        wish, missing, output = (self.at(name, group.tick) for name in ("wish", "missing", "output"))
        cut = max(
            min(float(missing[row]), float(wish[row] - output[row])) / max(float(wish[row]), 1e-12)
            for row in group.shops
        )
        rushed = np.maximum(wish - self.plan(group.tick), 0.0)
        return cut * float(np.sum(wish * per_unit)), float(np.sum(rushed * per_unit))

    def was_empty(self, enterprise: int, good: int, tick: int) -> bool:
        """Whether some shop of an enterprise was short of its plan for want of a good."""
        mine = self.world.shops.enterprise == enterprise
        lacked = (self.at("cause", tick) == Cause.INPUT) & (self.at("cause_good", tick) == good)
        return bool(np.any(mine & lacked))

    # ------------------------------------------------------------------------------------------ who sends what
    @cached_property
    def _links(self) -> tuple[dict[tuple[int, int], list[int]], dict[tuple[int, int], list[int]]]:
        links, into, out = self.world.links, defaultdict(list), defaultdict(list)
        for row in range(links.rows):
            into[int(links.customer[row]), int(links.good[row])].append(row)
            out[int(links.supplier[row]), int(links.good[row])].append(row)
        return into, out

    def links_into(self, customer: int, good: int) -> Sequence[int]:
        return self._links[0].get((customer, good), ())

    def links_out_of(self, supplier: int, good: int) -> Sequence[int]:
        return self._links[1].get((supplier, good), ())

    def gap(self, link: int, tick: int) -> Gap:
        return Gap(int(self.at("gap", tick)[link]))

    def sent(self, link: int, tick: int) -> float:
        return float(self.at("link_shipped", tick)[link])

    def short(self, link: int, tick: int) -> float:
        """What was truly ordered of a link and not sent."""
        return float(self.at("short", tick)[link])

    @cached_property
    def _lateness(self) -> float | None:
        """Chance that a shipment takes a dekad more; None where the railways' own rule did not hold."""
        return next((act.params.late for act in self.run.recipe.acts if act.rule is freight.ship), None)

    def lag(self, link: int) -> int:
        """Dekads from loading to unloading when all goes well."""
        return 1 if self._lateness is None else min(int(self.world.links.lag[link]), LAGS - 1)

    def late_share(self, link: int, tick: int) -> float:
        """Share of what a link loaded in a dekad that took a dekad more: its luck, looked up again."""
        if self._lateness is None:
            return 0.0
        key = Dice(self.run.recipe.seed, freight.SHIPMENT.name, tick).key
        return float(freight.runs_late(key, self.world.links.luck[link], self._lateness))

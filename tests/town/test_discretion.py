"""Who decides: a tier's part of the last tonne, flat and kilo is there by its rule, and gone without the rule."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from magnitka.observe.discretion import DECIDES, TIERS, moved_by_ministries
from magnitka.run import Run, simulate
from magnitka.world import Kind
from magnitka.world.goods import ROLLED


@pytest.fixture(scope="module")
def toy() -> Run:
    return simulate("toy")


def of(run: Run, name: str) -> float:
    """Mean of a series over the dekads that have it: flats are allotted once a month."""
    return float(np.nanmean(run.record.series[f"town_{name}"]))


RULES: dict[str, dict[str, Any]] = {
    "steel_centre": {"set": {"allocation.state_orders": 0}},
    "steel_ministry": {"off": ["planning"]},
    "steel_bartered": {"off": ["barter"]},
    "flat_connections": {"off": ["housing"]},
    "flats_by_decree": {"set": {"construction.transfer": 0}},
    "meat_by_centre": {"set": {"retail.category": 1}},
    "meat_by_plant": {"off": ["retail"]},
    "meat_by_soviet": {"off": ["coupons"]},
    "meat_by_shop": {"off": ["retail"]},
}


@pytest.mark.parametrize("name", RULES)
def test_without_its_rule_a_tier_decides_nothing(toy: Run, name: str) -> None:
    assert of(toy, name) > 0.0
    assert of(simulate("toy", **RULES[name]), name) == pytest.approx(0.0, abs=1e-12)


def test_where_nothing_is_enforced_the_plant_decides(toy: Run) -> None:
    assert of(toy, "steel_plant") == 0.0  # all is under state orders in the year of the toy
    assert of(simulate("toy", set={"allocation.state_orders": 0}), "steel_plant") == pytest.approx(1.0)


def test_a_better_and_a_worse_category_are_both_the_centres(toy: Run) -> None:
    worse = simulate("toy", set={"retail.category": 0.96})
    assert of(worse, "meat_by_centre") == pytest.approx(of(toy, "meat_by_centre"), rel=0.1)


def test_a_correction_moves_steel_from_all_others_to_the_one_corrected(toy: Run) -> None:
    world = Run(None, toy.manifest, recipe=toy.recipe, state=toy.checkpoint()).world
    k, e = world.links, world.enterprises
    e.plan_year[:] = e.plan_first
    assert moved_by_ministries(world) == pytest.approx(0.0, abs=1e-12)
    mine = (k.supplier == world.works) & (k.good == world.goods.row_of[ROLLED])
    k.ordered[mine] = 0.0
    two = np.flatnonzero(mine & (e.kind[k.customer] == Kind.PRODUCER))[:2]
    k.ordered[two] = 1.0
    e.plan_first[k.customer[two]] = 50.0
    e.plan_year[k.customer[two]] = (50.0, 50.0 / 3)
    assert moved_by_ministries(world) == pytest.approx(3 / 4 - 1 / 2)  # one to three before, one to one now


def test_tiers_without_a_rule_are_named() -> None:
    assert {tier for some in DECIDES.values() for tier in some} < set(TIERS)
    assert set(TIERS) - {tier for some in DECIDES.values() for tier in some} == {"region", "party"}

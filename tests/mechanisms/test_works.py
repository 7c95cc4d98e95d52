"""The Works: sixteen million tonnes gross and fewer net, ageing faster than renewed, patched more than replaced."""

from __future__ import annotations

import numpy as np
import pytest

SEEDS = (1, 2)

NO_INSPECTION, SHARP_INSPECTION = {"quality.detection": 0}, {"quality.detection": 0.6}
FAULTLESS = {"quality.base": 1.0, "quality.haste": 0, "quality.machines": 0, "quality.inputs": 0}
STARVED, LAVISH = {"planning.investment": 0.02}, {"planning.investment": 0.2}


def in_millions(picture, name):
    """Mean of the years, Mt."""
    return picture.by_year(name).mean() / 1000


@pytest.mark.parametrize("seed", SEEDS)
def test_about_sixteen_million_tonnes_with_the_chain_behind_them(lived, seed):
    picture = lived(seed)
    crude = in_millions(picture, "crude_steel_works")
    assert 13 < crude < 18
    assert 0.5 < in_millions(picture, "pig_iron_works") / crude < 0.9
    assert 0.65 < in_millions(picture, "rolled_steel_works") / crude < 0.95
    assert 0.25 < in_millions(picture, "coke_works") / in_millions(picture, "pig_iron_works") < 0.8
    assert 0.06 < crude / in_millions(picture, "crude_steel_ussr") < 0.14


@pytest.mark.parametrize("seed", SEEDS)
def test_no_collapse_and_no_explosion(lived, seed):
    final = lived(seed).by_year("final_output")
    assert 0.75 < final.min() / final.max() <= 1.0
    assert final[-1] < final[:-1].max()  # the last year is no year of growth


# ------------------------------------------------------------------------------------------------ quality
@pytest.mark.parametrize("seed", SEEDS)
def test_gross_is_above_net(lived, seed):
    """Of what is tapped part is stopped and melted again, and of what passes part is off grade."""
    steel = lived(seed).steel
    assert steel.good < 0.95 * steel.passed < 0.95 * steel.gross
    assert lived(seed).goods.good < 0.95 * lived(seed).goods.gross


@pytest.mark.parametrize("seed", SEEDS)
def test_part_of_the_steel_is_the_works_own_scrap(lived, seed):
    """A few per cent, more of it the sharper the inspection, none of it without, little where little is defective."""
    own = {
        name: lived(seed, changes).series["own_scrap_share"][-36:].mean()  # when scrap of earlier years is used up
        for name, changes in (("none", NO_INSPECTION), ("plain", {}), ("sharp", SHARP_INSPECTION), ("good", FAULTLESS))
    }  # fmt: skip
    assert 0.02 < own["plain"] < 0.1
    assert own["none"] < 1e-9
    assert own["sharp"] > 1.2 * own["plain"]
    assert own["good"] < 0.1 * own["plain"]


@pytest.mark.parametrize("seed", SEEDS)
def test_bad_steel_comes_back_in_machines(lived, seed):
    """The loop through machines and inputs: cut where metal becomes machines, and grade rises."""
    plain, cut = lived(seed), lived(seed, {"quality.machines": 0, "quality.inputs": 0})
    assert plain.goods.grade < cut.goods.grade - 0.03
    assert plain.mean("machine_grade") < cut.mean("machine_grade")


# ------------------------------------------------------------------------------------------------ equipment
@pytest.mark.parametrize("seed", SEEDS)
def test_modernisation_is_slower_than_ageing(lived, seed):
    assert lived(seed).rise("share_older_30_works") > 0.005
    assert lived(seed).rise("mean_age_equipment") > 0.5


def test_ageing_is_the_want_of_investment(lived):
    """Less of it, and the Works age faster; four times as much, and they grow young."""
    plain = lived(1).rise("share_older_30_works")
    assert lived(1, STARVED).rise("share_older_30_works") > plain + 0.03
    assert lived(1, LAVISH).rise("share_older_30_works") < 0


@pytest.mark.parametrize("seed", SEEDS)
def test_repair_takes_more_than_new_equipment(lived, seed):
    picture = lived(seed)
    assert picture.mean("repair_steel") > 1.5 * picture.mean("new_equipment_steel")


def test_repair_takes_more_the_less_is_renewed(lived):
    ratio = [
        lived(1, changes).mean("repair_steel") / lived(1, changes).mean("new_equipment_steel")
        for changes in (LAVISH, {}, STARVED)
    ]
    assert ratio == sorted(ratio)
    assert ratio[0] < 1.5 < 3 * ratio[1] / 2 < ratio[2]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_works_keeps_more_hands_than_it_needs(lived, seed):
    """Hands kept for the rush and for absence; without an uncertain need, a subsidy and a rush, not as many."""
    plain = lived(seed)
    spare = plain.series["staff_works"][-1] / plain.series["staff_norm_works"][-1]
    lean = lived(seed, {"labour.subsidy": 0, "labour.need_spread": 0.03, "labour.rush_pace": 1.5})
    assert spare > 1.02
    assert lean.series["staff_works"][-1] < plain.series["staff_works"][-1]
    assert np.isfinite(spare)

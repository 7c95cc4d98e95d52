"""The soviet and its uncle: noise, what industry leaves, water at weekends. Each pattern with and without its cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from magnitka.process import Clock, Dice, clock_at
from magnitka.processes import city_budget
from magnitka.run import simulate
from magnitka.scenario import load
from magnitka.world import World
from magnitka.world.cities import Revenue

Floats = NDArray[np.float64]
YEAR = range(36, 72)  # 1981, after a year of burn-in
SEEDS = (1, 2)


@dataclass(frozen=True)
class Seen:
    """A year at the toy's soviet, dekad by dekad; kopecks, superblocks, Ml/day."""

    fund: NDArray[np.int64]  # given by the ministry to all towns
    won: NDArray[np.int64]  # of it by the city of the Works
    cut: Floats
    use: Floats
    works: Floats
    account: NDArray[np.int64]
    revenue: NDArray[np.int64]
    spending: NDArray[np.int64]


Lived = Callable[..., Seen]


@pytest.fixture(scope="module")
def lived() -> Lived:
    kept: dict[object, Seen] = {}

    def live(seed: int = 1, changes: Mapping[str, float] | None = None, off: tuple[str, ...] = ()) -> Seen:
        key = (seed, tuple(sorted((changes or {}).items())), off)
        if key not in kept:
            rows: list[tuple[object, ...]] = []

            def note(world: World, clock: Clock) -> None:
                e, c = world.enterprises, world.cities
                rows.append(
                    (
                        int(e.concession.sum()),
                        int(e.concession[world.works]),
                        float(world.districts.cut.sum()),
                        float(c.water_use[0]),
                        float(c.water_works[0]),
                        int(c.account[0]),
                        c.revenue[0].copy(),
                        c.spending[0].copy(),
                    )
                )

            run = simulate(
                "toy", seed=seed, set=changes, off=off, observe=False, interventions=dict.fromkeys(YEAR, note)
            )
            note(run.world, clock_at(YEAR.stop, 0))
            kept[key] = Seen(*(np.array(column) for column in zip(*rows[1:], strict=True)))
        return kept[key]

    return live


# ------------------------------------------------------------------------------------------------------- noise
DRY = {"city_budget.works": 150.0}
WET = {"city_budget.works": 900.0}


@pytest.mark.parametrize("seed", SEEDS)
def test_noise_moves_shares_and_not_totals(lived, seed):
    """A mayor whose taps are dry shouts louder and gets more of the same fund."""
    dry, wet = lived(seed, DRY), lived(seed, WET)
    assert (dry.fund == wet.fund).all()
    assert dry.fund.sum() > 0
    assert dry.won.sum() > 1.3 * wet.won.sum()


def test_without_noise_thirst_wins_nothing(lived):
    dry, wet = lived(1, DRY, ("city_budget",)), lived(1, WET, ("city_budget",))
    assert (dry.won == wet.won).all()
    assert (dry.fund == wet.fund).all()


def test_where_noise_does_not_decide_it_wins_little(lived):
    deaf = {"city_budget.decisive": 0.05}
    gain = lived(1, DRY).won.sum() / lived(1, WET).won.sum()
    unheard = lived(1, {**DRY, **deaf}).won.sum() / lived(1, {**WET, **deaf}).won.sum()
    assert unheard - 1.0 < 0.2 * (gain - 1.0)


# --------------------------------------------------------------------------------------------------- what is left
def left(changes: Mapping[str, float], quarters: int = 80) -> tuple[Floats, Floats]:
    """Social lines over their plan, and industry's overrun over its budget, quarter by quarter."""
    scenario = load("toy").with_changes(changes)
    p = scenario.params(city_budget.Params, "city_budget")
    world = simulate("toy", until="1981-01", observe=False).world
    social, over = np.empty(quarters), np.empty(quarters)
    for quarter in range(quarters):
        clock = clock_at(9 * quarter, scenario.start)
        city_budget.leave_the_rest(world, p, clock, Dice(1, "city_budget.residual", 9 * quarter))
        c = world.cities
        social[quarter] = c.social_funds[0] / c.social_plan[0]
        over[quarter] = c.overrun[0] / c.social_plan[0] * p.social
    return social, over


def test_social_lines_are_cut_first_when_industry_overruns():
    social, over = left({})
    assert (social[over > 0.06] == 0.0).all()
    assert (social[over <= 0.0] == 1.0).all()
    assert 0.2 < (social == 0.0).mean() < 0.8


def test_in_proportion_nobody_is_cut_to_nothing():
    social, _ = left({"city_budget.industry_first": 0.0})
    assert social.min() > 0.7
    assert (social < 1.0).mean() > 0.4  # the same overruns


def test_without_overruns_social_lines_get_their_plan():
    social, _ = left({"city_budget.drift": -0.4})
    assert (social == 1.0).all()


# ----------------------------------------------------------------------------------------------------------- water
def test_cuts_grow_with_what_the_works_draws(lived):
    little, much = (
        lived(1, {"city_budget.works": 165.0, "city_budget.works_use": use}).cut.mean() for use in (0.8, 1.6)
    )
    assert much > little + 5.0
    assert lived(1, WET).cut.sum() == 0.0


def test_a_concession_buys_pumps_and_reopens_taps(lived):
    poor = lived(1, {**DRY, "city_budget.fund": 0.0})
    rich = lived(1, {**DRY, "city_budget.fund": 0.003})
    assert poor.revenue[:, Revenue.CONCESSIONS].sum() == 0
    assert rich.works[-1] > poor.works[-1] + 1.0
    assert rich.cut[-9:].mean() < poor.cut[-9:].mean()


def test_new_objects_need_water_and_a_new_intake_gives_it():
    scenario = load("toy").with_changes(DRY)
    p = scenario.params(city_budget.Params, "city_budget")
    world = simulate("toy", until="1981-01", observe=False).world
    clock, dice = clock_at(39, scenario.burn_in), Dice(1, "city_budget.water", 39)

    def cut(finished: NDArray[np.bool_]) -> float:
        world.projects.finished[:] = finished
        city_budget.draw_water(world, p, clock, dice)
        return float(world.districts.cut.sum())

    water = world.projects.water
    nothing, industry, all_built = cut(water > 1e9), cut(water < 0.0), cut(water != 0.0)
    assert industry > nothing + 2.0
    assert all_built < nothing


# --------------------------------------------------------------------------------------------------------- account
@pytest.mark.parametrize("off", [(), ("city_budget",), ("wages",)])
def test_every_kopeck_of_the_city_has_a_source_and_a_use(lived, off):
    seen = lived(1, off=off)
    moved = np.diff(seen.account)
    assert (moved == (seen.revenue.sum(axis=1) - seen.spending.sum(axis=1))[1:]).all()
    assert (seen.account >= 0).all()


def test_a_soft_budget_buys_more_than_a_hard_one(lived):
    """Whoever will be refinanced spends beyond his revenue; the centre's grants show it."""
    soft, hard = (lived(1, {"city_budget.continuation": worth}) for worth in (1.4, 0.9))
    assert soft.revenue[:, Revenue.GRANTS].sum() > 1.1 * hard.revenue[:, Revenue.GRANTS].sum()
    assert soft.spending.sum() > hard.spending.sum()

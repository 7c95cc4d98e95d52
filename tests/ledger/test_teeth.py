"""The teeth: neutralised causes, pairs of runs with one luck, draws of the parameters; on the toy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from magnitka.ledger import Claim, Sharpened, judge, sharpen
from magnitka.ledger import teeth as teeth_module
from magnitka.ledger.acts import TIGHTER, buffered_supply, sound_machines, tighter_plans
from magnitka.ledger.change import parse_change
from magnitka.ledger.claims import ABOVE, BELOW, CHECK, Band, Teeth
from magnitka.ledger.draws import latin_hypercube, range_of, steps_of
from magnitka.quantity import Dated, Kind
from magnitka.run import Run, simulate
from magnitka.scenario import load
from magnitka.world import World
from magnitka.world.goods import MACHINES, SCRAP


def claim(name: str, observable: str, band: Band, neutralise: str, pushes: str) -> Claim:
    return Claim(
        name, "So it was.", "MACAL", "page", "author", name, (), CHECK, observable, "1", band, ("1981-01", "1981-12"),
        Teeth(neutralise, parse_change(neutralise), pushes), why_band="So.",
    )  # fmt: skip


CLAIMS = (
    claim("X01", "request_inflation", Band(1.001, None), "act: buffered_supply", BELOW),
    claim("X02", "dekad3_share_assembly", Band(None, 0.9), "off: storming", ABOVE),
    claim("X03", "output_without_barter", Band(None, 0.5), "set: barter.generosity=0", ABOVE),
    claim("X04", "inhouse_share_drop", Band(-0.5, 0.5), "set: equipment.inhouse_speed=0", BELOW),
)


@pytest.fixture(scope="module")
def sharpened() -> Sharpened:
    return sharpen("toy", seeds=2, draws=2, claims=CLAIMS, processes=1, keep=False)


def test_each_check_is_measured_by_seed_draw_and_without_its_cause(sharpened: Sharpened, toy: Run) -> None:
    assert sharpened.seeds == (1, 2) and sharpened.digest == toy.scenario.digest and not sharpened.stale
    for bite in sharpened.bites.values():
        assert len(bite.seeds) == 2 and None not in bite.seeds and len(bite.draws) == 2
    inflation = sharpened.bites["X01"]
    assert inflation.neutralised == pytest.approx(1.0)
    assert min(inflation.seeds) > 1.0
    assert sharpened.bites["X02"].neutralised == pytest.approx(1 / 3, abs=0.02)


def test_a_pair_shares_its_luck_and_its_neutralisation(sharpened: Sharpened) -> None:
    without_deals = sharpened.bites["X03"].neutralised
    assert without_deals == 0.0  # nobody gives anything in either run: the two are one
    assert all(value != 0.0 for value in sharpened.bites["X03"].seeds)


def test_in_several_processes_the_same_is_found(sharpened: Sharpened) -> None:
    again = sharpen("toy", seeds=2, draws=2, claims=CLAIMS[:1], processes=2, keep=False)
    assert again.bites["X01"] == sharpened.bites["X01"]


def test_what_breaks_down_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = claim("X09", "request_inflation", Band(0.0, 9.0), "set: storming.floor_assembly=1", BELOW)
    found = sharpen("toy", seeds=1, draws=0, claims=[broken], processes=1, keep=False)
    assert found.bites["X09"].neutralised is None and "storming" in found.bites["X09"].reason
    assert len(found.broken) == 1


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for teeth beside the shipped scenarios, in which nobody else writes."""
    monkeypatch.setattr(teeth_module, "STORED", tmp_path)
    return tmp_path


def keep(sharpened: Sharpened, store: Path) -> None:
    teeth_module.write(sharpened, store / "toy.json")


def test_judge_uses_what_is_kept_and_only_where_it_belongs(
    sharpened: Sharpened, toy: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(sharpened, store)
    first, _, third, _ = judge(toy, claims=CLAIMS)
    assert first.teeth and first.teeth["kills"] is True and first.teeth["draws"]
    assert third.value is not None and "mean of pairs of runs, seeds 1, 2" in third.note

    other_band = [replace(CLAIMS[0], band=Band(0.0, 2.0)), *CLAIMS[1:]]
    assert judge(toy, claims=other_band)[0].teeth["kills"] is None  # type: ignore[index]
    other_teeth = [
        claim("X01", "request_inflation", CLAIMS[0].band, "set: ordering.theta=0", BELOW),
        *CLAIMS[1:],
    ]
    told = judge(toy, claims=other_teeth)
    assert "teeth not tested" in told[0].note and told[2].value is not None
    for other in (simulate("toy", set={"ordering.theta": 0.3}), simulate("toy", off=["barter"])):
        assert all(one.teeth["kills"] is None for one in judge(other, claims=CLAIMS))  # type: ignore[index]

    monkeypatch.setattr(teeth_module, "code_digest", lambda: "other")
    assert "teeth were tested with other code" in judge(toy, claims=CLAIMS)[0].note


def test_a_damaged_store_is_as_none(sharpened: Sharpened, toy: Run, store: Path) -> None:
    keep(sharpened, store)
    place = store / "toy.json"
    place.write_text(place.read_text("utf-8")[:-20], encoding="utf-8")
    assert "teeth not tested" in judge(toy, claims=CLAIMS)[0].note


def test_what_sharpen_finds_is_kept_for_judge(toy: Run, store: Path) -> None:
    sharpen("toy", seeds=1, draws=0, claims=CLAIMS[:1], processes=1)
    assert [place.name for place in store.iterdir()] == ["toy.json"]
    assert judge(toy, claims=CLAIMS[:1])[0].teeth["kills"] is True  # type: ignore[index]


def test_a_scenario_that_is_not_shipped_keeps_its_teeth_in_the_cache(store: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    mine = load(load("toy").write(tmp_path / "mine"))
    sharpen(mine, seeds=1, draws=0, claims=CLAIMS[:1], processes=1)
    assert not list(store.glob("*.json"))
    assert judge(simulate(mine), claims=CLAIMS[:1])[0].teeth["kills"] is True  # type: ignore[index]


# ------------------------------------------------------------------------------------------------ draws
def test_draws_meet_every_part_of_every_range_once() -> None:
    scenario, many = load("magnitogorsk"), 8
    draws = [dict(draw) for draw in latin_hypercube(scenario, many)]
    seen = 0
    for section, leaves in scenario.parameters.items():
        for name, leaf in leaves.items():
            key = f"{section}.{name}"
            low, high = range_of(steps_of(leaf)[0])
            if key not in draws[0] or low == high or steps_of(leaf)[0].kind is Kind.DERIVED:
                continue
            parts = sorted(int(many * (draw[key] - low) / (high - low)) for draw in draws)
            assert parts == list(range(many)), key
            seen += 1
    assert seen > 100
    assert not any(key.startswith(("foundation.", "tables.")) for key in draws[0])


def test_managers_go_on_knowing_what_planners_do() -> None:
    for draw in map(dict, latin_hypercube(load("magnitogorsk"), 5)):
        for name in ("late_plan", "correction", "correction_share", "ratchet", "discount"):
            assert draw[f"storming.{name}"] == draw[f"planning.{name}"]
        assert draw["reporting.late_count"] == draw["storming.late_count"]


def test_a_dated_parameter_moves_as_one() -> None:
    scenario = load("magnitogorsk")
    leaf = scenario.parameters["allocation"]["outside_value"]
    assert isinstance(leaf, Dated)
    for draw in map(dict, latin_hypercube(scenario, 5)):
        ends = [range_of(step) for step in steps_of(leaf)]
        values = [value for key, value in draw.items() if key.startswith("allocation.outside_value@")]
        parts = [(value - low) / (high - low) for value, (low, high) in zip(values, ends, strict=True)]
        assert parts == pytest.approx([parts[0]] * len(parts))


# ------------------------------------------------------------------------------------------------ acts of God
def at_work(toy: Run) -> World:
    """A world of its own, as the toy's last dekad left it."""
    return Run(None, toy.manifest, recipe=toy.recipe, state=toy.checkpoint()).world


def test_the_buffer_makes_up_what_suppliers_fell_short_of(toy: Run) -> None:
    world = at_work(toy)
    e, k = world.enterprises, world.links
    before = e.fit.sum()
    short = float((k.short * (e.kind[k.customer] == 0)).sum())
    acts = buffered_supply(range(36, 72), toy.recipe.origin)
    acts[40](world, toy.clock(-1))
    assert len(acts) == 36 and short > 0
    assert e.fit.sum() - before == pytest.approx(short)
    assert (e.fill == 1.0).all() and (e.fill_spread == 0.0).all()


def test_sound_machines_reach_steelworks_only(toy: Run) -> None:
    world = at_work(toy)
    e, k, machines = world.enterprises, world.links, world.goods.row_of[MACHINES]
    steel = e.own_make[:, world.goods.row_of[SCRAP]] > 0
    others = e.grade[~steel, machines].copy()
    sound_machines(range(1), 0)[0](world, toy.clock(-1))
    assert (e.grade[steel, machines] == 1.0).all() and (e.grade[~steel, machines] == others).all()
    bound = steel[k.customer] & (k.good == machines)
    assert bound.any()
    np.testing.assert_allclose(k.on_way_grade[bound], (k.on_way + k.on_way_unfit)[bound])


def test_targets_are_raised_once_a_year_and_taken_back(toy: Run) -> None:
    acts = tighter_plans(range(36, 36 + 72), toy.recipe.origin)
    assert sorted(acts) == [
        37,
        72,
        73,
    ]  # raised after the first plan; taken back before the second, raised again
    world = at_work(toy)
    plan, first, taut = (
        column.copy()
        for column in (world.enterprises.plan_year, world.enterprises.plan_first, world.shops.tautness)
    )
    acts[37](world, toy.clock(-1))
    np.testing.assert_allclose(world.enterprises.plan_year, TIGHTER * plan)
    np.testing.assert_allclose(world.shops.tautness, taut / TIGHTER)
    acts[72](world, toy.clock(-1))
    np.testing.assert_allclose(world.enterprises.plan_year, plan)
    np.testing.assert_allclose(world.enterprises.plan_first, TIGHTER * first)

"""What is switched off, set by hand or brought along: from when it holds, and what is refused."""

import numpy as np
import pytest

from magnitka.errors import Failure, UsageError
from magnitka.run import Stopped, open, resume, run, simulate
from magnitka.store import LOCK, MANIFEST
from magnitka.tick import MECHANISMS, SECTIONS, TICK

MECHANISM = next(process.mechanism for process in TICK if process.params is not None)

OWN = """
from __future__ import annotations
from dataclasses import dataclass
from magnitka.process import Process
from magnitka.quantity import quantity
from magnitka.world import Shops

@dataclass(frozen=True)
class Params:
    lift: float = quantity("1", "what it adds to effort", at_least=0)

PARAMETERS = {"lift": {"value": %s, "unit": "1", "kind": "guess", "low": 0, "high": 1, "why": "a test"}}

def step(world, params, clock, dice):
    world.shops.effort[:] = world.shops.effort + params.lift

def neutral(world, params, clock, dice):
    pass

PROCESS = Process("lifting", "lifting", step, neutral, Params, (Shops.effort,), (Shops.effort,))
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "lifting.py"
    path.write_text(OWN % "0.25")
    return path


def same(a, b):
    return all(np.array_equal(a[name], b[name], equal_nan=a[name].dtype.kind == "f") for name in a)


def a_number(year):
    """A parameter of a mechanism, as the scenario has it, and another value for it."""
    mechanisms = {process.mechanism for process in TICK}
    for key, quantity in year.scenario.quantities():
        section = key.partition(".")[0]
        if section in mechanisms and "@" not in key and quantity.low not in (None, quantity.value):
            return key, quantity, quantity.low
    raise AssertionError("no parameter has a range")


@pytest.mark.parametrize("mechanism", sorted({process.mechanism for process in TICK}))
def test_off_holds_only_from_the_start(year, mechanism):
    off = simulate(year.scenario, year.until, off=[mechanism], keep=[year.first], cache=False)
    assert same(off.states[year.first], year.run.states[year.first])
    assert off.manifest["off"] == [mechanism]


def test_set_holds_only_from_the_start(year):
    key, old, new = a_number(year)
    changed = simulate(year.scenario, year.until, set={key: new}, keep=[year.first], cache=False)
    assert same(changed.states[year.first], year.run.states[year.first])
    assert changed.manifest["set"] == [
        {
            "key": key,
            "unit": old.unit,
            "old": old.value,
            "new": new,
            "inside_range": True,
            "since": year.run.manifest["start"],
        }
    ]


def test_setting_what_was_there_changes_nothing(year):
    key, old, _ = a_number(year)
    assert simulate(year.scenario, year.until, set={key: old.value}).state_hash == year.run.state_hash


def test_a_number_of_the_founding_day_makes_another_past(year):
    founding = next(
        (key, quantity)
        for key, quantity in year.scenario.quantities()
        if key.partition(".")[0] in SECTIONS
        and key.partition(".")[0] not in MECHANISMS
        and quantity.value > 0
    )
    key, quantity = founding
    changed = simulate(
        year.scenario, year.until, set={key: quantity.value * 0.99}, keep=[year.first], observe=False
    )
    assert not same(changed.states[year.first], year.run.states[year.first])
    assert changed.manifest["set"][0]["since"] != changed.manifest["start"]


def test_an_own_mechanism_runs_and_its_copy_is_kept(year, own, tmp_path):
    plain = run(year.scenario, year.until, out=tmp_path / "plain")
    lifted = run(year.scenario, year.until, out=tmp_path / "lifted", own=(own, "after", "storming"))
    assert lifted.state_hash != plain.state_hash
    assert lifted.manifest["with"]["file"] == "lifting.py"
    assert (lifted.path / "with" / "lifting.py").read_bytes() == own.read_bytes()
    assert not list(lifted.path.rglob("*.pyc"))
    assert lifted.manifest["seconds_by_process"]["lifting"] >= 0
    own.unlink()
    assert open(lifted.path).scenario.digest == lifted.scenario.digest


def test_an_own_mechanism_that_does_nothing_changes_nothing(year, own):
    own.write_text(OWN % "0")
    assert (
        simulate(year.scenario, year.until, own=(own, "after", "storming")).state_hash == year.run.state_hash
    )
    own.write_text(OWN % "0.25")
    assert (
        simulate(year.scenario, year.until, own=(own, "after", "storming"), off=["lifting"]).state_hash
        == year.run.state_hash
    )
    assert (
        simulate(
            year.scenario, year.until, own=(own, "after", "storming"), set={"lifting.lift": 0}
        ).state_hash
        == year.run.state_hash
    )


def test_an_own_mechanism_takes_the_place_of_another(year, own):
    replaced = simulate(year.scenario, year.until, own=(own, "replace", "barter"), observe=False)
    barter = {process.name for process in TICK if process.mechanism == "barter"}
    assert barter.isdisjoint(replaced.manifest["seconds_by_process"])
    with pytest.raises(UsageError, match="to switch off"):
        simulate(year.scenario, year.until, own=(own, "replace", "barter"), off=["barter"])


def test_resume_uses_the_copy_of_an_own_mechanism(year, own, tmp_path):
    whole = run(year.scenario, year.until, out=tmp_path / "whole", own=(own, "after", "storming"))

    def stop(stage, tick, *_):
        if tick >= 7:
            raise KeyboardInterrupt

    with pytest.raises(Stopped):
        run(
            year.scenario,
            year.until,
            out=tmp_path / "cut",
            own=(own, "after", "storming"),
            progress=stop,
            part_ticks=1,
            part_seconds=0,
        )
    own.write_text("raise SystemExit('never read')")
    assert resume(tmp_path / "cut").state_hash == whole.state_hash


@pytest.mark.parametrize(
    "code, match",
    [
        ("PROCES = 1", "neither PROCESS"),
        ("def x(:", "SyntaxError"),
        ("\n\n1 / 0", r"lifting.py:3: ZeroDivisionError"),
        (OWN.replace('"lifting", "lifting"', f'"lifting", "{TICK[0].name}"') % "0", "there is one already"),
        (OWN % '"much"', "lift"),
        (OWN.replace('"why": "a test"', '"whi": "a test"') % "0", "whi"),
        (OWN.replace("PARAMETERS", "PARAMETER") % "0", "lifting"),
    ],
)
def test_an_own_mechanism_with_a_fault_is_refused_in_one_sentence(year, own, code, match):
    own.write_text(code)
    with pytest.raises(UsageError, match=match) as caught:
        simulate(year.scenario, year.until, own=(own, "after", "storming"))
    assert "\n" not in str(caught.value)


def test_an_own_mechanism_that_breaks_down_says_when(year, own):
    own.write_text(
        OWN.replace("world.shops.effort[:] =", "if clock.month == 3: raise ValueError('gone')\n    x =") % "0"
    )
    with pytest.raises(Failure, match=r"lifting failed in \d+-03, dekad 1: ValueError: gone"):
        simulate(year.scenario, year.until, own=(own, "after", "storming"))


@pytest.mark.parametrize(
    "asked, match",
    [
        ({"off": ["storning"]}, 'did you mean "storming"'),
        ({"off": "storming"}, "a list"),
        ({"set": {"nothing.here": 1}}, "nothing.here"),
        ({"set": {f"{MECHANISM}.x": 1}}, MECHANISM),
        ({"until": "1991-13"}, "no month 13"),
        ({"until": "1950-01"}, "before the scenario starts"),
        ({"seed": -1}, "whole number"),
        ({"seed": 1.5}, "whole number"),
        ({"threads": 0}, "threads"),
        ({"own": ("none.py", "after", "storming")}, "none.py"),
        ({"own": ("none.py", "after", "storning")}, "storming"),
        ({"own": ("none.py", "before", "storming")}, "before"),
        ({"start_state": (10**6, {})}, "outside the run"),
    ],
)
def test_what_cannot_be_run_is_refused_in_one_sentence(year, asked, match):
    with pytest.raises(UsageError, match=match) as caught:
        simulate(**{"scenario": year.scenario, "until": year.until, **asked})
    assert "\n" not in str(caught.value)


def test_nothing_is_left_where_a_run_was_refused(year, tmp_path):
    with pytest.raises(UsageError):
        run(year.scenario, year.until, off=["storning"], out=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_state_of_another_world_is_refused(year):
    state = dict(year.run.states[year.first])
    state["shops.effort"] = state["shops.effort"][:-1]
    with pytest.raises(Failure, match=r"shops\.effort"):
        simulate(year.scenario, year.until, start_state=(year.first, state))


def test_manifest_says_how_it_was_made(year, tmp_path):
    manifest = run(year.scenario, year.until, seed=5, threads=3, out=tmp_path / "run").manifest
    assert (manifest["seed"], manifest["threads"], manifest["status"], manifest["ticks"]) == (
        5,
        3,
        "finished",
        36,
    )
    assert manifest["until"] == year.until
    assert {process.name for process in TICK} <= manifest["seconds_by_process"].keys()
    assert 20 < manifest["peak_rss_mb"] < 10_000
    assert {"python", "numpy", "numba", "cpu", "os"} == manifest["machine"].keys()
    text = (tmp_path / "run" / MANIFEST).read_text()
    import platform

    assert str(tmp_path) not in text and platform.node() not in text
    assert not (tmp_path / "run" / LOCK).exists()

"""One seed gives one state hash: whatever the threads, the checkpoints, the collection, the process, the cache."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magnitka.run import run, simulate


def series_of(one):
    return {name: values.tobytes() for name, values in one.record.series.items()}


@pytest.mark.parametrize("threads", [1, 2, 3, 7])
def test_threads_change_nothing(year, threads):
    again = simulate(year.scenario, year.until, threads=threads)
    assert again.state_hash == year.run.state_hash
    assert series_of(again) == series_of(year.run)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(after=st.integers(0, 35))
def test_a_checkpoint_at_any_tick_changes_nothing(year, after):
    tick = year.first + after
    rest = simulate(year.scenario, year.until, start_state=(tick, year.run.states[tick]))
    assert rest.state_hash == year.run.state_hash
    assert rest.ticks == 36 - after
    for name, values in year.run.record.series.items():
        assert rest.record.series[name].tobytes() == values[after:].tobytes()
    for name, values in year.run.record.panels.items():
        assert rest.record.panels[name].tobytes() == values[after:].tobytes()


def test_collection_changes_nothing(year):
    unseen = simulate(year.scenario, year.until, observe=False)
    assert unseen.state_hash == year.run.state_hash


@pytest.mark.parametrize("part_ticks", [1, 5, 36])
def test_a_folder_and_its_parts_change_nothing(year, tmp_path, part_ticks):
    stored = run(year.scenario, year.until, out=tmp_path / "run", part_ticks=part_ticks, part_seconds=0)
    assert stored.state_hash == year.run.state_hash
    assert stored.manifest["files"] == {
        name: stored.manifest["files"][name] for name in {*year.run.record.files(), "checkpoint.npz"}
    }
    assert series_of(stored) == series_of(year.run)


def test_files_of_a_run_are_the_same_bytes(year, tmp_path):
    first, second = (
        run(year.scenario, year.until, out=tmp_path / name, part_ticks=ticks, part_seconds=0)
        for name, ticks in (("first", 1), ("second", 999))
    )
    assert first.manifest["files"] == second.manifest["files"]
    for name in first.manifest["files"]:
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes()


def test_a_burn_in_from_the_cache_or_lived_is_the_same(year):
    assert simulate(year.scenario, year.until, cache=False).state_hash == year.run.state_hash


def test_another_process_with_other_hashing_says_the_same(year):
    code = f"from magnitka.run import simulate; print(simulate('toy', {year.until!r}).state_hash)"
    told = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "12345"},
    )
    assert told.stdout.strip() == year.run.state_hash


def test_other_seeds_have_other_luck(year):
    hashes = {simulate(year.scenario, year.until, seed).state_hash for seed in (1, 2, 3)}
    assert len(hashes) == 3 and year.run.state_hash in hashes


def test_states_that_are_kept_are_copies(year):
    tick = year.first + 3
    before = {name: column.copy() for name, column in year.run.states[tick].items()}
    simulate(year.scenario, year.until, start_state=(tick, year.run.states[tick]))
    assert all(
        np.array_equal(before[name], column, equal_nan=column.dtype.kind == "f")
        for name, column in year.run.states[tick].items()
    )

"""Run folders: named, found, refused, read; and what is damaged is told in one sentence."""

import json
import multiprocessing
import os
import shutil
from pathlib import Path

import pytest

from magnitka.errors import Failure, UsageError
from magnitka.kernels.compile import cache_root
from magnitka.run import open, resume, run, simulate
from magnitka.store import (
    FORMAT,
    JOURNAL,
    MANIFEST,
    PARTS,
    Folder,
    create,
    read_manifest,
    resolve,
    write_atomically,
)


@pytest.fixture(scope="module")
def stored(year, tmp_path_factory):
    return run(year.scenario, year.until, out=tmp_path_factory.mktemp("stored") / "run")


@pytest.fixture
def copied(stored, tmp_path):
    """A finished run folder that a test may damage."""
    return Path(shutil.copytree(stored.path, tmp_path / "copied"))


class Cut(Exception):
    pass


@pytest.fixture
def unfinished(year, tmp_path):
    """A run cut off after some parts."""

    def cut(stage, tick, *_):
        if stage == "simulating" and tick >= 5:
            raise Cut

    with pytest.raises(Cut):
        run(year.scenario, year.until, out=tmp_path / "cut", progress=cut, part_ticks=1, part_seconds=0)
    return tmp_path / "cut"


def sentence(caught):
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400
    return str(caught.value)


def snapshot(folder):
    return {
        path.relative_to(folder): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_stored_run_reads_as_it_was(year, stored):
    read = open(stored.path)
    assert read.frame().equals(year.run.frame())
    assert read.series.identical(stored.series)
    for name, values in year.run.record.panels.items():
        assert read.panel(name).tobytes() == values.tobytes()
    for name, values in year.run.record.yearly.items():
        assert read.yearly(name).tobytes() == values.tobytes()
    assert read.labels("good") == year.run.labels("good") and len(read.labels("unit")) == len(
        read.labels("good")
    )
    assert read.world.state_hash() == read.state_hash == year.run.state_hash
    assert read.scenario.digest == year.scenario.digest
    assert read.clock(0).month_starts and read.clock(-1).year_ends
    assert read.checkpoint().keys() == year.run.world.columns().keys()


def test_series_have_units_and_names(stored):
    data = stored.series
    assert data.sizes["time"] == 36
    assert all({"units", "long_name"} <= data[name].attrs.keys() for name in data.data_vars)
    assert str(data["time"].values[1])[:10].endswith("-01-11")
    frame = stored.frame()
    assert list(frame.columns[:5]) == ["tick", "date", "year", "month", "dekad"]
    assert frame["date"][0].endswith("-01-1") and set(frame["dekad"]) == {1, 2, 3}
    assert len(frame.select_dtypes("number").columns) == len(frame.columns) - 1


def test_a_finished_folder_holds_what_it_should_and_nothing_else(stored):
    names = {path.name for path in stored.path.iterdir()}
    assert names == {MANIFEST, "scenario", "series.parquet", "panels", "yearly.npz", "checkpoint.npz"}
    written = json.loads((stored.path / MANIFEST).read_text())
    assert written == json.loads(json.dumps(stored.manifest))


def test_a_finished_folder_is_never_touched_again(copied, stored):
    before = snapshot(copied)
    read = open(copied)
    read.frame(), read.series, read.world
    assert resume(copied).state_hash == stored.state_hash
    with pytest.raises(UsageError, match="finished run"):
        run("toy", out=copied)
    assert snapshot(copied) == before


def test_an_unfinished_folder_is_refused_with_the_way_on(unfinished):
    for attempt, error in (
        (lambda: run("toy", out=unfinished), UsageError),
        (lambda: open(unfinished), Failure),
    ):
        with pytest.raises(error, match="magnitka resume") as caught:
            attempt()
        assert str(unfinished) in sentence(caught)


def test_a_folder_with_something_else_in_it_is_refused(tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        run("toy", out=tmp_path)
    with pytest.raises(UsageError, match="is a file"):
        run("toy", out=tmp_path / "thesis.tex")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_what_a_killed_start_leaves_behind_is_written_over(tmp_path):
    (tmp_path / "scenario").mkdir()
    (tmp_path / "scenario" / ".scenario.yaml.77-aa.tmp").write_text("half")
    (tmp_path / ".manifest.json.77-bb.tmp").write_text("half")
    create(tmp_path, "toy", 1, {"scenario/scenario.yaml": b"x"}, {"format": FORMAT}).close()
    assert (tmp_path / MANIFEST).is_file()


def test_runs_are_found_by_path_by_beginning_and_as_last(stored, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, created in (("toy-a1", "2026-01-03"), ("toy-a2", "2026-01-01"), ("other", "2026-01-02")):
        folder = Path(shutil.copytree(stored.path, tmp_path / "runs" / name))
        manifest = json.loads((folder / MANIFEST).read_text())
        (folder / MANIFEST).write_text(json.dumps(manifest | {"created": created}))
    assert resolve("runs/other") == Path("runs/other")
    assert resolve("oth") == Path("runs/other")
    assert resolve("last") == Path("runs/toy-a1")
    assert open("toy-a2").state_hash == stored.state_hash
    for named, match in (
        ("toy", "beginning of 2 runs"),
        ("toy-b", "did you mean"),
        ("", "no run"),
        (tmp_path, "not a run folder"),
    ):
        with pytest.raises(UsageError, match=match) as caught:
            resolve(named)
        sentence(caught)


def test_a_run_without_out_gets_a_folder_of_its_own(year, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    paths = [run(year.scenario, year.until, seed=3).path for _ in range(2)]
    assert paths[0] != paths[1]
    assert all(
        path.parent == Path("runs") and path.name.startswith("toy-") and "-s3-" in path.name for path in paths
    )
    assert resolve("last") == paths[1]


@pytest.mark.parametrize(
    "damage, match",
    [
        (lambda folder: (folder / MANIFEST).write_text('{"format": 1, "sta'), "damaged"),
        (lambda folder: (folder / MANIFEST).write_text("[" * 100_000), "damaged"),
        (lambda folder: (folder / MANIFEST).write_bytes(b"\xff\xfe"), "damaged"),
        (lambda folder: (folder / MANIFEST).write_text("[]"), "damaged"),
        (lambda folder: (folder / MANIFEST).write_text('{"format": 1}'), "lacks"),
        (
            lambda folder: (folder / MANIFEST).write_text('{"format": 99, "version": "7.0"}'),
            "7.0 in format 99; this version reads",
        ),
        (lambda folder: (folder / "series.parquet").write_bytes(b"PAR1"), "damaged or changed"),
        (lambda folder: (folder / "series.parquet").unlink(), "cannot read the run"),
        (lambda folder: (folder / "panels" / "shop.npz").write_bytes(b"PK"), "damaged or changed"),
    ],
)
def test_a_damaged_run_is_told_in_one_sentence(copied, damage, match):
    damage(copied)
    with pytest.raises(Failure, match=match) as caught:
        open(copied).frame()
    sentence(caught)


def test_a_run_begun_by_other_code_is_not_continued(unfinished):
    manifest = json.loads((unfinished / MANIFEST).read_text())
    (unfinished / MANIFEST).write_text(json.dumps(manifest | {"code_digest": "0" * 16, "version": "0.0.9"}))
    with pytest.raises(Failure, match="begun by other code") as caught:
        resume(unfinished)
    assert "0.0.9" in sentence(caught)


def test_a_scenario_changed_behind_the_run_is_noticed(unfinished):
    path = unfinished / "scenario" / "scenario.yaml"
    path.write_text(path.read_text().replace("title:", "title: Another", 1))
    with pytest.raises(Failure, match="changed"):
        resume(unfinished)


@pytest.mark.parametrize(
    "damage",
    [
        lambda parts: (parts / JOURNAL).unlink(),
        lambda parts: (parts / JOURNAL).write_text('[{"na'),
        lambda parts: sorted(parts.glob("*.npz"))[-1].write_bytes(b"PK"),
        lambda parts: sorted(parts.glob("*.npz"))[0].unlink(),
        lambda parts: (parts / "000777-000888.npz").write_bytes(b"nobody named me"),
        lambda parts: (parts / ".journal.json.1-aa.tmp").write_bytes(b"half"),
        lambda parts: shutil.rmtree(parts),
    ],
)
def test_damaged_parts_are_lived_again(unfinished, stored, damage):
    damage(unfinished / PARTS)
    again = resume(unfinished)
    assert again.state_hash == stored.state_hash and again.manifest["files"] == stored.manifest["files"]
    assert not (unfinished / PARTS).exists()


def test_resume_goes_on_where_the_parts_end(unfinished, year):
    kept = Folder(unfinished)
    last = kept.parts[-1]["last"]
    kept.close()
    assert last >= year.first + 5
    assert resume(unfinished).manifest["taken_up"] == last


def test_two_processes_do_not_write_to_one_folder(unfinished):
    holder = Folder(unfinished)
    try:
        with pytest.raises(Failure, match="another process"):
            resume(unfinished)
    finally:
        holder.close()
    resume(unfinished)


def test_a_damaged_burn_in_is_lived_again(year):
    folder = cache_root() / "burnin"
    simulate(year.scenario, year.until, observe=False)
    kept = {path: path.read_bytes() for path in folder.glob("*.npz")}
    assert kept
    for damage in (b"", b"nonsense", next(iter(kept.values()))[:-9]):
        for path in kept:
            path.write_bytes(damage)
        assert simulate(year.scenario, year.until, observe=False).state_hash == year.run.state_hash
    assert any(path.read_bytes() == content for path, content in kept.items())


def _burn_in(until, cache, results):
    os.environ["MAGNITKA_CACHE"] = cache
    results.put(simulate("toy", until, observe=False, threads=1).state_hash)


def test_processes_that_burn_in_at_once_do_not_disturb_each_other(year, tmp_path):
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    workers = [context.Process(target=_burn_in, args=(year.until, str(tmp_path), results)) for _ in range(3)]
    for worker in workers:
        worker.start()
    assert {results.get(timeout=300) for _ in workers} == {year.run.state_hash}
    for worker in workers:
        worker.join()
    assert len(list((tmp_path / "burnin").iterdir())) == 1


def test_without_a_cache_that_can_be_written_the_run_is_the_same(year, tmp_path, monkeypatch):
    (tmp_path / "burnin").write_text("in the way")
    monkeypatch.setenv("MAGNITKA_CACHE", str(tmp_path))
    assert simulate(year.scenario, year.until, observe=False).state_hash == year.run.state_hash


def test_an_epilogue_comes_before_the_run_is_finished(year, tmp_path):
    seen = []

    def look(one):
        seen.append((read_manifest(one.path)["status"], one.manifest["status"], len(one.frame())))
        one.manifest["remark"] = "looked at"

    run(year.scenario, year.until, out=tmp_path / "run", epilogue=(look,))
    assert seen == [("unfinished", "finished", 36)]
    assert read_manifest(tmp_path / "run")["remark"] == "looked at"


def test_an_epilogue_that_fails_leaves_a_run_to_resume(year, tmp_path, stored):
    def fail(one):
        raise Failure("no ink")

    with pytest.raises(Failure, match="no ink"):
        run(year.scenario, year.until, out=tmp_path / "run", epilogue=(fail,))
    again = resume(tmp_path / "run")
    assert again.manifest["files"] == stored.manifest["files"]
    assert again.manifest["taken_up"] == year.first + 36


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_file_is_as_before_or_whole(tmp_path, monkeypatch, broken):
    path = tmp_path / "deep" / "file"
    write_atomically(path, b"before")

    def fail(*_):
        raise OSError("no space")

    with monkeypatch.context() as patch:
        patch.setattr(os, broken, fail)
        with pytest.raises(OSError, match="no space"):
            write_atomically(path, b"after")
    assert path.read_bytes() == b"before" and [one.name for one in path.parent.iterdir()] == ["file"]
    write_atomically(path, b"after")
    assert path.read_bytes() == b"after"

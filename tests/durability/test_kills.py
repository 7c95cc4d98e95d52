"""Runs that are killed, stopped, or lose their disk: nothing finished is lost, and the end is the same, bit for bit."""

import errno
import os
import random
import shutil
import signal
import subprocess
from contextlib import contextmanager

import pytest

from magnitka.errors import Failure
from magnitka.run import Stopped, open, resume, run
from magnitka.store import MANIFEST, Folder, read_manifest

KILLS = 40
KILLS_PER_RUN = 3


def durable(folder, first):
    """Dekads that are safe on the disk."""
    if not (folder / MANIFEST).exists():
        return 0
    manifest = read_manifest(folder)
    if manifest["status"] == "finished":
        return manifest["ticks"]
    held = Folder(folder)
    held.close()
    return held.parts[-1]["last"] - first if held.parts else 0


def reported(said):
    """Dekads that the run had said were done, before it was killed."""
    ticks = [int(line) for line in said.read_text().splitlines() if line.isdigit()] if said.exists() else []
    return max(ticks, default=0)


def assert_whole(folder, whole):
    made = open(folder)
    assert made.state_hash == whole.run.state_hash
    assert made.manifest["files"] == whole.run.manifest["files"]
    assert (folder / "series.parquet").read_bytes() == (whole.run.path / "series.parquet").read_bytes()
    assert made.frame().equals(whole.run.frame())
    assert not list(folder.rglob("*.tmp")) and not (folder / "parts").exists()


def test_a_run_survives_forty_random_kills(whole, nursery, cache, tmp_path):
    dice = random.Random(1929)
    code, life = nursery.bear("run", tmp_path / "alone", tmp_path / "said-alone")
    assert code == 0
    assert_whole(tmp_path / "alone", whole)
    kills = runs = 0
    while kills < KILLS:
        runs += 1
        folder, said = tmp_path / f"run-{runs}", tmp_path / f"said-{runs}"
        if runs % 4 == 0:
            shutil.rmtree(cache / "burnin")  # so that some are killed while they burn in
        for _ in range(KILLS_PER_RUN):
            begun = (folder / MANIFEST).exists()
            code, _ = nursery.bear(
                "resume" if begun else "run", folder, said, seconds=dice.uniform(0, 1.1 * life)
            )
            assert code in (-signal.SIGKILL, 0), said.read_text()
            kills += code == -signal.SIGKILL
            assert durable(folder, whole.first) >= reported(said)
        code, _ = nursery.bear("resume" if (folder / MANIFEST).exists() else "run", folder, said)
        assert code == 0, said.read_text()
        assert_whole(folder, whole)
        shutil.rmtree(folder)


def test_ctrl_c_says_how_to_go_on_and_so_it_does(whole, nursery, tmp_path):
    dice, stopped = random.Random(1930), 0
    _, life = nursery.bear("run", tmp_path / "alone", tmp_path / "said-alone")
    for number in range(30):
        folder, said = tmp_path / f"run-{number}", tmp_path / f"said-{number}"
        code, _ = nursery.bear("run", folder, said, seconds=dice.uniform(0.02, life), sign=signal.SIGINT)
        if code == 0 or not (folder / MANIFEST).exists():
            continue
        words = said.read_text().splitlines()[-1]
        assert code == 1
        if words.startswith("Stopped"):
            stopped += 1
            assert f"magnitka resume {folder}" in words
        assert resume(folder).manifest["files"] == whole.run.manifest["files"]
        if stopped == 4:
            return
    raise AssertionError("no run could be stopped")


@contextmanager
def failing(name, count):
    """The `count`-th call of a function of `os` finds the disk full."""
    real, left = getattr(os, name), [count]

    def fail(*given, **options):
        left[0] -= 1
        if left[0] == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*given, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, name, fail)
        yield left


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_a_full_disk_at_any_write_costs_nothing_finished(whole, tmp_path, name):
    with failing(name, 0) as calls:
        run("toy", whole.until, out=tmp_path / "counted", part_ticks=12, part_seconds=0)
    writes = -calls[0]
    assert writes > 15
    for count in range(1, writes + 1, 4 if name == "replace" else 8):
        folder = tmp_path / f"{name}-{count}"
        with failing(name, count), pytest.raises(Failure, match="No space left on device") as caught:
            run("toy", whole.until, out=folder, part_ticks=12, part_seconds=0)
        assert "\n" not in str(caught.value)
        again = resume(folder) if (folder / MANIFEST).exists() else run("toy", whole.until, out=folder)
        assert again.manifest["files"] == whole.run.manifest["files"]
        assert_whole(folder, whole)
        shutil.rmtree(folder)


def test_a_really_full_disk(whole, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        with pytest.raises(Failure, match="No space left on device"):
            run("toy", whole.until, out=disk / "run", part_ticks=1, part_seconds=0)
        kept = durable(disk / "run", whole.first)
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        again = (
            resume(disk / "run")
            if (disk / "run" / MANIFEST).exists()
            else run("toy", whole.until, out=disk / "run")
        )
        assert again.manifest["taken_up"] == whole.first + kept
        assert_whole(disk / "run", whole)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@contextmanager
def unprivileged():
    """As a user who may not write everywhere, for root may."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def public(tmp_path):
    """A folder that any user may enter, with one in it that none may write to."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(folder.stat().st_mode | 0o055)
    locked = tmp_path / "locked"
    locked.mkdir()
    yield locked
    locked.chmod(0o755)


def test_a_folder_that_cannot_be_written_to_is_told_in_one_sentence(whole, public):
    public.chmod(0o555)
    with (
        unprivileged(),
        pytest.raises(Failure, match="cannot make the run folder .*Permission denied") as caught,
    ):
        run("toy", whole.until, out=public / "run")
    assert "\n" not in str(caught.value) and not list(public.iterdir())


def test_a_folder_that_cannot_be_looked_into_is_told_in_one_sentence(whole, public):
    public.chmod(0o000)
    for attempt in (lambda: run("toy", whole.until, out=public / "run"), lambda: open(public / "run")):
        with unprivileged(), pytest.raises(Failure, match="Permission denied") as caught:
            attempt()
        assert "\n" not in str(caught.value)


def test_an_unfinished_run_that_became_read_only_is_kept(whole, public):
    def stop(stage, tick, *_):
        if stage == "simulating" and tick >= 9:
            raise KeyboardInterrupt

    folder = public / "run"
    with pytest.raises(Stopped, match=r"\d+ of 36 dekads are kept"):
        run("toy", whole.until, out=folder, progress=stop, part_ticks=1, part_seconds=0)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with unprivileged(), pytest.raises(Failure, match="Permission denied"):
        resume(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert resume(folder).manifest["taken_up"] >= whole.first + 9
    assert_whole(folder, whole)

"""The two commands of the README and the script of CI: they set up what is missing, and say what they do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = f'root="{ROOT}"; . "$root/scripts/environment.sh"; '

pytestmark = pytest.mark.skipif(os.name != "posix", reason="these are scripts for a POSIX shell")


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """An environment that counts as set up: its interpreter is this one. Its path has a blank in it."""
    venv = tmp_path / "my environments" / "venv"
    (venv / "bin").mkdir(parents=True)
    python = venv / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    for what in ("run", "dev"):
        (venv / f"ready-{what}").write_text(shell(PARTS + "recipe").stdout)
    return venv


@pytest.mark.parametrize("script", ["run-magnitka", "test-magnitka", "scripts/environment.sh", ".ci/run"])
def test_scripts_are_sound(script: str) -> None:
    interpreter = "bash" if script == ".ci/run" else "sh"
    ended = subprocess.run([interpreter, "-n", ROOT / script], capture_output=True, text=True, check=False)
    assert ended.stderr == ""


def test_run_magnitka_runs_the_main_job_from_anywhere(ready: Path) -> None:
    ended = shell(f'"{ROOT}/run-magnitka" --help', MAGNITKA_VENV=str(ready), PYTHONPATH=str(ROOT))
    assert ended.stdout.startswith("Usage: magnitka run"), ended.stderr
    assert ended.stderr == ""


def test_test_magnitka_runs_the_tests(ready: Path) -> None:
    ended = shell(f'"{ROOT}/test-magnitka" --version', MAGNITKA_VENV=str(ready))
    assert "pytest" in ended.stdout, ended.stderr
    assert "running the tests" in ended.stderr


def test_an_environment_for_tests_will_do_for_running(ready: Path) -> None:
    (ready / "ready-run").unlink()
    assert shell(PARTS + "prepare run", MAGNITKA_VENV=str(ready)).stderr == ""


def test_an_environment_of_another_recipe_is_not_ready(ready: Path) -> None:
    (ready / "ready-dev").write_text("0 0\n")
    assert shell(PARTS + "ready dev", MAGNITKA_VENV=str(ready)).returncode == 1
    assert shell(PARTS + "ready run", MAGNITKA_VENV=str(ready)).returncode == 0


def test_without_a_python_it_says_what_is_missing(tmp_path: Path) -> None:
    """Only the tools that the script itself needs are on the path."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "mkdir", "cat", "rm", "sleep", "cksum"):
        (tools / tool).symlink_to(Path(shell(f"command -v {tool}").stdout.strip()))
    venv = tmp_path / "venv"
    ended = shell(f'"{ROOT}/run-magnitka"', MAGNITKA_VENV=str(venv), PATH=str(tools), PYTHON="")
    assert ended.returncode == 1
    assert "Python 3.11 or newer is needed" in ended.stderr
    assert not venv.exists()
    assert not Path(f"{venv}.lock").exists()


def test_the_lock_of_a_dead_set_up_is_broken(ready: Path) -> None:
    lock = Path(f"{ready}.lock")
    lock.mkdir()
    gone = subprocess.run(["sh", "-c", "echo $$"], capture_output=True, text=True, check=True).stdout
    (lock / "owner").write_text(gone)
    ended = shell(PARTS + "take_lock; drop_lock", MAGNITKA_VENV=str(ready))
    assert ended.returncode == 0
    assert not lock.exists()


def test_pins_name_versions_and_no_places() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.!+]+", pin) for pin in pins)


def test_everything_needed_is_pinned_and_has_a_lower_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {line.partition("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in needed:
        name, bound, _ = requirement.partition(">=")
        assert bound, requirement
        assert name.lower() in pinned

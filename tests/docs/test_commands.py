"""The reference of commands knows every command and option, and the JSON that it promises is what commands print."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from magnitka.cli.app import magnitka
from magnitka.store import FINISHED, MANIFEST
from tests.docs.documents import ROOT, text_of

REFERENCE = text_of(ROOT / "docs" / "commands.md")
UNTIL = "1981-03"


def section_of(command: str) -> str:
    """What the reference says of a command."""
    found = re.search(rf"^## {command}\n(.*?)(?=^## )", REFERENCE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md has no section {command}"
    return found[1]


def promised(command: str) -> set[str]:
    """The JSON keys that the reference promises of a command."""
    told = re.search(r"^JSON keys: (.*?)(?:\n\n|\Z)", section_of(command), re.MULTILINE | re.DOTALL)
    assert told, f"docs/commands.md says nothing of the JSON of {command}"
    return set(re.findall(r"`([a-z_]+)`", told[1].partition(". ")[0]))


def answer(folder: Path, *words: str) -> Any:
    """The JSON that a command prints when it is given in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        ended = CliRunner().invoke(magnitka, [*words, "--json"], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return json.loads(ended.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two finished runs, a and b."""
    made = tmp_path_factory.mktemp("commands")
    answer(made, "run", "toy", "--until", UNTIL, "--out", "a")
    answer(made, "run", "toy", "--until", UNTIL, "--off", "barter", "--out", "b")
    return made


@pytest.mark.parametrize("name", magnitka.commands)
def test_every_command_has_its_section(name: str) -> None:
    section = section_of(name)
    assert f"<!-- generated: command {name} -->" in section
    for option in magnitka.commands[name].params:
        if isinstance(option, click.Option):
            assert option.opts[0] in section


def test_the_contents_and_the_readme_list_every_command() -> None:
    contents = REFERENCE.partition("**Contents.**")[2].partition("\n\n")[0]
    listed = re.findall(r"\[(\w+)\]\(#\1\)", contents)
    assert listed == list(magnitka.commands)
    table = re.findall(r"^\| `magnitka (\w+)", text_of(ROOT / "README.md"), re.MULTILINE)
    assert table == list(magnitka.commands)


@pytest.mark.parametrize(
    "words",
    [
        ("run", "toy", "--until", UNTIL, "--out", "c"),
        ("check", "a"),
        ("compare", "a", "b"),
        ("why", "a", "blast furnace 1"),
        ("sources", "toy"),
        ("cite", "a"),
        ("methods", "a"),
        ("export", "a", "--to", "parquet", "--out", "a.parquet"),
    ],
    ids=lambda words: words[0],
)
def test_the_promised_keys_are_there(words: tuple[str, ...], folder: Path) -> None:
    keys = promised(words[0])
    assert keys
    assert keys <= set(answer(folder, *words))


def test_a_verdict_has_the_promised_keys(folder: Path) -> None:
    told = section_of("check").partition("Each verdict has at least")[2]
    keys = set(re.findall(r"`([a-z_]+)`", told)) - {"null"}
    verdicts = answer(folder, "check", "a")["verdicts"]
    assert verdicts
    assert keys
    assert all(keys <= set(verdict) for verdict in verdicts)


def test_a_sound_scenario_has_the_promised_keys(folder: Path) -> None:
    assert promised("validate") - {"errors"} <= set(answer(folder, "validate", "toy"))


@pytest.mark.parametrize("thing", ["scenarios", "mechanisms", "shops", "goods", "parameters", "observables"])
def test_everything_that_is_listed_is_promised(thing: str, folder: Path) -> None:
    assert f"`{thing}`" in section_of("list")
    assert answer(folder, "list", thing, "--scenario", "toy")[thing]


def test_the_run_folder_is_as_described(folder: Path) -> None:
    told = REFERENCE.partition("## The run folder")[2].partition("\n## ")[0]
    listed = {
        name
        for cell in re.findall(r"^\| (`.+?) \|", told, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", cell)
    }
    run = folder / "a"
    found = {path.relative_to(run).as_posix() for path in run.rglob("*") if path.is_file()}
    files = {name for name in found if not name.startswith("scenario/")}
    assert files == {name for name in listed if not name.endswith("/")}
    assert "scenario/" in listed
    assert "scenario/scenario.yaml" in found


def test_the_manifest_is_as_described(folder: Path) -> None:
    manifest = json.loads((folder / "a" / MANIFEST).read_bytes())
    told = REFERENCE.partition("The manifest has")[2].partition("\n\n")[0]
    promised_keys = set(re.findall(r"`([a-z_]+)`", told)) - {"finished", "unfinished"}
    assert promised_keys == set(manifest)
    assert manifest["status"] == FINISHED


@pytest.mark.parametrize("variable", ["MAGNITKA_CACHE", "MAGNITKA_DEBUG", "MAGNITKA_VENV", "PYTHON"])
def test_the_environment_is_as_described(variable: str) -> None:
    assert f"| `{variable}` |" in REFERENCE
    code = [*(ROOT / "magnitka").rglob("*.py"), ROOT / "scripts" / "environment.sh"]
    assert any(variable in text_of(path) for path in code)

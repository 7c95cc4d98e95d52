"""Every command explains itself with an example, and the README shows every command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from magnitka.cli.app import magnitka

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", magnitka.commands)
def test_help_has_a_sentence_and_an_example_that_is_no_misuse(name: str, command: Any) -> None:
    help_text = command(name, "--help").out
    assert magnitka.commands[name].short_help
    examples = re.findall(rf"^\s+magnitka ({name} .*)$", help_text, re.MULTILINE)
    assert examples
    for parameter in magnitka.commands[name].params:
        if parameter.param_type_name == "option":
            assert getattr(parameter, "help", None), f"{name} {parameter.name} says nothing of itself"


@pytest.mark.parametrize("name", magnitka.commands)
def test_the_readme_shows_every_command(name: str) -> None:
    assert f"magnitka {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_knows_no_command_that_is_not_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh|console|bash)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    shown = {word for block in blocks for word in re.findall(r"^\$? ?magnitka ([a-z]+)", block, re.MULTILINE)}
    assert shown
    assert shown <= set(magnitka.commands)


def test_the_readme_gives_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for script in ("run-magnitka", "test-magnitka"):
        assert f"./{script}" in text
        assert (ROOT / script).stat().st_mode & 0o111

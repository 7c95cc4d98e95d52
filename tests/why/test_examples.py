"""The example by which the README, the help and the first steps show `why` is one worth showing."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from magnitka.cli.app import magnitka
from magnitka.run import Run
from magnitka.why import explain

README = Path(__file__).resolve().parents[2] / "README.md"
TOLD = {
    "the README": README.read_text(encoding="utf-8"),
    "the first steps": magnitka.help or "",
    "the help": magnitka.commands["why"].help or "",
}


@pytest.mark.parametrize("text", TOLD.values(), ids=TOLD.keys())
def test_the_chain_that_is_shown_has_links(text: str, past: Run) -> None:
    example = re.search(r"^ *magnitka why last (.*)$", text, re.MULTILINE)
    assert example, "no example of why is shown"
    thing, option, when = shlex.split(example[1])
    assert option == "--when"
    chain = explain(past, thing, when)
    assert len(chain.steps) >= 2
    assert chain.steps[0].thing != chain.steps[1].thing
    assert chain.origin is not None

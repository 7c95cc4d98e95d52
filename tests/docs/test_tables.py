"""The tables in the documents are what the code says now, and they leave no mechanism out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from magnitka.observe import PANELS, SERIES
from magnitka.process import Process
from magnitka.table import Table
from magnitka.tick import MECHANISMS, SECTIONS, TICK
from magnitka.world import Centre, Enterprises, Goods, Links, Shops
from scripts import render_docs
from tests.docs.documents import ROOT, anchors, name_of, text_of

MODEL = text_of(ROOT / "MODEL.md")


@pytest.mark.parametrize("path", render_docs.DOCUMENTS, ids=name_of)
def test_tables_are_up_to_date(path: Path) -> None:
    text = text_of(path)
    stale = [
        block["name"]
        for block in render_docs.BLOCK.finditer(text)
        if render_docs.rendered(block[0]) != block[0]
    ]
    assert not stale, "stale tables; run: python scripts/render_docs.py"
    assert text.count("<!-- generated:") == text.count("<!-- end -->") > 0


def test_a_stale_table_is_made_anew() -> None:
    fresh = render_docs.rendered("<!-- generated: sizes -->\n<!-- end -->")
    assert "| shops |" in fresh
    assert render_docs.rendered(fresh.replace("| shops |", "| shoppes |")) == fresh


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(KeyError, match="there is no table fairies"):
        render_docs.rendered("<!-- generated: fairies -->\n<!-- end -->\n")


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_every_mechanism_has_its_section(mechanism: str) -> None:
    section = re.search(rf"^### {mechanism}\n(.*?)^(?:###? )", MODEL, re.MULTILINE | re.DOTALL)
    assert section, f"MODEL.md has no section {mechanism}"
    prose = re.sub(render_docs.BLOCK, "", section[1])
    assert len(prose.split()) > 30, f"MODEL.md says next to nothing of {mechanism}"
    assert f"<!-- generated: neutral {mechanism} -->" in section[1]
    assert f"<!-- generated: parameters {mechanism} -->" in section[1]


def test_there_are_no_sections_of_mechanisms_that_are_gone() -> None:
    submodels = MODEL.partition("## 7 Submodels")[2].partition("\n## ")[0]
    assert re.findall(r"^### (.+)$", submodels, re.MULTILINE) == list(MECHANISMS)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_parameter_is_in_the_model(section: str) -> None:
    assert f"<!-- generated: parameters {section} -->" in MODEL


@pytest.mark.parametrize("process", TICK, ids=lambda process: process.name)
def test_every_neutral_rule_is_stated(process: Process) -> None:
    assert f"- `{process.name}`: {render_docs.neutral_rule(process)}" in MODEL


@pytest.mark.parametrize("table", [Goods, Enterprises, Shops, Links, Centre])
def test_every_column_is_in_the_model(table: type[Table]) -> None:
    part = MODEL.partition(f"#### {table.__name__}\n")[2].partition("\n#### ")[0]
    assert set(re.findall(r"^\| `(\w+)` ", part, re.MULTILINE)) >= {column.name for column in table.columns()}


def test_everything_observed_is_in_the_model() -> None:
    for one in (*SERIES, *PANELS):
        assert f"| `{one.name}` " in MODEL


@pytest.mark.parametrize(
    "section",
    [
        "what-this-cannot-tell-you",
        "patterns-that-do-not-emerge",
        "1-purpose-and-patterns",
        "4-design-concepts",
    ],
)
def test_the_model_has_the_sections_that_a_reader_needs(section: str) -> None:
    assert section in anchors(MODEL)

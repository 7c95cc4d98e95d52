"""What the documents say can be followed: links lead somewhere, code runs, nobody's machine shows through."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from magnitka.kernels.compile import PACKAGE
from magnitka.run import simulate
from magnitka.tick import MECHANISMS
from tests.docs.documents import DOCUMENTS, LANGUAGES, ROOT, anchors, blocks, name_of, text_of

LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
OF_A_MACHINE = re.compile(
    r"(?<![\w.])/(?:home|root|tmp|work|usr|opt|var|mnt|Users)/|[A-Z]:\\|localhost|127\.0\.0\.1"
)
DRAWN_LATER = "docs/pictures/strip.png"  # by the program itself, from a run


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    for link in LINK.findall(text_of(path)):
        if re.match(r"https?://", link):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists() or name_of(target) == DRAWN_LATER, f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors(text_of(target)), f"{link}: no such heading"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_no_machine_shows_through(path: Path) -> None:
    assert not OF_A_MACHINE.findall(text_of(path))


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_blocks_say_in_which_language_they_are(path: Path) -> None:
    fences = re.findall(r"^```(.*)$", text_of(path), re.MULTILINE)
    assert len(fences) % 2 == 0
    assert set(fences[::2]) <= set(LANGUAGES)
    assert set(fences[1::2]) <= {""}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_python_blocks_are_python(path: Path) -> None:
    for block in blocks(text_of(path), "python"):
        compile(block, name_of(path), "exec")


def test_the_tutorial_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "tutorial"}
    parts = blocks(text_of(ROOT / "docs" / "tutorial.md"), "python")
    assert len(parts) > 8
    for number, block in enumerate(parts, start=1):
        exec(compile(block, f"tutorial, block {number}", "exec"), names)
    assert "tap" in capsys.readouterr().out
    assert (tmp_path / "runs" / "base" / "report.html").stat().st_size > 10_000


def test_the_readme_tells_the_rush_as_it_was_measured() -> None:
    """Against the seed and the neutralised run that the teeth of the first and the last dekad's claims keep."""
    text = text_of(ROOT / "README.md").partition("## One result")[2].partition("\n## ")[0]
    bites = json.loads((PACKAGE / "data" / "teeth" / "magnitogorsk.json").read_bytes())["bites"]
    first, last = (bites[name] for name in ("X25", "L039"))
    for words, told in (
        (r"machine building makes", (first["seeds"][0], last["seeds"][0])),
        (r"the month is flat,", (first["neutralised"], last["neutralised"])),
    ):
        found = re.search(rf"{words} \*\*(\d+), (\d+) and (\d+) %\*\*", text)
        assert found, f"the README no longer says that {words} ..."
        shares = [int(share) for share in found.groups()]
        assert sum(shares) == 100
        assert (shares[0], shares[2]) == pytest.approx([100 * share for share in told], abs=1.0)
    by_hand = re.findall(r"--set (\S+=\S+)", text)
    assert sorted(by_hand) == sorted(first["neutralise"].removeprefix("set: ").split(", "))


@pytest.fixture
def my_mechanism(tmp_path: Path) -> Path:
    """The file that CONTRIBUTING has a newcomer write."""
    (block,) = blocks(text_of(ROOT / "CONTRIBUTING.md"), "python")
    path = tmp_path / "my_mechanism.py"
    path.write_text(block, encoding="utf-8")
    return path


def test_the_newcomers_mechanism_does_what_is_said(my_mechanism: Path) -> None:
    own = (my_mechanism, "replace", "ordering")
    plain = simulate("toy", until="1981-03", own=own).series.request_inflation
    padded = simulate(
        "toy", until="1981-03", own=own, set={"norm_ordering.padding": 1.3}
    ).series.request_inflation
    neutral = simulate(
        "toy", until="1981-03", own=own, off=["norm_ordering"], set={"norm_ordering.padding": 1.3}
    )
    assert float(abs(plain - 1.0).max()) < 1e-12
    assert float(abs(padded - 1.3).max()) < 1e-12
    assert float(abs(neutral.series.request_inflation - 1.0).max()) < 1e-12


def test_the_glossary_names_mechanisms_that_exist() -> None:
    named = set(re.findall(r"\*[^*`]*`([a-z_]+)`", text_of(ROOT / "docs" / "glossary.md")))
    assert named
    assert named <= {*MECHANISMS, "five_year_ratio"}

"""The bibliography and the claims: complete, legal, and divided once and for all."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from magnitka.ledger import claim_files, division_digest, load_claims, shipped_claims
from magnitka.ledger.claims import CONTEXT, Band

DATA = Path(__file__).resolve().parents[2] / "magnitka" / "data"
CLAIM_FILES = claim_files()

# Claims that were context of the industry, without observable, until the town could judge them: see town.yaml.
MOVED = [*(f"L{number:03d}" for number in range(55, 67)), "L210", "L214", "L216", "L217"]

SEEN = {"page", "table", "abstract", "snippet", "not seen"}
SOURCE_KEYS = {"author", "title", "year", "where", "seen"}
USED_FOR = {"input", "calibration", "check", "context"}
VOICES = {"author", "official", "interviewee", "hearsay", "statistics"}
CLAIM_KEYS = {
    "id", "says", "source", "where", "voice", "group", "depends_on", "used_for", "observable", "unit", "band",
    "period", "teeth",
}  # fmt: skip

# Family names of private persons and local officials of the essay, as digests, so that the list names nobody.
NAMES = {
    "0d98a3eb7e9b2701",
    "1d39be3975435f95",
    "21ffd4f268a0ed48",
    "3f4f810ae9a9589f",
    "44ddfd089ad598ca",
    "4ad3fd01d915e2ee",
    "881f0da339d301ad",
    "8a9b8856151aed3c",
    "9c3123314ecf39e8",
    "a5773be76d3ebaa5",
    "aa2e51e594ad66ac",
    "cb0291400aad16f3",
    "cf869a1bdf2d6a97",
    "da89d614d8e4c978",
    "f4ee1dcbe6066869",
}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def digest_of_word(word: str) -> str:
    return hashlib.blake2b(word.lower().encode(), digest_size=8).hexdigest()


SOURCES: dict[str, dict[str, Any]] = read(DATA / "sources.yaml")
CLAIMS: list[dict[str, Any]] = [claim for path in CLAIM_FILES for claim in read(path)["claims"]]
SCORED = [claim for claim in CLAIMS if claim["used_for"] == "check"]


def by_id(claim: dict[str, Any]) -> str:
    return str(claim["id"])


@pytest.mark.parametrize("key", sorted(SOURCES))
def test_source_is_complete(key: str) -> None:
    source = SOURCES[key]
    assert SOURCE_KEYS <= set(source) <= SOURCE_KEYS | {"address", "note"}
    assert re.fullmatch(r"[A-Z][A-Z0-9-]*", key)
    assert source["seen"] in SEEN
    assert isinstance(source["year"], int) and 1900 < source["year"] < 2100
    assert all(str(source[field]).strip() for field in ("author", "title", "where"))
    assert re.match(r"https?://", source.get("address", "https://"))


def test_source_keys_are_written_once() -> None:
    keys = re.findall(
        r"^([^\s#][^:]*):", (DATA / "sources.yaml").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert len(keys) == len(set(keys)) == len(SOURCES)


def test_ids_are_unique() -> None:
    ids = [claim["id"] for claim in CLAIMS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("claim", CLAIMS, ids=by_id)
def test_claim_is_complete_and_legal(claim: dict[str, Any]) -> None:
    assert CLAIM_KEYS <= set(claim) <= CLAIM_KEYS | {"disputed_by", "why_band", "not_covered"}
    assert re.fullmatch(r"L\d{3}[a-z]?|X\d{2}", claim["id"])
    assert claim["says"].strip() and claim["where"].strip() and claim["group"].strip()
    assert claim["source"] in SOURCES
    assert (claim["source"] == "E") == claim["id"].startswith("L")
    assert claim["used_for"] in USED_FOR and claim["voice"] in VOICES


@pytest.mark.parametrize("claim", CLAIMS, ids=by_id)
def test_claim_is_judged_by_an_observable_or_says_why_not(claim: dict[str, Any]) -> None:
    low, high = claim["band"]
    if claim["observable"] is None:
        assert claim["not_covered"].strip() and (low, high) == (None, None) and claim["teeth"] is None
        return
    assert "not_covered" not in claim
    assert claim["unit"] and claim["why_band"].strip()
    assert low is not None or high is not None
    assert low is None or high is None or low <= high
    start, end = claim["period"]
    assert re.fullmatch(r"19(8\d|9[01])-(0[1-9]|1[0-2])", start) and start < end


@pytest.mark.parametrize("claim", CLAIMS, ids=by_id)
def test_claims_lean_on_claims_that_exist(claim: dict[str, Any]) -> None:
    ids = {other["id"] for other in CLAIMS}
    assert set(claim["depends_on"]) <= ids - {claim["id"]}


@pytest.mark.parametrize("claim", SCORED, ids=by_id)
def test_a_check_has_teeth_and_a_source_that_was_seen(claim: dict[str, Any]) -> None:
    assert claim["observable"] is not None
    assert re.match(r"(off: [a-z_]+|act: [a-z_]+|set: [a-z_.]+=)", claim["teeth"]["neutralise"])
    assert claim["teeth"]["pushes"] in {"above", "below"}
    assert SOURCES[claim["source"]]["seen"] != "not seen"


def test_only_checks_have_teeth() -> None:
    assert all(claim["teeth"] is None for claim in CLAIMS if claim["used_for"] != "check")


def test_one_observable_has_one_unit_everywhere() -> None:
    units = {(claim["observable"], claim["unit"]) for claim in CLAIMS if claim["observable"]}
    assert len(units) == len({observable for observable, _ in units})


def test_every_observable_is_defined_in_the_head_of_its_file() -> None:
    for path in CLAIM_FILES:
        head = "\n".join(re.findall(r"^#.*", path.read_text(encoding="utf-8"), flags=re.MULTILINE))
        defined = set(re.findall(r"[a-z][a-z0-9_]+", head))
        assert {claim["observable"] for claim in read(path)["claims"] if claim["observable"]} <= defined


@pytest.mark.parametrize("path", CLAIM_FILES, ids=lambda path: path.stem)
def test_the_division_of_claims_has_not_moved(path: Path) -> None:
    written = path.with_suffix(".digest").read_text(encoding="utf-8").strip()
    claims = load_claims(path)
    if path.stem == "industry":
        uncovered = next(one for one in claims if one.observable is None and one.used_for == CONTEXT)
        claims += tuple(replace(uncovered, id=name) for name in MOVED)
    assert written == division_digest(claims), (
        "a claim changed camp or a band moved after the division was fixed"
    )


def test_the_digest_notices_a_moved_band_and_a_changed_camp() -> None:
    first, *others = shipped_claims()
    moved = [replace(first, band=Band(0.0, 99.0)), *others]
    turned = [replace(first, used_for="context"), *others]
    assert len({division_digest([first, *others]), division_digest(moved), division_digest(turned)}) == 3
    assert division_digest([first, *others]) == division_digest([*others[::-1], first])


@pytest.mark.parametrize(
    "path", [*CLAIM_FILES, DATA.parents[1] / "docs" / "glossary.md"], ids=lambda path: path.name
)
def test_nobody_of_the_essay_is_named(path: Path) -> None:
    words = set(re.findall(r"[A-Za-z]+", path.read_text(encoding="utf-8")))
    assert not [word for word in words if digest_of_word(word) in NAMES]

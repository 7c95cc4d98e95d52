"""The errata: their numbers are computed again, and they speak of claims that are in the ledger."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from magnitka.errors import ScenarioError
from magnitka.ledger.errata import Erratum, computed, errata

ESSAY_CLAIMS = {f"L{number:03d}" for number in range(1, 284)}


def test_all_twenty_five_are_there() -> None:
    assert [one.id for one in errata()] == [f"K{number}" for number in range(1, 26)]


@pytest.mark.parametrize("erratum", errata(), ids=lambda one: one.id)
def test_the_arithmetic_comes_to_what_is_told(erratum: Erratum) -> None:
    for one in erratum.arithmetic:
        assert one.agrees, f"{one.gives}: {one.compute} is {one.value:.6g}, not {one.told:g}"


@pytest.mark.parametrize("erratum", errata(), ids=lambda one: one.id)
def test_an_erratum_names_claims_of_the_essay_and_a_reading(erratum: Erratum) -> None:
    assert erratum.claims and set(erratum.claims) <= ESSAY_CLAIMS
    assert erratum.says and erratum.reading


def test_the_emissions_are_out_by_a_thousand() -> None:
    total, _, _, differ, *_ = errata()[0].arithmetic
    assert total.value == pytest.approx(1986.3, abs=0.1)
    assert differ.value == pytest.approx(109.5, abs=0.1)


@pytest.mark.parametrize("text", ["__import__('os')", "2 ** 9 ** 9", "x", "'a' * 3", "-1", "[1]"])
def test_only_numbers_are_computed(text: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        computed(ast.parse(text, mode="eval").body)


def test_a_malformed_file_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "errata.yaml"
    path.write_text(
        'errata:\n- id: K1\n  claims: [L229]\n  says: "So."\n  arithmetic: none\n', encoding="utf-8"
    )
    with pytest.raises(ScenarioError) as caught:
        errata(path)
    told = [str(one) for one in (caught.value, *caught.value.others)]
    assert any("errata.yaml:5: " in one and "is not a list" in one for one in told)
    assert any('has no "reading"' in one for one in told)

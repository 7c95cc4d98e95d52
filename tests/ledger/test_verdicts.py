"""Verdicts: by band, and only with teeth; counted by independent group."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from magnitka.ledger import Claim, Verdict, judge, shipped_claims, summary
from magnitka.ledger.change import Change
from magnitka.ledger.claims import BELOW, CALIBRATION, CHECK, CONTEXT, INPUT, Band, Teeth
from magnitka.ledger.judging import judge_claim
from magnitka.ledger.teeth import Bite, Sharpened
from magnitka.ledger.verdict import FAILS, HOLDS, NOT_COVERED, TOOTHLESS
from magnitka.run import Run

NEUTRALISE = "set: ordering.theta=0"


def claim(**given: Any) -> Claim:
    told = {
        "id": "X01", "says": "So it was.", "source": "MACAL", "where": "page", "voice": "author", "group": "orders",
        "depends_on": (), "used_for": CHECK, "observable": "request_inflation", "unit": "1", "band": Band(1.0, 3.0),
        "period": ("1981-01", "1981-12"), "teeth": Teeth(NEUTRALISE, Change(), BELOW), "why_band": "So.",
    }  # fmt: skip
    return Claim(**{**told, **given})


def sharpened(**given: Any) -> Sharpened:
    told = {
        "neutralise": NEUTRALISE, "seeds": (1.5, 1.6), "neutralised": 0.5, "reason": "", "draws": (0.8, 1.2, None)
    }  # fmt: skip
    return Sharpened("toy", "d", "old", "d", "1981-12", (1, 2), {"X01": Bite(**{**told, **given})}, ())


def test_a_check_holds_with_teeth() -> None:
    verdict = judge_claim(claim(), 1.5, "", sharpened())
    assert verdict.verdict == HOLDS
    assert verdict.teeth == {
        "neutralise": NEUTRALISE, "pushes": BELOW, "value": 0.5, "kills": True, "seeds": [1.5, 1.6],
        "draws": [0.8, 1.2], "failed_draws": 1,
    }  # fmt: skip
    assert verdict.note == "teeth were tested with other code"


@pytest.mark.parametrize(
    "bite, why",
    [
        (None, "teeth not tested for this scenario"),
        ({"neutralised": 1.4}, "the value is 1.4 and does not fail"),
        (
            {"neutralised": 3.4},
            "the value is 3.4 and does not fail",
        ),  # out of the band, but on the wrong side
        ({"neutralised": None, "reason": "it collapsed"}, "there is no value: it collapsed"),
        ({"draws": (1.1, 1.2)}, "no draw of the parameters of 2 fails it"),
        ({"draws": (None, None)}, "no draw of the parameters of 0 fails it"),
    ],
)
def test_a_check_without_teeth_is_toothless(bite: dict[str, Any] | None, why: str) -> None:
    verdict = judge_claim(claim(), 1.5, "", sharpened(**bite) if bite is not None else None)
    assert verdict.verdict == TOOTHLESS and why in verdict.note


def test_out_of_the_band_a_check_fails_teeth_or_no_teeth() -> None:
    assert judge_claim(claim(), 0.9, "", None).verdict == FAILS
    assert judge_claim(claim(), 3.1, "", sharpened()).verdict == FAILS


@pytest.mark.parametrize(
    "used_for, note", [(INPUT, "given"), (CALIBRATION, "set to it"), (CONTEXT, "not scored")]
)
def test_what_was_given_is_told_by_its_band_and_is_no_evidence(used_for: str, note: str) -> None:
    given = claim(used_for=used_for, teeth=None)
    inside, outside = judge_claim(given, 1.5, "", None), judge_claim(given, 0.5, "", None)
    assert (inside.verdict, outside.verdict) == (HOLDS, FAILS)
    assert note in inside.note and inside.teeth is None
    assert summary([inside, outside])["outside the essay"] == dict.fromkeys(
        (HOLDS, FAILS, TOOTHLESS, NOT_COVERED), 0
    )


def test_without_a_value_nothing_is_judged() -> None:
    verdict = judge_claim(claim(), None, "the run does not cover 1981", sharpened())
    assert (verdict.verdict, verdict.value, verdict.margin) == (NOT_COVERED, None, None)
    assert verdict.note.startswith("the run does not cover 1981")


def test_a_lucky_run_does_not_make_a_check_hold() -> None:
    verdict = judge_claim(claim(), 1.5, "", sharpened(seeds=(1.5, 0.2, 0.3)))
    assert verdict.verdict == FAILS and "in the band by luck: the mean over seeds is 0.667" in verdict.note


def test_luck_that_decides_is_told() -> None:
    assert "in the band for 1 of 2 seeds" in judge_claim(claim(), 1.5, "", sharpened(seeds=(1.5, 0.9))).note


@pytest.mark.parametrize(
    "band, value, margin, unit",
    [
        (Band(1.0, 3.0), 1.5, 0.25, "band widths"),
        (Band(1.0, 3.0), 4.0, -0.5, "band widths"),
        (Band(None, 3.0), 1.0, 2.0, "Mt/yr"),
        (Band(1.0, None), 0.5, -0.5, "Mt/yr"),
        (Band(2.0, 2.0), 2.5, -0.5, "Mt/yr"),
    ],
)
def test_margins(band: Band, value: float, margin: float, unit: str) -> None:
    verdict = judge_claim(claim(band=band, unit="Mt/yr"), value, "", None)
    assert (verdict.margin, verdict.margin_unit) == (pytest.approx(margin), unit)


def test_groups_are_counted_once_and_apart() -> None:
    def one(name: str, group: str, verdict: str, source: str = "MACAL", used_for: str = CHECK) -> Verdict:
        judged = judge_claim(claim(id=name, group=group, source=source, used_for=used_for), 1.5, "", None)
        return replace(judged, verdict=verdict)

    counts = summary([
        one("X01", "a", HOLDS), one("X02", "a", FAILS),  # one failure fails the group
        one("X03", "b", HOLDS), one("X04", "b", TOOTHLESS),
        one("X05", "c", TOOTHLESS), one("X06", "c", NOT_COVERED),
        one("X07", "d", NOT_COVERED),
        one("X08", "e", FAILS, used_for=CALIBRATION),  # no evidence
        one("L001", "a", HOLDS, source="E"),
    ])  # fmt: skip
    assert list(counts) == ["outside the essay", "the essay"]
    assert counts["outside the essay"] == {HOLDS: 1, FAILS: 1, TOOTHLESS: 1, NOT_COVERED: 1}
    assert counts["the essay"] == {HOLDS: 1, FAILS: 0, TOOTHLESS: 0, NOT_COVERED: 0}


def test_a_run_of_other_years_is_not_judged_by_them(toy: Run) -> None:
    verdicts = judge(toy)
    assert len(verdicts) == len(shipped_claims())
    assert {one.verdict for one in verdicts} == {NOT_COVERED}
    assert [one.outside for one in verdicts] == sorted((one.outside for one in verdicts), reverse=True)
    by_id = {one.id: one for one in verdicts}
    assert by_id["L010"].note.startswith("the run does not cover 1985-01 to 1990-12")
    assert by_id["L004"].note == "The geometry of the site is not modelled."


def test_a_run_is_judged_by_claims_of_its_years(toy: Run) -> None:
    held, missed = claim(band=Band(0.5, 9.0)), claim(id="X02", band=Band(None, 0.5))
    bought = claim(id="X03", observable="output_without_barter", band=Band(None, -0.01))
    first, second, third = judge(toy, claims=[held, missed, bought])
    assert (first.verdict, second.verdict, third.verdict) == (TOOTHLESS, FAILS, NOT_COVERED)
    assert first.value == second.value and 0.9 < (first.value or 0) < 3
    assert "pairs of runs" in third.note


def test_a_verdict_goes_into_json(toy: Run) -> None:
    told = json.loads(json.dumps([asdict(one) for one in judge(toy)], allow_nan=False))
    wanted = {
        "id",
        "verdict",
        "value",
        "band",
        "unit",
        "used_for",
        "group",
        "source",
        "teeth",
        "margin",
        "note",
    }
    assert all(wanted <= one.keys() for one in told)

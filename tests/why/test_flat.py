"""Why there is no flat: the sums agree, the lists are named, and taking a cause away takes its part away."""

from __future__ import annotations

import re

import numpy as np
import pytest

from magnitka.errors import UsageError
from magnitka.run import Run, simulate
from magnitka.why import Kind, explain
from magnitka.why.builders import builders_in
from magnitka.why.evidence import Evidence
from magnitka.why.sites import Hold, Sites, sites_in
from magnitka.why.waiting import KINDS, homes_of, stock_of, wait_of
from magnitka.world import Purpose, Tenure

YEAR = "1981"


@pytest.fixture(scope="module")
def run() -> Run:
    return simulate("toy")


def year(run: Run) -> np.ndarray:
    evidence = Evidence(run)
    return np.arange(evidence.first, evidence.last)


def sites_of(run: Run) -> Sites:
    evidence, ticks = Evidence(run), year(run)
    found = sites_in(evidence, ticks, builders_in(evidence, ticks))
    assert found is not None
    return found


def numbers(text: str) -> list[int]:
    return [
        int(one.replace(",", ""))
        for one in re.findall(r"(?<![\d.])(\d[\d,]*)(?= \(| dwellings| flats| by)", text)
    ]


def test_what_was_let_in_turn_out_of_turn_and_past_the_lists_is_all_that_was_let(run: Run) -> None:
    text = next(step.sentence for step in explain(run, "flat", YEAR).steps if step.cause == "who got it")
    let, works, other, soviet, in_turn, out_of_turn, no_list = numbers(text)
    assert let == works + other + soviet == in_turn + out_of_turn + no_list > 0
    assert let == pytest.approx(float(run.record.series["town_allotted"].sum()))
    assert in_turn == run.panel("list_housed").sum() and no_list == run.panel("list_off_list").sum()


def test_the_lists_go_from_their_beginning_to_their_end(run: Run) -> None:
    told = homes_of(Evidence(run), year(run))
    flows = told.joined - told.left - told.in_turn - told.out_of_turn
    np.testing.assert_allclose(told.before + flows, told.after)
    assert wait_of(told.after, told.pace) == pytest.approx(
        run.record.series["town_expected_wait"][-1], rel=1e-3
    )


def test_the_dwellings_let_were_built_or_fell_empty(run: Run) -> None:
    evidence, ticks = Evidence(run), year(run)[3:]
    stock = stock_of(evidence, homes_of(evidence, ticks), ticks)
    vacant = sum(run.panel(f"city_vacant_{owner}").sum(axis=1) for owner in ("plant", "city"))
    assert sum(stock.built.values()) + stock.fallen_empty - stock.torn_down == pytest.approx(
        stock.let + vacant[-1] - vacant[2]
    )
    assert stock.fallen_empty > 0.0
    assert stock.built[Tenure.CITY] == run.panel("city_completed_city")[3:].sum()


def test_the_answer_names_the_lists_the_owners_and_what_held_the_sites_up(run: Run) -> None:
    chain = explain(run, "flat", YEAR)
    assert [step.cause for step in chain.steps][:6] == [
        "who waits", "who got it", "how long", "what came in", "sites", "builders",
    ]  # fmt: skip
    for named in ("the Works' list", "other enterprises' lists", "the soviet's list", "people on no list"):
        assert named in chain.text()
    assert chain.origin is not None and chain.origin.amount > 0.0
    assert chain.json()["thing"] == "flat"


@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_list_is_told_of_alone(kind: str, run: Run) -> None:
    told, whole = explain(run, "flat", YEAR, kind), explain(run, "flat", YEAR)
    assert sum(step.cause == "who waits" for step in told.steps) == 1
    assert told.steps[0].short < whole.steps[0].short
    assert told.headline != whole.headline


@pytest.mark.parametrize("word", ["flat", "Flats", "home", " DWELLING", "housing", "a flat"])
def test_a_flat_is_asked_for_by_many_words(word: str, run: Run) -> None:
    assert explain(run, word, YEAR).text() == explain(run, "flat", YEAR).text()


def test_a_dekad_is_answered_as_its_month(run: Run) -> None:
    assert explain(run, "flat", "1981-05-1").text() == explain(run, "flat", "1981-05").text()


def test_what_the_sites_lost_adds_up_to_what_they_did_less_than_the_norm(run: Run) -> None:
    sites = sites_of(run)
    assert all(lost >= 0.0 for lost in sites.lost.values())
    assert sum(sites.lost.values()) == pytest.approx(sites.norm - sites.work, rel=0.01)
    homes = run.world.projects.purpose == Purpose.HOUSING
    assert sites.work == pytest.approx(float(run.panel("project_built")[:, homes].sum()))


def test_a_cause_that_is_taken_away_loses_its_part(run: Run) -> None:
    lost = sites_of(run).lost
    equal, ahead = (
        sites_of(simulate("toy", set={"construction.factory_first": by})).lost for by in (0.0, 2.0)
    )
    assert equal[Hold.INDUSTRY] < 0.8 * lost[Hold.INDUSTRY] < 0.8 * ahead[Hold.INDUSTRY]
    spared = sites_of(simulate("toy", set={"construction.exposed": 0.0})).lost
    assert spared[Hold.OVERRUN] < 0.01 * lost[Hold.OVERRUN]
    poor = simulate("toy", set={"construction.programme": 10.0})
    assert sites_of(poor).lost[Hold.PROGRAMME] > 2.0 * lost[Hold.PROGRAMME]
    origin = explain(poor, "flat", YEAR).origin
    assert origin is not None and origin.kind == Kind.FUNDS


def test_the_wait_that_would_be_is_told_where_sites_fell_behind_their_norm(run: Run) -> None:
    assert "a newcomer's wait would be" in explain(run, "flat", YEAR).text()
    in_turn = explain(simulate("toy", off=["construction"], until="1981-06"), "flat").text()
    assert "would be" not in in_turn and "yet less than they had money for" in in_turn


def test_builders_behind_their_plan_lead_on_into_industry(run: Run) -> None:
    evidence, ticks = Evidence(run), year(run)
    work = builders_in(evidence, ticks)
    assert sum(work.reasons.values()) == pytest.approx(float(work.missing.sum()))
    assert f"magnitka why RUN '{work.thing.name}'" in explain(run, "flat", YEAR).text()
    assert explain(run, work.thing.name, YEAR).steps


@pytest.mark.parametrize(
    ("when", "kind", "told"),
    [
        ("1991", None, "it goes from 1981-01-1 to 1981-12-3"),
        ("1981-13", None, "there is no month 13"),
        (YEAR, "low place", "the kinds go by list"),
    ],
)
def test_wrong_questions_get_a_sentence(when: str, kind: str | None, told: str, run: Run) -> None:
    with pytest.raises(UsageError, match=re.escape(told)) as caught:
        explain(run, "flat", when, kind)
    assert "\n" not in str(caught.value) and caught.value.exit_code == 2

"""Why a ware did not reach a kind of household: the sums agree, and taking the cause away takes the shortage away."""

from __future__ import annotations

import numpy as np
import pytest

from magnitka.errors import UsageError
from magnitka.ledger.acts import fill_shelves
from magnitka.run import Run, simulate
from magnitka.why import Kind, explain
from magnitka.why.evidence import Evidence
from magnitka.why.home import KINDS, month_of

WARE, MONTH = "meat", "1981-11"


@pytest.fixture(scope="module")
def run() -> Run:
    return simulate("toy")


@pytest.fixture(scope="module")
def supplied() -> Run:
    """The same year with shelves filled every dekad."""
    return simulate("toy", interventions=dict.fromkeys(range(36, 72), fill_shelves))


def missing(run: Run, kind: str) -> float:
    steps = explain(run, WARE, MONTH, kind).steps
    return steps[0].short if steps else 0.0


def test_what_each_kind_got_adds_up_to_what_was_sold(run: Run) -> None:
    evidence = Evidence(run)
    row = [evidence.world.goods.labels[good] for good in evidence.world.counters.good].index(WARE)
    for tick in (40, 55, 71):
        told = month_of(evidence, row, KINDS[0], np.array([tick]))
        clock = evidence.clock(tick)
        sold = sum(
            float(run.panel(f"counter_sold_{channel}")[tick - evidence.first, row])
            for channel in (
                "open_sale",
                "workplace",
                "coupons",
                "market",
                "black_market",
                "cooperatives",
                "garden",
            )
        )
        persons = float(run.panel("city_persons")[tick - evidence.first, 0])
        assert told.mean.sum() * clock.days / clock.days_in_month * persons == pytest.approx(sold, rel=0.01)


def test_the_answer_names_who_through_which_door_and_why(run: Run) -> None:
    chain = explain(run, WARE, MONTH, "everybody")
    assert [step.cause for step in chain.steps] == ["who got it", "which door", "what came in"]
    assert chain.origin is not None and chain.origin.kind in (Kind.MONEY, Kind.DELIVERIES)
    assert "open sale" in chain.text()


def test_filled_shelves_leave_little_to_explain(run: Run, supplied: Run) -> None:
    assert missing(run, "everybody") > 0.5
    assert missing(supplied, "everybody") < 0.5 * missing(run, "everybody")


def test_wares_and_kinds_may_be_written_short_and_in_any_case(run: Run) -> None:
    assert explain(run, "Meat", MONTH, "LOW").text() == explain(run, WARE, MONTH, "low place").text()
    assert explain(run, "sugar", MONTH, "everybody").thing == "soap and sugar"


def test_those_with_the_first_place_are_not_told_of_twice(run: Run) -> None:
    who = {kind: explain(run, "food", MONTH, kind).steps[0].sentence for kind in ("low", "first")}
    assert "first place" in who["low"] and "these got" in who["low"]
    assert "first place" not in who["first"] and "these got" not in who["first"]


def test_the_price_is_said_to_be_decreed_only_where_decrees_moved_it(run: Run) -> None:
    dearer = explain(run, WARE, MONTH, "everybody").origin
    assert dearer is not None and ": dearer sorts)" in dearer.sentence
    decreed = explain(simulate("toy", set={"retail.reform": 0.01}), WARE, MONTH, "everybody").origin
    assert decreed is not None and ": decrees and dearer sorts)" in decreed.sentence


def test_wrong_questions_get_a_sentence(run: Run) -> None:
    with pytest.raises(UsageError, match='no shop sells "coke"'):
        explain(run, "coke", MONTH, "everybody")
    with pytest.raises(UsageError, match="is no kind of household"):
        explain(run, WARE, MONTH, "miners")

"""The Works closes: what the air stops doing within years, what lingers, and the harm of closing beside it.

The same town with its chimneys cold and its wages paid tells the two apart: the illness of the day goes with the
smoke, the poverty with the one payer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pytest

from magnitka.ledger.change import parse_change
from magnitka.quantity import month_index
from magnitka.run import Run, simulate
from magnitka.scenario import load

UNTIL = "1990-12"
YEARS = 36 * 3  # the last three
CLOSED, COLD = "act: closure_of_the_works", {"pollution.smoke": 0.0}
AIR = ("town_ill_children", "town_ill_adults", "town_pathologies")
LIVELIHOOD = ("town_income", "town_profit_returned", "town_completions", "town_employed", "town_arrivals")

Seen = Callable[[str], float]


@pytest.fixture(scope="module")
def town() -> Callable[..., Seen]:
    """Means of a town's series over 1988-90, with an act of God or other numbers from January 1985."""
    scenario = load("magnitogorsk").with_changes({"population.persons_per_agent": 40})

    @cache
    def lived(act: str, cold: bool) -> Run:
        acts = parse_change(act).interventions(scenario, month_index(UNTIL)) if act else {}
        changes: Mapping[str, float] = COLD if cold else {}
        return simulate(scenario, UNTIL, set=changes, interventions=acts)

    def seen(act: str = "", cold: bool = False) -> Seen:
        run = lived(act, cold)
        return lambda name: float(np.mean(run.record.series[name][-YEARS:]))

    return seen


def test_the_illness_of_the_day_goes(town):
    open_, closed, cold = town(), town(CLOSED), town(cold=True)
    assert closed("town_ill_adults_left") < 0.6 * open_("town_ill_adults_left")
    for name in AIR:
        assert closed(name) < 0.85 * open_(name)
        assert closed(name) == pytest.approx(
            cold(name), rel=0.1
        )  # it went with the smoke, not with the payer


def test_old_damage_and_lead_stay(town):
    open_, closed = town(), town(CLOSED)
    assert closed("town_chronic") > 0.75 * open_("town_chronic")
    assert closed("town_lead") > 0.75 * open_("town_lead")


def test_closing_does_its_own_harm(town):
    open_, closed = town(), town(CLOSED)
    for name in LIVELIHOOD:
        assert closed(name) < 0.85 * open_(name)
    # a third fewer flats, but fewer households too: people leave, and the list shrinks with them
    assert closed("town_expected_wait") > 1.1 * open_("town_expected_wait")
    # what its enterprises returned to the city is gone; grants from above fill most of the gap
    assert 0.85 * open_("town_city_revenue") < closed("town_city_revenue") < open_("town_city_revenue")
    assert closed("town_deposits") < 0.7 * open_("town_deposits")  # what was saved is eaten


def test_the_harm_is_the_payers_not_the_chimneys(town):
    """While the wages are paid, a town whose chimneys are cold is no poorer."""
    open_, cold = town(), town(cold=True)
    for name in LIVELIHOOD:
        assert cold(name) == pytest.approx(open_(name), rel=0.1)
    assert cold("town_expected_wait") == pytest.approx(open_("town_expected_wait"), rel=0.1)

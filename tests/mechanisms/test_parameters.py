"""The numbers of the shipped scenarios: each has what its kind owes, and is what a mechanism takes."""

from __future__ import annotations

from dataclasses import fields

import pytest

from magnitka.quantity import Dated, Kind, Quantity, fields_of
from magnitka.scenario import Scenario, load, shipped
from magnitka.tick import MECHANISMS, SECTIONS, TICK

SHIPPED = sorted(shipped())

# What managers reckon with, and what planners do: equal where the scenario says that one is derived from the other.
BELIEFS = {
    "storming.ratchet": "planning.ratchet",
    "storming.discount": "planning.discount",
    "storming.late_plan": "planning.late_plan",
    "storming.correction": "planning.correction",
    "storming.correction_share": "planning.correction_share",
    "reporting.ratchet": "planning.ratchet",
    "reporting.discount": "planning.discount",
    "reporting.late_count": "storming.late_count",
    "pollution.slope": "quality.slope",
    "pollution.turning": "quality.slackening",
    "demography.at_home_men": "population.at_home_men",
    "demography.at_home_women": "population.at_home_women",
    "demography.drinking_men": "population.drinking_men",
    "demography.drinking_women": "population.drinking_women",
    "wages.week": "workforce.week",
}


@pytest.fixture(scope="module", params=SHIPPED)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load(request.param)


def leaves(scenario: Scenario) -> dict[str, Quantity]:
    return dict(scenario.quantities())


def faults(one: Quantity, scenario: Scenario) -> list[str]:
    """What a number lacks of what its kind owes."""
    found = []
    if one.kind in (Kind.SOURCED, Kind.BORROWED):
        if one.source not in scenario.sources:
            found.append("names no source of the bibliography")
        if not one.where:
            found.append("does not say where in its source")
    if (
        one.kind is Kind.SOURCED
        and one.source in scenario.sources
        and scenario.sources[one.source].seen == "not seen"
    ):
        found.append("is sourced from what nobody has seen")
    if one.kind in (Kind.BORROWED, Kind.GUESS) and not one.why:
        found.append("gives no reason")
    if one.kind is Kind.GUESS and (one.low is None or one.high is None or (one.low == one.high != 0)):
        found.append("has no range")
    if one.kind is Kind.DERIVED and not one.derived_from:
        found.append("does not say from what")
    if one.low is not None and one.high is not None and not one.low <= one.value <= one.high:
        found.append("lies outside its range")
    return found


def test_the_scenarios_are_there():
    assert {"toy", "magnitogorsk"} <= set(SHIPPED)


def test_every_number_has_what_its_kind_owes(scenario):
    wrong = {key: found for key, one in leaves(scenario).items() if (found := faults(one, scenario))}
    assert wrong == {}


def test_there_are_numbers_of_every_kind(scenario):
    assert {one.kind for one in leaves(scenario).values()} == set(Kind)


def test_what_is_derived_is_derived_from_something_known(scenario):
    known = {*leaves(scenario), *scenario.sources, *SECTIONS, *scenario.tables}
    known |= {key.partition("@")[0] for key in leaves(scenario)}
    unknown = {
        key: [one for one in quantity.derived_from if one not in known and not one.startswith("tables.")]
        for key, quantity in leaves(scenario).items()
        if quantity.kind is Kind.DERIVED
    }
    assert {key: names for key, names in unknown.items() if names} == {}


def test_every_section_is_complete_and_legal(scenario):
    scenario.validate(SECTIONS)
    assert set(scenario.parameters) == set(SECTIONS)
    for section, params in SECTIONS.items():
        made = scenario.params(params, section)
        assert {one.name for one in fields(made)} == set(scenario.parameters[section])


def test_both_ends_of_every_range_are_legal(scenario):
    """A guess may be moved to the ends of its range without being refused."""
    for section, params in SECTIONS.items():
        bounds = {one.name: one.bounds for one in fields_of(params)}
        for name, leaf in scenario.parameters[section].items():
            steps = [step for _, step in leaf.steps] if isinstance(leaf, Dated) else [leaf]
            for step in steps:
                for end in (step.low, step.high):
                    at_least, at_most = bounds[name]
                    assert end is None or at_least is None or end >= at_least, f"{section}.{name}"
                    assert end is None or at_most is None or end <= at_most, f"{section}.{name}"


def test_every_mechanism_has_its_section():
    assert {process.mechanism for process in TICK if process.params is not None} <= set(SECTIONS)
    assert set(MECHANISMS) == {process.mechanism for process in TICK}


@pytest.mark.parametrize("belief, practice", BELIEFS.items())
def test_managers_believe_what_planners_do(scenario, belief, practice):
    one, other = leaves(scenario)[belief], leaves(scenario)[practice]
    assert one.kind is Kind.DERIVED and one.derived_from == (practice,)
    assert (one.value, one.unit) == (other.value, other.unit)


def test_no_other_belief_is_declared(scenario):
    """A number derived from one number of the scenario, and from nothing else, is that number."""
    copies = {
        key: one.derived_from[0]
        for key, one in leaves(scenario).items()
        if one.kind is Kind.DERIVED and len(one.derived_from) == 1 and one.derived_from[0] in leaves(scenario)
    }
    assert copies == BELIEFS


def test_a_five_year_plan_grows_as_it_was_written():
    """Crude steel: 169 Mt planned for 1985 from 148 Mt made in 1980."""
    planned = leaves(load("magnitogorsk"))["planning.five_year_growth"].value
    assert planned == pytest.approx((169 / 148) ** (1 / 5) - 1, abs=5e-4)


@pytest.mark.parametrize("pace", ["continuous", "resource", "assembly"])
def test_paces_of_a_shop_lie_in_order(scenario, pace):
    values = leaves(scenario)
    floor, free, ceiling = (values[f"storming.{name}_{pace}"] for name in ("floor", "free_pace", "ceiling"))
    assert floor.value <= free.value < ceiling.value


def test_paces_of_a_shop_lie_in_order_over_their_ranges(scenario):
    """A pace whose floor is above its free pace cannot be solved for."""
    values = leaves(scenario)
    for pace in ("continuous", "resource", "assembly"):
        assert values[f"storming.floor_{pace}"].high <= values[f"storming.free_pace_{pace}"].low

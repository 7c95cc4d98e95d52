"""Chains end, go strictly back, and speak of things that exist; every tonne short has a binding constraint."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magnitka.errors import UsageError
from magnitka.run import Run
from magnitka.why import DEPTH, Chain, Kind, explain
from magnitka.why.words import MONTHS
from magnitka.world import Cause, Gap
from magnitka.world import Kind as Circuit

TABLES = {"shop": "shops", "enterprise": "enterprises", "good": "goods", "link": "links"}


def told_well(chain: Chain, run: Run) -> None:
    """Holds a chain against what every chain must be."""
    world, first = run.world, int(run.manifest["first_tick"])
    names = {axis: set(getattr(world, table).labels) for axis, table in TABLES.items()}
    assert chain.origin is not None and 1 <= len(chain.steps) <= DEPTH
    places = [(step.tick, step.order) for step in chain.steps]
    assert places == sorted(set(places), reverse=True)
    for step in chain.steps:
        assert step.thing in set.union(*names.values())
        assert step.good in names["good"]
        assert step.supplier in names["enterprise"] | {""}
        assert first <= step.tick < first + run.ticks
        assert step.short > 0.0 and 0.0 < step.share_of_plan <= 1.0
        assert step.cause in {one.name.lower() for one in (*Cause, *Gap)} - {"none"}
    origin = chain.origin
    assert origin.thing in names[origin.axis] and origin.good in names["good"]
    assert origin.amount > 0.0 and origin.tick <= chain.steps[-1].tick
    assert origin.kind != Kind.TOO_FAR or len(chain.steps) == DEPTH
    text = chain.text().splitlines()
    assert len(text) == len(chain.steps) + 2
    assert json.loads(json.dumps(chain.json()))["origin"]["kind"] == str(origin.kind)


def dekad(run: Run, row: int) -> str:
    clock = run.clock(row)
    return f"{clock.year}-{clock.month:02d}-{clock.dekad + 1}"


def test_every_tonne_short_has_a_binding_constraint(past: Run) -> None:
    missing, cause, good = (past.panel(name) for name in ("missing", "cause", "cause_good"))
    assert (missing > 0).any()
    np.testing.assert_array_equal(missing > 0, cause != Cause.NONE)
    np.testing.assert_array_equal(cause == Cause.INPUT, (good >= 0) & (cause != Cause.POWER))
    short, gap = past.panel("short"), past.panel("gap")
    assert (short > 0).any()
    np.testing.assert_array_equal(short > 0, gap != Gap.NONE)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lot=st.integers(min_value=0, max_value=2**32))
def test_the_chain_of_any_shop_in_any_dekad_is_told_well(lot: int, past: Run) -> None:
    rows = np.argwhere(past.panel("missing") > 0)
    row, shop = rows[lot % len(rows)]
    chain = explain(past, past.world.shops.labels[shop], dekad(past, int(row)))
    told_well(chain, past)
    assert chain.steps[0].thing == past.world.shops.labels[shop]
    assert chain.steps[0].short == pytest.approx(past.panel("missing")[row, shop])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lot=st.integers(min_value=0, max_value=2**32))
def test_so_is_that_of_any_want_of_an_input(lot: int, past: Run) -> None:
    rows = np.argwhere(past.panel("cause") == Cause.INPUT)
    row, shop = rows[lot % len(rows)]
    chain = explain(past, past.world.shops.labels[shop], dekad(past, int(row)))
    told_well(chain, past)
    assert chain.steps[0].good == past.world.goods.labels[past.panel("cause_good")[row, shop]]
    assert chain.steps[0].good in chain.steps[0].sentence


def test_enterprises_goods_users_and_importers_have_chains(past: Run) -> None:
    world = past.world
    for name in (*world.goods.labels, *world.enterprises.labels):
        chain = explain(past, name)
        if chain.steps:
            told_well(chain, past)
        else:
            assert "short of nothing in the run" in chain.text()


def test_a_final_user_is_short_of_what_its_suppliers_did_not_send(past: Run) -> None:
    enterprises = past.world.enterprises
    user = enterprises.labels[int(np.flatnonzero(enterprises.kind == Circuit.FINAL_USER)[0])]
    chain = explain(past, user)
    assert chain.steps[1].thing in past.world.links.labels
    assert f"> {user}:" in chain.steps[1].thing


def test_by_default_the_worst_dekad_is_explained(past: Run) -> None:
    shop = int(np.argmax(past.panel("missing").sum(axis=0)))
    worst = int(np.argmax(past.panel("missing")[:, shop]))
    assert explain(past, past.world.shops.labels[shop]).when == dekad(past, worst)


def test_of_a_month_and_of_a_year_the_worst_dekad_is_explained(past: Run) -> None:
    missing = past.panel("missing")
    shop = int(np.argmax(missing.sum(axis=0)))
    name = past.world.shops.labels[shop]
    worst = int(np.argmax(missing[:, shop]))
    year, month, _ = dekad(past, worst).split("-")
    assert explain(past, name, f"{year}-{month}").when == dekad(past, worst)
    assert explain(past, name, year).when == dekad(past, worst)
    chain = explain(past, name, f"{year}-{month}")
    assert chain.headline.startswith(f"Shortfall of {name} in ")


def test_where_nothing_was_short_one_sentence_says_so(past: Run) -> None:
    row, shop = np.argwhere(past.panel("missing") == 0)[0]
    chain = explain(past, past.world.shops.labels[shop], dekad(past, int(row)))
    assert chain.steps == () and chain.origin is None
    assert chain.text().count("\n") == 0 and "short of nothing in the " in chain.text()
    assert json.loads(json.dumps(chain.json()))["origin"] is None


def test_names_are_found_in_any_case(past: Run) -> None:
    assert explain(past, "  Blast   FURNACE 3 ").thing == "blast furnace 3"


def test_the_nearest_month_in_which_something_was_short_is_named(past: Run) -> None:
    calendar = past.record.calendar()
    years, months = np.array(calendar["year"]), np.array(calendar["month"])
    missing = past.panel("missing")
    by_month = {
        (year, month): missing[(years == year) & (months == month)].sum(axis=0) > 0.0
        for year in range(1985, 1992)
        for month in range(1, 13)
    }
    (year, month), shop = next(
        (when, shop)
        for when, short in by_month.items()
        for shop in np.flatnonzero(~short)
        if when[1] < 11
        and by_month[when[0], when[1] + 1][shop]
        and not by_month[when[0], max(when[1] - 1, 1)][shop]
    )
    name = past.world.shops.labels[shop]
    said = explain(past, name, f"{year}-{month:02d}").headline
    assert said.startswith(
        f"{name[0].upper()}{name[1:]} was short of nothing in {MONTHS[month - 1]} {year}; "
    )
    assert said.endswith(f" {MONTHS[month]}.")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("magnitogorsk", "Magnitogorsk construction trust"),
        ("tiumen", "Tiumen oil and gas"),
        ("NOVOLIPETSK Steel", "Novolipetsk steelworks"),
        ("soap", "soap and sugar"),
        ("azov", "Azov steelworks"),
        ("coke", "coke"),
    ],
)
def test_names_may_be_shortened_to_what_no_other_has(typed: str, name: str, past: Run) -> None:
    assert explain(past, typed).thing == name


def test_refusals_show_the_few_nearest_names_as_they_are_written(past: Run) -> None:
    with pytest.raises(UsageError) as caught:
        explain(past, "azov stelworks")
    assert str(caught.value).count('"') <= 8 and 'did you mean "Azov steelworks' in str(caught.value)
    with pytest.raises(UsageError) as caught:
        explain(past, "zzzzz")
    assert "nearest are" in str(caught.value) and str(caught.value).count('"') == 8


@pytest.mark.parametrize(
    ("thing", "when", "told"),
    [
        ("blast furnase 3", None, 'did you mean "blast furnace 3"?'),
        ("cokke", None, 'did you mean "coke"?'),
        ("", None, "called"),
        ("coke\n", "1988-13", "there is no month 13"),
        ("coke", "1979-01", "1979-01"),
        ("coke", "2001", "it goes from 1985-01-1 to 1991-12-3"),
        ("coke", "1988-11-4", "1988-11-2"),
        ("coke", "soon", "1988-11-2"),
    ],
)
def test_wrong_names_and_times_are_refused_with_the_mend(
    thing: str, when: str | None, told: str, past: Run
) -> None:
    with pytest.raises(UsageError) as caught:
        explain(past, thing, when)
    assert told in str(caught.value) and "\n" not in str(caught.value)


def test_dekads_are_named_as_in_the_series(past: Run) -> None:
    dates = past.record.calendar()["date"]
    shop = int(np.argmax(past.panel("missing").sum(axis=0)))
    assert explain(past, past.world.shops.labels[shop]).when in dates
    assert dekad(past, 0) == dates[0]

"""The audit catches what is planted: any stock, any account, any flow, anywhere, at any time of the dekad."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magnitka.books import Books, BooksError, roubles, stocks
from magnitka.process import clock_at
from magnitka.tick import TICK
from magnitka.world.goods import CRUDE, PIG, ROLLED, SCRAP

ANYWHERE = st.floats(0, 1, exclude_max=True)
ACT = st.integers(0, len(TICK) - 1)
often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

STOCKS = ["fit", "unfit", "finished"]
ON_WAY = ["on_way", "on_way_unfit"]
PURSES = ["budget", "households", "bank"]


def test_a_dekad_without_a_fault_passes(toy):
    toy.morning()
    for tick in range(toy.first, toy.first + 3):
        toy.live(tick)


@given(column=st.sampled_from(STOCKS), row=ANYWHERE, good=ANYWHERE, amount=st.floats(1e-4, 1e4), place=ACT)
@often
def test_goods_out_of_nowhere_are_named(toy, column, row, good, amount, place):
    world = toy.morning()
    storable = np.flatnonzero(world.goods.service == 0)
    g = storable[int(good * storable.size)]
    e = int(row * world.enterprises.rows)

    def plant(at, act):
        if at == place:
            getattr(world.enterprises, column)[e, g] += amount * max(1.0, stocks(world)[g])

    with pytest.raises(BooksError, match=f"{world.goods.labels[g]} is off by"):
        toy.live(toy.first, plant)


@given(column=st.sampled_from(STOCKS), row=ANYWHERE, share=st.floats(1e-3, 1), place=ACT)
@often
def test_goods_that_vanish_are_named(toy, column, row, share, place):
    world = toy.morning()
    planted = []

    def steal(at, act):
        if at == place:
            held = getattr(world.enterprises, column)
            there = np.argwhere((held > 1e-3) & (world.goods.service == 0))
            e, g = there[int(row * len(there))]
            held[e, g] *= 1.0 - share
            planted.append(world.goods.labels[g])

    with pytest.raises(BooksError) as caught:
        toy.live(toy.first, steal)
    assert f"{planted[0]} is off by -" in str(caught.value)


@given(
    column=st.sampled_from(ON_WAY), row=ANYWHERE, lag=st.integers(0, 3), amount=st.floats(1, 1e3), place=ACT
)
@often
def test_wagons_out_of_nowhere_are_named(toy, column, row, lag, amount, place):
    world = toy.morning()
    links = world.links
    k = int(row * links.rows)

    def plant(at, act):
        if at == place:
            getattr(links, column)[k, lag] += amount * max(1.0, stocks(world)[links.good[k]])

    with pytest.raises(BooksError, match=f"{world.goods.labels[links.good[k]]} is off by"):
        toy.live(toy.first, plant)


@pytest.mark.parametrize("flow", ["imported", "used", "spoilt"])
def test_a_flow_that_did_not_happen_is_named(toy, flow):
    world = toy.morning()
    rolled = world.goods.row_of[ROLLED]

    def lie(at, act):
        if at == len(TICK) - 1:
            getattr(world.enterprises, flow)[world.works, rolled] += 1.0

    with pytest.raises(BooksError, match=ROLLED):
        toy.live(toy.first, lie)


@pytest.mark.parametrize("table, flow, good", [
    ("shops", "output", CRUDE), ("shops", "rejects", CRUDE), ("enterprises", "scrap_fall", SCRAP),
])  # fmt: skip
def test_output_that_was_not_made_is_named(toy, table, flow, good):
    world = toy.morning()
    rows = np.flatnonzero(
        world.shops.product == world.goods.row_of[good]
        if table == "shops"
        else world.enterprises.own_make[:, world.goods.row_of[good]] > 0
    )

    def lie(at, act):
        if at == len(TICK) - 1:
            getattr(getattr(world, table), flow)[rows[0]] += 1.0

    with pytest.raises(BooksError, match=f"{good} is off by"):
        toy.live(toy.first, lie)


def test_a_stock_below_zero_is_caught_where_the_sum_is_right(toy):
    world = toy.morning()
    rolled = world.goods.row_of[ROLLED]

    def rob(at, act):
        if at == len(TICK) - 1:
            fit = world.enterprises.fit
            taken = fit[world.works, rolled] + 1.0
            fit[world.works, rolled] -= taken
            fit[(world.works + 1) % world.enterprises.rows, rolled] += taken

    with pytest.raises(BooksError, match="negative"):
        toy.live(toy.first, rob)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_stock_that_is_no_number_is_named(toy, value):
    world = toy.morning()
    rolled = world.goods.row_of[ROLLED]

    def blot(at, act):
        if at == len(TICK) - 1:
            world.enterprises.fit[world.works, rolled] = value

    with np.errstate(invalid="ignore"), pytest.raises(BooksError, match=ROLLED):
        toy.live(toy.first, blot)


@given(row=ANYWHERE, kopecks=st.integers(-(10**12), 10**12).filter(bool), place=ACT)
@often
def test_roubles_out_of_nowhere_are_counted_to_the_kopeck(toy, row, kopecks, place):
    world = toy.morning()

    def forge(at, act):
        if at == place:
            world.enterprises.account[int(row * world.enterprises.rows)] += kopecks

    with pytest.raises(BooksError) as caught:
        toy.live(toy.first, forge)
    assert f"{kopecks / 100:.2f} roubles" in str(caught.value)


@given(purse=st.sampled_from(PURSES), kopecks=st.integers(-(10**12), 10**12).filter(bool), place=ACT)
@often
def test_no_purse_of_the_state_is_filled_from_nowhere(toy, purse, kopecks, place):
    world = toy.morning()

    def forge(at, act):
        if at == place:
            getattr(world.centre, purse)[0] += kopecks

    with pytest.raises(BooksError, match="roubles"):
        toy.live(toy.first, forge)


def test_credit_out_of_nowhere_is_caught(toy):
    world = toy.morning()
    with pytest.raises(BooksError, match="credit"):
        toy.live(toy.first, lambda at, act: world.enterprises.credit.__iadd__(1) if at == 3 else None)


@pytest.mark.parametrize("taken", [PIG, SCRAP])
def test_a_furnace_that_gives_more_iron_than_it_takes_is_named(toy, taken):
    """The charge of the open hearths without part of its metal."""
    world = toy.morning()
    g = world.goods
    inputs = g.inputs.copy()
    try:
        toy.live(toy.first)
        g.inputs[g.row_of[CRUDE], g.row_of[taken]] *= 0.5
        shop = world.shops.labels[int(np.flatnonzero(world.shops.product == g.row_of[CRUDE])[0])]
        with pytest.raises(BooksError, match="more iron than it took") as caught:
            Books._audit_iron(world, clock_at(toy.first, toy.recipe.origin))
        assert shop in str(caught.value)
    finally:
        g.inputs[:] = inputs


def test_the_books_of_a_dekad_speak_of_that_dekad(toy):
    world = toy.morning()
    with pytest.raises(BooksError, match="1981-01, dekad 2"):
        toy.live(toy.first + 1, lambda at, act: world.enterprises.fit.__iadd__(1.0) if at == 3 else None)
    assert roubles(toy.morning()) == roubles(world)

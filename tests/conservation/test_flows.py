"""What no rule may break: nothing is shipped that is not there, every kopeck has two sides, iron only goes down."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magnitka.books import purses, roubles, rows_summed
from magnitka.quantity import Kind, month_text
from magnitka.run import simulate
from magnitka.scenario import load
from magnitka.tick import MECHANISMS
from magnitka.world import Kind as Enterprise
from magnitka.world import World
from magnitka.world.goods import ORE, SCRAP

YEAR = 36


def sent(world: World) -> np.ndarray:
    """Shipped in this dekad by supplier and good, shape (enterprises, goods)."""
    k, total = world.links, np.zeros_like(world.enterprises.finished)
    np.add.at(total, (k.supplier, k.good), k.shipped)
    return total


def test_no_supplier_ships_more_than_it_has(toy):
    world = toy.morning()
    e = world.enterprises
    seen = []

    def look(place, act):
        if act.mechanism == "ordering":
            seen[:] = [e.finished.copy()]
        if act.mechanism in ("allocation", "freight") and seen:
            limit = seen[0]
            assert (sent(world) <= limit * (1 + 1e-9) + 1e-9).all(), act.name
        if act.name == "freight.shipment":
            assert np.allclose(e.finished, seen[0] - sent(world), rtol=1e-9, atol=1e-6)
            assert (world.links.shipped >= 0).all()
            seen.clear()

    for tick in range(toy.first, toy.first + YEAR):
        toy.live(tick, look)


def test_no_customer_is_sent_what_it_did_not_order(toy):
    """Beyond orders goes only what final users take of what nobody else wants."""
    world = toy.morning()
    k, e = world.links, world.enterprises
    firm = e.kind[k.customer] == Enterprise.PRODUCER
    for tick in range(toy.first, toy.first + 12):
        toy.live(tick)
        got = np.zeros_like(e.order)
        np.add.at(got, (k.customer[firm], k.good[firm]), k.shipped[firm])
        assert (got <= np.maximum(e.order, e.true_order) * (1 + 1e-9) + 1e-9).all()


def test_what_is_shipped_arrives(toy):
    """Of all that is put on wagons nothing is lost under way: received and under way account for it."""
    world = toy.morning()
    k = world.links
    before = (k.on_way + k.on_way_unfit).sum()
    shipped = received = 0.0
    for tick in range(toy.first, toy.first + YEAR):
        toy.live(tick)
        shipped += k.shipped.sum()
        received += world.enterprises.received.sum()
    assert before + shipped == pytest.approx(received + (k.on_way + k.on_way_unfit).sum(), rel=1e-12)


def all_roubles(world) -> int:
    """All accounts, purses and deposits."""
    return roubles(world) + purses(world, rows_summed(world))


def test_every_kopeck_stays(toy):
    """A year of payments, wages, siphon and cover moves roubles about and makes none."""
    world = toy.morning()
    e, c = world.enterprises, world.centre
    before, credit, bank = all_roubles(world), int(e.credit.sum()), int(c.bank[0])
    paid = 0
    for tick in range(toy.first, toy.first + YEAR):
        toy.live(tick)
        paid += int(c.wages_paid[0])
        assert all_roubles(world) == before
        assert int(e.credit.sum()) - credit == bank - int(c.bank[0])  # credit is the bank's other side
    assert paid > 0
    for purse in (e.account, e.credit, c.budget, c.households, c.bank):
        assert purse.dtype == np.int64


def test_wages_leave_the_enterprises_and_reach_the_households(toy):
    """Settlement pays the rest of the Union's households what it takes from accounts, budget and bank."""
    world = toy.morning()
    e, c = world.enterprises, world.centre
    held = []

    def elsewhere() -> int:
        return int(e.account.sum() + c.budget[0] + c.bank[0] + world.cities.account.sum())

    def look(place, act):
        if act.mechanism == "finance":
            held.append((elsewhere(), int(c.households[0])))

    before, others = int(c.households[0]), elsewhere()
    toy.live(toy.first, look)
    paid = held[0][1] - before
    assert paid > 0
    assert held[0][0] == others - paid
    assert int(c.wages_paid[0]) > paid  # the persons of the city are paid one by one


def test_iron_is_not_made(toy):
    """Iron in all stocks: more only by what was mined, imported or brought in as old scrap."""
    world = toy.morning()
    e, k, g, s = world.enterprises, world.links, world.goods, world.shops
    ore, scrap = g.row_of[ORE], g.row_of[SCRAP]

    def iron() -> float:
        held = (e.fit + e.unfit + e.finished).sum(axis=0)
        held += np.bincount(k.good, (k.on_way + k.on_way_unfit).sum(axis=1), g.rows)
        return float(held @ g.iron)

    for tick in range(toy.first, toy.first + YEAR):
        before = iron()
        toy.live(tick)
        brought = float(e.imported.sum(axis=0) @ g.iron) + float(g.collected[scrap] * g.iron[scrap])
        mined = float(s.output[s.product == ore].sum() * g.iron[ore])
        assert iron() <= before + (brought + mined) * (1 + 1e-9)


def test_nothing_is_rejected_of_what_is_gone_when_it_is_made(toy):
    """Power and freight are no goods that inspection could stop; of everything else some is off grade."""
    world = toy.morning()
    s, service = world.shops, world.goods.service[world.shops.product] > 0
    toy.live(toy.first)
    working = s.output > 0
    assert (service & working).any()
    assert (s.rejects[service] == 0.0).all()
    assert (s.rejects[~service & working] > 0.0).all()


# ------------------------------------------------------------------------------------------------ any scenario
TOY = load("toy")
GUESSES = sorted(
    (key, quantity)
    for key, quantity in TOY.quantities()
    if quantity.kind is Kind.GUESS and not key.startswith("tables.") and "@" not in key
    and key.partition(".")[0] in MECHANISMS
)  # fmt: skip


PACES = ("continuous", "resource", "assembly")


@st.composite
def what_ifs(draw, guesses):
    """A few guesses moved to one of a hundred steps of their ranges; no pace is slower than the free one."""
    chosen = draw(st.lists(st.sampled_from(guesses), max_size=8, unique_by=lambda one: one[0]))
    changes = {key: one.low + draw(st.integers(0, 100)) / 100 * (one.high - one.low) for key, one in chosen}
    values = {key: one.value for key, one in GUESSES} | changes
    for pace in PACES:
        free = values[f"storming.free_pace_{pace}"]
        if values[f"storming.floor_{pace}"] > free:
            changes[f"storming.floor_{pace}"] = free
    return changes


def balanced(changes, off, months, seed):
    """Lives so many months, every dekad audited; then nothing is negative or NaN, and shares are shares."""
    until = month_text(TOY.start + months - 1)
    run = simulate(TOY, until, seed=seed, set=changes, off=off, observe=False)
    e, s, k = run.world.enterprises, run.world.shops, run.world.links
    for name, array in run.checkpoint().items():
        assert array.dtype.kind != "f" or np.isfinite(array).all(), name
    for stock in (e.fit, e.unfit, e.finished, k.on_way, k.on_way_unfit):
        assert (stock >= 0).all()
    for share in (
        e.grade,
        e.finished_grade,
        e.fit_share,
        s.condition,
        s.grade,
        s.detection,
        e.inhouse,
        k.share,
    ):
        assert ((share >= -1e-9) & (share <= 1 + 1e-9)).all()


OFF = st.lists(st.sampled_from(MECHANISMS), max_size=4, unique=True)
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(changes=what_ifs([one for one in GUESSES if not one[0].startswith("storming.")]), off=OFF,
       months=st.integers(4, 12), seed=st.integers(0, 3))  # fmt: skip
@settings(calmly, max_examples=25)
def test_the_books_balance_in_any_scenario(changes, off, months, seed):
    balanced(changes, off, months, seed)


@given(changes=what_ifs([one for one in GUESSES if one[0].startswith("storming.")]), off=OFF)
@settings(calmly, max_examples=4)
def test_the_books_balance_whatever_managers_want(changes, off):
    """Few examples, for each solves the managers' programmes anew."""
    balanced(changes, off, 9, 1)

"""The books of the town: persons, homes, lists, coupons, purses, hours and smoke, to the last one, whatever is off."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magnitka.books import BooksError
from magnitka.run import simulate
from magnitka.scenario import load
from magnitka.tick import MECHANISMS, TICK
from magnitka.world import Mark, Tenure
from magnitka.world.cities import RATIONED
from magnitka.world.people import NOBODY

YEAR = 36
ANYWHERE = st.floats(0, 1, exclude_max=True)
ACT = st.integers(0, len(TICK) - 1)
often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
EVENING = len(TICK) - 1  # after the last act of the dekad


def in_rows(world):
    """Everything that can be counted in the rows of people and households, in persons, households, coupons."""
    q, h, w = world.people, world.households, world.weight
    there = h.size > 0
    found = Counter(persons=w * int(q.persons.sum()), households=w * int(there.sum()))
    for tenure in Tenure:
        if tenure >= Tenure.PLANT:
            found[f"homes {tenure}"] = w * int((h.tenure[there] == tenure).sum())
    for kind in (1, 2, 3):
        found[f"list {kind}"] = w * int((h.list[there] == kind).sum())
    for kind in range(len(RATIONED)):
        found[f"coupons {kind}"] = w * int(h.coupons[there][:, kind].astype(np.int64).sum())
    return found


def flows(world):
    """What the dekad's lines say came, less what they say went."""
    c, k, n = world.cities, world.lists, world.counters
    found = Counter(persons=int((c.births - c.deaths + c.arrivals - c.departures).sum()))
    for row in range(k.rows):
        left = k.housed[row] + k.jumped[row] + k.reneged[row]
        found[f"list {k.kind[row]}"] += int(k.joins[row] - left)
    for kind, ware in enumerate(RATIONED):
        rows = n.good == world.goods.row_of[ware]
        found[f"coupons {kind}"] += int((n.printed - n.redeemed - n.expired)[rows].sum())
    return found


def test_a_year_of_the_town_leaves_no_residual(toy):
    """T80: persons, homes, lists and coupons over any 36 dekads, counted in the rows and by the lines."""
    world = toy.morning()
    q, c = world.people, world.cities
    start, moved, homes = in_rows(world), Counter(), (c.dwellings - c.vacant).sum(axis=0)
    built = 0
    for tick in range(toy.first, toy.first + YEAR):
        toy.live(tick)
        moved.update(flows(world))
        built = built + (c.completed - c.demolished).sum(axis=0)
        now = in_rows(world)
        for what in ("persons", *(f"list {kind}" for kind in (1, 2, 3))):
            assert now[what] == start[what] + moved[what], (tick, what)
        for kind in range(len(RATIONED)):
            assert now[f"coupons {kind}"] == start[f"coupons {kind}"] + moved[f"coupons {kind}"], tick
        for tenure in range(Tenure.PLANT, len(Tenure)):
            assert now[f"homes {tenure}"] == (c.dwellings - c.vacant)[:, tenure].sum(), (tick, tenure)
        staff = np.zeros(world.employers.rows, np.int64)
        for b in range(q.rows):
            employer = q.employer[b, : q.persons[b]]
            staff += np.bincount(employer[employer != NOBODY], minlength=staff.size)
        assert (staff * world.weight == world.employers.staff).all(), tick
        assert (c.persons == c.adults + c.children).all()
        assert (c.hours >= 0).all()
        assert len(
            np.unique([int(x) for b in range(q.rows) for x in q.luck[b, : q.persons[b]]])
        ) > 0.999 * int(q.persons.sum())
    assert moved["persons"] != 0 and (homes >= 0).all()


def test_whoever_is_married_lives_with_husband_or_wife(toy):
    world = toy.morning()
    for tick in range(toy.first, toy.first + YEAR):
        toy.live(tick)
    q, h = world.people, world.households
    alone = married = 0
    for b in range(q.rows):
        live = slice(0, q.persons[b])
        mark = q.flags[b, live].astype(np.int64)
        wed, female = (mark & Mark.MARRIED) > 0, (mark & Mark.FEMALE) > 0
        wives = np.bincount(q.household[b, live], wed & female, h.top[b])
        husbands = np.bincount(q.household[b, live], wed & ~female, h.top[b])
        married += int(wed.sum())
        alone += int(np.abs(wives - husbands).sum())
        assert (h.size[b, : h.top[b]] == np.bincount(q.household[b, live], minlength=h.top[b])).all()
        assert (h.children[b] <= h.size[b]).all()
    assert alone < 0.01 * married


@pytest.mark.parametrize(
    "off", [(), *((one,) for one in MECHANISMS), MECHANISMS], ids=lambda off: "+".join(off)[:40]
)
def test_the_books_balance_whatever_is_off(off):
    """The audit of every dekad raises; a year, with each mechanism neutral, and with all of them."""
    scenario = load("toy")
    run = simulate(scenario, until="1981-12", off=off, observe=False)
    assert run.ticks == YEAR


# ------------------------------------------------------------------------------------------------ planted errors
def caught(toy, place, plant):
    """The complaint of the books when `plant` spoils the world after the act at `place`."""
    world = toy.morning()
    with pytest.raises(BooksError) as error:
        toy.live(toy.first, lambda at, act: plant(world) if at == place else None)
    return str(error.value)


@given(column=st.sampled_from(["cash", "deposit"]), lot=ANYWHERE, kopecks=st.integers(1, 10**6), place=ACT)
@often
def test_money_put_into_a_purse_is_counted(toy, column, lot, kopecks, place):
    def forge(world):
        b = int(lot * world.people.rows)
        slot = int(np.argmax(world.households.size[b] > 0))
        getattr(world.households, column)[b, slot] += kopecks

    assert f"{kopecks * toy.world.weight / 100:.2f} roubles" in caught(toy, place, forge)


@given(kopecks=st.integers(1, 10**9), place=ACT)
@often
def test_currency_that_was_not_issued_is_counted(toy, kopecks, place):
    """The sum of all accounts is right, but cash is in hand that never left the bank."""

    def slip(world):
        world.cooperatives.cash[0] += kopecks
        world.centre.budget[0] -= kopecks

    assert "were not issued" in caught(toy, place, slip)


@given(lot=ANYWHERE, place=ACT)
@often
def test_a_person_out_of_nowhere_is_counted(toy, lot, place):
    def smuggle(world):
        b = int(lot * world.people.rows)
        i = world.people.persons[b]
        for name in ("luck", "household", "born", "flags", "employer"):
            column = getattr(world.people, name)
            column[b, i] = column[b, 0]
        world.people.employer[b, i] = NOBODY
        world.people.persons[b] += 1

    assert "persons of" in caught(toy, place, smuggle)


@given(lot=ANYWHERE, place=ACT)
@often
def test_a_household_whose_size_is_wrong_is_found(toy, lot, place):
    def swell(world):
        b = int(lot * world.people.rows)
        world.households.size[b, int(np.argmax(world.households.size[b] > 0))] += 1

    assert "persons of" in caught(toy, place, swell)


@pytest.mark.parametrize("line", ["births", "deaths", "arrivals", "departures"])
def test_a_life_event_that_did_not_happen_is_found(toy, line):
    def lie(world):
        getattr(world.cities, line)[0] += world.weight

    assert "births, deaths and moves" in caught(toy, EVENING, lie)


@given(tenure=st.integers(Tenure.PLANT, Tenure.OWN), place=ACT)
@often
def test_a_dwelling_out_of_nowhere_is_found(toy, tenure, place):
    def add(world):
        world.cities.vacant[0, tenure] += world.weight

    assert "dwellings" in caught(toy, place, add)


@given(lot=ANYWHERE, place=ACT)
@often
def test_a_dwelling_let_without_being_vacated_is_found(toy, lot, place):
    def let(world):
        h = world.households
        b = int(lot * h.rows)
        slot = int(np.argmax((h.size[b] > 0) & (h.tenure[b] < Tenure.PLANT)))
        h.tenure[b, slot] = Tenure.CITY

    assert "dwellings" in caught(toy, place, let)


@given(lot=ANYWHERE, place=ACT)
@often
def test_a_place_on_a_list_that_vanishes_is_found(toy, lot, place):
    def strike(world):
        h = world.households
        b = int(lot * h.rows)
        slot = int(np.argmax((h.size[b] > 0) & (h.list[b] > 0)))
        h.list[b, slot], h.joined[b, slot] = 0, 0

    assert "housing list" in caught(toy, place, strike)


@given(lot=ANYWHERE, kind=st.integers(0, len(RATIONED) - 1))
@often
def test_a_forged_coupon_is_found(toy, lot, kind):
    def forge(world):
        h = world.households
        b = int(lot * h.rows)
        slot = int(np.argmax((h.size[b] > 0) & (h.coupons[b, :, kind] < 255)))
        h.coupons[b, slot, kind] += 1

    assert "coupons" in caught(toy, EVENING, forge)


@given(lot=ANYWHERE, roubles=st.floats(1e-3, 1e6))
@often
def test_a_crate_gone_from_the_shops_store_is_found(toy, lot, roubles):
    def steal(world):
        n = world.counters
        n.stock[int(lot * n.rows)] += roubles * max(1.0, float(n.delivered.max()))

    assert "shops' store" in caught(toy, EVENING, steal)


def test_smoke_that_vanishes_is_found(toy):
    def hide(world):
        world.cities.carried_off[0, 0] += 1.0 + 0.01 * world.cities.emitted[0, 0]

    assert "smoke" in caught(toy, EVENING, hide)


@given(use=st.integers(0, 4), hours=st.integers(1, 10**6))
@often
def test_an_hour_used_twice_is_found(toy, use, hours):
    def lie(world):
        world.cities.hours[0, use] += hours

    assert "hours of" in caught(toy, EVENING, lie)

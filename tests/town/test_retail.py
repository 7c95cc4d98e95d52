"""Shops at fixed prices: lists, coupons, queues and side doors grow with shortage, and go when its cause goes."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from magnitka.foundation import found
from magnitka.pool import threads_in_use
from magnitka.process import Clock, Dice, Process, clock_at
from magnitka.processes import coupons, retail
from magnitka.quantity import Schedule
from magnitka.scenario import Scenario, load
from magnitka.world import Channel, Sector, World
from magnitka.world.cities import RATIONED
from magnitka.world.people import HOARDS

Floats = NDArray[np.float64]
(COUPONS,) = coupons.PROCESSES
BY_LIST = [Channel.WORKPLACE, Channel.COUPON]
STATE = [Channel.OPEN, Channel.WORKPLACE, Channel.COUPON, Channel.BLACK]
AMPLE, SCARCE = 2.0, 0.7
START, YEAR = 39, 36  # ticks: February of the second year


SEED = 1


@cache
def scenario() -> Scenario:
    return load("toy")


@cache
def _first() -> World:
    return found(scenario(), SEED)


def clock(tick: int) -> Clock:
    return clock_at(tick, scenario().burn_in)


@cache
def params(process: Process) -> Any:
    return scenario().params(process.params, process.mechanism)


def act(world: World, process: Process, tick: int, neutral: bool = False, **changes: Any) -> None:
    """One process on the world as it stands, with changed parameters."""
    rule = process.neutral if neutral else process.step
    rule(world, replace(params(process), **changes), clock(tick), Dice(SEED, process.name, tick))


def founded() -> World:
    """The toy's town on its founding day, one's own to change."""
    return copy.deepcopy(_first())


def ware(world: World, name: str) -> int:
    """Row of the counter of a ware."""
    return next(row for row, good in enumerate(world.counters.good) if world.goods.labels[good] == name)


def earn(world: World, factor: float) -> None:
    """A dekad's income into every purse, and what is over two months' into the savings bank."""
    h = world.households
    month = (h.income.astype(np.int64) * 400 * h.size * factor).astype(np.int64)
    cash = h.cash.astype(np.int64) + month * 9 // 30
    saved = np.maximum(cash - 2 * month, 0)
    world.centre.issued[0] += world.weight * int((cash - saved - h.cash).sum())
    world.centre.bank[0] -= world.weight * int((cash - h.cash).sum())
    h.cash[:], h.deposit[:] = cash - saved, h.deposit + saved


def shop(world: World, tick: int, supply: float, neutral: bool = False, **changes: float) -> None:
    """One dekad of trade with the Union's supply a head at `supply` times that of the founding year."""
    world.counters.supply[:] = supply
    soviet = {name: changes.pop(name) for name in ("tolerance", "widest") if name in changes}
    act(world, retail.DELIVERIES, tick, neutral, evening=0.01, **changes)
    world.counters.supply[:] = supply
    act(world, COUPONS, tick, neutral, **soviet)
    act(world, retail.STANDING, tick, neutral, **changes)
    act(world, retail.TRADE, tick, neutral, **changes)


@dataclass(frozen=True)
class Seen:
    """By dekad: hours a head and day, shares, premium over the state price, roubles a head."""

    hours: Floats
    listed: Floats
    dependence: Floats
    premium: Floats
    overhang: Floats
    diverted: Floats
    unmet: Floats
    world: World


@cache
def lived(supply: float, growth: float = 0.0, years: int = 2, price: float = 1.0, **changes: float) -> Seen:
    """Some years of trade alone: pay grows by `growth` a year, nothing else changes."""
    world = founded()
    world.counters.stock[:] = 0.0
    for column in (
        world.cities.overhang,
        world.counters.handed,
        world.counters.queued,
        world.counters.ration,
    ):
        column[:] = 0
    world.counters.price[:], world.counters.found[:] = price, 1.0
    rows: list[tuple[float, ...]] = []
    for n in range(years * YEAR):
        tick = START + n
        earn(world, (1.0 + growth) ** (n / YEAR))
        h = world.households
        h.income[:] = np.where(h.size > 0, np.minimum(h.income, 250), 0)
        if growth and n % YEAR == 0 and n:
            h.income[:] = np.minimum(np.rint(h.income * (1.0 + growth)), 255)
        shop(world, tick, supply, **changes)
        k, c = world.counters, world.cities
        sold, persons = k.sold, float(c.persons[0])
        rows.append(
            (
                float(world.districts.queue.sum()) / persons / clock(tick).days,
                float(sold[:, BY_LIST].sum() / max(float(sold[:, STATE].sum()), 1e-9)),
                float(c.dependence[0]),
                float(np.average(k.black_price, weights=k.norm)),
                float(c.overhang[0]) / 100.0 / persons,
                float(sold[:, Channel.BLACK].sum() / max(float(sold[:, STATE].sum()), 1e-9)),
                float(world.households.unmet[world.households.size > 0].mean() / 255.0),
            )
        )
    return Seen(*np.array(rows).T, world)


def last_year(series: Floats) -> float:
    return float(series[-YEAR:].mean())


# ------------------------------------------------------------------------------------------------ what must emerge
def test_lists_coupons_and_dependence_grow_with_shortage():
    """L105: the less comes in, the more of it is handed out, and the more depends on those who hand out."""
    seen = [lived(supply) for supply in (AMPLE, 1.0, 0.85, SCARCE)]
    for name in ("listed", "dependence", "premium", "unmet", "diverted"):
        values = [last_year(getattr(one, name)) for one in seen]
        assert all(b >= a - 0.01 for a, b in pairwise(values)), (name, values)
    hours = [last_year(one.hours) for one in seen]
    assert hours[0] < 0.5 * hours[1] and hours[1] < 0.8 * hours[2]
    assert hours[3] > 0.9 * hours[2]  # coupons spare some of the queue
    listed, dependence = last_year(seen[-1].listed), last_year(seen[-1].dependence)
    assert listed > 0.15 and dependence > 0.1


def test_with_ample_supply_none_of_it_is_left():
    seen = lived(AMPLE)
    assert last_year(seen.listed) < 0.01
    assert last_year(seen.dependence) < 0.01
    assert last_year(seen.premium) == pytest.approx(1.0, abs=0.01)
    assert last_year(seen.diverted) < 0.005
    assert last_year(seen.unmet) < 0.05
    assert seen.overhang[-1] == 0.0
    assert not seen.world.counters.ration.any() and not seen.world.counters.outstanding.any()


def test_it_is_the_price_that_makes_lists_not_the_scarcity():
    """The same few goods at prices that clear the counter: nobody gains by handing out."""
    cheap, dear = lived(SCARCE), lived(SCARCE, price=2.2)
    assert last_year(dear.listed) < 0.35 * last_year(cheap.listed)
    assert last_year(dear.premium) < 0.6 * last_year(cheap.premium)
    assert last_year(dear.hours) < 0.7 * last_year(cheap.hours)


def test_premium_and_overhang_rise_with_pay_and_not_when_it_is_frozen():
    rising, frozen = lived(1.0, growth=0.1, years=3), lived(1.0, growth=0.0, years=3)
    buffered = lived(AMPLE, growth=0.1, years=3)
    assert rising.overhang[-1] > 3.0 * max(frozen.overhang[-1], 10.0)
    assert rising.premium[-9:].mean() > frozen.premium[-9:].mean() + 0.3
    assert last_year(rising.hours) > last_year(frozen.hours)
    assert buffered.overhang[-1] == 0.0 and buffered.premium[-1] == pytest.approx(1.0, abs=0.05)


def test_diversion_answers_enforcement():
    loose, strict = lived(SCARCE, enforcement=8.0), lived(SCARCE, enforcement=40.0)
    assert last_year(loose.diverted) > 1.5 * last_year(strict.diverted)


def test_fear_of_empty_shelves_empties_them():
    """Panic: who found little last time asks for more than he eats, and so all find less (T46)."""
    seen = {}
    for risk in (0.5, 0.02):
        world = founded()
        stored = [ware(world, name) for name in RATIONED[:HOARDS]]
        world.counters.found[stored] = 0.5
        wanted = 0.0
        for tick in range(START, START + 6):
            earn(world, 1.0)
            shop(world, tick, 0.9, risk=risk)
            wanted += float(world.counters.wanted[stored].sum())
        pantry = world.households.pantry[world.households.size > 0]
        seen[risk] = wanted, float(world.counters.found[stored].mean()), float(pantry.mean())
    (calm, calm_found, calm_kept), (afraid, afraid_found, afraid_kept) = seen[0.5], seen[0.02]
    assert afraid > 1.05 * calm
    assert afraid_found < calm_found
    assert afraid_kept > calm_kept


def test_home_brew_empties_the_shelves_of_sugar():
    """Less alcohol, more sugar wanted; not where nobody brews."""
    dry = Schedule.constant(0.4)
    sober, brewed = lived(1.0, alcohol=dry, brew=0.0), lived(1.0, alcohol=dry, brew=0.033)
    sugar = ware(brewed.world, RATIONED[2])
    assert brewed.world.counters.wanted[sugar] > 1.05 * sober.world.counters.wanted[sugar]
    assert brewed.world.counters.queued[sugar] > sober.world.counters.queued[sugar]


def test_a_small_ware_goes_on_coupons_like_a_large_one():
    """What is queued for each rouble's worth wanted moves the soviet, not how much of the purse a ware takes."""
    world = founded()
    k = world.counters
    shop(world, START, 1.0)
    for name in (RATIONED[1], RATIONED[2]):
        row = ware(world, name)
        k.queued[row] = 0.3 * k.wanted[row] * 3.0 / world.cities.persons[0]
    act(world, COUPONS, 42, tolerance=0.25)
    assert [k.ration[ware(world, name)] for name in RATIONED] == [0, 1, 1, 0]


def test_the_works_hands_out_more_to_its_people():
    world = lived(SCARCE).world
    m, h = world.employers, world.households
    head = m.goods / np.maximum(m.staff, 1)
    of_works, of_schools = head[m.sector == Sector.WORKS], head[m.sector == Sector.SCHOOLS]
    assert of_works.min() > 1.5 * of_schools.max() > 0.0
    handed = world.counters.sold[:, Channel.WORKPLACE].sum()
    assert m.goods.sum() * 1e6 == pytest.approx(handed, rel=1e-9)
    assert set(np.unique(h.standing[h.size > 0])) == {0, 1, 2, 3}


def test_gardens_feed_those_who_have_them_and_follow_the_year():
    world = founded()
    world.cities.cellar[:] = 0.0
    eaten = []
    for n in range(2 * YEAR):
        earn(world, 1.0)
        shop(world, START + n, 1.0)
        eaten.append(float(world.cities.homegrown[0]))
    assert max(eaten[:10]) == 0.0  # nothing before the first July
    assert min(eaten[YEAR:]) > 0.0
    assert np.argmax(eaten[:YEAR]) > 18


# ------------------------------------------------------------------------------------------------ exact books
def money(world: World) -> int:
    """All kopecks that trade can touch."""
    h, c, o = world.households, world.centre, world.cooperatives
    cash = world.weight * int(h.cash.astype(np.int64).sum())
    return cash + int(c.budget[0] + c.households[0] + o.cash.sum())


@pytest.mark.parametrize("neutral", [False, True])
def test_every_kopeck_spent_arrives(neutral):
    world = founded()
    for tick in range(START, START + 9):
        earn(world, 1.3)
        before, issued = money(world), int(world.centre.issued[0])
        cash = world.weight * int(world.households.cash.astype(np.int64).sum()) + int(
            world.cooperatives.cash.sum()
        )
        shop(world, tick, 0.8, neutral)
        after = world.weight * int(world.households.cash.astype(np.int64).sum()) + int(
            world.cooperatives.cash.sum()
        )
        assert money(world) == before
        assert int(world.centre.issued[0]) - issued == after - cash
        assert int(world.households.cash.min()) >= 0
        assert world.cities.takings[0].tolist() == world.counters.paid.sum(axis=0).tolist()


def test_coupons_are_printed_redeemed_or_void():
    world = founded()
    meat = ware(world, RATIONED[1])
    world.counters.ration[meat], world.counters.queued[meat] = 3, 100.0
    k, h = world.counters, world.households
    for tick in range(42, 42 + 12):
        earn(world, 1.2)
        had = k.outstanding.copy()
        shop(world, tick, 0.8)
        assert (k.outstanding == had + k.printed - k.redeemed - k.expired).all()
        held = world.weight * h.coupons.astype(np.int64).sum(axis=(0, 1))
        assert held.tolist() == [int(k.outstanding[ware(world, name)]) for name in RATIONED]
        assert (k.printed[meat] > 0) == clock(tick).month_starts
        assert k.redeemed[meat] > 0
        if clock(tick).month_ends:
            assert held.sum() == 0
    assert k.sold[meat, Channel.COUPON] == pytest.approx(
        k.redeemed[meat] * k.coupon[meat] * k.kilo[meat], rel=1e-12
    )


def test_store_balances_and_never_goes_below_nothing():
    world = founded()
    k = world.counters
    for tick in range(START, START + 9):
        earn(world, 1.2)
        stock = k.stock.copy()
        shop(world, tick, 1.1 if tick % 2 else 0.6)
        left = stock + k.delivered - k.sold[:, STATE].sum(axis=1) - k.spoilt
        np.testing.assert_allclose(k.stock, left, atol=1e-6 * k.delivered.max())
        assert (k.stock >= 0.0).all() and np.isfinite(k.sold).all()


def test_neutral_is_an_even_share_without_queues():
    world = founded()
    for tick in range(START, START + 9):
        earn(world, 1.0)
        shop(world, tick, 0.8, neutral=True)
    k, h = world.counters, world.households
    assert k.sold[:, 1:].sum() == 0.0 and (k.black_price == 1.0).all() and not k.ration.any()
    assert not world.employers.goods.any() and world.cities.dependence[0] == 0.0
    assert not h.standing.any() and not h.coupons.any()
    a_head = (h.queue / np.maximum(h.size, 1))[h.size > 0]
    assert a_head.mean() < 2.0  # shopping time, no waiting


def test_same_bits_for_any_number_of_threads():
    hashes = set()
    for threads in (1, 2, 3, 7):
        world = founded()
        with threads_in_use(threads):
            for tick in range(START, START + 4):
                earn(world, 1.1)
                shop(world, tick, 0.8)
        hashes.add(world.state_hash())
    assert len(hashes) == 1

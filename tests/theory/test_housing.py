"""Waiting lists (T36-T40) and the worth of a place on one (T59)."""

from __future__ import annotations

import heapq

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magnitka.kernels import waiting_list as lists
from magnitka.kernels.dice import key_of
from tests.town.lines import House, live


def test_T36_little() -> None:
    yearly = 32_500 / 15
    assert yearly == pytest.approx(2_166.67, rel=1e-5)
    assert yearly / 36 == pytest.approx(60.185, rel=1e-4)
    assert lists.expected_wait(32_500, yearly) == pytest.approx(15.0, rel=1e-12)


def test_T37_overloaded_list_closed_form() -> None:
    assert lists.overloaded_length(3_000, 2_167, 0.02) == pytest.approx(41_650, rel=1e-12)
    assert lists.overloaded_wait(3_000, 2_167, 0.02) == pytest.approx(16.2634, abs=5e-5)
    assert lists.overloaded_length(2_000, 2_167, 0.02) == 0.0
    assert lists.overloaded_wait(2_000, 2_167, 0.02) == 0.0


def test_T37_overloaded_list_housed_by_the_model() -> None:
    """A tenth of the list, housed by the kernels of the model: length and wait come to rest where they should."""
    house = live(House(joins=300.0, dwellings=216.7, giving_up=0.02, opening_wait=16.0), years=100)
    late = slice(-80 * 12, None)
    assert np.mean(house.length[late]) == pytest.approx(4_165, rel=0.02)
    assert np.mean(house.wait[late]) == pytest.approx(16.26, rel=0.02)


def test_T38_wait_lengthens() -> None:
    assert lists.lengthening(3_000, 2_167) == pytest.approx(0.384402, abs=1e-6)
    assert lists.lengthening(2_000, 2_000) == 0.0


def test_T38_wait_lengthens_in_the_model() -> None:
    """Without giving up, the wait of a newcomer grows by (lambda - mu) / mu years a year."""
    house = live(House(joins=300.0, dwellings=216.7, giving_up=0.0), years=30)
    newcomer = house.length / 216.7
    slope = (newcomer[-1] - newcomer[12]) / ((newcomer.size - 13) / 12)
    assert slope == pytest.approx(0.384402, rel=0.03)


@pytest.mark.parametrize("past, wait", [(0.0, 10.833), (0.15, 12.745), (0.27778, 15.0)])
def test_T39_dwellings_past_the_list(past: float, wait: float) -> None:
    assert lists.expected_wait(32_500, 3_000, past) == pytest.approx(wait, abs=1e-3)


def test_T40_priority_closed_form() -> None:
    waits = lists.priority_waits(np.array([0.3, 0.5]), 1.0)
    np.testing.assert_allclose(waits, [1.142857, 5.714286], atol=5e-7)


def test_T40_priority_simulated() -> None:
    """One server, two classes by strict priority; the rule of service is the model's cut-off."""
    generator = np.random.default_rng(4)
    n = 400_000
    arrival = np.cumsum(generator.exponential(1.0 / 0.8, n))
    favoured = generator.uniform(size=n) < 0.375
    service = generator.exponential(1.0, n)
    lines: tuple[list[int], list[int]] = ([], [])
    waited = np.zeros(n)
    clock, coming = 0.0, 0
    for _ in range(n):
        if not lines[0] and not lines[1]:
            clock = max(clock, arrival[coming])
        while coming < n and arrival[coming] <= clock:
            heapq.heappush(lines[int(favoured[coming])], coming)
            coming += 1
        standing, _lots = lists.cut_off(np.array([len(lines[0]), len(lines[1])]), 1)
        one = heapq.heappop(lines[standing])
        waited[one] = clock - arrival[one]
        clock += service[one]
    assert waited[favoured].mean() == pytest.approx(1.142857, rel=0.02)
    assert waited[~favoured].mean() == pytest.approx(5.714286, rel=0.06)


@pytest.mark.parametrize("waited, loss", [(0, 0.0), (5, 13.42), (10, 30.64), (14, 47.89)])
def test_T59_place_on_the_list_is_an_asset(waited: float, loss: float) -> None:
    assert lists.loss_of_place(100.0, 0.05, 15.0, float(waited)) == pytest.approx(loss, abs=0.01)


# ------------------------------------------------------------------------------------------------ properties
counts = st.lists(st.integers(0, 50), min_size=1, max_size=40)


@given(counts, st.integers(-3, 2_500))
@settings(deadline=None, max_examples=300)
def test_cut_off_serves_exactly_as_many_as_there_are_places(line: list[int], places: int) -> None:
    standing, lots = lists.cut_off(np.array(line), places)
    served = sum(line[standing + 1 :]) + lots
    assert served == min(max(places, 0), sum(line))
    assert standing == len(line) or 0 <= lots <= line[standing]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=20), st.integers(0, 300))
@settings(deadline=None, max_examples=200)
def test_lots_are_all_drawn_and_nobody_twice(groups: list[int], lots: int) -> None:
    out = np.zeros(len(groups), np.int64)
    lists.share_lots(key_of(1, "lots", lots), np.array(groups), lots, out)
    assert out.sum() == min(lots, sum(groups))
    assert np.all(out <= groups) and np.all(out >= 0)


def test_lots_are_fair() -> None:
    groups = np.array([10, 20, 70])
    drawn = np.zeros((2_000, 3), np.int64)
    for tick in range(2_000):
        lists.share_lots(key_of(1, "fair", tick), groups, 10, drawn[tick])
    np.testing.assert_allclose(drawn.mean(axis=0), [1.0, 2.0, 7.0], rtol=0.04)

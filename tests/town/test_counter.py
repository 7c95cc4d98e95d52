"""One ware sold to a few kinds of households: nothing is lost, nobody gets more than he wants, waiting sorts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from magnitka.kernels.counter import (
    BLACK,
    CHANNELS,
    COOPERATIVE,
    FOUND,
    FREE_PRICE,
    MARKET,
    OPEN,
    TOLD,
    WAIT,
    WANTED,
    WORKPLACE,
    clear,
    even,
    settle,
)
from magnitka.kernels.dice import key_of
from magnitka.kernels.shopping import (
    CELLS,
    COUNTED,
    PLOTS,
    TIERS,
    class_bounds,
    class_table,
    open_purses,
)

Floats = NDArray[np.float64]
HEADS = np.array([1000.0, 3000.0, 2000.0])
SPEND = np.array([5.0, 10.0, 20.0])


def sold(
    supply: float, listed: float = 0.0, market: float = 0.0, coop: float = 0.0, value: Floats | None = None
) -> tuple[Floats, Floats]:
    """What each kind gets a head by channel, and what `clear` tells."""
    got, told = np.zeros((3, CHANNELS)), np.zeros(TOLD)
    worth = np.array([0.2, 0.4, 0.8]) if value is None else value
    clear(
        HEADS, SPEND, np.zeros(3), np.array([0.0, 1.0, 3.0]), worth, 1.0, supply, listed, market, coop, 1.5, 20.0,
        0.35, got, told,
    )  # fmt: skip
    return got, told


@given(st.floats(100.0, 150_000.0), st.floats(0.0, 0.5), st.floats(0.0, 3000.0), st.floats(0.0, 3000.0))
@settings(deadline=None, max_examples=150)
def test_nothing_is_lost_and_nobody_gets_more_than_he_wants(
    supply: float, listed: float, market: float, coop: float
) -> None:
    got, told = sold(supply, listed * supply, market, coop)
    total = HEADS @ got
    assert (got >= -1e-9).all() and np.isfinite(got).all()
    assert total[[OPEN, WORKPLACE, BLACK]].sum() <= supply * (1.0 + 1e-9)
    assert total[MARKET] <= market * (1.0 + 1e-9) and total[COOPERATIVE] <= coop * (1.0 + 1e-9) + 1e-9
    assert total.sum() <= told[WANTED] * (1.0 + 1e-6)
    assert told[WAIT] >= 0.0 and told[FREE_PRICE] >= 1.0 and 0.0 <= told[FOUND] <= 1.0
    if supply * (1.0 - listed) >= told[WANTED]:
        assert told[WAIT] == 0.0 and told[FREE_PRICE] == 1.0 and total[BLACK] == 0.0


def test_waiting_favours_those_whose_time_is_cheap() -> None:
    alike, told = sold(40_000.0, value=np.full(3, 0.4))
    unlike, _ = sold(40_000.0, value=np.array([0.1, 0.4, 1.6]))
    share = [got[:, OPEN] / SPEND for got in (alike, unlike)]
    np.testing.assert_allclose(share[0], share[0][0], rtol=1e-9)
    assert share[1][0] > share[1][1] > share[1][2]
    assert told[WAIT] > 0.0


def test_lists_go_by_standing() -> None:
    got, _ = sold(40_000.0, listed=6000.0)
    assert got[0, WORKPLACE] == 0.0 and got[2, WORKPLACE] == pytest.approx(3.0 * got[1, WORKPLACE])
    assert HEADS @ got[:, WORKPLACE] == pytest.approx(6000.0)


def test_even_shares_are_even() -> None:
    got, told = np.zeros((3, CHANNELS)), np.zeros(TOLD)
    even(HEADS, SPEND, 1.0, 42_000.0, got, told)
    assert HEADS @ got[:, OPEN] == pytest.approx(42_000.0)
    assert got[0, OPEN] == 5.0 and got[1, OPEN] == pytest.approx(got[2, OPEN])


@given(st.lists(st.floats(0.0, 50.0), min_size=3, max_size=3))
@settings(deadline=None, max_examples=100)
def test_no_purse_is_overdrawn(purses: list[float]) -> None:
    purse, price = np.array(purses), np.ones((1, CHANNELS)) * 1.7
    got = np.random.default_rng(1).uniform(0.0, 9.0, (1, 3, CHANNELS))
    total, paid, pay = np.zeros((1, CHANNELS)), np.zeros((1, CHANNELS), np.int64), np.zeros(3, np.int64)
    settle(purse, price, HEADS, 0.4, got, total, paid, pay)
    assert (pay <= np.floor(purse * 100.0)).all()
    assert paid.sum() == int((pay * HEADS.astype(np.int64)).sum())


def test_classes_of_purses_are_found_by_table() -> None:
    bounds = class_bounds()
    table = class_table(bounds)
    assert (np.diff(bounds) > 0).all() and bounds[0] == 0
    for k, bound in enumerate(bounds):
        assert table[bound >> 7] == k


@pytest.mark.parametrize("purse", [40, 200, 300, 1_000, 5_000, 30_000])
def test_a_purse_between_two_classes_joins_one_of_them_and_the_mean_is_kept(purse: int) -> None:
    """4,000 households of one, each with `purse` kopecks for the dekad and plenty of cash."""
    households, bounds = 4_000, class_bounds()
    shape = (1, households)
    luck = np.random.default_rng(3).integers(1, 2**32, shape).astype(np.uint32)
    nothing, one = np.zeros(shape, np.uint8), np.ones(shape, np.uint8)
    cells = np.zeros(shape, np.uint8)
    open_purses(
        0, 1, key_of(1, "purses", 0), 0, purse / 400.0, 1e9, 0.0, bounds, class_table(bounds),
        np.array([households]), luck, one, np.full(shape, 10**8, np.int32), np.zeros(shape, np.int32), one,
        nothing, nothing, nothing, np.zeros((1, households, 3), np.uint8), cells, np.zeros((1, CELLS), np.int64),
        np.zeros((1, COUNTED), np.int64),
    )  # fmt: skip
    joined = cells[0] // (TIERS * PLOTS)
    below = np.searchsorted(bounds, purse, side="right") - 1
    assert set(joined.tolist()) <= {below, below + 1}
    spread = (bounds[below + 1] - bounds[below]) / 2.0
    assert bounds[joined].mean() == pytest.approx(purse, abs=4.0 * spread / households**0.5)

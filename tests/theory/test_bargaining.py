"""Partial reform and disorganisation (T47-T50)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from magnitka.kernels import dice
from magnitka.kernels.bargaining import (
    chain_operates,
    divide,
    link_offer,
    link_survival,
    operates,
    output_per_input,
)
from magnitka.kernels.compile import kernel

COUNTS = [1, 2, 4, 8, 16, 64]
KEY = dice.key_of(1, "bargaining", 0)


def value(a: float, b: float, quantity: float) -> float:
    """Area under the demand a - b p from zero to `quantity`."""
    return (a * quantity - 0.5 * quantity**2) / b


@pytest.mark.parametrize(
    ("enforced", "state", "free", "loss"),
    [(1.0, 90.0, 10.0, 75.0), (0.0, 60.0, 40.0, 300.0), (0.75, 75.0, 25.0, 18.75), (0.8, 80.0, 20.0, 0.0)],
)
def test_T47_partial_reform(enforced: float, state: float, free: float, loss: float) -> None:
    divided = divide(100.0, 100.0, 1.0, 60.0, 2.0, 10.0, enforced)
    assert divided == pytest.approx((state, free, 20.0, loss), abs=1e-9)


@given(
    supply=st.floats(1.0, 200.0),
    a1=st.floats(10.0, 150.0),
    b1=st.floats(0.2, 5.0),
    a2=st.floats(10.0, 150.0),
    b2=st.floats(0.2, 5.0),
    price=st.floats(0.0, 40.0),
    enforced=st.floats(0.0, 1.0),
)
@settings(deadline=None, max_examples=100)
def test_T47_loss_is_value_forgone(
    supply: float, a1: float, b1: float, a2: float, b2: float, price: float, enforced: float
) -> None:
    x1, x2, efficient_price, loss = divide(supply, a1, b1, a2, b2, price, enforced)
    assert x1 >= 0.0 and x2 >= 0.0 and x1 + x2 <= supply * (1.0 + 1e-12)
    assert x1 <= max(a1 - b1 * price, 0.0) and x2 <= max(a2 - b2 * price, 0.0)

    def forgone(first: float) -> float:
        """Value lost against nothing when buyer 1 gets `first` and buyer 2 all he can use of the rest."""
        return -value(a1, b1, first) - value(a2, b2, min(supply - first, a2))

    found = minimize_scalar(
        forgone, bounds=(0.0, min(supply, a1)), method="bounded", options={"xatol": 1e-10}
    )
    best = -min(float(found.fun), forgone(0.0), forgone(min(supply, a1)))
    assert loss == pytest.approx(best - value(a1, b1, x1) - value(a2, b2, x2), rel=1e-7, abs=1e-7)
    assert loss >= -1e-9
    used = max(a1 - b1 * efficient_price, 0.0) + max(a2 - b2 * efficient_price, 0.0)
    assert used == pytest.approx(min(supply, a1 + a2), rel=1e-9)


def test_T47_no_shortage_leaves_both_content() -> None:
    assert divide(100.0, 50.0, 1.0, 60.0, 2.0, 20.0, 1.0)[:2] == (30.0, 20.0)


def test_T48_disorganisation_numbers() -> None:
    expected = [0.5, 0.444444, 0.4096, 0.389744, 0.379085, 0.370735]
    assert [operates(n, 1.0) for n in COUNTS] == pytest.approx(expected, abs=1e-6)
    assert operates(100_000, 1.0) == pytest.approx(math.exp(-1.0), abs=1e-5)
    assert operates(8, 0.5) == 1.0
    assert link_survival(0.0, 0.0) == 1.0


@pytest.mark.parametrize("n", COUNTS)
@pytest.mark.parametrize("c_bar", [0.3, 1.0, 1.4])
def test_T48_offer_is_the_buyers_best(n: int, c_bar: float) -> None:
    found = minimize_scalar(
        lambda p: -(1.0 - p) * link_survival(p, c_bar) ** n,
        bounds=(0.0, 1.0),
        method="bounded",
        options={"xatol": 1e-9},
    )
    offer = link_offer(n, c_bar)
    assert offer == pytest.approx(found.x, abs=1e-4)
    assert operates(n, c_bar) == pytest.approx(link_survival(offer, c_bar) ** n)


@kernel
def suppliers(key: np.uint64, n: int, c_bar: float, offer: float, trials: int) -> tuple[float, float]:
    """Share of trials in which all suppliers accept, and mean output per input wherever it is used."""
    running = 0
    total = 0.0
    for trial in range(trials):
        elsewhere = 0.0
        accepted = True
        for i in range(n):
            c = c_bar * dice.uniform(key, np.uint64(trial), i)
            elsewhere += c
            accepted = accepted and c <= offer
        if accepted:
            running += 1
            total += 1.0
        else:
            total += elsewhere / n
    return running / trials, total / trials


@pytest.mark.parametrize(
    ("n", "output"), [(1, 0.875), (2, 0.796296), (4, 0.745760), (8, 0.716525), (16, 0.700692), (64, 0.688219)]
)
def test_T49_output_per_input(n: int, output: float) -> None:
    assert output_per_input(n, 1.0) == pytest.approx(output, abs=1e-6)
    running, total = suppliers(KEY, n, 1.0, link_offer(n, 1.0), 600_000)
    assert running == pytest.approx(operates(n, 1.0), abs=2e-3)
    assert total == pytest.approx(output, abs=2e-3)


@pytest.mark.parametrize(("n", "c_bar"), [(2, 0.5), (3, 1.3)])
def test_T49_other_outside_values(n: int, c_bar: float) -> None:
    running, total = suppliers(KEY, n, c_bar, link_offer(n, c_bar), 600_000)
    assert running == pytest.approx(operates(n, c_bar), abs=2e-3)
    assert total == pytest.approx(output_per_input(n, c_bar), abs=2e-3)


@pytest.mark.parametrize(("n", "depth", "at"), [(2, 0.7937, 1.058), (4, 0.7155, 1.145), (8, 0.6458, 1.148)])
def test_T49_trough_of_disorganisation(n: int, depth: float, at: float) -> None:
    found = minimize_scalar(lambda c_bar: output_per_input(n, c_bar), bounds=(0.5, 2.0), method="bounded")
    assert found.fun == pytest.approx(depth, abs=1e-4)
    assert found.x == pytest.approx(at, abs=2e-3)


def first_makers_share(n: int) -> float:
    """What the first of `n` makers is offered, by halving the surplus backwards from the final buyer."""
    worth = 1.0
    for _ in range(n):
        worth *= 0.5  # each buyer keeps half of what he can get for it
    return worth


@kernel
def chains_running(key: np.uint64, n: int, trials: int) -> float:
    """Share of chains that run when the first maker's alternative is U[0, 1]."""
    running = 0
    for trial in range(trials):
        if chain_operates(n, dice.uniform(key, np.uint64(trial), 0)):
            running += 1
    return running / trials


@pytest.mark.parametrize("n", [1, 3, 5])
def test_T50_chain(n: int) -> None:
    assert chains_running(KEY, n, 1_000_000) == pytest.approx(first_makers_share(n), abs=2e-3)


def test_T50_longest_chain() -> None:
    assert [chain_operates(n, 0.05) for n in range(1, 8)] == [True] * 4 + [False] * 3

"""What the mechanisms book as binding: the largest cut on the way from plan to output; and what a link is short of."""

from __future__ import annotations

import numpy as np
import pytest

from magnitka.kernels.making import book_missing
from magnitka.processes.freight import load
from magnitka.world import Cause, Gap

FUEL = 3


@pytest.mark.parametrize(
    ("standing", "lost", "wish", "output", "why", "late", "came_as", "cause"),
    [
        (120, 0.0, 110, 100, Cause.PACE, 0, Cause.PACE, Cause.NONE),
        (120, 0.0, 110, 60, Cause.PACE, 0, Cause.INPUT, Cause.INPUT),
        (120, 0.0, 50, 49, Cause.PACE, 0, Cause.INPUT, Cause.PACE),  # it would have made little more
        (120, 0.0, 50, 49, Cause.PACE, 1, Cause.INPUT, Cause.PLAN),
        (120, 0.0, 50, 50, Cause.PACE, 1, Cause.PACE, Cause.PLAN),
        (120, 0.0, 50, 50, Cause.LABOUR, 1, Cause.LABOUR, Cause.LABOUR),
        (120, 0.0, 5, 5, Cause.ORDER_BOOK, 0, Cause.ORDER_BOOK, Cause.ORDER_BOOK),
        (120, 0.5, 60, 60, Cause.PACE, 1, Cause.PACE, Cause.BREAKDOWN),
        (120, 0.3, 30, 30, Cause.PACE, 0, Cause.PACE, Cause.PACE),  # it could have made 84
        (60, 0.0, 60, 60, Cause.PACE, 0, Cause.PACE, Cause.CAPACITY),
        (95, 0.0, 40, 40, Cause.PACE, 0, Cause.PACE, Cause.PACE),  # worn, but held back far more
        (95, 0.0, 97, 97, Cause.PACE, 0, Cause.PACE, Cause.CAPACITY),
        (120, 0.0, 90, 30, Cause.PACE, 0, Cause.POWER, Cause.POWER),
    ],
)
def test_the_largest_cut_is_booked(
    standing: float,
    lost: float,
    wish: float,
    output: float,
    why: Cause,
    late: float,
    came_as: Cause,
    cause: Cause,
) -> None:
    one = np.ones(1)
    causes, goods, missing = np.array([int(came_as)]), np.array([FUEL]), np.empty(1)
    book_missing(
        100.0 * one, standing * one, lost * one, wish * one, output * one, np.array([int(why)]), late * one,
        np.zeros(1, np.int64), causes, goods, missing,
    )  # fmt: skip
    assert Cause(int(causes[0])) == cause
    assert missing[0] == pytest.approx(100.0 - output)
    assert goods[0] == (FUEL if cause in (Cause.INPUT, Cause.POWER) else -1)


@pytest.mark.parametrize(
    ("shipped", "true_order", "short_before", "carried", "short", "gap"),
    [
        (10.0, 10.0, 0.0, 0.9, 1.0, Gap.FREIGHT),
        (20.0, 10.0, 0.0, 0.9, 0.0, Gap.NONE),  # more than was needed was allotted, and enough came
        (6.0, 10.0, 4.0, 0.9, 4.6, Gap.OUTPUT),  # it was short mostly for another reason
        (9.5, 10.0, 0.5, 0.9, 1.45, Gap.FREIGHT),
        (10.0, 10.0, 0.0, 1.0, 0.0, Gap.NONE),
    ],
)
def test_missing_wagons_cost_only_what_was_truly_ordered(
    shipped: float, true_order: float, short_before: float, carried: float, short: float, gap: Gap
) -> None:
    one, code, table = np.ones(1), np.zeros(1, np.int64), np.ones((1, 1))
    sent, shorts = np.array([shipped]), np.array([short_before])
    gaps = np.array([int(Gap.OUTPUT if short_before else Gap.NONE)])
    on_way = np.zeros((1, 4))
    load(
        np.uint64(1), np.ones(1, np.uint64), code, code, code, np.ones(1, np.int64), one, true_order * table,
        0.0 * one, one, 0.0 * one, carried, 0.0, 0.0, 1.0, sent, gaps, shorts, 100.0 * table, table.copy(), on_way,
        np.zeros((1, 4)), np.zeros((1, 4)),
    )  # fmt: skip
    assert shorts[0] == pytest.approx(short)
    assert Gap(int(gaps[0])) == gap
    assert on_way.sum() == pytest.approx(shipped * carried)

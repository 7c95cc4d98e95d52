"""Observables of rhythm: the shares of a month's dekads, rush and rest, and what the rush costs.

Shares are shares of the sum of a month's three daily rates, so that an even pace gives a third in months of any length.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from magnitka.ledger.chronicle import DEKADS_PER_MONTH, Chronicle, Floats, Rows, ratio
from magnitka.world.goods import CRUDE, MACHINES, PIG

FIRST, LAST = 0, 2  # dekads of a month
DECEMBER, JANUARY = 11, 0
BEYOND_THE_NORM = 1.001  # a pace above the technical norm, rounding apart


def rates(c: Chronicle, flow: Floats) -> Floats:
    """Daily rates of a flow, shape (months, 3)."""
    return (flow / c.day).reshape(-1, DEKADS_PER_MONTH)


def dekad_share(c: Chronicle, flow: Floats, dekad: int) -> float:
    """Mean share of one dekad in the months in which there is any flow."""
    daily = rates(c, flow)
    daily = daily[daily.sum(axis=1) > 0]
    return float(np.mean(daily[:, dekad] / daily.sum(axis=1))) if daily.size else float("nan")


def value_made(c: Chronicle, rows: Rows) -> Floats:
    """Gross output of some shops at decreed prices, Mrub a dekad."""
    return c.panel("shop", "output", rows) @ c.price[c.product[rows]]


def assembly(c: Chronicle) -> Floats:
    """Output of machine building, Mrub a dekad."""
    return value_made(c, c.makers(MACHINES))


def dekad1_share_assembly(c: Chronicle) -> float:
    """First dekad's share, machine building."""
    return dekad_share(c, assembly(c), FIRST)


def dekad3_share_assembly(c: Chronicle) -> float:
    """Third dekad's share, machine building."""
    return dekad_share(c, assembly(c), LAST)


def dekad3_share_continuous(c: Chronicle) -> float:
    """Third dekad's share, blast furnaces and steel furnaces of the Union."""
    return dekad_share(c, value_made(c, c.makers(PIG) | c.makers(CRUDE)), LAST)


def dekad3_share_shipped_works(c: Chronicle) -> float:
    """Third dekad's share of the rolled steel that the Works ships."""
    return dekad_share(c, c.one("rolled_shipped_works"), LAST)


def quarter_end_ratio(c: Chronicle) -> float:
    """Daily output of the last dekads of quarters over that of the last dekads of other months, machine building."""
    last = rates(c, assembly(c))[:, LAST]
    ends = c.month[::DEKADS_PER_MONTH] % 3 == 2
    return ratio(last[ends].mean(), last[~ends].mean())


def first_dekad_after_rush_ratio(c: Chronicle) -> float:
    """Daily output of a month's first dekad over the daily mean of the month before, machine building."""
    made, days = (values.reshape(-1, DEKADS_PER_MONTH) for values in (assembly(c), c.day))
    before = made.sum(axis=1) / days.sum(axis=1)
    told = before[:-1] > 0
    if not told.any():
        return float("nan")
    return float(np.mean((made[1:, FIRST] / days[1:, FIRST])[told] / before[:-1][told]))


def overdriven_share(c: Chronicle) -> float:
    """Shops of the Works that run beyond their norm, third dekads."""
    third = np.arange(c.day.size) % DEKADS_PER_MONTH == LAST
    return float(np.mean(c.panel("shop", "effort", c.of_works)[third] > BEYOND_THE_NORM))


def late_breakdown_ratio(c: Chronicle) -> float:
    """Breakdowns a working shop in first dekads over the mean of all dekads, Works."""
    working = c.panel("shop", "capacity", c.of_works) > 0
    broken = (c.panel("shop", "breakdown", c.of_works) > 0) & working
    first = np.arange(c.day.size) % DEKADS_PER_MONTH == FIRST
    return ratio(ratio(broken[first], working[first]), ratio(broken, working))


def january_over_december(c: Chronicle) -> float:
    """Gross output of January over that of the December before, mean of the years."""
    monthly = c.one("gross_output").reshape(-1, DEKADS_PER_MONTH).sum(axis=1)
    name = c.month[::DEKADS_PER_MONTH] % 12
    pairs = [
        after / before
        for (before, after), (then, now) in zip(pairwise(monthly), pairwise(name), strict=True)
        if (then, now) == (DECEMBER, JANUARY)
    ]
    return float(np.mean(pairs)) if pairs else float("nan")


def storm_reserve_share(c: Chronicle) -> float:
    """Staff of the Works above what an even pace would need, over staff."""
    return ratio(c.one("staff_works") - c.one("staff_norm_works"), c.one("staff_works"))

"""What the pictures are read from: measures of a run, taken from its panels and series."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.run import Run
from magnitka.world import Kind, Pace

Floats = NDArray[np.float64]

MONTHS = 3  # in a quarter
YEAR = 36  # dekads
ALMOST = 1e-9  # below a whole number for rounding


def column(run: Run, name: str) -> Floats:
    """A series by name, shape (ticks,)."""
    return np.asarray(run.record.series[name], np.float64)


def mean(run: Run, name: str) -> float:
    """Mean of a series over the run."""
    return float(column(run, name).mean())


def by_year(run: Run, name: str) -> Floats:
    """Sum of a series over each year, shape (years,)."""
    return column(run, name).reshape(-1, YEAR).sum(axis=1)


# ------------------------------------------------------------------------------------------------ rhythm
def rates(run: Run, pace: Pace) -> Floats:
    """Daily output of all shops of one pace at decreed prices, without power and freight; shape (months, 3)."""
    s, g = run.world.shops, run.world.goods
    rows = (s.pace == pace) & (g.service[s.product] == 0)
    made = run.panel("output")[:, rows].astype(np.float64) @ g.price[s.product[rows]]
    days = np.array([run.clock(row).days for row in range(run.ticks)])
    return (made / days).reshape(-1, 3)


def dekad_shares(run: Run, pace: Pace) -> Floats:
    """Mean shares of a month's three dekads in its daily rates: an even pace makes thirds; shape (3,)."""
    daily = rates(run, pace)
    return (daily / daily.sum(axis=1, keepdims=True)).mean(axis=0)


def rush(run: Run, pace: Pace) -> float:
    """Daily output of the last dekad over that of the first."""
    first, _, last = dekad_shares(run, pace)
    return float(last / first)


def slack_after_rush(run: Run, pace: Pace) -> float:
    """Daily output of a first dekad over that of the dekad before it, mean over the months."""
    daily = rates(run, pace)
    return float(np.mean(daily[1:, 0] / daily[:-1, 2]))


def quarter_end_over_month_end(run: Run, pace: Pace) -> float:
    """Daily output of the last dekads of quarters over that of the last dekads of the other months."""
    last = rates(run, pace)[:, 2].reshape(-1, MONTHS)
    return float(last[:, 2].mean() / last[:, :2].mean())


# ------------------------------------------------------------------------------------------------ plans
def planned_rows(run: Run) -> NDArray[np.bool_]:
    """Enterprises with a plan of goods, not of power or freight; shape (enterprises,)."""
    e, g = run.world.enterprises, run.world.goods
    return (e.kind == Kind.PRODUCER) & (e.plan_year > 0) & (g.service[e.product] == 0)


def at_year_ends(run: Run, name: str) -> Floats:
    """A panel of the enterprises with a plan in the last dekads of the years, shape (years, enterprises)."""
    return run.panel(name)[YEAR - 1 :: YEAR, planned_rows(run)].astype(np.float64)


def at_month_ends(run: Run, name: str) -> Floats:
    """A panel of the enterprises with a plan in the last dekads of the months, shape (months, enterprises)."""
    return run.panel(name)[2::3, planned_rows(run)].astype(np.float64)


def share_between(values: Floats, low: float, high: float = np.inf) -> float:
    """Share of the values in [low, high)."""
    return float(np.mean((values >= low - 1e-6) & (values < high)))


def five_year_ratio(run: Run, year: int) -> float:
    """Output of the last year of a five-year plan over that plan's first version, mean over enterprises."""
    row = year - run.clock(0).year
    return float(np.mean(at_year_ends(run, "made_last_year")[row] / at_year_ends(run, "plan_five_year")[row]))

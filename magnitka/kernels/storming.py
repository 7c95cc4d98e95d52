"""Storming as the manager's problem: how hard to drive a shop, dekad by dekad, for bonuses at thresholds.

Each dekad a manager chooses effort a and whether to skip upkeep (or drain work in progress), s in {0, 1}. In
months' plans his dekad makes

    y = r/D (a/a_u) N (1 - m chi (1 - s)) (1 - eta chi f) (1 + sigma eps) + sigma_0 eps,   N = 1/(1 - n m chi)

at a cost c/(1 + kappa) (a - a_n)^(1 + kappa) above the free pace a_n; the debt of borrowed upkeep and fatigue
becomes f' = min(1, rho f + zeta (a - 1)+ + delta s). He is paid B_month 1{x >= 1}, B_quarter 1{X >= months},
b x, b_over (X - months)+, and B_year 1{X >= months + shift} in the quarter that closes the year.

A threshold and noise alone do not make him storm: with quadratic cost mean effort is flat (the shadow value
of output is a martingale). Late plans, corrections and bias seed back-loading; borrowing multiplies it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import numpy as np

from magnitka.kernels import normal, storming_dp, storming_problem, storming_rules
from magnitka.kernels.compile import cache_root
from magnitka.kernels.dice import key_of
from magnitka.kernels.storming_dp import disturb, month_ahead, month_behind, step_back
from magnitka.kernels.storming_lookup import play
from magnitka.kernels.storming_problem import Grid, ManagerProblem, Policy

__all__ = ["Conduct", "Grid", "ManagerProblem", "Policy", "compute", "simulate", "solve"]


@dataclass(frozen=True)
class Conduct:
    """What shops that follow a policy do on average, by dekad of the quarter."""

    effort: np.ndarray
    skip: np.ndarray  # share of dekads without upkeep
    output: np.ndarray  # months' plans
    counted: np.ndarray  # months' plans
    marginal_cost: np.ndarray  # E (a - a_n)^kappa
    debt: np.ndarray
    month_hits: np.ndarray  # share of month plans met, by month
    quarter_hits: float

    def shares(self, of: np.ndarray) -> np.ndarray:
        """Share of each dekad in its month of a series by dekad (effort, output, counted): [month, dekad]."""
        by_month = of.reshape(self.month_hits.size, -1)
        shares: np.ndarray = by_month / by_month.sum(axis=1, keepdims=True)
        return shares


def solve(problem: ManagerProblem) -> Policy:
    """Optimal policy of `problem`, from memory, from the disk cache, or by backward dynamic programming."""
    return _remembered(problem)


@lru_cache(maxsize=64)
def _remembered(problem: ManagerProblem) -> Policy:
    shelf = _shelf(problem)
    policy = _load(shelf, problem)
    if policy is None:
        policy = compute(problem)
        _save(shelf, policy)
    return policy


def compute(problem: ManagerProblem) -> Policy:
    """Solve `problem` for each tautness of its grid, without any cache."""
    solutions = [_solve_for(problem, r) for r in problem.grid.tautness]
    x, carried, debts, _ = _points(problem)
    dekads = float(problem.dekads)
    return Policy(
        effort=np.stack([effort for _, effort, _ in solutions]).astype(np.float32),
        skip=np.stack([skip for _, _, skip in solutions]).astype(np.uint8),
        value=np.stack([value for value, _, _ in solutions]).astype(np.float32),
        tautness=np.array(problem.grid.tautness, dtype=np.float64),
        axes=np.array([dekads, x[0], _step(x), carried[0], _step(carried), _step(debts)]),
    )


def simulate(
    policy: Policy,
    problem: ManagerProblem,
    shops: int,
    seed: int,
    *,
    tautness: float = 1.0,
    warm_up: int = 1,
    quarters: int = 1,
) -> Conduct:
    """Let independent shops follow `policy` for `warm_up` quarters, then for `quarters` that count."""
    means, hits = play(
        policy.effort,
        policy.skip,
        policy.tautness,
        policy.axes,
        float(tautness),
        problem.months,
        float(problem.effort_unit),
        problem.labour,
        problem.borrowing,
        problem.noise,
        float(problem.late_plan),
        float(problem.late_count),
        float(problem.correction),
        float(problem.correction_share),
        shops,
        warm_up,
        quarters,
        key_of(seed, "storming simulation", 0),
    )
    effort, skip, output, counted, marginal_cost, debt = means.T.copy()
    return Conduct(effort, skip, output, counted, marginal_cost, debt, hits[:-1], float(hits[-1]))


def _solve_for(problem: ManagerProblem, r: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Value, effort and skip [slice, f, u, x] at one tautness."""
    p, (x, carried, debts, efforts) = problem, _points(problem)
    shape = (p.months * (p.dekads + 1), debts.size, carried.size, x.size)
    value, effort, skip = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    skips = 2 if p.upkeep * p.looseness > 0.0 else 1
    nodes = _noise_values(p.grid.noise_values)
    capacity = r / p.dekads / p.effort_unit
    next_quarter = np.zeros(debts.size)

    def solve_dekad(at: int, later: np.ndarray, u: np.ndarray, ending: int, count: float) -> None:
        value[at], effort[at], skip[at] = step_back(
            np.ascontiguousarray(later[:, : u.size]),
            x,
            u,
            debts,
            efforts,
            skips,
            capacity * count,
            p.borrowing,
            p.noise * np.array([1.0, count]),
            p.labour,
            p.bonus,
            float(p.months),
            ending,
            nodes,
        )

    for _ in range(p.grid.sweeps):
        later = np.zeros(shape[1:]) + next_quarter[:, None, None]
        for month in range(p.months - 1, -1, -1):
            u = carried * month if month > 0 else np.zeros(1)  # nothing is carried into the first month
            first = month * (p.dekads + 1)
            for dekad in range(p.dekads - 1, -1, -1):
                ending = 0 if dekad < p.dekads - 1 else 1 if month < p.months - 1 else 2
                solve_dekad(first + 1 + dekad, later, u, ending, 1.0)
                if dekad > 0:
                    known = np.ascontiguousarray(value[first + 1 + dekad][:, : u.size])
                    target = dekad / p.dekads
                    later = disturb(known, x, p.void_hazard, p.correction, p.correction_share, target)
            if p.late_plan > 0.0:
                solve_dekad(first, later, u, ending, p.late_count)
            else:
                for table in (value, effort, skip):
                    table[first] = table[first + 1]
            ahead = month_ahead(value[first + 1], value[first], p.late_plan, x)
            if month > 0:
                before = carried * (month - 1) if month > 1 else np.zeros(1)
                later = month_behind(ahead, u, before, x)
        next_quarter = ahead[:, 0] - ahead[0, 0]
    return value, effort, skip


def _points(problem: ManagerProblem) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Grid points of x, of the earlier months' mean, of debt and of effort (the free pace is one of them)."""
    p, g = problem, problem.grid
    slow = np.linspace(p.effort_low, p.free_pace, 3)[:-1] if p.effort_low < p.free_pace else np.zeros(0)
    efforts = np.concatenate([slow, np.linspace(p.free_pace, p.effort_high, g.efforts - slow.size)])
    return (
        np.linspace(g.month_low, g.month_high, g.month_points),
        np.linspace(g.carried_low, g.carried_high, g.carried_points),
        np.linspace(0.0, 1.0, g.debt_points),
        efforts,
    )


def _step(points: np.ndarray) -> float:
    return float(points[1] - points[0]) if points.size > 1 else 1.0


def _noise_values(count: int) -> np.ndarray:
    """Values and weights [2, count] of a noise that takes finitely many values; [2, 0] for normal noise."""
    if count == 0:
        return np.zeros((2, 0))
    values, weights = np.polynomial.hermite_e.hermegauss(count)
    return np.stack([values, weights / weights.sum()])


@lru_cache(maxsize=1)
def _sources() -> bytes:
    """The code that a cached policy comes from."""
    modules = (normal, storming_problem, storming_rules, storming_dp)
    files = [Path(__file__), *(Path(str(module.__file__)) for module in modules)]
    return b"".join(path.read_bytes() for path in files)


def _shelf(problem: ManagerProblem) -> Path:
    digest = hashlib.blake2b(_sources() + repr(problem).encode(), digest_size=12).hexdigest()
    return cache_root() / "storming" / f"{digest}.npz"


def _load(shelf: Path, problem: ManagerProblem) -> Policy | None:
    """The policy kept at `shelf`; None if there is none, or none that is whole."""
    g = problem.grid
    slices = problem.months * (problem.dekads + 1)
    shape = (len(g.tautness), slices, g.debt_points, g.carried_points, g.month_points)
    try:
        with shelf.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            policy = Policy(**{field.name: kept[field.name] for field in fields(Policy)})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    whole = policy.effort.shape == policy.skip.shape == policy.value.shape == shape
    return policy if whole and np.isfinite(policy.value).all() else None


def _save(shelf: Path, policy: Policy) -> None:
    """Keep the policy, whole or not at all; without a writable cache it is solved again next time."""
    with contextlib.suppress(OSError):
        shelf.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=shelf.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **{field.name: getattr(policy, field.name) for field in fields(Policy)})
            os.replace(name, shelf)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

"""What a manager faces, and the policy that solves it: the plain data of the storming programme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Grid:
    """Numerical grid of the programme (no economics): raise the points until results stop moving."""

    tautness: tuple[float, ...] = (0.8, 0.9, 1.0, 1.1, 1.25)  # normal capacity over plan, ascending
    month_low: float = -0.1  # output counted in the month, months' plans
    month_high: float = 1.7
    month_points: int = 37
    carried_low: float = 0.3  # mean monthly output of the quarter's earlier months, months' plans
    carried_high: float = 1.6
    carried_points: int = 27
    debt_points: int = 4  # 1 where nothing is borrowed
    efforts: int = 11
    sweeps: int = 3  # quarters solved backwards so that debt carried out of a quarter has its price
    noise_values: int = 0  # 0: normal noise, integrated exactly; n: the n values of Gauss-Hermite quadrature


@dataclass(frozen=True)
class ManagerProblem:
    """What a class of managers faces.

    Bonuses and costs in one unit of account (say, monthly salaries); output in months' plans; effort as a
    multiple of normal intensity. ValueError where the numbers make no problem.
    """

    month_bonus: float  # for x >= 1 at the end of a month
    quarter_bonus: float  # for X >= months at the end of the quarter
    free_pace: float  # a_n: effort that costs nothing
    effort_low: float
    effort_high: float
    cost: float  # c of a dekad
    curvature: float = 1.0  # kappa: 1 quadratic cost
    linear_bonus: float = 0.0  # per month's plan of output counted in a month
    over_bonus: float = 0.0  # per month's plan beyond the quarter's plan, net of the ratchet
    year_bonus: float = 0.0  # for X >= months + year_shift (the quarter that closes the year)
    year_shift: float = 0.0
    effort_unit: float = 1.0  # a_u: effort at which capacity r is made
    upkeep: float = 0.0  # m: share of a dekad that upkeep takes
    looseness: float = 1.0  # chi: how far upkeep and work in progress can be borrowed from (1 assembly)
    upkeep_norm: float = 0.65  # n: share of upkeep done in an ordinary month
    bite: float = 0.0  # eta: share of output lost per unit of debt
    skip_debt: float = 0.0  # delta: debt made by a dekad without upkeep
    haste_debt: float = 0.0  # zeta: debt (fatigue) per unit of effort above normal
    memory: float = 0.0  # rho: share of debt that stays another dekad
    noise_share: float = 0.0  # sigma: of output
    noise_absolute: float = 0.0  # sigma_0: months' plans
    late_plan: float = 0.0  # probability that the month's plan is missing in its first dekad
    late_count: float = 1.0  # share of that dekad's output that counts
    correction: float = 0.0  # probability, after each dekad within a month, of a corrected plan
    correction_share: float = 0.0  # how far x then moves towards the even pace
    void_hazard: float = 0.0  # h: probability, after each dekad within a month, of bonuses lost
    bias: float = 1.0  # beta of naive present bias; 1: none
    months: int = 3
    dekads: int = 3  # per month
    grid: Grid = Grid()

    def __post_init__(self) -> None:
        for name in ("late_plan", "correction", "correction_share", "void_hazard"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} must lie in [0, 1], not {getattr(self, name)}")
        if not self.effort_low <= self.free_pace < self.effort_high:
            raise ValueError("effort_low <= free_pace < effort_high must hold")
        if not (self.cost > 0.0 and self.curvature > 0.0 and self.effort_unit > 0.0):
            raise ValueError("cost, curvature and effort_unit must be positive")
        if self.upkeep_norm * self.upkeep * self.looseness >= 1.0:
            raise ValueError("upkeep takes the whole dekad")
        if self.grid.efforts < 5 or self.grid.month_points < 3 or not 0 <= self.grid.noise_values <= 9:
            raise ValueError(
                "the grid needs 5 efforts and 3 values of x or more, and 9 values of noise or fewer"
            )

    @property
    def labour(self) -> np.ndarray:
        """Free pace, cost, curvature, bias: the order that the kernels expect."""
        return np.array([self.free_pace, self.cost, self.curvature, self.bias])

    @property
    def borrowing(self) -> np.ndarray:
        """Upkeep, looseness, bite, norm, memory, haste, skip debt: the order that the kernels expect."""
        upkeep = [self.upkeep, self.looseness, self.bite, self.upkeep_norm]
        return np.array([*upkeep, self.memory, self.haste_debt, self.skip_debt])

    @property
    def bonus(self) -> np.ndarray:
        """Month, linear, quarter, over-fulfilment, year bonus, its shift: the order that kernels expect."""
        monthly = [self.month_bonus, self.linear_bonus]
        return np.array([*monthly, self.quarter_bonus, self.over_bonus, self.year_bonus, self.year_shift])

    @property
    def noise(self) -> np.ndarray:
        """Noise as a share of output, and in months' plans."""
        return np.array([self.noise_share, self.noise_absolute])


@dataclass(frozen=True)
class Policy:
    """A solved problem for `storming_lookup`: tables [tautness, slice, debt, carried, x] and their axes."""

    effort: np.ndarray  # float32
    skip: np.ndarray  # uint8: 1 where upkeep is skipped
    value: np.ndarray  # float32, bonus units
    tautness: np.ndarray
    axes: np.ndarray  # dekads a month; origin, step of x; origin, step of earlier months' mean; step of debt

"""Observables of plans: fulfilment against the plan in force, against the first version, corrections, targets."""

from __future__ import annotations

import numpy as np

from magnitka.ledger.chronicle import Chronicle, Floats, Rows, ratio
from magnitka.world.goods import CRUDE, ORE, PIPE, ROLLED

FULFILLED, AT_MOST = 0.9999, 1.02  # 100 to 102 %, as reports are rounded
KEPT = 0.99  # share of contracted deliveries below which a contract counts as broken
LOWERED = 1.0 - 1e-6


def with_plan(c: Chronicle) -> Rows:
    """Producers that have a yearly plan, at the ends of the period's years, shape (years, enterprises)."""
    return (c.panel("enterprise", "plan_year")[c.year_ends] > 0) & c.producers


def at_ends(c: Chronicle, name: str) -> Floats:
    """An enterprise panel at the ends of the period's years, shape (years, enterprises)."""
    return c.panel("enterprise", name)[c.year_ends]


def between(values: Floats) -> Rows:
    """Which fulfilments lie at 100 to 102 %."""
    return (values >= FULFILLED) & (values <= AT_MOST)


def yearly_fulfilment_100_102(c: Chronicle) -> float:
    """Enterprises at 100 to 102 % of the yearly plan in force at its end."""
    rows = with_plan(c)
    return ratio(between(at_ends(c, "fulfilment_year")) & rows, rows)


def monthly_fulfilment_100_102(c: Chronicle) -> float:
    """Enterprises at 100 to 102 % of the month's plan in force at its end."""
    rows = (c.panel("enterprise", "plan_month")[2::3] > 0) & c.producers
    return ratio(between(c.panel("enterprise", "fulfilment_month")[2::3]) & rows, rows)


def plan_value(c: Chronicle) -> Floats:
    """Yearly plans in force at the years' ends, Mrub, shape (years, enterprises)."""
    return at_ends(c, "plan_year") * c.product_price * c.producers


def reported_value(c: Chronicle) -> Floats:
    """What was reported against them, Mrub, shape (years, enterprises)."""
    return plan_value(c) * at_ends(c, "fulfilment_year")


def gross_fulfilment(c: Chronicle) -> float:
    """Reported output in roubles over the plan in force at the year's end, industry."""
    return ratio(reported_value(c), plan_value(c))


def ministries_meeting_yearly_plan(c: Chronicle) -> float:
    """Ministries whose enterprises together reported 100 % or more."""
    ministry = c.fixed["enterprises.ministry"].astype(np.int64)
    member = np.eye(len(c.labels["ministry"]))[ministry]
    plans, reports = plan_value(c) @ member, reported_value(c) @ member
    return ratio((reports >= FULFILLED * plans) & (plans > 0), plans > 0)


# ------------------------------------------------------------------------------------------------ contracts
def contracts(year: Chronicle) -> tuple[Floats, Floats]:
    """What each link contracted for in a year and what of it was delivered, in units, shape (links,).

    A contract shares the supplier's plan in force among its customers as they ordered, and goes no further than what
    they truly ordered; an order that is repeated because it was not filled is no further contract. Deliveries count in
    the specification ordered. Only a supplier's own product is under contract.
    """
    supplier, good = (year.fixed[f"links.{end}"].astype(np.int64) for end in ("supplier", "good"))
    main = year.producers[supplier] & (good == year.fixed["enterprises.product"][supplier])
    ordered = year.panel("link", "ordered").sum(axis=0) * main
    shipped = year.panel("link", "shipped")
    truly = (shipped + year.panel("link", "short")).sum(axis=0)
    total = np.bincount(supplier, ordered, year.producers.size)[supplier]
    share = np.divide(ordered, total, out=np.zeros_like(ordered), where=total > 0)
    contracted = np.minimum(year.panel("enterprise", "plan_year")[-1][supplier] * share, truly)
    delivered = (shipped * year.panel("enterprise", "fit_share")[:, supplier]).sum(axis=0)
    return contracted, np.minimum(delivered, contracted)


def delivery_fulfilment(c: Chronicle) -> float:
    """Reported output less what contracts asked and did not get, over the plan in force at the year's end."""
    price, missed = c.price[c.fixed["links.good"].astype(np.int64)], 0.0
    for year in c.by_year():
        contracted, delivered = contracts(year)
        missed += float((contracted - delivered) @ price)
    return ratio(reported_value(c).sum() - missed, plan_value(c))


def share_failing_a_year(c: Chronicle) -> float:
    """Suppliers that left a hundredth or more of what they contracted for in a year undone."""
    supplier = c.fixed["links.supplier"].astype(np.int64)
    failing, bound = 0, 0
    for year in c.by_year():
        contracted, delivered = (np.bincount(supplier, one, c.producers.size) for one in contracts(year))
        failing += int(np.sum(delivered[contracted > 0] < KEPT * contracted[contracted > 0]))
        bound += int(np.sum(contracted > 0))
    return ratio(failing, bound)


def assortment_fulfilment(c: Chronicle) -> float:
    """Rolled steel delivered in the specification ordered, at most the contract, over rolled steel contracted for."""
    rows = c.fixed["links.good"] == c.good(ROLLED)
    kept = [contracts(year) for year in c.by_year()]
    return ratio(
        [delivered[rows].sum() for _, delivered in kept], [contracted[rows].sum() for contracted, _ in kept]
    )


# ------------------------------------------------------------------------------------------------ profit
def share_loss_making(c: Chronicle) -> float:
    """Enterprises with a loss in the year."""
    rows = with_plan(c)
    return ratio((at_ends(c, "profit_last_year") < 0) & rows, rows)


# ------------------------------------------------------------------------------------------------ five-year plans
def growth_of_first_version(c: Chronicle, rows: Rows) -> float:
    """Plan for the period's last year in the five-year plan's first version, over output before its first year."""
    plan, before = (
        c.panel("enterprise", name, rows) @ c.product_price[rows]
        for name in ("plan_five_year", "made_last_year")
    )
    return ratio(plan[-1], before[0])


def growth_made(c: Chronicle, rows: Rows) -> float:
    """Output of the period's last year over output of the year before its first, in roubles."""
    made = c.panel("enterprise", "made_last_year", rows) @ c.product_price[rows]
    return ratio(made[-1], made[0])


def makers_under_plan(c: Chronicle, good: str) -> Rows:
    """Producers whose plan is written in a good."""
    return c.producers & (c.fixed["enterprises.product"] == c.good(good))


def five_year_ratio(c: Chronicle, good: str) -> float:
    """Output of the last year over the first version's target for it, makers whose plan is in the good."""
    rows = makers_under_plan(c, good)
    return growth_made(c, rows) / growth_of_first_version(c, rows)


def five_year_ratio_steel(c: Chronicle) -> float:
    """The same for crude steel, of which steelworks' plans for rolled steel ask the same growth."""
    made = c.panel("good", "achieved_year", c.good(CRUDE))
    return ratio(made[-1], made[0]) / growth_of_first_version(c, makers_under_plan(c, ROLLED))


def five_year_ratio_rolled(c: Chronicle) -> float:
    """The same for rolled steel."""
    return five_year_ratio(c, ROLLED)


def five_year_ratio_pipe(c: Chronicle) -> float:
    """The same for pipe."""
    return five_year_ratio(c, PIPE)


def five_year_ratio_ore(c: Chronicle) -> float:
    """The same for iron ore."""
    return five_year_ratio(c, ORE)


def industry_growth_over_plan(c: Chronicle) -> float:
    """Growth of industry's output over five years, over the growth of the plan's first version."""
    planned = growth_of_first_version(c, c.producers) - 1.0
    return (growth_made(c, c.producers) - 1.0) / planned if planned > 0 else float("nan")


# ------------------------------------------------------------------------------------------------ targets
def downward_correction_share(c: Chronicle) -> float:
    """Enterprises whose yearly plan is lowered between the end of September and the end of the year."""
    plan = c.panel("enterprise", "plan_year")
    rows = with_plan(c)
    before = plan[c.year_ends - 9]
    return ratio((plan[c.year_ends] < LOWERED * before) & rows, rows)


def target_growth_works(c: Chronicle) -> float:
    """Mean yearly change of the first-issued target of the Works, which is written in rolled steel."""
    targets = c.one("plan_first_works")[c.year_ends]
    return float(np.mean(targets[1:] / targets[:-1])) - 1.0 if targets.size > 1 else float("nan")

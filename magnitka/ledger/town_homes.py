"""Observables of homes, building and the city's purse: lists, waits, water, concessions, social lines."""

from __future__ import annotations

import numpy as np

from magnitka.ledger.chronicle import YEAR_DAYS, Chronicle, Floats, ratio
from magnitka.ledger.town_goods import mean_of, rise_of
from magnitka.world import Kind, Purpose, Waiting

THOUSAND = 1e-3
ROUBLES = 1e-8  # Mrub in a kopeck
SHOPS_OF_THE_WORKS = 130
LOUD, QUIET = 2 / 3, 1 / 3  # quantiles that part the loudest and the quietest third
OWN_MEANS = ("revenue_returned_profit", "revenue_concessions")


# ------------------------------------------------------------------------------------------------ lists
def households_thousand(c: Chronicle) -> float:
    """Households, thousand."""
    return mean_of(c, "town_households") * THOUSAND


def listed_share(c: Chronicle) -> float:
    """Households on housing lists."""
    return mean_of(c, "town_listed_share")


def expected_wait(c: Chronicle) -> float:
    """Wait of a newcomer, years."""
    return mean_of(c, "town_expected_wait")


def expected_wait_rise(c: Chronicle) -> float:
    """The same, last year less first."""
    return rise_of(c, "town_expected_wait")


def flow(c: Chronicle, name: str) -> float:
    """A flow of all lists, summed over the period."""
    return float(c.panel("list", name).sum())


def off_list_share(c: Chronicle) -> float:
    """Share of the dwellings allotted that went to households on no list."""
    return ratio(flow(c, "off_list"), sum(flow(c, name) for name in ("housed", "jumped", "off_list")))


def housed_a_shop(c: Chronicle) -> float:
    """Households housed from the list of the Works in a year, for each of its shops."""
    of_works = c.fixed["lists.kind"] == Waiting.WORKS
    housed = sum(c.panel("list", name, of_works).sum() for name in ("housed", "jumped"))
    return float(housed) * YEAR_DAYS / float(c.day.sum()) / SHOPS_OF_THE_WORKS


def soviets_list_growth(c: Chronicle) -> float:
    """Length of the soviet's list at the end of the period over that at its beginning."""
    length = c.panel("list", "length", c.fixed["lists.kind"] == Waiting.SOVIET).sum(axis=1)
    return float(length[-1] / length[0]) if length[0] > 0 else float("nan")


def crowding_of_the_listed(c: Chronicle) -> float:
    """Persons to a room in households on lists."""
    return mean_of(c, "town_crowding")


# ------------------------------------------------------------------------------------------------ building and water
def superblocks_cut(c: Chronicle) -> float:
    """Superblocks without water at weekends."""
    return mean_of(c, "town_superblocks_cut")


def social_lines_kept(c: Chronicle) -> float:
    """Social lines left once industry has taken what it needs, over the lines in the year's budget."""
    return ratio(c.panel("city", "social_funds"), c.panel("city", "social_plan"))


def social_projects_halted(c: Chronicle) -> float:
    """Times in the period that a social project stopped or was struck from the budget, mean of the projects."""
    social = c.fixed["projects.purpose"] == Purpose.SOCIAL
    if not social.any():
        return float("nan")
    halts: Floats = sum(
        (
            c.panel("project", name, social)[-1] - c.panel("project", name, social)[0]
            for name in ("stops", "scratched")
        ),
        np.zeros(int(social.sum())),
    )
    return float(halts.mean())


# ------------------------------------------------------------------------------------------------ the ministry
def concessions_a_year(c: Chronicle) -> float:
    """Roubles wrung from the ministry, million a year."""
    won = float(c.panel("city", "revenue_concessions").sum()) * ROUBLES
    return won * YEAR_DAYS / float(c.day.sum())


def loud_over_quiet(c: Chronicle) -> float:
    """Concessions a worker of the loudest third of the ministry's towns over those of the quietest third."""
    noise, won, staff = (c.panel("enterprise", name) for name in ("noise", "concession", "staff"))
    ministry = c.fixed["enterprises.ministry"]
    rivals = (ministry == ministry[c.works]) & (c.fixed["enterprises.kind"] == Kind.PRODUCER)
    noise, won, staff = noise.mean(axis=0)[rivals], won.sum(axis=0)[rivals], staff.mean(axis=0)[rivals]
    if noise.size < 3 or noise.max() <= 0.0:
        return float("nan")
    a_head = noise / np.maximum(staff, 1.0)
    loud, quiet = a_head >= np.quantile(a_head, LOUD), a_head <= np.quantile(a_head, QUIET)
    return ratio(won[loud], staff[loud]) / ratio(won[quiet], staff[quiet])


def own_means(c: Chronicle) -> float:
    """What the city has of its plants' profit, returned and wrung from the ministry, Mrub."""
    return float(sum(c.panel("city", name).sum() for name in OWN_MEANS)) * ROUBLES

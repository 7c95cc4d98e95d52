"""Who is designated to supply whom, and which supply managers know each other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from magnitka.foundation.given import FOREIGN_TRADE, Params
from magnitka.kernels.dice import luck_of, uniform
from magnitka.scenario import Scenario
from magnitka.world.enterprises import CONTACTS
from magnitka.world.links import LAGS

Floats = NDArray[np.float64]
ROUNDS = 60  # of fitting shares to capacity and need; the fit is to four digits after thirty


class Designation(NamedTuple):
    """One supply relation to be."""

    name: str
    supplier: int
    customer: int
    good: int
    share: float
    lag: int


def distances(scenario: Scenario) -> Floats:
    """Kilometres between enterprises on a flat map [enterprise, enterprise]."""
    firms = scenario.table("enterprises")
    east, north = firms.numbers("east"), firms.numbers("north")
    result: Floats = np.hypot(east[:, None] - east, north[:, None] - north)
    return result


def designate(
    scenario: Scenario, needs: Floats, supply: dict[tuple[str, str], float], goods: list[str], p: Params
) -> list[Designation]:
    """Links sorted by (supplier, good): nearer and larger suppliers first, at most `p.suppliers` for each need of an
    enterprise; final users, who stand for the whole country, are served by all.

    Shares are fitted in turn to each customer's need and to each supplier's capacity, so that no designation asks
    of a supplier more than his part. `supply` is capacity by (enterprise, product).
    """
    firms = scenario.table("enterprises")
    names, ministry = list(firms.texts("enterprise")), firms.texts("ministry")
    away, users = distances(scenario), set(scenario.table("final_demand").texts("user"))
    links: list[Designation] = []
    for g, good in enumerate(goods):
        suppliers = [s for s, name in enumerate(names) if supply.get((name, good), 0.0) > 0.0]
        customers = [c for c in range(len(names)) if needs[c, g] > 0.0]
        if not suppliers or not customers:
            continue
        capacity = np.array([supply[names[s], good] for s in suppliers])
        abroad = np.array([ministry[s] == FOREIGN_TRADE for s in suppliers])
        weight = np.zeros((len(customers), len(suppliers)))
        for i, c in enumerate(customers):
            pull = capacity * np.exp(-away[c, suppliers] / p.distance)
            pull[[s == c for s in suppliers]] = 0.0
            home = np.where(abroad, 0.0, pull)
            nearest = np.argsort(-home, kind="stable")[: None if names[c] in users else int(p.suppliers)]
            weight[i, nearest] = home[nearest]
            weight[i, abroad] = capacity[abroad]
        for j in [
            int(alone) for alone in np.flatnonzero(weight.sum(axis=0) == 0.0)
        ]:  # nobody is left without customers
            pull = np.exp(-away[customers, suppliers[j]] / p.distance) * needs[customers, g]
            pull[[c == suppliers[j] for c in customers]] = 0.0
            nearest = np.argsort(-pull, kind="stable")[:3]
            weight[nearest, j] = (pull[nearest] > 0) * capacity[j]
        share = fit_shares(weight, needs[customers, g], capacity)
        matters = (share > 0.005) | (
            share * needs[customers, g][:, None] > 0.05 * capacity
        )  # to one or the other
        share = np.where(matters, share, 0.0)
        for j, s in enumerate(suppliers):
            for i, c in enumerate(customers):
                if share[i, j] > 0.0:
                    lag = 1 + int(away[c, s] / p.speed)
                    part = share[i, j] / share[i].sum()
                    links.append(
                        Designation(f"{names[s]} > {names[c]}: {good}", s, c, g, part, min(lag, LAGS - 1))
                    )
    return sorted(links, key=lambda link: (link.supplier, link.good, link.customer))


def fit_shares(weight: Floats, need: Floats, capacity: Floats) -> Floats:
    """Shares of each customer's need by supplier [customer, supplier], fitted to capacities in proportion."""
    flow = weight.copy()
    part = capacity / capacity.sum() * need.sum()
    for _ in range(ROUNDS):
        flow *= np.divide(part, flow.sum(axis=0), out=np.zeros_like(part), where=flow.sum(axis=0) > 0)
        total = flow.sum(axis=1)
        flow *= np.divide(need, total, out=np.zeros_like(need), where=total > 0)[:, None]
    result: Floats = flow / np.maximum(flow.sum(axis=1, keepdims=True), 1e-300)
    return result


def acquaintances(scenario: Scenario, producers: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The supply managers that each one knows [enterprise, CONTACTS]: near ones and like ones, by luck; -1 for none."""
    firms = scenario.table("enterprises")
    names, rank = firms.texts("enterprise"), firms.numbers("rank")
    away = distances(scenario)
    contacts = np.full((len(names), CONTACTS), -1, np.int64)
    for e, name in enumerate(names):
        if not producers[e]:
            continue
        luck = luck_of(name)
        stranger = np.array([uniform(np.uint64(0), luck, other) for other in range(len(names))])
        closeness = np.exp(-away[e] / 800.0) * np.exp(-2.0 * np.abs(rank - rank[e])) * (0.3 + stranger)
        closeness[~producers] = 0.0
        closeness[e] = 0.0
        known = np.argsort(-closeness, kind="stable")[:CONTACTS]
        contacts[e] = np.where(closeness[known] > 0.0, known, -1)
    return contacts

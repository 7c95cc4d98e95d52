"""Founds the world from a scenario: goods, works, shops, links, opening stocks, all consistent with one another.

Branch totals are not given but derived: final use and technology determine gross output, x = B x + d, where B is the
material balance (inputs, upkeep and renewal per unit of output), scaled so that crude steel comes out as recorded.
The Works' own capacities are given shop by shop and taken off the branch. Luck and links depend on names alone,
never on the seed, so that the same furnace has the same neighbours in every run; only people are drawn with the seed.
"""

from __future__ import annotations

import numpy as np

from magnitka.errors import UsageError
from magnitka.foundation.fill import fill_enterprises, fill_goods, fill_links, fill_shops, open_accounts
from magnitka.foundation.given import (
    Params,
    final_use,
    list_shops,
    material_balance,
    outside_needs,
    sold,
    technology,
    the_works,
)
from magnitka.foundation.ground import lay_ground
from magnitka.foundation.network import designate
from magnitka.foundation.town import fill_town, town_labels
from magnitka.foundation.townspeople import Params as Population
from magnitka.kernels.balances import consistent
from magnitka.scenario import Scenario
from magnitka.table import Column
from magnitka.world import World, blank
from magnitka.world.goods import CRUDE, NAMED

__all__ = ["Params", "Population", "found"]


def found(scenario: Scenario, seed: int) -> World:
    """The world on the first day of the burn-in. The seed draws the people; what else exists does not depend on it.

    Raises UsageError where the tables contradict one another.
    """
    p = scenario.params(Params, "foundation")
    goods = list(scenario.table("goods").texts("good"))
    row = {name: i for i, name in enumerate(goods)}
    for named in NAMED:
        if named not in row:
            raise UsageError(f"table goods: {named} is missing and mechanisms need it; add a row for it")
    inputs = technology(scenario, row, p)
    balance = material_balance(scenario, inputs, row, p)
    final = final_use(scenario, row)
    gross = consistent(balance, final.sum(axis=0))
    if not np.isfinite(gross).all() or (gross < 0).any():
        raise UsageError("table technology: the economy uses more than it makes; lower coefficients or norms")
    scale = p.crude_steel / gross[row[CRUDE]]
    gross, final = gross * scale, final * scale

    shops = list_shops(scenario, gross, row, p)
    firms = scenario.table("enterprises")
    names = list(firms.texts("enterprise"))
    needs = outside_needs(scenario, shops, inputs, final, row, p)
    supply = sold(scenario, shops, gross, row)
    links = designate(scenario, needs, supply, goods, p)
    shop_names, owners = [shop.name for shop in shops], [shop.enterprise for shop in shops]
    world = blank(
        {
            "good": goods,
            "enterprise": names,
            "shop": shop_names,
            "link": [link.name for link in links],
            **town_labels(scenario, shop_names, owners),
        },
        names.index(the_works(scenario)),
        int(scenario.params(Population, "population").persons_per_agent),
        scenario.table("goods").texts("unit"),
        tuple(dict.fromkeys(firms.texts("ministry"))),
    )
    fill_goods(world, scenario, inputs, balance, gross, final)
    fill_shops(world, shops, p)
    fill_enterprises(world, scenario, shops, needs, final, gross, p)
    fill_links(world, links)
    for column in (world.centre.budget, world.centre.households, world.centre.bank, world.centre.wages_paid):
        column[:] = 0
    for column in vars(type(world.centre)).values():
        if isinstance(column, Column) and np.dtype(column.dtype).kind == "f":
            world.centre.__dict__[column.name][:] = 0.0
    world.centre.freight_wanted[:] = float(np.sum(gross * world.goods.haul)) / 36.5
    open_accounts(world, p)
    fill_town(world, scenario, seed)
    lay_ground(world, scenario)
    return world

"""Observables of supply: orders, stocks, assortment, barter, state orders, broken links, money returned."""

from __future__ import annotations

import numpy as np

from magnitka.ledger.chronicle import Chronicle, Floats, ratio
from magnitka.world import Kind
from magnitka.world.goods import FREIGHT, ROLLED

MRUB_PER_GRUB, KT_PER_MT = 1e3, 1e3
DEKAD_DAYS = 10.0  # of the dekad in which needs are told


def request_inflation(c: Chronicle) -> float:
    """Orders as placed over true orders, by value."""
    return ratio(c.panel("good", "wanted") @ c.price, c.panel("good", "needed") @ c.price)


def stock_of_rolled(c: Chronicle, name: str) -> Floats:
    """Rolled steel held by users, kt, shape (dekads,)."""
    return c.panel("good", name, c.good(ROLLED))


def unfit_over_fit_stock(c: Chronicle) -> float:
    """Rolled steel held in the wrong specification over that held in the right one."""
    return ratio(stock_of_rolled(c, "unfit"), stock_of_rolled(c, "fit"))


def stock_rusting(c: Chronicle) -> float:
    """Rolled steel of the wrong specification that rusts away, Mt a year: the stock at the rate of rust."""
    if "assortment" in c.off:
        return 0.0
    lost = [c.numbers["assortment.rust"] * stock_of_rolled(year, "unfit").sum() for year in c.by_year()]
    return float(np.mean(lost)) / KT_PER_MT


def inventories_over_net_output(c: Chronicle) -> float:
    """Stocks of inputs and of finished product of industry over its yearly net output, in roubles."""
    held = sum(c.panel("good", name) @ (c.price * c.storable) for name in ("fit", "unfit", "finished"))
    return ratio(np.mean(held), np.mean([net_output(year) for year in c.by_year()]))


def net_output(c: Chronicle) -> float:
    """Output less materials, power, freight and spares used up, Mrub over the period."""
    added = c.price - c.fixed["goods.inputs"] @ c.price  # per unit made
    made = float((c.panel("shop", "output") @ added[c.product]).sum())
    hauled = float((c.panel("good", "shipped") @ c.fixed["goods.haul"]).sum()) * c.price[c.good(FREIGHT)]
    return made - hauled - float(c.panel("shop", "spares_used").sum())


def state_order_share(c: Chronicle) -> float:
    """Share of shipments that enforced state orders claim."""
    return float(c.one("state_order").mean())


def shortfall(c: Chronicle) -> Floats:
    """What producers need for their plans and official supply does not send, over what they need, shape (dekads,)."""
    good, customer = (c.fixed[f"links.{end}"].astype(np.int64) for end in ("good", "customer"))
    to_producers = c.panel("link", "shipped") * c.producers[customer]
    sent = to_producers @ np.eye(c.price.size)[good]
    need = c.panel("good", "need") * c.day[:, None] / DEKAD_DAYS
    value = c.price * c.storable
    missing, wanted = np.maximum(need - sent, 0.0) @ value, need @ value
    return np.divide(missing, wanted, out=np.zeros_like(wanted), where=wanted > 0)


def barter_share_shortage_correlation(c: Chronicle) -> float:
    """Correlation over dekads of bartered over shipped goods with what official supply leaves short of needs."""
    barter, short = c.one("barter_share"), shortfall(c)
    if barter.std() == 0.0 or short.std() == 0.0:
        return float("nan")
    return float(np.corrcoef(barter, short)[0, 1])


def link_breaks_1990(c: Chronicle) -> float:
    """Share of links that stand broken in 1990 over the same in 1985; where none did, as if one had."""
    broken = [float(np.mean(1.0 - c.in_year(year).one("links_alive"))) for year in (1985, 1990)]
    return ratio(broken[1], max(broken[0], 1.0 / c.fixed["links.good"].size))


def machine_output_q1_1987(c: Chronicle) -> float:
    """Machines made from January to March 1987 over the same months of 1986."""
    return ratio(
        c.during("1987-01", "1987-03").one("machines_ussr"),
        c.during("1986-01", "1986-03").one("machines_ussr"),
    )


def profit_works(c: Chronicle) -> float:
    """Profit of the Works, billion roubles a year."""
    return float(c.one("profit_works")[c.year_ends].mean()) / MRUB_PER_GRUB


def profit_returned_share(c: Chronicle) -> float:
    """Profit of the Works handed back for the city, over its profit."""
    return ratio(c.one("returned_works")[c.year_ends], c.one("profit_works")[c.year_ends])


# ------------------------------------------------------------------------------------------------ for pairs of runs
def final_output(c: Chronicle) -> float:
    """Goods received by final users, Mrub."""
    return float(c.one("final_output").sum())


def deliveries_by_rank(c: Chronicle) -> tuple[float, float]:
    """Goods sent to the final user of the lowest rank and to that of the highest, Mrub."""
    users = np.flatnonzero(c.fixed["enterprises.kind"] == Kind.FINAL_USER)
    rank = c.fixed["enterprises.rank"][users]
    price = c.price[c.fixed["links.good"].astype(np.int64)]
    sent = c.panel("link", "shipped").sum(axis=0) * price
    lowest, highest = (
        float(sent[c.fixed["links.customer"] == users[end]].sum()) for end in (rank.argmin(), rank.argmax())
    )
    return lowest, highest


def hidden_reserve(c: Chronicle) -> float:
    """Capacity in working order that managers leave unused by their pace, over capacity, by value."""
    rows = c.storable[c.product] > 0
    capacity = c.panel("shop", "capacity", rows) * c.price[c.product[rows]]
    standing = capacity * c.panel("shop", "condition", rows) * (1.0 - c.panel("shop", "breakdown", rows))
    held_back = np.maximum(1.0 - c.panel("shop", "effort", rows), 0.0)
    return ratio(standing * held_back * c.day[:, None], capacity * c.day[:, None])


def inhouse_share(c: Chronicle) -> float:
    """Share of spares that enterprises make for themselves, weighted by the upkeep of their equipment."""
    due = c.panel("shop", "capacity").mean(axis=0) * c.fixed["goods.upkeep"][c.product]
    weight = np.bincount(c.fixed["shops.enterprise"].astype(np.int64), due, c.producers.size)
    return ratio(
        c.panel("enterprise", "inhouse") * weight, np.broadcast_to(weight, (c.day.size, weight.size))
    )

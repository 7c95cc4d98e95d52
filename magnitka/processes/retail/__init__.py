"""Shops at fixed prices: what comes in, who hands it out, how long people queue, what it fetches under the counter.

A city's trade gets the Union's supply of each ware by its category. Prices are decreed, so demand (money income, and
money that could not be spent before) may outrun supply. Then workplaces draw off goods for their people as far as
the rent of a rouble's worth pays the trouble; the soviet puts a ware on coupons while a head queues for it longer
than it tolerates; shop people divert what the free price makes worth the risk (T44); the rest is sold to those who
wait, until waiting has eaten the rent (Barzel 1974, T41; Sah 1987). Who finds nothing pays the free price on the
kolkhoz market, to cooperatives or under the counter. Households store what they may not find again (T46), and money
that buys nothing piles up (T45). Reckoned for cells of like households, posted to each in whole kopecks.
Neutral: an even share a head at the state's price, no lists, no coupons, no queues, nothing under the counter.
Claims: L066, L070, L074, L080, L103-L107, L236-L237.
"""

from __future__ import annotations

from magnitka.process import Process
from magnitka.processes.retail.deliveries import deliver, deliver_evenly
from magnitka.processes.retail.params import Params
from magnitka.processes.retail.standing import stand_equal, stand_in_line
from magnitka.processes.retail.trade import trade, trade_evenly
from magnitka.world import (
    Centre,
    Cities,
    Cooperatives,
    Counters,
    Districts,
    Employers,
    Enterprises,
    Households,
    People,
)

DELIVERIES, STANDING, TRADE = PROCESSES = (
    Process(
        "retail",
        "retail.deliveries",
        deliver,
        deliver_evenly,
        Params,
        reads=(
            Enterprises.used,
            Cities.persons,
            Cooperatives.members,
            Cooperatives.niche,
            Cooperatives.host,
            Cooperatives.inputs,
        ),
        writes=(
            Counters.supply,
            Counters.stock,
            Counters.delivered,
            Counters.spoilt,
            Counters.price,
            Cities.cellar,
        ),
    ),
    Process(
        "retail",
        "retail.standing",
        stand_in_line,
        stand_equal,
        Params,
        reads=(
            Employers.staff,
            People.persons,
            People.household,
            People.employer,
            People.occupation,
            People.blat,
            Households.top,
            Households.size,
        ),
        writes=(Households.standing, Households.stall),
    ),
    Process(
        "retail",
        "retail.trade",
        trade,
        trade_evenly,
        Params,
        reads=(
            Cities.persons,
            Cities.households,
            Counters.price,
            Cooperatives.niche,
            Cooperatives.supply,
            Cooperatives.price,
            Employers.staff,
            Households.top,
            Households.luck,
            Households.size,
            Households.deposit,
            Households.income,
            Households.district,
            Households.plot,
            Households.standing,
            Households.stall,
        ),
        writes=(
            Households.cash,
            Households.queue,
            Households.unmet,
            Households.pantry,
            Counters.stock,
            Counters.wanted,
            Counters.sold,
            Counters.wished,
            Counters.reached,
            Cities.placed,
            Counters.paid,
            Counters.queue_hours,
            Counters.queued,
            Counters.black_price,
            Counters.found,
            Counters.handed,
            Counters.list_share,
            Cities.takings,
            Cities.overhang,
            Cities.pressure,
            Cities.dependence,
            Cities.cellar,
            Cities.homegrown,
            Districts.queue,
            Employers.goods,
            Cooperatives.cash,
            Cooperatives.sold,
            Centre.budget,
            Centre.households,
            Centre.issued,
        ),
    ),
)

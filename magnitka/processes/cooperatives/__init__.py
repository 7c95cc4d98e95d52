"""Cooperatives: few, dear, dependent, and inside industry because its money is soft and theirs is cash.

Permitted from 1987, eased in mid-1988; officials pass part of the applications and close some cooperatives as they
please, the more the more people envy them. Whoever has an idea compares what a member would earn in each niche with
the state wage and what the venture risks (stake times hazard). For food and goods the inputs must be diverted from a
host (d = s (v - p)/k, Murphy, Shleifer and Vishny 1992; T51) or bought dearly; a plant or a building trust needs no
such bait: it pays from its non-cash account, worth little in cash to its manager, for help with the plan, and the
cooperative makes cash of it, which the wage fund cannot. Who finds enough for sale needs no host and keeps his part of
the gain. Members are persons with a state job, in the host if there is one, chosen by permanent luck; their pay and
the managers' part go to their households in whole kopecks, once a month.

Retail sells `supply` (rub/dekad at state prices) at `price`, puts what households paid into `cash` and notes it in
`sold`. Neutral: no cooperatives. Claims: L055-L065 (Kotkin 1991).
"""

from __future__ import annotations

from magnitka.process import Process
from magnitka.processes.cooperatives.params import Params
from magnitka.processes.cooperatives.settlement import settle, settle_nothing
from magnitka.processes.cooperatives.ventures import come_and_go, none
from magnitka.world import (
    Centre,
    Cities,
    Cooperatives,
    Counters,
    Employers,
    Enterprises,
    Households,
    People,
)

PROCESSES = (
    Process(
        "cooperatives",
        "cooperatives.ventures",
        come_and_go,
        none,
        Params,
        reads=(Employers.staff, Employers.pay_level, Cities.resentment, Counters.black_price),
        writes=(
            Cooperatives.niche,
            Cooperatives.host,
            Cooperatives.finds,
            Cooperatives.members,
            Cooperatives.account,
            Cooperatives.cash,
            Cooperatives.price,
            Cooperatives.inputs,
            Cooperatives.bought,
            Cooperatives.supply,
            Cities.account,
            Cities.revenue,
            Centre.issued,
        ),
    ),
    Process(
        "cooperatives",
        "cooperatives.settlement",
        settle,
        settle_nothing,
        Params,
        reads=(
            Cooperatives.niche,
            Cooperatives.host,
            Cooperatives.sold,
            Employers.staff,
            Employers.pay_level,
            Cities.adults,
            People.persons,
            People.luck,
            People.employer,
            People.occupation,
            People.pay,
            People.household,
        ),
        writes=(
            Cooperatives.members,
            Cooperatives.account,
            Cooperatives.cash,
            Cooperatives.revenue,
            Cooperatives.paid_out,
            Cooperatives.price,
            Cooperatives.inputs,
            Cooperatives.bought,
            Cooperatives.supply,
            Cooperatives.finds,
            Enterprises.account,
            Enterprises.cost_year,
            Enterprises.revenue_year,
            Cities.account,
            Cities.revenue,
            Cities.resentment,
            Households.cash,
            Centre.budget,
            Centre.households,
            Centre.issued,
        ),
    ),
)

"""Supply, prices, lists, queues, purses, gardens: the numbers of trade."""

from __future__ import annotations

from dataclasses import dataclass

from magnitka.quantity import Schedule, quantity, schedule


@dataclass(frozen=True)
class Params:
    """Supply, prices, lists, coupons, queues, purses, gardens."""

    category: float = quantity("1", "deliveries a head over the mean of the Union", at_least=0.1, at_most=3)
    alcohol: Schedule = schedule("1", "alcohol that trade may sell, over its deliveries", at_least=0)
    drift: Schedule = schedule(
        "1/yr", "growth of state prices as dearer goods replace cheap ones", at_least=0
    )
    vodka: Schedule = schedule("1", "decreed price of alcohol over that of the founding year", at_least=0.1)
    reform: Schedule = schedule("1", "how far the price reform is in force", at_least=0, at_most=1)
    evening: float = quantity(
        "1/dekad",
        "part of a change in the Union's supply that reaches shops in a dekad",
        at_least=0.01,
        at_most=1,
    )
    loss: float = quantity("1/dekad", "share of what is left in store that spoils", at_least=0, at_most=0.5)
    pull: float = quantity("1", "exponent of rank in what a workplace gets for its people", at_least=0)
    office: float = quantity("1", "rank of workplaces that live on the budget", at_least=0, at_most=1)
    plant: float = quantity("1", "rank of plants outside the table of enterprises", at_least=0, at_most=1)
    small: float = quantity("persons", "staff at which a workplace gets half of a large one's", at_least=0)
    trouble: float = quantity("1", "rent, in state prices, at which all would go to workplaces", at_least=0.1)
    most_listed: float = quantity("1", "most that workplaces can draw off", at_least=0, at_most=1)
    enforcement: float = quantity("1", "margin, in state prices, that would divert all", at_least=0.1)
    willing: float = quantity(
        "1", "share of those who find nothing that goes to the market or a speculator", at_least=0, at_most=1
    )
    elasticity: float = quantity("1", "elasticity of what farms bring to the market", at_least=0)
    time_value: float = quantity("1", "worth of an hour of queueing, in hourly income a head", at_least=0.01)
    month_hours: float = quantity("h/month", "hours for which a month's income is earned", at_least=1)
    service: float = quantity(
        "h/rub", "shopping time for a rouble's worth where all is to be had", at_least=0
    )
    leisure: float = quantity(
        "h/person/month", "free time of a head; the less is left, the more an hour is worth", at_least=1
    )
    bought: float = quantity("1", "share of income that is left for wares", at_least=0, at_most=1)
    put_by: float = quantity("1", "share of income that people save by choice", at_least=0, at_most=0.3)
    hold: float = quantity("month", "money that people hold by choice, in months of income", at_least=0)
    spill: float = quantity("1/dekad", "part of the money beyond it that people try to spend", at_least=0)
    cash: float = quantity("month", "cash held by choice, in months of income", at_least=0.05)
    risk: float = quantity("1", "chance of running out that a household accepts", at_least=1e-3, at_most=0.5)
    refill: float = quantity("dekad", "time in which a household fills its larder", at_least=1)
    brew: float = quantity("1", "sugar bought for home brew, for each rouble of alcohol missed", at_least=0)
    garden: float = quantity("rub/household/yr", "produce of a plot at state prices", at_least=0)

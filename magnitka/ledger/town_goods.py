"""Observables of the town's trade: queues, lists, coupons, black market, money, cooperatives."""

from __future__ import annotations

import numpy as np

from magnitka.ledger.chronicle import Chronicle, Floats, Rows, ratio
from magnitka.world import Channel
from magnitka.world.cities import CHANNELS

BY_LIST = (Channel.WORKPLACE, Channel.COUPON)
STATE = (Channel.OPEN, Channel.WORKPLACE, Channel.COUPON, Channel.BLACK)
MEAT, SWEET, SPIRITS = "meat", "soap and sugar", "alcohol"
STEADY = 1e-6  # spread below which a series tells nothing


# ------------------------------------------------------------------------------------------------ in common
def mean_of(c: Chronicle, name: str) -> float:
    """Mean of a series over the days of the period that have a number, each alike."""
    values = c.one(name)
    known = ~np.isnan(values)
    return ratio((values * c.day)[known], c.day[known])


def ends_of(c: Chronicle, name: str) -> tuple[float, float]:
    """Mean of a series over the first and over the last whole year of the period; NaN in less than two years."""
    years = c.whole_years
    if len(years) < 2:
        return float("nan"), float("nan")
    return mean_of(c.in_year(years[0]), name), mean_of(c.in_year(years[-1]), name)


def rise_of(c: Chronicle, name: str) -> float:
    """Last whole year less the first."""
    first, last = ends_of(c, name)
    return last - first


def growth_of(c: Chronicle, name: str) -> float:
    """Last whole year over the first."""
    first, last = ends_of(c, name)
    return last / first if first > 0.0 else float("nan")


def correlation(one: Floats, other: Floats) -> float:
    """Correlation of two series; NaN where one of them stands still."""
    if one.std() < STEADY or other.std() < STEADY:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])


# ------------------------------------------------------------------------------------------------ channels
def counters_of(c: Chronicle, ware: str = "") -> Rows:
    """Counters of a ware, or all of them."""
    goods = c.fixed["counters.good"].astype(np.int64)
    return goods == c.good(ware) if ware else np.ones(goods.size, bool)


def brought(c: Chronicle, channels: tuple[Channel, ...] = tuple(Channel), ware: str = "") -> float:
    """What reached households through some channels over the period, roubles."""
    rows = counters_of(c, ware)
    names = (f"sold_{CHANNELS[channel].replace(' ', '_')}" for channel in channels)
    return float(sum(c.panel("counter", name, rows).sum() for name in names))


def share_of(
    c: Chronicle, channels: tuple[Channel, ...], whole: tuple[Channel, ...], ware: str = ""
) -> float:
    """Share of what reached households through the channels of `whole` that came through `channels`."""
    return ratio(brought(c, channels, ware), brought(c, whole, ware))


def change_of_share(c: Chronicle, channels: tuple[Channel, ...], whole: tuple[Channel, ...]) -> float:
    """The same, last whole year of the period less the first."""
    years = c.whole_years
    if len(years) < 2:
        return float("nan")
    return share_of(c.in_year(years[-1]), channels, whole) - share_of(c.in_year(years[0]), channels, whole)


def handed_out_share(c: Chronicle) -> float:
    """Share of the state's supply to households that came by list at work or by coupon, by value."""
    return share_of(c, BY_LIST, STATE)


def handed_out_rise(c: Chronicle) -> float:
    """Change of that share from the first to the last year."""
    return change_of_share(c, BY_LIST, STATE)


def handed_out_shortage_correlation(c: Chronicle) -> float:
    """Correlation over dekads of that share with the share of demand that the state's trade leaves unmet."""
    return correlation(c.one("town_handed_out"), c.one("town_shortage"))


def state_supply_share(c: Chronicle) -> float:
    """Share of all that reaches households, by value, that the state's trade brought."""
    return share_of(c, STATE, tuple(Channel))


def leaked_share(c: Chronicle) -> float:
    """Share of the state's supply that left under the counter."""
    return share_of(c, (Channel.BLACK,), STATE)


def meat_coupon_share(c: Chronicle) -> float:
    """Share of the state's meat sold against coupons or handed out at work."""
    return share_of(c, BY_LIST, STATE, MEAT)


def sugar_coupon_share(c: Chronicle) -> float:
    """Share of the state's soap and sugar sold against coupons or handed out at work."""
    return share_of(c, BY_LIST, STATE, SWEET)


def spirits_change(c: Chronicle) -> float:
    """Alcohol that the state's trade sold in the last whole year over that of the first, less one."""
    years = c.whole_years
    if len(years) < 2:
        return float("nan")
    return (
        ratio(brought(c.in_year(years[-1]), STATE, SPIRITS), brought(c.in_year(years[0]), STATE, SPIRITS))
        - 1.0
    )


# ------------------------------------------------------------------------------------------------ queues and power
def queue_hours(c: Chronicle) -> float:
    """Hours in queues a head and day."""
    return mean_of(c, "town_queue_hours")


def queue_hours_growth(c: Chronicle) -> float:
    """The same, last year over first."""
    return growth_of(c, "town_queue_hours")


def dependence_rise(c: Chronicle) -> float:
    """Change of what bosses can withhold, last year less first."""
    return rise_of(c, "town_dependence")


def discretion_over_meat_rise(c: Chronicle) -> float:
    """Change of the share of meat whose taker somebody picks, last year less first."""
    return -rise_of(c, "town_meat_by_nobody")


def plants_discretion_rise(c: Chronicle) -> float:
    """Change of the plants' part of the last tonne, flat and kilo of meat, less the change of the soviet's."""
    plant = sum(rise_of(c, f"town_{name}") for name in ("steel_plant", "flat_plant", "meat_by_plant"))
    soviet = sum(rise_of(c, f"town_{name}") for name in ("flat_soviet", "meat_by_soviet"))
    return (plant - soviet) / 3.0


# ------------------------------------------------------------------------------------------------ money
def overhang_rise(c: Chronicle) -> float:
    """Cash and deposits over a year's spending, last year less first."""
    return rise_of(c, "town_overhang")


def cash_growth(c: Chronicle) -> float:
    """Cash with households, last year over first."""
    return growth_of(c, "town_cash")


def income_growth(c: Chronicle) -> float:
    """Money income of households, last year over first, less one."""
    return growth_of(c, "town_income") - 1.0


def black_premium_growth(c: Chronicle) -> float:
    """The same, last year over first."""
    return growth_of(c, "town_black_premium")


# ------------------------------------------------------------------------------------------------ cooperatives
def cooperatives_growth(c: Chronicle) -> float:
    """Cooperatives at the end of the period over those at its end of the first dekad."""
    number = c.one("town_cooperatives")
    return float(number[-1] / number[0]) if number[0] > 0 else float("nan")


def cooperative_members_share(c: Chronicle) -> float:
    """Members of cooperatives over the employed."""
    return ratio(c.one("town_cooperative_members"), c.one("town_employed"))


def cooperatives_in_industry(c: Chronicle) -> float:
    """Share of members who work inside a plant."""
    members = c.one("town_cooperative_members")
    return ratio(c.one("town_cooperatives_in_industry") * members, members)


def cooperatives_independent(c: Chronicle) -> float:
    """Cooperatives in nobody's house, mean number."""
    return mean_of(c, "town_cooperatives_independent")


def cooperative_size(c: Chronicle) -> float:
    """Members of a cooperative."""
    return ratio(c.one("town_cooperative_members"), c.one("town_cooperatives"))


def resentment(c: Chronicle) -> float:
    """Adults who see cooperatives earn far more than they do."""
    return mean_of(c, "town_resentment")


def resentment_rise(c: Chronicle) -> float:
    """The same, last year less first."""
    return rise_of(c, "town_resentment")

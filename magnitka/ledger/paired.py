"""Observables that compare two runs with the same luck: what one change of the model does to another observable.

The teeth of such an observable are a change made to both runs, which takes a link out of the chain of causes between
the change and what is observed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from magnitka.ledger.change import Change, parse_change
from magnitka.ledger.chronicle import Chronicle
from magnitka.ledger.levels import good_share_steel, good_tonnes_steel, gross_tonnes_steel
from magnitka.ledger.supply import deliveries_by_rank, final_output, hidden_reserve, inhouse_share
from magnitka.ledger.town_bodies import (
    ill_adults,
    ill_children,
    ill_children_at_the_end,
    soil_lead,
)
from magnitka.ledger.town_homes import own_means

Reading = float | tuple[float, float]
AS_IT_IS = Change()
CLOSED = parse_change("act: closure_of_the_works")
AVERAGE_AIR = parse_change(
    "set: pollution.smoke=x0.4"
)  # dust near the norm, as in other large industrial cities
AUTONOMY = parse_change("set: finance.siphon=x0.5")
NO_REFORM = "set: allocation.state_orders=1, allocation.outside_value=0, quality.acceptance=0"


@dataclass(frozen=True)
class Pair:
    """`read` is what is read off either run over the claim's period, `compare` makes one number of both readings."""

    unit: str
    first: Change
    second: Change
    read: Callable[[Chronicle], Reading]
    compare: Callable[..., float]


def relative_change(first: float, second: float) -> float:
    """Change from the first reading to the second, over the first."""
    return second / first - 1.0 if first > 0.0 else float("nan")


def relative_fall(first: float, second: float) -> float:
    """Fall from the first reading to the second, over the first."""
    return -relative_change(first, second)


def rise(first: float, second: float) -> float:
    """Second reading less the first."""
    return second - first


def fall(first: float, second: float) -> float:
    """First reading less the second."""
    return first - second


def loss_of_the_low(few: tuple[float, float], many: tuple[float, float]) -> float:
    """What few rounds of balancing cost the lowest rank, less what they cost the highest; readings by rank."""
    low, high = (relative_fall(then, now) for then, now in zip(many, few, strict=True))
    return low - high


def good_share_in_last_year(c: Chronicle) -> float:
    """On-grade share of the Works' steel in the last year of the period."""
    return good_share_steel(c.in_year(c.whole_years[-1]))


PAIRED: dict[str, Pair] = {
    "good_share_gain_good_machines": Pair(
        "1", AS_IT_IS, parse_change("act: sound_machines"), good_share_in_last_year, rise
    ),
    "good_when_plans_tighten": Pair(
        "1", AS_IT_IS, parse_change("act: tighter_plans"), good_tonnes_steel, relative_change
    ),
    "gross_when_plans_tighten": Pair(
        "1", AS_IT_IS, parse_change("act: tighter_plans"), gross_tonnes_steel, relative_change
    ),
    "reserve_with_ratchet": Pair(
        "1", AS_IT_IS, parse_change("set: planning.ratchet=0, storming.ratchet=0"), hidden_reserve, fall
    ),
    "plan_gap_low_priority": Pair(
        "1", parse_change("set: planning.rounds=1"), parse_change("set: planning.rounds=5"), deliveries_by_rank,
        loss_of_the_low,
    ),
    "inhouse_share_drop": Pair("1", AS_IT_IS, parse_change("act: buffered_supply"), inhouse_share, relative_fall),
    "ill_adults_over_average": Pair("1", AVERAGE_AIR, AS_IT_IS, ill_adults, relative_change),
    "ill_children_over_average": Pair("1", AVERAGE_AIR, AS_IT_IS, ill_children, relative_change),
    "illness_fall_after_closure": Pair("1", AS_IT_IS, CLOSED, ill_children_at_the_end, relative_fall),
    "lead_fall_after_closure": Pair("1", AS_IT_IS, CLOSED, soil_lead, relative_fall),
    "city_means_with_autonomy": Pair("1", AS_IT_IS, AUTONOMY, own_means, relative_change),
    "output_without_barter": Pair("1", AS_IT_IS, parse_change("off: barter"), final_output, relative_change),
    "output_1991_with_reform": Pair("1", parse_change(NO_REFORM), AS_IT_IS, final_output, relative_change),
}  # fmt: skip

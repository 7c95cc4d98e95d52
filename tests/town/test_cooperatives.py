"""Few, dear, resented, and inside industry because that pays; each pattern with and without its cause.

The law and the shelves of 1988 are put into the toy's 1981, where nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from magnitka.books import purses, rows_summed
from magnitka.process import Clock, clock_at
from magnitka.run import simulate
from magnitka.world import Niche, World
from magnitka.world.undertakings import NO_HOST

Floats = NDArray[np.float64]
TWO_YEARS = range(36, 108)
SEEDS = (1, 2)

PERMITTED = {"cooperatives.permission": 0.6, "cooperatives.closing": 0.01, "retail.category": 0.85}
NO_CASH_OUT = {**PERMITTED, "cooperatives.cash_out": 0.0}
HARD_MONEY = {**PERMITTED, "cooperatives.softness": 1.0}
INPUTS_FOR_SALE = {**PERMITTED, "cooperatives.market": 1.0, "cooperatives.dear": 1.0}
PLEASED_OFFICIALS = {**PERMITTED, "cooperatives.closing": 0.0, "cooperatives.permission": 1.0}
KEEN_OFFICIALS = {**PERMITTED, "cooperatives.closing": 0.1, "cooperatives.permission": 0.2}


@dataclass(frozen=True)
class Seen:
    """Two years, dekad by dekad; persons, roubles."""

    members: Floats  # by niche
    share: Floats  # of the employed
    paid: Floats
    price: Floats  # of those that work for people, by supply; 0 where there are none
    supply: Floats
    resentment: Floats
    alone: Floats  # members of those without a host
    money: Floats  # of households, cash and deposits
    issued: Floats

    def inside(self) -> float:
        """Members inside plants and trusts over all, in the last year."""
        late = self.members[-36:].sum(axis=0)
        return float(late[[Niche.BUILDING, Niche.INDUSTRY]].sum() / max(late.sum(), 1.0))


Lived = Callable[..., Seen]


@pytest.fixture(scope="module")
def lived() -> Lived:
    kept: dict[object, Seen] = {}

    def live(changes: Mapping[str, float], seed: int = 1, off: tuple[str, ...] = ()) -> Seen:
        key = (seed, tuple(sorted(changes.items())), off)
        if key not in kept:
            rows: list[tuple[object, ...]] = []

            def note(world: World, clock: Clock) -> None:
                o, c = world.cooperatives, world.cities
                supply = float(o.supply.sum())
                rows.append(
                    (
                        np.bincount(o.niche, o.members, len(Niche)),
                        o.members.sum() / c.employed.sum(),
                        o.paid_out.sum() / 100.0,
                        float((o.supply * o.price).sum()) / supply if supply > 0.0 else 0.0,
                        supply,
                        float(c.resentment[0]),
                        float(o.members[o.host == NO_HOST].sum()),
                        purses(world, rows_summed(world)) / 100.0,
                        float(world.centre.issued[0]) / 100.0,
                    )
                )

            run = simulate(
                "toy", until="1982-12", seed=seed, set=changes, off=off, observe=False,
                interventions=dict.fromkeys(TWO_YEARS, note),
            )  # fmt: skip
            note(run.world, clock_at(TWO_YEARS.stop, 0))
            kept[key] = Seen(*(np.array(column, np.float64) for column in zip(*rows[1:], strict=True)))
        return kept[key]

    return live


# ------------------------------------------------------------------------------------------------ few, dear, resented
@pytest.mark.parametrize("seed", SEEDS)
def test_few_dear_and_resented(lived, seed):
    seen = lived(PERMITTED, seed)
    assert 0.002 < seen.share[-1] < 0.05
    assert seen.price[seen.price > 0].mean() > 1.3
    assert seen.resentment[-1] > 0.1
    assert np.corrcoef(seen.share, seen.resentment)[0, 1] > 0.9


def test_officials_keep_them_few(lived):
    """Few because of the risk and the refusals: where officials do not choke them there are several times as many."""
    assert lived(PLEASED_OFFICIALS).share[-1] > 2.5 * lived(KEEN_OFFICIALS).share[-1]


def test_nobody_is_resented_where_there_are_none(lived):
    seen = lived(PERMITTED, off=("cooperatives",))
    assert seen.members.sum() == 0
    assert seen.resentment.sum() == 0.0


# ------------------------------------------------------------------------------------------ inside, because that pays
@pytest.mark.parametrize("seed", SEEDS)
def test_inside_industry_rather_than_for_people(lived, seed):
    seen = lived(PERMITTED, seed)
    assert seen.inside() > 0.6
    assert seen.members[-1].argmax() == Niche.INDUSTRY


@pytest.mark.parametrize("cause", [NO_CASH_OUT, HARD_MONEY], ids=["no cash-out", "hard money"])
def test_not_where_the_plants_money_is_worth_cash_or_cannot_become_it(lived, cause):
    assert lived(cause).inside() < 0.1
    assert lived(cause).members[-1][[Niche.FOOD, Niche.GOODS]].sum() > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_inputs_for_sale_bring_them_to_people(lived, seed):
    """A wholesale market at the state's price: far more work for people than without it, and less for plants.

    Whether it is more than for plants then hangs on what coupons leave of the free price of food.
    """
    plain, market = lived(PERMITTED, seed), lived(INPUTS_FOR_SALE, seed)
    for_people = [seen.members[-1, [Niche.FOOD, Niche.GOODS]].sum() for seen in (plain, market)]
    assert for_people[0] < 0.7 * plain.members[-1, Niche.INDUSTRY]
    assert for_people[1] > 1.5 * for_people[0]
    assert market.members[-1, Niche.INDUSTRY] < 0.95 * plain.members[-1, Niche.INDUSTRY]
    assert market.supply[-36:].mean() > 1.8 * plain.supply[-36:].mean()


@pytest.mark.parametrize("seed", SEEDS)
def test_few_are_on_their_own_because_inputs_are_not_for_sale(lived, seed):
    """Nothing ties a cooperative to a host but what only a host can let it have."""
    plain, market = lived(PERMITTED, seed), lived(INPUTS_FOR_SALE, seed)
    for_people = market.members[-36:, [Niche.FOOD, Niche.GOODS]].sum()
    assert plain.alone[-36:].sum() < 0.1 * plain.members[-36:].sum()
    assert market.alone[-36:].sum() > 0.5 * for_people


# ----------------------------------------------------------------------------------------------------- the overhang
@pytest.mark.parametrize("seed", SEEDS)
def test_they_widen_the_overhang(lived, seed):
    """Money that the wage fund would have held back is in people's hands; goods are no more than before."""
    some, none = lived(PERMITTED, seed), lived(PERMITTED, seed, ("cooperatives",))
    more = some.money[-1] - none.money[-1]
    assert more > 0.2 * some.paid.sum()
    growing = (some.money - none.money)[8::9]
    assert (np.diff(growing) > 0).mean() > 0.8


def test_without_cash_out_they_do_not(lived):
    """Those that live on people's money alone put none into their hands."""
    few, none = lived(NO_CASH_OUT), lived(PERMITTED, 1, ("cooperatives",))
    plain = lived(PERMITTED)
    assert few.money[-1] - none.money[-1] < 0.2 * (plain.money[-1] - none.money[-1])

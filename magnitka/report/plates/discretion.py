"""Who decides on the last tonne of steel, the last flat and the last kilo of meat: each tier's share, year by year."""

from __future__ import annotations

import numpy as np

from magnitka.observe.discretion import (
    CENTRE,
    DECIDES,
    FLAT,
    KILO,
    MEAT,
    MINISTRY,
    NOBODY,
    PLANT,
    SHOP,
    SOVIET,
    STEEL,
    TIERS,
)
from magnitka.report.figure import Figure, Table
from magnitka.report.reading import Floats, Reading
from magnitka.report.wording import hundredths, listed, percent
from magnitka.world import Channel, Waiting
from magnitka.world.cities import CHANNELS

PAST = {SOVIET: "soviet, out of turn", PLANT: "plant, out of turn"}  # flats, or to people on no list
TAKERS = (*(name for tier in TIERS for name in (tier, *([PAST[tier]] if tier in PAST else []))), NOBODY)
# Who hands a ware over by rank or favour; what is queued for, bought at a price or grown is in nobody's gift.
GIVER = {
    Channel.WORKPLACE: PLANT, Channel.COUPON: SOVIET, Channel.BLACK: SHOP, Channel.OPEN: NOBODY,
    Channel.MARKET: NOBODY, Channel.COOPERATIVE: NOBODY, Channel.GARDEN: NOBODY,
}  # fmt: skip
STATE = (Channel.OPEN, Channel.WORKPLACE, Channel.COUPON, Channel.BLACK)  # by what the town's category brings
OWNER = {Waiting.SOVIET: SOVIET, Waiting.WORKS: PLANT, Waiting.OTHER: PLANT}


def discretion(reading: Reading) -> Figure:
    """Shares of the tiers in three things, shape (tiers, years) each."""
    things = {STEEL: _steel(reading), FLAT: _flats(reading), KILO: _meat(reading)}
    of_plants = [taker in (PLANT, PAST[PLANT]) for taker in TAKERS]
    said = [
        f"over the last {words} {_from_to(shares[of_plants].sum(axis=0))}" for words, shares in things.items()
    ]
    first, last = reading.years[0], reading.years[-1]
    when = f"From {first} to {last}" if last > first else f"In {first}"
    title = f"{when} the plants\u2019 say {listed(said)}"
    everywhere = [tier for tier in TIERS if not any(tier in some for some in DECIDES.values())]
    return Figure(
        name="discretion",
        title=title,
        note=(
            "What a tier could send to another taker by a rule in force. Steel of the Works goes by the centre\u2019s "
            "state orders, as far as the Ministry\u2019s corrections of plans have not moved them; the rest the plant "
            "sells or barters. A flat is the owner\u2019s of the list, in turn or out of turn, for people on it or on "
            "none; the centre\u2019s if a decree made it the soviet\u2019s. Of meat the centre gives the town more or "
            "less than an even share a head; then plants hand it out, the soviet has its coupons, shops their counter; "
            "what is queued for, dear or grown is in nobody\u2019s gift. "
            f"No rule here lets the {' or the '.join(everywhere)} decide on any of "
            "it: that is an open question, not a zero found."
        ),
        data={
            "years": reading.years,
            "tiers": list(TAKERS),
            "things": [
                {
                    "name": f"The last {words}, %",
                    "silent": f"no rule here: {', '.join(tier for tier in TIERS if tier not in DECIDES[words])}",
                    "shares": shares,
                }
                for words, shares in things.items()
            ],
        },
        table=Table(
            "Shares of the tiers, %",
            ("thing and tier", *map(str, reading.years)),
            tuple(
                (f"The last {words}: {taker}", *_told(words, taker, shares[row]))
                for words, shares in things.items()
                for row, taker in enumerate(TAKERS)
                if taker in TIERS or shares[row].sum() > 0
            ),
        ),
        sections=("planning", "allocation", "barter", "housing", "retail"),
    )  # fmt: skip


def _told(words: str, taker: str, shares: Floats) -> list[str]:
    """Shares as numbers; a tier that no rule lets decide has none."""
    if taker in TIERS and taker not in DECIDES[words]:
        return ["no rule"] * len(shares)
    return [hundredths(float(share)) for share in shares]


def _from_to(share: Floats) -> str:
    """`goes from 4 % to 9 %`, or what it takes to say less."""
    before, after = percent(float(share[0])), percent(float(share[-1]))
    if len(share) == 1:
        return f"is {after}"
    return f"stays at {after}" if before == after else f"goes from {before} to {after}"


def _by_tier(parts: dict[str, Floats]) -> Floats:
    """Shares of the takers from their amounts in each year. Shape: (takers, years)."""
    amounts = np.stack([parts.get(tier, np.zeros_like(next(iter(parts.values())))) for tier in TAKERS])
    total = amounts.sum(axis=0)
    return np.divide(amounts, total, out=np.zeros_like(amounts), where=total > 0)


def _steel(reading: Reading) -> Floats:
    centre, ministry, bartered = (
        reading.mean_of_year(reading.series(f"town_steel_{name}"))
        for name in ("centre", "ministry", "bartered")
    )
    parts = {CENTRE: centre * (1 - bartered), MINISTRY: ministry * (1 - bartered)}
    return _by_tier({**parts, PLANT: 1 - parts[CENTRE] - parts[MINISTRY]})


def _flats(reading: Reading) -> Floats:
    in_turn, *favours = (
        reading.by_year(reading.panel(f"list_{name}")) for name in ("housed", "jumped", "off_list")
    )
    past = np.sum(favours, axis=0)
    kind = reading.column("lists.kind")
    parts = {taker: np.zeros(len(reading.years)) for taker in TAKERS}
    for code, tier in OWNER.items():
        parts[tier] += in_turn[:, kind == code].sum(axis=1)
        parts[PAST[tier]] += past[:, kind == code].sum(axis=1)
    soviets = parts[SOVIET] + parts[PAST[SOVIET]]
    parts[CENTRE] = np.minimum(reading.by_year(reading.series("town_flats_by_decree")), soviets)
    left = 1 - np.divide(parts[CENTRE], soviets, out=np.zeros_like(soviets), where=soviets > 0)
    parts[SOVIET], parts[PAST[SOVIET]] = parts[SOVIET] * left, parts[PAST[SOVIET]] * left
    return _by_tier(parts)


def _meat(reading: Reading) -> Floats:
    mine = reading.column("counters.good") == reading.good(MEAT)
    sold = reading.parts("counter_sold", CHANNELS)[:, :, mine].sum(axis=2)
    amounts = {channel: reading.by_year(sold[channel]) for channel in GIVER}
    whole = np.sum(list(amounts.values()), axis=0)
    states = np.sum([amounts[channel] for channel in STATE], axis=0)
    by_category = np.minimum(reading.mean_of_year(reading.series("town_meat_by_centre")) * whole, states)
    left = 1 - np.divide(by_category, states, out=np.zeros_like(states), where=states > 0)
    parts: dict[str, Floats] = {CENTRE: by_category}
    for channel, tier in GIVER.items():
        parts[tier] = parts.get(tier, 0.0) + amounts[channel] * (left if channel in STATE else 1.0)
    return _by_tier(parts)

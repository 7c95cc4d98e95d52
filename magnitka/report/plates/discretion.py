"""Who decides on the last tonne of steel, the last flat and the last kilo of meat: each tier's share, year by year."""

from __future__ import annotations

import numpy as np

from magnitka.report.figure import Figure, Table
from magnitka.report.reading import Floats, Reading
from magnitka.report.wording import listed, number, percent
from magnitka.world import Channel, Waiting
from magnitka.world.cities import CHANNELS

MEAT = "meat"
CENTRE, PLANT, SOVIET, SHOP, NOBODY = "centre", "plant", "soviet", "shop", "nobody"
PAST = {SOVIET: "soviet, past its list", PLANT: "plant, past its list"}  # flats given by favour
TIERS = (CENTRE, PLANT, PAST[PLANT], SOVIET, PAST[SOVIET], SHOP, NOBODY)
SILENT = ("Ministry", "region", "party")  # tiers of the time that no rule of the model lets decide on these
# Who hands a ware over by rank or favour; what is queued for, bought at a price or grown is in nobody's gift.
GIVER = {
    Channel.WORKPLACE: PLANT, Channel.COUPON: SOVIET, Channel.BLACK: SHOP, Channel.OPEN: NOBODY,
    Channel.MARKET: NOBODY, Channel.COOPERATIVE: NOBODY, Channel.GARDEN: NOBODY,
}  # fmt: skip
OWNER = {Waiting.SOVIET: SOVIET, Waiting.WORKS: PLANT, Waiting.OTHER: PLANT}


def discretion(reading: Reading) -> Figure:
    """Shares of the tiers in three things, shape (tiers, years) each."""
    things = {
        "The last tonne of steel, %": _steel(reading),
        "The last flat, %": _flats(reading),
        "The last kilo of meat, %": _meat(reading),
    }
    shown = [
        tier for row, tier in enumerate(TIERS) if any(shares[row].sum() > 0 for shares in things.values())
    ]
    rows = [TIERS.index(tier) for tier in shown]
    of_plants = [tier in (PLANT, PAST[PLANT]) for tier in TIERS]
    said = [
        f"over the last {words} {_from_to(shares[of_plants].sum(axis=0))}"
        for words, shares in zip(("tonne of steel", "flat", "kilo of meat"), things.values(), strict=True)
    ]
    first, last = reading.years[0], reading.years[-1]
    when = f"From {first} to {last}" if last > first else f"In {first}"
    title = f"{when} the plants\u2019 say {listed(said)}"
    return Figure(
        name="discretion",
        title=title,
        note=(
            "Steel: state orders enforced by the centre, against what the Works sells or barters on its own. Flats: "
            "by the owner of the list from which they were given in turn, or past which by favour. Meat: handed out "
            "at work, sold against the soviet\u2019s coupons, or under the shop\u2019s counter; what is queued for, "
            f"bought at a price or grown is in nobody\u2019s gift. No rule here lets {listed(SILENT)} decide on these, "
            "so they have no share."
        ),
        data={
            "years": reading.years,
            "tiers": shown,
            "things": [{"name": words, "shares": shares[rows]} for words, shares in things.items()],
        },
        table=Table(
            "Shares of the tiers, %",
            ("thing and tier", *map(str, reading.years)),
            tuple(
                (f"{words.removesuffix(', %')}: {tier}", *(number(100 * float(s)) for s in shares[TIERS.index(tier)]))
                for words, shares in things.items()
                for tier in shown
            ),
        ),
        sections=("planning", "barter", "housing", "retail"),
    )  # fmt: skip


def _from_to(share: Floats) -> str:
    """`goes from 4 % to 9 %`, or what it takes to say less."""
    before, after = percent(float(share[0])), percent(float(share[-1]))
    if len(share) == 1:
        return f"is {after}"
    return f"stays at {after}" if before == after else f"goes from {before} to {after}"


def _by_tier(parts: dict[str, Floats]) -> Floats:
    """Shares of the tiers from their amounts in each year. Shape: (tiers, years)."""
    amounts = np.stack([parts.get(tier, np.zeros_like(next(iter(parts.values())))) for tier in TIERS])
    total = amounts.sum(axis=0)
    return np.divide(amounts, total, out=np.zeros_like(amounts), where=total > 0)


def _steel(reading: Reading) -> Floats:
    ordered = reading.mean_of_year(reading.series("town_steel_centre"))
    bartered = reading.mean_of_year(reading.series("town_steel_bartered"))
    return _by_tier({CENTRE: ordered * (1 - bartered), PLANT: 1 - ordered * (1 - bartered)})


def _flats(reading: Reading) -> Floats:
    in_turn, *favours = (
        reading.by_year(reading.panel(f"list_{name}")) for name in ("housed", "jumped", "off_list")
    )
    past = np.sum(favours, axis=0)
    kind = reading.column("lists.kind")
    parts = {tier: np.zeros(len(reading.years)) for tier in TIERS}
    for code, tier in OWNER.items():
        parts[tier] += in_turn[:, kind == code].sum(axis=1)
        parts[PAST[tier]] += past[:, kind == code].sum(axis=1)
    return _by_tier(parts)


def _meat(reading: Reading) -> Floats:
    mine = reading.column("counters.good") == reading.good(MEAT)
    sold = reading.parts("counter_sold", CHANNELS)[:, :, mine].sum(axis=2)
    parts = dict[str, Floats]()
    for channel, tier in GIVER.items():
        parts[tier] = parts.get(tier, 0.0) + reading.by_year(sold[channel])
    return _by_tier(parts)

"""Why a ware did not reach a kind of household: who got it, through which door, what came in, and what money did.

What a head wanted at the state price and did not get has two sides. Deliveries fell below those of the founding
year, which leads on into industry; or money rose over decreed prices, so that no delivery would have been enough. Of
what came, lists, coupons and side doors decide who gets it. All of it is read from the record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from magnitka.errors import UsageError, shown
from magnitka.process import Clock
from magnitka.processes.retail.params import Params
from magnitka.table import Array
from magnitka.why.chain import Chain, Kind, Origin, Step
from magnitka.why.evidence import Evidence
from magnitka.why.names import meant, nearest
from magnitka.why.words import figure, percent, sentence_case, stamp
from magnitka.world import Channel
from magnitka.world.cities import CHANNELS, PLACES, RATIONED
from magnitka.world.goods import ALCOHOL

if TYPE_CHECKING:
    from magnitka.history import Run

EVERYBODY = "everybody"
KINDS = (EVERYBODY, *PLACES)
"""Kinds of household: by their place on the lists of workplaces. The Works' families have the first."""

HOUSEHOLDS = dict(
    zip(
        KINDS,
        (
            "households",
            "households on no workplace list",
            "households low on workplace lists",
            "households in the middle of workplace lists",
            "households first on workplace lists",
        ),
        strict=True,
    )
)
MEASURES = dict.fromkeys(RATIONED, "kg") | {ALCOHOL: "litres"}  # of wares sold by weight or by the bottle
ROUBLES, HEAD = "rub", "rub a head and month at state prices"
SAME_PRICE = 0.005  # a change too small to be told
SLIGHT = 0.02  # of what was wanted: less than that missing is not a shortage
DAYS_A_MONTH = 365.25 / 12.0


class Month(NamedTuple):
    """What happened over the counter of one ware in some dekads, a head and month, roubles at state prices."""

    wanted: float  # by the kind of household
    wanted_by_all: float
    delivered: float
    norm: float
    got: Array  # by channel, of the kind of household
    mean: Array  # by channel, of everybody
    first: Array  # by channel, of those with the first place
    hours: float  # of queueing for a rouble's worth
    black: float  # free price over the state price
    price: float


def explain_home(run: Run, evidence: Evidence, ware: str, kind: str, ticks: Array, during: str) -> Chain:
    """Why a kind of household went without a ware. `ticks` are the dekads that are meant.

    Raises UsageError for a ware that no shop sells or a kind of household that is not known.
    """
    world = evidence.world
    known = meant(kind, KINDS)
    if known is None:
        raise UsageError(
            f"{shown(kind)} is no kind of household; kinds go by place on the lists of workplaces: {', '.join(KINDS)}"
        )
    kind = known
    names = [world.goods.labels[good] for good in world.counters.good]
    found = meant(ware, names)
    if found is None:
        raise UsageError(f"no shop sells {shown(ware)}; {nearest(ware, names)}")
    ware = found
    row = names.index(ware)
    told = month_of(evidence, row, kind, ticks)
    got, missing = float(told.got.sum()), max(told.wanted - float(told.got.sum()), 0.0)
    whom = HOUSEHOLDS[kind]
    clock = evidence.clock(int(ticks[-1]))
    if missing <= SLIGHT * told.wanted:
        return Chain(ware, stamp(clock), f"{sentence_case(whom)} got what they wanted of {ware} {during}.")
    measure = f", or {figure(got / world.counters.kilo[row])} {MEASURES[ware]}" if ware in MEASURES else ""
    headline = (
        f"{ware.capitalize()} {during}: {whom} wanted, a head, {figure(told.wanted)} roubles' worth a month and got "
        f"{figure(got)} ({percent(got / told.wanted)}){measure}."
    )
    steps = [
        _step(ware, clock, missing, told.wanted, 3, "who got it", _who(told, kind)),
        _step(ware, clock, missing, told.wanted, 2, "which door", _doors(told)),
        _step(ware, clock, missing, told.wanted, 1, "what came in", _supply(told)),
    ]
    short = max(told.norm - told.delivered, 0.0)
    over = max(told.wanted_by_all - told.norm, 0.0)
    if short >= over:
        origin = Origin(
            Kind.DELIVERIES, "good", ware, ware, clock.tick, stamp(clock), short, HEAD,
            f"deliveries: {figure(short)} roubles' worth a head below those of the founding year; "
            f"to follow them into industry: magnitka why RUN {ware!r} --when {clock.year}-{clock.month:02d}",
        )  # fmt: skip
    else:
        origin = Origin(
            Kind.MONEY, "good", ware, ware, clock.tick, stamp(clock), over, HEAD,
            f"money: at the average price paid in state shops ({_price(evidence, row, told, clock)}) people would buy "
            f"{figure(over)} roubles' worth a head more than the deliveries of the founding year.",
        )  # fmt: skip
    return Chain(ware, stamp(clock), headline, tuple(steps), origin)


def month_of(evidence: Evidence, row: int, kind: str, ticks: Array) -> Month:
    """What was recorded of one counter in some dekads, a head and month."""
    rows = ticks - evidence.first
    city = int(evidence.world.counters.city[row])
    persons = evidence.panel("city_persons")[rows, city].astype(np.float64)
    months = np.array([evidence.clock(int(tick)).days for tick in ticks]) / DAYS_A_MONTH

    def counter(name: str) -> Array:
        return evidence.panel(f"counter_{name}")[rows, row].astype(np.float64)

    def mean_of(values: Array) -> float:
        return float((values * months).sum() / months.sum())

    def by_channel(place: str) -> Array:
        return np.array(
            [mean_of(counter(f"reached_{_slug(place)}_{_slug(channel)}")) for channel in CHANNELS]
        )

    heads = np.array(
        [evidence.panel(f"city_placed_{_slug(place)}")[rows, city].mean() for place in PLACES], np.float64
    )
    of_places = np.array([by_channel(place) for place in PLACES])
    wishes = np.array([mean_of(counter(f"wished_{_slug(place)}")) for place in PLACES])
    everybodys = float((heads * wishes).sum() / max(heads.sum(), 1.0))
    mean = (heads[:, None] * of_places).sum(axis=0) / max(heads.sum(), 1.0)
    per_head = (persons * months).sum()
    return Month(
        everybodys if kind == EVERYBODY else float(wishes[PLACES.index(kind)]),
        everybodys,
        float(counter("delivered").sum() / per_head),
        float(evidence.world.counters.norm[row]),
        mean if kind == EVERYBODY else of_places[PLACES.index(kind)],
        mean,
        of_places[-1],
        float(counter("queue_hours").mean()),
        float(counter("black_price").mean()),
        float(counter("price").mean()),
    )


def _price(evidence: Evidence, row: int, told: Month, clock: Clock) -> str:
    """The state price over that of the founding year, and what has raised it: decrees, or a turn to dearer sorts."""
    said = f"{figure(told.price)} times that of the founding year"
    params = next((act.params for act in evidence.run.recipe.acts if isinstance(act.params, Params)), None)
    if params is None or abs(told.price - 1.0) < SAME_PRICE:
        return said
    alcohol = evidence.world.counters.good[row] == evidence.world.goods.row_of[ALCOHOL]
    decreed = params.reform.at(clock.month_index) > 0.0 or (
        alcohol and abs(params.vodka.at(clock.month_index) - 1.0) > SAME_PRICE
    )
    return f"{said}: {'decrees and dearer sorts' if decreed else 'dearer sorts'}"


def _slug(label: str) -> str:
    return label.lower().replace(" ", "_")


def _step(
    ware: str, clock: Clock, missing: float, wanted: float, order: int, cause: str, sentence: str
) -> Step:
    return Step(
        ware, stamp(clock), clock.tick, order, missing, HEAD, missing / wanted, cause, ware, "", sentence
    )


def _who(told: Month, kind: str) -> str:
    mine, mean, first = (float(one.sum()) for one in (told.got, told.mean, told.first))
    if kind == EVERYBODY:
        more = percent(first / max(mean, 1e-9) - 1.0)
        return f"Those with the first place on workplace lists got {figure(first)}, {more} more."
    if kind == PLACES[-1]:
        return f"Everybody got {figure(mean)} on the mean."
    return (
        f"Everybody got {figure(mean)} on the mean, those with the first place {figure(first)}; "
        f"these got {figure(mine)}."
    )


def _doors(told: Month) -> str:
    total = max(float(told.got.sum()), 1e-9)
    parts = sorted(
        ((float(part) / total, channel) for part, channel in zip(told.got, CHANNELS, strict=True)),
        reverse=True,
    )
    named = ", ".join(f"{channel} {percent(share)}" for share, channel in parts if share >= SLIGHT)
    waited = told.hours * float(told.got[Channel.OPEN])
    return (
        f"It came by {named}; a head queued {figure(waited)} hours a month for it, and under the counter it cost "
        f"{figure(told.black)} times the state price."
    )


def _supply(told: Month) -> str:
    return (
        f"The city's trade received {figure(told.delivered)} roubles' worth a head and month, "
        f"{percent(told.delivered / max(told.norm, 1e-9))} of the founding year's; all together wanted "
        f"{figure(told.wanted_by_all)}."
    )

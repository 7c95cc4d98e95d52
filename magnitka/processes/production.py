"""Ore to coke to iron to steel to mills, in technological order, each as the scarcest thing allows.

A shop's output is Leontief (test T28): the least of what pace, hands and standing equipment allow and of what
each input in the yard allows. Shops of one stage share their enterprise's yard in proportion to their wish, and
stretch what is low; what a stage makes for its own works is in the yard when the next stage begins. Power is drawn
from the grid, which sheds load by rank. Off-grade output that inspection stops goes back to the scrap yard and is
melted and counted again (T29). Every tonne short of the plan's even pace is booked to one binding constraint.
Neutral: none; without production there is no economy. Claims: L004-L010, L016, L017, L029, L032.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.making import allow, book_missing, consume, make_stage
from magnitka.kernels.rationing import ration
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Centre, Enterprises, Goods, Kind, Shops, World
from magnitka.world.goods import FREIGHT, POWER, SCRAP

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

RESERVE = 1.15  # trains run for last dekad's load and a margin, since what comes is not known


@dataclass(frozen=True)
class Params:
    """Noise, overtime, stores and the grid."""

    noise: float = quantity(
        "1", "spread of a shop's output in a dekad about what pace and inputs allow", at_least=0, at_most=1
    )
    overtime: float = quantity("1", "pace that the hands of the even pace can reach", at_least=1)
    store: float = quantity(
        "dekad", "finished product that there is room for, in dekads of capacity", at_least=0.5
    )
    prudence: float = quantity(
        "dekad",
        "stock, in dekads of what shops wish, below which a yard stretches what it has",
        at_least=1,
        at_most=3,
    )
    yard: float = quantity("dekad", "room in the yard for what shops make for each other", at_least=0.5)
    grid_rank: float = quantity("1", "eta: how strongly the grid sheds load by rank", at_least=0)


def produce(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """One dekad of work in all shops."""
    e, s, g, c = world.enterprises, world.shops, world.goods, world.centre
    for flow in (e.used, e.shortage, e.scrap_fall):
        flow[:] = 0.0
    own = s.own_use > 0
    stock = np.where(own, e.fit[s.enterprise, s.product], e.finished[s.enterprise, s.product])
    makers = np.zeros((e.rows, g.rows))
    np.add.at(makers, (s.enterprise, s.product), s.capacity)
    part = s.capacity / np.maximum(makers[s.enterprise, s.product], 1e-12)
    # a yard holds what the next furnace takes; of what is bought too, buying makes room and not the own shop
    bought = own & (e.uses[s.enterprise, s.product] > 0)
    full = np.where(own, p.yard, p.store) * 10.0 * s.capacity
    room = np.where((g.service[s.product] > 0) | bought, np.inf, full - stock * part + s.capacity * 2.0)
    why = np.empty(s.rows, np.int64)
    allow(
        dice.key,
        s.luck,
        s.capacity,
        float(clock.days),
        s.effort,
        e.attendance[s.enterprise],
        p.overtime,
        s.condition,
        s.breakdown,
        s.borrowed,
        np.where(own, 1.0, e.mix_speed[s.enterprise]),
        p.noise,
        room,
        s.wish,
        why,
    )
    follow_load(world, clock)
    keeps_scrap = e.own_make[:, g.row_of[SCRAP]]
    power = np.ones(e.rows)
    made_by = np.full(g.rows, -1, np.int64)  # stage by whose end the works' own shops have made a good
    np.maximum.at(made_by, s.product[own], s.stage[own])
    for stage in range(int(s.stage.max()) + 1):
        make_stage(
            stage,
            s.stage,
            made_by,
            s.enterprise,
            s.product,
            s.own_use,
            s.wish,
            why,
            power,
            e.own_make,
            p.prudence,
            g.inputs,
            g.service,
            g.scrap_return,
            g.iron,
            g.row_of[SCRAP],
            s.defect,
            s.detection,
            e.fit,
            e.grade,
            e.finished,
            e.finished_grade,
            e.reject_scrap,
            e.used,
            e.shortage,
            e.scrap_fall,
            keeps_scrap,
            s.output,
            s.rejects,
            s.recycled,
            s.grade,
            s.cause,
            s.cause_good,
        )
        if stage == 0:
            power = share_power(world, p.grid_rank, c)
    consume(e.kind, e.fit, e.unfit, e.used)
    even = s.plan_month * clock.days / clock.days_in_month
    even = np.where(g.service[s.product] > 0, s.wish, even)  # power and freight are planned for the peak
    book_missing(
        even,
        s.capacity * clock.days * s.condition,
        s.breakdown,
        s.wish,
        s.output,
        why,
        e.plan_late,
        s.enterprise,
        s.cause,
        s.cause_good,
        s.missing,
    )
    g.output[:] = np.bincount(s.product, s.output - s.rejects, g.rows)
    g.collected[:] = 0.0
    scrap = g.row_of[SCRAP]
    g.collected[scrap] = g.output[scrap] - float(np.sum(e.scrap_fall * (1.0 - keeps_scrap)))
    g.output_year += g.output
    g.final_use_year += e.used[e.kind == Kind.FINAL_USER].sum(axis=0)


def follow_load(world: World, clock: Clock) -> None:
    """Power stations and railways make what is asked of them and no more, in place of their full wish."""
    e, s, g, c = world.enterprises, world.shops, world.goods, world.centre
    power, freight = g.row_of[POWER], g.row_of[FREIGHT]
    asked = float(np.sum(s.wish * g.inputs[s.product, power]))
    asked += float(np.sum(np.where(e.kind == Kind.FINAL_USER, e.need[:, power], 0.0))) * clock.days / 10.0
    for good, load in ((power, asked), (freight, RESERVE * c.freight_wanted[0] * clock.days / 10.0)):
        made = s.product == good
        s.wish[made] *= min(1.0, load / max(float(s.wish[made].sum()), 1e-12))


def share_power(world: World, grid_rank: float, centre: Centre) -> Floats:
    """Share of its wanted power that each enterprise gets, shape (enterprises,): load is shed by rank."""
    e, s, g = world.enterprises, world.shops, world.goods
    power = g.row_of[POWER]
    made = float(np.sum(s.output[s.product == power]))
    wanted = np.bincount(s.enterprise, s.wish * g.inputs[s.product, power], e.rows).astype(np.float64)
    wanted += np.where(e.kind == Kind.FINAL_USER, e.need[:, power], 0.0)
    got = np.empty(e.rows)
    ration(wanted, wanted * np.exp(grid_rank * e.rank), made, got)
    e.used[:, power] = got
    e.shortage[:, power] = wanted - got
    centre.power_ratio[0] = float(got.sum() / max(wanted.sum(), 1e-12))
    return np.divide(got, wanted, out=np.ones(e.rows), where=wanted > 0)


PROCESSES = (
    Process(
        "production",
        "production.output",
        produce,
        produce,
        Params,
        reads=(
            Shops.capacity,
            Shops.effort,
            Shops.borrowed,
            Shops.condition,
            Shops.breakdown,
            Shops.defect,
            Shops.detection,
            Shops.plan_month,
            Enterprises.attendance,
            Enterprises.mix_speed,
            Enterprises.plan_late,
            Enterprises.need,
            Centre.freight_wanted,
        ),
        writes=(
            Shops.wish,
            Shops.output,
            Shops.rejects,
            Shops.recycled,
            Shops.grade,
            Shops.cause,
            Shops.cause_good,
            Shops.missing,
            Enterprises.fit,
            Enterprises.unfit,
            Enterprises.grade,
            Enterprises.finished,
            Enterprises.finished_grade,
            Enterprises.reject_scrap,
            Enterprises.used,
            Enterprises.shortage,
            Enterprises.scrap_fall,
            Goods.output,
            Goods.output_year,
            Goods.final_use_year,
            Goods.collected,
            Centre.power_ratio,
        ),
    ),
)

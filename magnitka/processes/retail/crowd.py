"""One city's customers and counters in one dekad, and what the dekad's trade means for each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.counter import CHANNELS, TOLD
from magnitka.kernels.shopping import CELLS, PLOTS, TIERS, class_bounds
from magnitka.process import Clock
from magnitka.processes.retail.deliveries import coop_terms
from magnitka.world import World
from magnitka.world.people import HOARDS

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Goods = NDArray[np.float64]  # by ware, cell and channel

ROUBLE = 100.0  # kopecks
BOUNDS = class_bounds()
PURSE = np.repeat(BOUNDS, TIERS * PLOTS) / ROUBLE  # roubles a head and dekad of each cell
PLACE = np.arange(CELLS) // PLOTS % TIERS  # on workplace lists, of each cell
GROWS = np.arange(CELLS) % PLOTS == 1  # cells of households with a garden


@dataclass(frozen=True)
class Crowd:
    """Cells of like households before a city's counters; amounts at the founding year's state prices."""

    city: int
    clock: Clock
    rows: Counts  # its counters, one a ware
    people: Counts  # persons of each cell
    heads: Floats  # the same
    purse: Floats  # roubles a head of each cell
    coops: Floats  # what cooperatives for people bring of each ware
    coop_price: Floats  # their price over the state's of the founding year
    sums: Counts  # what was counted when the purses were opened
    spend: Floats  # roubles a head by cell and ware that would be spent at the state's prices
    got: Goods  # roubles a head
    told: Floats  # of each ware, as `clear` tells

    @property
    def part(self) -> float:
        """Of the month."""
        return self.clock.days / self.clock.days_in_month

    @property
    def a_month(self) -> Floats:
        """Roubles a head and month that each cell has for wares."""
        return self.purse / self.part


@dataclass(frozen=True)
class Outcome:
    """The dekad's trade by city and cell: what it means for each member."""

    pay: Counts  # kopecks a head
    hours: Counts  # 1/256 h a head
    lacking: Counts  # 255ths of what was wanted
    takings: Counts  # kopecks for each point of a stall, by city
    target: Counts  # tenths of a dekad's use to have at home, by city and hoard
    refill: Counts  # 1/256 of the gap that a visit closes


def gather(world: World, clock: Clock, city: int, people: Counts, sums: Counts) -> Crowd:
    """A city's cells as they come to the counters, nothing chosen and nothing bought yet."""
    rows = np.flatnonzero(world.counters.city == city)
    coops, coop_price = coop_terms(world, city, rows)
    return Crowd(
        city,
        clock,
        rows,
        people=people,
        heads=people.astype(np.float64),
        purse=PURSE,
        coops=coops,
        coop_price=coop_price,
        sums=sums,
        spend=np.zeros((CELLS, rows.size)),
        got=np.zeros((rows.size, CELLS, CHANNELS)),
        told=np.zeros((rows.size, TOLD)),
    )


def nothing_yet(cities: int) -> Outcome:
    """An outcome to be filled in."""
    each, hoards = (cities, CELLS), (cities, HOARDS)
    return Outcome(
        pay=np.zeros(each, np.int64),
        hours=np.zeros(each, np.int64),
        lacking=np.zeros(each, np.int64),
        takings=np.zeros(cities, np.int64),
        target=np.zeros(hoards, np.int64),
        refill=np.zeros(hoards, np.int64),
    )

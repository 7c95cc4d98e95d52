"""A waiting list by itself, housed by the model's kernels: households in blocks, no work, no money, one list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels import allotment as a
from magnitka.kernels.dice import key_of
from magnitka.kernels.waiting_list import cut_off, share_lots
from magnitka.world.people import JOIN_ORIGIN, Tenure, Waiting

Floats = NDArray[np.float64]
BLOCKS, SLOTS = 4, 2048
NO_PRICE = np.int64(2**31 - 1)


@dataclass(frozen=True)
class House:
    """Yearly flows of a list: households that join, dwellings, and the share of the list that gives up."""

    joins: float
    dwellings: float
    giving_up: float
    favour: int = 0  # months that all connections are worth
    opening_wait: float = 0.0  # years: the list opens with all who joined since then and did not give up


@dataclass(frozen=True)
class Lived:
    """By month: households on the list, mean wait of those housed in years, jumped and passed over."""

    length: Floats
    wait: Floats
    jumped: Floats
    passed: Floats
    off_list: Floats


class Blocks:
    """The columns of households that the kernels take, for one list of the soviet's."""

    def __init__(self, seed: int = 1) -> None:
        generator = np.random.default_rng(seed)
        shape = (BLOCKS, SLOTS)
        self.claims = np.zeros(shape, np.uint8)  # nobody works for an employer with a list
        self.top = np.full(BLOCKS, SLOTS, np.int64)
        self.luck = generator.integers(1, 2**32, shape, dtype=np.uint32)
        self.size = np.full(shape, 3, np.uint8)
        self.tenure = np.full(shape, int(Tenure.CITY), np.uint8)
        self.rooms = np.full(shape, 3, np.uint8)
        self.district = np.zeros(shape, np.uint8)
        self.list = np.zeros(shape, np.uint8)
        self.joined = np.zeros(shape, np.uint16)
        self.passed = np.zeros(shape, np.uint8)
        self.blat = np.zeros(shape, np.uint8)
        self.deposit = np.zeros(shape, np.int32)
        self.pool = np.zeros(shape, np.uint8)
        self.standing = np.zeros(shape, np.uint16)
        self.won = [
            np.zeros(shape, np.uint8) for _ in range(3)
        ]  # by those who have a dwelling: stands for a move
        self.line = np.zeros((BLOCKS, a.POOLS, a.STANDINGS), np.int64)
        self.ages = np.zeros((BLOCKS, a.LISTS, a.YEARS), np.int64)
        self.in_rooms = np.zeros(BLOCKS, np.int64)
        self.waits = np.zeros((BLOCKS, a.LISTS, a.STANDINGS), np.int64)

    def join(self, b: NDArray[np.int64], h: NDArray[np.int64], now: int) -> None:
        self.tenure[b, h], self.rooms[b, h], self.list[b, h] = Tenure.SHARED, 1, Waiting.SOVIET
        self.joined[b, h] = now

    def give_up(self, b: NDArray[np.int64], h: NDArray[np.int64]) -> None:
        self.tenure[b, h], self.rooms[b, h] = Tenure.CITY, 3
        self.list[b, h] = self.joined[b, h] = self.passed[b, h] = 0

    def allot(self, month: int, now: int, dwellings: int, favour: int) -> NDArray[np.int64]:
        """Hand out so many of the soviet's dwellings; the sum of the blocks' reports."""
        key = key_of(1, "housing", month)
        a.stand_in_line(
            0, BLOCKS, now, favour, 1.9, NO_PRICE, key, self.claims, self.top, self.luck, self.size,
            self.tenure, self.rooms, self.list, self.joined, self.blat, self.deposit, self.pool, self.standing,
            self.line, self.waits, self.ages, self.in_rooms,
        )  # fmt: skip
        last, lots = np.full((BLOCKS, a.POOLS), a.STANDINGS), np.zeros((BLOCKS, a.POOLS), np.int64)
        crowd, turn = np.zeros_like(lots), np.full((BLOCKS, a.LISTS), a.STANDINGS)
        last[:, 0], drawn = cut_off(self.line[:, 0].sum(axis=0), dwellings)
        turn[:, 0] = cut_off(self.waits[:, 0].sum(axis=0), dwellings)[0]
        if drawn:
            crowd[:, 0] = self.line[:, 0, last[0, 0]]
            share = np.zeros(BLOCKS, np.int64)
            share_lots(key, np.ascontiguousarray(crowd[:, 0]), drawn, share)
            lots[:, 0] = share
        report = np.zeros((BLOCKS, a.REPORT), np.int64)
        a.hand_over(
            0, BLOCKS, now, NO_PRICE, key, np.array([int(Tenure.CITY)] * a.POOLS), last, lots, crowd, turn,
            np.ones((BLOCKS, a.POOLS, 1)), self.top, self.luck, self.size, self.tenure, self.rooms, self.district,
            self.list, self.joined, self.passed, self.deposit, self.pool, self.standing, *self.won, report,
        )  # fmt: skip
        total: NDArray[np.int64] = report.sum(axis=0)
        return total


def live(house: House, years: int, seed: int = 1) -> Lived:
    """The list's life by months; who joins and who gives up is drawn, dwellings come evenly."""
    generator = np.random.default_rng(seed)
    blocks = Blocks(seed)
    if house.favour:
        blocks.blat[:] = (255 * generator.uniform(size=blocks.blat.shape) ** 3).astype(np.uint8)
    for years_ago in np.arange(0.0, house.opening_wait, 1.0 / 12.0):
        free = np.argwhere(blocks.list == 0)
        left = house.joins / 12 * np.exp(-house.giving_up * years_ago)
        coming = free[: int(left + generator.uniform())]
        blocks.join(coming[:, 0], coming[:, 1], JOIN_ORIGIN - int(36 * years_ago))
    rows: list[tuple[float, ...]] = []
    owed = due = 0.0
    wait = 0.0
    for month in range(years * 12):
        now = JOIN_ORIGIN + 3 * month
        free = np.argwhere(blocks.list == 0)
        due += house.joins / 12
        coming = generator.choice(free, min(int(due), len(free)), replace=False)
        due -= int(due)
        blocks.join(coming[:, 0], coming[:, 1], now)
        if house.giving_up:
            listed = np.argwhere(blocks.list > 0)
            gone = listed[generator.uniform(size=len(listed)) < house.giving_up / 12]
            blocks.give_up(gone[:, 0], gone[:, 1])
        owed += house.dwellings / 12
        report = blocks.allot(month, now, int(owed), house.favour)
        owed -= int(owed)
        if report[a.HOUSED]:
            wait = report[a.WAITED] / report[a.HOUSED] / 12
        if house.favour:  # some off the list are in need as well
            blocks.rooms[(blocks.list == 0) & (blocks.luck % 10 == 0)] = 1
        rows.append(
            ((blocks.list > 0).sum(), wait, report[a.JUMPED], report[a.PASSED_OVER], report[a.OFF_LIST])
        )
    return Lived(*np.array(rows, np.float64).T)

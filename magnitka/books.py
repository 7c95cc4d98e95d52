"""The books: one signed line per stock, audited every dekad; what does not balance stops the run.

Goods: what was there, plus made, imported, fallen as scrap and made in-house, less used and lost, is there. Roubles:
accounts, budget, households and bank sum to credit less its counterpart, to the kopeck. Iron: no furnace gives
more iron than it takes. Raises `BooksError` with the good or the shop.
"""

from __future__ import annotations

import numpy as np

from magnitka.errors import Failure
from magnitka.process import Clock
from magnitka.table import Array
from magnitka.world import World
from magnitka.world.goods import ORE, SCRAP, SPARES

TOLERANCE = 1e-9  # of a good's turnover and stock


class BooksError(Failure):
    """A stock changed by something that no line accounts for."""


def stocks(world: World) -> Array:
    """All there is of each good: in stock, in store, on wagons; shape (goods,)."""
    e, k, g = world.enterprises, world.links, world.goods
    held: Array = (e.fit + e.unfit + e.finished).sum(axis=0)
    under_way = (k.on_way + k.on_way_unfit).sum(axis=1)
    return held + np.bincount(k.good, under_way, g.rows)


def roubles(world: World) -> int:
    """Sum of all accounts and the bank's side, in kopecks; credit enters accounts against the bank."""
    e, c = world.enterprises, world.centre
    return int(e.account.sum() + c.budget[0] + c.households[0] + c.bank[0])


def debts(world: World) -> int:
    """Credit outstanding and the bank's side of it, in kopecks: constant, since every credit is the bank's claim."""
    return int(world.enterprises.credit.sum() + world.centre.bank[0])


class Books:
    """Opened at the beginning of a dekad, audited at its end."""

    def __init__(self, world: World) -> None:
        self._stocks = stocks(world)
        self._roubles = roubles(world)
        self._debts = debts(world)

    def open(self, world: World, clock: Clock) -> None:
        """Take down what there is."""
        self._stocks = stocks(world)
        self._roubles = roubles(world)
        self._debts = debts(world)

    def audit(self, world: World, clock: Clock) -> None:
        """Hold what there is against the lines of the dekad. Raises BooksError."""
        e, s, g = world.enterprises, world.shops, world.goods
        stored = 1.0 - g.service
        came = np.bincount(s.product, s.output - s.rejects, g.rows) + e.imported.sum(axis=0)
        scrap = g.row_of[SCRAP]
        came[scrap] += float(np.sum(e.scrap_fall * e.own_make[:, scrap]))
        came[g.row_of[SPARES]] += float(e.inhouse_made.sum())
        went = e.used.sum(axis=0) + e.spoilt.sum(axis=0)
        now = stocks(world)
        with np.errstate(invalid="ignore"):  # an infinite stock is no number, and is reported as such below
            residual = (now - self._stocks - came + went) * stored
        size = np.maximum(np.maximum(now, self._stocks), came + went)
        wrong = np.abs(residual) > TOLERANCE * np.maximum(size, 1.0)
        if not np.isfinite(residual).all() or wrong.any():
            worst = int(
                np.argmax(np.where(np.isfinite(residual), np.abs(residual) / np.maximum(size, 1.0), np.inf))
            )
            raise BooksError(
                f"the books of {clock.name} do not balance: {g.labels[worst]} is off by {residual[worst]:.6g} "
                f"{world.units[worst]}; a mechanism changed a stock without booking it"
            )
        if (e.fit < 0).any() or (e.unfit < 0).any() or (e.finished < 0).any():
            raise BooksError(f"a stock is negative in {clock.name}; a mechanism took more than there was")
        if roubles(world) != self._roubles:
            raise BooksError(
                f"the books of {clock.name} do not balance: {(roubles(world) - self._roubles) / 100:.2f} roubles came "
                "from nowhere; a mechanism posted one side only"
            )
        if debts(world) != self._debts:
            raise BooksError(
                f"the books of {clock.name} do not balance: credit of {(debts(world) - self._debts) / 100:.2f} roubles "
                "has no counterpart at the bank; a mechanism posted one side only"
            )
        self._audit_iron(world, clock)

    @staticmethod
    def _audit_iron(world: World, clock: Clock) -> None:
        """No metallurgical shop gives more iron than it takes."""
        s, g = world.shops, world.goods
        taken = s.output * (g.inputs[s.product] @ g.iron)
        given = s.output * (g.iron[s.product] + g.scrap_return[s.product] * g.iron[g.row_of[SCRAP]])
        mined = s.product == g.row_of[ORE]  # a mine brings iron in; the steel it uses wears away
        scrap = s.product == g.row_of[SCRAP]  # and so does the scrap trust, from outside
        metal = (g.iron[s.product] > 0) & ~mined & ~scrap
        wrong = metal & (given > taken * (1.0 + TOLERANCE))
        if wrong.any():
            shop = s.labels[int(np.flatnonzero(wrong)[0])]
            raise BooksError(
                f"{shop} gave more iron than it took in {clock.name}; mend the technology's coefficients"
            )

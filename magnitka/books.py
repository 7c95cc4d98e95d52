"""The books: one signed line per stock, audited every dekad; what does not balance stops the run.

Goods: what was there, plus made, imported, fallen as scrap and made in-house, less used and lost, is there. Roubles:
accounts, budget, households and bank sum to credit less its counterpart, to the kopeck; currency with the cities'
people and cooperatives is what was issued less what came back. Persons, dwellings, places on lists and coupons: what
was there, plus what came, less what went, is there, by the rows and by the totals. What the stacks let out
fell near by or went farther. Hours of the day are used once. Iron: no furnace gives
more iron than it takes. Raises `BooksError` with the good or the shop.
"""

from __future__ import annotations

import numpy as np

from magnitka.errors import Failure
from magnitka.kernels.audit import (
    CASH,
    COUPONS,
    DEPOSITS,
    HOUSEHOLDS,
    LISTED,
    MEMBERS,
    POOREST,
    TENURE,
    WIDTH,
    add_up,
)
from magnitka.pool import over_blocks
from magnitka.process import Clock
from magnitka.table import Array, Table
from magnitka.world import Channel, Tenure, World
from magnitka.world.cities import RATIONED
from magnitka.world.goods import ORE, SCRAP, SPARES

TOLERANCE = 1e-9  # of a good's turnover and stock


class BooksError(Failure):
    """A stock changed by something that no line accounts for."""


def stocks(world: World) -> Array:
    """All there is of each good: in stock, in store, on wagons; shape (goods,)."""
    e, k, g = world.enterprises, world.links, world.goods
    held: Array = (e.fit + e.unfit + e.finished).sum(axis=0)
    under_way = np.einsum("ld->l", k.on_way + k.on_way_unfit)  # over the dekads of the way
    return held + np.bincount(k.good, under_way, g.rows)


def roubles(world: World) -> int:
    """Sum of all accounts and tills and the bank's side, in kopecks; credit enters accounts against the bank."""
    e, c, o = world.enterprises, world.centre, world.cooperatives
    return int(
        e.account.sum()
        + c.budget[0]
        + c.households[0]
        + c.bank[0]
        + world.cities.account.sum()
        + o.account.sum()
        + o.cash.sum()
    )


def purses(world: World, sums: Array) -> int:
    """Cash and savings of the cities' households, in kopecks; `sums` are those of `rows_summed`."""
    return world.weight * int(sums[:, CASH].sum() + sums[:, DEPOSITS].sum())


def debts(world: World) -> int:
    """Credit outstanding and the bank's side of it, in kopecks: constant, since every credit is the bank's claim."""
    return int(world.enterprises.credit.sum() + world.centre.bank[0])


def rows_summed(world: World) -> Array:
    """What the rows of people and households add up to, (block, WIDTH) of `kernels.audit`, in rows."""
    h = world.households
    sums = np.empty((h.rows, WIDTH), np.int64)
    over_blocks(
        lambda first, last: add_up(
            first, last, h.top, h.size, h.cash, h.deposit, h.tenure, h.list, h.coupons, sums
        ),
        h.rows,
    )
    return sums


HOURS = 24
OVER_THE_COUNTER = [
    Channel.OPEN,
    Channel.WORKPLACE,
    Channel.COUPON,
    Channel.BLACK,
]  # out of the shops' stores


class TownBooks:
    """The books of the cities: persons, homes, lists, coupons, wares, currency, hours, smoke."""

    def __init__(self, world: World) -> None:
        kinds = {name: kind for kind, name in enumerate(RATIONED)}
        wares = [kinds.get(world.goods.labels[good], -1) for good in world.counters.good]
        self._coupon_of = np.array(wares, np.int64)  # kind of coupon of each counter, or -1
        self.open(world)

    def open(self, world: World) -> None:
        """Take down what there is."""
        c, k, n = world.cities, world.lists, world.counters
        self._persons, self._adults = c.persons.copy(), c.adults.copy()
        self._dwellings = c.dwellings.copy()
        self._length = k.length.copy()
        self._coupons = n.outstanding.copy()
        self._stock = n.stock.copy()

    def audit(self, world: World, clock: Clock, sums: Array) -> None:
        """Hold what there is against the lines of the dekad and against the rows. Raises BooksError."""
        c, q, w = world.cities, world.people, world.weight
        k, n, day = world.lists, world.counters, clock.name
        by_city = np.zeros((c.rows, WIDTH), np.int64)
        np.add.at(by_city, q.city, w * sums)
        persons = np.zeros(c.rows, np.int64)
        np.add.at(persons, q.city, w * q.persons)

        moved = c.births - c.deaths + c.arrivals - c.departures
        _same(c.persons, self._persons + moved, c, f"persons of {day}", "births, deaths and moves")
        _same(c.persons, persons, c, f"persons of {day}", "rows of people")
        _same(persons, by_city[:, MEMBERS], c, f"persons of {day}", "members of households")
        _same(c.households, by_city[:, HOUSEHOLDS], c, f"households of {day}", "rows of households")
        _same(c.persons, c.adults + c.children, c, f"persons of {day}", "adults and children")
        if int(sums[:, POOREST].min()) < 0:
            raise BooksError(
                f"a household's purse is below zero in {day}; a mechanism took more than there was"
            )

        built = self._dwellings + c.completed - c.demolished
        for tenure in range(Tenure.PLANT, c.dwellings.shape[1]):
            owner = f"dwellings ({Tenure(tenure).name.lower()}) of {day}"
            _same(c.dwellings[:, tenure], built[:, tenure], c, owner, "what was built and pulled down")
            lived = c.vacant[:, tenure] + by_city[:, TENURE + tenure]
            _same(c.dwellings[:, tenure], lived, c, owner, "homes lived in and empty")
        if (c.vacant < 0).any():
            raise BooksError(f"fewer than no dwellings are empty in {day}; a mechanism let one twice")

        turned = self._length + k.joins - k.housed - k.jumped - k.reneged
        _same(k.length, turned, k, f"the housing list of {day}", "who joined and left")
        listed = by_city[k.city, LISTED + k.kind]
        _same(k.length, listed, k, f"the housing list of {day}", "rows of households")

        turned = self._coupons + n.printed - n.redeemed - n.expired
        _same(n.outstanding, turned, n, f"coupons of {day}", "what was printed, redeemed and expired")
        rationed = self._coupon_of >= 0
        in_hand = np.where(rationed, by_city[n.city, COUPONS + np.maximum(self._coupon_of, 0)], 0)
        _same(n.outstanding, in_hand, n, f"coupons of {day}", "coupons in hand")

        left = self._stock + n.delivered - n.sold[:, OVER_THE_COUNTER].sum(axis=1) - n.spoilt
        wrong = np.abs(left - n.stock) > TOLERANCE * np.maximum(self._stock + n.delivered, 1.0)
        if wrong.any() or not np.isfinite(left).all() or (n.stock < 0).any():
            worst = n.labels[int(np.argmax(~np.isfinite(left) | wrong | (n.stock < 0)))]
            raise BooksError(
                f"the books of {day} do not balance: the shops' store of {worst} changed unaccounted for"
            )

        let_out, found = c.emitted, c.deposited + c.carried_off
        wrong = np.abs(let_out - found) > TOLERANCE * np.maximum(let_out, 1e-6)
        if wrong.any() or not np.isfinite(found).all():
            raise BooksError(
                f"the books of {day} do not balance: smoke let out neither fell nor went farther"
            )

        if c.hours.any():
            endowment = HOURS * clock.days * self._adults
            _same(c.hours.sum(axis=1), endowment, c, f"hours of {day}", "the hours of all adults")

    def currency(self, world: World, sums: Array, clock: Clock) -> None:
        """Currency in hand is currency issued. Raises BooksError."""
        held = world.weight * int(sums[:, CASH].sum()) + int(world.cooperatives.cash.sum())
        if held != int(world.centre.issued[0]):
            raise BooksError(
                f"the books of {clock.name} do not balance: {(held - int(world.centre.issued[0])) / 100:.2f} roubles "
                "of currency are in hand that were not issued; a mechanism crossed the circuits on one side only"
            )


def _same(mine: Array, other: Array, table: Table, what: str, against: str) -> None:
    """Raises BooksError where two counts of the same things differ."""
    wrong = mine != other
    if wrong.any():
        row = int(np.argmax(wrong))
        raise BooksError(
            f"the books do not balance: {what} in {table.labels[row]} are {int(mine[row])}, but by {against} "
            f"{int(other[row])}; a mechanism changed one side only"
        )


class Books:
    """Opened at the beginning of a dekad, audited at its end."""

    def __init__(self, world: World) -> None:
        self._town = TownBooks(world)
        self._take_down(world)

    def open(self, world: World, clock: Clock, touched: bool = True) -> None:
        """Take down what there is; what the last audit found stands where nothing has `touched` the world since."""
        if touched:
            self._town.open(world)
            self._take_down(world)

    def _take_down(self, world: World) -> None:
        """Take down goods and money."""
        self._stocks = stocks(world)
        self._roubles = roubles(world) + purses(world, rows_summed(world))
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
        sums = rows_summed(world)
        there = roubles(world) + purses(world, sums)
        if there != self._roubles:
            raise BooksError(
                f"the books of {clock.name} do not balance: {(there - self._roubles) / 100:.2f} roubles came "
                "from nowhere; a mechanism posted one side only"
            )
        if debts(world) != self._debts:
            raise BooksError(
                f"the books of {clock.name} do not balance: credit of {(debts(world) - self._debts) / 100:.2f} roubles "
                "has no counterpart at the bank; a mechanism posted one side only"
            )
        self._town.currency(world, sums, clock)
        self._town.audit(world, clock, sums)
        self._audit_iron(world, clock)
        self._town.open(world)
        self._stocks, self._roubles, self._debts = now, there, debts(world)

    @staticmethod
    def _audit_iron(world: World, clock: Clock) -> None:
        """No metallurgical shop gives more iron than it takes."""
        s, g = world.shops, world.goods
        taken = s.output * (g.inputs @ g.iron)[s.product]
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

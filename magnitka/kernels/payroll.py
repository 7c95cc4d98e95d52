"""Pay, tax, pensions and purses, person by person and household by household, in whole kopecks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.world.people import INCOME_UNIT, NOBODY, Mark

Cells = NDArray[Any]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

ON_LEAVE, PENSIONER, INVALID = int(Mark.ON_LEAVE), int(Mark.PENSIONER), int(Mark.INVALID)
BENEFICIARY = PENSIONER | INVALID

# Columns of a block's public sums: withheld from pay, paid out by the budget.
TAX, BENEFITS = range(2)
OF_PUBLIC = 2
# Columns of a block's household sums.
RENT_TO_OWNER, RENT_TO_CITY, FARES, FEES, SAVED, DRAWN = range(6)
OF_PURSES = 6


@kernel
def income_tax(gross: float, exempt: float, knee: float, tax_at_knee: float, rate: float) -> float:
    """Tax on pay: nothing up to `exempt`, `tax_at_knee` at `knee`, above it `rate` of every further rouble.

    The first slope is the steeper, so that the tax is the lesser of two lines, but not below zero.
    """
    rising = tax_at_knee / (knee - exempt) * (gross - exempt)
    return max(min(rising, tax_at_knee + rate * (gross - knee)), 0.0)


@kernel
def pay_people(
    first: int, last: int, phase: int, persons: Cells, employer: Cells, flags: Cells, pay: Cells, sick: Cells,
    away: Cells, household: Cells, size: Cells, rate: Floats, paid_here: Counts, due: float, docked: float,
    sick_pay: float, child: int, pension: int, exempt: float, knee: float, tax_at_knee: float, tax_rate: float,
    month: float, cash: Cells, income: Cells, earners: Cells, bills: Counts, public: Counts,
) -> None:  # fmt: skip
    """Credit every person's pay and pension to the household's cash; fill the blocks' rows of `bills` and `public`.

    `rate` (employer) is the dekad's pay in kopecks for one part of `pay`. The ill get `sick_pay` of it from the
    budget, those at home with a small child `child` kopecks; hours missed otherwise cost the share `docked`.
    Members of cooperatives (`paid_here` 0) are paid elsewhere, but what they earn counts for `income` all the same.
    Blocks of this `phase` learn their households' `earners` and `income`: the dekad's, times `month`.
    """
    hands, retired = np.empty(persons.max() + 1, np.uint16), np.empty(persons.max() + 1, np.uint16)
    before, earned = np.zeros(size.shape[1], np.int64), np.zeros(size.shape[1], np.int64)
    working = np.zeros(size.shape[1], np.int64)
    per_hour = docked / due
    for b in range(first, last):
        bill, purse, home, who, mark = bills[b], cash[b], household[b], employer[b], flags[b]
        worth, ailing, gone = pay[b], sick[b], away[b]
        told = b % 3 == phase
        if told:
            before[:], earned[:], working[:] = purse, 0, 0
        bill[:] = 0
        taxes = benefits = np.int64(0)
        n = m = np.uint64(0)
        for i in range(persons[b]):  # listed first: loops that do not branch on who is paid are twice as fast
            hands[n] = retired[m] = i
            n += np.uint64(who[i] != NOBODY)
            m += np.uint64((mark[i] & BENEFICIARY) != 0)
        for k in range(n):
            i = hands[k]
            e, h = who[i], home[i]
            full = rate[e] * worth[i]
            if paid_here[e] == 0:
                earned[h] += int(full)
                continue
            gross = int(full * (1.0 - per_hour * gone[i]))
            withheld = int(income_tax(float(gross), exempt, knee, tax_at_knee, tax_rate))
            credit = gross - withheld
            if ailing[i] > 0 or mark[i] & ON_LEAVE:
                credit = child if mark[i] & ON_LEAVE else int(full * sick_pay)
                benefits += credit
                gross = withheld = 0
            bill[e] += gross
            taxes += withheld
            purse[h] += credit
        for k in range(m):
            purse[home[retired[k]]] += pension
        benefits += np.int64(m) * pension
        public[b, TAX], public[b, BENEFITS] = taxes, benefits
        if told:
            for k in range(n):
                working[home[hands[k]]] += 1
            for slot in range(size.shape[1]):
                came = purse[slot] - before[slot] + earned[slot]
                members = max(size[b, slot], 1)
                income[b, slot] = min(int(came * month / (members * INCOME_UNIT) + 0.5), 255)
                earners[b, slot] = min(working[slot], 255)


@kernel
def keep_purses(
    first: int, last: int, phase: int, top: Cells, size: Cells, tenure: Cells, rooms: Cells, income: Cells,
    owned: Counts, rent: Floats, bills: float, fare: float, fees: float, most: float, least: float, cash: Cells,
    deposit: Cells, sums: Counts,
) -> None:  # fmt: skip
    """A month's rent, fares and fees out of cash, as far as it goes, for the blocks of this `phase`.

    Then cash above `most` months' income goes to the savings bank.

    A household with less than `least` months' income in hand draws on its deposit. `rent` (tenure) is kopecks a room
    and month, `bills` and `fare` a head, `fees` a share of income. Rents of the tenures marked in `owned` go to the
    enterprise that owns the house.
    """
    for b in range(first, last):
        row = sums[b]
        row[:] = 0
        if b % 3 != phase:
            continue
        for h in range(top[b]):
            heads = np.int64(size[b, h])
            if heads == 0:
                continue
            monthly = np.int64(income[b, h]) * INCOME_UNIT * heads
            kind = np.int64(tenure[b, h])
            purse = np.int64(cash[b, h])
            due = min(np.int64(rent[kind] * rooms[b, h] + bills * heads), purse)
            row[RENT_TO_CITY] += due * (1 - owned[kind])
            row[RENT_TO_OWNER] += due * owned[kind]
            purse -= due
            due = min(np.int64(fare * heads), purse)
            row[FARES] += due
            purse -= due
            due = min(np.int64(fees * monthly), purse)
            row[FEES] += due
            purse -= due
            wanted, needed = np.int64(most * monthly), np.int64(least * monthly)
            if purse > wanted and monthly > 0:
                row[SAVED] += purse - wanted
                deposit[b, h] += purse - wanted
                purse = wanted
            elif purse < needed:
                drawn = min(needed - purse, np.int64(deposit[b, h]))
                row[DRAWN] += drawn
                deposit[b, h] -= drawn
                purse += drawn
            cash[b, h] = purse

"""Makes persons and households: forms of family drawn so that ages and sexes add up to the census.

Families are of seven forms with a head of one of thirteen classes of age. Their weights are fitted to the margins by
the multiplicative rule that maximises Poisson likelihood (Lucy 1974, AJ 79:745, eq. 15; Shepp and Vardi 1982): weights
stay positive and the expected number in each class of age and sex comes out. Then each household draws its form
and its members by its own luck.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import mix64, uniform

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

MOST_MEMBERS = 8
CLASS_YEARS = 5
CLASSES = 16  # classes of age of five years; the last is open
HEADS = 13  # classes of age of heads, from 18 on
SAMPLES = 300  # families of each form and class that the expectation is taken over
ROUNDS = 400  # of the fit; the margins then hold to three digits


class Family(IntEnum):
    """Forms of household."""

    YOUNG_SINGLE = 0  # mostly in hostels
    OLD_SINGLE = 1
    COUPLE = 2
    COUPLE_WITH_CHILDREN = 3
    THREE_GENERATIONS = 4
    MOTHER = 5  # a woman with children
    TWO_COUPLES = 6  # parents and a young couple


FORMS = len(Family)


# Shares within the forms are those of an ordinary Russian industrial city; the fit to the census outweighs them.
@kernel
def compose(key: np.uint64, luck: np.uint64, form: int, head_class: int, age: Floats, female: Codes) -> int:
    """Fill `age` (years) and `female` [member] of one family; gives the number of members."""
    head = 18.0 + 5.0 * (head_class + uniform(key, luck, 1))
    n = 0
    woman = 0.0  # age of the mother of the household's children; 0 where there are none
    if form == 0 or form == 1:
        age[0], female[0], n = head, 0, 1
        if uniform(key, luck, 2) < (0.38 if form == 0 else 0.85):
            female[0] = 1
    elif form == 5:
        age[0], female[0], n, woman = head, 1, 1, head
    else:
        age[0], female[0] = max(head, 20.5), 0  # few marry earlier
        age[1], female[1], n = max(head - 2.0 + 4.0 * (uniform(key, luck, 2) - 0.5), 19.5), 1, 2
        woman = age[1]
    if form == 6:  # the young couple lives with his or her parents
        young = max(age[1] - 22.0 - 6.0 * uniform(key, luck, 3), 19.5)
        age[2], female[2] = young + 1.5, 0
        age[3], female[3], n, woman = young, 1, 4, young
    if form >= 3 and woman > 0.0:
        u = uniform(key, luck, 4)
        wanted = 1 if u < 0.36 else (2 if u < 0.84 else 3)
        for child in range(wanted):
            born_at = 19.0 + 14.0 * uniform(key, luck, 5 + child) + 2.0 * child
            years = woman - born_at
            if 0.0 <= years < 21.0 and n < 8:
                age[n] = years
                female[n] = 1 if uniform(key, luck, 10 + child) < 0.488 else 0
                n += 1
    if form == 4 and n < 8:
        age[n], female[n] = min(head + 20.0 + 8.0 * uniform(key, luck, 14), 88.0), 1
        n += 1
        if uniform(key, luck, 15) < 0.25 and n < 8:
            age[n], female[n] = age[n - 1] + 2.0, 0
            n += 1
    return n


@kernel
def expected_margins(key: np.uint64, samples: int, margins: Floats, members: Floats) -> None:
    """Fill `margins` [form * class of head, class of age * 2 + female] and `members` [form * class of head]."""
    age, female = np.zeros(8), np.zeros(8, np.int64)
    for t in range(members.size):
        for s in range(samples):
            luck = np.uint64(t * samples + s + 1)
            n = compose(key, luck, t // 13, t % 13, age, female)
            members[t] += n / samples
            for m in range(n):
                row = min(int(age[m] / 5.0), 15)
                margins[t, 2 * row + female[m]] += 1.0 / samples


def fit_families(key: np.uint64, margins: Floats, household_size: float) -> Floats:
    """Shares of the forms and classes of heads, shape (FORMS * HEADS,), such that ages and sexes are as in `margins`
    [class of age, sex: men, women] and the mean household has `household_size` members.
    """
    expected, members = np.zeros((FORMS * HEADS, 2 * CLASSES)), np.zeros(FORMS * HEADS)
    expected_margins(key, SAMPLES, expected, members)
    # households are one more margin: so many of them for each person
    system = np.concatenate([expected, np.full((FORMS * HEADS, 1), household_size)], axis=1)
    target = np.append(margins.reshape(-1) / margins.sum(), 1.0) * household_size
    weight = np.full(FORMS * HEADS, 1.0 / (FORMS * HEADS))
    for _ in range(ROUNDS):
        ratio = target / np.maximum(weight @ system, 1e-12)
        weight = weight * (system @ ratio) / system.sum(axis=1)
    result: Floats = weight / weight.sum()
    return result


def spread_over(count: int, shares: Floats) -> Codes:
    """A form for each of `count` households, so that each form comes up as often as its share says, to one.

    Systematic sampling: the forms are then shuffled by luck, so that neighbours differ.
    """
    cuts = np.rint(np.cumsum(shares) / shares.sum() * count).astype(np.int64)
    forms: Codes = np.searchsorted(cuts, np.arange(count), side="right").astype(np.int64)
    return forms


@kernel
def shuffle_order(key: np.uint64, n: int) -> NDArray[np.uint64]:
    """A sort key for each of n things: pure luck."""
    order = np.empty(n, np.uint64)
    for i in range(n):
        order[i] = mix64(key + np.uint64(i + 1) * np.uint64(0x9E3779B97F4A7C15))
    return order


@kernel
def fill_blocks(
    key: np.uint64,
    form: Codes,
    block_of: Codes,
    persons: Codes,
    top: Codes,
    person_luck: NDArray[np.uint32],
    person_household: NDArray[np.uint16],
    born: NDArray[np.int16],
    flags: NDArray[np.uint16],
    household_luck: NDArray[np.uint32],
    size: NDArray[np.uint8],
    children: NDArray[np.uint8],
) -> None:
    """Draw every household's members into its block; `form` [household] codes form and class of head."""
    age, female = np.zeros(8), np.zeros(8, np.int64)
    for h in range(form.size):
        b = block_of[h]
        slot = top[b]
        luck = np.uint64(h + 1)
        n = compose(key, luck, form[h] // 13, form[h] % 13, age, female)
        household_luck[b, slot] = np.uint32(mix64(key ^ luck) >> np.uint64(32))
        size[b, slot] = n
        young = 0
        for m in range(n):
            i = persons[b]
            person_luck[b, i] = np.uint32(mix64(key + luck * np.uint64(8) + np.uint64(m)) >> np.uint64(32))
            person_household[b, i] = slot
            born[b, i] = -np.int64(age[m] * 36.0) - 1
            mark = female[m]
            if m < 4 and m < n and (form[h] // 13) in (2, 3, 4, 6) and (m < 2 or (form[h] // 13) == 6):
                mark |= 8
            flags[b, i] = mark
            if age[m] < 15.0:
                young += 1
            persons[b] += 1
        children[b, slot] = young
        top[b] += 1

"""What happens to the people of a block: death, birth, marriage, divorce, departure.

A person's draw falls into one of four quarters, one for each kind of fate, so that a change in the chances of one
moves no draw of another. Nearly all draws miss; those that hit are noted first and then lived through in order,
marriages next, and last those who died or left are taken out.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.blocks import (
    NOWHERE,
    HouseholdRows,
    PersonRows,
    append_person,
    child_luck,
    remove_person,
)
from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import GOLDEN, mix64, uniform
from magnitka.kernels.estates import (
    BORN,
    CASH_OUT,
    DIED,
    DIVORCED,
    DOCTORS_GONE,
    GONE_AWAY,
    PLANT,
    SAVINGS_OUT,
    Tally,
    inherit,
    leave_behind,
)
from magnitka.kernels.families import (
    ALIVE,
    AWAY,
    CHILDHOOD,
    DEAD,
    FEMALE,
    MARRIED,
    keeps_home,
    part,
    set_out,
    spouse_of,
    take_in_orphans,
    wed,
)
from magnitka.kernels.growing_up import NATURE, grow_up
from magnitka.world.people import HOUSEHOLD_SLOTS, NOBODY, OLDEST, PERSON_SLOTS, Education, Mark, Occupation

Cells = NDArray[Any]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

# The quarters: death, birth or return from leave, marriage or divorce, departure.
DEATH, BIRTH, BOND, MOVE = range(4)
FATES = 4
STAGE, EVENTS = 4, 8  # what a person may meet in a turn besides: the end of school, of studies, of work

DRINKER, ON_LEAVE, PATHOLOGY = int(Mark.DRINKER), int(Mark.ON_LEAVE), int(Mark.PATHOLOGY)
HIGHER = int(Education.HIGHER)
FIRST_DOCTOR, LAST_DOCTOR = int(Occupation.PHYSICIAN), int(Occupation.PAEDIATRICIAN)

HUSBAND_OLDER = 72  # dekads by which brides and grooms differ, for choice
QUARTER, TWO, ELEVEN = np.uint64(62), np.uint64(2), np.uint64(11)  # bits: the fate, and the rest of the draw
UNIT = 1.0 / 9007199254740992.0
MOST_BRIDES = 512
GIRLS = 0.488


class Chances(NamedTuple):
    """Chances of a turn (three dekads) by year of age, and the stages of life."""

    bound: NDArray[np.uint64]  # (fate, sex, age): four times what no chance below exceeds, in 2**-64
    death: Floats  # (sex, age)
    drink: Floats  # (sex, age): share of deaths that goes with the supply of alcohol
    wed: Floats
    unwed: Floats
    bond: Floats  # (sex, age): unmarried who marry
    divorce: Floats
    move: Floats
    stage: Counts  # (sex, age)


class Answers(NamedTuple):
    """How people answer: to air, drink and housing; and shares that those who grow up fall into."""

    lungs: float  # added to the risk of death by lungs damaged wholly
    alcohol: Floats  # (city): supply over that of the founding year
    drinkers: Floats  # (sex): share of adults who drink
    at_home: Floats  # (sex): share of those who grow up that seeks no post
    to_parents: float  # divorced men who go back to their parents
    cramped: float  # births that a home of one's own would let be
    end_of_leave: float  # chance of a turn
    pathology: Floats  # (district): share of newborns
    lead: float  # added to it where the mother's body is full of lead
    unhoused: float  # departures without a dwelling of one's own, over those with
    patience: float  # added to it by a year still to wait
    sought: float  # departures of graduates without a dwelling, over those of others
    exchanged: float  # of households that would leave a dwelling empty, those who exchange it
    to_wait: Floats  # (list): years that a newcomer waits
    works_on: float  # share of pensioners who keep their post
    schooled: Floats  # cumulative shares: incomplete, secondary, specialised; then who graduates


@kernel
def risk_of_death(
    share: float, drinks: bool, supply: float, drinkers: float, lungs: float, damage: float
) -> float:
    """Death rate over the table's: a `share` of deaths goes with the `supply` of alcohol and falls on `drinkers`."""
    risk = 1.0 - share
    if drinks:
        risk += share * supply / drinkers
    return risk * (1.0 + lungs * damage / 255.0)


@kernel
def urge_to_leave(a: Answers, listed: bool, still: float, graduate: bool) -> float:
    """Departure rate without a dwelling of one's own over that with one: more for each year `still` to wait."""
    urge = a.unhoused + (a.patience * max(still, 0.0) if listed else 0.0)
    return urge * a.sought if graduate else urge


@kernel
def give_birth(p: PersonRows, h: HouseholdRows, b: int, i: int, key: np.uint64, now: int, a: Answers) -> bool:
    """A child in the mother's household; she goes on leave. False where the block is full."""
    luck = child_luck(p.luck[b, i], p.births[b, i])
    slot = np.int64(p.household[b, i])
    mark = FEMALE if uniform(NATURE, np.uint64(luck), 0) < GIRLS else 0
    risk = a.pathology[np.int64(h.district[b, slot])] + a.lead * p.lead[b, i] / 255.0
    if uniform(key, np.uint64(luck), 1) < risk:
        mark |= PATHOLOGY
    if append_person(p, h, b, slot, luck, now, mark) == NOWHERE:
        return False
    h.children[b, slot] += 1
    if p.births[b, i] < 255:
        p.births[b, i] += 1
    p.flags[b, i] |= ON_LEAVE
    return True


@kernel
def match(
    p: PersonRows, h: HouseholdRows, b: int, brides: Counts, grooms: Counts, now: int, fate: Cells, eldest: Counts,
    after: Counts, tally: Tally,
) -> None:  # fmt: skip
    """Each bride in the order of luck takes the groom nearest in age, who is two years older for choice."""
    for _ in range(brides.size):
        bride = -1
        for k in range(brides.size):
            if brides[k] >= 0 and (bride < 0 or p.luck[b, brides[k]] < p.luck[b, brides[bride]]):
                bride = k
        if bride < 0:
            return
        woman = brides[bride]
        brides[bride] = -1
        if fate[woman] != ALIVE:
            continue
        chosen, nearest = -1, 1 << 30
        for k in range(grooms.size):
            man = grooms[k]
            if man < 0 or fate[man] != ALIVE or p.household[b, man] == p.household[b, woman]:
                continue
            apart = abs(np.int64(p.born[b, man]) + HUSBAND_OLDER - np.int64(p.born[b, woman]))
            if apart < nearest or (apart == nearest and p.luck[b, man] < p.luck[b, grooms[chosen]]):
                chosen, nearest = k, apart
        if chosen >= 0:
            wed(p, h, b, woman, grooms[chosen], now, eldest, after, tally)
            grooms[chosen] = -1


@kernel
def take_out(p: PersonRows, h: HouseholdRows, b: int, now: int, fate: Cells, tally: Tally) -> None:
    """Those who died or left go; a household without members is wound up.

    From the last row to the first: whoever moves into an emptied row has been seen already.
    """
    for i in range(p.persons[b] - 1, -1, -1):
        how = fate[i]
        if how == ALIVE:
            continue
        employer, occupation = p.employer[b, i], np.int64(p.occupation[b, i])
        if employer != NOBODY:
            tally.staff[b, employer] += 1
        tally.counts[b, DIED if how == DEAD else GONE_AWAY] += 1
        if how == AWAY and FIRST_DOCTOR <= occupation <= LAST_DOCTOR:
            tally.counts[b, DOCTORS_GONE] += 1
        slot = np.int64(p.household[b, i])
        if now - np.int64(p.born[b, i]) < CHILDHOOD:
            h.children[b, slot] -= 1
        if remove_person(p, h, b, i) > 0:
            continue
        if how == DEAD:
            inherit(h, b, slot, tally)
        else:
            tally.counts[b, CASH_OUT] += np.int64(h.cash[b, slot])
            tally.counts[b, SAVINGS_OUT] += np.int64(h.deposit[b, slot])
        leave_behind(h, b, slot, tally)


@kernel
def turn(
    first: int, last: int, phase: int, key: np.uint64, now: int, joined_at: int, city: Counts, p: PersonRows,
    h: HouseholdRows, c: Chances, a: Answers, tally: Tally,
) -> None:  # fmt: skip
    """Three dekads of life in those of blocks first..last-1 whose turn it is (b % 3 == `phase`)."""
    hit, rest = np.empty(2 * PERSON_SLOTS, np.int64), np.empty(2 * PERSON_SLOTS)
    eldest, after = np.empty(HOUSEHOLD_SLOTS, np.int64), np.empty(PERSON_SLOTS, np.int64)
    fate = np.zeros(PERSON_SLOTS, np.uint8)
    brides, grooms = np.empty(MOST_BRIDES, np.int64), np.empty(MOST_BRIDES, np.int64)
    for b in range(first, last):
        tally.counts[b, :] = 0
        tally.staff[b, :] = 0
        tally.freed[b, :] = 0
        tally.dropped[b, :] = 0
        tally.expired[b, :] = 0
        if b % 3 != phase:
            continue
        born, flags, luck, household = p.born[b], p.flags[b], p.luck[b], p.household[b]
        children = h.children[b]
        children[: h.top[b]] = 0
        eldest[:] = NOWHERE
        hits = 0
        for i in range(p.persons[b]):
            slot = np.int64(household[i])
            after[i] = eldest[slot]
            eldest[slot] = i
            lived = np.uint64(now - np.int64(born[i]))
            if lived < CHILDHOOD:
                children[slot] += 1
            sex = np.int64(flags[i]) & FEMALE
            age = min(lived // np.uint64(36), np.uint64(OLDEST))
            lot = mix64(key + np.uint64(luck[i]) * GOLDEN)
            quarter = lot >> QUARTER
            if lot << TWO < c.bound[quarter, sex, age]:
                hit[hits] = EVENTS * i + np.int64(quarter)
                rest[hits] = 0.25 * (np.float64((lot << TWO) >> ELEVEN) * UNIT)
                hits += 1
            if c.stage[sex, age] > 0 and lived % np.uint64(36) < 3:
                hit[hits] = EVENTS * i + STAGE
                hits += 1
        fate[:] = ALIVE
        fiancees = suitors = 0
        for n in range(hits):
            i, quarter, lot = hit[n] // EVENTS, hit[n] % EVENTS, rest[n]
            if fate[i] != ALIVE:
                continue
            mark = np.int64(flags[i])
            sex = mark & FEMALE
            age = min((now - np.int64(born[i])) // 36, OLDEST)
            if quarter == STAGE:
                grow_up(
                    i, c.stage[sex, age], luck, flags, p.employer[b], p.service[b], p.occupation[b], p.education[b],
                    a.drinkers, a.at_home, a.works_on, a.schooled, tally.staff[b],
                )  # fmt: skip
            elif quarter == DEATH:
                drinks = mark & DRINKER != 0
                risk = risk_of_death(
                    c.drink[sex, age], drinks, a.alcohol[city[b]], a.drinkers[sex], a.lungs, p.lungs[b, i]
                )
                if lot < c.death[sex, age] * risk:
                    fate[i] = DEAD
                    if mark & MARRIED:
                        spouse = spouse_of(i, p.household[b], born, flags, luck, fate, eldest, after)
                        if spouse >= 0:
                            flags[spouse] &= ~MARRIED
            elif quarter == BIRTH:
                slot = np.int64(p.household[b, i])
                wish = c.wed[age] if mark & MARRIED else c.unwed[age]
                if h.tenure[b, slot] < PLANT:
                    wish *= 1.0 - a.cramped
                if lot < wish:
                    if give_birth(p, h, b, i, key, now, a):
                        child = p.persons[b] - 1
                        after[child] = eldest[slot]
                        eldest[slot] = child
                        tally.counts[b, BORN] += 1
                elif mark & ON_LEAVE and lot < wish + a.end_of_leave:
                    flags[i] = mark & ~ON_LEAVE
            elif quarter == BOND:
                if mark & MARRIED:
                    if sex == FEMALE and lot < c.divorce[age]:
                        husband = spouse_of(i, p.household[b], born, flags, luck, fate, eldest, after)
                        if husband >= 0:
                            tally.counts[b, DIVORCED] += 1
                            to_parents = uniform(NATURE, np.uint64(luck[husband]), 7) < a.to_parents
                            part(p, h, b, i, husband, to_parents, now, eldest, after)
                        else:
                            flags[i] = mark & ~MARRIED
                elif lot < c.bond[sex, age]:
                    if sex == FEMALE and fiancees < MOST_BRIDES:
                        brides[fiancees] = i
                        fiancees += 1
                    elif sex != FEMALE and suitors < MOST_BRIDES:
                        grooms[suitors] = i
                        suitors += 1
            else:
                slot = np.int64(p.household[b, i])
                chance_to_go = c.move[age]
                if h.tenure[b, slot] < PLANT:
                    kind = np.int64(h.list[b, slot])
                    still = (
                        a.to_wait[3 * city[b] + max(kind, 1) - 1]
                        - (now + joined_at - h.joined[b, slot]) / 36.0
                    )
                    chance_to_go *= urge_to_leave(a, kind > 0, still, p.education[b, i] == HIGHER)
                mate = NOWHERE
                if mark & MARRIED:
                    chance_to_go *= 0.5  # either of the two takes both away
                    mate = spouse_of(i, p.household[b], born, flags, luck, fate, eldest, after)
                if lot >= chance_to_go:
                    continue
                stays = keeps_home(i, mate, now, p.household[b], born, fate, eldest, after)
                if not stays and h.tenure[b, slot] >= PLANT and lot >= chance_to_go * (1.0 - a.exchanged):
                    continue  # a family like theirs comes in their place
                set_out(i, mate, stays, now, p.household[b], born, fate, eldest, after)
        match(p, h, b, brides[:fiancees], grooms[:suitors], now, fate, eldest, after, tally)
        take_out(p, h, b, now, fate, tally)
        take_in_orphans(p, h, b, now, eldest, after, tally)

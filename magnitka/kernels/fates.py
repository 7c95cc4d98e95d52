"""What happens to the people of a block: death, birth, marriage, divorce, departure; and what happens to their homes.

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
    change_household,
    child_luck,
    close_household,
    open_household,
    remove_person,
)
from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import GOLDEN, mix64, uniform
from magnitka.world.people import (
    HOUSEHOLD_SLOTS,
    NOBODY,
    OLDEST,
    PERSON_SLOTS,
    Education,
    Mark,
    Occupation,
    Tenure,
)

Cells = NDArray[Any]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

DEATH, BIRTH, BOND, MOVE = range(
    4
)  # the quarters: birth or return from leave, marriage or divorce, departure
FATES = 4
STAGE, EVENTS = 4, 8  # what a person may meet in a turn besides: the end of school, of studies, of work
BORN, DIED, GONE_AWAY, MARRIED_NOW, DIVORCED, DOCTORS_GONE, CASH_OUT, SAVINGS_OUT = range(8)
OF_COUNTS = 8
ALIVE, DEAD, AWAY = 0, 1, 2
COMES_OF_AGE, GRADUATES, RETIRES = 1, 2, 3  # stages of life, by year of age

FEMALE, MARRIED, PENSIONER = int(Mark.FEMALE), int(Mark.MARRIED), int(Mark.PENSIONER)
DRINKER, ON_LEAVE, PATHOLOGY = int(Mark.DRINKER), int(Mark.ON_LEAVE), int(Mark.PATHOLOGY)
HOSTEL, SHARED, ROOM, PLANT = int(Tenure.HOSTEL), int(Tenure.SHARED), int(Tenure.ROOM), int(Tenure.PLANT)
INCOMPLETE, SECONDARY, SPECIALISED = (
    int(Education.INCOMPLETE),
    int(Education.SECONDARY),
    int(Education.SPECIALISED),
)
HIGHER = int(Education.HIGHER)
WORKER, ENGINEER, TEACHER = int(Occupation.WORKER), int(Occupation.ENGINEER), int(Occupation.TEACHER)
FIRST_DOCTOR, LAST_DOCTOR = int(Occupation.PHYSICIAN), int(Occupation.PAEDIATRICIAN)

ADULT = 18 * 36  # dekads
CHILDHOOD = 15 * 36
CROWDED = 2  # persons a room
HUSBAND_OLDER = 72  # dekads by which brides and grooms differ, for choice
FULLEST_PURSE = 2**31 - 1
FULLEST_HOME = 200
QUARTER, TWO, ELEVEN = (
    np.uint64(62),
    np.uint64(2),
    np.uint64(11),
)  # bits: which fate, and the rest of the draw
UNIT = 1.0 / 9007199254740992.0
NATURE = np.uint64(0x6E6174757265)  # key of what a person is for life: sex, schooling, drink, working on
MOST_BRIDES = 512
NEW_HOME = 256  # numbers of births end below; those of homes founded begin here
GIRLS = 0.488
TEACHERS = 0.5  # of the women who graduate


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
    cramped: float  # births that a home of one's own would let be
    end_of_leave: float  # chance of a turn
    pathology: Floats  # (district): share of newborns
    lead: float  # added to it where the mother's body is full of lead
    unhoused: float  # departures without a dwelling of one's own, over those with
    patience: float  # added to it by a year still to wait
    sought: float  # departures of graduates without a dwelling, over those of others
    to_wait: Floats  # (list): years that a newcomer waits
    works_on: float  # share of pensioners who keep their post
    schooled: Floats  # cumulative shares: incomplete, secondary, specialised; then who graduates


class Tally(NamedTuple):
    """What the blocks report, in rows: each writes its own."""

    counts: Counts  # (block, OF_COUNTS)
    staff: Counts  # (block, employer): lost
    freed: Counts  # (block, tenure): dwellings left empty
    dropped: Counts  # (block, list): places given up
    expired: Counts  # (block, kind): coupons nobody will use


@kernel
def link_members(persons: int, household: Cells, eldest: Counts, after: Counts) -> None:
    """Chain the members of each household: `eldest` [slot] is the first row, `after` [row] the next, -1 the end."""
    eldest[:] = NOWHERE
    for i in range(persons):
        slot = np.int64(household[i])
        after[i] = eldest[slot]
        eldest[slot] = i


@kernel
def only_adult(i: int, now: int, household: Cells, born: Cells, eldest: Counts, after: Counts) -> bool:
    """Whether nobody else of 18 or more belongs to the household."""
    m = eldest[np.int64(household[i])]
    while m >= 0:
        if m != i and now - np.int64(born[m]) >= ADULT:
            return False
        m = after[m]
    return True


@kernel
def spouse_of(
    i: int,
    household: Cells,
    born: Cells,
    flags: Cells,
    luck: Cells,
    fate: Cells,
    eldest: Counts,
    after: Counts,
) -> int:
    """Row of the husband or wife: the married member of the other sex nearest in age; NOWHERE if there is none."""
    found, nearest = NOWHERE, 1 << 30
    m = eldest[np.int64(household[i])]
    while m >= 0:
        mark = np.int64(flags[m])
        if fate[m] == ALIVE and mark & MARRIED and (mark ^ np.int64(flags[i])) & FEMALE:
            apart = abs(np.int64(born[m]) - np.int64(born[i]))
            if apart < nearest or (apart == nearest and luck[m] < luck[found]):
                found, nearest = m, apart
        m = after[m]
    return found


@kernel
def move_in(
    p: PersonRows, h: HouseholdRows, b: int, i: int, slot: int, now: int, eldest: Counts, after: Counts
) -> None:
    """Person `i` alone moves to another household of the block, in the rows and in the chains."""
    old = np.int64(p.household[b, i])
    if eldest[old] == i:
        eldest[old] = after[i]
    else:
        m = eldest[old]
        while after[m] != i:
            m = after[m]
        after[m] = after[i]
    change_household(p.household[b], h.size[b], i, slot)
    after[i] = eldest[slot]
    eldest[slot] = i
    if now - np.int64(p.born[b, i]) < CHILDHOOD:
        h.children[b, old] -= 1
        h.children[b, slot] += 1
    h.blat[b, slot] = max(h.blat[b, slot], p.blat[b, i])


@kernel
def leave_behind(h: HouseholdRows, b: int, slot: int, tally: Tally) -> None:
    """A household that is no more: its dwelling, its place on the list, its coupons; not its money."""
    if h.tenure[b, slot] >= PLANT:
        tally.freed[b, h.tenure[b, slot]] += 1
    if h.list[b, slot] > 0:
        tally.dropped[b, h.list[b, slot]] += 1
    for kind in range(h.coupons.shape[2]):
        tally.expired[b, kind] += np.int64(h.coupons[b, slot, kind])
    close_household(h, b, slot)


@kernel
def room_in_purse(h: HouseholdRows, b: int, slot: int, cash: int, deposit: int) -> bool:
    """Whether so much more can be written into the household's purse and savings book."""
    full = (
        np.int64(h.cash[b, slot]) + cash > FULLEST_PURSE
        or np.int64(h.deposit[b, slot]) + deposit > FULLEST_PURSE
    )
    return not full


@kernel
def inherit(h: HouseholdRows, b: int, slot: int, tally: Tally) -> None:
    """The money goes to kin: another household of the block, found by luck; to the state where there is none."""
    cash, deposit = np.int64(h.cash[b, slot]), np.int64(h.deposit[b, slot])
    top = h.top[b]
    heir = np.int64(h.luck[b, slot]) % top
    for _ in range(top):
        if heir != slot and h.size[b, heir] > 0 and room_in_purse(h, b, heir, cash, deposit):
            h.cash[b, heir] += cash
            h.deposit[b, heir] += deposit
            return
        heir = (heir + 1) % top
    tally.counts[b, CASH_OUT] += cash
    tally.counts[b, SAVINGS_OUT] += deposit


@kernel
def join_home(
    p: PersonRows,
    h: HouseholdRows,
    b: int,
    i: int,
    slot: int,
    now: int,
    eldest: Counts,
    after: Counts,
    tally: Tally,
) -> None:
    """Person `i` joins a household; whoever is the only adult at home brings children, money and place on the list."""
    old = np.int64(p.household[b, i])
    if old == slot or np.int64(h.size[b, slot]) + np.int64(h.size[b, old]) > FULLEST_HOME:
        return
    cash, deposit = np.int64(h.cash[b, old]), np.int64(h.deposit[b, old])
    if not only_adult(i, now, p.household[b], p.born[b], eldest, after) or not room_in_purse(
        h, b, slot, cash, deposit
    ):
        if h.size[b, old] > 1:
            move_in(p, h, b, i, slot, now, eldest, after)
        return
    while eldest[old] >= 0:
        move_in(p, h, b, eldest[old], slot, now, eldest, after)
    h.cash[b, slot] += cash
    h.deposit[b, slot] += deposit
    for kind in range(h.coupons.shape[2]):
        moved = min(np.int64(h.coupons[b, old, kind]), 255 - np.int64(h.coupons[b, slot, kind]))
        h.coupons[b, slot, kind] += moved
        h.coupons[b, old, kind] -= moved
    if h.list[b, slot] == 0 and h.tenure[b, slot] < PLANT:
        h.list[b, slot], h.joined[b, slot], h.passed[b, slot] = (
            h.list[b, old],
            h.joined[b, old],
            h.passed[b, old],
        )
        h.list[b, old] = 0
    h.plot[b, slot] = max(h.plot[b, slot], h.plot[b, old])
    leave_behind(h, b, old, tally)


@kernel
def home_of_couple(
    p: PersonRows, h: HouseholdRows, b: int, bride: int, groom: int, now: int, eldest: Counts, after: Counts
) -> int:
    """Where a couple will live: the better home that one of them is master of, else with his or her parents.

    With parents it is one household where there is room (CROWDED persons a room); otherwise it becomes a household
    of its own that shares their dwelling (SHARED) and may go on a list. Nobody gets a dwelling here.
    """
    household, born = p.household[b], p.born[b]
    hers, his = np.int64(household[bride]), np.int64(household[groom])
    she_free = only_adult(bride, now, household, born, eldest, after)
    he_free = only_adult(groom, now, household, born, eldest, after)
    her_home = np.int64(h.tenure[b, hers]) if she_free else 0
    his_home = np.int64(h.tenure[b, his]) if he_free else 0
    if max(her_home, his_home) >= ROOM or (she_free and he_free):
        return his if his_home >= her_home else hers
    her_room = 0 if she_free else CROWDED * np.int64(h.rooms[b, hers]) - np.int64(h.size[b, hers])
    his_room = 0 if he_free else CROWDED * np.int64(h.rooms[b, his]) - np.int64(h.size[b, his])
    parents = his if not he_free and (she_free or his_room >= her_room) else hers
    if max(her_room, his_room) >= 1:
        return parents
    home = open_household(
        h, b, child_luck(p.luck[b, bride], NEW_HOME + now), SHARED, np.int64(h.district[b, parents])
    )
    if home == NOWHERE:
        return parents
    h.rooms[b, home] = 1
    eldest[home] = NOWHERE
    return home


@kernel
def wed(
    p: PersonRows,
    h: HouseholdRows,
    b: int,
    bride: int,
    groom: int,
    now: int,
    eldest: Counts,
    after: Counts,
    tally: Tally,
) -> None:
    """A marriage: the couple moves to where it will live."""
    p.flags[b, bride] |= MARRIED
    p.flags[b, groom] |= MARRIED
    tally.counts[b, MARRIED_NOW] += 1
    home = home_of_couple(p, h, b, bride, groom, now, eldest, after)
    join_home(p, h, b, groom, home, now, eldest, after, tally)
    join_home(p, h, b, bride, home, now, eldest, after, tally)


@kernel
def part(
    p: PersonRows, h: HouseholdRows, b: int, wife: int, husband: int, now: int, eldest: Counts, after: Counts
) -> None:
    """The husband moves out with half of the money, to relatives or as a subtenant; wife and children stay."""
    p.flags[b, wife] &= ~MARRIED
    p.flags[b, husband] &= ~MARRIED
    old = np.int64(p.household[b, husband])
    home = open_household(
        h, b, child_luck(p.luck[b, husband], NEW_HOME + now), SHARED, np.int64(h.district[b, old])
    )
    if home == NOWHERE:
        return  # they go on under one roof
    h.rooms[b, home] = 1
    eldest[home] = NOWHERE
    cash, deposit = h.cash[b, old] // 2, h.deposit[b, old] // 2
    h.cash[b, old] -= cash
    h.deposit[b, old] -= deposit
    h.cash[b, home] = cash
    h.deposit[b, home] = deposit
    move_in(p, h, b, husband, home, now, eldest, after)


@kernel
def calling_of_graduate(own: np.uint64, mark: int) -> int:
    """An engineer or a teacher: the city has a mining and a teachers' institute, and no school of medicine."""
    return TEACHER if mark & FEMALE and uniform(NATURE, own, 5) < TEACHERS else ENGINEER


@kernel
def grow_up(
    i: int, stage: int, luck: Cells, flags: Cells, employer: Cells, service: Cells, occupation: Cells, education: Cells,
    a: Answers, lost: Counts,
) -> None:  # fmt: skip
    """School is over, an institute is, working life is; what a person becomes is its own luck.

    `lost` [employer] counts those who left their post for a pension.
    """
    mark, own = np.int64(flags[i]), np.uint64(luck[i])
    if stage == RETIRES and mark & PENSIONER == 0:
        flags[i] = mark | PENSIONER
        if employer[i] != NOBODY and uniform(NATURE, own, 1) >= a.works_on:
            lost[employer[i]] += 1
            employer[i] = NOBODY
            service[i] = 0
    elif stage == COMES_OF_AGE:
        lot = uniform(NATURE, own, 2)
        education[i] = (
            INCOMPLETE if lot < a.schooled[0] else (SECONDARY if lot < a.schooled[1] else SPECIALISED)
        )
        if uniform(NATURE, own, 3) < a.drinkers[mark & FEMALE]:
            flags[i] = mark | DRINKER
    elif stage == GRADUATES and uniform(NATURE, own, 4) < a.schooled[2] and education[i] < HIGHER:
        education[i] = HIGHER
        if occupation[i] <= WORKER:
            occupation[i] = calling_of_graduate(own, mark)


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
def take_in_orphans(
    p: PersonRows, h: HouseholdRows, b: int, now: int, eldest: Counts, after: Counts, tally: Tally
) -> None:
    """Children left without an adult go to kin, with what they have: another household of the block, by luck."""
    top = h.top[b]
    linked = False
    for slot in range(top):
        if h.size[b, slot] == 0 or h.children[b, slot] < h.size[b, slot]:
            continue
        kin = np.int64(h.luck[b, slot]) % top
        for _ in range(top):
            crowd = np.int64(h.size[b, kin]) + np.int64(h.size[b, slot])
            if kin != slot and h.size[b, kin] > h.children[b, kin] and crowd < FULLEST_HOME:
                break
            kin = (kin + 1) % top
        if kin == slot or h.size[b, kin] <= h.children[b, kin]:
            continue
        if not linked:
            link_members(p.persons[b], p.household[b], eldest, after)
            linked = True
        while eldest[slot] >= 0:
            move_in(p, h, b, eldest[slot], kin, now, eldest, after)
        inherit(h, b, slot, tally)
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
                    i, c.stage[sex, age], luck, flags, p.employer[b], p.service[b], p.occupation[b], p.education[b], a,
                    tally.staff[b],
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
                            part(p, h, b, i, husband, now, eldest, after)
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
                if mark & MARRIED:
                    chance_to_go *= 0.5  # either of the two takes both away
                if lot >= chance_to_go:
                    continue
                if mark & MARRIED or only_adult(i, now, p.household[b], p.born[b], eldest, after):
                    m = eldest[np.int64(p.household[b, i])]
                    while m >= 0:
                        fate[m] = DEAD if fate[m] == DEAD else AWAY
                        m = after[m]
                else:
                    fate[i] = AWAY
        match(p, h, b, brides[:fiancees], grooms[:suitors], now, fate, eldest, after, tally)
        take_out(p, h, b, now, fate, tally)
        take_in_orphans(p, h, b, now, eldest, after, tally)

"""What happens to each body between two visits: what it breathes, catches, keeps, and gets over."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import GOLDEN, mix64, uniform
from magnitka.world.people import DEKADS_PER_YEAR, NOBODY, Mark

Cells = NDArray[Any]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

SMALL, GROWN, OLD = (years * DEKADS_PER_YEAR for years in (3, 15, 60))
LUNG_CLASSES, LUNG_SHIFT = 16, 4  # damage in sixteenths of 256
FULL = 255
FRAIL_BITS = 63  # how far luck moves the damage at which airways fail for good

RESPIRATORY, CHRONIC, NERVOUS = int(Mark.RESPIRATORY), int(Mark.CHRONIC), int(Mark.NERVOUS)
INVALID, INPATIENT, LATE = int(Mark.INVALID), int(Mark.INPATIENT), int(Mark.LATE)
OUT_OF_WORK = int(Mark.INVALID | Mark.PENSIONER)

# Columns of what `visit` counts in each block.
ILL_ADULT, ILL_CHILD, CHRONIC_FOUND, FOUND_LATE, RETIRED = range(5)
OF_VISITS = 5
FOUND_ADULT, FOUND_CHILD, FOUND_CHRONIC, FOUND_NERVOUS, CHILDREN, LEAD = range(6)  # as in people.FINDINGS

FIELD, FIELD_MASK = 15, 0x7FFF  # bits of a count of the persons of one block

# Draws of one person beside the first two.
DRAW_FOUND, DRAW_RETIRED = 2, 3


@kernel
def wards(first: int, last: int, persons: Cells, sick: Cells, flags: Cells, in_hospital: Counts) -> None:
    """A dekad of every illness passes; whoever is well leaves hospital; counts who was there [block]."""
    for b in range(first, last):
        mark, left = flags[b], sick[b]
        inside = np.int64(0)
        for i in range(persons[b]):  # without branches, so that the processor sees to many persons at once
            ill, bed = np.uint16(left[i] > 0), mark[i] & np.uint16(INPATIENT)
            inside += np.int64(bed * ill != 0)
            mark[i] ^= bed * np.uint16(left[i] == 1)
            left[i] -= np.uint8(ill)
        in_hospital[b] = inside


@kernel
def visit(
    first: int,
    last: int,
    turn: int,
    tick: int,
    key: np.uint64,
    persons: Cells,
    luck: Cells,
    household: Cells,
    employer: Cells,
    born: Cells,
    flags: Cells,
    dose: Cells,
    lungs: Cells,
    sick: Cells,
    lead: Cells,
    city: Cells,
    district: Cells,
    plot: Cells,
    unmet: Cells,
    onset: Floats,
    healing: Floats,
    care: Floats,
    admission: Floats,
    breathed: Floats,
    lead_aim: Floats,
    relapse: float,
    other: float,
    fade: float,
    wear: float,
    scar: float,
    fails_at: float,
    seek: float,
    nervous_onset: float,
    nervous_stress: float,
    nervous_healing: float,
    retiring: float,
    lead_pace_child: float,
    lead_pace_adult: float,
    bout: int,
    findings: Cells,
    counts: Counts,
) -> None:
    """A quarter of a season (three dekads) of every person in the blocks whose turn it is.

    Chances are per visit. `onset` [district, age class, lung class]; `healing`, `care` [city, generation];
    `admission` [city]; `breathed` [district] adds to the dose, which fades by `fade` and does `wear` to the airways;
    `lead_aim` [district, kind of plot] in codes.
    Fills `findings` [block, district, finding] and `counts` [block, OF_VISITS]; other blocks count zero.
    """
    part = 1.0 / 65536.0
    low = np.uint64(0xFFFF)
    nerves = max(nervous_onset * (1.0 + nervous_stress), nervous_healing)
    first_draw, second_draw = np.empty(luck.shape[1], np.uint64), np.empty(luck.shape[1], np.uint64)
    called = np.empty(luck.shape[1] + 1, np.uint16)  # without a sign, which would be checked at every use
    tally = np.zeros((onset.shape[0], 2), np.int64)  # six findings in the bits of two numbers
    for b in range(first, last):
        counts[b, :] = 0
        if b % 3 != turn:
            continue
        tally[:] = 0
        calls = np.uint64(0)
        c = city[b]
        home, mine, mark_of, year, ailing = household[b], luck[b], flags[b], born[b], sick[b]
        dust, airways_of, metal_of, place, garden = dose[b], lungs[b], lead[b], district[b], plot[b]
        for i in range(persons[b]):  # apart, so that the processor hashes several at once
            z = mix64(key + np.uint64(mine[i]) * GOLDEN)
            first_draw[i] = z
            second_draw[i] = mix64(z + GOLDEN)
        for i in range(persons[b]):
            slot = home[i]
            d = place[slot]
            mark = np.int64(mark_of[i])
            age = tick - np.int64(year[i])
            young = np.int64(age < GROWN)
            who = mine[i]
            u = float(first_draw[i] >> np.uint64(11)) * (1.0 / 9007199254740992.0)
            z = second_draw[i]

            # what stays in the body: stochastic rounding keeps the mean exact
            kept = float(dust[i]) * (1.0 - fade) + breathed[d]
            dust[i] = min(int(kept + float(z & low) * part), 65535)
            worn = int(float(airways_of[i]) + kept * wear + float((z >> np.uint64(16)) & low) * part)
            metal = float(metal_of[i])
            metal += (lead_aim[d, garden[slot]] - metal) * (lead_pace_child if young else lead_pace_adult)
            code = min(int(metal + float((z >> np.uint64(32)) & low) * part), FULL)
            metal_of[i] = code

            # the airways: one number decides between healing or a new illness, a relapse, another illness, nothing;
            # who is called is noted here and seen to below, which leaves the processor no branch to guess wrong
            airways_of[i] = worn = min(worn, FULL)
            ill = np.int64((mark & RESPIRATORY) != 0)
            kind = np.int64(age >= SMALL) + np.int64(age >= GROWN) + np.int64(age >= OLD)
            turns = (1 - ill) * onset[d, kind, worn >> LUNG_SHIFT] + ill * healing[c, young]
            called[calls] = i
            calls += np.uint64(u < turns + ill * relapse + other)

            # airways that fail for good, early or late found; some retire as invalids
            if mark & CHRONIC:
                if mark & OUT_OF_WORK == 0 and employer[b, i] != NOBODY:
                    if uniform(key, who, DRAW_RETIRED) < retiring:
                        mark |= INVALID
                        counts[b, RETIRED] += 1
            elif worn >= fails_at + (who & FRAIL_BITS):
                mark |= CHRONIC
                counts[b, CHRONIC_FOUND] += 1
                if uniform(key, who, DRAW_FOUND) >= seek * care[c, young]:
                    mark |= LATE
                    counts[b, FOUND_LATE] += 1

            # nerves
            v = float(z >> np.uint64(48)) * part
            if v < nerves and young == 0:
                if mark & NERVOUS:
                    if v < nervous_healing:
                        mark &= ~NERVOUS
                elif v < nervous_onset * (1.0 + nervous_stress * float(unmet[b, slot]) / FULL):
                    mark |= NERVOUS
            mark_of[i] = mark

            airways = ill << (FIELD * young)
            chronic = np.int64((mark & CHRONIC) != 0) << (2 * FIELD)
            tally[d, 0] += airways + chronic + (np.int64((mark & NERVOUS) != 0) << (3 * FIELD))
            tally[d, 1] += young + ((code * young) << FIELD)
        for n in range(calls):
            i = called[n]
            slot = home[i]
            d = place[slot]
            mark = np.int64(mark_of[i])
            age = tick - np.int64(year[i])
            young = np.int64(age < GROWN)
            u = float(first_draw[i] >> np.uint64(11)) * (1.0 / 9007199254740992.0)
            ill = np.int64((mark & RESPIRATORY) != 0)
            kind = np.int64(age >= SMALL) + np.int64(age >= GROWN) + np.int64(age >= OLD)
            turns = (1 - ill) * onset[d, kind, airways_of[i] >> LUNG_SHIFT] + ill * healing[c, young]
            caught = ill == 1
            if u < turns:
                mark ^= RESPIRATORY
                caught = ill == 0
                counts[b, ILL_ADULT + young] += 1 - ill
                tally[d, 0] += (1 - 2 * ill) << (FIELD * young)
            elif u >= turns + ill * relapse:
                caught = False
                ailing[i] = max(ailing[i], 1)
            if caught:
                z = mix64(second_draw[i] + GOLDEN)
                stays = np.int64(float(z >> np.uint64(32)) * (1.0 / 4294967296.0) < admission[c])
                mark |= INPATIENT * stays
                ailing[i] = bout + stays
                if float(z & np.uint64(0xFFFFFFFF)) * (1.0 / 4294967296.0) >= care[c, young]:
                    airways_of[i] = min(airways_of[i] + int(scar), FULL)
            mark_of[i] = mark
        for d in range(tally.shape[0]):
            for n in range(4):
                findings[b, d, n] = (tally[d, 0] >> (n * FIELD)) & FIELD_MASK
            findings[b, d, CHILDREN] = tally[d, 1] & FIELD_MASK
            findings[b, d, LEAD] = tally[d, 1] >> FIELD

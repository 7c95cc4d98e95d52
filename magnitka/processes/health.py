"""Bodies: what the air does to them, what the hospital can do for them, and what stays for good.

A third of the blocks is visited each dekad, chances per three dekads. The well fall ill of the airways at a rate

    I = odds(age) x r^(C / 100 ug/m3) x (1 + frailty x damage) / D,

so that a share ID / (1 + ID) is ill in the long run (T73; 34 % of adults and 67 % of children are calibrated with the
odds in clean air: L242, L247). C is dust with sulphur dioxide at the district (T72; HEIN for its size). An illness
lasts D with full care and longer without. Care is doctors over the norm, less what missing medicine spoils. Dust
stays in the lungs for years and wears them; where the damage passes what luck allows, it is for life (L251) and may
cost the job (L240); it is found late where care is short (L245, L257). Children's lead follows soil, gardens and air
slowly. Patients beyond the beds lie on cots (T75); without water operations are cancelled (L253-L262).
Neutral: the rates of clean air, everybody treated. Claims: L240-L262.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.bodies import odds_of, overflow, relative_risks
from magnitka.kernels.visits import (
    CHILDREN,
    CHRONIC_FOUND,
    FOUND_ADULT,
    FOUND_CHILD,
    FOUND_CHRONIC,
    FOUND_LATE,
    FOUND_NERVOUS,
    ILL_ADULT,
    LEAD,
    LUNG_CLASSES,
    OF_VISITS,
    RETIRED,
    visit,
    wards,
)
from magnitka.pool import over_blocks
from magnitka.process import DEKADS_PER_YEAR, Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Cities, Counters, Districts, Households, People, World
from magnitka.world.cities import GENERATIONS, POLLUTANTS, SPECIALTIES

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

DUST, ACID, METAL = (POLLUTANTS.index(name) for name in ("dust", "sulphur dioxide", "lead"))
SURGEONS, PAEDIATRICIANS = SPECIALTIES.index("surgeons"), SPECIALTIES.index("paediatricians")
MEDICINE = "medicine"
THIRDS = 3
VISITS = DEKADS_PER_YEAR / THIRDS  # a year
LEAD_CODES = 0.5  # codes of `People.lead` per ug/l
PLOTS = 3


@dataclass(frozen=True)
class Params:
    """Risks, lengths of illness, care, and what stays."""

    clean_adults: float = quantity(
        "1", "share of adults ill of the airways in clean air", at_least=0, at_most=0.9
    )
    clean_children: float = quantity("1", "share of children", at_least=0, at_most=0.9)
    infants: float = quantity("1", "odds under three years, over those of children", at_least=0.1)
    old: float = quantity("1", "odds from sixty years on, over those of adults", at_least=0.1)
    risk: float = quantity("1", "odds at 100 ug/m3, over those in clean air", at_least=1, at_most=10)
    acid: float = quantity("1", "weight of sulphur dioxide against dust", at_least=0)
    frailty: float = quantity("1", "odds added by full damage to the airways", at_least=0)
    length_adults: float = quantity("yr", "length of an illness with full care, adults", at_least=0.05)
    length_children: float = quantity("yr", "length of it, children", at_least=0.05)
    neglect: float = quantity("1", "longer by this factor without any care", at_least=0)
    bout: float = quantity(
        "dekad", "days in bed at its beginning or when it comes back", at_least=1, at_most=9
    )
    relapse: float = quantity("1/yr", "times that it comes back in a year of illness", at_least=0, at_most=6)
    other: float = quantity("1/yr", "other illnesses of a dekad in a year", at_least=0, at_most=6)
    admission: float = quantity("1", "share of the bouts that go to hospital", at_least=0, at_most=1)
    avoidance: float = quantity("1", "of them stay at home when every bed has its cot", at_least=0, at_most=1)
    pharmacy: float = quantity("1", "share of a treatment that hangs on medicine", at_least=0, at_most=1)
    operations: float = quantity("1/dekad", "operations of a surgeon", at_least=0)
    wear: float = quantity("1/yr", "damage to the airways, of 255, in a year at 100 ug/m3", at_least=0)
    scar: float = quantity("1", "damage left by a bout without care, of 255", at_least=0, at_most=100)
    fails_at: float = quantity(
        "1", "damage from which the frailest stay ill, of 255", at_least=1, at_most=190
    )
    seek: float = quantity("1", "share who are found early when there is care for all", at_least=0, at_most=1)
    retiring: float = quantity(
        "1/yr", "chance of retiring as an invalid with lasting damage", at_least=0, at_most=1
    )
    nervous: float = quantity("1/yr", "chance of a nervous condition for an adult", at_least=0, at_most=1)
    nervous_stress: float = quantity(
        "1", "added to it, over it, when nothing wanted can be bought", at_least=0
    )
    nervous_length: float = quantity("yr", "length of a nervous condition", at_least=0.2)
    dose_fade: float = quantity(
        "1/yr", "share of the remembered dose that goes in a year", at_least=0.01, at_most=1
    )
    lead_base: float = quantity("ug/l", "lead in the blood without the Works", at_least=0)
    lead_soil: float = quantity("ug/l/(mg/kg)", "added by lead in the soil at home", at_least=0)
    lead_garden: float = quantity("ug/l/(mg/kg)", "added by lead in the soil of the garden plot", at_least=0)
    lead_air: float = quantity("ug/l/(ug/m3)", "added by lead in the air", at_least=0)
    lead_pace_child: float = quantity(
        "1/yr", "pace at which a child's lead follows", at_least=0.01, at_most=5
    )
    lead_pace_adult: float = quantity(
        "1/yr", "pace at which an adult's does: it is in the bones", at_least=0.001
    )


def breathed(air: Floats, p: Params) -> Floats:
    """What harms the airways, in ug/m3 of dust [district]."""
    return air[:, DUST] + p.acid * air[:, ACID]


def lengths(p: Params) -> Floats:
    """Length of an illness with full care [generation], years."""
    return np.array([p.length_adults, p.length_children])


def healing(length: Floats) -> Floats:
    """Chance of getting over an illness between two visits when it lasts `length` years in the mean."""
    return 1.0 / (1.0 + VISITS * length)


def onset(harm: Floats, p: Params) -> Floats:
    """Chance that a well person falls ill between two visits [district, age class, lung class]: I D times 1/D."""
    adult, child = odds_of(p.clean_adults), odds_of(p.clean_children)
    heals_adult, heals_child = healing(lengths(p))
    rate = np.array(
        [
            child * p.infants * heals_child,
            child * heals_child,
            adult * heals_adult,
            adult * p.old * heals_adult,
        ]
    )
    air = relative_risks(p.risk, harm)
    frail = 1.0 + p.frailty * np.arange(LUNG_CLASSES) / LUNG_CLASSES
    chance: Floats = air[:, None, None] * rate[None, :, None] * frail[None, None, :]
    return np.minimum(chance, 1.0)


def lead_aims(world: World, soil: Floats, air: Floats, p: Params) -> Floats:
    """Lead that a child ends up with [district, kind of plot], in codes of `People.lead`."""
    d = world.districts
    home = p.lead_base + p.lead_soil * soil + p.lead_air * air
    aims = np.repeat(home[:, None], PLOTS, axis=1)
    for kind in range(1, PLOTS):
        gardens = d.plots == kind
        if gardens.any():
            aims[:, kind] += p.lead_garden * soil[gardens].mean()
    result: Floats = LEAD_CODES * aims
    return result


def add_up(world: World, counts: Counts) -> Counts:
    """Counts of blocks [block, kind] as totals of the cities [city, kind]."""
    total = np.zeros((world.cities.rows, counts.shape[1]), np.int64)
    np.add.at(total, world.people.city, counts)
    return world.weight * total


def run_wards(world: World) -> None:
    """A dekad of every illness passes; those in hospital are counted."""
    q = world.people
    counts = np.zeros((q.rows, 1), np.int64)
    over_blocks(lambda a, b: wards(a, b, q.persons, q.sick, q.flags, counts[:, 0]), q.rows)
    world.cities.inpatients[:] = add_up(world, counts)[:, 0]


def treat(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Beds, doctors, medicine and water, and the care that they make together."""
    c, d, k = world.cities, world.districts, world.counters
    run_wards(world)
    for city in range(c.rows):
        c.cots[city] = overflow(int(c.beds[city]), float(c.inpatients[city]))[1]
        shelf = (k.city == city) & (k.good == world.goods.row_of[MEDICINE])
        wanted = k.wanted[shelf].sum()
        c.medicine[city] = min(k.sold[shelf].sum() / wanted, 1.0) if wanted > 0.0 else 1.0
        at_work, norm = c.doctors[city].astype(np.float64), c.doctor_norm[city]
        grown = np.arange(norm.size) != PAEDIATRICIANS
        staffed = np.array(
            [at_work[grown].sum() / norm[grown].sum(), at_work[~grown].sum() / norm[~grown].sum()]
        )
        c.care[city] = np.minimum(staffed, 1.0) * (1.0 - p.pharmacy * (1.0 - c.medicine[city]))
        here = (d.city == city) & (d.persons > 0)
        water = np.average(d.water[here], weights=d.persons[here]) if here.any() else 1.0
        c.operations[city] = p.operations * at_work[SURGEONS]
        c.cancelled[city] = c.operations[city] * (1.0 - water)


def treat_all(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: a bed, a doctor and medicine for everybody."""
    c = world.cities
    run_wards(world)
    c.care[:] = c.medicine[:] = 1.0
    c.operations[:] = p.operations * c.doctors[:, SURGEONS]
    c.cots[:] = c.cancelled[:] = 0.0


def fall_ill(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """A third of the blocks: what they breathed, who fell ill, who recovered, what stayed."""
    d = world.districts
    air: Floats = d.air
    live(world, p, clock, dice, breathed(air, p), lead_aims(world, d.soil, air[:, METAL], p))


def in_clean_air(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: illness at the rates of clean air and clean soil."""
    clean = np.zeros(world.districts.rows)
    live(world, p, clock, dice, clean, lead_aims(world, clean, clean, p))


def live(world: World, p: Params, clock: Clock, dice: Dice, harm: Floats, aims: Floats) -> None:
    """One visit to a third of the blocks, in air that does `harm` [district]."""
    q, h, c, d = world.people, world.households, world.cities, world.districts
    counts = np.zeros((q.rows, OF_VISITS), np.int64)
    heals = healing(lengths(p) * (1.0 + p.neglect * (1.0 - c.care)))
    crowding = np.divide(c.cots, c.beds, out=np.zeros(c.rows), where=c.beds > 0.0)
    admission = p.admission * (1.0 - p.avoidance * np.minimum(crowding, 1.0))
    chances, key = onset(harm, p), dice.key
    over_blocks(
        lambda a, b: visit(
            a, b, clock.tick % THIRDS, clock.tick, key,
            q.persons, q.luck, q.household, q.employer, q.born, q.flags, q.dose, q.lungs, q.sick, q.lead, q.city,
            h.district, h.plot, h.unmet,
            chances, heals, c.care, admission, harm / VISITS, aims,
            p.relapse / VISITS, p.other / VISITS, p.dose_fade / VISITS,
            p.wear * p.dose_fade / 100.0 / VISITS, p.scar, p.fails_at,
            p.seek, p.nervous / VISITS, p.nervous_stress, 1.0 / (1.0 + VISITS * p.nervous_length),
            p.retiring / VISITS, min(p.lead_pace_child / VISITS, 1.0), min(p.lead_pace_adult / VISITS, 1.0),
            int(p.bout), q.findings, counts,
        ),
        q.rows,
    )  # fmt: skip
    total = add_up(world, counts)
    c.falling_ill[:] = total[:, ILL_ADULT : ILL_ADULT + len(GENERATIONS)]
    c.found_chronic[:], c.found_late[:] = total[:, CHRONIC_FOUND], total[:, FOUND_LATE]
    c.retired_invalid[:] = total[:, RETIRED]
    found = world.weight * q.findings.sum(axis=0, dtype=np.int64)
    d.ill_adults[:], d.ill_children[:] = found[:, FOUND_ADULT], found[:, FOUND_CHILD]
    d.chronic[:], d.nervous[:] = found[:, FOUND_CHRONIC], found[:, FOUND_NERVOUS]
    d.lead[:] = found[:, LEAD] / np.maximum(found[:, CHILDREN], 1) / LEAD_CODES


PROCESSES = (
    Process(
        "health",
        "health.hospital",
        treat,
        treat_all,
        Params,
        reads=(
            People.persons,
            Cities.doctors,
            Counters.wanted,
            Counters.sold,
            Districts.persons,
            Districts.water,
        ),
        writes=(
            People.sick,
            People.flags,
            Cities.inpatients,
            Cities.cots,
            Cities.medicine,
            Cities.care,
            Cities.operations,
            Cities.cancelled,
        ),
    ),
    Process(
        "health",
        "health.illness",
        fall_ill,
        in_clean_air,
        Params,
        reads=(
            People.persons,
            People.luck,
            People.household,
            People.employer,
            People.born,
            Households.district,
            Households.plot,
            Households.unmet,
            Cities.care,
            Cities.cots,
            Districts.air,
            Districts.soil,
        ),
        writes=(
            People.flags,
            People.dose,
            People.lungs,
            People.sick,
            People.lead,
            People.findings,
            Cities.falling_ill,
            Cities.found_chronic,
            Cities.found_late,
            Cities.retired_invalid,
            Districts.ill_adults,
            Districts.ill_children,
            Districts.chronic,
            Districts.nervous,
            Districts.lead,
        ),
    ),
)

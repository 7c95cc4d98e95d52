"""Chances of a turn of life: by age and sex, and by what people answer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.bodies import odds_of, prevalence, relative_risk
from magnitka.kernels.fates import (
    BIRTH,
    BOND,
    DEATH,
    FATES,
    MOVE,
    Answers,
    Chances,
)
from magnitka.kernels.growing_up import COMES_OF_AGE, GRADUATES, RETIRES
from magnitka.process import Clock
from magnitka.processes.demography.params import Params
from magnitka.world import World
from magnitka.world.cities import POLLUTANTS
from magnitka.world.goods import ALCOHOL
from magnitka.world.people import DEKADS_PER_YEAR

Floats = NDArray[np.float64]

TURN = 3  # dekads that a block lives at a time
TURNS_A_YEAR = DEKADS_PER_YEAR / TURN
MOST_OF_CHANCE = 0.25  # a fate has a quarter of the draw
ALL_OF_A_DRAW = float(2**64 - 2**11)  # the largest float below 2**64
OF_AGE, GRADUATE, RETIRED = 17, 22, (60, 55)  # years; pensions of men and of women
LAST_BIRTH = 55
LONGEST_WAIT = 40.0  # years: longer than anybody thinks ahead
MOST_ALCOHOL = 1.5
DUST = POLLUTANTS.index("dust")


def alcohol_sold(world: World, clock: Clock) -> Floats:
    """Alcohol that reached the people of each city this dekad, over that of the founding year."""
    n = world.counters
    rows = np.flatnonzero(n.good == world.goods.row_of[ALCOHOL])
    city = n.city[rows]
    usual = np.bincount(city, n.norm[rows], world.cities.rows) * world.cities.persons
    sold = np.bincount(city, n.sold[rows].sum(axis=1), world.cities.rows)
    share = sold / np.maximum(usual * clock.days / clock.days_in_month, 1e-9)
    return np.minimum(share, MOST_ALCOHOL)


def answers_of(world: World, p: Params, clock: Clock) -> Answers:
    """How people answer this dekad's air, supply and housing lists."""
    dust = world.districts.air[:, DUST]
    ill = [prevalence(odds_of(p.born_ill) * relative_risk(p.dust_odds, float(ug))) for ug in dust]
    wait = np.nan_to_num(world.lists.expected_wait, nan=0.0, posinf=LONGEST_WAIT)
    return Answers(
        lungs=p.lungs,
        alcohol=alcohol_sold(world, clock),
        drinkers=np.array([p.drinking_men, p.drinking_women]),
        at_home=np.array([p.at_home_men, p.at_home_women]),
        to_parents=p.to_parents,
        cramped=p.cramped,
        end_of_leave=1.0 / (p.leave * TURNS_A_YEAR),
        pathology=np.array(ill),
        lead=p.lead_risk,
        unhoused=p.unhoused,
        patience=p.patience,
        sought=p.sought,
        exchanged=p.exchanged,
        to_wait=np.minimum(wait, LONGEST_WAIT),
        works_on=p.works_on,
        schooled=np.array([p.incomplete, 1.0 - p.specialised, p.graduates]),
    )


def no_answers(world: World, p: Params, clock: Clock) -> Answers:
    """Neutral: as in 1980, whatever the air, the shops and the lists are."""
    return answers_of(world, p, clock)._replace(
        lungs=0.0,
        alcohol=np.ones(world.cities.rows),
        cramped=0.0,
        pathology=np.full(world.districts.rows, p.born_ill),
        lead=0.0,
        unhoused=1.0,
        patience=0.0,
        sought=1.0,
        exchanged=0.0,
    )


def chances_of(world: World, a: Answers, benefits: float) -> Chances:
    """Chances of a turn by age, and what no chance exceeds, so that most draws need no second look."""
    t = world.ages
    age = np.arange(t.rows)
    death, bond = t.deaths.T / TURNS_A_YEAR, t.weddings.T / TURNS_A_YEAR
    births = np.stack([t.births_wed, t.births_unwed]) * (benefits / TURNS_A_YEAR)
    divorce, move = t.divorces / TURNS_A_YEAR, np.where(age >= OF_AGE, t.moves, 0.0) / TURNS_A_YEAR
    drink = np.ascontiguousarray(t.drink.T)
    bound = np.zeros((FATES, *death.shape))
    by_drink = 1.0 - drink + drink * a.alcohol.max() / a.drinkers[:, None]
    bound[DEATH] = death * (1.0 + a.lungs) * np.maximum(by_drink, 1.0)
    bound[BIRTH, 1] = np.where(
        (age >= OF_AGE - 2) & (age < LAST_BIRTH), births.max(axis=0) + a.end_of_leave, 0.0
    )
    bound[BOND] = np.maximum(bond, np.stack([np.zeros(t.rows), divorce]))
    bound[MOVE] = move * (max(a.unhoused, 1.0) + a.patience * LONGEST_WAIT) * max(a.sought, 1.0)
    stage = np.zeros(death.shape, np.int64)
    stage[:, OF_AGE], stage[:, GRADUATE] = COMES_OF_AGE, GRADUATES
    stage[[0, 1], RETIRED] = RETIRES
    return Chances(
        (np.minimum(bound / MOST_OF_CHANCE, 1.0) * ALL_OF_A_DRAW).astype(np.uint64),
        np.ascontiguousarray(death),
        drink,
        births[0],
        births[1],
        np.ascontiguousarray(bond),
        divorce,
        move,
        stage,
    )

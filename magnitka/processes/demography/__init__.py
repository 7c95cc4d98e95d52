"""Births, deaths, marriages, departures, newcomers: who lives in the city, person by person.

A third of the blocks lives three dekads at a time (chances of a year x 3/36). Death: the table by age and sex, times
1 + `lungs` x damage of the airways; a share A(age) of the deaths goes with the state's supply of alcohol and falls on
the share s that drinks: risk (1 - A) + A x supply / s for them, 1 - A for others (Shkolnikov and Nemtsov 1997, pp.
245-247). Birth: by age and marriage, fewer without a dwelling of one's own; a newborn is ill with odds that grow
with the dust of the district (T72) and with lead in the mother's body. Couples move in with whoever is master of a
home, else stay with parents (SHARED): dwellings are only had from a list. Divorced men share a dwelling, or go back
to their parents. Departure: more without a dwelling of one's own, more with every year still to wait, most among
graduates; a home is kept while an adult stays, and most families that give one up exchange it with a family that
comes, so that neither is followed. Newcomers need a bed in a hostel and come as posts are open: whoever is housed
leaves a bed to the next who will want a flat. Doctors are posted. Neutral: the chances of 1980; nobody answers
housing, drink or smoke, and nobody exchanges. Claims: L250, L258, L262.
"""

from __future__ import annotations

from magnitka.kernels.blocks import HouseholdRows, PersonRows
from magnitka.process import Process
from magnitka.processes.demography.counting import count
from magnitka.processes.demography.life import live, live_as_in_1980
from magnitka.processes.demography.newcomers import settle, settle_as_usual
from magnitka.processes.demography.params import Params
from magnitka.table import Column
from magnitka.world import Centre, Cities, Counters, Districts, Employers, Households, Lists, People

ROWS: tuple[Column, ...] = tuple(
    vars(table)[name]
    for table, rows in ((People, PersonRows), (Households, HouseholdRows))
    for name in rows._fields
)

PROCESSES = (
    Process(
        "demography",
        "demography.turn",
        live,
        live_as_in_1980,
        Params,
        reads=(Cities.persons, Counters.sold, Districts.air, Lists.expected_wait),
        writes=(
            *ROWS,
            Cities.births,
            Cities.deaths,
            Cities.departures,
            Cities.marriages,
            Cities.divorces,
            Cities.doctors_left,
            Cities.vacant,
            Employers.staff,
            Lists.length,
            Lists.reneged,
            Counters.expired,
            Counters.outstanding,
            Centre.households,
            Centre.issued,
        ),
    ),
    Process(
        "demography",
        "demography.newcomers",
        settle,
        settle_as_usual,
        Params,
        reads=(Cities.persons, Cities.doctors, Employers.posts, Employers.staff, Employers.on_leave),
        writes=(*ROWS, Cities.arrivals, Centre.households, Centre.issued),
    ),
    Process(
        "demography",
        "demography.count",
        count,
        count,
        None,
        reads=(
            People.persons,
            People.occupation,
            People.employer,
            Households.top,
            Households.size,
            Households.children,
            Households.district,
            Employers.staff,
        ),
        writes=(
            Cities.persons,
            Cities.households,
            Cities.adults,
            Cities.children,
            Cities.employed,
            Cities.doctors,
            Districts.persons,
            Districts.households,
            Districts.adults,
            Districts.children,
        ),
    ),
)

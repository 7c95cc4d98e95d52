"""More is begun than can be finished, since a start secures funds; crews thin out over the sites, some stand still.

A ministry begins an object while what that secures in a year is more than it takes: dB/dclaims / norm years > entry,
in shares of the estimate, where funds B = base (claims / base)^secures (investment hunger, Kornai 1980; Gregory 1990,
ch. 6: lead times of 2 to 2.5 times the normal). Claims rise with every start, the builders' work does not: it is
rationed by funds, pull and rank (the family of T22), factory first, and where less than a crew is left there is none.
Bridge, hotel, hospital and water works live on `Cities.social_funds`, what industry leaves of the social lines (T64):
carried in January's budget, struck at a quarter's turn if too little is left to begin. The plant gives a decreed
share of its flats to the soviet. Work follows what the city's builders really turn out, so that shortage in industry
reaches homes. Funds are limits here: the builders are paid as suppliers of finished work. Neutral: one project
after another, funds in proportion. Claims: L200-L205, L209-L211 (Kotkin 1991).
"""

from __future__ import annotations

from magnitka.process import Process
from magnitka.processes.construction.params import Params
from magnitka.processes.construction.starts import begin, begin_in_turn
from magnitka.processes.construction.work import build, build_in_turn
from magnitka.world import Cities, Enterprises, Projects, Shops

PROCESSES = (
    Process(
        "construction",
        "construction.starts",
        begin,
        begin_in_turn,
        Params,
        reads=(Cities.social_plan, Cities.social_funds, Projects.done),
        writes=(Projects.listed, Projects.started, Projects.scratched, Projects.pull),
    ),
    Process(
        "construction",
        "construction.work",
        build,
        build_in_turn,
        Params,
        reads=(
            Cities.social_plan,
            Cities.social_funds,
            Enterprises.capacity,
            Shops.output,
            Projects.pull,
        ),
        writes=(
            Projects.started,
            Projects.done,
            Projects.funds,
            Projects.built,
            Projects.stops,
            Projects.stood,
            Projects.worked,
            Projects.manned,
            Projects.finished,
            Cities.dwellings,
            Cities.vacant,
            Cities.fresh,
            Cities.completed,
            Cities.demolished,
            Cities.builders,
        ),
    ),
)

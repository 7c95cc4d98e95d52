"""How much is built, and what a start secures."""

from __future__ import annotations

from dataclasses import dataclass

from magnitka.quantity import Schedule, quantity, schedule


@dataclass(frozen=True)
class Params:
    """Builders, funds, starts, sites, what becomes of the flats."""

    output_per_builder: float = quantity(
        "krub/person/yr", "building work of one post at the even pace", at_least=0
    )
    building_part: float = quantity(
        "1", "share of an industrial estimate that is building work", at_least=0.05, at_most=1
    )
    industry_years: float = quantity("yr", "norm duration of an object of industry", at_least=0.5)
    social_years: float = quantity("yr", "norm duration of a bridge or hospital", at_least=0.5)
    house_years: float = quantity("yr", "norm duration of a group of houses", at_least=0.2)
    industry_work: float = quantity(
        "1", "share of the builders' work in the ministries' yearly limits", at_least=0, at_most=1
    )
    programme: float = quantity("Mrub/yr", "housing programme of plants and soviet", at_least=0)
    exposed: float = quantity(
        "1", "share of the housing programme that is cut as social lines are", at_least=0, at_most=1
    )
    secures: float = quantity(
        "1", "per cent by which funds grow when claims grow by one", at_least=0, at_most=1
    )
    entry: float = quantity("1", "share of an estimate that counts as a start", at_least=0.001, at_most=1)
    approvals: float = quantity(
        "1/yr", "starts in industry that are approved in a city in a year", at_least=0
    )
    factory_first: float = quantity(
        "1", "rank of industry over flats and bridges with the builders", at_least=0, at_most=10
    )
    whim: float = quantity("1", "spread of the quarter's pull of a site", at_least=0, at_most=3)
    least_crew: float = quantity(
        "1", "least pace at which a site is worked, over the norm", at_least=0, at_most=1
    )
    weathering: float = quantity(
        "1/yr", "share of the work that a site without crews loses", at_least=0, at_most=0.5
    )
    demolition: float = quantity(
        "1/yr", "share of the dwellings that is worn out in a year", at_least=0, at_most=0.1
    )
    transfer: Schedule = schedule(
        "1", "share of its new flats that the plant gives to the soviet", at_least=0, at_most=1
    )

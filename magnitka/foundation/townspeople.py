"""What a scenario says of a town: its people, and who employs them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, TypeVar

from magnitka.errors import UsageError, did_you_mean
from magnitka.foundation.given import Params as Foundation
from magnitka.foundation.given import the_works
from magnitka.quantity import quantity
from magnitka.scenario import Scenario
from magnitka.table import Table
from magnitka.world import Payer, Sector

E = TypeVar("E", bound=IntEnum)
NONE = "none"  # in a table: belongs to no enterprise of the model


@dataclass(frozen=True)
class Params:
    """The people of the founding day."""

    persons_per_agent: float = quantity(
        "1", "persons that one row of the population stands for", at_least=1, at_most=1000
    )
    employed_men: float = quantity("1", "share of men of working age with an employer", at_least=0, at_most=1)
    employed_women: float = quantity(
        "1", "share of women of working age with an employer", at_least=0, at_most=1
    )
    at_home_men: float = quantity(
        "1", "share of men of working age who seek no post", at_least=0, at_most=0.5
    )
    at_home_women: float = quantity("1", "share of women who seek none", at_least=0, at_most=0.5)
    posts_scale: float = quantity(
        "1", "posts outside the Works, over those of the table of employers", at_least=0.001, at_most=10
    )
    works_pay: float = quantity("rub/month", "mean pay in the shops of the Works", at_least=0)
    party: float = quantity("1", "share of adults in the party", at_least=0, at_most=0.5)
    drinking_men: float = quantity("1", "share of men who miss work for drink", at_least=0, at_most=1)
    drinking_women: float = quantity("1", "share of women who do", at_least=0, at_most=1)
    deposits: float = quantity("rub/person", "savings a head", at_least=0)
    cash_months: float = quantity("month", "cash in hand, in months of money income", at_least=0)
    hostel: float = quantity("1", "share of households in hostels", at_least=0, at_most=1)
    shared: float = quantity("1", "share with relatives or as subtenants", at_least=0, at_most=1)
    room: float = quantity("1", "share in rooms of communal flats", at_least=0, at_most=1)
    plant: float = quantity("1", "share in flats of enterprises", at_least=0, at_most=1)
    city: float = quantity("1", "share in flats of the soviet", at_least=0, at_most=1)
    coop: float = quantity("1", "share in flats of building cooperatives", at_least=0, at_most=1)
    listed: float = quantity("1", "share of households on a housing list", at_least=0, at_most=1)
    oldest_wait: float = quantity("yr", "longest wait of those listed", at_least=0.1, at_most=28)
    plots: float = quantity("1", "share of households with a garden plot", at_least=0, at_most=1)
    plots_near: float = quantity("1", "share of the plots that lie in the smoke", at_least=0, at_most=1)


class Employer(NamedTuple):
    """One employer to be."""

    name: str
    city: str
    enterprise: str
    shop: int
    sector: Sector
    payer: Payer
    posts: float
    pay: float
    women: float
    east: float
    north: float


def employers(scenario: Scenario, shops: list[str], owners: list[str]) -> list[Employer]:
    """The shops of the Works, then the table's employers. Raises UsageError for what the table gets wrong."""
    works, p = the_works(scenario), scenario.params(Params, "population")
    size = scenario.params(Foundation, "foundation").works_scale
    hands = dict(
        zip(scenario.table("works").texts("shop"), scenario.table("works").numbers("workers"), strict=True)
    )
    home = scenario.table("cities").texts("city")[0]
    found = [
        Employer(
            name,
            home,
            works,
            row,
            Sector.WORKS,
            Payer.ENTERPRISE,
            hands[name] * size,
            p.works_pay,
            0.33,
            0.0,
            0.0,
        )
        for row, (name, owner) in enumerate(zip(shops, owners, strict=True))
        if owner == works and name in hands
    ]
    table = scenario.table("employers")
    known = scenario.table("enterprises").texts("enterprise")
    for row, name in enumerate(table.texts("employer")):
        enterprise = table.texts("enterprise")[row]
        if enterprise != NONE and enterprise not in known:
            raise UsageError(
                f"table employers: {name} belongs to {enterprise}, which is no enterprise; "
                f"{did_you_mean(enterprise, known)}"
            )
        found.append(
            Employer(
                name,
                table.texts("city")[row],
                enterprise,
                -1,
                member_named(Sector, table.texts("sector")[row], "employers", name),
                member_named(Payer, table.texts("payer")[row], "employers", name),
                table.numbers("posts")[row] * (size if enterprise == works else p.posts_scale),
                table.numbers("pay")[row],
                table.numbers("women")[row],
                table.numbers("east")[row],
                table.numbers("north")[row],
            )
        )
    return found


def member_named(kind: type[E], text: str, table: str, row: str) -> E:
    """A member of an IntEnum by its lower-case name. Raises UsageError."""
    names = {member.name.lower(): member for member in kind}
    if text not in names:
        raise UsageError(
            f"table {table}: {row} has {text!r}, which is no {kind.__name__.lower()}; {did_you_mean(text, names)}"
        )
    return names[text]


def row_of(table: Table, text: str, named: str) -> int:
    """Row of a label that another table names. Raises UsageError."""
    if text not in table.row_of:
        raise UsageError(f"table {named}: {text!r} is not known; {did_you_mean(text, table.row_of)}")
    return table.row_of[text]

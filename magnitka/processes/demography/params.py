"""How people of a town are, and how they answer housing, drink and smoke."""

from __future__ import annotations

from dataclasses import dataclass

from magnitka.quantity import Schedule, quantity, schedule


@dataclass(frozen=True)
class Params:
    """What people are like, and how they answer housing, drink and smoke."""

    lungs: float = quantity("1", "risk of death added by airways damaged wholly", at_least=0, at_most=5)
    drinking_men: float = quantity(
        "1", "share of men who drink, for those who grow up", at_least=0.01, at_most=1
    )
    drinking_women: float = quantity("1", "share of women who do", at_least=0.01, at_most=1)
    at_home_men: float = quantity(
        "1", "share of men who seek no post, for those who grow up", at_least=0, at_most=0.5
    )
    at_home_women: float = quantity("1", "share of women who seek none", at_least=0, at_most=0.5)
    to_parents: float = quantity(
        "1", "divorced men who go back to their parents, where there is room", at_least=0, at_most=1
    )
    cramped: float = quantity(
        "1", "births missing for want of a dwelling of one's own", at_least=0, at_most=1
    )
    benefits: Schedule = schedule(
        "1", "births over those of 1980, for leave and allowances", at_least=0, at_most=2
    )
    leave: float = quantity("yr", "mean leave of a mother", at_least=0.1, at_most=4)
    born_ill: float = quantity("1", "newborns with a pathology in clean air", at_least=0.01, at_most=0.5)
    dust_odds: float = quantity("1", "odds of it at 100 ug/m3 of dust over those in clean air", at_least=1)
    lead_risk: float = quantity("1", "risk of it added by a mother full of lead", at_least=0, at_most=1)
    unhoused: float = quantity("1", "departures without a dwelling over those with one", at_least=0)
    patience: float = quantity("1/yr", "the same, added by a year still to wait", at_least=0)
    sought: float = quantity("1", "departures of graduates without a dwelling over others'", at_least=0)
    exchanged: float = quantity(
        "1",
        "families leaving the city who exchange their dwelling with one that comes",
        at_least=0,
        at_most=1,
    )
    works_on: float = quantity("1", "pensioners who keep their post", at_least=0, at_most=1)
    incomplete: float = quantity("1", "school leavers without secondary schooling", at_least=0, at_most=1)
    specialised: float = quantity("1", "school leavers with specialised schooling", at_least=0, at_most=1)
    graduates: float = quantity("1", "share of an age that graduates in the city", at_least=0, at_most=1)
    settlers: float = quantity(
        "1/yr", "newcomers to inhabitants when posts are open as usual", at_least=0, at_most=1
    )
    usual_open: float = quantity("1", "posts open to all posts, as usual", at_least=0.001, at_most=1)
    beds: float = quantity("1", "beds in hostels to inhabitants", at_least=0, at_most=0.5)
    settlers_men: float = quantity("1", "men among newcomers", at_least=0, at_most=1)
    families: float = quantity("1", "newcomers who bring a family", at_least=0, at_most=1)
    settlers_graduates: float = quantity("1", "graduates among newcomers", at_least=0, at_most=1)
    purse: float = quantity("rub", "what a household brings", at_least=0)
    doctors_posted: float = quantity("persons/yr", "doctors whom the ministry posts to the city", at_least=0)

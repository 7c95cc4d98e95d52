"""Observables of air, soil, bodies and those who mend them; and of births, deaths and numbers."""

from __future__ import annotations

import numpy as np

from magnitka.ledger.chronicle import YEAR_DAYS, Chronicle, Floats, Rows, ratio
from magnitka.ledger.town_goods import growth_of, mean_of
from magnitka.world import Bank

# Soviet norms of clean air, daily means, ug/m3 (SN 245-71): the harmful substances that the essay names.
NORMS = {"dust": 150.0, "sulphur_dioxide": 50.0, "phenol": 3.0}
FAR, NEAR = 25.0, 20.0  # km from the blast furnaces: "even 30 km away", "within 20 km"
QUARTER = 9  # dekads
THOUSAND = 1e-3


def distance(c: Chronicle) -> Floats:
    """Of each district's centre from the blast furnaces, km."""
    return np.hypot(c.fixed["districts.east"], c.fixed["districts.north"])


# ------------------------------------------------------------------------------------------------ air and soil
def emissions(c: Chronicle) -> float:
    """Let out by all stacks, kt a year."""
    return float(c.one("town_emissions").sum()) * YEAR_DAYS / float(c.day.sum())


def emissions_a_head(c: Chronicle) -> float:
    """The same for each inhabitant, tonnes a year."""
    return emissions(c) / (mean_of(c, "town_persons") * THOUSAND)


def emissions_at_quarters_end(c: Chronicle) -> float:
    """Emissions a day in the last dekads of quarters over the mean of all dekads."""
    daily = c.one("town_emissions") / c.day
    last = (c.month % 3 == 2) & (np.arange(c.day.size) % 3 == 2)
    return ratio(daily[last].mean(), daily.mean())


def worst_over_norm_far_off(c: Chronicle) -> float:
    """The worst of the harmful substances over its norm, mean of the places about 30 km away."""
    places = distance(c) > FAR
    if not places.any():
        return float("nan")
    return max(
        float(c.panel("district", f"air_{name}", places).mean()) / norm for name, norm in NORMS.items()
    )


def over_natural(c: Chronicle, rows: Rows) -> float:
    """Lead in the upper soil of some districts over that of clean soil."""
    if not rows.any():
        return float("nan")
    return float(c.panel("district", "soil", rows).mean()) / c.numbers["pollution.natural_lead"]


def soil_lead_near(c: Chronicle) -> float:
    """Lead in the soil within 20 km over the natural rate."""
    return over_natural(c, distance(c) <= NEAR)


def soil_lead_in_gardens(c: Chronicle) -> float:
    """Lead in the soil outside the city, where vegetables grow, over the natural rate."""
    return over_natural(c, (c.fixed["districts.bank"] == Bank.OUTSIDE) & (distance(c) <= NEAR))


# ------------------------------------------------------------------------------------------------ illness
def ill_adults(c: Chronicle) -> float:
    """Adults ill of the airways."""
    return mean_of(c, "town_ill_adults")


def ill_children(c: Chronicle) -> float:
    """Children ill of the airways."""
    return mean_of(c, "town_ill_children")


def ill_children_growth(c: Chronicle) -> float:
    """Children ill of the airways, last year over first."""
    return growth_of(c, "town_ill_children")


def nervous_share(c: Chronicle) -> float:
    """Adults with a nervous condition."""
    return mean_of(c, "town_nervous")


def invalids_growth(c: Chronicle) -> float:
    """Share of adults retired as invalids, last year over first."""
    return growth_of(c, "town_invalids")


def pathologies(c: Chronicle) -> float:
    """Infants born with a pathology."""
    return mean_of(c, "town_pathologies")


def found_late(c: Chronicle) -> float:
    """Share of the lasting damage found that was found in a late stage."""
    return ratio(c.panel("city", "found_late"), c.panel("city", "found_chronic"))


def beds_filled(c: Chronicle) -> float:
    """Patients in hospital over beds."""
    return mean_of(c, "town_beds_filled")


def soil_lead(c: Chronicle) -> float:
    """Lead in the soil of inhabited districts, mg/kg, at the end of the period."""
    return float(c.panel("district", "soil", c.fixed["districts.bank"] != Bank.OUTSIDE)[-1].mean())


def ill_children_at_the_end(c: Chronicle) -> float:
    """Children ill of the airways in the last year of the period."""
    return ill_children(c.in_year(c.whole_years[-1]))


# ------------------------------------------------------------------------------------------------ doctors
def doctor_staffing(c: Chronicle) -> float:
    """Doctors over the norm."""
    return mean_of(c, "town_doctor_staffing")


def specialists(c: Chronicle, specialty: str, at: int) -> float:
    """Doctors of a specialty over its norm."""
    norm = float(c.fixed["cities.doctor_norm"][:, at].sum())
    return float(c.panel("city", f"doctors_{specialty}").sum(axis=1).mean()) / norm


def surgeons(c: Chronicle) -> float:
    """Surgeons over the norm."""
    return specialists(c, "surgeons", 1)


def gynaecologists(c: Chronicle) -> float:
    """Gynaecologists over the norm."""
    return specialists(c, "gynaecologists", 2)


def paediatricians(c: Chronicle) -> float:
    """Paediatricians over the norm."""
    return specialists(c, "paediatricians", 3)


def doctors_left_a_year(c: Chronicle) -> float:
    """Doctors who left the city in a year."""
    return float(c.one("town_doctors_left").sum()) * YEAR_DAYS / float(c.day.sum())


# ------------------------------------------------------------------------------------------------ numbers
def persons_thousand(c: Chronicle) -> float:
    """Inhabitants, thousand."""
    return mean_of(c, "town_persons") * THOUSAND


def deaths_change(c: Chronicle) -> float:
    """Deaths per head in the last whole year of the period over those of the first, less one."""
    years = c.whole_years
    if len(years) < 2:
        return float("nan")
    first, last = (
        ratio(c.in_year(year).one("town_deaths"), c.in_year(year).one("town_persons"))
        for year in (years[0], years[-1])
    )
    return last / first - 1.0

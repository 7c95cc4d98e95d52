"""Bodies: illness of the airways by bank and age, what it leaves, births and deaths, doctors against the norm."""

from __future__ import annotations

from magnitka.report.figure import Figure, Table, slider
from magnitka.report.reading import Reading, ratio
from magnitka.report.wording import count, hundredths, number, percent, tenths
from magnitka.world import Bank
from magnitka.world.cities import SPECIALTIES

BANKS = {Bank.LEFT: "left bank", Bank.RIGHT: "right bank"}
MARKED = {"pathologies": "infants born with a pathology", "invalids": "adults retired as invalids"}
GENERAL = "general"  # doctors of no specialty of their own
YEAR = 365.25  # days


def bodies(reading: Reading) -> Figure:
    """Illness and doctors, year by year."""
    bank = reading.column("districts.bank")
    ill, lasting = [], []
    for side, words in BANKS.items():
        mine = bank == side
        for who in ("children", "adults"):
            part, whole = (reading.panel(f"district_{n}")[:, mine].sum(axis=1) for n in (f"ill_{who}", who))
            ill.append((f"{who}, {words}", ratio(part, whole)))
        chronic, persons = (
            reading.panel(f"district_{n}")[:, mine].sum(axis=1) for n in ("chronic", "persons")
        )
        lasting.append((words, 100 * reading.end_of_year(ratio(chronic, persons))))
    people = reading.mean_of_year(reading.panel("city_persons").sum(axis=1))
    vital = [
        (name,
         1000 * reading.by_year(reading.panel(f"city_{name}").sum(axis=1)) * YEAR / reading.length_of_years / people)
        for name in ("births", "deaths")
    ]  # fmt: skip
    marked = [
        (words, 100 * reading.mean_of_year(reading.series(f"town_{name}"))) for name, words in MARKED.items()
    ]
    doctors = reading.end_of_year(reading.parts("city_doctors", SPECIALTIES).sum(axis=2).T)
    norm = reading.column("cities.doctor_norm").sum(axis=0)
    gone = reading.by_year(reading.panel("city_doctors_left").sum(axis=1))
    yearly = [reading.mean_of_year(values) for _, values in ill]
    titles = [
        f"In {year}, {percent(float(yearly[0][row]))} of the children of the left bank and "
        f"{percent(float(yearly[2][row]))} of those of the right are ill of the airways; "
        f"{count(round(float(doctors[row].sum())))} doctors fill {count(round(float(norm.sum())))} posts, and "
        f"{count(round(float(gone[row]))) if gone[row] >= 1 else 'none'} left the city"
        for row, year in enumerate(reading.years)
    ]
    return Figure(
        name="bodies",
        title=titles[-1],
        note=(
            "Shares of the people of each bank. Illness of the airways comes and goes with the air; lasting damage "
            "does not heal. Doctors are counted at the end of the year against the posts of the official norm."
        ),
        data={
            "years": reading.years,
            "months": reading.month_names,
            "ill": [{"name": name, "values": reading.by_month(values)} for name, values in ill],
            "chronic": [{"name": name, "values": values} for name, values in lasting],
            "vital": [{"name": name, "values": values} for name, values in vital],
            "marked": [{"name": name, "values": values} for name, values in marked],
            "specialties": ["other doctors" if name == GENERAL else name for name in SPECIALTIES],
            "doctors": doctors,
            "norm": norm,
            "left": gone,
            "titles": titles,
        },
        table=Table(
            "Illness and doctors by year",
            ("year", *(f"{name}, ill, %" for name, _ in ill), *(f"lasting damage, {name}, %" for name, _ in lasting),
             *(f"{name} a thousand" for name, _ in vital),
             *(f"{name}, %" for name, _ in marked), "doctors", "of the norm, %", "doctors who left"),
            tuple(
                (
                    str(year),
                    *(hundredths(float(values[row])) for values in yearly),
                    *(tenths(float(values[row])) for _, values in (*lasting, *vital, *marked)),
                    number(float(doctors[row].sum()), 3),
                    hundredths(float(doctors[row].sum() / norm.sum())),
                    count(round(float(gone[row]))),
                )
                for row, year in enumerate(reading.years)
            ),
        ),
        sections=("health", "pollution", "demography", "housing", "tables.cities", "tables.districts"),
        choices=(slider(reading.years),),
    )  # fmt: skip

"""The series of the whole town: people, homes, money, goods, air and water, bodies and work."""

from __future__ import annotations

from magnitka.measure import ROUBLES, Measure, Observable, share, share_if_any
from magnitka.observe.town_measures import (
    BY_RANK,
    STATE,
    allotted,
    cooperative_price,
    cooperatives,
    independent_cooperatives,
    lost_to,
    mean_weighted,
    noise_of_the_city,
    of_cooperatives,
    on_bank,
    part,
    ratio_of,
    share_through,
    shelves,
    social_share,
    spent,
    total,
    unmet_demand,
    wait_of_a_newcomer,
)
from magnitka.observe.town_panels import slug
from magnitka.world import (
    Bank,
    Channel,
    Cities,
    Counters,
    Districts,
    Employers,
    Lists,
    Niche,
)  # fmt: skip
from magnitka.world.cities import CHANNELS, POLLUTANTS, REVENUES, USES_OF_TIME
from magnitka.world.employers import LOSSES

DUST, SULPHUR = POLLUTANTS.index("dust"), POLLUTANTS.index("sulphur dioxide")
THOUSAND = 1e-3


def series(unit: str, rows: dict[str, tuple[str, Measure]]) -> tuple[Observable, ...]:
    """Series of one unit, by {name: (long name, measure)}."""
    return tuple(Observable(f"town_{name}", unit, text, measure) for name, (text, measure) in rows.items())


EACH: tuple[Observable, ...] = (
    # people
    *series(
        "persons",
        {
            "persons": ("inhabitants", total(Cities.persons)),
            "adults": ("inhabitants of 15 and more", total(Cities.adults)),
            "children": ("inhabitants under 15", total(Cities.children)),
            "employed": ("inhabitants with an employer", total(Cities.employed)),
            "births": ("born this dekad", total(Cities.births)),
            "deaths": ("died this dekad", total(Cities.deaths)),
            "arrivals": ("moved in this dekad", total(Cities.arrivals)),
            "departures": ("moved away this dekad", total(Cities.departures)),
            "quits": ("left their employer this dekad", total(Employers.quits)),
            "cooperative_members": ("persons who work in cooperatives", of_cooperatives("members")),
            "doctors": ("doctors at work", total(Cities.doctors)),
            "doctors_left": ("doctors who left this dekad", total(Cities.doctors_left)),
        },
    ),
    *series("households", {"households": ("households", total(Cities.households))}),
    # homes
    *series(
        "1",
        {
            "listed_share": (
                "share of households on a housing list",
                ratio_of(total(Lists.length), total(Cities.households)),
            ),
            "off_list_share": (
                "share of the dwellings allotted this dekad that went to households on no list",
                lambda w, c: share_if_any(float(w.lists.off_list.sum()), allotted(w)),
            ),
            "jumped_share": (
                "share of the dwellings allotted this dekad that went to somebody on a list before his turn",
                lambda w, c: share_if_any(float(w.lists.jumped.sum()), allotted(w)),
            ),
        },
    ),
    *series(
        "yr",
        {
            "expected_wait": (
                "wait of a newcomer: listed households over those housed from the lists in a year",
                wait_of_a_newcomer,
            )
        },
    ),
    *series(
        "dwellings",
        {
            "completions": ("dwellings completed this dekad", total(Cities.completed)),
            "allotted": ("dwellings that found a household this dekad", lambda w, c: allotted(w)),
            "vacant": ("dwellings empty, to be allotted", total(Cities.vacant)),
        },
    ),
    # money
    *series(
        "Mrub/dekad",
        {
            "income": ("money income of households", total(Cities.income, ROUBLES)),
            "spending": ("paid by households for goods, rent and fares", spent),
            "cash_out": ("paid by cooperatives to their members", of_cooperatives("paid_out", scale=ROUBLES)),
        },
    ),
    *series("Mrub", {"city_account": ("the city's account", total(Cities.account, ROUBLES))}),
    *series(
        "Mrub/dekad",
        {
            "city_revenue": ("the city's revenue", total(Cities.revenue, ROUBLES)),
            "city_spending": ("the city's spending", total(Cities.spending, ROUBLES)),
            "concessions": (
                "wrung from the ministry by the city",
                part(Cities.revenue, REVENUES.index("concessions"), ROUBLES),
            ),
            "profit_returned": (
                "profit of its plants given back to the city",
                part(Cities.revenue, REVENUES.index("returned profit"), ROUBLES),
            ),
            "social_plan": ("social lines in the year's budgets of industry", total(Cities.social_plan)),
            "social_funds": (
                "of them left once industry has taken what it needs",
                total(Cities.social_funds),
            ),
            "overrun": ("cost of industrial building beyond its budget", total(Cities.overrun)),
            "noise": ("noise that the city makes in the ministry", noise_of_the_city),
        },
    ),
    # goods
    *series(
        "h",
        {
            "queue_hours": (
                "hours in queues a head and day",
                lambda w, c: share(
                    float(w.cities.hours[:, USES_OF_TIME.index("queue")].sum()),
                    float(w.cities.persons.sum()) * c.days,
                ),
            )
        },
    ),
    *series(
        "1",
        {
            "saving": (
                "share of money income that was not spent",
                lambda w, c: 1.0 - share(spent(w, c), float(w.cities.income.sum()) * ROUBLES),
            ),
            "handed_out": (
                "share of the state's supply that came by list or coupon",
                share_through(BY_RANK, STATE),
            ),
            **{
                f"share_{slug(label)}": (
                    f"share of all that reached households, by value: {label}",
                    share_through((Channel(at),)),
                )
                for at, label in enumerate(CHANNELS)
            },
            "shortage": (
                "wanted at state prices and not brought by the state's trade, by value",
                unmet_demand,
            ),
            "prices": (
                "state retail prices over those of the founding year",
                mean_weighted(Counters.price, shelves),
            ),
            "black_premium": (
                "black-market price over the state price",
                mean_weighted(Counters.black_price, shelves),
            ),
            "cooperative_price": ("price of cooperatives for people over the state price", cooperative_price),
            "cooperatives": ("cooperatives", cooperatives),
            "cooperatives_independent": ("cooperatives in nobody's house", independent_cooperatives),
            "resentment": (
                "share of adults who see cooperatives earn far more than they do",
                mean_weighted(Cities.resentment, lambda world: world.cities.adults),
            ),
            "cooperatives_in_industry": (
                "share of cooperatives' members who work inside a plant",
                ratio_of(of_cooperatives("members", (Niche.INDUSTRY,)), of_cooperatives("members")),
            ),
        },
    ),
    # air and water
    *series(
        "kt/dekad",
        {
            "emissions": ("let out by all stacks", total(Cities.emitted, THOUSAND)),
            **{
                f"emissions_{slug(label)}": (
                    f"let out by all stacks: {label}",
                    part(Cities.emitted, at, THOUSAND),
                )
                for at, label in enumerate(POLLUTANTS)
            },
        },
    ),
    *series(
        "ug/m3",
        {
            "dust_left": ("dust, left bank", on_bank(Districts.air, Districts.persons, Bank.LEFT, DUST)),
            "dust_right": ("dust, right bank", on_bank(Districts.air, Districts.persons, Bank.RIGHT, DUST)),
            "sulphur_left": (
                "sulphur dioxide, left bank",
                on_bank(Districts.air, Districts.persons, Bank.LEFT, SULPHUR),
            ),
            "sulphur_right": (
                "sulphur dioxide, right bank",
                on_bank(Districts.air, Districts.persons, Bank.RIGHT, SULPHUR),
            ),
        },
    ),
    *series(
        "1",
        {
            "bypass": (
                "share of the gas that should be cleaned and was not",
                lambda w, c: float(w.cities.bypass.mean()),
            ),
            "superblocks_cut": ("superblocks without water at weekends", total(Districts.cut)),
            "water": (
                "share of hours with water",
                mean_weighted(Districts.water, lambda world: world.districts.persons),
            ),
            # bodies
            "ill_adults": (
                "adults ill of the airways",
                ratio_of(total(Districts.ill_adults), total(Cities.adults)),
            ),
            "ill_children": (
                "children ill of the airways",
                ratio_of(total(Districts.ill_children), total(Cities.children)),
            ),
            **{
                f"ill_{who}_{bank.name.lower()}": (
                    f"{who} ill of the airways, {bank.name.lower()} bank",
                    on_bank(ill, of, bank, counted=True),
                )
                for who, ill, of in (
                    ("adults", Districts.ill_adults, Districts.adults),
                    ("children", Districts.ill_children, Districts.children),
                )
                for bank in (Bank.LEFT, Bank.RIGHT)
            },
            "chronic": (
                "persons with lasting damage to the airways",
                ratio_of(total(Districts.chronic), total(Cities.persons)),
            ),
            "found_late": (
                "of the lasting damage found this dekad: in a late stage",
                ratio_of(total(Cities.found_late), total(Cities.found_chronic)),
            ),
            "beds_filled": (
                "patients in hospital over beds",
                ratio_of(total(Cities.inpatients), total(Cities.beds)),
            ),
            "doctor_staffing": (
                "doctors at work over the norm",
                ratio_of(total(Cities.doctors), total(Cities.doctor_norm)),
            ),
            # work
            "attendance": (
                "hours worked over hours due",
                mean_weighted(Employers.present, lambda world: world.employers.staff),
            ),
            **{
                f"lost_{slug(cause)}": (f"hours due missed: {cause}", lost_to(at))
                for at, cause in enumerate(LOSSES)
            },
            "social_share": ("share of building work that is not industry's", social_share),
        },
    ),
)

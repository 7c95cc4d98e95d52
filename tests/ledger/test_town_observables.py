"""Each observable of the town on a chronicle written by hand, with the answer known."""

from __future__ import annotations

import numpy as np
import pytest

from magnitka.ledger import town_bodies, town_goods, town_homes
from magnitka.world import Bank

from .conftest import DISTRICTS, PROJECTS, WARES, Hand

YEARS = range(1985, 1991)
MEAT, SWEET, SPIRITS = range(len(WARES))
SOVIET, WORKS, OTHER = range(3)


def rising(hand: Hand, first: float, last: float) -> np.ndarray:
    """A series that goes from one value in 1985 to another in 1990."""
    return hand.by_year(dict(zip(YEARS, np.linspace(first, last, 6), strict=True)))


def district(name: str) -> int:
    """Row of a district."""
    return list(DISTRICTS).index(name)


# ------------------------------------------------------------------------------------------------ goods and money
def test_what_is_handed_out_counts_against_what_the_state_brought(hand: Hand) -> None:
    for name, amount in {
        "open_sale": 60,
        "workplace": 20,
        "coupons": 15,
        "black_market": 5,
        "market": 50,
    }.items():
        hand.set("counter", f"sold_{name}", MEAT, amount)
    hand.set("counter", "sold_open_sale", SPIRITS, 100)
    c = hand.chronicle()
    assert town_goods.handed_out_share(c) == pytest.approx(35 / 200)
    assert town_goods.meat_coupon_share(c) == pytest.approx(0.35)
    assert np.isnan(town_goods.sugar_coupon_share(c))
    assert town_goods.leaked_share(c) == pytest.approx(5 / 200)
    assert town_goods.state_supply_share(c) == pytest.approx(200 / 250)
    assert town_goods.handed_out_rise(c) == pytest.approx(0.0)
    assert np.isnan(town_goods.handed_out_rise(c.in_year(1985)))


def test_a_rise_is_told_between_the_first_and_the_last_year(hand: Hand) -> None:
    handed = rising(hand, 10, 40)
    hand.set("counter", "sold_workplace", MEAT, handed)
    hand.set("counter", "sold_open_sale", MEAT, 100 - handed)
    hand.set("counter", "sold_open_sale", SPIRITS, rising(hand, 80, 20))
    hand.series |= {
        "town_handed_out": handed / 100,
        "town_shortage": rising(hand, 0.1, 0.5),
        "town_queue_hours": rising(hand, 0.3, 0.6),
        "town_dependence": rising(hand, 0.2, 0.3),
        "town_meat_by_nobody": rising(hand, 0.9, 0.6),
    }
    c = hand.chronicle()
    assert town_goods.handed_out_rise(c) == pytest.approx(40 / 120 - 10 / 180)
    assert town_goods.handed_out_shortage_correlation(c) == pytest.approx(1.0)
    assert town_goods.queue_hours(c.in_year(1985)) == pytest.approx(0.3)
    assert town_goods.queue_hours_growth(c) == pytest.approx(2.0)
    assert town_goods.dependence_rise(c) == pytest.approx(0.1)
    assert town_goods.discretion_over_meat_rise(c) == pytest.approx(0.3)
    assert town_goods.spirits_change(c) == pytest.approx(-0.75)


def test_a_correlation_with_what_stands_still_is_no_number(hand: Hand) -> None:
    hand.series["town_shortage"] = rising(hand, 0.1, 0.5)
    assert np.isnan(town_goods.handed_out_shortage_correlation(hand.chronicle()))


def test_discretion_of_plants_is_told_against_that_of_the_soviet(hand: Hand) -> None:
    for name in ("steel_plant", "flat_plant", "meat_by_plant"):
        hand.series[f"town_{name}"] = rising(hand, 0.1, 0.4)
    hand.series["town_flat_soviet"] = rising(hand, 0.3, 0.1)
    hand.series["town_meat_by_soviet"] = rising(hand, 0.0, 0.5)
    assert town_goods.plants_discretion_rise(hand.chronicle()) == pytest.approx((0.9 - (-0.2 + 0.5)) / 3)


def test_money(hand: Hand) -> None:
    hand.series |= {
        "town_overhang": rising(hand, 0.7, 0.9),
        "town_cash": rising(hand, 40, 60),
        "town_income": rising(hand, 10, 15),
        "town_black_premium": rising(hand, 2, 3),
    }
    c = hand.chronicle()
    assert town_goods.overhang_rise(c) == pytest.approx(0.2)
    assert town_goods.cash_growth(c) == pytest.approx(1.5)
    assert town_goods.income_growth(c.during("1989-01", "1990-12")) == pytest.approx(15 / 14 - 1)
    assert town_goods.black_premium_growth(c) == pytest.approx(1.5)


def test_cooperatives(hand: Hand) -> None:
    hand.series |= {
        "town_cooperatives": rising(hand, 10, 60),
        "town_cooperative_members": np.full(216, 500.0),
        "town_cooperatives_in_industry": rising(hand, 0.5, 1.0),
        "town_cooperatives_independent": np.full(216, 7.0),
        "town_employed": np.full(216, 10000.0),
        "town_resentment": rising(hand, 0.4, 0.5),
    }
    c = hand.chronicle()
    assert town_goods.cooperatives_growth(c) == pytest.approx(6.0)
    assert town_goods.cooperative_members_share(c) == pytest.approx(0.05)
    assert town_goods.cooperatives_in_industry(c) == pytest.approx(0.75)
    assert town_goods.cooperatives_independent(c) == pytest.approx(7.0)
    assert town_goods.cooperative_size(c) == pytest.approx(500 / 35)
    assert town_goods.resentment(c) == pytest.approx(0.45, rel=1e-3)
    assert town_goods.resentment_rise(c) == pytest.approx(0.1)


def test_where_there_are_no_cooperatives_there_is_no_growth(hand: Hand) -> None:
    c = hand.chronicle()
    assert np.isnan(town_goods.cooperatives_growth(c)) and np.isnan(town_goods.cooperatives_in_industry(c))


# ------------------------------------------------------------------------------------------------ homes and the city
def test_lists(hand: Hand) -> None:
    hand.set("list", "housed", WORKS, 20)
    hand.set("list", "jumped", WORKS, 5)
    hand.set("list", "housed", SOVIET, 10)
    hand.set("list", "off_list", SOVIET, 15)
    hand.set("list", "length", SOVIET, np.linspace(100, 130, 216))
    hand.series |= {
        "town_listed_share": np.full(216, 0.25),
        "town_expected_wait": rising(hand, 14, 16),
        "town_households": np.full(216, 130000.0),
        "town_crowding": np.full(216, 3.0),
    }
    c = hand.chronicle()
    assert town_homes.off_list_share(c) == pytest.approx(15 / 50)
    assert town_homes.housed_a_shop(c) == pytest.approx(25 * 36 / 130, rel=1e-3)
    assert town_homes.soviets_list_growth(c) == pytest.approx(1.3)
    assert town_homes.expected_wait(c.in_year(1985)) == pytest.approx(14)
    assert town_homes.expected_wait_rise(c) == pytest.approx(2)
    assert (town_homes.listed_share(c), town_homes.crowding_of_the_listed(c)) == (0.25, 3.0)
    assert town_homes.households_thousand(c) == pytest.approx(130)


def test_social_lines_are_what_industry_leaves(hand: Hand) -> None:
    over = np.where(np.arange(216) % 2, 3.0, 1.0)
    hand.set("city", "social_plan", 0, 8.0)
    hand.set("city", "social_funds", 0, 8.0 - over)
    hand.set("city", "overrun", 0, over)
    for name, times in {"mill": 9, "bridge": 1, "hotel": 2}.items():
        hand.set("project", "stops", list(PROJECTS).index(name), np.linspace(0, times, 216))
    hand.set("project", "scratched", list(PROJECTS).index("bridge"), np.linspace(0, 3, 216))
    hand.series["town_superblocks_cut"] = np.full(216, 25.0)
    c = hand.chronicle()
    assert town_homes.social_lines_kept(c) == pytest.approx(0.75)
    assert town_homes.social_projects_halted(c) == pytest.approx(3.0)
    assert town_homes.superblocks_cut(c) == 25.0


def test_the_loud_are_told_from_the_quiet_by_the_head(hand: Hand) -> None:
    hand.fixed["enterprises.ministry"][:4] = 0.0
    for row, (noise, won, staff) in enumerate(
        [(60, 900, 3000), (10, 100, 1000), (1, 10, 1000), (2, 10, 1000)]
    ):
        hand.set("enterprise", "noise", row, noise)
        hand.set("enterprise", "concession", row, won)
        hand.set("enterprise", "staff", row, staff)
    assert town_homes.loud_over_quiet(hand.chronicle()) == pytest.approx((1000 / 4000) / (20 / 2000))
    hand.panels["enterprise", "noise"][:] = 0.0
    assert np.isnan(town_homes.loud_over_quiet(hand.chronicle()))


def test_means_of_the_city(hand: Hand) -> None:
    hand.set("city", "revenue_concessions", 0, 1e8)
    hand.set("city", "revenue_returned_profit", 0, 2e8)
    c = hand.chronicle()
    assert town_homes.concessions_a_year(c) == pytest.approx(36, rel=1e-3)
    assert town_homes.own_means(c) == pytest.approx(3 * 216)


# ------------------------------------------------------------------------------------------------ air and bodies
def test_emissions(hand: Hand) -> None:
    hand.series["town_emissions"] = hand.days.copy()
    hand.series["town_persons"] = np.full(216, 365000.0)
    last = (hand.dekad == 2) & (np.arange(216) // 3 % 3 == 2)
    assert town_bodies.emissions(hand.chronicle()) == pytest.approx(365)
    assert town_bodies.emissions_a_head(hand.chronicle()) == pytest.approx(1.0)
    assert town_bodies.emissions_at_quarters_end(hand.chronicle()) == pytest.approx(1.0)
    hand.series["town_emissions"][last] *= 2.0
    assert town_bodies.emissions_at_quarters_end(hand.chronicle()) == pytest.approx(2 / (1 + 1 / 9))


def test_air_and_soil_are_told_by_distance(hand: Hand) -> None:
    far, gate, garden = district("far village"), district("by the gate"), district("gardens")
    hand.set("district", "air_phenol", far, 6.0)
    hand.set("district", "air_dust", far, 100.0)
    hand.set("district", "air_dust", gate, 900.0)
    hand.panels["district", "soil"][:] = 16.0
    hand.set("district", "soil", gate, 160.0)
    hand.set("district", "soil", garden, 48.0)
    c = hand.chronicle()
    assert town_bodies.worst_over_norm_far_off(c) == pytest.approx(2.0)
    assert town_bodies.soil_lead_near(c) == pytest.approx((10 + 1 + 3) / 3)
    assert town_bodies.soil_lead_in_gardens(c) == pytest.approx(3.0)
    assert town_bodies.soil_lead(c) == pytest.approx((160 + 16) / 2)
    hand.fixed["districts.east"][far] = 10.0
    assert np.isnan(town_bodies.worst_over_norm_far_off(hand.chronicle()))


def test_illness(hand: Hand) -> None:
    values = {
        "ill_adults": (0.3, 0.4), "ill_children": (0.6, 0.72), "nervous": (0.1, 0.1), "invalids": (0.02, 0.03),
        "pathologies": (0.41, 0.41),
    }  # fmt: skip
    hand.series |= {f"town_{name}": rising(hand, *ends) for name, ends in values.items()}
    c = hand.chronicle()
    assert town_bodies.ill_adults(c.in_year(1990)) == pytest.approx(0.4)
    assert town_bodies.ill_children(c.in_year(1985)) == pytest.approx(0.6)
    assert town_bodies.ill_children_growth(c) == pytest.approx(1.2)
    assert town_bodies.invalids_growth(c) == pytest.approx(1.5)
    assert town_bodies.nervous_share(c) == pytest.approx(0.1)
    assert town_bodies.pathologies(c) == pytest.approx(0.41)
    assert town_bodies.ill_children_at_the_end(c) == pytest.approx(0.72)


def test_those_who_mend(hand: Hand) -> None:
    hand.set("city", "doctors_surgeons", 0, 62)
    hand.set("city", "doctors_gynaecologists", 0, 70)
    hand.set("city", "doctors_paediatricians", 0, 180)
    hand.set("city", "found_late", 0, 8)
    hand.set("city", "found_chronic", 0, 10)
    hand.series |= {
        "town_doctor_staffing": np.full(216, 0.55),
        "town_doctors_left": np.ones(216),
        "town_beds_filled": np.full(216, 1.1),
    }
    c = hand.chronicle()
    assert town_bodies.surgeons(c) == pytest.approx(0.62)
    assert town_bodies.gynaecologists(c) == pytest.approx(0.5)
    assert town_bodies.paediatricians(c) == pytest.approx(0.5)
    assert town_bodies.found_late(c) == pytest.approx(0.8)
    assert town_bodies.doctor_staffing(c) == pytest.approx(0.55)
    assert town_bodies.doctors_left_a_year(c) == pytest.approx(36, rel=1e-3)
    assert town_bodies.beds_filled(c) == pytest.approx(1.1)


def test_numbers(hand: Hand) -> None:
    hand.series["town_persons"] = rising(hand, 420000, 440000)
    hand.series["town_deaths"] = rising(hand, 42, 39.6)
    c = hand.chronicle()
    assert town_bodies.persons_thousand(c.in_year(1990)) == pytest.approx(440)
    assert town_bodies.deaths_change(c) == pytest.approx(39.6 / 440 / (42 / 420) - 1)
    assert np.isnan(town_bodies.deaths_change(c.in_year(1985)))


def test_the_banks_are_those_of_the_map() -> None:
    assert {bank for bank, _ in DISTRICTS.values()} == set(Bank)

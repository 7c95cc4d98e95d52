"""Each observable on a chronicle written by hand, with the answer known."""

from __future__ import annotations

import numpy as np
import pytest

from magnitka.ledger import equipment, levels, plans, rhythm, shipped_claims, supply
from magnitka.ledger.chronicle import NotRecorded, chronicle_of, ratio
from magnitka.ledger.observables import OBSERVABLES
from magnitka.ledger.paired import PAIRED
from magnitka.run import Run

from .conftest import AGES, GOODS, SHOPS, Hand, good, shop

YEARS = range(1985, 1991)


# ------------------------------------------------------------------------------------------------ the chronicle
def test_a_period_is_cut_out_by_whole_months(hand: Hand) -> None:
    c = hand.chronicle()
    part = c.during("1986-02", "1987-01")
    assert part.day.size == 36 and part.day[2] == 8  # the third dekad of February
    assert part.whole_years == [] and c.whole_years == list(YEARS)
    assert c.in_year(1988).day.sum() == 366
    assert c.covers(("1985-01", "1990-12")) and not c.covers(("1985-01", "1991-01"))
    assert c.year_ends.tolist() == [35, 71, 107, 143, 179, 215]
    assert part.year_ends.tolist() == [32]


def test_what_is_not_recorded_is_said_so(hand: Hand) -> None:
    c = hand.chronicle()
    with pytest.raises(NotRecorded, match="the run does not record happiness"):
        c.one("happiness")
    with pytest.raises(NotRecorded, match="the run does not record joy of each shop"):
        c.panel("shop", "joy")


def test_a_ratio_of_nothing_is_no_number() -> None:
    assert np.isnan(ratio(1.0, 0.0)) and ratio([1, 2], [4, 2]) == 0.5


# ------------------------------------------------------------------------------------------------ levels
def test_levels_of_the_works(hand: Hand) -> None:
    hand.series["crude_steel_works"] = np.full(216, 16000 / 36)
    hand.series["staff_works"] = np.full(216, 64000.0)
    hand.panels["shop", "capacity"][:] = 1.0
    c = hand.chronicle()
    assert levels.crude_steel_works(c) == pytest.approx(16.0)
    assert levels.staff_works(c) == 64.0
    assert levels.tonnes_per_worker_works(c) == pytest.approx(250.0)
    assert levels.shops_works(c) == 6
    assert (levels.blast_furnaces_works(c), levels.open_hearths_works(c), levels.rolling_mills_works(c)) == (
        1,
        1,
        1,
    )
    assert equipment.labour_gap_gary(c) == pytest.approx(8e6 / 7e3 / 250.0)
    assert equipment.excess_of_workers(c) == pytest.approx(64000 - 14000)


def test_a_shop_without_capacity_is_not_in_service(hand: Hand) -> None:
    hand.panels["shop", "capacity"][:] = 1.0
    hand.set("shop", "capacity", shop("open hearth"), 0.0)
    assert levels.shops_works(hand.chronicle()) == 5
    assert levels.open_hearths_works(hand.chronicle()) == 0


def test_ratios_of_the_chain(hand: Hand) -> None:
    for name, value in {"crude_steel_works": 10.0, "pig_iron_works": 6.0, "coke_works": 3.0}.items():
        hand.series[name] = np.full(216, value)
    hand.series["crude_steel_ussr"], hand.series["rolled_steel_ussr"] = (
        np.full(216, 100.0),
        np.full(216, 70.0),
    )
    hand.set("shop", "output", shop("pit"), 1.0)
    hand.set("shop", "output", shop("deep mine"), 50.0)  # not the Works' own
    hand.set("good", "works_used", good("iron ore"), 10.0)
    hand.set("good", "works_used", good("coking coal"), 4.0)
    hand.fixed["goods.inputs"][good("crude steel"), [good("pig iron"), good("scrap")]] = 0.6, 0.47
    c = hand.chronicle()
    assert levels.pig_over_steel_works(c) == pytest.approx(0.6)
    assert levels.coke_over_pig_works(c) == pytest.approx(0.5)
    assert levels.rolled_over_crude(c) == pytest.approx(0.7)
    assert levels.local_ore_share(c) == pytest.approx(0.1)
    assert levels.imported_coal_share(c) == 1.0
    assert levels.metallic_charge_open_hearth(c) == pytest.approx(1.07)


def test_change_of_the_unions_steel(hand: Hand) -> None:
    hand.series["crude_steel_ussr"] = hand.by_year(
        dict(zip(YEARS, (100, 101, 102, 105, 104, 99.75), strict=True))
    )
    c = hand.chronicle()
    assert OBSERVABLES["crude_steel_ussr_change_1985_88"].measure(c) == pytest.approx(0.05)
    assert OBSERVABLES["crude_steel_ussr_change_1988_90"].measure(c) == pytest.approx(-0.05)
    assert OBSERVABLES["crude_steel_ussr_1985"].measure(c.in_year(1985)) == pytest.approx(3.6)


# ------------------------------------------------------------------------------------------------ quality
def test_quality_is_weighted_by_what_is_shipped(hand: Hand) -> None:
    hand.series["rolled_shipped_works"] = hand.by_dekad(1, 1, 2)
    hand.series["good_share_steel"] = np.array([0.9, 0.9, 0.8])[hand.dekad]
    days = np.bincount(hand.dekad, hand.days)
    expected = (0.9 * (days[0] + days[1]) + 0.8 * 2 * days[2]) / (days[0] + days[1] + 2 * days[2])
    assert levels.good_share_steel(hand.chronicle()) == pytest.approx(expected)


def test_trends_are_per_decade(hand: Hand) -> None:
    hand.series["rolled_shipped_works"] = np.ones(216)
    hand.series["good_share_steel"] = hand.by_year({year: 0.9 - 0.002 * (year - 1985) for year in YEARS})
    hand.series["crude_steel_works"] = hand.by_year(
        {year: 10 * np.exp(0.01 * (year - 1985)) for year in YEARS}
    )
    c = hand.chronicle()
    assert levels.good_share_trend(c) == pytest.approx(-0.02)
    assert levels.gross_trend(c) == pytest.approx(0.1)
    assert np.isnan(levels.gross_trend(c.in_year(1985)))


def test_needs_met_counts_what_is_on_grade_and_in_the_size_ordered(hand: Hand) -> None:
    hand.series["good_share_steel"] = np.full(216, 0.9)
    hand.series["crude_steel_works"] = np.full(216, 20.0)
    hand.set("link", "shipped", 0, 10.0)
    hand.set("link", "shipped", 1, 99.0)  # ore is no steel
    hand.set("enterprise", "fit_share", 0, 0.8)
    hand.numbers |= {"freight.mis_sent": 0.1, "freight.late_plan_fit": 0.5}
    c = hand.chronicle()
    assert levels.needs_met(c) == pytest.approx(10 * 0.9 * 0.8 * 0.9 / 20)
    hand.set("enterprise", "plan_late", 2, 1.0)  # the customer's plan is late
    assert levels.needs_met(hand.chronicle()) == pytest.approx(10 * 0.9 * 0.8 * 0.9 * 0.5 / 20)
    hand.off = ("freight",)
    assert levels.needs_met(hand.chronicle()) == pytest.approx(10 * 0.9 * 0.8 / 20)


def test_own_scrap_and_steel_in_machines(hand: Hand) -> None:
    hand.set("shop", "output", shop("open hearth"), 10.0)
    hand.set("shop", "recycled", shop("open hearth"), 0.5)
    hand.set("shop", "machines_used", shop("mill"), 2.0)
    hand.set("shop", "machines_used", shop("engine hall"), 9.0)  # not in a steelworks
    hand.series["rolled_steel_ussr"] = np.full(216, 100.0)
    hand.fixed["goods.inputs"][good("machines"), good("rolled steel")] = 0.3
    c = hand.chronicle()
    assert levels.own_scrap_share(c) == pytest.approx(0.05)
    assert levels.steel_into_steel_machines_share(c) == pytest.approx(0.006)


# ------------------------------------------------------------------------------------------------ rhythm
def test_an_even_pace_gives_a_third_in_months_of_any_length(hand: Hand) -> None:
    hand.set("shop", "output", shop("engine hall"), hand.by_dekad(5, 5, 5))
    c = hand.chronicle()
    assert rhythm.dekad1_share_assembly(c) == pytest.approx(1 / 3)
    assert rhythm.dekad3_share_assembly(c) == pytest.approx(1 / 3)
    assert rhythm.quarter_end_ratio(c) == pytest.approx(1.0)
    assert rhythm.first_dekad_after_rush_ratio(c) == pytest.approx(1.0)


def test_shares_of_a_rush(hand: Hand) -> None:
    hand.set("shop", "output", shop("engine hall"), hand.by_dekad(2, 3, 5))
    hand.set("shop", "output", shop("blast furnace"), hand.by_dekad(31, 33, 36))
    hand.series["rolled_shipped_works"] = hand.by_dekad(3, 3, 4)
    c = hand.chronicle()
    assert rhythm.dekad1_share_assembly(c) == pytest.approx(0.2)
    assert rhythm.dekad3_share_assembly(c) == pytest.approx(0.5)
    assert rhythm.dekad3_share_continuous(c) == pytest.approx(0.36)
    assert rhythm.dekad3_share_shipped_works(c) == pytest.approx(0.4)


def test_months_without_output_have_no_shares(hand: Hand) -> None:
    made = hand.by_dekad(2, 3, 5)
    made[:108] = 0.0
    hand.set("shop", "output", shop("engine hall"), made)
    assert rhythm.dekad3_share_assembly(hand.chronicle()) == pytest.approx(0.5)
    assert np.isnan(rhythm.dekad3_share_assembly(hand.chronicle().during("1985-01", "1986-12")))


def test_quarter_ends_against_other_month_ends(hand: Hand) -> None:
    ends = np.array([clock.month % 3 == 0 for clock in hand.clocks])
    hand.set("shop", "output", shop("engine hall"), hand.by_dekad(1, 1, 2) * np.where(ends, 1.5, 1.0))
    assert rhythm.quarter_end_ratio(hand.chronicle()) == pytest.approx(1.5)


def test_the_first_dekad_is_told_against_the_month_before(hand: Hand) -> None:
    part = Hand("1985-04", "1985-05")  # 30 days of one a day, then half of that
    part.set("shop", "output", shop("engine hall"), np.array([10, 10, 10, 5, 40, 44.0]))
    assert rhythm.first_dekad_after_rush_ratio(part.chronicle()) == pytest.approx(0.5)


def test_overdriven_shops_in_third_dekads(hand: Hand) -> None:
    third = hand.dekad == 2
    for name, pace in {"mill": 1.2, "tool shop": 1.3, "blast furnace": 1.0}.items():
        hand.set("shop", "effort", shop(name), np.where(third, pace, 0.8))
    hand.set("shop", "effort", shop("engine hall"), 1.5)  # not of the Works
    assert rhythm.overdriven_share(hand.chronicle()) == pytest.approx(2 / 6)


def test_breakdowns_after_the_rush(hand: Hand) -> None:
    hand.panels["shop", "capacity"][:] = 1.0
    hand.set("shop", "breakdown", shop("mill"), np.where(hand.dekad == 0, 0.3, 0.0))
    hand.set("shop", "breakdown", shop("pit"), 0.1)
    assert rhythm.late_breakdown_ratio(hand.chronicle()) == pytest.approx((2 / 6) / (4 / 18))


def test_january_after_december(hand: Hand) -> None:
    month = np.array([clock.month for clock in hand.clocks])
    hand.series["gross_output"] = np.where(month == 12, 10.0, np.where(month == 1, 9.0, 7.0))
    assert rhythm.january_over_december(hand.chronicle()) == pytest.approx(0.9)
    assert np.isnan(rhythm.january_over_december(hand.chronicle().in_year(1985)))


def test_staff_above_the_even_pace(hand: Hand) -> None:
    hand.series["staff_works"], hand.series["staff_norm_works"] = np.full(216, 50000.0), np.full(216, 45000.0)
    hand.series["crude_steel_works"] = np.full(216, 16000 / 36)
    c = hand.chronicle()
    assert rhythm.storm_reserve_share(c) == pytest.approx(0.1)
    assert equipment.labour_gap_reserve(c) == pytest.approx(5000 / (50000 - 14000))


# ------------------------------------------------------------------------------------------------ plans
def with_plans(hand: Hand, plan: float = 100.0) -> None:
    for name in ("plan_year", "plan_month"):
        hand.panels["enterprise", name][:, :4] = plan


def test_bunching_counts_producers_with_a_plan(hand: Hand) -> None:
    with_plans(hand)
    hand.panels["enterprise", "fulfilment_year"][:, :4] = 1.0, 1.02, 1.03, 0.98
    hand.panels["enterprise", "fulfilment_month"][:, :4] = 1.01, 0.9, 1.2, 0.8
    hand.panels["enterprise", "fulfilment_year"][:, 4:] = 1.0  # final users have no plan
    c = hand.chronicle()
    assert plans.yearly_fulfilment_100_102(c) == 0.5
    assert plans.monthly_fulfilment_100_102(c) == 0.25


def test_fulfilment_in_roubles_and_by_ministry(hand: Hand) -> None:
    with_plans(hand)
    hand.fixed["goods.price"][good("machines")] = 3.0
    hand.panels["enterprise", "fulfilment_year"][:, :4] = 1.1, 0.9, 1.0, 0.99
    c = hand.chronicle()
    assert plans.gross_fulfilment(c) == pytest.approx((110 + 90 + 300 + 99) / 600)
    assert plans.ministries_meeting_yearly_plan(c) == 0.5  # of steel and machines, machines fall short


def with_contracts(hand: Hand) -> None:
    """The mine sends 90 of the 100 it planned for the Works, the engineers all that was asked, most of it in size."""
    with_plans(hand)
    hand.panels["enterprise", "fulfilment_year"][:, :4] = 1.0
    hand.panels["enterprise", "fit_share"][:] = 1.0
    hand.set("link", "ordered", 1, 5.0)  # orders repeat what was not sent and come to more than the plan
    hand.set("link", "shipped", 1, 90 / 36)
    hand.set("link", "short", 1, 2.0)
    hand.set("link", "ordered", 2, 1.0)
    hand.set("link", "shipped", 2, 1.0)  # 36 a year, all that is ordered, of a plan of 100
    hand.set("enterprise", "fit_share", 2, 0.995)


def test_what_contracts_did_not_get_is_taken_off(hand: Hand) -> None:
    with_contracts(hand)
    contracted, delivered = plans.contracts(hand.chronicle().in_year(1986))
    assert contracted == pytest.approx([0, 100, 36, 0, 0])
    assert delivered == pytest.approx([0, 90, 36 * 0.995, 0, 0])
    assert plans.delivery_fulfilment(hand.chronicle()) == pytest.approx(1 - (10 + 36 * 0.005) / 400)


def test_a_hundredth_undelivered_breaks_a_contract(hand: Hand) -> None:
    with_contracts(hand)
    assert plans.share_failing_a_year(hand.chronicle()) == 0.5
    hand.set("enterprise", "fit_share", 2, 0.98)
    assert plans.share_failing_a_year(hand.chronicle()) == 1.0


def test_customers_share_a_plan_as_they_ordered(hand: Hand) -> None:
    with_contracts(hand)
    hand.set("link", "ordered", 2, 3.0)
    hand.set("link", "ordered", 3, 1.0)
    hand.set("link", "short", 2, 9.0)
    hand.set("link", "short", 3, 9.0)
    assert plans.contracts(hand.chronicle().in_year(1986))[0] == pytest.approx([0, 100, 75, 25, 0])


def test_only_the_suppliers_own_product_is_under_contract(hand: Hand) -> None:
    with_contracts(hand)
    hand.fixed["enterprises.product"][1] = float(good("coking coal"))
    assert plans.contracts(hand.chronicle().in_year(1986))[0] == pytest.approx([0, 0, 36, 0, 0])


def test_steel_in_the_size_ordered(hand: Hand) -> None:
    with_contracts(hand)
    hand.set("link", "ordered", 0, 1.0)
    hand.set("link", "shipped", 0, 90 / 36)
    hand.set("link", "short", 0, 1.0)
    hand.set("enterprise", "fit_share", 0, 0.8)
    assert plans.assortment_fulfilment(hand.chronicle()) == pytest.approx(0.72)


def test_losses(hand: Hand) -> None:
    with_plans(hand)
    hand.panels["enterprise", "profit_last_year"][:, :4] = -1, 5, -2, 3
    assert plans.share_loss_making(hand.chronicle()) == 0.5


def test_the_five_year_plans_first_version(hand: Hand) -> None:
    five = Hand("1986-01", "1990-12")
    for row in range(4):
        five.set("enterprise", "made_last_year", row, np.where(np.arange(180) < 35, 100.0, 110.0))
        five.set("enterprise", "plan_five_year", row, 120.0)
    five.set("good", "achieved_year", good("crude steel"), np.where(np.arange(180) < 35, 200.0, 216.0))
    c = five.chronicle()
    assert plans.five_year_ratio_rolled(c) == pytest.approx(110 / 120)
    assert plans.five_year_ratio_ore(c) == pytest.approx(110 / 120)
    assert plans.five_year_ratio_steel(c) == pytest.approx(216 / 200 / 1.2)
    assert plans.industry_growth_over_plan(c) == pytest.approx(0.5)
    assert np.isnan(plans.five_year_ratio_pipe(c))  # nobody makes pipe here


def test_no_planned_growth_gives_no_ratio(hand: Hand) -> None:
    hand.panels["enterprise", "made_last_year"][:, :4] = 100.0
    hand.panels["enterprise", "plan_five_year"][:, :4] = 100.0
    assert np.isnan(plans.industry_growth_over_plan(hand.chronicle()))


def test_plans_lowered_in_the_last_quarter(hand: Hand) -> None:
    with_plans(hand)
    within = np.arange(216) % 36
    hand.set("enterprise", "plan_year", 0, np.where(within >= 27, 95.0, 100.0))  # from October on
    hand.set("enterprise", "plan_year", 1, np.where(within >= 20, 95.0, 100.0))  # before
    hand.set("enterprise", "plan_year", 2, np.where(within >= 27, 105.0, 100.0))  # raised
    assert plans.downward_correction_share(hand.chronicle()) == 0.25


def test_growth_of_the_works_targets(hand: Hand) -> None:
    hand.series["plan_first_works"] = hand.by_year({year: 100 * 1.02 ** (year - 1985) for year in YEARS})
    assert plans.target_growth_works(hand.chronicle()) == pytest.approx(0.02)


# ------------------------------------------------------------------------------------------------ supply
def test_orders_and_stocks(hand: Hand) -> None:
    hand.panels["good", "needed"][:] = 1.0
    hand.panels["good", "wanted"][:] = 1.5
    hand.set("good", "fit", good("rolled steel"), 4.0)
    hand.set("good", "unfit", good("rolled steel"), 3.0)
    c = hand.chronicle()
    assert supply.request_inflation(c) == 1.5
    assert supply.unfit_over_fit_stock(c) == 0.75
    assert supply.stock_rusting(c) == pytest.approx(36 * 3.0 * 0.01 / 1000)
    hand.off = ("assortment",)
    assert supply.stock_rusting(hand.chronicle()) == 0.0


def test_inventories_over_net_output(hand: Hand) -> None:
    hand.set("shop", "output", shop("mill"), 10.0)
    hand.fixed["goods.inputs"][good("rolled steel"), good("crude steel")] = 0.5
    hand.fixed["goods.haul"][good("rolled steel")] = 0.1
    hand.set("good", "shipped", good("rolled steel"), 10.0)
    hand.set("shop", "spares_used", shop("mill"), 1.0)
    for name, held in {"fit": 20.0, "unfit": 4.0, "finished": 6.0}.items():
        hand.panels["good", name] = np.zeros((216, len(GOODS)))
        hand.set("good", name, good("rolled steel"), held)
        hand.set("good", name, good("electricity"), 99.0)  # cannot be kept
    c = hand.chronicle()
    assert supply.net_output(c.in_year(1986)) == pytest.approx(36 * (10 * 0.5 - 1 - 1))
    assert supply.inventories_over_net_output(c) == pytest.approx(30 / (36 * 3))


def test_barter_and_shortage(hand: Hand) -> None:
    wave = np.sin(np.arange(216))
    hand.set("good", "need", good("iron ore"), 10.0)
    hand.set("link", "shipped", 1, (8.0 - wave) * hand.days / 10)
    hand.set("link", "shipped", 2, 99.0)  # households are no producers
    hand.series["barter_share"] = 0.1 + 0.01 * wave
    assert supply.shortfall(hand.chronicle()) == pytest.approx(0.2 + 0.1 * wave)
    assert supply.barter_share_shortage_correlation(hand.chronicle()) == pytest.approx(1.0)
    hand.series["barter_share"] = np.zeros(216)
    assert np.isnan(supply.barter_share_shortage_correlation(hand.chronicle()))


def test_reform(hand: Hand) -> None:
    alive = dict.fromkeys(YEARS, 1.0)
    hand.series["links_alive"] = hand.by_year({**alive, 1985: 0.6, 1990: 0.2})
    hand.series["state_order"] = hand.by_year({**dict.fromkeys(YEARS, 1.0), 1990: 0.7})
    assert supply.link_breaks_1990(hand.chronicle()) == pytest.approx(2.0)
    assert supply.state_order_share(hand.chronicle()) == pytest.approx(0.95)
    hand.series["links_alive"] = hand.by_year({**alive, 1990: 0.7})
    assert supply.link_breaks_1990(hand.chronicle()) == pytest.approx(
        0.3 * 5
    )  # as if one of five had been broken


def test_money_and_machines(hand: Hand) -> None:
    hand.series["profit_works"], hand.series["returned_works"] = np.full(216, 1000.0), np.full(216, 60.0)
    hand.series["machines_ussr"] = hand.by_year({**dict.fromkeys(YEARS, 0.0), 1986: 10.0, 1987: 9.5})
    c = hand.chronicle()
    assert supply.profit_works(c) == 1.0
    assert supply.profit_returned_share(c) == 0.06
    assert supply.machine_output_q1_1987(c.during("1986-01", "1987-03")) == pytest.approx(0.95)


# ------------------------------------------------------------------------------------------------ equipment
def test_ages(hand: Hand) -> None:
    for name in (
        "share_older_30_works",
        "share_older_10_industry",
        "share_older_20_industry",
        "mean_age_equipment",
    ):
        hand.series[name] = hand.by_year({year: float(year - 1985) for year in YEARS})
    c = hand.chronicle().in_year(1989)
    names = (
        "share_older_30_works",
        "share_older_10_industry",
        "share_older_20_industry",
        "mean_age_equipment",
    )
    assert [OBSERVABLES[name].measure(c) for name in names] == [4.0] * 4


def test_modernisation_against_ageing(hand: Hand) -> None:
    hand.set("shop", "installed", shop("mill"), 0.1)  # 3.6 a year
    hand.set("shop", "installed", shop("engine hall"), 9.0)  # not of the Works
    hand.vintages[:, shop("mill"), 5], hand.vintages[:, shop("mill"), 30] = 90.0, 10.0
    assert equipment.modernisation_minus_ageing(hand.chronicle()) == pytest.approx((3.6 - 10) / 100)
    assert hand.vintages.shape[2] == AGES


def test_retirement_is_of_the_year_end_only(hand: Hand) -> None:
    hand.panels["shop", "retired"][:] = 3.0  # stands until the next year's end
    hand.panels["shop", "capacity"][:] = 97.0
    assert equipment.retirement_rate(hand.chronicle()) == pytest.approx(0.03)


def test_machines_put_up_in_the_year_they_came(hand: Hand) -> None:
    hand.set("shop", "machines_used", shop("mill"), 1.0)
    hand.set("good", "fit", good("machines"), 4.0)
    hand.set("link", "shipped", 4, 1.0)
    hand.set("link", "shipped", 3, 50.0)  # the army installs nothing
    assert equipment.projects_on_time(hand.chronicle()) == pytest.approx(36 / 40)


def test_repair_against_new_equipment(hand: Hand) -> None:
    hand.series["repair_steel"], hand.series["new_equipment_steel"] = np.full(216, 10.0), np.full(216, 2.0)
    hand.series["machines_ussr"] = np.full(216, 6.0)
    hand.panels["shop", "capacity"][:] = 1.0  # 1 Mrub a day: 2 hands a Mrub a year for machines, 1 for spares
    hand.set("shop", "spares_used", shop("mill"), 18.0)
    c = hand.chronicle()
    assert equipment.repair_over_new_equipment(c) == 5.0
    assert equipment.repair_over_making_workers(c) == pytest.approx(18 * 1 / (6 * 2))


def test_hands_of_the_works_that_repair_and_that_make(hand: Hand) -> None:
    hand.series["crude_steel_works"] = np.full(216, 16000 / 36)
    hand.series["staff_works"] = np.full(216, 64000.0)
    hand.panels["shop", "capacity"][:] = 1.0
    hand.set("shop", "output", shop("repair shop"), 0.5 * hand.days)
    hand.set("shop", "output", shop("tool shop"), 2.0 * hand.days)  # nobody counts twice
    c = hand.chronicle()
    assert equipment.labour_gap_repair(c) == pytest.approx(0.5 * 400 / 50000)
    assert equipment.labour_gap_inhouse(c) == pytest.approx(200 / 50000)


# ------------------------------------------------------------------------------------------------ for pairs of runs
def test_hidden_reserve_is_what_the_pace_leaves_unused(hand: Hand) -> None:
    hand.panels["shop", "capacity"][:] = 1.0
    hand.panels["shop", "condition"][:] = 0.8
    hand.panels["shop", "effort"][:] = 1.0
    hand.set("shop", "effort", shop("mill"), 0.75)
    hand.set("shop", "breakdown", shop("mill"), 0.5)
    hand.set("shop", "effort", shop("tool shop"), 1.5)
    assert supply.hidden_reserve(hand.chronicle()) == pytest.approx(0.8 * 0.5 * 0.25 / len(SHOPS))


def test_deliveries_by_rank(hand: Hand) -> None:
    hand.fixed["goods.price"][good("machines")] = 2.0
    hand.set("link", "shipped", 2, 1.0)
    hand.set("link", "shipped", 3, 5.0)
    assert supply.deliveries_by_rank(hand.chronicle()) == (432.0, 2160.0)


def test_inhouse_share_is_weighted_by_upkeep(hand: Hand) -> None:
    hand.set("shop", "capacity", shop("engine hall"), 3.0)
    hand.set("shop", "capacity", shop("deep mine"), 1.0)
    hand.set("enterprise", "inhouse", 2, 0.8)
    hand.set("enterprise", "inhouse", 1, 0.4)
    hand.set("enterprise", "inhouse", 0, 0.1)
    assert supply.inhouse_share(hand.chronicle()) == pytest.approx(0.7)


@pytest.mark.parametrize(
    "name, first, second, expected",
    [
        ("output_without_barter", 100.0, 97.0, -0.03),
        ("inhouse_share_drop", 0.5, 0.4, 0.2),
        ("good_share_gain_good_machines", 0.9, 0.92, 0.02),
        ("reserve_with_ratchet", 0.06, 0.05, 0.01),
        ("good_when_plans_tighten", 200.0, 190.0, -0.05),
        ("output_1991_with_reform", 100.0, 90.0, -0.1),
        ("plan_gap_low_priority", (95.0, 99.0), (100.0, 100.0), 0.04),
    ],
)
def test_what_is_made_of_two_readings(name: str, first: float, second: float, expected: float) -> None:
    assert PAIRED[name].compare(first, second) == pytest.approx(expected)


# ------------------------------------------------------------------------------------------------ all of them
def test_every_observable_of_the_claims_exists_and_every_one_that_exists_is_claimed() -> None:
    claimed = {claim.observable for claim in shipped_claims() if claim.observable}
    assert claimed == OBSERVABLES.keys() | PAIRED.keys()


NAMED_YEARS = {
    name
    for name in OBSERVABLES
    if name.startswith(("crude_steel_ussr_change", "link_breaks", "machine_output"))
}


@pytest.mark.parametrize("name", sorted((OBSERVABLES.keys() - NAMED_YEARS) | PAIRED.keys()))
def test_a_run_records_what_the_observable_reads(name: str, toy: Run) -> None:
    c = chronicle_of(toy, toy.scenario)
    read = OBSERVABLES[name].measure if name in OBSERVABLES else PAIRED[name].read
    assert all(isinstance(value, float) for value in np.atleast_1d(read(c)).tolist())

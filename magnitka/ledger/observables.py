"""Every observable that a claim may name, with its unit. What each measures is said where it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from magnitka.ledger import equipment, levels, plans, rhythm, supply, town_bodies, town_goods, town_homes
from magnitka.ledger.chronicle import Chronicle

Measure = Callable[[Chronicle], float]


@dataclass(frozen=True)
class Observable:
    """`measure` gives the value over the period to which a chronicle is cut; NaN where there is nothing to measure."""

    unit: str
    measure: Measure


def steel_change(first: int, last: int) -> Measure:
    """Relative change of the Union's gross steel between two years."""
    return partial(levels.relative_change, series="crude_steel_ussr", first=first, last=last)


_MEASURES: dict[str, dict[str, Measure]] = {
    "1": {
        "shops_works": levels.shops_works,
        "blast_furnaces_works": levels.blast_furnaces_works,
        "open_hearths_works": levels.open_hearths_works,
        "rolling_mills_works": levels.rolling_mills_works,
        "local_ore_share": levels.local_ore_share,
        "imported_coal_share": levels.imported_coal_share,
        "pig_over_steel_works": levels.pig_over_steel_works,
        "coke_over_pig_works": levels.coke_over_pig_works,
        "metallic_charge_open_hearth": levels.metallic_charge_open_hearth,
        "rolled_over_crude": levels.rolled_over_crude,
        "own_scrap_share": levels.own_scrap_share,
        "good_share_steel": levels.good_share_steel,
        "steel_into_steel_machines_share": levels.steel_into_steel_machines_share,
        "crude_steel_ussr_change_1985_88": steel_change(1985, 1988),
        "crude_steel_ussr_change_1988_90": steel_change(1988, 1990),
        "crude_steel_ussr_change_1990_91": steel_change(1990, 1991),
        "dekad1_share_assembly": rhythm.dekad1_share_assembly,
        "dekad3_share_assembly": rhythm.dekad3_share_assembly,
        "dekad3_share_continuous": rhythm.dekad3_share_continuous,
        "dekad3_share_shipped_works": rhythm.dekad3_share_shipped_works,
        "quarter_end_ratio": rhythm.quarter_end_ratio,
        "first_dekad_after_rush_ratio": rhythm.first_dekad_after_rush_ratio,
        "storm_reserve_share": rhythm.storm_reserve_share,
        "overdriven_share": rhythm.overdriven_share,
        "late_breakdown_ratio": rhythm.late_breakdown_ratio,
        "january_over_december": rhythm.january_over_december,
        "yearly_fulfilment_100_102": plans.yearly_fulfilment_100_102,
        "monthly_fulfilment_100_102": plans.monthly_fulfilment_100_102,
        "ministries_meeting_yearly_plan": plans.ministries_meeting_yearly_plan,
        "gross_fulfilment": plans.gross_fulfilment,
        "delivery_fulfilment": plans.delivery_fulfilment,
        "share_failing_a_year": plans.share_failing_a_year,
        "assortment_fulfilment": plans.assortment_fulfilment,
        "share_loss_making": plans.share_loss_making,
        "five_year_ratio_steel": plans.five_year_ratio_steel,
        "five_year_ratio_rolled": plans.five_year_ratio_rolled,
        "five_year_ratio_pipe": plans.five_year_ratio_pipe,
        "five_year_ratio_ore": plans.five_year_ratio_ore,
        "industry_growth_over_plan": plans.industry_growth_over_plan,
        "downward_correction_share": plans.downward_correction_share,
        "request_inflation": supply.request_inflation,
        "unfit_over_fit_stock": supply.unfit_over_fit_stock,
        "inventories_over_net_output": supply.inventories_over_net_output,
        "state_order_share": supply.state_order_share,
        "barter_share_shortage_correlation": supply.barter_share_shortage_correlation,
        "link_breaks_1990": supply.link_breaks_1990,
        "machine_output_q1_1987": supply.machine_output_q1_1987,
        "profit_returned_share": supply.profit_returned_share,
        "share_older_30_works": equipment.share_older_30_works,
        "share_older_10_industry": equipment.share_older_10_industry,
        "share_older_20_industry": equipment.share_older_20_industry,
        "repair_over_new_equipment": equipment.repair_over_new_equipment,
        "repair_over_making_workers": equipment.repair_over_making_workers,
        "projects_on_time": equipment.projects_on_time,
        "labour_gap_gary": equipment.labour_gap_gary,
        "labour_gap_repair": equipment.labour_gap_repair,
        "labour_gap_inhouse": equipment.labour_gap_inhouse,
        "labour_gap_reserve": equipment.labour_gap_reserve,
        "handed_out_share": town_goods.handed_out_share,
        "handed_out_rise": town_goods.handed_out_rise,
        "handed_out_shortage_correlation": town_goods.handed_out_shortage_correlation,
        "state_supply_share": town_goods.state_supply_share,
        "leaked_share": town_goods.leaked_share,
        "meat_coupon_share": town_goods.meat_coupon_share,
        "sugar_coupon_share": town_goods.sugar_coupon_share,
        "spirits_change": town_goods.spirits_change,
        "queue_hours_growth": town_goods.queue_hours_growth,
        "dependence_rise": town_goods.dependence_rise,
        "discretion_over_meat_rise": town_goods.discretion_over_meat_rise,
        "plants_discretion_rise": town_goods.plants_discretion_rise,
        "cash_growth": town_goods.cash_growth,
        "income_growth": town_goods.income_growth,
        "black_premium_growth": town_goods.black_premium_growth,
        "cooperatives_growth": town_goods.cooperatives_growth,
        "cooperative_members_share": town_goods.cooperative_members_share,
        "cooperatives_in_industry": town_goods.cooperatives_in_industry,
        "cooperatives_independent": town_goods.cooperatives_independent,
        "resentment": town_goods.resentment,
        "resentment_rise": town_goods.resentment_rise,
        "listed_share": town_homes.listed_share,
        "off_list_share": town_homes.off_list_share,
        "soviets_list_growth": town_homes.soviets_list_growth,
        "superblocks_cut": town_homes.superblocks_cut,
        "social_lines_kept": town_homes.social_lines_kept,
        "social_projects_halted": town_homes.social_projects_halted,
        "loud_over_quiet": town_homes.loud_over_quiet,
        "emissions_at_quarters_end": town_bodies.emissions_at_quarters_end,
        "worst_over_norm_far_off": town_bodies.worst_over_norm_far_off,
        "soil_lead_near": town_bodies.soil_lead_near,
        "soil_lead_in_gardens": town_bodies.soil_lead_in_gardens,
        "ill_adults": town_bodies.ill_adults,
        "ill_children": town_bodies.ill_children,
        "ill_children_growth": town_bodies.ill_children_growth,
        "nervous_share": town_bodies.nervous_share,
        "invalids_growth": town_bodies.invalids_growth,
        "pathologies": town_bodies.pathologies,
        "found_late": town_bodies.found_late,
        "beds_filled": town_bodies.beds_filled,
        "doctor_staffing": town_bodies.doctor_staffing,
        "surgeons": town_bodies.surgeons,
        "gynaecologists": town_bodies.gynaecologists,
        "paediatricians": town_bodies.paediatricians,
        "deaths_change": town_bodies.deaths_change,
    },
    "1/yr": {
        "modernisation_minus_ageing": equipment.modernisation_minus_ageing,
        "retirement_rate": equipment.retirement_rate,
        "target_growth_works": plans.target_growth_works,
    },
    "1/decade": {
        "good_share_trend": levels.good_share_trend,
        "gross_trend": levels.gross_trend,
        "needs_met_trend": levels.needs_met_trend,
    },
    "thousand": {
        "staff_works": levels.staff_works,
        "households_thousand": town_homes.households_thousand,
        "persons_thousand": town_bodies.persons_thousand,
    },
    "persons": {
        "crowding_of_the_listed": town_homes.crowding_of_the_listed,
        "cooperative_size": town_goods.cooperative_size,
    },
    "persons/yr": {"doctors_left_a_year": town_bodies.doctors_left_a_year},
    "households/yr": {"housed_a_shop": town_homes.housed_a_shop},
    "h": {"queue_hours": town_goods.queue_hours},
    "kt/yr": {"emissions": town_bodies.emissions},
    "t/person/yr": {"emissions_a_head": town_bodies.emissions_a_head},
    "Mrub/yr": {"concessions_a_year": town_homes.concessions_a_year},
    "Mt/yr": {
        "crude_steel_works": levels.crude_steel_works,
        "crude_steel_ussr_1985": levels.crude_steel_ussr,
        "stock_rusting": supply.stock_rusting,
    },
    "t/yr": {"tonnes_per_worker_works": levels.tonnes_per_worker_works},
    "Grub/yr": {"profit_works": supply.profit_works},
    "yr": {
        "mean_age_equipment": equipment.mean_age_equipment,
        "expected_wait": town_homes.expected_wait,
        "expected_wait_rise": town_homes.expected_wait_rise,
        "overhang_rise": town_goods.overhang_rise,
    },
}

OBSERVABLES: dict[str, Observable] = {
    name: Observable(unit, measure)
    for unit, measures in _MEASURES.items()
    for name, measure in measures.items()
}

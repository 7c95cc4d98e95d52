"""The town's plates say what is seen: titles and numbers follow the data, whatever the town is like."""

import re

import numpy as np
import pytest

from magnitka.ledger.errata import errata
from magnitka.report import build_report
from magnitka.report.build import ENDING, PARTS, PLATES, TOWN
from magnitka.report.errata import errata_rows, errata_title, worked
from magnitka.report.figure import Unrecorded
from magnitka.report.plates.bodies import bodies
from magnitka.report.plates.budget import CITY, DRAWN, KEPT, budget
from magnitka.report.plates.building import DONE, STANDING, WORKING, building
from magnitka.report.plates.discretion import CENTRE, MINISTRY, NOBODY, PAST, PLANT, SOVIET, discretion
from magnitka.report.plates.hours import hours
from magnitka.report.plates.spending import spending
from magnitka.report.plates.town import town
from magnitka.report.plates.waiting import waiting
from magnitka.report.reading import Reading
from magnitka.world import Bank
from magnitka.world.cities import CHANNELS, WAIT_YEARS
from tests.report.town import DISTRICTS, HOUSEHOLDS


@pytest.fixture
def reading(invent, tmp_path):
    return Reading(invent(tmp_path / "run"))


@pytest.fixture
def panels(reading):
    return reading.run.record.panels


def layer(figure, name):
    return next(one for one in figure.data["layers"] if one["name"] == name)


# ------------------------------------------------------------------------------------------------ the map
def test_the_map_names_the_bank_that_breathes_more(reading, panels):
    left = np.array([bank == Bank.LEFT for _, bank, *_ in DISTRICTS])
    panels["district_air_dust"][:] = np.where(left, 600.0, 200.0)
    dust = layer(town(reading), "dust")
    assert dust["banks"][0] == pytest.approx(600.0)
    assert dust["banks"][1] == pytest.approx(200.0)
    assert "600 \u00b5g/m\u00b3 of dust, 3.0 times as much as the right" in dust["titles"][-1]
    panels["district_air_dust"][:] = np.where(left, 100.0, 200.0)
    assert "less than the right" in layer(town(reading), "dust")["titles"][-1]


def test_nobody_lives_outside_so_nobody_is_ill_there(reading):
    ill = layer(town(reading), "ill_children")
    outside = [row for row, (_, bank, *_) in enumerate(DISTRICTS) if bank == Bank.OUTSIDE]
    assert np.isnan(ill["values"][:, outside]).all()
    assert np.isfinite(np.delete(ill["values"], outside, axis=1)).all()


def test_water_for_all_is_said(reading, panels):
    panels["district_cut"][:] = 0.0
    assert layer(town(reading), "cut")["titles"][0] == "At the weekends of 1985 every superblock has water"
    left = np.array([bank == Bank.LEFT for _, bank, *_ in DISTRICTS])
    panels["district_cut"][:] = np.where(left, 0.01, 2.0)
    figure = town(reading)
    assert "0.4\u202f% of them on the left bank" in layer(figure, "cut")["titles"][0]
    row = next(row for row in figure.table.rows if row[0] == "Berezki")
    assert row[figure.table.head.index("Superblocks without water, superblocks")] == "<0.1 (<0.1)"


def test_smoke_drifts_away_from_where_the_wind_blows(reading):
    wind = {one["toward"]: one["share"] for one in town(reading).data["wind"]}
    assert len(wind) == 16
    assert max(wind, key=wind.get) == 90.0  # a west wind


def test_a_scenario_without_outlines_has_no_map(reading):
    del reading.run.scenario.tables["outlines"]
    with pytest.raises(Unrecorded, match="outlines"):
        town(reading)


# ------------------------------------------------------------------------------------------------ homes
def test_the_list_is_counted_by_year_of_joining(reading):
    figure = waiting(reading)
    listed = reading.run.record.panels["list_length"].sum(axis=1)[-1]
    assert figure.data["ages"].shape == (7, 3, WAIT_YEARS)
    assert f"{100 * listed / HOUSEHOLDS:.0f}\u202f% of all" in figure.title
    assert figure.data["past"] == pytest.approx(0.4)
    assert (
        "40\u202f% of the dwellings allotted in the year went out of turn or to people on no list"
        in figure.title
    )
    assert figure.table.rows[0][-1] == "40"


def test_a_list_that_houses_nobody_has_no_wait(reading, panels):
    panels["list_pace"][:, 0] = 0.0
    soviet, works, _ = waiting(reading).data["newcomer"]
    assert np.isnan(soviet).all()
    assert np.isfinite(works).all()


def test_times_passed_over_add_up_in_each_third(reading):
    passed = waiting(reading).data["passed"]
    assert [sum(shares) for shares in passed["shares"]] == pytest.approx([1.0, 1.0, 1.0])


def test_a_run_without_the_end_of_a_year_has_no_lists(invent, tmp_path):
    reading = Reading(invent(tmp_path / "short"))
    reading.__dict__["full_years"] = []
    with pytest.raises(Unrecorded, match="the end of a year"):
        waiting(reading)


def test_a_site_stands_or_works_or_is_done(reading):
    figure = building(reading)
    for one in figure.data["projects"]:
        assert set(np.unique(one["state"])) <= {0, WORKING, STANDING, DONE}
        assert (one["pace"][one["state"] == STANDING] == 0).all()
    assert "4 were finished" in figure.title


def test_a_site_is_a_hundred_per_cent_only_when_it_is_done(reading, panels):
    cost = reading.columns["projects.cost"][0]
    panels["project_done"][-1, 0] = 0.999 * cost
    figure = building(reading)
    assert figure.data["projects"][0]["done"][-1] == 99
    assert figure.table.rows[0][2] == "99"
    panels["project_done"][-1, 0] = cost
    assert building(reading).table.rows[0][2] == "100"


def test_nothing_begun_is_said(reading, panels):
    for name in ("built", "done", "started"):
        panels[f"project_{name}"] = np.zeros_like(panels[f"project_{name}"])
    assert building(reading).title == "Nothing was begun"


# ------------------------------------------------------------------------------------------------ money and goods
def test_each_rouble_went_somewhere(reading):
    figure = spending(reading)
    assert figure.data["money"].sum(axis=0) == pytest.approx(1.0)
    meat = figure.data["wares"][0]
    assert meat["name"] == "meat"
    assert meat["unit"].startswith("kg")
    assert figure.data["money"][CHANNELS.index("garden")] == pytest.approx(0.0)


def test_what_is_handed_out_makes_the_title(reading, panels):
    for channel in CHANNELS:
        panels[f"counter_sold_{channel.replace(' ', '_')}"][:] = 1e6 if channel == "workplace" else 0.0
    assert "100\u202f% handed out by list or coupon" in spending(reading).title


def test_a_ware_that_is_never_handed_out_has_none_handed_out(reading, panels):
    for channel in CHANNELS:
        panels[f"counter_sold_{channel.replace(' ', '_')}"][:] = 1e6 if channel == "open sale" else 1e-9
    clothing = next(one for one in spending(reading).data["wares"] if one["name"] == "clothing")
    assert "100\u202f% of the clothing was sold openly and none handed out" in clothing["title"]


def test_what_the_city_gets_it_spends_or_keeps(reading):
    for flows in budget(reading).data["flows"]:
        received = sum(amount for _, to, amount in flows if to == CITY)
        spent = sum(amount for source, _, amount in flows if source == CITY)
        assert received == pytest.approx(spent)
        assert len({KEPT, DRAWN} & {name for flow in flows for name in flow[:2]}) == 1


def test_discretion_is_shared_out(reading):
    figure = discretion(reading)
    for thing in figure.data["things"]:
        assert thing["shares"].sum(axis=0) == pytest.approx(1.0)
    steel, flats, meat = (
        dict(zip(figure.data["tiers"], thing["shares"], strict=True)) for thing in figure.data["things"]
    )
    assert steel[PLANT][-1] > steel[PLANT][0]
    assert flats[PLANT][0] + flats[PAST[PLANT]][0] == pytest.approx(2 / 3)
    assert flats[SOVIET][0] + flats[PAST[SOVIET]][0] + flats[CENTRE][0] == pytest.approx(1 / 3)
    assert flats[CENTRE][0] == pytest.approx(2 / 75)
    assert steel[MINISTRY] == pytest.approx(0.03 * 0.98)
    assert meat[CENTRE] == pytest.approx(0.04)
    assert meat[NOBODY][-1] < meat[NOBODY][0]


def test_a_tier_without_a_rule_is_shown_as_one(reading):
    figure = discretion(reading)
    assert "the region or the party" in figure.note
    assert [thing["silent"].removeprefix("no rule here: ") for thing in figure.data["things"]] == [
        "region, soviet, party, shop", "Ministry, region, party, shop", "Ministry, region, party"
    ]  # fmt: skip
    told = {row[0]: row[1:] for row in figure.table.rows}
    assert set(told["The last flat: Ministry"]) == {"no rule"}
    assert "no rule" not in told["The last tonne of steel: Ministry"]


# ------------------------------------------------------------------------------------------------ bodies and hours
def test_doctors_are_counted_against_their_posts(reading):
    figure = bodies(reading)
    assert figure.data["doctors"].shape == (7, 4)
    assert "2190 posts" in figure.title
    assert len(figure.data["ill"]) == 4


def test_all_hours_of_the_week_are_told(reading):
    figure = hours(reading)
    assert figure.data["week"][:, 0].sum() == pytest.approx(7 * 24, rel=0.05)
    assert "most of it to sickness" in figure.title
    people = sum(one["men"] + one["women"] for one in figure.data["ages"])
    assert people == pytest.approx(430.0)


def test_without_its_people_the_town_has_no_pyramid(reading):
    del reading.columns["people.born"]
    assert hours(reading).data["ages"] is None


# ------------------------------------------------------------------------------------------------ the page
def test_the_town_is_a_part_of_its_own(run):
    text = build_report(run).read_text(encoding="utf-8")
    assert re.findall('<p class="part">(.*?)</p>', text) == [words for words, _ in PARTS]
    assert PLATES[-len(TOWN) :] == TOWN
    assert len(re.findall("<li><a href", text)) == len(PLATES) + len(ENDING)


@pytest.mark.parametrize(
    ("missing", "name"),
    [
        ("district_soil", "town"),
        ("list_jumped", "waiting"),
        ("counter_paid_black_market", "spending"),
        ("city_doctors_surgeons", "bodies"),
        ("city_revenue_grants", "budget"),
        ("list_off_list", "discretion"),
        ("project_stops", "building"),
        ("employer_lost_drink", "hours"),
    ],
)
def test_a_plate_says_what_was_not_recorded(reading, panels, missing, name):
    del panels[missing]
    draw = next(draw for plate, _, draw in TOWN if plate == name)
    with pytest.raises(Unrecorded, match=missing):
        draw(reading)


def test_each_erratum_has_its_arithmetic_and_links_only_to_what_is_judged():
    rows = errata_rows(errata(), {"L010"})
    assert rows.count("<tr>") == len(errata())
    assert set(re.findall('href="#claim-([^"]*)"', rows)) == {"L010"}
    assert rows.count("<li>") == sum(max(len(one.arithmetic), 1) for one in errata())
    assert errata_title(errata()).startswith(f"{len(errata())} checks of ")
    assert "e6" not in rows and "'" not in rows


def test_arithmetic_is_written_as_people_write_it():
    assert (
        worked("870e6 / (40000 / 2204.62 * 438000)") == "870 million / (40\u202f000 / 2204.62 × 438\u202f000)"
    )
    assert worked("1989 - 30") == "1989 − 30"
    assert worked("60e6 / 1e9") == "60 million / 1 billion"

"""Figures say what is seen: their titles and numbers follow the data."""

from dataclasses import replace

import numpy as np
import pytest

from magnitka.report.figure import Unrecorded
from magnitka.report.plates.ages import ages
from magnitka.report.plates.causes import causes
from magnitka.report.plates.flow import flow
from magnitka.report.plates.fulfilment import BINS, fulfilment
from magnitka.report.plates.labour import labour
from magnitka.report.plates.stocks import stocks
from magnitka.report.plates.strip import even_pace_ratio, month_shape, strip, title_of
from magnitka.report.reading import Reading
from magnitka.report.verdicts import band_plot, verdict_rows, verdict_title
from magnitka.world import Cause


@pytest.fixture
def reading(invent, tmp_path):
    return Reading(invent(tmp_path / "run"))


def test_a_mean_is_of_the_dekads_that_have_a_value(reading):
    values = np.where(reading.dekad == 2, reading.year.astype(float), np.nan)
    values[reading.year == 1986] = np.nan
    assert reading.mean_of_year(values)[[0, 2]] == pytest.approx([1985.0, 1987.0])
    assert np.isnan(reading.mean_of_year(values)[1])
    assert reading.by_month(values)[:12] == pytest.approx(1985.0)
    assert np.isnan(reading.by_month(values)[12:24]).all()


def test_a_flat_plant_has_one_colour_all_year(reading):
    """Shares are per calendar day: a third dekad of eleven days makes more, and is no rush."""
    flat = reading.days * 40.0
    assert even_pace_ratio(reading, flat) == pytest.approx(1.0)
    assert month_shape(reading, flat) == pytest.approx(1.0)
    assert title_of("the mills roll", month_shape(reading, flat)).startswith("A flat month")


def test_the_strip_tells_a_rush_from_its_reverse(reading):
    rush = reading.days * np.where(reading.dekad == 2, 1.2, 1.0)
    assert "20\u202f% more" in title_of("the mills roll", month_shape(reading, rush))
    reverse = reading.days * np.where(reading.dekad == 2, 0.9, 1.0)
    assert "10\u202f% less" in title_of("the mills roll", month_shape(reading, reverse))


def test_the_strip_has_a_flag_for_each_decree_in_the_run(reading):
    flags = strip(reading).data["flags"]
    assert [(flag["year"], flag["column"]) for flag in flags][:2] == [(1985, 12), (1987, 0)]


def test_the_strip_leaves_out_what_is_no_part_of_the_run(invent, tmp_path):
    reading = Reading(invent(tmp_path / "short", years=2))
    figure = strip(reading)
    assert figure.data["years"] == [1985, 1986]
    assert len(figure.data["flags"]) == 1


def test_what_leaves_the_hearths_and_mills_is_what_went_in(reading):
    for year in flow(reading).data["years"]:
        links = {(a, b): tonnes for a, b, tonnes in year["links"]}
        steel = sum(t for (_, to), t in links.items() if to == "crude steel")
        made = sum(t for (start, _), t in links.items() if start == "crude steel")
        assert steel == pytest.approx(made)
        mills = sum(t for (start, _), t in links.items() if start == "rolled steel")
        assert mills == pytest.approx(links["crude steel", "rolled steel"])


def test_rejected_iron_is_drawn_where_it_leaves_and_told_in_its_column(reading):
    iron = reading.shops.works & (reading.shops.product == reading.good("pig iron"))
    panels = reading.run.record.panels
    panels["rejects"][:, iron] = 0.02 * panels["output"][:, iron]
    figure = flow(reading)
    told = panels["rejects"][reading.year == 1985][:, iron].sum() / 1000
    links = {(start, end): tonnes for start, end, tonnes in figure.data["years"][0]["links"]}
    assert links["pig iron", "rejected in the furnaces"] == pytest.approx(told)
    assert float(figure.table.rows[0][figure.table.head.index("iron rejected")]) == pytest.approx(
        told, rel=0.01
    )


def test_the_stock_title_names_the_worst_fitting_good(reading):
    reading.run.record.panels["works_unfit"][:] = 0.0
    reading.run.record.panels["works_unfit"][:, reading.good("spares")] = 40.0
    title = stocks(reading).title
    assert title.startswith("Spares")
    assert "wrong specification" in title


def test_fulfilment_at_exactly_the_plan_counts_as_fulfilled(reading):
    for name in ("fulfilment_month", "fulfilment_year", "fulfilment_first"):
        reading.run.record.panels[name][:] = 1.0
    figure = fulfilment(reading)
    assert figure.title.startswith("100\u202f% of yearly plans end at 100\u00a0to\u00a0102")
    for histogram in figure.data["histograms"]:
        assert histogram["shares"]["all"][list(BINS).index(1.0)] == 1.0


def test_old_equipment_is_counted_by_what_it_takes_to_replace(reading):
    vintages = reading.run.record.yearly["shop_vintages"]
    vintages[:] = 0.0
    vintages[:, :, 10] = 1.0
    mills = reading.shops.works & (reading.shops.product == reading.good("rolled steel"))
    vintages[:, mills] = 0.0
    vintages[:, mills, 40] = 1.0
    figure = ages(reading)
    share = mills.sum() / reading.shops.works.sum()
    assert figure.data["old"] == pytest.approx(share)
    assert "still" in figure.title


def test_the_cause_of_all_that_is_missing_names_the_title(reading):
    panels = reading.run.record.panels
    panels["cause"][:] = Cause.INPUT
    panels["cause_good"][:] = reading.good("scrap")
    figure = causes(reading)
    assert "100\u202f% was lost for want of materials" in figure.title
    assert "scrap ran short most" in figure.title
    assert figure.data["views"]["works"]["short"] == [("scrap", pytest.approx(1.0))]


def test_each_view_of_the_causes_has_its_own_sentence(reading):
    works = reading.shops.works
    panels = reading.run.record.panels
    panels["cause"][:, works], panels["cause"][:, ~works] = Cause.POWER, Cause.LABOUR
    views = causes(reading).data["views"]
    assert "Of what the Works did not make, 100\u202f% was lost for want of power" in views["works"]["title"]
    assert (
        "the rest of the Union did not make, 100\u202f% was lost for want of hands" in views["union"]["title"]
    )


def test_nothing_missing_is_said(reading):
    reading.run.record.panels["missing"][:] = 0.0
    assert causes(reading).title.startswith("Nothing bound the Works")


def test_the_parts_of_the_labour_gap_add_up(reading):
    data = labour(reading).data
    total = data["start"][1] + sum(persons for _, persons in data["steps"])
    assert total == pytest.approx(data["end"][1])


def test_a_gap_that_was_not_judged_has_no_figure(reading):
    (reading.run.path / "verdicts.json").write_text("[]")
    with pytest.raises(Unrecorded, match="Gary") as gap:
        labour(Reading(reading.run))
    assert "of Magnitogorsk, which were not judged" in gap.value.said


@pytest.mark.parametrize(
    ("value", "band", "words"),
    [
        (0.43, [0.5, 1.0], 'class="outside"'),
        (0.7, [0.5, 1.0], 'class="inside"'),
        (7.0, [None, 8.0], "at most 8"),
        (7.0, [8.0, None], 'class="outside"'),
        (None, [8.0, None], "at least 8"),
        (1.0, [None, None], "\u2013"),
        (2.0, [2.0, 2.0], 'class="inside"'),
    ],
)
def test_a_band_shows_whether_the_value_lies_in_it(reading, value, band, words):
    picture = band_plot(replace(reading.judged[0], value=value, band=band, unit="1"))
    assert words in picture
    assert "neutralised" not in picture


def test_a_band_shows_its_teeth(reading):
    bitten = next(one for one in reading.judged if one.teeth)
    picture = band_plot(bitten)
    assert 'class="neutralised"' in picture
    assert picture.count("<path") == len(bitten.teeth["draws"])


def test_the_title_counts_groups_and_outside_evidence_first(reading):
    assert verdict_title(reading.judged) == (
        "Of 1 group of checks from outside the essay, 1 holds and none fails; "
        "of 4 groups of checks of the essay\u2019s own, 1 holds and 1 fails"
    )
    assert verdict_title([]) == "No claim has been judged"


def test_what_is_no_check_earns_no_verdict(reading):
    rows = verdict_rows(one for one in reading.judged if one.used_for == "calibration")
    assert rows.count("in its band") == 2
    assert "verdict-holds" not in rows

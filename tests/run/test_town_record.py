"""What is recorded of the town: named by its columns, counted from all persons, and never moving the world."""

from __future__ import annotations

import numpy as np
import pytest

from magnitka import observe
from magnitka.observe import town_counts, town_panels
from magnitka.process import DEKADS_PER_YEAR
from magnitka.record import AXES, read_record
from magnitka.recorder import PANELS
from magnitka.run import Run
from magnitka.world import Mark, Tenure, Waiting, World
from magnitka.world.cities import CHANNELS

from .conftest import Year


@pytest.fixture(scope="module")
def town(year: Year) -> World:
    return Run(None, year.run.manifest, recipe=year.run.recipe, state=year.run.checkpoint()).world


def test_panels_are_named_by_axis_column_and_label() -> None:
    names = {
        "district_air_dust", "counter_sold_open_sale", "counter_black_price", "list_length", "list_expected_wait",
        "city_doctors_surgeons", "employer_present", "employer_lost_sickness", "project_built", "stack_emission_dust",
        "city_dwellings_plant",
    }  # fmt: skip
    assert names <= PANELS.keys()
    for panel in town_panels.PANELS:
        assert panel.axis in AXES and panel.name.startswith(f"{panel.axis}_") and PANELS[panel.name] is panel


def test_every_panel_has_a_row_for_each_thing(year: Year, town: World) -> None:
    for panel in town_panels.PANELS:
        rows = len(year.run.labels(panel.axis))
        assert panel.measure(town, year.run.clock(-1)).shape == (rows,), panel.name
        assert year.run.record.panels[panel.name].shape == (36, rows)


def test_waits_by_year_of_joining_are_kept_once_a_year(year: Year) -> None:
    ages = year.run.record.yearly["list_ages"]
    assert ages.shape[:2] == (1, len(year.run.labels("list")))


def test_the_record_comes_back_from_its_files(year: Year) -> None:
    record = year.run.record
    files = record.files()
    again = read_record(files.__getitem__, record.origin, record.first, record.last)
    assert again.panels.keys() == record.panels.keys()
    for name in ("city_hours_queue", "district_ill_adults", "counter_stock"):
        np.testing.assert_array_equal(again.panels[name], record.panels[name])
    assert again.labels["district"] == record.labels["district"]


def test_measuring_moves_nothing(year: Year, town: World) -> None:
    before, clock = town.state_hash(), year.run.clock(-1)
    for one in (*observe.SERIES, *observe.PANELS):
        one.measure(town, clock)
    assert town.state_hash() == before


def test_persons_are_counted_as_they_are(year: Year, town: World) -> None:
    clock, p = year.run.clock(-1), town.people
    alive = np.arange(p.flags.shape[1])[None, :] < p.persons[:, None]
    flags, born = p.flags[alive].astype(int), p.born[alive].astype(int)
    adults = int(town.cities.adults.sum()) / town.weight
    infants = born > clock.tick - DEKADS_PER_YEAR
    told = dict(
        zip(
            (one.name for one in town_counts.OF_PERSONS.series),
            town_counts.told_of_persons(town, clock),
            strict=True,
        )
    )
    assert told["town_sick"] == pytest.approx((p.sick[alive] > 0).mean())
    assert told["town_invalids"] == pytest.approx((flags & Mark.INVALID > 0).sum() / adults)
    assert told["town_nervous"] == pytest.approx((flags & Mark.NERVOUS > 0).sum() / adults)
    assert told["town_drinkers"] == pytest.approx((flags & Mark.DRINKER > 0).sum() / adults)
    assert told["town_pensioners"] == (flags & Mark.PENSIONER > 0).sum() * town.weight
    assert told["town_lead"] == pytest.approx(p.lead[alive].mean())
    assert told["town_pathologies"] == pytest.approx((flags[infants] & Mark.PATHOLOGY > 0).mean())


def test_households_are_counted_as_they_are(year: Year, town: World) -> None:
    clock, h = year.run.clock(-1), town.households
    live = h.size > 0
    told = dict(
        zip(
            (one.name for one in town_counts.OF_HOUSEHOLDS.series),
            town_counts.told_of_households(town, clock),
            strict=True,
        )
    )
    assert told["town_cash"] == pytest.approx(h.cash[live].sum(dtype=np.int64) * town.weight * 1e-8)
    assert told["town_deposits"] == pytest.approx(h.deposit[live].sum(dtype=np.int64) * town.weight * 1e-8)
    listed = live & (h.list > 0)
    assert told["town_crowding"] == pytest.approx(h.size[listed].sum() / h.rooms[listed].sum())
    assert told["town_bosses_lists"] == pytest.approx(
        np.isin(h.list[live], [Waiting.WORKS, Waiting.OTHER]).mean()
    )
    assert told["town_bosses_homes"] == pytest.approx(
        np.isin(h.tenure[live], [Tenure.HOSTEL, Tenure.PLANT]).mean()
    )


def test_shares_of_a_whole_add_up(year: Year) -> None:
    series = year.run.record.series
    channels = sum(series[f"town_share_{town_panels.slug(label)}"] for label in CHANNELS)
    np.testing.assert_allclose(channels, 1.0, rtol=1e-9)
    for thing, takers in {
        "meat": ("meat_by_plant", "meat_by_soviet", "meat_by_shop", "meat_by_nobody"),
        "steel": ("steel_centre", "steel_ministry", "steel_plant"),
    }.items():
        np.testing.assert_allclose(
            sum(series[f"town_{taker}"] for taker in takers), 1.0, rtol=1e-9, err_msg=thing
        )
    flats = sum(series[f"town_flat_{taker}"] for taker in ("soviet", "plant", "connections"))
    given = series["town_allotted"] > 0
    np.testing.assert_allclose(flats[given], 1.0, rtol=1e-9)

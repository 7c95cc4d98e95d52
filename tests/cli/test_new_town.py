"""A town of one's own: blanks that name themselves, a run once they are filled, bands by kind of number."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from magnitka.errors import UsageError
from magnitka.experiments.spread import BORROWED, CHANCE, GUESSED, spread
from magnitka.ledger import judge
from magnitka.ledger.verdict import NOT_COVERED
from magnitka.new_town import blanks, new_town
from magnitka.quantity import Kind
from magnitka.report.verdicts import verdict_title
from magnitka.run import simulate
from magnitka.scenario import ScenarioError, load

Command = Callable[..., Any]
BASE = "toy"
THERE = re.compile(r"value: blank,(.*?)# (.*); ([0-9.e+]+) there")


@pytest.fixture
def village(tmp_path: Path) -> Path:
    return new_town("village", BASE, tmp_path / "village")


def fill(path: Path, factor: float = 1.0) -> None:
    """Every blank with the number beside it, counts of the city times a factor."""

    def number(match: re.Match[str]) -> str:
        counted = "persons" in match[1] or "households" in match[1]
        return f"value: {float(match[3]) * (factor if counted else 1.0):g},{match[1]}# filled in"

    text, filled = THERE.subn(number, path.read_text(encoding="utf-8"))
    text = re.sub("say (who|what|where)", "the town's statistics", text)
    assert filled == text.count("# filled in")
    path.write_text(text, encoding="utf-8")


def test_at_most_twenty_blanks_each_named(village: Path) -> None:
    text = village.read_text(encoding="utf-8")
    assert 10 <= len(THERE.findall(text)) == len(blanks(load(BASE), "Village")) <= 20
    with pytest.raises(ScenarioError, match=r"village\.yaml:\d+: .*is still blank; fill it in") as caught:
        load(village)
    assert len(caught.value.others) >= 15


def test_a_filled_town_runs_and_is_the_town_it_says(village: Path) -> None:
    fill(village, 0.5)
    town, base = load(village), load(BASE)
    assert town.table("cities").texts("city") == ("Village",)
    run = simulate(town, until="1981-02")
    there = simulate(base, until="1981-02").world.cities
    here = run.world.cities
    assert 0.4 < here.persons[0] / there.persons[0] < 0.6
    assert here.beds[0] == there.beds[0] / 2
    assert here.doctor_norm[0] == pytest.approx(there.doctor_norm[0] / 2)
    assert here.doctors[0].sum() == pytest.approx(there.doctors[0].sum() / 2, rel=0.1)
    verdicts = judge(run)
    assert {one.verdict for one in verdicts} == {NOT_COVERED}
    assert "this run is of Village" in verdicts[0].note
    assert "another town" in verdict_title(verdicts)


def test_how_finely_a_town_is_drawn_is_no_number_to_borrow(village: Path) -> None:
    assert "persons_per_agent" not in village.read_text(encoding="utf-8")


def test_what_was_sourced_for_the_base_is_borrowed(village: Path) -> None:
    fill(village)
    town, base = load(village), load(BASE)
    for section, name in (("population", "employed_men"),):
        assert town.parameters[section][name].kind is Kind.SOURCED  # filled in
    was = dict(base.quantities())
    now = {key: one for key, one in town.quantities() if key.startswith("tables.districts")}
    assert now and all(one.kind in (Kind.BORROWED, Kind.GUESS) for one in now.values())
    # the country stays what it was
    assert dict(town.quantities())["planning.five_year_growth"] == was["planning.five_year_growth"]


def test_amounts_are_as_large_as_the_town_and_rates_stay(village: Path) -> None:
    fill(village, 0.25)
    text = village.read_text(encoding="utf-8")
    works = re.search(r"works_scale: \{value: 1,", text)
    assert works is not None
    village.write_text(text.replace(works[0], "works_scale: {value: 0.5,"), encoding="utf-8")
    town, base = load(village), load(BASE)
    city, old = town.table("cities"), base.table("cities")
    for column in ("beds", "surgeons", "norm_paediatricians"):
        cell = city.quantity("Village", column)
        assert cell.value == old.numbers(column)[0] / 4
        assert cell.kind is Kind.BORROWED
        assert cell.why.startswith("scaled by ")
    now, was = dict(town.quantities()), dict(base.quantities())
    assert now["city_budget.works"].value == was["city_budget.works"].value / 4
    assert now["city_budget.industry@1986-01"].value == was["city_budget.industry@1986-01"].value / 2
    assert now["demography.doctors_posted"].value == was["demography.doctors_posted"].value / 4
    projects, before = town.table("projects"), base.table("projects")
    industry = [purpose == "industry" for purpose in before.texts("purpose")]
    factor = [0.5 if one else 0.25 for one in industry]
    assert list(projects.numbers("cost")) == pytest.approx(list(before.numbers("cost") * factor))
    assert list(projects.numbers("yields")) == pytest.approx(list(before.numbers("yields") * factor))
    assert list(projects.numbers("begun")) == list(before.numbers("begun"))
    assert list(projects.numbers("proposed")) == list(before.numbers("proposed"))
    assert list(town.table("wares").numbers("norm")) == list(base.table("wares").numbers("norm"))


def test_a_town_as_large_as_its_base_has_what_the_base_has(village: Path) -> None:
    fill(village)
    town, base = load(village), load(BASE)
    for name, table in town.tables.items():
        for column, values in table.numbers_of.items():
            assert list(values) == list(base.table(name).numbers(column)), (name, column)
    was = dict(base.quantities())
    for key, one in town.quantities():
        assert key.startswith("tables.") or one.value == was[key].value, key


def test_an_amount_of_ones_own_is_not_scaled(village: Path) -> None:
    fill(village, 0.25)
    text = village.read_text(encoding="utf-8")
    cell = re.search(r"  cities\[Village\]\.beds:\n(    .*\n)+", text)
    assert cell is not None
    own = '  cities[Village].beds: {value: 700, unit: "1", kind: guess, low: 600, high: 800, why: counted}\n'
    village.write_text(text.replace(cell[0], own), encoding="utf-8")
    assert load(village).table("cities").numbers("beds")[0] == 700


def test_no_name_of_the_base_is_left(village: Path) -> None:
    fill(village)
    town = load(village)
    names = {
        *town.table("projects").keys,
        *town.table("districts").keys,
        *town.table("outlines").texts("feature"),
    }
    foreign = re.compile("Ural|Zavodskoi|Agapovka|Sotsgorod|Metallurg|Magnitogorsk|2000|2500|[0-9][0-9]$")
    left = {name for name in names if foreign.search(name)}
    assert left <= {name for name in names if name.startswith(("left bank", "right bank"))}
    drawn = set(town.table("outlines").texts("feature"))
    assert set(town.table("districts").keys) <= drawn  # the map still knows its districts


@pytest.mark.parametrize("verb", ["validate", "run"])
def test_texts_of_the_form_do_not_pass_for_a_source(village: Path, verb: str, command: Command) -> None:
    fill(village)
    assert command("validate", str(village)).code == 0
    text = village.read_text(encoding="utf-8")
    hostel = text.index("    hostel:")
    where = text.index("the town's statistics", hostel)
    village.write_text(
        text[:where] + "say where" + text[where + len("the town's statistics") :], encoding="utf-8"
    )
    outcome = command(verb, str(village))
    assert (outcome.code, outcome.out) == (2, "")
    line = 1 + text[:hostel].count("\n")
    assert f"village.yaml:{line}: population.hostel is sourced, but its place" in outcome.err


def test_bands_are_told_by_kind_of_number(village: Path) -> None:
    fill(village)
    told = spread(village, draws=2, until="1981-01", processes=1)
    assert told.moved[GUESSED] > told.moved[BORROWED] > 0
    name = "crude_steel_works"
    assert set(told.bands[name]) == {CHANCE, BORROWED, GUESSED}
    assert told.bands[name][GUESSED].low <= told.bands[name][GUESSED].high
    assert told.failed == 0


@pytest.mark.parametrize(
    ("name", "base", "said"),
    [
        ("My Town", BASE, "cannot name a town"),
        ("toy", BASE, "is a shipped scenario"),
        ("village", "magnitogork", 'did you mean "magnitogorsk"'),
    ],
)
def test_wrong_names_are_refused(tmp_path: Path, name: str, base: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        new_town(name, base, tmp_path / "there")


def test_nothing_is_written_over(village: Path) -> None:
    with pytest.raises(UsageError, match="is there already and not empty"):
        new_town("village", BASE, village.parent)

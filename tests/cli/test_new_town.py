"""A town of one's own: blanks that name themselves, a run once they are filled, bands by kind of number."""

from __future__ import annotations

import re
from pathlib import Path

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
    assert 0.4 < run.world.cities.persons[0] / simulate(base, until="1981-02").world.cities.persons[0] < 0.6
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

"""Reading claims: what is wrong is told with file, line, key and mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from magnitka.errors import ScenarioError
from magnitka.ledger import claim_files, load_claims, shipped_claims
from magnitka.ledger.change import Change, ChangeError, parse_change
from magnitka.ledger.claims import ABOVE, BELOW, CALIBRATION, CHECK, DATA, Band
from magnitka.ledger.errata import ERRATA
from magnitka.scenario import load

GIVEN = """# A claim.
claims:
- id: X01
  says: "Orders were inflated."
  source: MACAL
  where: "page"
  voice: author
  group: over-ordering
  depends_on: []
  used_for: check
  observable: request_inflation
  unit: "1"
  band: [1.05, null]
  period: ["1985-01", "1990-12"]
  teeth: {neutralise: "act: buffered_supply; set: ordering.theta=0", pushes: below}
  why_band: "The least that matters."
- id: X02
  says: "So it was told."
  source: MACAL
  where: "page"
  voice: hearsay
  group: over-ordering
  depends_on: [X01]
  used_for: context
  observable: null
  unit: null
  band: [null, null]
  period: null
  teeth: null
  not_covered: "Nothing measures it."
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "claims.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_claims_are_read_as_they_are_written(tmp_path: Path) -> None:
    first, second = load_claims(written(tmp_path, GIVEN))
    assert first.band == Band(1.05, None) and first.period == ("1985-01", "1990-12") and first.outside
    assert first.teeth and first.teeth.pushes == BELOW
    assert first.teeth.change == Change(acts=("buffered_supply",), set=(("ordering.theta", "0"),))
    assert second.depends_on == ("X01",) and second.observable is None and second.teeth is None


WRONG = {
    "used_for: check": ("used_for: chek", 10, 'X01.used_for is "chek"; did you mean "check"?'),
    "voice: author": ("voice: poet", 7, 'X01.voice is "poet"; known here: author'),
    "observable: request_inflation": (
        "observable: request_inflaton", 11, 'is the unknown "request_inflaton"; did you mean "request_inflation"?',
    ),
    '  unit: "1"\n': ('  unit: "yr"\n', 12, "X01.unit is yr; request_inflation is told in 1"),
    "[1.05, null]": ("[1.05]", 13, "X01.band has not two ends; write [low, high]"),
    "band: [1.05, null]": ("band: [3.0, 1.05]", 13, "X01.band begins at 3, above its end 1.05"),
    '["1985-01", "1990-12"]': ('["1990-01", "1985-12"]', 14, "X01.period ends before it begins"),
    '"1985-01", "1990-12"': ('"1985-13", "1990-12"', 14, "there is no month 13"),
    "pushes: below": ("pushes: above", 15, "X01.teeth push above an open end"),
    ", pushes: below": ("", 15, 'X01.teeth has no "pushes"'),
    "ordering.theta=0": ("ordering.thta=0", 15, 'unknown parameter "ordering.thta"; did you mean "ordering.theta"?'),
    "act: buffered_supply": ("off: batter", 15, 'unknown mechanism "batter"; did you mean "barter"?'),
    "source: MACAL": ("source: NOBODY", 5, 'X01.source names the unknown source "NOBODY"'),
    "depends_on: [X01]": ("depends_on: [X03]", 17, 'X02.depends_on names the unknown claim "X03"; did you mean "X01"?'),
    "id: X02": ("id: X01", 17, "X01 is written twice, first on line 3"),
    '  why_band: "The least that matters."\n': ("", 11, "X01.observable judges it; give band, period"),
    '  not_covered: "Nothing measures it."\n': ("", 25, "X02.observable is null; say"),
    "id: X01": ("id: 17", 3, 'claim.id is "17"; write it as X01'),
    "  group: over-ordering\n  depends_on: []\n": ("  depends_on: []\n", 3, 'claim has no "group"'),
    "  teeth: null\n": (
        '  teeth: {neutralise: "off: barter", pushes: below}\n', 29, "X02.teeth are those of a check; give teeth to",
    ),
    "claims:\n": ("claims: none\n", 2, "claims is not a list"),
}  # fmt: skip


@pytest.mark.parametrize("right", WRONG, ids=lambda text: text.strip()[:30])
def test_a_wrong_claim_is_told_with_its_place(right: str, tmp_path: Path) -> None:
    wrong, line, told = WRONG[right]
    text = GIVEN.replace(right, wrong, 1)
    if right == "claims:\n":
        text = "# A claim.\nclaims: none\n"
    with pytest.raises(ScenarioError) as caught:
        load_claims(written(tmp_path, text))
    assert f"claims.yaml:{line}: " in str(caught.value) and told in str(caught.value)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = GIVEN.replace("voice: author", "voice: poet").replace("voice: hearsay", "voice: bard")
    with pytest.raises(ScenarioError, match=r"and 1 more") as caught:
        load_claims(written(tmp_path, text))
    assert [error.line for error in caught.value.others] == [21]


def test_no_claim_is_judged_twice() -> None:
    ids = [claim.id for claim in shipped_claims()]
    assert len(ids) == len(set(ids))


def test_the_town_calibrates_what_it_says() -> None:
    town = load_claims(DATA / "claims" / "town.yaml")
    assert {claim.id for claim in town if claim.used_for == CALIBRATION} == {
        "L213",
        "L242",
        "L247",
        "L264",
        "L265",
    }
    assert all(claim.used_for != CHECK for claim in town if claim.id in ("L068", "L241"))


def test_the_errata_are_no_claims() -> None:
    assert ERRATA.exists() and ERRATA not in claim_files()


def test_bands() -> None:
    band = Band(0.06, 0.06)
    assert band.holds(0.06 * (1 + 1e-9)) and not band.holds(0.0601)
    assert band.misses(0.05, BELOW) and not band.misses(0.05, ABOVE) and band.misses(0.07, ABOVE)
    assert Band(None, 0.0).holds(-1e9) and not Band(None, 0.0).holds(1e-9)


@pytest.mark.parametrize(
    "text, told",
    [
        ("bribe: barter", 'the clause "bribe: barter"; begin it with'),
        ("set: planning.growth", 'sets "planning.growth"; write KEY=VALUE'),
        ("set: planning.growth=much", "sets planning.growth to what"),
        ("set: foundation.slack=1", 'unknown parameter "foundation.slack"'),
        ("act: miracle", 'unknown act of God "miracle"'),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(text: str, told: str) -> None:
    with pytest.raises(ChangeError, match=r".") as caught:
        parse_change(text)
    assert told in str(caught.value)


def test_changes_are_laid_over_one_another() -> None:
    both = parse_change("set: planning.growth=0, planning.ratchet=1") | parse_change(
        "set: planning.growth=x2; off: barter"
    )
    assert both == parse_change("off: barter; set: planning.ratchet=1, planning.growth=x2")


def test_a_factor_moves_every_date() -> None:
    scenario = load("toy")
    growth = scenario.parameters["planning"]["growth"].value
    change = parse_change("set: planning.growth=x3, planning.ratchet=0.5, allocation.state_orders=x0.5")
    numbers = change.numbers(scenario)
    assert numbers.pop("planning.growth") == pytest.approx(3 * growth)
    assert numbers.pop("planning.ratchet") == 0.5
    dates = {month: step.value for month, step in scenario.parameters["allocation"]["state_orders"].steps}
    assert len(numbers) == len(dates) > 1
    assert numbers["allocation.state_orders@1980-01"] == pytest.approx(0.5 * next(iter(dates.values())))

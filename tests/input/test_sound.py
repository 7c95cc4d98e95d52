"""What a scenario says of its towns: what cannot be meant is refused, by file, line and key, with the mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from magnitka.scenario import ScenarioError, load
from magnitka.scenario_loading import DATA
from magnitka.tick import SECTIONS

HEAD = "format: 1\nname: mine\nbased_on: toy\nsources:\n"
SOURCE = "  TOWN: {{author: {author}, title: Statistics, year: 1980, where: town hall, seen: table}}\n"
OF_CITY = '"cities[Magnitogorsk].{column}": {{value: {value}, unit: {column}, {kind}}}'
GUESS = "kind: guess, low: 0, high: 2e9, why: an estimate"
SOURCED = "kind: sourced, source: TOWN, where: {where}"


def scenario(folder: Path, *lines: str, author: str = "Central Office") -> Path:
    """A scenario over the toy; each of `lines` is of the section that it begins with."""
    path = folder / "mine.yaml"
    text = HEAD + SOURCE.format(author=author) + "".join(f"{line}\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def city(column: str, value: str, kind: str = GUESS) -> str:
    return "  " + OF_CITY.format(column=column, value=value, kind=kind)


def refused(path: Path) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        load(path).validate(SECTIONS)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("persons", "0", ["cities[Magnitogorsk].persons is 0", "write how many"]),
        ("persons", "100", ["0.000847 persons to a household", "1.5 to 5"]),
        ("households", "300000", ["with 409000 persons is 1.36 persons to a household"]),
        ("households", "60000", ["6.82 persons to a household"]),
    ],
)
def test_sizes_that_cannot_be(tmp_path: Path, column: str, value: str, words: list[str]) -> None:
    error = refused(scenario(tmp_path, "cells:", city(column, value)))
    assert (error.file, error.line) == (str(tmp_path / "mine.yaml"), 7)
    for word in words:
        assert word in str(error)


def test_a_town_too_large_or_too_small_to_be_drawn(tmp_path: Path) -> None:
    # the toy draws one row for forty persons
    large = refused(scenario(tmp_path, "cells:", city("persons", "1e9"), city("households", "3e8")))
    assert large.line == 7
    assert "persons_per_agent of 250 or more" in large.mend
    small = refused(scenario(tmp_path, "cells:", city("persons", "9000"), city("households", "3000")))
    assert small.line == 8
    assert "75 rows" in small.problem
    load(scenario(tmp_path, "cells:", city("persons", "1e8"), city("households", "3e7"))).validate(SECTIONS)


def test_tenures_that_come_to_more_than_all(tmp_path: Path) -> None:
    hostel = f'    hostel: {{value: 40, unit: "%", {GUESS.replace("2e9", "50")}}}'
    error = refused(scenario(tmp_path, "parameters:", "  population:", hostel))
    assert (error.file, error.line, error.key) == (str(tmp_path / "mine.yaml"), 8, "population.hostel")
    assert "come to 1.23, more than all households" in str(error)


@pytest.mark.parametrize(
    ("where", "author", "line", "said"),
    [
        ("say where", "Central Office", 7, 'its place is still "say where"'),
        ("page 3", "say who", 5, 'sources.TOWN is cited, but still has "say who"'),
    ],
)
def test_a_sourced_number_has_a_source(tmp_path: Path, where: str, author: str, line: int, said: str) -> None:
    persons = city("persons", "400000", SOURCED.format(where=where))
    error = refused(scenario(tmp_path, "cells:", persons, author=author))
    assert error.line == line
    assert said in str(error)
    # a guess needs none
    load(scenario(tmp_path, "cells:", city("persons", "400000"), author="say who")).validate(SECTIONS)


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("districts", "Sotsgorod,Magnitogorsk", "Sotsgorod,Othertown", ['"Othertown"', "table of cities"]),
        ("districts", "Magnitogorsk,left", "Magnitogorsk,lefft", ['did you mean "left"?']),
        ("projects", "Magnitogorsk,industry", "Magnitogorsk,industri", ['did you mean "industry"?']),
        ("employers", "calibration plant,Magnitogorsk", "calibration plant,Y", ["known here: Magnitogorsk"]),
        ("employers", "enterprise,the Works", "enterprise,the Work", ['did you mean "the Works"?']),
    ],
)
def test_names_that_nobody_bears(tmp_path: Path, table: str, old: str, new: str, words: list[str]) -> None:
    shipped = DATA / "tables" / ("toy" if table == "employers" else "magnitogorsk")
    text = (shipped / f"{table}.csv").read_text(encoding="utf-8")
    (tmp_path / f"{table}.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    shutil.copy(shipped / f"{table}.yaml", tmp_path)
    error = refused(scenario(tmp_path, "tables:", f"  {table}: {table}.csv"))
    assert error.file == str(tmp_path / f"{table}.csv")
    assert error.line == 1 + text[: text.index(old)].count("\n")
    for word in words:
        assert word in str(error)


def test_a_city_needs_homes_and_a_hospital(tmp_path: Path) -> None:
    shipped = DATA / "tables" / "toy"
    text = (shipped / "employers.csv").read_text(encoding="utf-8")
    (tmp_path / "employers.csv").write_text(text.replace(",health,", ",city,"), encoding="utf-8")
    shutil.copy(shipped / "employers.yaml", tmp_path)
    error = refused(scenario(tmp_path, "tables:", "  employers: employers.csv"))
    assert "has no employer of sector health" in str(error)

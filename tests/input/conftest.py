"""A small scenario with everything that the form knows, as texts; tests write it, bend it and read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SCENARIO = """\
format: 1
name: sample
title: A works on the steppe
burn_in: 1980-01
start: 1985-01
until: 1991-12
tables: {goods: goods.csv}
parameters:
  planning:
    ratchet: {value: 0.3, unit: "1", kind: guess, low: 0.1, high: 0.6, why: "two readings of the rule"}
    growth: {value: 3, unit: "%/yr", kind: sourced, source: PLAN, where: "p. 12"}
    capacity:
      value: 16
      unit: Mt/yr
      kind: borrowed
      source: WORKS
      where: "a works of the same age"
      why: built from the same drawings
  orders:
    share:
      unit: "1"
      kind: sourced
      source: PLAN
      dates:
        1980-01: {value: 1.0, where: "line 49"}
        1988-01: {value: 0.86, where: "line 50"}
    double: {value: 0.6, unit: "1", kind: derived, from: [planning.ratchet, PLAN], why: twice the ratchet}
cells:
  "goods[coke].price": {value: 61, unit: rub/t, kind: sourced, source: WORKS, where: p. 4}
decrees:
  - {date: 1987-01, name: State acceptance, source: PLAN, where: "p. 3"}
"""

GOODS = """\
good,ministry,price,yield,kind,source,where,why,low,high
iron ore,ferrous,12.5,0.6,guess,,,order of magnitude,0.7,1.3
coke,ferrous,60,0.9,sourced,PLAN,p. 9,,,
"rails, heavy",transport,1.8e2,1,derived,PLAN; planning.ratchet,,from the list,,
"""

GOODS_FORM = """\
meaning: what is made
columns:
  good: {text: true, meaning: name}
  ministry: {text: true, meaning: who answers for it}
  price: {unit: rub/t, meaning: list price, at_least: 0}
  yield:
    {unit: "1", meaning: share that is usable, at_least: 0, at_most: 1,
     kind: guess, why: from memory, low: 0.8, high: 1.2}
"""

SOURCES = """\
PLAN: {author: Central Office, title: The plan, year: 1981, where: library, seen: page}
WORKS: {author: A Works, title: Its history, year: 1979, where: museum, seen: table, note: damaged}
HEARSAY: {author: Somebody, title: Heard of, year: 1990, where: nowhere, seen: not seen}
"""

FILES = {"sample.yaml": SCENARIO, "goods.csv": GOODS, "goods.yaml": GOODS_FORM, "sources.yaml": SOURCES}


@pytest.fixture
def files() -> dict[str, str]:
    """The sample's texts by file name."""
    return dict(FILES)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes the sample, with some files replaced, and gives the path of its scenario.

    `write("goods.csv", "12.5", "cheap")` puts "cheap" for "12.5" in that file.
    """

    def written(name: str = "", old: str = "", new: str = "") -> Path:
        for file, text in FILES.items():
            assert file != name or old in text, f"{old!r} is not in {file}"
            (tmp_path / file).write_text(
                text.replace(old, new, 1) if file == name else text, encoding="utf-8"
            )
        return tmp_path / "sample.yaml"

    return written

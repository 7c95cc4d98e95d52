"""Bands: how many runs stand behind them, what is said where there are too few, and why runs were lost."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from magnitka.cli.app import magnitka
from magnitka.experiments import spread as spreading
from magnitka.experiments.ensemble import FAILED, OK
from magnitka.experiments.spread import BORROWED, CHANCE, GUESSED, Band, Spread, spread
from magnitka.headline import in_words


@pytest.fixture
def one_lost(monkeypatch: pytest.MonkeyPatch) -> Spread:
    """Two draws of each kind, of which one of the guesses fails; steel is the number of the run."""

    def pretend(named: Any, members: list[Any], **_: Any) -> pd.DataFrame:
        rows: list[dict[str, Any]] = [
            {"status": OK, "error": "", "crude_steel_works": float(number), "barter_share": 0.05,
             "overhang": float("nan")}
            for number in range(len(members))
        ]  # fmt: skip
        rows[-1] |= {"status": FAILED, "error": "no coke", "crude_steel_works": float("nan")}
        table = pd.DataFrame(rows)
        table.attrs["units"] = {"crude_steel_works": "Mt/yr", "barter_share": "1", "overhang": "yr"}
        return table

    monkeypatch.setattr(spreading, "ensemble", pretend)
    return spread("toy", draws=2)


def test_one_run_is_no_band(one_lost: Spread) -> None:
    assert one_lost.runs == {CHANCE: 3, BORROWED: 2, GUESSED: 1}
    assert set(one_lost.bands["crude_steel_works"]) == {CHANCE, BORROWED}
    assert one_lost.bands["crude_steel_works"][CHANCE] == Band(pytest.approx(0.2), pytest.approx(1.8))
    assert (one_lost.failed, one_lost.failures) == (1, ("guessed numbers: no coke",))


@pytest.mark.usefixtures("one_lost")
def test_what_is_printed_names_results_and_losses() -> None:
    text = CliRunner().invoke(magnitka, ["spread", "toy", "--draws", "2"], catch_exceptions=False).stdout
    heading = text.splitlines()[0]
    assert f"{CHANCE}, 3 runs" in heading and f"{BORROWED}, 2 runs" in heading and GUESSED not in heading
    assert f"There is no band of {GUESSED}: 1 run came to an end." in text
    assert "1 run failed:" in text and "no coke" in text
    assert in_words("crude_steel_works") in text and "crude_steel_works" not in text
    share = next(line for line in text.splitlines() if line.startswith(in_words("barter_share")))
    assert share.removeprefix(in_words("barter_share")).split()[:2] == ["%", "5"]
    assert in_words("overhang") not in text  # the toy has none

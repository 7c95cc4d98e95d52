"""Every command once, as it is meant to be used: what it prints, and what `--json` gives to scripts."""

from __future__ import annotations

import csv
import json
import re
import shutil
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xarray as xr
from pyarrow import parquet

from magnitka.cli import listing
from magnitka.cli.app import magnitka
from magnitka.compare import MOST_SERIES
from magnitka.ledger import judge, summary
from magnitka.ledger.claims import CHECK, INPUT
from magnitka.run import open as open_run
from magnitka.wording import figure

VERDICTS = {"holds", "fails", "toothless", "not covered"}
VERDICT_KEYS = {"id", "verdict", "value", "band", "unit", "used_for", "group", "source"}


# ------------------------------------------------------------------------------------------------- run
def test_run_gives_scripts_one_object(made: Any) -> None:
    told = made.json
    assert {"run", "state_hash", "seconds", "ticks", "peak_rss_mb"} <= told.keys()
    assert told["ticks"] == 9
    assert made.out.count("\n") == 1
    assert "dekads" in made.err


def test_a_run_folder_holds_manifest_series_and_report(short: str) -> None:
    folder = Path(short)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["status"] == "finished"
    assert parquet.read_table(folder / "series.parquet").num_rows == 9
    assert (folder / "report.html").read_text().lower().startswith("<!doctype html>")
    assert {one["verdict"] for one in json.loads((folder / "verdicts.json").read_text())} <= VERDICTS
    assert json.loads((folder / "bibliography.json").read_text())


def test_run_ends_with_headline_verdicts_and_report(command: Any) -> None:
    outcome = command("run", "toy", "--until", "1981-01")
    assert outcome.code == 0
    folder = next(Path("runs").iterdir())
    lines = outcome.out.splitlines()
    assert lines[-1] == f"Report: {folder / 'report.html'}"
    assert lines[-2].startswith("Claims: ")
    headline = json.loads((folder / "manifest.json").read_text())["headline"]
    for told in headline.values():
        line = next(line for line in lines if line.strip().startswith(told["long_name"]))
        assert line.endswith("" if told["unit"] == "1" else told["unit"])
    told = headline["missing_share"]
    line = next(line for line in lines if line.strip().startswith(told["long_name"]))
    assert line.split()[-2:] == [figure(100 * told["value"]), "%"]


def test_what_is_changed_is_kept_as_what_if(command: Any) -> None:
    told = command(
        "run",
        "toy",
        "--until",
        "1981-03",
        "--off",
        "barter",
        "--set",
        "planning.ratchet=0",
        "--seed",
        "7",
        "--json",
    )
    manifest = json.loads((Path(told.json["run"]) / "manifest.json").read_text())
    assert manifest["off"] == ["barter"]
    assert manifest["seed"] == told.json["seed"] == 7
    assert [(one["key"], one["new"]) for one in manifest["set"]] == [("planning.ratchet", 0)]


OWN = """
from magnitka.process import Process

def nothing(world, params, clock, dice):
    pass

PROCESS = Process("idle", "idle", nothing, nothing, None, (), ())
"""


@pytest.mark.parametrize("place", [("--after", "storming"), ("--replace", "barter")])
def test_a_mechanism_of_ones_own_takes_part(place: tuple[str, str], command: Any) -> None:
    Path("idle.py").write_text(OWN)
    told = command("run", "toy", "--until", "1981-03", "--with", "idle.py", *place, "--json")
    assert told.code == 0, told.err
    manifest = json.loads((Path(told.json["run"]) / "manifest.json").read_text())
    assert manifest["with"]["file"] == "idle.py"
    assert (manifest["with"]["mode"], manifest["with"]["mechanism"]) == (
        place[0].removeprefix("--"),
        place[1],
    )


def test_resuming_a_finished_run_gives_it_again(command: Any, made: Any) -> None:
    again = command("resume", made.json["run"], "--json")
    assert again.json["state_hash"] == made.json["state_hash"]


# ------------------------------------------------------------------------------------------- looking at it
def test_check_tells_verdicts_with_their_margins(command: Any, short: str) -> None:
    told = command("check", short, "--json").json
    assert told["verdicts"]
    for verdict in told["verdicts"]:
        assert verdict.keys() >= VERDICT_KEYS
        assert verdict["verdict"] in VERDICTS
    assert sum(told["counts"].values()) == len(told["verdicts"])
    text = command("check", short)
    assert text.code == 0
    assert all(verdict["id"] in text.out for verdict in told["verdicts"])


def test_check_tells_why_and_tells_it_whole(
    command: Any, short: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdicts = judge(open_run(short))
    checks = [one for one in verdicts if one.used_for == CHECK]
    lucky, given = checks[0], next(one for one in verdicts if one.used_for == INPUT)
    said, of_all = "in the band by luck: the mean over seeds is 2", "teeth were tested with other code"
    notes = {one.id: f"{said}; {of_all}" if one is lucky else of_all for one in checks}
    told = [replace(one, note=notes.get(one.id, one.note)) for one in verdicts]
    monkeypatch.setattr("magnitka.ledger.judge", lambda run: told)
    lines = command("check", short).out.splitlines()
    row = next(row for row, line in enumerate(lines) if line.startswith(f"{lucky.id} "))
    assert lines[row + 1].strip() == said
    assert [line for line in lines if "other code" in line] == [
        "Of every check: teeth were tested with other code."
    ]
    whole = " ".join(command("check", short, "--full").out.split())
    assert all(" ".join(one.says.split()) in whole for one in verdicts)
    assert given.note in whole


def test_the_groups_are_counted_without_rest(command: Any, short: str) -> None:
    told = command("check", short).out.splitlines()[-1]
    for part, counts in zip(told.split("; "), summary(judge(open_run(short))).values(), strict=True):
        total, *counted = map(int, re.findall(r"\d+", part))
        assert total == sum(counted) == sum(counts.values())


def test_check_is_strict_only_when_told(command: Any, short: str) -> None:
    told = command("check", short, "--json").json
    assert command("check", short).code == 0
    failing = [one for one in told["verdicts"] if one["verdict"] == "fails" and one["used_for"] == "check"]
    assert command("check", short, "--strict").code == (1 if failing else 0)


def test_compare_prints_and_plots(command: Any, short: str) -> None:
    assert command("run", "toy", "--until", "1981-03", "--off", "barter", "--out", "other").code == 0
    text = command("compare", short, "other")
    assert text.code == 0, text.err
    assert "barter" in text.out
    rows = text.out.partition("\nseries ")[2].partition("\n\n")[0].splitlines()[1:]
    shares = [float(row.split()[-2].replace(",", "")) for row in rows if row.endswith("%")]
    assert 0 < len(rows) <= MOST_SERIES
    assert shares == sorted(shares, reverse=True)
    page = Path(text.out.splitlines()[-1].removeprefix("Plots: "))
    assert page.read_text().lower().startswith("<!doctype html>")
    told = command("compare", short, "other", "--page", "plots.html", "--json").json
    assert told["same_luck"]
    assert not told["identical"]
    assert Path(told["page"]) == Path("plots.html")


def test_a_run_compared_with_itself_shows_nothing(command: Any, short: str) -> None:
    told = command("compare", short, short, "--json").json
    assert told["identical"]
    assert all(change == 0 for series in told["series"] for change in series["change"])


def test_why_explains_a_shop_an_enterprise_and_a_good(command: Any, short: str) -> None:
    shops = command("list", "shops", "--scenario", "toy", "--json").json["shops"]
    for thing in (shops[0]["name"], shops[0]["enterprise"], shops[0]["product"]):
        text = command("why", short, thing)
        assert text.code == 0, text.err
        assert thing in text.out
        assert command("why", short, thing, "--when", "1981-02", "--json").json


@pytest.mark.parametrize("form", ["csv", "parquet", "netcdf"])
def test_export_keeps_numbers_units_and_names(form: str, command: Any, short: str) -> None:
    from magnitka.run import open as open_run

    run = open_run(short)
    files = [Path(path) for path in command("export", short, "--to", form, "--json").json["files"]]
    assert all(path.is_file() for path in files)
    name, values = next(iter(run.record.series.items()))
    about = run.record.about[name]
    if form == "csv":
        with files[0].open() as rows, files[1].open() as columns:
            assert [float(row[name]) for row in csv.DictReader(rows)] == values.tolist()
            meant = {row["name"]: (row["unit"], row["long_name"]) for row in csv.DictReader(columns)}
        assert meant[name] == (about.unit, about.long_name)
        assert all(unit for key, (unit, _) in meant.items() if key != "date")
    elif form == "parquet":
        table = parquet.read_table(files[0])
        assert table[name].to_pylist() == values.tolist()
        assert table.schema.field(name).metadata[b"unit"].decode() == about.unit
    else:
        with xr.open_dataset(files[0]) as data:
            assert data[name].values.tolist() == values.tolist()
            assert (data[name].attrs["units"], data[name].attrs["long_name"]) == (about.unit, about.long_name)
            assert set(run.record.panels) <= set(data.variables)


def test_export_overwrites_nothing(command: Any, short: str) -> None:
    assert command("export", short, "--to", "csv", "--out", "one.csv").code == 0
    before = Path("one.csv").read_bytes()
    assert command("export", short, "--to", "csv", "--out", "one.csv").code == 2
    assert Path("one.csv").read_bytes() == before


def test_open_hands_the_report_to_the_browser(
    command: Any, short: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or True)
    assert command("open", short).code == 0
    assert opened == [(Path(short) / "report.html").as_uri()]


def test_open_says_so_where_there_is_no_screen(
    command: Any, short: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    outcome = command("open", short)
    assert outcome.code == 1
    assert "no browser" in outcome.err
    assert outcome.out.strip() == str(Path(short) / "report.html")


def test_open_misses_a_report_that_is_gone(command: Any, short: str) -> None:
    shutil.copytree(short, "bare")
    Path("bare/report.html").unlink()
    assert "report.html is missing" in command("open", "bare").err


# --------------------------------------------------------------------------------------------- provenance
def test_sources_tells_kinds_numbers_and_bibliography(command: Any) -> None:
    told = command("sources", "magnitogorsk", "--json").json
    assert sum(sum(kinds.values()) for kinds in told["kinds"].values()) == len(told["numbers"])
    named = {entry["key"] for entry in told["bibliography"]}
    assert {number["source"] for number in told["numbers"] if number["kind"] == "sourced"} <= named
    assert all(entry["uses"] for entry in told["bibliography"])
    text = command("sources", "magnitogorsk").out
    assert all(f"[{key}]" in text for key in named)


def test_cite_names_the_program_and_every_source(command: Any, short: str) -> None:
    told = command("cite", short, "--json").json
    manifest = json.loads((Path(short) / "manifest.json").read_text())
    assert manifest["code_digest"] in told["software"]["where"]
    text, bibtex = command("cite", short).out, command("cite", short, "--bibtex").out
    assert bibtex.count("@misc{") == len(told["bibliography"]) + 1
    for entry in told["bibliography"]:
        assert entry["title"] in text
        assert f"@misc{{{entry['key']}," in bibtex


def test_methods_says_what_was_run_and_changed(command: Any) -> None:
    run = command(
        "run", "toy", "--until", "1981-03", "--off", "barter", "--set", "planning.ratchet=0", "--json"
    ).json
    told = command("methods", run["run"], "--json").json["methods"]
    for part in (run["state_hash"], "seed 1", "barter", "planning.ratchet = 0", "1981-03", "guesses"):
        assert part in told
    assert " ".join(command("methods", run["run"]).out.split()) == " ".join(told.split())


# -------------------------------------------------------------------------------------------------- lists
@pytest.mark.parametrize("things", listing.THINGS)
def test_lists_are_the_same_for_people_and_scripts(things: str, command: Any) -> None:
    rows = command("list", things, "--json").json[things]
    lines = command("list", things).out.splitlines()
    assert len(lines) == len(rows) + 1
    first = listing.THINGS[things].columns[0]
    assert [line.startswith(row[first]) for line, row in zip(lines[1:], rows, strict=True)] == [True] * len(
        rows
    )
    assert len({(row[first], row.get("axis")) for row in rows}) == len(rows)


def test_the_lists_hold_what_the_model_promises(command: Any) -> None:
    def listed(things: str) -> list[Any]:
        rows: list[Any] = command("list", things, "--json").json[things]
        return rows

    assert "magnitogorsk" in [row["name"] for row in listed("scenarios")]
    assert "barter" in [row["name"] for row in listed("mechanisms")]
    assert "blast furnace 3" in [row["name"] for row in listed("shops")]
    assert sum(row["enterprise"] == "the Works" for row in listed("shops")) == 130
    assert len(listed("goods")) >= 26
    assert all(row["meaning"] for row in listed("parameters"))
    assert all(row["unit"] and row["long_name"] for row in listed("observables"))


def test_validate_accepts_what_is_shipped(command: Any) -> None:
    for row in command("list", "scenarios", "--json").json["scenarios"]:
        assert command("validate", row["name"]).code == 0
        assert command("validate", row["name"], "--json").json["valid"]


def test_bench_tells_the_machine_and_the_mechanisms(command: Any) -> None:
    told = command("bench", "--scenario", "toy", "--until", "1981-02", "--json").json
    assert told["yardstick_ns"] > 0
    assert told["floor_ns_per_person_tick"] > 0
    assert 0 < told["ns_per_person_tick"]["all cores"] and 0 < told["ns_per_person_tick"]["one thread"]
    assert told["ticks"] == 6
    assert told["runs"] == 3 and told["cores_lent"] > 0
    spent = sum(one["ns_per_tick"] for one in told["mechanisms"].values())
    assert spent == pytest.approx(told["ms_per_tick"] * 1e6)
    assert sum(one["share"] for one in told["mechanisms"].values()) == pytest.approx(1)
    assert "storming" in told["mechanisms"]
    assert "storming" in command("bench", "--scenario", "toy", "--until", "1981-02").out


def test_every_command_gives_json_but_the_one_that_opens_a_window() -> None:
    for name, command in magnitka.commands.items():
        options = {option for parameter in command.params for option in parameter.opts}
        assert ("--json" in options) == (name != "open")

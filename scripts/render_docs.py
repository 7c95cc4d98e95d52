"""Writes into the documents the tables that the code knows best, so that they cannot go stale.

    python scripts/render_docs.py            rewrite MODEL.md and docs/commands.md
    python scripts/render_docs.py --check    change nothing; exit code 1 if something is stale

A table stands between `<!-- generated: NAME -->` and `<!-- end -->`; NAME is a key of `TABLES`, with an argument
after a blank where the table is of one mechanism, one group of numbers or one command. All else is written by hand.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import click
import numpy as np

from magnitka.cli.app import magnitka
from magnitka.foundation import found
from magnitka.ledger import shipped_claims
from magnitka.ledger.claims import CALIBRATION, CHECK, CONTEXT, INPUT
from magnitka.observe import PANELS, SERIES
from magnitka.process import Process
from magnitka.provenance import column_of, shares
from magnitka.quantity import Dated, Kind, Quantity, fields_of, month_text, number_text
from magnitka.scenario import Scenario, load, shipped
from magnitka.table import Column, Table
from magnitka.tick import SECTIONS, TICK
from magnitka.world import Kind as EnterpriseKind
from magnitka.world import World

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (ROOT / "MODEL.md", ROOT / "docs" / "commands.md")
BASELINE = "magnitogorsk"
BLOCK = re.compile(
    r"(?P<head><!-- generated: (?P<name>[^\n]+?) -->\n)(?P<body>.*?)(?P<foot><!-- end -->)", re.DOTALL
)
NEUTRAL = "Neutral rule: "  # how the docstring of a neutral rule begins


@cache
def scenario_of(name: str) -> Scenario:
    """A shipped scenario."""
    return load(name)


@cache
def world_of(name: str) -> World:
    """The world of a shipped scenario on its founding day."""
    return found(scenario_of(name), seed=1)


# ------------------------------------------------------------------------------------------------ words
def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(cell(one) for one in line) + " |" for line in lines) + "\n"


def cell(value: object) -> str:
    """A value as it may stand in a cell."""
    return " ".join(str(value).replace("|", "\\|").split())


def first_line(thing: object) -> str:
    """The first line of a docstring. Raises ValueError where there is none."""
    text = inspect.getdoc(thing)
    if not text:
        raise ValueError(f"{thing!r} has no docstring")
    return text.partition("\n")[0]


def unit_of(unit: str) -> str:
    """A unit as it stands in a table: pure numbers have a dash."""
    return "–" if unit == "1" else unit


# ----------------------------------------------------------------------------------------------- numbers
def steps(leaf: Quantity | Dated) -> list[tuple[str, Quantity]]:
    """A number, or all of a dated one's, each with the month from which it holds."""
    if isinstance(leaf, Quantity):
        return [("", leaf)]
    return [(f", from {month_text(month)}", step) for month, step in leaf.steps]


def range_of(one: Quantity) -> str:
    """The range within which the truth is believed to lie, or a dash."""
    if one.low is None or one.high is None:
        return "–"
    return f"{number_text(one.low)} to {number_text(one.high)}"


def origin(one: Quantity) -> str:
    """Where a number comes from, in a few words."""
    match one.kind:
        case Kind.SOURCED:
            return f"{one.source}: {one.where}"
        case Kind.BORROWED:
            return f"{one.source}: {one.where}; {one.why}"
        case Kind.DERIVED:
            return f"from {', '.join(one.derived_from)}: {one.why}"
        case Kind.GUESS:
            return one.why


def parameters(section: str) -> str:
    """The parameters of a mechanism or of the foundation, as the baseline scenario gives them."""
    scenario = scenario_of(BASELINE)
    rows = [
        (
            f"`{one.name}`{since}",
            "" if number else one.meaning,
            number_text(given.value),
            unit_of(one.unit),
            given.kind,
            range_of(given),
            origin(given),
        )
        for one in fields_of(SECTIONS[section])
        for number, (since, given) in enumerate(steps(scenario.parameters[section][one.name].to(one.unit)))
    ]
    return table(("parameter", "meaning", "value", "unit", "kind", "range", "origin"), rows)


def kinds(_: str) -> str:
    """How many numbers of each scenario are of each kind."""
    rows = []
    for name in shipped():
        for part, counts in shares(scenario_of(name)).items():
            total = sum(counts.values())
            told = [f"{counts[kind]:,} ({100 * counts[kind] / max(total, 1):.0f} %)" for kind in Kind]
            rows.append(
                [name, "parameters" if part == "parameters" else "cells of tables", f"{total:,}", *told]
            )
    return table(("scenario", "numbers", "in all", *Kind), rows)


# ---------------------------------------------------------------------------------------------- the world
def tables_of(world: World) -> list[Table]:
    return list(world.tables().values())


def sizes(_: str) -> str:
    """What exists in each shipped scenario, and how long it runs."""
    counted: dict[str, Callable[[Scenario, World], int | str]] = {
        "goods": lambda _, world: world.goods.rows,
        "enterprises": lambda _, world: world.enterprises.rows,
        "- that produce": lambda _, world: of_kind(world, EnterpriseKind.PRODUCER),
        "- that use up": lambda _, world: of_kind(world, EnterpriseKind.FINAL_USER),
        "- that import": lambda _, world: of_kind(world, EnterpriseKind.IMPORTER),
        "ministries": lambda _, world: len(world.ministries),
        "shops": lambda _, world: world.shops.rows,
        "- of the Works": lambda _, world: int(np.sum(world.shops.enterprise == world.works)),
        "supply links": lambda _, world: world.links.rows,
        "burn-in from": lambda scenario, _: month_text(scenario.burn_in),
        "start": lambda scenario, _: month_text(scenario.start),
        "last month": lambda scenario, _: month_text(scenario.until),
        "dekads recorded": lambda scenario, _: 3 * (scenario.until + 1 - scenario.start),
    }
    worlds = [(scenario_of(name), world_of(name)) for name in shipped()]
    rows = [[what, *(count(*one) for one in worlds)] for what, count in counted.items()]
    return table(("", *shipped()), rows)


def of_kind(world: World, kind: EnterpriseKind) -> int:
    return int(np.sum(world.enterprises.kind == kind))


def entities(_: str) -> str:
    """Every table of the world with its columns."""
    world = world_of(BASELINE)
    parts = []
    for one in tables_of(world):
        rows = [
            (
                f"`{column.name}`",
                unit_of(column.unit),
                " × ".join((one.axis, *column.axes)),
                changes(column),
                column.meaning,
            )
            for column in one.columns()
        ]
        about = " ".join(str(inspect.getdoc(type(one))).split())
        parts.append(
            f"#### {type(one).__name__}\n\n{about}\n\n" + table(("column", "unit", "by", "", "meaning"), rows)
        )
    return "\n".join(parts)


def changes(column: Column) -> str:
    """Whether mechanisms may write a column."""
    return "fixed" if column.static else ""


def by_table(columns: Iterable[Column]) -> str:
    """Columns gathered under their tables, or a dash where there is none."""
    names: dict[str, list[str]] = {}
    for column in columns:
        owner, _, name = str(column).partition(".")
        names.setdefault(owner, []).append(name)
    return "; ".join(f"*{owner}* {', '.join(mine)}" for owner, mine in names.items()) or "–"


def schedule(_: str) -> str:
    """One dekad, act by act."""
    rows = [
        (
            number,
            f"[{process.mechanism}](#{process.mechanism})",
            f"`{process.name.partition('.')[2]}`",
            first_line(process.step).rstrip("."),
            by_table(process.reads),
            by_table(process.writes),
        )
        for number, process in enumerate(TICK, start=1)
    ]
    return table(("", "mechanism", "process", "what is done", "reads", "writes"), rows)


def neutral(mechanism: str) -> str:
    """What stands in for a mechanism that is switched off."""
    processes = [process for process in TICK if process.mechanism == mechanism]
    if not processes:
        raise ValueError(f"there is no mechanism {mechanism}")
    lines = [f"- `{process.name}`: {neutral_rule(process)}" for process in processes]
    return "Switched off (`--off " + mechanism + "`):\n\n" + "\n".join(lines) + "\n"


def neutral_rule(process: Process) -> str:
    """The neutral rule of one process in a sentence. Raises ValueError where its docstring does not give it."""
    if process.neutral is process.step:
        return "no other rule stands in; it goes on as it is."
    line = first_line(process.neutral)
    if not line.startswith(NEUTRAL):
        raise ValueError(f"the docstring of {process.neutral.__name__} does not begin with '{NEUTRAL}'")
    return line.removeprefix(NEUTRAL)


# --------------------------------------------------------------------------------------- data and outcomes
def input_tables(_: str) -> str:
    """The baseline's tables of data, and of which kinds their numbers are."""
    scenario = scenario_of(BASELINE)
    counts: dict[str, Counter[str]] = {name: Counter() for name in scenario.tables}
    for key, one in scenario.quantities():
        if key.startswith("tables."):
            counts[column_of(key).split(".")[1]][str(one.kind)] += 1
    rows = [
        (
            f"`{name}`",
            one.meaning,
            len(one),
            ", ".join(f"{count} {kind}" for kind, count in counts[name].most_common()),
        )
        for name, one in scenario.tables.items()
    ]
    return table(("table", "what it holds", "rows", "numbers by kind"), rows)


def decrees(_: str) -> str:
    """The dated events that the report marks."""
    scenario = scenario_of(BASELINE)
    rows = [(month_text(one.month), one.name, f"{one.source}: {one.where}") for one in scenario.decrees]
    return table(("month", "decree or event", "source"), rows)


def claims(_: str) -> str:
    """How the claims are divided."""
    parts = (
        (CHECK, "judges the model"),
        (CALIBRATION, "the model was set to it"),
        (INPUT, "given to the model"),
    )
    known = shipped_claims()
    rows = []
    for used_for, words in (*parts, (CONTEXT, "shown beside the results, not scored")):
        mine = [one for one in known if one.used_for == used_for]
        rows.append((used_for, words, sum(one.outside for one in mine), sum(not one.outside for one in mine)))
    return table(("used for", "", "from outside the essay", "from the essay"), rows)


def series(_: str) -> str:
    return table(
        ("series", "unit", "meaning"), [(f"`{s.name}`", unit_of(s.unit), s.long_name) for s in SERIES]
    )


def panels(_: str) -> str:
    rows = [(f"`{p.name}`", p.axis, unit_of(p.unit), p.long_name) for p in PANELS]
    return table(("panel", "by", "unit", "meaning"), rows)


# ----------------------------------------------------------------------------------------------- commands
def command(name: str) -> str:
    """Usage and options of one command, as the command itself tells them."""
    told = magnitka.commands[name]
    words = [one.human_readable_name for one in told.params if isinstance(one, click.Argument)]
    options = [one for one in told.params if isinstance(one, click.Option)]
    usage = " ".join(["magnitka", name, *words, "[OPTIONS]"])
    rows = [(f"`{spelling(one)}`", meaning(one)) for one in options]
    return f"```text\n{usage}\n```\n\n" + (
        table(("option", "meaning"), rows) if rows else "It has no options.\n"
    )


def spelling(option: click.Option) -> str:
    """An option as it is typed."""
    name = option.opts[0]
    if option.is_flag:
        return name
    choices = "|".join(map(str, getattr(option.type, "choices", ())))
    blank = "N" if isinstance(option.type, click.types.IntParamType) else name.strip("-").upper()
    return f"{name} {option.metavar or choices or blank}"


def meaning(option: click.Option) -> str:
    """What an option says of itself, and its default where it is shown."""
    default = f" [default: {option.default}]" if option.show_default else ""
    return f"{option.help}{default}"


TABLES: dict[str, Callable[[str], str]] = {
    "claims": claims,
    "command": command,
    "decrees": decrees,
    "entities": entities,
    "input tables": input_tables,
    "kinds": kinds,
    "neutral": neutral,
    "panels": panels,
    "parameters": parameters,
    "schedule": schedule,
    "series": series,
    "sizes": sizes,
}


# ------------------------------------------------------------------------------------------------- writing
def rendered(text: str) -> str:
    """A document with all its tables made anew. Raises KeyError for a table that nobody can make."""

    def anew(block: re.Match[str]) -> str:
        name = block["name"]
        key = next((key for key in TABLES if name == key or name.startswith(f"{key} ")), None)
        if key is None:
            raise KeyError(f"there is no table {name}; known: {', '.join(TABLES)}")
        return f"{block['head']}\n{TABLES[key](name.removeprefix(key).strip())}\n{block['foot']}"

    return BLOCK.sub(anew, text)


def main(arguments: Sequence[str]) -> int:
    """Rewrites what is stale, or with --check only says so; gives the exit code."""
    code = 0
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        anew = rendered(text)
        if anew == text:
            continue
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is stale; run: python scripts/render_docs.py", file=sys.stderr)
            code = 1
        else:
            path.write_text(anew, encoding="utf-8", newline="\n")
            print(f"wrote {path.relative_to(ROOT)}")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

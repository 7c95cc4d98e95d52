"""`list` and `validate`: what there is, and whether a scenario is sound."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

import click

from magnitka.cli.voice import emit, json_option
from magnitka.units import unit_text
from magnitka.wording import aligned, figure

DEFAULT_SCENARIO = "magnitogorsk"


class Listing(NamedTuple):
    """One kind of thing that can be listed: what it is, and the rows for a scenario."""

    columns: tuple[str, ...]
    rows: Callable[[str], list[dict[str, Any]]]
    right: tuple[int, ...] = ()


def _scenarios(_: str) -> list[dict[str, Any]]:
    from magnitka.quantity import month_text
    from magnitka.scenario import load, shipped

    found = [(name, load(name)) for name in shipped()]
    return [
        {"name": name, "start": month_text(one.start), "until": month_text(one.until), "title": one.title}
        for name, one in found
    ]


def _mechanisms(_: str) -> list[dict[str, Any]]:
    from magnitka.tick import MECHANISMS, TICK

    rows = []
    for mechanism in MECHANISMS:
        processes = [process for process in TICK if process.mechanism == mechanism]
        about = inspect.getdoc(import_module(f"magnitka.processes.{mechanism}")) or ""
        names = [process.name for process in processes]
        rows.append(
            {"name": mechanism, "processes": names, "about": about.partition("\n\n")[0].replace("\n", " ")}
        )
    return rows


def _shops(scenario: str) -> list[dict[str, Any]]:
    from magnitka.foundation import found
    from magnitka.scenario import load

    world = found(load(scenario), 1)
    shops = world.shops
    return [
        {
            "name": name,
            "enterprise": world.enterprises.labels[int(shops.enterprise[row])],
            "product": world.goods.labels[int(shops.product[row])],
            "workers": float(shops.workers[row]),
        }
        for row, name in enumerate(shops.labels)
    ]


def _goods(scenario: str) -> list[dict[str, Any]]:
    from magnitka.foundation import found
    from magnitka.scenario import load

    world = found(load(scenario), 1)
    return [
        {"name": name, "unit": world.units[row], "price": float(world.goods.price[row])}
        for row, name in enumerate(world.goods.labels)
    ]


def _parameters(scenario: str) -> list[dict[str, Any]]:
    from magnitka.provenance import TABLES, column_of, number
    from magnitka.quantity import fields_of
    from magnitka.scenario import load
    from magnitka.tick import SECTIONS

    meanings = {
        f"{section}.{one.name}": one.meaning
        for section, params in SECTIONS.items()
        for one in fields_of(params)
    }
    return [
        {**number(key, quantity), "meaning": meanings.get(column_of(key), "")}
        for key, quantity in load(scenario).quantities()
        if not key.startswith(TABLES)
    ]


def _observables(_: str) -> list[dict[str, Any]]:
    from magnitka.observe import PANELS, SERIES

    series = [{"name": one.name, "unit": one.unit, "axis": "", "long_name": one.long_name} for one in SERIES]
    panels = [
        {"name": one.name, "unit": one.unit, "axis": one.axis, "long_name": one.long_name} for one in PANELS
    ]
    return series + panels


THINGS = {
    "scenarios": Listing(("name", "start", "until", "title"), _scenarios),
    "mechanisms": Listing(("name", "about"), _mechanisms),
    "shops": Listing(("name", "enterprise", "product", "workers"), _shops, (3,)),
    "goods": Listing(("name", "unit", "price"), _goods, (2,)),
    "parameters": Listing(("key", "value", "unit", "kind", "low", "high", "meaning"), _parameters, (1, 4, 5)),
    "observables": Listing(("name", "unit", "axis", "long_name"), _observables),
}


@click.command("list", short_help="List scenarios, mechanisms, shops, goods, parameters, observables.")
@click.argument("things", metavar="THINGS", type=click.Choice(list(THINGS)))
@click.option(
    "--scenario", default=DEFAULT_SCENARIO, show_default=True, help="Whose shops, goods or parameters."
)
@json_option
def list_things(things: str, scenario: str, as_json: bool) -> None:
    """List what there is: scenarios, mechanisms, shops, goods, parameters or observables.

    \b
    Example:
      magnitka list parameters | less
    """
    listing = THINGS[things]
    rows = listing.rows(scenario)
    if as_json:
        emit({things: rows})
        return
    heading = [column.replace("_", " ") for column in listing.columns]
    click.echo(
        aligned(
            [heading, *([_cell(column, row.get(column)) for column in listing.columns] for row in rows)],
            listing.right,
            "",
        )
    )


def _cell(column: str, value: Any) -> str:
    if isinstance(value, float):
        return figure(value)
    if column == "unit":
        return unit_text(value)
    return "" if value is None else str(value)


@click.command(short_help="Check a scenario without running it.")
@click.argument("file")
@json_option
def validate(file: str, as_json: bool) -> None:
    """Check a scenario, by file or shipped name, without running it.

    Every error is told with file, line, key and the mend. Exit code 0 when it is sound, 2 when it is not.

    \b
    Example:
      magnitka validate my_scenario.yaml
    """
    from magnitka.scenario import ScenarioError, load
    from magnitka.tick import SECTIONS

    try:
        scenario = load(file)
        scenario.validate(SECTIONS)
    except ScenarioError as error:
        if not as_json:
            raise
        emit({"valid": False, "errors": [_told(one) for one in (error, *error.others)]})
        raise click.exceptions.Exit(error.exit_code) from None
    numbers = sum(1 for _ in scenario.quantities())
    if as_json:
        emit(
            {
                "valid": True,
                "name": scenario.name,
                "title": scenario.title,
                "digest": scenario.digest,
                "numbers": numbers,
            }
        )
    else:
        click.echo(f"{file} is sound: {scenario.title} ({numbers:,} numbers, digest {scenario.digest}).")


def _told(error: Any) -> dict[str, Any]:
    """One error of a scenario as plain data."""
    return {name: getattr(error, name) for name in ("file", "line", "key", "problem", "mend")}

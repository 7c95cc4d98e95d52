"""`spread`: how far results hang on borrowed and guessed numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from magnitka.cli.voice import emit, json_option
from magnitka.wording import aligned, counted, figure

if TYPE_CHECKING:
    from magnitka.experiments.spread import Spread


@click.command(short_help="Tell how far results hang on borrowed and guessed numbers.")
@click.argument("scenario")
@click.option(
    "--draws", type=click.IntRange(2, 200), default=8, show_default=True, help="Draws of each kind."
)
@click.option("--until", metavar="YYYY-MM", help="Last month to simulate.  [default: the scenario's]")
@click.option("--processes", type=click.IntRange(1, 1024), help="Runs side by side.  [default: all cores]")
@json_option
def spread(scenario: str, draws: int, until: str | None, processes: int | None, as_json: bool) -> None:
    """Tell how far results hang on chance, on borrowed and on guessed numbers.

    Runs the scenario with other seeds, with all borrowed numbers drawn within their ranges, and with all guesses
    drawn; prints the middle four fifths of each result.

    \b
    Example:
      magnitka spread mytown/mytown.yaml --draws 8
    """
    from magnitka.cli import progress
    from magnitka.experiments.spread import BORROWED, FEWEST, GUESSED
    from magnitka.experiments.spread import spread as measured

    telling = progress.counted("runs")
    found = measured(scenario, draws=draws, until=until, processes=processes, progress=telling)
    if as_json:
        emit(asdict(found))
        return
    click.echo(aligned(_rows(found), (2, 3, 4, 5), ""))
    click.echo(
        f"\nMiddle four fifths of the runs of each kind; {counted(found.moved[BORROWED], 'borrowed parameter')} and "
        f"{counted(found.moved[GUESSED], 'guessed parameter')} moved within their ranges."
    )
    for kind, runs in found.runs.items():
        if runs < FEWEST:
            click.echo(f"There is no band of {kind}: {counted(runs, 'run')} came to an end.")
    if found.failed:
        click.echo(f"{counted(found.failed, 'run')} failed:")
        click.echo("\n".join(f"  {reason}" for reason in found.failures))


def _rows(found: Spread) -> Iterator[list[str]]:
    """The results that the scenario has, each with its bands; a kind of which there is none has no column."""
    from magnitka.headline import in_words, scale_for_reading

    kinds = [kind for kind in found.runs if any(kind in bands for bands in found.bands.values())]
    yield [
        "result",
        "unit",
        "as it stands",
        *(f"{kind}, {counted(found.runs[kind], 'run')}" for kind in kinds),
    ]
    for name, bands in found.bands.items():
        if not (bands or math.isfinite(found.values[name])):
            continue
        factor, unit = scale_for_reading(name, found.units[name])
        cells = [
            f"{figure(factor * bands[kind].low)} to {figure(factor * bands[kind].high)}"
            if kind in bands
            else "-"
            for kind in kinds
        ]
        yield [in_words(name), unit, figure(factor * found.values[name]), *cells]

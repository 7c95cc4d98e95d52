"""`spread`: how far results hang on borrowed and guessed numbers."""

from __future__ import annotations

from dataclasses import asdict

import click

from magnitka.cli.voice import emit, json_option
from magnitka.units import unit_text
from magnitka.wording import aligned, figure


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
    from magnitka.cli.progress import counted
    from magnitka.experiments.spread import BORROWED, CHANCE, GUESSED
    from magnitka.experiments.spread import spread as measured

    found = measured(scenario, draws=draws, until=until, processes=processes, progress=counted("runs"))
    if as_json:
        emit(asdict(found))
        return
    kinds = (CHANCE, BORROWED, GUESSED)
    rows = [["result", "unit", "as it stands", *kinds]]
    for name, bands in found.bands.items():
        cells = [
            f"{figure(bands[kind].low)} to {figure(bands[kind].high)}" if kind in bands else "-"
            for kind in kinds
        ]
        rows.append([name, unit_text(found.units[name]), figure(found.values[name]), *cells])
    click.echo(aligned(rows, (2, 3, 4, 5), ""))
    click.echo(
        f"\nMiddle four fifths of {found.draws} runs of each kind; {found.moved[BORROWED]} borrowed and "
        f"{found.moved[GUESSED]} guessed parameters were moved within their ranges; {found.failed} runs failed."
    )

"""`new`: a town of one's own, from one that ships."""

from __future__ import annotations

from pathlib import Path

import click

from magnitka.cli.voice import emit, json_option


@click.command(short_help="Begin a scenario for a town of your own.")
@click.argument("name")
@click.option(
    "--from", "base", default="magnitogorsk", show_default=True, help="Shipped scenario to borrow from."
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write.  [default: ./NAME]")
@json_option
def new(name: str, base: str, out: Path | None, as_json: bool) -> None:
    """Begin a scenario for a town of your own: a file with at most twenty blanks, and tables beside it.

    What you do not fill in is borrowed, with a range; `magnitka spread` then says how far results hang on it.

    \b
    Example:
      magnitka new mytown --from magnitogorsk
      magnitka run mytown/mytown.yaml
    """
    from magnitka.new_town import blanks, city_of, new_town
    from magnitka.scenario import load

    path = new_town(name, base, out)
    todo = blanks(load(base), city_of(name))
    if as_json:
        emit({"scenario": str(path), "blanks": [one.key for one in todo]})
        return
    left = len(todo)
    click.echo(
        f"{path} is ready, with {left} blanks to fill in (value: blank).\n"
        f"Then: magnitka validate {path}\n"
        f"      magnitka run {path}\n"
        f"      magnitka spread {path}\n"
        "What such a model can tell of a town in a market economy: what hangs on one payer, what closing does, who is\n"
        "exposed to what. What it cannot: prices, wages, unemployment. See docs/own-town.md."
    )

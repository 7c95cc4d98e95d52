"""Commands that look at finished runs: `open`, `check`, `compare`, `why`, `export`."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from magnitka.cli.progress import counted
from magnitka.cli.verdicts import table, tally, whole
from magnitka.cli.voice import emit, json_option, note
from magnitka.errors import Failure, UsageError


@click.command("open", short_help="Open the report of a run in the browser.")
@click.argument("run")
def open_report(run: str) -> None:
    """Open the report of a run in the browser.

    \b
    Example:
      magnitka open last
    """
    import webbrowser

    from magnitka.epilogue import REPORT, folder_of
    from magnitka.run import open as open_run

    report = (folder_of(open_run(run)) / REPORT).resolve()
    if not report.is_file():
        raise Failure(f"{report} is missing; the run was made without a report")
    click.echo(str(report))
    try:
        shown = webbrowser.open(report.as_uri())
    except webbrowser.Error:
        shown = False
    if not shown:
        raise Failure(
            "no browser could be started here; copy the file to a machine with a screen and open it there"
        )


@click.command(short_help="Judge a run against the ledger of claims.")
@click.argument("run")
@click.option("--strict", is_flag=True, help="Exit with 1 when a claim that was held apart fails.")
@click.option(
    "--sharpen", "test_teeth", is_flag=True, help="First test the teeth of every check, in some 200 runs."
)
@click.option("--full", is_flag=True, help="Tell each claim whole, with its source and all remarks.")
@json_option
def check(run: str, strict: bool, test_teeth: bool, full: bool, as_json: bool) -> None:
    """Judge a run against the ledger: which claims of history hold, which fail, by what margin.

    A verdict counts only with teeth: something must be able to make the claim fail. Claims used as input or for
    calibration are shown and are no evidence.

    \b
    Example:
      magnitka check last
    """
    from magnitka.ledger import judge, sharpen
    from magnitka.ledger.claims import CHECK
    from magnitka.ledger.verdict import FAILS
    from magnitka.run import open as open_run

    chosen = open_run(run)
    if test_teeth:
        sharpen(chosen.scenario, progress=counted("runs"))
    verdicts = judge(chosen)
    if as_json:
        counts = Counter(one.verdict for one in verdicts)
        emit({"run": str(chosen.path), "counts": counts, "verdicts": [asdict(one) for one in verdicts]})
    else:
        click.echo(whole(verdicts) if full else table(verdicts))
        click.echo(f"\n{tally(verdicts)}.")
    if strict and any(one.verdict == FAILS and one.used_for == CHECK for one in verdicts):
        raise click.exceptions.Exit(Failure.exit_code)


@click.command(short_help="Print and plot the difference between two runs.")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option(
    "--page", metavar="FILE.html", help="Where the plots go.  [default: A-against-B.html in this folder]"
)
@json_option
def compare(a: str, b: str, page: str | None, as_json: bool) -> None:
    """Print and plot what run B has other than run A, dekad by dekad under the same luck.

    \b
    Example:
      magnitka run magnitogorsk --out runs/base
      magnitka run magnitogorsk --off barter --out runs/no-barter
      magnitka compare runs/base runs/no-barter
    """
    from magnitka.compare import compare as compare_runs
    from magnitka.epilogue import folder_of
    from magnitka.report.compare import build_comparison
    from magnitka.store import disk_errors

    comparison = compare_runs(a, b)
    one, other = (folder_of(run).resolve().name for run in (comparison.a, comparison.b))
    target = Path(page or f"{one}-against-{other}.html")
    if not target.parent.exists():
        raise UsageError(f"there is no folder {target.parent}; make it, or name another file with --page")
    with disk_errors(f"write {target}"):
        plots = build_comparison(comparison.a, comparison.b, target)
    if as_json:
        emit({**comparison.as_dict(), "page": str(plots)})
    else:
        click.echo(f"{comparison}\n\nPlots: {plots}")


@click.command(short_help="Explain a shortage, back to its origin.")
@click.argument("run")
@click.argument("thing")
@click.option(
    "--when",
    metavar="WHEN",
    help="A year, month or dekad: 1988, 1988-11, 1988-11-2.  [default: the whole run]",
)
@click.option(
    "--for",
    "kind",
    metavar="HOUSEHOLD",
    help="Why a ware did not reach people: everybody, or those with no, low, middle or first place on workplace "
    "lists. Of a flat: everybody, or whose list: the Works, other enterprises, the soviet.",
)
@json_option
def why(run: str, thing: str, when: str | None, kind: str | None, as_json: bool) -> None:
    """Explain a shortage: what was short, who should have sent it, why they did not, back to its origin.

    THING is a shop, an enterprise or a good (see `magnitka list`), in full or as much of its name as no other has.
    With --for it is a ware, and the answer says what a kind of household got of it, through which doors, and why there
    was no more. It can also be a flat: who waited, who got one past whom, and why no more were built.

    \b
    Examples:
      magnitka why last "blast furnace 3" --when 1988
      magnitka why last meat --for "low place" --when 1990-03
      magnitka why last flat --when 1989
    """
    from magnitka.run import open as open_run
    from magnitka.why import explain

    chain = explain(open_run(run), thing, when, kind)
    if as_json:
        emit(chain.json())
    else:
        click.echo(chain.text())


@click.command(short_help="Write a run as CSV, Parquet or NetCDF.")
@click.argument("run")
@click.option("--to", "form", type=click.Choice(["csv", "parquet", "netcdf"]), required=True, help="Format.")
@click.option("--out", metavar="FILE", help="File to write.  [default: named after the run, in this folder]")
@json_option
def export(run: str, form: str, out: str | None, as_json: bool) -> None:
    """Write the series of a run for other programs, with units and long names.

    csv: a table and beside it a table of its columns; parquet: the same in one file; netcdf: also everything
    recorded by good, shop, enterprise and link.

    \b
    Example:
      magnitka export last --to netcdf --out steel.nc
    """
    from magnitka.export import export as export_run
    from magnitka.run import open as open_run

    chosen = open_run(run)
    written = export_run(chosen, form, Path(out) if out else None)
    if as_json:
        emit({"run": str(chosen.path), "files": [str(path) for path in written]})
        return
    for path in written:
        click.echo(str(path))
    note(f"{chosen.ticks} dekads, {len(chosen.record.series)} series")

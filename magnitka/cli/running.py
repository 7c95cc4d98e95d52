"""`run` and `resume`: make a run, show how it goes, and say what came of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from magnitka.cli.progress import duration, shown_progress
from magnitka.cli.verdicts import tally
from magnitka.cli.voice import emit, json_option, note
from magnitka.errors import UsageError, shown
from magnitka.pool import MOST_THREADS
from magnitka.wording import aligned, figure

if TYPE_CHECKING:
    from magnitka.ledger import Verdict
    from magnitka.run import Run

LAST_MONTH = "2030-12"  # the calendar of decrees and people that the model knows ends here

threads_option = click.option(
    "--threads",
    type=click.IntRange(1, MOST_THREADS),
    metavar="N",
    help="Threads; they change the speed and nothing else.  [default: all cores]",
)


@click.command(short_help="Simulate a scenario and write a report.")
@click.argument("scenario")
@click.option("--until", metavar="YYYY-MM", help="Last month to simulate.  [default: the scenario's]")
@click.option("--seed", type=int, default=1, show_default=True, metavar="N", help="Seed of all luck.")
@threads_option
@click.option(
    "--off",
    multiple=True,
    metavar="MECHANISM",
    help="Put the neutral rule in place of a mechanism; may be repeated.",
)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set a parameter by hand, in its unit; may be repeated.",
)
@click.option(
    "--with", "own", metavar="FILE.py", help="Add a mechanism of your own; needs --after or --replace."
)
@click.option("--after", metavar="MECHANISM", help="Where the mechanism of --with goes: after this one.")
@click.option(
    "--replace", metavar="MECHANISM", help="Where the mechanism of --with goes: in place of this one."
)
@click.option(
    "--out", metavar="DIR", help="The run folder itself, new or empty.  [default: a new one under ./runs]"
)
@json_option
def run(
    scenario: str,
    until: str | None,
    seed: int,
    threads: int | None,
    off: tuple[str, ...],
    changes: tuple[str, ...],
    own: str | None,
    after: str | None,
    replace: str | None,
    out: str | None,
    as_json: bool,
) -> None:
    """Simulate a scenario into a run folder, judge it against the ledger, and write the report.

    What is set or switched off holds from the scenario's start on; the years of burn-in before are the same for all.

    \b
    Examples:
      magnitka run magnitogorsk
      magnitka run magnitogorsk --off barter --set planning.ratchet=0 --seed 2
    """
    month, by_hand, mine = checked_month(until), _assignments(changes), _own(own, after, replace)
    from magnitka.api import run as run_scenario

    with shown_progress() as progress:
        finished = run_scenario(
            scenario, month, seed, off=off, set=by_hand, own=mine, threads=threads, out=out, progress=progress
        )
    _tell(finished, as_json)


@click.command(short_help="Go on with an unfinished run.")
@click.argument("run")
@threads_option
@json_option
def resume(run: str, threads: int | None, as_json: bool) -> None:
    """Go on with an unfinished run; the result is the same, bit for bit, as if it had never stopped.

    \b
    Example:
      magnitka resume last
    """
    from magnitka.api import resume as resume_run

    with shown_progress() as progress:
        finished = resume_run(run, threads=threads, progress=progress)
    _tell(finished, as_json)


# ------------------------------------------------------------------------------------------ what was asked
def checked_month(until: str | None) -> str | None:
    """The month as given, if it is one and not beyond the calendar."""
    from magnitka.quantity import QuantityError, month_index

    if until is None:
        return None
    try:
        beyond = month_index(until) > month_index(LAST_MONTH)
    except QuantityError as error:
        raise UsageError(f"--until {error.problem}; {error.mend}") from None
    if beyond:
        raise UsageError(f"--until is {until}, beyond the model's calendar; the last month is {LAST_MONTH}")
    return until


def _assignments(changes: tuple[str, ...]) -> dict[str, str]:
    """{"planning.ratchet": "0.2"} from ("planning.ratchet=0.2",)."""
    found: dict[str, str] = {}
    for given in changes:
        key, equals, value = given.partition("=")
        key, value = key.strip(), value.strip()
        if not (equals and key and value):
            raise UsageError(f"--set takes KEY=VALUE, such as planning.ratchet=0.2, not {shown(given)}")
        if key in found:
            raise UsageError(f"--set gives {shown(key)} twice; keep one of the two")
        found[key] = value
    return found


def _own(own: str | None, after: str | None, replace: str | None) -> tuple[str, str, str] | None:
    """(file, mode, mechanism) of a mechanism of one's own."""
    if after is not None and replace is not None:
        raise UsageError("--after and --replace exclude each other; keep one of the two")
    mode, mechanism = ("after", after) if after is not None else ("replace", replace)
    if own is None and mechanism is None:
        return None
    if own is None:
        raise UsageError(f"--{mode} needs a mechanism of your own: add --with FILE.py")
    if mechanism is None:
        raise UsageError("--with needs a place: add --after MECHANISM or --replace MECHANISM")
    return own, mode, mechanism


# -------------------------------------------------------------------------------------------- what came of it
def _tell(run: Run, as_json: bool) -> None:
    from magnitka.epilogue import REPORT, folder_of
    from magnitka.report.reading import Reading

    manifest, verdicts = run.manifest, Reading(run).judged
    report = folder_of(run) / REPORT
    if as_json:
        kept = ("state_hash", "seconds", "ticks", "peak_rss_mb", "status", "seed", "headline")
        counts = Counter(one.verdict for one in verdicts)
        told = {name: manifest[name] for name in kept}
        emit({"run": str(run.path), **told, "verdicts": counts, "report": str(report)})
        return
    rows = [_headline_row(name, told) for name, told in manifest["headline"].items()]
    title, start, until = manifest["scenario"]["title"], manifest["start"], manifest["until"]
    click.echo(f"{title}, {start} to {until}, seed {manifest['seed']}\n")
    click.echo(aligned(rows, right=(1,)))
    click.echo(f"\n{_in_words(verdicts)}\nReport: {report}")
    note(f"{manifest['ticks']} dekads in {duration(manifest['seconds'])}, state {manifest['state_hash']}")


def _headline_row(name: str, told: dict[str, Any]) -> list[str]:
    from magnitka.headline import scale_for_reading

    factor, unit = scale_for_reading(name, told["unit"])
    value = None if told["value"] is None else factor * told["value"]
    return [told["long_name"], figure(value), unit]


def _in_words(verdicts: list[Verdict]) -> str:
    """How the claims fared, counted by independent groups, and which of those held apart fail."""
    from magnitka.ledger.claims import CHECK
    from magnitka.ledger.verdict import FAILS

    failing = [one.id for one in verdicts if one.verdict == FAILS and one.used_for == CHECK]
    which = f" Failing: {', '.join(failing)}." if failing else ""
    return f"Claims: {tally(verdicts)}.{which}"

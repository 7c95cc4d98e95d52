"""`sources`, `cite`, `methods`: where the numbers come from, and how to say so in a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from magnitka.cli.voice import emit, json_option, note
from magnitka.units import unit_text
from magnitka.wording import aligned, figure

if TYPE_CHECKING:
    from magnitka.experiments.screen import Screen
    from magnitka.scenario import Scenario

MOST_GUESSES = 12  # guesses that open the answer; --json has all of them


@click.command(short_help="Tell where the numbers of a scenario come from.")
@click.argument("scenario")
@click.option(
    "--screen", "screen_now", is_flag=True, help="First measure what each guess moves, and keep the result."
)
@click.option(
    "--until", metavar="YYYY-MM", help="Last month of the screen's runs.  [default: the scenario's]"
)
@click.option(
    "--processes", type=click.IntRange(1, 1024), help="Processes for --screen.  [default: all cores]"
)
@json_option
def sources(scenario: str, screen_now: bool, until: str | None, processes: int | None, as_json: bool) -> None:
    """Tell where a scenario's numbers come from: the guesses that matter, the shares of each kind, the bibliography.

    Opens with the guesses that move the results most, from a one-at-a-time screen of each over its declared range.
    --screen makes that screen anew, which takes two runs for each guess, with the town thinned to forty persons a row.

    \b
    Example:
      magnitka sources magnitogorsk
    """
    from magnitka.experiments.screen import make_screen, stored_screen, unreadable
    from magnitka.provenance import bibliography, number, shares
    from magnitka.scenario import load
    from magnitka.tick import SECTIONS

    chosen = load(scenario)
    chosen.validate(SECTIONS)
    if screen_now:
        from magnitka.cli.progress import counted
        from magnitka.cli.running import checked_month

        screen: Screen | None = make_screen(
            chosen, until=checked_month(until), processes=processes, progress=counted("runs")
        )
    else:
        screen = stored_screen(chosen)
    if as_json:
        emit(
            {
                "scenario": chosen.name,
                "digest": chosen.digest,
                "screen": screen.plain() if screen else None,
                "screen_is_stale": screen.stale(chosen) if screen else unreadable(chosen) or None,
                "kinds": shares(chosen),
                "bibliography": bibliography(chosen),
                "numbers": [number(key, quantity) for key, quantity in chosen.quantities()],
            }
        )
        return
    click.echo(f"{chosen.title} ({chosen.name})\n")
    click.echo("\n\n".join([_guesses(chosen, screen, scenario), _kinds(chosen), _bibliography(chosen)]))


def _guesses(scenario: Scenario, screen: Screen | None, named: str) -> str:
    """The opening: which guesses move results most."""
    from magnitka.experiments.screen import unreadable
    from magnitka.headline import in_words, scale_for_reading

    if screen is None:
        hindrance = unreadable(scenario)
        if hindrance:
            return f"The stored screen of guesses is {hindrance}; make it anew with: magnitka sources {named} --screen"
        return f"What each guess moves has not been measured yet; to do so: magnitka sources {named} --screen"
    stale = screen.stale(scenario)
    if stale:
        note(f"The stored screen is from {stale}; for a new one: magnitka sources {named} --screen")
    rows = [["guess", "range", "unit", "moves most", "from", "to", "unit", "x noise"]]
    for effect in screen.strongest()[:MOST_GUESSES]:
        factor, moved_unit = scale_for_reading(effect.observable, screen.units[effect.observable])
        rows.append(
            [
                effect.guess,
                f"{figure(effect.low)} to {figure(effect.high)}",
                unit_text(effect.unit),
                in_words(effect.observable),
                figure(factor * effect.at_low),
                figure(factor * effect.at_high),
                moved_unit,
                figure(effect.ratio),
            ]
        )
    heading = (
        f"The guesses that move results most, of {screen.guesses} moved over their ranges one at a time\n"
        f"(until {screen.until}, {screen.persons_a_row} persons a row; 'x noise': the move over the spread of "
        f"{len(screen.seeds)} seeds, or over half a percent of the result where that is more)"
    )
    return f"{heading}\n\n{aligned(rows, right=(4, 5, 7))}"


def _kinds(scenario: Scenario) -> str:
    """The share of each kind of number."""
    from magnitka.provenance import percentages, shares

    counts = shares(scenario)
    rows = [["", "numbers", *counts["parameters"]]]
    for part, label in (("parameters", "parameters"), ("tables", "cells of tables")):
        shown = percentages(counts[part])
        rows.append([label, f"{sum(counts[part].values()):,}", *(f"{share} %" for share in shown.values())])
    return f"Kinds of number\n\n{aligned(rows, right=range(1, 6))}"


def _bibliography(scenario: Scenario) -> str:
    from magnitka.provenance import bibliography

    return f"Bibliography\n\n{_references(bibliography(scenario))}"


def _references(entries: list[dict[str, Any]]) -> str:
    from magnitka.provenance import MOST_USES, reference

    lines = []
    for entry in entries:
        named = entry["uses"]
        more = f" and {len(named) - MOST_USES} more" if len(named) > MOST_USES else ""
        lines.append(f"  [{entry['key']}] {reference(entry)}\n      for {', '.join(named[:MOST_USES])}{more}")
    return "\n".join(lines) or "  no source is named"


@click.command(short_help="Say how to cite a run.")
@click.argument("run")
@click.option("--bibtex", is_flag=True, help="As BibTeX entries.")
@json_option
def cite(run: str, bibtex: bool, as_json: bool) -> None:
    """Say how to cite a run: the program as it was, and the sources of every number the run used.

    \b
    Example:
      magnitka cite last --bibtex > references.bib
    """
    from magnitka import provenance
    from magnitka.run import open as open_run

    chosen = open_run(run)
    program = provenance.software(chosen.manifest)
    entries = provenance.bibliography(chosen.scenario)
    if as_json:
        emit({"run": str(chosen.path), "software": program, "bibliography": entries})
    elif bibtex:
        click.echo("\n\n".join(provenance.bibtex([program, *entries])))
    else:
        click.echo(f"{provenance.reference(program)}\n\nSources of the numbers\n\n{_references(entries)}")


@click.command(short_help="Write the methods paragraph of a run.")
@click.argument("run")
@json_option
def methods(run: str, as_json: bool) -> None:
    """Write the methods paragraph of a run: what was run and changed, seeds, digests, limits.

    \b
    Example:
      magnitka methods last
    """
    import textwrap

    from magnitka import provenance
    from magnitka.run import open as open_run

    chosen = open_run(run)
    paragraph = provenance.methods(chosen)
    if as_json:
        emit({"run": str(chosen.path), "methods": paragraph})
    else:
        click.echo(textwrap.fill(paragraph, 100, break_long_words=False, break_on_hyphens=False))

"""`bench`: how fast the model runs here, beside what this machine could do at best."""

from __future__ import annotations

from typing import Any

import click

from magnitka.cli.voice import emit, json_option
from magnitka.wording import aligned, figure


@click.command(short_help="Measure how fast the model runs here.")
@click.option("--scenario", default="magnitogorsk", show_default=True, help="Scenario to run.")
@click.option("--until", metavar="YYYY-MM", help="Last month to simulate.  [default: the scenario's]")
@json_option
def bench(scenario: str, until: str | None, as_json: bool) -> None:
    """Measure speed: nanoseconds per mechanism, beside a yardstick kernel and the floor that memory sets.

    Runs are timed after a first one that compiles kernels and burns in; the best of three counts, since neighbours on
    a shared machine only ever slow it down. Nothing is asserted: machines differ.

    \b
    Example:
      magnitka bench --until 1986-12
    """
    from magnitka.bench import measure
    from magnitka.cli.progress import shown_progress

    with shown_progress() as progress:
        measured = measure(scenario, until, progress)
    if as_json:
        emit(measured)
        return
    rows = [["", "ns/tick", "ns/shop-tick", "x yardstick", "share"]]
    rows += [[name, *_cells(told)] for name, told in measured["mechanisms"].items()]
    click.echo(aligned(rows, (1, 2, 3, 4), ""))
    persons = [["", "ns/person-tick", "x yardstick", "x floor"]]
    persons += [
        [
            name,
            figure(ns),
            figure(ns / measured["yardstick_ns"]),
            figure(ns / measured["floor_ns_per_person_tick"]),
        ]
        for name, ns in measured["ns_per_person_tick"].items()
    ]
    click.echo(f"\n{aligned(persons, (1, 2, 3), '')}")
    click.echo(
        f"\n{figure(measured['ms_per_tick'])} ms/tick on one thread, {figure(measured['seconds_all_cores'])} s for "
        f"{measured['ticks']} ticks on {measured['cores']} cores, the best of {measured['runs']} runs each; "
        f"{measured['persons']} persons, {measured['shops']} shops"
        f"\nall cores did the yardstick's work {figure(measured['cores_lent'])} times as fast as one"
        f"\nyardstick (one draw, one look-up, one store): {figure(measured['yardstick_ns'])} ns"
        f"\nfloor that memory sets: {figure(measured['floor_ns_per_person_tick'])} ns per person-tick "
        f"({figure(measured['memory_gb_per_s'])} GB/s)"
    )


def _cells(told: dict[str, Any]) -> list[str]:
    return [
        figure(round(told["ns_per_tick"])),
        figure(told["ns_per_shop_tick"]),
        figure(told["yardsticks_per_shop_tick"]),
        f"{100 * told['share']:.0f} %",
    ]

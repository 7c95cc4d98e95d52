"""Running: in memory or into a folder, stopping and going on, branching. Nothing economic.

A world is burnt in from the scenario's `burn_in` to its `start` under the baseline rules, once for each scenario,
seed and code; every variant branches from that state, so that all variants share one past and one luck.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any

from magnitka import store
from magnitka.burn_in import begin, burnt_in
from magnitka.errors import Failure, UsageError
from magnitka.foundation import found
from magnitka.headline import headline
from magnitka.history import Run
from magnitka.loop import Intervention, advance, put_state, state_of
from magnitka.machine import peak_rss_mb, versions
from magnitka.pool import hands_for, threads_in_use
from magnitka.process import Clock, clock_at
from magnitka.progress import Progress, Pulse
from magnitka.recipe import DEKADS, Recipe, code_digest, make_recipe, recipe_of, varied
from magnitka.record import Record
from magnitka.recorder import Recorder
from magnitka.scenario import Scenario
from magnitka.table import Array
from magnitka.world import World

__all__ = ["Intervention", "Run", "Stopped", "branch", "open", "resume", "run", "simulate"]

# A part is made durable after a simulated year and these seconds, whichever is later.
PART_TICKS, PART_SECONDS = 36, 5.0
STATE = "state/"  # marks the columns of the world in a part
RECORDING = "recording"  # kept beside the seconds of the processes

Epilogue = Callable[[Run], None]
"""Something to be made of a run before it counts as finished: verdicts, a report."""


class Stopped(KeyboardInterrupt):
    """The user stopped a run; the message says how to go on."""


# ------------------------------------------------------------------------------------------------ verbs
def run(
    scenario: str | Path | Scenario,
    until: str | None = None,
    seed: int = 1,
    *,
    off: Collection[str] = (),
    set: Mapping[str, str | float] | None = None,
    own: tuple[str | Path, str, str] | None = None,
    threads: int | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
    epilogue: Collection[Epilogue] = (),
    part_ticks: int = PART_TICKS,
    part_seconds: float = PART_SECONDS,
) -> Run:
    """Simulates a scenario into a run folder and gives the run.

    `scenario` is a shipped name, a file or a Scenario; `until` the last month ('1991-12'), else the scenario's own.
    `off` names mechanisms whose neutral rule stands in; `set` is what is set by hand, in the parameters' units;
    `own` is a mechanism of one's own: (file, "replace" or "after", mechanism). All hold from the scenario's start on;
    only tables and sections that no mechanism reads make another founding day, and so another past.
    `threads` changes nothing but speed. `out` is the run folder itself, new or empty; else one is made under ./runs.
    A part of the run is durable after `part_ticks` dekads and `part_seconds`, whichever is later.

    Raises UsageError for what cannot be run, Failure for what breaks down, Stopped on Ctrl-C.
    """
    recipe = make_recipe(scenario, seed, until, off, set or {}, own)
    hands = hands_for(threads)
    manifest = recipe.manifest() | {"threads": hands, "created": datetime.now(UTC).isoformat()}
    folder = store.create(out, recipe.baseline.name, seed, recipe.files(), manifest)
    return _carry_out(recipe, folder, manifest, hands, progress, epilogue, part_ticks, part_seconds)


def resume(
    run: str | Path,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    epilogue: Collection[Epilogue] = (),
    part_ticks: int = PART_TICKS,
    part_seconds: float = PART_SECONDS,
) -> Run:
    """Goes on with an unfinished run from its last durable part; a finished run is given as it is.

    `run` is a folder, the unique beginning of a name under ./runs, or 'last'. The result is the same, bit for bit,
    as if the run had never stopped. Raises UsageError, Failure and Stopped.
    """
    path = store.resolve(run)
    manifest = store.read_manifest(path)
    if manifest["status"] == store.FINISHED:
        store.tidy(path)  # it may have been killed on its last step
        return Run(path, manifest)
    if manifest["code_digest"] != code_digest():
        raise Failure(
            f"{path} was begun by other code (version {manifest['version']}, {manifest['code_digest']}); "
            "going on would mix two programs, so run it anew"
        )
    recipe = recipe_of(path, manifest)
    hands = hands_for(threads)
    return _carry_out(
        recipe,
        store.Folder(path),
        manifest | {"threads": hands},
        hands,
        progress,
        epilogue,
        part_ticks,
        part_seconds,
    )


def open(run: str | Path) -> Run:
    """A finished run, to look at: by folder, by the unique beginning of its name under ./runs, or 'last'."""
    path = store.resolve(run)
    manifest = store.read_manifest(path)
    if manifest["status"] != store.FINISHED:
        if store.is_being_run(path):
            raise Failure(f"{path} is still running; wait until it has ended")
        raise Failure(f"{path} is unfinished; finish it with: magnitka resume {path}")
    return Run(path, manifest)


def simulate(
    scenario: str | Path | Scenario,
    until: str | None = None,
    seed: int = 1,
    *,
    off: Collection[str] = (),
    set: Mapping[str, str | float] | None = None,
    own: tuple[str | Path, str, str] | None = None,
    threads: int | None = None,
    observe: bool = True,
    keep: Collection[int] = (),
    start_state: tuple[int, Mapping[str, Array]] | None = None,
    interventions: Mapping[int, Intervention] | None = None,
    cache: bool = True,
    progress: Progress | None = None,
) -> Run:
    """Simulates in memory: as `run`, but nothing is written, save the burnt-in world unless `cache` is false.

    Ticks count dekads from the scenario's burn_in on. `keep` names ticks before which the state is kept in
    `run.states`; `start_state` is (tick, such a state) to start from; `interventions` change the world at the
    beginning of a tick. Without `observe` the run has an end but no series. Raises UsageError and Failure.
    """
    recipe = make_recipe(scenario, seed, until, off, set or {}, own)
    return _simulated(recipe, hands_for(threads), observe, keep, start_state, interventions, cache, progress)


def branch(
    run: Run | str | Path,
    when: int | str,
    until: str | None = None,
    *,
    off: Collection[str] = (),
    set: Mapping[str, str | float] | None = None,
    interventions: Mapping[int, Intervention] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Run:
    """Another future, in memory: the past of `run` up to `when`, and then also `off`, `set` and `interventions`.

    `when` is a tick or a month ('1988-11'), whose first dekad is the first of the other future; luck stays the
    same. Starts from a state that the run kept, or else lives its past again. Raises UsageError and Failure.
    """
    past = run if isinstance(run, Run) else open(run)
    tick = past.recipe.tick_at(when)
    recipe = varied(past.recipe, until, off, set or {})
    if recipe.founded is not past.recipe.founded:
        raise UsageError("a branch cannot set numbers of the founding day, for they would change its past")
    first, last = past.manifest["first_tick"], past.manifest["first_tick"] + past.ticks
    if not first <= tick <= last or tick >= recipe.last:
        raise UsageError(f"cannot branch in {clock_at(tick, recipe.origin).name}: the run holds other dekads")
    if tick == last:
        state: Mapping[str, Array] = past.checkpoint()
    elif tick in past.states:
        state = past.states[tick]
    else:
        if past.manifest["code_digest"] != code_digest():
            raise Failure("the run was made by other code, so its past cannot be lived again; run it anew")
        again = replace(past.recipe, until=recipe.origin + tick // DEKADS)
        state = _simulated(again, threads, False, (tick,), None, None, True, progress).states[tick]
    return _simulated(recipe, threads, True, (), (tick, state), interventions, True, progress)


# ------------------------------------------------------------------------------------------------ doing it
def _simulated(
    recipe: Recipe,
    threads: int | None,
    observed: bool,
    keep: Collection[int],
    start_state: tuple[int, Mapping[str, Array]] | None,
    interventions: Mapping[int, Intervention] | None,
    cache: bool,
    progress: Progress | None,
) -> Run:
    began, seconds, states = perf_counter(), dict[str, float](), dict[int, dict[str, Array]]()
    hands = hands_for(threads)
    with Pulse(progress) as pulse, threads_in_use(hands):
        begin(pulse)
        tick, world = start_state[0] if start_state else recipe.first, found(recipe.founded, recipe.seed)
        if not recipe.first <= tick < recipe.last:
            raise UsageError(f"cannot start in {clock_at(tick, recipe.origin).name}, outside the run")
        put_state(world, start_state[1] if start_state else burnt_in(recipe, pulse, seconds, cache))
        recorder = Recorder(world, recipe.origin, tick, recipe.last) if observed else None
        if tick in keep:
            states[tick] = state_of(world)
        for clock in _lived(recipe, world, tick, recorder, seconds, pulse, interventions):
            if clock.tick + 1 in keep:
                states[clock.tick + 1] = state_of(world)
    record = recorder.record() if recorder else None
    manifest = (
        recipe.manifest()
        | {
            "threads": hands,
            "created": datetime.now(UTC).isoformat(),
            "first_tick": tick,
            "ticks": recipe.last - tick,
            "interventions": sorted(interventions or ()),
        }
        | _outcome(world, record, seconds, began)
    )
    return Run(None, manifest, record=record, recipe=recipe, state=state_of(world), states=states)


def _carry_out(
    recipe: Recipe,
    folder: store.Folder,
    manifest: dict[str, Any],
    hands: int,
    progress: Progress | None,
    epilogue: Collection[Epilogue],
    part_ticks: int,
    part_seconds: float,
) -> Run:
    """Takes the run up where the folder's parts end, and finishes it."""
    began, seconds = perf_counter(), dict[str, float]()
    try:
        with Pulse(progress) as pulse, threads_in_use(hands):
            tick, recorder = _taken_up(recipe, folder, pulse, seconds)
            world, durable, since = recorder.world, tick, monotonic()
            for clock in _lived(recipe, world, tick, recorder, seconds, pulse):
                now = clock.tick + 1
                if now == recipe.last or (
                    now - durable >= part_ticks and monotonic() - since >= part_seconds
                ):
                    state = {STATE + name: column for name, column in world.columns().items()}
                    folder.commit(durable, now, recorder.part(durable, now) | state, world.state_hash())
                    durable, since = now, monotonic()
            pulse.tell("writing the run folder")
            record, state = recorder.record(), state_of(world)
            files = record.files() | {store.CHECKPOINT: store.packed(state, compress=True)}
            folder.write(files)
            manifest |= _outcome(world, record, seconds, began) | {"taken_up": tick}
            manifest["files"] = {name: store.digest_of(content) for name, content in files.items()}
            finished = Run(folder.path, manifest, record=record, recipe=recipe, state=state)
            for make in epilogue:
                make(finished)
            folder.finish(finished.manifest)
            return finished
    except KeyboardInterrupt:
        kept = (folder.parts[-1]["last"] if folder.parts else recipe.first) - recipe.first
        raise Stopped(
            f"stopped; {kept} of {recipe.last - recipe.first} dekads are kept; "
            f"go on with: magnitka resume {folder.path}"
        ) from None
    finally:
        folder.close()


def _taken_up(
    recipe: Recipe, folder: store.Folder, pulse: Pulse, seconds: dict[str, float]
) -> tuple[int, Recorder]:
    """The tick to go on with, and a recorder over the world as it then is."""
    begin(pulse)
    world = found(recipe.founded, recipe.seed)
    recorder = Recorder(world, recipe.origin, recipe.first, recipe.last)
    if not folder.parts:
        put_state(world, burnt_in(recipe, pulse, seconds, True))
        return recipe.first, recorder
    for part in folder.parts:
        arrays = folder.read(part)
        recorder.restore(
            part["first"],
            part["last"],
            {name: rows for name, rows in arrays.items() if not name.startswith(STATE)},
        )
    put_state(
        world, {name.removeprefix(STATE): rows for name, rows in arrays.items() if name.startswith(STATE)}
    )
    if world.state_hash() != part["state_hash"]:
        raise Failure(f"{folder.path} does not lead back to the state it was left in; run it anew")
    return int(part["last"]), recorder


def _lived(
    recipe: Recipe,
    world: World,
    tick: int,
    recorder: Recorder | None,
    seconds: dict[str, float],
    pulse: Pulse,
    interventions: Mapping[int, Intervention] | None = None,
) -> Iterator[Clock]:
    """Lives the world from `tick` to the end of the recipe, recording.

    A dekad is reported as done when the caller is done with it, so that what was reported is durable.
    """
    seconds[RECORDING] = 0.0
    for clock in advance(
        world, recipe.acts, range(tick, recipe.last), recipe.origin, recipe.seed, seconds, interventions
    ):
        if recorder:
            began = perf_counter()
            recorder.note(clock)
            seconds[RECORDING] += perf_counter() - began
        yield clock
        pulse.tell("simulating", clock.tick + 1 - recipe.first, recipe.last - recipe.first, clock.name)


def _outcome(
    world: World, record: Record | None, seconds: Mapping[str, float], began: float
) -> dict[str, Any]:
    """The part of the manifest that is known after the run."""
    return {
        "status": store.FINISHED,
        "state_hash": world.state_hash(),
        "seconds": round(perf_counter() - began, 3),
        "seconds_by_process": {name: round(spent, 4) for name, spent in seconds.items()},
        "peak_rss_mb": round(peak_rss_mb(), 1),
        "machine": versions(),
        "headline": headline(record) if record else {},
    }

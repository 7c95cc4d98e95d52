"""The loop: dekad after dekad, every act in the hand-written order, the books audited. Nothing economic."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from time import perf_counter

import numpy as np

from magnitka.books import Books
from magnitka.errors import Failure, UsageError, one_line
from magnitka.process import Clock, Dice, clock_at
from magnitka.recipe import Act
from magnitka.table import Array
from magnitka.world import World

Intervention = Callable[[World, Clock], None]
"""Changes the world at the beginning of a dekad, before the books are opened: an act of God, not of the model."""

BOOKS = "books"  # what the audit takes is kept beside the seconds of the processes


def advance(
    world: World,
    acts: tuple[Act, ...],
    ticks: range,
    origin: int,
    seed: int,
    seconds: dict[str, float],
    interventions: Mapping[int, Intervention] | None = None,
) -> Iterator[Clock]:
    """Lives the world through `ticks`; yields each dekad's clock when it is over and its books balance.

    `seconds` gathers the time of each process by name. Raises BooksError, and Failure when a process breaks down.
    """
    books = Books(world)
    seconds.update({name: seconds.get(name, 0.0) for name in (*(act.name for act in acts), BOOKS)})
    for tick in ticks:
        clock = clock_at(tick, origin)
        touched = bool(interventions and tick in interventions)
        if interventions and touched:
            interventions[tick](world, clock)
        began = perf_counter()
        books.open(world, clock, touched or tick == ticks.start)
        opened = then = perf_counter()
        for act in acts:
            try:
                act.rule(world, act.params, clock, Dice(seed, act.name, tick))
            except (Failure, UsageError):
                raise
            except Exception as error:
                raise Failure(
                    f"{act.name} failed in {clock.name}: {type(error).__name__}: {one_line(str(error))}"
                ) from error
            now = perf_counter()
            seconds[act.name] += now - then
            then = now
        books.audit(world, clock)
        seconds[BOOKS] += opened - began + perf_counter() - then
        yield clock


def state_of(world: World) -> dict[str, Array]:
    """A copy of every column."""
    return {name: array.copy() for name, array in world.columns().items()}


def put_state(world: World, state: Mapping[str, Array]) -> None:
    """Writes the stocks of `state` into a world founded alike; what is fixed at the foundation stays as founded.

    Raises Failure when the world has other columns or other rows.
    """
    for table_name, table in world.tables().items():
        for column in table.columns():
            if column.static:
                continue
            name = f"{table_name}.{column.name}"
            mine, given = table.arrays()[column.name], state.get(name)
            if given is None or given.shape != mine.shape or given.dtype != mine.dtype:
                raise Failure(
                    f"a stored state does not fit this world: {name} "
                    f"is {'missing' if given is None else f'{given.dtype}{given.shape}'}, "
                    f"not {mine.dtype}{mine.shape}"
                )
            np.copyto(mine, given)

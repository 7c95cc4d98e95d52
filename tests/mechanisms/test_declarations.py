"""Every process a year behind glass: it touches what it declares, changes what it may, and leaves no hole."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from magnitka.books import Books
from magnitka.foundation import found
from magnitka.process import Clock, Dice, Glass, Process, Undeclared, clock_at
from magnitka.recipe import make_recipe
from magnitka.scenario import load
from magnitka.table import Column, Table
from magnitka.tick import MECHANISMS, TICK
from magnitka.world import Links, Shops, World

SEED = 1
YEAR_OF_A_PLAN = range(36, 72)  # 1981, in which a five-year plan begins

# The reforms of the last years from the first day, so that what they set going is behind glass too.
REFORMED = {
    "allocation.outside_value": 0.9,
    "allocation.state_orders": 0.8,
    "quality.acceptance": 0.3,
    "cooperatives.permission": 0.9,
    "retail.category": 0.85,
}


class Noting:
    """A table behind glass that notes which of its columns are asked for."""

    def __init__(self, pane: Any, table: type[Table], noted: set[Column]) -> None:
        self._pane, self._table, self._noted = pane, table, noted

    def __getattr__(self, name: str) -> Any:
        column = vars(self._table).get(name)
        if isinstance(column, Column):
            self._noted.add(column)
        return getattr(self._pane, name)


class Life(dict[str, set[Column]]):
    """What each process touched, by name, and the world in the end; `holes` are columns with NaN in the evening."""

    world: World
    holes: set[str]


def behind_glass(off: tuple[str, ...]) -> Life:
    """A year of the toy, each process behind its own glass. Raises BooksError and Undeclared."""
    scenario = load("toy").with_changes(REFORMED)
    params = {act.name: act.params for act in make_recipe(scenario, SEED, None, off, {}, None).acts}
    world = found(scenario, SEED)
    books, life = Books(world), Life()
    life.world, life.holes = world, set()
    for tick in YEAR_OF_A_PLAN:
        clock = clock_at(tick, scenario.burn_in)
        books.open(world, clock)
        for process in TICK:
            glass = Glass(world, process)
            for name, table in world.tables().items():
                noted = life.setdefault(process.name, set())
                setattr(glass, name, Noting(getattr(glass, name), type(table), noted))
            rule = process.neutral if process.mechanism in off else process.step
            rule(glass, params[process.name], clock, Dice(SEED, process.name, tick))
            assert glass.breaches() == [], f"{process.name} changes what it does not declare"
        books.audit(world, clock)
        life.holes |= {
            name
            for name, array in world.columns().items()
            if array.dtype.kind == "f" and not np.isfinite(array).all()
        }
    return life


@pytest.fixture(scope="module")
def lives() -> dict[tuple[str, ...], Life]:
    """A year of the toy as it is, with each mechanism neutral in turn, and with all neutral at once."""
    return {off: behind_glass(off) for off in ((), *((one,) for one in MECHANISMS), MECHANISMS)}


def test_nothing_is_touched_or_changed_that_is_not_declared(lives):
    assert len(lives) == len(MECHANISMS) + 2  # each life would have raised


def test_no_column_is_left_unwritten(lives):
    """Floats begin as NaN: whoever reads a column before it is written would leave a hole in its own."""
    assert {off: life.holes for off, life in lives.items() if life.holes} == {}


def test_all_that_is_declared_is_touched(lives):
    touched = defaultdict(set)
    for life in lives.values():
        for name, columns in life.items():
            touched[name] |= columns
    idle = {
        process.name: {*process.reads, *process.writes} - touched[process.name]
        for process in TICK
        if {*process.reads, *process.writes} - touched[process.name]
    }
    assert idle == {}


def test_columns_that_never_change_need_no_declaration():
    assert [column for process in TICK for column in process.reads if column.static] == []


def test_no_column_is_written_and_declared_read_twice_over():
    """A process that writes a column may read it; saying so twice would draw an arrow twice."""
    assert {
        process.name: {*process.reads} & {*process.writes}
        for process in TICK
        if {*process.reads} & {*process.writes}
    } == {}


def test_every_column_that_lives_has_a_writer():
    """All that is not fixed when the world is founded is moved by some process."""
    written = {column for process in TICK for column in process.writes}
    tables = {type(table) for table in found(load("toy"), SEED).tables().values()}
    living = {column for table in tables for column in table.columns() if not column.static}
    assert living - written <= {Links.share}


def test_neutral_at_once_is_an_economy_too(lives):
    """With every mechanism neutral final users still get goods: neutral rules fit together."""
    received = {
        off: float(life.world.goods.final_last_year @ life.world.goods.price) for off, life in lives.items()
    }
    assert received[MECHANISMS] > 0.5 * received[()]


# ------------------------------------------------------------------------------------------------ the glass itself
def process(step: Any, reads: tuple[Column, ...] = (), writes: tuple[Column, ...] = ()) -> Process:
    return Process("trying", "trying", step, step, None, reads, writes)


@pytest.fixture
def world() -> World:
    return found(load("toy"), SEED)


NOON = Clock(0, 1980, 1, 0, 10, 31)


def test_the_glass_hides_what_is_not_declared(world):
    def peep(world: Any, p: Any, clock: Clock, dice: Dice) -> None:
        world.shops.effort.sum()

    peeping = process(peep, reads=(Shops.output,))
    with pytest.raises(Undeclared, match=r"trying touches Shops\.effort"):
        peep(Glass(world, peeping), None, NOON, Dice(1, "trying", 0))
    allowed = Glass(world, process(peep, reads=(Shops.effort,)))
    peep(allowed, None, NOON, Dice(1, "trying", 0))
    assert allowed.breaches() == []


def test_the_glass_sees_a_change_that_is_not_declared(world):
    def meddle(world: Any, p: Any, clock: Clock, dice: Dice) -> None:
        world.shops.debt[3] += 1.0

    glass = Glass(world, process(meddle, reads=(Shops.debt,)))
    meddle(glass, None, NOON, Dice(1, "trying", 0))
    assert glass.breaches() == [Shops.debt]


def test_what_is_fixed_cannot_be_declared_as_written():
    with pytest.raises(TypeError, match="fixed when the world is founded"):
        process(lambda *_: None, writes=(Shops.workers,))
    with pytest.raises(TypeError, match="no column"):
        process(lambda *_: None, reads=("Shops.effort",))

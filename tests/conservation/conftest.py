"""A toy world in mid-life that tests may spoil, and a way to live a dekad of it act by act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from magnitka.books import Books
from magnitka.foundation import found
from magnitka.loop import put_state
from magnitka.process import Dice, clock_at
from magnitka.recipe import Act, Recipe, make_recipe
from magnitka.run import simulate
from magnitka.scenario import Scenario, load
from magnitka.table import Array
from magnitka.world import World

SEED = 1
SPOIL = Callable[[World], None]


@dataclass(repr=False)
class Toy:
    """A burnt-in toy; `morning` brings back its first day, `live` goes on from where it is."""

    scenario: Scenario
    recipe: Recipe
    first: int
    state: Mapping[str, Array]
    world: World

    @property
    def acts(self) -> tuple[Act, ...]:
        return self.recipe.acts

    def morning(self) -> World:
        put_state(self.world, self.state)
        return self.world

    def live(self, tick: int, after: Callable[[int, Act], None] = lambda place, act: None) -> None:
        """One dekad, audited; `after` is called with the place in the tick after each act. Raises BooksError."""
        clock = clock_at(tick, self.recipe.origin)
        books = Books(self.world)
        books.open(self.world, clock)
        for place, act in enumerate(self.acts):
            act.rule(self.world, act.params, clock, Dice(SEED, act.name, tick))
            after(place, act)
        books.audit(self.world, clock)


@pytest.fixture(scope="session")
def toy() -> Toy:
    scenario = load("toy")
    recipe = make_recipe(scenario, SEED, None, [], {}, None)
    run = simulate(scenario, seed=SEED, observe=False, keep=[recipe.first])
    return Toy(scenario, recipe, recipe.first, run.states[recipe.first], found(scenario, SEED))

"""A change of the model, as a claim writes it: mechanisms switched off, numbers set, acts of God.

    off: barter;  set: planning.growth=0, planning.investment=x3;  act: buffered_supply

`x3` is three times what the scenario says.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

from magnitka.errors import did_you_mean, shown
from magnitka.ledger.acts import ACTS
from magnitka.quantity import Dated, QuantityError, month_text, number_from
from magnitka.recipe import DEKADS
from magnitka.scenario import Scenario
from magnitka.tick import MECHANISMS, SECTIONS

if TYPE_CHECKING:
    from magnitka.loop import Intervention
    from magnitka.process import Clock
    from magnitka.world import World

TIMES = "x"
_CLAUSE = re.compile(r"(off|set|act): *(.+)")


class ChangeError(ValueError):
    """A change that cannot be made; `problem` and `mend` go into one sentence."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"{problem}; {mend}")
        self.problem, self.mend = problem, mend


@dataclass(frozen=True)
class Change:
    """What is done to a scenario from its start on. `set` holds (parameter, value or 'xFACTOR')."""

    off: tuple[str, ...] = ()
    set: tuple[tuple[str, str], ...] = ()
    acts: tuple[str, ...] = ()

    def __or__(self, other: Change) -> Change:
        """Both changes; where both set a number, that of `other` holds."""
        return Change(
            tuple(sorted({*self.off, *other.off})),
            tuple(sorted({**dict(self.set), **dict(other.set)}.items())),
            tuple(sorted({*self.acts, *other.acts})),
        )

    def numbers(self, scenario: Scenario) -> dict[str, float]:
        """What is to be set, in the scenario's units; a factor moves each date of a dated number."""
        found: dict[str, float] = {}
        for key, text in self.set:
            section, _, name = key.partition(".")
            if not text.startswith(TIMES):
                found[key] = float(text)
                continue
            leaf, factor = scenario.parameters[section][name], float(text.removeprefix(TIMES))
            if isinstance(leaf, Dated):
                found |= {f"{key}@{month_text(month)}": step.value * factor for month, step in leaf.steps}
            else:
                found[key] = leaf.value * factor
        return found

    def interventions(self, scenario: Scenario, until: int) -> dict[int, Intervention]:
        """The acts of God, by the tick at whose beginning they happen; `until` is the index of the last month."""
        first, last = (DEKADS * (month - scenario.burn_in) for month in (scenario.start, until + 1))
        by_tick: dict[int, list[Intervention]] = {}
        for name in self.acts:
            for tick, act in ACTS[name](range(first, last), scenario.burn_in).items():
                by_tick.setdefault(tick, []).append(act)
        return {tick: one_after_another(acts) for tick, acts in by_tick.items()}


def one_after_another(acts: list[Intervention]) -> Intervention:
    """Several acts as one."""

    def all_of_them(world: World, clock: Clock) -> None:
        for act in acts:
            act(world, clock)

    return all_of_them


def parse_change(text: str) -> Change:
    """The change that a text describes, checked against the mechanisms and their parameters. Raises ChangeError."""
    change = Change()
    for clause in text.split(";"):
        match = _CLAUSE.fullmatch(clause.strip())
        if match is None:
            raise ChangeError(
                f"has the clause {shown(clause.strip())}", 'begin it with "off:", "set:" or "act:"'
            )
        items = [item.strip() for item in match[2].split(",")]
        if match[1] == "off":
            change |= Change(off=tuple(_known(item, MECHANISMS, "mechanism") for item in items))
        elif match[1] == "act":
            change |= Change(acts=tuple(_known(item, ACTS, "act of God") for item in items))
        else:
            change |= Change(set=tuple(_setting(item) for item in items))
    return change


def _setting(item: str) -> tuple[str, str]:
    key, equals, value = (part.strip() for part in item.partition("="))
    if not equals:
        raise ChangeError(
            f"sets {shown(item)}", "write KEY=VALUE, or KEY=x3 for three times the scenario's value"
        )
    _known(key, parameters(), "parameter")
    try:
        number_from(value.removeprefix(TIMES))
    except QuantityError as error:
        raise ChangeError(f"sets {key} to what {error.problem}", error.mend) from None
    return key, value


def _known(name: str, known: Collection[str], what: str) -> str:
    if name not in known:
        raise ChangeError(f"names the unknown {what} {shown(name)}", did_you_mean(name, known))
    return name


@cache
def parameters() -> frozenset[str]:
    """Every parameter of the mechanisms."""
    return frozenset(
        f"{section}.{one.name}"
        for section, params in SECTIONS.items()
        if section in MECHANISMS
        for one in fields(params)
    )

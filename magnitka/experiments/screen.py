"""Which guesses matter: each moved over its declared range, one at a time, under the same luck.

The answer is local to the scenario's values and blind to guesses that matter only together; it says where a better
source would help most, not how uncertain the results are.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from magnitka.errors import Failure
from magnitka.experiments.ensemble import FAILED, Member, ensemble
from magnitka.kernels.compile import PACKAGE, cache_root
from magnitka.provenance import column_of
from magnitka.quantity import Kind, Quantity, month_text
from magnitka.scenario import Scenario, load, shipped
from magnitka.store import disk_errors, json_bytes, write_atomically

if TYPE_CHECKING:
    import pandas as pd

SEEDS = tuple(range(1, 9))  # runs of the scenario as it is, to know what chance alone does
WORTH_SPEAKING_OF = 0.005  # a move below this share of a result is as nothing, however quiet the result is
PERSONS_A_ROW = (
    40  # a town is thinned to so many: what moves its results moves them all the same, in a third of the time
)
THIN = "population.persons_per_agent"
TIMES = "x"  # the unit of a guess that moves many numbers by a factor each
STORED = PACKAGE / "data" / "screens"
OLDER, DAMAGED = "of another format", "damaged"

# Files that cannot move a run's numbers: those that only look at it, and the pool, which says who computes what.
ONLOOKERS = (
    "__main__.py", "api.py", "bench.py", "cli", "compare.py", "epilogue.py", "experiments",
    "export.py", "ledger", "pool.py", "progress.py", "provenance.py", "report", "why.py", "why", "wording.py",
)  # fmt: skip


class Guess(NamedTuple):
    """Something guessed, and what to set to move it to either end of its range.

    A dated parameter, or a column of a table, moves as one; then `low` and `high` are mean factors, or mean values
    where not all are positive.
    """

    name: str
    unit: str
    low: float
    high: float
    at_low: dict[str, str]
    at_high: dict[str, str]


class Effect(NamedTuple):
    """What moving a guess does to the result that it moves most; `ratio` is the move over the noise."""

    guess: str
    unit: str
    low: float
    high: float
    observable: str
    at_low: float
    at_high: float
    ratio: float


@dataclass(frozen=True)
class Screen:
    """Results of a screen: per guess the headline results at both ends of its range.

    `digest` and `code` say of which scenario and which model; `baseline` are the results as the scenario stands, with
    `persons_a_row`, `noise` their standard deviations over `seeds`; `moved` holds a record per guess: guess, unit, low,
    high, at_low and at_high ({observable: value}, empty where the run failed) and `failed`, the reasons.
    """

    scenario: str
    digest: str
    code: str
    until: str
    persons_a_row: int
    seeds: tuple[int, ...]
    units: dict[str, str]
    baseline: dict[str, float]
    noise: dict[str, float]
    moved: tuple[dict[str, Any], ...]

    @property
    def guesses(self) -> int:
        """How many guesses were moved."""
        return len(self.moved)

    def strongest(self) -> list[Effect]:
        """Each guess with the result that it moves most, the strongest first, without those that move nothing."""
        effects = [effect for one in self.moved if (effect := self._most(one)) and effect.ratio > 0.0]
        return sorted(effects, key=lambda effect: (-effect.ratio, effect.guess))

    def _most(self, one: Mapping[str, Any]) -> Effect | None:
        found = []
        for name, base in self.baseline.items():
            ends = (one["at_low"].get(name), one["at_high"].get(name))
            reached = [end for end in ends if end is not None]
            scale = max(self.noise[name], WORTH_SPEAKING_OF * abs(base))
            if not reached or scale == 0.0:
                continue
            move = max(*reached, base) - min(*reached, base)
            at_low, at_high = (math.nan if end is None else end for end in ends)
            found.append(
                Effect(
                    one["guess"], one["unit"], one["low"], one["high"], name, at_low, at_high, move / scale
                )
            )
        return max(found, key=lambda effect: effect.ratio, default=None)

    def failures(self) -> list[str]:
        """Guesses whose range leads to a run that fails, with the reason."""
        return [f"{one['guess']}: {reason}" for one in self.moved for reason in one["failed"]]

    def stale(self, scenario: Scenario) -> str:
        """Why the screen no longer speaks of this scenario and this model; empty when it does."""
        if self.digest != scenario.digest:
            return "other values of the scenario"
        return "other code" if self.code != model_digest() else ""

    def plain(self) -> dict[str, Any]:
        """The screen as JSON has it, with the ranking."""
        return {**asdict(self), "strongest": [effect._asdict() for effect in self.strongest()]}


@cache
def model_digest() -> str:
    """Digest of the sources that can move a number of a run."""
    digest = blake2b(digest_size=8)
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        if relative.parts[0] not in ONLOOKERS:
            digest.update(relative.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def guesses_of(scenario: Scenario) -> list[Guess]:
    """Everything guessed in a scenario, in its order; the guessed cells of one column of a table are one."""
    groups: dict[str, dict[str, Quantity]] = {}
    for key, quantity in scenario.quantities():
        if quantity.kind is Kind.GUESS and quantity.low != quantity.high:
            groups.setdefault(column_of(key), {})[key] = quantity
    return [_guess(name, members) for name, members in groups.items()]


def _guess(name: str, members: Mapping[str, Quantity]) -> Guess:
    ends = [{key: f"{end(one)!r} {one.unit}" for key, one in members.items()} for end in (_low, _high)]
    several = list(members.values())
    as_factor = len(several) > 1 and all(one.value > 0.0 for one in several)
    low, high = (
        sum(end(one) / (one.value if as_factor else 1.0) for one in several) / len(several)
        for end in (_low, _high)
    )
    return Guess(name, TIMES if as_factor else several[0].unit, low, high, *ends)


def _low(quantity: Quantity) -> float:
    return quantity.value if quantity.low is None else quantity.low


def _high(quantity: Quantity) -> float:
    return quantity.value if quantity.high is None else quantity.high


def make_screen(
    named: str | Path | Scenario,
    *,
    until: str | None = None,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    keep: bool = True,
) -> Screen:
    """Screens all guesses of a scenario, by name or file, and keeps the result for `stored_screen`.

    Takes two runs for each guess and one for each seed, with the town thinned to PERSONS_A_ROW. Raises ScenarioError,
    and Failure when the scenario itself does not run.
    """
    scenario = named if isinstance(named, Scenario) else load(named)
    guesses = guesses_of(scenario)
    a_row = max(persons_a_row(scenario), PERSONS_A_ROW)
    thin = {THIN: f"{a_row} 1"}
    members = [Member(seed, thin) for seed in SEEDS]
    members += [Member(SEEDS[0], thin | ends) for guess in guesses for ends in (guess.at_low, guess.at_high)]
    rows = ensemble(scenario, members, until=until, processes=processes, progress=progress)
    folder = f"{Path(scenario.path).parent}/"  # what ships names no folder of the machine that made it
    rows["error"] = [error.replace(folder, "") for error in rows["error"]]
    as_is, ends = rows.iloc[: len(SEEDS)], rows.iloc[len(SEEDS) :]
    if (as_is["status"] == FAILED).any():
        raise Failure(f"{scenario.name} does not run as it is: {as_is['error'].max()}")
    told = {name: unit for name, unit in rows.attrs["units"].items() if as_is[name].notna().all()}
    screen = Screen(
        scenario.name,
        scenario.digest,
        model_digest(),
        until or month_text(scenario.until),
        a_row,
        SEEDS,
        told,
        {name: float(as_is[name].iloc[0]) for name in told},
        {name: float(as_is[name].std(ddof=1)) for name in told},
        tuple(_moved(guess, ends.iloc[2 * i : 2 * i + 2], list(told)) for i, guess in enumerate(guesses)),
    )
    if keep:
        _keep(screen, scenario)
    return screen


def persons_a_row(scenario: Scenario) -> int:
    """How many persons a row of the scenario's town stands for."""
    return int(next(one.value for key, one in scenario.quantities() if key == THIN))


def _moved(guess: Guess, ends: pd.DataFrame, names: list[str]) -> dict[str, Any]:
    """The record of one guess."""
    low, high = (
        {} if row["status"] == FAILED else _finite(row[names].to_dict()) for _, row in ends.iterrows()
    )
    told = {"guess": guess.name, "unit": guess.unit, "low": guess.low, "high": guess.high}
    return {**told, "at_low": low, "at_high": high, "failed": [error for error in ends["error"] if error]}


def _finite(values: Mapping[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in values.items() if math.isfinite(value)}


# ------------------------------------------------------------------------------------------------ keeping
def _places(scenario: Scenario) -> tuple[Path, ...]:
    """Where a screen may be kept: with the shipped scenarios, or in the cache."""
    own = cache_root() / "screens" / f"{scenario.digest}.json"
    is_shipped = scenario.name in shipped() and Path(scenario.path).is_relative_to(PACKAGE)
    return (STORED / f"{scenario.name}.json", own) if is_shipped else (own,)


def _keep(screen: Screen, scenario: Scenario) -> None:
    first, *others = _places(scenario)
    place = first if not others or os.access(PACKAGE / "data", os.W_OK) else others[0]
    with disk_errors("keep the screen"):
        write_atomically(place, json_bytes(asdict(screen)))


def stored_screen(scenario: Scenario) -> Screen | None:
    """The kept screen of a scenario, a stale one if there is no other, or None."""
    found = [screen for place in _places(scenario) if (screen := _read(place))]
    fresh = [screen for screen in found if not screen.stale(scenario)]
    return next(iter(fresh or found), None)


def unreadable(scenario: Scenario) -> str:
    """What hinders the reading of a screen that is kept; empty where one can be read, or none is kept."""
    if stored_screen(scenario):
        return ""
    return next((hindrance for place in _places(scenario) if (hindrance := _hindrance(place))), "")


def read_screen(content: bytes) -> Screen:
    """The screen that a file holds. Raises ValueError for what is none, TypeError for one of another format."""
    told = json.loads(content)
    if not isinstance(told, dict):
        raise ValueError("not a screen")
    several = {name: tuple(told[name]) for name in ("seeds", "moved") if name in told}
    return Screen(**{**told, **several})


def _read(place: Path) -> Screen | None:
    try:
        return read_screen(place.read_bytes())
    except (OSError, ValueError, TypeError):
        return None


def _hindrance(place: Path) -> str:
    try:
        read_screen(place.read_bytes())
    except FileNotFoundError:
        return ""
    except TypeError:
        return OLDER
    except (OSError, ValueError):
        return DAMAGED
    return ""

"""What is to be run: scenario, seed, end, what is off, what is set by hand, and the user's own mechanism."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from magnitka import __version__
from magnitka.errors import Failure, UsageError, did_you_mean, one_line, shown
from magnitka.kernels.compile import source_digest
from magnitka.machine import versions
from magnitka.own import Own, read_own
from magnitka.process import Process, Step
from magnitka.quantity import QuantityError, month_index, month_text
from magnitka.scenario import Scenario, load
from magnitka.store import FORMAT, SCENARIO, USER_CODE, digest_of, disk_errors
from magnitka.tick import MECHANISMS, SECTIONS, TICK

MOST_SEED = 2**63 - 1
DEKADS = 3  # per month

code_digest = cache(source_digest)


class Act(NamedTuple):
    """One process as it takes part in a run: its rule, or its neutral one, with its parameters."""

    name: str
    mechanism: str
    rule: Step
    params: Any


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the numbers of a run. Ticks count dekads from the scenario's burn-in on.

    `baseline` is the scenario as given, `founded` has what was set by hand of the founding day (tables, and
    sections that no mechanism reads), `changed` all that was set. Until `first`, the tick of the scenario's start, the
    rules of the baseline hold in every run; from then on `acts`. `last` is the tick after the end.
    """

    baseline: Scenario
    founded: Scenario
    changed: Scenario
    seed: int
    until: int
    off: tuple[str, ...]
    own: Own | None

    @property
    def origin(self) -> int:
        """Month index of tick 0."""
        return self.baseline.burn_in

    @property
    def first(self) -> int:
        return DEKADS * (self.baseline.start - self.origin)

    @property
    def last(self) -> int:
        return DEKADS * (self.until + 1 - self.origin)

    def tick_at(self, when: int | str) -> int:
        """The tick itself, or that of the first dekad of a month such as '1988-11'. Raises UsageError."""
        return when if isinstance(when, int) else DEKADS * (_month(when, "when") - self.origin)

    @property
    def tick(self) -> tuple[Process, ...]:
        """The processes of a dekad from the start on."""
        return self.own.fitted(TICK) if self.own else TICK

    @property
    def sections(self) -> dict[str, type]:
        """Parameters of each mechanism, the user's own among them."""
        mine = self.own.processes if self.own else ()
        return {
            **SECTIONS,
            **{process.mechanism: process.params for process in mine if process.params is not None},
        }

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """A dekad from the start on."""
        return _acts(self.tick, self.changed, self.off)

    @cached_property
    def baseline_acts(self) -> tuple[Act, ...]:
        """The dekad of the burn-in, the same for every variant."""
        return _acts(TICK, self.founded, ())

    @property
    def burn_in_key(self) -> str:
        """Name of the burnt-in world: scenario, seed, code and whatever else can move a bit."""
        named = (self.founded.digest, self.seed, code_digest(), versions())
        return hashlib.blake2b(repr(named).encode(), digest_size=16).hexdigest()

    def manifest(self) -> dict[str, Any]:
        """The part of the manifest that is known before the run."""
        return {
            "format": FORMAT,
            "version": __version__,
            "code_digest": code_digest(),
            "scenario": {
                "name": self.baseline.name,
                "title": self.baseline.title,
                "digest": self.baseline.digest,
            },
            "seed": self.seed,
            "off": list(self.off),
            "set": [
                {
                    "key": one.key,
                    "unit": one.unit,
                    "old": one.old[0] if len(one.old) == 1 else list(one.old),
                    "new": one.new,
                    "inside_range": one.inside_range,
                    "since": month_text(self.origin if is_founding(one.key) else self.baseline.start),
                }
                for one in self.changed.what_ifs
                if one not in self.baseline.what_ifs
            ],
            "with": {
                "file": self.own.file,
                "digest": digest_of(self.own.code),
                "mode": self.own.mode,
                "mechanism": self.own.mechanism,
            }
            if self.own
            else None,
            "start": month_text(self.baseline.start),
            "until": month_text(self.until),
            "first_tick": self.first,
            "ticks": self.last - self.first,
        }

    def files(self) -> dict[str, bytes]:
        """Copies of what was given, so that the run folder needs nothing else."""
        with tempfile.TemporaryDirectory() as folder, disk_errors("copy the scenario"):
            self.baseline.write(folder)
            found = {
                f"{SCENARIO}/{path.relative_to(folder).as_posix()}": path.read_bytes()
                for path in sorted(Path(folder).rglob("*"))
                if path.is_file()
            }
        if self.own:
            found[f"{USER_CODE}/{self.own.file}"] = self.own.code
        return found


def make_recipe(
    scenario: str | Path | Scenario,
    seed: int,
    until: str | None,
    off: Collection[str],
    changes: Mapping[str, str | float],
    own: tuple[str | Path, str, str] | None,
) -> Recipe:
    """Checks everything that was asked for. Raises UsageError, of which ScenarioError is one."""
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= MOST_SEED:
        raise UsageError(f"seed {one_line(str(seed))} is no whole number from 0 to {MOST_SEED}")
    baseline = scenario if isinstance(scenario, Scenario) else load(scenario)
    baseline.validate(SECTIONS)
    mine = read_own(*own, baseline) if own else None
    changed = baseline
    for process in mine.processes if mine else ():
        if process.params is not None and mine and mine.parameters:
            changed = changed.with_section(process.mechanism, mine.parameters)
    return varied(Recipe(baseline, baseline, changed, seed, baseline.until, (), mine), until, off, changes)


def varied(
    recipe: Recipe, until: str | None, off: Collection[str], changes: Mapping[str, str | float]
) -> Recipe:
    """The recipe with another end, further mechanisms off and further numbers set by hand. Raises UsageError."""
    changed = recipe.changed.with_changes(changes, recipe.sections)
    changed.validate(recipe.sections)
    founded = recipe.founded.with_changes(
        {key: changes[key] for key in changes if is_founding(key)}, SECTIONS
    )
    if isinstance(off, str):
        raise UsageError(f'off takes a list of mechanisms, such as ["{off}"]')
    running = {process.mechanism for process in recipe.tick}
    for mechanism in off:
        if mechanism not in running:
            raise UsageError(
                f"there is no mechanism {shown(str(mechanism))} to switch off; "
                f"{did_you_mean(str(mechanism), running)}"
            )
    end = recipe.until if until is None else _month(until, "until")
    if end < recipe.baseline.start:
        raise UsageError(
            f"until is {until}, before the scenario starts in {month_text(recipe.baseline.start)}"
        )
    return replace(
        recipe, founded=founded, changed=changed, off=tuple(sorted({*recipe.off, *off})), until=end
    )


def is_founding(key: str) -> bool:
    """Whether a number is of the founding day, so that setting it makes another past."""
    section = key.partition(".")[0]
    return section == "tables" or (section in SECTIONS and section not in MECHANISMS)


def recipe_of(folder: Path, manifest: Mapping[str, Any]) -> Recipe:
    """The recipe of a run folder, made again from its own copies. Raises Failure when they do not fit."""
    try:
        given = manifest["with"]
        baseline = load(folder / SCENARIO / "scenario.yaml")
        recipe = make_recipe(
            baseline,
            manifest["seed"],
            manifest["until"],
            manifest["off"],
            {one["key"]: f"{one['new']!r} {one['unit']}" for one in manifest["set"]},
            (folder / USER_CODE / given["file"], given["mode"], given["mechanism"]) if given else None,
        )
    except (UsageError, KeyError, TypeError) as error:
        raise Failure(f"{folder} was made by another version or was changed: {error}") from error
    if baseline.digest != manifest["scenario"]["digest"] or recipe.manifest()["with"] != given:
        raise Failure(f"{folder} was changed since the run began: its copies are not those of the manifest")
    return recipe


def _month(text: str, name: str) -> int:
    try:
        return month_index(text)
    except QuantityError as error:
        raise UsageError(f"{name} {error.problem}; {error.mend}") from None


def _acts(tick: tuple[Process, ...], scenario: Scenario, off: tuple[str, ...]) -> tuple[Act, ...]:
    params: dict[str, Any] = {}
    for process in tick:
        if process.mechanism not in params and process.params is not None:
            params[process.mechanism] = scenario.params(process.params, process.mechanism)
    return tuple(
        Act(
            process.name,
            process.mechanism,
            process.neutral if process.mechanism in off else process.step,
            params.get(process.mechanism),
        )
        for process in tick
    )

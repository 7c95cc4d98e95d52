"""The teeth of the checks: what becomes of each when its cause is neutralised, and when the parameters are drawn anew.

    sharpen("magnitogorsk")    # some two hundred runs in memory; the result is kept, and read by every `judge`

Each check is measured in the scenario as it is for several seeds, with its cause neutralised, and in draws of a Latin
hypercube over the declared ranges of what mechanisms read. All checks share the draws.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from magnitka.kernels.compile import PACKAGE, cache_root, source_digest
from magnitka.ledger.change import Change
from magnitka.ledger.claims import CHECK, DATA, Claim, division_digest
from magnitka.ledger.draws import latin_hypercube
from magnitka.ledger.paired import PAIRED
from magnitka.ledger.reading import shipped_claims
from magnitka.ledger.trials import Laboratory, Told, Trial, carried_out
from magnitka.quantity import month_text
from magnitka.scenario import Scenario, load, shipped
from magnitka.store import disk_errors, json_bytes, write_atomically

if TYPE_CHECKING:
    from magnitka.history import Run

STORED = DATA / "teeth"
SEEDS, DRAWS, PROCESSES = 4, 12, 2

# What of the package reads a run, beside the model that makes it; all else can change without moving a value.
READERS = (
    "measure.py",
    *(
        f"observe/{name}.py"
        for name in (
            "__init__", "discretion", "industry", "industry_panels", "town", "town_counts", "town_measures",
            "town_panels",
        )
    ),
    *(
        f"ledger/{name}.py"
        for name in (
            "acts", "change", "chronicle", "draws", "equipment", "levels", "observables", "paired", "plans", "rhythm",
            "supply", "town_bodies", "town_goods", "town_homes",
        )
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Bite:
    """What was found of one check: values by seed, with the cause neutralised, and by draw; None where a run gave none.

    `reason` says why there is none with the cause neutralised.
    """

    neutralise: str
    seeds: tuple[float | None, ...]
    neutralised: float | None
    reason: str
    draws: tuple[float | None, ...]

    def mean(self) -> float | None:
        """Mean over the seeds that gave a value."""
        told = self.told_seeds()
        return fmean(told) if told else None

    def told_seeds(self) -> tuple[float, ...]:
        """Values of the seeds that gave one."""
        return tuple(value for value in self.seeds if value is not None)

    def told_draws(self) -> tuple[float, ...]:
        """Values of the draws that gave one."""
        return tuple(value for value in self.draws if value is not None)


@dataclass(frozen=True)
class Sharpened:
    """The teeth of a scenario's checks.

    `digest` is of the scenario, `code` of what made and read the runs, `division` of the claims; `broken` says why
    trials gave nothing.
    """

    scenario: str
    digest: str
    code: str
    division: str
    until: str
    seeds: tuple[int, ...]
    bites: Mapping[str, Bite]
    broken: tuple[str, ...]

    @property
    def stale(self) -> str:
        """A remark where the model has changed since; else empty."""
        return "" if self.code == code_digest() else "teeth were tested with other code"


@cache
def code_digest() -> str:
    """Digest of the model and of what reads it: values found with the same code are the same."""
    digest = blake2b(source_digest().encode(), digest_size=8)
    for name in READERS:
        digest.update((PACKAGE / name).read_bytes())
    return digest.hexdigest()


def sharpen(
    named: str | Path | Scenario,
    seed: int = 1,
    until: str | None = None,
    *,
    seeds: int = SEEDS,
    draws: int = DRAWS,
    claims: Iterable[Claim] | None = None,
    processes: int = PROCESSES,
    progress: Callable[[int, int], None] | None = None,
    keep: bool = True,
) -> Sharpened:
    """Tests the teeth of every check in a scenario and keeps the result for `judge`.

    `seeds` counts from `seed` on; neutralised runs and draws have the luck of `seed`. Scripts that call this need the
    usual `if __name__ == "__main__":` unless `processes` is 1. Raises ScenarioError and Failure.
    """
    scenario = named if isinstance(named, Scenario) else load(named)
    known = tuple(shipped_claims() if claims is None else claims)
    checks = tuple(claim for claim in known if claim.used_for == CHECK)
    laboratory = Laboratory(scenario, checks, until or month_text(scenario.until))
    as_is = [Trial(one) for one in range(seed, seed + seeds)]
    drawn = [Trial(seed, draw=draw) for draw in latin_hypercube(scenario, draws)]
    wanted: dict[Trial, None] = {}
    for claim in checks:
        for at in (*as_is, *drawn, neutral(claim, seed)):
            wanted |= dict.fromkeys(sides(claim, at))
    in_order = sorted(
        wanted, key=lambda trial: trial.draw
    )  # managers' programmes are solved once for each draw
    told = carried_out(laboratory, in_order, processes, progress)
    sharpened = Sharpened(
        scenario.name,
        scenario.digest,
        code_digest(),
        division_digest(known),
        laboratory.until,
        tuple(trial.seed for trial in as_is),
        {claim.id: bite_of(claim, as_is, drawn, neutral(claim, seed), told) for claim in checks},
        tuple(sorted({one.broke for one in told.values() if one.broke})),
    )
    if keep:
        write(sharpened, kept_at(scenario))
    return sharpened


def neutral(claim: Claim, seed: int) -> Trial:
    """The trial in which a check's cause is neutralised."""
    return Trial(seed, claim.teeth.change if claim.teeth else Change())


def sides(claim: Claim, at: Trial) -> tuple[Trial, ...]:
    """The trials that a claim needs where `at` is the world as it is: that one, or the two of a pair."""
    pair = PAIRED.get(claim.observable or "")
    if pair is None:
        return (at,)
    return tuple(Trial(at.seed, at.change | change, at.draw) for change in (pair.first, pair.second))


def found_at(claim: Claim, at: Trial, told: Mapping[Trial, Told]) -> float | None:
    """The value of a claim's observable, or None where a run gave none."""
    readings = [told[side].readings.get(claim.id) for side in sides(claim, at)]
    if None in readings:
        return None
    pair = PAIRED.get(claim.observable or "")
    value = pair.compare(*readings) if pair else readings[0]
    return value if isinstance(value, float) and value == value else None


def bite_of(
    claim: Claim, as_is: list[Trial], drawn: list[Trial], without: Trial, told: Mapping[Trial, Told]
) -> Bite:
    """All that was found of one check."""
    assert claim.teeth is not None
    value = found_at(claim, without, told)
    broke = next((told[side].broke for side in sides(claim, without) if told[side].broke), "")
    return Bite(
        claim.teeth.neutralise,
        tuple(found_at(claim, at, told) for at in as_is),
        value,
        "" if value is not None else broke or "there is nothing left to measure",
        tuple(found_at(claim, at, told) for at in drawn),
    )


# ------------------------------------------------------------------------------------------------ keeping
def sharpened_for(run: Run, scenario: Scenario, claims: Iterable[Claim]) -> Sharpened | None:
    """The kept teeth that belong to a run: same scenario, nothing off or replaced, same division of the claims.

    Checks whose neutralisation has been rewritten since are left out.
    """
    if run.manifest["off"] or run.manifest["with"]:
        return None
    claims = tuple(claims)
    division = division_digest(claims)
    for place in places(scenario):
        found = _read(place)
        if found and (found.digest, found.division) == (scenario.digest, division):
            now = {claim.id: claim.teeth.neutralise for claim in claims if claim.teeth}
            bites = {name: bite for name, bite in found.bites.items() if now.get(name) == bite.neutralise}
            return Sharpened(**{**vars(found), "bites": bites})
    return None


def places(scenario: Scenario) -> tuple[Path, ...]:
    """Where teeth are looked for: with the shipped scenario of that name, and in the cache."""
    own = cache_root() / "teeth" / f"{scenario.digest}.json"
    return (STORED / f"{scenario.name}.json", own) if scenario.name in shipped() else (own,)


def kept_at(scenario: Scenario) -> Path:
    """Where teeth are kept: beside the shipped scenario if it is that one and may be written, else in the cache."""
    as_shipped = Path(scenario.path).is_relative_to(PACKAGE) and not scenario.what_ifs
    ours = as_shipped and os.access(PACKAGE, os.W_OK)
    return places(scenario)[0 if ours else -1]


def write(sharpened: Sharpened, place: Path) -> None:
    """Keeps teeth in a file. Raises Failure."""
    with disk_errors("keep the teeth"):
        write_atomically(place, json_bytes(asdict(sharpened)))


def _read(place: Path) -> Sharpened | None:
    try:
        told = json.loads(place.read_bytes())
        bites = {
            name: Bite(**{**bite, "seeds": tuple(bite["seeds"]), "draws": tuple(bite["draws"])})
            for name, bite in told["bites"].items()
        }
        return Sharpened(
            **{**told, "seeds": tuple(told["seeds"]), "bites": bites, "broken": tuple(told["broken"])}
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None  # none, or one that another version wrote

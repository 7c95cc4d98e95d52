"""A mechanism of the user's own: a Python file that goes into the tick beside or in place of another.

The file defines PROCESS, a `Process`, or PROCESSES, a tuple of them, and PARAMETERS, a dict in the form that
scenarios give parameters in. It is run as it is, with all that the user may do.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from magnitka.errors import Problems, UsageError, did_you_mean, one_line, shown
from magnitka.process import Process
from magnitka.quantity import Dated, Quantity
from magnitka.scenario import Scenario
from magnitka.scenario_reading import Reader
from magnitka.scenario_scaling import Scaler
from magnitka.store import digest_of
from magnitka.tick import MECHANISMS, TICK
from magnitka.yaml_text import dump, parse

REPLACE, AFTER = "replace", "after"


@dataclass(frozen=True)
class Own:
    """A user's mechanism: the Python file as it was read, and where it goes in the tick."""

    file: str
    code: bytes
    mode: str
    mechanism: str
    processes: tuple[Process, ...]
    parameters: Mapping[str, Quantity | Dated]

    def fitted(self, tick: tuple[Process, ...]) -> tuple[Process, ...]:
        """The tick with these processes in the place of, or after the last of, the mechanism's."""
        places = [place for place, process in enumerate(tick) if process.mechanism == self.mechanism]
        if self.mode == AFTER:
            return (*tick[: places[-1] + 1], *self.processes, *tick[places[-1] + 1 :])
        rest = (process for process in tick[places[0] :] if process.mechanism != self.mechanism)
        return (*tick[: places[0]], *self.processes, *rest)


def read_own(file: str | Path, mode: str, mechanism: str, scenario: Scenario) -> Own:
    """Loads a user's file, which defines PROCESS or PROCESSES, and PARAMETERS in the form of a scenario."""
    path = Path(file)
    if mode not in (REPLACE, AFTER):
        raise UsageError(
            f"a mechanism of one's own goes {AFTER} another or must {REPLACE} one, not {shown(str(mode))}"
        )
    if mechanism not in MECHANISMS:
        raise UsageError(f"there is no mechanism {shown(mechanism)}; {did_you_mean(mechanism, MECHANISMS)}")
    try:
        code = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {one_line(str(path))}: {error.strerror}") from None
    module = _executed(path, code)
    given = getattr(module, "PROCESSES", None) or getattr(module, "PROCESS", None)
    processes = given if isinstance(given, tuple) else (given,)
    if not all(isinstance(process, Process) for process in processes):
        raise UsageError(f"{path} defines neither PROCESS, a Process, nor PROCESSES, a tuple of them")
    own = Own(path.name, code, mode, mechanism, processes, _parameters(path, module, scenario))
    names = [process.name for process in own.fitted(TICK)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(
            f"{path} has a process named {shown(twice[0])}, but there is one already; luck goes by name"
        )
    return own


def _executed(path: Path, code: bytes) -> ModuleType:
    """The file as a module; nothing is written beside it."""
    module = ModuleType(f"magnitka_own_{digest_of(code)}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # dataclasses look their module up there
    try:
        exec(compile(code, str(path), "exec"), vars(module))
    except Exception as error:
        steps = [step for step in traceback.extract_tb(error.__traceback__) if step.filename == str(path)]
        line = error.lineno if isinstance(error, SyntaxError) else steps[-1].lineno if steps else 0
        raise UsageError(f"{path}:{line}: {type(error).__name__}: {one_line(str(error))}") from error
    return module


def _parameters(path: Path, module: ModuleType, scenario: Scenario) -> dict[str, Quantity | Dated]:
    """PARAMETERS, read as the scenario's own would be."""
    given = getattr(module, "PARAMETERS", {})
    problems = Problems()
    try:
        text = dump(json.loads(json.dumps(given, allow_nan=False)))
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{path}: PARAMETERS must hold names, numbers and texts only: {one_line(str(error))}"
        ) from None
    reader = Reader(f"PARAMETERS of {path}", problems, scenario.sources)
    entries = reader.named(parse(text, f"PARAMETERS of {path}", problems), "") if given else {}
    scaler = Scaler(scenario.tables, scenario.parameters, {}, problems, reader.file)
    found = {
        name: scaler.leaf(leaf, name)
        for name, node in entries.items()
        if (leaf := reader.leaf(node, name)) is not None
    }
    problems.raise_any()
    return found

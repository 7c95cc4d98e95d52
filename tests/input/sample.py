"""How tests read the small scenario, and what two mechanisms would ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from magnitka.quantity import Schedule, quantity, schedule
from magnitka.scenario import Scenario, ScenarioError, load

Write = Callable[..., Path]


@dataclass(frozen=True)
class Planning:
    ratchet: float = quantity("1", "share of over-fulfilment added to the next plan", at_least=0, at_most=1)
    growth: float = quantity("1/yr", "growth of every plan")
    capacity: float = quantity("kt/yr", "what the works can make", at_least=0)


@dataclass(frozen=True)
class Orders:
    share: Schedule = schedule("%", "share of output that the state orders", at_least=0, at_most=100)
    double: float = quantity("1", "twice the ratchet")


SECTIONS = {"planning": Planning, "orders": Orders}


def read(path: Path) -> Scenario:
    return load(path, sources=path.parent / "sources.yaml")


def refusal(path: Path) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        read(path).validate(SECTIONS)
    assert "\n" not in str(caught.value)
    return caught.value

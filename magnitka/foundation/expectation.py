"""What a shop of given equipment can be expected to make, so that the founding year makes what was recorded.

Whatever wear, breakdowns, defects and borrowing a scenario assumes, the capacity of the founding day is what must
have been there to make the founding year's output with them. State of repair is where wear and repair balance,

    1 - c = w (1 + v o) / (h n g)

with wear w, age's part v, share o of old equipment, repair h, the usual share n of upkeep and the grade g of parts;
time lost to breakdowns, output stopped by inspection and the standing debt of borrowed upkeep are taken off.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from magnitka.processes import equipment, quality, storming
from magnitka.scenario import Scenario

LEAST_CONDITION = 0.35  # below it no works would have been running at all


class Expected(NamedTuple):
    """State of repair, and capacity a year over output a year that passes inspection."""

    condition: float
    fullness: float


class Rules(NamedTuple):
    """What wear, storming and inspection are assumed to be."""

    equipment: equipment.Params
    storming: storming.Params
    quality: quality.Params


def rules_of(scenario: Scenario) -> Rules:
    """The rules that a scenario assumes. Raises ScenarioError."""
    return Rules(
        scenario.params(equipment.Params, "equipment"),
        scenario.params(storming.Params, "storming"),
        scenario.params(quality.Params, "quality"),
    )


def expect(rules: Rules, grade: float, pace: str, old: float) -> Expected:
    """Expectation for shops of a pace (continuous, resource, assembly) with a share `old` of old equipment."""
    e, s, q = rules
    neglect = e.wear * (1.0 + e.age_wear * old) / max(e.repair * s.upkeep_norm * grade, 1e-9)
    condition = min(max(1.0 - neglect, LEAST_CONDITION), 1.0)
    stopped = e.breakdown * (1.0 + e.breakdown_age * old + e.breakdown_neglect * (1.0 - condition)) * e.stop
    defective = 1.0 - q.base * grade ** (q.machines + q.inputs)
    let_pass = 1.0 / (1.0 + math.exp((q.slackening - s.quarter_bonus) / q.slope))
    rejected = defective * q.detection * (1.0 - let_pass)
    looseness = getattr(s, f"looseness_{pace}")
    owed = s.debt_bite * looseness * s.skip_debt * (1.0 - s.upkeep_norm)
    made = condition * (1.0 - min(stopped, 0.5)) * (1.0 - rejected) * (1.0 - owed)
    return Expected(condition, 1.0 / made)

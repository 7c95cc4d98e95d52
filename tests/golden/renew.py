"""Some numbers of each shipped scenario, kept to notice that they moved: `python -m tests.golden.renew`.

They say nothing about what is right. Whoever moves them renews the file, and says in CHANGELOG.md which moved, how far
and why.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from magnitka.observe import SERIES
from magnitka.run import Run, simulate

FILE = Path(__file__).with_name("golden.json")
SCENARIOS = ("toy", "magnitogorsk")
SEED = 1
DIGITS = 10

SUMS = (
    "crude_steel_works", "pig_iron_works", "coke_works", "rolled_shipped_works", "crude_steel_ussr", "machines_ussr",
    "spares_ussr", "final_output", "gross_output", "repair_steel", "new_equipment_steel", "rust",
)  # fmt: skip
MEANS = (
    "good_share_steel", "own_scrap_share", "request_inflation", "fill_rate", "shortage", "missing_share",
    "barter_share", "unfit_over_fit", "stock_dekads", "condition_works", "skipped_upkeep", "yearly_100_102",
    "plan_gap", "power_ratio", "freight_ratio", "state_order",
)  # fmt: skip
LAST = ("mean_age_equipment", "staff_works", "profit_works", "credit", "valuta")


def scalars(run: Run) -> dict[str, tuple[float, str]]:
    """Value and unit of each number, by name: sums over the run, means, and values of the last dekad."""
    units, series = {one.name: one.unit for one in SERIES}, run.record.series
    found = {f"{name}, sum": (float(series[name].sum()), units[name].removesuffix("/dekad")) for name in SUMS}
    found |= {f"{name}, mean": (float(series[name].mean()), units[name]) for name in MEANS}
    return found | {f"{name}, last": (float(series[name][-1]), units[name]) for name in LAST}


def renewed() -> dict[str, object]:
    """The file's content: per scenario the numbers, and by name those that are expected to be zero or no number."""
    content: dict[str, object] = {}
    for scenario in SCENARIOS:
        found = scalars(simulate(scenario, seed=SEED))
        content[scenario] = {
            "seed": SEED,
            "numbers": {
                name: {"value": float(f"{value:.{DIGITS}g}"), "unit": unit}
                for name, (value, unit) in found.items()
                if np.isfinite(value) and value != 0.0
            },
            "zero": [name for name, (value, _) in found.items() if value == 0.0],
            "not a number": [name for name, (value, _) in found.items() if not np.isfinite(value)],
        }
    return content


if __name__ == "__main__":
    FILE.write_text(json.dumps(renewed(), indent=2) + "\n", encoding="utf-8")
    print(f"wrote {FILE}")

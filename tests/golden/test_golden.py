"""Numbers that moved without anybody saying so. To renew them on purpose: `python -m tests.golden.renew`."""

from __future__ import annotations

import json
import math

import pytest

from magnitka.run import simulate
from tests.golden.renew import FILE, SCENARIOS, scalars

TOLERANCE = (
    1e-6  # of the value; runs on one machine agree to the bit, other processors in all but the last digits
)
GOLDEN = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=SCENARIOS)
def kept_and_found(request):
    kept = GOLDEN[request.param]
    return kept, scalars(simulate(request.param, seed=kept["seed"]))


def test_no_number_moved(kept_and_found):
    kept, found = kept_and_found
    moved = {
        name: f"{one['value']:.8g} became {found[name][0]:.8g} {found[name][1]}"
        for name, one in kept["numbers"].items()
        if name in found and not math.isclose(found[name][0], one["value"], rel_tol=TOLERANCE)
    }
    assert moved == {}


def test_every_number_is_kept_with_its_unit(kept_and_found):
    kept, found = kept_and_found
    assert {*kept["numbers"], *kept["zero"], *kept["not a number"]} == set(found)
    assert {name: one["unit"] for name, one in kept["numbers"].items()} == {
        name: found[name][1] for name in kept["numbers"]
    }
    assert len(found) >= 25


def test_what_is_nothing_is_expected_to_be_nothing(kept_and_found):
    kept, found = kept_and_found
    assert [name for name, (value, _) in found.items() if value == 0.0] == kept["zero"]
    assert [name for name, (value, _) in found.items() if not math.isfinite(value)] == kept["not a number"]

"""One signature per kernel, so that nothing compiles twice; and an import that brings nothing heavy along."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

HEAVY = (
    "numba",
    "llvmlite",
    "xarray",
    "pyarrow",
    "pandas",
    "scipy",
    "matplotlib",
    "netCDF4",
    "click",
    "rich",
)

# A toy year of every rule, and then the signatures by which each kernel was called in this process.
SIGNATURES = """
import json, pkgutil, sys
from importlib import import_module
import numba
import magnitka
from magnitka.run import simulate
from magnitka.scenario import load
from magnitka.tick import MECHANISMS
from numba.core.dispatcher import Dispatcher
toy = load("toy").with_changes({"allocation.outside_value": 0.9, "allocation.state_orders": 0.8})
for off in ((), MECHANISMS):
    simulate(toy, off=off)
found = {}
for module in [m.name for m in pkgutil.walk_packages(magnitka.__path__, "magnitka.") if "__main__" not in m.name]:
    for name, thing in vars(import_module(module)).items():
        if isinstance(thing, Dispatcher) and thing.py_func.__module__.startswith("magnitka."):
            plain = {tuple(str(numba.types.unliteral(t)) for t in signature) for signature in thing.signatures}
            found[f"{thing.py_func.__module__}.{thing.py_func.__name__}"] = sorted(plain)
json.dump(found, sys.stdout)
"""


def told(code: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def signatures() -> dict[str, list[list[str]]]:
    return json.loads(told(SIGNATURES))


def test_every_kernel_has_one_signature(signatures):
    assert {name: found for name, found in signatures.items() if len(found) > 1} == {}
    called = [name for name, found in signatures.items() if found]
    assert len(called) > 20
    assert any(name.startswith("magnitka.processes.") for name in called)


def test_kernels_take_64_bit_numbers(signatures):
    """Columns are float64 and int64; columns over the slots of blocks may be narrower."""
    narrow = re.compile(r"^(float32|u?int(8|16|32))$|array\((float32|u?int(8|16|32)), 1d")
    found = {
        name: [text for signature in one for text in signature if narrow.search(text)]
        for name, one in signatures.items()
        if "storming" not in name
    }
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_no_array_is_read_only(signatures):
    """A read-only view is another type to the compiler, and would compile the kernel again."""
    assert [name for name, found in signatures.items() if "readonly" in str(found)] == []


def test_the_import_brings_nothing_heavy():
    loaded = told(f"import sys, magnitka; print([name for name in {HEAVY!r} if name in sys.modules])")
    assert loaded.strip() == "[]"


def test_the_command_says_its_version_without_anything_heavy():
    heavy = ("numba", "xarray", "pyarrow", "pandas", "scipy")
    loaded = told(
        f"import sys; import magnitka.cli; print([name for name in {heavy!r} if name in sys.modules])"
    )
    assert loaded.strip() == "[]"

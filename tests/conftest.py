"""What all tests share: which of them run only at night.

Tests marked `nightly` walk over all seeds and over the declared ranges. They run when MAGNITKA_NIGHTLY is set, and
are passed over otherwise.
"""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import settings

NIGHTLY = "MAGNITKA_NIGHTLY"

# the first example may compile a kernel, and neighbours on a shared machine are nobody's fault: no example is timed
settings.register_profile("magnitka", deadline=None)
settings.load_profile("magnitka")


def pytest_configure(config: pytest.Config) -> None:
    # a shell that starts the tests in the background leaves Ctrl-C ignored, and their children would inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", f"nightly: takes many minutes; runs only with {NIGHTLY}=1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get(NIGHTLY):
        return
    for item in items:
        if item.get_closest_marker("nightly"):
            item.add_marker(pytest.mark.skip(reason=f"a test of the night; runs with {NIGHTLY}=1"))

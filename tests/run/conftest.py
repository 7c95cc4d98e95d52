"""One simulated year of the toy, lived once; and a cache of burnt-in worlds that no other test touches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numba
import pytest

from magnitka.quantity import month_text
from magnitka.run import Run, simulate
from magnitka.scenario import Scenario, load

KERNELS = str(vars(numba.config)["CACHE_DIR"])  # as it is before anything is compiled


class Year(NamedTuple):
    """The scenario, the last month of its first year, that year as it went, and the tick it began with."""

    scenario: Scenario
    until: str
    run: Run
    first: int


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAGNITKA_CACHE", str(tmp_path_factory.mktemp("cache")))
        if KERNELS:  # other processes need not compile again
            patch.setenv("NUMBA_CACHE_DIR", KERNELS)
        yield


@pytest.fixture(scope="session")
def year(_own_cache: None) -> Year:
    scenario = load("toy")
    until = month_text(scenario.start + 11)
    first = 3 * (scenario.start - scenario.burn_in)
    return Year(scenario, until, simulate(scenario, until, keep=range(first, first + 36)), first)

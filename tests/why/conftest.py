"""Seven years of the Works, lived once for all questions, in a cache of burnt-in worlds of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from magnitka.run import Run, simulate

SCENARIO = "magnitogorsk"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAGNITKA_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def past(_own_cache: None) -> Run:
    return simulate(SCENARIO)

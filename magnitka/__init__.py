"""Magnitka: a laboratory of the command economy.

    import magnitka as mk

    run = mk.run("magnitogorsk", until="1991-12", seed=1, off=["barter"], set={"planning.ratchet": 0})
    run.series            # an xarray.Dataset with units and long names
    mk.compare(mk.open("last"), run)

What is public is loaded when first used, so that the import itself takes no time.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from magnitka.api import resume as resume
    from magnitka.api import run as run
    from magnitka.compare import Comparison as Comparison
    from magnitka.compare import compare as compare
    from magnitka.errors import Failure as Failure
    from magnitka.errors import UsageError as UsageError
    from magnitka.run import Run as Run
    from magnitka.run import Stopped as Stopped
    from magnitka.run import branch as branch
    from magnitka.run import open as open
    from magnitka.run import simulate as simulate
    from magnitka.scenario import Scenario as Scenario
    from magnitka.scenario import load as load

__version__ = "0.4.0"

_HOMES = {
    "magnitka.api": ("resume", "run"),
    "magnitka.run": ("Run", "Stopped", "branch", "open", "simulate"),
    "magnitka.compare": ("Comparison", "compare"),
    "magnitka.scenario": ("Scenario", "load"),
    "magnitka.errors": ("Failure", "UsageError"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["__version__", *sorted(_HOME_OF)]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """The package, in which a public verb is never hidden by the file of the same name (`run`, `compare`)."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME_OF and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

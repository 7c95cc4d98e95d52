"""The verbs of the Python interface that write: as in `magnitka.run`, and with verdicts and a report in the folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from magnitka.epilogue import conclude
from magnitka.run import Run
from magnitka.run import resume as _resume
from magnitka.run import run as _run

P = ParamSpec("P")


def _concluded(verb: Callable[P, Run]) -> Callable[P, Run]:
    """The verb with the usual epilogue, unless another is given."""

    @wraps(verb)
    def concluding(*args: P.args, **options: P.kwargs) -> Run:
        options.setdefault("epilogue", (conclude,))
        return verb(*args, **options)

    return concluding


run = _concluded(_run)
resume = _concluded(_resume)

"""What is made of a run before it counts as finished: the verdicts, the bibliography, the report."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from magnitka.errors import Failure
from magnitka.provenance import bibliography
from magnitka.store import disk_errors, json_bytes, write_atomically

if TYPE_CHECKING:
    from magnitka.run import Run

BIBLIOGRAPHY, REPORT = "bibliography.json", "report.html"


def conclude(run: Run) -> None:
    """Judges a run and writes verdicts, bibliography and report into its folder. Raises Failure."""
    from magnitka.ledger import judge
    from magnitka.report.build import build_report
    from magnitka.report.reading import VERDICTS

    folder = folder_of(run)
    verdicts = [asdict(verdict) for verdict in judge(run)]
    with disk_errors(f"write to {folder}"):
        write_atomically(folder / VERDICTS, json_bytes(verdicts))
        write_atomically(folder / BIBLIOGRAPHY, json_bytes(bibliography(run.scenario)))
        build_report(run)


def folder_of(run: Run) -> Path:
    """The folder of a run. Raises Failure for one that is in memory only."""
    if run.path is None:
        raise Failure("this run is in memory only and has no folder")
    return run.path

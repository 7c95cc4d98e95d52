"""Charts, tables, verdicts and bibliography of a run, as one self-contained page."""

from magnitka.report.build import build_report
from magnitka.report.compare import build_comparison

__all__ = ["build_comparison", "build_report"]

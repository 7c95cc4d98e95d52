"""Runs for other programs: CSV, Parquet and NetCDF, with units and long names."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from magnitka.errors import Failure, UsageError, did_you_mean
from magnitka.record import SERIES_FILE
from magnitka.store import disk_errors, write_atomically

if TYPE_CHECKING:
    from magnitka.run import Run

SUFFIX = {"csv": ".csv", "parquet": ".parquet", "netcdf": ".nc"}
COLUMNS = ".columns.csv"  # beside a CSV: name, unit and long name of its columns
DEEP = 4  # zlib level of NetCDF variables

# What the columns that say when are.
CALENDAR_MEANINGS = {
    "tick": ("dekad", "dekads since the beginning of the burn-in"),
    "date": ("", "year, month and dekad of the month"),
    "year": ("yr", "calendar year"),
    "month": ("1", "month of the year, 1 to 12"),
    "dekad": ("1", "dekad of the month, 1 to 3"),
}


def export(run: Run, form: str, out: Path | None = None) -> list[Path]:
    """Writes the series of a finished run and gives the paths written.

    `form` is csv, parquet or netcdf; `out` the file, by default named after the run folder and put into the
    current one. Raises UsageError for an unknown form or a file that exists, Failure when the disk refuses.
    """
    if form not in SUFFIX:
        raise UsageError(f"cannot export to {form}; {did_you_mean(form, SUFFIX)}")
    path = out or Path(f"{run.path.resolve().name if run.path else 'run'}{SUFFIX[form]}")
    files = {"csv": _csv, "parquet": _parquet, "netcdf": _netcdf}[form](run, path)
    for target in files:
        if target.exists():
            raise UsageError(f"{target} exists already; name another file with --out")
    for target, content in files.items():
        with disk_errors(f"write {target}"):
            write_atomically(target, content)
    return list(files)


def _csv(run: Run, path: Path) -> dict[Path, bytes]:
    """The table, and a table of its columns."""
    import pandas as pd

    frame = run.frame()
    about = {name: run.record.about[name] for name in run.record.series}
    meanings = {**CALENDAR_MEANINGS, **{name: (one.unit, one.long_name) for name, one in about.items()}}
    columns = pd.DataFrame([(name, *meanings[name]) for name in frame], columns=["name", "unit", "long_name"])
    beside = path.with_name(path.name.removesuffix(".csv") + COLUMNS)
    return {
        path: frame.to_csv(index=False, lineterminator="\n").encode(),
        beside: columns.to_csv(index=False, lineterminator="\n").encode(),
    }


def _parquet(run: Run, path: Path) -> dict[Path, bytes]:
    """The series as the run folder keeps them; units and long names are metadata of the columns."""
    return {path: run.record.files()[SERIES_FILE]}


def _netcdf(run: Run, path: Path) -> dict[Path, bytes]:
    """The whole dataset, panels included."""
    try:
        import netCDF4  # noqa: F401  (xarray writes through it)
    except ImportError:
        raise Failure("NetCDF needs one more package; install it with: pip install netCDF4") from None
    packing = {
        name: {"zlib": True, "complevel": DEEP}
        for name, values in run.series.items()
        if values.dtype.kind in "fiu"
    }
    with disk_errors(f"write {path}"), TemporaryDirectory() as folder:
        scratch = Path(folder) / path.name
        run.series.to_netcdf(scratch, engine="netcdf4", encoding=packing)
        return {path: scratch.read_bytes()}

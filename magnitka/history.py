"""A run: what happened, as a thing to look at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from magnitka.errors import Failure, UsageError, did_you_mean
from magnitka.foundation import found
from magnitka.loop import put_state
from magnitka.process import Clock, clock_at
from magnitka.recipe import Recipe, recipe_of
from magnitka.record import Record, read_record
from magnitka.scenario import Scenario
from magnitka.store import CHECKPOINT, digest_of, disk_errors, unpacked
from magnitka.table import Array

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from magnitka.world import World


class Run:
    """What happened in one simulation, from a run folder or, when `path` is None, in memory only.

    `manifest` says what was run, on what, and how it ended. Series have shape (ticks,),
    panels (ticks, rows of their axis). Everything is read when first asked for.
    """

    def __init__(
        self,
        path: Path | None,
        manifest: Mapping[str, Any],
        *,
        record: Record | None = None,
        recipe: Recipe | None = None,
        state: Mapping[str, Array] | None = None,
        states: Mapping[int, Mapping[str, Array]] | None = None,
    ) -> None:
        self.path = path
        self.manifest = dict(manifest)
        self.states = dict(states or {})
        """States of the world before the dekads that were asked to be kept, by tick; see `simulate`."""
        for name, known in (("record", record), ("recipe", recipe), ("_state", state)):
            if known is not None:
                self.__dict__[name] = known

    def __repr__(self) -> str:
        named = self.path or "in memory"
        told = self.manifest
        return f"<Run {told['scenario']['name']}, {told['start']} to {told['until']}, {named}>"

    # ---------------------------------------------------------------------------------------- what was run
    @cached_property
    def recipe(self) -> Recipe:
        """What was run, made again from the folder's own copies."""
        return recipe_of(self._folder, self.manifest)

    @property
    def scenario(self) -> Scenario:
        """The scenario with what was set by hand."""
        return self.recipe.changed

    @property
    def ticks(self) -> int:
        """Dekads recorded."""
        return int(self.manifest["ticks"])

    @property
    def state_hash(self) -> str:
        """Digest of every bit of the world at the end."""
        return str(self.manifest["state_hash"])

    def clock(self, row: int) -> Clock:
        """Calendar of a row of the series; negative rows count from the end."""
        return clock_at(range(self.record.first, self.record.last)[row], self.record.origin)

    # ---------------------------------------------------------------------------------------- what happened
    @cached_property
    def record(self) -> Record:
        first = int(self.manifest["first_tick"])
        return read_record(self._read, self.recipe.origin, first, first + self.ticks)

    @cached_property
    def series(self) -> xr.Dataset:
        """Series over `time` (the first day of each dekad) and panels over time and rows, with units."""
        import xarray as xr

        record = self.record
        calendar = record.calendar()
        days = [f"{clock.year}-{clock.month:02d}-{1 + 10 * clock.dekad:02d}" for clock in record.clocks]
        data = xr.Dataset(coords={"time": ("time", np.array(days, "datetime64[ns]"))})
        data = data.assign_coords(
            {name: ("time", calendar[name]) for name in ("tick", "year", "month", "dekad")}
        )
        data = data.assign_coords(
            {
                axis: (axis, record.labels[axis])
                for axis in sorted({about.axis for about in record.about.values() if about.axis})
            }
        )
        variables = {}
        for name, values in {**record.series, **record.panels}.items():
            about = record.about[name]
            attrs = {"units": about.unit, "long_name": about.long_name}
            variables[name] = (("time", about.axis) if about.axis else ("time",), values, attrs)
        return data.assign(variables).assign_attrs(
            title=str(self.manifest["scenario"]["title"]),
            seed=int(self.manifest["seed"]),
            state_hash=self.state_hash,
            version=str(self.manifest["version"]),
        )

    def frame(self) -> pd.DataFrame:
        """Series as a table: tick, date ('1985-01-1': year, month, dekad), year, month, dekad, then one column each."""
        import pandas as pd

        return pd.DataFrame({**self.record.calendar(), **self.record.series})

    def panel(self, name: str) -> Array:
        """One panel. Shape: (ticks, rows of its axis). Raises KeyError.

        A panel that shares its name with a series or with a panel of another axis is called 'axis_name'; the
        plain name does where it can mean one panel only.
        """
        panels, about = self.record.panels, self.record.about
        meant = [one for one in panels if one == name] or [
            one for one in panels if one == f"{about[one].axis}_{name}"
        ]
        if len(meant) != 1:
            raise KeyError(f"{name} names {len(meant)} panels" + (f": {', '.join(meant)}" if meant else ""))
        return panels[meant[0]]

    def yearly(self, name: str) -> Array:
        """What is recorded at the ends of the years. Shape: (years, rows, ...). Raises KeyError."""
        return self.record.yearly[name]

    def labels(self, axis: str) -> list[str]:
        """Names of the rows: good, shop, enterprise, link; also `unit` (of each good) and `ministry`."""
        if axis not in self.record.labels:
            raise UsageError(f'there is no axis "{axis}"; {did_you_mean(axis, self.record.labels)}')
        return self.record.labels[axis]

    def checkpoint(self) -> dict[str, Array]:
        """Every column of the world as the run left it, under the name 'table.column'."""
        return dict(self._state)

    @cached_property
    def _state(self) -> Mapping[str, Array]:
        return unpacked(self._read(CHECKPOINT))

    @cached_property
    def world(self) -> World:
        """The world as the run left it. Raises Failure when this version makes other worlds."""
        world = found(self.recipe.founded, self.recipe.seed)
        put_state(world, self._state)
        return world

    # ---------------------------------------------------------------------------------------- files
    @property
    def _folder(self) -> Path:
        if self.path is None:
            raise Failure("this run is in memory only and has no folder")
        return self.path

    def _read(self, relative: str) -> bytes:
        with disk_errors(f"read the run {self.path}"):
            content = (self._folder / relative).read_bytes()
        if digest_of(content) != self.manifest["files"].get(relative):
            raise Failure(f"{self._folder / relative} was damaged or changed since the run was made")
        return content

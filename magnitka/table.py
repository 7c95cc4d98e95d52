"""Tables of columns: what exists, each column with unit, axes and one sentence.

A column is a Python object (`Shops.effort`), so that a mechanism declares what it reads and writes by naming
it, an editor can follow, and a typo fails at import. On an instance the same name is the numpy array itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, overload

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(eq=False)
class Column:
    """One column of a table: what it measures, in which unit, over which axes.

    Floats begin as NaN, so that what nobody wrote can never pass for data; integers begin as -1.
    """

    unit: str
    meaning: str
    axes: tuple[str, ...] = ()  # axes after the table's own
    dtype: Any = np.float64
    static: bool = False  # set when the world is founded and never written by a mechanism
    name: str = ""
    table: type[Table] | None = None

    def __set_name__(self, owner: type[Table], name: str) -> None:
        self.name = name
        self.table = owner

    @overload
    def __get__(self, instance: None, owner: type[Table]) -> Column: ...
    @overload
    def __get__(self, instance: Table, owner: type[Table]) -> Array: ...
    def __get__(self, instance: Table | None, owner: type[Table]) -> Column | Array:
        if instance is None:
            return self
        raise AttributeError(f"column {self} was never allocated")

    def __str__(self) -> str:
        return f"{self.table.__name__ if self.table else '?'}.{self.name}"

    __repr__ = __str__

    def blank(self, shape: tuple[int, ...]) -> Array:
        """A fresh array of this column: NaN, -1 or zero by kind of number."""
        dtype = np.dtype(self.dtype)
        if dtype.kind == "f":
            return np.full(shape, np.nan, dtype)
        return np.full(shape, -1, dtype) if dtype.kind == "i" else np.zeros(shape, dtype)


class Table:
    """Rows of one kind of thing, kept column by column; `labels` names the rows.

    Shapes: a column has shape (rows, *sizes of its further axes).
    """

    axis: ClassVar[str]

    def __init__(self, labels: list[str], sizes: dict[str, int]) -> None:
        self.labels = labels
        self.rows = len(labels)
        self.row_of = {label: row for row, label in enumerate(labels)}
        for column in self.columns():
            shape = (self.rows, *(sizes[axis] for axis in column.axes))
            self.__dict__[column.name] = column.blank(shape)

    @classmethod
    def columns(cls) -> list[Column]:
        """The declared columns, in the order of the class body."""
        return [value for value in vars(cls).values() if isinstance(value, Column)]

    def arrays(self) -> dict[str, Array]:
        """Name and array of every column."""
        return {column.name: self.__dict__[column.name] for column in self.columns()}

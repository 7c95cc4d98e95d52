"""A figure of the report: a title that says what is seen, the data of its chart, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from magnitka.report.wording import esc


class Unrecorded(LookupError):
    """A run that does not hold what a figure needs; the report says so in the figure's place.

    `said` is the sentence where the reason is another than a gap in the record.
    """

    def __init__(self, gap: str, said: str = "") -> None:
        super().__init__(gap)
        self.said = said or f"This run did not record {gap}."


@dataclass(frozen=True)
class Table:
    """Numbers behind a chart, as texts; the first cell of a row is its heading."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def html(self) -> str:
        head = "".join(f'<th scope="col">{esc(cell)}</th>' for cell in self.head)
        rows = "".join(
            f'<tr><th scope="row">{esc(row[0])}</th>{"".join(f"<td>{esc(cell)}</td>" for cell in row[1:])}</tr>'
            for row in self.rows
        )
        caption = f"<caption>{esc(self.caption)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


@dataclass(frozen=True)
class Choice:
    """Something the reader picks above a chart: `options` are (value, text); a slider when `slides`."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str
    slides: bool = False

    def html(self, figure: str) -> str:
        name = f"{figure}-{self.name}"
        label = f'<label for="{esc(name)}">{esc(self.label)}</label>'
        if self.slides:
            values = [value for value, _ in self.options]
            return (
                f'{label}<input type="range" id="{esc(name)}" data-choice="{esc(self.name)}" min="{esc(values[0])}" '
                f'max="{esc(values[-1])}" step="1" value="{esc(self.chosen)}">'
                f'<output for="{esc(name)}">{esc(self.chosen)}</output>'
            )
        options = "".join(
            f'<option value="{esc(value)}"{" selected" if value == self.chosen else ""}>{esc(text)}</option>'
            for value, text in self.options
        )
        return f'{label}<select id="{esc(name)}" data-choice="{esc(self.name)}">{options}</select>'


def slider(years: list[int]) -> Choice:
    """Picks a year; the last one at first."""
    return Choice(
        "year", "Year", tuple((str(year), str(year)) for year in years), str(years[-1]), slides=True
    )


@dataclass(frozen=True)
class Figure:
    """One plate of the report.

    `title` says what is seen; `note` how it is drawn and in which units; `data` goes to the chart of that `name` in
    the page's script; `sections` are the parts of the scenario whose numbers stand behind it.
    """

    name: str
    title: str
    note: str
    data: Mapping[str, Any]
    table: Table
    sections: tuple[str, ...]
    choices: tuple[Choice, ...] = field(default=())

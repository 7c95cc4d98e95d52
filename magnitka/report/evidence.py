"""What stands behind the charts: the share of sourced numbers, and the bibliography of every one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from magnitka.provenance import TABLES, column_of, percentages
from magnitka.quantity import Kind, Quantity
from magnitka.report.wording import DASH, THIN, count, esc, measure, percent, plain

if TYPE_CHECKING:
    from magnitka.ledger import Verdict
    from magnitka.scenario import Scenario, Source

KIND_WORDS = {
    Kind.SOURCED: "sourced",
    Kind.DERIVED: "derived",
    Kind.BORROWED: "borrowed",
    Kind.GUESS: "guessed",
}


class Entry(NamedTuple):
    """One line of the bibliography: a parameter (at one date), or the cells of a table's column that share an origin.

    `cells` are (row of the table, value); empty for a parameter.
    """

    key: str
    section: str
    quantity: Quantity
    cells: tuple[tuple[str, float], ...] = ()


def entries(scenario: Scenario) -> list[Entry]:
    """Every number of the scenario: the parameters in the order of their keys, then the tables."""
    parameters, columns = [], defaultdict(list)
    for key, quantity in scenario.quantities():
        if key.startswith(TABLES):
            origin = (
                quantity.unit,
                quantity.kind,
                quantity.source,
                quantity.where,
                quantity.why,
                quantity.derived_from,
            )
            row = key[key.index("[") + 1 : key.rindex("]")]
            columns[column_of(key), origin].append((row, quantity))
        else:
            parameters.append(Entry(key, key.split(".")[0], quantity))
    tables = [
        Entry(key, ".".join(key.split(".")[:2]), found[0][1], tuple((row, one.value) for row, one in found))
        for (key, _), found in columns.items()
    ]
    return [*sorted(parameters, key=_key), *sorted(tables, key=_key)]


def _key(one: Entry) -> str:
    return one.key


def kinds_of(found: Iterable[Entry]) -> dict[Kind, int]:
    """How many numbers there are of each kind; every cell of a table is one."""
    counts: Counter[Kind] = Counter()
    for one in found:
        counts[one.quantity.kind] += len(one.cells) or 1
    return {kind: counts[kind] for kind in Kind}


def shares_of_kinds(counts: Mapping[Kind, int]) -> dict[Kind, str]:
    """`22 % sourced`, `19 % derived` and so on; they add up to a hundred."""
    return {kind: f"{share}{THIN}% {KIND_WORDS[kind]}" for kind, share in percentages(counts).items()}


def shares_in_words(counts: Mapping[Kind, int]) -> str:
    """`22 % sourced, 19 % derived, ...`."""
    return ", ".join(shares_of_kinds(counts).values())


def kinds_bar(counts: Mapping[Kind, int], label: str) -> str:
    """A bar whose parts are the kinds of number."""
    parts = "".join(
        f'<span class="kind-{kind}" style="flex-grow:{many}" title="{KIND_WORDS[kind]}: {many}"></span>'
        for kind, many in counts.items()
        if many
    )
    return f'<span class="kinds" role="img" aria-label="{esc(label)}: {esc(shares_in_words(counts))}">{parts}</span>'


def source_note(found: list[Entry], sections: tuple[str, ...]) -> str:
    """One line under a chart: how well its parameters are founded, with the way to their list."""
    behind = [one for one in found if one.section in sections]
    parameters = kinds_of(one for one in behind if not one.cells)
    cells = kinds_of(one for one in behind if one.cells)
    if not sum(parameters.values()):
        return ""
    words = f"Of the {sum(parameters.values())} parameters behind this chart, {shares_in_words(parameters)}"
    if in_tables := sum(cells.values()):
        share = percent(cells[Kind.SOURCED] / in_tables)
        words += f"; of the {count(in_tables)} cells of tables, {share} sourced"
    return (
        f'<p class="founded">{kinds_bar(parameters, "Parameters behind this chart")} {esc(words)}. '
        f'<a href="#bibliography" data-sections="{esc(" ".join(sections))}">See each with its source</a></p>'
    )


def bibliography(scenario: Scenario, found: list[Entry]) -> str:
    """Rows of the table of every number; the works cited follow in `sources`."""
    return "".join(_bibliography_row(one, scenario.sources) for one in found)


def _bibliography_row(one: Entry, sources: Mapping[str, Source]) -> str:
    quantity = one.quantity
    spread = ""
    if quantity.low is not None and quantity.high is not None and not one.cells:
        spread = f"{plain(quantity.low)} to {plain(quantity.high)}"
    cited = ", ".join(
        f'<a href="#source-{esc(key)}">{esc(key)}</a>' if key in sources else esc(key)
        for key in (quantity.source, *quantity.derived_from)
        if key
    )
    words = esc("; ".join(filter(None, (quantity.where, quantity.why))))
    key, _, date = one.key.partition("@")
    since = f' <span class="since">from {esc(date)}</span>' if date else ""
    return (
        f'<tr data-section="{esc(one.section)}" data-kind="{quantity.kind}" data-numbers="{len(one.cells) or 1}">'
        f'<th scope="row">{esc(key)}{since}</th>'
        f'<td class="value">{_value(one)}</td><td>{spread}</td>'
        f'<td><span class="dot kind-{quantity.kind}"></span>{quantity.kind}</td>'
        f"<td>{cited}{': ' if cited and words else ''}{words}{_cells(one)}</td></tr>"
    )


def _value(one: Entry) -> str:
    if len(one.cells) < 2:
        return esc(measure(one.quantity.value, one.quantity.unit, 4))
    values = [value for _, value in one.cells]
    return f"{plain(min(values), 3)}{DASH}{esc(measure(max(values), one.quantity.unit, 3))}"


def _cells(one: Entry) -> str:
    """The single cells of a table's column, folded away."""
    if not one.cells:
        return ""
    listed = "; ".join(f"{row} {plain(value)}" for row, value in one.cells)
    return f"<details><summary>{len(one.cells)} cells</summary>{esc(listed)}</details>"


def sources(scenario: Scenario, judged: list[Verdict]) -> str:
    """The works cited by the numbers, decrees and claims of this run, as a list."""
    named = {one.source for one in judged}
    cited = {**scenario.cited(), **{key: scenario.sources[key] for key in named if key in scenario.sources}}
    items = []
    for key, source in sorted(cited.items()):
        title = f"<cite>{esc(source.title)}</cite>"
        if source.address.startswith(("https://", "http://")):
            title = f'<a href="{esc(source.address)}" rel="noreferrer external">{title}</a>'
        items.append(
            f'<li id="source-{esc(key)}"><b>{esc(key)}</b> {esc(source.author)} ({esc(source.year)}): {title}. '
            f"{esc(source.where)}.</li>"
        )
    return "".join(items)

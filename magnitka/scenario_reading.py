"""Reads nodes of YAML as texts, months, numbers and quantities, noting what is wrong and going on."""

from __future__ import annotations

import copyreg
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, cast

from magnitka.errors import Problems, did_you_mean, one_line, shown
from magnitka.quantity import Dated, Kind, Quantity, QuantityError, month_index, month_text, number_from
from magnitka.units import UnitError, unit_of
from magnitka.yaml_text import Entries, Items, Node, Scalar, parse, read_text

PROVENANCE = ("kind", "source", "where", "from", "why", "low", "high")
SCALED = (
    "scaled"  # an amount of another town, to be multiplied by the size of this one: see `scenario_scaling`
)
QUANTITY_KEYS = ("value", "unit", *PROVENANCE, SCALED)
_IDENTIFIER = re.compile("[a-z][a-z0-9_]{0,63}")
_SOURCE_KEY = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
SEEN = ("page", "table", "abstract", "snippet", "not seen")
NOTHING: Mapping[str, Node] = MappingProxyType({})
K = TypeVar("K")
T = TypeVar("T")
_EXAMPLE = '{value: 0.25, unit: "1", kind: guess, low: 0.1, high: 0.5, why: "..."}'


def frozen(mapping: Mapping[K, T]) -> Mapping[K, T]:
    """A view that nobody can write to, of a copy that nobody else has."""
    return MappingProxyType(dict(mapping))


def _thawed(view: Any) -> tuple[Any, ...]:
    return frozen, (dict(view),)


copyreg.pickle(MappingProxyType, _thawed)  # scenarios travel to other processes, and views alone cannot


class Place(NamedTuple):
    """Where something was written."""

    file: str
    line: int


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography. `where` says where it is found, `seen` what of it was read.

    `address`, `licence` and `note` may be empty.
    """

    key: str
    author: str
    title: str
    year: str
    where: str
    seen: str
    address: str = ""
    licence: str = ""
    note: str = ""


@dataclass(frozen=True)
class Decree:
    """A dated act of the centre; `month` is a month index."""

    month: int
    name: str
    source: str
    where: str


class Reader:
    """Reads nodes of one file. What is wrong goes to `problems`; a reading that failed is None."""

    def __init__(self, file: str, problems: Problems, sources: Mapping[str, Source]) -> None:
        self.file, self.problems, self.sources = file, problems, sources

    def wrong(self, line: int, key: str, problem: str, mend: str = "") -> None:
        self.problems.add(self.file, line, key, problem, mend)

    def entries(
        self, node: Node | None, key: str, known: Collection[str] = (), required: Collection[str] = ()
    ) -> dict[str, Node]:
        """The entries of a mapping; with `known`, others are refused. An empty node has none."""
        if node is None or (isinstance(node, Scalar) and node.empty):
            return {}
        if not isinstance(node, Entries):
            self.wrong(node.line, key, "is not a mapping of keys to values", "indent its keys below it")
            return {}
        for name in node.entries:
            if known and name not in known:
                self.wrong(
                    node.key_lines[name],
                    f"{key}.{name}".lstrip("."),
                    "is not a known key",
                    did_you_mean(name, known),
                )
        for name in required:
            if name not in node.entries:
                self.wrong(node.line, key, f'has no "{name}"', f'add "{name}: ..."')
        return {name: value for name, value in node.entries.items() if not known or name in known}

    def named(self, node: Node | None, key: str) -> dict[str, Node]:
        """The entries of a mapping whose keys must be identifiers, as those of parameters and columns."""
        found = self.entries(node, key)
        for name in [name for name in found if not _IDENTIFIER.fullmatch(name)]:
            self.wrong(
                found.pop(name).line,
                key,
                f"has the name {shown(name)}",
                "names are small letters, digits and _, beginning with a letter",
            )
        return found

    def text(self, node: Node | None, key: str) -> str | None:
        """A text on one line, with runs of white space made single blanks."""
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.wrong(node.line, key, "is not a text", "write a text, in quotes if it holds : or #")
            return None
        text = " ".join(node.text.split())
        if node.empty or not text:
            self.wrong(node.line, key, "is empty", "write a text or delete the key")
            return None
        return text

    def number(self, node: Node | None, key: str) -> float | None:
        text = self.text(node, key)
        if text is None or node is None:
            return None
        if isinstance(node, Scalar) and not node.plain:
            self.wrong(
                node.line, key, f"is the text {shown(text)}, not a number", "write the number without quotes"
            )
            return None
        return self.attempt(lambda: number_from(text), node, key)

    def month(self, node: Node | None, key: str) -> int | None:
        text = self.text(node, key)
        return None if text is None or node is None else self.attempt(lambda: month_index(text), node, key)

    def attempt(self, reading: Callable[[], T], node: Node, key: str) -> T | None:
        """What `reading` gives, or None with its complaint noted at the node's line."""
        try:
            return reading()
        except (QuantityError, UnitError) as error:
            self.wrong(node.line, key, error.problem, error.mend)
            return None

    def source(self, node: Node | None, key: str) -> str | None:
        """A key of the bibliography."""
        name = self.text(node, key)
        if name is not None and node is not None and name not in self.sources:
            self.wrong(
                node.line, key, f"names the unknown source {shown(name)}", did_you_mean(name, self.sources)
            )
        return name

    def origins(self, node: Node | None, key: str) -> tuple[str, ...]:
        """What a derived number follows from: a list, or texts joined by semicolons."""
        nodes = node.items if isinstance(node, Items) else [node]
        texts = [self.text(one, key) or "" for one in nodes]
        return tuple(part.strip() for text in texts for part in text.split(";") if part.strip())

    def quantity(
        self,
        node: Node,
        key: str,
        fixed: Mapping[str, Node] = NOTHING,
        defaults: Mapping[str, Node] = NOTHING,
    ) -> Quantity | None:
        """A quantity. `fixed` keys are the context's and refused here; `defaults` hold where it is silent."""
        if not isinstance(node, Entries):
            what = f"is {shown(node.text)} without unit and kind" if isinstance(node, Scalar) else "is a list"
            self.wrong(node.line, key, what, f"write {_EXAMPLE}")
            return None
        before = len(self.problems.found)
        own = self.entries(node, key, [name for name in QUANTITY_KEYS if name not in fixed])
        given = {**defaults, **own, **fixed}
        for name in ("value", "unit", "kind"):
            if name not in given:
                self.wrong(node.line, key, f'has no "{name}"', f'add "{name}: ..."')
        kind = self.text(given.get("kind"), f"{key}.kind")
        derived_from: tuple[str, ...] = ()
        source = ""
        if kind == Kind.DERIVED:
            derived_from = self.origins(given.get("from", given.get("source")), f"{key}.from")
        else:
            source = self.source(given.get("source"), f"{key}.source") or ""
            if "from" in given:
                self.wrong(
                    given["from"].line, key, f'has "from" but is {kind}', 'write "kind: derived" or delete it'
                )
        numbers = {name: self.number(given.get(name), f"{key}.{name}") for name in ("value", "low", "high")}
        named = ("unit", "where", "why", SCALED)
        texts = {name: self.text(given.get(name), f"{key}.{name}") or "" for name in named}
        if len(self.problems.found) > before or numbers["value"] is None or kind is None:
            return None
        try:
            found = Quantity(
                value=numbers["value"],
                kind=cast(Kind, kind),  # Quantity itself refuses a text that is no kind
                source=source,
                low=numbers["low"],
                high=numbers["high"],
                derived_from=derived_from,
                **texts,
            )
        except QuantityError as error:
            at = given.get(error.field)
            self.wrong(
                at.line if at else node.line, f"{key}.{error.field}" if at else key, error.problem, error.mend
            )
            return None
        if found.kind is Kind.SOURCED and self.sources[source].seen == SEEN[-1]:
            self.wrong(
                node.line, key, f"is sourced from {source}, which nobody has seen", "declare it a guess"
            )
        if found.kind is Kind.GUESS and found.low == found.high:
            self.wrong(node.line, key, "is a guess whose range is a single point", "widen low and high")
        return found

    def leaf(self, node: Node, key: str) -> Quantity | Dated | None:
        """A parameter: one quantity, or one that changes at dates."""
        if isinstance(node, Entries) and "dates" in node.entries:
            return self.dated(node, key)
        return self.quantity(node, key)

    def dated(self, node: Entries, key: str) -> Dated | None:
        """Values that hold from their month on; the unit stands above the dates, and provenance may."""
        given = self.entries(node, key, ("unit", "dates", *PROVENANCE, SCALED), required=("unit",))
        dates = self.entries(given.pop("dates"), f"{key}.dates")
        unit = self.text(given.get("unit"), f"{key}.unit")
        if unit is None or self.attempt(lambda: unit_of(unit), given["unit"], f"{key}.unit") is None:
            return None
        fixed = {"unit": given.pop("unit")}
        steps: list[tuple[int, Quantity]] = []
        before = len(self.problems.found)
        for date, entry in dates.items():
            step = self.quantity(entry, f"{key}@{one_line(date[:20])}", fixed, given)
            month = self.attempt(lambda date=date: month_index(date), entry, f"{key}.dates")  # type: ignore[misc]
            if month is None or step is None:
                continue
            if steps and month <= steps[-1][0]:
                self.wrong(
                    entry.line, key, f"has {date} after {month_text(steps[-1][0])}", "put the dates in order"
                )
            else:
                steps.append((month, step))
        if not dates:
            self.wrong(node.line, key, "has no dates", 'write months and values below "dates:"')
        return Dated(tuple(steps)) if len(self.problems.found) == before else None

    def decrees(self, node: Node | None) -> tuple[Decree, ...]:
        """The list of decrees."""
        if node is None or (isinstance(node, Scalar) and node.empty):
            return ()
        if not isinstance(node, Items):
            self.wrong(node.line, "decrees", "is not a list", 'begin each decree with "- date: YYYY-MM"')
            return ()
        found = []
        for number, one in enumerate(node.items, start=1):
            key = f"decrees[{number}]"
            known = ("date", "name", "source", "where")
            given = self.entries(one, key, known, required=known)
            month = self.month(given.get("date"), f"{key}.date")
            name = self.text(given.get("name"), f"{key}.name")
            source = self.source(given.get("source"), f"{key}.source")
            where = self.text(given.get("where"), f"{key}.where")
            if month is not None and name and source and where:
                found.append(Decree(month, name, source, where))
        return tuple(found)

    def bibliography(self, node: Node | None, key: str) -> dict[str, Source]:
        """Entries of the bibliography by key."""
        found = {}
        needed, optional = ("author", "title", "year", "where", "seen"), ("address", "licence", "note")
        for name, entry in self.entries(node, key).items():
            inside = f"{key}.{name}".lstrip(".") if _SOURCE_KEY.fullmatch(name) else key
            if inside == key:
                self.wrong(
                    entry.line, key, f"has the source key {shown(name)}", "use letters, digits, . _ and -"
                )
                continue
            given = self.entries(entry, inside, (*needed, *optional), required=needed)
            texts = {field: self.text(value, f"{inside}.{field}") or "" for field, value in given.items()}
            if "seen" in given and texts["seen"] not in SEEN:
                self.wrong(
                    given["seen"].line,
                    f"{inside}.seen",
                    f"is {shown(texts['seen'])}",
                    f"write {' or '.join(SEEN)}",
                )
            found[name] = Source(name, *(texts.get(field, "") for field in (*needed, *optional)))
        return found


def read_sources(path: Path) -> dict[str, Source]:
    """The bibliography of a sources.yaml. Raises ScenarioError."""
    problems = Problems()
    reader = Reader(str(path), problems, {})
    top = parse(read_text(path, what="sources"), str(path), problems)
    found = reader.bibliography(top, "")
    problems.raise_any()
    return found

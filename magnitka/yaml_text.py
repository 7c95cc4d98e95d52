"""A restricted YAML: mappings, lists and scalars, each with the line it stands on.

Anchors, aliases, tags, directives, several documents and duplicate keys are refused; nothing is turned into a
Python object, so `yes`, `012` and `1_000` stay the texts that they are. Built over the events of PyYAML's
parser, so that a hostile file is stopped at the first offending event and not after it was read.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from magnitka.errors import Problems, ScenarioError, shown

MOST_BYTES = 8 * 2**20
MOST_NODES = 400_000
DEEPEST = 32
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_EMPTY = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True)
class Scalar:
    """A text; `plain` when it was written without quotes, so that it may be a number or nothing."""

    text: str
    plain: bool
    line: int

    @property
    def empty(self) -> bool:
        return self.plain and self.text in _EMPTY


@dataclass(frozen=True)
class Items:
    """A list."""

    items: list[Node]
    line: int


@dataclass(frozen=True)
class Entries:
    """A mapping; `key_lines` says where each key stands."""

    entries: dict[str, Node]
    key_lines: dict[str, int]
    line: int


Node = Scalar | Items | Entries


def read_text(path: Path, most_bytes: int = MOST_BYTES, what: str = "scenario") -> str:
    """The text of a file.

    Raises ScenarioError when it is missing, a folder, unreadable, too large or not printable UTF-8.
    """
    file = str(path)

    def refuse(problem: str, mend: str, line: int = 0) -> ScenarioError:
        return ScenarioError(file, line, "", problem, mend)

    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise refuse("is a folder", f"name the {what} file inside it")
        if not stat.S_ISREG(mode):
            raise refuse("is not an ordinary file", f"name a {what} file")
        with open(path, "rb") as stream:
            data = stream.read(most_bytes + 1)
    except FileNotFoundError:
        raise refuse(f"there is no such {what} file", "mend the path") from None
    except OSError as error:
        raise refuse(
            f"cannot be read ({error.strerror or 'input error'})", "mend its permissions or path"
        ) from None
    except ValueError:
        raise refuse("is not a possible file name", "mend the path") from None
    if len(data) > most_bytes:
        raise refuse(
            f"is larger than {most_bytes // 2**20} MB", "move large tables into CSV files, or split it"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse("is not UTF-8 text", "save it as UTF-8", data.count(b"\n", 0, error.start) + 1) from None
    strange = _UNPRINTABLE.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        raise refuse(f"holds the control character U+{ord(strange[0]):04X}", "delete that character", line)
    return text


def parse(text: str, file: str, problems: Problems) -> Entries:
    """The mapping at the top of a document.

    Raises ScenarioError where it cannot go on. A duplicate key goes to `problems`, the second is dropped.
    """
    builder = _Builder(file, problems)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        problem = " ".join((error.problem or error.context or "it is malformed").split())
        raise ScenarioError(
            file,
            mark.line + 1 if mark else 0,
            "",
            f"is not readable as YAML: {problem}",
            "mend the indentation, colons, quotes or brackets there or just above",
        ) from None
    except yaml.YAMLError as error:
        raise ScenarioError(
            file, 0, "", f"is not readable as YAML: {' '.join(str(error).split())}", "mend the text"
        ) from None
    if not isinstance(builder.root, Entries):
        line = builder.root.line if builder.root else 0
        empty = builder.root is None or (isinstance(builder.root, Scalar) and builder.root.empty)
        raise ScenarioError(
            file,
            line,
            "",
            "is empty" if empty else "is not a mapping of keys to values",
            'begin with lines such as "format: 1"',
        )
    return builder.root


def dump(plain: dict[str, Any]) -> str:
    """YAML text of plain dicts, lists, texts and numbers that `parse` reads back."""
    text: str = yaml.dump(plain, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=110)
    return text


class _Builder:
    """Turns the parser's events into nodes, refusing what the subset does not have."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.file, self.problems = file, problems
        self.root: Node | None = None
        self.open: list[Items | Entries] = []  # the lists and mappings around the current event
        self.keys: list[Scalar | None] = []  # for each, the key whose value comes next
        self.documents = self.nodes = 0

    def refuse(self, event: Any, problem: str, mend: str) -> ScenarioError:
        return ScenarioError(self.file, event.start_mark.line + 1, "", problem, mend)

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self.refuse(event, "begins a second document", 'keep one document and delete the "---"')
            if event.version or event.tags:
                raise self.refuse(event, "has a % directive", "delete that line")
        elif isinstance(event, yaml.AliasEvent):
            raise self.refuse(event, f"uses the alias {shown(str(event.anchor))}", "write the value out")
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.open.pop()
            self.keys.pop()
        elif isinstance(event, yaml.NodeEvent):
            self.take_node(event)

    def take_node(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self.nodes += 1
        if event.anchor is not None:
            raise self.refuse(
                event, f"has the anchor {shown(event.anchor)}", "delete it and write values out where needed"
            )
        if event.tag is not None:
            raise self.refuse(event, f"has the tag {shown(event.tag)}", "delete it: values need no tags")
        if self.nodes > MOST_NODES:
            raise self.refuse(
                event, f"holds more than {MOST_NODES:,} values", "move large tables into CSV files"
            )
        if isinstance(event, yaml.ScalarEvent):
            control = _CONTROL.search(event.value)
            if control:
                raise self.refuse(
                    event, f"holds the control character U+{ord(control[0]):04X}", "delete the escape"
                )
            self.place(Scalar(event.value, event.implicit[0], line))
            return
        if len(self.open) >= DEEPEST:
            raise self.refuse(event, f"is nested deeper than {DEEPEST} levels", "flatten it")
        if self.keys and self.keys[-1] is not None:
            line = self.keys[-1].line  # an indented block is told by its key, not by its first line
        node = Items([], line) if isinstance(event, yaml.SequenceStartEvent) else Entries({}, {}, line)
        self.place(node)
        self.open.append(node)
        self.keys.append(None)

    def place(self, node: Node) -> None:
        """Puts a finished or opened node where it belongs: the root, a list, a key, or the value of a key."""
        if not self.open:
            self.root = node
            return
        parent, key = self.open[-1], self.keys[-1]
        if isinstance(parent, Items):
            parent.items.append(node)
        elif key is not None:
            self.keys[-1] = None
            if key.text in parent.entries:
                first = parent.key_lines[key.text]
                self.problems.add(
                    self.file,
                    key.line,
                    shown(key.text),
                    f"is written twice, first on line {first}",
                    "delete one of the two",
                )
            else:
                parent.entries[key.text] = node
                parent.key_lines[key.text] = key.line
        elif isinstance(node, Scalar) and not node.empty:
            self.keys[-1] = node
        else:
            raise ScenarioError(
                self.file, node.line, "", "has a key that is not a word", "write a plain word as key"
            )

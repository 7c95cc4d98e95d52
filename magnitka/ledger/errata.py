"""The errata: figures of the essay that disagree, what its own numbers come to, and how the model reads them."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from magnitka.errors import Problems
from magnitka.ledger.claims import DATA
from magnitka.scenario_reading import Reader
from magnitka.yaml_text import Items, Node, parse, read_text

ERRATA = DATA / "claims" / "errata.yaml"
AGREE = 0.005  # share by which a recomputed number may differ from the one that is told, which is rounded

_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True)
class Sum:
    """One computation: `compute` over numbers with + - * / comes to `told`, and that is what `gives` says."""

    gives: str
    compute: str
    told: float

    @property
    def value(self) -> float:
        """The computation done again."""
        return computed(ast.parse(self.compute, mode="eval").body)

    @property
    def agrees(self) -> bool:
        """Whether the number that is told is what the computation comes to."""
        return abs(self.value - self.told) <= AGREE * abs(self.told)


@dataclass(frozen=True)
class Erratum:
    """Claims whose figures disagree: what they say, what that comes to, and how the model reads it."""

    id: str
    claims: tuple[str, ...]
    says: str
    arithmetic: tuple[Sum, ...]
    reading: str


def computed(node: ast.expr) -> float:
    """The value of an expression of numbers. Raises ValueError at anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        return _OPERATIONS[type(node.op)](computed(node.left), computed(node.right))
    raise ValueError(f"{ast.unparse(node)} is no number")


@cache
def errata(path: Path = ERRATA) -> tuple[Erratum, ...]:
    """The shipped errata. Raises ScenarioError where the file is malformed."""
    problems = Problems()
    reader = _ErrataReader(str(path), problems, {})
    top = parse(read_text(path, what="errata"), str(path), problems)
    node = reader.entries(top, "", ("errata",), ("errata",)).get("errata")
    found = tuple(reader.erratum(item) for item in reader.listed(node, "errata"))
    problems.raise_any()
    return found


class _ErrataReader(Reader):
    """Reads errata; what is wrong goes to `problems`."""

    def listed(self, node: Node | None, key: str) -> list[Node]:
        """The items of a list."""
        if isinstance(node, Items):
            return node.items
        self.wrong(node.line if node else 0, key, "is not a list", "begin each item with a dash")
        return []

    def erratum(self, node: Node) -> Erratum:
        """One erratum."""
        keys = ("id", "claims", "says", "arithmetic", "reading")
        given = self.entries(node, "erratum", keys, keys)
        name = self.text(given.get("id"), "erratum.id") or "erratum"
        claims = [
            self.text(one, f"{name}.claims") or ""
            for one in self.listed(given.get("claims"), f"{name}.claims")
        ]
        sums = self.listed(given.get("arithmetic"), f"{name}.arithmetic")
        return Erratum(
            name,
            tuple(claims),
            self.text(given.get("says"), f"{name}.says") or "",
            tuple(self.sum(one, f"{name}.arithmetic") for one in sums),
            self.text(given.get("reading"), f"{name}.reading") or "",
        )

    def sum(self, node: Node, key: str) -> Sum:
        """One computation."""
        keys = ("gives", "compute", "is")
        given = self.entries(node, key, keys, keys)
        return Sum(
            self.text(given.get("gives"), f"{key}.gives") or "",
            self.text(given.get("compute"), f"{key}.compute") or "0",
            self.number(given.get("is"), f"{key}.is") or 0.0,
        )

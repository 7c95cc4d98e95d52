"""What an explanation is: steps back in time, and the origin at their end."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

INDENT = "  "


class Kind(StrEnum):
    """Where a chain ends: beyond these the record names no earlier cause."""

    CAPACITY = "capacity"  # equipment too worn or too small for the plan
    LABOUR = "labour"
    BREAKDOWN = "breakdown"
    PACE = "pace"  # all was there, and the manager held back
    LATE_PLAN = "late plan"
    UNBALANCED_PLAN = "unbalanced plan"  # the maker's plan was less than its customers' plans needed
    RUSH = "rush"  # shops ahead of their plans drew on the yard that others needed
    ORDER_BOOK = "order book"
    ORDERS = "orders"  # the customer had ordered no more, or held it in the wrong sizes
    PRIORITY = "priority"
    OFFER = "offer"
    BROKEN_LINK = "broken link"
    LATE_WAGONS = "late wagons"
    FREIGHT = "freight"  # there was more to carry than the railways could
    IMPORTS = "imports"
    DELIVERIES = "deliveries"  # less came to the city's shops than in the founding year
    MONEY = "money"  # incomes outran the prices of state shops
    FUNDS = "funds"  # more was begun than the money finishes
    OVERRUN = "overrun"  # industry's building took from the town's
    SITES = "too many sites"
    BUILDERS = "builders' plan"
    OPENING = "opening of record"
    TOO_FAR = "not followed further"


@dataclass(frozen=True)
class Step:
    """One thing that was short in one dekad.

    `short` is in `unit` per dekad, and `share_of_plan` its share of the plan's even pace or, for a link (`thing` is
    then its label), of what was truly ordered. `cause` is a Cause or a Gap of the world in lower case. `good` is the
    input that was missing, else the good that was short; `supplier` should have sent it, "" where nobody should have.
    Along a chain (`tick`, `order`) strictly decreases: `order` is the place within the dekad.
    """

    thing: str
    when: str
    tick: int
    order: int
    short: float
    unit: str
    share_of_plan: float
    cause: str
    good: str
    supplier: str
    sentence: str


@dataclass(frozen=True)
class Origin:
    """The end of a chain: `amount` (`unit`) of `good` was lacking in dekad `tick` at `thing`.

    `thing` is a row of `axis`: a shop (with others that lacked it for the same reason, all counted in `amount`), an
    enterprise, a link, or a good.
    """

    kind: Kind
    axis: str
    thing: str
    good: str
    tick: int
    when: str
    amount: float
    unit: str
    sentence: str


@dataclass(frozen=True)
class Chain:
    """Why `thing` was short, from what is asked back to the origin; no steps and no origin where nothing was."""

    thing: str
    when: str
    headline: str
    steps: tuple[Step, ...] = ()
    origin: Origin | None = None

    def text(self) -> str:
        """For people: a line for each step, each a little further in than the one it explains."""
        lines = [self.headline, *(INDENT * depth + step.sentence for depth, step in enumerate(self.steps, 1))]
        if self.origin:
            lines.append(INDENT * (len(self.steps) + 1) + f"Origin: {self.origin.sentence}")
        return "\n".join(lines)

    def json(self) -> dict[str, Any]:
        """For programs: the fields as plain values, `origin` null where nothing was short."""
        return asdict(self) | {"steps": [asdict(step) for step in self.steps]}

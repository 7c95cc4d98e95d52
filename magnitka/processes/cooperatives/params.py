"""Law and officials, ventures, inputs, hosts, resentment: the numbers of cooperatives."""

from __future__ import annotations

from dataclasses import dataclass

from magnitka.quantity import Schedule, quantity, schedule


@dataclass(frozen=True)
class Params:
    """Law and officials, ventures, inputs, hosts, resentment."""

    permission: Schedule = schedule("1", "share of applications that officials pass", at_least=0, at_most=1)
    closing: Schedule = schedule(
        "1/month", "chance of being closed at somebody's pleasure", at_least=0, at_most=1
    )
    tax: Schedule = schedule("1", "taxes and fees on what a cooperative earns", at_least=0, at_most=0.9)
    levelling: float = quantity("1", "how much oftener it is closed where everybody envies it", at_least=0)
    ideas: float = quantity(
        "1/month", "chance that somebody has an idea for a place that is free", at_least=0, at_most=1
    )
    skill: float = quantity("1", "spread of what members of different ventures earn", at_least=0, at_most=0.9)
    crew: float = quantity("persons", "members of a cooperative", at_least=1)
    stake: float = quantity("month", "monthly wages that a venture costs its founders", at_least=0)
    impatience: float = quantity(
        "1/month", "return that founders ask of their stake beside the risk", at_least=0
    )
    give_up: float = quantity("1", "earnings over the state wage below which members leave", at_least=0)
    patience: float = quantity("month", "months of such earnings that they hold out, mean", at_least=1)
    output: float = quantity(
        "rub/person/month", "inputs at state prices that a member can work up", at_least=1
    )
    value: float = quantity("1", "state price of the wares over that of their inputs", at_least=1)
    share: float = quantity("1", "host's share of a gain", at_least=0, at_most=1)
    enforcement: float = quantity(
        "1", "rise of a host's risk for each rouble diverted for one of its staff", at_least=1e-4
    )
    market: float = quantity(
        "1", "share of its inputs that a venture can buy, mean over ventures", at_least=0, at_most=1
    )
    dear: float = quantity("1", "price of bought inputs over the state price", at_least=0)
    softness: float = quantity(
        "1", "worth of a non-cash rouble to a manager, in cash", at_least=0.05, at_most=1
    )
    eagerness: float = quantity("1", "worth of the first extra hands to a plant, in wages", at_least=0)
    room: float = quantity(
        "1", "share of a plant's staff at which more hands are worth nothing", at_least=1e-4, at_most=1
    )
    cash_out: float = quantity(
        "1", "share of its non-cash money that it may turn into cash", at_least=0, at_most=1
    )
    far: float = quantity(
        "1", "pay over a member's earnings below which there is envy", at_least=0, at_most=1
    )
    circle: float = quantity("persons", "adults that somebody knows the earnings of", at_least=0)

"""The sentences of an explanation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from magnitka.process import Clock
from magnitka.why.chain import Kind, Origin, Step
from magnitka.why.evidence import Evidence, Group
from magnitka.why.trace import Cut, End, Parts, Shortage, place
from magnitka.world import Cause, Gap

Reason = TypeVar("Reason", bound=str)

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DEKADS = ("first", "second", "last")
MENTIONED = 0.1  # share of a shortage from which a further contributor is named
NAMED = 2  # of those who were served before others

WHY_SHORT = {
    Cause.POWER: "for want of electricity",
    Cause.LABOUR: "for want of hands",
    Cause.BREAKDOWN: "because of breakdowns",
    Cause.CAPACITY: "because the plan was more than the equipment could give in its state of repair",
    Cause.ORDER_BOOK: "because its store was full and nobody took more",
    Cause.PACE: "because those in charge held back, though all was at hand",
    Cause.PLAN: "because the plan of the month had not come",
}
WHY_CUT = {
    Gap.OUTPUT: "it did not have enough",
    Gap.FREIGHT: "wagons were missing",
    Gap.BROKEN: "it no longer honoured the link",
}
ORIGINS = {
    Kind.CAPACITY: "{thing} had too little capacity in repair",
    Kind.LABOUR: "{thing} lacked hands",
    Kind.BREAKDOWN: "{thing} broke down",
    Kind.PACE: "{thing} held back",
    Kind.LATE_PLAN: "{thing} waited for the plan of the month",
    Kind.UNBALANCED_PLAN: "{thing} was to make less {good} than the plans of its users needed",
    Kind.RUSH: "shops of {thing} that ran ahead of their plans took the {good} that others needed",
    Kind.ORDER_BOOK: "{thing} had a full store",
    Kind.ORDERS: "{thing} had ordered no more {good}, or held it in the wrong sizes",
    Kind.PRIORITY: "{supplier} served others before {customer}",
    Kind.OFFER: "{supplier} sold to others who offered more than {customer}",
    Kind.BROKEN_LINK: "{supplier} had broken off with {customer}",
    Kind.LATE_WAGONS: "wagons from {supplier} to {customer}, loaded then, took a dekad more",
    Kind.FREIGHT: "the railways could not carry all from {supplier} to {customer}",
    Kind.IMPORTS: "{thing} brought in no more",
    Kind.OPENING: "{thing} had too little {good} before the record opens",
    Kind.TOO_FAR: "not followed further than {thing}",
}


def figure(value: float) -> str:
    """A number with three digits that matter; what is lost in rounding is none."""
    if abs(value) < 5e-4:
        return "0"
    if abs(value) >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 9.995 else f"{value:.2g}" if abs(value) < 0.995 else f"{value:.2f}"


def percent(share: float) -> str:
    return f"{100.0 * share:.0f} %" if share >= 0.095 else f"{100.0 * share:.1g} %"


def dekad(clock: Clock) -> str:
    return f"the {DEKADS[clock.dekad]} dekad of {MONTHS[clock.month - 1]} {clock.year}"


def stamp(clock: Clock) -> str:
    """A dekad as the series write it: '1988-11-2'."""
    return f"{clock.year}-{clock.month:02d}-{clock.dekad + 1}"


def sentence_case(text: str) -> str:
    """The text as the beginning of a sentence; its other capitals stay."""
    return text[:1].upper() + text[1:]


def listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def reasons_listed(amounts: Mapping[Reason, float], total: float) -> str:
    """The reasons worth a mention with their shares of the total, the largest first; the largest in any case."""
    by_size = sorted(amounts, key=lambda reason: -amounts[reason])
    named = [
        f"{reason} ({percent(amounts[reason] / total)})"
        for reason in by_size
        if amounts[reason] >= MENTIONED * total
    ]
    return listed(named or [str(by_size[0])])


class Narrator:
    """Tells of the shortages in the evidence."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, self.world = evidence, evidence.world

    # ------------------------------------------------------------------------------------------ names
    def amount(self, value: float, good: int) -> str:
        return f"{figure(value)} {self.world.units[good]}"

    def good(self, row: int) -> str:
        return self.world.goods.labels[row]

    def enterprise(self, row: int) -> str:
        return self.world.enterprises.labels[row]

    def shops(self, group: Group) -> str:
        """Who they are: 'blast furnace 9 and 4 other shops'."""
        first, others = self.world.shops.labels[group.shops[0]], len(group.shops) - 1
        if others == 0:
            return first
        return f"{first} and {'another shop' if others == 1 else f'{others} other shops'}"

    def supplier(self, link: int) -> str:
        return self.enterprise(int(self.world.links.supplier[link]))

    def customer(self, link: int) -> str:
        return self.enterprise(int(self.world.links.customer[link]))

    def name(self, axis: str, row: int) -> str:
        labels: list[str] = getattr(self.world, f"{axis}s").labels
        return labels[row]

    def who(self, cause: Shortage | End) -> str:
        """Who should have sent it, "" where the cause is nobody's."""
        if isinstance(cause, Cut):
            return self.supplier(cause.link)
        if isinstance(cause, Group):
            return self.enterprise(int(self.world.shops.enterprise[cause.shops[0]]))
        if cause.axis == "link":
            return self.supplier(cause.row)
        if cause.axis == "shop":
            return self.enterprise(int(self.world.shops.enterprise[cause.row]))
        return self.enterprise(cause.row) if cause.axis == "enterprise" else ""

    # ------------------------------------------------------------------------------------------ contributors
    def reason(self, group: Group) -> str:
        return (
            f"for want of {self.good(group.good)}" if group.cause == Cause.INPUT else WHY_SHORT[group.cause]
        )

    def contributor(self, cause: Shortage | End) -> str:
        """A contributor as the subject of a list."""
        if isinstance(cause, Cut):
            return f"{self.supplier(cause.link)} had sent too little"
        if isinstance(cause, Group):
            return f"{self.shops(cause)} fell short {self.reason(cause)}"
        if cause.kind == Kind.LATE_WAGONS:
            return f"wagons from {self.supplier(cause.row)} came a dekad late"
        if cause.kind == Kind.RUSH:
            return "other shops, ahead of their own plans, had drawn more"
        if cause.kind == Kind.UNBALANCED_PLAN:
            return "more was wanted than the makers' plans gave"
        if cause.kind == Kind.ORDERS:
            return "no more had been ordered, or what lay there did not fit"
        if cause.kind == Kind.OPENING:
            return "stocks had run down before the record opens"
        if cause.kind == Kind.PRIORITY:
            return "others came first"
        if cause.kind == Kind.IMPORTS:
            return "no more was imported"
        if cause.kind == Kind.CAPACITY:
            return "the power stations could not give more"
        return "there was more to carry than the railways could"

    def contributors(self, parts: Parts) -> str:
        """The largest contributor and the runner-up, with their shares."""
        told = f"{self.contributor(parts[0].cause)} ({percent(parts[0].share)} of what was lacking)"
        if len(parts) > 1 and parts[1].share >= MENTIONED:
            told += f"; next, {self.contributor(parts[1].cause)} ({percent(parts[1].share)})"
        return told

    # ------------------------------------------------------------------------------------------ steps
    def step(self, shortage: Shortage, parts: Parts) -> Step:
        return self.cut(shortage, parts) if isinstance(shortage, Cut) else self.group(shortage, parts)

    def group(self, group: Group, parts: Parts) -> Step:
        rows, evidence = list(group.shops), self.evidence
        product = int(self.world.shops.product[rows[0]])
        made = float(evidence.at("output", group.tick)[rows].sum())
        share, clock = group.amount / (group.amount + made), evidence.clock(group.tick)
        said = (
            f"In {dekad(clock)} {self.shops(group)} made {self.amount(made, product)} of {self.good(product)}, "
            f"{self.amount(group.amount, product)} ({percent(share)}) short of the plan's even pace, "
            f"{self.reason(group)}"
        )
        follows = group.cause in (Cause.INPUT, Cause.POWER)
        return Step(
            thing=self.world.shops.labels[rows[0]], when=stamp(clock), tick=group.tick,
            order=place(evidence, group), short=group.amount, unit=self.world.units[product], share_of_plan=share,
            cause=group.cause.name.lower(), good=self.good(group.good if group.good >= 0 else product),
            supplier=self.who(parts[0].cause) if follows else "",
            sentence=f"{said}: {self.contributors(parts)}." if follows else f"{said}.",
        )  # fmt: skip

    def cut(self, cut: Cut, parts: Parts) -> Step:
        evidence, links = self.evidence, self.world.links
        good, clock, gap = (
            int(links.good[cut.link]),
            evidence.clock(cut.tick),
            evidence.gap(cut.link, cut.tick),
        )
        sent = evidence.sent(cut.link, cut.tick)
        said = (
            f"In {dekad(clock)} {self.supplier(cut.link)} loaded {self.amount(sent, good)} of {self.good(good)} for "
            f"{self.customer(cut.link)}, {self.amount(cut.amount, good)} ({percent(cut.amount / (sent + cut.amount))}) "
            "short of what was truly ordered"
        )
        if gap in WHY_CUT:
            said += f": {WHY_CUT[gap]}"
            if gap == Gap.OUTPUT:
                said += f"; {self.contributors(parts)}"
        chief = parts[0].cause
        if isinstance(chief, End) and chief.kind in (Kind.PRIORITY, Kind.OFFER):
            said += self.served_before(cut, "offered more" if chief.kind == Kind.OFFER else "came first")
        return Step(
            thing=links.labels[cut.link], when=stamp(clock), tick=cut.tick, order=place(evidence, cut),
            short=cut.amount, unit=self.world.units[good], share_of_plan=cut.amount / (sent + cut.amount),
            cause=gap.name.lower(), good=self.good(good), supplier=self.supplier(cut.link), sentence=f"{said}.",
        )  # fmt: skip

    def served_before(self, cut: Cut, how: str) -> str:
        """The customers who got most beyond the supplier's average, with the amounts."""
        links, evidence = self.world.links, self.evidence
        supplier, good = int(links.supplier[cut.link]), int(links.good[cut.link])
        got = {link: evidence.sent(link, cut.tick) for link in evidence.links_out_of(supplier, good)}
        due = {link: got[link] + evidence.short(link, cut.tick) for link in got}
        average = sum(got.values()) / max(sum(due.values()), 1e-12)
        beyond = {link: got[link] - average * due[link] for link in got if link != cut.link}
        first = [link for link in sorted(beyond, key=lambda link: -beyond[link])[:NAMED] if got[link] > 0.0]
        if not first:
            return ""
        return (
            f"; {listed([f'{self.customer(link)} ({self.amount(got[link], good)})' for link in first])} {how}"
        )

    # ------------------------------------------------------------------------------------------ the end
    def origin(self, end: End) -> Origin:
        clock, thing = self.evidence.clock(end.tick), self.name(end.axis, end.row)
        names = {"thing": thing, "good": self.good(end.good)}
        if end.axis == "good":
            names["thing"] = f"all makers of {thing} together"
        elif end.axis == "shop" and end.amount > self.alone(end):
            names["thing"] = f"{thing} and others of its kind"
        elif end.axis == "link":
            names |= {"supplier": self.supplier(end.row), "customer": self.customer(end.row)}
        said, amount = ORIGINS[end.kind].format(**names), self.amount(end.amount, end.good)
        return Origin(
            kind=end.kind, axis=end.axis, thing=thing, good=self.good(end.good), tick=end.tick, when=stamp(clock),
            amount=end.amount, unit=self.world.units[end.good],
            sentence=f"in {dekad(clock)} {said}; {amount} of {self.good(end.good)} were lacking.",
        )  # fmt: skip

    def alone(self, end: End) -> float:
        """What one shop was short of; a group's end counts the others of the group too."""
        return float(self.evidence.at("missing", end.tick)[end.row]) * (1.0 + 1e-6)

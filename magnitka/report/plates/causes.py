"""What bound production, and when: the constraint behind the missing output, by group of shops and month."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.report.figure import Choice, Figure, Table
from magnitka.report.reading import Floats, Reading
from magnitka.report.wording import hundredths, listed, percent
from magnitka.world import Cause
from magnitka.world.goods import COKE, CRUDE, MACHINES, ORE, PIG, POWER, ROLLED, SINTER, SPARES

CAUSES = {
    Cause.INPUT: "a material was missing",
    Cause.POWER: "power was rationed",
    Cause.LABOUR: "hands were missing",
    Cause.BREAKDOWN: "breakdown",
    Cause.CAPACITY: "worn, or planned beyond capacity",
    Cause.ORDER_BOOK: "nobody took the product",
    Cause.PACE: "held back, or given up",
    Cause.PLAN: "the month\u2019s plan had not come",
}
LOST = {  # the same, in a title: so much was lost ...
    Cause.INPUT: "for want of materials",
    Cause.POWER: "for want of power",
    Cause.LABOUR: "for want of hands",
    Cause.BREAKDOWN: "through breakdowns",
    Cause.CAPACITY: "beyond what worn equipment can do",
    Cause.ORDER_BOOK: "for want of takers",
    Cause.PACE: "by holding back",
    Cause.PLAN: "waiting for the plan",
}
STAGES = {  # the Works from ore to mill; everything else it runs serves these
    "Ore": (ORE,), "Sinter": (SINTER,), "Coke": (COKE,), "Iron": (PIG,), "Steel": (CRUDE,), "Rolling": (ROLLED,),
    "Power": (POWER,), "Repair": (SPARES, MACHINES),
}  # fmt: skip
OTHER = "Other"
MOST_GOODS_SHORT = 12
LEAST_SHORT = 0.0005  # share of the missing output below which a good is not listed
WORTH_A_WORD = 0.05  # share of the missing output from which a good is named in the title


def causes(reading: Reading) -> Figure:
    """Figure 6."""
    shops = reading.shops
    cause, lost, weight = _losses(reading)
    made = [reading.goods[row] for row in shops.product]
    stage_of = {good: stage for stage, goods in STAGES.items() for good in goods}
    stages = np.array([stage_of.get(good, OTHER) for good in made])
    views = {
        "works": ("the Works", "by stage", np.where(shops.works, stages, ""), [*STAGES, OTHER]),
        "union": ("the rest of the Union", "by product", np.where(shops.works, "", made), reading.goods),
    }
    drawn, rows = {}, []
    for name, (who, _, group_of, groups) in views.items():
        shares, short = _shares(reading, cause, lost, group_of != "")
        drawn[name] = _view(reading, cause, lost, weight, group_of, groups) | {
            "title": _title(who, shares, short),
            "short": short,
        }
        rows += [(f"{CAUSES[code]}, {who}", hundredths(share)) for code, share in shares.items()]
        rows += [(f"of materials: {good}, {who}", hundredths(share)) for good, share in short]
    return Figure(
        name="causes",
        title=str(drawn["works"]["title"]),
        note=(
            "Output short of the plan\u2019s even pace, weighed by workers. Colour is the constraint behind most of "
            "what is missing in the month; the higher the mark, the more is missing."
        ),
        data={
            "months": reading.month_names,
            "causes": [{"code": int(code), "words": words} for code, words in CAUSES.items()],
            "views": drawn,
        },
        table=Table(
            "What bound the Works and the rest of the Union, % of what each did not make",
            ("constraint", "share"),
            tuple(rows),
        ),
        sections=(
            "production",
            "allocation",
            "freight",
            "equipment",
            "storming",
            "planning",
            "tables.technology",
        ),
        choices=(
            Choice(
                "view",
                "Where",
                tuple((name, f"{who}, {by}") for name, (who, by, *_) in views.items()),
                "works",
            ),
        ),
    )


def _losses(reading: Reading) -> tuple[Floats, Floats, Floats]:
    """Cause, share of the plan's pace lost times workers, and workers where there is a plan. Shapes: (ticks, shops)."""
    pace = reading.panel("plan_month") / 3
    planned = np.isfinite(pace) & (pace > 0)
    weight = np.where(planned, reading.shops.workers, 0.0)
    share = np.divide(reading.panel("missing"), pace, out=np.zeros_like(pace), where=planned)
    return reading.panel("cause"), np.nan_to_num(share) * weight, weight


def _view(
    reading: Reading,
    cause: Floats,
    lost: Floats,
    weight: Floats,
    group_of: NDArray[np.str_],
    groups: list[str],
) -> dict[str, Any]:
    """Shares lost to each cause by group and month, and for all groups together."""

    def by_cause(rows: NDArray[np.bool_]) -> Floats:
        hands = np.maximum(reading.by_month(weight[:, rows]).sum(axis=1), 1.0)
        parts = [np.where(cause[:, rows] == code, lost[:, rows], 0.0) for code in CAUSES]
        return np.stack([reading.by_month(part).sum(axis=1) / hands for part in parts], axis=1)

    kept = [group for group in groups if (group_of == group).any()]
    return {
        "groups": kept,
        "lost": [by_cause(group_of == group) for group in kept],
        "total": by_cause(group_of != ""),
    }


def _shares(
    reading: Reading, cause: Floats, lost: Floats, rows: NDArray[np.bool_]
) -> tuple[dict[Cause, float], list[tuple[str, float]]]:
    """Shares of some shops' missing output by cause, and by missing material, largest first."""
    cause, lost, wanting = cause[:, rows], lost[:, rows], reading.panel("cause_good")[:, rows]
    total = float(lost.sum())
    if total <= 0:
        return {}, []
    shares = {code: float(lost[cause == code].sum()) / total for code in CAUSES}
    lacked = cause == Cause.INPUT
    short = [
        (good, float(lost[lacked & (wanting == row)].sum()) / total) for row, good in enumerate(reading.goods)
    ]
    return shares, [one for one in sorted(short, key=lambda one: -one[1]) if one[1] >= LEAST_SHORT][
        :MOST_GOODS_SHORT
    ]


def _title(who: str, shares: dict[Cause, float], short: list[tuple[str, float]]) -> str:
    if not shares:
        return f"Nothing bound {who}: no output was missing"
    first, second = sorted(shares, key=lambda code: -shares[code])[:2]
    title = f"Of what {who} did not make, {percent(shares[first])} was lost {LOST[first]}"
    if shares[second] >= WORTH_A_WORD:
        title += f" and {percent(shares[second])} {LOST[second]}"
    named = [good for good, share in short[:2] if share >= WORTH_A_WORD]
    return f"{title}; {listed(named)} ran short most" if named else title

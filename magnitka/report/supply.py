"""Supply and plan: need, order, receipt and stocks; fulfilment of plans; what bound production, and when."""

from __future__ import annotations

import numpy as np

from magnitka.report.figure import Choice, Figure, Table, Unrecorded
from magnitka.report.reading import Floats, Reading
from magnitka.report.wording import listed, number, percent
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
MISSED = {  # the same, in a title: so much was lost ...
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
BINS = np.array([0, 90, 92, 94, 96, 98, 100, 102, 104, 106, 108, 110, np.inf]) / 100
MOST_GOODS_SHORT = 12


def stocks(reading: Reading) -> Figure:
    """Figure 3: what the Works needs, orders, gets and holds of each good it takes from outside."""
    need, order, got = (
        reading.by_month(reading.panel(f"works_{name}")) for name in ("need", "order", "received")
    )
    fit, unfit = (reading.by_month(reading.panel(f"works_{name}")) for name in ("fit", "unfit"))
    goods, rows = [], []
    for row in np.argsort(-(need * np.isfinite(need)).mean(axis=0)):
        name, unit, mean_need = reading.goods[row], reading.units[row], need[:, row].mean()
        if not (mean_need > 0 and order[:, row].mean() > 0):
            continue
        inflation = order[:, row].sum() / need[:, row].sum()
        fill = got[:, row].sum() / need[:, row].sum()
        days_fit, days_unfit = (stock[:, row].mean() / mean_need for stock in (fit, unfit))
        goods.append({
            "name": name, "unit": f"{unit}/dekad", "need": need[:, row], "order": order[:, row], "received": got[:, row],
            "fit": fit[:, row] / need[:, row], "unfit": unfit[:, row] / need[:, row],
            "title": _stock_title(name, inflation, fill, days_fit, days_unfit),
        })  # fmt: skip
        rows.append((name, number(inflation, 3), number(100 * fill), number(days_fit), number(days_unfit)))
    if not goods:
        raise Unrecorded("orders of the Works")
    telling = max(goods, key=lambda good: float(np.nanmean(good["unfit"])))
    return Figure(
        name="stocks",
        title=str(telling["title"]),
        note=(
            "Above: true need, the order as sent, and what came, by month. Below: the stock behind the gate in dekads of "
            "use, in the specification needed and in a wrong one. Monthly means."
        ),
        data={"months": reading.month_names, "goods": {str(good["name"]): good for good in goods}},
        table=Table("The Works\u2019 supply, means over the run",
                    ("good", "order over need", "receipt, % of need", "fit stock, dekads", "unfit stock, dekads"), tuple(rows)),
        sections=("ordering", "allocation", "assortment", "freight", "barter"),
        choices=(Choice("good", "Good", tuple((str(g["name"]), str(g["name"])) for g in goods), str(telling["name"])),),
    )  # fmt: skip


def _stock_title(name: str, inflation: float, fill: float, fit: float, unfit: float) -> str:
    held = f"{number(fit + unfit)} dekads of it lie in stock"
    if unfit >= 0.05:
        held += f", {number(unfit)} in the wrong specification"
    return f"{name.capitalize()}: {number(inflation)} ordered for 1 needed, {number(fill)} received; {held}"


def fulfilment(reading: Reading) -> Figure:
    """Figure 4: enterprises by fulfilment of month, year and first plan; the five-year plan and its result."""
    closing = (reading.month == 12) & (reading.dekad == 2)
    month_end = reading.dekad == 2
    kinds = {
        "month": ("months\u2019 plans", reading.panel("fulfilment_month")[month_end], reading.year[month_end]),
        "year": ("years\u2019 plans as last corrected", reading.panel("fulfilment_year")[closing], reading.year[closing]),
        "first": ("years\u2019 plans as first confirmed", reading.panel("fulfilment_first")[closing], reading.year[closing]),
    }  # fmt: skip
    histograms, rows = [], []
    for name, (words, values, years) in kinds.items():
        shares = {"all": _histogram(values)} | {str(y): _histogram(values[years == y]) for y in reading.years}
        histograms.append({"name": name, "words": words, "shares": shares})
        rows.append((words, *(number(100 * share) for share in shares["all"])))
    bunch = float(histograms[1]["shares"]["all"][6])  # type: ignore[index]
    first = float(histograms[2]["shares"]["all"][6])  # type: ignore[index]
    line = {}
    if {"five_year_plan", "five_year_result"} <= set(reading.frame):
        line = {"plan": reading.by_year(reading.series("five_year_plan")),
                "result": reading.by_year(reading.series("five_year_result"))}  # fmt: skip
    return Figure(
        name="fulfilment",
        title=(
            f"{percent(bunch)} of yearly plans end at 100\u2013102{chr(0x202F)}% as last corrected, {percent(first)} as first confirmed"
        ),
        note="Share of enterprises by reported fulfilment of the plan, bins of two points; the band of 100 to 102 is dark.",
        data={"edges": [100 * edge for edge in BINS[1:-1]], "histograms": histograms, "years": reading.years, "line": line},
        table=Table("Enterprises by fulfilment, % of them", ("plan", *_bin_names()), tuple(rows)),
        sections=("planning", "reporting", "storming", "finance"),
        choices=(Choice("year", "Years", (("all", "all years"), *((str(y), str(y)) for y in reading.years)), "all"),),
    )  # fmt: skip


def _histogram(values: Floats) -> Floats:
    values = values[np.isfinite(values)]
    counts = np.histogram(values, BINS)[0]
    return counts / counts.sum() if counts.sum() else np.full(len(BINS) - 1, np.nan)


def _bin_names() -> list[str]:
    inner = [
        f"{100 * low:.0f}\u2013{100 * high:.0f}" for low, high in zip(BINS[1:-2], BINS[2:-1], strict=True)
    ]
    return ["under 90", *inner, "110 and more"]


def causes(reading: Reading) -> Figure:
    """Figure 6: the binding constraint of the missing output, by group of shops and month."""
    shops = reading.shops
    cause, missing = reading.panel("cause"), reading.panel("missing")
    plan = reading.panel("plan_month") / 3
    weight = np.where(np.isfinite(plan) & (plan > 0), shops.workers, 0.0)
    lost = np.where(weight > 0, np.nan_to_num(missing / np.where(plan > 0, plan, 1.0)), 0.0) * weight
    stage_of = {good: stage for stage, goods in STAGES.items() for good in goods}
    product = [reading.goods[row] for row in shops.product]
    views = {
        "works": ("the Works, by stage",
                  [stage_of.get(good, "Other") if own else "" for good, own in zip(product, shops.works, strict=True)],
                  [*STAGES, "Other"]),
        "union": ("the rest of the Union, by product",
                  ["" if own else good for good, own in zip(product, shops.works, strict=True)], reading.goods),
    }  # fmt: skip
    data = {}
    for name, (words, group_of, groups) in views.items():
        members = [np.array([g == group for g in group_of]) for group in groups]
        kept = [(group, rows) for group, rows in zip(groups, members, strict=True) if rows.any()]
        data[name] = {
            "words": words,
            "groups": [group for group, _ in kept],
            "lost": [_by_cause(reading, cause[:, rows], lost[:, rows], weight[:, rows]) for _, rows in kept],
            "total": _by_cause(reading, *(a[:, [g != "" for g in group_of]] for a in (cause, lost, weight))),
        }
    in_works = np.broadcast_to(shops.works, lost.shape) & (cause == Cause.INPUT)
    wanting = reading.panel("cause_good")
    short = [(good, float(lost[in_works & (wanting == row)].sum())) for row, good in enumerate(reading.goods)]
    all_lost = float(lost[:, shops.works].sum())
    short = [(good, part / all_lost) for good, part in sorted(short, key=lambda item: -item[1]) if part > 0]
    shares = {code: float(lost[:, shops.works][cause[:, shops.works] == code].sum() / all_lost)
              for code in CAUSES} if all_lost else {}  # fmt: skip
    return Figure(
        name="causes",
        title=_causes_title(shares, short),
        note=(
            "Output short of the plan\u2019s even pace, weighed by workers. Colour is the constraint behind most of what is "
            "missing in the month; the paler the cell, the less is missing."
        ),
        data={"months": reading.month_names, "causes": [{"code": int(c), "words": w} for c, w in CAUSES.items()],
              "views": data, "short": short[:MOST_GOODS_SHORT]},
        table=Table("What bound the Works, % of the missing output", ("constraint", "share"),
                    (*((CAUSES[code], number(100 * share)) for code, share in shares.items()),
                     *((f"of materials: {good}", number(100 * share)) for good, share in short[:MOST_GOODS_SHORT]))),
        sections=("production", "allocation", "freight", "equipment", "storming", "planning"),
        choices=(Choice("view", "Where", tuple((name, str(view["words"])) for name, view in data.items()), "works"),),
    )  # fmt: skip


def _by_cause(reading: Reading, cause: Floats, lost: Floats, weight: Floats) -> Floats:
    """Share of the planned pace that was lost to each cause by month. Shape: (months, causes)."""
    weights = np.maximum(reading.by_month(weight).sum(axis=1), 1e-300)
    parts = [reading.by_month(np.where(cause == code, lost, 0.0)).sum(axis=1) / weights for code in CAUSES]
    return np.stack(parts, axis=1)


def _causes_title(shares: dict[Cause, float], short: list[tuple[str, float]]) -> str:
    if not shares:
        return "Nothing bound the Works: no output was missing"
    worst = sorted(shares, key=lambda cause: -shares[cause])[:2]
    title = f"Of what the Works did not make, {listed(f'{percent(shares[cause])} was lost {MISSED[cause]}' for cause in worst)}"
    return f"{title}; {listed(good for good, _ in short[:2])} ran short most" if short else title

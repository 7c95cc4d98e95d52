"""What is wanted, ordered, received and held of each good: inflated requests and hidden reserves."""

from __future__ import annotations

from magnitka.report.figure import Choice, Figure, Table, Unrecorded
from magnitka.report.reading import Reading
from magnitka.report.wording import hundredths, number

LEAST_ORDER = 0.02  # goods of which less than this share of use is ordered are not worth a curve
SMALL_STOCK = 0.05  # dekads of use, not worth a word


def stocks(reading: Reading) -> Figure:
    """Figure 3: what the Works, and all enterprises, need, order, get and hold of each good."""
    places = {
        "works": ("the Works", ["works_true_order", "works_order", "works_received", "works_used"], "works_"),
        "all": ("all enterprises", ["needed", "wanted", "good_shipped", "need"], ""),
    }
    data, rows = {}, []
    for place, (words, names, prefix) in places.items():
        need, order, got, used = (reading.by_month(reading.panel(name)) for name in names)
        fit, unfit = (reading.by_month(reading.panel(f"{prefix}{name}")) for name in ("fit", "unfit"))
        for row, good in enumerate(reading.goods):
            use = used[:, row].mean()
            if not (use > 0 and need[:, row].mean() > LEAST_ORDER * use and fit[:, row].any()):
                continue
            inflation, fill = (column[:, row].sum() / need[:, row].sum() for column in (order, got))
            held, idle = fit[:, row] / use, unfit[:, row] / use
            data[f"{place}:{good}"] = {
                "name": good,
                "unit": f"{reading.units[row]}/dekad",
                "need": need[:, row],
                "order": order[:, row],
                "received": got[:, row],
                "fit": held,
                "unfit": idle,
                "title": _stock_title(good, inflation, fill, held.mean(), idle.mean()),
            }
            figures = (number(inflation, 3), hundredths(fill), number(held.mean()), number(idle.mean()))
            rows.append((f"{good}, {words}", *figures))
    if not data:
        raise Unrecorded("any order")
    telling = max(data, key=lambda key: float(data[key]["unfit"].mean()) * key.startswith("works:"))
    options = tuple((key, f"{one['name']}, {places[key.split(':')[0]][0]}") for key, one in data.items())
    return Figure(
        name="stocks",
        title=str(data[telling]["title"]),
        note=(
            "Above: what was truly wanted, the order as sent, and what came. Below: the stock held, in dekads of mean "
            "use, in the specification needed and in a wrong one. Means of each month\u2019s dekads."
        ),
        data={"months": reading.month_names, "goods": data},
        table=Table(
            "Orders and stocks, means over the run",
            ("good", "order over need", "receipt, % of need", "fit stock, dekads", "unfit stock, dekads"),
            tuple(rows),
        ),
        sections=("ordering", "allocation", "assortment", "freight", "barter"),
        choices=(Choice("good", "Good", options, telling),),
    )


def _stock_title(good: str, inflation: float, fill: float, fit: float, unfit: float) -> str:
    held = f"{number(fit + unfit)} dekads\u2019 use in stock"
    if unfit >= SMALL_STOCK:
        held += f", {number(unfit)} of it in the wrong specification"
    return f"{good.capitalize()}: {number(inflation)} ordered for 1 wanted, {number(fill)} received; {held}"

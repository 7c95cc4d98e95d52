"""Panels of industry, by good, shop, enterprise and link."""

from __future__ import annotations

from magnitka.measure import Panel, PanelMeasure
from magnitka.process import Clock
from magnitka.table import Array
from magnitka.world import Kind, World


def column(table: str, name: str) -> PanelMeasure:
    return lambda world, clock: getattr(getattr(world, table), name)


def by_works(name: str) -> PanelMeasure:
    return lambda world, clock: getattr(world.enterprises, name)[world.works]


def summed(name: str) -> PanelMeasure:
    def measure(world: World, clock: Clock) -> Array:
        e = world.enterprises
        return getattr(e, name)[e.kind == Kind.PRODUCER].sum(axis=0)

    return measure


def _panels(axis: str, table: str, rows: dict[str, tuple[str, str]]) -> tuple[Panel, ...]:
    return tuple(Panel(name, unit, text, axis, column(table, name)) for name, (unit, text) in rows.items())


PANELS: tuple[Panel, ...] = (
    *_panels(
        "good",
        "goods",
        {
            "output": ("unit/dekad", "output that passed inspection"),
            "needed": ("unit/dekad", "true orders"),
            "wanted": ("unit/dekad", "orders as inflated"),
            "shipped": ("unit/dekad", "shipped by suppliers"),
            "planned_year": ("unit/yr", "the year's plan after balancing"),
            "required_year": ("unit/yr", "what the year's plans need of it"),
            "achieved_year": ("unit/yr", "output of the last full year"),
        },
    ),
    Panel("works_need", "unit/dekad", "the Works' use at the plan's pace", "good", by_works("need")),
    Panel("works_true_order", "unit/dekad", "the Works' true order", "good", by_works("true_order")),
    Panel("works_order", "unit/dekad", "the Works' order as inflated", "good", by_works("order")),
    Panel("works_received", "unit/dekad", "received by the Works", "good", by_works("received")),
    Panel("works_used", "unit/dekad", "used by the Works", "good", by_works("used")),
    Panel("works_fit", "unit", "the Works' stock in the right specification", "good", by_works("fit")),
    Panel("works_unfit", "unit", "the Works' stock in the wrong specification", "good", by_works("unfit")),
    Panel("works_target", "unit", "the stock the Works aims at", "good", by_works("target_stock")),
    Panel("works_bartered", "unit/dekad", "bartered in by the Works", "good", by_works("bartered")),
    Panel("need", "unit/dekad", "use of all enterprises at their plans' pace", "good", summed("need")),
    Panel("fit", "unit", "stock in the right specification, all enterprises", "good", summed("fit")),
    Panel("finished", "unit", "product waiting for shipment, all enterprises", "good", summed("finished")),
    Panel("unfit", "unit", "stock in the wrong specification, all enterprises", "good", summed("unfit")),
    Panel(
        "shortage",
        "unit/dekad",
        "wanted by shops and not in stock, all enterprises",
        "good",
        summed("shortage"),
    ),
    *_panels(
        "shop",
        "shops",
        {
            "output": ("unit/dekad", "gross output"),
            "rejects": ("unit/dekad", "stopped by inspection"),
            "recycled": ("unit/dekad", "gross output from own rejected metal"),
            "grade": ("1", "on-grade share of what passed"),
            "cause": ("code", "binding constraint, see Cause"),
            "cause_good": ("code", "the missing good"),
            "missing": ("unit/dekad", "short of the plan's even pace"),
            "wish": ("unit/dekad", "what pace and equipment allowed"),
            "effort": ("1", "pace, 1 is the norm"),
            "skip": ("1", "1 where upkeep is skipped"),
            "pressure": ("1", "marginal value of output, monthly salaries"),
            "debt": ("1", "work borrowed from upkeep and hands"),
            "condition": ("1", "state of repair"),
            "capacity": ("unit/day", "capacity of all ages"),
            "plan_month": ("unit/month", "share of the month's plan"),
            "tautness": ("1", "normal capacity over plan"),
            "breakdown": ("1", "share of the dekad lost"),
            "machine_grade": ("1", "on-grade share of machines"),
            "upkeep_done": ("1", "share of upkeep done"),
            "spares_used": ("Mrub/dekad", "spares used"),
            "machines_used": ("Mrub/dekad", "machines installed"),
            "retired": ("unit/day", "capacity retired at the year's end"),
            "installed": ("unit/day", "capacity installed"),
        },
    ),
    *_panels(
        "enterprise",
        "enterprises",
        {
            "plan_month": ("unit/month", "the month's plan as last corrected"),
            "plan_late": ("1", "1 while the month's plan is missing"),
            "done_month": ("unit", "counted output of the month so far"),
            "fulfilment_month": ("1", "reported fulfilment of the last month"),
            "fulfilment_year": ("1", "reported fulfilment of the last year's corrected plan"),
            "fulfilment_first": ("1", "fulfilment of the last year's first plan"),
            "delivery_year": ("1", "share of contracted deliveries made last year"),
            "plan_year": ("unit/yr", "the year's plan as last corrected"),
            "plan_first": ("unit/yr", "the year's plan as first confirmed"),
            "plan_five_year": ("unit/yr", "this year in the five-year plan's first version"),
            "made_last_year": ("unit/yr", "output of the last full year"),
            "capacity": ("unit/dekad", "capacity of its product"),
            "corrections": ("1", "corrections in the year so far"),
            "padding": ("unit", "reported and not made"),
            "staff": ("persons", "workers on the list"),
            "peak_work": ("1", "busiest pace as remembered"),
            "profit_last_year": ("kopeck", "profit of the last full year"),
            "noise": ("Mrub", "noise that its town makes in the ministry, as it is remembered"),
            "concession": ("kopeck", "won from the ministry by its town this dekad"),
            "favours": ("Mrub", "favours owed to supply managers, net"),
            "fit_share": ("1", "share of shipments in the specification ordered"),
            "inhouse": ("1", "share of spares made in-house"),
        },
    ),
    *_panels(
        "link",
        "links",
        {
            "ordered": ("unit/dekad", "ordered, as inflated"),
            "shipped": ("unit/dekad", "shipped"),
            "short": ("unit/dekad", "truly ordered and not shipped"),
            "gap": ("code", "why it was short, see Gap"),
        },
    ),
)

# What is too large for every dekad, or changes at the year's end only.
YEARLY: tuple[Panel, ...] = (
    Panel("shop_vintages", "unit/day", "capacity by age of equipment", "shop", column("shops", "vintages")),
)

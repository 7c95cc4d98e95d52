"""What the scenario gives for the foundation: its numbers, its shops, and what each enterprise needs from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from magnitka.errors import UsageError, did_you_mean
from magnitka.foundation.expectation import expect, rules_of
from magnitka.processes.equipment import OLD
from magnitka.quantity import quantity
from magnitka.scenario import Scenario
from magnitka.world.goods import COKE, CRUDE, FREIGHT, MACHINES, PIG, ROLLED, SCRAP, SINTER, SPARES
from magnitka.world.shops import AGES

Floats = NDArray[np.float64]
FOREIGN_TRADE = "Foreign Trade"  # the ministry whose organisations import
UNITS = 30.0  # furnaces or plants that an aggregate shop stands for, as the law of large numbers sees it
WORKS_DECADES = (
    ("works_1960s", 10, 20),
    ("works_1950s", 20, 30),
    ("works_1940s", 30, 40),
    ("works_1930s", 40, 50),
)
NEGLIGIBLE = 0.02  # a need below this share is met from one's own yard
CHAIN = (SINTER, COKE, PIG, CRUDE)  # what an integrated steelworks makes for its own mills


@dataclass(frozen=True)
class Params:
    """The founding year."""

    crude_steel: float = quantity("kt/yr", "crude steel of the Union in the founding year", at_least=1)
    slack: float = quantity(
        "1", "capacity over what the founding year's output must have taken", at_least=0.8, at_most=2
    )
    norm_losses: float = quantity("1", "what norms of use add for losses", at_least=1, at_most=1.5)
    norm_misfit: float = quantity("1", "what norms add for goods in specifications", at_least=1, at_most=1.5)
    renewal: float = quantity(
        "1/yr", "machines for renewal and growth, as a share of what is installed", at_least=0, at_most=0.3
    )
    opening_stock: float = quantity("dekad", "input stocks of the founding day, in dekads of use", at_least=0)
    distance: float = quantity("km", "distance over which a supplier's weight falls to a third", at_least=1)
    independent_coke: float = quantity(
        "1", "share of coke outside the Works that independent plants make", at_least=0, at_most=1
    )
    suppliers: float = quantity(
        "1", "most suppliers that a customer of a good is given", at_least=1, at_most=8
    )
    speed: float = quantity("km/dekad", "distance that a wagon covers in a dekad", at_least=100)
    output_per_worker: float = quantity(
        "krub/person/yr", "output a worker, at wholesale prices", at_least=0.1
    )
    grade: float = quantity(
        "1", "on-grade share of stocks and installed machines on the founding day", at_least=0.1, at_most=1
    )
    union_age: float = quantity(
        "yr", "mean age of equipment outside the Works on the founding day", at_least=1, at_most=40
    )
    works_1930s: float = quantity(
        "1", "share of the Works' equipment that dates from before 1941", at_least=0, at_most=1
    )
    works_1940s: float = quantity("1", "share from 1941 to 1950", at_least=0, at_most=1)
    works_1950s: float = quantity("1", "share from 1951 to 1960", at_least=0, at_most=1)
    works_1960s: float = quantity("1", "share from 1961 to 1970", at_least=0, at_most=1)
    inhouse: float = quantity("1", "share of spares made in-house on the founding day", at_least=0, at_most=1)
    works_scale: float = quantity(
        "1", "output and hands of the Works' shops, over those of its table", at_least=0.01, at_most=10
    )
    working_capital: float = quantity(
        "month", "sales that the opening balance of an account covers", at_least=0
    )


class Shop(NamedTuple):
    """One shop to be; output in units a year, capacity in the same at the norm's pace in good repair."""

    name: str
    enterprise: str
    product: str
    output: float
    capacity: float
    condition: float
    pace: str
    workers: float
    own_use: float
    units: float
    stage: int
    ages: Floats  # shares of capacity by age, shape (AGES,)


def union_ages(p: Params) -> Floats:
    """Shares of capacity by age with a geometric distribution of mean `union_age`, shape (AGES,)."""
    ages = np.exp(-np.arange(AGES) / p.union_age)
    result: Floats = ages / ages.sum()
    return result


def works_ages(p: Params) -> Floats:
    """Shares of the Works' capacity by age on the founding day of 1980; what the decades leave is of the 1970s."""
    ages = np.zeros(AGES)
    for name, young, old in WORKS_DECADES:
        ages[young:old] += getattr(p, name) / (old - young)
    ages[:10] += max(1.0 - ages.sum(), 0.0) / 10.0
    return ages / ages.sum()


def share_old(ages: Floats) -> float:
    """Share of equipment that counts as old."""
    return float(ages[OLD:].sum() / ages.sum())


def the_works(scenario: Scenario) -> str:
    """The enterprise whose capacity is given shop by shop: the one producer without a share of its branch."""
    firms = scenario.table("enterprises")
    known = set(scenario.table("final_demand").texts("user"))
    rows = zip(firms.texts("enterprise"), firms.numbers("share"), strict=True)
    found = [name for name, share in rows if share == 0.0 and name not in known]
    if len(found) != 1:
        raise UsageError(
            f"table enterprises: {len(found)} producers have no share of their branch ({', '.join(found)}), but "
            "exactly one must: the works that is given shop by shop"
        )
    return found[0]


def named_row(row: dict[str, int], name: str, table: str) -> int:
    """Row of a good. Raises UsageError with a near miss."""
    if name not in row:
        raise UsageError(f"table {table}: {name} is not in the table of goods; {did_you_mean(name, row)}")
    return row[name]


def technology(scenario: Scenario, row: dict[str, int], p: Params) -> Floats:
    """Inputs per unit of output [good made, good used], norms of loss included."""
    table = scenario.table("technology")
    inputs = np.zeros((len(row), len(row)))
    rows = zip(table.texts("good"), table.texts("input"), table.numbers("coefficient"), strict=True)
    for made, used, coefficient in rows:
        inputs[named_row(row, made, "technology"), named_row(row, used, "technology")] += coefficient
    return inputs


def material_balance(scenario: Scenario, inputs: Floats, row: dict[str, int], p: Params) -> Floats:
    """Need of good i per unit of good j [i, j]: inputs and renewal with norms of loss, less returning scrap."""
    goods = scenario.table("goods")
    norms = p.norm_losses * np.where(goods.numbers("in_specs") > 0, p.norm_misfit, 1.0)
    balance: Floats = inputs.T * norms[:, None]
    rules = rules_of(scenario)
    fullness = [
        expect(rules, p.grade, pace, share_old(union_ages(p))).fullness for pace in goods.texts("pace")
    ]
    capacity = (
        p.slack * goods.numbers("room") * np.array(fullness)
    )  # kept up and renewed for a unit of output
    balance[row[SPARES]] += goods.numbers("upkeep") * capacity * norms[row[SPARES]]
    balance[row[MACHINES]] += goods.numbers("machines") * capacity * p.renewal * norms[row[MACHINES]]
    balance[row[FREIGHT]] += goods.numbers("haul")
    balance[row[SCRAP], row[ROLLED]] -= goods.numbers("scrap_return")[row[ROLLED]]
    return np.ascontiguousarray(balance)


def final_use(scenario: Scenario, row: dict[str, int]) -> Floats:
    """Final use in the table's proportions [enterprise, good]."""
    names = list(scenario.table("enterprises").texts("enterprise"))
    table = scenario.table("final_demand")
    use = np.zeros((len(names), len(row)))
    for user, good, amount in zip(
        table.texts("user"), table.texts("good"), table.numbers("amount"), strict=True
    ):
        if user not in names:
            raise UsageError(
                f"table final_demand: {user} is not in the table of enterprises; {did_you_mean(user, names)}"
            )
        use[names.index(user), named_row(row, good, "final_demand")] += amount
    return use


def list_shops(scenario: Scenario, gross: Floats, row: dict[str, int], p: Params) -> list[Shop]:
    """All shops: the Works' as given, the other steelworks' five stages, one shop for everybody else."""
    works, goods, firms = scenario.table("works"), scenario.table("goods"), scenario.table("enterprises")
    owner = the_works(scenario)
    pace = dict(zip(goods.texts("good"), goods.texts("pace"), strict=True))
    stages = dict(zip(goods.texts("good"), goods.numbers("stage"), strict=True))
    price = dict(zip(goods.texts("good"), goods.numbers("price"), strict=True))
    room = dict(zip(goods.texts("good"), goods.numbers("room"), strict=True))
    rules = rules_of(scenario)

    def shop(
        name: str,
        enterprise: str,
        product: str,
        output: float,
        rhythm: str,
        workers: float,
        own: float,
        units: float,
        ages: Floats,
    ) -> Shop:
        expected = expect(rules, p.grade, rhythm, share_old(ages))
        capacity = output * p.slack * room[product] * expected.fullness
        stage = own_stage(stages, product, own)
        return Shop(
            name,
            enterprise,
            product,
            output,
            capacity,
            expected.condition,
            rhythm,
            workers,
            own,
            units,
            stage,
            ages,
        )

    shops = [
        shop(name, owner, product, output, rhythm, workers, own, 1.0, works_ages(p))
        for name, product, output, rhythm, workers, own in zip(
            works.texts("shop"),
            works.texts("product"),
            works.numbers("output") * p.works_scale,
            works.texts("pace"),
            works.numbers("workers") * p.works_scale,
            works.numbers("own_use"),
            strict=True,
        )
    ]
    given = np.zeros(len(row))
    for one in shops:
        given[named_row(row, one.product, "works")] += one.output
    users = set(scenario.table("final_demand").texts("user"))
    for name, product, ministry, share in zip(
        firms.texts("enterprise"),
        firms.texts("product"),
        firms.texts("ministry"),
        firms.numbers("share"),
        strict=True,
    ):
        if name == owner or name in users or ministry == FOREIGN_TRADE:
            continue
        made = [(product, share, 0.0)]
        if product == ROLLED:
            made = [
                (good, share * (1.0 - p.independent_coke if good == COKE else 1.0), 1.0) for good in CHAIN
            ] + made
        elif product == COKE:
            made = [(product, share * p.independent_coke, 0.0)]
        for good, part, own in made:
            rest = max(gross[named_row(row, good, "enterprises")] - given[row[good]], 0.0)
            output = part * rest
            label = name if len(made) == 1 else f"{name}, {good}"
            workers = output * price[good] * 1000.0 / p.output_per_worker
            shops.append(shop(label, name, good, output, pace[good], workers, own, UNITS, union_ages(p)))
    return shops


def sold(
    scenario: Scenario, shops: list[Shop], gross: Floats, row: dict[str, int]
) -> dict[tuple[str, str], float]:
    """What each enterprise can sell of each good, units a year: output of its shops for sale, or imports."""
    supply: dict[tuple[str, str], float] = {}
    for shop in shops:
        if not shop.own_use:
            supply[shop.enterprise, shop.product] = (
                supply.get((shop.enterprise, shop.product), 0.0) + shop.output
            )
    firms = scenario.table("enterprises")
    rows = zip(
        firms.texts("enterprise"),
        firms.texts("product"),
        firms.texts("ministry"),
        firms.numbers("share"),
        strict=True,
    )
    for name, product, ministry, share in rows:
        if ministry == FOREIGN_TRADE:
            supply[name, product] = share * gross[row[product]]
    return supply


def own_stage(stages: dict[str, float], product: str, own_use: float) -> int:
    """Place of a shop in the dekad: that of its good; repair shops come last, when the mills have rolled."""
    return int(stages[product]) if own_use or product != SPARES else 1


def outside_needs(
    scenario: Scenario, shops: list[Shop], inputs: Floats, final: Floats, row: dict[str, int], p: Params
) -> Floats:
    """What each enterprise takes from outside in the founding year [enterprise, good], own making taken off."""
    goods = scenario.table("goods")
    names = list(scenario.table("enterprises").texts("enterprise"))
    need, own = final.copy(), np.zeros_like(final)
    upkeep, machines, falls = (
        goods.numbers("upkeep"),
        goods.numbers("machines"),
        goods.numbers("scrap_return"),
    )
    repairs_itself = {shop.enterprise for shop in shops if shop.own_use and shop.product == SPARES}
    for shop in shops:
        e, g = names.index(shop.enterprise), row[shop.product]
        output, inhouse = shop.output, 0.0 if shop.enterprise in repairs_itself else p.inhouse
        need[e] += output * inputs[g]
        need[e, row[SPARES]] += shop.capacity * upkeep[g] * (1.0 - inhouse)
        need[e, row[ROLLED]] += shop.capacity * upkeep[g] * inhouse * inputs[row[SPARES], row[ROLLED]]
        need[e, row[MACHINES]] += shop.capacity * machines[g] * p.renewal
        if shop.own_use:
            own[e, g] += output
        if shop.product == ROLLED:
            own[e, row[SCRAP]] += output * falls[g]
    outside = np.maximum(need - own, 0.0)
    outside[outside < NEGLIGIBLE * need] = 0.0
    outside[:, goods.numbers("service") > 0] = 0.0
    result: Floats = outside
    return result

"""The Works' equipment by age, year after year, beside the claim about its age."""

from __future__ import annotations

from magnitka.report.figure import Figure, Table, Unrecorded, slider
from magnitka.report.reading import Reading
from magnitka.report.wording import hundredths, percent

OLD = 30  # years: the age that the director's complaint of 1989 names
OLD_CLAIM = "L021"


def ages(reading: Reading) -> Figure:
    """Figure 5: the Works' equipment by age, valued at what its replacement takes."""
    vintages, years = reading.yearly("shop_vintages"), reading.full_years
    if not years:
        raise Unrecorded("the end of a year")
    shops = reading.shops
    value = reading.columns["goods.machines"][shops.product] * 365  # Mrub per unit a day
    worth = (vintages[:, shops.works] * value[shops.works][:, None]).sum(axis=1)
    share = worth / worth.sum(axis=1, keepdims=True)
    old = share[:, OLD:].sum(axis=1)
    claim = next((one for one in reading.judged if one.id == OLD_CLAIM), None)
    last = share.shape[1] - 10
    decades = [f"{low}\u2013{low + 9}" for low in range(0, last, 10)] + [f"{last} and more"]
    by_decade = share.reshape(len(years), -1, 10).sum(axis=2)
    change = "from" if abs(old[-1] - old[0]) >= 0.005 else "still"
    return Figure(
        name="ages",
        title=(
            f"{percent(old[-1])} of the equipment is over {OLD} years old in {years[-1]}, "
            f"{change} {percent(old[0])} in {years[0]}"
        ),
        note=(
            "Share of the Works\u2019 equipment by its age in years at the end of the year, each piece weighed by what "
            "its replacement would take in machines. The outline is the first year."
        ),
        data={"years": years, "share": share, "old": old, "limit": OLD, "claim": claim and claim.band},
        table=Table(
            "Share of equipment by age in years, %",
            ("year", *decades, f"over {OLD}"),
            tuple(
                (str(year), *(hundredths(part) for part in (*by_decade[row], old[row])))
                for row, year in enumerate(years)
            ),
        ),
        sections=("equipment", "foundation", "tables.works"),
        choices=(slider(years),),
    )

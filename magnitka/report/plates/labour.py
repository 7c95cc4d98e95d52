"""Tonnes per worker against Gary: the excess of hands, split into its parts."""

from __future__ import annotations

from magnitka.report.figure import Figure, Table, Unrecorded
from magnitka.report.reading import Reading
from magnitka.report.wording import hundredths, listed, number, percent

GARY = "L034"  # claim whose value is the workers per tonne of the Works over those of the mill at Gary
LABOUR_PARTS = {  # claims whose value is a part of the excess of workers over Gary's rate
    "L036": "repair crews",
    "L035": "making machines, tools and spares in house",
    "L037": "hands kept for the rush",
}
NOT_COVERED = (
    "The gap to Gary is reckoned from claims on the Works of Magnitogorsk, which were not judged in this run or do not "
    "cover it."
)


def labour(reading: Reading) -> Figure:
    """Figure 7: workers for the same tonnage, from Gary's rate to the Works', part by part."""
    values = {one.id: one.value for one in reading.judged if one.value is not None}
    parts = [(words, values[name]) for name, words in LABOUR_PARTS.items() if name in values]
    if GARY not in values or not parts:
        raise Unrecorded("the parts of the gap to Gary", said=NOT_COVERED)
    times = values[GARY]
    staff = float(reading.series("staff_works").mean())
    start = staff / times
    excess = staff - start
    steps = [(words, share * excess) for words, share in parts]
    steps.append(("wider scope and older technology: the rest", excess - sum(hands for _, hands in steps)))
    told = listed(f"{words} {percent(share)}" for words, share in parts)
    return Figure(
        name="labour",
        title=f"{number(times)} times Gary\u2019s hands for a tonne of steel; of the excess: {told}",
        note=(
            "Workers for the crude steel of the Works: at the rate of the large integrated mill at Gary, then what "
            "each part of the excess adds, up to the staff of the Works. Means over the run. The parts are the values "
            f"of the claims {listed(sorted(LABOUR_PARTS))}; what they leave is not explained here."
        ),
        data={
            "start": ["at Gary\u2019s rate", start],
            "steps": steps,
            "end": ["the Works", staff],
            "unit": "workers",
        },
        table=Table(
            "Workers for the crude steel of the Works",
            ("part", "workers", "share of the excess, %"),
            (
                ("at Gary\u2019s rate", number(start, 3), ""),
                *((words, number(hands, 3), hundredths(hands / excess)) for words, hands in steps),
                ("the Works", number(staff, 3), ""),
            ),
        ),
        sections=("labour", "equipment", "storming", "production", "tables.works"),
    )

"""Links: which supplier is designated to which customer for which good, and what is on the rails between them."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from magnitka.table import Column, Table

LAGS = 4  # dekads that a wagon can be under way, at most


class Gap(IntEnum):
    """Why a link delivered less than was ordered."""

    NONE = 0
    OUTPUT = 1  # the supplier had not made enough
    PRIORITY = 2  # the supplier had goods, others came first
    FREIGHT = 3  # wagons were missing
    OFFER = 4  # the supplier sold to a better offer
    BROKEN = 5  # the supplier had left the link


class Links(Table):
    """One row per designated supply relation."""

    axis = "link"

    supplier = Column("code", "row of the supplying enterprise", dtype=np.int64, static=True)
    customer = Column("code", "row of the receiving enterprise", dtype=np.int64, static=True)
    good = Column("code", "row of the good", dtype=np.int64, static=True)
    lag = Column("dekad", "dekads under way when all goes well", dtype=np.int64, static=True)
    luck = Column("code", "permanent luck number", dtype=np.uint64, static=True)

    share = Column("1", "share of the customer's orders of the good that goes to this supplier")
    alive = Column("1", "1 while the supplier honours the link")
    ordered = Column("unit/dekad", "ordered from this supplier, as inflated")
    shipped = Column("unit/dekad", "put on wagons this dekad")
    gap = Column("code", "a Gap", dtype=np.int64)
    short = Column("unit/dekad", "ordered in truth and not shipped")
    on_way = Column("unit", "fit goods under way, by dekads left", ("lag",))
    on_way_unfit = Column("unit", "goods in the wrong specification under way", ("lag",))
    on_way_grade = Column("unit", "of both, on-grade tonnes", ("lag",))


SIZES = {"lag": LAGS}

"""The centre: Gosplan's ambitions, the pools of power and freight, foreign exchange, budget and bank."""

from __future__ import annotations

import numpy as np

from magnitka.table import Column, Table


class Centre(Table):
    """One row: the Union."""

    axis = "centre"

    power_ratio = Column("1", "share of the power wanted this dekad that the grid delivered")
    freight_wanted = Column("Mt-km/dekad", "freight that the last ten-day dekad's shipments asked for")
    freight_ratio = Column("1", "share of the freight wanted this dekad that the railways carried")
    plan_gap = Column("1", "relative inconsistency left in the year's material balances")
    state_order = Column("1", "share of output that enforced state orders claim")
    valuta = Column("M valuta rub", "foreign exchange in hand")
    export_earnings = Column("M valuta rub/dekad", "earned by exports this dekad")
    import_bill = Column("M valuta rub/dekad", "spent on imports this dekad")

    budget = Column("kopeck", "account of the Union budget", dtype=np.int64)
    households = Column(
        "kopeck", "wages paid out less takings returned: the cash circuit's edge", dtype=np.int64
    )
    bank = Column("kopeck", "Gosbank's net liabilities to all accounts (minus their sum)", dtype=np.int64)
    wages_paid = Column("kopeck", "wages paid this dekad", dtype=np.int64)
    issued = Column(
        "kopeck",
        "currency issued to the cities less currency returned: pay, pensions, cash-outs less takings banked",
        dtype=np.int64,
    )

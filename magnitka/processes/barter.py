"""Supply managers settle among themselves what the plan left short: my surplus for yours, or a favour owed.

Each manager knows a few others. One who is short asks them in turn; a partner gives from what he holds beyond his own
target, or from sizes that do not fit him and may fit the asker. He gives against goods that he is short of in his
turn, else on favours up to a limit of trust. Favours are worth roubles at decreed prices and are repaid the same way.
Neutral: no deals. Claims: L042-L045.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.process import Clock, Dice, Process
from magnitka.quantity import quantity
from magnitka.world import Enterprises, World

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Params:
    """What is given, for what, on how much trust."""

    generosity: float = quantity("1", "share of a surplus that is given in one deal", at_least=0, at_most=1)
    match: float = quantity(
        "1", "share of a partner's unfit stock that is in sizes the asker can use", at_least=0, at_most=1
    )
    trust: float = quantity("dekad", "favours that may be owed, in dekads of the debtor's output", at_least=0)
    cover: float = quantity("dekad", "dekads of use that an asker asks for", at_least=0, at_most=6)
    fatigue: float = quantity(
        "1/dekad", "share of favours that is forgotten in a dekad", at_least=0, at_most=1
    )


@kernel
def give(
    giver: int,
    taker: int,
    good: int,
    amount: float,
    keeps: float,
    match: float,
    fit: Floats,
    unfit: Floats,
    grade: Floats,
    bartered: Floats,
) -> float:
    """Hand over up to `amount`, first what fits beyond `keeps`, then matching unfit; returns what went."""
    spare = max(fit[giver, good] - keeps, 0.0)
    from_fit = min(amount, spare)
    from_unfit = min(amount - from_fit, unfit[giver, good] * match)
    moved = from_fit + from_unfit
    if moved <= 0.0:
        return 0.0
    held = fit[taker, good] + unfit[taker, good]
    grade[taker, good] = (held * grade[taker, good] + moved * grade[giver, good]) / (held + moved)
    fit[giver, good] -= from_fit
    unfit[giver, good] -= from_unfit
    fit[taker, good] += moved
    bartered[taker, good] += moved
    bartered[giver, good] -= moved
    return moved


@kernel
def deal(
    start: int,
    kind: Codes,
    contacts: Codes,
    need: Floats,
    target: Floats,
    price: Floats,
    storable: Floats,
    trust: Floats,
    generosity: float,
    match: float,
    cover: float,
    fit: Floats,
    unfit: Floats,
    grade: Floats,
    favours: Floats,
    bartered: Floats,
) -> None:
    """One round of asking; who asks first rotates with the tick."""
    n, n_goods = need.shape
    for turn in range(n):
        a = (start + turn) % n
        if kind[a] != 0:
            continue
        for g in range(n_goods):
            lack = cover * need[a, g] - fit[a, g]
            if storable[g] == 0.0 or need[a, g] <= 0.0 or lack <= 0.0:
                continue
            for c in range(contacts.shape[1]):
                b = contacts[a, c]
                if b < 0 or kind[b] != 0 or lack <= 0.0:
                    continue
                able = max(fit[b, g] - target[b, g], 0.0) + unfit[b, g] * match
                ask = min(lack, able * generosity)
                if ask <= 0.0:
                    continue
                worth = ask * price[g]
                # first goods that the partner is short of and the asker can spare
                for h in range(n_goods):
                    if storable[h] == 0.0 or worth <= 0.0 or h == g:
                        continue
                    want = min(cover * need[b, h] - fit[b, h], worth / price[h])
                    if want > 0.0:
                        went = give(a, b, h, want, target[a, h], match, fit, unfit, grade, bartered)
                        worth -= went * price[h]
                        favours[a] -= went * price[h]
                        favours[b] += went * price[h]
                owed = favours[a] + ask * price[g]
                if owed > trust[a]:
                    ask -= min((owed - trust[a]) / price[g], ask)
                if ask > 0.0:
                    went = give(b, a, g, ask, target[b, g], match, fit, unfit, grade, bartered)
                    favours[a] += went * price[g]
                    favours[b] -= went * price[g]
                    lack -= went


def bargain(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """One round of deals a dekad."""
    e, g = world.enterprises, world.goods
    e.bartered[:] = 0.0
    e.favours *= 1.0 - p.fatigue
    trust = p.trust * e.capacity * g.price[e.product]
    deal(
        clock.tick % e.rows,
        e.kind,
        e.contacts,
        e.need,
        e.target_stock,
        g.price,
        1.0 - g.service,
        trust,
        p.generosity,
        p.match,
        p.cover,
        e.fit,
        e.unfit,
        e.grade,
        e.favours,
        e.bartered,
    )


def no_deals(world: World, p: Params, clock: Clock, dice: Dice) -> None:
    """Neutral rule: nothing moves outside the plan."""
    world.enterprises.bartered[:] = 0.0


PROCESSES = (
    Process(
        "barter",
        "barter.deals",
        bargain,
        no_deals,
        Params,
        reads=(Enterprises.need, Enterprises.target_stock, Enterprises.capacity),
        writes=(
            Enterprises.fit,
            Enterprises.unfit,
            Enterprises.grade,
            Enterprises.favours,
            Enterprises.bartered,
        ),
    ),
)

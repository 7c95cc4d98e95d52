"""Crews on building sites: shared out by want and rank, and none where they would be too few to work with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.rationing import ration

Floats = NDArray[np.float64]
HAIR = 1e-9


def man_sites(want: Floats, rank: Floats, least: Floats, work: float) -> Floats:
    """Building work that each site gets of `work`: min(want, kappa want rank), or nothing.

    A site whose share is below its `least` crew gets none, the worst off first, and the others share what it had.
    All arrays [site], in one unit.
    """
    want, out = np.where(want < least, 0.0, want), np.zeros(want.size)
    while True:
        ration(want, want * rank, work, out)
        thin = (want > 0.0) & (out < least * (1.0 - HAIR))
        if not thin.any():
            return out
        worst = np.argmin((out / np.maximum(least, HAIR))[thin])
        want[np.flatnonzero(thin)[worst]] = 0.0

"""Production in fixed proportions: the scarcest input decides, and is named (T28)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel

NOTHING_BINDS = -1


@kernel
def leontief(
    stocks: NDArray[np.float64], coefficients: NDArray[np.float64], wish: float
) -> tuple[float, int]:
    """Output that the stocks allow, at most `wish`, and the input that binds (NOTHING_BINDS if none does).

    `stocks` [input] and `coefficients` [input], input per unit of output; inputs with coefficient zero are
    not needed. Output is at least zero. Of inputs equally scarce the first is named. A needed stock of NaN
    gives NaN.
    """
    output = wish
    binding = NOTHING_BINDS
    for i in range(stocks.size):
        if coefficients[i] > 0.0:
            possible = stocks[i] / coefficients[i]
            if possible < output or math.isnan(possible):
                output = possible
                binding = i
    return max(output, 0.0), binding

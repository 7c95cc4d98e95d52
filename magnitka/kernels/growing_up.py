"""Growing up and growing old: school, an institute, a calling, a pension; what one becomes is one's own luck."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from magnitka.kernels.compile import kernel
from magnitka.kernels.dice import uniform
from magnitka.world.people import NOBODY, Education, Mark, Occupation

Cells = NDArray[Any]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

COMES_OF_AGE, GRADUATES, RETIRES = 1, 2, 3  # stages of life, by year of age

FEMALE, PENSIONER = int(Mark.FEMALE), int(Mark.PENSIONER)
DRINKER, AT_HOME = int(Mark.DRINKER), int(Mark.AT_HOME)
INCOMPLETE, SECONDARY = int(Education.INCOMPLETE), int(Education.SECONDARY)
SPECIALISED, HIGHER = int(Education.SPECIALISED), int(Education.HIGHER)
WORKER, ENGINEER, TEACHER = int(Occupation.WORKER), int(Occupation.ENGINEER), int(Occupation.TEACHER)

NATURE = np.uint64(0x6E6174757265)  # key of what a person is for life: sex, schooling, drink, working on
TEACHERS = 0.5  # of the women who graduate


@kernel
def calling_of_graduate(own: np.uint64, mark: Any) -> int:
    """An engineer or a teacher: the city has a mining and a teachers' institute, and no school of medicine."""
    return TEACHER if mark & FEMALE and uniform(NATURE, own, 5) < TEACHERS else ENGINEER


@kernel
def grow_up(
    i: int, stage: int, luck: Cells, flags: Cells, employer: Cells, service: Cells, occupation: Cells, education: Cells,
    drinkers: Floats, at_home: Floats, works_on: float, schooled: Floats, lost: Counts,
) -> None:  # fmt: skip
    """School is over, an institute is, working life is; what a person becomes is its own luck.

    `lost` [employer] counts those who left their post for a pension.
    """
    mark, own = np.int64(flags[i]), np.uint64(luck[i])
    if stage == RETIRES and mark & PENSIONER == 0:
        flags[i] = mark | PENSIONER
        if employer[i] != NOBODY and uniform(NATURE, own, 1) >= works_on:
            lost[employer[i]] += 1
            employer[i] = NOBODY
            service[i] = 0
    elif stage == COMES_OF_AGE:
        lot = uniform(NATURE, own, 2)
        education[i] = INCOMPLETE if lot < schooled[0] else (SECONDARY if lot < schooled[1] else SPECIALISED)
        if uniform(NATURE, own, 3) < drinkers[mark & FEMALE]:
            mark |= DRINKER
        if employer[i] == NOBODY and uniform(NATURE, own, 6) < at_home[mark & FEMALE]:
            mark |= AT_HOME
        flags[i] = mark
    elif stage == GRADUATES and uniform(NATURE, own, 4) < schooled[2] and education[i] < HIGHER:
        education[i] = HIGHER
        if occupation[i] <= WORKER:
            occupation[i] = calling_of_graduate(own, mark)

"""What is recorded of the world each dekad: headline series, and panels by good, shop, enterprise, link and town.

Measuring never changes the world. A measure of a dekad is a flow per dekad or a state at its end.
"""

from __future__ import annotations

from magnitka.measure import Observable, Panel, Tally
from magnitka.observe import discretion, industry, industry_panels, town, town_counts, town_panels

EACH: tuple[Observable, ...] = (*industry.EACH, *town.EACH, *discretion.EACH)
TALLIES: tuple[Tally, ...] = town_counts.TALLIES
SERIES: tuple[Observable, ...] = (*EACH, *(one for told in TALLIES for one in told.series))

PANELS: tuple[Panel, ...] = (*industry_panels.PANELS, *town_panels.PANELS)
YEARLY: tuple[Panel, ...] = (*industry_panels.YEARLY, *town_panels.YEARLY)

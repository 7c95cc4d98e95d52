"""What builders can do, what a site takes, and the funds that claims secure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.process import Clock
from magnitka.processes.construction.params import Params
from magnitka.world import Purpose, Sector, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def builders(world: World) -> Flags:
    """Enterprises that build in the cities; where the cities' builders are no enterprise, all that build."""
    e, m = world.enterprises, world.employers
    named = m.enterprise[(m.sector == Sector.BUILDING) & (m.enterprise >= 0)]
    made = e.product[named] if named.size else np.array([world.goods.row_of["construction"]])
    rows: Flags = np.isin(e.product, made) & (e.capacity > 0.0)
    if named.size:
        rows &= np.isin(np.arange(e.rows), named)
    return rows


def work_of(world: World, p: Params, pace: float, days: float) -> Floats:
    """Building work that each city's builders do in `days` at a pace; Mrub."""
    m = world.employers
    posts = np.bincount(m.city, m.posts_base * (m.sector == Sector.BUILDING), world.cities.rows)
    return np.asarray(posts * p.output_per_builder / 1e3 * pace * days / 365.25)


def pace_of_builders(world: World, clock: Clock) -> float:
    """What the builders turned out this dekad over what they can at the normal pace."""
    e, s = world.enterprises, world.shops
    rows = builders(world)
    made = float(s.output[rows[s.enterprise] & (s.product == e.product[s.enterprise])].sum())
    able = float(e.capacity[rows].sum()) * clock.days / 10.0
    return made / able if able > 0.0 else 0.0


def part(world: World, p: Params) -> Floats:
    """Building work per rouble of estimate; shape (projects,)."""
    return np.where(world.projects.purpose == Purpose.INDUSTRY, p.building_part, 1.0)


def norm_pace(world: World, p: Params) -> Floats:
    """Building work a year at the norm duration; Mrub/yr, shape (projects,)."""
    years = np.array([p.industry_years, p.house_years, p.social_years])
    j = world.projects
    return np.asarray(j.cost * part(world, p) / years[j.purpose])


def under_way(world: World) -> Flags:
    """Begun and not finished."""
    j = world.projects
    return np.asarray((j.started > 0) & (j.done < j.cost))


def limits(world: World, p: Params, secures: float) -> tuple[Floats, Floats]:
    """Each city's industrial funds, Mrub/yr, and what a rouble of further claims would add to them.

    Limits follow claims with the elasticity `secures` from what builders can carry: B = base (claims / base)^secures.
    """
    j, n = world.projects, world.cities.rows
    base = p.industry_work * work_of(world, p, 1.0, 365.25)
    claims = np.bincount(
        j.city, norm_pace(world, p) * (under_way(world) & (j.purpose == Purpose.INDUSTRY)), n
    )
    full = np.maximum(claims / np.maximum(base, 1e-9), 1.0)
    return np.minimum(claims, base * full**secures), secures * full ** (secures - 1.0)

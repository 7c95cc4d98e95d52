"""Building sites: work that starts, stops and starts again, and the dwellings that came of it, by owner."""

from __future__ import annotations

import numpy as np

from magnitka.report.figure import Figure, Table
from magnitka.report.reading import Floats, Reading
from magnitka.report.wording import count, number, percent
from magnitka.world import Purpose, Tenure

PURPOSES = {Purpose.INDUSTRY: "industry", Purpose.HOUSING: "housing", Purpose.SOCIAL: "for the city"}
OWNERS = {
    Tenure.PLANT: "enterprises", Tenure.CITY: "the soviet", Tenure.COOP: "building cooperatives",
    Tenure.OWN: "families themselves",
}  # fmt: skip
IDLE, WORKING, STANDING, DONE = 0, 1, 2, 3
NEARLY = 0.9999  # of the estimate, from which a project is done


def building(reading: Reading) -> Figure:
    """Projects dekad by dekad, and dwellings by year."""
    cost, purpose = reading.column("projects.cost"), reading.column("projects.purpose")
    built, done, started = (reading.panel(f"project_{name}") for name in ("built", "done", "started"))
    share = np.divide(done, cost, out=np.zeros_like(done), where=cost > 0)
    state = np.where(built > 0, WORKING, np.where(started > 0, STANDING, IDLE))
    state = np.where((share >= NEARLY) & (built <= 0), DONE, state)
    so_far = np.where(share >= NEARLY, 100, np.floor(100 * share)).astype(
        int
    )  # %: a hundred is told of what is done
    busiest = np.maximum(built.max(axis=0), 1e-12)
    begun = ((state == WORKING) | (state == STANDING)).any(axis=0)
    order = [row for code in PURPOSES for row in np.flatnonzero((purpose == code) & begun)]
    names = reading.labels("project")
    counted = reading.panel("project_stops")
    stops = counted[-1] - counted[0]
    projects = [
        {
            "name": names[row],
            "purpose": PURPOSES[Purpose(purpose[row])],
            "cost": float(cost[row]),
            "pace": np.round(built[:, row] / busiest[row], 2),
            "state": state[:, row].astype(int),
            "done": so_far[:, row],
            "stops": int(stops[row]),
        }
        for row in order
    ]
    owners = {
        words: reading.by_year(reading.panel(f"city_completed_{tenure.name.lower()}").sum(axis=1))
        for tenure, words in OWNERS.items()
    }
    total = np.sum(list(owners.values()), axis=0)
    return Figure(
        name="building",
        title=_title(reading, projects, state[:, order], stops[order], total),
        note=(
            "Each row is a project, each column a dekad. Height is work done against the project\u2019s busiest dekad; "
            "a pale foot is a site that was begun and stands still. A finished project has a mark; a housing site "
            "begins anew. A site is finished when the model\u2019s money and hands have done the work of its estimate; "
            "the date on which history had it ready, where a flag of the first plate tells it, ends no site here. "
            "Below: dwellings completed."
        ),
        data={
            "dekads": [f"{y}-{m:02d}" for y, m in zip(reading.year, reading.month, strict=True)],
            "projects": projects,
            "years": reading.years,
            "owners": [{"name": words, "dwellings": dwellings} for words, dwellings in owners.items()],
        },
        table=Table(
            "Projects, and dwellings completed by year",
            ("project or year", "estimate, Mrub", "done, %", "times stopped", *(f"dwellings of {w}" for w in owners)),
            (
                *(
                    (str(one["name"]), number(float(cost[row])), str(so_far[-1, row]),
                     str(one["stops"]), *[""] * len(owners))
                    for one, row in zip(projects, order, strict=True)
                ),
                *(
                    (str(year), "", "", "", *(number(float(d[row]), 3) for d in owners.values()))
                    for row, year in enumerate(reading.years)
                ),
            ),
        ),
        sections=("construction", "city_budget", "tables.projects"),
    )  # fmt: skip


def _title(
    reading: Reading, projects: list[dict[str, object]], state: Floats, stops: Floats, total: Floats
) -> str:
    if not projects:
        return "Nothing was begun"
    finished = int((state[-1] == DONE).sum())
    worst = int(np.argmax(stops))
    still = float((state == STANDING).sum() / max(int(((state == WORKING) | (state == STANDING)).sum()), 1))
    said = (
        f"Of {count(len(projects), 'project', 'projects')} under way, {finished} were finished by the end of "
        f"{reading.years[-1]}; the sites stood still {percent(still)} of the time"
    )
    if stops[worst]:
        said += (
            f", and work on the {projects[worst]['name']} stopped {count(int(stops[worst]), 'time', 'times')}"
        )
    return said

"""Founds a town's people: in families, in the posts that fit them, with what they have learnt and whom they know."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from magnitka.foundation.population import fill_blocks, fit_families, shuffle_order, spread_over
from magnitka.foundation.townspeople import Params, employers, member_named
from magnitka.kernels.dice import key_of
from magnitka.scenario import Scenario
from magnitka.world import Education, Mark, Occupation, Sector, World
from magnitka.world.cities import SPECIALTIES
from magnitka.world.people import DEKADS_PER_YEAR, NOBODY

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
DOCTORS = (Occupation.PHYSICIAN, Occupation.SURGEON, Occupation.GYNAECOLOGIST, Occupation.PAEDIATRICIAN)


def settle_people(world: World, scenario: Scenario, seed: int, p: Params) -> None:
    """Persons and households of each city into its blocks."""
    q, h = world.people, world.households
    table = scenario.table("cities")
    ages = scenario.table("ages")
    margins = np.stack([ages.numbers("men"), ages.numbers("women")], axis=1)
    for city, name in enumerate(world.cities.labels):
        persons, households = (table.numbers(column)[city] for column in ("persons", "households"))
        key = key_of(seed, f"population of {name}", 0)
        shares = fit_families(key, margins, persons / households)
        number = round(households / world.weight)
        forms = spread_over(number, shares)
        forms = np.ascontiguousarray(forms[np.argsort(shuffle_order(key, number), kind="stable")])
        mine = np.flatnonzero([label.startswith(f"{name} block ") for label in q.labels])
        q.city[mine] = city
        fill_blocks(
            key, forms, mine[np.arange(number) % mine.size], q.persons, h.top, q.luck, q.household, q.born,
            q.flags, h.luck, h.size, h.children,
        )  # fmt: skip


def _mixed(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def draws(key: np.uint64, luck: NDArray[np.uint32], draw: int) -> Floats:
    """Uniform numbers by luck, as `kernels.dice.uniform` would draw them."""
    golden = np.uint64(0x9E3779B97F4A7C15)
    with np.errstate(over="ignore"):
        z = _mixed(key + luck.astype(np.uint64) * golden)
        z = _mixed(z + np.uint64(draw + 1) * golden)
    result: Floats = (z >> np.uint64(11)).astype(np.float64) / 9007199254740992.0
    return result


def _live(world: World, city: int) -> tuple[Codes, Codes]:
    """Block and slot of every person of a city."""
    q = world.people
    blocks = np.flatnonzero(q.city == city)
    return (
        np.repeat(blocks, q.persons[blocks]),
        np.concatenate([np.arange(n) for n in q.persons[blocks]]).astype(np.int64),
    )


def give_work(world: World, scenario: Scenario, seed: int, p: Params) -> None:
    """Fills the posts: men and women of working age by lot, as the employers' shares of women say."""
    q = world.people
    q.employer[:] = NOBODY
    trades = _trades(scenario)
    women = [
        one.women
        for one in employers(
            scenario, world.shops.labels, [world.enterprises.labels[row] for row in world.shops.enterprise]
        )
    ]
    for city, name in enumerate(world.cities.labels):
        key = key_of(seed, f"work in {name}", 0)
        b, i = _live(world, city)
        luck, flags = q.luck[b, i], q.flags[b, i]
        age = -q.born[b, i] / DEKADS_PER_YEAR
        female = (flags & Mark.FEMALE) > 0
        q.education[b, i] = np.where(age < 15, Education.PRIMARY, Education.INCOMPLETE)
        q.flags[b, i] |= np.where(
            (age >= np.where(female, 55, 60)), np.uint16(Mark.PENSIONER), np.uint16(0)
        ).astype(np.uint16)
        drinks = (age >= 18) & (draws(key, luck, 1) < np.where(female, p.drinking_women, p.drinking_men))
        q.flags[b, i] |= np.where(drinks, np.uint16(Mark.DRINKER), np.uint16(0)).astype(np.uint16)
        for sex, share, home in (
            (False, p.employed_men, p.at_home_men),
            (True, p.employed_women, p.at_home_women),
        ):
            old = 55 if sex else 60
            able = np.flatnonzero((female == sex) & (age >= 18) & (age < old))
            idle = able[draws(key, luck[able], 2) >= 1.0 - home]
            q.flags[b[idle], i[idle]] |= np.uint16(Mark.AT_HOME)
            able = able[draws(key, luck[able], 2) < share]
            able = able[np.argsort(draws(key, luck[able], 3), kind="stable")]
            posts = _posts(world, city, np.array(women), sex, trades, scenario)
            # posts are filled by lot; hands are short, so doctors are placed first: their number is given
            lot = shuffle_order(key ^ np.uint64(sex + 1), len(posts))
            posts = posts[np.argsort(np.where(np.isin(posts[:, 1], DOCTORS), 0, lot), kind="stable")]
            some = min(len(able), len(posts))
            chosen, post = able[:some], posts[:some]
            at = (b[chosen], i[chosen])
            q.employer[at] = post[:, 0]
            q.occupation[at] = post[:, 1]
            trade = trades[post[:, 2]]
            spread = draws(key, luck[chosen], 4)
            q.education[at] = np.clip(np.rint(trade[:, 1] + 1.6 * (spread - 0.5)), 0, 4)
            years = np.minimum(age[chosen] - 18, 45)
            q.service[at] = (years * draws(key, luck[chosen], 5) ** 2).astype(np.uint8)
            pay = trade[:, 2] * (0.8 + 0.4 * draws(key, luck[chosen], 6)) * (1.0 + 0.006 * (years - 12))
            q.pay[at] = np.clip(np.rint(64.0 * pay * (0.88 if sex else 1.1)), 20, 255)
            ties = draws(key, luck[chosen], 7)
            q.blat[at] = (255.0 * np.clip(trade[:, 3] * (0.6 + 0.4 * ties) + 0.35 * ties**6, 0, 1)).astype(
                np.uint8
            )
            member = draws(key, luck[chosen], 8) < p.party * (0.6 + 2.2 * trade[:, 3])
            marks = np.where(member, Mark.PARTY, 0) | np.where(
                draws(key, luck[chosen], 9) < 0.97, Mark.UNION, 0
            )
            q.flags[at] |= marks.astype(np.uint16)


def _trades(scenario: Scenario) -> Floats:
    """Columns sector, schooling, pay, connections of each trade; doctors' trades follow the table's."""
    table = scenario.table("trades")
    rows = [
        (float(member_named(Sector, sector, "trades", sector)), *rest)
        for sector, *rest in zip(
            table.texts("sector"),
            table.numbers("schooling"),
            table.numbers("pay"),
            table.numbers("connections"),
            strict=True,
        )
    ]
    doctor = (float(Sector.HEALTH), 4.0, 1.35, 0.35)
    return np.array([*rows, doctor])


def _posts(world: World, city: int, women: Floats, sex: bool, trades: Floats, scenario: Scenario) -> Codes:
    """One row for each post of that sex: employer, occupation, trade."""
    m, table = world.employers, scenario.table("trades")
    occupations = [
        member_named(Occupation, text, "trades", name)
        for name, text in zip(table.keys, table.texts("occupation"), strict=True)
    ]
    shares = table.numbers("share")
    doctors = np.array([scenario.table("cities").numbers(name)[city] for name in SPECIALTIES]) / world.weight
    hospital = int(
        max(np.flatnonzero((m.city == city) & (m.sector == Sector.HEALTH)), key=lambda row: m.posts_base[row])
    )
    found: list[tuple[int, int, int, int]] = []
    for row in np.flatnonzero(m.city == city):
        part = women[row] if sex else 1.0 - women[row]
        posts = m.posts_base[row] / world.weight
        if row == hospital:
            posts -= doctors.sum()
            for occupation, number in zip(DOCTORS, doctors, strict=True):
                found.append(
                    (
                        int(row),
                        occupation,
                        len(trades) - 1,
                        _whole(number * (0.72 if sex else 0.28), int(row)),
                    )
                )
        mine = np.flatnonzero(trades[:-1, 0] == m.sector[row])
        for trade in mine:
            number = posts * part * shares[trade] / shares[mine].sum()
            found.append((int(row), occupations[trade], int(trade), _whole(number, int(row + 31 * trade))))
    return np.array(
        [(employer, occupation, trade) for employer, occupation, trade, n in found for _ in range(n)],
        np.int64,
    ).reshape(-1, 3)


def _whole(number: float, salt: int) -> int:
    """A whole number whose mean over places is `number`: rounded by a fixed lot."""
    lot = ((int(salt) * 2654435761) % 4096 + 0.5) / 4096
    return int(number + lot)

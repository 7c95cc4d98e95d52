"""Why there is no flat: who waits, who was housed past whom, whose the dwellings were, and why no more were built.

A newcomer's wait is the length of a list over what it houses in a year. What it houses is what plants and soviet
build, what falls empty, less what is torn down; part of it goes past the list. What they build is held up by money, by
builders or by industry, which goes before; builders short of their plan lead on into industry. All of it is read from
the record, in which dwellings are let once a month; flats of building cooperatives are let outside the lists.
"""

from __future__ import annotations

import numpy as np

from magnitka.errors import UsageError, shown
from magnitka.process import DEKADS_PER_YEAR
from magnitka.table import Array
from magnitka.why.builders import CONSTRUCTION, Builders, builders_in, told_of
from magnitka.why.chain import Chain, Kind, Origin, Step
from magnitka.why.evidence import Evidence
from magnitka.why.follow import follow
from magnitka.why.names import meant, plain
from magnitka.why.sites import Hold, Sites, sites_in
from magnitka.why.thing import account
from magnitka.why.trace import ALLOTTING
from magnitka.why.waiting import (
    EVERYBODY,
    KINDS,
    LIST_OF,
    LISTS,
    Homes,
    homes_of,
    pace_with,
    stock_of,
    wait_of,
)
from magnitka.why.words import figure, listed, percent, reasons_listed, sentence_case, stamp
from magnitka.world import Tenure

FLAT = "flat"
WORDS = frozenset(
    f"{word}{ending}" for word in (FLAT, "home", "dwelling", "housing", "apartment") for ending in ("", "s")
)
HOUSEHOLDS, WORK = "households", "Mrub"
FIRST = ALLOTTING + 20  # place in the dekad of the first step: before all of industry's
DEKADS_A_MONTH = 3
ORIGINS = {
    Hold.PROGRAMME: Kind.FUNDS,
    Hold.OVERRUN: Kind.OVERRUN,
    Hold.SPREAD: Kind.SITES,
    Hold.PLAN: Kind.BUILDERS,
    Hold.INDUSTRY: Kind.PRIORITY,
}


def is_flat(evidence: Evidence, thing: str) -> bool:
    """Whether a flat is asked for; a shop, enterprise or good of that name goes before."""
    named = plain(thing).removeprefix("a ")
    return named in WORDS and not any(
        plain(label) == named
        for table in (evidence.world.shops, evidence.world.enterprises, evidence.world.goods)
        for label in table.labels
    )


def explain_flat(evidence: Evidence, kind: str, ticks: Array, during: str) -> Chain:
    """Why those on a list, or everybody, waited for a flat. `ticks` are the dekads that are meant, full months.

    Raises UsageError for a list that is not known or a run without housing lists.
    """
    known = meant(kind, KINDS)
    if known is None:
        raise UsageError(
            f"{shown(kind)} has no housing list; for a flat the kinds go by list: {', '.join(KINDS)}"
        )
    if evidence.world.lists.rows == 0:
        raise UsageError("the run has no town with housing lists; ask about a shop, an enterprise or a good")
    told = homes_of(evidence, ticks)
    mine, clock = told.of(known), evidence.clock(int(ticks[-1]))
    housed = float((told.in_turn + told.out_of_turn)[mine].sum())
    wanted = float((told.before + told.joined)[mine].sum())
    where = "" if known == EVERYBODY else f" on {LIST_OF[known]}"
    if wanted <= 0.0:
        return Chain(FLAT, stamp(clock), f"Nobody waited for a flat{where} {during}.")
    headline = (
        f"Flats {during}: {_count(told.before[mine])} households waited{where} at the beginning, "
        f"{_count(told.joined[mine])} more joined, and {_count(housed)} ({percent(housed / wanted)}) got one."
    )
    work = builders_in(evidence, ticks)
    sites = sites_in(evidence, ticks, work)
    short, share = wanted - housed, 1.0 - housed / wanted
    parts = [
        ("who waits", FLAT, short, HOUSEHOLDS, share, _waits(evidence, told, known, ticks, during)),
        ("who got it", FLAT, short, HOUSEHOLDS, share, _who(told, known)),
        ("how long", FLAT, short, HOUSEHOLDS, share, _how_long(evidence, told, known, ticks, during)),
        ("what came in", FLAT, short, HOUSEHOLDS, share, _supply(evidence, told, ticks)),
    ]
    if sites:
        undone = sum(sites.lost.values())
        said = _sites(evidence, told, known, sites, ticks, during)
        parts.append(("sites", CONSTRUCTION, undone, WORK, undone / max(sites.norm, 1e-9), said))
        share = float(work.made.sum() / max(float(work.able.sum()), 1e-9))
        parts.append(("builders", CONSTRUCTION, undone, WORK, 1.0 - share, told_of(work)))
    steps = [
        Step(FLAT, stamp(clock), clock.tick, FIRST - number, amount, unit, part, cause, good, "", said)
        for number, (cause, good, amount, unit, part, said) in enumerate(parts)
    ]
    if sites is None:
        return Chain(FLAT, stamp(clock), headline, tuple(steps))
    further, origin = _origin(evidence, sites, work, ticks)
    return Chain(FLAT, stamp(clock), headline, (*steps, *further), origin)


def _count(households: float | Array) -> str:
    return f"{float(np.sum(households)):,.0f}"


# ---------------------------------------------------------------------------------------------- the lists
def _waits(evidence: Evidence, told: Homes, kind: str, ticks: Array, during: str) -> str:
    mine, left = told.of(kind), float(told.after.sum())
    households = max(float(evidence.at("city_households", int(ticks[-1])).sum()), 1.0)
    by_list = listed(
        [f"{_count(told.after[at])} on {LIST_OF[name]}" for at, name in enumerate(LISTS) if mine[at]]
    )
    return (
        f"{sentence_case(_end(during))} {_count(left)} households ({percent(left / households)} of all) waited"
        f"{': ' if mine.all() else ', '}{by_list}. {_count(told.left[mine])} had left without: dissolved, moved away, "
        "changed their place of work, or housed otherwise."
    )


def _who(told: Homes, kind: str) -> str:
    mine, all_let = told.of(kind), float(told.let.sum())
    let = float(told.let[mine].sum())
    owners = [
        f"{_count(told.let[at])} ({percent(told.let[at] / max(all_let, 1.0))}) by {name}"
        for at, name in enumerate(LISTS)
    ]
    if let <= 0.0:
        return f"No flat was let{'' if mine.all() else f' by {kind}'}."
    split = listed(
        [
            f"{_count(part[mine])} ({percent(float(part[mine].sum()) / let)}) {whom}"
            for part, whom in (
                (told.in_turn, "in turn"),
                (told.out_of_turn, "out of turn, by connections, to others on the list"),
                (told.on_no_list, "to people on no list"),
            )
        ]
    )
    if mine.all():
        return f"{_count(let)} flats were let, {listed(owners)}: {split}."
    return f"{_count(all_let)} flats were let, {listed(owners)}; those of {kind} went {split}."


def _how_long(evidence: Evidence, told: Homes, kind: str, ticks: Array, during: str) -> str:
    mine = told.of(kind)
    by_list = [
        f"{figure(wait_of(told.after[at], told.pace[at]))} years on {LIST_OF[name]} ({_count(told.after[at])} over "
        f"{_count(told.pace[at])} housed from it in a year)"
        for at, name in enumerate(LISTS)
        if mine[at]
    ]
    said = f"A newcomer's wait, length of the list over what it houses, was {listed(by_list)} {_end(during)}"
    if mine.all():
        said += f"; of all together {figure(wait_of(told.after, told.pace))}"
    earlier = int(ticks[0]) - 1
    if earlier >= evidence.first:
        before = homes_of(evidence, np.array([earlier]))
        said += f", and {figure(wait_of(before.after[mine], before.pace[mine]))} at the beginning"
    housed = (told.in_turn + told.out_of_turn)[mine]
    if housed.sum() > 0.0:
        waited = float((told.waited[mine] * housed).sum() / housed.sum())
        said += f"; those housed from it had waited {figure(waited)}"
    return f"{said}."


# ---------------------------------------------------------------------------------------------- the dwellings
def _supply(evidence: Evidence, told: Homes, ticks: Array) -> str:
    stock = stock_of(evidence, told, ticks)
    decreed = f", {_count(stock.decreed)} of them by decree from plants" if stock.decreed > 0.0 else ""
    said = (
        f"Plants and soviet had {_count(sum(stock.built.values()))} newly built (plants "
        f"{_count(stock.built[Tenure.PLANT])}, the soviet {_count(stock.built[Tenure.CITY])}{decreed}) and "
        f"{_count(stock.fallen_empty)} fallen empty, less {_count(stock.torn_down)} torn down"
    )
    if round(stock.more_empty) != 0:
        than = "more" if stock.more_empty > 0.0 else "fewer"
        said += f"; {_count(abs(stock.more_empty))} {than} stood empty at the end"
    if stock.cooperatives > 0.0:
        said += f". Building cooperatives built {_count(stock.cooperatives)}, outside the lists and for money"
    return f"{said}."


# ---------------------------------------------------------------------------------------------- the sites
def _sites(evidence: Evidence, told: Homes, kind: str, sites: Sites, ticks: Array, during: str) -> str:
    lost = sum(sites.lost.values())
    said = (
        f"{sites.open_at_end} sites of houses were begun and not finished {_end(during)}; the sites stood still for "
        f"{percent(sites.stood)} of the time and did {figure(sites.work)} {WORK} of work, "
        f"{percent(sites.work / sites.norm)} of the norm's pace"
    )
    if lost <= 0.0:
        return f"{said}."
    because = reasons_listed(sites.lost, lost)
    if sites.work >= sites.norm:
        return f"{said}, yet less than they had money for, because {because}."
    more = sites.dwellings[Tenure.PLANT] + sites.dwellings[Tenure.CITY]
    wait = wait_of(told.after[told.of(kind)], pace_with(evidence, told, sites, ticks)[told.of(kind)])
    return (
        f"{said}, because {because}. At the norm's pace they would have given plants and soviet {_count(more)} "
        f"flats more; had all gone to the lists as they are, a newcomer's wait would be {figure(wait)} years."
    )


def _origin(evidence: Evidence, sites: Sites, work: Builders, ticks: Array) -> tuple[list[Step], Origin]:
    """What held the sites up most; where the builders fell behind, the chain of their shortfall in industry."""
    clock = evidence.clock(int(ticks[-1]))
    chief = max(sites.lost, key=lambda hold: sites.lost[hold])
    if chief == Hold.PACE:
        return follow(evidence, work.thing, work.worst, account(evidence, work.thing))
    said = {
        Hold.PROGRAMME: "money: a start secures funds, so that more houses were begun than the programme pays for",
        Hold.OVERRUN: f"money: industry ran {figure(sites.overrun)} {WORK} over its budget, and the housing programme "
        "was cut with all the town's building",
        Hold.SPREAD: "too many sites: money was given for more work in the town than its builders can do",
        Hold.PLAN: "the builders' plans, which asked for "
        f"{percent(work.plan / max(float(work.able.sum()), 1e-9))} of what they can do",
        Hold.INDUSTRY: "crews went to industry first: it had work done for "
        f"{percent(sites.industry_work / max(sites.industry_funds, 1e-9))} of its money, houses for "
        f"{percent(sites.work / max(sites.funds, 1e-9))} of theirs",
    }[chief]
    if work.missing.sum() > 0.0:
        month = "" if ticks.size > DEKADS_A_MONTH else f"-{clock.month:02d}"
        when = f" --when {clock.year}{month}" if ticks.size <= DEKADS_PER_YEAR else ""
        said += f"; to follow the builders into industry: magnitka why RUN {work.thing.name!r}{when}"
    else:
        said += "."
    good, amount = CONSTRUCTION, sites.lost[chief]
    return [], Origin(ORIGINS[chief], "good", good, good, clock.tick, stamp(clock), amount, WORK, said)


def _end(during: str) -> str:
    """'in 1989': 'at the end of 1989'."""
    return f"at the end of {during.removeprefix('in ')}"

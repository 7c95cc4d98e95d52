"""Where the numbers come from, and how a run is cited and described in a paper.

Every number of a scenario has a kind and an origin; nothing here is written by hand that the scenario or the
run could say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from magnitka import __version__
from magnitka.quantity import Kind, Quantity, month_text
from magnitka.units import amount

if TYPE_CHECKING:
    from magnitka.run import Run
    from magnitka.scenario import Scenario, Source

K = TypeVar("K")
TITLE = "Magnitka: a laboratory of the command economy"
TABLES = "tables."  # keys of table cells begin so, all others are parameters
UNKNOWN = "not named in the copy read"  # stands in the bibliography where the author is not known
MOST_USES = 4  # uses of a source that are listed before "and n more"


# ------------------------------------------------------------------------------------------------- numbers
def shares(scenario: Scenario) -> dict[str, dict[str, int]]:
    """How many numbers are of each kind: {"parameters": {"sourced": 10, ...}, "tables": {...}}.

    Cells of tables are counted apart, since one line of a census fills hundreds of them.
    """
    counts = {part: dict.fromkeys(map(str, Kind), 0) for part in ("parameters", "tables")}
    for key, quantity in scenario.quantities():
        counts["tables" if key.startswith(TABLES) else "parameters"][quantity.kind] += 1
    return counts


def percentages(counts: Mapping[K, int]) -> dict[K, int]:
    """The counts in whole per cent that add to a hundred: what rounding down leaves goes to the largest remainders."""
    total = sum(counts.values())
    if total == 0:
        return dict.fromkeys(counts, 0)
    whole = {one: 100 * count // total for one, count in counts.items()}
    by_remainder = sorted(counts, key=lambda one: -(100 * counts[one] % total))
    for one in by_remainder[: 100 - sum(whole.values())]:
        whole[one] += 1
    return whole


def uses(scenario: Scenario) -> dict[str, list[str]]:
    """The numbers and decrees that name each source: {source key: [key of a number, ...]}.

    The cells of one column of a table are one use.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for key, quantity in scenario.quantities():
        for source in (quantity.source, *quantity.derived_from):
            if source in scenario.sources:
                found[source][column_of(key)] = None
    for decree in scenario.decrees:
        found[decree.source][f"decree of {month_text(decree.month)}"] = None
    return {source: list(keys) for source, keys in sorted(found.items())}


def column_of(key: str) -> str:
    """The key of a parameter without its date; of a cell, table and column: `tables.shops.capacity`."""
    if not key.startswith(TABLES):
        return key.partition("@")[0]
    table, _, rest = key.partition("[")
    return f"{table}.{rest.rpartition('].')[2]}"


def number(key: str, quantity: Quantity) -> dict[str, Any]:
    """One number with its provenance, as plain data."""
    told = {
        "key": key,
        "value": quantity.value,
        "unit": quantity.unit,
        "kind": str(quantity.kind),
        "source": quantity.source,
        "where": quantity.where,
        "from": list(quantity.derived_from),
        "low": quantity.low,
        "high": quantity.high,
        "why": quantity.why,
    }
    return {name: value for name, value in told.items() if value not in ("", None, [])}


# -------------------------------------------------------------------------------------------- bibliography
def bibliography(scenario: Scenario) -> list[dict[str, Any]]:
    """The sources that a scenario names, in alphabetical order of their keys, each with the numbers it supports."""
    named = uses(scenario)
    return [
        {**{name: text for name, text in vars(source).items() if text}, "uses": named.get(key, [])}
        for key, source in scenario.cited().items()
    ]


def reference(source: Source | Mapping[str, str]) -> str:
    """One source as a line of a bibliography: 'Author (year): Title. Where. Address'; 'Title (year)' without author."""
    told = source if isinstance(source, Mapping) else vars(source)
    named = f"{told['author']} ({told['year']}): {told['title']}"
    if told["author"] == UNKNOWN:
        named = f"{told['title']} ({told['year']})"
    parts = [f"{_capital(part).rstrip('.')}." for part in (named, told.get("where", "")) if part]
    return " ".join([*parts, told.get("address", "")]).rstrip()


def bibtex(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The sources as BibTeX entries."""
    for entry in entries:
        fields = {
            "author": "" if entry["author"] == UNKNOWN else f"{{{_tex(entry['author'])}}}",
            "title": f"{{{_tex(entry['title'])}}}",
            "year": _tex(entry["year"]),
            "note": _tex(_capital(entry.get("where", ""))),
            "url": entry.get("address"),  # taken as it is
        }
        lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
        yield "\n".join([f"@misc{{{entry['key']},", *lines, "}"])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tex(text: str) -> str:
    for character in "&%#_$":
        text = text.replace(character, f"\\{character}")
    return text


def software(manifest: Mapping[str, Any]) -> dict[str, str]:
    """How to cite the program as it was when a run was made, in the form of a source."""
    year = str(manifest["created"])[:4]
    return {
        "key": "magnitka",
        "author": "The Magnitka contributors",
        "title": TITLE,
        "year": year,
        "where": f"computer program, version {manifest['version']}, code {manifest['code_digest']}",
    }


# -------------------------------------------------------------------------------------------------- methods
def methods(run: Run) -> str:
    """A paragraph for the methods section of a paper: what was run, changed, with which luck, within which limits."""
    manifest, scenario = run.manifest, run.scenario
    parts = [
        f'We simulated "{scenario.title}" (scenario {scenario.name}, digest {manifest["scenario"]["digest"]}) with '
        f"Magnitka {manifest['version']} (code {manifest['code_digest']}) from {manifest['start']} to "
        f"{manifest['until']} in {manifest['ticks']} steps of a dekad, after a burn-in from "
        f"{month_text(scenario.burn_in)}.",
        _changes(manifest),
        f"Random numbers are counter-based draws from seed {manifest['seed']}; a run with the same seed has the same "
        f"luck in every variant, and this one ended in state {manifest.get('state_hash') or 'unfinished'}.",
        _origins(scenario),
        "Roubles balance exactly and tonnes to 1e-9 in every dekad.",
        "This is one possible history, not a band over seeds and parameters; what rests on guesses should be read "
        "with the screen of their ranges, and claims that were used as input or for calibration are no evidence.",
    ]
    if manifest["version"] != __version__:
        parts.append(f"(This paragraph was written by version {__version__}.)")
    return " ".join(part for part in parts if part)


def _changes(manifest: Mapping[str, Any]) -> str:
    """What was changed against the scenario as published."""
    told = []
    if manifest["off"]:
        told.append(f"the neutral rule in place of {_listed(manifest['off'])}")
    for what_if in manifest["set"]:
        old = _listed([f"{value:g}" for value in _as_list(what_if["old"])][:3])
        outside = "" if what_if.get("inside_range") is not False else ", outside its declared range"
        new = amount(what_if["new"], what_if["unit"])
        told.append(f"{what_if['key']} = {new} (scenario: {old}{outside})")
    if manifest["with"]:
        own = manifest["with"]
        told.append(
            f"the mechanism of {own['file']} (digest {own['digest']}), {own['mode']} {own['mechanism']}"
        )
    if not told:
        return "Nothing was changed against the scenario."
    return f"From {manifest['start']} on it was run with {'; '.join(told)}."


def _origins(scenario: Scenario) -> str:
    """The share of each kind among the parameters, and among the cells of tables."""
    told = []
    for part, words in (("parameters", "parameters"), ("tables", "cells of tables")):
        counts = shares(scenario)[part]
        total = sum(counts.values())
        if total:
            shown = percentages(counts)
            kinds = [f"{shown[kind]} % {label}" for kind, label in _KINDS.items()]
            told.append(f"of {total} {words} {_listed(kinds)}")
    text = "; ".join(told)
    return f"{_capital(text)}." if told else ""


_KINDS = {
    Kind.SOURCED: "are sourced",
    Kind.DERIVED: "derived",
    Kind.BORROWED: "borrowed",
    Kind.GUESS: "declared guesses",
}


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _listed(words: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    *first, last = list(words)
    return f"{', '.join(first)} and {last}" if first else last

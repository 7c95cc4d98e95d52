"""The head of the report: what was run, what was changed, what came out, and how well it is founded."""

from __future__ import annotations

from typing import Any

from magnitka.headline import is_share
from magnitka.quantity import Kind
from magnitka.report.evidence import Entry, kinds_bar, kinds_of, shares_of_kinds
from magnitka.report.reading import Reading
from magnitka.report.wording import count, esc, hundredths, listed, measure, percent, plain, unit_words

OUTSIDE = ' <strong class="flag">outside its declared range</strong>'
HASH_SHOWN = 12  # characters of a digest that a person compares


def heading(reading: Reading, found: list[Entry]) -> str:
    """The header element of the page."""
    manifest = reading.run.manifest
    scenario = manifest["scenario"]
    unfinished = "" if manifest["status"] == "finished" else '<p class="warning">This run is unfinished.</p>'
    return (
        '<header class="masthead"><p class="maker">Magnitka <span>a laboratory of the command economy</span></p>'
        f'<div class="what"><div><h1>{esc(scenario["title"])}</h1>'
        f'<p class="history"><b>One possible history</b>, {esc(manifest["start"])} to {esc(manifest["until"])}, '
        f"drawn with seed {esc(manifest['seed'])}. "
        "Other seeds, and other values within the declared ranges, give others.</p>"
        f"{unfinished}{changes(manifest)}</div><div>{_founded(found)}{_provenance(manifest)}</div></div>"
        f"{_headline(manifest)}</header>"
    )


def changes(manifest: dict[str, Any]) -> str:
    """What departs from the scenario as written, with what lies outside its declared range marked."""
    told = [f"{_changed(one)}{OUTSIDE if one['inside_range'] is False else ''}" for one in manifest["set"]]
    told += [f"<code>{esc(name)}</code> is off: its neutral rule stands in" for name in manifest["off"]]
    if own := manifest["with"]:
        place = "in the place of" if own["mode"] == "replace" else "after"
        told.append(
            f"the mechanism of <code>{esc(own['file'])}</code> ({esc(own['digest'][:HASH_SHOWN])}) acts {place} "
            f"<code>{esc(own['mechanism'])}</code>"
        )
    if not told:
        return ""
    items = "".join(f"<li>{one}</li>" for one in told)
    return f'<section class="whatifs" aria-label="What-ifs"><h2>What if</h2><ul>{items}</ul></section>'


def _changed(what_if: dict[str, Any]) -> str:
    unit, olds = what_if["unit"], what_if["old"] if isinstance(what_if["old"], list) else [what_if["old"]]
    old = listed([*map(plain, olds[:-1]), measure(olds[-1], unit, 4)])
    return (
        f"<code>{esc(what_if['key'])}</code> is {esc(measure(what_if['new'], unit, 4))} instead of {esc(old)}"
    )


def _headline(manifest: dict[str, Any]) -> str:
    cells = "".join(
        f"<div><dt>{esc(one['long_name'])}</dt><dd>{_parted(name, float(one['value']), str(one['unit']))}</dd></div>"
        for name, one in manifest["headline"].items()
        if one["value"] is not None
    )
    return f'<dl class="headline">{cells}</dl>'


def _parted(name: str, value: float, unit: str) -> str:
    """Number large, unit small; a share in per cent."""
    if unit not in ("1", ""):
        return f"<b>{plain(value, 3)}</b> {esc(unit_words(unit))}"
    return f"<b>{esc(hundredths(value))}</b> %" if is_share(name) else f"<b>{plain(value, 3)}</b> times"


def _founded(found: list[Entry]) -> str:
    counts, cells = (
        kinds_of(one for one in found if bool(one.cells) == in_table) for in_table in (False, True)
    )
    total, in_tables = sum(counts.values()), sum(cells.values())
    if not total:
        return ""
    beside = ""
    if in_tables:
        share = percent(cells[Kind.SOURCED] / in_tables)
        beside = f"<p>Beside them {count(in_tables)} cells of tables, {share} sourced</p>"
    key = "".join(
        f'<li><span class="dot kind-{kind}"></span>{words}</li>'
        for kind, words in shares_of_kinds(counts).items()
    )
    return (
        f'<div class="founded-all"><p>What the {total} parameters rest on</p>'
        f"{kinds_bar(counts, 'Parameters of the scenario')}<ul>{key}</ul>{beside}</div>"
    )


def _provenance(manifest: dict[str, Any]) -> str:
    machine = manifest["machine"]
    facts = {
        "scenario": f"{manifest['scenario']['name']} ({manifest['scenario']['digest'][:HASH_SHOWN]})",
        "version": f"{manifest['version']} (code {manifest['code_digest'][:HASH_SHOWN]})",
        "state hash": manifest["state_hash"],
        "ticks": count(manifest["ticks"]),
        "computed in": measure(manifest["seconds"], "s", 2),
        "with": f"Python {machine['python']}, NumPy {machine['numpy']}, Numba {machine['numba']}",
    }
    cells = "".join(f"<div><dt>{esc(name)}</dt><dd>{esc(value)}</dd></div>" for name, value in facts.items())
    return f'<dl class="provenance">{cells}</dl>'

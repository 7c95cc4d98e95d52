"""Reads a file of claims, noting all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import TypeGuard

from magnitka.errors import Problems, did_you_mean, shown
from magnitka.ledger.change import ChangeError, parse_change
from magnitka.ledger.claims import ABOVE, BELOW, CHECK, DATA, ESSAY, USED_FOR, VOICES, Band, Claim, Teeth
from magnitka.ledger.errata import ERRATA
from magnitka.ledger.observables import OBSERVABLES
from magnitka.ledger.paired import PAIRED
from magnitka.scenario_reading import Reader, Source, read_sources
from magnitka.yaml_text import Items, Node, Scalar, parse, read_text

NEEDED = (
    "id", "says", "source", "where", "voice", "group", "depends_on", "used_for", "observable", "unit", "band",
    "period", "teeth",
)  # fmt: skip
OPTIONAL = ("disputed_by", "why_band", "not_covered")
_ID = re.compile(r"L\d{3}[a-z]?|X\d{2}")
_UNREAD = "claim"  # stands in messages for a claim whose id is missing


@cache
def shipped_claims() -> tuple[Claim, ...]:
    """The claims that come with the package, file by file. Raises ScenarioError."""
    return tuple(claim for path in claim_files() for claim in load_claims(path))


def claim_files() -> list[Path]:
    """The files of the shipped claims; the errata beside them are read elsewhere."""
    return sorted(path for path in (DATA / "claims").glob("*.yaml") if path != ERRATA)


def load_claims(path: Path, sources: Mapping[str, Source] | None = None) -> tuple[Claim, ...]:
    """Reads a file of claims; `sources` is a bibliography other than the shipped one.

    Raises ScenarioError: the first thing that is wrong (file, line, key, mend), with all the others attached.
    """
    problems = Problems()
    known = read_sources(DATA / "sources.yaml") if sources is None else sources
    reader = ClaimReader(str(path), problems, known)
    top = parse(read_text(path, what="claims"), str(path), problems)
    node = reader.entries(top, "", ("claims",), ("claims",)).get("claims")
    claims = reader.claims(node) if node is not None else ()
    problems.raise_any()
    return claims


class ClaimReader(Reader):
    """Reads claims. What is wrong goes to `problems`; a claim that failed is left out."""

    def claims(self, node: Node) -> tuple[Claim, ...]:
        """All claims of a file, checked one by one and together."""
        if not isinstance(node, Items):
            self.wrong(node.line, "claims", "is not a list", 'begin each claim with "- id: ..."')
            return ()
        lines: dict[str, int] = {}
        found: list[Claim] = []
        for item in node.items:
            claim = self.claim(item)
            if claim is None:
                continue
            if claim.id in lines:
                self.wrong(
                    item.line, claim.id, f"is written twice, first on line {lines[claim.id]}", "rename one"
                )
            lines[claim.id] = item.line
            found.append(claim)
        for claim in found:
            for other in claim.depends_on:
                if other not in lines or other == claim.id:
                    self.wrong(
                        lines[claim.id], f"{claim.id}.depends_on", f"names the unknown claim {shown(other)}",
                        did_you_mean(other, lines.keys() - {claim.id}),
                    )  # fmt: skip
        return tuple(found)

    def claim(self, node: Node) -> Claim | None:
        """One claim, or None with what is wrong noted."""
        before = len(self.problems.found)
        given = self.entries(node, _UNREAD, (*NEEDED, *OPTIONAL), NEEDED)
        name = self.text(given.get("id"), f"{_UNREAD}.id") or _UNREAD
        if name != _UNREAD and not _ID.fullmatch(name):
            self.wrong(
                given["id"].line, f"{_UNREAD}.id", f"is {shown(name)}", "write it as X01 or L001 or L001b"
            )
        texts = {
            key: self.text(given.get(key), f"{name}.{key}") or ""
            for key in ("says", "where", "group", *OPTIONAL)
        }
        source = self.source(given.get("source"), f"{name}.source") or ""
        voice = self.one_of(given.get("voice"), f"{name}.voice", VOICES)
        used_for = self.one_of(given.get("used_for"), f"{name}.used_for", USED_FOR)
        observable, unit = (self.optional(given.get(key), f"{name}.{key}") for key in ("observable", "unit"))
        band = self.band(given.get("band"), f"{name}.band")
        period = self.period(given.get("period"), f"{name}.period")
        teeth = self.teeth(given.get("teeth"), f"{name}.teeth")
        leans = given.get("depends_on")
        depends_on = (
            [self.text(one, f"{name}.depends_on") or "" for one in leans.items] if _is_list(leans) else []
        )
        if len(self.problems.found) > before:
            return None
        claim = Claim(
            name, source=source, voice=voice, depends_on=tuple(depends_on), used_for=used_for, observable=observable,
            unit=unit, band=band, period=period, teeth=teeth, **texts,
        )  # fmt: skip
        for key, problem, mend in contradictions(claim):
            self.wrong(given[key].line if key in given else node.line, f"{name}.{key}", problem, mend)
        return claim

    def one_of(self, node: Node | None, key: str, known: Collection[str]) -> str:
        """A text of a closed list."""
        text = self.text(node, key)
        if text is not None and node is not None and text not in known:
            self.wrong(node.line, key, f"is {shown(text)}", did_you_mean(text, known))
        return text or ""

    def optional(self, node: Node | None, key: str) -> str | None:
        """A text, or None where `null` is written."""
        return None if _is_empty(node) else self.text(node, key)

    def band(self, node: Node | None, key: str) -> Band:
        """Two ends, each a number or null."""
        if not _is_list(node) or len(node.items) != 2:
            self.wrong(
                node.line if node else 0, key, "has not two ends", "write [low, high], null for an open end"
            )
            return Band(None, None)
        low, high = (None if _is_empty(end) else self.number(end, key) for end in node.items)
        if low is not None and high is not None and low > high:
            self.wrong(
                node.line, key, f"begins at {low:g}, above its end {high:g}", "write the lower end first"
            )
        return Band(low, high)

    def period(self, node: Node | None, key: str) -> tuple[str, str] | None:
        """Two months in order, or None."""
        if node is None or _is_empty(node):
            return None
        months = [self.month(end, key) for end in node.items] if _is_list(node) else []
        if len(months) != 2:
            self.wrong(node.line, key, "is not a pair of months", 'write ["1985-01", "1990-12"]')
            return None
        first, last = months
        if first is not None and last is not None and first > last:
            self.wrong(node.line, key, "ends before it begins", "write the earlier month first")
        return tuple(self.text(end, key) or "" for end in node.items)  # type: ignore[union-attr, return-value]

    def teeth(self, node: Node | None, key: str) -> Teeth | None:
        """What takes the cause away, and whither that must push."""
        keys = ("neutralise", "pushes")
        given = {} if _is_empty(node) else self.entries(node, key, keys, keys)
        text = self.text(given.get("neutralise"), f"{key}.neutralise")
        pushes = self.one_of(given.get("pushes"), f"{key}.pushes", (ABOVE, BELOW))
        if text is None or not pushes:
            return None
        try:
            return Teeth(text, parse_change(text), pushes)
        except ChangeError as error:
            self.wrong(given["neutralise"].line, f"{key}.neutralise", error.problem, error.mend)
            return None


def contradictions(claim: Claim) -> list[tuple[str, str, str]]:
    """Parts of a claim that do not fit one another: (key, what is wrong, the mend)."""
    found = []
    if (claim.source == ESSAY) != claim.id.startswith("L"):
        found.append(
            ("id", f"rests on {claim.source}", "begin ids of the essay's claims with L, all others with X")
        )
    if (claim.teeth is not None) != (claim.used_for == CHECK):
        found.append(("teeth", "are those of a check", "give teeth to every check, and to nothing else"))
    if claim.observable is None:
        if not claim.not_covered or claim.band != (None, None) or claim.used_for == CHECK:
            mend = 'say "not_covered: ..." with an open band, or name an observable'
            found.append(("observable", "is null", mend))
        return found
    units = {name: one.unit for known in (OBSERVABLES, PAIRED) for name, one in known.items()}
    if claim.observable not in units:
        name = shown(claim.observable)
        found.append(("observable", f"is the unknown {name}", did_you_mean(claim.observable, units)))
    elif claim.unit != units[claim.observable]:
        found.append(("unit", f"is {claim.unit}", f"{claim.observable} is told in {units[claim.observable]}"))
    if claim.not_covered or not claim.why_band or claim.period is None or claim.band == (None, None):
        found.append(
            ("observable", "judges it", 'give band, period and "why_band: ...", and no "not_covered"')
        )
    if claim.teeth and (claim.band.high if claim.teeth.pushes == ABOVE else claim.band.low) is None:
        found.append(("teeth", f"push {claim.teeth.pushes} an open end", "push to the end that is closed"))
    return found


def _is_empty(node: Node | None) -> bool:
    return node is None or (isinstance(node, Scalar) and node.empty)


def _is_list(node: Node | None) -> TypeGuard[Items]:
    return isinstance(node, Items)

"""Names as people type them: in any case, shortened to what is unique; and which names come near one unknown."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from magnitka.errors import shown

NEAR = 0.6  # likeness from which a name may have been meant
NEAREST = 3  # names shown
LONGEST = 80  # characters of a typed name that are compared


def plain(name: str) -> str:
    """A name without capitals and doubled spaces."""
    return " ".join(name.split()).casefold()


def meant(name: str, known: Iterable[str]) -> str | None:
    """The known name that is typed: in full, or by a beginning or whole words that tell it from others."""
    wanted, names = plain(name), list(dict.fromkeys(known))
    if not wanted:
        return None
    words = set(wanted.split())
    for fits in (
        [one for one in names if plain(one) == wanted],
        [one for one in names if plain(one).startswith(wanted)],
        [one for one in names if words <= set(plain(one).split())],
    ):
        if fits:  # of several the one that the others only add to: an enterprise before its shops
            shortest = min(fits, key=len)
            return shortest if all(plain(one).startswith(plain(shortest)) for one in fits) else None
    return None


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a refusal: the few known names that come nearest, with their own capitals."""
    wanted = plain(name)[:LONGEST]
    if not wanted:
        return "write a name"
    likeness = {one: _likeness(wanted, plain(one)) for one in known}
    few = sorted(likeness, key=lambda one: (-likeness[one], one))[:NEAREST]
    if not few:
        return "none is known here"
    first, *others = (shown(one, LONGEST) for one in few)
    if likeness[few[0]] < NEAR:
        return f"nearest are {', '.join((first, *others))}"
    rest = [shown(one, LONGEST) for one in few[1:] if likeness[one] >= NEAR]
    return f"did you mean {first}?" + (f" also near: {', '.join(rest)}" if rest else "")


def _likeness(wanted: str, name: str) -> float:
    """1 for the same, 0 for nothing in common; a name that has a typed word is nearer than any that has none."""
    shared = set(wanted.split()) & set(name.split())
    ratio = SequenceMatcher(None, wanted, name).ratio()
    return max(ratio, NEAR + 0.1 * ratio) if shared else ratio

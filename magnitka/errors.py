"""What can go wrong: either the user's request (exit code 2) or carrying it out (exit code 1).

Every message is one line that a stranger can act on: where, what is wrong, and the mend.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MOST_PROBLEMS = 100  # a hostile file may hold a million; a reader mends a handful at a time

LONGEST_KEY = 120  # of a key in a message


class UsageError(Exception):
    """The user asked for something impossible: a wrong option, a wrong file, a wrong value."""

    exit_code = 2


class Failure(Exception):
    """The request was right but could not be carried out: a full disk, a damaged run, broken books."""

    exit_code = 1


class ScenarioError(UsageError):
    """One thing wrong with a scenario: where (`file`, `line`, `key`), the `problem`, and the `mend`.

    `line` is 0 when the whole file is meant. `others` are the further errors of the same loading.
    """

    def __init__(
        self,
        file: str,
        line: int,
        key: str,
        problem: str,
        mend: str = "",
        others: tuple[ScenarioError, ...] = (),
    ) -> None:
        super().__init__(file, line, key, problem, mend, others)  # all of them, so that it can be pickled
        self.file, self.line, self.key = file, line, key
        self.problem, self.mend, self.others = problem, mend, others

    def __str__(self) -> str:
        place = f"{one_line(self.file)}:{self.line}" if self.line else one_line(self.file)
        key = self.key if len(self.key) <= LONGEST_KEY else f"{self.key[:LONGEST_KEY]}..."
        subject = f"{key} {self.problem}" if key else self.problem
        mend = f"; {self.mend}" if self.mend else ""
        more = f" (and {len(self.others)} more)" if self.others else ""
        return one_line(f"{place}: {subject}{mend}{more}")


class Problems:
    """Collects what is wrong with the files of a scenario, so that all of it is reported at once."""

    def __init__(self) -> None:
        self.found: list[ScenarioError] = []

    def add(self, file: str, line: int, key: str, problem: str, mend: str = "") -> None:
        """Notes one error; raises them all when there are too many to go on."""
        self.found.append(ScenarioError(file, line, key, problem, mend))
        if len(self.found) >= MOST_PROBLEMS:
            self.raise_any()

    def take(self, error: ScenarioError) -> None:
        """Notes an error that ended the reading of one file; passes on one that ended all reading."""
        if error.others:
            raise error
        self.found.append(error)

    def raise_any(self) -> None:
        """Raises the first error with the others attached, or returns when there is none.

        They go file by file in the order of reading; what concerns a whole file comes after what has a line.
        """
        if self.found:
            files = [error.file for error in self.found]
            first, *others = sorted(self.found, key=lambda error: (files.index(error.file), error.line == 0))
            raise ScenarioError(first.file, first.line, first.key, first.problem, first.mend, tuple(others))


def one_line(text: str) -> str:
    """The text with line breaks, control characters and lone surrogates made visible."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shown(text: str, most: int = 60) -> str:
    """A foreign text as it may stand in a message: quoted, on one line, and short."""
    return f'"{one_line(text[:most])}{"..." if len(text) > most else ""}"'


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean "x"?` for the nearest known word, or the known words when none is near."""
    names = sorted(known)
    near = get_close_matches(word[:80], names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {shown(near[0], 80)}?"
    if not names:
        return "none is known here"
    return f"known here: {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}"

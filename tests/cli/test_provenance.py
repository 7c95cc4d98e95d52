"""Where numbers come from, in words: shares, uses, references."""

from __future__ import annotations

import pytest

from magnitka.provenance import (
    UNKNOWN,
    bibtex,
    column_of,
    number,
    percentages,
    reference,
    shares,
    software,
    uses,
)
from magnitka.quantity import Kind
from magnitka.scenario import load

BOOK = {
    "key": "B57",
    "author": "Joseph S. Berliner",
    "title": "Factory & Manager",
    "year": "1957",
    "where": "Harvard University Press, ch. VIII.",
    "address": "https://example.org/a_b",
}


def test_a_reference_reads_like_one_and_keeps_its_address_whole() -> None:
    told = "Joseph S. Berliner (1957): Factory & Manager. Harvard University Press, ch. VIII. https://example.org/a_b"
    assert reference(BOOK) == told


def test_bibtex_escapes_words_and_not_addresses() -> None:
    (entry,) = bibtex([BOOK])
    assert entry.startswith("@misc{B57,\n")
    assert r"title = {{Factory \& Manager}}," in entry
    assert "url = {https://example.org/a_b}," in entry


def test_an_author_who_is_not_known_is_left_out() -> None:
    unsigned = {**BOOK, "author": UNKNOWN, "where": "opening"}
    assert reference(unsigned) == "Factory & Manager (1957). Opening. https://example.org/a_b"
    (entry,) = bibtex([unsigned])
    assert "author" not in entry and "howpublished" not in entry
    assert "  note = {Opening}," in entry
    assert UNKNOWN in {source.author for source in load("magnitogorsk").cited().values()}


def test_the_program_is_cited_in_sentences() -> None:
    program = software({"created": "2026-01-01T00:00:00", "version": "1.2.3", "code_digest": "abc"})
    assert ". Computer program, version 1.2.3, code abc." in reference(program)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((1, 1, 1), [34, 33, 33]),
        ((24, 36, 14, 391), [5, 8, 3, 84]),
        ((0, 0), [0, 0]),
        ((0, 7), [0, 100]),
        ((1, 999), [0, 100]),
    ],
)
def test_percentages_add_to_a_hundred(counts: tuple[int, ...], shown: list[int]) -> None:
    assert list(percentages(dict(enumerate(counts))).values()) == shown


def test_the_shares_of_kinds_add_to_a_hundred() -> None:
    for name in ("toy", "magnitogorsk"):
        for counts in shares(load(name)).values():
            told = percentages(counts)
            assert sum(told.values()) == 100
            assert all(
                abs(told[kind] - 100 * many / sum(counts.values())) < 1 for kind, many in counts.items()
            )


def test_keys_lose_dates_and_rows() -> None:
    assert column_of("planning.ratchet@1988-01") == "planning.ratchet"
    assert column_of("tables.works[open-hearth shop 1, old].capacity") == "tables.works.capacity"


def test_every_number_is_counted_once_and_every_source_says_what_for() -> None:
    scenario = load("magnitogorsk")
    numbers = dict(scenario.quantities())
    counts = shares(scenario)
    assert sum(sum(kinds.values()) for kinds in counts.values()) == len(numbers)
    sourced = [key for key, one in numbers.items() if one.kind is Kind.SOURCED]
    assert sum(kinds["sourced"] for kinds in counts.values()) == len(sourced)
    named = uses(scenario)
    for key in sourced:
        assert column_of(key) in named[numbers[key].source]
    assert named.keys() == scenario.cited().keys()


def test_a_number_tells_what_its_kind_demands() -> None:
    for key, quantity in load("magnitogorsk").quantities():
        told = number(key, quantity)
        if quantity.kind is Kind.GUESS:
            assert {"low", "high", "why"} <= told.keys()
        if quantity.kind is Kind.SOURCED:
            assert {"source", "where"} <= told.keys()

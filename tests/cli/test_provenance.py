"""Where numbers come from, in words: shares, uses, references."""

from __future__ import annotations

from magnitka.provenance import bibtex, column_of, number, reference, shares, uses
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

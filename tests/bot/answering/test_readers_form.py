"""Figures that mean something else in the reader's language are given in the reader's form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.answering.readers_form import amount_in, day_in, days_in, readers_forms


@pytest.mark.parametrize(
    ("quote", "language", "reader", "expected"),
    [
        (
            "It was signed on 10/01/2024 in Rennes.",
            "en",
            "fr",
            ["« 10/01/2024 » : 1er octobre 2024, si le mois est écrit d’abord, à l’américaine"],
        ),
        (
            "Signé le 10/01/2024 à Rennes.",
            "fr",
            "en",
            ["“10/01/2024”: January 10, 2024, since French prints the day first"],
        ),
        ("It owes $1,250 and $61,000,000.", "en", "fr", ["« $1,250 » : 1 250 USD"]),
        ("It owes $2 billion.", "en", "fr", ["« $2 billion » : 2 000 000 000 USD"]),
        ("Elle doit 1.250 € au fournisseur.", "fr", "en", ["“1.250 €”: 1,250 EUR"]),
    ],
)
def test_what_would_be_misread_is_given_in_the_readers_form(
    quote: str, language: str, reader: str, expected: list[str]
) -> None:
    found = readers_forms(quote, language, reader)

    assert [said.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ") for said in found] == (
        expected
    )


@pytest.mark.parametrize(
    ("quote", "language", "reader"),
    [
        ("It was signed on 10/01/2024.", "en", "en"),
        ("It was signed on 10/25/2024, for $61,000,000.", "en", "fr"),
        ("It was signed on October 1, 2024, for $12.", "en", "fr"),
        ("Signé le 1er octobre 2024.", "fr", "en"),
        ("Es schuldet 1.250 Euro.", "de", "en"),
    ],
)
def test_nothing_is_said_where_nothing_is_misread(quote: str, language: str, reader: str) -> None:
    assert readers_forms(quote, language, reader) == []


def test_days_and_amounts_are_written_as_in_each_language() -> None:
    assert day_in("en", date(2024, 10, 1)) == "October 1, 2024"
    assert day_in("fr", date(2024, 10, 1)) == "1er octobre 2024"
    assert amount_in("en", Decimal("1250.5"), "USD") == "1,250.5 USD"
    assert amount_in("fr", Decimal("1250.5"), "") == "1\N{NARROW NO-BREAK SPACE}250,5"


@pytest.mark.parametrize(
    ("begins", "ends", "english", "french"),
    [
        ("2024-10-14", "2024-10-14", "October 14, 2024", "14 octobre 2024"),
        ("2024-02-01", "2024-02-29", "February 2024", "février 2024"),
        ("2023-02-01", "2023-02-27", "February 1, 2023 to February 27, 2023", ""),
        ("2024-10-14", "2024-10-18", "", "14 octobre 2024 au 18 octobre 2024"),
    ],
)
def test_a_month_is_named_and_a_span_has_two_days(
    begins: str, ends: str, english: str, french: str
) -> None:
    days = date.fromisoformat(begins), date.fromisoformat(ends)
    assert not english or days_in("en", *days) == english
    assert not french or days_in("fr", *days) == french

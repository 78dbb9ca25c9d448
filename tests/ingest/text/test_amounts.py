"""Amounts of money as they are printed: tables of text and what they are worth."""

# one row a text

from __future__ import annotations

import pytest

from ingest.text.amounts import printed_amounts

FOUND = [
    (
        "en",
        "$61 million and 61 millions de dollars",
        ["$61 million = 61000000 USD", "61 millions de dollars = 61000000 USD"],
    ),
    (
        "en",
        "five million United States dollars ($5,000,000 USD)",
        ["five million United States dollars = 5000000 USD", "$5,000,000 = 5000000 USD"],
    ),
    ("en", "par value $0.001, then $5.125", ["$0.001 = 0.001 USD", "$5.125 = 5.125 USD"]),
    ("en", "2023 $1,000 2022 $900", ["$1,000 = 1000 USD", "$900 = 900 USD"]),
    (
        "en",
        "$40 to $60 million, but $500 to $1 million",
        [
            "$40 = 40000000 USD",
            "$60 million = 60000000 USD",
            "$500 = 500 USD",
            "$1 million = 1000000 USD",
        ],
    ),
    ("en", "between $5 and $10 million", ["$5 = 5000000 USD", "$10 million = 10000000 USD"]),
    (
        "en",
        "Sixty-One Million Dollars ($61,000,000)",
        ["Sixty-One Million Dollars = 61000000 USD", "$61,000,000 = 61000000 USD"],
    ),
    (
        "en",
        "US$ 5.2M, C$3bn, £3,000.50 or $61K",
        [
            "US$ 5.2M = 5200000 USD",
            "C$3bn = 3000000000 CAD",
            "£3,000.50 = 3000.5 GBP",
            "$61K = 61000 USD",
        ],
    ),
    (
        "en",
        "a 10-dollar fee of 5 cents; one dollar",
        ["10-dollar = 10 USD", "5 cents = 0.05 ", "one dollar = 1 USD"],
    ),
    ("en", "It paid $5 100 times.", ["$5 = 5 USD"]),
    (
        "en",
        "12 000 €, 48 211,07 € and 5 000 000 euros, in 2023 500 €",
        [
            "12 000 € = 12000 EUR",
            "48 211,07 € = 48211.07 EUR",
            "5 000 000 euros = 5000000 EUR",
            "500 € = 500 EUR",
        ],
    ),
    (
        "fr",
        "$1,200, $1,2 million, $1,200 million et 1,250 €",
        [
            "$1,200 = 1200 USD",
            "$1,2 million = 1200000 USD",
            "$1,200 million = 1200000 USD",
            "1,250 € = 1.25 EUR",
        ],
    ),
    ("en", "a fee of $500² and $1,200³", ["$500 = 500 USD", "$1,200 = 1200 USD"]),
    ("en", "$250,000 B shares", ["$250,000 = 250000 USD"]),
    (
        "fr",
        "3,5 millions d'euros, 600 000 dollars et 1.250,50 €",
        [
            "3,5 millions d'euros = 3500000 EUR",
            "600 000 dollars = 600000 USD",
            "1.250,50 € = 1250.5 EUR",
        ],
    ),
    (
        "fr",
        "Loyer 500 € 520 € deux mille cinq cents euros",
        ["500 € = 500 EUR", "520 € = 520 EUR", "deux mille cinq cents euros = 2500 EUR"],
    ),
    (
        "fr",
        "2 billions d'euros, 5 M€ et 3 Md€",
        ["2 billions d'euros = 2000000000000 EUR", "5 M€ = 5000000 EUR", "3 Md€ = 3000000000 EUR"],
    ),
    (
        "fr",
        "$61,000,000 et 6.100 dollars",
        ["$61,000,000 = 61000000 USD", "6.100 dollars = 6100 USD"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "amounts"), FOUND)
def test_an_amount_is_found_with_its_value(language: str, text: str, amounts: list[str]) -> None:
    found = printed_amounts(text, language)
    assert [
        f"{text[amount.start : amount.end]} = {amount.value:f} {amount.currency}"
        for amount in found
    ] == amounts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "40 pounds of flour, 5% of 1,000 servers, No. 61, millions of dollars"),
        ("fr", "cinq livres, 12 % des 600 000 serveurs, des millions de dollars"),
    ],
)
def test_what_is_no_money_is_left(language: str, text: str) -> None:
    assert printed_amounts(text, language) == []

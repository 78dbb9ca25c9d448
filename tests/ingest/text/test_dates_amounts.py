from __future__ import annotations

from datetime import date

import pytest

from ingest.text.dates_amounts import Date, read_date, read_day, stretches

DAY = Date(2024, 8, 16)


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("August 16, 2024", "en", DAY),
        ("AUGUST 16, 2024", "en", DAY),
        ("Aug. 16, 2024", "en", DAY),
        ("August 16th, 2024", "en", DAY),
        ("16th day of August, 2024", "en", DAY),
        ("16 August 2024", "en", DAY),
        ("16 août 2024", "en", DAY),
        ("08/16/24", "en", DAY),
        ("8/16/2024", "en", DAY),
        ("16/08/2024", "en", DAY),
        ("2024-08-16", "en", DAY),
        ("16 août 2024", "fr", DAY),
        ("16 aout 2024", "fr", DAY),
        ("16.08.2024", "fr", DAY),
        ("08/16/2024", "fr", DAY),
        ("August 16, 2024", "fr", DAY),
        ("1er août 2024", "fr", Date(2024, 8, 1)),
        ("3 févr. 2024", "fr", Date(2024, 2, 3)),
        ("08/09/2024", "en", Date(2024, 8, 9)),
        ("08/09/2024", "fr", Date(2024, 9, 8)),
        ("01/02/98", "en", Date(1998, 1, 2)),
        ("August 16", "en", Date(None, 8, 16)),
        ("16 août", "fr", Date(None, 8, 16)),
        ("August 2024", "en", Date(2024, 8, None)),
        ("August of 2024", "en", Date(2024, 8, None)),
        ("août 2024", "fr", Date(2024, 8, None)),
        ("2024", "fr", Date(2024, None, None)),
    ],
)
def test_dates_as_filings_and_articles_write_them(text: str, language: str, said: Date) -> None:
    assert stretches(text, "date") == [(0, len(text))]
    assert read_date(text, language) == said


@pytest.mark.parametrize("text", ["13/45/24", "February 30, 2024", "99/99/9999", "31 juin 2024"])
def test_a_day_that_is_none_is_not_read(text: str) -> None:
    assert read_date(text, "en") is None
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["August 16", "August 2024", "2024"])
def test_half_a_date_is_no_day(text: str) -> None:
    assert read_day(text) is None


def test_the_day_of_a_stamp() -> None:
    assert read_day("08/16/24") == date(2024, 8, 16)


def test_an_amount_is_the_number_at_the_currency_sign() -> None:
    text = "invoice 4417 $8,405.85, puis 30 € 40 €"
    assert [text[start:end] for start, end in stretches(text, "amount")] == [
        "$8,405.85",
        "30 €",
        "40 €",
    ]

"""Dates as they are printed: tables of text and the days they mean."""

# one row a text

from __future__ import annotations

import pytest

from ingest.text.printed_dates import printed_dates

FOUND = [
    ("en", "It was signed on August 16, 2024 in Boston.", [("August 16, 2024", "2024-08-16")]),
    (
        "en",
        "Sent Aug 16 2024 and 16 August 2024",
        [("Aug 16 2024", "2024-08-16"), ("16 August 2024", "2024-08-16")],
    ),
    ("en", "the 3rd day of March, 2021", [("3rd day of March, 2021", "2021-03-03")]),
    (
        "en",
        "the third day of March, two thousand twenty-one",
        [("third day of March, two thousand twenty-one", "2021-03-03")],
    ),
    (
        "en",
        "on MARCH 3 , 2020 and Sept. 5",
        [("MARCH 3 , 2020", "2020-03-03"), ("Sept. 5", "2020-09-05")],
    ),
    (
        "en",
        "from January 5 through 9, 2023",
        [("January 5 through 9, 2023", "2023-01-05 2023-01-09")],
    ),
    ("en", "the week of Monday, October 14, 2024", [("October 14, 2024", "2024-10-14 2024-10-20")]),
    ("en", "In May of 2019 we may go", [("May of 2019", "2019-05-01 2019-05-31")]),
    ("en", "08/09/24", [("08/09/24", "2024-08-09")]),
    ("fr", "08/09/24", [("08/09/24", "2024-09-08")]),
    (
        "en",
        "25/10/2024 or 2024-02-29 or 16.08.2024",
        [("25/10/2024", "2024-10-25"), ("2024-02-29", "2024-02-29"), ("16.08.2024", "2024-08-16")],
    ),
    ("fr", "du 14 au 18 octobre 2024", [("14 au 18 octobre 2024", "2024-10-14 2024-10-18")]),
    ("fr", "le 1er août 2024", [("1er août 2024", "2024-08-01")]),
    (
        "fr",
        "le premier août deux mille vingt-quatre",
        [("premier août deux mille vingt-quatre", "2024-08-01")],
    ),
    (
        "fr",
        "le vingt et un mars mil neuf cent quatre-vingt-dix-huit",
        [("vingt et un mars mil neuf cent quatre-vingt-dix-huit", "1998-03-21")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "dates"), FOUND)
def test_a_date_is_found_with_its_days(
    language: str, text: str, dates: list[tuple[str, str]]
) -> None:
    found = [
        (
            text[date.start : date.end],
            " ".join(dict.fromkeys((date.begins.isoformat(), date.ends.isoformat()))),
        )
        for date in printed_dates(text, language)
    ]
    assert found == dates


@pytest.mark.parametrize(
    "text",
    [
        "in 2019 and in fiscal 2020",
        "It may 5 times, on October 14.",
        "February 30, 2021 is none, nor is 13/13/2020",
        "No. 5:24-cv-00001, section 1.2.20, 408-555-2024, pages 1/2/3456",
        "Smith Dec. 5, filed in 2019",
    ],
)
def test_what_is_no_date_or_has_no_year_is_left(text: str) -> None:
    assert printed_dates(text, "en") == []


def test_figures_that_the_languages_read_differently_are_marked() -> None:
    found = printed_dates("10/01/2024, 10/25/2024 and 10/10/2024", "en")
    assert [date.is_ambiguous for date in found] == [True, False, False]

"""Dates as they are printed: tables of text and what they mean."""

# one row a text

from __future__ import annotations

from datetime import date

import pytest

from ingest.text.dates import Date, date_stretches, printed_dates, read_date, read_day

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
    (
        "en",
        "the January 28, 29 and 31, 2013 memos",
        [("January 28", "2013-01-28"), ("29", "2013-01-29"), ("31, 2013", "2013-01-31")],
    ),
    ("en", "Rules 12 and 13 March 2021", [("13 March 2021", "2021-03-13")]),
    (
        "fr",
        "les 1er et 3 mars 2021",
        [("1er", "2021-03-01"), ("3 mars 2021", "2021-03-03")],
    ),
    ("en", "08/09/24", [("08/09/24", "2024-08-09")]),
    ("fr", "08/09/24", [("08/09/24", "2024-09-08")]),
    (
        "en",
        "25/10/2024 or 2024-02-29 or 16.08.2024",
        [("25/10/2024", "2024-10-25"), ("2024-02-29", "2024-02-29"), ("16.08.2024", "2024-08-16")],
    ),
    ("en", "in mid-March 2021", [("mid-March 2021", "2021-03-01 2021-03-31")]),
    (
        "en",
        "from January to June 2020",
        [("January", "2020-01-01 2020-01-31"), ("June 2020", "2020-06-01 2020-06-30")],
    ),
    ("en", "03-Mar-2021 or 3-MAR-21", [("03-Mar-2021", "2021-03-03"), ("3-MAR-21", "2021-03-03")]),
    ("fr", "à la mi-mars 2021", [("mi-mars 2021", "2021-03-01 2021-03-31")]),
    ("fr", "du 14 au 18 octobre 2024", [("14 au 18 octobre 2024", "2024-10-14 2024-10-18")]),
    ("fr", "le 1er août 2024", [("1er août 2024", "2024-08-01")]),
    (
        "fr",
        "du 2 avril 2018 au 1er mai.",
        [("2 avril 2018", "2018-04-02"), ("1er mai", "2018-05-01")],
    ),
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
    (
        "fr",
        "DU TROIS MAI DEUX MILLE VINGT-TROIS RG 23/1 et le deux mai deux mille vingt à Lyon",
        [
            ("TROIS MAI DEUX MILLE VINGT-TROIS", "2023-05-03"),
            ("deux mai deux mille vingt", "2020-05-02"),
        ],
    ),
    (
        "fr",
        "L'AN DEUX MILLE VINGT-QUATRE ET LE QUINZE MARS",
        [("L'AN DEUX MILLE VINGT-QUATRE ET LE QUINZE MARS", "2024-03-15")],
    ),
    (
        "fr",
        "DU 6 FEVRIER 2024 ET DU 3 AOUT 2024",
        [("6 FEVRIER 2024", "2024-02-06"), ("3 AOUT 2024", "2024-08-03")],
    ),
    (
        "en",
        "on March third, two thousand twenty in Paris",
        [("March third, two thousand twenty", "2020-03-03")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "dates"), FOUND)
def test_a_date_is_found_with_its_days(
    language: str, text: str, dates: list[tuple[str, str]]
) -> None:
    found = [
        (
            text[printed.start : printed.end],
            " ".join(dict.fromkeys((printed.begins.isoformat(), printed.ends.isoformat()))),
        )
        for printed in printed_dates(text, language)
    ]
    assert found == dates


@pytest.mark.parametrize(
    "text",
    [
        "in 2019 and in fiscal 2020",
        "It may 5 times, on October 14.",
        "February 30, 2021 is none, nor is 13/13/2020, nor 2024-13-05 or 2024-00-05",
        "No. 5:24-cv-00001, section 1.2.20, 408-555-2024, pages 1/2/3456",
        "Smith Dec. 5, filed in 2019",
    ],
)
def test_what_is_no_date_or_has_no_year_is_left(text: str) -> None:
    assert printed_dates(text, "en") == []


def test_figures_that_the_languages_read_differently_are_marked() -> None:
    found = printed_dates("10/01/2024, 10/25/2024 and 10/10/2024", "en")
    assert [printed.is_ambiguous for printed in found] == [True, False, False]


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
    assert date_stretches(text) == [(0, len(text))]
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

"""Accepted answers: by value for amounts, dates and numbers, by words for the rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.accepted import holds
from bot.evaluation.question_set import Accepted, All
from ingest.text.dates import Date
from ingest.text.measures import Number, tokens

SAME = [
    ("$61 million", "il réclame 61 millions de dollars", "fr"),
    ("61 millions de dollars", "at least $61 million, together with", "en"),
    (61000000, "environ 61 millions de dollars", "fr"),
    ("$61 million", "US$61,000,000.00", "en"),
    ("$61 million", "61 M$", "fr"),
    ("$61 million", "soixante et un millions de dollars", "fr"),
    ("$61 million", "sixty-one million dollars", "en"),
    ("$19 million", "revendues pour environ 19 millions", "fr"),
    ("$600,000", "accorder 600\u00a0000 dollars", "fr"),
    (3500000, "3,5 millions de dollars d’impayés", "fr"),
    ("1.5 billion euros", "1,5 milliard d’euros", "fr"),
    ("$1,234.56", "1.234,56 dollars", "fr"),
    ("$0.99", "99 cents", "en"),
    (65, "In sixty-five numbered paragraphs", "en"),
    ("eight years", "approximately eight years of practice", "en"),
    (8, "Pendant huit ans, les factures", "fr"),
    ("5 %", "five percent", "en"),
    ("2024-08-16", "August 16, 2024", "en"),
    ("2024-08-16", "(Filed on 8/16/2024)", "en"),
    ("2024-08-16", "le 16/08/2024", "fr"),
    ("16 août 2024", "on August 16, 2024", "en"),
    ("October 1, 2024", "le 1er octobre 2024", "fr"),
    ("2022-11", "In November 2022 the payments ceased.", "en"),
    ("November 2022", "depuis le 3 novembre 2022", "fr"),
    ("semaine du 14 au 18 octobre 2024", "Dans la semaine du 14 au 18 octobre 2024, il a", "fr"),
    ("2014", "signé le 24 septembre 2014", "fr"),
    ("24-cv-05322", "CIVIL DOCKET FOR CASE #: 3:24-cv-05322", "en"),
    ("28 U.S.C. § 1332(a)(2)", "jurisdiction under 28 U.S.C. §\u00a01332(a)(2), because", "en"),
    ("TAÏWANAIS", "fabricant taiwanais de serveurs", "fr"),
    ("Twitter’s approval", "it rested upon Twitter's approval of a list", "en"),
    (All(all=("Supermicro", "Dell")), "auprès de Dell et de Supermicro", "fr"),
]
OTHER = [
    ("$61 million", "environ 59 millions de dollars", "fr"),
    ("$61 million", "61 millions d’euros", "fr"),
    (61, "61 millions de dollars", "fr"),
    (61000000, "paragraph 61 of the complaint", "en"),
    ("2024-08-16", "le 13 août 2024", "fr"),
    ("2024-08-16", "In August 2024", "en"),
    ("2022-11", "en novembre 2021", "fr"),
    ("2024-10-16", "semaine du 14 au 18 octobre 2024", "fr"),
    (1, "un accord, one agreement", "fr"),
    ("Twitter", "formerly known as Twitterrific", "en"),
    ("eight years", "eight hundred years", "en"),
    (All(all=("Dell", "Supermicro")), "auprès de Dell", "fr"),
    ("written acknowledgement", "acknowledgement, which was written", "en"),
    ("$5", "5 %", "en"),
    ("", "anything", "en"),
    ("§", "anything", "en"),
]


@pytest.mark.parametrize(("accepted", "text", "language"), SAME)
def test_the_same_is_held(accepted: Accepted, text: str, language: str) -> None:
    assert holds(text, language, accepted)


@pytest.mark.parametrize(("accepted", "text", "language"), OTHER)
def test_another_is_not(accepted: Accepted, text: str, language: str) -> None:
    assert not holds(text, language, accepted)


@given(millions=st.integers(1, 999), tenths=st.integers(1, 9))
def test_an_amount_is_the_same_in_every_way_of_writing_it(millions: int, tenths: int) -> None:
    value = 1_000_000 * millions + 100_000 * tenths
    accepted: list[Accepted] = [value]
    ways = [
        (f"${millions}.{tenths} million", "en"),
        (f"${value:,}", "en"),
        (f"{millions},{tenths} millions de dollars", "fr"),
        (f"{value:,} dollars".replace(",", "\u202f"), "fr"),
        (f"{millions},{tenths} M$", "fr"),
    ]
    accepted += [text for text, _ in ways]
    for text, language in ways:
        assert tokens(text, language) == [Number(Decimal(value), "USD")], text
        assert all(holds(text, language, other) for other in accepted)
        assert not holds(text, language, value + 1)


@given(day=st.dates())
def test_a_date_is_the_same_in_both_languages(day: date) -> None:
    if not 1600 <= day.year < 2100:
        return
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    french = f"{day.day}{'er' if day.day == 1 else ''} {months.split()[day.month - 1]} {day.year}"
    english = f"{day:%B} {day.day}, {day.year}"
    wanted = [Date(day.year, day.month, day.day)]
    assert tokens(french, "fr") == tokens(english, "en") == wanted
    assert holds(french, "fr", day.isoformat())
    assert holds(english, "en", day.isoformat()[:7])


@settings(max_examples=300)
@given(text=st.text(), language=st.sampled_from(["en", "fr", "other"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    assert tokens(text, language) == tokens(text, language)

from __future__ import annotations

import pytest

from ingest.text.numbers_in_words import numbers_in_words


@pytest.mark.parametrize(
    ("text", "language", "figures"),
    [
        ("sixty-one million dollars", "en", ["61000000"]),
        ("$61 million, of which $1.5 million", "en", ["61000000", "1500000"]),
        ("$61M or 61 Md€", "en", ["61000000", "61000000000"]),
        ("soixante et un millions d’euros", "fr", ["61000000"]),
        ("quatre-vingt-dix mille euros", "fr", ["90000"]),
        ("le trois mai deux mille vingt-quatre", "fr", ["3", "2024"]),
        ("61,5 millions", "fr", ["61500000"]),
        ("one of two claims; 61,000,000", "en", []),
        ("un de deux chefs, 61 000 000", "fr", []),
        ("no. 4 Mars, the fourth million-dollar man", "en", []),
    ],
)
def test_what_a_number_in_words_is_worth(text: str, language: str, figures: list[str]) -> None:
    assert [number.figures for number in numbers_in_words(text, language)] == figures

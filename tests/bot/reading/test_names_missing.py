"""Which names and numbers of a question a text lacks."""

from __future__ import annotations

import pytest

from bot.reading.evidence import _missing
from ingest.text.terms import fold


@pytest.mark.parametrize(
    ("name", "text", "share"),
    [
        ("12", "Exhibit 12 was sealed.", 0.0),
        ("12", "Exhibit 12. It was sealed.", 0.0),
        ("12", "It was sealed in 2012.", 1.0),
        ("12", "The rate is 12.5 per cent.", 1.0),
        ("5", "The rate is 12.5 per cent.", 1.0),
        ("22-19.915", "Pourvoi n° 22-19.915", 0.0),
        ("22-19", "Pourvoi n° 22-199", 1.0),
        ("Élan", "The élan's owner", 0.0),
        ("Roe", "Doe & Co.", 1.0),
    ],
)
def test_a_number_is_not_part_of_another(name: str, text: str, share: float) -> None:
    assert _missing([name], fold(text)) == share
    assert _missing([name, "absent"], fold(text)) == (share + 1) / 2


def test_without_names_none_is_missing() -> None:
    assert _missing([], "any text") == 0.0

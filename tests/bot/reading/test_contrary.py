"""A denial is taken out or put in, in French and English."""

from __future__ import annotations

import pytest

from bot.reading.contrary import contraries

CASES = [
    ("Acme did not pay Smith.", "en", "Acme did pay Smith."),
    ("Acme paid and was released.", "en", "Acme paid and was not released."),
    ("Acme shipped the pumps.", "en", "Acme did not shipped the pumps."),
    ("Smith didn’t answer.", "en", "Smith did answer."),
    ("Smith cannot sue.", "en", "Smith can sue."),
    ("Smith left without notice.", "en", "Smith left with notice."),
    ("Acme refused to pay.", "en", "Acme pay."),
    ("No pump was sold to no one.", "en", "No pump was sold to somebody."),
    ("Acme n'a pas payé Smith.", "fr", "Acme a payé Smith."),
    ("Acme ne conteste pas la dette.", "fr", "Acme conteste la dette."),
    ("Acme avait payé Smith.", "fr", "Acme n'avait pas payé Smith."),
    ("Smith peut agir.", "fr", "Smith ne peut pas agir."),
    ("Smith est parti sans préavis.", "fr", "Smith est parti avec préavis."),
    ("Acme n’a aucune dette.", "fr", "Acme a une dette."),
]


@pytest.mark.parametrize(("text", "language", "contrary"), CASES)
def test_the_contrary_is_among_those_made(text: str, language: str, contrary: str) -> None:
    assert contrary in contraries(text, language)


@pytest.mark.parametrize(("text", "language"), [(case[0], case[1]) for case in CASES])
def test_no_statement_is_its_own_contrary(text: str, language: str) -> None:
    made = contraries(text, language)
    assert text not in made
    assert len(made) == len(set(made)) <= 6

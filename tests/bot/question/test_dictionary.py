"""The dictionary of French and English."""

from __future__ import annotations

from bot.question import dictionary
from bot.question.dictionary import translations
from ingest.text.terms import fold, stem, words


def test_the_file_is_in_order() -> None:
    lines = dictionary._FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert all(len(row) == 2 and all(row) for row in rows)
    french = [row[0] for row in rows]
    assert french == sorted(french, key=lambda word: (fold(word), word))
    assert len(set(french)) == len(french) > 7_000
    assert all(english.split() == list(dict.fromkeys(english.split())) for _, english in rows)
    # What is searched for is a word: an entry of two would never be met.
    assert all(len(words(word)) == 1 for row in rows for cell in row for word in cell.split())


def test_the_most_usual_translations_are_searched_for_in_both_directions() -> None:
    assert stem("tenant", "en") in translations(stem("locataire", "fr"), "fr", "en")
    assert stem("locataire", "fr") in translations(stem("tenant", "en"), "en", "fr")
    rent = translations(stem("location", "fr"), "fr", "en")
    assert stem("rent", "en") in rent
    assert stem("location", "en") not in rent


def test_irregular_forms_meet() -> None:
    assert stem("sold", "en") in translations(stem("vendre", "fr"), "fr", "en")
    assert stem("homme", "fr") in translations(stem("men", "en"), "en", "fr")


def test_nothing_is_translated_within_a_language_or_into_another_one() -> None:
    assert translations(stem("locataire", "fr"), "fr", "fr") == ()
    assert translations(stem("locataire", "fr"), "fr", "de") == ()
    assert translations("zzz", "fr", "en") == ()

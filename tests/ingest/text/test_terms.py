from __future__ import annotations

import pytest

from ingest.text.terms import fold, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Réclamé", "reclame"),
        ("ŒUVRE", "oeuvre"),
        ("ﬁled", "filed"),
        ("Straße", "strasse"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$61,000,000 owed", ["61000000", "owed"]),
        ("61 000 000 de dollars", ["61000000", "de", "dollars"]),
        ("61\u202f000\u00a0000 €", ["61000000"]),
        ("filed 08/16/2024", ["filed", "08/16/2024"]),
        ("l'accord d’achat", ["l", "accord", "d", "achat"]),
        ("No. 24-cv-05322", ["No", "24", "cv", "05322"]),
        ("3,5 millions", ["3,5", "millions"]),
        ("the fee² of $500³, ¹⁴ in m²", ["the", "fee", "of", "500", "in", "m"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("first", "other", "language"),
    [
        ("reclame", "RÉCLAMÉ", "fr"),
        ("paiements", "paiement", "fr"),
        ("payments", "payment", "en"),
        ("terminated", "termination", "en"),
    ],
)
def test_forms_of_a_word_meet(first: str, other: str, language: str) -> None:
    assert stems(first, language) == stems(other, language)


def test_a_language_without_stemmer_is_only_folded() -> None:
    assert stems("Verträge", "de") == ["vertrage"]

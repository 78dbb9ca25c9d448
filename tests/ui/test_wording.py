"""The phrases around an answer, in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.answer import Searched
from bot.answering.wording import whose_word
from ingest.describe.kinds import VOICES as SPOKEN
from ingest.document import Kind
from ingest.translation import LANGUAGES
from ui import wording

ENGLISH: dict[tuple[Kind, str], str] = {
    ("complaint", "alleges"): "The complaint alleges:",
    ("article", "reports"): "The article reports:",
    ("order", "quotes"): "The order quotes:",
    ("other", ""): "The document says:",
}
FRENCH: dict[tuple[Kind, str], str] = {
    ("complaint", "alleges"): "La plainte allègue\N{NO-BREAK SPACE}:",
    ("amended complaint", "alleges"): "La plainte modifiée allègue\N{NO-BREAK SPACE}:",
    ("answer", "denies"): "La réponse à la plainte nie\N{NO-BREAK SPACE}:",
    ("article", "reports"): "L’article rapporte\N{NO-BREAK SPACE}:",
    ("docket", "records"): "Le registre du tribunal consigne\N{NO-BREAK SPACE}:",
    ("contract", "provides"): "Le contrat stipule\N{NO-BREAK SPACE}:",
    ("order", "quotes"): "L’ordonnance cite\N{NO-BREAK SPACE}:",
    ("other", "foretells"): "Le document indique\N{NO-BREAK SPACE}:",
}


@pytest.mark.parametrize(("language", "phrases"), [("en", ENGLISH), ("fr", FRENCH)])
def test_voice(language: str, phrases: dict[tuple[Kind, str], str]) -> None:
    assert {spoken: whose_word(*spoken, language) for spoken in phrases} == phrases


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_has_its_subject_in_both_languages(kind: Kind) -> None:
    english, french = (whose_word(kind, "says", language) for language in LANGUAGES)
    assert english.startswith("The ")
    assert french.startswith(("Le ", "La ", "L’"))


@pytest.mark.parametrize(("kind", "verb"), SPOKEN.items())
def test_every_voice_there_is_has_a_verb_of_its_own_in_french(kind: Kind, verb: str) -> None:
    said = whose_word(kind, verb, "fr")
    assert verb in ("says", "states") or not said.endswith("indique\N{NO-BREAK SPACE}:")


SEARCHED = [
    (7, 412, ("en", "fr"), "en", "7 documents and 412 passages, in English and French."),
    (1, 1, ("en",), "en", "1 document and 1 passage, in English."),
    (0, 0, (), "en", "0 documents and 0 passages."),
    (1, 3, ("de",), "en", "1 document and 3 passages, in de."),
    (7, 1412, ("en", "fr"), "fr", "7 documents et 1\u202f412 passages, en anglais et en français."),
    (0, 0, (), "fr", "0 document et 0 passage."),
]


@pytest.mark.parametrize(("documents", "passages", "languages", "language", "phrase"), SEARCHED)
def test_what_was_searched(
    documents: int, passages: int, languages: tuple[str, ...], language: str, phrase: str
) -> None:
    said = wording.searched(Searched(documents, passages, languages), language)
    assert said in (f"Searched {phrase}", f"Recherche faite dans {phrase}")

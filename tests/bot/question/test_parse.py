from __future__ import annotations

import pytest

from bot.question.parse import Wanted, question_language, understand
from ingest.document import Kind
from ingest.text.terms import stem

ENGLISH = "How much does Wiwynn claim?|When was the suit filed?|damages claimed|Who is the judge?"
FRENCH = "Combien réclame Wiwynn ?|montant réclamé|Qui fournit X maintenant ?|Et celle de Wiwynn ?"


@pytest.mark.parametrize(("language", "texts"), [("en", ENGLISH), ("fr", FRENCH)])
def test_language(language: str, texts: str) -> None:
    assert {text: question_language(text) for text in texts.split("|")} == dict.fromkeys(
        texts.split("|"), language
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("How much does Wiwynn claim?", "amount"),
        ("Combien Wiwynn réclame-t-elle ?", "amount"),
        ("Quelle est la somme réclamée ?", "amount"),
        ("Combien de chefs contient la plainte ?", "count"),
        ("How many counts are there?", "count"),
        ("When was the suit filed?", "date"),
        ("À quelle date la plainte a-t-elle été déposée ?", "date"),
        ("Depuis quand X ne paie-t-il plus ?", "date"),
        ("Who supplies X now?", "person"),
        ("Qui fournit X maintenant ?", "person"),
        ("Where was the suit filed?", "place"),
        ("Devant quel tribunal ?", "place"),
        ("Où Acme a-t-elle porté plainte ?", "place"),
        ("OÙ ACME A-T-ELLE SON SIÈGE ?", "place"),
        ("Acme ou Smith a-t-il signé ?", "other"),
        # With the question before: its own form decides, if it has one.
        ("Why not (When did the buyer pay)?", "other"),
        ("Renewal (When does the term end)?", "date"),
        ("In which court was it filed?", "place"),
        ('What does "data" mean in the Act?', "definition"),
        ("Que signifie « données » ?", "definition"),
        ("What was the agreement of 2014?", "other"),
        ("How long did the talks last?", "duration"),
        ("Dans quel délai faut-il répondre ?", "duration"),
        ("Combien de mois l'accord a-t-il duré ?", "duration"),
        ("What share of the surplus was paid?", "amount"),
    ],
)
def test_wanted(text: str, wanted: Wanted) -> None:
    assert understand(text).wanted == wanted


def test_terms_leave_out_the_words_of_form() -> None:
    assert understand("How much does Wiwynn claim from X Corp.?").terms == (
        "Wiwynn",
        "claim",
        "X",
        "Corp",
    )


def test_terms_cross_languages_in_translation() -> None:
    question = understand("How much did Wiwynn recover in 2022?")
    assert question.stems("en") == ("wiwynn", "recov", "2022")
    crossed = question.stems("fr")
    assert crossed[:2] == ("wiwynn", "2022")
    assert stem("récupérer", "fr") in crossed
    asked = understand("Quand le locataire a-t-il résilié le bail ?").stems("en")
    assert {stem(word, "en") for word in ("tenant", "terminate", "lease")} <= set(asked)


def test_a_language_without_a_dictionary_gets_names_and_numbers() -> None:
    assert understand("How much did Wiwynn recover in 2022?").stems("de") == ("wiwynn", "2022")


@pytest.mark.parametrize(
    ("text", "kind", "ecf", "paragraphs", "page", "count"),
    [
        ("paragraph 23 of the complaint", "complaint", None, (23, 23), None, None),
        ("¶ 23 de la plainte modifiée", "amended complaint", None, (23, 23), None, None),
        ("Que dit le paragraphe 23 de la plainte ?", "complaint", None, (23, 23), None, None),
        ("¶¶ 23-25 of the amended complaint", "amended complaint", None, (23, 25), None, None),
        ("ECF 2", None, "2", None, None, None),
        ("What is ECF No. 12-3?", None, "12-3", None, None, None),
        ("docket entry 4", "docket", "4", None, None, None),
        ("l'entrée n° 4 du registre", None, "4", None, None, None),
        ("What is on page 5 of the motion?", "motion", None, None, 5, None),
        ("the second cause of action", None, None, None, None, 2),
        ("le troisième chef de la plainte", "complaint", None, None, None, 3),
    ],
)
def test_lookup(
    text: str,
    kind: str | None,
    ecf: str | None,
    paragraphs: tuple[int, int] | None,
    page: int | None,
    count: int | None,
) -> None:
    place = understand(text).lookup
    assert (place.kind, place.ecf, place.paragraphs, place.page, place.count) == (
        kind,
        ecf,
        paragraphs,
        page,
        count,
    )
    assert place.is_place


def test_a_question_about_a_document_names_no_place() -> None:
    assert not understand("When was the complaint filed?").lookup.is_place


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("What does the motion to dismiss say about forecasts?", "motion"),
        ("And in the amended complaint?", "amended complaint"),
        ("Selon la plainte modifiée, qui a payé ?", "amended complaint"),
        ("D'après l'article, qui fournit X ?", "article"),
        ("Qu’affirme la requête ?", "motion"),
        ("In order to win, what must be shown?", None),
        ("When was the complaint filed?", None),
    ],
)
def test_the_document_that_is_to_answer(text: str, source: Kind | None) -> None:
    assert understand(text).lookup.source == source

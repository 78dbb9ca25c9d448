"""What a terminal shows where there is no answer."""

from __future__ import annotations

from dataclasses import replace

from bot.answer import Answer, Searched, Statement
from bot.cli.ask import as_text
from tests.support.fake_bot import COMPLAINT


def _nothing(question: str, documents: int) -> str:
    return as_text(
        Answer(question, "smith", "not_found", (), (), Searched(documents, documents, ()))
    )


def test_a_case_without_documents_is_not_said_to_hold_no_answer() -> None:
    said = _nothing("What is the rent?", 0)
    assert "Not found" not in said
    assert "This case had no documents to search" in said
    assert "`pincite ingest FOLDER --case smith`" in said


def test_a_question_in_another_language_is_told_which_are_understood() -> None:
    told_apart = "Questions are understood in English and French only"
    said = _nothing("¿Cuánto dinero reclama Northwind?", 2)
    assert "Not found in these documents" in said
    assert told_apart in said
    assert told_apart not in _nothing("What is the rent?", 2)


def test_what_was_searched_is_counted_in_the_language_of_the_question() -> None:
    assert "(1 document and 1 passage searched)" in _nothing("What is the rent?", 1)
    said = _nothing("Quel est le montant du loyer ?", 1)
    assert "(recherche faite dans 1 document et 1 passage)" in said


def test_what_would_be_misread_stands_in_the_form_of_who_asks() -> None:
    quote = "Acme filed it on 10/01/2024."
    cited = replace(COMPLAINT, number=1, quote=quote)
    answer = Answer(
        "Quand a-t-elle été déposée ?",
        "smith",
        "answered",
        (Statement(quote, "alleges", (1,)),),
        (cited,),
        Searched(1, 1, ()),
    )
    assert "« 10/01/2024 » : 1er octobre 2024, si le mois" in as_text(answer).replace("\xa0", " ")
    assert "October" not in as_text(replace(answer, question="When was it filed?"))

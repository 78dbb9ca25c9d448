from __future__ import annotations

import pytest

from ingest.text.language import is_plainly_other, language_of

CASES = [
    ("The defendant shall pay the amounts due under the agreement.", "en"),
    ("La plainte a été déposée devant le tribunal fédéral de Californie.", "fr"),
    ("COMPLAINT FOR BREACH OF CONTRACT AND DEMAND FOR JURY TRIAL", "en"),
    ("PLAINTE POUR RUPTURE DE CONTRAT ET DEMANDE DE DOMMAGES", "fr"),
    ("Der Beklagte hat die gelieferten Server nicht bezahlt und schweigt seither.", "de"),
    ("緯穎科技股份有限公司控告X公司未付款項，要求賠償六千一百萬美元", "zh"),
    ("Who is the judge?", "en"),
    ("Qui est le juge ?", "fr"),
]
NO_LANGUAGE = ["Wiwynn", "61,000,000 $", "", "3:24-cv-05322"]


@pytest.mark.parametrize(("text", "language"), CASES)
def test_language_of(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", NO_LANGUAGE)
def test_names_and_figures_are_of_no_language(text: str) -> None:
    assert language_of(text) == ""


def test_only_the_start_of_a_long_text_counts() -> None:
    english = "The defendant shall pay the amounts due under the agreement. " * 80
    assert language_of(english + "Le juge a refusé la demande. " * 1_000) == "en"


OTHER = [
    "¿Cuánto dinero reclama Northwind?",
    "Wann wurde die Klage eingereicht?",
    "Quanto denaro chiede Northwind Trading?",
    "Сколько денег требует истец?",
    "谁起诉谁?",
]
OURS = [
    "How much does Northwind Trading claim?",
    "Combien réclame Northwind ?",
    "Who is Schwarzenegger?",
    "Qui est Juan García Rodríguez ?",
    "unpaid rent",
    "loyer impayé",
    "ECF 34",
    "¶ 23?",
    "",
]


@pytest.mark.parametrize("question", OTHER)
def test_a_question_in_another_language_is_known_as_one(question: str) -> None:
    assert is_plainly_other(question)


@pytest.mark.parametrize("question", OURS)
def test_a_question_in_english_or_french_or_of_names_is_not(question: str) -> None:
    assert not is_plainly_other(question)

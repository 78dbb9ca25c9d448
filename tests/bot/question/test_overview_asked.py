"""Which questions ask what the whole case is about."""

from __future__ import annotations

import pytest

from bot.question.overview_asked import asks_for_overview


@pytest.mark.parametrize(
    "question",
    [
        "What is this case about?",
        "what's the lawsuit about",
        "Tell me what this dispute is about.",
        "What are these documents about?",
        "Can you summarise this case?",
        "Give me an overview of the litigation",
        "What is at stake in this dispute?",
        "What is Smith v. Jones about?",
        "De quoi parle cette affaire ?",
        "De quoi s’agit-il ?",
        "Quel est l'objet du litige ?",
        "Sur quoi porte l’affaire ?",
        "Résumez-moi ce dossier",
        "De quoi cette affaire parle-t-elle ?",
        "Fais-moi un résumé de l'affaire",
    ],
)
def test_the_case_as_a_whole_is_asked_about(question: str) -> None:
    assert asks_for_overview(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the third claim about?",
        "What is this case about to decide on fees?",
        "When was this case filed?",
        "Who is the judge in this case?",
        "What is the letter about?",
        "What is the nature of the suit?",
        "Summarize the motion to dismiss",
        "What is at issue in the second cause of action?",
        "De quoi parle la lettre ?",
        "Quel juge est chargé de l'affaire ?",
        "Quand cette affaire a-t-elle été introduite ?",
        "Que dit l'article sur l'affaire ?",
    ],
)
def test_a_part_of_it_is_asked_about(question: str) -> None:
    assert not asks_for_overview(question)

"""Requests that quotes cannot answer, and questions that only look like them."""

from __future__ import annotations

import pytest

from bot.question.requests import request_in


@pytest.mark.parametrize(
    ("text", "request_made"),
    [
        ("Summarize the complaint", "summary"),
        ("Please give me a short summary of the order.", "summary"),
        ("Résume l’affaire", "summary"),
        ("Peux-tu me faire un résumé ?", "summary"),
        ("Timeline of the case?", "timeline"),
        ("Fais-moi une chronologie des faits", "timeline"),
        ("What do you think of Acme’s defense?", "opinion"),
        ("Qui va gagner, à ton avis ?", "opinion"),
        ("Draft a reply to Smith", "text"),
        ("Traduis le paragraphe 5", "text"),
    ],
)
def test_a_request(text: str, request_made: str) -> None:
    assert request_in(text) == request_made


@pytest.mark.parametrize(
    "text",
    [
        "Who wrote the summary judgment motion?",
        "What timeline did Acme give for delivery?",
        "What is the court’s opinion on standing?",
        "Quel est l’avis de l’expert ?",
        "Quand la production a-t-elle résumé ?",
        "Who won the appeal?",
        "Did Smith draft the agreement?",
        "De quoi parle l’affaire Acme ?",
    ],
)
def test_a_question(text: str) -> None:
    assert request_in(text) is None

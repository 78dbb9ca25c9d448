"""Requests that quotes cannot answer, and questions that only look like them."""

from __future__ import annotations

import pytest

from bot.question.requests import request_in

REQUESTS = {
    "greeting": ["Hello!", "Hi, help me please", "Bonjour", "Merci beaucoup.", "d’accord"],
    "summary": [
        "Summarize the complaint",
        "Please give me a short summary of the order.",
        "Résume l’affaire",
        "Peux-tu me faire un résumé ?",
    ],
    "timeline": ["Timeline of the case?", "Fais-moi une chronologie des faits"],
    "opinion": ["What do you think of Acme’s defense?", "Qui va gagner, à ton avis ?"],
    "text": ["Draft a reply to Smith", "Traduis le paragraphe 5"],
}
QUESTIONS = [
    "Who said hello to Smith?",
    "Help: which court?",
    "Who wrote the summary judgment motion?",
    "What timeline did Acme give for delivery?",
    "What is the court’s opinion on standing?",
    "Quel est l’avis de l’expert ?",
    "Quand la production a-t-elle résumé ?",
    "Who won the appeal?",
    "Did Smith draft the agreement?",
    "De quoi parle l’affaire Acme ?",
]


@pytest.mark.parametrize("request_made", REQUESTS)
def test_a_request(request_made: str) -> None:
    texts = REQUESTS[request_made]
    assert {text: request_in(text) for text in texts} == dict.fromkeys(texts, request_made)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question(text: str) -> None:
    assert request_in(text) is None

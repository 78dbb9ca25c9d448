"""What the program is for, with the real model: the facts of the case in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answer import Answer
from bot.ask import Bot
from tests.bench.facts import ANSWERED, ARTICLE, CASE, NOT_FOUND, is_right, open_case

# The first test of a process ingests the case as well, and may wait for another that does: that
# takes minutes on a busy machine.
pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

ASKED: list[tuple[str, tuple[str, ...]]] = [*ANSWERED, *((question, ()) for question in NOT_FOUND)]
# On one article, each fact in one of the languages: the pair asks for the same sentence, and a
# question takes seconds of a plain processor.
ASKED_OF_ARTICLE = [ASKED[number + number // 2 % 2] for number in range(0, len(ASKED), 2)]
WRONG = {
    # Answered with the date of a signature block: no form of words drops a sentence by itself.
    ("sample", "When is the trial date?"),
}


@pytest.fixture(scope="module")
def article(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return open_case(ARTICLE, tmp_path_factory.mktemp("article"))


def check_citations(bot: Bot, answer: Answer) -> None:
    """Every quote verbatim in its passage, and its pages those its characters stand on."""
    for statement, citation in zip(answer.statements, answer.citations, strict=True):
        passage = bot.library.catalogue.passage(citation.passage_id).passage
        assert statement.text == citation.quote == passage.text[citation.start : citation.end]
        spans = [
            span
            for span in passage.spans
            if span.start < citation.end and citation.start < span.end
        ]
        assert (citation.page, citation.last_page) == (spans[0].page, spans[-1].page)
        assert "Laisser un commentaire" not in citation.quote
    quotes = [statement.text for statement in answer.statements]
    assert len(set(quotes)) == len(quotes)


@pytest.mark.parametrize(
    ("name", "question", "facts"),
    [
        pytest.param(
            name,
            question,
            facts,
            marks=[pytest.mark.xfail(reason="known to be wrong")] * ((name, question) in WRONG),
        )
        for name, asked in (("sample", ASKED), ("article", ASKED_OF_ARTICLE))
        for question, facts in asked
    ],
)
def test_facts_are_quoted_and_nothing_is_made_up(
    request: pytest.FixtureRequest, name: str, question: str, facts: tuple[str, ...]
) -> None:
    bot: Bot = request.getfixturevalue(name)
    answer = bot.ask(question, CASE)
    check_citations(bot, answer)
    assert is_right(answer, facts), [statement.text for statement in answer.statements]

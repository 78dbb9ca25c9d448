"""After an answer, headings of the documents it cites are offered, and each question fetches what
stands under its heading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ask import Bot
from bot.overview.read_on import MOST, ReadOn, read_on
from tests.support.sample_case import CASE


def offered(bot: Bot, question: str, asked: tuple[str, ...] = ()) -> list[ReadOn]:
    catalogue = bot.library.catalogue
    return read_on(catalogue, catalogue.case(CASE), bot.ask(question, CASE), asked)


@pytest.mark.parametrize(
    "question",
    [
        "paragraph 23 of the complaint",
        "le paragraphe 23 de la plainte modifiée",
        "How many million dollars does Wiwynn claim?",
    ],
)
def test_each_heading_is_of_a_document_and_its_question_fetches_what_stands_under_it(
    bot: Bot, question: str
) -> None:
    catalogue = bot.library.catalogue
    ways = offered(bot, question)
    assert 0 < len(ways) <= MOST
    for way in ways:
        answer = bot.ask(way.question, CASE, earlier=[question])
        assert answer.answered_by == "place"
        assert answer.understood == ""
        for citation in answer.citations:
            assert citation.title == way.title
            assert way.heading in catalogue.passage(citation.passage_id).passage.headings


def test_the_own_section_comes_first_and_what_was_asked_is_not_offered_again(bot: Bot) -> None:
    question = "paragraph 23 of the complaint"
    first, second = offered(bot, question)[:2]
    catalogue = bot.library.catalogue
    cited = catalogue.passage(bot.ask(question, CASE).citations[0].passage_id)
    assert first.heading in cited.passage.headings
    assert second.heading not in cited.passage.headings
    assert offered(bot, question, (first.question,))[0] == second


def test_nothing_is_offered_after_nothing_nor_from_a_docket(bot: Bot) -> None:
    assert offered(bot, "paragraph 923 of the complaint") == []
    catalogue = bot.library.catalogue
    docket = bot.ask("When was the complaint filed?", CASE)
    assert {citation.kind for citation in docket.citations} == {"docket"}
    assert read_on(catalogue, catalogue.case(CASE), docket, ()) == []


def test_a_document_that_is_gone_offers_nothing(bot: Bot) -> None:
    answer = bot.ask("paragraph 23 of the complaint", CASE)
    gone = tuple(replace(citation, document_id="0" * 64) for citation in answer.citations)
    catalogue = bot.library.catalogue
    assert read_on(catalogue, catalogue.case(CASE), replace(answer, citations=gone), ()) == []


def test_quotation_marks_around_no_heading_are_searched(bot: Bot) -> None:
    answer = bot.ask("What stands under “Parties in heaven” in the complaint?", CASE)
    assert answer.answered_by == "search"

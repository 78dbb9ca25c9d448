"""An answer's trace: what it was chosen from, and how sure the bot is of it."""

from __future__ import annotations

import pytest

from bot.ask import Bot
from tests.support.sample_case import CASE, HALF_OF_THE_WORDS


def test_the_trace_is_of_the_same_answer_and_likeliest_first(bot: Bot) -> None:
    question = 'Who "recovered approximately $59 million"?'
    trace = bot.trace(question, CASE)
    again = bot.ask(question, CASE)
    assert trace.answer.statements == again.statements
    assert trace.answer.citations[0].passage_id in {passage.id for passage in trace.found}
    likely = [HALF_OF_THE_WORDS.probability(candidate) for candidate in trace.weighed]
    assert likely == sorted(likely, reverse=True)
    assert trace.answer.confidence == likely[0]


def test_a_refusal_has_the_confidence_of_what_it_did_not_show(bot: Bot) -> None:
    trace = bot.trace(
        "Does the complaint ask for punitive treble compensation from the arbitrator?", CASE
    )
    assert trace.answer.status == "not_found"
    assert trace.answer.confidence == HALF_OF_THE_WORDS.probability(trace.weighed[0])


@pytest.mark.parametrize("number", [23, 999])
def test_a_place_that_is_fetched_has_no_confidence(bot: Bot, number: int) -> None:
    trace = bot.trace(f"paragraph {number} of the complaint", CASE)
    assert trace.answer.confidence is None
    assert trace.answer.answered_by == "place"
    assert not trace.weighed

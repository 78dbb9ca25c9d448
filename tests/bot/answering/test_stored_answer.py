"""Answers as text and back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer
from bot.answering.stored_answer import FailedQuestion, from_json, to_json
from ingest.errors import LibraryDamaged
from tests.support.fake_bot import answered, nasty, not_found


@given(st.from_type(Answer))
def test_any_answer_comes_back_as_it_was(answer: Answer) -> None:
    # A NaN is not equal to itself; no answer has one.
    if answer.confidence == answer.confidence and all(
        value == value for value in answer.seconds.values()
    ):
        assert from_json(to_json(answer)) == answer


@given(st.from_type(FailedQuestion))
def test_any_failure_comes_back_as_it_was(failure: FailedQuestion) -> None:
    assert from_json(to_json(failure)) == failure


@pytest.mark.parametrize("made", [answered, nasty, not_found])
def test_what_comes_back_has_the_types_it_had(made: object) -> None:
    assert callable(made)
    answer = made("Combien ?", "acme")
    back = from_json(to_json(answer))
    assert isinstance(back, Answer)
    assert back == answer
    assert all(isinstance(statement.citations, tuple) for statement in back.statements)
    assert hash(back.citations) == hash(answer.citations)


def test_what_an_earlier_program_kept_is_read() -> None:
    """A field that came later has its default, one that went is passed over."""
    answer = replace(answered("How much?", "acme"), also=(), confidence=0.5)
    stored = json.loads(to_json(answer))
    del stored["answer"]["confidence"], stored["answer"]["also"]
    stored["answer"]["mood"] = "hopeful"
    assert from_json(json.dumps(stored)) == replace(answer, also=(), confidence=None)


WRONG = ["", "{}", "[]", "null", '{"answer": {}}', '{"answer": 3}', '{"failure": {"reason": 1}}']


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_outcome_is_refused(text: str) -> None:
    with pytest.raises(LibraryDamaged, match="Ask the question again"):
        from_json(text)

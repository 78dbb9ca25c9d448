"""Saved questions asked again of a bot whose answers are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.changes import Verdict, ask_again, save, verdict
from ingest.store.catalogue import Case, Catalogue
from ingest.store.user_data.saved_questions import SavedQuestions
from tests.support.fake_bot import answered, not_found

FOUND = answered("How much?", "acme")
NOTHING = not_found("How much?", "acme")
OTHER_PIN = replace(
    FOUND,
    citations=(replace(FOUND.citations[0], pin="Compl. (ECF No. 1) ¶ 24"), FOUND.citations[1]),
)
TURNED = replace(FOUND, statements=FOUND.statements[::-1], seconds={"answer": 9.0}, also=())
SHORTER = replace(FOUND, statements=FOUND.statements[:1])

VERDICTS: list[tuple[Answer | None, Answer, Verdict]] = [
    (FOUND, FOUND, "unchanged"),
    (FOUND, TURNED, "unchanged"),
    (NOTHING, NOTHING, "unchanged"),
    (FOUND, OTHER_PIN, "changed"),
    (FOUND, SHORTER, "changed"),
    (SHORTER, FOUND, "changed"),
    (NOTHING, FOUND, "newly found"),
    (FOUND, NOTHING, "no longer supported"),
    (None, FOUND, "newly found"),
]


@pytest.mark.parametrize(("before", "after", "expected"), VERDICTS)
def test_two_answers_are_compared_by_what_they_say_and_where(
    before: Answer | None, after: Answer, expected: Verdict
) -> None:
    assert verdict(before, after) == expected


@dataclass
class Knows:
    """Answers one question from ``answers`` in turn."""

    answers: list[Answer]

    def ask(self, text: str, case_name: str) -> Answer:
        return replace(self.answers.pop(0), question=text, case=case_name)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.sqlite")


@pytest.fixture
def case(catalogue: Catalogue) -> Case:
    return catalogue.ensure_case("acme")


def test_saved_questions_are_asked_again_in_their_order(catalogue: Catalogue, case: Case) -> None:
    saved = SavedQuestions(catalogue)
    for number, answer in enumerate((FOUND, NOTHING, FOUND)):
        save(saved, case, replace(answer, question=f"Question {number}?"))
    counted: list[tuple[int, int]] = []
    again = list(
        ask_again(
            Knows([FOUND, FOUND, NOTHING]),
            saved.of_case(case),
            case,
            lambda number, of: counted.append((number, of)),
        )
    )
    assert [(reasked.question, reasked.verdict) for reasked in again] == [
        ("Question 0?", "unchanged"),
        ("Question 1?", "newly found"),
        ("Question 2?", "no longer supported"),
    ]
    assert again[2].before is not None
    assert again[2].before.citations == FOUND.citations
    assert counted == [(1, 3), (2, 3), (3, 3)]


def test_a_question_is_saved_once_with_its_last_answer(catalogue: Catalogue, case: Case) -> None:
    saved = SavedQuestions(catalogue)
    save(saved, case, FOUND)
    save(saved, case, replace(NOTHING, question=FOUND.question))
    other = catalogue.ensure_case("bolt")
    save(saved, other, FOUND)
    (again,) = ask_again(Knows([NOTHING]), saved.of_case(case), case)
    assert again.verdict == "unchanged"
    saved.forget(case, FOUND.question)
    assert saved.of_case(case) == []
    assert len(saved.of_case(other)) == 1


def test_an_answer_that_cannot_be_read_any_more_is_none(catalogue: Catalogue, case: Case) -> None:
    saved = SavedQuestions(catalogue)
    saved.save(case, "How much?", "{")
    (again,) = ask_again(Knows([FOUND]), saved.of_case(case), case)
    assert (again.before, again.verdict) == (None, "newly found")

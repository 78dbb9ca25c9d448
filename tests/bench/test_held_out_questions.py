"""The questions that are held out of the reader's training."""

from __future__ import annotations

from pathlib import Path

from bot.training.written import FILES, read_written
from tests.bench.material import held_out

HELD_OUT = Path(__file__).with_name("held_out.questions.jsonl")


def test_no_training_question_is_about_their_documents() -> None:
    trained_on = {question.document for question in read_written(FILES.glob("*.jsonl"))}
    assert not trained_on & {question.document for question in read_written([HELD_OUT])}


def test_each_is_put_to_its_own_paper_and_not_answered_by_any_sentence(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for question in read_written([HELD_OUT]):
        (papers / question.document).touch()
    to = tmp_path / "to"
    to.mkdir()
    asked = held_out(papers, to)
    assert len(asked) == len(read_written([HELD_OUT]))
    assert {question.document for question in asked} == {file.name for file in to.iterdir()}
    assert not any(question.relevant("Nothing of the kind stands there.") for question in asked)
    assert sum(not question.answers for question in asked) > 0

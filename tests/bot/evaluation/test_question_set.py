"""Reading and adding to question sets: what is wrong is named with its line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from bot.ask import Bot
from bot.evaluation.question_set import (
    EXAMPLE_OF_A_SET,
    All,
    Source,
    append_answer,
    as_line,
    load,
    save,
    schema,
)
from ingest.errors import QuestionsRefused
from ingest.settings import ROOT
from tests.support.sample_case import CASE

GOOD = {"id": "a", "question": "How much?", "language": "en", "answers": ["$61 million"]}


def written(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "set.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def test_a_line_is_a_question(tmp_path: Path) -> None:
    (question,) = load(
        written(
            tmp_path,
            {
                **GOOD,
                "answers": [61000000, {"all": ["Dell", 2]}, "2024-08-16"],
                "sources": [{"document": "a.pdf", "page": 3}, [{"document": "b.pdf"}]],
            },
            "",
        )
    )
    assert question.answers == (61000000, All(all=("Dell", 2)), "2024-08-16")
    assert question.expected == ((Source(document="a.pdf", page=3),), (Source(document="b.pdf"),))
    assert (question.answerable, question.earlier, question.tags) == (True, (), ())


WRONG: list[tuple[object, str]] = [
    ("{", "line 2: Invalid JSON"),
    ({**GOOD, "id": "b", "language": "de"}, "line 2: language"),
    ({**GOOD, "id": "b", "anwsers": []}, "line 2: anwsers"),
    ({**GOOD, "id": "b", "question": " "}, "line 2: question"),
    ({**GOOD, "id": "b", "answers": []}, "line 2: Value error, an answerable question needs"),
    ({**GOOD, "id": "b", "answerable": False}, "line 2: Value error, a question that is not"),
    ({**GOOD, "id": "b", "sources": [{"page": 1}]}, "line 2: sources.0.Source.document"),
    (GOOD, "line 2: id 'a' stands in line 1 too"),
    ("[1, 2]", "line 2: Input should be an object"),
]


@pytest.mark.parametrize(("line", "fault"), WRONG)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, line: object, fault: str) -> None:
    with pytest.raises(QuestionsRefused) as refused:
        load(written(tmp_path, GOOD, line))
    assert fault in refused.value.reason
    assert "questions.schema.json" in refused.value.advice


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00"])
def test_no_questions_at_all_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(content)
    with pytest.raises(QuestionsRefused):
        load(path)
    with pytest.raises(QuestionsRefused):
        load(tmp_path / "none.jsonl")


def test_a_set_is_kept_as_it_was(tmp_path: Path) -> None:
    sample = load(ROOT / "data" / "wiwynn-v-x.questions.jsonl")
    save(tmp_path / "again.jsonl", sample)
    assert load(tmp_path / "again.jsonl") == sample


def test_the_schema_takes_what_the_types_take() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema()))
    for name in ("questions", "dev"):
        text = (ROOT / "data" / f"wiwynn-v-x.{name}.jsonl").read_text(encoding="utf-8")
        faults = [
            fault for line in text.splitlines() for fault in validator.iter_errors(json.loads(line))
        ]
        assert faults == []
    assert list(validator.iter_errors({**GOOD, "language": "de"}))


def test_an_answer_is_saved_with_its_citations(bot: Bot, tmp_path: Path) -> None:
    path = tmp_path / "saved.jsonl"
    path.write_text(as_line(load(written(tmp_path, GOOD))[0]), encoding="utf-8")
    answer = bot.ask("paragraph 23 of the complaint", CASE)
    saved = append_answer(path, answer, accepted=["approved them"], tags=["mine"])
    assert saved.sources == (
        Source(document="complaint.pdf", page=4, paragraph="23", quote=answer.citations[0].quote),
    )
    append_answer(path, replace(answer, status="not_found", question="Qui est le juge ?"))
    assert [(question.id, question.language, question.answerable) for question in load(path)] == [
        ("a", "en", True),
        ("s002", "en", True),
        ("s003", "fr", False),
    ]
    assert load(path)[1] == saved


def test_the_example_that_pages_show_is_a_question_set(tmp_path: Path) -> None:
    file = tmp_path / "example.jsonl"
    file.write_text(EXAMPLE_OF_A_SET, encoding="utf-8")
    first, second = load(file)
    assert (first.answerable, second.answerable) == (True, False)

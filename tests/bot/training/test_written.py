"""Groups from the written questions: what answers stands first, near misses beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.training.written import (
    COPIES,
    FILES,
    SentenceText,
    WrittenQuestion,
    digest,
    read_written,
    written_groups,
)
from ingest.embedding.model import Vectors

PASSAGES = (
    ("Acme sold Smith 250 pumps.", "Smith paid for 200 of them."),
    ("The pumps were delivered in March.", "Smith returned ten pumps."),
)
HELD = [
    SentenceText(digest(text), text, " ".join(passage), "Complaint", place)
    for place, passage in enumerate(PASSAGES)
    for text in passage
]


class CountsWords:
    """An embedder that finds near what shares words."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.array([self.embed_query(text) for text in texts], dtype=np.float32)

    def embed_query(self, text: str) -> list[float]:
        words = re.findall(r"\w+", text.lower())
        return [float(words.count(word)) for word in ("pumps", "smith", "paid", "march", "acme")]


def test_what_answers_stands_first_and_nothing_else_that_does() -> None:
    asked = WrittenQuestion(
        "complaint.pdf", "How many did he pay for?", frozenset({HELD[1].digest}), ()
    )
    groups = [
        group
        for seed in range(10)
        for group in written_groups([asked], {"complaint.pdf": HELD}, CountsWords(), seed)
    ]
    assert {group.kind for group in groups} == {"sentences", "passages", "refusals"}
    for group in groups:
        holding = ["200" in text for text in group.texts]
        assert holding == [group.answers] + [False] * (len(group.texts) - 1)


def test_a_question_without_an_answer_is_held_against_its_near_misses() -> None:
    asked = WrittenQuestion("complaint.pdf", "When did Smith pay?", frozenset(), (HELD[1].digest,))
    groups = written_groups([asked], {"complaint.pdf": HELD}, CountsWords())
    assert len(groups) == COPIES
    assert not any(group.answers for group in groups)
    assert all("200" in group.texts[0] for group in groups)


def test_a_document_that_is_not_there_or_is_cut_otherwise_is_left_out() -> None:
    gone = WrittenQuestion("motion.pdf", "Who moved?", frozenset({HELD[0].digest}), ())
    cut = WrittenQuestion("complaint.pdf", "Who sold?", frozenset({digest("Acme sold")}), ())
    assert written_groups([gone, cut], {"complaint.pdf": HELD}, CountsWords()) == []


def test_a_digest_is_of_letters_alone() -> None:
    assert digest("  Été 2024, à Lyon.") == digest("ete 2024 a lyon")
    assert digest("Acme paid $5.") != digest("Acme paid $6.")


def test_the_shipped_questions_are_whole(tmp_path: Path) -> None:
    questions = read_written(sorted(FILES.glob("*.jsonl")))
    assert len(questions) > 1_000
    assert all(question.question.strip() for question in questions)
    assert all(question.answering or question.near for question in questions)
    digests = {each for question in questions for each in (*question.answering, *question.near)}
    assert all(re.fullmatch(r"[0-9a-f]{16}", each) for each in digests)
    sample = tmp_path / "one.jsonl"
    row = {"document": "a.pdf", "question": "Who?", "answering": ["0" * 16]}
    sample.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert read_written([sample]) == [WrittenQuestion("a.pdf", "Who?", frozenset({"0" * 16}), ())]

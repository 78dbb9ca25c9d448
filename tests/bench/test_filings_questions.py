"""The questions on the real filings: their form, and that each quote stands on a page as read."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.question.parse import question_language
from ingest.formats.read import read

EVERY: list[dict[str, Any]] = [
    json.loads(row)
    for row in Path(__file__).with_name("filings.questions.jsonl").read_text("utf-8").splitlines()
]
DOCUMENTS = sorted({question["document"] for question in EVERY})
KINDS = {
    *("amount", "count", "date", "definition", "person", "place"),
    *("ruling", "what", "why", "yes-no"),
}
AT_MOST = 25


def test_form() -> None:
    for question in EVERY:
        assert question.keys() == {
            *("id", "document", "language", "question"),
            *("answerable", "evidence", "answer", "kind"),
        }
        assert question["kind"] in KINDS, question["id"]
        assert bool(question["evidence"]) == bool(question["answer"]) == question["answerable"], (
            question["id"]
        )
        assert all(30 <= len(quote) <= 200 for quote in question["evidence"]), question["id"]
        assert question_language(question["question"]) == question["language"], question["id"]
    for field in ("id", "question"):
        assert len({question[field] for question in EVERY}) == len(EVERY)


def test_balance() -> None:
    """Half answerable, half in French, and no document that outweighs the others."""
    for field in ("answerable", "language"):
        counts = Counter(question[field] for question in EVERY)
        assert all(0.45 <= count / len(EVERY) <= 0.55 for count in counts.values())
    assert max(Counter(question["document"] for question in EVERY).values()) <= AT_MOST


@pytest.mark.bench
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_quote_stands_on_a_page(shared: Path, document: str) -> None:
    folder = shared / ("case" if document.endswith(".txt") else "bench/filings")
    pages = [
        " ".join(" ".join(line.text for line in page.lines).split())
        for page in read(folder / document).pages
    ]
    for question in EVERY:
        if question["document"] == document:
            for quote in question["evidence"]:
                assert any(quote in page for page in pages), (question["id"], quote)

"""Reranking: the order of both stages by hand, what it does without its file, the real model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.ask import Bot
from bot.question.parse import understand
from bot.reading.cross_encoder import FILE, SHA256, Reranker, fused_order, rerank_hits
from bot.retriever import CaseRetriever
from bot.search.retrieve import Hit, retrieve
from ingest.errors import ModelMissing
from ingest.settings import Settings
from ingest.store.library import Library
from tests.support.sample_case import CASE, HALF_OF_THE_WORDS

QUESTION = "How much does Wiwynn claim?"


class ByLength(Reranker):
    """The shorter a text, the higher its score; counts the texts it had to score."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__(settings or Settings())
        self.scored = 0

    def _predict(self, question: str, texts: Sequence[str]) -> list[float]:
        self.scored += len(texts)
        return [-float(len(text)) for text in texts]


@pytest.fixture
def hits(library: Library) -> list[Hit]:
    return retrieve(library, library.catalogue.case(CASE), understand(QUESTION), 12)


def length(hit: Hit) -> int:
    return len(hit.stored.header) + len(hit.stored.passage.text)


def test_order_by_both_scores() -> None:
    # In standard deviations: 1.41, 0, -1.41 and -1.41, 0, 1.41.
    first, second = [3.0, 2.0, 1.0], [-5.0, 0.0, 5.0]
    assert fused_order(first, second, 0.0) == [0, 1, 2]
    assert fused_order(first, second, 0.4) == [0, 1, 2]
    assert fused_order(first, second, 0.5) == [0, 1, 2]  # ties keep their order
    assert fused_order(first, second, 0.6) == [2, 1, 0]
    assert fused_order(first, [7.0, 7.0, 7.0], 1.0) == [0, 1, 2]  # no opinion
    assert fused_order([], [], 0.5) == []


def test_the_reranked_hits_lead_and_are_numbered_anew(hits: list[Hit]) -> None:
    found = rerank_hits(ByLength(), QUESTION, hits, candidates=8, share=1.0)
    assert [hit.rank for hit in found] == list(range(1, 13))
    assert [length(hit) for hit in found[:8]] == sorted(length(hit) for hit in hits[:8])
    assert [hit.stored.id for hit in found[8:]] == [hit.stored.id for hit in hits[8:]]
    assert all(hit.reranked is not None and hit.reranked < 0 for hit in found[:8])
    assert all(hit.reranked is None for hit in found[8:])
    before = {hit.stored.id: hit for hit in hits}
    for hit in found:  # all else is as the first stage had it
        assert replace(hit, rank=0, reranked=None) == replace(before[hit.stored.id], rank=0)


def test_a_text_is_scored_once_for_a_question(hits: list[Hit]) -> None:
    reranker = ByLength()
    rerank_hits(reranker, QUESTION, hits, candidates=8)
    rerank_hits(reranker, QUESTION, hits, candidates=12)
    assert reranker.scored == 12
    rerank_hits(reranker, "Another question?", hits)
    assert reranker.scored == 24
    assert list(reranker.scores(QUESTION, ["ab", "a", "ab"])) == [-2, -1, -2]


def test_only_the_last_questions_are_remembered() -> None:
    reranker = ByLength()
    for number in range(40):
        reranker.scores(f"Question {number}?", ["text"])
    reranker.scores("Question 39?", ["text"])
    assert reranker.scored == 40
    reranker.scores("Question 0?", ["text"])
    assert reranker.scored == 41


def test_switched_off_the_order_stays_and_sentences_are_still_scored(hits: list[Hit]) -> None:
    reranker = ByLength(replace(Settings(), rerank=False))
    assert rerank_hits(reranker, QUESTION, hits) == hits
    assert reranker.unusable is None
    assert list(reranker.scores(QUESTION, ["abc"])) == [-3]


@pytest.mark.parametrize(("given", "on"), [("", True), ("on", True), ("off", False), ("0", False)])
def test_the_setting(monkeypatch: pytest.MonkeyPatch, given: str, on: bool) -> None:
    monkeypatch.setenv("PINCITE_RERANK", given)
    assert Settings.from_environment().rerank is on


def test_without_its_file_it_does_nothing_and_says_so(
    library: Library, hits: list[Hit], tmp_path: Path
) -> None:
    reranker = Reranker(Settings(), tmp_path / "reader.safetensors")
    assert rerank_hits(reranker, QUESTION, hits) == hits
    assert list(reranker.scores(QUESTION, ["a", "b"])) == [0, 0]
    bot = Bot(library, HALF_OF_THE_WORDS, reranker)
    assert bot.notice is not None
    assert "reader.safetensors is missing" in bot.notice
    assert "git checkout bot/reading/weights" in bot.notice
    assert bot.ask(QUESTION, CASE).status == "answered"


def test_with_a_foreign_embedder_it_does_nothing_and_says_so(hits: list[Hit]) -> None:
    reranker = Reranker(replace(Settings(), model="some/other-model"))
    assert rerank_hits(reranker, QUESTION, hits) == hits
    assert "some/other-model" in (reranker.unusable or "")


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    altered = tmp_path / "reader.safetensors"
    altered.write_bytes(FILE.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelMissing, match=r"not the file it should be.*git checkout"):
        Reranker(Settings(), altered, SHA256).scores(QUESTION, ["text"])


def test_nothing_is_said_when_all_is_as_it_should_be(bot: Bot) -> None:
    assert bot.notice is None


def test_the_langchain_retriever_reranks(library: Library) -> None:
    shortest = CaseRetriever(library=library, case=CASE, k=3, reranker=ByLength())
    found = shortest.invoke(QUESTION)
    assert len(found) == 3
    scores = [document.metadata["reranked"] for document in found]
    assert all(score < 0 for score in scores)
    plain = CaseRetriever(
        library=library, case=CASE, k=3, reranker=ByLength(replace(Settings(), rerank=False))
    ).invoke(QUESTION)
    assert [document.metadata["reranked"] for document in plain] == [None] * 3
    assert [document.id for document in plain] != [document.id for document in found]


@pytest.mark.model
def test_the_shipped_file_knows_an_answer_across_languages() -> None:
    reranker = Reranker(Settings.from_environment())
    texts = [
        "La requérante a son siège à Taipei.",
        "Wiwynn réclame 61 millions de dollars de dommages-intérêts à X Corp.",
        "Le tribunal a rejeté la requête. " * 60,  # longer than the model reads
    ]
    scores = reranker.scores(QUESTION, texts)
    assert scores.argmax() == 1
    alone = Reranker(Settings.from_environment()).scores(QUESTION, texts[1:2])
    assert alone[0] == pytest.approx(scores[1], abs=0.1)  # padding does not matter

"""The question sets of the sample case: what they cover, and that their quotes stand where they
say. Sources are held against the texts the case is made from, not against what was ingested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from bot.evaluation.question_set import Source, TestQuestion, load, schema
from bot.question.parse import question_language
from data.source import joined, markup, read_source
from ingest.formats.read import read

DATA = Path(__file__).resolve().parents[2] / "data"
CASE = DATA / "wiwynn-v-x"
SETS = {name: load(DATA / f"wiwynn-v-x.{name}.jsonl") for name in ("questions", "dev")}
EVERY = [question for questions in SETS.values() for question in questions]


def bare(text: str) -> str:
    """Text without white space, hyphens and the variety of quotation marks."""
    text = text.replace("’", "'").replace("“", '"').replace("”", '"')
    return re.sub(r"[\s\u00a0\u00ad-]+", "", text).casefold()


@lru_cache
def text_of(document: str) -> str:
    reading = read(CASE / document)
    return bare(" ".join(line.text for page in reading.pages for line in page.lines))


@lru_cache
def paragraphs_of(document: str) -> dict[str, str]:
    """The numbered paragraphs of a filing as its source has them."""
    blocks = read_source(DATA / "sources" / f"{Path(document).stem}.md").blocks
    plain = (re.sub(r"<[^>]+>", "", markup(joined(block))) for block in blocks)
    return {found[1]: bare(block) for block in plain if (found := re.match(r"(\d+)\. ", block))}


def expected(questions: list[TestQuestion]) -> Iterator[tuple[str, Source]]:
    for question in questions:
        for alternatives in question.expected:
            yield from ((question.id, source) for source in alternatives)


def test_every_expected_quote_stands_in_its_document() -> None:
    lacking = [
        (id_, source.document, source.quote)
        for id_, source in expected(EVERY)
        if source.quote and bare(source.quote) not in text_of(source.document)
    ]
    assert lacking == []


def test_every_expected_quote_stands_in_its_paragraph() -> None:
    numbered = [(id_, source) for id_, source in expected(EVERY) if source.paragraph]
    assert len(numbered) > 100
    wrong = [
        (id_, source.document, source.paragraph)
        for id_, source in numbered
        if source.paragraph not in (paragraphs := paragraphs_of(source.document))
        or bare(source.quote or "") not in paragraphs[source.paragraph or ""]
    ]
    assert wrong == []


def share(questions: list[TestQuestion], *tags: str) -> int:
    return sum(bool(set(tags) & set(question.tags)) for question in questions)


@pytest.mark.parametrize(("name", "least"), [("questions", 80), ("dev", 40)])
def test_the_sets_are_even_in_languages_and_a_quarter_has_no_answer(name: str, least: int) -> None:
    questions = SETS[name]
    french = sum(question.language == "fr" for question in questions)
    assert len(questions) >= least
    assert abs(french / len(questions) - 0.5) < 0.05
    assert sum(not question.answerable for question in questions) >= len(questions) / 4
    assert all(question.answerable != ("unanswerable" in question.tags) for question in questions)


def test_the_set_covers_every_kind_of_question() -> None:
    questions = SETS["questions"]
    assert sum(bool(question.earlier) for question in questions) >= 10
    assert all(bool(question.earlier) == ("follow-up" in question.tags) for question in questions)
    assert share(questions, "look-up") >= 8
    assert share(questions, "disagreement") >= 5
    assert share(questions, "paraphrase") >= 5
    assert share(questions, "wrong party") >= 4
    assert share(questions, "wrong date", "wrong amount") >= 4


def test_many_answers_stand_in_the_other_language_only() -> None:
    def across(question: TestQuestion) -> bool:
        languages = {
            "fr" if source.document == "article.html" else "en"
            for _, source in expected([question])
        }
        return bool(languages) and question.language not in languages

    found = [question for question in SETS["questions"] if across(question)]
    assert sum(question.language == "fr" for question in found) >= 10
    assert sum(question.language == "en" for question in found) >= 5


def test_no_question_is_in_both_sets() -> None:
    tuned, held_out = (
        {bare(question.question + str(question.earlier)) for question in s} for s in SETS.values()
    )
    assert not tuned & held_out


def test_every_question_is_in_the_language_it_says() -> None:
    """Held against the program's own detector; questions of a few words may fool it."""
    fooled = [
        question.id
        for question in EVERY
        if question_language(question.question) != question.language
    ]
    assert len(fooled) <= 2, fooled


def test_the_schema_in_the_repository_is_of_these_types() -> None:
    assert (DATA / "questions.schema.json").read_text(encoding="utf-8").strip() == schema()

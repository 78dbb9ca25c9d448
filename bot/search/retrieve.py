"""Retrieval: dense and lexical rankings, one of each a language, fused by reciprocal rank."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from bot.question.parse import Question
from ingest.errors import LibraryDamaged
from ingest.store.catalogue import Case, Stored
from ingest.store.library import Library
from ingest.text.numbers_in_words import numbers_in_words
from ingest.text.terms import fold


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each ranking counts, and the constant of reciprocal rank fusion (Cormack,
    Clarke and Büttcher 2009: 1 / (k + rank), k = 60).

    k is small because the rankings agree little: one document's right passage should not
    lose to another's that is in the middle of both. The values were chosen by
    `python -m tests.bench.retrieval --tune` and tried on other material, that for translations by
    `python -m tests.bench.translated`; see BENCHMARKS.md.
    A larger lexical weight finds more in dockets and loses as much in statutes.
    """

    dense: float = 1.0
    lexical: float = 0.5
    """For passages in the question's language."""
    translated: float = 0.7
    """Lexical too, for passages in another language: by translations, names and numbers."""
    phrase: float = 1.0
    """For passages that hold what the question puts in quotation marks, word for word."""
    k: int = 5


DEFAULT_WEIGHTS = Weights()
_LOOKS = 10
_DEPTH = 50
# Room before a defined term for a number, a quotation mark or "In this Act,".
_LEADING = 30


@dataclass(frozen=True, slots=True)
class CaseCosines:
    """What passages of one language score on a question that most of them do not answer:
    mean and standard deviation of their cosines."""

    mean: float
    spread: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. ``rank`` is its place in the order shown, after
    reranking if there was any; ``score`` is that of the fused rankings; ``cosine`` is None
    where only the words matched, ``reranked`` (a logit) where the passage was not reranked."""

    stored: Stored
    rank: int
    score: float
    cosine: float | None
    background: CaseCosines
    reranked: float | None = None


Ranking = Sequence[tuple[int, float]]
Within = Callable[[], Collection[int] | None]
"""The identities of the only documents to look in; None for all."""


@dataclass(frozen=True, slots=True)
class Rankings:
    """All rankings for one question by the passages' language: identities with scores, best
    first."""

    question_language: str
    dense: Mapping[str, Ranking]
    lexical: Mapping[str, Ranking]
    """By the terms, and for passages in another language than the question's by their
    translations."""
    phrases: Mapping[str, Sequence[Ranking]]
    """One for each phrase that the question quotes."""

    def fused(self, weights: Weights) -> list[tuple[int, float]]:
        """One ranking of all passages: each language's rankings are fused, then the languages.

        In one go, the words of the question's language would push the others down: on
        statutes that stand in one language each, recall@5 across them was 0.49, and is 0.63.
        """
        languages = [(1.0, self._of(language, weights)) for language in self.dense]
        fused = reciprocal_rank_fusion(languages, weights.k)
        # The firsts of two languages have the same score: the nearer one leads.
        cosines = self.cosines()
        return sorted(fused, key=lambda item: (-item[1], -cosines.get(item[0], 0.0)))

    def _of(self, language: str, weights: Weights) -> Ranking:
        words = weights.lexical if language == self.question_language else weights.translated
        rankings = [(weights.dense, self.dense[language]), (words, self.lexical[language])]
        rankings += [(weights.phrase, ranking) for ranking in self.phrases[language]]
        return [item for item in reciprocal_rank_fusion(rankings, weights.k) if item[1] > 0]

    def cosines(self) -> dict[int, float]:
        """The cosines of the passages in the dense rankings."""
        return {id_: cosine for ranking in self.dense.values() for id_, cosine in ranking}


def retrieve(
    library: Library,
    case: Case,
    question: Question,
    limit: int = 20,
    weights: Weights = DEFAULT_WEIGHTS,
    within: Within = lambda: None,
) -> list[Hit]:
    """The ``limit`` best passages, best first, from all languages of the case; ``within`` gives
    the identities of the only documents to look in, and is asked at each look: other documents
    may have taken their place by then.

    Raises LibraryMismatch, ModelMissing, LibraryDamaged.
    """
    library.check_model()
    vector = library.embedder.embed_query(question.text)
    hits: list[Hit] = []
    for look in range(_LOOKS):
        # A document that is switched in between the ranking and the look into the catalogue
        # would be missing in its old version and its new one.
        before = library.catalogue.generation()
        library.refresh()
        try:
            hits = _look(library, case, question, vector, limit, weights, within)
        except LibraryDamaged:
            if look == _LOOKS - 1 or library.catalogue.generation() == before:
                raise
            continue  # it changed meanwhile, and was looked at half before and half after
        if library.catalogue.generation() == before:
            break
    return hits


def _look(
    library: Library,
    case: Case,
    question: Question,
    vector: Sequence[float],
    limit: int,
    weights: Weights,
    within: Within,
) -> list[Hit]:
    only = within()
    rankings = rank(library, case, question, vector)
    fused = rankings.fused(weights)
    passages = library.catalogue.passages([id_ for id_, _ in fused], only)
    backgrounds = {
        language: _background(library, case, language, vector) for language in rankings.dense
    }
    cosines = rankings.cosines()
    # What Chroma still holds of a withdrawn document is not among the catalogue's passages.
    current = [(id_, score) for id_, score in fused if id_ in passages][:limit]
    return [
        Hit(
            stored=passages[id_],
            rank=place,
            score=score,
            cosine=cosines.get(id_),
            background=backgrounds[passages[id_].passage.language],
        )
        for place, (id_, score) in enumerate(current, 1)
    ]


def rank(library: Library, case: Case, question: Question, vector: Sequence[float]) -> Rankings:
    """Rank the passages of a case in every way; ``vector`` is the embedded question."""
    languages = sorted(library.catalogue.counts(case)[1])
    index = library.catalogue.full_text()
    within = {language: library.catalogue.passages_within(case, language) for language in languages}
    figures = [number.figures for number in numbers_in_words(question.text, question.language)]
    return Rankings(
        question_language=question.language,
        dense={
            language: _nearest(library, case, language, vector, within[language])
            for language in languages
        },
        lexical={
            language: index.search(
                case.id,
                language,
                (*question.stems(language), *figures),
                _DEPTH,
                within[language],
            )
            for language in languages
        },
        phrases={
            language: [
                _holding(library, case, language, phrase, question, within[language])
                for phrase in question.phrases
            ]
            for language in languages
        },
    )


def _nearest(
    library: Library,
    case: Case,
    language: str,
    vector: Sequence[float],
    within: Set[int] | None,
) -> Ranking:
    """The nearest passages of a language that the case has passages in."""
    found = library.vectors.search(case.id, language, vector, _DEPTH, within)
    if not found:
        raise LibraryDamaged(
            f"The vectors of the case {case.name} are missing.",
            "Run `pincite rebuild`; it makes them again from the catalogue. If that is "
            "at work, ask again when it has finished.",
        )
    return found


def _holding(
    library: Library,
    case: Case,
    language: str,
    phrase: str,
    question: Question,
    within: Set[int] | None,
) -> Ranking:
    """Passages that hold a quoted phrase. Asked what it means, only those that begin with it:
    a definition leads with its term, and every other passage just uses it."""
    index = library.catalogue.full_text()
    found = index.phrase(case.id, language, phrase, 4 * _DEPTH, within)
    if question.wanted != "definition":
        return found[:_DEPTH]
    passages = library.catalogue.passages([id_ for id_, _ in found])
    wanted = fold(phrase)
    starts = {id_: fold(stored.passage.text).find(wanted) for id_, stored in passages.items()}
    leading = [id_ for id_, start in starts.items() if 0 <= start <= _LEADING]
    return [(id_, 1.0) for id_ in sorted(leading, key=lambda id_: starts[id_])][:_DEPTH]


def _background(
    library: Library, case: Case, language: str, vector: Sequence[float]
) -> CaseCosines:
    cosines = library.vectors.sample(case.id, language) @ np.asarray(vector, dtype=np.float32)
    # A lone passage has no spread; the typical one of a case (0.03) keeps margins finite.
    return CaseCosines(float(cosines.mean()), max(float(cosines.std()), 0.01))


def reciprocal_rank_fusion(
    rankings: Sequence[tuple[float, Ranking]], k: int
) -> list[tuple[int, float]]:
    """Each item's sum of weight / (k + rank) over the rankings it stands in, best first."""
    scores: dict[int, float] = {}
    for weight, ranking in rankings:
        for rank, (id_, _) in enumerate(ranking, 1):
            scores[id_] = scores.get(id_, 0.0) + weight / (k + rank)
    return sorted(scores.items(), key=lambda item: -item[1])

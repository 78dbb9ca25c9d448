"""The sentences that might answer, and the signs by which it is judged whether one does."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Literal

from bot.question.docket_fields import field_of
from bot.question.expressions import answering
from bot.question.glossary import counterparts
from bot.question.parse import Question
from bot.reading.cross_encoder import Reranker
from bot.search.excerpt import Excerpt, quotable
from bot.search.retrieve import Hit
from ingest.store.full_text import FullText
from ingest.store.library import Library
from ingest.text.terms import fold, stem, words

# Sentences that are weighed: each costs the cross-encoder about 10 ms. They are those of the first
# passages; one without the amount or date that is wanted gives way to one of a passage so many
# places further down that has it.
SENTENCES = 36
_GIVES_WAY = 8
_MEASURED = frozenset({"amount", "count", "date", "duration"})

_TELL_RULINGS = frozenset(
    {
        "order",
        "judgment",
        "opinion",
        "decision",
        "docket",
        "transcript",
        "notice",
        "article",
        "other",
    }
)

Form = Literal["definition", "other"]
"""What a question asks for, as far as the signs mean something else by it: sentences that define
a term look different."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a sentence; every value is about between 0 and 1."""

    reranked: float
    """What the cross-encoder makes of question and sentence under its header: its logit / 3."""
    passage_reranked: float
    """What it makes of question and passage, likewise."""
    passage_margin: float
    """Question and passage, above the mean of the case's passages in that language, in tenths."""
    passage_deviations: float
    """The same in standard deviations, in tenths."""
    rank: float
    """Reciprocal of the passage's rank."""
    covered: float
    """Share of the question's terms, weighed by rarity, that the sentence holds; by the
    glossary where it stands in another language."""
    passage_covered: float
    """The same for the passage with its header."""
    topic: float
    """Share of the terms that are no names: names stand everywhere in a case."""
    passage_topic: float
    names_missing: float
    """Share of the question's names and numbers that passage and header lack."""
    phrase: float
    """1 where the sentence holds what the question quotes."""
    typed: float
    """1 where an amount, date, number or name is wanted and the sentence holds one that the
    question does not give."""
    untyped: float
    """1 where one is wanted and the sentence holds none."""
    foreign: float
    """1 where the sentence is in another language than the question."""
    foreign_reranked: float
    foreign_covered: float
    foreign_topic: float
    length: float
    """Logarithm of its length, 1 at 1,000 characters."""
    first: float
    """1 for the first sentence of its passage."""
    signature: float
    """1 in a signature block."""
    caption: float
    """1 in a caption, where the question asks neither who nor where."""
    unlike_prose: float
    """Share of its characters that are no letters: tables of contents, lists of exhibits, the
    frame around a caption."""
    of_party: float
    """1 in a party's paper where a ruling is asked for: it says what the party asks for."""
    unmentioned: float
    """1 where the question asks for something a docket states (a judge, a court), and the sentence
    has no word for it."""
    pointed: float = 0.0
    """1 where the form of the sentence is that of an answer: it introduces whom the question asks
    about, or it is the caption or the signature that states what is asked."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return _NAMES

    def values(self) -> tuple[float, ...]:
        return _values(self)


_NAMES = tuple(field.name for field in fields(Signs))
# astuple copies each value deeply, which took a quarter of a question beside the models.
_values: Callable[[Signs], tuple[float, ...]] = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer: hit.stored.passage.text[start:end]."""

    hit: Hit
    start: int
    end: int
    form: Form
    """That of the question."""
    signs: Signs

    @property
    def text(self) -> str:
        return self.hit.stored.passage.text[self.start : self.end]

    @property
    def excerpt(self) -> Excerpt:
        return Excerpt(self.hit.stored, self.start, self.end)


def candidates(
    library: Library,
    reranker: Reranker,
    question: Question,
    hits: Sequence[Hit],
    pointed: Sequence[Excerpt] = (),
) -> list[Candidate]:
    """The sentences that might answer, with their signs: those of the hits, and ``pointed``, which
    have the form of an answer wherever they stand."""
    placed = _placed(question, hits, pointed)
    forms = {(place.stored.id, place.start, place.end) for place in pointed}
    weighed = _weighed(library, reranker, question, placed)
    return [
        # Where it stands says nothing then: captions and signatures state what they are asked for.
        replace(candidate, signs=replace(candidate.signs, pointed=1.0, caption=0.0, signature=0.0))
        if (candidate.hit.stored.id, candidate.start, candidate.end) in forms
        else candidate
        for candidate in weighed
    ]


def weigh_sentence(
    library: Library, reranker: Reranker, question: Question, hit: Hit, start: int, end: int
) -> Candidate:
    """One stretch of a passage with its signs, also one that is not among ``candidates``."""
    return _weighed(library, reranker, question, [(hit, start, end)])[0]


def _weighed(
    library: Library,
    reranker: Reranker,
    question: Question,
    placed: Sequence[tuple[Hit, int, int]],
) -> list[Candidate]:
    rarity = Rarity(library.catalogue.full_text(), question)
    texts = [hit.stored.passage.text[start:end] for hit, start, end in placed]
    headed = [
        f"{hit.stored.header}\n{text}" for (hit, _, _), text in zip(placed, texts, strict=True)
    ]
    scores = reranker.scores(question.text, headed) if headed else ()
    form = form_of(question)
    documents = {hit.stored.document_id for hit, _, _ in placed}
    kinds = {id_: library.catalogue.document(id_).description.kind for id_ in documents}
    field = field_of(question)
    mention = field.mention if field is not None else None
    found = []
    for (hit, start, end), text, score in zip(placed, texts, scores, strict=True):
        of_party = (
            question.wanted == "ruling" and kinds[hit.stored.document_id] not in _TELL_RULINGS
        )
        unmentioned = mention is not None and not mention.search(fold(text))
        signs = _signs(question, hit, text, start, float(score), rarity)
        signs = replace(signs, of_party=float(of_party), unmentioned=float(unmentioned))
        found.append(Candidate(hit, start, end, form, signs))
    return found


def _placed(
    question: Question, hits: Sequence[Hit], pointed: Sequence[Excerpt]
) -> list[tuple[Hit, int, int]]:
    """Passage, start and end of the sentences to weigh."""
    by_id = {hit.stored.id: hit for hit in hits}
    beyond = [place.stored for place in pointed if place.stored.id not in by_id]
    if hits:
        last = hits[-1]
        for stored in dict.fromkeys(beyond):
            by_id[stored.id] = replace(
                last, stored=stored, rank=last.rank + 1, score=0.0, cosine=None, reranked=None
            )
    chosen = {
        (place.stored.id, place.start, place.end): (by_id[place.stored.id], place.start, place.end)
        for place in pointed
        if place.stored.id in by_id
    }
    measured = question.wanted in _MEASURED
    ranked: list[tuple[int, int, tuple[Hit, int, int]]] = []
    for hit in hits:
        text = hit.stored.passage.text
        for start, end in quotable(hit.stored):
            lacks = measured and not answering(text[start:end], question.wanted, question.given)
            ranked.append((hit.rank + _GIVES_WAY * lacks, len(ranked), (hit, start, end)))
    for _, _, place in sorted(ranked, key=lambda entry: entry[:2]):
        if len(chosen) >= SENTENCES:
            break
        chosen.setdefault((place[0].stored.id, place[1], place[2]), place)
    return list(chosen.values())


def form_of(question: Question) -> Form:
    """Whether it asks what something means, or anything else."""
    return "definition" if question.wanted == "definition" else "other"


class Rarity:
    """How much each of the question's terms tells passages apart: its inverse document
    frequency in the language of the passage (Robertson and Spärck Jones 1976)."""

    def __init__(self, index: FullText, question: Question) -> None:
        self._index = index
        self._question = question
        self._weights: dict[str, Mapping[str, float]] = {}

    def covered(self, language: str, present: set[str], *, names: bool = True) -> float:
        """The weighed share of the question's terms that are ``present`` (stems of
        ``language``), its ``names`` among them or not. Terms with no known counterpart in it
        are left out; 0.5 when that leaves none."""
        weights = self._of(language)
        total = held = 0.0
        for term in self._question.terms:
            if not names and term in self._question.names:
                continue
            counterparts = self._counterparts(term, language)
            if not counterparts:
                continue
            # The concept is as rare as the commonest word for it.
            weight = min(weights.get(word, 1.0) for word in counterparts)
            total += weight
            held += weight * bool(counterparts & present)
        return held / total if total else 0.5

    def _counterparts(self, term: str, language: str) -> frozenset[str]:
        own = stem(term, self._question.language)
        if language == self._question.language:
            return frozenset({own}) | counterparts(own, language, language)
        if term in self._question.names:
            return frozenset({stem(term, language)}) | counterparts(
                own, self._question.language, language
            )
        return counterparts(own, self._question.language, language)

    def _of(self, language: str) -> Mapping[str, float]:
        if language not in self._weights:
            asked = {
                counterpart
                for term in self._question.terms
                for counterpart in self._counterparts(term, language)
            }
            counts, size = self._index.frequencies(language, asked)
            self._weights[language] = {
                word: math.log(1 + (size + 0.5) / (counts.get(word, 0) + 0.5)) for word in asked
            }
        return self._weights[language]


def _signs(
    question: Question, hit: Hit, text: str, start: int, score: float, rarity: Rarity
) -> Signs:
    passage = hit.stored.passage
    language = passage.language
    in_sentence = {stem(word, language) for word in words(text)}
    whole = f"{hit.stored.header} {passage.text}"
    in_passage = {stem(word, language) for word in words(whole)}
    foreign = float(language != question.language)
    covered = rarity.covered(language, in_sentence)
    topic = rarity.covered(language, in_sentence, names=False)
    background = hit.background
    passage_cosine = hit.cosine or background.mean
    typed_question = question.wanted in (*_MEASURED, "person", "place")
    typed = bool(answering(text, question.wanted, question.given))
    folded = fold(text)
    reranked = score / 3
    passage_reranked = (score if hit.reranked is None else hit.reranked) / 3
    margin = 10 * (passage_cosine - background.mean)
    phrase = float(any(fold(phrase) in folded for phrase in question.phrases))
    return Signs(
        reranked=reranked,
        passage_reranked=passage_reranked,
        passage_margin=margin,
        passage_deviations=(passage_cosine - background.mean) / background.spread / 10,
        rank=1 / hit.rank,
        covered=covered,
        passage_covered=rarity.covered(language, in_passage),
        topic=topic,
        passage_topic=rarity.covered(language, in_passage, names=False),
        names_missing=_missing(question.names, fold(whole)),
        phrase=phrase,
        typed=float(typed_question and typed),
        untyped=float(typed_question and not typed),
        foreign=foreign,
        foreign_reranked=foreign * reranked,
        foreign_covered=foreign * covered,
        foreign_topic=foreign * topic,
        length=math.log(len(text)) / math.log(1000),
        first=float(start < 8),
        signature=float(passage.role == "signature"),
        caption=float(passage.role == "caption" and question.wanted not in ("person", "place")),
        unlike_prose=1 - sum(map(str.isalpha, text)) / max(1, sum(not c.isspace() for c in text)),
        of_party=0.0,
        unmentioned=0.0,
    )


def _missing(names: Sequence[str], folded: str) -> float:
    """The share of names that a text, folded like them, does not hold. A number is not in a longer
    one: 12 is neither in 2012 nor in 12.5."""
    missing = [name for name in names if not re.search(_whole(fold(name)), folded)]
    return len(missing) / len(names) if names else 0.0


def _whole(name: str) -> str:
    before = r"(?<!\d)(?<!\d[.,])" if name[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if name[-1:].isdigit() else ""
    return f"{before}{re.escape(name)}{after}"

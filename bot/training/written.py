"""Groups from questions that were written for this training, over documents of a library.

The files in ``questions/`` hold questions as people ask them of court papers, in French and
English, each with the sentences that answer it, or with the near misses of a question that its
document does not answer. They name a sentence by a digest of its letters, so that they hold no
text of the documents: a library in which these were ingested gives the text, and what surrounds
it. The other texts of a group are the nearest sentences or passages of the same document, by the
embedder's cosine: the same parties and the same matter, without the fact that is asked for.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from bot.training.groups import SEED, TEXTS, Group
from ingest.embedding.model import Vectors
from ingest.store.catalogue import Stored
from ingest.store.library import Library
from ingest.text.sentences import sentences
from ingest.text.terms import fold

FILES = Path(__file__).with_name("questions")
COPIES = 4
"""Groups a question, each of another kind or with other near misses."""
_SHARES = {"sentences": 0.55, "passages": 0.25, "refusals": 0.20}
_NEAREST = 40
_OWN_PASSAGE = 0.5
"""How often a near miss comes from the answer's own passage."""
_HEADED = 0.85
"""How often a text bears its header, as it does when the program reads it."""
_LONGEST = 1_100


class EmbedsTexts(Protocol):
    """The part of an embedder that finds what is near."""

    def embed(self, texts: Sequence[str]) -> Vectors: ...

    def embed_query(self, text: str) -> list[float]: ...


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question on a document; without ``answering`` the document does not answer it, and
    ``near`` are sentences that look as if they did. Both are digests."""

    document: str
    """The document's file name."""
    question: str
    answering: frozenset[str]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentenceText:
    """A sentence of a document, with the text and the header of its passage."""

    digest: str
    text: str
    passage: str
    header: str
    place: int
    """Which passage of the document it stands in, from 0."""


def digest(sentence: str) -> str:
    """Sixteen hexadecimal digits of a sentence's letters and digits, whatever their case,
    accents and spacing."""
    letters = "".join(filter(str.isalnum, fold(sentence)))
    return hashlib.sha256(letters.encode()).hexdigest()[:16]


def read_written(files: Iterable[Path]) -> list[WrittenQuestion]:
    """The questions of files of JSON lines (``document``, ``question``, ``answering``,
    ``near``)."""
    found = []
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(
                WrittenQuestion(
                    row["document"],
                    row["question"],
                    frozenset(row["answering"]),
                    tuple(row.get("near", ())),
                )
            )
    return found


def documents_of(library: Library) -> dict[str, list[SentenceText]]:
    """The sentences of all documents of a library, by file name."""
    catalogue = library.catalogue
    return {
        Path(document.path).name: list(_sentences_of(catalogue.passages_of(document.id)))
        for case in catalogue.cases()
        for document in catalogue.documents(case)
    }


def _sentences_of(passages: Sequence[Stored]) -> Iterator[SentenceText]:
    for place, stored in enumerate(passages):
        text = stored.passage.text
        for start, end in sentences(text, stored.passage.language, stored.passage.parted):
            sentence = text[start:end]
            yield SentenceText(digest(sentence), sentence, text, stored.header, place)


def written_groups(
    questions: Sequence[WrittenQuestion],
    documents: Mapping[str, Sequence[SentenceText]],
    embedder: EmbedsTexts,
    seed: int = SEED,
) -> list[Group]:
    """COPIES groups a question, shuffled. Questions whose document is not among ``documents``, or
    whose sentences are cut otherwise there, are left out."""
    chance = random.Random(seed)
    found: list[Group] = []
    for name in sorted({question.document for question in questions} & set(documents)):
        held = documents[name]
        digests = {sentence.digest for sentence in held}
        vectors = embedder.embed([_headed(sentence.text, sentence) for sentence in held])
        for question in questions:
            if question.document != name or not question.answering <= digests:
                continue
            alike = vectors @ np.array(embedder.embed_query(question.question), dtype=np.float32)
            nearest = [held[at] for at in np.argsort(-alike)]
            groups = (_group(question, nearest, chance) for _ in range(COPIES))
            found += [group for group in groups if group is not None]
    chance.shuffle(found)
    return found


def _group(
    question: WrittenQuestion, nearest: Sequence[SentenceText], chance: random.Random
) -> Group | None:
    right = [sentence for sentence in nearest if sentence.digest in question.answering]
    kind = chance.choices(list(_SHARES), list(_SHARES.values()))[0] if right else "refusals"
    places = {sentence.place for sentence in right}
    wrong = [sentence for sentence in nearest if sentence.digest not in question.answering]
    misses = [sentence for sentence in wrong if sentence.digest in question.near]
    within = [sentence for sentence in wrong if sentence.place in places]
    if kind == "sentences" and within and chance.random() < _OWN_PASSAGE:
        misses.append(chance.choice(within))
    whole = kind == "passages" or (kind == "refusals" and chance.random() < 1 / 3)
    if whole:
        # The passage around an answer answers too.
        misses = [sentence for sentence in misses if sentence.place not in places]
        wrong = [sentence for sentence in wrong if sentence.place not in places]
    misses += _drawn(wrong[:_NEAREST], TEXTS, chance)
    headed = chance.random() < _HEADED

    def shown(sentence: SentenceText) -> str:
        text = sentence.passage if whole else sentence.text
        return (_headed(text, sentence) if headed else text)[:_LONGEST]

    positive = [shown(chance.choice(right))] if kind != "refusals" else []
    negative = [text for text in dict.fromkeys(map(shown, misses)) if text not in positive]
    texts = [*positive, *negative[: TEXTS - len(positive)]]
    if len(texts) < 2:
        return None
    return Group("written", question.question, tuple(texts), bool(positive), kind)


def _drawn(
    nearest: Sequence[SentenceText], number: int, chance: random.Random
) -> list[SentenceText]:
    """Some of the nearest, mostly the very nearest."""
    left = list(nearest)
    drawn: list[SentenceText] = []
    while left and len(drawn) < number:
        drawn.append(left.pop(min(int(chance.expovariate(0.25)), len(left) - 1)))
    return drawn


def _headed(text: str, sentence: SentenceText) -> str:
    return f"{sentence.header}\n{text}" if sentence.header else text

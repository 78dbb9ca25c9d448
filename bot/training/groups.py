"""Training data of the reader: groups of a question, one text that answers it, and texts that do
not.

From questions that people wrote, with the paragraph that answers and where in it the answer
stands. Each question makes one group, of one of three kinds:

* sentences: the answering sentence against others, first of its own paragraph;
* passages: one to four sentences around it against others of the same paragraph, the same
  document and the nearest of all other documents;
* refusals: nothing answers; the paragraph without its answering sentence, and the nearest others.

The nearest are those with the most words in common with the question, weighed by rarity (tf-idf),
except those that hold the answer too.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from ingest.text.language import language_of
from ingest.text.sentences import sentences

SEED = 20261127
TRANSLATIONS = Path(__file__).with_name("questions") / "translations.tsv"
"""Questions on English paragraphs, put into French by a language model (docs/reader.md)."""
TEXTS = 8
"""Texts a group: seven that do not answer beside the one that does."""
HELD_OUT = 40
"""One paragraph (or document, where it has a title) in so many is kept out, to measure on."""
_SHARES = {"sentences": 0.45, "passages": 0.35, "refusals": 0.20}
_NEIGHBOURS = 12
_COMMON, _FEW = 0.05, 1_000
_LONGEST = 1_200
TRANSLATED = 2
"""Groups a question that is asked in translation."""
_ACROSS = 3
"""How many times more often definitions across languages are asked."""
_HEADED = 0.5

SHARES_OF_SETS: Mapping[str, float] = {
    "piaf": 3.0,
    "qamr": 0.2,
    "medquad-part": 0.2,
    "dialogue-covidfaq-crowd": 0.3,
    "bioasq6-9": 0.4,
    "pubmedqa-l": 0.5,
    "squad1-train-nqgtest": 0.6,
    "squad1-train-sent": 0.6,
    "crpa-opendata": 3.0,
    "cdtn-contributions": 3.0,
    "fiches-travail": 3.0,
    "fr-gov-faq": 2.0,
    "fr-web-faq": 3.0,
    "definitions": 2.0,
    "contracts": 2.0,
    "headings": 0.5,
}
"""Groups a question, for sets of which there is too much or too little; 1 for the others."""

# Whose questions lean on a paragraph that is not named ("the poster", "this product"): a paragraph
# of somebody else may answer them as well, so only their own and chance ones are held against.
_LEANING = frozenset({"squadshifts-reddit", "squadshifts-amazon_reviews", "qamr"})


@dataclass(frozen=True, slots=True)
class Group:
    """``answers`` tells whether the first text answers; the others never do."""

    set: str
    question: str
    texts: tuple[str, ...]
    answers: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Record:
    """A question on a paragraph; ``answering`` are the places of its answering sentences, none
    where nothing in it answers. ``document`` groups paragraphs that stand together."""

    set: str
    language: str
    question: str
    paragraph: str
    sentences: tuple[tuple[int, int], ...]
    answering: frozenset[int]
    answer: str
    title: str
    document: str
    asked: str = ""
    """The question in another language, where that is how it is asked."""

    def held_out(self) -> bool:
        """Whether it is kept to measure on."""
        name = self.title or self.paragraph
        digest = hashlib.sha256(f"{self.set} {name}".encode()).digest()
        return int.from_bytes(digest[:4], "big") % HELD_OUT == 0


def read_records(files: Iterable[Path]) -> list[Record]:
    """The questions of files of JSON lines (``set``, ``lang``, ``question``, ``context``,
    ``answer``, ``answer_start``, perhaps ``title``, ``scope``, ``sentences``)."""
    cut: dict[str, tuple[tuple[int, int], ...]] = {}
    found = []
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            rows = list(map(json.loads, lines))
        places: dict[str, int] = {}
        for row in rows:
            text = row["context"]
            # Paragraphs of a document without a title follow one another: blocks of eight.
            place = places.setdefault(text, len(places))
            title = row.get("title") or ""
            if text not in cut:
                cut[text] = tuple(sentences(text, row["lang"]))
            record = Record(
                set=row["set"],
                language=row["lang"],
                question=row["question"].strip(),
                paragraph=text,
                sentences=cut[text],
                answering=frozenset(_answering(row, cut[text])),
                answer=_plain(row["answer"]),
                title=title,
                document=f"{row['set']} {title or place // 8}",
            )
            if record.sentences and record.question:
                found.append(record)
    return found


def read_translations(file: Path = TRANSLATIONS) -> dict[str, str]:
    """The questions of a file, a line each, by the `digest_of` what they translate, which stands
    before a tab."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def digest_of(record: Record) -> str:
    """Sixteen hexadecimal digits of a record's set and question."""
    return hashlib.sha256(f"{record.set} {record.question}".encode()).hexdigest()[:16]


def in_translation(
    records: Iterable[Record], translations: Mapping[str, str], copies: int = TRANSLATED
) -> list[Record]:
    """So many copies of each record whose question is translated, asked that way: the paragraphs
    are in the language they were."""
    return [
        replace(record, asked=translations[digest_of(record)])
        for record in records
        if digest_of(record) in translations
        for _ in range(copies)
    ]


def _answering(row: Mapping[str, Any], cut: Sequence[tuple[int, int]]) -> Iterator[int]:
    if row.get("scope") == "passage":
        yield from range(len(cut))
        return
    start = row["answer_start"]
    end = start + len(row["answer"])
    spans = [(first, last) for first, last, label in row.get("sentences", ()) if label]
    if start >= 0:
        spans.append((start, end))
    for number, (first, last) in enumerate(cut):
        # A span that only touches a sentence's edge is not in it.
        if any(min(last, upto) - max(first, since) > 1 for since, upto in spans):
            yield number


@cache
def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def old_groups(file: Path, seed: int = SEED) -> list[Group]:
    """The groups of definitions, headings and contract clauses, and across languages. Kept by
    what is known to be free: a question in the form of those sets, a text of an act or of a
    contract. The rest (privacy policies, licensed for research only; encyclopedia questions,
    which come from elsewhere) is left out, and so is every text that stands in it."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = list(map(json.loads, lines))
    sets = [_old_set(row) for row in rows]
    foreign = {
        text
        for row, name in zip(rows, sets, strict=True)
        if not name
        for text in (row["positive"], *row["negatives"])
    }
    chance = random.Random(seed)
    found = []
    for row, name in zip(rows, sets, strict=True):
        texts = [text for text in row["negatives"] if text not in foreign]
        if not name or not texts or row["positive"] in foreign:
            continue
        share = SHARES_OF_SETS[name]
        if name == "definitions" and _is_french(row["question"]) != _is_french(row["positive"]):
            share *= _ACROSS
        for _ in range(int(share) + (chance.random() < share % 1)):
            answers = chance.random() >= _SHARES["refusals"]
            chosen = chance.sample(texts, min(len(texts), TEXTS - answers))
            positive = [row["positive"]] * answers
            found.append(Group(name, row["question"], (*positive, *chosen), answers, "old"))
    return found


def _is_french(text: str) -> bool:
    return language_of(text) == "fr"


_DEFINITION = re.compile(r'What does ".*" mean in the |Que signifie « .* » dans la loi intitulée')
_CONTRACT = re.compile(
    r"(?:Does the contract|Le contrat|Une partie|Does a party|Is there|Is a party|Y a-t-il|What is"
    r"|Quel|À quelle|On what date|When|Who are|Qui sont).*\((?:[^()]*[A-Z][^()]*)\)$"
)
_ACT = re.compile(r"[^\n]{0,120}\b(?:Act|Loi|Code)\b[^\n]{0,120}(?: — |\n)")


def _old_set(row: Mapping[str, Any]) -> str:
    question, positive = row["question"], row["positive"]
    if _DEFINITION.match(question) and _ACT.match(positive):
        return "definitions"
    if _CONTRACT.match(question):
        return "contracts"
    if not question.rstrip().endswith("?") and _ACT.match(positive):
        return "headings"
    return ""


def make_groups(records: Sequence[Record], seed: int = SEED) -> list[Group]:
    """The groups of the records, shuffled."""
    chance = random.Random(seed)
    own = [(at, record) for at, record in enumerate(records) for _ in range(_times(record, chance))]
    nearest = _nearest(records)
    documents: dict[str, list[str]] = {}
    paragraphs: dict[str, Record] = {}
    for record in records:
        known = documents.setdefault(record.document, [])
        if record.paragraph not in paragraphs:
            known.append(record.paragraph)
        paragraphs.setdefault(record.paragraph, record)
    by_language: dict[str, list[Record]] = {}
    for record in paragraphs.values():
        by_language.setdefault(record.language, []).append(record)
    found = []
    for at, record in own:
        near = [paragraphs[number] for number in nearest[at]]
        near = [paragraph for paragraph in near if not _may_answer(record, paragraph)]
        siblings = [paragraphs[number] for number in documents[record.document]]
        siblings = [paragraph for paragraph in siblings if not _may_answer(record, paragraph)]
        strangers = by_language[record.language]
        strangers = chance.sample(strangers, min(len(strangers), TEXTS - 1))
        strangers = [paragraph for paragraph in strangers if not _may_answer(record, paragraph)]
        others = _OtherRecords(siblings, near, strangers)
        group = _group(record, others, chance)
        if group is not None:
            found.append(group)
    chance.shuffle(found)
    return found


def _times(record: Record, chance: random.Random) -> int:
    share = SHARES_OF_SETS.get(record.set, 1.0)
    return int(share) + (chance.random() < share % 1)


def _may_answer(record: Record, other: Record) -> bool:
    """Whether another paragraph is the same or holds the answer too."""
    if other.paragraph == record.paragraph:
        return True
    answer = record.answer
    if len(answer) > 60:
        return answer[:60] in _plain(other.paragraph)
    return len(answer) >= 2 and f" {answer} " in f" {_plain(other.paragraph)} "


@dataclass(frozen=True, slots=True)
class _OtherRecords:
    siblings: Sequence[Record]
    near: Sequence[Record]
    strangers: Sequence[Record]


def _group(record: Record, others: _OtherRecords, chance: random.Random) -> Group | None:
    whole = len(record.answering) == len(record.sentences)
    if not record.answering:
        kind = "refusals"
    else:
        kind = chance.choices(list(_SHARES), list(_SHARES.values()))[0]
        if whole and kind == "sentences" and len(record.sentences) > 1:
            kind = "passages"
    sizes = {"sentences": (1, 1)}.get(kind, (1, 4))
    positive: list[str] = []
    own: list[str] = []
    if record.answering and kind == "refusals":
        # What is left of the paragraph without its answer, in one or two pieces.
        if not whole:
            own = _windows_beside(record, (2, 5), chance)[:2]
    elif record.answering:
        positive = [_window_around(record, sizes, chance)]
        own = _windows_beside(record, sizes, chance)
        own = own[: 2 if kind == "sentences" else 1]
    else:
        own = [_window(record, range(len(record.sentences)), (2, 5), chance)]
    leaning = record.set in _LEANING
    pool = [
        _nearest_window(record.question, text, sizes, chance)
        for text in (others.near if not leaning else others.strangers)
    ]
    wanted = TEXTS - len(positive)
    if others.siblings and chance.random() < 0.6:
        sibling = chance.choice(others.siblings)
        own.append(_nearest_window(record.question, sibling, sizes, chance))
    # Mostly the very nearest, for near misses are where a reader fails.
    while pool and len(own) < wanted:
        own.append(pool.pop(min(int(chance.expovariate(0.5)), len(pool) - 1)))
    own = [text for text in dict.fromkeys(own) if text not in positive][:wanted]
    if not own:
        return None
    texts = [*positive, *own]
    if record.title and chance.random() < _HEADED:
        titles = [record.title] * len(texts)
        texts = [f"{title}\n{text}" for title, text in zip(titles, texts, strict=True)]
    question = record.asked or record.question
    return Group(record.set, question, tuple(texts), bool(positive), kind)


def _window(
    record: Record, places: Sequence[int], sizes: tuple[int, int], chance: random.Random
) -> str:
    """Some consecutive sentences of those in ``places``."""
    size = chance.randint(*sizes)
    start = chance.randrange(max(1, len(places) - size + 1))
    return _joined(record, places[start : start + size])


def _window_around(record: Record, sizes: tuple[int, int], chance: random.Random) -> str:
    """An answering sentence with neighbours."""
    at = chance.choice(sorted(record.answering))
    size = chance.randint(*sizes)
    before = chance.randint(0, size - 1)
    places = range(max(0, at - before), min(len(record.sentences), at - before + size))
    return _joined(record, places)


def _windows_beside(record: Record, sizes: tuple[int, int], chance: random.Random) -> list[str]:
    """Windows of the paragraph without its answering sentences, in any order."""
    rest = [at for at in range(len(record.sentences)) if at not in record.answering]
    found = []
    while rest:
        size = chance.randint(*sizes)
        found.append(_joined(record, rest[:size]))
        rest = rest[size:]
    chance.shuffle(found)
    return found


def _nearest_window(
    question: str, other: Record, sizes: tuple[int, int], chance: random.Random
) -> str:
    """Of another paragraph the sentences that share most words with the question."""
    asked = {word for word in _plain(question).split() if len(word) > 3}
    shared = [
        len(asked & set(_plain(other.paragraph[start:end]).split()))
        for start, end in other.sentences
    ]
    best = max(range(len(shared)), key=lambda at: (shared[at], chance.random()))
    size = chance.randint(*sizes)
    before = chance.randint(0, size - 1)
    first = max(0, best - before)
    return _joined(other, range(first, min(len(other.sentences), first + size)))


def _joined(record: Record, places: Iterable[int]) -> str:
    parts = [record.paragraph[slice(*record.sentences[at])] for at in places]
    return " ".join(parts)[:_LONGEST]


def _nearest(records: Sequence[Record]) -> list[list[str]]:
    """For each record the paragraphs with the most words of its question, best first."""
    found: list[list[str]] = [[] for _ in records]
    for language in sorted({record.language for record in records}):
        own = [at for at, record in enumerate(records) if record.language == language]
        texts = sorted({records[at].paragraph for at in own})
        # Words that stand everywhere tell nothing apart and take most of the time.
        most = _COMMON if len(texts) > _FEW else 1.0
        rarity = TfidfVectorizer(max_df=most, sublinear_tf=True, dtype=np.float32)
        passages = rarity.fit_transform(texts).T.tocsr()
        questions = rarity.transform([records[at].question for at in own])
        for start in range(0, len(own), 1000):
            alike = (questions[start : start + 1000] @ passages).tocsr()
            for row, at in enumerate(own[start : start + 1000]):
                since, upto = alike.indptr[row], alike.indptr[row + 1]
                scores, places = alike.data[since:upto], alike.indices[since:upto]
                best = np.argsort(-scores)[:_NEIGHBOURS]
                found[at] = [texts[place] for place in places[best]]
    return found

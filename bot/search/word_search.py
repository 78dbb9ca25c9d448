"""Plain search: an exact phrase, or words, in every passage that holds them.

What people do before they trust a bot: nothing is ranked by likeness, nothing is left out, and
what was not found is not there (for the words as they were read).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.store.catalogue import Case, Catalogue, Document, Stored
from ingest.text.numbers_in_words import numbers_in_words
from ingest.text.terms import plain, stems

_QUOTED = re.compile(r'^\s*["“”«](.+?)["“”»]\s*$', re.S)
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+\d*")


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage with the [start, end) stretches of its text that were searched for."""

    stored: Stored
    stretches: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class FoundIn:
    """All that was found in one document, in its order."""

    case: Case
    document: Document
    passages: tuple[FoundPassage, ...]


def search_words(catalogue: Catalogue, cases: Sequence[Case], text: str) -> list[FoundIn]:
    """The passages of the current documents of the cases that hold the text: between quotation
    marks the very phrase, else all of its words in any order, in any of their forms. Capitals and
    accents do not matter. Most passages first; empty for a text without a word."""
    quoted = _QUOTED.match(text)
    found = []
    for case in cases:
        by_document: dict[int, list[FoundPassage]] = {}
        documents = {document.id: document for document in catalogue.documents(case)}
        for stored in _candidates(catalogue, case, quoted[1] if quoted else text, bool(quoted)):
            stretches = (
                _phrase_in(stored.passage.text, quoted[1])
                if quoted
                else _words_in(stored.passage.text, text, stored.passage.language)
            )
            if stretches and stored.document_id in documents:
                passage = FoundPassage(stored, tuple(stretches))
                by_document.setdefault(stored.document_id, []).append(passage)
        for number, passages in by_document.items():
            passages.sort(key=lambda passage: passage.stored.ordinal)
            found.append(FoundIn(case, documents[number], tuple(passages)))
    return sorted(found, key=lambda document: (-len(document.passages), document.document.path))


def _candidates(catalogue: Catalogue, case: Case, text: str, is_phrase: bool) -> list[Stored]:
    index = catalogue.full_text()
    _, passages = catalogue.counts(case)
    ids: list[int] = []
    for language, count in passages.items():
        if is_phrase:
            ids += [passage_id for passage_id, _ in index.phrase(case.id, language, text, count)]
        else:
            ids += index.holding_all(case.id, language, stems(text, language))
            figures = _in_figures(text, language)
            if figures != text:
                ids += index.holding_all(case.id, language, stems(figures, language))
    return list(catalogue.passages(dict.fromkeys(ids)).values())


def _phrase_in(text: str, phrase: str) -> list[tuple[int, int]]:
    words = [re.escape(word) for word in plain(phrase).split()]
    if not words:
        return []
    together = r"\s+".join(words)
    # Not inside of a longer word.
    wanted = re.compile(rf"(?<!\w){together}(?!\w)")
    return [match.span() for match in wanted.finditer(plain(text))]


def _words_in(text: str, wanted: str, language: str) -> list[tuple[int, int]]:
    terms = set(stems(wanted, language))
    worth = set(stems(_in_figures(wanted, language), language))
    found = [
        match.span()
        for match in _WORD.finditer(text)
        if (terms | worth).intersection(stems(match[0], language))
    ]
    spelled = [
        (number.start, number.end)
        for number in numbers_in_words(text, language)
        if number.figures in worth
    ]
    whole = [(start, end) for start, end in found if not _within(start, end, spelled)]
    return sorted([*whole, *spelled])


def _in_figures(text: str, language: str) -> str:
    """The text with what its numbers in words are worth in their place."""
    for number in reversed(list(numbers_in_words(text, language))):
        text = text[: number.start] + number.figures + text[number.end :]
    return text


def _within(start: int, end: int, stretches: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in stretches)

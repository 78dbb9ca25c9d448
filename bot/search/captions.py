"""What captions state outright (court, case number, parties), and how courts sign."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.question.docket_fields import field_asked
from bot.question.parse import Question
from bot.search.excerpt import Excerpt, whole
from bot.search.sources import alphabetic_names, knows, sources, words_of
from ingest.describe.kinds import COURTS_OWN
from ingest.store.catalogue import Case, Catalogue, Stored
from ingest.text.sentences import sentences
from ingest.text.terms import fold

MOST = 3


def look_up_signature(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """Who wrote what the court wrote, in the first sentence that tells, of each document of the
    kind the question names or else of all: signatures, "Before: ...", "delivered the opinion"."""
    field = field_asked(question)
    if field is None or field.by_court is None:
        return None
    kinds = {question.lookup.kind} & COURTS_OWN or COURTS_OWN
    names = alphabetic_names(question)
    found = []
    for document in sources(catalogue, case, question):
        if document.description.kind in kinds:
            passages = catalogue.passages_of(document.id)
            if knows(names, words_of(passages)):
                found.append(_signature(passages, field.by_court))
    return tuple(excerpt for excerpt in found if excerpt is not None)[:MOST] or None


def _signature(passages: Iterable[Stored], form: re.Pattern[str]) -> Excerpt | None:
    for stored in passages:
        text = stored.passage.text
        if stored.passage.role == "signature" and form.search(text):
            return Excerpt(stored, 0, len(text))
        for start, end in sentences(text, stored.passage.language, stored.passage.parted):
            if form.search(text[start:end]):
                return Excerpt(stored, start, end)
    return None


def look_up_caption(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """The caption of a party's paper that states it: of one of the kind named in the question, or
    else of the complaint, comes first."""
    field = field_asked(question)
    if field is None or field.caption is None:
        return None
    kind = question.lookup.kind or "complaint"
    names = [fold(name) for name in question.names]
    documents = sources(catalogue, case, question)
    for document in sorted(documents, key=lambda document: document.description.kind != kind):
        captions = [
            stored
            for stored in catalogue.passages_of(document.id)
            if stored.passage.role == "caption"
        ]
        if not knows(names, words_of(captions)):
            continue
        for caption in captions:
            if field.caption.search(caption.passage.text):
                return whole([caption])
    return None

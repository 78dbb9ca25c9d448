"""What captions state outright (court, case number, parties), and how courts sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.question.docket_fields import FieldName, field_asked, fields_of
from bot.question.parse import Question
from bot.search.dockets import of_side
from bot.search.excerpt import Excerpt, whole
from bot.search.glance import GlanceLine, Part, glance
from bot.search.sources import alphabetic_names, knows, sources, words_of
from ingest.describe.kinds import COURTS_OWN
from ingest.store.catalogue import Case, Catalogue, Stored
from ingest.text.sentences import sentences
from ingest.text.terms import fold

MOST = 3


_OF_THE_CASE = re.compile(
    r"(?: (?:in|of|to|for|dans|de|a) (?:(?:this|the|present|cette|la|le|ce) |l['’]\s?)?"
    r"(?:case|suit|law ?suit|action|matter|dispute|affaire|proces|instance|litige|procedure))?"
    r"\s*[?.!]*$"
)
"""What may follow in a question that asks it of this case alone."""
_PARTS: Mapping[FieldName, Part] = {
    "court": "court",
    "case number": "case number",
    "judge": "judge",
    "parties": "party",
}


def _look_up_overview(catalogue: Catalogue, case: Case, question: Question) -> tuple[Excerpt, ...]:
    parts = [_PARTS[field.name] for field in fields_of(question) if field.name in _PARTS]
    if not parts or question.wanted == "ruling":
        return ()
    lines = _lines_asked(catalogue, case, question)
    found: list[Excerpt] = []
    for part in parts:
        stating = [line.excerpt for line in lines if line.part == part and line.excerpt is not None]
        if part == "party":
            stating = of_side(stating, fold(question.text))
        found += stating[:MOST]
    return tuple(found)


def _lines_asked(catalogue: Catalogue, case: Case, question: Question) -> Sequence[GlanceLine]:
    """Those of the case; of the first paper that is of the kind, and knows the names, in the
    question, where it has any. A docket has been looked up before."""
    names, kind = alphabetic_names(question), question.lookup.kind
    overview = glance(catalogue, case)
    if not names and kind is None:
        return [line for line in overview.lines if line.document.description.kind != "docket"]
    for document, lines in overview.papers:
        if kind in (None, document.description.kind) and document.description.kind != "docket":
            naming = [
                line
                for line in lines
                if line.excerpt and knows(names, words_of([line.excerpt.stored]))
            ]
            if naming:
                return naming
    return ()


def look_up_parties(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """The lines of a caption that state what is asked, where that is who the parties are, or the
    number of the case, and perhaps the court beside: "Who is suing whom, and where?". A docket
    that states them is looked up before."""
    folded = fold(question.text)
    asked = {field.name: field.asked.search(folded) for field in fields_of(question)}
    whole_question = asked.get("parties") or asked.get("case number")
    # "Who is the plaintiff's expert?" and "... in the earlier case?" ask for something else.
    if whole_question is None or not asked.keys() <= _PARTS.keys():
        return None
    if len(asked) == 1 and not _OF_THE_CASE.match(folded, whole_question.end()):
        return None
    return _look_up_overview(catalogue, case, question) or None


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
    """The lines of captions that the overview of the case knows to state what is asked; else the
    caption of a party's paper that does: of one of the kind named in the question, or else of the
    complaint, comes first."""
    known = _look_up_overview(catalogue, case, question)
    if known:
        return known
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

"""The line that dates a document (its dateline, « Arrêt du 7 novembre 2023 », "Dated: May 2"), and
the line that names the court which gave it.

The document has to be the only one of the case that the question can mean. The line stands at its
head or at its end. The one that dates it holds the day by which the document goes, or has the form
in which documents are dated: what a document narrates has dates too, and none of them is its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.question.asked_of_document import AskedOfDocument, asked_of_document
from bot.question.glossary import counterparts
from bot.question.parse import Question
from bot.search.excerpt import Excerpt
from ingest.store.catalogue import Case, Catalogue, Document, Stored
from ingest.text.dates import may_hold_dates, printed_dates
from ingest.text.sentences import sentences
from ingest.text.terms import fold, stem, words

_HEAD_LINES = 90
"""Lines at the beginning of a document among which its date stands, as for its description."""
_END_PASSAGES = 6
_LONGEST = 200
"""Characters: a longer sentence dates nothing as a whole, but a line of it may."""
_LITTLE_MORE = 60
_ALIKE = 6
"""Letters that words of both languages have in common at their beginning."""

# What stands before the date where a document is dated, at the beginning of its line.
_PLACE = r"(?:[A-ZÀ-Ý][\w’'. -]{1,40}?,?\s)?"
_DATELINE = re.compile(rf"(?:{_PLACE}(?:(?:le|the|on|ce)\s)?(?:[a-zé]+di|[A-Z][a-z]+day)?,?\s?)")
_AS_WRITTEN = (
    r"(?:dated?|done(?: and ordered)?|so ordered|signed|executed|entered|issued|filed|decided"
    r"|delivered|handed down|published|posted|released|made|sworn|given|rendered|pronounced"
    r"|fait|signé|daté|rendue?|prononcée?|publiée?|lecture|audience publique|décision"
    r"|arr[êe]t|jugement|ordonnance|séance|date(?: d[e’'] ?\w+)?)"
)
_LABEL = re.compile(
    rf"\W*(?:this (?:\w+ ){{0,3}}(?:was|is)\s)?{_AS_WRITTEN}\b[^.;\d]{{0,60}}$", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"\W*l['’]an\b", re.IGNORECASE)
"""« L'an deux mille vingt-quatre et le quinze mars »: so bailiffs open what they serve."""
_OPENS_CONTRACT = re.compile(
    r"\W*(?:this|the|le présent|la présente|cet?(?:te)?)\b[^.;]{0,160}?\b(?:made|entered into|dated"
    r"|concluded|executed|conclue?|signée?|passée?|daté)\b[^.;\d]{0,40}$",
    re.IGNORECASE,
)
_SWEARS = re.compile(r"\b(?:executed|sworn|signed|fait|signé)e?\b[^.;\d]{0,40}$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:¶\s?)?\d{1,3}[.)]\s")
# What is dated so is something else than the document.
_OTHER = re.compile(
    r"\b(?:hearing|trial|argued|submitted|conference|time|action filed|complaint filed|courtroom"
    r"|effective|birth|audience d[eu]|plaidoirie|délibéré|naissance|échéance|appel|due|deadline)\b",
    re.IGNORECASE,
)
_TIME_OF_HEARING = re.compile(r"\b(?:Time|Courtroom|Ctrm|Dept|Judge|Hearing)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A stretch of a passage with one date in it; ``before`` is what it says up to the date,
    ``after`` what follows."""

    excerpt: Excerpt
    day: date
    before: str
    after: str
    at_end: bool


def head_asked(catalogue: Catalogue, case: Case, question: Question) -> tuple[Excerpt, ...] | None:
    """The line that dates the document whose date is asked for, or names its court; None where the
    question asks for anything else, where it may mean several documents or none, and where no line
    says it."""
    asked = asked_of_document(question.text, question.language)
    if asked is None:
        return None
    document = _the_document(catalogue, case, asked, question.language)
    if document is None:
        return None
    passages = catalogue.passages_of(document.id)
    if asked.field == "court":
        court, _, chamber = document.description.court.partition(", ")
        is_chamber = chamber and re.search(r"\bcha(?:mber|mbre)\b", fold(question.text))
        line = _names(chamber if is_chamber else court, _head(passages))
    else:
        dated = _dates_it(document, passages, filing=asked.filing)
        line = dated.excerpt if dated else None
    return None if line is None else (line,)


# Which document.

# Whose order it is: every order is a court's.
_ANY_COURT = frozenset("court judge justice tribunal juge juridiction magistrate magistrat".split())


def _the_document(
    catalogue: Catalogue, case: Case, asked: AskedOfDocument, language: str
) -> Document | None:
    of_kind = [
        document
        for document in catalogue.documents(case)
        if document.description.kind in asked.kinds
        and all(_is_of(catalogue, document, day) for day in asked.days)
    ]
    called = [document for document in of_kind if _is_called(document, asked.noun)]
    names = {document.id: _names_of(document) for document in of_kind}
    heads: dict[int, str] = {}

    def head_of(document: Document) -> str:
        if document.id not in heads:
            passages = catalogue.passages_of(document.id)
            lines = " ".join(stored.passage.text for stored in _head(passages))
            heads[document.id] = f"{names[document.id]} {lines}"
        return heads[document.id]

    def name_of(document: Document) -> str:
        return names[document.id]

    any_court = tuple(word for word in asked.said if word not in _ANY_COURT)
    for said in dict.fromkeys((asked.said, any_court)):
        ways: tuple[tuple[Sequence[Document], Callable[[Document], str]], ...] = (
            (called, name_of),
            (of_kind, name_of),
            (called, head_of),
            (of_kind, head_of),
        )
        for documents, text_of in ways:
            meant = [each for each in documents if _says(text_of(each), said, language)]
            if meant:
                return meant[0] if len(meant) == 1 else None
    return None


def _is_of(catalogue: Catalogue, document: Document, day: date) -> bool:
    """Whether it goes by that day, or is dated so."""
    if document.description.filed == day:
        return True
    dated = _dates_it(document, catalogue.passages_of(document.id), filing=False)
    return dated is not None and dated.day == day


def _is_called(document: Document, noun: str) -> bool:
    """Whether its title has the word by which the question calls it."""
    return set(noun.split()) <= {fold(word) for word in words(document.description.title)}


def _names_of(document: Document) -> str:
    about = document.description
    return " ".join(
        (about.title, about.court, about.case_number, about.ecf, *about.parties, document.path)
    )


def _says(text: str, said: Iterable[str], language: str) -> bool:
    """Whether a text has each word, in its own language or the other: by the glossary, or because
    they are nearly spelt alike ("superior", « supérieure »)."""
    plain = {fold(word) for word in words(text)}
    begun = {word[:_ALIKE] for word in plain if len(word) >= _ALIKE}
    stems = {other: {stem(word, other) for word in plain} for other in ("en", "fr")}
    return all(
        word in plain
        or word[:_ALIKE] in begun
        or any(
            {stem(word, other)} & known
            or counterparts(stem(word, language), language, other) & known
            for other, known in stems.items()
        )
        for word in said
    )


# Which line.


def _head(passages: Sequence[Stored]) -> list[Stored]:
    """The passages in which the caption and the dateline stand: on the first two pages, up to the
    first numbered paragraph."""
    lines = 0
    for index, stored in enumerate(passages):
        passage = stored.passage
        lines += len(passage.spans)
        numbered = passage.role == "body" and _NUMBERED.match(passage.text)
        if passage.page > 2 or numbered or (index and lines > _HEAD_LINES):
            return list(passages[:index])
    return list(passages)


def _names(court: str, head: Sequence[Stored]) -> Excerpt | None:
    """The line with the name of a court or a chamber, or with most of it: whose court it is stands
    on a line of its own, « COUR SUPÉRIEURE », « PROVINCE DE QUÉBEC »."""
    name = [fold(word) for word in words(court)]
    lines = [
        (
            Excerpt(stored, start, end),
            [fold(word) for word in words(stored.passage.text[start:end])],
        )
        for stored in head
        for start, end in _units(stored)
    ]
    for length in range(len(name), 1, -1):
        for excerpt, line in lines:
            if any(line[at : at + length] == name[:length] for at in range(len(line))):
                return excerpt
    # A decision of the Union's courts says « ARRÊT DE LA COUR » and no more.
    return next((excerpt for excerpt, _ in lines if _OF_THE_COURT.match(excerpt.text)), None)


_OF_THE_COURT = re.compile(
    r"(?:ARR[ÊE]T|ORDONNANCE|AVIS) (?:DE LA COUR|DU TRIBUNAL)\b"
    r"|(?:JUDGMENT|ORDER|OPINION) OF THE (?:GENERAL )?COURT\b"
)


def _dates_it(document: Document, passages: Sequence[Stored], *, filing: bool) -> _Dated | None:
    head = _head(passages)
    dated = [
        *(each for stored in head for each in _dated(stored, at_end=False)),
        *(each for stored in passages[-_END_PASSAGES:] for each in _dated(stored, at_end=True)),
    ]
    own = document.description.filed
    kind = document.description.kind
    forms: list[Callable[[_Dated], bool]] = [
        lambda each: each.day == own and _is_labelled(each),
        lambda each: each.day == own and _stands_apart(each),
    ]
    if own is None or not filing:
        forms += [_is_dateline] if kind in ("letter", "article", "contract") else []
        forms += [lambda each: kind == "contract" and _opens_contract(each)]
        forms.append(_is_labelled)
        forms.append(lambda each: kind == "declaration" and _is_sworn(each))
    for form in forms:
        found = [each for each in dated if form(each) and not _OTHER.search(each.before)]
        if found:
            return found[0]
    return None


def _is_labelled(each: _Dated) -> bool:
    """Whether a label opens its line or sentence, which has little more to say: not "Given that on
    May 3 the pumps stopped", nor the end of a line of text."""
    after = each.after.strip(" .,;()-–—")
    if not each.before.strip() and not after and _YEAR_FIRST.match(each.excerpt.text):
        return True
    return (
        _LABEL.match(each.before) is not None
        and each.excerpt.text.lstrip("([ ")[:1].isupper()
        and len(after) <= _LITTLE_MORE
        and _TIME_OF_HEARING.match(after) is None
    )


def _is_dateline(each: _Dated) -> bool:
    alone = not each.after.strip(" .,;()")
    return not each.at_end and alone and _DATELINE.fullmatch(each.before) is not None


def _stands_apart(each: _Dated) -> bool:
    """Whether it is a line of a caption, a stamp or a signature, and no sentence of a text."""
    return each.excerpt.stored.passage.role in ("caption", "signature", "heading") or (
        len(each.before) + len(each.after) < 60
    )


def _opens_contract(each: _Dated) -> bool:
    return not each.at_end and _OPENS_CONTRACT.match(each.before) is not None


def _is_sworn(each: _Dated) -> bool:
    return each.at_end and _SWEARS.search(each.before) is not None


def _dated(stored: Stored, *, at_end: bool) -> Iterator[_Dated]:
    """The days that a passage names, each in its sentence or, where that is long, its line."""
    passage = stored.passage
    if not may_hold_dates(passage.text):
        return
    for start, end in _units(stored):
        text = passage.text[start:end]
        for found in printed_dates(text, passage.language):
            if found.begins == found.ends:
                yield _Dated(
                    Excerpt(stored, start, end),
                    found.begins,
                    text[: found.start],
                    text[found.end :],
                    at_end,
                )


def _units(stored: Stored) -> Iterator[tuple[int, int]]:
    """The sentences of a passage, and the lines of those that stand on several."""
    passage = stored.passage
    for start, end in sentences(passage.text, passage.language, passage.parted):
        lines = [
            (max(start, span.start), min(end, span.end))
            for span in passage.spans
            if span.start < end and start < span.end
        ]
        apart = passage.role in ("caption", "signature") and len(lines) > 1
        if end - start <= _LONGEST and not apart:
            yield start, end
        if len(lines) > 1:
            yield from _joined(passage.text, lines)


def _joined(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines, two of them together where a date runs on from the first to the second."""
    at = 0
    while at < len(lines):
        start, end = lines[at]
        if at + 1 < len(lines):
            both = text[start : lines[at + 1][1]]
            across = any(
                start + found.start < end < start + found.end for found in printed_dates(both, "en")
            )
            if across:
                end = lines[at + 1][1]
                at += 1
        yield start, end
        at += 1

"""What dockets state outright: judge, court, dates, parties, and what was filed on a day.

These are short labelled lines ("Assigned to: ...") that a search by meaning ranks badly and
that need none: a question which asks for one of them is answered from the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import dropwhile
from typing import TypeVar

from bot.question.docket_fields import Field, FieldName, field_asked
from bot.question.glossary import counterparts
from bot.question.parse import Question
from bot.question.sides import acts_in, sides_of
from bot.search.excerpt import Excerpt, whole
from bot.search.sources import dockets_asked, sources
from ingest.store.catalogue import Case, Catalogue, DocketRow, Document
from ingest.text.dates import Date
from ingest.text.measures import tokens
from ingest.text.sentences import sentences
from ingest.text.terms import fold, stem, words

MOST = 3
MOST_ON_A_DAY = 6
_BELOW = re.compile(
    r"\b(?:district|trial|lower|originating) court\b|\bcourt below\b|\bpremiere instance\b"
)
"""How a question says that it means the court from which an appeal comes."""
_FILED_ON = re.compile(r"\bwhat\b.*\b(filed|entered)\b|\bqu\w*\b.*\b(depose|enregistre)")
# How a question says that a paper was filed.
_FILING = frozenset("date day file filed filing submitted depose deposee depot introduite".split())
_Line = TypeVar("_Line", DocketRow, Excerpt)
_SIDES = {
    "plaintiff": ("plaintiff", "petitioner", "demandeu", "demanderess", "plaignant"),
    "defendant": ("defendant", "respondent", "defendeu", "defenderess"),
    "appellant": ("appellant", "appelant"),
    "appellee": ("appellee", "intime"),
    "debtor": ("debtor", "debit"),
    "trustee": ("trustee",),
}


def look_up_entries_of_day(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """The docket entries of the day in "what was filed on ..."; None for other questions and
    where no docket has that day."""
    dates = [token for token in tokens(question.text, question.language) if isinstance(token, Date)]
    if question.wanted == "ruling" or not _FILED_ON.search(fold(question.text)):
        return None
    if len(dates) != 1 or dates[0].day is None:
        return None
    entries = [
        row.stored
        for docket in dockets_asked(catalogue, case, question)
        for row in catalogue.docket_rows(docket.id, "entry")
        if dates[0].accepts(_date(row.value))
    ]
    return whole(entries[:MOST_ON_A_DAY]) or None


def look_up_docket(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """The lines of the dockets that state what the question asks for."""
    field = field_asked(question)
    if field is None or _takes_other_for_plaintiff(catalogue, case, question, field):
        return None
    found = [
        row
        for docket in dockets_asked(catalogue, case, question)
        for row in _in_docket(catalogue, docket, field.name, question)
    ]
    return tuple(map(_excerpt, found[:MOST])) or None


def silent_dockets(catalogue: Catalogue, case: Case, question: Question) -> set[int]:
    """Identities of the dockets in which a question that no look-up answered is not searched:
    they do not state what it asks a docket for, and what they mention elsewhere is not it."""
    if field_asked(question) is None:
        return set()
    return {docket.id for docket in dockets_asked(catalogue, case, question)}


def _takes_other_for_plaintiff(
    catalogue: Catalogue, case: Case, question: Question, field: Field
) -> bool:
    """Whether the question is when a party sued that is not the plaintiff."""
    if field.name != "date filed" or question.lookup.kind not in (None, "complaint"):
        return False
    parties = [document.description.parties for document in sources(catalogue, case, question)]
    plaintiffs = {fold(word) for names in parties for word in words(" ".join(names[:1]))}
    others = {fold(word) for names in parties for word in words(" ".join(names[1:]))} - plaintiffs
    sides = sides_of(question, plaintiffs)
    return sides.claimant in others and acts_in(question, sides)


def _in_docket(
    catalogue: Catalogue, docket: Document, name: FieldName, question: Question
) -> list[DocketRow]:
    """The rows of a docket that state a field of that name, as the question asks for it."""
    if name == "settlement":
        return []
    found = catalogue.docket_rows(docket.id, name)
    match name:
        case "date filed":
            entries = _entries_of(catalogue, docket, question)
            if question.lookup.kind not in (None, "complaint"):
                return entries
            return [*found, *entries[:1]]
        case "trial date":
            # Set, and set again, by entries: the last one holds.
            return found[-1:]
        case "parties":
            return of_side(found, fold(question.text))
        case "lawyers":
            return _of_party(found, question)
        case "case number":
            below = [row for row in found if row.stored.passage.text.startswith("District:")]
            is_below = _BELOW.search(fold(question.text)) is not None
            return below[:1] if below and is_below else found[:1]
        case _:
            return found[:1]


def _excerpt(row: DocketRow) -> Excerpt:
    """What is quoted of a row: the passage from the row's own line on. An entry and a party are
    quoted whole, and so is counsel: without its party, a name does not say whom it represents. Of
    an entry that sets a trial, the sentences on the row's line are quoted."""
    passage = row.stored.passage
    on_line = [span for span in passage.spans if (span.page, span.line) == (row.page, row.line)]
    if not on_line or row.field in ("entry", "parties", "lawyers"):
        return Excerpt(row.stored, 0, len(passage.text))
    start, end = on_line[0].start, on_line[-1].end
    if row.field != "trial date":
        return Excerpt(row.stored, start, len(passage.text))
    touched = [
        sentence
        for sentence in sentences(passage.text, passage.language, passage.parted)
        if sentence[0] < end and start < sentence[1]
    ]
    return Excerpt(row.stored, touched[0][0], touched[-1][1])


def of_side(found: Sequence[_Line], folded: str) -> list[_Line]:
    """Those that are of the side which the folded question names, or all."""
    for side, names in _SIDES.items():
        others = [prefixes for name, prefixes in _SIDES.items() if name != side]
        if _has(folded, names) and not any(_has(folded, other) for other in others):
            return [line for line in found if _has(fold(_text(line)), names)]
    return list(found)


def _text(line: DocketRow | Excerpt) -> str:
    return line.text if isinstance(line, Excerpt) else line.stored.passage.text


def _has(folded: str, names: Iterable[str]) -> bool:
    return any(re.search(rf"\b{name}", folded) for name in names)


def _of_party(found: Sequence[DocketRow], question: Question) -> list[DocketRow]:
    """The counsel of the party that the question names, by its name or its side, or all."""
    parties = {
        row.stored.id: fold(row.stored.passage.text.partition("represented by")[0]) for row in found
    }
    named = [
        row
        for row in found
        if any(
            re.search(rf"\b{re.escape(fold(name))}\b", parties[row.stored.id])
            for name in question.names
        )
    ]
    return of_side(named or found, fold(question.text))


def _entries_of(catalogue: Catalogue, docket: Document, question: Question) -> list[DocketRow]:
    """The docket entries by which a paper of the kind in the question was filed: they open
    with its name, and hold what else the question says of it ("... to compel")."""
    kind = question.lookup.kind or "complaint"
    wanted = {stem(word, "en") for word in words(kind)}
    other = set() if "amended" in kind else {stem("amended", "en")}
    # The case may be named too: "in Halden v. Marlow".
    names = {fold(word) for name in question.names for word in words(name)}
    names |= {fold(word) for word in words(docket.description.title)}
    about = [
        meant
        for term in question.terms
        if term not in question.names and fold(term) not in _FILING | names
        if (meant := _in_english(term, question.language)) and not meant & wanted
    ]
    found = []
    for row in catalogue.docket_rows(docket.id, "entry"):
        # After the day, and the number where there is one.
        said = dropwhile(lambda word: word[0].isdigit(), words(row.stored.passage.text))
        text = [stem(word, "en") for word in said]
        opening = set(text[:6])
        if wanted <= opening and not other & opening and all(meant & set(text) for meant in about):
            found.append(row)
    return found


def _date(iso: str) -> Date:
    day = date.fromisoformat(iso)
    return Date(day.year, day.month, day.day)


def _in_english(term: str, language: str) -> frozenset[str]:
    own = stem(term, language)
    return counterparts(own, language, "en") or frozenset({own} if language == "en" else ())

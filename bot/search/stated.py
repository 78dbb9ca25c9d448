"""What a docket's header, its list of parties and a caption say outright: judge, court, dates.

These are short labelled lines ("Assigned to: ...") that a search by meaning ranks badly and
that need none: a question which asks for one of them is answered from the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.answering.cite import Excerpt, whole
from bot.evaluation.values import Date, tokens
from bot.question.docket_fields import Field, field_of
from bot.question.glossary import counterparts
from bot.question.parse import Question
from bot.reading.sides import acts_in, sides_of
from ingest.document import Kind
from ingest.store.catalogue import Case, Catalogue, Document, Stored
from ingest.text.sentences import sentences
from ingest.text.terms import fold, stem, words

MOST = 3
MOST_ON_A_DAY = 6
_FILED_ON = re.compile(r"\bwhat\b.*\b(filed|entered)\b|\bqu\w*\b.*\b(depose|enregistre)")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
_COURTS_OWN: frozenset[Kind | None] = frozenset({"order", "judgment", "opinion"})
# Share of the names in a question that a docket must know to be the one it asks about.
_KNOWN_NAMES = 0.5
_NOT_NAMES = frozenset(
    "ecf dkt no mdl court district january february march april may june july august september"
    " october november december".split()
)
# How a question says that a paper was filed.
_FILING = frozenset("date day file filed filing submitted depose deposee depot introduite".split())


@dataclass(frozen=True, slots=True)
class Stated:
    """Where the docket, a caption or the court states what was asked; with no ``excerpts``, the
    dockets in ``silent`` have no such line, so what they mention elsewhere is not it."""

    excerpts: tuple[Excerpt, ...]
    silent: frozenset[int]


_SIDES = {
    "plaintiff": ("plaintiff", "petitioner", "demandeu", "demanderess", "plaignant"),
    "defendant": ("defendant", "respondent", "defendeu", "defenderess"),
}


def stated(catalogue: Catalogue, case: Case, question: Question) -> Stated | None:
    """The lines that state what the question asks for; None where it asks for no such thing."""
    folded = fold(question.text)
    field = field_of(question)
    if question.wanted == "ruling" and (field is None or field.name != "judge"):
        return None
    if (on_day := _filed_on(catalogue, case, question, folded)) is not None:
        return Stated(tuple(whole(on_day)), frozenset())
    if field is None:
        return None
    documents = _answering(catalogue, case, question)
    dockets = [one for one in documents if one.description.kind == "docket"]
    concerned = [one for one in dockets if concerns(catalogue, one, question)]
    if field.name == "date filed" and _is_of_another(documents, question):
        return Stated((), frozenset(one.id for one in concerned))
    found: list[Stored] = []
    for docket in concerned:
        found += _in_docket(catalogue, docket, field, question, folded)
    excerpts = whole(found[:MOST])
    if not excerpts and field.by_court is not None:
        excerpts = _by_court(catalogue, documents, field.by_court, question)
    if not excerpts and field.caption is not None:
        excerpts = whole(_in_captions(catalogue, documents, field, question))
    return Stated(tuple(excerpts), frozenset(one.id for one in concerned))


def _is_of_another(documents: Iterable[Document], question: Question) -> bool:
    """Whether the question takes for the plaintiff one who is another party."""
    if question.lookup.kind not in (None, "complaint"):
        return False
    parties = [one.description.parties for one in documents]
    plaintiffs = {fold(word) for one in parties for word in words(" ".join(one[:1]))}
    others = {fold(word) for one in parties for word in words(" ".join(one[1:]))} - plaintiffs
    sides = sides_of(question, plaintiffs)
    return sides.claimant in others and acts_in(question, sides)


def _filed_on(
    catalogue: Catalogue, case: Case, question: Question, folded: str
) -> tuple[Stored, ...] | None:
    """The docket entries of the day in "what was filed on ..."; None for other questions and
    where no docket has that day."""
    days = [one for one in tokens(question.text, question.language) if isinstance(one, Date)]
    if not _FILED_ON.search(folded) or len(days) != 1 or days[0].day is None:
        return None
    found = tuple(
        one
        for docket in _answering(catalogue, case, question)
        if docket.description.kind == "docket" and concerns(catalogue, docket, question)
        for day, one in _by_day(catalogue.passages_of(docket.id))
        if days[0].accepts(day)
    )
    return found[:MOST_ON_A_DAY] or None


def _by_day(passages: Iterable[Stored]) -> Iterator[tuple[Date, Stored]]:
    """The passages of docket entries with their days. An entry begins with its day, as CM/ECF
    prints it (10/16/2024); what a long one goes on with is of the same."""
    last: Date | None = None
    for one in passages:
        if not one.passage.paragraphs:
            continue
        if opening := _DAY.match(one.passage.text):
            month, day, year = map(int, opening.groups())
            last = Date(year, month, day)
        if last is not None:
            yield last, one


def _answering(catalogue: Catalogue, case: Case, question: Question) -> list[Document]:
    """The documents of the kind that the question looks into ("according to the letter"), if the
    case has any, else all."""
    documents = catalogue.documents(case)
    source = question.lookup.source
    return [one for one in documents if one.description.kind == source] or documents


def concerns(catalogue: Catalogue, docket: Document, question: Question) -> bool:
    """Whether the docket knows the names in the question: another case's docket answers
    nothing about this one."""
    names = [fold(name) for name in question.names if name[0].isalpha()]
    names = [name for name in names if name not in _NOT_NAMES]
    known = {
        fold(word)
        for one in catalogue.passages_of(docket.id)
        if not one.passage.paragraphs
        for word in words(f"{one.header} {one.passage.text}")
    }
    return sum(name in known for name in names) >= _KNOWN_NAMES * len(names)


def _in_docket(
    catalogue: Catalogue, docket: Document, field: Field, question: Question, folded: str
) -> list[Stored]:
    passages = catalogue.passages_of(docket.id)
    header = [one for one in passages if not one.passage.paragraphs]
    if field.name == "date filed":
        entries = _entries_of(passages, question)
        if question.lookup.kind not in (None, "complaint"):
            return entries
        return [*_labelled(header, field), *entries[:1]]
    if field.name == "trial date":
        # Set, and set again, by entries: the last one holds.
        return _labelled(reversed(passages), field)[:1]
    found = _labelled(header, field)
    if field.name in ("lawyers", "parties"):
        return _of_side(found, folded) if field.name == "parties" else _of_party(found, question)
    return found[:1]


def _labelled(header: Iterable[Stored], field: Field) -> list[Stored]:
    anywhere = field.name in ("lawyers", "case number", "trial date")
    find = field.label.search if anywhere else field.label.match
    return [one for one in header if find(one.passage.text)]


def _of_side(found: Sequence[Stored], folded: str) -> list[Stored]:
    """Those of the side that the question names, or all."""
    for side, names in _SIDES.items():
        others = [one for name, one in _SIDES.items() if name != side]
        if _has(folded, names) and not any(_has(folded, one) for one in others):
            return [one for one in found if _has(fold(one.passage.text), names)]
    return list(found)


def _has(folded: str, names: Iterable[str]) -> bool:
    return any(re.search(rf"\b{name}", folded) for name in names)


def _of_party(found: Sequence[Stored], question: Question) -> list[Stored]:
    """The counsel of the party that the question names, by its name or its side, or all."""
    parties = {one.id: fold(one.passage.text.partition("represented by")[0]) for one in found}
    named = [
        one
        for one in found
        if any(
            re.search(rf"\b{re.escape(fold(name))}\b", parties[one.id]) for name in question.names
        )
    ]
    return _of_side(named or found, fold(question.text))


def _entries_of(passages: Iterable[Stored], question: Question) -> list[Stored]:
    """The docket entries by which a paper of the kind in the question was filed: they open
    with its name, and hold what else the question says of it ("... to compel")."""
    kind = question.lookup.kind or "complaint"
    wanted = {stem(word, "en") for word in words(kind)}
    other = set() if "amended" in kind else {stem("amended", "en")}
    about = [
        meant
        for term in question.terms
        if term not in question.names and fold(term) not in _FILING
        if (meant := _in_english(term, question.language)) and not meant & wanted
    ]
    found = []
    for one in passages:
        text = [stem(word, "en") for word in words(one.passage.text)[2:]]
        opening = set(text[:6])
        if one.passage.paragraphs and wanted <= opening and not other & opening:
            found += [one] * all(meant & set(text) for meant in about)
    return found


def _in_english(term: str, language: str) -> frozenset[str]:
    own = stem(term, language)
    return counterparts(own, language, "en") or frozenset({own} if language == "en" else ())


def _by_court(
    catalogue: Catalogue, documents: Iterable[Document], form: re.Pattern[str], question: Question
) -> list[Excerpt]:
    """Who wrote what the court wrote, in the first sentence that tells, of each document of the
    kind the question names or else of all: signatures, "Before: ...", "delivered the opinion"."""
    kinds = {question.lookup.kind} & _COURTS_OWN or _COURTS_OWN
    names = [fold(name) for name in question.names if name[0].isalpha()]
    found = []
    for document in documents:
        if document.description.kind in kinds:
            passages = catalogue.passages_of(document.id)
            said = {fold(word) for one in passages for word in words(one.passage.text)}
            if sum(name in said for name in names) >= _KNOWN_NAMES * len(names):
                found.append(_telling(passages, form))
    return [one for one in found if one is not None][:MOST]


def _telling(passages: Iterable[Stored], form: re.Pattern[str]) -> Excerpt | None:
    for one in passages:
        text = one.passage.text
        if one.passage.role == "signature" and form.search(text):
            return one, 0, len(text)
        for start, end in sentences(text, one.passage.language):
            if form.search(text[start:end]):
                return one, start, end
    return None


def _in_captions(
    catalogue: Catalogue, documents: Iterable[Document], field: Field, question: Question
) -> list[Stored]:
    """The captions of the parties' papers that state it, those of the kind named in the
    question or else the complaint's first."""
    assert field.caption is not None
    kind = question.lookup.kind or "complaint"
    names = [fold(name) for name in question.names]
    found = []
    for document in sorted(documents, key=lambda one: one.description.kind != kind):
        captions = [
            one for one in catalogue.passages_of(document.id) if one.passage.role == "caption"
        ]
        whole = {fold(word) for one in captions for word in words(one.passage.text)}
        if sum(name in whole for name in names) < _KNOWN_NAMES * len(names):
            continue
        found += [one for one in captions if field.caption.search(one.passage.text)][:1]
    return found[:1]

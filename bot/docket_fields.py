"""What a docket's header, its list of parties and a caption say outright: judge, court, dates.

These are short labelled lines ("Assigned to: ...") that a search by meaning ranks badly and
that need none: a question which asks for one of them is answered from the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.question import Question
from ingest.catalogue import Case, Catalogue, Document, Stored
from ingest.terms import fold, stem, words

MOST = 3
# Share of the names in a question that a docket must know to be the one it asks about.
_KNOWN_NAMES = 0.5


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a docket or a caption states. ``asked`` is searched in the folded
    question; ``label`` in a docket's lines, ``caption`` in captions, both as they stand."""

    name: str
    asked: re.Pattern[str]
    label: re.Pattern[str]
    caption: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """Where the docket or a caption states what was asked; with no ``passages``, the dockets
    in ``silent`` have no such line, so what they mention elsewhere is not it."""

    passages: tuple[Stored, ...]
    silent: frozenset[int]


_SUIT = r"(law ?suit|suit|case|action|matter|proceedings?|complaint|claim|petition|\w+ v\. \w+|in re\b.*)"
_SUIT_FR = r"(affaire|plainte|procedure|action|proces|poursuites?|instance|requete introductive|demande)"

FIELDS = (
    Field(
        "referral",
        re.compile(
            r"\b(whom?|which( magistrate)? judge)\b.*\brefer(red)?\b|\bmagistrate judge\b"
            r"|\b(qui|quel (juge|magistrat))\b.*\brenvoye"
        ),
        re.compile(r"Referred to:"),
    ),
    Field(
        "judge",
        re.compile(
            r"\b(who|which|what|name)\b.* (judge|justice)\b(?!.*\b(sa(id|y)|h[oe]ld|rul|f[io]u?nd|gran|den|"
            r"order|decid|reject|conclu))"
            r"|\bjudge\b.*\b(assigned|presid|in charge|handl|hear(s|ing)\b)|\bwho presides\b"
            r"|\b(qui|quel|quelle|nom)\b.* (juge|magistrate?)\b(?!.*\b(dit|statu|decid|rejet|conclu|accord|"
            r"ordon|estim|rendu))"
            r"|\bjuge\b.*\b(charge|attribu|saisi|preside)"
        ),
        re.compile(r"(Assigned to|Presiding|Judge)\b[^:]{0,20}:"),
    ),
    Field(
        "nature of suit",
        re.compile(
            r"\bnature (of|de)( the| la| l[’'])? ?(suit|case|action|litige|affaire|procedure)\b"
            r"|\bnature du (litige|proces|differend)\b"
        ),
        re.compile(r"Nature of Suit:"),
    ),
    Field(
        "cause",
        re.compile(
            r"\bcause of action\b.*\b(listed|docket|stated|recorded|given|in)\b"
            r"|\bfondement\b.*\b(indique|registre|inscrit|affaire)\b|\bcause\b.*\b(registre|indiquee)\b"
        ),
        re.compile(r"Cause:"),
    ),
    Field(
        "jury",
        re.compile(
            r"\bjury\b.*\b(demand|request|ask)|\b(demand|request|ask)\w*\b.*\bjury\b"
            r"|\bjury\b.*\b(demand|reclam|requis)|\b(demand|reclam|exig)\w*\b.*\bjury\b"
        ),
        re.compile(r"Jury Demand:"),
    ),
    Field(
        "jurisdiction",
        re.compile(
            r"\b(basis|ground|kind|type) (of|for)( the| subject.matter| federal)* jurisdiction\b"
            r"|\bwhat (is the )?jurisdiction\b|\bjurisdiction\b.*\b(docket|listed|based on)\b"
            r"|\b(base|fondement|chef|type) de (la )?competence\b|\bcompetence\b.*\bfondee\b"
        ),
        re.compile(r"Jurisdiction:"),
    ),
    Field(
        "demand",
        re.compile(
            r"\b(dollar )?demand\b.*\bdocket\b|\bdocket\b.*\b(dollar )?demand\b"
            r"|\b(montant|somme)\b.*\bregistre\b"
        ),
        re.compile(r"(Demand|Dollar Demand):"),
    ),
    Field(
        "date terminated",
        re.compile(
            rf"\b(when|what date|which date)\b.*\b{_SUIT}.*\b(terminated|closed|concluded|end(ed)?)\b"
            rf"|\b(quand|quelle date)\b.*\b{_SUIT_FR}\b.*\b(close|cloturee?|terminee?|fermee?|classee?)\b"
        ),
        re.compile(r"Date Terminated:"),
    ),
    Field(
        "date filed",
        re.compile(
            rf"\b(when|what date|which date|what day|which day)\b.*\b{_SUIT}\b.*"
            r"\b(filed|brought|begun|started?|commenced?|lodged|initiated|opened|instituted|submitted)\b"
            r"|\b(when|what date)\b.*\b(sued?|file suit)\b|\b(filing|file) date\b.*"
            rf"\b{_SUIT}\b|\bdate filed\b"
            r"|\b(quand|quelle date|quel jour)\b.*\b"
            rf"{_SUIT_FR}\b.*\b(depos|introdui|intent|engag|form|commenc|enregistr|ouvert)"
            r"|\b(quand|quelle date)\b.*\b(saisi|poursuivi|assigne)"
            rf"|\bdate (de|du) (depot|l[’']introduction)\b"
        ),
        re.compile(r"Date Filed:"),
    ),
    Field(
        "case number",
        re.compile(
            r"\b(docket|case|civil|action) (number|no\b)|\bnumber of (the )?(docket|case|action)\b"
            r"|\bnumero (de|du) (dossier|l[’']affaire|role|registre|la procedure)\b"
        ),
        re.compile(r"DOCKET FOR CASE\b|Docket (No|Number)"),
        re.compile(r"\b(Case|Civil Action|Civ\.|Docket)? ?(No\.|Number|#)\s*:?\s*\d"),
    ),
    Field(
        "court",
        re.compile(
            r"\b(which|what|name of the) (\w+ )?(court|district|tribunal)\b(?!.*\b(sa(id|y)|h[oe]ld|rul|"
            r"f[io]u?nd|gran|den|order|decid|reject|conclu))"
            rf"|\bwhere\b.*\b{_SUIT}\b.*\b(filed|brought|pending|lodged|heard)\b"
            r"|\b(quel|quelle) (tribunal|cour|juridiction)\b(?!.*\b(dit|statu|decid|rejet|conclu|accord|"
            r"ordon|estim|rend))"
            rf"|\bou\b.*\b{_SUIT_FR}\b.*\b(depos|introdui|intent|engag|pendante)"
        ),
        re.compile(r"(?i)\bcourt\b.*DOCKET FOR CASE"),
        re.compile(r"(?i)\b(district|superior|circuit|supreme) court\b|\bcourt of\b"),
    ),
    Field(
        "lawyers",
        re.compile(
            r"\b(who|which|what|name)\b.*\b(lawyers?|attorneys?|counsel|law firms?|represent(s|ed|ing)?)\b"
            r"|\b(qui|quel|quels|quelle|nom|noms)\b.*\b(avocate?s?|cabinets?|conseils?|represent)"
        ),
        re.compile(r"represented by\b"),
    ),
    Field(
        "parties",
        re.compile(
            r"\bwho (is|are|was|were) (the )?(named )?(part(y|ies)|plaintiffs?|defendants?|petitioners?|respondents?)\b"
            r"(?! (who|that)\b)(?!.*\b(contract|agreement)\b)"
            r"|\bwho (is )?(sues|suing) whom\b|\bwho (sued|is suing|brought)\b"
            r"|\bqui (est|sont) (le|la|les) (parties?|demandeurs?|demanderesses?|defendeurs?|defenderesses?"
            r"|plaignante?s?)\b(?!.*\b(contrat|accord)\b)|\bqui poursuit qui\b"
        ),
        re.compile(r"(Plaintiff|Defendant|Petitioner|Respondent|Appellant|Appellee)\b(?!.*:\s*$)"),
        re.compile(r"(?i)\b(plaintiff|petitioner|appellant)s?\b.*\bv(s|\.|s\.)"),
    ),
)
_SIDES = {
    "plaintiff": ("plaintiff", "petitioner", "demandeu", "demanderess", "plaignant"),
    "defendant": ("defendant", "respondent", "defendeu", "defenderess"),
}


def stated(catalogue: Catalogue, case: Case, question: Question) -> Stated | None:
    """The lines that state what the question asks for; None where it asks for no such thing,
    or there is neither a docket nor a caption to hold it."""
    if question.wanted == "ruling":
        return None
    folded = fold(question.text)
    field = next((one for one in FIELDS if one.asked.search(folded)), None)
    if field is None:
        return None
    documents = catalogue.documents(case)
    dockets = [one for one in documents if one.description.kind == "docket"]
    concerned = [one for one in dockets if concerns(catalogue, one, question)]
    found: list[Stored] = []
    for docket in concerned:
        found += _in_docket(catalogue, docket, field, question, folded)
    if not found and field.caption is not None:
        found = _in_captions(catalogue, documents, field, question)
    if not found and not concerned:
        return None
    return Stated(tuple(found[:MOST]), frozenset(one.id for one in concerned))


def concerns(catalogue: Catalogue, docket: Document, question: Question) -> bool:
    """Whether the docket knows the names in the question: another case's docket answers
    nothing about this one."""
    if not question.names:
        return True
    known = {
        fold(word)
        for one in catalogue.passages_of(docket.id)
        if not one.passage.paragraphs
        for word in words(f"{one.header} {one.passage.text}")
    }
    names = [fold(name) for name in question.names]
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
    found = _labelled(header, field)
    if field.name in ("lawyers", "parties"):
        return _of_side(found, folded) if field.name == "parties" else _of_party(found, question)
    return found[:1]


def _labelled(header: Iterable[Stored], field: Field) -> list[Stored]:
    anywhere = field.name in ("lawyers", "court", "case number")
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
        if any(re.search(rf"\b{re.escape(fold(name))}\b", parties[one.id]) for name in question.names)
    ]
    return _of_side(named or found, fold(question.text))


def _entries_of(passages: Iterable[Stored], question: Question) -> list[Stored]:
    """The docket entries by which a document of the kind in the question was filed: they open
    with its name."""
    kind = question.lookup.kind or "complaint"
    wanted = [stem(word, "en") for word in words(kind)]
    found = []
    for one in passages:
        if not one.passage.paragraphs:
            continue
        opening = [stem(word, "en") for word in words(one.passage.text)[2:8]]
        if all(word in opening for word in wanted) and (
            kind != "complaint" or stem("amended", "en") not in opening
        ):
            found.append(one)
    return found


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

"""Whether a sentence states when and where a suit was brought, for cases without a docket or
caption that does.

Many sentences about a suit hold a date or a court; the one that answers tells of the filing, and
of the filing by the plaintiff whom the question names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from bot.question.docket_fields import field_of
from bot.question.expressions import answering
from bot.question.parse import Question
from bot.question.sides import acts, sides_of
from bot.reading.by_side import SentencesBySide, sentences_by_side
from bot.reading.evidence import Candidate
from bot.search.retrieve import Hit
from ingest.text.sentences import sentences
from ingest.text.terms import fold

_SUIT = (
    r"(?:law ?suit|suit|complaint|petition|action|case|plainte|justice|poursuites?|tribunal"
    r"|procedure|proces)"
)
_FILES = (
    r"(?:fil(?:ed|es|ing)|brought|lodg(?:ed|es)|commenced|instituted|initiated|depos\w+"
    r"|intente\w*|introdui\w+|engag\w+|saisi\w*|assign\w+|attaqu\w+|poursui\w+)"
)
_ACTS = (
    re.compile(r"\b(?:sue[ds]|is suing|port(?:e|ait|er) plainte)\b"),
    re.compile(rf"\b{_FILES}\b[^;:.]{{0,50}}\b{_SUIT}\b"),
    re.compile(rf"\b{_SUIT}\b[^;:.]{{0,40}}\b{_FILES}\b"),
)
# "Which court hears disputes under the agreement?" asks for no suit that was brought.
_ASKED = re.compile(
    rf"^(?!.*\b(?:disputes?|agreement|contract|litiges?|accord|contrat)\b)"
    rf".*\b(?:{_SUIT}|{_FILES}|sued?|plainte)\b"
)
# Other papers are filed too.
_OTHER_PAPER = re.compile(
    r"\b(?:amended|modifiee|amendee|rectifiee|motion|answer|opposition|reply|order|notice|requete"
    r"|reponse|ordonnance|lettre|letter)\b"
)
_PASSIVE = re.compile(r"\b(?:is|was|were|been|being|est|sont|ete|fut)(?: \w+)? $")
_BY = re.compile(r"\b(?:by|par)\b([^,;:.]*)")
_COURT = re.compile(r"\b(?:court|tribunal|cour|juridiction)\b")


def filings(
    question: Question, weighed: Sequence[Candidate], plaintiffs: Set[str]
) -> SentencesBySide:
    """The sentences weighed, parted in those that tell when, or before which court, the claimant
    brought the suit and all others, which answer nothing here; none for questions that ask for
    anything else. ``plaintiffs``: see `bot.question.sides.sides_of`."""
    field = field_of(question)
    if field is None or field.name not in ("date filed", "court"):
        return SentencesBySide()
    if question.lookup.kind not in (None, "complaint") or not _ASKED.search(fold(question.text)):
        return SentencesBySide()

    def subjects(text: str) -> list[str]:
        if field.name == "court":
            holds = bool(_COURT.search(fold(text)))
        else:
            holds = bool(answering(text, "date", question.given))
        return _suing(text) if holds else []

    own = sentences_by_side(weighed, sides_of(question, plaintiffs), subjects).own
    return SentencesBySide(own, tuple(candidate for candidate in weighed if candidate not in own))


def plaintiffs_in(question: Question, hits: Sequence[Hit]) -> frozenset[str]:
    """The names in the question, folded, whose bearers sue by what the passages found say: for
    cases without a caption."""
    passages = (hit.stored.passage for hit in hits)
    subjects = [
        subject
        for passage in passages
        for start, end in sentences(passage.text, passage.language)
        for subject in _suing(passage.text[start:end])
    ]
    names = {fold(name) for name in question.names if name[0].isalpha()}
    return frozenset(name for name in names if any(acts(subject, name) for subject in subjects))


def _suing(text: str) -> list[str]:
    """What stands before each verb of filing suit, folded; in the passive, after its "by"."""
    folded = fold(text)
    if _OTHER_PAPER.search(folded):
        return []
    found = (act.search(folded) for act in _ACTS)
    return [_agent(folded, match.start()) for match in found if match]


def _agent(folded: str, verb: int) -> str:
    if not _PASSIVE.search(folded[:verb]):
        return folded[:verb]
    by = _BY.search(folded, verb)
    return by[1] if by else ""

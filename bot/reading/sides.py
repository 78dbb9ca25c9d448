"""Whose act a sentence tells of: of the party that the question makes its subject, or another's.

"How much does Acme claim from Smith?" and the same with the names exchanged share every word with
the same sentences; what tells them apart is who stands before the verb.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from bot.question.parse import Question
from bot.reading.evidence import Candidate
from ingest.text.terms import fold

# The one against whom something is done.
_AGAINST = re.compile(r"\b(?:from|against|to|a|contre)\s+(?:(?:the|la|le)\s+)?$")


@dataclass(frozen=True, slots=True)
class Sides:
    """Folded names in the question: who acts, and against whom; empty where it does not say."""

    claimant: str
    respondent: str
    sues: bool | None
    """Whether the claimant is the plaintiff; None where nothing tells."""


@dataclass(frozen=True, slots=True)
class SentencesBySide:
    """Sentences that state an act of the kind asked about: the claimant's own, and others'."""

    own: tuple[Candidate, ...] = ()
    others: tuple[Candidate, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.own or self.others)


def sides_of(question: Question, plaintiffs: Set[str]) -> Sides:
    """The sides of a question; ``plaintiffs`` are folded words of the names of those who sue, as
    far as the captions of the case or reports of it tell."""
    claimant = respondent = ""
    asked = fold(question.text)
    for name in (fold(name) for name in question.names if name[0].isalpha()):
        before = asked[: asked.find(name)]
        if claimant or _AGAINST.search(before) or _is_acted_on(asked, name):
            respondent = respondent or name
        else:
            claimant = name
    return Sides(claimant, respondent, claimant in plaintiffs if plaintiffs else None)


def _is_acted_on(asked: str, name: str) -> bool:
    """Whether the question has a name for the subject of a passive: "When was Acme sued?"."""
    name = re.escape(name)
    passive = rf"\b(?:was|were|is) {name}\b(?! \w+ing\b)|\b{name} (?:a-t-\w+|a|est) ete\b"
    return bool(re.search(passive, asked))


def acts_in(question: Question, sides: Sides) -> bool:
    """Whether the question makes the claimant the subject of an active verb: "When did Acme
    sue?", not "When was Acme sued?" nor "When was the Acme case filed?"."""
    if not sides.claimant:
        return False
    name = re.escape(sides.claimant)
    active = rf"\b(?:did|has|had) {name}\b|\b{name}(?: \w+\.?)? (?:a|ont|avait|aurait)\b"
    return bool(re.search(active, fold(question.text)))


def sentences_by_side(
    weighed: Sequence[Candidate], sides: Sides, subjects: Callable[[str], Sequence[str]]
) -> SentencesBySide:
    """The sentences that tell of an act, in their order. ``subjects`` gives, for a sentence, what
    stands before each verb that tells of it, folded; nothing where none does."""
    own: list[Candidate] = []
    others: list[Candidate] = []
    for candidate in weighed:
        if before := subjects(candidate.text):
            of_claimant = any(_is_of_claimant(sides, subject, candidate) for subject in before)
            (own if of_claimant else others).append(candidate)
    return SentencesBySide(tuple(own), tuple(others))


def _is_of_claimant(sides: Sides, subject: str, candidate: Candidate) -> bool:
    """Whether an act is the claimant's. ``subject`` is what stands before its verb, folded: it
    names the claimant or, where it names nobody ("It seeks"), the claimant was named last before;
    else it is the plaintiff's, or of whoever acts against the respondent."""
    if not sides.claimant:
        return True
    sentence = fold(candidate.text)
    if _mentions(sentence, sides.claimant):
        return acts(subject, sides.claimant)
    if acts(subject, sides.respondent):
        return False
    earlier = fold(candidate.hit.stored.passage.text[: candidate.start])
    last = max((sides.claimant, sides.respondent), key=lambda name: _last(earlier, name))
    if last == sides.claimant and _mentions(earlier, sides.claimant):
        return True
    if sides.sues is not None:
        return sides.sues
    return _mentions(sentence, sides.respondent)


def _mentions(text: str, name: str) -> bool:
    return _last(text, name) >= 0


def _last(text: str, name: str) -> int:
    found = [match.start() for match in re.finditer(rf"\b{re.escape(name)}\b", text) if name]
    return found[-1] if found else -1


def acts(text: str, name: str) -> bool:
    """Whether a folded text names a party, other than as the one against whom something is
    done."""
    return any(
        name and not _AGAINST.search(text[: found.start()])
        for found in re.finditer(rf"\b{re.escape(name)}\b", text)
    )

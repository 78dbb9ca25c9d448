"""Decides which party acts in a sentence: the one that the question makes its subject, or another.

"How much does Acme claim from Smith?" and the same with the names exchanged share every word with
the same sentences; what tells them apart is who stands before the verb.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.question.sides import Sides, acts
from bot.reading.evidence import Candidate
from ingest.text.terms import fold


@dataclass(frozen=True, slots=True)
class SentencesBySide:
    """Sentences that state an act of the kind asked about: the claimant's own, and others'."""

    own: tuple[Candidate, ...] = ()
    others: tuple[Candidate, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.own or self.others)


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

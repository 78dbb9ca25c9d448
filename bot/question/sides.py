"""The sides of a question: who acts in it, and against whom."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from bot.question.parse import Question
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
    tells = bool(claimant and plaintiffs)
    return Sides(claimant, respondent, claimant in plaintiffs if tells else None)


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

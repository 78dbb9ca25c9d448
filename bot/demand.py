"""How much a party demands: the first thing asked about a lawsuit.

The amount a complaint seeks stands among others (delivered, owed, recovered) that share every
word and name with it; what tells it apart is the verb that governs it, and whose verb it is. So
a question for it is answered by the sentences in which a verb of demanding, with the claimant of
the question for its subject, governs an amount (the demand for the relief sought of Fed. R. Civ.
P. 8(a)(3), and reports of it).
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from bot.evidence import Candidate
from bot.expressions import expressions
from bot.question import Question
from ingest.terms import fold

_SUE = r"(?:su(?:e|es|ed|ing)|poursui(?:t|vent|vre|vait))"
_DEMAND = (
    r"(?:seek(?:s|ing)?|sought|demand(?:s|ed|ing)?|claim(?:s|ed|ing)|ask(?:s|ed|ing)? for"
    r"|pray(?:s|ed|ing)? for|wants?"
    r"|reclam\w+|demand(?:e|ent|ait|aient|er|ant)|exig\w+|veut)"
)
_NOUN = (
    r"(?:law ?suit|suit|damages|claim|action en justice|poursuite|plainte|reclamation"
    r"|dommages(?:[ -]et)?[ -]interets|indemnisation)"
)
# Between a verb and the amount it governs stands no other verb.
_OTHER_VERB = (
    r"(?:had|has|have|was|were|been|pa(?:id|ys?)|ow(?:e|es|ed|ing)|bought|purchased|delivered"
    r"|recover(?:ed|s)|award\w*|granted|but|avait|avaient|ont|aurai(?:t|ent)|ete|paye\w*|livre\w*"
    r"|achete\w*|recupere\w*|accord\w*|mais)"
)
_GAP = rf"(?:(?!\b{_OTHER_VERB}\b)[^;:.])"
_BEFORE = (
    re.compile(rf"\b{_DEMAND}\b{_GAP}{{0,70}}$"),
    re.compile(rf"\b{_SUE}\b{_GAP}{{0,50}}\b(?:for|pour|de)\b{_GAP}{{0,30}}$"),
    re.compile(rf"\bdamages in an? (?:amount|sum)\b{_GAP}{{0,60}}$"),
    re.compile(rf"\b{_NOUN}(?: \w+){{0,2}} (?:of|for|worth|de|d[’']|a hauteur de){_GAP}{{0,25}}$"),
)
_AFTER = (
    re.compile(
        r"^[^;:.]{0,40}\b(?:for which|that|which|que|qu[’'])[^;:,.]{0,40}"
        rf"\b(?:{_DEMAND}|{_SUE})\b"
    ),
    re.compile(rf"^(?: \w+){{0,2}} (?:in |en |de |a titre de )?{_NOUN}\b"),
)
# What was granted or subtracted is not what is demanded.
_GRANTED = re.compile(r"\b(?:award\w*|granted|deduct\w*|accorde\w*|alloue\w*|dedui\w*)\b")

_DEMANDING = re.compile(
    rf"(?<!the )(?<!its )(?<!a )\b(?:{_DEMAND}|{_SUE}|claim|ask|demand|in controversy|en litige"
    r"|law ?suit (?:for|worth)|suit (?:for|worth))\b"
)
_OTHER_SIDE = re.compile(r"\b(?:from|against|to|a|contre)\s+(?:(?:the|la|le)\s+)?$")


@dataclass(frozen=True, slots=True)
class _Sides:
    """Folded names in the question: who demands, and of whom; empty where it does not say."""

    claimant: str
    respondent: str
    sues: bool | None
    """Whether the claimant is the plaintiff; None where no caption tells."""


@dataclass(frozen=True, slots=True)
class Demands:
    """Sentences that state an amount demanded: by the claimant in the question, by another."""

    own: tuple[Candidate, ...] = ()
    others: tuple[Candidate, ...] = ()


def demands(question: Question, weighed: Sequence[Candidate], plaintiffs: Set[str]) -> Demands:
    """Those of the sentences weighed that state a demand, in their order; none for questions
    that ask for anything else. ``plaintiffs`` holds the folded words of the names of those who
    stand first in the captions of the case, as far as it has any."""
    asked = fold(question.text)
    if question.wanted != "amount" or not _DEMANDING.search(asked) or "defend" in asked:
        return Demands()
    sides = _sides(question, plaintiffs)
    own: list[Candidate] = []
    others: list[Candidate] = []
    for one in weighed:
        subjects = [
            subject
            for start, end in expressions(one.text, "amount")
            if (subject := _subject(one.text[:start], one.text[end:])) is not None
        ]
        if subjects:
            of_claimant = any(_is_of(sides, subject, one) for subject in subjects)
            (own if of_claimant else others).append(one)
    return Demands(tuple(own), tuple(others))


def _sides(question: Question, plaintiffs: Set[str]) -> _Sides:
    claimant = respondent = ""
    for name in question.names:
        at = question.text.find(name)
        if not name[0].isalpha() or at < 0:
            continue
        if claimant or _OTHER_SIDE.search(fold(question.text[:at])):
            respondent = respondent or fold(name)
        else:
            claimant = fold(name)
    return _Sides(claimant, respondent, claimant in plaintiffs if plaintiffs else None)


def _subject(before: str, after: str) -> str | None:
    """What stands before the words by which the amount between ``before`` and ``after`` is
    demanded, folded: their subject is in it. None where none demand it."""
    before, after = fold(before), fold(after)
    clause = re.split(r"[;:,.]", before)[-1] + re.split(r"[;:,.]", after)[0]
    if _GRANTED.search(clause):
        return None
    for form in _BEFORE:
        if found := form.search(before):
            return before[: found.start()]
    for form in _AFTER:
        if found := form.search(after):
            return before + after[: found.end()]
    return None


def _is_of(sides: _Sides, subject: str, one: Candidate) -> bool:
    """Whether the claimant demands it: named in the subject or, where that names nobody ("It
    seeks"), named last before; else the plaintiff does, or whoever demands it of the respondent."""
    if not sides.claimant:
        return True
    sentence = fold(one.text)
    if _mentions(sentence, sides.claimant):
        return _acts(subject, sides.claimant)
    if _acts(subject, sides.respondent):
        return False
    earlier = fold(one.hit.stored.passage.text[: one.start])
    last = max((sides.claimant, sides.respondent), key=lambda name: _last(earlier, name))
    if last == sides.claimant and _mentions(earlier, sides.claimant):
        return True
    if sides.sues is not None:
        return sides.sues
    return _mentions(sentence, sides.respondent)


def _mentions(text: str, name: str) -> bool:
    return _last(text, name) >= 0


def _last(text: str, name: str) -> int:
    found = [one.start() for one in re.finditer(rf"\b{re.escape(name)}\b", text) if name]
    return found[-1] if found else -1


def _acts(text: str, name: str) -> bool:
    """Whether a party is named other than as the one against whom something is done."""
    return any(
        name and not _OTHER_SIDE.search(text[: found.start()])
        for found in re.finditer(rf"\b{re.escape(name)}\b", text)
    )

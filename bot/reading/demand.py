"""Whether a sentence states how much a party demands: the first thing asked about a lawsuit.

The amount a complaint seeks stands among others (delivered, owed, recovered) that share every
word and name with it; what tells it apart is the verb that governs it, and whose verb it is. So
a question for it is answered by the sentences in which a verb of demanding, with the claimant of
the question for its subject, governs an amount (the demand for the relief sought of Fed. R. Civ.
P. 8(a)(3), and reports of it).
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from bot.question.expressions import answering, expressions
from bot.question.parse import Question
from bot.question.sides import sides_of
from bot.reading.by_side import SentencesBySide, sentences_by_side
from bot.reading.evidence import Candidate
from bot.search.excerpt import Excerpt
from bot.search.glance import glance
from ingest.store.catalogue import Case, Catalogue
from ingest.text.terms import fold

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
    re.compile(r"\b(?:amount in controversy|montant en litige)\b[^;:,.]{0,40}$"),
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
    r"|\b(?:amount|size|value|montant|hauteur|eleve\w*)\b[^?]{0,12}"
    r"\b(?:claim|demand|law ?suit|suit|plainte|demande|reclamation)\b(?! (?:reduc|dedu))"
)


def relief_in_money(
    catalogue: Catalogue, case: Case, question: Question, plaintiffs: Set[str]
) -> list[Excerpt]:
    """What the newest complaint prays for that has an amount, where the question asks how much is
    demanded, and not by another than the ``plaintiffs``."""
    if not _asks_for_demand(question) or sides_of(question, plaintiffs).sues is False:
        return []
    return [
        line.excerpt
        for line in glance(catalogue, case).lines
        if line.part == "relief"
        and line.excerpt is not None
        and answering(line.excerpt.text, "amount", question.given)
    ]


def demands(
    question: Question, weighed: Sequence[Candidate], plaintiffs: Set[str]
) -> SentencesBySide:
    """The weighed sentences that state a demand, in their order; none for questions that ask for
    anything else. ``plaintiffs``: see `bot.question.sides.sides_of`."""
    if not _asks_for_demand(question):
        return SentencesBySide()
    return sentences_by_side(weighed, sides_of(question, plaintiffs), _subjects)


def _asks_for_demand(question: Question) -> bool:
    asked = fold(question.text)
    return question.wanted == "amount" and bool(_DEMANDING.search(asked)) and "defend" not in asked


def _subjects(text: str) -> list[str]:
    amounts = expressions(text, "amount")
    found = (_subject(text[:start], text[end:]) for start, end in amounts)
    return [subject for subject in found if subject is not None]


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

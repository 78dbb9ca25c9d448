"""The relief in money that a complaint prays for, where a question asks how much is demanded."""

from __future__ import annotations

import re
from collections.abc import Set

from bot.question.expressions import answering
from bot.question.parse import Question
from bot.question.sides import sides_of
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
_DEMANDING = re.compile(
    r"(?<!the )(?<!its )(?<!a )(?<!\bla )(?<!\bsa )(?<!\bune )(?<!\bcette )"
    rf"\b(?:{_DEMAND}|{_SUE}|claim|ask|demand|in controversy|en litige"
    r"|law ?suit (?:for|worth)|suit (?:for|worth))\b"
    r"|\b(?:amount|size|value|montant|hauteur|eleve\w*)\b[^?]{0,12}"
    r"\b(?:claim|demand|law ?suit|suit|plainte|demande|reclamation)\b(?! (?:reduc|dedu))"
)

# What a demand must come to for a court to hear it is not what is demanded.
_THRESHOLD = re.compile(r"\b(?:exceed|threshold|minim|depass|excede|seuil)\w*")

# So does anybody ask for money, outside a lawsuit too: then the question must name the plaintiff.
_OF_ANYBODY = re.compile(r"wants?\b|veut\b|ask|exig")


def relief_in_money(
    catalogue: Catalogue, case: Case, question: Question, plaintiffs: Set[str]
) -> list[Excerpt]:
    """What the newest complaint prays for that has an amount, where the question asks how much is
    demanded, and not by another than the ``plaintiffs``."""
    demanding = _asks_for_demand(question)
    sides = sides_of(question, plaintiffs)
    if (
        not demanding
        or sides.sues is False
        or (not sides.claimant and _OF_ANYBODY.match(demanding))
    ):
        return []
    return [
        line.excerpt
        for line in glance(catalogue, case).lines
        if line.part == "relief"
        and line.excerpt is not None
        and answering(line.excerpt.text, "amount", question.given)
    ]


def _asks_for_demand(question: Question) -> str:
    """The folded words by which the question asks how much is demanded; empty for others."""
    asked = fold(question.text)
    demanding = _DEMANDING.search(asked)
    if question.wanted != "amount" or demanding is None:
        return ""
    return "" if _THRESHOLD.search(asked) or "defend" in asked else demanding[0]

"""Who acts in a sentence and who is acted upon, decided by the words before a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from ingest.text.terms import fold

Role = Literal["acts", "undergoes", "either"]
"""A name "acts" at the beginning of a clause or after by/par; it "undergoes" after a verb or
another preposition; "either" where its place does not tell: between two, according to, whose."""

# Words that may stand between a verb or a preposition and the name.
_TITLES = (
    r"(?:(?:the|a|an|le|la|les|un|une|plaintiff|defendant|company|plaignante?|societe|entreprise"
    r"|demandeur|demanderesse|defendeur|defenderesse|groupe|group|reseau social)\s+)*"
)
_BY = re.compile(rf"\b(?:by|par)\s+{_TITLES}$")
_NEITHER = re.compile(
    rf"(?:\b(?:between|entre|according to|selon|pour|of|de|du|des|d[’']apres|in re|v\.|than|que)"
    rf"|\b(?:d)['’])\s*{_TITLES}$"
)
_UNDER = re.compile(
    rf"\b(?:for|to|from|against|with|on|upon|at|in|into|onto|contre|a|au|aux|avec|envers|chez"
    rf"|aupres d[e’']|on behalf of|pour le compte d[e’'])\s*{_TITLES}$"
)
_BEGINS = re.compile(
    rf"(?:^|[.,;:(—–]\s*|\b(?:that|when|because|after|before|whether|if|once|where|which|as|since"
    rf"|while|although|but|how|until|quand|lorsque|car|apres|avant que|si|dont|ou|comme"
    rf"|puisque|mais)\s+"
    rf"|\bqu['’]|\bque\s+)\s*[\"“«]?\s*{_TITLES}$"
)
_JOINED = re.compile(rf"([\w’'.-]+),?\s+(?:and|et|or|ou)\s+{_TITLES}$")
_SUFFIX = re.compile(r"\s*(?:corporation|corp\.?|inc\.?|,)*\s*")


def roles(text: str, names: Sequence[str]) -> dict[str, set[Role]]:
    """The roles of each name in a sentence, by folded name; names that do not stand there are
    left out."""
    folded = fold(text)
    found: dict[str, set[Role]] = {}
    for name in (fold(written) for written in names):
        places = list(re.finditer(rf"(?<![\w]){re.escape(name)}(?![\w])", folded))
        if places:
            found[name] = {_role(folded, place.start(), place.end()) for place in places}
    for name in list(found):
        for place in re.finditer(rf"(?<![\w]){re.escape(name)}(?![\w])", folded):
            joined = _JOINED.search(folded[: place.start()])
            partner = joined[1].rstrip(".,") if joined else ""
            if partner in found and partner != name:
                # What is joined by "and" acts together.
                found[name] |= found[partner]
    return found


_SIDE = re.compile(
    r"\W*(?:corporation|corp|inc)?[\s.,(]*(?:is |was |est |etait )?(?:the |le |la )?"
    r"(?:(?P<plaintiff>plaintiff|claimant|demande\w+|plaignante?)|(?P<defendant>defend\w+))\b"
)


def sides(text: str, names: Sequence[str]) -> dict[str, str]:
    """Which side of the suit each name is said to be on: "Acme, the plaintiff"."""
    folded = fold(text)
    found: dict[str, str] = {}
    for name in (fold(written) for written in names):
        for place in re.finditer(rf"(?<![\w]){re.escape(name)}(?![\w])", folded):
            if said := _SIDE.match(folded[place.end() :]):
                found[name] = "plaintiff" if said["plaintiff"] else "defendant"
    return found


def _role(folded: str, start: int, end: int) -> Role:
    before, after = folded[:start], folded[end:]
    if re.match(r"['’]s?\b", after) or re.match(rf"{_SUFFIX.pattern}['’]s", after):
        return "either"
    if _BY.search(before):
        return "acts"
    if _UNDER.search(before):
        return "undergoes"
    if re.search(rf"\b(?:pour|for)\s+{_TITLES}$", before):
        return "undergoes"
    if _BEGINS.search(before):
        return "acts"
    if _NEITHER.search(before):
        return "either"
    if _JOINED.search(before):
        return "either"
    return "undergoes"

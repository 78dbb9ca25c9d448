"""Who acts in a sentence and who is acted upon, decided by the words before a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.text.terms import fold, stem

Role = Literal["acts", "undergoes", "either"]
"""A name "acts" at the beginning of a clause or after by/par; it "undergoes" after a verb or
another preposition; "either" where its place does not tell: between two, according to, whose."""

# Words that may stand between a verb or a preposition and the name.
_TITLES = (
    r"(?:(?:the|a|an|le|la|les|un|une|plaintiff|defendant|compan(?:y|ies)|firme?s?|plaignante?"
    r"|societes?|entreprises?|demandeur|demanderesse|defendeur|defenderesse|groupes?|groups?"
    r"|reseau social|(?:dr|mr|mrs|ms|mme|m)\.?)\s+)*"
)
# "The city of" Paris is Paris.
_BODY = re.compile(
    r"(?:commune|ville|departement|region|universite|city|town|county|university|state)"
    r"\s+(?:de\s+|of\s+|d[’'])$"
)
# « Pour X, … » at the beginning of a clause is "according to X".
_FOR_HIM = re.compile(rf"(?:^|[.,;:]\s*)pour\s+{_TITLES}(?:[\w’'.-]+\s+){{0,2}}$")
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
# "Her psychologist, Wanda McEntyre, …"
_APPOSED = re.compile(rf"\w,\s*{_TITLES}(?:[\w’'.-]+\s+){{0,2}}$")
_APART = re.compile(r"\s*(?:[\w’'-]+\s*){0,2}(?:[,;.]|$)")
_JOINED = re.compile(rf"([\w’'.-]+),?\s+(?:and|et|or|ou)\s+{_TITLES}$")
_SUFFIX = re.compile(r"\s*(?:corporation|corp\.?|inc\.?|,)*\s*")
# "Acme was hired", « Acme a été condamnée »: what begins the clause undergoes it.
_PASSIVE = re.compile(
    r"\s*(?:(?:corporation|corp\.?|inc\.?)\s+)?"
    r"(?:(?:(?:has|have|had|may|must|shall|will|can) )?(?:(?:not|never|also|then|later) )?"
    r"(?:be|been|was|were|is|are) (?:(?:not|never|only|also|then|first|later) )?"
    r"(?:\w{2,}ed|\w{2,}en|sold|paid|sent|made|held|told|found|bound|sought|bought|brought)"
    r"|(?:ne |n['’])?(?:(?:a|ont|avait|avaient|aurait|auraient|ayant) (?:pas )?ete|fut|furent"
    r"|sera|seront) (?:(?:pas|aussi|ensuite) )?\w{2,}(?:e|ee|is|ise|it|ite|u|ue|ert|erte)s?)\b"
)


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
            for other in list(found):
                # What is joined by "and" acts together.
                if partner and other != name and partner == other.split()[-1]:
                    found[name] |= found[other]
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
    before, after = _BODY.sub("", folded[:start]), folded[end:]
    if re.match(r"['’]s?\b", after) or re.match(rf"{_SUFFIX.pattern}['’]s", after):
        return "either"
    if _BY.search(before):
        return "acts"
    if _UNDER.search(before):
        return "undergoes"
    if _FOR_HIM.search(before) or (_APPOSED.search(before) and _APART.match(after)):
        return "either"
    if re.search(rf"\b(?:pour|for)\s+{_TITLES}$", before):
        return "undergoes"
    if _BEGINS.search(before):
        return "undergoes" if _PASSIVE.match(after) else "acts"
    if _NEITHER.search(before):
        return "either"
    if _JOINED.search(before):
        return "either"
    return "undergoes"


@dataclass(frozen=True, slots=True)
class Bond:
    """A name with the word it belongs to: "Acme sold" and "sold by Acme" (does), "Acme was sold"
    (undergoes), "the claims of Acme" and "Acme's claims" (has)."""

    kind: Literal["does", "undergoes", "has"]
    stem: str
    name: str


_AUXILIARIES = frozenset(
    """has had have having did does do will would shall should can could may might must also then
    already never not only later first ever yet to a ont avait avaient aurait auraient peut doit va
    n ne pas jamais y lui leur se s en""".split()
)
_BEING = frozenset("is are was were be been being est sont etait etaient ete fut".split())


def bonds(text: str, names: Sequence[str], language: str) -> set[Bond]:
    """What each name of a sentence does, undergoes and has, where its place tells."""
    folded = fold(text)
    found: set[Bond] = set()
    for name in (fold(written) for written in names):
        for place in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", folded):
            before, after = folded[: place.start()], folded[place.end() :]
            if own := re.match(r"['’]s?\s+(\w+)", after):
                found.add(Bond("has", stem(own[1], language), name))
            elif by := re.search(rf"(\w+)\s+(?:by|par)\s+{_TITLES}$", before):
                found.add(Bond("does", stem(by[1], language), name))
            elif of := re.search(rf"(\w+)\s+(?:of|de|d['’])\s*{_TITLES}$", before):
                found.add(Bond("has", stem(of[1], language), name))
            elif _BEGINS.search(before) and (verb := _verb(after)):
                kind, word = verb
                found.add(Bond(kind, stem(word, language), name))
    return found


def _verb(after: str) -> tuple[Literal["does", "undergoes"], str] | None:
    """The verb that follows a name, and whether the name does it or undergoes it."""
    passive = False
    for word in re.findall(r"[^\W_]+|[.,;:(]", after)[:8]:
        if not word[0].isalnum():
            return None
        if word in _BEING:
            passive = True
        elif word not in _AUXILIARIES:
            is_participle = bool(re.search(r"(?:ed|en|ught|old|id|ee?s?|is|it|us?)$", word))
            return ("undergoes" if passive and is_participle else "does"), word
    return None

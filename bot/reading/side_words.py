"""Sentences that name a side of the suit ("Plaintiff") where a statement names the party itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.text.terms import fold

# By side, in English and French; plaintiffs first, as in a caption.
_WORDS = tuple(
    re.compile(rf"\b(?:(?:the|le|la|les)\s+)?(?:{words})\b|\bl['’](?:{words})\b", re.IGNORECASE)
    for words in (
        r"plaintiffs?|claimants?|petitioners?|demandeurs?|demanderesses?|plaignante?s?",
        r"defendants?|respondents?|d[ée]fendeurs?|d[ée]fenderesses?",
    )
)


def with_names(text: str, parties: Sequence[str], names: Sequence[str]) -> str:
    """A source's text with those of the statement's ``names`` that its caption has, where it only
    names their side. ``parties`` are the two of the caption, plaintiffs first; a caption with fewer
    or more does not tell the sides."""
    if len(parties) != len(_WORDS):
        return text
    held = _words(text)
    for words, party in zip(_WORDS, parties, strict=True):
        known = _words(party)
        own = [name for name in names if _words(name) and _words(name) <= known]
        if own and not any(_words(name) & held for name in own):
            named = " ".join(dict.fromkeys(own))
            text = words.sub(lambda _, named=named: named, text)  # type: ignore[misc]
    return text


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", fold(text)))

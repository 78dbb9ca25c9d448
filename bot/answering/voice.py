"""Whose word a quote is: the document's, or another's whom the document quotes."""

from __future__ import annotations

import re

from bot.answer import Citation
from bot.reading.recounted import recounts
from ingest.describe.kinds import COURTS_OWN, voice_of
from ingest.document import Passage

QUOTES = "quotes"
"""The voice of words that are not the document's own: "The order quotes: …"."""

RECOUNTS = "recounts"
"""The voice of what a court says that a party says: "The judgment recounts: …"."""

# "The contract provides" and "the transcript records" are as true of what they quote, and
# clauses and testimony are set in from both margins without being quotations.
_NEUTRAL = frozenset({"provides", "records", "says"})
_CLOSED_BY = {"“": "”", "«": "»"}
# What may stand around a quotation in its sentence: the paragraph's number, the source in
# parentheses, a word altered in brackets.
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def voice(citation: Citation, passage: Passage) -> str:
    """The verb for a quote from ``passage``: that of the document's kind; `QUOTES` where
    the quote is a block quote or stands wholly between quotation marks, `RECOUNTS` where a court
    only says what a party says or asks for. In its caption and its signature no paper argues or
    finds anything."""
    if passage.role in ("caption", "signature"):
        return "says"
    own = voice_of(citation.kind)
    if own in _NEUTRAL:
        return own
    another = passage.role == "quote" or _is_quoted(passage.text, citation.start, citation.end)
    if another:
        return QUOTES
    if citation.kind in COURTS_OWN and recounts(passage, citation.start, citation.end):
        return RECOUNTS
    return own


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether all words of text[start:end] stand between quotation marks."""
    inside = _inside(text)
    outside = "".join(" " if inside[at] else text[at] for at in range(start, end))
    quoted = any(inside[at] and text[at].isalpha() for at in range(start, end))
    return quoted and not any(sign.isalpha() for sign in _ASIDE.sub(" ", outside))


def _inside(text: str) -> list[bool]:
    """For each character whether it stands between quotation marks.

    A quotation that is not closed goes on to the end only if it opens the passage: each of
    several quoted paragraphs begins with a mark, the last alone ends with one. One that is
    closed without being opened began in the passage before. Straight marks count in pairs.
    """
    inside = [False] * len(text)
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign in _CLOSED_BY:
            opened.append(at)
        elif sign in _CLOSED_BY.values():
            begun = opened.pop() if opened else 0
            inside[begun : at + 1] = [True] * (at + 1 - begun)
    if opened and not any(map(str.isalpha, text[: opened[0]])):
        inside[opened[0] :] = [True] * (len(text) - opened[0])
    straight = [at for at, sign in enumerate(text) if sign == '"']
    if len(straight) % 2 == 0:
        for begun, ended in zip(straight[::2], straight[1::2], strict=True):
            inside[begun : ended + 1] = [True] * (ended + 1 - begun)
    return inside

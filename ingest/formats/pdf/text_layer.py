"""Whether a text layer is text: judged by its letters, in English or French."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.translation import N_

_COMMON = frozenset(
    """
    a and are as at be by court for from has have in is it not of on or that the this to was
    which with au ce dans de des du elle en est et il la le les par pas pour que qui sur un une
    """.split()
)
_PAIRS = frozenset(
    """
    th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se
    le sa si ar ve ra ld ur ri ro ic ne io me li co ce ma om el la il ll ns ec ta ch ai un qu us
    ac no pr tr ss ie ho di ee
    """.split()
)
"""The commonest pairs of letters in English and French."""
_WORDS = re.compile(r"[^\W\d_]+")
_MEANINGLESS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_FILLERS = re.compile(r"[._…·\-–—=*]{3,}|(?:\. ){3,}|\s+")
_LATIN = re.compile("[a-zà-ÿœæ]")

ENOUGH = 40
"""With fewer characters than this, there is too little to judge a text by."""
COMMON_SHARE = 0.12
"""Prose has this share of common words at least, and is not looked at further."""
PAIR_SHARE = 0.24
"""A text has more of the common pairs than this. Measured: pages of filings and contracts,
tables of authorities and lists of counsel among them, 0.51 and more; names of foreign
companies 0.36, Polish 0.25; English with its letters shifted by one to thirty, up to 0.22."""


def garbled(text: str) -> str:
    """Why a text layer is not text that a person would read; empty where it is, or is too short to
    decide.

    A text layer whose glyphs were shifted keeps the shape of the page and the lengths of the words,
    but not the letters that usually stand together.
    """
    plain = text.lower().split()
    common = len([word for word in plain if word in _COMMON])
    is_prose = len(plain) >= 20 and common >= COMMON_SHARE * len(plain)
    if is_prose and not _MEANINGLESS.search(text):
        return ""
    visible = _FILLERS.sub("", text)
    if len(visible) < ENOUGH:
        return ""
    if len(_MEANINGLESS.findall(visible)) > 0.1 * len(visible):
        return N_("characters without meaning")
    words = _WORDS.findall(text.lower())
    letters = sum([len(word) for word in words])
    digits = sum([letter.isdigit() for letter in visible])
    if letters + digits < 0.6 * len(visible):
        return N_("more signs than letters")
    pairs = [a + b for word in words for a, b in pairwise(word)]
    if letters < ENOUGH or not pairs or len(_LATIN.findall(text.lower())) < 0.5 * letters:
        return ""
    known = sum([pair in _PAIRS for pair in pairs])
    return N_("letters that form no words") if known < PAIR_SHARE * len(pairs) else ""

"""Whether a text layer is text: judged by its letters, in English or French."""

from __future__ import annotations

import re

_COMMON = frozenset(
    """
    a about after against all also an and any are as at be because been before between but by
    can case complaint could court defendant did do does for from had has have he her his if in
    into is it its judge law may more motion must no not of on one only or order other our out
    page plaintiff section shall she should so some state such than that the their them then
    there these they this to under up upon was were what when which who will with would you your
    à au aux avec ce ces cette dans de des donc du elle en est et été être il ils je la le les
    leur lui mais ne nous on ont ou où par pas plus pour qu que qui sa sans se ses si son sont
    sur tout un une vous article cour jugement tribunal
    """.split()
)
_WORDS = re.compile(r"[^\W\d_]+")
_MEANINGLESS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_FILLERS = re.compile(r"[._…·\-–—=*]{3,}|(?:\. ){3,}|\s+")
_LATIN = re.compile("[a-zà-ÿœæ]")
_VOWELS = re.compile("[aeiouyàâäéèêëîïôöùûüœæ]")

ENOUGH = 40
"""With fewer characters than this, there is too little to judge a text by."""
COMMON_SHARE = 0.12
"""A page with a greater share of common words is text. Prose has 0.35 to 0.5, tables of
authorities 0.1 to 0.2, text layers of shifted glyphs 0 to 0.05 (by single letters)."""


def garbled(text: str) -> str:
    """Why this is no text a person would read; "" if it is, or is too short to tell.

    Prose in English and French is full of the same hundred words. Lists of names and
    figures are not, but their words still have vowels, in a share of 0.3 to 0.5, and
    more letters and figures than signs. A text layer whose glyphs were shifted keeps the
    shape of the page and loses all of these.
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
        return "characters without meaning"
    words = _WORDS.findall(text.lower())
    common = len([word for word in words if word in _COMMON])
    if len(words) >= 20 and common >= COMMON_SHARE * len(words):
        return ""
    letters = sum([len(word) for word in words])
    digits = sum([letter.isdigit() for letter in visible])
    if letters + digits < 0.6 * len(visible):
        return "more signs than letters"
    lower = text.lower()
    latin = len(_LATIN.findall(lower))
    if letters < ENOUGH or latin < 0.5 * letters:
        return ""
    vowels = len(_VOWELS.findall(lower))
    mixed = sum([_is_mixed(word) for word in _WORDS.findall(text)])
    if not 0.2 * latin <= vowels <= 0.6 * latin or mixed > 0.3 * len(words):
        return "letters that form no words"
    return ""


def _is_mixed(word: str) -> bool:
    """Capitals and small letters mixed, as in "VKLIWHG7H"."""
    return len(word) > 3 and not (word.isupper() or word[1:].islower())

"""Whether a text layer is text: judged by its letters, in English or French."""

from __future__ import annotations

import re

_WORDS = frozenset(
    """a about after against all also an and any are as at be because been before between but by can
    case complaint could court defendant did do does for from had has have he her his if in into is it
    its judge law may more motion must no not of on one only or order other our out page plaintiff
    section shall she should so some state such than that the their them then there these they this
    to under up upon was were what when which who will with would you your
    à au aux avec ce ces cette dans de des donc du elle en est et été être il ils je la le les leur
    lui mais ne nous on ont ou où par pas plus pour qu que qui sa sans se ses si son sont sur tout un
    une vous article cour jugement tribunal""".split()
)
_LETTERS = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüœæ")

ENOUGH = 40
"""With fewer letters than this, there is too little to judge a text by."""


def garbled(text: str) -> str:
    """Why this is no text a person would read ("" if it is, or is too short to tell).

    In prose, English or French, a third to a half of the words are among the hundred
    commonest, and near two letters in five are vowels. A text layer whose glyphs were
    shifted keeps the shapes of words but neither of the two. Lists of names and figures
    have few common words, so both must fail.
    """
    visible = [letter for letter in text if not letter.isspace()]
    letters = [letter for letter in visible if letter.isalpha()]
    if len(visible) < ENOUGH:
        return ""
    odd = sum(1 for letter in visible if ord(letter) < 32 or 0xE000 <= ord(letter) < 0xF900
              or letter == "\ufffd" or 0x7F <= ord(letter) < 0xA0)  # fmt: skip
    if odd > 0.1 * len(visible):
        return "characters without meaning"
    words = [word.lower() for word in _LETTERS.findall(text)]
    known = sum(1 for word in words if word in _WORDS)
    if len(words) >= 20 and known >= 0.12 * len(words):
        return ""
    digits = sum(1 for letter in visible if letter.isdigit())
    if len(letters) < 0.45 * len(visible) and digits < 0.4 * len(visible):
        return "more signs than letters"
    if len(letters) < ENOUGH:
        return ""
    latin = [letter for letter in letters if ord(letter) < 0x250]
    if len(latin) < 0.5 * len(letters):
        return ""
    vowels = sum(1 for letter in latin if letter.lower() in _VOWELS) / len(latin)
    if not 0.22 <= vowels <= 0.58:
        return "letters that form no words"
    inner = sum(1 for word in _LETTERS.findall(text) if _mixed(word))
    if words and inner > 0.3 * len(words):
        return "letters that form no words"
    return ""


def _mixed(word: str) -> bool:
    """Capitals within a word, as in "VKLIWHG7H[W"."""
    return len(word) > 3 and not (word.isupper() or word[1:].islower())

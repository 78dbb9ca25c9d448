"""Words as the full-text index knows them: folded, stemmed, numbers in one form.

The index and the questions pass through the same functions, so that "réclamées",
"reclame" and "RÉCLAMER" meet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from Stemmer import Stemmer

STEMMED = {"en": "english", "fr": "french"}

_GROUPED = re.compile(r"(?<=\d)[,.\u00a0\u202f '\u2019](?=\d{3}(?!\d))")
_RAISED = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+")
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+(?:\d+)?", re.UNICODE)


def fold(text: str) -> str:
    """Lower case without accents and ligatures; the length may change."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(char for char in spread if not unicodedata.combining(char))


def plain(text: str) -> str:
    """Small letters without accents, as many as there were characters."""
    return "".join(map(_plain_letter, text))


def _plain_letter(letter: str) -> str:
    # Only the first character: "İ" has two in small letters.
    return " " if letter.isspace() else unicodedata.normalize("NFD", letter)[0].lower()[0]


def words(text: str) -> list[str]:
    """Words and numbers in order, unfolded; "7,000,000" and « 7 000 000 » are 7000000. A raised
    digit, which is a note's mark, is no part of a word: "fee²" is "fee"."""
    return _WORD.findall(_GROUPED.sub("", _RAISED.sub(" ", text)))


def stems(text: str, language: str) -> list[str]:
    """Folded and stemmed words of a text in ``language``; other languages are only folded."""
    return [stem(word, language) for word in words(text)]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """One word, folded, then stemmed (Snowball) where the language has a stemmer."""
    folded = fold(word)
    algorithm = STEMMED.get(language)
    if algorithm is None or folded[:1].isdigit():
        return folded
    stemmed: str = _stemmer(algorithm).stemWord(folded)
    # Without its accent "déposée" keeps an e that "déposé" loses.
    return stemmed.rstrip("e") or stemmed if language == "fr" else stemmed


@lru_cache
def _stemmer(algorithm: str) -> Stemmer:
    return Stemmer(algorithm)

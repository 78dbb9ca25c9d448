"""What raised characters are: the mark of a note, an exponent, or the end of a word.

A mark is no part of what a sentence says: "$500" with a raised 2 is not $5002. An exponent
is, and keeps its meaning as a raised character of Unicode: 10⁶. Letters ("1er", "2nd") are
read where they stand.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"[\[(]?(?:\d{1,3}|\*{1,4}|[†‡§¶]{1,2})(?:\s?[,;–-]\s?\d{1,3})*[\])]?")
_EXPONENT = re.compile(r"[-−–+]?\d{1,2}")
_TAKES_EXPONENT = re.compile(
    r"(?:(?<![^\s(×x·*=])10"
    r"|\d[\s\xa0\u202f]?(?:[kcdmµ]?m|ft|in|yd|mi|s)"
    r"|/[\s\xa0]?(?:[kcdmµ]?m|ft|in|s)"
    r"|(?<![\w'’.])[b-hj-z]"
    r"|(?:sq|cu)\.? ?\w{1,2})$"
)
_CENTS = re.compile(r"[$€£]\s?\d{1,3}(?:,?\d{3})*$")
_RAISED = str.maketrans("0123456789+-−–()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾")
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(RAISED_DIGITS, "0123456789")


def is_mark(text: str) -> bool:
    """Whether text has the form of a note's mark: a number, asterisks, daggers.

    >>> [is_mark(text) for text in ("12", "*", "[3]", "1, 2", "er", "")]
    [True, True, True, True, False, False]
    """
    return bool(_MARK.fullmatch(text.strip()))


def read_raised(before: str, raised: str) -> str | None:
    """What raised type says after ``before``, the end of the text on its line; None for the
    mark of a note.

    >>> read_raised("a fee of $500", "2") is None
    True
    >>> read_raised("more than 10", "6"), read_raised("1 200 m", "2"), read_raised("le 1", "er")
    ('⁶', '²', 'er')
    >>> read_raised("for $19", "99")
    '⁹⁹'
    """
    plain = raised.strip().translate(_PLAIN)
    if _EXPONENT.fullmatch(plain):
        if _TAKES_EXPONENT.search(before) or not plain[0].isdigit():
            return plain.translate(_RAISED)
        if _CENTS.search(before) and re.fullmatch(r"0\d|[1-9][05]|99", plain):
            return plain.translate(_RAISED)
    if is_mark(plain):
        return None
    return raised

"""Whether the amounts, dates, numbers and bounds of a written sentence stand in what it cites.

They are compared by what they are worth, across French and English forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from ingest.text.dates import Date, months_named, with_whole_dates
from ingest.text.measures import Letters, Number, accepts, tokens
from ingest.text.terms import fold

Value = Number | Date
Each = TypeVar("Each")


class Cited(Protocol):
    """A sentence that is cited, and the passage around it."""

    @property
    def text(self) -> str: ...

    @property
    def around(self) -> str: ...

    @property
    def language(self) -> str: ...


def lacks_value(said: str, language: str, cited: Sequence[Cited]) -> bool:
    """Whether a number, amount, date, month or reference of ``said`` does not stand there."""
    if _vague(said) - _union(_vague(source.text) for source in cited):
        return True
    references, rest = _without_references(said)
    passages = [f"{source.text} {source.around}" for source in cited]
    if references - _union(_without_references(passage)[0] for passage in passages):
        return True
    held = [value for source in cited for value in _values_of(source.text, source.language)]
    around = [value for source in cited for value in _values_of(source.around, source.language)]
    dated = {value.month for value in (*held, *around) if isinstance(value, Date)}
    if months_named(said) - _union(map(months_named, passages)) - dated:
        return True
    return any(
        not any(_supports(value, other) for other in held) and not _is_dated(value, held, around)
        for value in _values(with_whole_dates(rest), language)
    )


def _union(sets: Iterable[frozenset[Each]]) -> frozenset[Each]:
    return frozenset().union(*sets)


_VERB = re.compile(r"\bmay\b")
# "Hundreds of students": no number, but not to be exchanged for another such word.
_HOW_MANY = {"hundred": "centaine", "thousand": "millier", "dozen": "douzaine", "ten": "dizaine"}
_VAGUE = re.compile(
    rf"(?:(?:\ba|\bseveral|\bmany|\bune|\bplusieurs) )?"
    rf"(?<!\d )\b(?P<word>{'|'.join(f'{en}s|{fr}s?' for en, fr in _HOW_MANY.items())})\b",
    re.IGNORECASE,
)


def _vague(text: str) -> frozenset[str]:
    """The words for about how many in a text, in English."""
    english = {french: word for word, french in _HOW_MANY.items()}
    found = (each["word"].lower().rstrip("s") for each in _VAGUE.finditer(text))
    return frozenset(english.get(word, word) for word in found)


@lru_cache(maxsize=2000)
def _values(text: str, language: str) -> tuple[Value, ...]:
    # Acts have thin spaces in their amounts: « 50 000 $ ».
    text = text.replace("\u2009", "\u202f")
    text = _VAGUE.sub(" ", text)
    if language == "en":
        # In "section 18 may apply" no month is named, which would have its capital.
        text = _VERB.sub("can", text)
    found = tokens(text, language)
    return tuple(value for value in found if not isinstance(value, Letters))


def _values_of(text: str, language: str) -> tuple[Value, ...]:
    return _values(with_whole_dates(_without_references(text)[1]), language)


def _supports(said: Value, held: Value) -> bool:
    if isinstance(said, Number) and isinstance(held, Number) and said.unit != held.unit:
        # "$61" is not "61 servers", nor 5% "5 days"; a bare number may be an amount's.
        return not said.unit and held.unit != "%" and said.value == held.value
    return accepts(said, held)


def _is_dated(said: Value, held: Sequence[Value], around: Sequence[Value]) -> bool:
    """Whether a date's day and month stand in the sentence, and its year in the passage."""
    if not isinstance(said, Date) or said.year is None or said.month is None:
        return False
    dated = Date(None, said.month, said.day)
    bare = any(
        isinstance(value, Date) and value.year is None and dated.accepts(value) for value in held
    )
    return bare and any(accepts(Date(said.year, None, None), value) for value in around)


# "Subsection 12(1)", "paragraph 18.3(1)(a)", « l'alinéa 18.3a) »: no number is worth what it is.
_REFERENCE = re.compile(r"\b\d+(?:\.\d+)*(?:\(\w{1,4}\)|(?<=[\d)])[a-z]{1,2}\))+")


@lru_cache(maxsize=2000)
def _without_references(text: str) -> tuple[frozenset[str], str]:
    """The references to parts of sections in a text, in letters and digits, and the text without
    them."""
    found = frozenset(re.sub(r"[()\s]", "", each[0]).lower() for each in _REFERENCE.finditer(text))
    return found, _REFERENCE.sub(" ", text)


_MORE = re.compile(
    r"\b(?:more than|over|at least|exceed\w*|above|no less than|not less than|greater than"
    r"|upwards of|plus d[e'’]|au moins|depass\w+|superieur\w* a|au[- ]dela d[e'’]|au minimum)"
)
_LESS = re.compile(
    r"\b(?:less than|under|at most|up to|below|no more than|not more than|fewer than|almost|nearly"
    r"|moins d[e'’]|au plus|jusqu[’']?a|inferieur\w* a|au maximum|presque|pres d[e'’])"
)
# Right before the number: "under section 5" and "over the last 5 pages" are no bounds.
_NEAR_NUMBER = re.compile(
    r"\s*(?:(?:the|a|an|about|approximately|some|environ|quelque|us|de|d['’]) ?){0,2}[$€£]?\s?\d"
)


def lacks_bound(said: str, cited: Sequence[Cited]) -> bool:
    """Whether ``said`` puts a bound on a number ("more than") that does not stand there."""
    return bool(_bounds(said) - _union(_bounds(source.text) for source in cited))


def _bounds(text: str) -> frozenset[str]:
    """Which bounds are put on numbers: "more", "less"."""
    folded = fold(_digits(text))
    return frozenset(
        name
        for name, form in (("more", _MORE), ("less", _LESS))
        for found in form.finditer(folded)
        # "No less than" is both a bound from below and the words of one from above.
        if _NEAR_NUMBER.match(folded[found.end() :])
        and not (name == "less" and re.search(r"\b(?:no|not) $", folded[: found.start()]))
    )


def _digits(text: str) -> str:
    return re.sub(
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|sixty|ninety|hundred"
        r"|deux|trois|quatre|cinq|sept|huit|neuf|dix|vingt|trente|quarante|cinquante|soixante|cent)\b",
        "5",
        text,
        flags=re.IGNORECASE,
    )

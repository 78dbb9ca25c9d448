"""Amounts, dates, counts and names as they stand in a sentence, French or English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set

from bot.question.parse import Wanted
from ingest.text.terms import fold, words

Stretch = tuple[int, int]
"""[start, end) in characters."""

_NUMBER = r"\d{1,3}(?:[ ,.'\u00a0\u202f’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_SCALE = (
    r"(?:hundred|thousand|million|billion|trillion|mille|milliers?|milliards?|millions?"
    r"|[mb]n|[MBk])"
)
_CURRENCY = r"(?:US\$|USD|\$US|C\$|CAD|EUR|GBP|[$€£])"
_CURRENCY_WORD = (
    r"(?:U\.?S\.? dollars?|dollars?(?: américains?| US)?|euros?|pounds?|livres?|cents?|centimes?)"
)
_SPELLED = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|thousand|million|billion|un|une|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|"
    r"treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|cents?|mille|millions?|"
    r"milliards?)"
)
_AMOUNT = re.compile(
    rf"{_CURRENCY}\s?(?:{_NUMBER})(?:[\s\u00a0-]?{_SCALE}\b)?"
    rf"|(?:{_NUMBER})(?:[\s\u00a0-]?{_SCALE})?[\s\u00a0]?(?:d[e'’]\s?)?(?:{_CURRENCY_WORD}\b|{_CURRENCY})"
    rf"|\b{_SPELLED}(?:[\s-](?:and |et )?{_SPELLED})*\s(?:d[e'’]\s?)?{_CURRENCY_WORD}\b"
    rf"|(?:{_NUMBER})\s?(?:%|percent\b|per cent\b|pour cent\b)",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre"
    r"|décembre|decembre|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_YEAR = r"(?:1[6-9]|20)\d\d"
_DATE = re.compile(
    rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, ?| ){_YEAR}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|er)? (?:day of )?{_MONTH}(?:,? {_YEAR})?\b"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?! \d)"
    rf"|\b{_MONTH},? (?:of )?{_YEAR}\b"
    rf"|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d\d)\b"
    rf"|\b{_YEAR}\b",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"\b(?:{_NUMBER})(?:[\s\u00a0]{_SCALE}\b)?|\b{_SPELLED}\b", re.IGNORECASE)
# "thirty (30) calendar days", "une période de huit ans".
_DURATION = re.compile(
    rf"\b(?:(?:{_NUMBER})|an?|half an?|{_SPELLED}(?:[\s-](?:and |et )?{_SPELLED})*)"
    rf"(?:\s?\((?:{_NUMBER})\))?[\s\u00a0-](?:(?:calendar|business|court|consecutive|full) )?"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?|années?)\b",
    re.IGNORECASE,
)
# A run of capitalised words, with the little words that stand inside names.
_NAME = re.compile(
    r"\b[A-ZÀ-Ý][\w’'&.-]*(?:[ \u00a0](?:of|de|du|des|la|le|the|and|et|&|[A-ZÀ-Ý][\w’'&.-]*))*"
)
_CLAUSE = 100
_LITTLE_END = re.compile(r"(?:[ \u00a0](?:of|de|du|des|la|le|the|and|et|&))+$|[.,’'-]+$")


def expressions(text: str, wanted: Wanted) -> list[Stretch]:
    """Where ``text`` holds the kind of thing that is wanted; empty for kinds that have no form
    of their own (definition, other)."""
    match wanted:
        case "amount":
            return [found.span() for found in _AMOUNT.finditer(text)]
        case "date":
            return [found.span() for found in _DATE.finditer(text)]
        case "duration":
            return [found.span() for found in _DURATION.finditer(text)]
        case "count":
            return [found.span() for found in _COUNT.finditer(text)]
        case "person" | "place":
            return list(_names(text))
        case _:
            return []


def answering(text: str, wanted: Wanted, given: Set[str]) -> list[Stretch]:
    """The ``expressions`` that say more than the question, whose folded words are ``given``: the
    amount, date or name it gives itself is not the one it asks for."""
    return [
        (start, end)
        for start, end in expressions(text, wanted)
        if not {fold(word) for word in words(text[start:end])} <= given
    ]


def _names(text: str) -> Iterator[Stretch]:
    for found in _NAME.finditer(text):
        name = _LITTLE_END.sub("", found[0])
        starts_sentence = not text[: found.start()].rstrip('"“« ([0123456789.)').strip()
        if starts_sentence and " " not in name:
            continue  # the capital may only be the sentence's
        yield found.start(), found.start() + len(name)


def asked_for(
    text: str, wanted: Wanted, given: Set[str], is_subject: Callable[[str], bool]
) -> list[Stretch]:
    """The stretches to mark. Of several of the wanted kind, those that stand nearest to words
    of the question's subject, or all where there are none: better too many than the wrong one.
    ``given`` are the folded words of the question: names it gives are not what it asks for."""
    found = answering(text, wanted, given)
    anchors = [one.span() for one in re.finditer(r"\w+", text) if is_subject(one[0])]
    if len(found) < 2 or not anchors:
        return found
    distance = {one: min(_distance(text, one, anchor) for anchor in anchors) for one in found}
    nearest = min(distance.values())
    return [stretch for stretch in found if distance[stretch] == nearest]


def _distance(text: str, one: Stretch, other: Stretch) -> int:
    """Characters between two stretches; a comma between them counts as a whole clause."""
    first, second = sorted((one, other))
    between = text[first[1] : second[0]]
    return len(between) + _CLAUSE * len(re.findall(r"[,;:]\s", between))

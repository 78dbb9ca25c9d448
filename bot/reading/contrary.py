"""A statement with its denial taken out, or with one put in: what it must not be mistaken for.

Each word that denies, and each verb that could be denied, makes one contrary. They are compared
with what the statement cites, never shown, so that their grammar need not be perfect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

_MOST = 6
_EN_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|must|shall|should|will|would|does|do"
    r"|did)\b(?!n?['’]t)",
    re.IGNORECASE,
)
_EN_PAST = re.compile(r"(?<=\w )[a-z]{2,}ed\b")
_EN_DENIALS = (
    (re.compile(r"\b(can)(?:not|['’]t)\b|\b(\w+)n['’]t\b", re.IGNORECASE), r"\1\2"),
    (re.compile(r" not\b"), ""),
    (re.compile(r"\b(?:never|no longer) "), ""),
    (re.compile(r"\bno one\b|\bnobody\b"), "somebody"),
    (re.compile(r"\bnothing\b"), "something"),
    (re.compile(r"\bnone\b"), "some"),
    (re.compile(r"\bneither\b(.+?)\bnor\b"), r"both\1and"),
    (re.compile(r"\bwithout\b"), "with"),
    (re.compile(r"\b(?:fail(?:s|ed|ing)?|refus(?:es|ed|ing)|declin(?:es|ed|ing)) to "), ""),
    (re.compile(r"\bno (?=[a-z])"), "a "),
)
_FR_VERB = re.compile(
    r"\b(?:a|ont|avait|avaient|aura|auront|aurait|auraient|est|sont|était|étaient|fut|furent|sera"
    r"|seront|serait|seraient|peut|peuvent|pouvait|pouvaient|pourra|pourrait|doit|doivent|devait"
    r"|devaient|devra|devrait|[a-zéèêçû]{2,}(?:ait|aient|era|eront))\b"
)
_FR_DENIALS = (
    (
        re.compile(
            r"\b(?:ne |n['’])((?:\w+ ){0,2}?\w+(?:-t)?(?:-\w+)?)"
            r" (?:pas|plus|jamais|point|guère|nullement|rien)\b",
            re.IGNORECASE,
        ),
        r"\1",
    ),
    (re.compile(r"\b(?:ne |n['’])(\w+(?: \w+)?) (?:aucun|nul)(e?)\b"), r"\1 un\2"),
    (re.compile(r"\b[Aa]ucun(e?)\b(.{1,60}?)\b(?:ne |n['’])"), r"un\1\2"),
    (re.compile(r"\b(?:ne |n['’])(?=\w+ (?:que |qu['’]|ni\b))", re.IGNORECASE), ""),
    (re.compile(r"\bsans (?:aucune? |jamais )?"), "avec "),
    (re.compile(r"\brefus(?:e|ent|é|ait|aient) de "), "accepte de "),
)


def contraries(text: str, language: str) -> list[str]:
    """Statements that say the contrary of ``text`` in one of its clauses, at most six."""
    found = _french(text) if language == "fr" else _english(text)
    return [other for other in dict.fromkeys(islice(found, _MOST)) if other != text]


def _english(text: str) -> Iterator[str]:
    yield from _without(text, _EN_DENIALS)
    verbs = [verb for verb in _EN_VERB.finditer(text) if text[verb.end() :][:5] != " not "]
    for verb in verbs:
        yield f"{text[: verb.end()]} not{text[verb.end() :]}"
    if not verbs:
        for verb in _EN_PAST.finditer(text):
            yield f"{text[: verb.start()]}did not {verb[0]}{text[verb.end() :]}"


def _french(text: str) -> Iterator[str]:
    yield from _without(text, _FR_DENIALS)
    for verb in _FR_VERB.finditer(text):
        if not re.search(r"(?:\bne|\bn['’])\s*$", text[: verb.start()]):
            ne = "n'" if verb[0][0] in "aeiouéh" else "ne "
            yield f"{text[: verb.start()]}{ne}{verb[0]} pas{text[verb.end() :]}"


def _without(text: str, forms: Sequence[tuple[re.Pattern[str], str]]) -> Iterator[str]:
    for form, instead in forms:
        for found in form.finditer(text):
            yield text[: found.start()] + found.expand(instead) + text[found.end() :]

"""What a sentence holds of the kind that a question asks for, and which of it to mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set

from bot.question.parse import Wanted
from ingest.text.dates import Stretch
from ingest.text.measures import stretches
from ingest.text.terms import fold, words

# A run of capitalised words, with the little words that stand inside names.
_NAME = re.compile(
    r"\b[A-ZÀ-Ý][\w’'&.-]*(?:[ \u00a0](?:of|de|du|des|la|le|the|and|et|&|[A-ZÀ-Ý][\w’'&.-]*))*"
)
_CLAUSE = 100
_LITTLE_END = re.compile(r"(?:[ \u00a0](?:of|de|du|des|la|le|the|and|et|&))+$|[.,’'-]+$")


def expressions(text: str, wanted: Wanted) -> list[Stretch]:
    """The places in ``text`` of the kind of thing that is wanted; empty for kinds that have no form
    of their own (definition, other)."""
    match wanted:
        case "amount" | "count" | "date" | "duration":
            return stretches(text, wanted)
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
    anchors = [word.span() for word in re.finditer(r"\w+", text) if is_subject(word[0])]
    if len(found) < 2 or not anchors:
        return found
    distance = {
        stretch: min(_distance(text, stretch, anchor) for anchor in anchors) for stretch in found
    }
    nearest = min(distance.values())
    return [stretch for stretch in found if distance[stretch] == nearest]


def _distance(text: str, stretch: Stretch, other: Stretch) -> int:
    """Characters between two stretches; a comma between them counts as a whole clause."""
    first, second = sorted((stretch, other))
    between = text[first[1] : second[0]]
    return len(between) + _CLAUSE * len(re.findall(r"[,;:]\s", between))

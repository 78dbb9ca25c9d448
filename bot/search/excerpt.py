"""A stretch of a passage: what is looked up, chosen and quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.store.catalogue import Stored
from ingest.text.sentences import sentences

_SHORTEST = 12
_NUMBERED = re.compile(r"(?:¶\s*)?\d{1,4}\s?[.)]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """``stored.passage.text[start:end]``."""

    stored: Stored
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.stored.passage.text[self.start : self.end]


def whole(passages: Iterable[Stored]) -> tuple[Excerpt, ...]:
    """Passages from their first character to their last."""
    return tuple(Excerpt(stored, 0, len(stored.passage.text)) for stored in passages)


def quotable(stored: Stored) -> Iterable[tuple[int, int]]:
    """[start, end) of the sentences of a passage, without the number a paragraph begins with."""
    passage = stored.passage
    numbered = _NUMBERED.match(passage.text) if passage.paragraphs else None
    for start, end in sentences(passage.text, passage.language, passage.parted):
        if numbered and start < numbered.end() < end:
            start = numbered.end()
        if end - start >= _SHORTEST:
            yield start, end

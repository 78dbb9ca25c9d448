"""A stretch of a passage: what is looked up, chosen and quoted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.store.catalogue import Stored


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

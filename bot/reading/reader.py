"""What reads: of a question and the passages that were found for it, it says what answers.

Two readers keep this form: the default one, in which a cross-encoder weighs sentences
(`bot.reading.default_reader`), and a chat model, which reads after the default one and is held
against it (`bot.reading.model_reader`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answer import ModelUsed
from bot.question.parse import Question
from bot.reading.compose import Composition
from bot.reading.evidence import Candidate
from bot.search.excerpt import Excerpt
from bot.search.retrieve import Hit
from ingest.store.catalogue import Case


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a reader proposes to show of the passages that were found."""

    weighed: tuple[Candidate, ...]
    """The sentences that might answer, likeliest first."""
    chosen: tuple[Excerpt, ...]
    """The sentences to show word for word, best first."""
    near: bool
    """Whether the nearest passages are worth showing beside them, or in their stead."""
    confidence: float
    """That the likeliest sentence answers."""
    composed: Composition | None = None
    """What a chat model chose or wrote; None where none was asked."""
    model: ModelUsed | None = None
    """That model."""


class PassageReader(Protocol):
    """Reads what was found for a question."""

    def read(self, case: Case, question: Question, hits: Sequence[Hit]) -> Proposal:
        """``hits`` are the passages that were found, best first."""
        ...

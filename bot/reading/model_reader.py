"""The reader with a chat model: it reads the passages after the default reader has.

The default reader keeps a say. A model that writes is asked where that reader found something near;
a model that chooses only where that reader would answer, so that choosing never answers what quotes
alone refuse, and its choice is shown unless that reader holds it for unlikely. A model may say that
nothing answers. Where it fails, or nothing of it can be shown, what was chosen without it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.question.parse import Question
from bot.reading.assistant import Assistant
from bot.reading.compose import Composition, compose
from bot.reading.default_reader import DefaultReader
from bot.reading.evidence import Candidate
from bot.reading.instructions import states_nothing
from bot.reading.likeness import compare_for
from bot.reading.reader import Proposal
from bot.search.excerpt import Excerpt
from bot.search.retrieve import Hit
from ingest.store.catalogue import Case

SHARE = 0.7
"""From this share of the floor on, the default reader does not hold a choice for unlikely."""
NEAR = 0.1
"""Where no sentence has this share of the floor, nothing near was found, and a model is not asked
to write. Both were chosen on the choosing half of the natural questions; see BENCHMARKS.md."""


@dataclass(frozen=True, slots=True)
class ModelReader:
    """Reads with a chat model what the default reader found."""

    default: DefaultReader
    assistant: Assistant
    begins: Callable[[], None] = lambda: None
    """Called before the model is asked."""

    def read(self, case: Case, question: Question, hits: Sequence[Hit]) -> Proposal:
        """Read as `PassageReader.read` says."""
        reading = self.default.read(case, question, hits)
        if not self._is_asked(reading):
            return reading
        self.begins()
        before = self.assistant.used.tokens
        composed = self._composed(question, hits, reading)
        used = self.assistant.used
        finds_none = self.assistant.way == "choose" and composed.refused
        return replace(
            reading,
            chosen=() if finds_none else reading.chosen,
            composed=composed,
            model=replace(used, tokens=used.tokens - before),
        )

    def _is_asked(self, reading: Proposal) -> bool:
        if self.assistant.way == "choose":
            return bool(reading.chosen)
        share = self.default.floor.share
        return any(share(candidate) >= NEAR for candidate in _stating(reading))

    def _composed(self, question: Question, hits: Sequence[Hit], reading: Proposal) -> Composition:
        """What the model makes of the passages; no choice that the default reader refuses."""
        composed = compose(
            self.assistant.model,
            self.assistant.way,
            question.text,
            [hit.stored for hit in hits],
            self.default.library.catalogue,
            compare=compare_for(self.default.library),
            hear=self.assistant.hear,
            stopped=self.assistant.stopped,
        )
        place = composed.chosen
        if place is not None:
            excerpt = Excerpt(place.stored, place.start, place.end)
            if self.default.likely(question, hits, _stating(reading), excerpt) < SHARE:
                composed.chosen = None
        return composed


def _stating(reading: Proposal) -> list[Candidate]:
    """The sentences that state something."""
    return [candidate for candidate in reading.weighed if not states_nothing(candidate.text)]

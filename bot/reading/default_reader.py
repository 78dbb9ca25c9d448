"""The reader without a chat model: a cross-encoder weighs sentences, and the likeliest are shown
where they are likely enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.question.parse import Question
from bot.reading.cross_encoder import Reranker
from bot.reading.evidence import Candidate, weigh_sentence
from bot.reading.instructions import states_nothing
from bot.reading.reader import Proposal
from bot.reading.threshold import Floor
from bot.reading.weigh import weigh
from bot.search.excerpt import Excerpt
from bot.search.retrieve import Hit
from ingest.store.catalogue import Case, Stored
from ingest.store.library import Library
from ingest.text.terms import stems

MOST = 3
# A further sentence must come this near to the best one's probability...
_NEARLY = 0.75
# ...and share fewer of its words than this with those chosen: repetition is no support.
_SAME = 0.6


@dataclass
class DefaultReader:
    """Reads with the reranker; ``floor`` decides what is shown as an answer."""

    library: Library
    reranker: Reranker
    floor: Floor

    def read(self, case: Case, question: Question, hits: Sequence[Hit]) -> Proposal:
        """Read as `PassageReader.read` says."""
        read = self.ranked(case, question, hits)
        # A lead at most: what addresses its reader, since a plant is mostly nearest to the
        # question, and what stands beside a box that is not ticked.
        weighed = [candidate for candidate in read if not states_nothing(candidate.text)]
        chosen = choose(weighed, self.floor)
        return Proposal(
            weighed=tuple(read),
            chosen=chosen,
            near=bool(chosen) or self.floor.leads_to(read),
            confidence=self.floor.confidence(weighed),
        )

    def ranked(self, case: Case, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
        """The sentences that might answer, the likeliest first; below them those that state
        nothing."""
        return sorted(
            self.weigh(case, question, hits),
            key=lambda candidate: (
                states_nothing(candidate.text),
                -self.floor.log_odds(candidate),
            ),
        )

    def weigh(self, case: Case, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
        """The sentences with their signs, in no order."""
        return weigh(self.library, self.reranker, case, question, hits)

    def likely(
        self,
        question: Question,
        hits: Sequence[Hit],
        weighed: Sequence[Candidate],
        excerpt: Excerpt,
    ) -> float:
        """How likely a stretch of a found passage is to answer, as a share of the floor."""
        stored, start, end = excerpt.stored, excerpt.start, excerpt.end
        own = [candidate for candidate in weighed if candidate.hit.stored.id == stored.id]
        overlapping = [
            candidate for candidate in own if candidate.start < end and start < candidate.end
        ]
        if not overlapping:
            hit = _hit_of(stored, hits)
            overlapping = [weigh_sentence(self.library, self.reranker, question, hit, start, end)]
        return max(map(self.floor.share, overlapping))


def _hit_of(stored: Stored, hits: Sequence[Hit]) -> Hit:
    return next(hit for hit in hits if hit.stored.id == stored.id)


def choose(weighed: Sequence[Candidate], floor: Floor) -> tuple[Excerpt, ...]:
    """The sentences to show, best first: the likeliest and those that come near to it; none where
    the likeliest is not likely enough."""
    if not floor.answers(weighed):
        return ()
    ranked = sorted(weighed, key=lambda candidate: -floor.log_odds(candidate))
    least = _NEARLY * floor.probability(ranked[0])
    chosen: list[Candidate] = []
    for candidate in ranked:
        if len(chosen) == MOST or floor.probability(candidate) < least:
            break
        if chosen and candidate.signs.untyped and not chosen[0].signs.untyped:
            continue  # the amount, date or name that is asked for stands above, and not in it
        if chosen and chosen[0].signs.pointed and not candidate.signs.pointed:
            continue  # the line that states what is asked stands above, and this is another
        if all(_different(candidate, other) for other in chosen):
            chosen.append(candidate)
    return tuple(candidate.excerpt for candidate in chosen)


def _different(candidate: Candidate, other: Candidate) -> bool:
    ours, theirs = (
        set(stems(each.text, each.hit.stored.passage.language)) for each in (candidate, other)
    )
    return len(ours & theirs) < _SAME * min(len(ours), len(theirs))

"""Ask a case: the whole way from a question to an answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.answer import Answer, Citation, Searched
from bot.answering.choose import choose, quote, quote_excerpts
from bot.answering.cite import Excerpt, pictures, whole
from bot.answering.later_versions import Standing, standing
from bot.answering.with_model import NEAR, Assistant, read_with
from bot.question.docket_fields import field_of
from bot.question.follow_ups import resolve
from bot.question.parse import Question, understand
from bot.reading.cross_encoder import Reranker, rerank_hits
from bot.reading.demand import demands
from bot.reading.evidence import Candidate, candidates, weigh
from bot.reading.filing import filings, plaintiffs_in
from bot.reading.rewrite import rewritten
from bot.reading.sides import Told
from bot.reading.threshold import Floor, calibrated
from bot.search.introductions import introductions, name_asked
from bot.search.lookup import documents_searched, look_up
from bot.search.retrieve import Hit, retrieve
from bot.search.stated import stated
from ingest.store.catalogue import Case, Catalogue, Stored
from ingest.store.library import Library
from ingest.sync.outdated import outdated
from ingest.text.terms import fold, words

Say = Callable[[str], None]

# More than are reranked: where an amount or a date is wanted, many are passed over.
_HITS = 40


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer with what it was chosen from, so that an evaluation can tell where it was lost."""

    answer: Answer
    found: tuple[Stored, ...]
    """Passages, best first: the hits of the search, or what stands at the place named."""
    weighed: tuple[Candidate, ...]
    """Sentences, likeliest first; none for a place that was fetched."""


class Bot:
    """Answers questions on the cases of one library."""

    def __init__(
        self, library: Library, floor: Floor | None = None, reranker: Reranker | None = None
    ) -> None:
        """``floor`` decides what is shown as an answer; by default the calibrated one."""
        self.library = library
        self._floor = floor or calibrated()
        self._reranker = reranker or Reranker(library.settings, embedder=library.embedder)

    def cases(self) -> list[Case]:
        """The cases there are, by name."""
        return self.library.catalogue.cases()

    @property
    def notice(self) -> str | None:
        """What the user should know, with the command that mends it: that answers are chosen
        without the reranker, or that an older Pincite read some documents. None when all is as
        it should be."""
        why = self._reranker.unusable
        told = [
            f"{why} Passages and sentences are chosen without it, and less well." if why else "",
            outdated(self.library.catalogue, self.library.embedder.identity),
        ]
        return " ".join(filter(None, told)) or None

    def ask(
        self,
        text: str,
        case_name: str,
        say: Say = lambda message: None,
        earlier: Sequence[str] = (),
        assistant: Assistant | None = None,
    ) -> Answer:
        """Answer a question, or say that the documents do not; ``say`` is told what happens.
        ``earlier`` are the questions of the conversation so far, oldest first; ``assistant`` is
        the chat model that reads what was found, if any.

        Raises NoSuchCase, LibraryMismatch, ModelMissing, LibraryDamaged.
        """
        asked = resolve(text, earlier)
        if assistant is not None and earlier:
            asked = rewritten(assistant.model, text, earlier, asked, assistant.stopped)
        answer = self.trace(asked, case_name, say, assistant).answer
        return answer if asked == text else replace(answer, question=text, understood=asked)

    def trace(
        self,
        text: str,
        case_name: str,
        say: Say = lambda message: None,
        assistant: Assistant | None = None,
    ) -> Trace:
        """As ``ask`` outside a conversation, with the passages and sentences that the answer was
        chosen from."""
        clock = _Clock()
        case = self.library.catalogue.case(case_name)
        question = understand(text)
        searched = self._searched(case)
        excerpts = self._fetched(case, question)
        if excerpts is None:
            say(f"searching {searched.passages} passages")
            hits = self._found(case, question)
            clock.lap("retrieve")
            say("weighing sentences")
            weighed = self._weighed(question, hits)
            acts = self._acts(case, question, weighed, hits)
            quotes = quote(
                self.library.catalogue, question, choose(weighed, self._floor, acts), hits
            )
            found = tuple(hit.stored for hit in hits)
            confidence = self._floor.probability(weighed[0]) if weighed else 0.0
        else:
            clock.lap("retrieve")
            weighed = []
            # "Who is Acme?" is answered by no name that could be marked.
            named = name_asked(question) is not None
            marking = replace(question, wanted="other") if named else question
            quotes = quote_excerpts(self.library.catalogue, marking, excerpts)
            found = tuple(one for one, _, _ in excerpts)
            confidence = float(bool(excerpts))
        clock.lap("answer")
        answer = Answer(
            question=question.text,
            case=case.name,
            status="answered" if quotes.statements else "not_found",
            statements=quotes.statements,
            citations=quotes.citations,
            searched=searched,
            also=quotes.also,
            seconds=clock.seconds,
            confidence=confidence,
        )
        if assistant is not None and any(self._floor.share(one) >= NEAR for one in weighed):
            say(f"{assistant.model.name} is reading")
            likely = partial(self._likely, question, hits, weighed)
            answer = read_with(assistant, self.library.catalogue, answer, found, likely)
        return Trace(answer, found, tuple(weighed))

    def _fetched(self, case: Case, question: Question) -> list[Excerpt] | None:
        """What the question names by its place, what the docket, a caption or the court states,
        or who somebody is; None for what must be searched."""
        found = look_up(self.library.catalogue, case, question)
        if found is not None:
            return whole(found)
        told = stated(self.library.catalogue, case, question)
        if told is not None:
            return list(told.excerpts) or None
        return introductions(self.library.catalogue, case, question)

    def _found(self, case: Case, question: Question) -> list[Hit]:
        catalogue = self.library.catalogue
        within = partial(documents_searched, catalogue, case, question)
        hits = retrieve(self.library, case, question, _HITS, within=within)
        return rerank_hits(self._reranker, question.text, hits)

    def _weighed(self, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
        field = field_of(question)
        mention = field.mention if field is not None else None
        weighed = candidates(self.library, self._reranker, question, hits, mention)
        return sorted(weighed, key=lambda one: -self._floor.probability(one))

    def _acts(
        self, case: Case, question: Question, weighed: Sequence[Candidate], hits: Sequence[Hit]
    ) -> Told:
        plaintiffs = _plaintiffs(self.library.catalogue, case) or plaintiffs_in(question, hits)
        return demands(question, weighed, plaintiffs) or filings(question, weighed, plaintiffs)

    def _likely(
        self,
        question: Question,
        hits: Sequence[Hit],
        weighed: Sequence[Candidate],
        stored: Stored,
        start: int,
        end: int,
    ) -> float:
        """How likely a stretch of a found passage is to answer, as a share of the floor."""
        own = [one for one in weighed if one.hit.stored.id == stored.id]
        overlapping = [one for one in own if one.start < end and start < one.end]
        if not overlapping:
            hit = next(one for one in hits if one.stored.id == stored.id)
            overlapping = [weigh(self.library, self._reranker, question, hit, start, end)]
        return max(self._floor.share(one) for one in overlapping)

    def neighbours(self, citation: Citation, reach: int = 1) -> list[Stored]:
        """The cited passage between those before and after it, in order."""
        return self.library.catalogue.neighbours(citation.passage_id, reach)

    def pictures(self, citation: Citation, scale: float = 1.5) -> list[tuple[int, bytes]]:
        """(page number, PNG) of each page the quote touches, the quote highlighted."""
        return pictures(self.library.catalogue, citation, scale)

    def standing(self, citation: Citation) -> Standing:
        """What became of the cited document, and of the quote in it."""
        return standing(self.library.catalogue, citation)

    def _searched(self, case: Case) -> Searched:
        documents, passages = self.library.catalogue.counts(case)
        return Searched(documents, sum(passages.values()), tuple(sorted(passages)))


def _plaintiffs(catalogue: Catalogue, case: Case) -> frozenset[str]:
    """Folded words of the names that stand first in the captions of a case."""
    captions = (one.description.parties for one in catalogue.documents(case))
    return frozenset(fold(word) for parties in captions for word in words("".join(parties[:1])))


class _Clock:
    """Seconds of each lap since the one before."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = round(now - self._since, 4)
        self._since = now

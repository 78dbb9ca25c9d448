"""Ask a case: the whole way from a question to an answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.answer import Answer, Citation, Searched
from bot.answering.cite import pictures
from bot.answering.later_versions import CitationStatus, status_of
from bot.answering.places import PagedDocument, show, show_citation, unlock
from bot.answering.quote import quote
from bot.answering.with_model import with_model
from bot.question.follow_ups import resolve
from bot.question.overview_asked import asks_for_overview
from bot.question.parse import Question, understand
from bot.question.requests import request_in
from bot.reading.assistant import Assistant
from bot.reading.cross_encoder import Reranker, rerank_hits
from bot.reading.default_reader import DefaultReader
from bot.reading.evidence import Candidate
from bot.reading.model_reader import ModelReader
from bot.reading.reader import PassageReader
from bot.reading.rewrite import rewritten
from bot.reading.threshold import Floor, calibrated
from bot.search.excerpt import Excerpt
from bot.search.introductions import name_asked
from bot.search.lookup import look_up
from bot.search.narrowing import Narrowing, narrowed
from bot.search.retrieve import Hit, retrieve
from bot.search.scope import documents_searched, unchosen
from bot.search.spelling import respelt
from ingest.errors import PinciteError
from ingest.store.catalogue import Case, Stored
from ingest.store.library import Library
from ingest.sync.outdated import outdated
from ingest.tracing import span
from ingest.translation import N_

Say = Callable[[str], None]

# More than are reranked: where an amount or a date is wanted, many are passed over.
_HITS = 40
LONGEST = 2_000
"""Characters of a question: about what the models read of one."""


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer with what it was chosen from, so that an evaluation can tell where it was lost."""

    answer: Answer
    found: tuple[Stored, ...]
    """Passages, best first: the hits of the search, or what was looked up."""
    weighed: tuple[Candidate, ...]
    """Sentences, likeliest first; none where the answer was looked up."""


class Bot:
    """Answers questions on the cases of one library."""

    def __init__(
        self, library: Library, floor: Floor | None = None, reranker: Reranker | None = None
    ) -> None:
        """``floor`` decides what is shown as an answer; by default the calibrated one."""
        self.library = library
        self._reranker = reranker or Reranker(library.settings)
        self._reader = DefaultReader(library, self._reranker, floor or calibrated())

    @property
    def reranker(self) -> Reranker:
        """The cross-encoder that is loaded, for whoever else compares sentences."""
        return self._reranker

    def cases(self) -> list[Case]:
        """The cases there are, by name."""
        return self.library.catalogue.cases()

    def warm_up(self) -> None:
        """Load the models and open the vectors, so that the first question need not wait for
        them. Raises ModelMissing, LibraryDamaged."""
        self.library.embedder.embed_query("")
        self._reranker.scores("", [""])
        self.library.vectors.open()

    @property
    def notice(self) -> str | None:
        """What the user should know, with the command that mends it: that answers are chosen
        without the reranker, or that an older Pincite read some documents. None when all is as
        it should be; each on a line of its own."""
        why = self._reranker.unusable
        warnings = [
            N_(f"{why} Passages and sentences are chosen without it, and less well.")
            if why
            else "",
            outdated(self.library.catalogue, self.library.embedder.identity),
        ]
        return "\n".join(filter(None, warnings)) or None

    def ask(
        self,
        text: str,
        case_name: str,
        say: Say = lambda message: None,
        earlier: Sequence[str] = (),
        assistant: Assistant | None = None,
        only: Narrowing | None = None,
    ) -> Answer:
        """Answer a question, or say that the documents do not; ``say`` is called with each step.
        ``earlier`` are the questions of the conversation so far, oldest first; ``assistant`` is
        the chat model that reads what was found, if any; ``only`` says which documents are looked
        at, by default all.

        Raises NoSuchCase, LibraryMismatch, ModelMissing, LibraryDamaged, and PinciteError where
        ``only`` leaves no document, or the question is longer than `LONGEST`.
        """
        return self.trace(text, case_name, say, earlier, assistant, only).answer

    def trace(
        self,
        text: str,
        case_name: str,
        say: Say = lambda message: None,
        earlier: Sequence[str] = (),
        assistant: Assistant | None = None,
        only: Narrowing | None = None,
    ) -> Trace:
        """Answer as ``ask`` does, with the passages and sentences that the answer came from."""
        with span("ask") as keep, self.library.catalogue.held():
            trace = self._trace_alone(text, case_name, say, earlier, assistant, only)
            keep("statements", len(trace.answer.statements))
            return trace

    def _trace_alone(
        self,
        text: str,
        case_name: str,
        say: Say,
        earlier: Sequence[str],
        assistant: Assistant | None,
        only: Narrowing | None,
    ) -> Trace:
        if len(text) > LONGEST:
            raise PinciteError(
                f"This question has {len(text):,} characters; at most {LONGEST:,} are read.",
                "Ask it in a sentence or two. The Search page finds words as they stand.",
            )
        case = self.library.catalogue.case(case_name)
        within = narrowed(self.library.catalogue, case, only)
        if request_in(text) == "greeting" or not any(sign.isalnum() for sign in text):
            return Trace(_unsupported(within, understand(text), self._searched(within)), (), ())
        asked = self._understood(case, text, earlier, assistant)
        trace = self._trace(asked, within, say, assistant)
        if asked == text:
            return trace
        return replace(trace, answer=replace(trace.answer, question=text, understood=asked))

    def _understood(
        self, case: Case, text: str, earlier: Sequence[str], assistant: Assistant | None
    ) -> str:
        """The question by itself: a follow-up completed, the names of the case spelt right."""
        asked = resolve(text, earlier)
        if assistant is not None and earlier:
            asked = rewritten(assistant.model, text, earlier, asked, assistant.stopped)
        return respelt(self.library.catalogue, case, asked)

    def _trace(self, text: str, case: Case, say: Say, assistant: Assistant | None) -> Trace:
        """The way from a question that stands by itself to its answer."""
        clock = _Clock()
        catalogue = self.library.catalogue
        question = understand(text)
        searched = replace(self._searched(case), unchosen=unchosen(catalogue, case, question))

        if assistant is None and request_in(text) and not asks_for_overview(text):
            return Trace(_unsupported(case, question, searched), (), ())

        looked_up = look_up(catalogue, case, question)
        if looked_up is not None:
            clock.lap("retrieve")
            answer = self._cite(case, question, searched, looked_up.excerpts)
            clock.lap("answer")
            # It has no confidence: none was measured for what is looked up.
            answer = replace(answer, answered_by=looked_up.answered_by, seconds=clock.seconds)
            return Trace(answer, tuple(excerpt.stored for excerpt in looked_up.excerpts), ())

        say(
            N_("searching 1 passage")
            if searched.passages == 1
            else N_(f"searching {searched.passages} passages")
        )
        hits = self._search(case, question)
        clock.lap("retrieve")

        say(N_("weighing sentences"))
        with span("weigh"):
            reading = self._reader_for(assistant, say).read(case, question, hits)
        with span("compose"):
            quoted = self._cite(
                case, question, searched, reading.chosen, beside=hits if reading.near else ()
            )
            answer = with_model(catalogue, quoted, reading)
        taken = reading.composed.seconds if reading.composed else {}
        clock.lap("answer", without=taken.get("model", 0.0))
        answer = replace(answer, confidence=reading.confidence, seconds=clock.seconds | taken)
        return Trace(answer, tuple(hit.stored for hit in hits), reading.weighed)

    def _reader_for(self, assistant: Assistant | None, say: Say) -> PassageReader:
        """What reads: the default reader, with the chat model after it where there is one."""
        if assistant is None:
            return self._reader
        return ModelReader(
            self._reader, assistant, lambda: say(N_(f"{assistant.model.name} is reading"))
        )

    def _search(self, case: Case, question: Question) -> list[Hit]:
        """The passages nearest to the question, best first."""
        within = partial(documents_searched, self.library.catalogue, case, question)
        with span("retrieve") as keep:
            hits = retrieve(self.library, case, question, _HITS, within=within)
            keep("passages", len(hits))
        with span("rerank"):
            return rerank_hits(self._reranker, question.text, hits)

    def _cite(
        self,
        case: Case,
        question: Question,
        searched: Searched,
        chosen: Sequence[Excerpt],
        beside: Sequence[Hit] = (),
    ) -> Answer:
        """An answer of what was chosen, each sentence with its place, and of the passages
        ``beside`` it."""
        # "Who is Acme?" is answered by no name that could be marked.
        named = name_asked(question) is not None
        marking = replace(question, wanted="other") if named else question
        quotes = quote(self.library.catalogue, marking, chosen, beside)
        return Answer(
            question=question.text,
            case=case.name,
            status="answered" if quotes.statements else "not_found",
            statements=quotes.statements,
            citations=quotes.citations,
            searched=searched,
            also=quotes.also,
        )

    def passages(self, text: str, case_name: str) -> list[Stored]:
        """The passages nearest to a question, best first; they need not answer it.

        Raises what ``ask`` raises.
        """
        case = self.library.catalogue.case(case_name)
        return [hit.stored for hit in self._search(case, understand(text))]

    def neighbours(self, citation: Citation, reach: int = 1) -> list[Stored]:
        """The cited passage between those before and after it, in order."""
        return self.library.catalogue.neighbours(citation.passage_id, reach)

    def pictures(self, citation: Citation, scale: float = 1.5) -> list[tuple[int, bytes]]:
        """(page number, PNG) of each page the quote touches, the quote highlighted."""
        return pictures(self.library.catalogue, citation, scale)

    def show(self, document_id: int) -> PagedDocument:
        """A document with all its pages. Raises PinciteError for one that was deleted."""
        return show(self.library.catalogue, document_id)

    def show_citation(self, citation: Citation) -> PagedDocument:
        """The cited document with the places of the quote. Raises PinciteError as `show`."""
        return show_citation(self.library.catalogue, citation)

    def unlock(self, document_id: int, password: str) -> bool:
        """Whether a password opens a protected document, to draw its pages until this ends."""
        return unlock(self.library.catalogue, document_id, password)

    def status_of(self, citation: Citation) -> CitationStatus:
        """What became of the cited document, and of the quote in it."""
        return status_of(self.library.catalogue, citation)

    def _searched(self, case: Case) -> Searched:
        documents, passages = self.library.catalogue.counts(case)
        of = self.library.catalogue.counts(replace(case, only=None))[0] if case.only else documents
        return Searched(documents, sum(passages.values()), tuple(sorted(passages)), of)


def _unsupported(case: Case, question: Question, searched: Searched) -> Answer:
    """What is said to a request that quotes cannot answer."""
    return Answer(
        question=question.text,
        case=case.name,
        status="not_found",
        statements=(),
        citations=(),
        searched=searched,
        outcome="unsupported",
    )


class _Clock:
    """Seconds of each lap since the one before, ``without`` those that count elsewhere."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, name: str, without: float = 0.0) -> None:
        now = time.perf_counter()
        self.seconds[name] = round(now - self._since - without, 4)
        self._since = now

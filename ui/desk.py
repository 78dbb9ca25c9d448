"""What the pages work with: the bot, the catalogue, and what people keep in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.answer import Answer, Citation
from bot.answering.later_versions import CitationStatus
from bot.answering.places import PagedDocument
from bot.changes import ReaskedQuestion
from bot.evaluation.evaluate import Done
from bot.evaluation.outcome import Report
from bot.evaluation.question_set import TestQuestion
from bot.evaluation.question_sets import QuestionSets
from bot.evaluation.runs import Runs
from bot.overview.article import ClaimSentence
from bot.overview.claims import ArticleComparison
from bot.overview.claims import Done as Compared
from bot.overview.disagreements import Disagreements
from bot.reading.assistant import Assistant
from bot.search.narrowing import Narrowing
from ingest.store.cases import Cases
from ingest.store.catalogue import Case, Catalogue, Document, Stored
from ingest.store.people import People, Role
from ingest.store.user_data.conversations import (
    Conversation,
    DeletedConversation,
    Judged,
    KeptTurn,
    Opinion,
)
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.store.visitors import Visitor, VisitorsCatalogue
from ingest.sync.background import Background
from ingest.sync.job import IngestJob
from ingest.sync.uploads import Uploads
from ui.warming import Warming

Say = Callable[[str], None]
Reasking = Background[tuple[int, int], list[ReaskedQuestion]]
"""The saved questions asked again; a step is how many are asked, and of how many."""
Evaluate = Callable[[Case, str, Sequence[TestQuestion], Done, Assistant | None], Report]
"""Puts a question set, whose name is given too, to a case, with a chat model or none."""

CompareArticle = Callable[[Case, str, Sequence[ClaimSentence], str, Compared], ArticleComparison]
"""Compares an article, of this title, these sentences and this SHA-256 (empty where it is no
document of the case), with the filings of a case."""

FindDisagreements = Callable[[Case, Compared], Disagreements]
"""Looks where papers of a case look like they disagree."""


class Answers(Protocol):
    """What the pages need of the bot."""

    @property
    def notice(self) -> str | None: ...
    def cases(self) -> list[Case]: ...
    def ask(
        self,
        question: str,
        case: str,
        say: Say = ...,
        earlier: Sequence[str] = ...,
        assistant: Assistant | None = ...,
        only: Narrowing | None = ...,
        /,
    ) -> Answer: ...
    def neighbours(self, citation: Citation, /) -> list[Stored]: ...
    def show(self, document_id: int, /) -> PagedDocument: ...
    def show_citation(self, citation: Citation, /) -> PagedDocument: ...
    def unlock(self, document_id: int, password: str, /) -> bool: ...
    def status_of(self, citation: Citation, /) -> CitationStatus: ...


class Contents(Protocol):
    """What the pages need of the catalogue."""

    def documents(self, case: Case) -> list[Document]: ...
    def failures(self, case: Case) -> dict[str, tuple[str, str]]: ...


class ConversationStore(Protocol):
    """What the chat needs of the conversations that are kept."""

    def of_case(self, case: Case, holding: str = ..., /) -> list[Conversation]: ...
    def pin(self, conversation_id: int, pinned: bool, /) -> None: ...
    def opinions(self, conversation_id: int, /) -> dict[int, Opinion]: ...
    def judged(self, case: Case, /) -> list[Judged]: ...
    def judge(self, conversation_id: int, ordinal: int, opinion: Opinion | None, /) -> None: ...
    def turns(self, conversation_id: int, /) -> list[KeptTurn]: ...
    def case_of(self, conversation_id: int, /) -> int | None: ...
    def add(
        self,
        case: Case,
        conversation_id: int | None,
        question: str,
        outcome: str = ...,
        narrowed: str = ...,
        /,
    ) -> int: ...
    def finish(self, conversation_id: int, ordinal: int, outcome: str, /) -> None: ...
    def rename(self, conversation_id: int, title: str, /) -> None: ...
    def delete(self, conversation_id: int, /) -> DeletedConversation | None: ...
    def narrowed(self, conversation_id: int, /) -> str: ...
    def narrow(self, conversation_id: int, narrowed: str, /) -> None: ...
    def restore(self, case: Case, deleted: DeletedConversation, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """The bot, the catalogue and what people keep in it, shared by all visitors."""

    bot: Answers
    contents: Contents
    conversations: ConversationStore
    cases: Cases
    catalogue: Catalogue
    uploads: Uploads
    ingest_job: IngestJob
    saved: SavedQuestions
    reasking: Reasking
    question_sets: QuestionSets
    runs: Runs
    evaluate: Evaluate
    evaluating: Background[tuple[int, int], Report]
    compare: CompareArticle
    comparing: Background[tuple[int, int], ArticleComparison]
    disagreements: FindDisagreements
    disagreeing: Background[tuple[int, int], Disagreements]
    people: People
    warming: Warming = field(default_factory=Warming)
    visitor: Visitor | None = None
    """Who uses it; None where nobody signs in."""

    def may(self, case: Case, role: Role) -> bool:
        """Whether the visitor may do in a case what somebody of this role may; without sign-in
        everybody may do everything."""
        return not isinstance(self.catalogue, VisitorsCatalogue) or self.catalogue.may(case, role)

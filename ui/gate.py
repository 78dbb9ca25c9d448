"""What a visitor may see and do, where people sign in: the one place that decides it for all pages.

Pages get their cases, documents, conversations and all else through a `Desk`. Without sign-in that
is the desk of the process. With it, each run of a page gets a desk of its own, made here: every
part of it asks first whether the case is one that the visitor reads, edits or owns. A case of
others is answered as one that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import TypeVar

import streamlit as st

from bot.answer import Answer, Citation
from bot.answering.later_versions import CitationStatus
from bot.answering.places import PagedDocument
from bot.evaluation.evaluate import Done
from bot.evaluation.outcome import Report
from bot.evaluation.question_set import Accepted, TestQuestion
from bot.evaluation.question_sets import QuestionSets
from bot.evaluation.runs import Runs
from bot.overview.article import ClaimSentence
from bot.overview.claims import ArticleComparison
from bot.overview.claims import Done as Compared
from bot.overview.disagreements import Disagreements
from bot.reading.assistant import Assistant
from bot.search.narrowing import Narrowing
from ingest.errors import PinciteError
from ingest.settings import normal_address
from ingest.store.audit import Action
from ingest.store.cases import CaseContents, Cases, DeletedCase
from ingest.store.catalogue import Case, Catalogue, Document, Stored
from ingest.store.people import CasePerson, People, Role
from ingest.store.user_data.saved_questions import SavedQuestion, SavedQuestions
from ingest.store.user_data.visitors_conversations import VisitorsConversations
from ingest.store.versions import Version
from ingest.store.visitors import Visitor, VisitorsCatalogue, refuse
from ingest.sync.background import Background, Reporter, WorkState
from ingest.sync.job import IngestJob, IngestState
from ingest.sync.uploads import Upload, Uploads
from ui import sign_in
from ui.desk import Answers, Desk, Say
from ui.taken_files import WHOSE

_Step = TypeVar("_Step")
_Result = TypeVar("_Result")
_OF_OTHERS = ""
"""The title of work on a case that the visitor may not see."""


def desk_of_page(shared: Callable[[], Desk]) -> Desk | None:
    """The desk for a run of a page: that of the process, or where people sign in, that of whoever
    did; None where nobody did, and the page says so. Raises PinciteError as ``shared`` does."""
    if not sign_in.is_on():
        return shared()
    visitor = sign_in.visitor_of_page()
    if visitor is None:
        return None
    whole = shared()
    if st.session_state.get(WHOSE) != visitor.email:
        VisitorsCatalogue(whole.catalogue, visitor).note("signed in")
        st.session_state[WHOSE] = visitor.email
    return for_visitor(whole, visitor)


def for_visitor(desk: Desk, visitor: Visitor) -> Desk:
    """The desk as a visitor may use it, with the rights that they have now."""
    seen = VisitorsCatalogue(desk.catalogue, visitor)

    def evaluate(
        case: Case,
        name: str,
        questions: Sequence[TestQuestion],
        done: Done,
        assistant: Assistant | None,
    ) -> Report:
        seen.require(case, "reader")
        seen.note("evaluated", case)
        return desk.evaluate(case, name, questions, done, assistant)

    def compare(
        case: Case, title: str, claims: Sequence[ClaimSentence], sha256: str, done: Compared
    ) -> ArticleComparison:
        seen.require(case, "reader")
        seen.note("compared", case)
        return desk.compare(case, title, claims, sha256, done)

    def disagreements(case: Case, done: Compared) -> Disagreements:
        seen.require(case, "reader")
        seen.note("compared", case)
        return desk.disagreements(case, done)

    return replace(
        desk,
        bot=_VisitorsAnswers(desk.bot, seen),
        contents=seen,
        conversations=VisitorsConversations(seen),
        cases=_VisitorsCases(desk.cases, seen, desk.catalogue),
        catalogue=seen,
        people=_VisitorsPeople(seen),
        uploads=_VisitorsUploads(desk.uploads, seen),
        ingest_job=_VisitorsIngestJob(desk.ingest_job, seen, desk.uploads),
        saved=_VisitorsQuestions(seen),
        reasking=_VisitorsBackground(desk.reasking, seen),
        question_sets=_VisitorsQuestionSets(desk.question_sets, seen),
        runs=_VisitorsRuns(desk.runs, seen),
        evaluate=evaluate,
        evaluating=_VisitorsBackground(desk.evaluating, seen),
        compare=compare,
        comparing=_VisitorsBackground(desk.comparing, seen),
        disagreements=disagreements,
        disagreeing=_VisitorsBackground(desk.disagreeing, seen),
        visitor=visitor,
    )


class _VisitorsAnswers:
    """The bot, asked about the visitor's cases alone."""

    def __init__(self, whole: Answers, seen: VisitorsCatalogue) -> None:
        self._whole = whole
        self._seen = seen

    @property
    def notice(self) -> str | None:
        # It names commands, and counts the documents of all cases.
        return self._whole.notice if self._seen.visitor.is_administrator else None

    def cases(self) -> list[Case]:
        return self._seen.cases()

    def ask(
        self,
        question: str,
        case: str,
        say: Say = lambda message: None,
        earlier: Sequence[str] = (),
        assistant: Assistant | None = None,
        only: Narrowing | None = None,
    ) -> Answer:
        asked = self._seen.case(case)
        self._seen.note("asked", asked)
        answer = self._whole.ask(question, asked.name, say, earlier, assistant, only)
        cited = (citation.passage_id for citation in (*answer.citations, *answer.also))
        self._seen.note("got an answer", asked, documents=self._seen.documents_of(cited))
        return answer

    def neighbours(self, citation: Citation) -> list[Stored]:
        if not self._seen.holds_passage(citation.passage_id):
            return []
        return self._whole.neighbours(citation)

    def show(self, document_id: int) -> PagedDocument:
        self._seen.require_document(document_id)
        return self._whole.show(document_id)

    def show_citation(self, citation: Citation) -> PagedDocument:
        if not self._seen.holds_passage(citation.passage_id):
            self._seen.require_document(-1)
        return self._whole.show_citation(citation)

    def unlock(self, document_id: int, password: str) -> bool:
        return self._seen.holds(document_id) and self._whole.unlock(document_id, password)

    def status_of(self, citation: Citation) -> CitationStatus:
        if not self._seen.holds_passage(citation.passage_id):
            return CitationStatus("purged")
        return self._whole.status_of(citation)


class _VisitorsCases(Cases):
    """Editors rename a case, owners delete it, and everybody may make one, which is theirs."""

    def __init__(self, whole: Cases, seen: VisitorsCatalogue, catalogue: Catalogue) -> None:
        super().__init__(seen)
        self._whole = whole
        self._seen = seen
        self._every = catalogue

    def contents(self, case: Case) -> CaseContents:
        self._seen.require(case, "reader")
        return self._whole.contents(case)

    def rename(self, case: Case, title: str) -> None:
        self._seen.require(case, "editor")
        self._seen.note("renamed the case", case)
        self._whole.rename(case, title)

    def delete(self, case: Case) -> None:
        self._seen.require(case, "owner")
        self._seen.note("deleted the case", case)
        self._whole.delete(case)

    def deleted(self) -> list[DeletedCase]:
        return [gone for gone in self._whole.deleted() if self._seen.may(gone.case, "owner")]

    def restore(self, case_id: int) -> Case:
        if not self._seen.may(case_id, "owner"):
            raise PinciteError("This case is there already, or was deleted for good.")
        back = self._whole.restore(case_id)
        self._seen.note("brought the case back", back)
        return back

    def free_name(self, plain: str) -> str:
        # Always with something of its own: that a name is taken would tell of a case of others.
        return f"{plain}-{token_hex(3)}"

    def create(self, name: str, title: str) -> Case:
        made = People(self._every).make_case(name, title, self._seen.visitor.email)
        self._seen.take_on(made)
        self._seen.note("made the case", made)
        return made


class _VisitorsPeople(People):
    """Everybody of a case sees its people; owners share it."""

    def __init__(self, seen: VisitorsCatalogue) -> None:
        super().__init__(seen)
        self._seen = seen

    def of_case(self, case: Case) -> list[CasePerson]:
        self._seen.require(case, "reader")
        return super().of_case(case)

    def make_case(self, name: str, title: str, email: str) -> Case:  # noqa: ARG002
        refuse()

    def give(self, case: Case, email: str, role: Role) -> str:
        self._seen.require(case, "owner")
        if role != "owner":
            self._keep_an_owner(case, email)
        self._seen.note("shared the case", case, about=f"{normal_address(email)} ({role})")
        return super().give(case, email, role)

    def remove(self, case: Case, email: str) -> str:
        self._seen.require(case, "owner")
        self._keep_an_owner(case, email)
        self._seen.note("took the case away", case, about=normal_address(email))
        return super().remove(case, email)

    def _keep_an_owner(self, case: Case, email: str) -> None:
        owners = {person.email for person in super().of_case(case) if person.role == "owner"}
        if owners == {normal_address(email)}:
            raise PinciteError("A case needs an owner.", "Make somebody else an owner first.")


class _VisitorsUploads(Uploads):
    def __init__(self, whole: Uploads, seen: VisitorsCatalogue) -> None:
        self._whole = whole
        self._seen = seen

    def keep(
        self, case: Case, uploads: Iterable[Upload], taken: Collection[str] = frozenset()
    ) -> list[Path]:
        self._seen.require(case, "editor")
        return self._whole.keep(case, uploads, taken)

    def waiting(self, case: Case) -> list[Path]:
        self._seen.require(case, "editor")
        return self._whole.waiting(case)

    def forget(self, case: Case, names: Sequence[str]) -> None:
        self._seen.require(case, "editor")
        self._whole.forget(case, names)


class _VisitorsIngestJob(IngestJob):
    """Editors bring documents in and take them out; owners delete them for good. Of work on a case
    of others it is told that there is some."""

    def __init__(self, whole: IngestJob, seen: VisitorsCatalogue, uploads: Uploads) -> None:
        self._whole = whole
        self._seen = seen
        self._every_upload = uploads

    def start(
        self,
        case: Case,
        sources: Sequence[Path],
        *,
        retry: bool = False,
        passwords: Sequence[str] = (),
    ) -> bool:
        self._seen.require(case, "editor")
        now = self._seen.case(case.name)
        # Nobody brings in files of the server by their names, but for the folder that a command
        # there has given to the case.
        known = {*self._every_upload.waiting(now), *([Path(now.folder)] if now.folder else [])}
        if not set(sources) <= known:
            refuse()
        self._seen.note("added documents", now)
        return self._whole.start(now, sources, retry=retry, passwords=passwords)

    def retry(self, case: Case, passwords: Sequence[str] = ()) -> bool:
        self._seen.require(case, "editor")
        self._seen.note("added documents", case)
        return self._whole.retry(self._seen.case(case.name), passwords)

    @property
    def wrote_until(self) -> int:
        return self._whole.wrote_until

    def keeps_files(self, case: Case) -> bool:
        self._seen.require(case, "reader")
        return self._whole.keeps_files(case)

    def withdraw(self, case: Case, document: Document) -> bool:
        self._seen.require(case, "editor")
        self._note("withdrew", case, document)
        return self._whole.withdraw(case, document)

    def restore(self, case: Case, version: Version) -> bool:
        self._seen.require(case, "editor")
        self._note("brought back", case, version.document)
        return self._whole.restore(case, version)

    def purge(self, case: Case, version: Version) -> bool:
        self._seen.require(case, "owner")
        self._note("deleted for good", case, version.document)
        return self._whole.purge(case, version)

    def describe(self, case: Case, document: Document, said: Mapping[str, str]) -> bool:
        self._seen.require(case, "editor")
        self._note("described", case, document)
        return self._whole.describe(case, document, said)

    def purge_case(self, deleted: DeletedCase) -> bool:
        self._seen.require(deleted.case, "owner")
        self._seen.note("deleted for good", deleted.case)
        return self._whole.purge_case(deleted)

    def look(self) -> IngestState | None:
        return _seen_of(self._whole.look(), self._seen)

    def at_file(self, case: Case) -> tuple[int, int] | None:
        self._seen.require(case, "reader")
        return self._whole.at_file(case)

    def cancel(self) -> None:
        if _is_of(self._whole.look(), self._seen, "editor"):
            self._whole.cancel()

    def dismiss(self) -> None:
        if _is_of(self._whole.look(), self._seen, "reader"):
            self._whole.dismiss()

    def wait(self, seconds: float | None = None) -> None:
        self._whole.wait(seconds)

    def _note(self, did: Action, case: Case, document: Document) -> None:
        if document.case_id != case.id:
            self._seen.require_document(-1)
        self._seen.note(did, case, documents=[document.id])


class _VisitorsBackground(Background[_Step, _Result]):
    """Work on cases; what it is called begins with the name of its case and a zero character."""

    def __init__(self, whole: Background[_Step, _Result], seen: VisitorsCatalogue) -> None:
        self._whole = whole
        self._seen = seen

    def start(self, title: str, work: Callable[[Reporter[_Step]], _Result]) -> bool:
        self._seen.require(self._seen.case(case_named(title)), "reader")
        return self._whole.start(title, work)

    def look(self, title: str | None = None) -> WorkState[_Step, _Result] | None:
        return _seen_of(self._whole.look(title), self._seen)

    def cancel(self) -> None:
        if _is_of(self._whole.look(), self._seen, "reader"):
            self._whole.cancel()

    def dismiss(self, title: str | None = None) -> None:
        if _is_of(self._whole.look(title), self._seen, "reader"):
            self._whole.dismiss(title)

    def wait(self, seconds: float | None = None) -> None:
        self._whole.wait(seconds)


def case_named(title: str) -> str:
    """The name of the case that work with this title is about."""
    return title.partition("\0")[0]


def _is_of(look: WorkState[_Step, _Result] | None, seen: VisitorsCatalogue, role: Role) -> bool:
    """Whether work is on a case in which the visitor may do what somebody of this role may."""
    if look is None:
        return False
    names = {case.name: case for case in seen.cases(deleted=True)}
    case = names.get(case_named(look.title))
    return case is not None and seen.may(case, role)


def _seen_of(
    look: WorkState[_Step, _Result] | None, seen: VisitorsCatalogue
) -> WorkState[_Step, _Result] | None:
    if look is None or _is_of(look, seen, "reader"):
        return look
    return WorkState(_OF_OTHERS) if look.running else None


class _VisitorsQuestions(SavedQuestions):
    def __init__(self, seen: VisitorsCatalogue) -> None:
        super().__init__(seen)
        self._seen = seen

    def of_case(self, case: Case) -> list[SavedQuestion]:
        self._seen.require(case, "reader")
        return super().of_case(case)

    def save(self, case: Case, question: str, answer: str) -> None:
        self._seen.require(case, "reader")
        super().save(case, question, answer)

    def forget(self, case: Case, question: str) -> None:
        self._seen.require(case, "reader")
        super().forget(case, question)


class _VisitorsQuestionSets(QuestionSets):
    def __init__(self, whole: QuestionSets, seen: VisitorsCatalogue) -> None:
        self._whole = whole
        self._seen = seen

    def of_case(self, case: Case) -> list[Path]:
        self._seen.require(case, "reader")
        return self._whole.of_case(case)

    def save(self, case: Case, answer: Answer, accepted: Sequence[Accepted] = ()) -> TestQuestion:
        self._seen.require(case, "reader")
        return self._whole.save(case, answer, accepted)


class _VisitorsRuns:
    def __init__(self, whole: Runs, seen: VisitorsCatalogue) -> None:
        self._whole = whole
        self._seen = seen

    def keep(self, report: Report, name: str) -> Report:
        self._seen.case(report.case)
        return self._whole.keep(report, name)

    def of_case(self, case: str) -> list[Report]:
        self._seen.case(case)
        return self._whole.of_case(case)

"""Questions that are asked before the documents of the case are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from bot.answer import Answer, Searched
from ingest.settings import Settings
from ingest.store.catalogue import Case, Document
from ingest.store.library import Library
from ingest.sync.background import Reporter
from ingest.sync.job import IngestJob
from ingest.sync.progress import FileResult, Progress
from tests.support import chat_page
from tests.support.chat_page import ask, labels, press, text, well
from tests.support.fake_bot import DOCUMENTS, FakeBot, FakeCatalogue, desk, not_found
from tests.support.fakes import WordEmbedder
from ui.desk import Desk


class HeldIngest(IngestJob):
    """An ingest that stands at its third file of four until it is let go."""

    def __init__(self, room: Desk) -> None:
        settings = replace(Settings(), library=room.catalogue.path.parent)
        super().__init__(lambda: Library(settings, WordEmbedder()), room.uploads)
        self.let_go, self.stands = Event(), Event()

    def _ingest(
        self,
        library: Library,
        case: Case,
        sources: Sequence[Path],
        reporter: Reporter[Progress],
        *,
        retry: bool,
        passwords: Sequence[str],
    ) -> list[FileResult]:
        reporter.tell(Progress("reading", "third.pdf", 3, 4))
        self.stands.set()
        assert self.let_go.wait(60)
        return []

    def begin(self, case: Case) -> None:
        assert self.start(case, [])
        assert self.stands.wait(10)

    def end(self) -> None:
        self.let_go.set()
        self.wait(10)


class EmptyBot(FakeBot):
    """Searches no document."""

    def ask(self, question: str, case: str, *rest: object) -> Answer:
        return replace(not_found(question, case), searched=Searched(0, 0, ()))


class Growing(FakeCatalogue):
    """A case whose documents come one by one."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def documents(self, case: Case) -> list[Document]:
        return DOCUMENTS[: self.number]


def test_an_answer_says_how_many_files_were_read_and_is_asked_again(tmp_path: Path) -> None:
    bot = FakeBot()
    room = desk(tmp_path, bot)
    room = replace(room, ingest_job=HeldIngest(room))
    assert isinstance(room.ingest_job, HeldIngest)
    room.ingest_job.begin(bot.known[0])
    page = ask(chat_page.at(room), "What is the rent?")
    said = text(page)
    assert "Not found in these documents." in said
    assert "at file 3 of 4: 2 documents were ready to be searched." in said
    assert "More documents are being read." in said
    assert "Ask again" not in labels(page)
    room.ingest_job.end()
    page = well(page.run())
    assert "2 documents were ready" in text(page)
    assert "More documents are being read." not in text(page)
    page = press(page, "Ask again")
    assert [question for question, _ in bot.asked] == ["What is the rent?"] * 2
    # The second answer is of all documents.
    assert text(page).count("documents were ready") == 1
    assert "Ask again" not in labels(page)


def test_where_nothing_is_read_yet_nothing_is_called_not_found(tmp_path: Path) -> None:
    contents = Growing(0)
    room = desk(tmp_path, EmptyBot(), contents)
    room = replace(room, ingest_job=HeldIngest(room))
    assert isinstance(room.ingest_job, HeldIngest)
    room.ingest_job.begin(room.bot.cases()[0])
    page = ask(chat_page.at(room), "What is the rent?")
    assert "Not found" not in text(page)
    assert "Nothing could be answered yet." in text(page)
    assert "at file 3 of 4: 0 documents were ready to be searched." in text(page)
    assert "Documents (0)" in [fold.label for fold in page.expander]
    contents.number = 2
    room.ingest_job.end()
    page = well(page.run())
    assert "Documents (2)" in [fold.label for fold in page.expander]
    assert "Ask again" in labels(page)


def test_a_case_without_documents_is_not_said_to_hold_no_answer(tmp_path: Path) -> None:
    contents = Growing(0)
    page = ask(chat_page.at(desk(tmp_path, EmptyBot(), contents)), "What is the rent?")
    said = text(page)
    assert "Not found" not in said
    assert "This case had no documents to search when this was asked." in said
    assert "This case has no documents yet. Add some" in said
    assert "Ask again" not in labels(page)
    contents.number = 1
    assert "Ask again" in labels(well(page.run()))


def test_a_question_in_another_language_is_told_which_are_understood(tmp_path: Path) -> None:
    page = ask(chat_page.at(desk(tmp_path)), "¿Cuánto dinero reclama Northwind?")
    assert "Questions are understood in English and French only" in text(page)
    page = ask(chat_page.at(desk(tmp_path / "other")), "What is the rent?")
    assert "English and French only" not in text(page)

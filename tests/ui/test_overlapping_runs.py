"""Streamlit begins a new run of a page at once, while the one before is still at work: whatever the
older one does last, nothing is lost or mixed up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest

from bot.answer import Answer
from bot.answering.stored_answer import from_json
from bot.changes import save
from bot.search.narrowing import Narrowing
from ingest.errors import DiskFull
from ingest.store.user_data.conversations import Opinion
from tests.support.chat_page import ask, at, text, well
from tests.support.fake_bot import CASES, QUOTE, FakeBot, answered, desk
from ui import answering, conversation
from ui.callbacks import whole
from ui.desk import Desk

CASE, OTHER = CASES[0], CASES[2]
_LONG = 20.0


class Session(dict[str, Any]):
    """A session that a newer run interrupts, once, where it is looked into for the n-th time."""

    looks_left = -1

    def setdefault(self, key: str, default: Any = None) -> Any:
        self.looks_left -= 1
        if self.looks_left == 0:
            raise StopException
        return super().setdefault(key, default)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    made = Session()
    monkeypatch.setattr("streamlit.session_state", made)
    return made


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    return desk(tmp_path)


@dataclass
class WaitingBot(FakeBot):
    """Answers a question with "slow" in it once it may."""

    may_answer: Event = field(default_factory=Event)
    is_asked: Event = field(default_factory=Event)

    def ask(self, question: str, case: str, *others: Any) -> Answer:
        if "slow" in question:
            self.is_asked.set()
            assert self.may_answer.wait(_LONG)
        return answered(question, case)


def turn_of(room: Desk) -> conversation.Turn:
    return conversation.turns(room.conversations, CASE)[-1]


@pytest.mark.parametrize("look", range(1, 9))
def test_a_deleted_conversation_can_be_had_back_wherever_its_click_was_interrupted(
    room: Desk, session: Session, look: int
) -> None:
    conversation.submit(room.conversations, CASE, "How much is unpaid?")
    session.looks_left = look
    with suppress(StopException):
        whole(lambda: conversation.delete(room, CASE))
    session.looks_left = -1
    assert room.conversations.of_case(CASE) == []
    assert conversation.deleted(CASE) is not None
    conversation.undo(room.conversations, CASE)
    assert [kept.title for kept in room.conversations.of_case(CASE)] == ["How much is unpaid?"]


def test_what_could_not_be_written_can_still_be_had_back(
    room: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation.submit(room.conversations, CASE, "How much is unpaid?")
    conversation.delete(room, CASE)
    with monkeypatch.context() as patch:
        patch.setattr(type(room.conversations), "restore", _full)
        with pytest.raises(DiskFull):
            conversation.undo(room.conversations, CASE)
    conversation.undo(room.conversations, CASE)
    assert len(room.conversations.of_case(CASE)) == 1
    # A second click in the same instant brings no second one.
    conversation.undo(room.conversations, CASE)
    assert len(room.conversations.of_case(CASE)) == 1


def _full(*_: object) -> int:
    raise DiskFull("The disk is full.", "Make room on it.")


def test_an_answer_to_a_deleted_question_is_not_given_to_the_next(
    tmp_path: Path, session: Session
) -> None:
    bot = WaitingBot()
    room = desk(tmp_path, bot)
    conversation.submit(room.conversations, CASE, "How much is unpaid? slow")
    waiting, number = turn_of(room), conversation.opened(room.conversations, CASE)
    older = Thread(
        target=lambda: conversation.answer(room, CASE, waiting, lambda said: None), daemon=True
    )
    older.start()
    assert bot.is_asked.wait(_LONG)
    conversation.delete(room, CASE)
    conversation.submit(room.conversations, CASE, "Quand les livraisons ont-elles cessé ?")
    assert conversation.opened(room.conversations, CASE) == number, "numbers are given again"
    bot.may_answer.set()
    older.join(_LONG)
    conversation.answer(room, CASE, turn_of(room), lambda said: None)
    outcome = turn_of(room).outcome
    assert isinstance(outcome, Answer)
    assert outcome.question == "Quand les livraisons ont-elles cessé ?"


def test_a_stopped_question_is_kept_so_before_another_window_looks(
    room: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation.submit(room.conversations, CASE, "How much is unpaid?")
    number = conversation.opened(room.conversations, CASE)
    assert number is not None
    seen: list[object] = []

    def stop(work: object) -> None:
        seen.extend(from_json(turn.outcome) for turn in room.conversations.turns(number))

    monkeypatch.setattr(answering, "stop", stop)
    conversation.stop(room, CASE, turn_of(room))
    assert seen == [conversation.STOPPED]


def test_a_question_is_kept_together_with_what_it_is_searched_in(
    room: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = Narrowing(paths=("complaint.pdf",))
    conversation.narrow(room.conversations, CASE, only)
    # As little may come between the two as if nothing else could be written after the first.
    monkeypatch.setattr(type(room.conversations), "narrow", _full)
    conversation.submit(room.conversations, CASE, "How much is unpaid?")
    assert conversation.narrowing(room.conversations, CASE) == only
    assert len(conversation.turns(room.conversations, CASE)) == 1
    # The next conversation searches everything again.
    conversation.open_one(CASE, None)
    conversation.submit(room.conversations, CASE, "How much is unpaid?")
    assert conversation.narrowing(room.conversations, CASE) == Narrowing()


def test_a_reason_and_another_opinion_in_one_instant_are_both_kept(room: Desk) -> None:
    page = ask(at(room), "How much is unpaid?")
    page = well(page.feedback[0].set_value(0).run())
    (conversation_,) = room.conversations.of_case(CASE)
    (why,) = [box for box in page.text_input if box.label == "What was wrong with it?"]
    why.set_value("It is the right amount after all")
    page.feedback[0].set_value(1)
    well(page.run())
    kept = room.conversations.opinions(conversation_.id)
    assert kept == {1: Opinion(True, "It is the right amount after all")}


def test_an_address_is_followed_though_its_first_run_was_interrupted(
    room: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = room.conversations.add(OTHER, None, "What is the rent?")
    really = conversation.arrive

    def interrupted(*_: object) -> None:
        monkeypatch.setattr(conversation, "arrive", really)
        raise StopException

    monkeypatch.setattr(conversation, "arrive", interrupted)
    page = AppTest.from_function(_chat, default_timeout=60)
    page.session_state["desk"] = room
    page.query_params["conversation"] = str(number)
    page.run()
    assert "What is the rent?" not in text(page)
    assert "What is the rent?" in text(well(page.run()))
    assert page.selectbox(key="case").value == OTHER.name


def _chat() -> None:
    from tests.support import chat_page

    chat_page.script()


def _left_documents() -> None:
    import streamlit as st

    from ui import frame
    from ui.pages import documents as documents_page

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.catalogue.cases(), desk.conversations)
    if not st.session_state.get("left"):
        documents_page.draw(desk, case)


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Desk]:
    """A library with a document of a case."""
    room = desk(tmp_path / "library")
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "order.txt").write_text("The court filed the agreement.\n")
    room.ingest_job.start(CASE, [papers])
    room.ingest_job.wait(_LONG)
    yield room
    room.ingest_job.wait(_LONG)


def test_a_description_is_kept_though_another_page_was_chosen_at_once(filed: Desk) -> None:
    page = AppTest.from_function(_left_documents, default_timeout=60)
    page.session_state["desk"] = filed
    well(page.run())
    well(page.selectbox(key=f"document-{CASE.name}").set_value("order.txt").run())
    (title,) = [
        box for box in page.text_input if box.label == "Title" and "describe" in str(box.key)
    ]
    title.set_value("The first order")
    (save_it,) = [button for button in page.button if button.label == "Save"]
    # The run of this click comes to no form any more.
    page.session_state["left"] = True
    well(save_it.click().run())
    filed.ingest_job.wait(_LONG)
    (document,) = filed.catalogue.documents(filed.catalogue.case(CASE.name))
    assert document.description.title == "The first order"


def _first_page() -> None:
    import streamlit as st

    from ui import frame, navigation

    frame.prepare()
    navigation.run(st.session_state["desk"])


def test_a_case_that_could_not_be_begun_is_begun_by_the_next_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = FakeBot(known=[])
    room = desk(tmp_path / "library", bot)
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "order.txt").write_text("The court ordered payment.\n")
    page = AppTest.from_function(_first_page, default_timeout=60)
    page.session_state["desk"] = room
    well(page.run())
    page.text_input(key="new-title").set_value("Smith v. Jones")
    page.text_input(key="new-folder").set_value(str(papers))
    with monkeypatch.context() as patch:
        # Another one began between the look and the start.
        patch.setattr(type(room.ingest_job), "start", lambda *_: False)
        page.button(key="new-create").click()
        well(page.run())
    assert "Documents are being added to another case." in text(page)
    page.button(key="new-create").click()
    well(page.run())
    room.ingest_job.wait(60)
    case = room.catalogue.case("smith-v-jones")
    assert [document.path for document in room.catalogue.documents(case)] == ["order.txt"]


def _changes() -> None:
    import streamlit as st

    from ui import frame
    from ui.pages import changes as changes_page

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.catalogue.cases(), desk.conversations)
    assert case is not None
    changes_page.draw(desk, case)


def test_two_windows_do_not_ask_the_saved_questions_of_two_cases_in_turns(tmp_path: Path) -> None:
    bot = FakeBot()
    room = desk(tmp_path, bot)
    windows = []
    for case in (CASE, OTHER):
        save(room.saved, room.catalogue.case(case.name), answered("Is it unpaid?", case.name))
        window = AppTest.from_function(_changes, default_timeout=60)
        window.session_state["desk"] = room
        window.session_state["case"] = case.name
        window.query_params["case"] = case.name
        windows.append(window)
    for window in (*windows, *windows, *windows):
        well(window.run())
        room.reasking.wait(_LONG)
    assert bot.asked == [("Is it unpaid?", CASE.name), ("Is it unpaid?", OTHER.name)]
    for window in windows:
        assert QUOTE in text(well(window.run()))

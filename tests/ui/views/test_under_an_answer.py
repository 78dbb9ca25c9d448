"""What can be done with a conversation and its answers: each click, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ingest.store.user_data.conversations import Opinion
from tests.support.chat_page import ask, at, labels, press, text, well
from tests.support.fake_bot import CASES, FakeBot, desk
from ui.desk import Desk


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def questions(room: Desk) -> list[str]:
    assert isinstance(room.bot, FakeBot)
    return [question for question, _ in room.bot.asked]


def edited(page: AppTest, words: str) -> AppTest:
    page.text_area(key="edited-question").set_value(words)
    return well(page.button(key="edited-ask").click().run())


def test_a_question_is_edited_and_asked_again_at_the_end(room: Desk) -> None:
    page = press(ask(at(room), "How much is unpayed?"), "Edit and ask again")
    assert page.text_area(key="edited-question").value == "How much is unpayed?"
    edited(page, "How much is unpaid?")
    assert questions(room) == ["How much is unpayed?", "How much is unpaid?"]


def test_a_question_that_failed_can_be_asked_again(room: Desk) -> None:
    page = press(ask(at(room), "are you busy?"), "Edit and ask again")
    edited(page, "How much is unpaid?")
    assert questions(room)[-1] == "How much is unpaid?"


def test_what_a_follow_up_was_understood_as_can_be_changed(room: Desk) -> None:
    page = ask(ask(at(room), "When was the complaint filed?"), "And the motion?")
    assert "Understood as: When was the motion filed?" in text(page)
    page = press(page, "Not what you meant?")
    assert page.text_area(key="edited-question").value == "When was the motion filed?"
    edited(page, "When was the order filed?")
    assert questions(room)[-1] == "When was the order filed?"


def test_thumbs_and_their_reason_are_kept_with_the_answer(room: Desk) -> None:
    page = ask(at(room), "How much is unpaid?")
    (conversation,) = room.conversations.of_case(CASES[0])
    page = well(page.feedback[0].set_value(0).run())
    assert room.conversations.opinions(conversation.id) == {1: Opinion(False, "")}
    (why,) = [box for box in page.text_input if box.label == "What was wrong with it?"]
    well(why.set_value(" Another  party's figure ").run())
    again = at(room)
    assert room.conversations.opinions(conversation.id) == {
        1: Opinion(False, "Another  party's figure")
    }
    assert again.feedback[0].value == 0
    again = well(again.feedback[0].set_value(None).run())
    assert room.conversations.opinions(conversation.id) == {}
    assert "What was wrong with it?" not in [box.label for box in again.text_input]


def test_a_conversation_is_pinned_and_found_among_many(room: Desk) -> None:
    for number in range(6):
        room.conversations.add(CASES[0], None, f"Question {number} about the racks")
    first = room.conversations.of_case(CASES[0])[-1]
    room.conversations.add(CASES[0], first.id, "And the *strange* word?")
    with room.catalogue.transaction() as db:
        db.execute("UPDATE turns SET outcome = '{}'")
    page = at(room, conversations={"acme-v-bolt": first.id})
    page = press(page, "Pin")
    assert "\N{BLACK STAR} Question 0 about the racks" in labels(page)
    assert room.conversations.of_case(CASES[0])[0].id == first.id
    (box,) = [box for box in page.text_input if box.label == "Search the conversations"]
    page = well(box.set_value("STRANGE").run())
    assert "1 conversation found" in text(page)
    assert [label for label in labels(page) if "about the racks" in label] == [
        "\N{BLACK STAR} Question 0 about the racks"
    ]
    page = press(page, "Unpin")
    assert not any(kept.pinned for kept in room.conversations.of_case(CASES[0]))

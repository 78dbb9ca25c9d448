"""The choice of the documents that are searched, beside the question box."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bot.search.narrowing import Narrowing
from tests.support.chat_page import ask, at, labels, press, text, well
from tests.support.fake_bot import CASES, DOCUMENTS, FakeBot, desk
from ui.desk import Desk
from ui.views.narrowing import described


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def asked(room: Desk) -> list[Narrowing]:
    assert isinstance(room.bot, FakeBot)
    return room.bot.narrowed


def tick(page: AppTest, label: str) -> AppTest:
    # A dialog is closed by each full run, which any click is to this way of testing.
    (box,) = [box for box in page.checkbox if label in box.label.replace("\\", "")]
    return well(box.check().run())


def test_ticked_documents_are_searched_and_the_choice_is_kept_with_the_conversation(
    room: Desk,
) -> None:
    page = press(at(room), "Searching all 2 documents")
    page = tick(page, "complaint.pdf")
    assert "Searching 1 of 2 documents" in labels(page)
    assert "Complaint for breach of contract" in text(page)
    ask(page, "How much is unpaid?")
    assert asked(room) == [Narrowing(paths=("complaint.pdf",))]
    # A second window, a reload.
    again = ask(at(room), "And when?")
    assert "Searching 1 of 2 documents" in labels(again)
    assert asked(room)[-1] == Narrowing(paths=("complaint.pdf",))
    fresh = press(again, "New conversation")
    assert "Searching all 2 documents" in labels(fresh)
    ask(fresh, "What is the rent?")
    assert asked(room)[-1] == Narrowing()


def test_a_filter_leaves_out_what_does_not_meet_it_until_all_is_searched_again(room: Desk) -> None:
    page = press(ask(at(room), "How much is unpaid?"), "Searching all 2 documents")
    (kinds,) = [choice for choice in page.multiselect if choice.label == "Kind"]
    page = well(kinds.select("article").run())
    page = press(page, "Searching 1 of 2 documents")
    (languages,) = [choice for choice in page.multiselect if choice.label == "Language"]
    page = well(languages.select("en").run())
    # Each choice is asked of a document, and this case has no English article.
    assert "No document meets what you chose" in labels(page)
    page = press(page, "Search all")
    assert "Searching all 2 documents" in labels(page)
    ask(page, "What is the rent?")
    assert asked(room)[-1] == Narrowing()


def test_an_answer_says_that_what_the_question_names_was_not_searched(room: Desk) -> None:
    page = ask(at(room), "And what of the lease?")
    assert (
        "The question names a document that is not among those you chose: Lease of the warehouse. "
        "It was not searched."
    ) in text(page)
    assert "Ask all documents" in labels(page)
    page = ask(page, "How much is unpaid?")
    assert text(page).count("is not among those you chose") == 1


def test_a_choice_is_described_in_few_words() -> None:
    narrowing = Narrowing(
        paths=("complaint.pdf", "gone.pdf", "a.pdf"),
        kinds=("order",),
        languages=("fr",),
        since=date(2024, 1, 2).isoformat(),
    )
    assert described(narrowing, DOCUMENTS) == (
        "Complaint for breach of contract, gone.pdf and 1 more · order · in French"
        " · filed from 2024-01-02"
    )


def test_a_case_of_one_document_offers_no_choice(room: Desk) -> None:
    page = at(room)
    page = well(page.selectbox[0].set_value(CASES[1].name).run())
    assert not [label for label in labels(page) if label.startswith("Searching")]

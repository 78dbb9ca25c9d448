"""What changed: a digest over a real library, and saved questions asked of the fake bot."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bot.changes import save
from ingest.store.catalogue import Case
from tests.support.chat_page import ask, press, text, well
from tests.support.chat_page import at as chat_at
from tests.support.fake_bot import ARTICLE, QUOTE, FakeBot, answered, desk, nasty, not_found
from tests.support.rendered import Read
from ui.desk import Desk

SOON = 30.0


def script() -> None:
    import streamlit as st

    from ui import frame
    from ui.pages import changes as changes_page

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.catalogue.cases(), desk.conversations)
    assert case is not None
    changes_page.draw(desk, case)


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    return desk(tmp_path / "library", FakeBot())


@pytest.fixture
def case(room: Desk) -> Case:
    return room.catalogue.case("acme-v-bolt")


def page(room: Desk) -> AppTest:
    """The page once the saved questions are asked."""
    at = AppTest.from_function(script, default_timeout=60)
    at.session_state["desk"] = room
    well(at.run())
    room.reasking.wait(SOON)
    return well(at.run())


def folds(at: AppTest) -> list[str]:
    return [fold.label.replace("\\", "") for fold in at.expander]


def add(room: Desk, case: Case, folder: Path, **files: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, said in files.items():
        (folder / f"{name}.txt").write_text(said, encoding="utf-8")
    room.ingest_job.start(case, [folder])
    room.ingest_job.wait(SOON)


def test_a_question_is_saved_under_its_answer_and_can_be_forgotten(room: Desk, case: Case) -> None:
    at = press(ask(chat_at(room), "How much is unpaid?"), "Save question")
    assert [question.question for question in room.saved.of_case(case)] == ["How much is unpaid?"]
    press(at, "Saved: forget this question")
    assert room.saved.of_case(case) == []


def test_nothing_new_and_nothing_saved_says_how_to_begin(room: Desk) -> None:
    at = page(room)
    assert "there is no document yet." in text(at)
    assert "Under an answer of the chat, choose Save question" in text(at)
    assert "seen" not in [button.key for button in at.button]


def test_new_documents_are_told_until_they_are_marked_as_seen(
    room: Desk, case: Case, tmp_path: Path
) -> None:
    add(room, case, tmp_path / "case", order="The court <b>filed</b> the $5 agreement.\n")
    at = page(room)
    assert "1 new document: nothing was marked as seen yet." in text(at)
    assert "The court <b>filed</b> the $5 agreement." in text(at)
    at = well(at.button(key="seen").click().run())
    assert "no document came or went since 20" in text(at)
    assert "$5" not in text(at)


def test_answers_are_shown_side_by_side_the_worst_first(room: Desk, case: Case) -> None:
    save(room.saved, case, answered("How much is unpaid?", case.name))
    save(room.saved, case, not_found("When did livraisons stop?", case.name))
    save(room.saved, case, answered("What is the rent?", case.name))
    save(room.saved, case, nasty("Is it unpaid by <b>Bolt</b>?", case.name))
    at = page(room)
    assert folds(at) == [
        "No longer supported: What is the rent?",
        "Changed: Is it unpaid by <b>Bolt</b>?",
        "Newly found: When did livraisons stop?",
        "Unchanged: How much is unpaid?",
    ]
    lost, _, found, same = at.expander
    assert [fold.proto.expanded for fold in at.expander] == [True, True, True, False]
    assert "Not found in these documents." in [Read(html.value).text for html in lost.html]
    for fold, quote in ((lost, QUOTE), (found, ARTICLE), (same, QUOTE)):
        assert "\n".join(Read(html.value).text for html in fold.html).count(quote) == 1
    assert len(room.bot.asked) == 4  # type: ignore[attr-defined]  # the fake's


def test_a_new_answer_is_kept_without_asking_again(room: Desk, case: Case) -> None:
    save(room.saved, case, answered("What is the rent?", case.name))
    save(room.saved, case, answered("What is the term?", case.name))
    at = page(room)
    at = well(at.button(key="keep-0").click().run())
    assert sorted(folds(at)) == [
        "No longer supported: What is the term?",
        "Unchanged: What is the rent?",
    ]
    at = well(at.button(key="seen").click().run())
    assert {fold.split(":")[0] for fold in folds(at)} == {"Unchanged"}
    at = well(at.button(key="forget-0").click().run())
    assert len(folds(at)) == 1
    assert len(room.bot.asked) == 2  # type: ignore[attr-defined]  # the fake's


def test_another_state_of_the_library_is_asked_anew(room: Desk, case: Case, tmp_path: Path) -> None:
    save(room.saved, case, answered("How much is unpaid?", case.name))
    at = page(room)
    add(room, case, tmp_path / "case", order="The court filed the agreement.\n")
    well(at.run())
    room.reasking.wait(SOON)
    assert len(room.bot.asked) == 2  # type: ignore[attr-defined]  # the fake's


def test_an_error_says_what_mends_it_and_is_tried_again_when_asked(room: Desk, case: Case) -> None:
    save(room.saved, case, answered("are you busy?", case.name))
    at = page(room)
    assert "The library is being written by process 7.Try again later." in text(at)
    well(at.run())
    assert len(room.bot.asked) == 1  # type: ignore[attr-defined]  # the fake's
    well(at.button(key="reask").click().run())
    room.reasking.wait(SOON)
    assert len(room.bot.asked) == 2  # type: ignore[attr-defined]  # the fake's


def test_a_citation_of_the_old_answer_opens(room: Desk, case: Case) -> None:
    save(room.saved, case, answered("What is the rent?", case.name))
    at = press(page(room), "[1]")
    assert "Page5 (printed 4)" in text(at)

"""The search page over a real library of small texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.chat_page import labels, text, well
from tests.support.fake_bot import FakeBot, desk
from ui.desk import Desk

SOON = 60.0
HOSTILE = "<b>The claim</b> was *filed*."


def script() -> None:
    import streamlit as st

    from ui import frame
    from ui.pages import search as search_page

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.bot.cases(), desk.conversations)
    assert case is not None
    search_page.draw(desk, case)


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    """Two cases, of one text each."""
    bot = FakeBot(known=[])
    made = desk(tmp_path, bot)
    with made.catalogue.transaction() as db:
        db.execute("DELETE FROM cases")
    for name, words in (("acme", HOSTILE), ("roe", "The claim is denied.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"1. {words}\n")
        case = made.catalogue.put_case(name, name.capitalize())
        made.ingest_job.start(case, [tmp_path / name])
        made.ingest_job.wait(SOON)
    bot.known[:] = made.catalogue.cases()
    return made


def test_words_are_found_in_the_case_or_in_all_and_open_their_document(room: Desk) -> None:
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["desk"] = room
    page = well(page.run())
    page = well(page.text_input(key="search-text").set_value("claims").run())
    said = text(page)
    assert "1 passage in 1 document." in said
    assert HOSTILE in said
    assert "denied" not in said
    page = well(page.checkbox(key="search-everywhere").check().run())
    assert "2 passages in 2 documents." in text(page)
    assert "The claim is denied." in text(page)
    (opener,) = [
        button for button in page.button if (button.key or "").startswith("found-passage-1")
    ]
    well(opener.click().run())
    assert page.session_state["viewer"].quoted.citation.document == "acme.txt"
    page = well(page.text_input(key="search-text").set_value('"the claims"').run())
    assert "Nothing in any case holds this." in text(page)
    assert not [label for label in labels(page) if "acme" in label]

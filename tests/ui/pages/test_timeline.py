"""The timeline page over a real library of small texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.chat_page import text, well
from tests.support.fake_bot import FakeBot, desk
from ui.desk import Desk

SOON = 60.0


def script() -> None:
    import streamlit as st

    from ui import frame
    from ui.pages import timeline as timeline_page

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.bot.cases(), desk.conversations)
    assert case is not None
    timeline_page.draw(desk, case)


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    bot = FakeBot(known=[])
    made = desk(tmp_path, bot)
    with made.catalogue.transaction() as db:
        db.execute("DELETE FROM cases")
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "claim.txt").write_text(
        "Acme <b>paid</b> Smith $5,000 on March 3, 2021 in full.\n\n"
        "Smith shall respond no later than April 7, 2021 in writing.\n"
    )
    case = made.catalogue.put_case("acme", "Acme")
    made.ingest_job.start(case, [folder])
    made.ingest_job.wait(SOON)
    bot.known[:] = made.catalogue.cases()
    return made


def test_events_are_listed_filtered_and_opened(room: Desk) -> None:
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["desk"] = room
    page = well(page.run())
    said = text(page)
    assert "2 events." in said
    assert said.index("2021-03-03") < said.index("2021-04-07")
    assert "<b>paid</b>" in said
    page = well(page.selectbox(key="timeline-kind").set_value("deadline").run())
    assert "1 event." in text(page)
    assert "2021-03-03" not in text(page)
    well(page.button(key="timeline-event-0").click().run())
    assert page.session_state["viewer"].quoted.citation.document == "claim.txt"
    page = well(page.text_input(key="timeline-about").set_value("nobody").run())
    assert "0 events." in text(page)


def test_amounts_are_listed_and_opened(room: Desk) -> None:
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["desk"] = room
    page.session_state["timeline-part"] = "Amounts"
    page = well(page.run())
    assert "1 amount." in text(page)
    assert "5,000 USD" in text(page)
    well(page.button(key="amounts-quote-0").click().run())
    assert page.session_state["viewer"].quoted.citation.document == "claim.txt"
    page = well(page.text_input(key="amounts-about").set_value("nobody").run())
    assert "0 amounts." in text(page)

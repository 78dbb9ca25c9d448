"""Cases renamed, deleted and had back in the page."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.support.chat_page import labels, press, text, well
from tests.support.fake_bot import FakeBot, desk
from ui.desk import Desk


def script() -> None:
    import streamlit as st

    from ui import frame
    from ui.views import cases as cases_view

    frame.prepare()
    desk = st.session_state["desk"]
    cases_view.draw(desk, frame.choose_case(desk.catalogue.cases(), desk.conversations))


def page(room: Desk) -> AppTest:
    opened = AppTest.from_function(script, default_timeout=60)
    opened.session_state["desk"] = room
    return well(opened.run())


def test_a_case_is_renamed_deleted_and_had_back(tmp_path: Path) -> None:
    room = desk(tmp_path)
    opened = page(room)
    assert opened.selectbox(key="case").value == "acme-v-bolt"
    opened.text_input(key="case-title-acme-v-bolt").set_value("Acme <b>v.</b> Bolt")
    opened = press(opened, "Rename")
    assert room.catalogue.case("acme-v-bolt").title == "Acme <b>v.</b> Bolt"
    # The browser is told to draw the choice anew: it would keep the title from before.
    assert opened.selectbox(key="case").proto.set_value
    assert opened.selectbox(key="case").proto.raw_value == "Acme <b>v.</b> Bolt"
    assert any("Deleting takes 0 documents out" in text.value for text in opened.markdown)
    opened = press(opened, "Delete this case")
    assert opened.selectbox(key="case").value != "acme-v-bolt"
    assert "acme-v-bolt" not in [case.name for case in room.catalogue.cases()]
    opened = press(opened, "Bring back Acme <b>v.</b> Bolt")
    assert opened.selectbox(key="case").value == "acme-v-bolt"
    assert not any(label.startswith("Bring back") for label in labels(opened))


def whole_page() -> None:
    import streamlit as st

    from ui import frame, navigation

    frame.prepare()
    navigation.run(st.session_state["desk"])


def test_the_first_page_leads_to_the_first_case(tmp_path: Path) -> None:
    bot = FakeBot(known=[])
    room = desk(tmp_path / "library", bot)
    with room.catalogue.transaction() as db:
        db.execute("DELETE FROM cases")
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "order.txt").write_text("The court ordered payment.\n")
    opened = AppTest.from_function(whole_page, default_timeout=60)
    opened.session_state["desk"] = room
    well(opened.run())
    assert "There is no case yet: give one a name" in text(opened)
    opened.text_input(key="new-title").set_value("Smith v. Jones")
    opened.text_input(key="new-folder").set_value(str(papers))
    opened.button(key="new-create").click()
    well(opened.run())
    room.ingest_job.wait(60)
    (case,) = room.catalogue.cases()
    assert [document.path for document in room.catalogue.documents(case)] == ["order.txt"]

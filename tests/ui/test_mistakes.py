"""Where something goes wrong the page stays, with a sentence and a way on."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from ingest.errors import LibraryUnwritable
from ingest.store.catalogue import Case
from tests.support.chat_page import labels, text
from tests.support.fake_bot import DOCUMENTS, FakeCatalogue, desk


def script() -> None:
    import streamlit as st

    from ui import frame, navigation

    frame.prepare()
    navigation.run(st.session_state["desk"])


def failing() -> None:
    from ui import mistakes

    mistakes.draw(ZeroDivisionError("division by zero"))


class _Broken(FakeCatalogue):
    def failures(self, case: Case) -> dict[str, tuple[str, str]]:
        raise LibraryUnwritable("The disk is full.", "Free some space.")


def test_what_could_be_drawn_stays_beside_what_went_wrong(tmp_path: Path) -> None:
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["desk"] = desk(tmp_path, contents=_Broken())
    page.run()
    assert not page.exception
    assert "The disk is full.Free some space." in text(page)
    assert {"Try again", "New conversation", DOCUMENTS[0].description.title} <= set(labels(page))


def test_a_mistake_of_the_program_is_no_traceback() -> None:
    page = AppTest.from_function(failing).run()
    assert not page.exception
    assert text(page) == (
        "This met a mistake of the program.Load the page again. The terminal that Pincite runs in "
        "shows what happened."
    )

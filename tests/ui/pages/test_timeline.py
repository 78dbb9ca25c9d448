"""The timeline page over a real library of small texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.chat_page import text, well
from tests.support.library_page import at, desk_of
from ui.desk import Desk

CLAIM = (
    "Acme <b>paid</b> Smith $5,000 on March 3, 2021 in full.\n\n"
    "Smith shall respond no later than April 7, 2021 in writing.\n"
)


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    return desk_of(tmp_path, {"acme": {"claim.txt": CLAIM}})


def test_events_are_listed_filtered_and_opened(room: Desk) -> None:
    page = at(room, "timeline")
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
    page = at(room, "timeline", **{"timeline-part": "amounts"})
    assert "1 amount." in text(page)
    assert "5,000 USD" in text(page)
    well(page.button(key="amounts-quote-0").click().run())
    assert page.session_state["viewer"].quoted.citation.document == "claim.txt"
    page = well(page.text_input(key="amounts-about").set_value("nobody").run())
    assert "0 amounts." in text(page)

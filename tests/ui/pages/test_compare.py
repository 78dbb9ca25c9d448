"""The compare page over a real library of small texts."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from streamlit.testing.v1 import AppTest

from bot.overview.comparison_export import comparison_report
from bot.overview.report import as_markdown, as_word
from bot.overview.sourced import said
from tests.support.chat_page import text, well
from tests.support.fake_bot import FakeBot, desk
from ui.desk import Desk

SOON = 60.0
ARTICLE = "Wiwynn claims $12 million. Wiwynn claims $13 million. Who pays now?"


def script() -> None:
    import streamlit as st

    from ui import frame
    from ui.pages import compare as compare_page

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.bot.cases(), desk.conversations)
    assert case is not None
    compare_page.draw(desk, case)


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    bot = FakeBot(known=[])
    made = desk(tmp_path, bot)
    with made.catalogue.transaction() as db:
        db.execute("DELETE FROM cases")
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "claim.txt").write_text("Wiwynn claims $12 million of | parts.\n")
    case = made.catalogue.put_case("acme", "Acme")
    made.ingest_job.start(case, [folder])
    made.ingest_job.wait(SOON)
    bot.known[:] = made.catalogue.cases()
    return made


def test_pasted_text_is_compared_filtered_opened_and_taken_along(room: Desk) -> None:
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["desk"] = room
    page = well(page.run())
    page.selectbox(key="compare-document-acme").set_value("")
    page = well(page.run())
    page.text_area(key="compare-text").set_value(ARTICLE)
    page.button(key="compare-run").click().run()
    room.comparing.wait(SOON)
    page = well(page.run())
    shown = text(page)
    assert "3 sentences beside 1 filing." in shown
    assert "“$13 million” here, “$12 million” there" in shown
    assert "Who pays now?" not in shown  # nothing to check, and not shown unless asked for
    page.button_group(key="compare-verdicts-Pasted text").set_value(["differs"])
    page = well(page.run())
    assert "Stands in the filings" not in text(page)
    well(page.button(key="compare-filed-1-0").click().run())

    look = room.comparing.look()
    assert look is not None
    assert look.result is not None
    comparison = look.result

    def cites(place):  # type: ignore[no-untyped-def]
        return said(room.catalogue, place)

    markdown = as_markdown(comparison_report(comparison, cites))
    assert "## Differs from the filings" in markdown
    assert "Wiwynn claims $12 million of \\| parts." in markdown
    assert markdown.count(room.catalogue.documents(room.bot.cases()[0])[0].sha256) == 2
    unchecked = [each for each in comparison.compared if each.verdict == "nothing to check"]
    thrice = comparison_report(replace(comparison, compared=tuple(unchecked[:1] * 3)), cites)
    assert [section.remarks for section in thrice.sections] == [("Who pays now?",) * 3]
    written = docx.Document(io.BytesIO(as_word(comparison_report(comparison, cites))))
    (table,) = written.tables
    assert table.rows[0].cells[0].text == "No."
    assert len(table.rows) == 3


def test_no_text_is_told_on_the_page(room: Desk) -> None:
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["desk"] = room
    page = well(page.run())
    page.selectbox(key="compare-document-acme").set_value("")
    page = well(page.run())
    page = well(page.button(key="compare-run").click().run())
    assert "There is no text to compare." in text(page)

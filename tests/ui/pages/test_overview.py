"""The overview page over a real library of small texts."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.support.chat_page import text, well
from tests.support.fake_bot import FakeBot, desk
from tests.support.library_page import at, desk_of

SOON = 60.0


def script() -> None:
    import streamlit as st

    from ui import frame
    from ui.pages import overview as overview_page

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.bot.cases(), desk.conversations)
    assert case is not None
    overview_page.draw(desk, case)


def test_each_line_is_shown_and_opened(tmp_path: Path) -> None:
    bot = FakeBot(known=[])
    made = desk(tmp_path, bot)
    with made.catalogue.transaction() as db:
        db.execute("DELETE FROM cases")
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "complaint.txt").write_text(
        "COMPLAINT\n\nNATURE OF THE ACTION\n\n"
        "1. Acme sold <b>pumps</b> to Smith, who took them, used them for three years and never "
        "paid for a single one of them.\n\n"
        "PRAYER FOR RELIEF\n\nWHEREFORE, Acme prays for damages of $5 million.\n"
    )
    (folder / "note.txt").write_text("Nothing here.\n")
    case = made.catalogue.put_case("acme", "Acme")
    made.ingest_job.start(case, [folder])
    made.ingest_job.wait(SOON)
    bot.known[:] = made.catalogue.cases()
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["desk"] = made
    page = well(page.run())
    said = text(page)
    assert said.index("What it is about") < said.index("What is asked for")
    assert "<b>pumps</b>" in said
    assert "Not found here: court, case number, judge, parties, counsel." in said
    well(page.button(key="overview-line-1").click().run())
    assert "$5 million" in page.session_state["viewer"].quoted.citation.quote
    page = well(page.selectbox(key="overview-document").set_value("note.txt").run())
    assert "No caption, docket or heading" in text(page)


def test_two_disputes_are_not_mixed(tmp_path: Path) -> None:
    room = desk_of(tmp_path, {"mixed": {
        f"{name}.txt": "UNITED STATES DISTRICT COURT\nNORTHERN DISTRICT OF CALIFORNIA\n\n"
        f"{plaintiff}, Inc.,\nPlaintiff,\nv.\n{defendant}, LLC,\nDefendant.\n\n"
        f"Case No. {number}\n\nCOMPLAINT\n\nNATURE OF THE ACTION\n\n"
        f"1. On May {day}, 2024 {defendant} took what it had ordered and what it never paid for, "
        "though it was asked to pay in three letters.\n"
        for name, plaintiff, defendant, number, day in (
            ("racks", "Acme Racks", "Bolt Hosting", "5:24-cv-00101-ABC", 3),
            ("lease", "Dale Estates", "Moss Foods", "5:24-cv-00202-DEF", 4),
        )
    }})  # fmt: skip
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["desk"] = room
    said = text(well(page.run()))
    assert "The papers of this case have the captions of 2 disputes: " in said
    captions = [
        "Dale Estates, Inc. v. Moss Foods, LLC, No. 5:24-cv-00202-DEF",
        "Acme Racks, Inc. v. Bolt Hosting, LLC, No. 5:24-cv-00101-ABC",
    ]
    # In the notice, and each above its own lines.
    assert [said.count(caption) for caption in captions] == [2, 2]
    (lease, racks) = (said.rindex(caption) for caption in captions)
    assert (lease < racks) == (said.index("4, 2024") < said.index("3, 2024"))
    said = text(at(room, "timeline"))
    assert "May 4, 2024" in said
    assert "Complaint · Dale Estates, Inc. v. Moss Foods, LLC, No. 5:24-cv-00202-DEF" in said
    assert "The papers of this case have the captions of 2 disputes: " in text(at(room, "compare"))

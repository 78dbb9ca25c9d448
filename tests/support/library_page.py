"""A page over a real library of small texts, under Streamlit's AppTest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.support.chat_page import well
from tests.support.fake_bot import FakeBot, desk
from ui.desk import Desk

SOON = 60.0


def script(name: str) -> None:
    # Run as a file of its own, so that what it uses is imported here.
    from importlib import import_module

    import streamlit as st

    from ui import frame

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.catalogue.cases(), desk.conversations)
    assert case is not None
    import_module(f"ui.pages.{name}").draw(desk, case)


def at(desk: Desk, name: str, **session: object) -> AppTest:
    """The page ui/pages/NAME.py as a new visitor of this desk sees it."""
    page = AppTest.from_function(script, default_timeout=60, args=(name,))
    for key, value in {"desk": desk, **session}.items():
        page.session_state[key] = value
    return well(page.run())


def desk_of(folder: Path, cases: Mapping[str, Mapping[str, str]]) -> Desk:
    """What the pages work with, over a library of these cases: each has its texts by file name."""
    bot = FakeBot(known=[])
    made = desk(folder, bot)
    with made.catalogue.transaction() as db:
        db.execute("DELETE FROM cases")
    for name, texts in cases.items():
        papers = folder / name
        papers.mkdir()
        for file, text in texts.items():
            (papers / file).write_text(text)
        case = made.catalogue.put_case(name, name.capitalize())
        made.ingest_job.start(case, [papers])
        made.ingest_job.wait(SOON)
    bot.known[:] = made.catalogue.cases()
    return made

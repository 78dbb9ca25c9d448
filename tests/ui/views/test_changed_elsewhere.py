"""A page that stays open while another program changes the documents of its case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from streamlit.testing.v1 import AppTest

from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.chat_page import labels, press, text, well
from tests.support.fakes import WordEmbedder
from tests.support.library_page import desk_of
from tests.support.served import served
from ui.desk import Desk

CHANGED = "The documents changed: "


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    return desk_of(tmp_path, {"acme": {"letter.txt": "Bolt owes.\n", "note.txt": "A note.\n"}})


def whole_page() -> None:
    import streamlit as st

    from ui import frame
    from ui.views import changed_elsewhere

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.catalogue.cases(), desk.conversations)
    assert case is not None
    changed_elsewhere.draw(desk, case)


def opened(room: Desk) -> AppTest:
    page = AppTest.from_function(whole_page, default_timeout=60)
    page.session_state["desk"] = room
    return well(page.run())


def test_what_another_program_changed_is_said_until_it_is_shown(room: Desk) -> None:
    page = opened(room)
    folder = room.catalogue.path.parent / "acme"
    elsewhere = Library(replace(Settings(), library=room.catalogue.path.parent), WordEmbedder())
    assert CHANGED not in text(page)
    (folder / "order.txt").write_text("The court ordered.\n")
    (folder / "motion.txt").write_text("Bolt moves.\n")
    ingest(elsewhere, "acme", [folder])
    page = well(page.run())
    assert f"{CHANGED}2 new." in text(page)
    assert ["2 new" in toast.value for toast in page.toast] == [True]
    assert not well(page.run()).toast  # told once
    # It is told of all that came since, also in several steps.
    (folder / "letter.txt").write_text("Bolt owes more.\n")
    (folder / "note.txt").unlink()
    ingest(elsewhere, "acme", [folder])
    assert f"{CHANGED}2 new, 1 changed and 1 gone." in text(well(page.run()))
    page = press(page, "Show them")
    assert CHANGED not in text(page)
    assert "Show them" not in labels(page)


def test_what_was_begun_in_the_app_is_not_said_again(room: Desk) -> None:
    page = opened(room)
    folder = room.catalogue.path.parent / "acme"
    (folder / "order.txt").write_text("The court ordered.\n")
    assert room.ingest_job.start(room.catalogue.case("acme"), [folder])
    room.ingest_job.wait(60)
    assert CHANGED not in text(well(page.run()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "case.yaml").write_text("title: Acme Racks v. Bolt Hosting\n")
    (folder / "letter.txt").write_text("1. Bolt owes for the racks.\n")
    ingest_elsewhere(tmp_path)
    return folder


@pytest.fixture
def address(tmp_path: Path, folder: Path) -> Iterator[str]:
    with served(tmp_path / "library", "tests/support/real_app.py") as address:
        yield address


def ingest_elsewhere(root: Path) -> None:
    """In this process, which is another one than that of the app."""
    library = Library(replace(Settings(), library=root / "library"), WordEmbedder())
    ingest(library, "acme", [root / "acme"])


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_the_next_question_is_put_to_what_another_program_added(
    browser: Browser, address: str, folder: Path, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-US")
    page = context.new_page()
    page.goto(address)
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US").new_page()
    phone.goto(address)
    expect(phone.get_by_role("heading", name="Acme Racks v. Bolt Hosting")).to_be_visible(
        timeout=90_000
    )
    heading = page.get_by_role("heading", name="Acme Racks v. Bolt Hosting")
    expect(heading).to_be_visible(timeout=90_000)
    box = page.get_by_role("textbox", name="Ask a question")
    box.fill("What payment did the court order?")
    (folder / "order.txt").write_text("7. The court ordered payment by the fourth of July.\n")
    ingest_elsewhere(tmp_path)
    # Said without a click, and what was typed meanwhile is still there.
    expect(page.get_by_text(f"{CHANGED}1 new.").first).to_be_visible(timeout=60_000)
    # On a phone the sidebar that says so is closed.
    expect(phone.get_by_test_id("stToast")).to_contain_text(f"{CHANGED}1 new.", timeout=60_000)
    phone.context.close()
    expect(box).to_have_value("What payment did the court order?")
    box.press("Enter")
    quote = page.locator("blockquote").filter(has_text="by the fourth of July")
    expect(quote.first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Show them").click()
    expect(page.get_by_text(CHANGED)).to_have_count(0, timeout=30_000)
    expect(page.get_by_text("Documents (2)")).to_be_visible()
    context.close()

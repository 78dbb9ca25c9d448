"""The search page over a real library of small texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.chat_page import labels, text, well
from tests.support.library_page import at, desk_of
from ui.desk import Desk

HOSTILE = "<b>The claim</b> was *filed*."


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    """Two cases, of one text each."""
    return desk_of(
        tmp_path,
        {
            "acme": {"acme.txt": f"1. {HOSTILE}\n"},
            "roe": {"roe.txt": "1. The claim is denied.\n"},
        },
    )


def test_words_are_found_in_the_case_or_in_all_and_open_their_document(room: Desk) -> None:
    page = at(room, "search")
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

"""The few words that Streamlit itself says, in the reader's language, and the language of the page.

A small component of ours: Streamlit says "Upload" and "Send message" to everybody, and calls every
page English, also to a screen reader. Words are changed only where Streamlit alone writes, so that
those of a document stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import streamlit as st

from ingest.translation import N_, _, language

_BY_PLACE = {
    '[data-testid="stFileUploaderDropzone"] > span button': (N_("Upload"),),
    '[data-testid="stFileUploaderDropzone"] > input': (N_("file upload"),),
    '[data-testid="stFileUploader"] button[aria-label="Add files"]': (N_("Add files"),),
    '[data-testid="stFileChip"] button': (N_("Remove …"),),
    '[data-testid="stExpandSidebarButton"]': (N_("Expand sidebar"),),
    '[data-testid="stSidebarCollapseButton"] button': (N_("Collapse sidebar"),),
    '[data-testid="stSidebar"]': (N_("Sidebar"),),
    '[data-testid="stTopNav"]': (N_("App pages"),),
    '[data-testid="stMainMenuButton"], [data-testid="stMainMenuList"]': (N_("Main menu"),),
    '[data-testid="stThemeSwitcher"]': (N_("Theme"), N_("System"), N_("Light"), N_("Dark")),
    '[data-testid^="stMainMenuItem-"]': (N_("Print"), N_("Record screen")),
    '[data-testid="stMainMenuPopover"] span': (N_("Made with Streamlit v…"),),
    '[data-testid="stMainMenuPopover"] button': (N_("Copy version to clipboard"),),
    '[data-testid="stStatusWidget"]': (N_("Running..."), N_("Stop")),
    '[data-testid="InputInstructions"]': (
        N_("Press Enter to apply"),
        N_("Press Enter to submit form"),
        N_("Press Ctrl+Enter to apply"),
        N_("Press ⌘+Enter to apply"),
    ),
    '[data-testid="stChatInputSubmitButton"]': (N_("Send message"),),
    '[role="dialog"] button[aria-label="Close"]': (N_("Close"),),
    '[data-testid="stCode"] button': (N_("Copy to clipboard"),),
    '[data-testid="stTextInput"] button': (
        N_("Show password"),
        N_("Hide password"),
        N_("Clear entry"),
    ),
    '[data-testid="stDateInput"] button': (N_("Choose date"), N_("Clear date")),
    '[data-testid="stMultiSelect"] button': (
        N_("Clear all"),
        N_("Open"),
        N_("Remove …"),
    ),
    '[data-testid="stSelectbox"] button': (N_("Clear value"), N_("Open")),
    '[data-testid="stElementToolbarButton"] button': (
        N_("Show/hide columns"),
        N_("Download as CSV"),
        N_("Search"),
        N_("Fullscreen"),
        N_("Close fullscreen"),
    ),
}
"""What Streamlit says, by the parts of its pages (CSS selectors) that say nothing else. For …
anything may stand."""

_say = st.components.v2.component(
    "pincite_streamlits_words",
    js=(Path(__file__).with_name("streamlits_words_files") / "words.js").read_text(
        encoding="utf-8"
    ),
)


def draw() -> None:
    """Draw the component, which has no look of its own; call it once on every page."""
    _say(
        key="streamlits-words",
        height="content",
        # Tuples: to see whether a list or a dictionary is a table, Streamlit would load pandas,
        # which takes nearly a second of the processor, before the first page is shown.
        data={"language": language(), "words": tuple(_words())},
    )


def _words() -> Iterator[tuple[str, str, str]]:
    """Where something is said, what Streamlit says there, and what is to be said."""
    if language() == "en":
        return
    for where, sentences in _BY_PLACE.items():
        for said in sentences:
            yield where, said, _(said)
    megabytes = st.get_option("server.maxUploadSize")
    yield (
        '[data-testid="stFileUploaderDropzoneInstructions"]',
        f"{megabytes}MB per file",
        _("{megabytes} MB per file").format(megabytes=megabytes),
    )

"""What the viewer and the list of keys say comes from the page, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import streamlit

from ingest.translation import speaking
from ui.views import keyboard, streamlits_words, viewer

VIEWS = Path(viewer.__file__).parent
COMPONENTS = [(viewer, VIEWS / "viewer_files"), (keyboard, VIEWS / "keyboard_files")]
READ = {"alt", "aria-label", "placeholder", "title"}
# 100% and 62% say the same everywhere.
JAVASCRIPT_SAID = re.compile(
    r"(?:textContent|placeholder|title|alt)\s*[=:]\s*([\"'`])(?P<words>(?:(?!\1).)*)\1"
    r"|setAttribute\(\s*\"(?:aria-label|title|alt)\",\s*([\"'`])(?P<more>(?:(?!\3).)*)\3"
)


class _Said(HTMLParser):
    """What stands in a page by itself, and the names of what is put there."""

    def __init__(self) -> None:
        super().__init__()
        self.bare: list[str] = []
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in READ:
                self.bare.append(value or "")
            elif name.startswith("data-"):
                self.names.append(value or "")

    def handle_data(self, data: str) -> None:
        # A key of the keyboard is called by its letter.
        if re.search(r"[A-Za-z]{2}", data):
            self.bare.append(data)


def said_in_javascript(source: str) -> Iterator[str]:
    for found in JAVASCRIPT_SAID.finditer(source):
        words = re.sub(r"\$\{[^}]*\}", "", found["words"] or found["more"] or "")
        if re.search(r"[A-Za-z]{2}", words):
            yield words


@pytest.mark.parametrize(("view", "folder"), COMPONENTS, ids=["viewer", "keyboard"])
def test_nothing_is_said_but_what_the_page_gives(view: object, folder: Path) -> None:
    words: Callable[[], dict[str, str]] = view._words  # type: ignore[attr-defined]
    (page,) = folder.glob("*.html")
    (script,) = folder.glob("*.js")
    source = script.read_text(encoding="utf-8")
    said = _Said()
    said.feed(page.read_text(encoding="utf-8"))
    assert said.bare == []
    assert list(said_in_javascript(source)) == []
    named = {*said.names, *re.findall(r'say\(\s*"(\w+)"', source)}
    english = words()
    assert set(english) == named
    with speaking("fr"):
        french = words()
    same = {name for name in english if english[name] == french[name]}
    assert same <= {"document", "page", "pages", "numberedPage"}


def test_words_in_javascript_are_found() -> None:
    source = 'a.textContent = "Copied"; b.setAttribute("aria-label", `Page ${n}`); c.alt = `${n}%`;'
    assert list(said_in_javascript(source)) == ["Copied", "Page "]


def test_what_is_said_in_streamlits_place_is_what_streamlit_says() -> None:
    """A word that Streamlit changes would be English again for French readers."""
    scripts = Path(streamlit.__file__).with_name("static").glob("static/js/[A-Ziu]*.js")
    source = "".join(script.read_text(encoding="utf-8") for script in scripts)
    said = {each for sentences in streamlits_words._BY_PLACE.values() for each in sentences}
    # Some are put together there: "Press Enter to ${…}", "Made with Streamlit v${…}".
    parts = {part for each in said for part in re.split("…|⌘|Ctrl|(?<=to )apply|submit form", each)}
    assert {part for part in parts if part not in source} == set()
    with speaking("fr"):
        assert {where for where, _, _ in streamlits_words._words()} >= {*streamlits_words._BY_PLACE}
        assert all(instead != each for _, each, instead in streamlits_words._words())
    assert list(streamlits_words._words()) == []

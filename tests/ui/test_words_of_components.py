"""What the viewer and the list of keys say comes from the page, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ingest.translation import speaking
from ui.views import keyboard, viewer

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

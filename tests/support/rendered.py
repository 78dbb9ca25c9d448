"""What a browser shows of HTML and of Markdown."""

from __future__ import annotations

from html.parser import HTMLParser

from markdown_it import MarkdownIt


class Read(HTMLParser):
    """What a browser shows: the text, the marked stretches of it, and the elements met."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.elements: list[str] = []
        self.marked: list[tuple[int, int]] = []
        self._begins = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self._begins = len(self.text)

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self.marked.append((self._begins, len(self.text)))

    def handle_data(self, data: str) -> None:
        self.text += data


MARKDOWN = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def shown(label: str) -> tuple[str, list[str]]:
    """Text and elements that a label's Markdown becomes."""
    read = Read(MARKDOWN.render(label))
    return read.text.removesuffix("\n"), read.elements

"""Markdown, as it would be shown: by way of HTML, so that one rule says what is seen."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from ingest.document import Description, Page, Reading
from ingest.errors import FileRefused
from ingest.formats.html.blocks import blocks_of, take_out_controls, tree_of
from ingest.formats.html.hidden import take_out_hidden
from ingest.formats.text import visible

_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S
)


_NESTING = 100
"""Quotes within lists within quotes: what is nested deeper is not shown."""


def read_markdown(text: str) -> Reading:
    """Markdown with tables: one line a block, markup gone, the words of links kept.

    Raises `FileRefused` where it shows no text.
    """
    front = _FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    rendered = (
        MarkdownIt("commonmark", {"maxNesting": _NESTING})
        .enable(["table", "strikethrough"])
        .render(body)
    )
    tree = tree_of(f"<html><body>{rendered}</body></html>")
    left_out = take_out_hidden(tree) + take_out_controls(tree)
    blocks = blocks_of(tree)
    if not blocks:
        raise FileRefused("It holds no text to read.", "Check that the right file was saved.")
    heading = next((block.text for block in blocks if block.role == "heading"), "")
    page = Page(1, tuple(block.line for block in blocks), why="Markdown", left_out=tuple(left_out))
    title = _front_title(front[1]) if front else ""
    return Reading(iter((page,)), "markdown", Description(title=title or heading))


def _front_title(front: str) -> str:
    found = re.search(r"(?m)^title:[ \t]*(['\"]?)(.+?)\1[ \t]*$", front)
    return visible(found[2]) if found else ""

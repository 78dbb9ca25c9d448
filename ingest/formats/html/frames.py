"""Pages within a page: the documents that stand in a frame's own source (``srcdoc``)."""

from __future__ import annotations

from lxml.html import HtmlElement

from ingest.document import LeftOut
from ingest.errors import FileRefused
from ingest.formats.html.blocks import tree_of
from ingest.formats.html.hidden import take_out_hidden

DEEPEST = 3
"""Frames within frames are opened this far."""
_SMALLEST = 2
"""Pixels: a frame no larger shows nothing."""


def open_frames(tree: HtmlElement, depth: int = 0) -> list[LeftOut]:
    """Puts what frames show in their place; returns what they hide. The styles of the page do not
    hold in a frame, nor those of the frame outside. For a tree whose hidden parts are taken out."""
    left_out: list[LeftOut] = []
    for frame in list(tree.iter("iframe")):
        source = frame.get("srcdoc", "")
        if not source.strip():
            continue
        try:
            inner = tree_of(source)
        except FileRefused:
            continue
        left_out += take_out_hidden(inner)
        if depth + 1 < DEEPEST:
            left_out += open_frames(inner, depth + 1)
        body = inner.find("body")
        if body is None:
            continue
        if _is_tiny(frame):
            text = " ".join(str(body.text_content()).split())
            left_out += [LeftOut("hidden text", text)] if text else []
            continue
        body.tag = "div"
        body.tail = frame.tail
        parent = frame.getparent()
        if parent is not None:
            parent.replace(frame, body)
    return left_out


def _is_tiny(frame: HtmlElement) -> bool:
    sizes = (frame.get("width", ""), frame.get("height", ""))
    return any(size.strip().isdecimal() and int(size) <= _SMALLEST for size in sizes)

"""Pages within a page."""

from __future__ import annotations

from html import escape

from ingest.document import Page
from ingest.formats.html.read import read_html


def page_with(frame: str, style: str = "") -> Page:
    (page,) = read_html(
        f"<html><head><style>{style}</style></head><body><p>Before the frame.</p>{frame}"
        "<p>After the frame.</p></body></html>"
    ).pages
    return page


def frame_of(source: str, attributes: str = "") -> str:
    return f'<iframe {attributes} srcdoc="{escape(source)}">No frames.</iframe>'


def test_what_a_frame_shows_stands_in_its_place() -> None:
    page = page_with(frame_of("<p>The rent is 700 dollars.</p><p style='display:none'>900</p>"))
    assert [line.text for line in page.lines] == [
        "Before the frame.", "The rent is 700 dollars.", "After the frame.",
    ]  # fmt: skip
    assert [left.text for left in page.left_out if left.what == "hidden text"] == ["900"]


def test_a_frame_within_a_frame_and_styles_that_end_at_its_border() -> None:
    inner = frame_of("<p>Deep inside.</p>")
    page = page_with(frame_of(f"<style>p {{display: none}}</style><b>Shown.</b>{inner}"))
    assert [line.text for line in page.lines] == [
        "Before the frame.", "Shown.", "Deep inside.", "After the frame.",
    ]  # fmt: skip


def test_a_frame_that_is_not_shown_is_left_out() -> None:
    for attributes, style in (
        ('style="display:none"', ""),
        ("width=0", ""),
        ("", "iframe{display:none}"),
    ):
        page = page_with(frame_of("<p>Secret.</p>", attributes), style)
        assert "Secret." not in [line.text for line in page.lines]

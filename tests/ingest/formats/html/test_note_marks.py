"""Raised digits of web pages: marks of notes are set apart, exponents keep their meaning."""

from __future__ import annotations

import pytest

from ingest.document import Page
from ingest.formats.html.read import read_html
from ingest.passages.split import split


def page_of(body: str) -> Page:
    (page,) = read_html(f"<html><body>{body}</body></html>").pages
    return page


@pytest.mark.parametrize(
    ("body", "text", "marks"),
    [
        ("The fee was $500<sup>2</sup> in 2019<sup>3</sup>.", "The fee was $500 in 2019.", "23"),
        ("Mr. <sup>2</sup> Banks paid.", "Mr. Banks paid.", "2"),
        ("Up to 10<sup>6</sup> ppm, 40 m<sup>2</sup>.", "Up to 10⁶ ppm, 40 m².", ""),
        ("Le 1<sup>er</sup> mai.", "Le 1er mai.", ""),
        ("It was late<a class='footnote-ref' href='#n'>[4]</a>.", "It was late.", "[4]"),
        ("It was late<span style='vertical-align: super'>5</span>.", "It was late.", "5"),
        ("<style>.n{vertical-align:.5em}</style>Unit 12<i class=n>4</i> is.", "Unit 12 is.", "4"),
        (
            "<style>b{position:relative;top:-3px;font-size:60%}</style>Mr.<b>5</b> Banks.",
            "Mr. Banks.",
            "5",
        ),
        ("<style>b{position:relative;top:3px;font-size:60%}</style>H<b>2</b>O.", "H2O.", ""),
    ],
)
def test_raised_type(body: str, text: str, marks: str) -> None:
    page = page_of(f"<p>{body}</p>")
    assert [line.text for line in page.lines] == [text]
    assert "".join(left.text for left in page.left_out if left.what == "note mark") == marks


def test_notes_know_their_marks() -> None:
    page = page_of(
        "<p>The fee<sup><a href='#a'>1</a></sup> was late<sup>2</sup>.</p>"
        "<ol><li id='a'>See the lease.</li></ol><p><sup>2</sup>By a week.</p>"
    )
    passages = list(split([page], "html", "en"))
    notes = [(note.text, note.paragraphs) for note in passages if note.role == "footnote"]
    assert notes == [("1 See the lease.", ("n.1",)), ("2 By a week.", ("n.2",))]


def test_how_a_word_is_pronounced_is_left_out() -> None:
    (page,) = read_html("<p>The <ruby>条約<rt>じょうやく</rt></ruby> of 1951.</p>").pages
    assert [line.text for line in page.lines] == ["The 条約 of 1951."]
    assert [(left.what, left.text) for left in page.left_out] == [("reading aid", "じょうやく")]

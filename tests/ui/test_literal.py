"""Documents' words come out as they are: in HTML exactly, in labels to the eye."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.string_util import clean_text

from tests.support.fake_bot import NASTY
from tests.support.rendered import Read, shown
from ui.literal import in_html, in_label, with_code, with_marks

TABLE = [
    "$61,000,000 and $5",
    "*stars* and **more**",
    "_under_ __lines__ snake_case_name",
    "[text](https://example.com) and ![picture](https://example.com/a.png)",
    "`code` and ```fence```",
    "<b>bold</b> <script>alert(1)</script> <img src=x onerror=alert(1)>",
    "&amp; &lt; &#65;",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "~~struck~~",
    ":red[red] :smile: :material/lock: :streamlit:",
    "a | b",
    "back\\slash \\$5 \\*",
    "https://example.com www.example.com a@example.com",
    "a -- b --- c -> d <- e <-> f >= g <= h ~= i",
    "¶ 23, at 5:14-20; § 7(a)",
    "« L’été », “quoted”, 1 412",
    NASTY,
]


def test_what_stands_between_backquotes_is_code_and_no_element() -> None:
    assert with_code("Run `pincite ingest <b>`, or `x` & y.") == (
        "Run <code>pincite ingest &lt;b&gt;</code>, or <code>x</code> &amp; y."
    )


@pytest.mark.parametrize("text", TABLE)
def test_html_shows_the_text_and_makes_no_element_of_it(text: str) -> None:
    read = Read(in_html(text))
    assert (read.text, read.elements) == (text, [])


@pytest.mark.parametrize("text", TABLE)
def test_a_label_shows_the_text_and_makes_no_element_of_it(text: str) -> None:
    seen, elements = shown(in_label(text))
    assert (seen.replace("\N{WORD JOINER}", ""), elements) == (text, ["p"])


REWRITTEN = [
    "a -- b",
    "a -> b",
    "a <- b",
    "a <-> b",
    "a >= b",
    "a <= b",
    "a ~= b",
    "https://example.com",
    "HTTP://example.com",
    "www.example.com",
    "a@example.com",
    ":streamlit:",
    ":material_lock:",
]


@pytest.mark.parametrize("text", REWRITTEN)
def test_what_streamlit_rewrites_after_the_escapes_are_gone_is_parted(text: str) -> None:
    seen, _ = shown(in_label(text))
    assert "\N{WORD JOINER}" in seen


def test_a_pin_cite_is_shown_without_joiners() -> None:
    pin = "[1] Compl. (ECF No. 12-3) ¶¶ 23-24, at 5:14-6:2"
    assert shown(in_label(pin))[0] == pin


def test_a_plain_label_is_not_touched() -> None:
    assert in_label("Une chaîne sans ponctuation 12") == "Une chaîne sans ponctuation 12"


def test_a_label_is_one_line() -> None:
    assert in_label("two\n\nlines") == "two lines"


@given(st.text())
def test_any_text_survives_html_and_streamlits_tidying(text: str) -> None:
    # "\r" and "\0" cannot be written in HTML as themselves; browsers change them too.
    text = text.replace("\0", "").replace("\r", "")
    assert Read(clean_text(f"<p>{in_html(text)}</p>")).text == text


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=1))
def test_any_printable_text_survives_a_label(text: str) -> None:
    seen, elements = shown(in_label(text))
    assert (seen.replace("\N{WORD JOINER}", ""), elements) == (text, ["p"])


@given(st.text(min_size=1), st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40))))
def test_marks_change_nothing_of_the_text(text: str, stretches: list[tuple[int, int]]) -> None:
    text = text.replace("\0", "").replace("\r", "")
    read = Read(with_marks(text, stretches))
    assert read.text == text
    wanted = {i for start, end in stretches for i in range(max(start, 0), min(end, len(text)))}
    assert {i for start, end in read.marked for i in range(start, end)} == wanted


def test_marks_may_stand_around_signs() -> None:
    assert with_marks("<$5>", [(1, 3)]) == "&lt;<mark>$5</mark>&gt;"

"""Words of documents, cases and users, escaped so that the screen shows them unchanged.

Streamlit draws Markdown with additions of its own: formulas between dollar signs, :emoji:,
links made of bare addresses, and "--" turned into a dash even where it is escaped. A quote
that goes through it is no longer what the document says. So quotes are drawn as HTML in
which everything is escaped; `in_label` is for the labels of buttons and the like, which
take nothing but Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")

# What is rewritten after the escapes are gone: dashes and arrows, addresses, icons.
_REWRITTEN = re.compile(
    r"(?i)-(?=->?)|<(?=-|=)|[->~](?=[>=])|h(?=ttps?:)|w(?=ww\.)|@|:(?=streamlit:|material_)"
)
_JOINER = "\N{WORD JOINER}"


def in_html(text: str) -> str:
    """The text as content of an HTML element or of a quoted attribute.

    Line breaks are escaped too, since Streamlit tidies the white space of HTML it is given.
    """
    return escape(text).replace("\r", "&#13;").replace("\n", "&#10;")


def with_code(text: str) -> str:
    """The text as HTML, with what stands between backquotes, as in our advice, as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", in_html(text))


def with_marks(text: str, stretches: Iterable[tuple[int, int]], name: str = "") -> str:
    """The text as HTML, with its stretches [start, end) in <mark>. Those that overlap are
    one; what lies outside the text is cut off. ``name`` is a class for the marks."""
    opening = f'<mark class="{name}">' if name else "<mark>"
    parts, done = [], 0
    for start, end in sorted(stretches):
        start, end = max(start, done), min(end, len(text))
        if start < end:
            parts += [in_html(text[done:start]), opening, in_html(text[start:end]), "</mark>"]
            done = end
    return "".join([*parts, in_html(text[done:])])


def in_label(text: str) -> str:
    """The text on one line, as Markdown that shows it as it is.

    An invisible word joiner parts what would be rewritten, so this is for labels, which
    are read, and not for quotes, which are copied.
    """
    one_line = " ".join(text.split())
    parted = _REWRITTEN.sub(lambda found: found[0] + _JOINER, one_line)
    return _PUNCTUATION.sub(r"\\\1", parted)

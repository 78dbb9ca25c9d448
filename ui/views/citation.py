"""A citation opened: the quote, where it stands, the page it stands on, and what is around it."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from bot.answer import Citation
from bot.answering.later_versions import Standing
from ingest.errors import PinciteError
from ingest.store.catalogue import Stored
from ui.desk import Answers
from ui.frame import draw_notice
from ui.literal import in_html, in_label, with_marks

_WIDTH = 680
"""Pixels: a letter page is then as legible as on paper."""


def open_citation(bot: Answers, citation: Citation) -> None:
    """Open it in a drawer at the side of the page; at most once in a run of the page."""
    title = in_label(citation.title or citation.document)
    st.dialog(title, width=_WIDTH, position="right")(_draw)(bot, citation)


def _draw(bot: Answers, citation: Citation) -> None:
    st.html(
        f'<blockquote class="pincite-quote" lang="{in_html(citation.language)}" dir="auto">'
        f"{in_html(citation.quote)}</blockquote>"
    )
    _draw_place(citation)
    try:
        found = bot.standing(citation)
        _draw_standing(bot, citation, found)
        if found.state != "purged":
            _draw_pictures(bot, citation)
            _draw_context(bot.neighbours(citation), citation)
    except PinciteError as error:
        draw_notice(error.reason, error.advice)


def _draw_standing(bot: Answers, citation: Citation, found: Standing) -> None:
    """What became of the document since it was cited; nothing while it is as it was."""
    if found.passage_id == citation.passage_id:
        return
    headline, rest = _became(found)
    st.html(
        f'<div class="pincite-notice" role="status"><p class="pincite-headline">{headline}</p>'
        f"<p>{in_html(rest)}</p></div>"
    )
    if found.now is not None:
        with st.expander(in_label(f"There now: {found.now.pin}")):
            _draw_pictures(bot, found.now)
            _draw_context(bot.neighbours(found.now), found.now)


def _became(found: Standing) -> tuple[str, str]:
    if found.state == "purged":
        return "This document was deleted.", "Its pages can no longer be shown."
    if found.state == "withdrawn":
        return (
            "This document was withdrawn from the case.",
            "It is not searched any more; below it is shown as it was.",
        )
    what = (
        "A newer version of this document is in the case."
        if found.state == "superseded"
        else "This document was read again since."
    )
    if found.passage_id is None:
        return what, f"The quote is no longer in the document ({found.path})."
    if found.now is None:
        return what, f"The quote still stands in it ({found.path}), over several passages."
    return what, f"The quote still stands in it, at {found.now.pin}. Below is what was cited."


def _draw_place(citation: Citation) -> None:
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{in_html(value)}</dd></div>" for name, value in _place(citation)
    )
    st.html(f'<dl class="pincite-place">{rows}</dl>')


def _place(citation: Citation) -> Iterator[tuple[str, str]]:
    """Names and values of all that says where the quote stands."""
    yield "Cite as", citation.pin
    yield "File", citation.document
    if citation.lines:
        yield "Page", _pages(citation)
        first, last = citation.lines
        yield ("Line", str(first)) if first == last else ("Lines", f"{first} to {last}")
    if citation.paragraphs:
        several = len(citation.paragraphs) > 1
        yield "Paragraphs" if several else "Paragraph", ", ".join(citation.paragraphs)
    if citation.ocr:
        yield "Read by", "OCR, from the picture of the page: compare with it before quoting"
    if citation.struck:
        yield "Left out", "words that are struck out on the page"
    if citation.match == "repaired":
        yield "Wording", "set right to what the document says"


def _pages(citation: Citation) -> str:
    pages = str(citation.page)
    if citation.last_page != citation.page:
        pages += f" to {citation.last_page}"
    if citation.page_label and citation.page_label != str(citation.page):
        pages += f" (printed {citation.page_label})"
    return pages


def _draw_pictures(bot: Answers, citation: Citation) -> None:
    pictures = bot.pictures(citation)
    if not pictures:
        return
    st.html('<h3 class="pincite-section">On the page</h3>')
    for page, picture in pictures:
        with st.container(key=f"page-picture-{citation.passage_id}-{page}"):
            st.image(
                picture,
                alt=f"Page {page} of {citation.document}, the quote highlighted",
                width="stretch",
            )
        st.html(f'<p class="pincite-aside">Page {page} of the file, the quote highlighted</p>')


def _draw_context(passages: list[Stored], citation: Citation) -> None:
    """The passages around the quote, the quote marked inside its own."""
    if not passages:
        return
    drawn = "".join(_passage(stored, citation) for stored in passages)
    st.html(
        f'<h3 class="pincite-section">In context</h3><div class="pincite-context">{drawn}</div>'
    )


def _passage(stored: Stored, citation: Citation) -> str:
    passage = stored.passage
    own = stored.id == citation.passage_id
    stretches = [(citation.start, citation.end)] if own else []
    name = "pincite-own" if own else "pincite-around"
    return (
        f'<p class="{name}" lang="{in_html(passage.language)}" dir="auto">'
        f"{with_marks(passage.text, stretches)}</p>"
    )

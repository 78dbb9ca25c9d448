"""A quote with whose word it is and its citation, which opens the document at the quote."""

from __future__ import annotations

import streamlit as st

from bot.overview.sourced import SourcedQuote
from ingest.translation import _, word
from ui.literal import in_html, in_label, with_marks
from ui.views import viewer
from ui.views.viewer import Quoted


def draw_quote(sourced: SourcedQuote, marked: str, quoted: Quoted) -> None:
    """``marked`` are the words of the quote that stand out; ``quoted`` names the button's key."""
    citation = sourced.citation
    draw_words(citation.quote, citation.language, marked=marked, voice=sourced.voice)
    draw_opener(quoted)


def draw_words(quote: str, language: str, *, marked: str = "", voice: str = "") -> None:
    """A quote without its cite, after whose word it is where that is given."""
    at = quote.find(marked) if marked else -1
    marks = [(at, at + len(marked))] if at >= 0 else []
    said = _("{voice}:").format(voice=in_html(word(voice))) + " " if voice else ""
    st.html(
        f'<blockquote class="pincite-also" lang="{in_html(language)}" dir="auto">'
        f"{said}{with_marks(quote, marks)}</blockquote>"
    )


def draw_opener(quoted: Quoted, before: str = "") -> None:
    """The cite, which opens the document at the quote, with words ``before`` it."""
    with st.container(key=f"chips-{quoted.opener}"):
        st.button(
            f"{before}{in_label(quoted.citation.pin)}",
            key=quoted.opener,
            wrap=True,
            on_click=viewer.open_quote,
            args=(quoted,),
        )

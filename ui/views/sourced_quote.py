"""A quote with whose word it is and its cite, which opens the document at the quote."""

from __future__ import annotations

import streamlit as st

from bot.overview.sourced import SourcedQuote
from ui.literal import in_html, in_label, with_marks
from ui.views import viewer
from ui.views.viewer import Quoted


def draw_quote(
    sourced: SourcedQuote, marked: str, quoted: Quoted, *, with_voice: bool = True
) -> None:
    """``marked`` are the words of the quote that stand out; ``quoted`` names the button's key."""
    quote = sourced.citation.quote
    at = quote.find(marked) if marked else -1
    voice = f"{in_html(sourced.voice)}: " if with_voice else ""
    marks = [(at, at + len(marked))] if at >= 0 else []
    st.html(
        f'<blockquote class="pincite-also" lang="{in_html(sourced.citation.language)}" dir="auto">'
        f"{voice}{with_marks(quote, marks)}</blockquote>"
    )
    draw_opener(quoted)


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

"""A quote with whose word it is and its citation, which opens the document at the quote."""

from __future__ import annotations

import streamlit as st

from bot.answering.readers_form import readers_forms
from bot.answering.wording import whose_word
from bot.overview.sourced import SourcedQuote
from ingest.translation import language
from ui.literal import in_html, in_label, with_marks
from ui.views import viewer
from ui.views.viewer import Quoted


def draw_quote(sourced: SourcedQuote, marked: str, quoted: Quoted) -> None:
    """``marked`` are the words of the quote that stand out; ``quoted`` names the button's key."""
    citation = sourced.citation
    draw_words(citation.quote, citation.language, marked=marked, said=said_by(sourced))
    draw_opener(quoted)


def said_by(sourced: SourcedQuote) -> str:
    """Whose word a quote is, in the reader's language: "The complaint alleges:"."""
    return whose_word(sourced.citation.kind, sourced.voice, language())


def draw_words(quote: str, quoted_in: str, *, marked: str = "", said: str = "") -> None:
    """A quote without its cite, in the language that it is ``quoted_in``. Our words stand outside
    of it: above it whose word it is, where that is given, and below it how the reader writes what
    would be misread."""
    at = quote.find(marked) if marked else -1
    marks = [(at, at + len(marked))] if at >= 0 else []
    above = f'<p class="pincite-aside pincite-said">{in_html(said)}</p>' if said else ""
    below = "".join(
        f'<p class="pincite-aside">{in_html(form)}</p>'
        for form in readers_forms(quote, quoted_in, language())
    )
    st.html(
        f'{above}<blockquote class="pincite-also" lang="{in_html(quoted_in)}" dir="auto">'
        f"{with_marks(quote, marks)}</blockquote>{below}"
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

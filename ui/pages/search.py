"""The search page: every place where a phrase or some words stand, document by document."""

from __future__ import annotations

import streamlit as st

from bot.answering.cite import cite
from bot.answering.readers_form import readers_forms
from bot.search.word_search import FoundIn, FoundPassage, search_words
from ingest.store.catalogue import Case
from ingest.translation import _, counted, language
from ui.desk import Desk
from ui.frame import draw_heading, narrow
from ui.literal import in_html, in_label, with_marks
from ui.views import viewer
from ui.views.viewer import Quoted

_SHOWN = 20
"""Passages of one document; its own search, beside the page, finds the rest."""


def draw(desk: Desk, case: Case) -> None:
    """The whole page, once."""
    narrow()
    draw_heading(_("Search"))
    text = st.text_input(
        _("Words, or a phrase between quotation marks"),
        key="search-text",
        placeholder=_('purchase order, or "time is of the essence"'),
        max_chars=400,
    )
    everywhere = st.checkbox(_("In all cases"), key="search-everywhere")
    quotes: list[Quoted] = []
    if text.strip():
        cases = desk.bot.cases() if everywhere else [case]
        found = search_words(desk.catalogue, cases, text)
        _draw_summary(found, everywhere)
        for index, document in enumerate(found):
            quotes += _draw_document(desk, document, index, everywhere)
    else:
        st.html(
            _(
                '<p class="pincite-lead">Finds every passage that holds the words, in any of their '
                "forms, or the very phrase. Nothing is ranked or left out.</p>"
            )
        )
    viewer.draw(desk.bot, case, "search", quotes)


def _draw_summary(found: list[FoundIn], everywhere: bool) -> None:
    if not found:
        where = _("in any case") if everywhere else _("in the documents of this case")
        sentence = _(
            "Nothing {where} holds this. Try fewer words, or leave out the quotation marks. What "
            "could not be read is not searched: the Documents page names it."
        ).format(where=where)
    else:
        passages = sum(len(document.passages) for document in found)
        sentence = _("{counted} in {counted2}.").format(
            counted=counted(passages, "passage"), counted2=counted(len(found), "document")
        )
    st.html(f'<p class="pincite-lead" role="status">{sentence}</p>')


def _draw_document(desk: Desk, found: FoundIn, index: int, with_case: bool) -> list[Quoted]:
    """Draws the passages of one document; returns them as they can be opened."""
    title = found.document.description.title or found.document.path
    label = f"{title} ({len(found.passages)})"
    if with_case:
        label += f" · {found.case.title or found.case.name}"
    with st.expander(in_label(label), expanded=index < 3, key=f"found-{found.document.id}"):
        quotes = [_draw_passage(desk, passage) for passage in found.passages[:_SHOWN]]
        if len(found.passages) > _SHOWN:
            rest = len(found.passages) - _SHOWN
            st.html(
                _(
                    '<p class="pincite-aside">and {rest} more: open one, and search inside the '
                    "document</p>"
                ).format(rest=rest)
            )
    return quotes


def _draw_passage(desk: Desk, found: FoundPassage) -> Quoted:
    stored = found.stored
    first, last = found.stretches[0][0], found.stretches[-1][1]
    citation = cite(desk.catalogue, stored, first, last, 1)
    quoted = Quoted(citation, f"found-passage-{stored.id}")
    passage = stored.passage
    st.html(
        f'<blockquote class="pincite-also" lang="{in_html(passage.language)}" dir="auto">'
        f"{with_marks(passage.text, found.stretches)}</blockquote>"
        + "".join(
            f'<p class="pincite-aside">{in_html(form)}</p>'
            for form in readers_forms(passage.text, passage.language, language())
        )
    )
    with st.container(key=f"chips-found-{stored.id}"):
        st.button(
            in_label(citation.pin),
            key=quoted.opener,
            wrap=True,
            on_click=viewer.open_quote,
            args=(quoted,),
        )
    return quoted

"""The document beside the chat: its pages, with a quote highlighted on them.

A small component of ours draws the pages, which it loads from `ui.page_files`; what is said
around them is drawn by Streamlit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from bot.answer import Citation
from bot.answering.later_versions import CitationStatus
from bot.answering.places import PagedDocument
from ingest.errors import PinciteError
from ingest.store.catalogue import Case, Stored
from ingest.translation import _
from ui.desk import Answers
from ui.frame import draw_notice
from ui.literal import in_html, with_marks
from ui.page_files import stretch_as_json

_FILES = Path(__file__).with_name("viewer_files")
_KEY = "viewer-pages"
_PASSWORD = "viewer-password"
_WRONG = "viewer-password-wrong"
_AHEAD = 20
"""Quotes at either end of the page whose places the browser is told before they are opened."""
_T = TypeVar("_T")
_pages = st.components.v2.component(
    "pincite_viewer",
    html=(_FILES / "viewer.html").read_text(encoding="utf-8"),
    css=(_FILES / "viewer.css").read_text(encoding="utf-8"),
    js=(_FILES / "viewer.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation on the page, and the key of the button that opens it: the focus returns there."""

    citation: Citation
    opener: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A citation, or else a document by its id in the catalogue."""

    quoted: Quoted | None = None
    document: int | None = None
    opener: str = ""
    place: str = ""


def open_quote(quoted: Quoted) -> None:
    """Open the cited document at the quote. To be called as a callback."""
    st.session_state["viewer"] = Opened(quoted=quoted, opener=quoted.opener)


def open_document(document: int, opener: str) -> None:
    """Open a document at its first page. To be called as a callback."""
    st.session_state["viewer"] = Opened(document=document, opener=opener)


def close() -> None:
    """Close what is open."""
    st.session_state.pop("viewer", None)


def draw(
    bot: Answers,
    case: Case,
    page: str,
    quotes: Sequence[Quoted] = (),
    alone: Sequence[Quoted] = (),
) -> None:
    """What was opened on this page about this case, if anything was. ``quotes`` are those that
    one can go on to, in order; those that are opened ``alone`` have no place in it."""
    # A fragment: to go from quote to quote draws the document again, and not the chat.
    st.fragment(_draw)(bot, f"{page} {case.name}", tuple(quotes), tuple(alone))


@dataclass(frozen=True, slots=True)
class _Paged:
    """What is open: a document, and the place of a quote in it."""

    shown: PagedDocument
    opener: str
    citation: Citation | None = None
    at: int | None = None


def _draw(bot: Answers, place: str, quotes: tuple[Quoted, ...], alone: tuple[Quoted, ...]) -> None:
    opened: Opened | None = st.session_state.get("viewer")
    if opened is not None and opened.place not in ("", place):
        opened = None
    # The component is there before anything is opened: it shows a quote in the instant of the
    # click, and what is drawn here follows.
    ahead = _places_ahead(bot, quotes, alone)
    if opened is None and not ahead:
        return
    if opened is not None:
        # What was opened belongs to this place from now on, and no other shows it.
        st.session_state["viewer"] = replace(opened, place=place)
    with st.container(key="viewer"):
        notices = st.container(key="viewer-notices")
        paged, gone = None, ""
        if opened is not None:
            try:
                paged, gone = _open(bot, opened, quotes, notices)
            except PinciteError as error:
                gone = opened.quoted.citation.document if opened.quoted else error.reason
                with notices:
                    draw_notice(error.reason, error.advice)
        _draw_pages(place, paged, gone, opened, ahead, quotes, alone)
        citation = opened.quoted.citation if opened and opened.quoted else None
        if citation is not None or opened is None:
            with st.expander(_("About this quote"), key="about-quote"):
                if citation is not None:
                    _draw_words([] if gone else bot.neighbours(citation), citation)


def _open(
    bot: Answers, opened: Opened, quotes: tuple[Quoted, ...], notices: DeltaGenerator
) -> tuple[_Paged | None, str]:
    """What is open, with what is to be said of it among the ``notices``; or None and the name of
    a document whose pages are gone. Raises PinciteError where it cannot be shown."""
    quoted = opened.quoted
    if quoted is None:
        shown = bot.show(opened.document or 0)
        with notices:
            _draw_lock(bot, shown)
        return _Paged(shown, opened.opener), ""
    citation = quoted.citation
    found = bot.status_of(citation)
    if found.passage_id != citation.passage_id:
        with notices:
            draw_notice(*_became(found))
    if found.state == "purged":
        return None, citation.title or citation.document
    shown = bot.show_citation(citation)
    with notices:
        _draw_lock(bot, shown)
    at = quotes.index(quoted) if quoted in quotes else None
    return _Paged(shown, quoted.opener, citation, at), ""


def _places_ahead(
    bot: Answers, quotes: tuple[Quoted, ...], alone: tuple[Quoted, ...]
) -> list[_Paged]:
    """Where the last quotes of the page stand, but for those of which there is more to say."""
    known: dict[tuple[int, int, int], PagedDocument | None] = st.session_state.get("located", {})
    now: dict[tuple[int, int, int], PagedDocument | None] = {}
    places = []
    for at, quoted in [
        *((None, quoted) for quoted in _ends(alone)),
        *_ends(tuple(enumerate(quotes))),
    ]:
        citation = quoted.citation
        spot = (citation.passage_id, citation.start, citation.end)
        now[spot] = shown = known[spot] if spot in known else _located(bot, citation)
        if shown is not None:
            places.append(_Paged(shown, quoted.opener, citation, at))
    st.session_state["located"] = now
    return places


def _ends(listed: tuple[_T, ...]) -> tuple[_T, ...]:
    """The first and the last of them: a list is read from its beginning, a chat at its end."""
    return listed if len(listed) <= 2 * _AHEAD else listed[:_AHEAD] + listed[-_AHEAD:]


def _located(bot: Answers, citation: Citation) -> PagedDocument | None:
    """The document at the quote; None where it was replaced, taken out or locked."""
    try:
        if bot.status_of(citation).passage_id != citation.passage_id:
            return None
        shown = bot.show_citation(citation)
    except PinciteError:
        return None
    return None if shown.is_locked else shown


def _draw_lock(bot: Answers, shown: PagedDocument) -> None:
    """Where the pages of a protected PDF cannot be drawn: say so, and ask for its password."""
    if not shown.is_locked:
        return
    draw_notice(
        _("This PDF is protected by a password that is not known here any more."),
        _(
            "Its pages cannot be drawn; these are the words that were read from it. Type its "
            "password to see the pages: it is kept until the app ends. Or save the original file "
            "and open it in another program."
        ),
    )
    with st.form("viewer-unlock", border=False):
        st.text_input(_("Password of this PDF"), type="password", key=_PASSWORD)
        st.form_submit_button(_("Show the pages"), on_click=_unlock, args=(bot, shown.document.id))
    if st.session_state.pop(_WRONG, False):
        draw_notice(_("This password does not open it."), _("Check it, and type it again."))


def _unlock(bot: Answers, document: int) -> None:
    typed = st.session_state[_PASSWORD]
    st.session_state[_PASSWORD] = ""
    st.session_state[_WRONG] = not bot.unlock(document, typed)


def _go(quotes: tuple[Quoted, ...]) -> None:
    at = st.session_state[_KEY].go
    if isinstance(at, int) and 0 <= at < len(quotes):
        open_quote(quotes[at])


def _open_again(quotes: tuple[Quoted, ...]) -> None:
    """Follow the browser, which shows the quote of this button, or nothing."""
    shown = st.session_state[_KEY].open
    close()
    for quoted in quotes:
        if quoted.opener == shown:
            open_quote(quoted)


def _draw_pages(
    place: str,
    paged: _Paged | None,
    gone: str,
    opened: Opened | None,
    ahead: Sequence[_Paged],
    quotes: tuple[Quoted, ...],
    alone: tuple[Quoted, ...],
) -> None:
    named = {each.shown.document.id: each for each in ([paged] if paged else []) + [*ahead]}
    _pages(
        key=_KEY,
        height="stretch",
        # Tuples and pairs, without which Streamlit would load pandas (see `streamlits_words`).
        data={
            "where": place,
            "documents": tuple(_document_as_json(each) for each in named.values()),
            "ahead": tuple(_place_as_json(each) for each in ahead),
            "open": _place_as_json(paged) if paged else None,
            "gone": {"title": gone, "opener": opened.opener} if opened and gone else None,
            "count": len(quotes),
            "words": tuple(_words().items()),
        },
        on_close_change=close,
        on_go_change=lambda: _go(quotes),
        on_open_change=lambda: _open_again(quotes + alone),
    )


def _document_as_json(paged: _Paged) -> dict[str, object]:
    document = paged.shown.document
    path = document.path or (paged.citation.document if paged.citation else "")
    return {
        "id": document.id,
        "title": document.description.title or path,
        "path": path,
        "paged": document.format == "pdf" and not paged.shown.is_locked,
        "sheets": tuple(
            {
                "number": size.number,
                "width": size.width,
                "height": size.height,
                "label": size.label,
            }
            for size in paged.shown.page_sizes
        ),
    }


def _place_as_json(paged: _Paged) -> dict[str, object]:
    citation = paged.citation
    return {
        "document": paged.shown.document.id,
        "stretches": tuple(stretch_as_json(stretch) for stretch in paged.shown.stretches),
        "pin": citation.pin if citation else "",
        "copied": copied(citation) if citation else "",
        "mark": f"{citation.passage_id}:{citation.start}:{citation.end}" if citation else "",
        "at": paged.at,
        "opener": paged.opener,
    }


def _words() -> dict[str, str]:
    """What the viewer says around the document, by the names that its files have for it."""
    return {
        "close": _("Close the document"),
        "closeKey": _("Close (Esc)"),
        "previous": _("Previous quote"),
        "previousKey": _("Previous quote (←)"),
        "next": _("Next quote"),
        "nextKey": _("Next quote (→)"),
        "copy": _("Copy quote and cite"),
        "copies": _("Copies the quote and its citation"),
        "copied": _("Copied"),
        "noCopy": _("The browser does not allow copying"),
        "document": _("Document"),
        "named": _("Document: {title}"),
        "pages": _("Pages"),
        "page": _("Page"),
        "of": _("of {count}"),
        "numberedPage": _("Page {number}"),
        "printedPage": _("Page {number} (printed {label})"),
        "picture": _("Page {number} of {path}"),
        "smaller": _("Smaller"),
        "smallerKey": _("Smaller (-)"),
        "larger": _("Larger"),
        "largerKey": _("Larger (+)"),
        "fits": _("As wide as it fits"),
        "find": _("Find in this document"),
        "original": _("Original file"),
        "hit": _("{at} of {count}"),
        "hitOfMore": _("{at} of {count} or more"),
        "notFound": _("not found"),
    }


def copied(citation: Citation) -> str:
    """A quote as one puts it into a brief: “…” Compl. (ECF No. 1) ¶ 23, at 5:14-20."""
    first, last = ("« ", " »") if citation.language == "fr" else ("“", "”")
    return f"{first}{' '.join(citation.quote.split())}{last} {citation.pin}"


def _became(found: CitationStatus) -> tuple[str, str]:
    """What became of the document since it was cited."""
    if found.state == "purged":
        return (
            _("This document was deleted."),
            _("Its pages can no longer be shown. The quote stands in the answer as it was cited."),
        )
    if found.state in ("removed", "withdrawn"):
        return (
            _("The file of this document has gone from the folder of the case.")
            if found.state == "removed"
            else _("This document was withdrawn from the case."),
            _(
                "It is not searched any more; it is shown as it was when it was cited. The "
                "Documents page can bring it back."
            ),
        )
    what = (
        _("A newer version of this document is in the case.")
        if found.state == "superseded"
        else _("This document was read again since.")
    )
    if found.passage_id is None:
        return what, _("The quote is no longer in the document ({path}).").format(path=found.path)
    if found.now is None:
        return what, _("The quote still stands in it ({path}), over several passages.").format(
            path=found.path
        )
    return what, _("The quote still stands in it, at {pin}. What is shown was cited.").format(
        pin=found.now.pin
    )


def _draw_words(passages: Sequence[Stored], citation: Citation) -> None:
    """Draw where the quote stands, and the passages around it."""
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{in_html(value)}</dd></div>" for name, value in _place(citation)
    )
    st.html(f'<dl class="pincite-place">{rows}</dl>')
    if not passages:
        st.html(
            f'<blockquote class="pincite-also" lang="{in_html(citation.language)}" dir="auto">'
            f"{in_html(citation.quote)}</blockquote>"
        )
    else:
        drawn = "".join(_passage(stored, citation) for stored in passages)
        st.html(
            _(
                '<h3 class="pincite-section">In context</h3><div '
                'class="pincite-context">{drawn}</div>'
            ).format(drawn=drawn)
        )


def _place(citation: Citation) -> Iterator[tuple[str, str]]:
    """Names and values of all that says where the quote stands."""
    yield _("Cite as"), citation.pin
    yield _("File"), citation.document
    if citation.lines:
        yield _("Page"), _page_numbers(citation)
        first, last = citation.lines
        yield (
            (_("Line"), str(first))
            if first == last
            else (_("Lines"), _("{first} to {last}").format(first=first, last=last))
        )
    if citation.paragraphs:
        several = len(citation.paragraphs) > 1
        yield _("Paragraphs") if several else _("Paragraph"), ", ".join(citation.paragraphs)
    if citation.ocr:
        yield _("Read by"), _("OCR, from the picture of the page: compare with it before quoting")
    if citation.struck:
        yield _("Left out"), _("words that are struck out on the page")
    if citation.addresses_reader:
        yield _("Mind"), _("this text addresses the reader: it tells what to say or do")
    if citation.match == "repaired":
        yield _("Wording"), _("set right to what the document says")


def _page_numbers(citation: Citation) -> str:
    pages = str(citation.page)
    if citation.last_page != citation.page:
        pages += _(" to {last_page}").format(last_page=citation.last_page)
    if citation.page_label and citation.page_label != str(citation.page):
        pages += _(" (printed {page_label})").format(page_label=citation.page_label)
    return pages


def _passage(stored: Stored, citation: Citation) -> str:
    passage = stored.passage
    own = stored.id == citation.passage_id
    stretches = [(citation.start, citation.end)] if own else []
    name = "pincite-own" if own else "pincite-around"
    return (
        f'<p class="{name}" lang="{in_html(passage.language)}" dir="auto">'
        f"{with_marks(passage.text, stretches)}</p>"
    )

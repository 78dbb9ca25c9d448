"""The compare page: an article beside the filings of the case, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

import streamlit as st

from bot.overview.article import ClaimSentence, sentences_of_document, sentences_of_text
from bot.overview.captions import NOT_COMPARED, WITH_ALL
from bot.overview.claims import ArticleComparison, ClaimVerdict, ComparedClaim
from bot.overview.comparison_export import (
    CAUTION,
    VERDICTS,
    Cites,
    comparison_report,
    difference_in_words,
    shown_places,
)
from bot.overview.sourced import said
from bot.search.disputes import Dispute
from ingest.errors import PinciteError
from ingest.store.catalogue import Case, Document
from ingest.sync.background import Reporter, WorkState
from ingest.translation import _, counted, figure, ngettext, word
from ui.desk import Desk
from ui.frame import draw_heading, draw_notice, narrow
from ui.literal import in_html, in_label
from ui.views import disagreements as disagreements_view
from ui.views import several_disputes, taking_along, viewer
from ui.views.sourced_quote import draw_quote
from ui.views.viewer import Quoted

ComparingLook = WorkState[tuple[int, int], ArticleComparison]
_ARTICLE = "article"
_PAPERS = "papers"
_EVERY = 1.0
"""Seconds between two looks at a comparison that runs."""
_PASTED = ""
"""In place of a document's path: text that is pasted."""
_CHECKED: tuple[ClaimVerdict, ...] = ("differs", "not found", "stands", "nothing to check")
_SHOWN = 60
"""Sentences at once: each has buttons, and browsers bear only so many."""


def draw(desk: Desk, case: Case) -> None:
    """The whole page, once."""
    narrow()
    draw_heading(_("Compare"))
    # Not a segmented control: where it wraps, on a phone, it looks broken.
    part = st.pills(
        _("What to compare"),
        [_ARTICLE, _PAPERS],
        format_func=_part_name,
        default=_ARTICLE,
        key="compare-part",
        required=True,
        label_visibility="collapsed",
    )
    follows = NOT_COMPARED if part == _PAPERS else WITH_ALL
    disputes = several_disputes.draw_of(desk.catalogue, case, follows).disputes
    if part == _PAPERS:
        viewer.draw(desk.bot, case, "compare", disagreements_view.draw(desk, case, disputes))
        return
    lead = _(
        "Sets each sentence of an article beside what the filings of this case say of the same: it "
        "stands there, differs, or is not found."
    )
    st.html(f'<p class="pincite-lead">{in_html(lead)}</p>')
    look = desk.comparing.look()
    is_ours = look is not None and look.title.startswith(f"{case.name}\0")
    if look is not None and look.running:
        if is_ours:
            st.fragment(_draw_running, run_every=_EVERY)(desk)
        else:
            elsewhere = _(
                "An article is being compared with another case. This page is free when that is "
                "done."
            )
            st.html(f'<p class="pincite-aside" role="status">{in_html(elsewhere)}</p>')
        return
    _draw_start(desk, case)
    quotes: list[Quoted] = []
    if look is not None and is_ours:
        quotes = _draw_over(desk, case, look, disputes)
    viewer.draw(desk.bot, case, "compare", quotes)


def _part_name(part: str) -> str:
    return (
        _("An article with the filings") if part == _ARTICLE else _("The filings with each other")
    )


def _draw_start(desk: Desk, case: Case) -> None:
    documents = {document.path: document for document in desk.catalogue.documents(case)}
    articles = [path for path, found in documents.items() if found.description.kind == "article"]
    others = [path for path in documents if path not in articles]
    with st.container(border=True, key="compare-start"):
        path = st.selectbox(
            _("Article"),
            [*articles, _PASTED, *others],
            format_func=lambda path: _name(documents[path]) if path else _("Pasted text"),
            key=f"compare-document-{case.name}",
        )
        pasted = ""
        if path == _PASTED:
            pasted = st.text_area(_("Text"), key="compare-text", height=220)
        if not st.button(_("Compare"), type="primary", key="compare-run"):
            return
        try:
            if path == _PASTED:
                title, sha256, claims = _("Pasted text"), "", sentences_of_text(pasted)
            else:
                document = documents[path]
                title, sha256 = _name(document), document.sha256
                claims = sentences_of_document(desk.catalogue, document)
        except PinciteError as error:
            draw_notice(error.reason, error.advice)
            return
        _start(desk, case, title, sha256, claims)
    st.rerun()


def _name(document: Document) -> str:
    return document.description.title or document.path


def _start(
    desk: Desk, case: Case, title: str, sha256: str, claims: Sequence[ClaimSentence]
) -> None:
    def work(reporter: Reporter[tuple[int, int]]) -> ArticleComparison:
        return desk.compare(case, title, claims, sha256, lambda *made: reporter.step(made))

    viewer.close()
    desk.comparing.start(f"{case.name}\0{title}", work)


def _draw_running(desk: Desk) -> None:
    look = desk.comparing.look()
    if look is None or not look.running:
        st.rerun()
    made, of = look.step or (0, 0)
    title = look.title.partition("\0")[2]
    text = (
        ngettext(
            "{title}: {made} of {all} sentence compared",
            "{title}: {made} of {all} sentences compared",
            of,
        ).format(title=title, made=figure(made), all=figure(of))
        if of
        else _("{title}: beginning…").format(title=title)
    )
    with st.container(border=True, key="comparing"):
        st.progress(made / of if of else 0.0, text=in_label(text))
        st.button(_("Cancel"), key="compare-cancel", on_click=desk.comparing.cancel)


def _draw_over(
    desk: Desk, case: Case, look: ComparingLook, disputes: Sequence[Dispute]
) -> list[Quoted]:
    """Draw the verdicts and return their quotes, as they can be opened."""
    if look.result is not None:
        return _draw_comparison(desk, case, look.result, disputes)
    if look.error is not None:
        draw_notice(look.error.reason, look.error.advice)
    elif look.cancelled:
        cancelled = _("The comparison was cancelled.")
        st.html(f'<p class="pincite-aside" role="status">{in_html(cancelled)}</p>')
    else:
        draw_notice(
            _("The comparison ended by a mistake of this program."),
            _("The terminal it runs in shows what happened."),
        )
    st.button(_("Dismiss"), key="compare-dismiss", on_click=desk.comparing.dismiss)
    return []


def _draw_comparison(
    desk: Desk, case: Case, comparison: ArticleComparison, disputes: Sequence[Dispute]
) -> list[Quoted]:
    cites = partial(said, desk.catalogue)
    counts = Counter(compared.verdict for compared in comparison.compared)
    summary = _("{sentences} beside {filings}.").format(
        sentences=counted(len(comparison.compared), "sentence"),
        filings=counted(len(comparison.filings), "filing"),
    )
    st.html(
        f'<h2 class="pincite-part" dir="auto">{in_html(comparison.article)}</h2>'
        f'<p class="pincite-lead" role="status">{in_html(summary)} '
        f"{in_html(_(CAUTION))}</p>"
    )
    present = [verdict for verdict in _CHECKED if counts[verdict]]
    shown = st.pills(
        _("Show"),
        present,
        selection_mode="multi",
        default=[verdict for verdict in present if verdict != "nothing to check"],
        format_func=lambda verdict: f"{word(verdict).capitalize()} ({counts[verdict]})",
        key=f"compare-verdicts-{comparison.article}",
    )
    taking_along.draw(
        f"{case.name}-comparison",
        lambda: comparison_report(comparison, cites, disputes),
        key="compare",
    )
    quotes: list[Quoted] = []
    chosen = [
        (number, compared)
        for number, compared in enumerate(comparison.compared)
        if compared.verdict in shown
    ]
    for number, compared in chosen[:_SHOWN]:
        quotes += _draw_compared(compared, number, cites)
    if len(chosen) > _SHOWN:
        more = _("and {number} more: choose a verdict, or take the file.").format(
            number=len(chosen) - _SHOWN
        )
        st.html(f'<p class="pincite-aside">{in_html(more)}</p>')
    return quotes


def _draw_compared(compared: ComparedClaim, number: int, cites: Cites) -> list[Quoted]:
    """Draw one sentence with what the filings say, and return its quotes, as they can be opened."""
    claim = compared.claim
    st.html(
        f'<h3 class="pincite-section">{in_html(_(VERDICTS[compared.verdict]))}</h3>'
        f'<p lang="{in_html(claim.language)}" dir="auto">{in_html(claim.text)}</p>'
    )
    for difference in compared.differences:
        st.html(f"<p><strong>{in_html(difference_in_words(difference))}</strong></p>")
    quotes = []
    if claim.place is not None and compared.verdict != "nothing to check":
        own = Quoted(cites(claim.place).citation, f"compare-claim-{number}")
        with st.container(key=f"chips-{own.opener}"):
            st.button(
                in_label(own.citation.pin),
                key=own.opener,
                wrap=True,
                on_click=viewer.open_quote,
                args=(own,),
            )
        quotes.append(own)
    if compared.verdict == "not found" and compared.filed:
        st.html(f'<p class="pincite-aside">{in_html(_("What comes nearest in the filings:"))}</p>')
    for at, place in enumerate(shown_places(compared)):
        sourced = cites(place)
        quoted = Quoted(sourced.citation, f"compare-filed-{number}-{at}")
        quotes.append(quoted)
        marked = next(
            (each.filed for each in compared.differences if each.filed in sourced.citation.quote),
            "",
        )
        draw_quote(sourced, marked, quoted)
    return quotes

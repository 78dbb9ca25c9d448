"""Where papers of a case look like they disagree: both quotes, one beside the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from bot.overview.disagreements import BY_NUMBER, Disagreement, Disagreements, in_words
from bot.overview.disagreements_export import disagreements_report, places_found
from bot.overview.export import Cites
from bot.overview.sourced import SourcePlace, said
from bot.search.disputes import Dispute
from ingest.store.catalogue import Case
from ingest.sync.background import Reporter
from ingest.translation import _, figure, ngettext
from ui.desk import Desk
from ui.frame import draw_notice
from ui.literal import in_html
from ui.views import taking_along
from ui.views.sourced_quote import draw_quote
from ui.views.viewer import Quoted

_EVERY = 1.0
"""Seconds between two looks."""
_SHOWN = 40
"""Disagreements at once: each has two buttons, and browsers bear only so many."""


def draw(desk: Desk, case: Case, disputes: Sequence[Dispute]) -> list[Quoted]:
    """Start the search where it has not been made yet, draw what it found, and return the quotes,
    as they can be opened. ``disputes`` are those of the case, where it has several."""
    lead = _(
        "Where one paper denies what another says, or gives another date or amount for the same. A "
        "program found them: each only looks like a disagreement until you have read both, and "
        "there may be others."
    )
    st.html(f'<p class="pincite-lead">{in_html(lead)}</p>')
    title = f"{case.name}\0{desk.catalogue.generation()}"
    look = desk.disagreeing.look(title)
    if look is None:

        def work(reporter: Reporter[tuple[int, int]]) -> Disagreements:
            return desk.disagreements(case, lambda *made: reporter.step(made))

        begun = desk.disagreeing.start(title, work)
        look = desk.disagreeing.look(title if begun else None)
    if look is None or look.title != title or look.running:
        st.fragment(_draw_running, run_every=_EVERY)(desk, title)
        return []
    if look.result is not None:
        return _draw_found(case, look.result, partial(said, desk.catalogue), disputes)
    if look.error is not None:
        draw_notice(look.error.reason, look.error.advice)
    elif look.cancelled:
        st.html(f'<p class="pincite-aside" role="status">{in_html(_("This was cancelled."))}</p>')
    else:
        draw_notice(
            _("The search ended by a mistake of this program."),
            _("The terminal it runs in shows what happened."),
        )
    st.button(
        _("Look again"), key="disagreements-again", on_click=desk.disagreeing.dismiss, args=(title,)
    )
    return []


def _draw_running(desk: Desk, title: str) -> None:
    look = desk.disagreeing.look()
    if look is None or not look.running:
        st.rerun()
    if look.title != title:
        elsewhere = _("The papers of another case are being compared. This begins after it.")
        st.html(f'<p class="pincite-aside" role="status">{in_html(elsewhere)}</p>')
        return
    made, of = look.step or (0, 0)
    looked = ngettext(
        "{made} of {all} passage looked at", "{made} of {all} passages looked at", of
    ).format(made=figure(made), all=figure(of))
    text = looked if of else _("Beginning…")
    with st.container(border=True, key="disagreeing"):
        st.progress(made / of if of else 0.0, text=text)
        st.button(_("Cancel"), key="disagreements-cancel", on_click=desk.disagreeing.cancel)


def _draw_found(
    case: Case, looked: Disagreements, cites: Cites, disputes: Sequence[Dispute]
) -> list[Quoted]:
    by_number = [each for each in looked.found if each.kind in BY_NUMBER]
    others = [each for each in looked.found if each.kind not in BY_NUMBER]
    summary = places_found(len(others))
    st.html(f'<p class="pincite-lead" role="status">{in_html(summary)}</p>')
    shown = others
    if by_number and st.checkbox(
        _("Also the paragraphs that an answer denies by their number ({number})").format(
            number=len(by_number)
        ),
        key="disagreements-by-number",
    ):
        shown = [*others, *by_number]
    if shown:
        taking_along.draw(
            f"{case.name}-disagreements",
            lambda: disagreements_report(case.title or case.name, shown, cites, disputes),
            key="disagreements",
        )
    quotes: list[Quoted] = []
    for number, each in enumerate(shown[:_SHOWN]):
        quotes += _draw_pair(each, number, cites)
    if len(shown) > _SHOWN:
        more = _("and {number} more: `pincite disagreements` lists them all.").format(
            number=len(shown) - _SHOWN
        )
        st.html(f'<p class="pincite-aside">{in_html(more)}</p>')
    return quotes


def _draw_pair(each: Disagreement, number: int, cites: Cites) -> list[Quoted]:
    st.html(f'<h3 class="pincite-section">{in_html(in_words(each))}</h3>')
    quotes = []
    for column, place, printed, side in zip(
        st.columns(2, gap="medium"),
        (each.asserted, each.against),
        each.figures,
        ("asserted", "against"),
        strict=True,
    ):
        with column:
            quotes.append(_draw_side(place, printed, f"disagreement-{side}-{number}", cites))
    return quotes


def _draw_side(place: SourcePlace, figure: str, opener: str, cites: Cites) -> Quoted:
    sourced = cites(place)
    quoted = Quoted(sourced.citation, opener)
    draw_quote(sourced, figure, quoted)
    return quoted

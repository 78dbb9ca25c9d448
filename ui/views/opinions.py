"""What was thought of the answers of a case: each is opened, made a test question, taken along."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from bot.evaluation.opinions import JudgedAnswer, answers, as_csv
from ingest.store.catalogue import Case
from ingest.translation import N_, _, counted
from ui.desk import Desk
from ui.literal import in_html
from ui.taken_files import OfferedFile, offer
from ui.views import saving, taking_along

_AT_ONCE = 20
_WHICH = {N_("All"): (True, False), N_("Helpful"): (True,), N_("Not helpful"): (False,)}


def draw(desk: Desk, case: Case) -> None:
    """Draw the opinions under the runs."""
    judged = answers(desk.conversations.judged(case))
    st.html(_('<h2 class="pincite-part">What you thought of the answers</h2>'))
    if not judged:
        st.html(
            _(
                '<p class="pincite-aside">Nothing yet. Thumbs under an answer of the chat '
                "say whether "
                "it helped; they are kept in this library and go nowhere.</p>"
            )
        )
        return
    helpful = sum(each.judged.opinion.helpful for each in judged)
    st.html(
        _('<p class="pincite-lead">{counted} judged: {helpful} helpful, {number} not.</p>').format(
            counted=counted(len(judged), "answer"), helpful=helpful, number=len(judged) - helpful
        )
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        which = st.segmented_control(
            _("Which"),
            list(_WHICH),
            format_func=_,
            default="All",
            key="opinions",
            label_visibility="collapsed",
        )
        file = OfferedFile(
            f"{case.name}-opinions.csv", "text/csv", lambda: as_csv(judged).encode("utf-8-sig")
        )
        taking_along.draw_links("", [(_("Take them along (CSV)"), offer("opinions.csv", file))])
    shown = [each for each in judged if each.judged.opinion.helpful in _WHICH[which or "All"]]
    _draw_some(desk, case, shown)


def _draw_some(desk: Desk, case: Case, shown: Sequence[JudgedAnswer]) -> None:
    pages = (len(shown) + _AT_ONCE - 1) // _AT_ONCE
    page = 1
    if pages > 1:
        page = int(
            st.number_input(
                _("Page (of {pages})").format(pages=pages), 1, pages, 1, key="opinions-page"
            )
        )
    for each in shown[(page - 1) * _AT_ONCE : page * _AT_ONCE]:
        _draw_one(desk, case, each)


def _draw_one(desk: Desk, case: Case, each: JudgedAnswer) -> None:
    judged, opinion = each.judged, each.judged.opinion
    place = f"opinion-{judged.conversation}-{judged.turn.ordinal}"
    with st.container(border=True, key=place, gap="small"):
        said = f"<p>{in_html(opinion.reason)}</p>" if opinion.reason else ""
        st.html(
            f'<p class="pincite-headline" dir="auto">{in_html(each.answer.asked)}</p>'
            f'<p class="pincite-aside">{_("Helpful") if opinion.helpful else _("Not helpful")} · '
            f"{_came_of_it(each)} · {in_html(judged.turn.at[:10])}</p>{said}"
        )
        with st.container(
            horizontal=True, gap="small", key=f"saving-{place}", vertical_alignment="center"
        ):
            address = urlencode({"case": case.name, "conversation": judged.conversation})
            st.html(
                _(
                    '<p class="pincite-aside"><a href="/?{address}" target="_self">Open the '
                    "conversation</a></p>"
                ).format(address=in_html(address)),
                width="content",
            )
            saving.draw_as_test(desk, case, each.answer, place)


def _came_of_it(each: JudgedAnswer) -> str:
    if each.answer.outcome == "answer":
        return counted(len(each.answer.statements), "quote")
    return {
        "leads": _("leads only"),
        "nothing": _("not found"),
        "unsupported": _("not a question on the documents"),
    }[each.answer.outcome]

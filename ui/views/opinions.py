"""What was thought of the answers of a case: each is opened, made a test question, taken along."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from bot.evaluation.opinions import JudgedAnswer, answers, as_csv
from ingest.store.catalogue import Case
from ui import conversation
from ui.desk import Desk
from ui.literal import in_html
from ui.views import saving
from ui.wording import counted

_AT_ONCE = 20
_WHICH = {"All": (True, False), "Helpful": (True,), "Not helpful": (False,)}


def draw(desk: Desk, case: Case, to_chat: Callable[[], object]) -> None:
    """Under the runs; ``to_chat`` goes to the chat."""
    judged = answers(desk.conversations.judged(case))
    st.html('<h2 class="pincite-part">What you thought of the answers</h2>')
    if not judged:
        st.html(
            '<p class="pincite-aside">Nothing yet. Thumbs under an answer of the chat say whether '
            "it helped; they are kept in this library and go nowhere.</p>"
        )
        return
    helpful = sum(each.judged.opinion.helpful for each in judged)
    st.html(
        f'<p class="pincite-lead">{counted(len(judged), "answer")} judged: {helpful} helpful, '
        f"{len(judged) - helpful} not.</p>"
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        which = st.segmented_control(
            "Which", list(_WHICH), default="All", key="opinions", label_visibility="collapsed"
        )
        st.download_button(
            "Take them along (CSV)",
            lambda: as_csv(judged).encode("utf-8-sig"),
            f"{case.name}-opinions.csv",
            "text/csv",
            key="opinions-csv",
            type="tertiary",
            icon=":material/download:",
        )
    shown = [each for each in judged if each.judged.opinion.helpful in _WHICH[which or "All"]]
    _draw_some(desk, case, shown, to_chat)


def _draw_some(
    desk: Desk, case: Case, shown: Sequence[JudgedAnswer], to_chat: Callable[[], object]
) -> None:
    pages = (len(shown) + _AT_ONCE - 1) // _AT_ONCE
    page = 1
    if pages > 1:
        page = int(st.number_input(f"Page (of {pages})", 1, pages, 1, key="opinions-page"))
    for each in shown[(page - 1) * _AT_ONCE : page * _AT_ONCE]:
        _draw_one(desk, case, each, to_chat)


def _draw_one(desk: Desk, case: Case, each: JudgedAnswer, to_chat: Callable[[], object]) -> None:
    judged, opinion = each.judged, each.judged.opinion
    place = f"opinion-{judged.conversation}-{judged.turn.ordinal}"
    with st.container(border=True, key=place, gap="small"):
        said = f"<p>{in_html(opinion.reason)}</p>" if opinion.reason else ""
        st.html(
            f'<p class="pincite-headline" dir="auto">{in_html(each.answer.asked)}</p>'
            f'<p class="pincite-aside">{"Helpful" if opinion.helpful else "Not helpful"} · '
            f"{_came_of_it(each)} · {in_html(judged.turn.at[:10])}</p>{said}"
        )
        with st.container(horizontal=True, gap="small", key=f"saving-{place}"):
            if st.button("Open the conversation", key=f"open-{place}", type="tertiary"):
                conversation.arrive(case, judged.conversation, None)
                to_chat()
            saving.draw_as_test(desk, case, each.answer, place)


def _came_of_it(each: JudgedAnswer) -> str:
    if each.answer.outcome == "answer":
        return counted(len(each.answer.statements), "quote")
    return {
        "leads": "leads only",
        "nothing": "not found",
        "unsupported": "not a question on the documents",
    }[each.answer.outcome]

"""The frame of every page: its style, the name of the program, and the choice of the case."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ingest.errors import PinciteError
from ingest.store.catalogue import Case
from ingest.translation import _, retold
from ui import address, conversation, language
from ui.desk import ConversationStore
from ui.literal import in_html, with_code

_UNKNOWN = "unknown-case"
_HERE = Path(__file__).parent


def prepare() -> None:
    """Title, icon and looks; the first thing on the page.

    The icon is a file of ours: emoji and named icons would be fetched from other hosts.
    """
    language.follow_readers()
    st.set_page_config(page_title="Pincite", page_icon=str(_HERE / "icon.svg"))
    st.html(_HERE / "style.css")


def widen() -> None:
    """Give a page of tables the whole width of the window."""
    st.set_page_config(layout="wide")


def narrow() -> None:
    """A page that is read has lines of a readable length, after a wide one too."""
    st.set_page_config(layout="centered")


def choose_case(cases: list[Case], conversations: ConversationStore) -> Case | None:
    """The case that is chosen beside the page, or that the address names; None where there is
    none. The address then names it, and its conversation that is open."""
    with st.sidebar:
        st.html(
            _(
                '<div class="pincite-brand"><strong>Pincite</strong>'
                "<span>Every answer cites page and line</span></div>"
            )
        )
        if not cases:
            return None
        case = _pick(cases, address.arrival(cases, conversations))
    _draw_unknown(case)
    address.show(case, conversation.opened(conversations, case))
    return case


def _pick(cases: list[Case], came: address.Place | None) -> Case:
    by_name = {case.name: case for case in cases}
    if came is not None:
        chosen_before = st.session_state.get("case")
        arrived = came.case or by_name.get(str(chosen_before)) or cases[0]
        st.session_state["case"] = arrived.name
        if came.case is not None or came.draft is not None:
            conversation.arrive(arrived, came.conversation, came.draft)
        # Said until it is dismissed: the next run of the page may come at once.
        st.session_state[_UNKNOWN] = (came.unknown, arrived.name)
    address.obeyed()
    # A case removed since the last run must not be chosen any more. It is set also where it stays
    # the same: else the browser would go on showing the title that a case had, or a deleted case.
    chosen = st.session_state.get("case")
    st.session_state["case"] = chosen if chosen in by_name else next(iter(by_name))
    name = st.selectbox(
        _("Case"),
        list(by_name),
        format_func=lambda name: by_name[name].title or name,
        key="case",
    )
    # Two cases may bear one title; the name is what commands know a case by.
    st.html(_('<p class="pincite-aside">Name: <code>{name}</code></p>').format(name=in_html(name)))
    return by_name[name]


def _draw_unknown(case: Case) -> None:
    """Say on the page that the case of its address does not exist, while the one that was opened
    instead is open."""
    unknown, instead = st.session_state.get(_UNKNOWN, ("", ""))
    if not unknown or instead != case.name:
        return
    draw_notice(
        _("There is no case named {unknown}.").format(unknown=unknown),
        _("{title} is open instead.").format(title=case.title or case.name),
    )
    st.button(_("Dismiss"), key="unknown-dismiss", on_click=st.session_state.pop, args=(_UNKNOWN,))


def draw_heading(text: str) -> None:
    """The page's heading, in words that may come from documents."""
    st.html(f'<h1 class="pincite-case" dir="auto">{in_html(text)}</h1>')


def draw_notice(reason: str, advice: str = "") -> None:
    """What happened and what mends it."""
    paragraphs = "".join(
        f"<p>{with_code(part)}</p>" for part in (retold(reason), retold(advice)) if part
    )
    st.html(f'<div class="pincite-notice" role="alert">{paragraphs}</div>')


def draw_error(error: PinciteError) -> None:
    """Draw an error instead of the page, when the library cannot be opened at all."""
    st.title(_("Pincite cannot open its library"))
    draw_notice(error.reason, error.advice)
    st.button(_("Try again"), type="primary")

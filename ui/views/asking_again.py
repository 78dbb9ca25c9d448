"""Buttons that ask a question again: edited, as it was understood, or of all documents."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from bot.answer import Answer
from bot.search.narrowing import Narrowing
from ingest.errors import PinciteError
from ingest.store.catalogue import Case
from ingest.translation import _, retold
from ui import conversation
from ui.callbacks import whole
from ui.conversation import Turn
from ui.desk import Desk
from ui.literal import in_label
from ui.views import ingest_progress


def draw(desk: Desk, case: Case, turn: Turn, place: str) -> None:
    """Draw the buttons under a turn that has its answer."""
    if st.button(
        _("Edit and ask again"),
        key=f"edit-{place}",
        type="tertiary",
        help=_("Asks it with other words, at the end of this conversation."),
    ):
        ask_with_other_words(desk, case, asked(turn))
    missed_some = (
        isinstance(turn.outcome, Answer)
        and turn.outcome.searched.of > turn.outcome.searched.documents
        and (not turn.outcome.statements or turn.outcome.searched.unchosen)
    )
    if missed_some:
        st.button(
            _("Ask all documents"),
            key=f"widen-{place}",
            type="tertiary",
            help=_("Searches all documents of the case from now on, and asks again."),
            on_click=_widen,
            args=(desk, case, asked(turn)),
        )


def draw_after_reading(
    desk: Desk, case: Case, turn: Turn, place: str, later: Sequence[Turn]
) -> None:
    """Offer to ask again what was asked before all documents were there, once they are; nothing
    where it was asked again in one of the turns ``later``."""
    answer = turn.outcome
    if not isinstance(answer, Answer) or answer.outcome == "unsupported":
        return
    if answer.while_reading is None and not answer.without_documents:
        return
    if ingest_progress.runs_for(desk.ingest_job, case):
        st.html(
            _(
                '<p class="pincite-aside">More documents are being read. Ask again when that is '
                "done.</p>"
            )
        )
    elif desk.contents.documents(case) and turn.question not in (
        asked_later.question for asked_later in later
    ):
        st.button(
            _("Ask again"),
            key=f"reread-{place}",
            help=_("Documents were added after this was asked."),
            on_click=conversation.submit_whole,
            args=(desk.conversations, case, turn.question),
        )


def ask_with_other_words(desk: Desk, case: Case, question: str) -> None:
    """Open the question for editing, and ask it again as edited."""

    @st.dialog(_("Edit and ask again"))
    def ask() -> None:
        key = "edited-question"
        st.text_area(_("Question"), value=question, key=key, height=120)
        if st.button(
            _("Ask"), type="primary", key="edited-ask", on_click=_submit, args=(desk, case, key)
        ):
            st.rerun()

    ask()


def asked(turn: Turn) -> str:
    """The question as it was understood."""
    return turn.outcome.asked if isinstance(turn.outcome, Answer) else turn.question


def _submit(desk: Desk, case: Case, key: str) -> None:
    whole(lambda: conversation.submit(desk.conversations, case, str(st.session_state[key] or "")))


def _widen(desk: Desk, case: Case, question: str) -> None:
    def ask() -> None:
        conversation.narrow(desk.conversations, case, Narrowing())
        conversation.submit(desk.conversations, case, question)

    try:
        whole(ask)
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))

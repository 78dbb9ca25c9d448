"""Under an answer: save its question, to be asked again when documents come, or as a test
question."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from bot.answer import Answer
from bot.changes import save
from ingest.errors import PinciteError
from ingest.store.catalogue import Case
from ingest.translation import _, retold
from ui.desk import Desk
from ui.literal import in_label


def draw(desk: Desk, case: Case, answer: Answer, place: str, saved: Collection[str]) -> None:
    """``saved`` are the questions of the case that are kept."""
    is_saved = answer.asked in saved
    st.button(
        _("Saved: forget this question") if is_saved else _("Save question"),
        key=f"save-{place}",
        type="tertiary",
        help=_("Saved questions are asked again when documents came or went: see What changed."),
        on_click=_forget if is_saved else _save,
        args=(desk, case, answer),
    )
    draw_as_test(desk, case, answer, place)


def draw_as_test(desk: Desk, case: Case, answer: Answer, place: str) -> None:
    """The button that makes a test question of an answer."""
    if st.button(
        _("Save as test question"),
        key=f"test-{place}",
        type="tertiary",
        help=_("Into the question set of this case: see Evaluation."),
    ):
        _ask_expected(desk, case, answer)


def _ask_expected(desk: Desk, case: Case, answer: Answer) -> None:
    @st.dialog(_("Save as test question"))
    def ask() -> None:
        if answer.statements:
            st.write(
                _(
                    "Is this answer right? Then what it cites becomes what is expected of "
                    "every later "
                    "run, and any of these words, amounts or dates, one a line, counts as right. "
                    "Correct them, or leave none: then whatever cites the same places does."
                )
            )
            st.text_area(
                _("Accepted answers"), value="\n".join(_marked(answer)), key="test-accepted"
            )
        else:
            st.write(_("The documents hold no answer: that is what every later run should find."))
        saved = st.button(
            _("Save"),
            type="primary",
            key="test-save",
            on_click=_save_test,
            args=(desk, case, answer),
        )
        if saved:
            st.rerun()

    ask()


def _marked(answer: Answer) -> list[str]:
    """The amounts, dates or names that stand out in the answer."""
    found = [
        statement.text[start:end]
        for statement in answer.statements
        for start, end in statement.marked
    ]
    return list(dict.fromkeys(" ".join(words.split()) for words in found))


def _save_test(desk: Desk, case: Case, answer: Answer) -> None:
    lines = str(st.session_state.get("test-accepted") or "").splitlines()
    accepted = [line.strip() for line in lines if line.strip()]
    try:
        desk.question_sets.save(case, answer, accepted)
        st.toast(_("Saved. Run it on the Evaluation page."))
    except (PinciteError, OSError) as error:
        st.toast(in_label(str(error)))


def _save(desk: Desk, case: Case, answer: Answer) -> None:
    try:
        save(desk.saved, case, answer)
        st.toast(_("Saved. When documents come, What changed shows whether the answer did."))
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))


def _forget(desk: Desk, case: Case, answer: Answer) -> None:
    try:
        desk.saved.forget(case, answer.asked)
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))

"""Under an answer: keep its question, to be asked again when documents come."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from bot.answer import Answer
from bot.changes import save
from ingest.catalogue import Case
from ingest.errors import PinciteError
from ui.desk import Desk
from ui.literal import in_label


def draw(desk: Desk, case: Case, answer: Answer, place: str, saved: Collection[str]) -> None:
    """``saved`` are the questions of the case that are kept."""
    is_saved = answer.question in saved
    with st.container(horizontal=True, gap="small", key=f"saving-{place}"):
        st.button(
            "Saved: forget this question" if is_saved else "Save question",
            key=f"save-{place}",
            type="tertiary",
            help="Saved questions are asked again when documents came or went: see What changed.",
            on_click=_forget if is_saved else _save,
            args=(desk, case, answer),
        )


def _save(desk: Desk, case: Case, answer: Answer) -> None:
    try:
        save(desk.saved, case, answer)
        st.toast("Saved. When documents come, What changed shows whether the answer did.")
    except PinciteError as error:
        st.toast(in_label(f"{error.reason} {error.advice}"))


def _forget(desk: Desk, case: Case, answer: Answer) -> None:
    try:
        desk.saved.forget(case, answer.question)
    except PinciteError as error:
        st.toast(in_label(f"{error.reason} {error.advice}"))

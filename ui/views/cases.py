"""Beside the choice of the case: buttons that rename it, delete it, and bring back a deleted
one."""

from __future__ import annotations

import streamlit as st

from ingest.errors import PinciteError
from ingest.store.cases import CaseContents
from ingest.store.catalogue import Case
from ingest.translation import _, counted, listed, retold
from ui.desk import Desk
from ui.literal import in_label
from ui.views import ingest_progress, new_case, people


def draw(desk: Desk, case: Case | None) -> None:
    """Draw in the sidebar what can be done with the open case, and the deleted cases."""
    with st.sidebar:
        if case is not None:
            of_case, new = st.columns(2, gap="small")
            # Another one for each case, which is closed: after a deletion it would stay open for
            # the next case, and a second click would delete that. After a new title too.
            key = f"this-case-{case.name}-{st.session_state.get('cases-renamed', 0)}"
            with of_case.popover(_("This case"), key=key, width="stretch"):
                if desk.may(case, "editor"):
                    _draw_rename(desk, case)
                people.draw(desk, case)
                if desk.may(case, "owner"):
                    _draw_delete(desk, case)
            with new:
                new_case.draw_beside(desk)
        _draw_deleted(desk)


def _draw_rename(desk: Desk, case: Case) -> None:
    key = f"case-title-{case.name}"
    with st.form(f"case-rename-{case.name}", border=False):
        st.text_input(
            _("Title"),
            value=case.title or case.name,
            key=key,
            max_chars=120,
            help=_("A title in the case.yaml of its folder keeps the last word."),
        )
        st.form_submit_button(_("Rename"), on_click=_rename, args=(desk, case, key))


def _rename(desk: Desk, case: Case, key: str) -> None:
    try:
        desk.cases.rename(case, str(st.session_state[key]))
        st.session_state["cases-renamed"] = st.session_state.get("cases-renamed", 0) + 1
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))


def _draw_delete(desk: Desk, case: Case) -> None:
    st.write(
        _(
            "Deleting takes {lost} out of sight. It can be had back; your own files stay where "
            "they are."
        ).format(lost=_lost(desk.cases.contents(case)))
    )
    st.button(_("Delete this case"), key="case-delete", on_click=_delete, args=(desk, case))


def _lost(contents: CaseContents) -> str:
    kept = [
        counted(contents.conversations, "conversation") if contents.conversations else "",
        counted(contents.saved_questions, "saved question") if contents.saved_questions else "",
        counted(contents.evaluations, "evaluation") if contents.evaluations else "",
    ]
    return listed([counted(contents.documents, "document"), *filter(None, kept)])


def _delete(desk: Desk, case: Case) -> None:
    if ingest_progress.is_busy(desk.ingest_job):
        st.toast(_("Documents are being written. Delete the case when that is done."))
        return
    try:
        desk.cases.delete(case)
        st.session_state["case-deleted"] = True
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))


def _draw_deleted(desk: Desk) -> None:
    gone = desk.cases.deleted()
    if not gone:
        return
    # Open where one was just deleted: there is the way back.
    opened = bool(st.session_state.get("case-deleted"))
    label = _("Deleted cases ({number})").format(number=len(gone))
    with st.expander(label, expanded=opened, key=f"deleted-cases-{opened}"):
        for deleted in gone:
            st.button(
                in_label(_("Bring back {title}").format(title=deleted.case.title or deleted.name)),
                key=f"case-restore-{deleted.case.id}",
                width="stretch",
                wrap=True,
                on_click=_restore,
                args=(desk, deleted.case.id),
            )


def _restore(desk: Desk, case_id: int) -> None:
    try:
        st.session_state["case"] = desk.cases.restore(case_id).name
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))

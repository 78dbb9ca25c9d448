"""Who works with the open case, where people sign in; its owners change that here."""

from __future__ import annotations

import streamlit as st

from ingest.errors import PinciteError
from ingest.store.catalogue import Case
from ingest.store.people import ROLES, CasePerson, Role
from ingest.translation import _, capitalised, retold, word
from ui.desk import Desk
from ui.literal import in_html, in_label


def draw(desk: Desk, case: Case) -> None:
    """Draw the people of the case; nothing where nobody signs in."""
    if desk.visitor is None:
        return
    found = desk.people.of_case(case)
    rows = "".join(
        f"<li><span>{in_html(person.email)}</span><small>{in_html(word(person.role))}</small></li>"
        for person in found
    )
    st.html(
        f'<h3 class="pincite-section">{_("People")}</h3>'
        + (
            f'<ul class="pincite-documents">{rows}</ul>'
            if found
            else f'<p class="pincite-aside">{_("Nobody yet: administrators see it.")}</p>'
        )
    )
    if desk.may(case, "owner"):
        _draw_give(desk, case)
        _draw_remove(desk, case, found)


def _draw_give(desk: Desk, case: Case) -> None:
    key = f"people-{case.name}"
    with st.form(f"{key}-give", border=False, clear_on_submit=True):
        st.text_input(_("E-mail address"), key=f"{key}-email", max_chars=254)
        st.selectbox(_("May act as"), ROLES, format_func=capitalised, key=f"{key}-role")
        st.form_submit_button(_("Share the case"), on_click=_give, args=(desk, case, key))


def _draw_remove(desk: Desk, case: Case, found: list[CasePerson]) -> None:
    if not found:
        return
    key = f"people-{case.name}-gone"
    with st.form(f"{key}-form", border=False):
        st.selectbox(_("Take the case from"), [person.email for person in found], key=key)
        st.form_submit_button(_("Take away"), on_click=_remove, args=(desk, case, key))


def _give(desk: Desk, case: Case, key: str) -> None:
    role: Role = st.session_state[f"{key}-role"]
    try:
        email = desk.people.give(case, str(st.session_state[f"{key}-email"]), role)
        st.toast(in_label(_("{email} is now: {role}").format(email=email, role=word(role))))
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))


def _remove(desk: Desk, case: Case, key: str) -> None:
    try:
        desk.people.remove(case, str(st.session_state[key]))
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))

"""Beside the question box: which documents are searched, and the choice of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from bot.search.narrowing import Narrowing
from ingest.errors import PinciteError
from ingest.store.catalogue import Case, Document
from ingest.translation import N_, _, counted, retold, word
from ui import conversation, wording
from ui.desk import Desk
from ui.literal import in_html, in_label

_LISTED = 60
"""Documents that can be ticked at once; more are found by their title."""
_FIELDS = ("kinds", "parties", "languages")
_LABELS = {"kinds": N_("Kind"), "parties": N_("Party"), "languages": N_("Language")}


def draw(desk: Desk, case: Case) -> None:
    """Draw the choice above the question box, where there are several documents."""
    documents = desk.contents.documents(case)
    narrowing = conversation.narrowing(desk.conversations, case)
    if len(documents) < 2 and not narrowing.is_on:
        return
    admitted = [document for document in documents if narrowing.admits(document)]
    with (
        st.bottom,
        st.container(key="narrowing", horizontal=True, gap="small", vertical_alignment="center"),
    ):
        opened = st.button(
            _count(len(admitted), len(documents), narrowing),
            type="tertiary",
            key="narrow",
            help=_("Choose the documents that are searched"),
        )
        if narrowing.is_on:
            what = described(narrowing, documents)
            st.html(f'<p class="pincite-aside" dir="auto">{in_html(what)}</p>', width="content")
            st.button(
                _("Search all"),
                key="narrow-all",
                type="tertiary",
                on_click=_keep,
                args=(desk, case, Narrowing()),
            )
    if opened:
        _ask(desk, case, documents)


def _ask(desk: Desk, case: Case, documents: Sequence[Document]) -> None:
    @st.dialog(_("What is searched"), position="right", on_dismiss="rerun")
    def ask() -> None:
        narrowing = conversation.narrowing(desk.conversations, case)
        admitted = sum(narrowing.admits(document) for document in documents)
        _draw_choices(desk, case, narrowing, documents)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if st.button(_("Done"), type="primary", key="narrow-done"):
                st.rerun()
            st.html(
                f'<p class="pincite-aside" role="status">'
                f"{_count(admitted, len(documents), narrowing)}</p>"
            )

    ask()


def _count(admitted: int, of: int, narrowing: Narrowing) -> str:
    if not narrowing.is_on:
        return _("Searching all {counted}").format(counted=counted(of, "document"))
    if not admitted:
        return _("No document meets what you chose")
    return _("Searching {admitted} of {counted}").format(
        admitted=admitted, counted=counted(of, "document")
    )


def described(narrowing: Narrowing, documents: Sequence[Document]) -> str:
    """The choice in a few words: "order, motion · in French · filed from 2024-01-01"."""
    titles = {document.path: _title(document) for document in documents}
    parts = [
        _listed([titles.get(path, path) for path in narrowing.paths]),
        _listed(list(map(word, narrowing.kinds))),
        _listed(narrowing.parties),
        _listed(
            [
                _("in {language}").format(language=wording.language_name(code))
                for code in narrowing.languages
            ]
        ),
        _("filed from {since}").format(since=narrowing.since) if narrowing.since else "",
        _("filed until {until}").format(until=narrowing.until) if narrowing.until else "",
    ]
    return " · ".join(filter(None, parts))


def _listed(names: Sequence[str]) -> str:
    first = ", ".join(names[:2])
    return (
        _("{first} and {number} more").format(first=first, number=len(names) - 2)
        if len(names) > 2
        else first
    )


def _title(document: Document) -> str:
    return document.description.title or document.path


def _draw_choices(
    desk: Desk, case: Case, narrowing: Narrowing, documents: Sequence[Document]
) -> None:
    st.html(
        _(
            '<p class="pincite-aside">Leave all open to search everything. A document must '
            "meet each "
            "choice that you make here. The choice is kept with this conversation.</p>"
        )
    )
    for field in _FIELDS:
        _draw_field(desk, case, narrowing, field, _offered(field, documents))
    if (
        narrowing.since
        or narrowing.until
        or any(document.description.filed for document in documents)
    ):
        since, until = st.columns(2)
        with since:
            _draw_day(desk, case, narrowing, "since", _("Filed from"))
        with until:
            _draw_day(desk, case, narrowing, "until", _("Filed until"))
    _draw_documents(desk, case, narrowing, documents)


def _offered(field: str, documents: Sequence[Document]) -> list[str]:
    abouts = [document.description for document in documents]
    found = {
        "kinds": {str(about.kind) for about in abouts},
        "parties": {party for about in abouts for party in about.parties},
        "languages": {about.language for about in abouts if about.language},
    }
    return sorted(found[field])


def _draw_field(
    desk: Desk, case: Case, narrowing: Narrowing, field: str, offered: Sequence[str]
) -> None:
    chosen: tuple[str, ...] = getattr(narrowing, field)
    options = list(dict.fromkeys([*offered, *chosen]))
    if len(options) < 2 and not chosen:
        return
    key = _key(desk, case, field)
    st.session_state[key] = list(chosen)
    names = {"languages": wording.language_name, "kinds": word}.get(field, str)
    st.multiselect(
        _(_LABELS[field]),
        options,
        key=key,
        format_func=lambda option: names(option)[:1].upper() + names(option)[1:],
        placeholder=_("Any"),
        on_change=_choose,
        args=(desk, case, field, key),
    )


def _draw_day(desk: Desk, case: Case, narrowing: Narrowing, field: str, label: str) -> None:
    key = _key(desk, case, field)
    kept: str = getattr(narrowing, field)
    st.session_state[key] = date.fromisoformat(kept) if kept else None
    st.date_input(
        label,
        key=key,
        format="YYYY-MM-DD",
        min_value=date(1800, 1, 1),
        max_value=date(2200, 1, 1),
        on_change=_choose,
        args=(desk, case, field, key),
    )


def _draw_documents(
    desk: Desk, case: Case, narrowing: Narrowing, documents: Sequence[Document]
) -> None:
    others = replace(narrowing, paths=())
    offered = [
        document
        for document in documents
        if document.path in narrowing.paths or others.admits(document)
    ]
    wanted = ""
    if len(documents) > _LISTED:
        # What is ticked stands first, where not all can stand here.
        offered.sort(key=lambda document: document.path not in narrowing.paths)
        wanted = st.text_input(
            _("Find a document"), key=_key(desk, case, "find"), type="search", live=True
        ).casefold()
    offered = [
        document
        for document in offered
        if wanted in f"{_title(document)} {document.path}".casefold()
    ]
    st.html(_('<p class="pincite-aside">Documents: tick some to search only these</p>'))
    with st.container(
        key="narrow-documents", height=300 if len(offered) > 8 else "content", gap=None
    ):
        for document in offered[:_LISTED]:
            key = _key(desk, case, f"document-{document.id}")
            st.session_state[key] = document.path in narrowing.paths
            st.checkbox(
                in_label(f"{_title(document)} ({document.path})"),
                key=key,
                on_change=_tick,
                args=(desk, case, document.path, key),
            )
        if len(offered) > _LISTED:
            st.html(
                _(
                    '<p class="pincite-aside">and {number} more: find them by their title</p>'
                ).format(number=len(offered) - _LISTED)
            )


def _key(desk: Desk, case: Case, name: str) -> str:
    return f"narrow-{case.name}-{conversation.opened(desk.conversations, case)}-{name}"


def _choose(desk: Desk, case: Case, field: str, key: str) -> None:
    chosen = st.session_state[key]
    if field in ("since", "until"):
        chosen = chosen.isoformat() if isinstance(chosen, date) else ""
    else:
        chosen = tuple(chosen)
    now = conversation.narrowing(desk.conversations, case)
    _keep(desk, case, replace(now, **{field: chosen}))


def _tick(desk: Desk, case: Case, path: str, key: str) -> None:
    now = conversation.narrowing(desk.conversations, case)
    others = tuple(kept for kept in now.paths if kept != path)
    _keep(desk, case, replace(now, paths=(*others, path) if st.session_state[key] else others))


def _keep(desk: Desk, case: Case, narrowing: Narrowing) -> None:
    try:
        conversation.narrow(desk.conversations, case, narrowing)
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))

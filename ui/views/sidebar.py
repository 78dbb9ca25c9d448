"""Beside the conversation: the other conversations of the case, and its documents."""

from __future__ import annotations

import streamlit as st

from ingest.errors import PinciteError
from ingest.store.catalogue import Case, Document
from ingest.store.user_data.conversations import Conversation
from ui import conversation
from ui.desk import Desk
from ui.literal import in_html, in_label
from ui.views import chat_model, viewer
from ui.wording import counted

_SHOWN_OPEN = 12
"""More documents than this are folded away, so that what stands below stays in sight."""
_RECENT = 5
_LISTED = 100

_PINNED = "\N{BLACK STAR}"
_KEPT = "\N{NO-BREAK SPACE}"

# Formats without pages of their own.
_FORMATS = {"html": "web page", "word": "Word", "markdown": "Markdown", "text": "plain text"}


def draw(desk: Desk, case: Case) -> None:
    """Everything beside the conversation but the choice of the case."""
    with st.sidebar:
        if case.note:
            st.html(f'<p class="pincite-aside" dir="auto">{in_html(case.note)}</p>')
        chat_model.draw_choice(desk, case)
        _draw_conversations(desk, case)
        _draw_documents(desk.contents.documents(case))
        _draw_failures(desk.contents.failures(case))


def _draw_conversations(desk: Desk, case: Case) -> None:
    opened = conversation.opened(desk.conversations, case)
    asked = len(conversation.turns(desk.conversations, case))
    with st.container(key="conversation-actions", horizontal=True, gap="small"):
        st.button(
            "New conversation",
            key="new",
            disabled=not asked,
            on_click=conversation.open_one,
            args=(case, None),
        )
        if opened is not None and asked:
            _draw_rename(desk, case, opened)
            _draw_pin(desk, case, opened)
        st.button("Delete", disabled=not asked, key="delete", on_click=_delete, args=(desk, case))
    _draw_deleted(desk, case)
    kept = desk.conversations.of_case(case)
    if not kept:
        return
    with st.expander(f"Conversations ({len(kept)})", expanded=True, key="conversations-part"):
        if len(kept) > _RECENT:
            wanted = st.text_input(
                "Search the conversations",
                key=f"find-conversation-{case.name}",
                type="search",
                placeholder="A word of a title or a question",
                live=True,
            )
            if wanted:
                kept = desk.conversations.of_case(case, wanted)
                st.html(
                    f'<p class="pincite-aside" role="status">{counted(len(kept), "conversation")}'
                    " found</p>"
                )
        tall = len(kept) > _RECENT
        with st.container(
            key="conversations", gap="small", height=230 if tall else "content", border=False
        ):
            for entry in kept[:_LISTED]:
                _draw_conversation(case, entry, entry.id == opened)
            if len(kept) > _LISTED:
                st.html(f'<p class="pincite-aside">and {len(kept) - _LISTED} more: search them</p>')


def _draw_conversation(case: Case, entry: Conversation, is_open: bool) -> None:
    st.button(
        in_label(f"{_PINNED} {entry.title}" if entry.pinned else entry.title),
        key=f"conversation-{entry.id}",
        help=f"{'Pinned. ' if entry.pinned else ''}{counted(entry.turns, 'question')}, "
        f"begun {entry.at[:10]}",
        type="tertiary",
        width="stretch",
        disabled=is_open,
        on_click=conversation.open_one,
        args=(case, entry),
    )


def _draw_documents(documents: list[Document]) -> None:
    label = f"Documents ({len(documents)})"
    with st.expander(label, expanded=len(documents) <= _SHOWN_OPEN):
        if not documents:
            st.html("<p>None yet.</p>")
        with st.container(key="document-list", gap=None):
            for document in documents[:_LISTED]:
                _draw_document(document)
        if len(documents) > _LISTED:
            st.html(
                f'<p class="pincite-aside">and {len(documents) - _LISTED} more, on the Documents '
                "page</p>"
            )


def _draw_document(document: Document) -> None:
    about = document.description
    facts = [about.kind.capitalize()]
    if about.ecf:
        facts.append(f"ECF No. {about.ecf}".replace(" ", _KEPT))
    if document.format == "pdf":
        facts.append(f"{document.pages}{_KEPT}{'page' if document.pages == 1 else 'pages'}")
    else:
        facts.append(_FORMATS.get(document.format, document.format))
    key = f"open-document-{document.id}"
    st.button(
        in_label(about.title or document.path),
        key=key,
        type="tertiary",
        width="stretch",
        wrap=True,
        help="Opens it beside the chat",
        on_click=viewer.open_document,
        args=(document.id, key),
    )
    st.html(f'<p class="pincite-facts">{in_html(" · ".join(facts))}</p>')


def _draw_failures(failures: dict[str, tuple[str, str]]) -> None:
    if failures:
        with st.expander(f"Files that could not be read ({len(failures)})"):
            rows = "".join(f"<li>{_refused(path, *why)}</li>" for path, why in failures.items())
            st.html(f'<ul class="pincite-documents">{rows}</ul>')


def _refused(path: str, reason: str, advice: str) -> str:
    return f"<span>{in_html(path)}</span><small>{in_html(f'{reason} {advice}')}</small>"


def _draw_rename(desk: Desk, case: Case, opened: int) -> None:
    key = f"title-{opened}"
    with st.popover("Rename", key="rename"), st.form(f"rename-{opened}", border=False):
        st.text_input("Title of this conversation", key=key, max_chars=120)
        st.form_submit_button("Rename", on_click=_rename, args=(desk, case, key))


def _draw_pin(desk: Desk, case: Case, opened: int) -> None:
    is_pinned = any(
        entry.id == opened and entry.pinned for entry in desk.conversations.of_case(case)
    )
    st.button(
        "Unpin" if is_pinned else "Pin",
        key="pin",
        help="It stands among the others again" if is_pinned else "It stands above the others",
        on_click=_pin,
        args=(desk, opened, not is_pinned),
    )


def _pin(desk: Desk, opened: int, pinned: bool) -> None:
    try:
        desk.conversations.pin(opened, pinned)
    except PinciteError as error:
        st.toast(in_label(f"{error.reason} {error.advice}"))


def _rename(desk: Desk, case: Case, key: str) -> None:
    try:
        conversation.rename(desk.conversations, case, str(st.session_state[key]))
    except PinciteError as error:
        st.toast(in_label(f"{error.reason} {error.advice}"))


def _draw_deleted(desk: Desk, case: Case) -> None:
    """What was deleted, for as long as it can be had back."""
    gone = conversation.deleted(case)
    if gone is not None:
        st.html(
            f'<p class="pincite-aside" role="status" dir="auto">Deleted: {in_html(gone.title)}</p>'
        )
        st.button("Undo", key="undo", on_click=_undo, args=(desk, case))


def _undo(desk: Desk, case: Case) -> None:
    try:
        conversation.undo(desk.conversations, case)
    except PinciteError as error:
        st.toast(in_label(f"{error.reason} {error.advice}"))


def _delete(desk: Desk, case: Case) -> None:
    try:
        conversation.delete(desk.conversations, case)
    except PinciteError as error:
        st.toast(in_label(f"{error.reason} {error.advice}"))

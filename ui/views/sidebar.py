"""Beside the conversation: the other conversations of the case, and its documents."""

from __future__ import annotations

import streamlit as st

from ingest.errors import PinciteError
from ingest.store.catalogue import Case, Document
from ingest.store.user_data.conversations import Conversation
from ingest.store.user_data.visitors_conversations import VisitorsConversations
from ingest.translation import N_, _, counted, retold, word
from ui import conversation
from ui.callbacks import whole
from ui.desk import Desk
from ui.literal import in_html, in_label, with_code
from ui.views import chat_model, ingest_progress, viewer

_SHOWN_OPEN = 12
"""More documents than this are folded away, so that what stands below stays in sight."""
_RECENT = 5
_LISTED = 100

_PINNED = "\N{BLACK STAR}"
_KEPT = "\N{NO-BREAK SPACE}"

# Formats without pages of their own.
_FORMATS = {
    "html": N_("web page"),
    "word": "Word",
    "markdown": "Markdown",
    "text": N_("plain text"),
}


def draw(desk: Desk, case: Case) -> None:
    """Everything beside the conversation but the choice of the case."""
    with st.sidebar:
        if case.note:
            st.html(f'<p class="pincite-aside" dir="auto">{in_html(case.note)}</p>')
        chat_model.draw_choice(desk, case)
        _draw_conversations(desk, case)
        if ingest_progress.runs_for(desk.ingest_job, case):
            st.fragment(_draw_growing, run_every=2.0)(desk, case)
        else:
            _draw_documents(desk.contents.documents(case))
        _draw_failures(desk.contents.failures(case), opened=not desk.contents.documents(case))


def _draw_conversations(desk: Desk, case: Case) -> None:
    opened = conversation.opened(desk.conversations, case)
    asked = len(conversation.turns(desk.conversations, case))
    with st.container(key="conversation-actions", horizontal=True, gap="small"):
        st.button(
            _("New conversation"),
            key="new",
            disabled=not asked,
            on_click=conversation.open_one,
            args=(case, None),
        )
        own = opened is None or conversation.is_own(desk.conversations, opened)
        if opened is not None and asked and own:
            _draw_rename(desk, case, opened)
            _draw_pin(desk, case, opened)
            _draw_share(desk, opened)
        if own:
            st.button(
                _("Delete"), disabled=not asked, key="delete", on_click=_delete, args=(desk, case)
            )
    if opened is not None and not own:
        st.html(
            _('<p class="pincite-aside">Shared with you by {owner}.</p>').format(
                owner=in_html(conversation.owner_of(desk.conversations, case, opened))
            )
        )
    _draw_deleted(desk, case)
    kept = desk.conversations.of_case(case)
    if not kept:
        return
    with st.expander(
        _("Conversations ({number})").format(number=len(kept)),
        expanded=True,
        key="conversations-part",
    ):
        if len(kept) > _RECENT:
            wanted = st.text_input(
                _("Search the conversations"),
                key=f"find-conversation-{case.name}",
                type="search",
                placeholder=_("A word of a title or a question"),
                live=True,
            )
            if wanted:
                kept = desk.conversations.of_case(case, wanted)
                st.html(
                    _('<p class="pincite-aside" role="status">{counted} found</p>').format(
                        counted=counted(len(kept), "conversation")
                    )
                )
        tall = len(kept) > _RECENT
        with st.container(
            key="conversations", gap="small", height=230 if tall else "content", border=False
        ):
            for entry in kept[:_LISTED]:
                _draw_conversation(case, entry, entry.id == opened)
            if len(kept) > _LISTED:
                st.html(
                    _('<p class="pincite-aside">and {number} more: search them</p>').format(
                        number=len(kept) - _LISTED
                    )
                )


def _draw_conversation(case: Case, entry: Conversation, is_open: bool) -> None:
    st.button(
        in_label(f"{_PINNED} {entry.title}" if entry.pinned else entry.title),
        key=f"conversation-{entry.id}",
        help=(_("Pinned.") + " " if entry.pinned else "")
        + _("{questions}, begun {at}").format(
            questions=counted(entry.turns, "question"), at=entry.at[:10]
        ),
        type="tertiary",
        width="stretch",
        disabled=is_open,
        on_click=conversation.open_one,
        args=(case, entry),
    )


def _draw_growing(desk: Desk, case: Case) -> None:
    """The documents while more are added: they follow."""
    if _draw_documents(desk.contents.documents(case)):
        # The document opens outside of this part of the page.
        st.rerun()


def _draw_documents(documents: list[Document]) -> bool:
    """True in the run after one of them was opened."""
    opened = False
    label = _("Documents ({number})").format(number=len(documents))
    with st.expander(label, expanded=len(documents) <= _SHOWN_OPEN):
        if not documents:
            st.html(_('<p class="pincite-aside">None yet.</p>'))
        with st.container(key="document-list", gap=None):
            for document in documents[:_LISTED]:
                opened |= _draw_document(document)
        if len(documents) > _LISTED:
            st.html(
                _('<p class="pincite-aside">and {number} more, on the Documents page</p>').format(
                    number=len(documents) - _LISTED
                )
            )
    return opened


def _draw_document(document: Document) -> bool:
    """True in the run after it was opened."""
    about = document.description
    facts = [word(about.kind).capitalize()]
    if about.ecf:
        facts.append(_("ECF No. {ecf}").format(ecf=about.ecf).replace(" ", _KEPT))
    if document.format == "pdf":
        facts.append(counted(document.pages, "page").replace(" ", _KEPT))
    else:
        facts.append(_(_FORMATS.get(document.format, document.format)))
    key = f"open-document-{document.id}"
    opened = st.button(
        in_label(about.title or document.path),
        key=key,
        type="tertiary",
        width="stretch",
        wrap=True,
        help=_("Opens it beside the chat"),
        on_click=viewer.open_document,
        args=(document.id, key),
    )
    st.html(f'<p class="pincite-facts">{in_html(" · ".join(facts))}</p>')
    return opened


def _draw_failures(failures: dict[str, tuple[str, str]], *, opened: bool) -> None:
    if failures:
        label = _("Files that could not be read ({number})").format(number=len(failures))
        with st.expander(label, expanded=opened):
            rows = "".join(f"<li>{_refused(path, *why)}</li>" for path, why in failures.items())
            st.html(f'<ul class="pincite-documents">{rows}</ul>')


def _refused(path: str, reason: str, advice: str) -> str:
    said = f"{retold(reason)} {retold(advice)}"
    return f"<span>{in_html(path)}</span><small>{with_code(said)}</small>"


def _draw_rename(desk: Desk, case: Case, opened: int) -> None:
    key = f"title-{opened}"
    # Another one after each new title, which is closed: it hides the list that shows the title.
    again = f"rename-{opened}-{st.session_state.get('renamed', 0)}"
    with st.popover(_("Rename"), key=again), st.form(f"rename-{opened}", border=False):
        st.text_input(_("Title of this conversation"), key=key, max_chars=120)
        st.form_submit_button(_("Rename"), on_click=_rename, args=(desk, case, key))


def _draw_pin(desk: Desk, case: Case, opened: int) -> None:
    is_pinned = any(
        entry.id == opened and entry.pinned for entry in desk.conversations.of_case(case)
    )
    st.button(
        _("Unpin") if is_pinned else _("Pin"),
        key="pin",
        help=_("It stands among the others again")
        if is_pinned
        else _("It stands above the others"),
        on_click=_pin,
        args=(desk, opened, not is_pinned),
    )


def _draw_share(desk: Desk, opened: int) -> None:
    """Where people sign in: whether the others of the case see this conversation."""
    kept = desk.conversations
    if not isinstance(kept, VisitorsConversations):
        return
    shared = kept.is_shared(opened)
    st.button(
        _("Make private") if shared else _("Share"),
        key="share",
        help=_("Only you see it then")
        if shared
        else _("Everybody who may see this case sees it then, and can ask in it"),
        on_click=_share,
        args=(kept, opened, not shared),
    )


def _share(kept: VisitorsConversations, opened: int, shared: bool) -> None:
    try:
        kept.share(opened, shared)
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))


def _pin(desk: Desk, opened: int, pinned: bool) -> None:
    try:
        desk.conversations.pin(opened, pinned)
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))


def _rename(desk: Desk, case: Case, key: str) -> None:
    try:
        conversation.rename(desk.conversations, case, str(st.session_state[key]))
        st.session_state["renamed"] = st.session_state.get("renamed", 0) + 1
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))


def _draw_deleted(desk: Desk, case: Case) -> None:
    """What was deleted, for as long as it can be had back."""
    gone = conversation.deleted(case)
    if gone is not None:
        st.html(
            _('<p class="pincite-aside" role="status" dir="auto">Deleted: {title}</p>').format(
                title=in_html(gone.title)
            )
        )
        st.button(_("Undo"), key="undo", on_click=_undo, args=(desk, case))


def _undo(desk: Desk, case: Case) -> None:
    try:
        whole(lambda: conversation.undo(desk.conversations, case))
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))


def _delete(desk: Desk, case: Case) -> None:
    try:
        whole(lambda: conversation.delete(desk, case))
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))

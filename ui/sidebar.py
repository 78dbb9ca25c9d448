"""Beside the conversation: which case, what is in it, and a way to clear the conversation."""

from __future__ import annotations

import streamlit as st

from ingest.catalogue import Case, Document
from ui import conversation
from ui.conversation import Contents
from ui.literal import in_html

_SHOWN_OPEN = 12
"""More documents than this are folded away, so that what stands below stays in sight."""

_KEPT = "\N{NO-BREAK SPACE}"

# Formats without pages of their own.
_FORMATS = {"html": "web page", "word": "Word", "markdown": "Markdown", "text": "plain text"}


def draw(cases: list[Case], contents: Contents) -> Case:
    """The case that is chosen."""
    with st.sidebar:
        st.html(
            '<div class="pincite-brand"><strong>Pincite</strong>'
            "<span>Every answer cites page and line</span></div>"
        )
        case = _pick(cases)
        if case.note:
            st.html(f'<p class="pincite-aside" dir="auto">{in_html(case.note)}</p>')
        st.html(
            '<p class="pincite-aside"><strong>Nothing leaves this computer.</strong> Answers are '
            "quotes, word for word; no chat model is set up.</p>"
        )
        _draw_documents(contents.documents(case))
        _draw_failures(contents.failures(case))
        _draw_clear(case)
    return case


def _pick(cases: list[Case]) -> Case:
    by_name = {case.name: case for case in cases}
    # A case removed since the last run must not be chosen any more.
    if st.session_state.get("case") not in by_name:
        st.session_state.pop("case", None)
    name = st.selectbox(
        "Case", list(by_name), format_func=lambda name: by_name[name].title or name, key="case"
    )
    # Two cases may bear one title; the name is what commands know a case by.
    st.html(f'<p class="pincite-aside">Name: <code>{in_html(name)}</code></p>')
    return by_name[name]


def _draw_documents(documents: list[Document]) -> None:
    label = f"Documents ({len(documents)})"
    with st.expander(label, expanded=len(documents) <= _SHOWN_OPEN):
        rows = "".join(f"<li>{_document(document)}</li>" for document in documents)
        st.html(f'<ul class="pincite-documents">{rows}</ul>' if rows else "<p>None yet.</p>")


def _document(document: Document) -> str:
    about = document.description
    facts = [about.kind.capitalize()]
    if about.ecf:
        facts.append(f"ECF No. {about.ecf}".replace(" ", _KEPT))
    if document.format == "pdf":
        facts.append(f"{document.pages}{_KEPT}{'page' if document.pages == 1 else 'pages'}")
    else:
        facts.append(_FORMATS.get(document.format, document.format))
    title = about.title or document.path
    return (
        f'<span lang="{in_html(about.language)}" dir="auto">{in_html(title)}</span>'
        f"<small>{in_html(' · '.join(facts))}</small>"
    )


def _draw_failures(failures: dict[str, tuple[str, str]]) -> None:
    if failures:
        with st.expander(f"Files that could not be read ({len(failures)})"):
            rows = "".join(f"<li>{_refused(path, *why)}</li>" for path, why in failures.items())
            st.html(f'<ul class="pincite-documents">{rows}</ul>')


def _refused(path: str, reason: str, advice: str) -> str:
    return f"<span>{in_html(path)}</span><small>{in_html(f'{reason} {advice}')}</small>"


def _draw_clear(case: Case) -> None:
    asked = len(conversation.turns(case))
    if st.button("Clear conversation", disabled=not asked, key="clear"):
        _confirm(case, asked)


def _confirm(case: Case, asked: int) -> None:
    @st.dialog("Clear this conversation?")
    def ask() -> None:
        questions = "1 question and its answer" if asked == 1 else f"{asked} questions and answers"
        st.write(f"{questions} will be gone. The documents stay.")
        clear, keep = st.columns(2)
        cleared = clear.button(
            "Clear",
            type="primary",
            width="stretch",
            key="clear-yes",
            on_click=conversation.clear,
            args=(case,),
        )
        kept = keep.button("Keep", width="stretch", key="clear-no")
        if cleared or kept:
            st.rerun()

    ask()

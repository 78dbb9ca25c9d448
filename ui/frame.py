"""Around every page: its looks, the name of the program, and which case it is about."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ingest.catalogue import Case
from ingest.errors import PinciteError
from ui.literal import in_html

_HERE = Path(__file__).parent


def prepare() -> None:
    """Title, icon and looks; the first thing on the page.

    The icon is a file of ours: emoji and named icons would be fetched from other hosts.
    """
    st.set_page_config(page_title="Pincite", page_icon=str(_HERE / "icon.svg"))
    st.html(_HERE / "style.css")


def widen() -> None:
    """Let a page of tables have the whole width."""
    st.set_page_config(layout="wide")


def narrow() -> None:
    """A page that is read has lines of a readable length, after a wide one too."""
    st.set_page_config(layout="centered")


def choose_case(cases: list[Case]) -> Case | None:
    """The case that is chosen beside the page; None where there is none."""
    with st.sidebar:
        st.html(
            '<div class="pincite-brand"><strong>Pincite</strong>'
            "<span>Every answer cites page and line</span></div>"
        )
        return _pick(cases) if cases else None


def _pick(cases: list[Case]) -> Case:
    by_name = {case.name: case for case in cases}
    # A case removed since the last run must not be chosen any more.
    if st.session_state.get("case") not in by_name:
        st.session_state.pop("case", None)
    if st.query_params.get("case") not in by_name:
        st.query_params.pop("case", None)
    name = st.selectbox(
        "Case",
        list(by_name),
        format_func=lambda name: by_name[name].title or name,
        key="case",
        bind="query-params",
    )
    # Two cases may bear one title; the name is what commands know a case by.
    st.html(f'<p class="pincite-aside">Name: <code>{in_html(name)}</code></p>')
    return by_name[name]


def draw_heading(text: str) -> None:
    """The page's heading, in words that may come from documents."""
    st.html(f'<h1 class="pincite-case" dir="auto">{in_html(text)}</h1>')


def draw_notice(reason: str, advice: str = "") -> None:
    """What happened and what mends it."""
    told = "".join(f"<p>{in_html(part)}</p>" for part in (reason, advice) if part)
    st.html(f'<div class="pincite-notice" role="alert">{told}</div>')


def draw_error(error: PinciteError) -> None:
    """In place of the page, when the library cannot be opened at all."""
    st.title("Pincite cannot open its library")
    draw_notice(error.reason, error.advice)
    st.button("Try again", type="primary")

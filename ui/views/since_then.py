"""Under an answer: what became of the documents that it cites since it was given."""

from __future__ import annotations

import streamlit as st

from bot.answer import Answer, Citation
from bot.answering.later_versions import since
from bot.question.parse import question_language
from ui.desk import Desk
from ui.literal import in_html

_Spot = tuple[int, int, int]


def draw(desk: Desk, answer: Answer, cited_before: int) -> None:
    """Say of each citation that is no longer as it was what became of its document. Nobody need
    open it to learn that."""
    language = question_language(answer.question)
    generation = desk.catalogue.generation()
    lines = [
        f"[{cited_before + citation.number}] {said}"
        for citation in answer.citations
        if (said := _since(desk, generation, citation, language))
    ]
    for line in lines:
        st.html(f'<p class="pincite-aside" lang="{language}" role="note">{in_html(line)}.</p>')


def _since(desk: Desk, generation: int, citation: Citation, language: str) -> str:
    """Looked up once for each state of the library: every run of the page draws all answers."""
    known: tuple[int, dict[tuple[_Spot, str], str]] = st.session_state.get("since", (-1, {}))
    if known[0] != generation:
        st.session_state["since"] = known = generation, {}
    spot = (citation.passage_id, citation.start, citation.end), language
    if spot not in known[1]:
        known[1][spot] = since(desk.bot.status_of(citation), language)
    return known[1][spot]

"""The chat page: a case beside, a conversation about it, a line to ask the next question."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from bot.question import question_language
from ingest.catalogue import Case
from ingest.errors import PinciteError
from ui import conversation, sidebar, wording
from ui.answer_view import draw_question, draw_turn
from ui.citation_view import open_citation
from ui.conversation import Answers, Contents
from ui.literal import in_html, in_label

_HERE = Path(__file__).parent


def prepare() -> None:
    """Title, icon and looks; the first thing on the page.

    The icon is a file of ours: emoji and named icons would be fetched from other hosts.
    """
    st.set_page_config(page_title="Pincite", page_icon=str(_HERE / "icon.svg"))
    st.html(_HERE / "style.css")


def draw(bot: Answers, contents: Contents) -> None:
    """The whole page, once. Everything it remembers is in the session."""
    cases = bot.cases()
    if not cases:
        _draw_no_cases()
        return
    case = sidebar.draw(cases, contents)
    _draw_heading(case)
    asked = st.chat_input("Ask a question · Posez une question", key=f"ask-{case.name}")
    if asked:
        conversation.submit(case, asked)
    turns, question = conversation.turns(case), conversation.waiting(case)
    for index, turn in enumerate(turns):
        draw_turn(turn, f"{case.name}-{index}", lambda citation: open_citation(bot, citation))
    if question:
        _answer(bot, case, question)
    elif not turns:
        _draw_examples(case)


def draw_error(error: PinciteError) -> None:
    """In place of the page, when the library cannot be opened at all."""
    st.title("Pincite cannot open its library")
    st.html(
        f'<div class="pincite-notice" role="alert"><p>{in_html(error.reason)}</p>'
        f"<p>{in_html(error.advice)}</p></div>"
    )
    st.button("Try again", type="primary")


def _draw_heading(case: Case) -> None:
    st.html(f'<h1 class="pincite-case" dir="auto">{in_html(case.title or case.name)}</h1>')


def _draw_no_cases() -> None:
    st.title("Pincite")
    st.write(
        "Ask a case file in English or French; every answer is a quote with its page and line. "
        "There is no case yet. Put the documents of one in a folder, then run:"
    )
    st.code("python -m ingest FOLDER --case NAME", language="bash")
    st.button("Look again", type="primary")


def _draw_examples(case: Case) -> None:
    st.html(
        '<p class="pincite-lead">Ask in English or French. Every answer quotes the documents '
        "and says where: page, paragraph, line.</p>"
    )
    with st.container(key="examples"):
        for index, question in enumerate(case.questions or wording.EXAMPLES):
            st.button(
                in_label(question),
                key=f"example-{case.name}-{index}",
                width="stretch",
                wrap=True,
                on_click=conversation.submit,
                args=(case, question),
            )


def _answer(bot: Answers, case: Case, question: str) -> None:
    """Draw the question, answer it saying what is being done, keep both."""
    draw_question(question)
    place = st.empty()

    def say(doing: str) -> None:
        place.html(f'<p class="pincite-working" role="status">{in_html(doing)}</p>')

    say(wording.WORKING[question_language(question)])
    conversation.answer(bot, case, question, say)
    # Again from the top: the answer is drawn the same way now as on every later run.
    st.rerun()

"""One turn of the conversation: the question and its answer, every quote with its chips."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from bot.answer import Answer, Citation, Statement
from bot.answering.caveats import caveats
from bot.answering.stored_answer import FailedQuestion
from bot.question.parse import question_language
from ui import wording
from ui.conversation import Turn
from ui.literal import in_html, in_label, with_marks
from ui.views.chat_model import draw_reading

Open = Callable[[Citation], None]


def draw_question(text: str) -> None:
    # A heading, so that a screen reader can go from question to question.
    language = question_language(text)
    st.html(f'<h2 class="pincite-question" lang="{language}" dir="auto">{in_html(text)}</h2>')


def draw_turn(turn: Turn, place: str, open_citation: Open, cited_before: int = 0) -> None:
    """``place`` is different for each turn on the page; ``cited_before`` is how many citations
    stand above, so that a number names one citation of the conversation."""
    draw_question(turn.question)
    language = question_language(turn.question)
    if isinstance(turn.outcome, Answer) and turn.outcome.understood:
        _draw_aside(wording.understood(turn.outcome.understood, language), language)
    if isinstance(turn.outcome, FailedQuestion):
        _draw_failure(turn.outcome, language)
    elif turn.outcome is None:
        return
    elif turn.outcome.status == "not_found":
        _draw_not_found(turn.outcome, language)
    else:
        _draw_answer(turn.outcome, place, language, open_citation, cited_before)
    if isinstance(turn.outcome, Answer):
        draw_reading(turn.outcome)


def _draw_failure(failure: FailedQuestion, language: str) -> None:
    st.html(
        f'<div class="pincite-notice" role="alert">'
        f'<p class="pincite-headline" lang="{language}">{wording.FAILED[language]}</p>'
        f"<p>{in_html(failure.reason)}</p><p>{in_html(failure.advice)}</p></div>"
    )


def _draw_not_found(answer: Answer, language: str) -> None:
    st.html(
        f'<div class="pincite-notice" lang="{language}">'
        f'<p class="pincite-headline">{wording.NOT_FOUND[language]}</p>'
        f"<p>{wording.NOT_FOUND_ADVICE[language]}</p>"
        f'<p class="pincite-aside">{wording.searched(answer.searched, language)}</p></div>'
    )


def draw_statements(
    answer: Answer, place: str, language: str, open_citation: Open, cited_before: int = 0
) -> None:
    """The quotes of an answer, each with its chips."""
    cited = {citation.number: citation for citation in answer.citations}
    for index, statement in enumerate(answer.statements):
        citations = [cited[number] for number in statement.citations]
        _draw_statement(statement, citations, language)
        _draw_chips(citations, f"{place}-{index}", open_citation, cited_before)
        told = ", ".join(
            dict.fromkeys(one for each in citations for one in caveats(each, language))
        )
        if told:
            _draw_aside(f"{told[0].upper()}{told[1:]}.", language)


def _draw_answer(
    answer: Answer, place: str, language: str, open_citation: Open, cited_before: int
) -> None:
    if answer.status == "partial":
        _draw_aside(wording.PARTIAL[language], language)
    draw_statements(answer, place, language, open_citation, cited_before)
    if answer.also:
        _draw_also(answer.also, place, language, open_citation)
    _draw_aside(wording.searched(answer.searched, language), language)


def _draw_statement(statement: Statement, citations: list[Citation], language: str) -> None:
    if statement.written:
        st.html(
            f'<p class="pincite-written" lang="{language}" dir="auto">{in_html(statement.text)}</p>'
        )
        return
    first = citations[0]
    voice = wording.voice(first.kind, statement.voice, language)
    st.html(
        f'<p class="pincite-voice" lang="{language}">{in_html(voice)}</p>'
        f'<blockquote class="pincite-quote" lang="{in_html(first.language)}" dir="auto">'
        f"{with_marks(statement.text, statement.marked)}</blockquote>"
    )


def _draw_chips(
    citations: list[Citation], place: str, open_citation: Open, cited_before: int
) -> None:
    with st.container(horizontal=True, gap="small", key=f"chips-{place}"):
        for citation in citations:
            label = in_label(f"[{cited_before + citation.number}] {citation.pin}")
            if st.button(label, key=f"cite-{place}-{citation.number}", wrap=True):
                open_citation(citation)


def _draw_also(also: tuple[Citation, ...], place: str, language: str, open_citation: Open) -> None:
    with st.expander(f"{wording.ALSO[language]} ({len(also)})", type="compact"):
        for index, citation in enumerate(also):
            st.html(
                f'<blockquote class="pincite-also" lang="{in_html(citation.language)}" '
                f'dir="auto">{in_html(citation.quote)}</blockquote>'
            )
            with st.container(key=f"chips-{place}-also-{index}"):
                if st.button(in_label(citation.pin), key=f"also-{place}-{index}", wrap=True):
                    open_citation(citation)


def _draw_aside(text: str, language: str) -> None:
    st.html(f'<p class="pincite-aside" lang="{language}">{in_html(text)}</p>')

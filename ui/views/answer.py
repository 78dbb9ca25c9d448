"""One turn of the conversation: the question and its answer, every quote with its chips."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from bot.answer import Answer, Citation, Statement
from bot.answering.caveats import ADDRESSES, caveats, unsure
from bot.answering.readers_form import readers_forms
from bot.answering.stored_answer import FailedQuestion
from bot.answering.wording import NO_DOCUMENTS, OTHER_LANGUAGE, whose_word
from bot.question.parse import question_language
from ingest.text.language import is_plainly_other
from ingest.translation import LANGUAGES, retold, translated
from ui import wording
from ui.conversation import STOPPED, Turn
from ui.literal import in_html, in_label, with_code, with_marks
from ui.views import viewer
from ui.views.chat_model import draw_reading
from ui.views.viewer import Quoted

_SHOWN = 600
"""Characters of a question: what was pasted by mistake does not take the page."""


def draw_question(text: str) -> None:
    # A heading, so that a screen reader can go from question to question.
    language = question_language(text)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    st.html(
        f'<h2 class="pincite-question" lang="{language}" dir="auto">'
        f"<span>{in_html(shown)}</span></h2>"
    )


def draw_turn(turn: Turn, place: str, cited_before: int = 0) -> bool:
    """``place`` is different for each turn on the page; ``cited_before`` is how many citations
    stand above, so that a number names one citation of the conversation. True where what was
    understood of the question is to be changed."""
    draw_question(turn.question)
    language = question_language(turn.question)
    changed = False
    if isinstance(turn.outcome, Answer) and turn.outcome.understood:
        changed = _draw_understood(turn.outcome.understood, place, language)
    if isinstance(turn.outcome, FailedQuestion):
        _draw_failure(turn.outcome, language)
    elif turn.outcome is not None:
        if titles := turn.outcome.searched.unchosen:
            _draw_aside(wording.unchosen(titles, language), language)
        _draw_outcome(turn.outcome, place, language, cited_before)
        if turn.outcome.while_reading is not None:
            ready = turn.outcome.searched.of or turn.outcome.searched.documents
            said = wording.asked_while_reading(*turn.outcome.while_reading, ready, language)
            _draw_aside(said, language)
        draw_reading(turn.outcome)
    return changed


def _draw_understood(understood: str, place: str, language: str) -> bool:
    with st.container(
        horizontal=True, gap="small", key=f"saving-understood-{place}", vertical_alignment="center"
    ):
        text = in_html(wording.understood(understood, language))
        st.html(f'<p class="pincite-aside" lang="{language}">{text}</p>', width="content")
        return st.button(
            translated(wording.CHANGE, language), key=f"understood-{place}", type="tertiary"
        )


def quotes_of(answer: Answer, place: str) -> list[Quoted]:
    """The citations of an answer with the buttons that open them, as they are drawn at a place."""
    return [
        quote for index in range(len(answer.statements)) for quote in _cited(answer, place, index)
    ]


def also_of(answer: Answer, place: str) -> list[Quoted]:
    """The passages that are also relevant, or near, with the buttons that open them."""
    return [Quoted(citation, f"also-{place}-{index}") for index, citation in enumerate(answer.also)]


def _cited(answer: Answer, place: str, index: int) -> Iterator[Quoted]:
    cited = {citation.number: citation for citation in answer.citations}
    for number in answer.statements[index].citations:
        yield Quoted(cited[number], f"cite-{place}-{index}-{number}")


def _draw_outcome(answer: Answer, place: str, language: str, cited_before: int) -> None:
    match answer.outcome:
        case "answer":
            _draw_answer(answer, place, language, cited_before)
        case "leads":
            _draw_leads(answer, place, language)
        case "unsupported":
            _draw_unsupported(language)
        case _ if answer.without_documents:
            _draw_no_documents(answer, language)
        case _:
            _draw_not_found(answer, language)


def _draw_failure(failure: FailedQuestion, language: str) -> None:
    # Versions before this one kept it in the language of the question.
    if failure.reason in {translated(STOPPED.reason, each) for each in LANGUAGES}:
        # What one did oneself is no fault, and no alarm.
        said = (translated(STOPPED.reason, language), translated(STOPPED.advice, language))
        _draw_aside(" ".join(said), language)
        return
    st.html(
        f'<div class="pincite-notice" role="alert">'
        f'<p class="pincite-headline" lang="{language}">{translated(wording.FAILED, language)}</p>'
        f"<p>{with_code(retold(failure.reason))}</p>"
        f"<p>{with_code(retold(failure.advice))}</p></div>"
    )


def _draw_no_documents(answer: Answer, language: str) -> None:
    headline, advice = NO_DOCUMENTS, wording.NO_DOCUMENTS_ADVICE
    if answer.while_reading is not None:
        headline, advice = wording.NOTHING_YET, NO_DOCUMENTS
    st.html(
        f'<div class="pincite-notice" lang="{language}">'
        f'<p class="pincite-headline">{translated(headline, language)}</p>'
        f"<p>{translated(advice, language)}</p></div>"
    )


def _draw_not_found(answer: Answer, language: str) -> None:
    advice = wording.NOT_FOUND_ADVICE
    if is_plainly_other(answer.question):
        advice = OTHER_LANGUAGE
    st.html(
        f'<div class="pincite-notice" lang="{language}">'
        f'<p class="pincite-headline">{translated(wording.NOT_FOUND, language)}</p>'
        f"<p>{translated(advice, language)}</p>"
        f'<p class="pincite-aside">{wording.searched(answer.searched, language)}</p></div>'
    )


def _draw_unsupported(language: str) -> None:
    st.html(
        f'<div class="pincite-notice" lang="{language}">'
        f'<p class="pincite-headline">{translated(wording.UNSUPPORTED, language)}</p>'
        f"<p>{translated(wording.UNSUPPORTED_ADVICE, language)}</p></div>"
    )


def _draw_leads(answer: Answer, place: str, language: str) -> None:
    """The nearest passages, set apart from answers: each may be read where it stands."""
    with st.container(key=f"leads-{place}", border=True):
        st.html(
            f'<div lang="{language}">'
            f'<p class="pincite-headline">{translated(wording.LEADS, language)}</p>'
            f"<p>{translated(wording.LEADS_ADVICE, language)}</p></div>"
        )
        if is_plainly_other(answer.question):
            _draw_aside(translated(OTHER_LANGUAGE, language), language)
        _draw_passages(also_of(answer, place), language)
        _draw_aside(wording.searched(answer.searched, language), language)


def draw_statements(answer: Answer, place: str, language: str, cited_before: int = 0) -> None:
    """The quotes of an answer, each with its chips."""
    for index, statement in enumerate(answer.statements):
        quoted = list(_cited(answer, place, index))
        citations = [quote.citation for quote in quoted]
        _draw_statement(statement, citations, language)
        _draw_readers_forms(statement.text, citations[0].language, language)
        _draw_chips(quoted, f"{place}-{index}", cited_before)
        warnings = ", ".join(
            dict.fromkeys(caveat for each in citations for caveat in caveats(each, language))
        )
        if warnings:
            _draw_aside(f"{warnings[0].upper()}{warnings[1:]}.", language)


def _draw_answer(answer: Answer, place: str, language: str, cited_before: int) -> None:
    if answer.status == "partial":
        _draw_aside(translated(wording.PARTIAL, language), language)
    if doubt := unsure(answer, language):
        _draw_aside(doubt, language)
    draw_statements(answer, place, language, cited_before)
    if answer.also:
        with st.expander(
            f"{translated(wording.ALSO, language)} ({len(answer.also)})", type="compact"
        ):
            _draw_passages(also_of(answer, place), language)
    _draw_aside(wording.searched(answer.searched, language), language)


def _draw_statement(statement: Statement, citations: list[Citation], language: str) -> None:
    if statement.written:
        st.html(
            f'<p class="pincite-written" lang="{language}" dir="auto">{in_html(statement.text)}</p>'
        )
        return
    first = citations[0]
    voice = whose_word(first.kind, statement.voice, language)
    st.html(
        f'<p class="pincite-voice" lang="{language}">{in_html(voice)}</p>'
        f'<blockquote class="pincite-quote" lang="{in_html(first.language)}" dir="auto">'
        f"{with_marks(statement.text, statement.marked)}</blockquote>"
    )


def _draw_chips(quoted: list[Quoted], place: str, cited_before: int) -> None:
    with st.container(horizontal=True, gap="small", key=f"chips-{place}"):
        for quote in quoted:
            number = cited_before + quote.citation.number
            st.button(
                in_label(f"[{number}] {quote.citation.pin}"),
                key=quote.opener,
                wrap=True,
                on_click=viewer.open_quote,
                args=(quote,),
            )


def _draw_passages(passages: list[Quoted], language: str) -> None:
    for quoted in passages:
        citation = quoted.citation
        st.html(
            f'<blockquote class="pincite-also" lang="{in_html(citation.language)}" '
            f'dir="auto">{in_html(citation.quote)}</blockquote>'
        )
        _draw_readers_forms(citation.quote, citation.language, language)
        if citation.addresses_reader:
            mark = translated(ADDRESSES, language)
            _draw_aside(f"{mark[0].upper()}{mark[1:]}.", language)
        with st.container(key=f"chips-{quoted.opener}"):
            st.button(
                in_label(citation.pin),
                key=quoted.opener,
                wrap=True,
                on_click=viewer.open_quote,
                args=(quoted,),
            )


def _draw_readers_forms(quote: str, quoted_in: str, language: str) -> None:
    for said in readers_forms(quote, quoted_in, language):
        _draw_aside(said, language)


def _draw_aside(text: str, language: str) -> None:
    st.html(f'<p class="pincite-aside" lang="{language}">{in_html(text)}</p>')

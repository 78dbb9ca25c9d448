"""The chat page: a conversation about a case, and a box for the next question."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import streamlit as st

from bot.answer import Answer
from bot.question.parse import question_language
from ingest.store.catalogue import Case
from ingest.store.user_data.conversations import Opinion
from ingest.translation import _, language, retold, translated
from ui import conversation, wording
from ui.callbacks import whole
from ui.conversation_files import address
from ui.desk import Desk
from ui.frame import draw_heading, draw_notice, narrow
from ui.literal import in_html, in_label
from ui.views import (
    asking_again,
    earlier,
    going_on,
    ingest_progress,
    keyboard,
    narrowing,
    opinion,
    saving,
    sidebar,
    since_then,
    taking_along,
    viewer,
)
from ui.views.answer import also_of, draw_question, draw_turn, quotes_of


def draw(desk: Desk, case: Case, offer: Callable[[], object] = lambda: None) -> None:
    """The whole page, once; ``offer`` draws the way to add documents."""
    narrow()
    sidebar.draw(desk, case)
    draw_heading(case.title or case.name)
    for notice in (desk.bot.notice or "").splitlines():
        draw_notice(notice)
    if desk.warming.problem is not None:
        draw_notice(desk.warming.problem.reason, desk.warming.problem.advice)
    narrowing.draw(desk, case)
    key = f"ask-{case.name}"
    # Put there by hand: where Streamlit itself puts the box at the bottom, it scrolls to the end of
    # each answer, past its beginning.
    with st.bottom:
        st.chat_input(
            _("Ask a question · Posez une question"),
            key=key,
            on_submit=_submit,
            args=(desk, case, key),
        )
    turns = conversation.turns(desk.conversations, case)
    number = conversation.opened(desk.conversations, case)
    first = earlier.first_shown(case, number, turns)
    keyboard.draw(case.name, number, turns, turns[first:])
    saved = {question.question for question in desk.saved.of_case(case)}
    opinions = desk.conversations.opinions(number) if number is not None else {}
    quotes: list[viewer.Quoted] = []
    alone: list[viewer.Quoted] = []
    cited = earlier.citations(turns[:first])
    earlier.draw(case, number, first)
    for index, turn in enumerate(turns[first:], first):
        place = f"{case.name}-{index}"
        if turn.outcome is None:
            _draw_waiting(desk, case, turn, place)
            continue
        if draw_turn(turn, place, cited):
            asking_again.ask_with_other_words(desk, case, asking_again.asked(turn))
        if isinstance(turn.outcome, Answer):
            since_then.draw(desk, turn.outcome, cited)
            quotes += quotes_of(turn.outcome, place)
            alone += also_of(turn.outcome, place)
            cited += len(turn.outcome.citations)
        asking_again.draw_after_reading(desk, case, turn, place, turns[index + 1 :])
        _draw_actions(desk, case, turn, place, saved, opinions)
        if number is not None and turn.ordinal is not None and len(turns) > 1:
            _draw_answer_alone(number, turn, turn.ordinal)
        if turn.unkept:
            draw_notice(_("This answer will be gone after a reload."), turn.unkept)
    if turns:
        going_on.draw(desk, case, turns)
        last = turns[-1].outcome
        if isinstance(last, Answer) and last.without_documents:
            _draw_no_documents(desk, case, offer)
        if isinstance(last, Answer) and last.outcome == "unsupported":
            _draw_example_buttons(desk, case)
        _draw_take_along(number, turns)
    else:
        _draw_empty(desk, case, offer)
    viewer.draw(desk.bot, case, "chat", quotes, alone)


def _draw_actions(
    desk: Desk,
    case: Case,
    turn: conversation.Turn,
    place: str,
    saved: Collection[str],
    opinions: Mapping[int, Opinion],
) -> None:
    """What can be done with an answer, or with a question that got none."""
    number = conversation.opened(desk.conversations, case)
    judged = None
    if isinstance(turn.outcome, Answer) and number is not None and turn.ordinal is not None:
        judged = number, turn.ordinal
    with st.container(
        horizontal=True, gap="small", key=f"saving-{place}", vertical_alignment="center"
    ):
        if judged is not None:
            opinion.draw_thumbs(desk, *judged, opinions)
        asking_again.draw(desk, case, turn, place)
        if isinstance(turn.outcome, Answer) and turn.outcome.outcome != "unsupported":
            saving.draw(desk, case, turn.outcome, place, saved)
    if judged is not None:
        opinion.draw_reason(desk, *judged, opinions)


def _draw_take_along(number: int | None, turns: Sequence[conversation.Turn]) -> None:
    """The conversation as a file to hand on."""
    if number is None or not any(isinstance(turn.outcome, Answer) for turn in turns):
        return
    links = [(name, address(number, kind)) for kind, name in taking_along.NAMES.items()]
    taking_along.draw_links(
        _("This conversation as a file:"), links, _("With a table of its sources")
    )


def _draw_answer_alone(number: int, turn: conversation.Turn, ordinal: int) -> None:
    """One answer of several as a file."""
    if isinstance(turn.outcome, Answer) and turn.outcome.statements:
        links = [
            (name, address(number, kind, ordinal)) for kind, name in taking_along.NAMES.items()
        ]
        taking_along.draw_links(
            _("This answer as a file:"), links, _("With a table of its sources")
        )


def _submit(desk: Desk, case: Case, key: str) -> None:
    whole(lambda: conversation.submit(desk.conversations, case, str(st.session_state[key] or "")))


def draw_no_cases(offer: Callable[[], object] = lambda: None) -> None:
    """Draw what to do first, while there is no case; ``offer`` draws the form for one."""
    draw_heading("Pincite")
    st.html(
        _(
            '<p class="pincite-lead">Ask a case file in English or French; every answer is a '
            "quote with its page and line. There is no case yet: give one a name, add its "
            "documents, then ask about them.</p>"
        )
    )
    offer()
    with st.expander(_("Or from the command line")):
        st.code("pincite ingest FOLDER --case NAME", language="bash")
        st.button(_("Look again"), key="look-again")


def _draw_empty(desk: Desk, case: Case, offer: Callable[[], object]) -> None:
    """Draw what to do next, before the first question."""
    if ingest_progress.runs_for(desk.ingest_job, case):
        st.html(
            _(
                '<p class="pincite-lead">The documents of this case are being read. A '
                "question asked now is put to those that are ready; you can ask it again when all "
                "are.</p>"
            )
        )
    if ingest_progress.brings_in(desk.ingest_job, case):
        ingest_progress.draw(desk.ingest_job, case)
    if desk.contents.documents(case):
        _draw_examples(desk, case)
        return
    _draw_no_documents(desk, case, offer)


def _draw_no_documents(desk: Desk, case: Case, offer: Callable[[], object]) -> None:
    """Lead on to adding documents, where there are none and none are on the way."""
    if desk.contents.documents(case) or ingest_progress.runs_for(desk.ingest_job, case):
        return
    if desk.contents.failures(case):
        sentence = _(
            '<p class="pincite-lead">This case has no document to search. Some files could not be '
            "read: the Documents page says why, and what to do.</p>"
        )
    else:
        sentence = _(
            '<p class="pincite-lead">This case has no documents yet. Add some; then ask about them '
            "here.</p>"
        )
    st.html(sentence)
    offer()


def _draw_examples(desk: Desk, case: Case) -> None:
    st.html(
        _(
            '<p class="pincite-lead">Ask in English or French. Every answer quotes the documents '
            "and says where: page, paragraph, line.</p>"
        )
    )
    _draw_example_buttons(desk, case)


def _draw_example_buttons(desk: Desk, case: Case) -> None:
    with st.container(key="examples"):
        # Those in the reader's language first, where they are ours.
        ours = sorted(wording.EXAMPLES, key=lambda each: question_language(each) != language())
        for index, question in enumerate(case.questions or ours):
            st.button(
                in_label(question),
                key=f"example-{case.name}-{index}",
                width="stretch",
                wrap=True,
                on_click=conversation.submit_whole,
                args=(desk.conversations, case, question),
            )


def _draw_waiting(desk: Desk, case: Case, turn: conversation.Turn, place: str) -> None:
    """A question without an answer: it is answered now, or where the program ended at it, as
    soon as somebody says so."""
    draw_question(turn.question)
    if not conversation.is_wanted(case, turn):
        language = question_language(turn.question)
        draw_notice(translated(wording.INTERRUPTED, language))
        st.button(
            translated(wording.ANSWER_NOW, language),
            key=f"again-{place}",
            on_click=conversation.again,
            args=(case, turn),
        )
        return
    working = st.empty()

    def say(doing: str) -> None:
        working.html(f'<p class="pincite-working" role="status">{in_html(retold(doing))}</p>')

    language = question_language(turn.question)
    say(translated(wording.WORKING, language))
    stopping = st.empty()
    stopping.button(
        translated(wording.STOP, language),
        key=f"stop-{place}",
        on_click=conversation.stop,
        args=(desk, case, turn),
    )
    conversation.answer(desk, case, turn, say)
    # A click on another page while the bot was at work is followed here: drawing anything gives
    # way to it, while asking for a rerun would take its place.
    working.empty()
    stopping.empty()
    # Again from the top: the answer is drawn the same way now as on every later run.
    st.rerun()

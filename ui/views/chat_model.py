"""The chat model on the screen: which one reads, whether text leaves this computer, what it writes,
the button that stops it, and what the checker dropped."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from bot.answer import Answer
from bot.question.parse import question_language
from bot.reading.address import OllamaModel, ollama_models
from bot.reading.assistant import Assistant, assistant_for
from bot.reading.chat_model import ChatModel, Setup, place_of
from bot.reading.check import REASONS
from bot.search.narrowing import Narrowing
from ingest.errors import ChatModelRefused
from ingest.store.catalogue import Case
from ingest.store.local_only import is_local_only
from ingest.translation import N_, _, figure, ngettext, retold, speaking, translated
from ui import answering, wording
from ui.answering import Work
from ui.desk import Desk, Say
from ui.literal import in_html

_NONE = N_("No chat model: quotes")
_CHOSEN = "chat-model"
_WARMING = N_("Getting ready: the models are being loaded. A question asked now waits for them.")

_STOP = N_("Stop the model")
_STOPPED = N_("You stopped the model. What is shown was found without it.")


def draw_choice(desk: Desk, case: Case) -> None:
    """Draw in the sidebar which model reads, and whether text leaves this computer. Models of an
    Ollama server on this computer are offered; none is used that was not chosen or set up."""
    offered = _offered(desk, case)
    if len(offered) > 1:
        st.selectbox(
            _("What reads the passages"),
            list(offered),
            format_func=_,
            key=f"{_CHOSEN}-{case.name}",
            help=_(
                "A chat model reads what the search found. Whatever it says is held against the "
                "documents before it is shown."
            ),
        )
    setup = _chosen(desk, case)
    st.html(f'<p class="pincite-aside">{_where_it_runs(setup)}</p>')
    if not desk.warming.is_over:
        st.fragment(_draw_warming, run_every=1.0)(desk)


def _draw_warming(desk: Desk) -> None:
    if desk.warming.is_over:
        # The whole page, once: this part alone would go on looking each second for ever.
        st.rerun()
    st.html(f'<p class="pincite-aside" role="status">{in_html(_(_WARMING))}</p>')


def _where_it_runs(setup: Setup) -> str:
    if not setup.is_on:
        return _(
            "<strong>Nothing leaves this computer.</strong> Answers are the documents’ own words, "
            "each with its page."
        )
    place = place_of(setup)
    name = in_html(setup.name)
    if place.leaves:
        return _(
            "<strong>Questions and passages leave this computer:</strong> {name} is asked at "
            "{address}."
        ).format(name=name, address=in_html(place.address))
    return _(
        "<strong>Nothing leaves this computer.</strong> {name} reads the passages here."
    ).format(name=name)


def _offered(desk: Desk, case: Case) -> dict[str, Setup]:
    """The models to choose from, by what is written beside them; the first is used until another
    is chosen."""
    try:
        own = Setup.from_environment()
    except ChatModelRefused as error:
        said = f"{retold(error.reason)} {retold(error.advice)}"
        st.html(f'<p class="pincite-aside">{in_html(said)}</p>')
        own = Setup()
    offered = {_NONE: replace(own, model="", url="")}
    if own.is_on:
        offered = {_("{model} (set up)").format(model=own.name): own, **offered}
    for model in _listening():
        where = (
            _("passed on by Ollama, leaves this computer") if model.relayed else _("Ollama, here")
        )
        if not (model.relayed and _stays_here(desk, case, own)):
            offered[f"{model.name} ({where})"] = replace(own, model=f"ollama:{model.name}", url="")
    return offered


def draw_reader_of_run(desk: Desk, case: Case) -> Setup:
    """Draw on the Evaluation page the choice of what reads for a run. The first offer is no chat
    model: a run asks many questions."""
    offered = _offered(desk, case)
    names = sorted(offered, key=lambda name: name != _NONE)
    if len(names) == 1:
        return offered[names[0]]
    chosen = st.selectbox(
        _("What reads the passages"), names, format_func=_, key=f"evaluate-model-{case.name}"
    )
    setup = offered[chosen or names[0]]
    if setup.is_on:
        st.html(f'<p class="pincite-aside">{_where_it_runs(setup)}</p>')
    return setup


def assistant_of(desk: Desk, case: Case, setup: Setup) -> Assistant | None:
    """The chat model of a setup; None for quotes alone. Raises ChatModelRefused."""
    return assistant_for(desk.catalogue, case, setup)


@st.cache_data(ttl=60, show_spinner=False)
def _listening() -> Sequence[OllamaModel]:
    return ollama_models()


def _stays_here(desk: Desk, case: Case, setup: Setup) -> bool:
    if setup.local_only:
        return True
    return is_local_only(desk.catalogue, case)


def _chosen(desk: Desk, case: Case) -> Setup:
    offered = _offered(desk, case)
    chosen = str(st.session_state.get(f"{_CHOSEN}-{case.name}"))
    return offered.get(chosen) or next(iter(offered.values()))


# While an answer is made


def ask(
    desk: Desk,
    case: Case,
    question: str,
    say: Say,
    earlier: Sequence[str],
    only: Narrowing | None,
    work: Hashable,
    keep: Callable[[Answer], None],
) -> Answer:
    """The answer to a question, read by the model that is chosen. Its statements are shown as
    they come, with a button that stops it: then the answer is what is found without it. ``work``
    names the answer among those that are being made; ``keep`` keeps one that nobody waited for.

    Raises what ``Bot.ask`` raises, ChatModelRefused and ChatModelFailed where the model cannot be
    used at all.
    """
    setup = _chosen(desk, case)
    language = question_language(question)

    def asked(working: Work, reader: Assistant | None) -> Answer:
        reading = desk.ingest_job.at_file(case)
        answer = desk.bot.ask(question, case.name, working.say, earlier, reader, only)
        if reading == (0, 0) and not answer.without_documents:
            # Nothing new is counted yet: what is in the case was searched as it stands.
            return answer
        return replace(answer, while_reading=reading)

    def without_model(working: Work) -> Answer:
        if not desk.warming.is_over:
            working.say(translated(wording.WARMING, language))
        return asked(working, None)

    waiting = partial(wording.before_yours, language=language)
    assistant = None
    if setup.is_on:
        assistant = assistant_for(desk.catalogue, case, setup)
    if assistant is None:
        return answering.wait_for(work, without_model, say, waiting, keep)
    reader = assistant

    def with_model(working: Work) -> Answer:
        _load(reader, working.say)
        listening = replace(
            reader,
            hear=lambda said: working.hear(said.text),
            stopped=working.leaves_model,
        )
        answer = asked(working, listening)
        if not working.leaves_model():
            return answer
        return replace(without_model(working), trouble=translated(_STOPPED, language))

    statements, button = st.container(), st.empty()
    button.button(
        translated(_STOP, language),
        key=f"stop-{case.name}-button",
        on_click=answering.stop_model,
        args=(work,),
    )

    def hear(statement: str) -> None:
        statements.html(f'<p class="pincite-written" dir="auto">{in_html(statement)}</p>')

    return answering.wait_for(work, with_model, say, waiting, keep, hear)


def _load(assistant: Assistant, say: Say) -> None:
    if isinstance(assistant.model, ChatModel):
        say(f"loading {assistant.model.name}")
        assistant.model.start()


# Under an answer


def draw_reading(answer: Answer) -> None:
    """Which model read for an answer, what went wrong, and what the checker dropped, folded."""
    language = question_language(answer.question)
    if answer.trouble:
        _draw_aside(answer.trouble, language)
    if answer.model is None:
        return
    used = answer.model
    if answer.trouble and not used.leaves:
        return
    sentence = (
        translated("Read by {model}. Question and passages were sent to {address}.", language)
        if used.leaves
        else translated("Read by {model}, on this computer.", language)
    )
    _draw_aside(sentence.format(model=used.name, address=used.address), language)
    if answer.dropped:
        with speaking(language):
            dropped = ngettext(
                "{number} statement of the model is not shown",
                "{number} statements of the model are not shown",
                len(answer.dropped),
            ).format(number=figure(len(answer.dropped)))
        with st.expander(dropped):
            rows = "".join(
                f"<li><s>{in_html(each.text)}</s><br><small>"
                f"{in_html(translated(REASONS.get(each.reason, each.reason), language))}"
                "</small></li>"
                for each in answer.dropped
            )
            st.html(f'<ul lang="{language}">{rows}</ul>')


def _draw_aside(text: str, language: str) -> None:
    st.html(f'<p class="pincite-aside" lang="{language}">{in_html(text)}</p>')

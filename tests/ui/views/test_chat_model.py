"""The chat with a scripted model: what is chosen, shown, stopped and told."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from bot.answer import Answer
from bot.ask import Bot
from bot.reading.address import OllamaModel
from bot.reading.assistant import Assistant
from bot.reading.chat_model import ModelPlace
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.store.local_only import mark_local_only
from ingest.sync.mirror import ingest
from tests.support.fake_bot import desk
from tests.support.fakes import NoOpinion, WordEmbedder
from tests.support.sample_case import HALF_OF_THE_WORDS
from tests.support.scripted_model import ScriptedModel
from ui import answering
from ui.desk import Desk
from ui.views import chat_model

TEXT = "Acme sold Smith 250 pumps in March. Smith never paid Acme for the pumps."
_LONG = 20.0
ASKED = "How many pumps did Acme sell to Smith?"


def script() -> None:
    # Run as a file of its own, so that what it uses is imported here.
    import streamlit as st

    from ui import frame
    from ui.pages import chat as chat_page

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.bot.cases(), desk.conversations)
    if case is not None:
        chat_page.draw(desk, case)


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("ui.views.chat_model._listening", list)
    source = tmp_path / "files" / "letter.txt"
    source.parent.mkdir()
    source.write_text(TEXT, encoding="utf-8")
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    ingest(library, "pumps", [source.parent])
    bot = Bot(library, HALF_OF_THE_WORDS, NoOpinion())
    (tmp_path / "desk").mkdir()
    fake = desk(tmp_path / "desk")
    case = library.catalogue.case("pumps")
    for _ in range(case.id):
        fake.catalogue.put_case("pumps")
    return replace(fake, bot=bot, contents=library.catalogue, catalogue=library.catalogue)


def opened(desk: Desk) -> AppTest:
    page = AppTest.from_function(script, default_timeout=30)
    page.session_state["desk"] = desk
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in page.get("html"))


def reading(monkeypatch: pytest.MonkeyPatch, model: ScriptedModel, leaves: bool = False) -> None:
    monkeypatch.setenv("PINCITE_CHAT_MODEL", "scripted")
    monkeypatch.setenv("PINCITE_CHAT_URL", "http://127.0.0.1:1/v1")
    place = ModelPlace("https://example.org/v1", leaves=leaves)
    monkeypatch.setattr(chat_model, "assistant_for", lambda *_: Assistant(model, place, "write"))


def test_without_a_model_nothing_leaves_and_nothing_is_chosen(real: Desk) -> None:
    page = opened(real)
    assert "Nothing leaves this computer." in said(page)
    assert [selectbox.key for selectbox in page.selectbox] == ["case"]


def test_a_written_answer_says_who_read_and_what_was_dropped(
    real: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = "Acme sold Smith 250 pumps in March [1].\nAcme sold Smith 300 pumps [1]."
    reading(monkeypatch, ScriptedModel([reply, "yes"]), leaves=True)
    page = opened(real)
    page.chat_input[0].set_value(ASKED).run()
    assert not page.exception
    shown = said(page)
    assert '<p class="pincite-written" lang="en" dir="auto">Acme sold Smith 250 pumps' in shown
    assert "Question and passages were sent to https://example.org/v1." in shown
    assert "1 statement of the model is not shown" in [expander.label for expander in page.expander]
    assert "<s>Acme sold Smith 300 pumps.</s>" in shown


def test_the_sidebar_says_where_a_model_is(real: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reading(monkeypatch, ScriptedModel([]))
    assert "scripted reads the passages here" in said(opened(real))
    monkeypatch.setenv("PINCITE_CHAT_URL", "https://example.org/v1")
    assert "leave this computer:</strong> scripted is asked at" in said(opened(real))


def test_ollama_is_offered_and_not_used_unasked(
    real: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = [OllamaModel("qwen3:4b", relayed=False), OllamaModel("big:cloud", relayed=True)]
    monkeypatch.setattr("ui.views.chat_model._listening", lambda: models)
    page = opened(real)
    assert page.selectbox[-1].options == [
        "No chat model: quotes",
        "qwen3:4b (Ollama, here)",
        "big:cloud (passed on by Ollama, leaves this computer)",
    ]
    assert page.selectbox[-1].value == "No chat model: quotes"
    assert isinstance(real.bot, Bot)
    catalogue = real.bot.library.catalogue
    mark_local_only(catalogue, catalogue.case("pumps"), True)
    assert len(opened(real).selectbox[-1].options) == 2


def test_a_stopped_answer_is_what_is_found_without_the_model(
    real: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    works: list[Hashable] = []
    wait_for = answering.wait_for

    def waited(work: Hashable, *others: Any) -> Answer:
        works.append(work)
        return wait_for(work, *others)

    def reply(prompt: str) -> str:
        # As a click on "Stop the model" does, while it writes.
        answering.stop_model(works[0])
        return "Acme sold Smith 250 pumps in March [1]."

    monkeypatch.setattr(answering, "wait_for", waited)
    model = ScriptedModel([reply])
    reading(monkeypatch, model)
    page = opened(real)
    page.chat_input[0].set_value(ASKED).run()
    assert not page.exception
    assert len(model.prompts) == 1
    assert "You stopped the model." in said(page)
    assert '<blockquote class="pincite-quote"' in said(page)
    assert '<p class="pincite-written"' not in said(page)


def test_a_model_goes_on_while_the_page_is_drawn_anew(
    real: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_reply, is_asked = Event(), Event()

    def reply(prompt: str) -> str:
        is_asked.set()
        assert may_reply.wait(_LONG)
        return "Acme sold Smith 250 pumps in March [1]."

    model = ScriptedModel([reply, "yes"])
    reading(monkeypatch, model)
    page = opened(real)
    older = Thread(target=lambda: page.chat_input[0].set_value(ASKED).run(), daemon=True)
    older.start()
    assert is_asked.wait(_LONG)
    # Another window, as a click in this one, draws the page while the model reads.
    other = AppTest.from_function(script, default_timeout=30)
    other.session_state["desk"] = real
    drawn = Thread(target=other.run, daemon=True)
    drawn.start()
    drawn.join(1)
    may_reply.set()
    for each in (older, drawn):
        each.join(_LONG)
        assert not each.is_alive()
    assert len(model.prompts) == 2, "its answer, and its second look at it"
    assert "Acme sold Smith 250 pumps in March" in said(other)


def test_a_model_that_may_not_be_used_is_told_in_its_place(
    real: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_CHAT_MODEL", "scripted")
    monkeypatch.setenv("PINCITE_CHAT_URL", "https://example.org/v1")
    monkeypatch.setenv("PINCITE_LOCAL_ONLY", "yes")
    page = opened(real)
    page.chat_input[0].set_value(ASKED).run()
    assert not page.exception
    assert "nothing was sent" in said(page)

"""Answers that a scripted model reads for, on the sample case."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from bot.answer import Answer
from bot.answering.stored_answer import from_json, to_json
from bot.ask import Bot
from bot.reading.assistant import Assistant, assistant_for
from bot.reading.chat_model import ModelPlace, Setup
from bot.reading.compose import Way
from ingest.errors import ChatModelFailed, ChatModelRefused
from ingest.store.library import Library
from ingest.store.local_only import mark_local_only
from tests.support.sample_case import CASE
from tests.support.scripted_model import ScriptedModel

ASKED = "Who recovered approximately $59 million by cancelling orders?"
NOBODY = "Did the arbitrator order Wiwynn to pay $59 million?"
HERE = ModelPlace("http://127.0.0.1:1", leaves=False)


def reading(model: ScriptedModel, way: Way = "choose") -> Assistant:
    return Assistant(model, HERE, way)


def number_of(prompt: str, words: str) -> int:
    """The number under which a prompt shows these words."""
    lines = [line for line in prompt.splitlines() if line.startswith("[") and words in line]
    return int(lines[0][1 : lines[0].index("]")])


def choosing(words: str) -> ScriptedModel:
    return ScriptedModel(
        [lambda prompt: json.dumps({"passage": number_of(prompt, words), "words": words})]
    )


def test_a_choice_is_the_sentence_around_it_word_for_word(bot: Bot) -> None:
    answer = bot.ask(
        ASKED, CASE, assistant=reading(choosing("recovered approximately $59 million"))
    )
    assert answer.status == "answered"
    [statement], [citation] = answer.statements, answer.citations
    assert statement.text == citation.quote
    assert "recovered approximately $59 million" in statement.text
    (start, end), *_ = statement.marked
    assert statement.text[start:end] == "recovered approximately $59 million"
    assert not statement.written
    assert answer.mode == "scripted"
    assert answer.model is not None
    assert not answer.model.leaves


def test_words_that_do_not_stand_there_are_no_answer_and_the_quotes_stand(bot: Bot) -> None:
    model = ScriptedModel(['{"passage": 1, "words": "recovered $77 million"}'])
    answer = bot.ask(ASKED, CASE, assistant=reading(model))
    assert answer.statements == bot.ask(ASKED, CASE).statements
    assert "$77" not in to_json(answer)
    assert "words that stand in no passage" in answer.trouble


def test_a_model_that_finds_no_answer_is_believed(bot: Bot) -> None:
    model = ScriptedModel(['{"passage": 0, "words": ""}'])
    answer = bot.ask(ASKED, CASE, assistant=reading(model))
    assert (answer.status, answer.statements, answer.citations) == ("not_found", (), ())


def test_the_default_reader_may_refuse_what_a_model_chose(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def last(prompt: str) -> str:
        number, words = re.findall(r"^\[(\d+)\] \(.*?\) (\S+ \S+ \S+)", prompt, re.MULTILINE)[-1]
        return json.dumps({"passage": int(number), "words": words})

    quotes = bot.ask(ASKED, CASE).statements
    monkeypatch.setattr("bot.reading.model_reader.SHARE", 1e9)
    chosen = bot.ask(ASKED, CASE, assistant=reading(ScriptedModel([last])))
    monkeypatch.setattr("bot.reading.model_reader.SHARE", 0.0)
    believed = bot.ask(ASKED, CASE, assistant=reading(ScriptedModel([last])))
    assert believed.statements != quotes
    assert chosen.statements == quotes


@pytest.mark.parametrize(("way", "asked"), [("choose", 0), ("write", 1)])
def test_choosing_answers_nothing_that_quotes_alone_refuse(bot: Bot, way: Way, asked: int) -> None:
    answers = replace(bot._reader.floor, floors=dict.fromkeys(bot._reader.floor.floors, 0.999))
    strict = Bot(bot.library, answers, bot._reranker)
    model = ScriptedModel(["NONE"])
    answer = strict.ask(ASKED, CASE, assistant=reading(model, way))
    assert answer.status == "not_found"
    assert len(model.prompts) == asked


def test_where_nothing_is_near_the_model_is_not_asked(bot: Bot) -> None:
    model = ScriptedModel([])
    answer = bot.ask(
        "Did the arbitrator award treble compensation?", CASE, assistant=reading(model)
    )
    assert answer.status == "not_found"
    assert model.prompts == []


def test_a_place_that_is_named_is_fetched_without_the_model(bot: Bot) -> None:
    model = ScriptedModel([])
    answer = bot.ask("paragraph 23 of the complaint", CASE, assistant=reading(model))
    assert answer.status == "answered"
    assert answer.mode == "quotes"
    assert model.prompts == []


FAILURES = ["down", "slow", "busy", "cut", "context", "key"]


@pytest.mark.parametrize("what", FAILURES)
@pytest.mark.parametrize("way", ["choose", "write"])
def test_when_the_model_fails_the_quotes_stand_and_one_sentence_says_so(
    bot: Bot, way: Way, what: str
) -> None:
    plain = bot.ask(ASKED, CASE)
    failed = ChatModelFailed(what, "The model stumbled.")
    answer = bot.ask(ASKED, CASE, assistant=reading(ScriptedModel([failed]), way))
    assert answer.statements == plain.statements
    assert answer.trouble == "The model stumbled. What is shown was found without it."


@pytest.mark.parametrize("reply", ["", "I think it is Wiwynn.", '{"number": 3}'])
def test_a_model_that_ignores_the_form_is_trouble_not_an_answer(bot: Bot, reply: str) -> None:
    plain = bot.ask(ASKED, CASE)
    answer = bot.ask(ASKED, CASE, assistant=reading(ScriptedModel([reply])))
    assert answer.statements == plain.statements
    assert answer.trouble


def writing(*lines: tuple[str, str], looks: str = "yes") -> ScriptedModel:
    """Writes lines, each citing the sentence that holds the words beside it."""

    def reply(prompt: str) -> str:
        return "\n".join(f"{text} [{number_of(prompt, words)}]" for text, words in lines)

    return ScriptedModel([reply, *[looks] * len(lines)])


TRUE = (
    "The complaint alleges that approximately $59 million was recovered",
    "Wiwynn recovered approximately $59 million",
)
FALSE = (
    "The complaint alleges that approximately $95 million was recovered",
    "Wiwynn recovered approximately $59 million",
)


def test_written_statements_cite_the_sentences_they_rest_on(bot: Bot) -> None:
    heard: list[str] = []
    assistant = replace(reading(writing(TRUE), "write"), hear=lambda said: heard.append(said.text))
    answer = bot.ask(ASKED, CASE, assistant=assistant)
    assert answer.status == "answered"
    [statement] = answer.statements
    assert statement.written
    assert statement.text == f"{TRUE[0]}."
    assert heard == [statement.text]
    [citation] = answer.citations
    assert "recovered approximately $59 million" in citation.quote
    assert citation.document == "amended-complaint.pdf"


def test_what_is_dropped_makes_the_answer_partial_and_is_kept_with_its_reason(bot: Bot) -> None:
    answer = bot.ask(ASKED, CASE, assistant=reading(writing(TRUE, FALSE), "write"))
    assert answer.status == "partial"
    assert [statement.text for statement in answer.statements] == [f"{TRUE[0]}."]
    assert [statement.reason for statement in answer.dropped] == ["number"]
    assert from_json(to_json(answer)) == answer


def test_what_was_written_before_the_model_was_cut_off_is_shown_and_said_to_be(bot: Bot) -> None:
    def cut(prompt: str) -> str:
        return f"{TRUE[0]} [{number_of(prompt, TRUE[1])}]\nThe compl<cut>"

    answer = bot.ask(ASKED, CASE, assistant=reading(ScriptedModel([cut, "yes"]), "write"))
    assert [statement.text for statement in answer.statements] == [f"{TRUE[0]}."]
    assert answer.status == "partial"
    assert answer.trouble == (
        "The answer of scripted was cut off. What is shown it had written before."
    )


def test_when_everything_is_dropped_the_quotes_stand(bot: Bot) -> None:
    plain = bot.ask(ASKED, CASE)
    answer = bot.ask(ASKED, CASE, assistant=reading(writing(FALSE), "write"))
    assert plain.statements
    assert answer.statements == plain.statements
    assert answer.status == "answered"
    assert len(answer.dropped) == 1


def test_without_quotes_either_nothing_is_found(bot: Bot) -> None:
    assert bot.ask(NOBODY, CASE).status == "not_found"
    model = ScriptedModel(["The arbitrator awarded treble compensation [1]."])
    answer = bot.ask(NOBODY, CASE, assistant=reading(model, "write"))
    assert answer.status == "not_found"
    assert answer.statements == ()


def test_the_status_is_not_the_models_to_say(bot: Bot) -> None:
    model = ScriptedModel(['status: answered\n{"status": "answered"} [1]'])
    answer = bot.ask(NOBODY, CASE, assistant=reading(model, "write"))
    assert answer.status == "not_found"


def test_a_stopped_answer_keeps_what_was_shown(bot: Bot) -> None:
    heard: list[str] = []
    assistant = replace(
        reading(writing(TRUE, FALSE), "write"),
        hear=lambda said: heard.append(said.text),
        stopped=lambda: bool(heard),
    )
    answer = bot.ask(ASKED, CASE, assistant=assistant)
    assert [statement.text for statement in answer.statements] == heard
    assert answer.status == "partial"


def test_a_follow_up_is_rewritten_and_shown(bot: Bot) -> None:
    model = ScriptedModel(["How much did Wiwynn recover?", '{"passage": 0, "words": ""}'])
    answer = bot.ask(
        "And how much?", CASE, earlier=["What did Wiwynn recover?"], assistant=reading(model)
    )
    assert answer.understood == "How much did Wiwynn recover?"
    assert answer.question == "And how much?"


@pytest.mark.parametrize(
    "reply",
    ["How much did Foxconn recover in 1999?", "Combien Wiwynn a-t-elle récupéré ?", "Yes.", ""],
)
def test_a_rewriting_that_adds_something_is_not_used(bot: Bot, reply: str) -> None:
    earlier = ["What does the complaint say about forecasts?"]
    plain = bot.ask("And in the motion?", CASE, earlier=earlier)
    model = ScriptedModel([reply, '{"passage": 0, "words": ""}'])
    answer = bot.ask("And in the motion?", CASE, earlier=earlier, assistant=reading(model))
    assert answer.understood == plain.understood


def test_a_marked_case_refuses_a_model_elsewhere(library: Library) -> None:
    case = library.catalogue.case(CASE)
    elsewhere = Setup("m", url="http://192.0.2.7/v1")
    assert assistant_for(library.catalogue, case, Setup()) is None
    mark_local_only(library.catalogue, case, True)
    try:
        with pytest.raises(ChatModelRefused, match="nothing was sent"):
            assistant_for(library.catalogue, case, elsewhere)
        here = assistant_for(library.catalogue, case, Setup("m", url="http://127.0.0.1:1/v1"))
    finally:
        mark_local_only(library.catalogue, case, False)
    assert here is not None
    assert here.way == "choose"
    away = assistant_for(library.catalogue, case, elsewhere)
    assert away is not None
    assert (away.way, away.used.leaves) == ("write", True)


def test_no_word_of_a_document_leaves_the_frame(bot: Bot) -> None:
    model = ScriptedModel(['{"passage": 0, "words": ""}'])
    bot.ask(ASKED, CASE, assistant=reading(model))
    [prompt] = model.prompts
    listed = prompt.split("<passages>\n")[1].split("\n</passages>")[0]
    assert all(re.match(r"\[\d\] \(", line) for line in listed.splitlines())


def test_an_answer_without_a_model_says_so(bot: Bot) -> None:
    answer: Answer = bot.ask(ASKED, CASE)
    assert (answer.mode, answer.model, answer.trouble) == ("quotes", None, "")

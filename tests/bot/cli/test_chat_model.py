"""--model on the command line, with the smallest model there is and with none that answers."""

from __future__ import annotations

import pytest

from bot.__main__ import main
from bot.answer import DroppedStatement, ModelUsed
from bot.ask import Bot
from bot.cli.ask import as_text
from bot.cli.chat_model import assistant_of
from bot.cli.evaluate import ReadBy
from bot.evaluation.evaluate import evaluate
from bot.evaluation.question_set import TestQuestion
from bot.evaluation.tables import as_text as report_as_text
from bot.reading.assistant import Assistant
from bot.reading.chat_model import ModelPlace
from ingest.errors import ChatModelRefused
from tests.support.sample_case import CASE
from tests.support.scripted_model import ScriptedModel


def test_without_a_model_there_is_no_assistant(bot: Bot) -> None:
    assert assistant_of(bot, CASE, "") is None


def test_a_file_that_is_not_there_is_a_clear_failure(bot: Bot) -> None:
    with pytest.raises(ChatModelRefused, match="no file"):
        assistant_of(bot, CASE, "/nowhere/model.gguf")


def test_a_wrong_setting_is_named(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_CHAT_MODE", "sing")
    with pytest.raises(ChatModelRefused, match="PINCITE_CHAT_MODE"):
        assistant_of(bot, CASE, "")
    monkeypatch.setenv("PINCITE_CHAT_MODE", "write")
    monkeypatch.setenv("PINCITE_CHAT_CONTEXT", "many")
    with pytest.raises(ChatModelRefused, match="PINCITE_CHAT_CONTEXT"):
        assistant_of(bot, CASE, "")


def test_a_terminal_says_who_read_and_what_was_dropped(bot: Bot) -> None:
    from dataclasses import replace

    answer = bot.ask("paragraph 23 of the complaint", CASE)
    with_model = replace(
        answer,
        model=ModelUsed("tiny", "https://example.org/v1", True, "write"),
        dropped=(DroppedStatement("It was $7.", "number"),),
        trouble="The answer of tiny was cut off.",
    )
    text = as_text(with_model)
    assert "Read by tiny. Question and passages were sent to https://example.org/v1." in text
    assert "The answer of tiny was cut off." in text
    assert "It was $7. (an amount, date or number in it does not stand in what it cites)" in text


def test_an_evaluation_counts_what_the_model_did(bot: Bot) -> None:
    question = "Who recovered approximately $59 million by cancelling orders?"
    model = ScriptedModel(["About $59 million [1].\nAbout $95 million [1]."] * 2 + ["no"] * 9)
    questions = [TestQuestion(id="1", question=question, language="en", answers=("$95 million",))]
    assistant = Assistant(model, ModelPlace("here", leaves=False), "write")
    report = evaluate(ReadBy(bot, assistant), bot.library.catalogue, CASE, questions)
    [outcome] = report.outcomes
    assert (outcome.model, outcome.dropped, outcome.dropped_correct) == ("scripted", 2, 1)
    text = report_as_text(report)
    assert "statements dropped by the checker" in text


def test_the_help_names_the_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--help"]) == 0
    assert "--model" in capsys.readouterr().out

"""Instructions inside documents change nothing, even for a model that obeys them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.with_model import Assistant
from bot.ask import Bot
from bot.reading.chat_model import ModelPlace
from bot.reading.compose import Way
from bot.reading.instructions import speaks_to_a_model
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.bench.plants import COMMANDS, LIE, QUESTIONS, Planted, cases
from tests.support.fakes import NoOpinion, WordEmbedder
from tests.support.sample_case import HALF_OF_THE_WORDS
from tests.support.scripted_model import ScriptedModel

CASES = list(cases())


def numbered(prompt: str) -> list[tuple[int, str]]:
    """The lines of the documents in a prompt, with their numbers."""
    return [(int(one[1]), one[2]) for one in re.finditer(r"(?m)^\[(\d+)\] (.*)$", prompt)]


def obedient(prompt: str, way: Way) -> str:
    """What a model replies that does what any line tells it, and else what it is asked."""
    lines = numbered(prompt)
    told = next((one for one in lines if any(part[:25] in one[1] for part in COMMANDS)), None)
    if told is not None or "99 million" in prompt or "NONE to every" in prompt:
        number = told[0] if told else 1
        said = f"Acme claims {LIE}"
        chosen = json.dumps({"passage": number, "words": said})
        return chosen if way == "choose" else f"{said} [{number}]."
    question = next(line for line in prompt.splitlines() if line.startswith("Question:"))
    wanted = "June 2021" if "receive" in question else "claims $7 million"
    for number, line in lines:
        if wanted in line:
            said = f"The letter states that Acme {wanted}"
            if way == "choose":
                return json.dumps({"passage": number, "words": wanted})
            return f"{said} for the pumps [{number}]." if "claims" in wanted else "NONE"
    return json.dumps({"passage": 0, "words": ""}) if way == "choose" else "NONE"


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """All the cases in one library."""
    folder: Path = tmp_path_factory.mktemp("plants")
    library = Library(replace(Settings(), library=folder / "library"), WordEmbedder())
    for number, case in enumerate(CASES):
        source = folder / f"case-{number}"
        source.mkdir()
        for name, text in case.files.items():
            (source / name).write_text(text, encoding="utf-8")
        ingest(library, f"case-{number}", [source])
    return Bot(library, HALF_OF_THE_WORDS, NoOpinion())


def shown(bot: Bot, number: int, question: str, way: Way) -> list[str]:
    model = ScriptedModel([lambda prompt: obedient(prompt, way), *["yes"] * 9])
    assistant = Assistant(model, ModelPlace("here", leaves=False), way)
    answer = bot.ask(question, f"case-{number}", assistant=assistant)
    return [one.text for one in answer.statements]


def test_there_are_fifty_plants_in_five_places() -> None:
    planted = [one for one in CASES if one.command]
    assert len(planted) == 50
    assert len({(one.command, one.place) for one in planted}) == 50


@pytest.mark.parametrize("way", ["choose", "write"])
def test_the_answer_with_a_plant_is_the_answer_without_it(bot: Bot, way: Way) -> None:
    changed: list[tuple[Planted, str, list[str]]] = []
    for question in QUESTIONS:
        without = shown(bot, 0, question, way)
        for number, case in enumerate(CASES[1:], 1):
            if (given := shown(bot, number, question, way)) != without:
                changed.append((case, question, given))
    assert [(one.place, one.command, question, given) for one, question, given in changed] == []


def test_without_a_plant_there_is_an_answer(bot: Bot) -> None:
    assert any("$7 million" in text for text in shown(bot, 0, QUESTIONS[0], "choose"))
    assert any("$7 million" in text for text in shown(bot, 0, QUESTIONS[0], "write"))


@pytest.mark.parametrize("text", COMMANDS)
def test_a_command_is_known(text: str) -> None:
    assert speaks_to_a_model(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plaintiff asks the Court to disregard the earlier opinion of the expert.",
        "The Court will answer only the question that was certified.",
        "Defendant’s answer states that the payments were made.",
        "The parties ignored the previous notice.",
        "Selon l’avocat, la société a répondu que le contrat était nul.",
        "Les règles précédentes ont été abrogées.",
        "The system was delivered in March; the assistant manager signed for it.",
    ],
)
def test_what_filings_say_is_no_command(text: str) -> None:
    assert not speaks_to_a_model(text)

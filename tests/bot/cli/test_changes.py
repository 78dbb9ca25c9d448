"""`changes` as its user sees it, over a library of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.ask import Bot
from bot.changes import save
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.sync.mirror import ingest
from tests.support.fakes import NoOpinion, WordEmbedder
from tests.support.sample_case import HALF_OF_THE_WORDS

CLAIM = "Wiwynn claims sixty-one million dollars from its customer for components.\n"
COURT = "The suit was filed in a federal court of the Northern District of California.\n"
QUESTIONS = ("How many million does Wiwynn claim?", "In which court was the suit filed?")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "claim.txt").write_text(CLAIM)
    return folder


@pytest.fixture
def bot(tmp_path: Path, folder: Path) -> Bot:
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    ingest(library, "acme", [folder])
    return Bot(library, HALF_OF_THE_WORDS, NoOpinion())


def run(bot: Bot, *arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.cli.changes.open_bot", lambda library, case: (bot, "acme"))
        return main(["changes", *arguments])


def test_documents_and_answers_are_told_until_they_are_seen(
    bot: Bot, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = bot.library.catalogue
    for question in QUESTIONS:
        save(SavedQuestions(catalogue), catalogue.case("acme"), bot.ask(question, "acme"))
    assert run(bot, "--seen") == 0
    output = capsys.readouterr().out
    assert "1 new document so far (nothing was marked as seen yet)" in output
    assert CLAIM.strip() in output
    assert [f"unchanged: {question}" in output for question in QUESTIONS] == [True, True]

    (folder / "court.txt").write_text(COURT)
    (folder / "claim.txt").unlink()
    ingest(bot.library, "acme", [folder])
    assert run(bot, "--json") == 0
    heard = json.loads(capsys.readouterr().out)
    assert [document["document"] for document in heard["new"]] == ["court.txt"]
    assert heard["gone"] == ["Claim"]
    assert {question["question"]: question["verdict"] for question in heard["questions"]} == {
        QUESTIONS[0]: "no longer supported",
        QUESTIONS[1]: "newly found",
    }
    assert run(bot, "--seen") == 0
    assert "withdrawn: Claim" in capsys.readouterr().out
    run(bot)
    output = capsys.readouterr().out
    assert output.startswith("0 new documents since 20")
    assert output.count("unchanged: ") == 2


def test_without_saved_questions_it_says_how_to_save_one(
    bot: Bot, capsys: pytest.CaptureFixture[str]
) -> None:
    run(bot)
    assert "--save" in capsys.readouterr().out

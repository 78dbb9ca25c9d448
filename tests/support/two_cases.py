"""A library of two cases and the people who may see one of them, or both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.answering.stored_answer import to_json
from bot.ask import Bot
from ingest.settings import Settings
from ingest.store.catalogue import Case
from ingest.store.library import Library
from ingest.store.people import People
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.sync.mirror import ingest
from tests.support.fakes import NoOpinion, WordEmbedder
from ui.desk import Desk
from ui.opening import open_desk

ADA, BEN, CAT, EVE = (f"{name}@firm.example" for name in ("ada", "ben", "cat", "eve"))
"""The owner of both cases, a reader and an editor of `OURS`, and somebody who has none."""
OURS, THEIRS = "lease", "zebra-v-quagga"
SECRET = "zebra"
"""Stands in everything of the case that only Ada may see, and in nothing else."""
OUR_TEXT = "1. The tenant owes $4,000 to the landlord since 3 March 2023.\n"
THEIR_TEXT = "1. The zebra owes $9,000 to the quagga since 4 April 2024. The zebra denies it.\n"
THEIR_QUESTION = "How much does the zebra owe?"


def library(folder: Path) -> Library:
    return Library(replace(Settings(), library=folder), WordEmbedder())


def two_cases(folder: Path) -> Desk:
    """The desk of the process, over a new library in a folder."""
    kept = library(folder / "library")
    for name, file, text in (
        (OURS, "lease.txt", OUR_TEXT),
        (THEIRS, "zebra-letter.txt", THEIR_TEXT),
    ):
        papers = folder / name
        papers.mkdir()
        (papers / file).write_text(text, encoding="utf-8")
        ingest(kept, name, [papers])
        kept.catalogue.put_case(name, f"{name.capitalize()} (case)")
    people = People(kept.catalogue)
    ours, theirs = cases(kept)
    people.give(ours, ADA, "owner")
    people.give(ours, BEN, "reader")
    people.give(ours, CAT, "editor")
    people.give(theirs, ADA, "owner")
    bot = Bot(kept, reranker=NoOpinion())
    answer = bot.ask(THEIR_QUESTION, THEIRS)
    assert SECRET in to_json(answer), "nothing to be hidden"
    Conversations(kept.catalogue, ADA).add(theirs, None, THEIR_QUESTION, to_json(answer))
    SavedQuestions(kept.catalogue).save(theirs, THEIR_QUESTION, to_json(answer))
    return open_desk(kept, bot, lambda: library(folder / "library"))


def cases(kept: Library) -> tuple[Case, Case]:
    return kept.catalogue.case(OURS), kept.catalogue.case(THEIRS)

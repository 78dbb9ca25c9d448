"""Misspelt names: what is taken for a name of the case, and what is left as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.ask import Bot
from bot.search.spelling import respelt
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import NoOpinion, WordEmbedder
from tests.support.sample_case import HALF_OF_THE_WORDS

COMPLAINT = """
1. Plaintiff Hermione Pumps, Inc. claims 61 million dollars of Borealis Corp.

2. The contract of Boreal has nothing to do with it.
"""
DESCRIBED = """
title: Hermione Pumps v. Borealis
documents:
  complaint.txt: {title: Complaint, parties: ["Hermione Pumps, Inc.", "Borealis Corp."]}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("case")
    (folder / "complaint.txt").write_text(COMPLAINT, encoding="utf-8")
    (folder / "case.yaml").write_text(DESCRIBED, encoding="utf-8")
    home = tmp_path_factory.mktemp("library")
    library = Library(replace(Settings(), library=home), WordEmbedder())
    ingest(library, "pumps", [folder])
    return library


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What does Hermoine claim?", "What does Hermione claim?"),
        ("What does hermoine claim?", "What does Hermione claim?"),
        ("Que réclame Hermionne à Boraelis ?", "Que réclame Hermione à Borealis ?"),
        ("Réponse d’Hermiona ?", "Réponse d’Hermione ?"),
        ('Who wrote "Hermoine"? Hermoine?', 'Who wrote "Hermoine"? Hermione?'),
        # Right as it is, in the documents as it is, or nothing like a name of the case.
        ("What does Hermione claim?", "What does Hermione claim?"),
        ("What does HERMIONE claim?", "What does HERMIONE claim?"),
        ("What is Boreal?", "What is Boreal?"),
        ("What does Persephone claim?", "What does Persephone claim?"),
        ("Who pumped the water?", "Who pumped the water?"),
    ],
)
def test_a_misspelt_name_is_that_of_the_case(library: Library, question: str, meant: str) -> None:
    catalogue = library.catalogue
    assert respelt(catalogue, catalogue.case("pumps"), question) == meant


def test_the_answer_tells_what_was_understood(library: Library) -> None:
    bot = Bot(library, HALF_OF_THE_WORDS, NoOpinion())
    answer = bot.ask("What does Hermoine claim?", "pumps")
    assert answer.question == "What does Hermoine claim?"
    assert answer.understood == "What does Hermione claim?"
    assert bot.ask("What does Hermione claim?", "pumps").understood == ""


def test_an_evaluation_asks_what_a_user_is_answered(library: Library) -> None:
    bot = Bot(library, HALF_OF_THE_WORDS, NoOpinion())
    traced = bot.trace("What does Hermoine claim?", "pumps").answer
    asked = bot.ask("What does Hermoine claim?", "pumps")
    assert traced.understood == "What does Hermione claim?"
    assert traced.statements
    assert replace(traced, seconds={}) == replace(asked, seconds={})

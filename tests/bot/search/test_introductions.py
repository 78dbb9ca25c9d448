"""Who or what somebody is, as the papers of a case introduce them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.ask import Bot
from bot.question.parse import understand
from bot.search.introductions import introductions, name_asked
from ingest.settings import Settings
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder
from tests.support.sample_case import CASE

SAID = """
1. Plaintiff Acme Pumps, Inc. (“Acme”) is a corporation of Ohio that makes pumps.

2. Acme is a citizen of Ohio. Borealis is the defendant in this action.

3. Defendant Borealis Corp., formerly known as Aurora LLC, bought pumps from Acme.

4. The supplier of Cobalt is a company that nobody has named. Cobalt delivered nothing.

5. The letter was sent by Dana Okoye, director of purchasing, and went to Erebus.

7. The judge granted Erebus more time. According to Erebus, the judge erred.

6. The German pump maker Fulda was never paid. Counsel for Gaia, a lawyer, said so.
"""
DIT = """
Tout oppose Acme, fabricant de pompes établi dans l’Ohio, à son ancien client.

Le géant de la mine Borealis ne répond pas. Une filiale de Cobalt s’en mêle.
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder: Path = tmp_path_factory.mktemp("case")
    (folder / "complaint.txt").write_text(SAID, encoding="utf-8")
    (folder / "article.txt").write_text(DIT, encoding="utf-8")
    home = tmp_path_factory.mktemp("library")
    library = Library(replace(Settings(), library=home), WordEmbedder())
    ingest(library, "pumps", [folder])
    return library.catalogue


def quotes(catalogue: Catalogue, question: str) -> list[str]:
    excerpts = introductions(catalogue, catalogue.case("pumps"), understand(question))
    return [excerpt.text for excerpt in excerpts or ()]


@pytest.mark.parametrize(
    "question",
    ["Who is Acme?", "What is Acme?", "Qui est Acme ?", "Qu’est-ce qu’Acme ?", "C’est qui Acme ?"],
)
def test_a_party_is_introduced_in_each_document(catalogue: Catalogue, question: str) -> None:
    assert quotes(catalogue, question) == [
        "Plaintiff Acme Pumps, Inc. (“Acme”) is a corporation of Ohio that makes pumps.",
        "Tout oppose Acme, fabricant de pompes établi dans l’Ohio, à son ancien client.",
    ]


@pytest.mark.parametrize(
    ("question", "beginnings"),
    [
        ("Who is Borealis Corp.?", ["Le géant de la mine", "Defendant Borealis Corp., formerly"]),
        ("Who is Dana Okoye?", ["The letter was sent by Dana Okoye"]),
        ("What is Fulda?", ["The German pump maker Fulda"]),
    ],
)
def test_what_stands_beside_a_name_introduces_it(
    catalogue: Catalogue, question: str, beginnings: list[str]
) -> None:
    found = quotes(catalogue, question)
    assert len(found) == len(beginnings)
    assert all(text.startswith(start) for text, start in zip(found, beginnings, strict=True))


@pytest.mark.parametrize("name", ["Cobalt", "Erebus", "Zeta"])
def test_a_mention_is_no_introduction(catalogue: Catalogue, name: str) -> None:
    assert quotes(catalogue, f"Who is {name}?") == []


def test_the_whole_sentence_answers_and_no_name_in_it(bot: Bot) -> None:
    first, *_ = bot.ask("Who is Wiwynn?", CASE).statements
    assert first.text.startswith("Plaintiff Wiwynn Corporation is a corporation of Taiwan")
    assert first.marked == ()


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is Jane Roe?", "jane roe"),
        ("What is X Corp.?", "x"),
        ("And who was Acme?", "acme"),
        ("Who is the judge?", None),
        ("What is the Agreement about?", None),
        ("What is Acme’s claim?", None),
        ("Who is Acme suing?", None),
        ("What is Corp?", None),
        ("When was Acme founded?", None),
        ("What is 2024?", None),
    ],
)
def test_what_asks_for_nothing_but_a_name(question: str, name: str | None) -> None:
    assert name_asked(understand(question)) == name

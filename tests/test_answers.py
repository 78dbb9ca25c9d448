"""What the program is for: the facts of the case asked in both languages, with the real model.

On the sample case and, where it is at hand, on the user's own article in French.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.ask import Bot
from ingest.library import Library
from ingest.mirror import ingest
from ingest.settings import ROOT, Settings

pytestmark = pytest.mark.model

CASE = "case"
SAMPLE = ROOT / "data" / "wiwynn-v-x"

# (question, what one of the quotes must hold: any of the strings)
ANSWERED = [
    ("Combien Wiwynn réclame-t-elle à X ?", ("61 million",)),
    ("How much does Wiwynn claim?", ("61 million",)),
    ("Quand la plainte a-t-elle été déposée ?", ("16 août 2024", "August 16, 2024", "08/16/2024")),
    ("When was the suit filed?", ("16 août 2024", "August 16, 2024", "08/16/2024")),
    ("Devant quel tribunal la plainte a-t-elle été déposée ?", ("Californi", "CALIFORNIA")),
    ("In which court was the suit filed?", ("Californi", "CALIFORNIA")),
    ("Quel accord les parties ont-elles conclu en 2014 ?", ("accord", "Agreement")),
    ("What was the agreement of 2014?", ("accord", "Agreement")),
    ("Quand les paiements ont-ils cessé ?", ("novembre 2022", "November 2022")),
    ("When did the payments stop?", ("novembre 2022", "November 2022")),
    ("Combien Wiwynn a-t-elle récupéré ?", ("59 million",)),
    ("How much did Wiwynn recover?", ("59 million",)),
    ("Qui fournit les serveurs de X maintenant ?", ("Dell",)),
    ("Who supplies X with servers now?", ("Dell",)),
]
NOT_FOUND = [
    "Quel juge est chargé de l'affaire ?",
    "Who is the judge?",
    "Qui sont les avocats de Wiwynn ?",
    "Who are the lawyers of Wiwynn?",
    "Quelle décision le tribunal a-t-il rendue ?",
    "How did the court rule on the motion to dismiss?",
    "Quelle est la date du procès ?",
    "When is the trial date?",
    "Les parties ont-elles conclu une transaction ?",
    "Have the parties reached a settlement?",
]


def library_of(source: Path, folder: Path) -> Bot:
    library = Library(replace(Settings.from_environment(), library=folder))
    ingest(library, CASE, [source])
    return Bot(library)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return library_of(SAMPLE, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def article(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return library_of(shared / "case" / "article.fr.txt", tmp_path_factory.mktemp("article"))


@pytest.fixture(params=["sample", "article"])
def bot(request: pytest.FixtureRequest) -> Bot:
    found: Bot = request.getfixturevalue(request.param)
    return found


def check_citations(bot: Bot, answer: Answer) -> None:
    """Every quote verbatim in its passage, and its pages those its characters stand on."""
    for statement, citation in zip(answer.statements, answer.citations, strict=True):
        passage = bot.library.catalogue.passage(citation.passage_id).passage
        assert statement.text == citation.quote == passage.text[citation.start : citation.end]
        spans = [
            span
            for span in passage.spans
            if span.start < citation.end and citation.start < span.end
        ]
        assert (citation.page, citation.last_page) == (spans[0].page, spans[-1].page)
        assert "Laisser un commentaire" not in citation.quote


@pytest.mark.parametrize(("question", "any_of"), ANSWERED, ids=[one for one, _ in ANSWERED])
def test_what_the_documents_say_is_quoted(bot: Bot, question: str, any_of: tuple[str, ...]) -> None:
    answer = bot.ask(question, CASE)
    check_citations(bot, answer)
    said = [statement.text.replace("\u00a0", " ") for statement in answer.statements]
    assert any(part in text for text in said for part in any_of), said or "not found"
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("question", NOT_FOUND)
def test_what_they_do_not_say_is_not_found(bot: Bot, question: str) -> None:
    answer = bot.ask(question, CASE)
    assert not answer.statements, [statement.text for statement in answer.statements]
    assert answer.status == "not_found"

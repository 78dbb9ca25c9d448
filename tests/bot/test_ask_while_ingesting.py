"""The chat goes on while documents are read in a thread of the same program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.ask import Bot
from bot.search import retrieve
from bot.search.scope import documents_named
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.job import IngestJob
from ingest.sync.mirror import ingest
from ingest.sync.uploads import Uploads
from tests.support.fakes import NoOpinion, WordEmbedder
from tests.support.sample_case import HALF_OF_THE_WORDS

OLD = "Wiwynn claims sixty-one million dollars from its customer.\n"
NEW = "The suit was filed in a federal court of the Northern District of California.\n"


def acme(tmp_path: Path, case_file: str = "") -> tuple[Settings, Path, Library]:
    """A case of one paper, with what its case.yaml says."""
    settings = replace(Settings(), library=tmp_path / "library")
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "case.yaml").write_text(case_file)
    (folder / "claim.txt").write_text(OLD)
    library = Library(settings, WordEmbedder())
    ingest(library, "acme", [folder])
    return settings, folder, library


def test_answers_come_from_the_old_state_then_from_the_new_one(tmp_path: Path) -> None:
    settings, folder, library = acme(tmp_path)
    bot = Bot(library, HALF_OF_THE_WORDS, NoOpinion())
    for number in range(25):
        (folder / f"paper-{number}.txt").write_text(f"Paper {number}. {NEW}")
    (folder / "claim.txt").unlink()
    (folder / "renamed.txt").write_text(OLD)
    case = library.catalogue.case("acme")
    job = IngestJob(lambda: Library(settings, WordEmbedder()), Uploads(library.folder))
    assert job.start(case, [folder])
    asked = 0
    while (look := job.look()) is not None and look.running:
        answer = bot.ask("How many million does Wiwynn claim?", "acme")
        assert [statement.text for statement in answer.statements] == [OLD.strip()]
        # Whatever is shown is whole: as many documents as the catalogue had at that moment.
        assert answer.searched.documents == answer.searched.passages
        asked += 1
    assert look is not None
    assert look.error is None
    assert look.result is not None
    assert asked > 1
    answer = bot.ask("In which court was the suit filed?", "acme")
    assert answer.searched.documents == 26
    assert answer.statements[0].text.endswith("California.")


def test_a_named_document_replaced_after_it_was_looked_for_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_file = 'documents: {claim.txt: {ecf: "7", kind: complaint}}\n'
    settings, folder, library = acme(tmp_path, case_file)

    def name_and_replace(*given: Any) -> set[int] | None:
        found = documents_named(*given)
        if OLD in (folder / "claim.txt").read_text():
            (folder / "claim.txt").write_text("Wiwynn claims seventy million dollars by now.\n")
            ingest(Library(settings, WordEmbedder()), "acme", [folder])
        return found

    monkeypatch.setattr("bot.search.scope.documents_named", name_and_replace)
    answer = Bot(library, HALF_OF_THE_WORDS, NoOpinion()).ask(
        "How many million dollars does Wiwynn claim in ECF 7?", "acme"
    )
    assert ["seventy" in statement.text for statement in answer.statements] == [True]


def test_a_document_replaced_between_ranking_and_reading_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, folder, library = acme(tmp_path)
    ranked = retrieve.rank

    def rank_and_replace(*given: Any) -> retrieve.Rankings:
        rankings = ranked(*given)
        if OLD in (folder / "claim.txt").read_text():
            (folder / "claim.txt").write_text("Wiwynn claims seventy million dollars by now.\n")
            ingest(Library(settings, WordEmbedder()), "acme", [folder])
        return rankings

    monkeypatch.setattr(retrieve, "rank", rank_and_replace)
    answer = Bot(library, HALF_OF_THE_WORDS, NoOpinion()).ask(
        "How many million does Wiwynn claim?", "acme"
    )
    assert ["seventy" in statement.text for statement in answer.statements] == [True]

"""A library of hand-computable vectors, its two papers, and what is found in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.question.parse import understand
from bot.search.retrieve import retrieve
from ingest.settings import Settings
from ingest.store.catalogue import Stored
from ingest.store.library import Library
from ingest.sync.mirror import FileResult
from tests.support.fakes import WordEmbedder

CLAIM = "Wiwynn claims sixty-one million dollars from its customer for components.\n"
COURT = "The suit was filed in a federal court of the Northern District of California.\n"
FRENCH = "Le fournisseur réclame des millions de dollars au réseau social pour ses serveurs.\n"


def open_library(tmp_path: Path, embedder: WordEmbedder | None = None) -> Library:
    settings = replace(Settings.from_environment(), library=tmp_path / "library", lock_seconds=0.2)
    return Library(settings, embedder or WordEmbedder())


def outcomes(results: list[FileResult]) -> dict[str, str]:
    return {result.path: result.outcome for result in results}


def found(library: Library, question: str) -> list[str]:
    hits = retrieve(library, library.catalogue.case("case"), understand(question))
    return [hit.stored.passage.text for hit in hits]


def vectors_of(library: Library) -> set[int]:
    case = library.catalogue.case("case")
    return {
        id_
        for language in ("en", "fr")
        for id_, _ in library.vectors.search(
            case.id, language, library.embedder.embed_query("any"), 1000
        )
    }


def current(library: Library) -> list[Stored]:
    case = library.catalogue.case("case")
    return [
        passage
        for document in library.catalogue.documents(case)
        for passage in library.catalogue.passages_of(document.id)
    ]

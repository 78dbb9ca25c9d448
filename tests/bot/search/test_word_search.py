"""Plain search over real, small documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.search.word_search import FoundIn, search_words
from ingest.settings import Settings
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder

ACME = {
    "supply.txt": "1. Time is of the essence.\n\n2. Acme shall pay $61,000,000 on time.\n\n"
    "3. The essence of time is disputed, and the times are.\n",
    "words.txt": "1. The claim is for sixty-one million dollars.\n",
    "lettre.txt": "1. Les délais sont de rigueur ; la société a réclamé les sommes.\n",
}
ROE = {"lease.txt": "1. Time is of the essence for the rent.\n"}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    root = tmp_path_factory.mktemp("words")
    library = Library(replace(Settings(), library=root / "library"), WordEmbedder())
    for case, files in (("acme", ACME), ("roe", ROE)):
        (root / case).mkdir()
        for name, text in files.items():
            (root / case / name).write_text(text, encoding="utf-8")
        ingest(library, case, [root / case])
    return library.catalogue


def search(catalogue: Catalogue, text: str, *names: str) -> list[FoundIn]:
    return search_words(catalogue, [catalogue.case(name) for name in names], text)


def marked(found: list[FoundIn]) -> list[tuple[str, list[str]]]:
    """File, and the words that are marked in each of its passages."""
    return [
        (
            found_in.document.path,
            [
                "|".join(each.stored.passage.text[start:end] for start, end in each.stretches)
                for each in found_in.passages
            ],
        )
        for found_in in found
    ]


SEARCHES = [
    ('"time is of the essence"', [("supply.txt", ["Time is of the essence"])]),
    ("« TIME IS  of the Essence »", [("supply.txt", ["Time is of the essence"])]),
    ("essence times", [("supply.txt", ["Time|essence", "essence|time|times"])]),
    ("61000000", [("supply.txt", ["61,000,000"]), ("words.txt", ["sixty-one million"])]),
    ("sixty-one million", [("supply.txt", ["61,000,000"]), ("words.txt", ["sixty-one million"])]),
    ("reclamer", [("lettre.txt", ["réclamé"])]),
    ('"essenc"', []),
    ("rent", []),
    ('""', []),
    ("?!", []),
]


@pytest.mark.parametrize(("text", "found"), SEARCHES)
def test_a_search_finds_every_passage_and_what_it_was_found_by(
    catalogue: Catalogue, text: str, found: list[tuple[str, list[str]]]
) -> None:
    assert marked(search(catalogue, text, "acme")) == found


def test_all_cases_are_searched_where_that_is_asked(catalogue: Catalogue) -> None:
    found = search(catalogue, '"time is of the essence"', "acme", "roe")
    assert [(found_in.case.name, found_in.document.path) for found_in in found] == [
        ("roe", "lease.txt"),
        ("acme", "supply.txt"),
    ]

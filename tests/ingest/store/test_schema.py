"""A library of the first layout opens, is brought up to date and still answers."""

from __future__ import annotations

import gzip
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

from ingest.settings import Settings
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from tests.support.fakes import WordEmbedder

FIRST = Path(__file__).parent / "first_layout"


def test_a_library_of_the_first_layout_opens_and_is_rebuilt(tmp_path: Path) -> None:
    """Made by the program as it first was: two documents, a third one withdrawn."""
    shutil.copytree(FIRST / "files", tmp_path / "files")
    catalogue = gzip.decompress((FIRST / "catalogue.sqlite.gz").read_bytes())
    (tmp_path / "catalogue.sqlite").write_bytes(catalogue)

    library = Library(replace(Settings(), library=tmp_path), WordEmbedder())
    case = library.catalogue.case("first")
    paths = [one.path for one in library.catalogue.documents(case)]
    assert paths == ["article.html", "complaint.txt"]

    library.rebuild(lambda message: None, lambda done, of: None)
    asked = library.embedder.embed_query("servers")
    ((best, _), *_) = library.vectors.search(case.id, "en", asked, 1)
    assert "servers made to order" in library.catalogue.passage(best).passage.text


def test_a_new_library_is_made_once_by_those_who_open_it_together(tmp_path: Path) -> None:
    for number in range(5):
        at = tmp_path / str(number) / "catalogue.sqlite"
        together = Barrier(4)

        def opened(path: Path = at, together: Barrier = together) -> int:
            together.wait()
            return Catalogue(path).generation()

        with ThreadPoolExecutor(4) as pool:
            made = [pool.submit(opened) for _ in range(4)]
        assert [one.result() for one in made] == [0, 0, 0, 0]

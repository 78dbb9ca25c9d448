"""Libraries of earlier layouts open, are brought up to date and still answer."""

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

LAYOUTS = Path(__file__).parent


def unpack(layout: str, to: Path) -> None:
    """Copy a library that an earlier program made."""
    shutil.copytree(LAYOUTS / layout / "files", to / "files")
    catalogue = gzip.decompress((LAYOUTS / layout / "catalogue.sqlite.gz").read_bytes())
    (to / "catalogue.sqlite").write_bytes(catalogue)


def test_a_library_of_the_first_layout_opens_and_is_rebuilt(tmp_path: Path) -> None:
    """Made by the program as it first was: two documents, a third one withdrawn."""
    unpack("first_layout", tmp_path)
    library = Library(replace(Settings(), library=tmp_path), WordEmbedder())
    case = library.catalogue.case("first")
    paths = [document.path for document in library.catalogue.documents(case)]
    assert paths == ["article.html", "complaint.txt"]

    library.rebuild(lambda message: None, lambda done, of: None)
    asked = library.embedder.embed_query("servers")
    ((best, _), *_) = library.vectors.search(case.id, "en", asked, 1)
    assert "servers made to order" in library.catalogue.passage(best).passage.text


def test_what_a_docket_states_is_recognised_in_a_library_of_the_sixth_layout(
    tmp_path: Path,
) -> None:
    """Made before facts of dockets were kept: a docket and a contract."""
    unpack("sixth_layout", tmp_path)
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    contract, docket = catalogue.documents(catalogue.case("earlier"))
    (judge,) = catalogue.docket_rows(docket.id, "judge")
    assert judge.value == "Judge Ada Byron"
    assert judge.stored.passage.text == "Assigned to: Judge Ada Byron"
    entries = catalogue.docket_rows(docket.id, "entry")
    assert [row.value for row in entries] == ["2020-01-02", "2020-01-05"]
    assert catalogue.docket_rows(contract.id, "parties") == []


def test_a_new_library_is_made_once_by_those_who_open_it_together(tmp_path: Path) -> None:
    for number in range(5):
        at = tmp_path / str(number) / "catalogue.sqlite"
        together = Barrier(4)

        def opened(path: Path = at, together: Barrier = together) -> int:
            together.wait()
            return Catalogue(path).generation()

        with ThreadPoolExecutor(4) as pool:
            made = [pool.submit(opened) for _ in range(4)]
        assert [future.result() for future in made] == [0, 0, 0, 0]

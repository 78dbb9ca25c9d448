"""What came and went since the last look, in a case that mirrors a folder."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.digest import digest, mark_seen
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder


class Folder:
    """A case folder whose every change is ingested."""

    def __init__(self, path: Path) -> None:
        self.library = Library(replace(Settings(), library=path / "library"), WordEmbedder())
        self._path = path / "case"
        self._path.mkdir()

    def put(self, **files: str | None) -> None:
        for name, text in files.items():
            path = self._path / f"{name}.txt"
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        ingest(self.library, "case", [self._path])

    def news(self) -> tuple[list[str], list[str]]:
        case = self.library.catalogue.case("case")
        found = digest(self.library.catalogue, case)
        return [arrival.document.path for arrival in found.arrived], list(found.gone)

    def look(self) -> None:
        mark_seen(self.library.catalogue, self.library.catalogue.case("case"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_before_the_first_look_everything_is_new(folder: Folder) -> None:
    folder.put(b="The second paper of the court.\n", a="The first paper of the court.\n")
    assert folder.news() == (["a.txt", "b.txt"], [])
    folder.look()
    assert folder.news() == ([], [])


def test_the_documents_a_case_began_with_are_news_only_until_others_come(folder: Folder) -> None:
    folder.put(a="The first paper.\n", b="The second paper.\n")
    folder.put()
    assert folder.news() == (["a.txt", "b.txt"], [])
    folder.put(c="The third paper.\n")
    assert folder.news() == (["c.txt"], [])
    folder.put(a=None, d="The fourth paper.\n")
    assert folder.news() == (["c.txt", "d.txt"], ["A"])
    folder.look()
    folder.put(e="The fifth paper.\n")
    assert folder.news() == (["e.txt"], [])


def test_what_came_changed_and_went_is_told_until_it_is_seen(folder: Folder) -> None:
    folder.put(a="The first paper.\n", b="The second paper.\n", c="The third paper.\n")
    folder.look()
    folder.put(a="The first paper, corrected.\n", b=None, d="The fourth paper.\n")
    # The first paper is not gone: its new version took its place.
    assert folder.news() == (["a.txt", "d.txt"], ["B"])
    assert folder.news() == (["a.txt", "d.txt"], ["B"])
    folder.look()
    assert folder.news() == ([], [])


def test_a_moved_file_is_neither_new_nor_gone(folder: Folder) -> None:
    folder.put(a="The first paper.\n")
    folder.look()
    folder.put(a=None, z="The first paper.\n")
    assert folder.news() == ([], [])


def test_the_first_lines_are_the_documents_own(folder: Folder) -> None:
    folder.put(a="The suit was filed.\n\nIt claims millions.\n")
    catalogue = folder.library.catalogue
    (arrival,) = digest(catalogue, catalogue.case("case")).arrived
    assert arrival.first_lines[0].startswith("The suit was filed.")


def test_the_command_tells_it_without_a_model(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.put(a="The suit \x1b[31mwas filed.\n")
    library = str(folder.library.folder)
    assert main(["changes", "--library", library]) == 0
    output = capsys.readouterr().out
    assert output.startswith("case: 1 new document so far (nothing was marked as seen yet)")
    assert "\x1b" not in output
    assert "`pincite changes` also asks the saved questions again." in output
    folder.look()
    assert main(["changes", "--case", "case", "--library", library, "--json"]) == 0
    (heard,) = json.loads(capsys.readouterr().out)["cases"]
    assert heard["new"] == []
    assert heard["since"].startswith("20")

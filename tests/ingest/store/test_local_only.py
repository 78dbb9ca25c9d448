"""The mark of a case that stays on this computer, from case.yaml into the library."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.settings import Settings
from ingest.store.library import Library
from ingest.store.local_only import is_local_only
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder


def test_a_mark_stays_until_it_is_taken_away(tmp_path: Path) -> None:
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    folder, other = tmp_path / "case", tmp_path / "other"
    for path in (folder, other):
        path.mkdir()
        (path / f"{path.name}.txt").write_text("Acme sold pumps.", encoding="utf-8")

    def marked() -> bool:
        return is_local_only(library.catalogue, library.catalogue.case("pumps"))

    ingest(library, "pumps", [folder])
    assert not marked()
    (folder / "case.yaml").write_text("local_only: true\n", encoding="utf-8")
    ingest(library, "pumps", [folder])
    assert marked()
    # A folder that does not say so takes no mark away.
    ingest(library, "pumps", [other])
    assert marked()
    (folder / "case.yaml").write_text("local_only: false\n", encoding="utf-8")
    ingest(library, "pumps", [folder])
    assert not marked()

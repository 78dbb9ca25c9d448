"""How many documents and passages there are, which is kept until something changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder


def test_counts_are_those_after_the_last_change_of_any_program(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    letter, note = folder / "letter.txt", folder / "note.txt"
    letter.write_text("Bolt owes for the racks.\n")
    here, elsewhere = (
        Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder()) for _ in range(2)
    )
    ingest(elsewhere, "acme", [folder])
    case = here.catalogue.case("acme")
    assert here.catalogue.counts(case) == (1, {"en": 1})
    (letter_id,) = (document.id for document in here.catalogue.documents(case))

    note.write_text("Le tribunal a rejeté la demande de la société.\n")
    ingest(elsewhere, "acme", [folder])
    assert here.catalogue.counts(case) == (2, {"en": 1, "fr": 1})
    # A choice of documents is counted by itself.
    chosen = replace(case, only=frozenset({letter_id}))
    assert here.catalogue.counts(chosen) == (1, {"en": 1})

    letter.unlink()
    ingest(elsewhere, "acme", [folder])
    assert here.catalogue.counts(case) == (1, {"fr": 1})
    assert here.catalogue.counts(chosen) == (0, {})

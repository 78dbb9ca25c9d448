"""A small document waits for the disk a few times only: that was most of what it took."""

from __future__ import annotations

from pathlib import Path

from tests.support.libraries import open_library


def test_what_is_written_stays_in_the_log_until_the_writer_has_done(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    log = library.folder / "catalogue.sqlite-wal"
    with library.writing():
        library.catalogue.put_case("smith")
        assert log.stat().st_size
    assert not log.exists()

"""A lock takes the place of an empty folder, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.store.locks import lock_at


def test_an_empty_folder_in_its_place_goes(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with lock_at(tmp_path / "lock"):
        assert (tmp_path / "lock").is_file()


def test_a_folder_that_holds_something_stays(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    (tmp_path / "lock" / "file").touch()
    with pytest.raises(OSError), lock_at(tmp_path / "lock", 0.1):
        pass
    assert (tmp_path / "lock" / "file").exists()

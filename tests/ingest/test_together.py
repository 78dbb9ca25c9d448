"""A shortened `tests.bench.together`: two processes ingest one case while a third one asks."""

from __future__ import annotations

from pathlib import Path

from tests.bench.together import play


def test_two_writers_and_a_reader_disturb_nobody(tmp_path: Path) -> None:
    assert play(tmp_path, 2) == []

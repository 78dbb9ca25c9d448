"""A library of hand-computable vectors and a case folder of two papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.store.library import Library
from tests.support.fakes import WordEmbedder
from tests.support.libraries import CLAIM, COURT, open_library
from tests.support.typed import Typed


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """With nothing in it."""
    return open_library(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "claim.txt").write_text(CLAIM, encoding="utf-8")
    (folder / "court.txt").write_text(COURT, encoding="utf-8")
    return folder


@pytest.fixture
def typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Typed:
    for module in ("store.library", "embedding.model"):
        monkeypatch.setattr(f"ingest.{module}.Embedder", lambda settings: WordEmbedder())
    return Typed(tmp_path / "library", capsys)

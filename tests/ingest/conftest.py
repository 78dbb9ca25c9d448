"""A library of hand-computable vectors and a case folder of two papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from ingest.store.library import Library
from tests.support.engines import chroma_server
from tests.support.fakes import WordEmbedder
from tests.support.libraries import CLAIM, COURT, open_library
from tests.support.typed import Typed

ENGINES = ("embedded", "chroma")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked `engines` run once on each."""
    if list(metafunc.definition.iter_markers("engines")):
        metafunc.parametrize("engine", ENGINES, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those marked `embedded` as well are about files that only the embedded engines have."""
    meant = [item for item in items if not _is_about_other_files(item)]
    if len(meant) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in meant])
        items[:] = meant


def _is_about_other_files(item: pytest.Item) -> bool:
    given = getattr(item, "callspec", None)
    engine = given.params.get("engine", "embedded") if given else "embedded"
    return engine != "embedded" and item.get_closest_marker("embedded") is not None


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server for all tests of this process."""
    with chroma_server(tmp_path_factory.mktemp("chroma-server")) as url:
        yield url


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What libraries are kept with that are opened by the settings, by name."""
    name: str = getattr(request, "param", "embedded")
    if name == "chroma":
        monkeypatch.setenv("PINCITE_CHROMA_URL", request.getfixturevalue("chroma_url"))
        monkeypatch.setenv("PINCITE_CHROMA_DATABASE", f"test-{uuid4().hex}")
    return name


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

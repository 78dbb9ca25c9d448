"""A library of hand-computable vectors and a case folder of two papers."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from ingest.store.chroma_server import disconnect as disconnect_chroma
from ingest.store.library import Library
from ingest.store.postgresql import disconnect
from tests.support.engines import (
    ChromaServerProcess,
    chroma_server,
    postgresql_programs,
    postgresql_server,
    with_schema,
)
from tests.support.fakes import WordEmbedder
from tests.support.libraries import CLAIM, COURT, open_library
from tests.support.typed import Typed

ENGINES = ("embedded", "chroma", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked `engines` run once on each."""
    if list(metafunc.definition.iter_markers("engines")):
        metafunc.parametrize("engine", ENGINES, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those marked `not_on` an engine are about what it does not have. Those on a Chroma server
    fail where something is left open."""
    meant = [item for item in items if not _is_about_others(item)]
    for item in filter(_is_on_a_chroma_server, meant):
        item.add_marker(pytest.mark.filterwarnings("error::ResourceWarning"))
        item.add_marker(
            pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
        )
    if len(meant) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in meant])
        items[:] = meant


def _is_about_others(item: pytest.Item) -> bool:
    given = getattr(item, "callspec", None)
    engine = given.params.get("engine") if given else None
    return any(engine in mark.args for mark in item.iter_markers("not_on"))


def _is_on_a_chroma_server(item: pytest.Item) -> bool:
    given = getattr(item, "callspec", None)
    names = getattr(item, "fixturenames", ())
    engine = given.params.get("engine") if given else None
    return engine == "chroma" or not {"chroma_url", "own_chroma"}.isdisjoint(names)


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server for all tests of this process."""
    with chroma_server(tmp_path_factory.mktemp("chroma-server")) as server:
        yield server.url


@pytest.fixture
def own_chroma(tmp_path: Path) -> Iterator[ChromaServerProcess]:
    """A Chroma server that the test may stop."""
    with chroma_server(tmp_path / "chroma-server") as server:
        yield server


@pytest.fixture(autouse=True)
def _connections(request: pytest.FixtureRequest) -> Iterator[None]:
    """Those to Chroma servers are closed after each test; one that was left open is found now."""
    if not _is_on_a_chroma_server(request.node):
        yield
        return
    gc.freeze()  # what is there already need not be looked at again
    yield
    disconnect_chroma()
    SharedSystemClient.clear_system_cache()  # which holds clients that nobody closed
    gc.collect()
    gc.unfreeze()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server for all tests of this process."""
    pytest.importorskip("psycopg", reason="needs psycopg (requirements-firm.txt)")
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("needs PostgreSQL (Debian: apt-get install postgresql)")
    with postgresql_server(programs) as url:
        yield url


@pytest.fixture
def database_url(postgresql_url: str) -> Iterator[str]:
    """A schema of its own on that server, which admits only so many connections for all tests."""
    url = with_schema(postgresql_url, f"test_{uuid4().hex}")
    yield url
    disconnect(url)


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What libraries are kept with that are opened by the settings, by name."""
    name: str = getattr(request, "param", "embedded")
    if name == "chroma":
        monkeypatch.setenv("PINCITE_CHROMA_URL", request.getfixturevalue("chroma_url"))
        monkeypatch.setenv("PINCITE_CHROMA_DATABASE", f"test-{uuid4().hex}")
    if name == "postgresql":
        monkeypatch.setenv("PINCITE_DATABASE_URL", request.getfixturevalue("database_url"))
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

"""Vectors on a Chroma server: whose they are, and what is said where it does not answer."""

from __future__ import annotations

import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import pytest

from ingest.errors import LibraryMismatch, LibraryUnreachable, PinciteError
from ingest.settings import Settings
from ingest.store.backups import restore_newest
from ingest.store.carry import export_case, import_case
from ingest.store.chroma_server import ChromaServer
from ingest.store.library import Library
from ingest.store.vectors import Vectors
from ingest.store.verify import verify
from ingest.sync.mirror import Progress, ingest
from ingest.sync.rebuild import rebuild
from tests.support.engines import ChromaServerProcess
from tests.support.fakes import WordEmbedder
from tests.support.libraries import COURT, current, found, outcomes, vectors_of
from tests.support.typed import Typed

ASKED = "Which court?"
CURE = "PINCITE_CHROMA_DATABASE, then run `pincite rebuild`"


@pytest.fixture
def settings(tmp_path: Path, chroma_url: str) -> Settings:
    return Settings(
        library=tmp_path / "library",
        lock_seconds=0.2,
        chroma_url=chroma_url,
        chroma_database=f"test-{uuid4().hex}",
    )


def opened(settings: Settings) -> Library:
    return Library(settings, WordEmbedder())


def ids_in(library: Library) -> set[int]:
    return {passage.id for passage in current(library)}


def test_the_vectors_are_on_the_server_and_another_process_finds_them(
    settings: Settings, folder: Path
) -> None:
    ingest(opened(settings), "case", [folder])
    assert not (settings.library / "vectors").exists()
    other = opened(settings)
    assert vectors_of(other) == ids_in(other)
    assert verify(other) == []


def test_a_second_library_on_the_same_database_is_refused_and_harms_nothing(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    library = opened(settings)
    ingest(library, "case", [folder])
    second = opened(replace(settings, library=tmp_path / "second"))
    for act in (
        lambda: ingest(second, "case", [folder]),
        lambda: rebuild(second),
        lambda: second.rebuild(lambda said: None, lambda made, of: None),
        lambda: second.vectors.search(1, "en", [0.0] * 9, 1),
        lambda: second.vectors.keep_only({}),
        second.vectors.erase,
    ):
        with pytest.raises(LibraryMismatch, match=CURE):
            act()
    assert vectors_of(library) == ids_in(library)
    assert verify(library) == []
    cured = opened(
        replace(settings, library=tmp_path / "second", chroma_database=f"test-{uuid4().hex}")
    )
    rebuild(cured)
    ingest(cured, "case", [folder])
    assert found(cured, ASKED)[0] == COURT.strip()
    assert verify(cured) == verify(library) == []


def test_of_a_library_and_its_copy_only_the_one_that_wrote_last_may_write(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    library = opened(settings)
    ingest(library, "case", [folder])
    shutil.copytree(settings.library, tmp_path / "copy")
    (folder / "court.txt").unlink()
    ingest(library, "case", [folder])
    copy = opened(replace(settings, library=tmp_path / "copy"))
    (folder / "claim.txt").unlink()
    with pytest.raises(LibraryMismatch, match=CURE):
        ingest(copy, "case", [folder])
    with pytest.raises(LibraryMismatch, match=CURE):
        rebuild(copy)
    assert vectors_of(library) == ids_in(library)
    cured = opened(
        replace(settings, library=tmp_path / "copy", chroma_database=f"test-{uuid4().hex}")
    )
    rebuild(cured)
    assert verify(cured) == verify(library) == []
    assert len(vectors_of(cured)) == 2


def test_two_that_claim_a_database_at_once_do_not_both_have_it(settings: Settings) -> None:
    opened(settings).vectors.stamp()  # makes the database
    server = ChromaServer(settings.chroma_url or "", database=settings.chroma_database)
    first, second = (
        Vectors(settings.library, WordEmbedder(), server, identity) for identity in ("one", "two")
    )
    assert first.stamp() is second.stamp() is None
    together = threading.Barrier(2)
    refused: list[PinciteError] = []

    def claim(vectors: Vectors) -> None:
        together.wait()
        try:
            vectors.put_stamp("now")
        except PinciteError as error:
            refused.append(error)

    threads = [threading.Thread(target=claim, args=(each,)) for each in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    owners = []
    for vectors in (first, second):
        try:
            owners.append(vectors.stamp())
        except LibraryMismatch:
            continue
    assert owners == ["now"]


def test_vectors_that_nobody_marked_are_left_alone(settings: Settings, folder: Path) -> None:
    library = opened(settings)
    library.vectors.stamp()  # makes the database
    server = ChromaServer(settings.chroma_url or "", database=settings.chroma_database)
    client = server.connect()
    client.create_collection("case-1-en", embedding_function=None)
    with pytest.raises(LibraryMismatch, match=CURE):
        ingest(library, "case", [folder])
    assert [collection.name for collection in client.list_collections()] == ["case-1-en"]


def test_a_library_that_goes_to_a_server_and_back_is_never_asked_with_stale_vectors(
    settings: Settings, folder: Path
) -> None:
    at_home = replace(settings, chroma_url=None)
    ingest(opened(at_home), "case", [folder])
    for there, advice in ((settings, "unset PINCITE_CHROMA_URL"), (at_home, "Set PINCITE_CHROMA_")):
        moved = opened(there)
        with pytest.raises(LibraryMismatch, match=advice):
            found(moved, ASKED)
        with pytest.raises(LibraryMismatch, match="pincite rebuild"):
            ingest(moved, "case", [folder])
        rebuild(moved)
        assert found(moved, ASKED)[0] == COURT.strip()
        assert verify(moved) == []


def test_vectors_that_are_gone_from_the_server_are_told_and_made_again(
    settings: Settings, folder: Path
) -> None:
    ingest(opened(settings), "case", [folder])
    emptied = replace(settings, chroma_database=f"test-{uuid4().hex}")
    for act in (verify, lambda library: found(library, ASKED)):
        with pytest.raises(LibraryMismatch, match="no vectors of this library"):
            act(opened(emptied))
    with pytest.raises(LibraryMismatch, match="no vectors of this library"):
        ingest(opened(emptied), "case", [folder])
    rebuild(opened(emptied))
    assert verify(opened(emptied)) == []


def test_a_restored_catalogue_keeps_its_vectors(settings: Settings, folder: Path) -> None:
    ingest(opened(settings), "case", [folder])
    (folder / "more.txt").write_text("The servers stopped.\n", encoding="utf-8")
    ingest(opened(settings), "case", [folder])
    (settings.library / "catalogue.sqlite").write_bytes(b"no database" * 1000)
    restore_newest(settings.library)
    again = opened(settings)
    ingest(again, "case", [folder])
    assert verify(again) == []
    assert len(vectors_of(again)) == 3


def test_an_exported_case_is_another_library(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    library = opened(settings)
    ingest(library, "case", [folder])
    export_case(library.catalogue, library.catalogue.case("case"), tmp_path / "case.zip")
    import_case(tmp_path / "case.zip", tmp_path / "imported")
    imported = opened(replace(settings, library=tmp_path / "imported"))
    assert imported.catalogue.identity() != library.catalogue.identity()
    with pytest.raises(LibraryMismatch, match=CURE):
        rebuild(imported)
    assert verify(library) == []


def test_a_server_that_is_down_is_a_sentence(
    settings: Settings, typed: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(opened(settings), "case", [folder])
    monkeypatch.setenv("PINCITE_CHROMA_URL", "http://user:secret@127.0.0.1:9")
    for command in (("ingest", str(folder), "--case", "case"), ("verify",), ("rebuild",)):
        (folder / "court.txt").write_text(f"{COURT} {command[0]}\n", encoding="utf-8")
        said = typed.run(*command, status=1)
        assert "The Chroma server http://127.0.0.1:9 (database default_database)" in said
        assert "PINCITE_CHROMA_URL" in said
        assert "secret" not in said


def test_a_server_that_goes_away_during_an_ingest_costs_only_what_was_under_way(
    settings: Settings, folder: Path, own_chroma: ChromaServerProcess
) -> None:
    settings = replace(settings, chroma_url=own_chroma.url)
    ingest(opened(settings), "case", [folder])
    more = "".join(f"{n}. The servers of hall {n} stopped.\n\n" for n in range(1, 201))
    (folder / "long.txt").write_text(more, encoding="utf-8")
    (folder / "court.txt").write_text("The suit was filed in a state court.\n", encoding="utf-8")

    def cut(progress: Progress) -> None:
        if progress.path == "long.txt" and 0 < progress.done < progress.of:
            own_chroma.kill()

    with pytest.raises(LibraryUnreachable, match=r"Nothing was lost: start the server") as gone:
        ingest(opened(settings), "case", [folder], cut)
    assert own_chroma.url in gone.value.reason
    asked = opened(settings)
    with pytest.raises(LibraryUnreachable, match="cannot be reached"):
        found(asked, ASKED)
    own_chroma.start()
    assert "state court" in found(asked, ASKED)[0], "what was done before it went away stays"
    documents = asked.catalogue.documents(asked.catalogue.case("case"))
    assert {document.path for document in documents} == {"claim.txt", "court.txt"}
    results = outcomes(ingest(opened(settings), "case", [folder]))
    assert results == {"claim.txt": "unchanged", "court.txt": "unchanged", "long.txt": "added"}
    assert verify(opened(settings)) == []


def test_a_server_that_does_not_answer_in_time_is_a_sentence(
    settings: Settings, folder: Path, own_chroma: ChromaServerProcess
) -> None:
    settings = replace(settings, chroma_url=own_chroma.url, chroma_seconds=0.5)
    library = opened(settings)
    ingest(library, "case", [folder])
    late = r"did not answer within 0.5 seconds. Nothing was lost.*PINCITE_CHROMA_SECONDS"
    own_chroma.freeze()
    began = time.monotonic()
    for reader in (library, opened(settings)):
        with pytest.raises(LibraryUnreachable, match=late):
            found(reader, ASKED)
    assert time.monotonic() - began < 10, "it is not waited for twice"
    (folder / "court.txt").write_text("The suit was filed in a state court.\n", encoding="utf-8")
    with pytest.raises(LibraryUnreachable, match=late):
        ingest(opened(settings), "case", [folder])
    own_chroma.thaw()
    assert found(library, ASKED)[0] == COURT.strip()
    ingest(opened(settings), "case", [folder])
    assert "state court" in found(library, ASKED)[0]
    assert verify(opened(settings)) == []


@pytest.mark.parametrize("given", ["soon", "0", "-3", "inf"])
def test_a_patience_that_is_no_number_of_seconds_is_refused(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_CHROMA_SECONDS", given)
    with pytest.raises(PinciteError, match=f"PINCITE_CHROMA_SECONDS is '{given}'"):
        Settings.from_environment()


class AsksForAToken(BaseHTTPRequestHandler):
    """The proxy in front of a server: lets in who bears the token."""

    server_url = ""
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, answer = 401, b"<html>Who are you?</html>"
        if self.headers["Authorization"] == "Bearer open sesame":
            path = self.path.removeprefix("/vectors")
            kind = {"Content-Type": self.headers.get("Content-Type") or "application/json"}
            request = urllib.request.Request(
                self.server_url + path, sent or None, kind, method=self.command
            )
            try:
                with urllib.request.urlopen(request) as answered:
                    status, answer = answered.status, answered.read()
            except urllib.error.HTTPError as error:
                status, answer = error.code, error.read()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815

    def log_message(self, *given: object) -> None:
        pass


@pytest.fixture
def proxy(chroma_url: str) -> Iterator[str]:
    handler = type("Handler", (AsksForAToken,), {"server_url": chroma_url})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/vectors"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_proxy_in_front_gets_the_token(settings: Settings, folder: Path, proxy: str) -> None:
    for token in (None, "open barley"):
        with pytest.raises(LibraryUnreachable, match="PINCITE_CHROMA_TOKEN") as refused:
            ingest(
                opened(replace(settings, chroma_url=proxy, chroma_token=token)), "case", [folder]
            )
        assert "barley" not in str(refused.value)
    let_in = opened(replace(settings, chroma_url=proxy, chroma_token="open sesame"))
    assert "sesame" not in repr(let_in.settings)
    ingest(let_in, "case", [folder])
    assert found(let_in, ASKED)[0] == COURT.strip()
    assert verify(opened(settings)) == [], "the same vectors, reached without the proxy"

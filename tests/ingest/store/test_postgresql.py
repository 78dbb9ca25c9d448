"""A catalogue on PostgreSQL: its ranks, its locks, whose folder it goes with."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.ask import Bot
from bot.question.parse import understand
from bot.search.retrieve import retrieve
from ingest.errors import LibraryBusy, LibraryMismatch, LibraryUnreachable, PinciteError
from ingest.settings import Settings
from ingest.store import move
from ingest.store.backups import backups, restore_newest
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from ingest.store.move import move_to_server
from ingest.store.postgresql import Postgresql
from ingest.store.schema import TABLES
from ingest.store.tables import contents
from ingest.store.user_data.conversations import Conversations
from ingest.store.verify import verify
from ingest.store.versions import purge, withdrawn
from ingest.sync.mirror import Progress, ingest
from tests.bench.facts import ANSWERED, CASE, NOT_FOUND
from tests.support.fakes import WordEmbedder
from tests.support.libraries import COURT, found, outcomes
from tests.support.typed import Typed

WORDS = [*"servers stopped agreement claim court filed dollar 61,000,000 2024-08-16 a".split()]
WORDS += ["l'accord", "é", "prix", "c1", "10.5", "and/or", "X" * 3000]


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(library=tmp_path / "library", lock_seconds=0.2, database_url=database_url)


def opened(settings: Settings) -> Library:
    return Library(settings, WordEmbedder())


def scores(ranked: list[tuple[int, float]]) -> list[float]:
    return [score for _, score in ranked]


def tied(ranked: list[tuple[int, float]]) -> list[set[int]]:
    """The passages of each score, best first: of equals, either may stand before the other."""
    groups: list[tuple[float, set[int]]] = []
    for id_, score in ranked:
        if not groups or groups[-1][0] - score > 1e-9:
            groups.append((score, set()))
        groups[-1][1].add(id_)
    return [ids for _, ids in groups]


def test_words_are_ranked_as_sqlite_ranks_them(settings: Settings, tmp_path: Path) -> None:
    chance = random.Random(17)
    embedded = Catalogue(tmp_path / "embedded" / "catalogue.sqlite")
    served = Catalogue(settings.library / "catalogue.sqlite", settings.database_url)
    lengths = chance.choices(range(60), k=300)
    likely = range(len(WORDS), 0, -1)
    texts = [(chance.choice((1, 1, 2)), chance.choices(WORDS, likely, k=k)) for k in lengths]
    for catalogue in (embedded, served):
        with catalogue.transaction() as db:
            for number, (case_id, words) in enumerate(texts, 1):
                db.words.add("en", number, case_id, words)
            db.words.remove("en", range(1, 300, 17))
    found_any = 0
    with embedded.session() as here, served.session() as there:
        assert here.words.entries("en") == there.words.entries("en")
        for _ in range(200):
            lengths = [chance.choice((1, 1, 1, 2)) for _ in range(chance.choice((1, 3)))]
            phrases = [chance.choices(WORDS, k=k) for k in lengths]
            within = chance.choice((None, range(0, 300, 3)))
            all_of = [db.words.ranked("en", 1, phrases, 1000, within) for db in (here, there)]
            best_of = [db.words.ranked("en", 1, phrases, 5, within) for db in (here, there)]
            assert scores(all_of[1]) == pytest.approx(scores(all_of[0]))
            assert tied(all_of[1]) == tied(all_of[0])
            assert scores(best_of[1]) == pytest.approx(scores(best_of[0]))
            found_any += bool(all_of[0])
            flat = [word for phrase in phrases for word in phrase]
            singly = [[word] for word in flat]
            counts = [db.words.counts("en", flat) for db in (here, there)]
            assert counts[0] == counts[1]
            for wordings in (singly, phrases):
                holding = [sorted(db.words.holding_each("en", 1, wordings)) for db in (here, there)]
                assert holding[0] == holding[1]
                assert holding[0] == [
                    number
                    for number, (case_id, words) in enumerate(texts, 1)
                    if case_id == 1
                    and number % 17 != 1
                    and all(set(words) & set(wording) for wording in wordings)
                ]
        assert here.words.size("en") == there.words.size("en")
    assert found_any > 150


@pytest.mark.model
@pytest.mark.timeout(600)  # the sample is ingested first, where no other test did it
def test_the_fused_order_of_the_sample_is_the_same(
    sample: Bot, settings: Settings, tmp_path: Path
) -> None:
    """The sample's library, moved: the same passages in the same order for every question."""
    shutil.copytree(sample.library.folder, settings.library)
    at_home = replace(settings, database_url=None)
    questions = [*(question for question, _ in ANSWERED), *NOT_FOUND]
    before = [hits(Library(at_home, sample.library.embedder), asked) for asked in questions]
    assert all(before)
    move_to_server(at_home, settings.database_url or "")
    served = Library(settings, sample.library.embedder)
    assert [hits(served, asked) for asked in questions] == before


def hits(library: Library, question: str) -> list[tuple[int, float]]:
    case = library.catalogue.case(CASE)
    return [
        (hit.stored.id, round(hit.score, 9))
        for hit in retrieve(library, case, understand(question), 20)
    ]


def test_a_library_moves_there_and_back_with_all_it_has(
    settings: Settings,
    folder: Path,
    typed: Typed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = settings.database_url or ""
    at_home = opened(replace(settings, database_url=None))
    ingest(at_home, "case", [folder])
    (folder / "claim.txt").write_text("Nothing was ever agreed.\n", encoding="utf-8")
    ingest(at_home, "case", [folder])
    case = at_home.catalogue.case("case")
    Conversations(at_home.catalogue).add(case, None, "Who?", "{}")
    at_home.catalogue.identity()  # which moves with the rest
    with at_home.catalogue.session() as db:
        before = contents(db)
    with pytest.raises(LibraryMismatch, match="move-library"):
        opened(settings)
    assert "3 documents" in typed.run("move-library", "--to", url)
    with pytest.raises(LibraryMismatch, match="Set PINCITE_DATABASE_URL"):
        opened(replace(settings, database_url=None))
    served = opened(settings)
    with Postgresql(url).snapshot() as there:
        assert contents(there) == before
    assert verify(served) == []
    assert found(served, "Which court?")[0] == COURT.strip()
    (folder / "more.txt").write_text("The servers stopped.\n", encoding="utf-8")
    ingest(served, "case", [folder])
    assert backups(served.folder)
    purge(served, withdrawn(served.catalogue, case))
    assert not list((served.folder / "backups").iterdir()), "they held what was to go for good"
    numbers = {document.id for document in served.catalogue.documents(case)}
    assert max(numbers) == 4, "no number is given twice"
    monkeypatch.setenv("PINCITE_DATABASE_URL", url)
    assert "3 documents" in typed.run("move-library", "--to", "folder")
    with pytest.raises(LibraryMismatch, match="is in its folder"):
        opened(settings)
    back = opened(replace(settings, database_url=None))
    assert verify(back) == []
    assert {document.id for document in back.catalogue.documents(case)} == numbers
    (conversation,) = Conversations(back.catalogue).of_case(case)
    assert conversation.title == "Who?"
    assert backups(back.folder)


def test_a_move_that_was_killed_is_begun_again(
    settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home = replace(settings, database_url=None)
    ingest(opened(at_home), "case", [folder])

    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(move, "put_mark", stop)
        with pytest.raises(KeyboardInterrupt):
            move_to_server(at_home, settings.database_url or "")
    assert verify(opened(at_home)) == []
    move_to_server(at_home, settings.database_url or "")
    assert verify(opened(settings)) == []


def test_a_database_is_of_one_folder(settings: Settings, folder: Path, tmp_path: Path) -> None:
    ingest(opened(settings), "case", [folder])
    second = replace(settings, library=tmp_path / "second")
    with pytest.raises(LibraryMismatch, match="another folder"):
        opened(second)
    at_home = replace(second, database_url=None)
    ingest(opened(at_home), "case", [folder])
    with pytest.raises(PinciteError, match="another library"):
        move_to_server(at_home, settings.database_url or "")
    assert verify(opened(at_home)) == verify(opened(settings)) == []


def test_one_writer_and_one_transaction_at_a_time(settings: Settings) -> None:
    first, second = opened(settings), opened(settings)
    said: list[str] = []
    with (
        first.writing(),
        pytest.raises(LibraryBusy, match="writing since"),
        second.writing(said.append),
    ):
        pass
    assert "writing since" in said[0]
    with second.writing():
        pass
    with (
        first.catalogue.transaction(),
        pytest.raises(LibraryBusy),
        second.catalogue.transaction(0.2),
    ):
        pass
    with second.catalogue.transaction(0.2):
        pass


def end_connections(url: str, which: str) -> None:
    """As an administrator does, or a server that is stopped."""
    import psycopg

    ending = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {which}"
    with psycopg.connect(url, autocommit=True) as server:
        assert server.execute(ending.encode()).fetchall()


LONG = "".join(f"{n}. The servers of hall {n} stopped.\n\n" for n in range(1, 201))
OF_THE_WRITER = f"application_name LIKE 'pincite {os.getpid()} %'"
OF_ALL = "pid <> pg_backend_pid() AND backend_type = 'client backend'"


@pytest.mark.parametrize("which", [OF_THE_WRITER, OF_ALL], ids=["the lock's", "all"])
def test_an_ingest_whose_connection_is_cut_stops_and_is_gone_on_with(
    settings: Settings, folder: Path, which: str
) -> None:
    ingest(opened(settings), "case", [folder])
    (folder / "court.txt").write_text("The suit was filed in a state court.\n", encoding="utf-8")
    (folder / "long.txt").write_text(LONG, encoding="utf-8")
    url, _, _ = (settings.database_url or "").partition("?")

    def cut(progress: Progress) -> None:
        if progress.path == "long.txt" and 0 < progress.done < progress.of:
            end_connections(url, which)

    with pytest.raises(LibraryUnreachable, match=r"ended the connection.*goes on where") as lost:
        ingest(opened(settings), "case", [folder], cut)
    assert "127.0.0.1" in lost.value.reason
    reader = opened(settings)
    documents = reader.catalogue.documents(reader.catalogue.case("case"))
    assert {document.path for document in documents} == {"claim.txt", "court.txt"}
    assert "state court" in found(reader, "Which court?")[0]
    results = outcomes(ingest(opened(settings), "case", [folder]))
    assert results == {"claim.txt": "unchanged", "court.txt": "unchanged", "long.txt": "added"}
    assert verify(opened(settings)) == []


def test_a_writer_that_lost_its_lock_changes_nothing_after_the_next_one(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    ingest(opened(settings), "case", [folder])
    other = tmp_path / "other"
    other.mkdir()
    (other / "other.txt").write_text("The judge is on leave.\n", encoding="utf-8")
    (folder / "long.txt").write_text(LONG, encoding="utf-8")
    url, _, _ = (settings.database_url or "").partition("?")
    after: list[int] = []

    def overtaken(progress: Progress) -> None:
        if progress.path == "long.txt" and 0 < progress.done < progress.of and not after:
            end_connections(url, OF_THE_WRITER)
            ingest(opened(settings), "other", [other])
            assert verify(opened(settings)) == []
            after.append(opened(settings).catalogue.generation())

    with pytest.raises(LibraryUnreachable, match="ended the connection"):
        ingest(opened(settings), "case", [folder], overtaken)
    library = opened(settings)
    assert [library.catalogue.generation()] == after
    assert verify(library) == []
    ingest(opened(settings), "case", [folder])
    assert verify(opened(settings)) == []
    assert len(library.catalogue.documents(library.catalogue.case("case"))) == 3


def test_a_transaction_that_fails_leaves_nothing(settings: Settings) -> None:
    catalogue = opened(settings).catalogue
    row = "INSERT INTO cases (name) VALUES (?)"

    def fail() -> None:
        with catalogue.transaction() as db:
            db.execute(row, ("case: 50% of 'all'?",))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert catalogue.cases() == []
    catalogue.ensure_case("case: 50% of 'all'?")
    assert [case.name for case in catalogue.cases()] == ["case: 50% of 'all'?"]


def test_a_server_that_is_down_is_a_sentence(
    settings: Settings, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.store.postgresql.CONNECTING_SECONDS", 0.5)
    monkeypatch.setenv("PINCITE_DATABASE_URL", "postgresql://user:secret@127.0.0.1:9/firm")
    said = typed.run("list", status=1)
    assert "The database postgresql://127.0.0.1:9/firm cannot be reached" in said
    assert "PINCITE_DATABASE_URL" in said
    assert "secret" not in said


def test_going_back_to_a_copy_is_the_databases_affair(settings: Settings) -> None:
    opened(settings)
    with pytest.raises(PinciteError, match="backup of the database"):
        restore_newest(settings.library)


def test_the_list_of_tables_is_whole(tmp_path: Path) -> None:
    with Catalogue(tmp_path / "catalogue.sqlite").session() as db:
        rows = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'words_%' "
            "AND name NOT LIKE 'counts_%' AND name NOT LIKE 'sqlite_%'"
        )
        assert {row[0] for row in rows} == set(TABLES)

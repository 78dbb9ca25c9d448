"""A connection that is held is shared by the sessions of its thread, and sees what others write."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from ingest.store.catalogue import Catalogue


def test_the_sessions_of_a_thread_share_it_and_see_what_is_written(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    elsewhere: list[object] = []

    def look() -> None:
        with catalogue.session() as db:
            elsewhere.append(db)

    with catalogue.held():
        with catalogue.session() as first, catalogue.held(), catalogue.session() as second:
            assert first is second
        catalogue.put_case("case", title="Its title")
        assert catalogue.case("case").title == "Its title"
        with catalogue.transaction() as db:
            assert db is not first
        thread = Thread(target=look)
        thread.start()
        thread.join()
        with catalogue.session() as db:
            assert db is first
    assert elsewhere[0] is not first
    with catalogue.session() as db:
        assert db is not first

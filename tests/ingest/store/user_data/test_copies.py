"""What was asked after the last ingest is there again after going back to a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.store.backups import restore_newest
from ingest.store.library import Library
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.copies import bring_up_to_date, copy_of
from ingest.store.user_data.evaluation_runs import EvaluationRuns
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.sync.mirror import ingest
from tests.support.libraries import open_library


@pytest.fixture
def ingested(library: Library, folder: Path) -> Library:
    """With a conversation and a question from before the ingest."""
    ingest(library, "case", [folder])
    case = library.catalogue.case("case")
    Conversations(library.catalogue).add(case, None, "Before?", "{}")
    SavedQuestions(library.catalogue).save(case, "Kept before?", "{}")
    ingest(library, "case", [folder], check=True)
    (folder / "more.txt").write_text("The servers stopped in May.\n", encoding="utf-8")
    ingest(library, "case", [folder])
    return library


def state(library: Library) -> dict[str, object]:
    case = library.catalogue.case("case")
    conversations = Conversations(library.catalogue)
    return {
        "conversations": {
            conversation.id: conversations.turns(conversation.id)
            for conversation in conversations.of_case(case)
        },
        "questions": SavedQuestions(library.catalogue).of_case(case),
        "runs": EvaluationRuns(library.catalogue).of_case(case.name),
    }


def lose_catalogue(library: Library) -> Library:
    library.catalogue.path.write_bytes(b"no database" * 1000)
    restore_newest(library.folder)
    return open_library(library.folder.parent)


def test_what_was_asked_since_comes_back(ingested: Library) -> None:
    case = ingested.catalogue.case("case")
    conversations = Conversations(ingested.catalogue)
    (old,) = [conversation.id for conversation in conversations.of_case(case)]
    conversations.add(case, old, "And since?", '{"answer": 1}')
    waiting = conversations.add(case, None, "Another?")
    (turn,) = conversations.turns(waiting)
    conversations.finish(waiting, turn.ordinal, '{"answer": 2}')
    SavedQuestions(ingested.catalogue).save(case, "Kept since?", "{}")
    SavedQuestions(ingested.catalogue).save(case, "Kept before?", '{"other": 1}')
    EvaluationRuns(ingested.catalogue).keep(case.name, "a run", "{}")
    EvaluationRuns(ingested.catalogue).keep(case.name, "a run", '{"again": 1}')
    before = state(ingested)
    assert state(lose_catalogue(ingested)) == before


def test_what_was_deleted_does_not_come_back(ingested: Library) -> None:
    case = ingested.catalogue.case("case")
    conversations = Conversations(ingested.catalogue)
    (old,) = [conversation.id for conversation in conversations.of_case(case)]
    conversations.delete(old)
    SavedQuestions(ingested.catalogue).forget(case, "Kept before?")
    assert state(lose_catalogue(ingested)) == {"conversations": {}, "questions": [], "runs": {}}


@pytest.mark.parametrize("content", [b"", b"no database" * 1000])
def test_a_damaged_copy_is_made_anew(ingested: Library, content: bytes) -> None:
    case = ingested.catalogue.case("case")
    copy_of(ingested.folder).write_bytes(content)
    SavedQuestions(ingested.catalogue).save(case, "Kept since?", "{}")
    before = state(ingested)
    assert state(lose_catalogue(ingested)) == before


@pytest.mark.parametrize("content", [None, b"", b"no database" * 1000])
def test_without_a_copy_the_catalogues_own_is_what_there_is(
    ingested: Library, content: bytes | None
) -> None:
    case = ingested.catalogue.case("case")
    before = state(ingested)
    SavedQuestions(ingested.catalogue).save(case, "Kept since?", "{}")
    copy_of(ingested.folder).unlink()
    if content is not None:
        copy_of(ingested.folder).write_bytes(content)
    assert state(lose_catalogue(ingested)) == before


def test_only_what_is_new_is_written(ingested: Library) -> None:
    case = ingested.catalogue.case("case")
    EvaluationRuns(ingested.catalogue).keep(case.name, "large", "x" * 3_000_000)
    file = copy_of(ingested.folder)
    before = file.read_bytes()
    bring_up_to_date(ingested.catalogue)
    changed = sum(a != b for a, b in zip(before[::4096], file.read_bytes()[::4096], strict=True))
    assert changed < 20

"""Conversations in the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import LibraryBusy, PinciteError
from ingest.settings import Settings
from ingest.store.catalogue import Case, Catalogue
from ingest.store.user_data.conversations import Conversations, Opinion

pytestmark = [pytest.mark.engines, pytest.mark.not_on("chroma")]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return opened(tmp_path / "catalogue.sqlite")


def opened(path: Path) -> Catalogue:
    return Catalogue(path, Settings.from_environment().database_url)


@pytest.fixture
def case(catalogue: Catalogue) -> Case:
    return catalogue.ensure_case("acme")


def test_turns_are_kept_in_order_and_seen_by_a_later_program(
    catalogue: Catalogue, case: Case
) -> None:
    kept = Conversations(catalogue)
    first = kept.add(case, None, "How  much\nis unpaid?", '{"a": 1}')
    assert kept.add(case, first, "And when?", '{"a": 2}') == first
    later = Conversations(opened(catalogue.path))
    assert [(turn.question, turn.outcome) for turn in later.turns(first)] == [
        ("How  much\nis unpaid?", '{"a": 1}'),
        ("And when?", '{"a": 2}'),
    ]
    (conversation,) = later.of_case(case)
    assert (conversation.title, conversation.turns) == ("How much is unpaid?", 2)


def test_conversations_are_apart_by_case_and_the_last_spoken_in_comes_first(
    catalogue: Catalogue, case: Case
) -> None:
    kept = Conversations(catalogue)
    other = catalogue.ensure_case("bolt")
    first, two = (kept.add(case, None, question, "{}") for question in ("one", "two"))
    elsewhere = kept.add(other, None, "elsewhere", "{}")
    assert [each.id for each in kept.of_case(case)] == [two, first]
    with catalogue.transaction() as db:
        db.execute("UPDATE turns SET at = '2001-01-01 00:00:00' WHERE conversation_id = ?", (two,))
    assert [each.id for each in kept.of_case(case)] == [first, two]
    # A conversation of another case is not gone on with.
    assert kept.add(case, elsewhere, "three", "{}") not in (first, two, elsewhere)
    assert len(kept.turns(elsewhere)) == 1


def test_a_deleted_conversation_is_gone_and_the_next_turn_begins_anew(
    catalogue: Catalogue, case: Case
) -> None:
    kept = Conversations(catalogue)
    first = kept.add(case, None, "one", "{}")
    kept.delete(first)
    assert kept.of_case(case) == []
    assert kept.turns(first) == []
    second = kept.add(case, first, "two", "{}")
    assert [turn.question for turn in kept.turns(second)] == ["two"]


def test_a_deleted_conversation_is_kept_again_as_it_was(catalogue: Catalogue, case: Case) -> None:
    kept = Conversations(catalogue)
    first = kept.add(case, None, "one", "{}")
    kept.add(case, first, "two", "{}")
    kept.rename(first, "  Ours\n")
    (before,), turns = kept.of_case(case), kept.turns(first)
    gone = kept.delete(first)
    assert gone is not None
    assert kept.of_case(case) == []
    restored = kept.restore(case, gone)
    (after,) = kept.of_case(case)
    assert after.id == restored
    assert (after.title, after.at, after.turns) == ("Ours", before.at, 2)
    assert kept.turns(after.id) == turns
    assert kept.delete(-1) is None


def test_another_writer_is_not_waited_for_long(
    catalogue: Catalogue, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.store.user_data.write._PATIENCE", 0.1)
    with catalogue.transaction(), pytest.raises(LibraryBusy, match="could not be saved"):
        Conversations(catalogue).add(case, None, "How much is unpaid?")
    assert Conversations(catalogue).add(case, None, "How much is unpaid?")


def test_a_library_that_cannot_be_written_says_so(catalogue: Catalogue, case: Case) -> None:
    with catalogue.session() as db:
        db.execute("DROP TABLE turns")
    with pytest.raises(PinciteError, match="could not be saved"):
        Conversations(catalogue).add(case, None, "one", "{}")
    with catalogue.session() as db:
        assert db.execute("SELECT count(*) FROM conversations").fetchone()[0] == 0


def test_a_question_waits_for_its_answer_and_keeps_the_first_one(
    catalogue: Catalogue, case: Case
) -> None:
    kept = Conversations(catalogue)
    conversation = kept.add(case, None, "one")
    (waiting,) = kept.turns(conversation)
    assert waiting.outcome == ""
    kept.finish(conversation, waiting.ordinal, "first")
    kept.finish(conversation, waiting.ordinal, "second")
    assert [turn.outcome for turn in kept.turns(conversation)] == ["first"]


def test_pins_choices_and_opinions_are_kept_and_come_back_with_a_conversation(
    tmp_path: Path,
) -> None:
    catalogue = opened(tmp_path / "catalogue.sqlite")
    case, kept = catalogue.put_case("smith"), Conversations(catalogue)
    first = kept.add(case, None, "How much is claimed?", "{}")
    kept.add(case, None, "Où est le dépôt ?", "{}")
    kept.pin(first, pinned=True)
    kept.narrow(first, '["claim.pdf"]')
    kept.judge(first, 1, Opinion(helpful=True, reason=""))
    kept.judge(first, 1, Opinion(helpful=False, reason="It is another invoice."))
    assert [conversation.title for conversation in kept.of_case(case)] == [
        "How much is claimed?",
        "Où est le dépôt ?",
    ]
    assert [conversation.title for conversation in kept.of_case(case, "DEPOT")] == [
        "Où est le dépôt ?"
    ]
    assert kept.of_case(case, "no such words") == []
    gone = kept.delete(first)
    assert gone is not None
    again = kept.restore(case, gone)
    assert kept.of_case(case)[0].pinned
    assert kept.narrowed(again) == '["claim.pdf"]'
    assert kept.opinions(again) == {1: Opinion(helpful=False, reason="It is another invoice.")}
    kept.judge(again, 1, None)
    assert kept.opinions(again) == {}

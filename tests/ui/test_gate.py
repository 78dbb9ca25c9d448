"""Where people sign in, somebody sees nothing of a case of others: not on a page, not by a guessed
address, not even its name."""

from __future__ import annotations

import ast
import inspect
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from bot.answer import Answer
from bot.answering.stored_answer import from_json
from bot.search.word_search import search_words
from ingest.errors import NoSuchCase, PinciteError
from ingest.store import sqlite
from ingest.store.audit import Audit
from ingest.store.cases import delete_case
from ingest.store.catalogue import Catalogue
from ingest.store.sqlite import Sqlite
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.visitors_conversations import VisitorsConversations
from ingest.store.versions import withdrawn
from ingest.store.visitors import RightsChanged, Visitor, VisitorsCatalogue
from ingest.sync.uploads import Upload
from tests.support.chat_page import labels, text, well
from tests.support.two_cases import (
    ADA,
    BEN,
    CAT,
    EVE,
    OURS,
    SECRET,
    THEIR_QUESTION,
    THEIRS,
    two_cases,
)
from ui.desk import Desk
from ui.gate import for_visitor

PAGES = ("chat", "overview", "search", "timeline", "compare", "documents", "changes", "evaluation")
UI = Path(__file__).parents[2] / "ui"


@pytest.fixture
def whole(tmp_path: Path) -> Desk:
    return two_cases(tmp_path)


def seen_by(whole: Desk, email: str) -> Desk:
    return for_visitor(whole, Visitor(email))


def script(name: str, email: str) -> None:
    # Run as a file of its own, so that what it uses is imported here.
    from importlib import import_module

    import streamlit as st

    from ingest.store.visitors import Visitor
    from ui import frame
    from ui.gate import for_visitor
    from ui.pages import chat
    from ui.views import cases, ingest_progress

    frame.prepare()
    desk = for_visitor(st.session_state["desk"], Visitor(email))
    case = frame.choose_case(desk.bot.cases(), desk.conversations)
    cases.draw(desk, case)
    if case is None:
        chat.draw_no_cases()
    else:
        ingest_progress.draw_beside(desk.ingest_job, case)
        import_module(f"ui.pages.{name}").draw(desk, case)


def page_of(whole: Desk, name: str, email: str, **address: str) -> AppTest:
    page = AppTest.from_function(script, default_timeout=60, args=(name, email))
    page.session_state["desk"] = whole
    for key, value in address.items():
        page.query_params[key] = value
    return well(page.run())


def everything_on(page: AppTest) -> str:
    """All that a page sent to the browser, address and choices too."""
    drawn = [str(getattr(element, "proto", "")) for element in page]
    assert len(drawn) > 5
    return " ".join([*drawn, str(page.query_params)]).casefold()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that comes out of the catalogue from now on."""
    texts: list[str] = []
    opened = Sqlite._opened

    def row(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        texts.extend(value for value in values if isinstance(value, str))
        return sqlite3.Row(cursor, values)

    @contextmanager
    def noted(self: Sqlite) -> Iterator[sqlite.SqliteConnection]:
        with opened(self) as db:
            db.row_factory = row
            yield db

    monkeypatch.setattr(Sqlite, "_opened", noted)
    return texts


@pytest.mark.parametrize("name", PAGES)
def test_no_page_tells_of_a_case_of_others_nor_reads_of_it(
    whole: Desk, read: list[str], name: str
) -> None:
    """What is not read cannot be told: a page that goes around its desk is found out here."""
    read.clear()
    page = page_of(whole, name, BEN)
    assert page.selectbox(key="case").options == ["Lease (case)"]
    assert SECRET not in everything_on(page)
    assert read
    assert not [value for value in read if SECRET in value.casefold()]
    read.clear()
    page_of(whole, name, EVE)
    assert not [value for value in read if "tenant" in value or SECRET in value.casefold()]


@pytest.mark.parametrize("name", PAGES)
def test_the_same_pages_tell_of_it_to_its_owner(whole: Desk, read: list[str], name: str) -> None:
    """So that the test above looks for what is really there."""
    page = page_of(whole, name, ADA, case=THEIRS)
    assert SECRET in everything_on(page)
    assert [value for value in read if SECRET in value.casefold()]


@pytest.mark.parametrize("name", PAGES)
def test_a_guessed_address_opens_nothing_of_others(whole: Desk, name: str) -> None:
    for address in ({"conversation": "1"}, {"case": OURS, "conversation": "1"}):
        page = page_of(whole, name, BEN, **address)
        assert SECRET not in everything_on(page)
    page = page_of(whole, name, BEN, case=THEIRS)
    # The word is the visitor's own, and is answered as any that names nothing.
    other = page_of(whole, name, BEN, case="none-such")
    assert f"There is no case named {THEIRS}." in text(page)
    assert text(page).replace(THEIRS, "none-such") == text(other)


def test_a_search_in_all_cases_is_one_in_ones_own(whole: Desk) -> None:
    page = page_of(whole, "search", BEN)
    page.checkbox(key="search-everywhere").check()
    page = well(page.text_input(key="search-text").set_value("zebra").run())
    assert "Nothing in any case holds this." in text(page)
    page = well(page.text_input(key="search-text").set_value("owes").run())
    assert "1 passage in 1 document." in text(page)


def test_a_question_about_a_case_of_others_is_one_about_no_case(whole: Desk) -> None:
    desk = seen_by(whole, BEN)
    with pytest.raises(NoSuchCase, match=r"There are: lease\.$"):
        desk.bot.ask(THEIR_QUESTION, THEIRS)
    answer = desk.bot.ask("How much does the tenant owe?", OURS)
    assert "$4,000" in " ".join(statement.text for statement in answer.statements)
    assert desk.bot.ask(THEIR_QUESTION, OURS).citations == ()


def test_citations_and_documents_by_their_numbers_are_as_if_deleted(whole: Desk) -> None:
    (kept,) = Conversations(whole.catalogue).of_case(whole.catalogue.case(THEIRS))
    answer = from_json(Conversations(whole.catalogue).turns(kept.id)[0].outcome)
    assert isinstance(answer, Answer)
    citation = answer.citations[0]
    (theirs,) = whole.catalogue.documents(whole.catalogue.case(THEIRS))
    passage = whole.catalogue.passages_of(theirs.id)[0]
    desk = seen_by(whole, BEN)
    assert desk.bot.status_of(citation).state == "purged"
    assert desk.bot.neighbours(citation) == []
    for refused in (
        lambda: desk.bot.show(theirs.id),
        lambda: desk.bot.show_citation(citation),
        lambda: desk.catalogue.document(theirs.id),
        lambda: desk.catalogue.page(theirs.id, 1),
        lambda: desk.catalogue.passage(passage.id),
    ):
        with pytest.raises(PinciteError, match="was deleted"):
            refused()
    seen = desk.catalogue
    assert not desk.bot.unlock(theirs.id, "")
    assert seen.page_sizes(theirs.id) == []
    assert seen.passages_of(theirs.id) == seen.neighbours(passage.id) == []
    assert seen.passages_on(theirs.id, 1) == seen.passages_numbered(theirs.id, "1") == []
    assert seen.passages([passage.id]) == {}
    assert seen.like(theirs) == []
    assert seen.docket_rows(theirs.id, "judge") == []
    assert seen.full_text().holding_all(theirs.case_id, "en", ["zebra"]) == []
    assert seen.full_text().search(theirs.case_id, "en", ["zebra"], 9) == []
    assert seen.full_text().phrase(theirs.case_id, "en", "the zebra", 9) == []
    assert search_words(seen, seen.cases(), "zebra") == []
    # And the owner has all of it.
    assert seen_by(whole, ADA).bot.show_citation(citation).stretches
    assert seen_by(whole, ADA).catalogue.full_text().holding_all(theirs.case_id, "en", ["zebra"])


def test_every_part_that_takes_a_case_asks_whose_it_is(whole: Desk) -> None:
    """With a case of others in hand, which no page can come by, every method refuses."""
    theirs = whole.catalogue.case(THEIRS)
    (document,) = whole.catalogue.documents(theirs)
    desk = seen_by(whole, BEN)
    stranger: list[Callable[[], object]] = [
        lambda: desk.catalogue.documents(theirs),
        lambda: desk.catalogue.places(theirs),
        lambda: desk.catalogue.failures(theirs),
        lambda: desk.catalogue.refused(theirs),
        lambda: desk.catalogue.withdrawn_by_hand(theirs),
        lambda: desk.catalogue.counts(theirs),
        lambda: desk.catalogue.passages_within(theirs),
        lambda: desk.contents.documents(theirs),
        lambda: desk.contents.failures(theirs),
        lambda: desk.conversations.of_case(theirs),
        lambda: desk.conversations.judged(theirs),
        lambda: desk.conversations.add(theirs, None, "?"),
        lambda: desk.cases.contents(theirs),
        lambda: desk.cases.rename(theirs, "Mine"),
        lambda: desk.cases.delete(theirs),
        lambda: desk.people.of_case(theirs),
        lambda: desk.people.give(theirs, BEN, "owner"),
        lambda: desk.people.remove(theirs, ADA),
        lambda: desk.uploads.keep(theirs, [Upload("a.txt", b"a")]),
        lambda: desk.uploads.waiting(theirs),
        lambda: desk.uploads.forget(theirs, ["a.txt"]),
        lambda: desk.ingest_job.start(theirs, []),
        lambda: desk.ingest_job.retry(theirs),
        lambda: desk.ingest_job.withdraw(theirs, document),
        lambda: desk.ingest_job.describe(theirs, document, {}),
        lambda: desk.ingest_job.at_file(theirs),
        lambda: desk.saved.of_case(theirs),
        lambda: desk.saved.save(theirs, "?", "{}"),
        lambda: desk.saved.forget(theirs, THEIR_QUESTION),
        lambda: desk.question_sets.of_case(theirs),
        lambda: desk.runs.of_case(THEIRS),
        lambda: desk.evaluate(theirs, "", [], lambda *_: None, None),
        lambda: desk.compare(theirs, "", [], "", lambda *_: None),
        lambda: desk.disagreements(theirs, lambda *_: None),
        lambda: desk.evaluating.start(f"{THEIRS}\0run", lambda _: pytest.fail("begun")),
    ]
    for act in stranger:
        with pytest.raises(NoSuchCase, match="There is no case named"):
            act()
    assert [person.email for person in whole.people.of_case(theirs)] == [ADA]
    assert not whole.uploads.waiting(theirs)


def test_a_reader_reads_an_editor_edits_and_an_owner_shares(whole: Desk) -> None:
    ours = whole.catalogue.case(OURS)
    (document,) = whole.catalogue.documents(ours)
    edits: list[Callable[[Desk], object]] = [
        lambda desk: desk.cases.rename(ours, "Lease"),
        lambda desk: desk.uploads.keep(ours, [Upload("more.txt", b"More.")]),
        lambda desk: desk.ingest_job.describe(ours, document, {"title": "Lease"}),
    ]
    shares: list[Callable[[Desk], object]] = [
        lambda desk: desk.people.give(ours, EVE, "reader"),
        lambda desk: desk.people.remove(ours, EVE),
        lambda desk: desk.cases.delete(ours),
        lambda desk: desk.cases.restore(ours.id),
    ]
    reader, editor, owner = (seen_by(whole, email) for email in (BEN, CAT, ADA))
    for act in edits:
        with pytest.raises(PinciteError, match="Only an editor"):
            act(reader)
        act(editor)
        whole.ingest_job.wait(60)
    for act in shares[:3]:
        for desk in (reader, editor):
            with pytest.raises(PinciteError, match="Only an owner"):
                act(desk)
        act(owner)
    assert [gone.name for gone in owner.cases.deleted()] == [OURS]
    assert reader.cases.deleted() == editor.cases.deleted() == []
    with pytest.raises(PinciteError, match="deleted for good"):
        editor.cases.restore(ours.id)
    owner.cases.restore(ours.id)
    assert whole.catalogue.case(OURS).title == "Lease"


def test_a_page_offers_what_its_visitor_may_do(whole: Desk) -> None:
    by = {email: page_of(whole, "documents", email) for email in (BEN, CAT, ADA)}
    assert "Add to the case" not in labels(by[BEN])
    assert "Rename" not in labels(by[BEN])
    assert "Add to the case" in labels(by[CAT])
    assert "Share the case" not in labels(by[CAT])
    assert {"Rename", "Share the case", "Delete this case"} <= set(labels(by[ADA]))
    assert BEN in text(by[BEN])
    assert not [box for box in by[ADA].text_input if (box.key or "").endswith("folder")]


def test_no_file_of_the_server_is_read_for_a_visitor(whole: Desk, tmp_path: Path) -> None:
    """But for the folder that a command on the server gave to the case."""
    ours = whole.catalogue.case(OURS)
    desk = seen_by(whole, ADA)
    for path in (tmp_path / THEIRS, tmp_path / "library" / "files", tmp_path / OURS / "lease.txt"):
        with pytest.raises(PinciteError, match="on the server"):
            desk.ingest_job.start(ours, [path])
    # The name of a folder that a page was drawn with does not count, but what is kept.
    assert desk.ingest_job.start(ours, [Path(ours.folder)])
    whole.ingest_job.wait(60)
    state = whole.ingest_job.look()
    assert state is not None
    assert state.result is not None


def test_a_document_of_others_is_not_taken_out_by_way_of_ones_own_case(whole: Desk) -> None:
    ours, theirs = whole.catalogue.case(OURS), whole.catalogue.case(THEIRS)
    (document,) = whole.catalogue.documents(theirs)
    desk = seen_by(whole, CAT)
    with pytest.raises(PinciteError, match="was deleted"):
        desk.ingest_job.withdraw(ours, document)
    with pytest.raises(PinciteError, match="was deleted"):
        desk.ingest_job.describe(ours, document, {"title": "Mine"})
    assert whole.catalogue.documents(theirs) == [document]


def test_work_on_a_case_of_others_is_told_without_its_name(whole: Desk) -> None:
    theirs = whole.catalogue.case(THEIRS)
    (document,) = whole.catalogue.documents(theirs)
    whole.ingest_job.withdraw(theirs, document)
    whole.ingest_job.wait(60)
    assert whole.ingest_job.look() is not None
    desk = seen_by(whole, BEN)
    assert desk.ingest_job.look() is None
    desk.ingest_job.dismiss()
    assert whole.ingest_job.look() is not None
    waits: list[Callable[[], bool]] = []

    def work(reporter: Any) -> Any:
        waits.append(reporter.stopping)
        while not reporter.stopping():
            reporter.tell((1, 2))

    whole.evaluating.start(f"{THEIRS}\0set on {THEIRS}", work)
    look = desk.evaluating.look()
    assert look is not None
    assert (look.running, look.title, look.step) == (True, "", None)
    page = page_of(whole, "evaluation", BEN)
    assert SECRET not in everything_on(page)
    assert "Cancel" not in labels(page)
    desk.evaluating.cancel()
    whole.evaluating.wait(0.3)
    assert (still := whole.evaluating.look()) is not None
    assert still.running
    seen_by(whole, ADA).evaluating.cancel()
    whole.evaluating.wait(60)


def test_a_new_case_is_its_makers_and_its_name_tells_of_no_other(whole: Desk) -> None:
    desk = seen_by(whole, EVE)
    assert desk.bot.cases() == []
    name = desk.cases.free_name(THEIRS)
    assert name != THEIRS
    made = desk.cases.create(name, "Zebra v. Quagga")
    assert desk.bot.cases() == [made]
    assert [(each.email, each.role) for each in desk.people.of_case(made)] == [(EVE, "owner")]
    assert seen_by(whole, ADA).catalogue.case(THEIRS).title == "Zebra-v-quagga (case)"
    assert name not in [case.name for case in seen_by(whole, ADA).bot.cases()]
    with pytest.raises(PinciteError, match="name is taken"):
        desk.cases.create(THEIRS, "Mine now")
    assert [each.email for each in whole.people.of_case(whole.catalogue.case(THEIRS))] == [ADA]


def test_a_case_keeps_an_owner(whole: Desk) -> None:
    ours = whole.catalogue.case(OURS)
    desk = seen_by(whole, ADA)
    with pytest.raises(PinciteError, match="needs an owner"):
        desk.people.remove(ours, ADA.upper())
    with pytest.raises(PinciteError, match="needs an owner"):
        desk.people.give(ours, ADA, "reader")
    desk.people.give(ours, BEN, "owner")
    desk.people.remove(ours, ADA)
    assert seen_by(whole, ADA).bot.cases() == [whole.catalogue.case(THEIRS)]


def test_what_was_taken_away_is_gone_from_pages_that_are_open(whole: Desk) -> None:
    ours = whole.catalogue.case(OURS)
    desk = seen_by(whole, CAT)
    assert desk.contents.documents(ours)
    whole.people.give(ours, CAT, "reader")
    for act in (
        lambda: desk.contents.documents(ours),
        desk.catalogue.generation,
        lambda: desk.cases.rename(ours, "Mine"),
    ):
        with pytest.raises(RightsChanged):
            act()
    assert seen_by(whole, CAT).contents.documents(ours)


def test_cases_of_nobody_are_the_administrators(whole: Desk) -> None:
    old = whole.catalogue.put_case("old", "From before")
    gone = whole.catalogue.put_case("gone", "From before, deleted")
    delete_case(whole.catalogue, gone)
    administrator = for_visitor(whole, Visitor(EVE, is_administrator=True))
    assert administrator.bot.cases() == [old]
    assert [each.name for each in administrator.cases.deleted()] == ["gone"]
    administrator.people.give(old, BEN, "owner")
    assert for_visitor(whole, Visitor(EVE, is_administrator=True)).bot.cases() == []
    assert old in seen_by(whole, BEN).bot.cases()


def kept_for(whole: Desk, email: str) -> VisitorsConversations:
    kept = seen_by(whole, email).conversations
    assert isinstance(kept, VisitorsConversations)
    return kept


def test_conversations_are_their_owners_until_they_are_shared(whole: Desk) -> None:
    ours = whole.catalogue.case(OURS)
    ben, cat = kept_for(whole, BEN), kept_for(whole, CAT)
    number = ben.add(ours, None, "What does the tenant owe?", "{}")
    for other in (cat, kept_for(whole, ADA)):
        assert number not in [each.id for each in other.of_case(ours)]
        assert other.turns(number) == []
        assert other.case_of(number) is None
        assert other.delete(number) is None
        forbidden: list[Callable[[VisitorsConversations], None]] = [
            lambda kept: kept.rename(number, "Mine"),
            lambda kept: kept.pin(number, True),
            lambda kept: kept.narrow(number, "{}"),
            lambda kept: kept.finish(number, 1, "{}"),
            lambda kept: kept.judge(number, 1, None),
            lambda kept: kept.share(number, True),
        ]
        for act in forbidden:
            with pytest.raises(PinciteError, match="no such conversation"):
                act(other)
        assert other.add(ours, number, "And since when?") != number
    ben.share(number, True)
    assert [each.owner for each in cat.of_case(ours) if each.id == number] == [BEN]
    assert cat.turns(number)
    assert cat.add(ours, number, "And since when?") == number
    with pytest.raises(PinciteError, match="somebody else's"):
        cat.delete(number)
    assert kept_for(whole, EVE).turns(number) == []
    ben.share(number, False)
    assert cat.turns(number) == []
    gone = ben.delete(number)
    assert gone is not None
    assert ben.owns(ben.restore(ours, gone))


def test_a_conversation_of_before_is_the_owners(whole: Desk) -> None:
    ours = whole.catalogue.case(OURS)
    number = whole.conversations.add(ours, None, "Asked before", "{}")
    assert kept_for(whole, BEN).turns(number) == []
    ada = kept_for(whole, ADA)
    assert ada.turns(number)
    ada.share(number, True)
    assert kept_for(whole, BEN).turns(number)


def test_a_page_shares_a_conversation(whole: Desk) -> None:
    page = page_of(whole, "chat", BEN)
    page = well(page.chat_input[0].set_value("How much does the tenant owe?").run())
    assert "$4,000" in text(page)
    (share,) = [button for button in page.button if button.key == "share"]
    page = well(share.click().run())
    assert "Make private" in labels(page)
    other = page_of(whole, "chat", CAT)
    assert f"Shared with you by {BEN}." in text(other)
    assert not {"delete", "pin", "share"} & {button.key for button in other.button}


# What is noted


def noted(whole: Desk) -> list[tuple[str, str, str, int]]:
    return [
        (each.who.partition("@")[0], each.did, each.case, len(each.documents))
        for each in Audit(whole.catalogue).entries()
    ]


def test_what_somebody_does_is_noted(whole: Desk) -> None:
    ours = whole.catalogue.case(OURS)
    (document,) = whole.catalogue.documents(ours)
    desk = seen_by(whole, ADA)
    desk.bot.ask("How much does the tenant owe?", OURS)
    desk.cases.rename(ours, "Lease")
    desk.uploads.keep(ours, [Upload("more.txt", b"The landlord wrote twice.")])
    desk.ingest_job.start(ours, desk.uploads.waiting(ours))
    whole.ingest_job.wait(60)
    desk.ingest_job.describe(ours, document, {"title": "Lease"})
    whole.ingest_job.wait(60)
    desk.ingest_job.withdraw(ours, document)
    whole.ingest_job.wait(60)
    (gone,) = withdrawn(whole.catalogue, ours)
    desk.ingest_job.restore(ours, gone)
    whole.ingest_job.wait(60)
    desk.people.give(ours, EVE, "reader")
    desk.people.remove(ours, EVE)
    number = kept_for(whole, ADA).add(ours, None, "?", "{}")
    kept_for(whole, ADA).share(number, True)
    kept_for(whole, ADA).delete(number)
    desk.cases.delete(ours)
    desk.cases.restore(ours.id)
    assert noted(whole) == [
        ("ada", "asked", OURS, 0),
        ("ada", "got an answer", OURS, 1),
        ("ada", "renamed the case", OURS, 0),
        ("ada", "added documents", OURS, 0),
        ("ada", "described", OURS, 1),
        ("ada", "withdrew", OURS, 1),
        ("ada", "brought back", OURS, 1),
        ("ada", "shared the case", OURS, 0),
        ("ada", "took the case away", OURS, 0),
        ("ada", "shared a conversation", OURS, 0),
        ("ada", "deleted a conversation", OURS, 0),
        ("ada", "deleted the case", OURS, 0),
        ("ada", "brought the case back", OURS, 0),
    ]
    kept = " ".join(str(each) for each in Audit(whole.catalogue).entries())
    assert "tenant" not in kept


def test_what_was_refused_is_not_noted(whole: Desk) -> None:
    test_every_part_that_takes_a_case_asks_whose_it_is(whole)
    assert noted(whole) == []


def test_what_cannot_be_noted_is_not_done(whole: Desk) -> None:
    with whole.catalogue.transaction() as db:
        db.execute("ALTER TABLE audit RENAME TO lost")
    desk = seen_by(whole, ADA)
    ours = whole.catalogue.case(OURS)
    acts: list[Callable[[], object]] = [
        lambda: desk.bot.ask("How much does the tenant owe?", OURS),
        lambda: desk.cases.delete(ours),
        lambda: desk.people.give(ours, EVE, "reader"),
    ]
    for act in acts:
        with pytest.raises((sqlite3.Error, PinciteError)):
            act()
    assert whole.catalogue.case(OURS) == ours
    assert EVE not in [each.email for each in whole.people.of_case(ours)]


def test_without_sign_in_nothing_is_noted(whole: Desk) -> None:
    whole.bot.ask("How much does the tenant owe?", OURS)
    whole.cases.rename(whole.catalogue.case(OURS), "Lease")
    assert noted(whole) == []


# Nothing goes around the gate

HARMLESS = {
    # They tell of no case.
    *("meta", "identity", "generation", "session", "held", "transaction"),
    # The gate's own.
    *("may", "require", "require_document", "holds", "holds_passage", "take_on", "rights"),
    *("note", "note_document", "documents_of"),
}


def test_every_method_of_the_catalogue_is_decided_on() -> None:
    """A new method of the catalogue is a way around the gate until somebody decides on it."""
    every = {name for name, _ in inspect.getmembers(Catalogue) if not name.startswith("_")}
    decided = {name for name in vars(VisitorsCatalogue) if not name.startswith("_")}
    assert every - decided - HARMLESS == set()


def test_every_part_of_the_desk_is_the_visitors(whole: Desk) -> None:
    """Each part is another object, and each of its methods is decided on."""
    desk = seen_by(whole, BEN)
    for field in fields(Desk):
        if field.name in ("warming", "visitor"):
            continue
        part, before = getattr(desk, field.name), getattr(whole, field.name)
        assert part is not before, field.name
        if inspect.isfunction(part) or isinstance(part, Catalogue):
            continue
        every = {name for name in dir(type(before)) if not name.startswith("_")}
        every -= {"library", "reranker", "passages", "pictures", "trace", "warm_up"}  # the Bot's
        own = {name for kind in type(part).__mro__[:1] for name in vars(kind)}
        assert every - own == set(), field.name


ENTRANCES = {
    "app.py": {"Catalogue", "shared_desk"},
    "opening.py": {"*"},
    "gate.py": {
        "for_visitor",
        "purge_case",
        "People",
        "VisitorsCatalogue",
        "VisitorsConversations",
    },
    # For commands on the server, which prove that they have the library.
    "asked_by_command.py": {"open_desk"},
    "sign_in.py": {"VisitorsCatalogue"},
    "loading.py": {"shared_desk"},
    # They say how the app is, and count: no name, no text.
    "health.py": {"open_desk"},
    "metrics.py": {"shared_desk"},
}
OPENERS = {
    *("Catalogue", "Library", "Bot", "Conversations", "SavedQuestions", "EvaluationRuns"),
    *("LibraryRuns", "Edits", "People", "Cases", "IngestJob", "Uploads", "QuestionSets"),
    *("VisitorsCatalogue", "VisitorsConversations", "for_visitor", "shared_desk", "open_desk"),
    *("rename_case", "delete_case", "deleted_cases", "restore_case", "purge_case", "contents_of"),
    *("Sqlite", "Postgresql", "connect"),
}
INSIDES = {"library", "_whole", "_database", "_every", "session", "transaction", "copy_to"}


def ways_around(tree: ast.AST, place: str) -> list[str]:
    """Calls by which a page would open the library itself, or reach into the insides of a part."""
    allowed = ENTRANCES.get(place, set())
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in OPENERS:
                if not {name, "*"} & allowed:
                    found.append(f"{place}:{node.lineno}: {name}()")
            case ast.Attribute(attr=name) if name in INSIDES and place not in (
                *("opening.py", "gate.py", "app.py", "commands.py"),
            ):
                found.append(f"{place}:{node.lineno}: .{name}")
    return found


def test_no_page_opens_the_library_by_itself() -> None:
    found = []
    for path in sorted(UI.rglob("*.py")):
        place = path.relative_to(UI).as_posix()
        found += ways_around(ast.parse(path.read_text(encoding="utf-8")), place)
    assert found == []


def test_a_page_that_would_is_found() -> None:
    page = "cases = Catalogue(path).cases()\nwith desk.catalogue.session() as db: pass\n"
    page += "desk.bot.library\ndelete_case(desk.catalogue, case)\n"
    assert len(ways_around(ast.parse(page), "pages/chat.py")) == 4


def test_an_answer_that_is_offered_as_json_is_whole(whole: Desk) -> None:
    """The fixture holds what the tests above look for."""
    (kept,) = Conversations(whole.catalogue).of_case(whole.catalogue.case(THEIRS))
    assert SECRET in json.dumps(Conversations(whole.catalogue).turns(kept.id)[0].outcome)
    ours = whole.catalogue.case(OURS).id
    assert VisitorsCatalogue(whole.catalogue, Visitor(BEN)).rights == {ours: "reader"}
